//! An engine as the programs build it, with an account in the emulator.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use assembly::{Surroundings, SystemClock};
use async_trait::async_trait;
use aws::{AwsAccess, AwsCloud, AwsFiles, Network};
use domain::environment::{EnvironmentFile, EnvironmentKind};
use domain::estimate::Assumptions;
use domain::launch::LaunchSnapshot;
use domain::plan::Plan;
use engine::accounts::{self, Account, AssumedRole, Colour, NewAccount, WayIn};
use engine::audit::Book;
use engine::costs::billing::Billing;
use engine::integrations::{self, Integration};
use engine::ports::{Clock, Cloud, Clouds, ProgressSink, Rehearsal};
use engine::{AppResult, Engine, environments, launches};
use secrecy::SecretString;
use serde_json::json;
use store::Store;

use crate::emulator::{Emulator, SPEED};

/// The environment of all stories.
pub const NAME: &str = "crew";
pub const ACCOUNT: &str = "lab";
/// Nobody listens there.
pub const WEBHOOK: &str = "https://hooks.slack.com/services/T0/B0/planted-webhook";
/// Running vCPUs on demand: hardly an account still has the five of a new one.
pub const VCPUS: &str = "L-1216C47A";

/// A clock on which waits take as little of a real second as the emulator's resources do.
#[derive(Default)]
pub struct BriskClock {
    ahead_ms: AtomicI64,
}

impl BriskClock {
    pub fn shift(&self, ms: i64) {
        self.ahead_ms.fetch_add(ms, Ordering::SeqCst);
    }
}

#[async_trait]
impl Clock for BriskClock {
    fn now_ms(&self) -> i64 {
        SystemClock.now_ms() + self.ahead_ms.load(Ordering::SeqCst)
    }

    async fn sleep(&self, time: Duration) {
        let real = (time / SPEED).max(Duration::from_millis(10));
        tokio::time::sleep(real).await;
        self.shift(time.saturating_sub(real).as_millis() as i64);
    }
}

/// Every snapshot that was told.
#[derive(Default)]
pub struct Heard(pub Mutex<Vec<LaunchSnapshot>>);

impl ProgressSink for Heard {
    fn launch_changed(&self, snapshot: &LaunchSnapshot) {
        self.0.lock().unwrap().push(snapshot.clone());
    }

    fn environments_changed(&self) {}
    fn import_changed(&self, _: &engine::costs::Import) {}
}

/// The account's cloud alone. The programs' own looks accounts up in a memory that, being without a
/// disk here, would be lost where a question to it is cut off.
struct OneCloud {
    access: Arc<AwsAccess>,
    account: Account,
    book: Book,
}

#[async_trait]
impl Clouds for OneCloud {
    async fn open(&self, _: &str, region: &str) -> AppResult<Arc<dyn Cloud>> {
        let cloud = AwsCloud::new(
            self.access.clone(),
            self.account.clone(),
            region,
            self.book.clone(),
        );
        Ok(Arc::new(cloud))
    }

    async fn billing(&self, _: &str) -> AppResult<Arc<dyn Billing>> {
        let cloud = AwsCloud::new(
            self.access.clone(),
            self.account.clone(),
            &self.account.region,
            self.book.clone(),
        );
        Ok(Arc::new(cloud))
    }
}

fn account(name: &str, key_id: &str, endpoint: &str) -> NewAccount {
    NewAccount {
        name: name.to_owned(),
        way_in: WayIn::Keys {
            key_id: key_id.to_owned(),
        },
        secret_key: Some(SecretString::from("not-checked-here")),
        roles: Vec::new(),
        region: "us-east-1".to_owned(),
        endpoint: Some(endpoint.to_owned()),
        colour: Colour::Blue,
    }
}

/// One computer and one AWS account.
pub struct World {
    pub emulator: Arc<Emulator>,
    pub clock: Arc<BriskClock>,
    pub engine: Engine,
    pub heard: Arc<Heard>,
    /// 12 digits; the emulator keeps accounts apart by them.
    pub number: String,
}

impl World {
    /// An account that AWS is asked about directly.
    pub async fn new() -> Self {
        let emulator = Emulator::shared();
        let endpoint = emulator.endpoint();
        Self::behind(emulator, &endpoint).await
    }

    /// An account whose calls go to another address first.
    pub async fn behind(emulator: Arc<Emulator>, endpoint: &str) -> Self {
        static NUMBER: AtomicU64 = AtomicU64::new(100_000_000_001);
        let number = NUMBER.fetch_add(1, Ordering::SeqCst).to_string();
        let heard = Arc::new(Heard::default());
        let surroundings = Surroundings::unattended(heard.clone());
        let mut engine = assembly::in_memory(surroundings).await.unwrap().engine;
        let clock = Arc::new(BriskClock::default());
        engine.clock = clock.clone();
        let account = account(ACCOUNT, &number, endpoint);
        accounts::add(&engine, account).await.unwrap();
        let world = Self {
            emulator,
            clock,
            engine,
            heard,
            number,
        };
        world.keep_secrets().await;
        world.emulator.link_search_role(&world.number);
        world.emulator.quota(&world.number, VCPUS, 256);
        world
    }

    /// Another way into the same account: by a role that may do what these policies allow.
    pub async fn role(&self, name: &str, policies: &[&str]) {
        let arn = self.emulator.role(&self.number, name, policies);
        let mut account = account(name, &self.number, &self.emulator.endpoint());
        account.roles.push(AssumedRole {
            arn,
            external_id: None,
            mfa_serial: None,
            duration_seconds: None,
        });
        accounts::add(&self.engine, account).await.unwrap();
    }

    /// What joins the environment to the services that its plan asks for, as a person gives it.
    pub async fn keep_secrets(&self) {
        let word = "0123456789abcdef0123456789abcdef".to_owned();
        let pagerduty = format!("https://events.pagerduty.com/integration/{word}/enqueue");
        for (integration, values) in [
            (Integration::Slack, vec![WEBHOOK.to_owned()]),
            (Integration::PagerDuty, vec![pagerduty]),
            (Integration::Datadog, vec![word.clone(), word]),
        ] {
            let values: Vec<SecretString> = values.into_iter().map(SecretString::from).collect();
            integrations::keep(&self.engine, NAME, integration, &values)
                .await
                .unwrap();
        }
    }

    /// The largest preset as it is.
    pub fn file() -> EnvironmentFile {
        EnvironmentFile::preset(NAME, EnvironmentKind::Production)
    }

    /// The value of a secret, by AWS's own answer; nothing where there is none.
    pub fn secret(&self, name: &str) -> Option<String> {
        let answer = self.emulator.by_hand(
            &self.number,
            "secretsmanager",
            "secretsmanager.GetSecretValue",
            &json!({"SecretId": name}),
        );
        answer["SecretString"].as_str().map(str::to_owned)
    }

    /// Plans it once more.
    pub async fn plan(&self) -> Plan {
        self.plan_as(ACCOUNT).await
    }

    /// The same by another way in.
    pub async fn plan_as(&self, account: &str) -> Plan {
        let assumptions = Assumptions::default();
        let plan = environments::plan(&self.engine, Self::file(), account, &assumptions);
        plan.await.unwrap()
    }

    /// Stores the launch of the largest preset.
    pub async fn begin(&self) -> LaunchSnapshot {
        self.begin_with(Self::file()).await
    }

    pub async fn begin_with(&self, file: EnvironmentFile) -> LaunchSnapshot {
        let first = launches::start(&self.engine, file, ACCOUNT, Rehearsal::default());
        first.await.unwrap()
    }

    /// The account as the engine asks it.
    pub async fn cloud(&self) -> Arc<dyn Cloud> {
        let clouds = &self.engine.clouds;
        clouds.open(ACCOUNT, "us-east-1").await.unwrap()
    }

    /// Launches it and follows it to its end.
    pub async fn launch(&self) -> LaunchSnapshot {
        let first = self.begin().await;
        launches::drive(&self.engine, &first.job_id).await.unwrap()
    }

    /// The same, with its memory in a file: a program that is killed takes what is only in its own with it.
    pub async fn on_disk(folder: &Path) -> Self {
        let mut world = Self::new().await;
        let account = accounts::get(&world.engine, ACCOUNT).await.unwrap();
        let key = SecretString::from("0123456789abcdef".repeat(4));
        let store = Store::open(&folder.join("store.db"), &key).await.unwrap();
        let store = Arc::new(store);
        world.engine.memory = store.clone();
        world.engine.ledger = store;
        world.engine.memory.save_account(&account).await.unwrap();
        world.engine = world.asking_by(&Network::default(), account);
        world
    }

    /// The same program with calls that are given up after two seconds, and made again at once.
    pub async fn impatient(&self) -> Engine {
        let account = accounts::get(&self.engine, ACCOUNT).await.unwrap();
        let network = Network {
            attempt: Some(Duration::from_secs(2)),
            backoff: Some(Duration::from_millis(20)),
            ..Network::default()
        };
        self.asking_by(&network, account)
    }

    fn asking_by(&self, network: &Network, account: Account) -> Engine {
        let access = AwsAccess::new(
            network,
            AwsFiles::in_home(Path::new("nowhere")),
            self.engine.secrets.clone(),
            Surroundings::unattended(self.heard.clone()).person,
            Arc::new(SystemClock),
        );
        let access = Arc::new(access.unwrap());
        Engine {
            access: access.clone(),
            clouds: Arc::new(OneCloud {
                access,
                account,
                book: Book::new(self.engine.memory.clone(), self.engine.clock.clone()),
            }),
            ..self.engine.clone()
        }
    }

    /// The program that is started after this one was killed: nobody holds its lease for long.
    pub fn next_life(&self, number: u32) -> Engine {
        self.clock.shift(11_000);
        Engine {
            instance: format!("life-{number}"),
            at_work: launches::AtWork::default(),
            ..self.engine.clone()
        }
    }

    /// A person has done what was asked of her; the job goes on to its end.
    pub async fn proceed(&self, job: &str) -> LaunchSnapshot {
        launches::proceed(&self.engine, job, &launches::Answer::default())
            .await
            .unwrap();
        launches::drive(&self.engine, job).await.unwrap()
    }

    /// Tries a job that ended badly once more.
    pub async fn retry(&self, job: &str) -> LaunchSnapshot {
        let again = launches::retry(&self.engine, job, Rehearsal::default()).await;
        let again = again.unwrap();
        launches::drive(&self.engine, &again.job_id).await.unwrap()
    }

    /// Stores its deletion.
    pub async fn begin_delete(&self) -> LaunchSnapshot {
        let first = launches::start_delete(&self.engine, NAME, NAME, Rehearsal::default());
        first.await.unwrap()
    }

    /// Deletes it again.
    pub async fn delete(&self) -> LaunchSnapshot {
        let first = self.begin_delete().await;
        launches::drive(&self.engine, &first.job_id).await.unwrap()
    }

    /// How often an operation was asked for over the wire.
    pub fn asked(&self, action: &str) -> usize {
        let calls = self.emulator.calls(&self.number);
        calls.iter().filter(|call| call["action"] == action).count()
    }

    /// The client tokens that an operation was asked with.
    pub fn tokens(&self, action: &str) -> BTreeSet<String> {
        let calls = self.emulator.calls(&self.number);
        let calls = calls.iter().filter(|call| call["action"] == action);
        calls.map(|call| call["token"].to_string()).collect()
    }

    /// Snapshots of a job go forward: nobody has seen progress go back.
    pub fn went_forward(&self, job: &str) {
        let told = self.heard.0.lock().unwrap();
        let of_job: Vec<_> = told.iter().filter(|one| one.job_id == job).collect();
        assert!(of_job.len() > 5, "progress was told {} times", of_job.len());
        for two in of_job.windows(2) {
            assert!(
                two[1].revision >= two[0].revision && two[1].percent >= two[0].percent - 1e-9,
                "from {} % to {} %: {}",
                two[0].percent,
                two[1].percent,
                two[1].sentence
            );
        }
    }

    /// Statuses of the account's stacks that are there, by AWS's own list.
    pub fn stacks_that_stand(&self) -> Vec<String> {
        let stacks = self.emulator.stacks(&self.number).into_iter();
        let standing = stacks.filter(|(_, status)| status != "DELETE_COMPLETE");
        standing.map(|(_, status)| status).collect()
    }

    /// How many stacks have had this very name.
    pub fn stacks_named(&self, name: &str) -> usize {
        let stacks = self.emulator.stacks(&self.number);
        stacks.iter().filter(|(known, _)| known == name).count()
    }
}
