//! An engine as the programs build it, with an account in the emulator.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use assembly::{Surroundings, SystemClock};
use async_trait::async_trait;
use domain::environment::{EnvironmentFile, EnvironmentKind};
use domain::launch::LaunchSnapshot;
use engine::accounts::{self, Colour, NewAccount, WayIn};
use engine::ports::{Clock, ProgressSink, Rehearsal};
use engine::{Engine, launches};
use secrecy::SecretString;
use serde_json::json;

use crate::emulator::{Emulator, SPEED};

/// The environment of all stories.
pub const NAME: &str = "crew";
const ACCOUNT: &str = "lab";

/// The machine's time, with waits as short as the emulator's are.
struct BriskClock;

#[async_trait]
impl Clock for BriskClock {
    fn now_ms(&self) -> i64 {
        SystemClock.now_ms()
    }

    async fn sleep(&self, time: Duration) {
        tokio::time::sleep((time / SPEED).max(Duration::from_millis(20))).await;
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
}

/// One computer and one AWS account.
pub struct World {
    pub emulator: Arc<Emulator>,
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
        engine.clock = Arc::new(BriskClock);
        let account = NewAccount {
            name: ACCOUNT.to_owned(),
            way_in: WayIn::Keys {
                key_id: number.clone(),
            },
            secret_key: Some(SecretString::from("not-checked-here")),
            roles: Vec::new(),
            region: "us-east-1".to_owned(),
            endpoint: Some(endpoint.to_owned()),
            colour: Colour::Blue,
        };
        accounts::add(&engine, account).await.unwrap();
        let world = Self {
            emulator,
            engine,
            heard,
            number,
        };
        world.keep_keys();
        world
    }

    /// The secrets that the plan asks for before a launch.
    fn keep_keys(&self) {
        let secrets = [
            (
                "pagerduty",
                json!({"url": "https://events.example.com/integration/x/enqueue"}),
            ),
            (
                "datadog",
                json!({"apiKey": "not-a-key", "externalId": "0123456789abcdef"}),
            ),
        ];
        for (name, value) in secrets {
            let body =
                json!({"Name": format!("array/{NAME}/{name}"), "SecretString": value.to_string()});
            self.emulator.by_hand(
                &self.number,
                "secretsmanager",
                "secretsmanager.CreateSecret",
                &body,
            );
        }
    }

    /// Launches the largest preset and follows it to its end.
    pub async fn launch(&self) -> LaunchSnapshot {
        let file = EnvironmentFile::preset(NAME, EnvironmentKind::Production);
        let first = launches::start(&self.engine, file, ACCOUNT, Rehearsal::default())
            .await
            .unwrap();
        launches::drive(&self.engine, &first.job_id).await.unwrap()
    }

    /// Deletes it again.
    pub async fn delete(&self) -> LaunchSnapshot {
        let first = launches::start_delete(&self.engine, NAME, NAME, Rehearsal::default())
            .await
            .unwrap();
        launches::drive(&self.engine, &first.job_id).await.unwrap()
    }

    /// How often an operation was asked for over the wire.
    pub fn asked(&self, action: &str) -> usize {
        let calls = self.emulator.calls(&self.number);
        calls.iter().filter(|call| call["action"] == action).count()
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
