//! What a watch takes: `cargo xtask bench` prints it. Ignored otherwise, being figures of one machine.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use assembly::Surroundings;
use aws::{AwsAccess, AwsCloud, AwsFiles, Network};
use domain::catalogue::Date;
use domain::environment::{EnvironmentFile, RepositorySection, largest_preset};
use domain::launch::{JobState, LaunchSnapshot, STACK_TYPE, StackEvent};
use domain::timeline::Durations;
use engine::accounts::{Account, Colour, WayIn};
use engine::audit::Book;
use engine::environments::PRACTICE;
use engine::launches;
use engine::ports::{Clock, Clouds, Pace, ProgressSink};
use practice::PracticeClouds;
use store::Store;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

use crate::blade::{Blade, MortalClouds, When};
use crate::world::{TestClock, World, at_speed, key, planned};

/// As `aws` asks.
const AWS: Pace = Pace {
    busy: Duration::from_secs(3),
    quiet: Duration::from_secs(8),
};
const ANSWER: Duration = Duration::from_millis(100);
const HOUR_MS: i64 = 3_600_000;
/// Events of a page, as AWS gives them.
const PAGE: usize = 100;

/// The largest preset with so many more repositories that a launch tells of 3,000 events.
fn three_thousand_events() -> EnvironmentFile {
    let mut file = largest_preset();
    let more = (0..48).map(|number| RepositorySection {
        repository: format!("array-alliance/crew-more-{number}"),
        ..file.repositories[0].clone()
    });
    file.repositories.extend(more.collect::<Vec<_>>());
    file
}

fn practice(world: &World) -> Arc<PracticeClouds> {
    Arc::new(PracticeClouds::new(
        world.store.clone(),
        world.clock.clone(),
        Arc::new(Durations::builtin().clone()),
    ))
}

/// When the last event was stored and told.
struct Stopwatch {
    begun: Instant,
    last: Mutex<(u32, Duration)>,
}

impl ProgressSink for Stopwatch {
    fn launch_changed(&self, snapshot: &LaunchSnapshot) {
        let mut last = self.last.lock().unwrap();
        if snapshot.event_count > last.0 {
            *last = (snapshot.event_count, self.begun.elapsed());
        }
    }

    fn environments_changed(&self) {}
    fn import_changed(&self, _: &engine::costs::Import) {}
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "a figure: cargo xtask bench"]
async fn catching_up_after_two_hours() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(&folder.path().join("array.db"), &key())
        .await
        .unwrap();
    let world = World::over(store);
    let practice = practice(&world);
    // One process looks for a few seconds and is put to sleep.
    let blade = Blade::new(60, When::After);
    let clouds = MortalClouds(practice.clone(), blade.clone());
    let engine = world.engine_with(world.store.clone(), Arc::new(clouds));
    let plan = planned(three_thousand_events());
    let first = launches::start_planned(&engine, plan.file.clone(), plan, at_speed(1.0))
        .await
        .unwrap();
    tokio::select! {
        _ = launches::drive(&engine, &first.job_id) => panic!("it sleeps before the end"),
        () = blade.fell.notified() => {}
    }
    let known = world
        .store
        .job_events(&first.job_id, 0, u32::MAX)
        .await
        .unwrap()
        .len();
    world.clock.shift(2 * HOUR_MS);

    let told = story(&practice, &world, &first.job_id).await;
    let all: usize = told.values().map(Vec::len).sum();
    let stacks = told.len();
    let server = Server::start(told).await;
    let blade = Blade::metered(AWS, world.clock.clone(), ANSWER.as_millis() as i64);
    let _ = blade
        .events_of
        .set(Arc::new(adapter(&world, folder.path(), &server.url)));
    let mut engine = world.engine_with(
        world.store.clone(),
        Arc::new(MortalClouds(practice, blade.clone())),
    );
    let watch = Arc::new(Stopwatch {
        begun: Instant::now(),
        last: Mutex::default(),
    });
    engine.progress = watch.clone();
    let before = world.clock.now_ms();
    let last = launches::drive(&engine, &first.job_id).await.unwrap();
    assert_eq!(last.state, JobState::Done, "{}", last.sentence);
    let (count, took) = *watch.last.lock().unwrap();
    let stored = world
        .store
        .job_events(&first.job_id, 0, u32::MAX)
        .await
        .unwrap();
    assert_eq!((stored.len(), count as usize), (all, all));
    println!(
        "catch-up after 2 hours: {} events of {stacks} stacks over HTTP at {} ms a call: {:.1} s and {} pages to the last one stored and shown; {} other calls and {:.1} s more of the clock to the end of the job",
        all - known,
        ANSWER.as_millis(),
        took.as_secs_f64(),
        server.calls.load(Ordering::SeqCst),
        blade.calls(),
        (world.clock.now_ms() - before) as f64 / 1000.0
    );
    assert!(took < Duration::from_secs(30), "{took:?}");
}

/// Everything that the practice account tells of a launch, by stack, oldest first.
async fn story(
    practice: &PracticeClouds,
    world: &World,
    job: &str,
) -> BTreeMap<String, Vec<StackEvent>> {
    let cloud = practice.open(PRACTICE, "us-east-1").await.unwrap();
    let rows = world.store.job_events(job, 0, 1).await.unwrap();
    let mut waiting = vec![rows[0].event.stack_id.clone()];
    let mut told = BTreeMap::new();
    while let Some(stack) = waiting.pop() {
        if told.contains_key(&stack) {
            continue;
        }
        let events = cloud.events(&stack, None).await.unwrap();
        let nested = events
            .iter()
            .filter(|event| event.resource_type == STACK_TYPE);
        waiting.extend(nested.filter_map(|event| event.physical_id.clone()));
        told.insert(stack, events);
    }
    told
}

/// The adapter that the programs use, in front of an address of our own.
fn adapter(world: &World, home: &Path, url: &str) -> AwsCloud {
    std::fs::create_dir(home.join(".aws")).unwrap();
    let keys = "[profile work]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = nobody-checks\n";
    std::fs::write(home.join(".aws/config"), keys).unwrap();
    let access = AwsAccess::new(
        &Network::default(),
        AwsFiles::in_home(home),
        world.secrets.clone(),
        Surroundings::unattended(world.heard.clone()).person,
        world.clock.clone(),
    );
    let account = Account {
        name: "work".to_owned(),
        way_in: WayIn::Profile {
            profile: "work".to_owned(),
        },
        roles: Vec::new(),
        region: "us-east-1".to_owned(),
        endpoint: Some(url.to_owned()),
        colour: Colour::Blue,
        identity: None,
        trouble: None,
        added_at_ms: 0,
        used_at_ms: None,
    };
    let book = Book::new(world.store.clone(), world.clock.clone());
    AwsCloud::new(Arc::new(access.unwrap()), account, "us-east-1", book)
}

/// `DescribeStackEvents` on the loopback, newest first and a hundred to a page.
struct Server {
    url: String,
    calls: Arc<AtomicUsize>,
}

type Told = Arc<BTreeMap<String, Vec<StackEvent>>>;

impl Server {
    async fn start(told: BTreeMap<String, Vec<StackEvent>>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let (told, calls): (Told, Arc<AtomicUsize>) = (Arc::new(told), Arc::default());
        let counted = calls.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(serve(stream, told.clone(), counted.clone()));
            }
        });
        Self { url, calls }
    }
}

async fn serve(mut stream: TcpStream, told: Told, calls: Arc<AtomicUsize>) {
    let mut read = Vec::new();
    let mut more = [0_u8; 8_192];
    loop {
        let Some((body, used)) = request(&read) else {
            match stream.read(&mut more).await {
                Ok(0) | Err(_) => return,
                Ok(count) => read.extend_from_slice(&more[..count]),
            }
            continue;
        };
        read.drain(..used);
        calls.fetch_add(1, Ordering::SeqCst);
        tokio::time::sleep(ANSWER).await;
        let body = page(&told, &body);
        let head = format!(
            "HTTP/1.1 200 OK\r\ncontent-type: text/xml\r\ncontent-length: {}\r\n\r\n",
            body.len()
        );
        if stream.write_all((head + &body).as_bytes()).await.is_err() {
            return;
        }
    }
}

/// Body of the first whole request, and the length of it all.
fn request(read: &[u8]) -> Option<(String, usize)> {
    let end = read.windows(4).position(|four| four == b"\r\n\r\n")? + 4;
    let head = String::from_utf8_lossy(&read[..end]).to_lowercase();
    let (_, length) = head.split_once("content-length:")?;
    let length: usize = length.lines().next()?.trim().parse().ok()?;
    let body = read.get(end..end + length)?;
    Some((String::from_utf8_lossy(body).into_owned(), end + length))
}

fn page(told: &BTreeMap<String, Vec<StackEvent>>, body: &str) -> String {
    assert!(body.contains("Action=DescribeStackEvents"), "{body}");
    let field = |name: &str| {
        let pairs = body.split('&').filter_map(|pair| pair.split_once('='));
        let found = pairs.clone().find(|(key, _)| *key == name);
        found.map(|(_, value)| value.replace("%3A", ":").replace("%2F", "/"))
    };
    let events = &told[&field("StackName").unwrap()];
    let from: usize = field("NextToken").map_or(0, |token| token.parse().unwrap());
    let rows: String = events
        .iter()
        .rev()
        .skip(from)
        .take(PAGE)
        .map(member)
        .collect();
    let next = match from + PAGE < events.len() {
        true => format!("<NextToken>{}</NextToken>", from + PAGE),
        false => String::new(),
    };
    format!(
        "<DescribeStackEventsResponse xmlns=\"http://cloudformation.amazonaws.com/doc/2010-05-15/\"><DescribeStackEventsResult><StackEvents>{rows}</StackEvents>{next}</DescribeStackEventsResult><ResponseMetadata><RequestId>3f1a2b6c</RequestId></ResponseMetadata></DescribeStackEventsResponse>"
    )
}

/// As the recorded answers write an event.
fn member(event: &StackEvent) -> String {
    let ms = event.at_ms.rem_euclid(24 * HOUR_MS);
    let time = format!(
        "{}T{:02}:{:02}:{:02}.{:03}Z",
        Date::from_unix_ms(event.at_ms),
        ms / HOUR_MS,
        ms / 60_000 % 60,
        ms / 1000 % 60,
        ms % 1000
    );
    let member = |name: &str, text: &str| {
        let text = text
            .replace('&', "&amp;")
            .replace('<', "&lt;")
            .replace('>', "&gt;");
        format!("<{name}>{text}</{name}>")
    };
    let mut rows = vec![
        member("StackId", &event.stack_id),
        member("EventId", &event.id),
        member("StackName", &event.stack_name),
        member("LogicalResourceId", &event.logical_id),
        member(
            "PhysicalResourceId",
            event.physical_id.as_deref().unwrap_or_default(),
        ),
        member("ResourceType", &event.resource_type),
        member("Timestamp", &time),
        member("ResourceStatus", event.status.as_str()),
    ];
    rows.extend(
        event
            .reason
            .as_ref()
            .map(|reason| member("ResourceStatusReason", reason)),
    );
    if event.configuration_complete {
        rows.push(member("DetailedStatus", "CONFIGURATION_COMPLETE"));
    }
    format!("<member>{}</member>", rows.concat())
}

/// Resident size of this process at the start and after each hour, MiB.
struct Scale {
    clock: Arc<TestClock>,
    begun_ms: i64,
    hours: Mutex<Vec<f64>>,
    told: AtomicUsize,
}

impl ProgressSink for Scale {
    fn launch_changed(&self, _: &LaunchSnapshot) {
        self.told.fetch_add(1, Ordering::SeqCst);
        let passed = (self.clock.now_ms() - self.begun_ms) / HOUR_MS;
        let mut hours = self.hours.lock().unwrap();
        while (hours.len() as i64) <= passed {
            hours.push(resident_mib());
        }
    }

    fn environments_changed(&self) {}
    fn import_changed(&self, _: &engine::costs::Import) {}
}

fn resident_mib() -> f64 {
    let text = std::fs::read_to_string("/proc/self/statm").unwrap();
    let pages: f64 = text.split(' ').nth(1).unwrap().parse().unwrap();
    pages * 4096.0 / 1_048_576.0
}

#[tokio::test]
#[ignore = "a figure: cargo xtask bench"]
async fn memory_of_a_watch_of_four_hours() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(&folder.path().join("array.db"), &key())
        .await
        .unwrap();
    let world = World::over(store);
    let blade = Blade::metered(AWS, world.clock.clone(), ANSWER.as_millis() as i64);
    let clouds = MortalClouds(practice(&world), blade.clone());
    let mut engine = world.engine_with(world.store.clone(), Arc::new(clouds));
    let plan = planned(largest_preset());
    // A launch of about 25 minutes, drawn out.
    let slow = at_speed(0.1);
    let first = launches::start_planned(&engine, plan.file.clone(), plan, slow)
        .await
        .unwrap();
    let scale = Arc::new(Scale {
        clock: world.clock.clone(),
        begun_ms: world.clock.now_ms(),
        hours: Mutex::default(),
        told: AtomicUsize::new(0),
    });
    engine.progress = scale.clone();
    let last = launches::drive(&engine, &first.job_id).await.unwrap();
    assert_eq!(last.state, JobState::Done, "{}", last.sentence);
    let passed = (world.clock.now_ms() - scale.begun_ms) as f64 / HOUR_MS as f64;
    let hours = scale.hours.lock().unwrap().clone();
    let each: Vec<String> = hours.iter().map(|mib| format!("{mib:.1}")).collect();
    println!(
        "watch of {passed:.1} hours, {} events, {} calls, {} snapshots: resident {} MiB at the start and after each hour, {:.1} when it has ended; {:+.1} MiB from the first hour to the fourth",
        last.event_count,
        blade.calls(),
        scale.told.load(Ordering::SeqCst),
        each.join(", "),
        resident_mib(),
        hours[4] - hours[1]
    );
    assert!(hours[4] - hours[1] < 8.0, "{each:?}");
    assert!(passed >= 4.0, "{passed} hours");
}
