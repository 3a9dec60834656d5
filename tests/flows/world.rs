//! A computer to practise on.

use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex, OnceLock};
use std::time::Duration;

use assembly::MemorySecrets;
use async_trait::async_trait;
use domain::catalogue::Date;
use domain::environment::{EnvironmentFile, EnvironmentKind, EnvironmentSpec};
use domain::estimate::{Assumptions, PriceBook};
use domain::launch::{JobState, LaunchSnapshot, Operation};
use domain::plan::{AccountFacts, Plan};
use domain::timeline::Durations;
use engine::environments::PRACTICE;
use engine::jobs::EventRow;
use engine::launches;
use engine::ports::{Clock, Clouds, Memory, ProgressSink, Rehearsal};
use engine::{AppResult, Engine};
use practice::PracticeClouds;
use secrecy::SecretString;
use store::Store;

use crate::gate::Gate;

/// 2026-11-26, 12:00 UTC.
pub const NOON: i64 = 1_795_694_400_000;
/// Ten minutes of AWS in a second: a launch is looked at about ten times.
pub const QUICK: f64 = 600.0;

/// A clock that a sleeper moves on.
pub struct TestClock(AtomicI64);

impl TestClock {
    pub fn shift(&self, ms: i64) {
        self.0.fetch_add(ms, Ordering::SeqCst);
    }
}

#[async_trait]
impl Clock for TestClock {
    fn now_ms(&self) -> i64 {
        self.0.load(Ordering::SeqCst)
    }

    async fn sleep(&self, time: Duration) {
        self.shift(time.as_millis() as i64);
        // Others who wait have their turn.
        tokio::task::yield_now().await;
    }
}

/// Every snapshot that was told, with the time.
pub struct Heard {
    clock: Arc<TestClock>,
    pub told: Mutex<Vec<(i64, LaunchSnapshot)>>,
}

impl ProgressSink for Heard {
    fn launch_changed(&self, snapshot: &LaunchSnapshot) {
        let told = (self.clock.now_ms(), snapshot.clone());
        self.told.lock().unwrap().push(told);
    }

    fn environments_changed(&self) {}
    fn import_changed(&self, _: &engine::costs::Import) {}
}

/// One computer: its clock and what it remembers. Engines come and go.
pub struct World {
    pub clock: Arc<TestClock>,
    pub store: Arc<Store>,
    pub heard: Arc<Heard>,
    pub gate: Arc<Gate>,
    pub secrets: Arc<MemorySecrets>,
}

impl World {
    /// A computer without a disk.
    pub async fn new() -> Self {
        Self::over(Store::in_memory().await.unwrap())
    }

    /// A computer over an open store.
    pub fn over(store: Store) -> Self {
        let clock = Arc::new(TestClock(AtomicI64::new(NOON)));
        Self {
            gate: Arc::default(),
            secrets: Arc::default(),
            heard: Arc::new(Heard {
                clock: clock.clone(),
                told: Mutex::default(),
            }),
            clock,
            store: Arc::new(store),
        }
    }

    /// A process that has just been started.
    pub fn engine(&self) -> Engine {
        self.engine_over(self.store.clone())
    }

    /// A process whose memory is in somebody's hands.
    pub fn engine_over(&self, memory: Arc<dyn Memory>) -> Engine {
        let durations = Arc::new(Durations::builtin().clone());
        let clouds = PracticeClouds::new(memory.clone(), self.clock.clone(), durations.clone());
        self.engine_with(memory, Arc::new(clouds))
    }

    pub fn engine_with(&self, memory: Arc<dyn Memory>, clouds: Arc<dyn Clouds>) -> Engine {
        static NUMBER: AtomicI64 = AtomicI64::new(1);
        Engine {
            clock: self.clock.clone(),
            memory,
            cost_files: Arc::new(exports::ExportFiles),
            ledger: self.store.clone(),
            scratch: std::env::temp_dir().join(format!("array-console-{}", uuid::Uuid::new_v4())),
            clouds,
            progress: self.heard.clone(),
            prices: Arc::new(PriceBook::builtin().clone()),
            durations: Arc::new(Durations::builtin().clone()),
            instance: format!("process-{}", NUMBER.fetch_add(1, Ordering::SeqCst)),
            at_work: launches::AtWork::default(),
            access: self.gate.clone(),
            secrets: self.secrets.clone(),
        }
    }

    /// Launches the development preset and follows it to its end.
    pub async fn launch(&self, rehearsal: Rehearsal) -> LaunchSnapshot {
        let engine = self.engine();
        let first = begin(&engine, rehearsal).await.unwrap();
        launches::drive(&engine, &first.job_id).await.unwrap()
    }

    /// Deletes it again.
    pub async fn delete(&self, rehearsal: Rehearsal) -> LaunchSnapshot {
        let engine = self.engine();
        let first = launches::start_delete(&engine, NAME, NAME, rehearsal)
            .await
            .unwrap();
        launches::drive(&engine, &first.job_id).await.unwrap()
    }

    /// Every event of a job as stored, after holding what was told against what a screen may rely on.
    pub async fn events(&self, job: &str) -> Vec<EventRow> {
        self.hold_to_its_word(job);
        self.store.job_events(job, 0, u32::MAX).await.unwrap()
    }

    /// Snapshots are whole, go forward, and their sentence is true.
    pub fn hold_to_its_word(&self, job: &str) {
        let told = self.heard.told.lock().unwrap();
        let mut percent = 0.0;
        let mut resources = 0;
        for (_, snapshot) in told.iter().filter(|(_, one)| one.job_id == job) {
            let sentence = &snapshot.sentence;
            assert!(
                snapshot.resources.len() >= resources,
                "a snapshot is whole: {} of {resources} resources",
                snapshot.resources.len()
            );
            resources = snapshot.resources.len();
            assert!(
                // JSON keeps all but the last bit.
                snapshot.percent >= percent - 1e-9,
                "progress does not go back from {percent} to {}: {sentence}",
                snapshot.percent
            );
            percent = snapshot.percent;
            assert!(
                sentence.ends_with('.') && !sentence.ends_with(".."),
                "a whole sentence: {sentence}"
            );
            if snapshot.state == JobState::Running {
                counts_are_true(snapshot);
            }
        }
        assert!(resources > 0, "somebody heard of job {job}");
    }
}

/// `2 of 3 ready` and `5 of 9 resources are removed`, held against the rows.
fn counts_are_true(snapshot: &LaunchSnapshot) {
    let words: Vec<&str> = snapshot
        .sentence
        .split([' ', ':', ',', '.'])
        .filter(|word| !word.is_empty())
        .collect();
    let Some(at) = words.windows(3).position(|three| {
        three[1] == "of" && three[0].parse::<u32>().is_ok() && three[2].parse::<u32>().is_ok()
    }) else {
        return;
    };
    let said: (u32, u32) = (words[at].parse().unwrap(), words[at + 2].parse().unwrap());
    let truths: Vec<(u32, u32)> = if words[at + 3] == "resources" {
        let begun = snapshot.resources.iter().filter_map(|view| view.status);
        let gone = begun.clone().filter(|status| status.gone()).count();
        vec![(gone as u32, begun.count() as u32)]
    } else {
        let named = |stack: &str| snapshot.sentence.contains(&domain::launch::words(stack));
        let rows = snapshot.stacks.iter().filter(|row| named(&row.stack));
        rows.map(|row| (row.complete, row.total)).collect()
    };
    assert!(
        truths.contains(&said),
        "`{}` is not so: {truths:?}",
        snapshot.sentence
    );
}

/// The environment of most stories.
pub const NAME: &str = "crew";

/// Starts the launch of the development preset.
pub async fn begin(engine: &Engine, rehearsal: Rehearsal) -> AppResult<LaunchSnapshot> {
    static PLAN: OnceLock<Plan> = OnceLock::new();
    let plan = PLAN
        .get_or_init(|| planned(EnvironmentFile::preset(NAME, EnvironmentKind::Development)))
        .clone();
    launches::start_planned(engine, plan.file.clone(), plan, rehearsal).await
}

/// The plan of a file in the practice account.
pub fn planned(file: EnvironmentFile) -> Plan {
    let today = Date::from_unix_ms(NOON);
    let spec = EnvironmentSpec::new(file, today).unwrap();
    domain::plan::plan(
        &spec,
        &AccountFacts::defaults(PRACTICE, practice::ACCOUNT, true),
        PriceBook::builtin(),
        Durations::builtin(),
        &Assumptions::default(),
        today,
    )
    .unwrap()
}

pub fn at_speed(speed: f64) -> Rehearsal {
    Rehearsal {
        speed,
        failure: None,
    }
}

pub fn with_script(speed: f64, script: &str) -> Rehearsal {
    assert!(
        practice::FailureScript::by_id(script).is_some(),
        "`{script}` is offered in the settings"
    );
    Rehearsal {
        speed,
        failure: Some(script.to_owned()),
    }
}

pub fn key() -> SecretString {
    SecretString::from("0123456789abcdef".repeat(4))
}

/// True where a job did what it was asked for.
pub fn did(snapshot: &LaunchSnapshot, operation: Operation) -> bool {
    snapshot.operation == operation && snapshot.state == JobState::Done
}
