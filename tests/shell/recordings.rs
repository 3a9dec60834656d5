//! What the window's tests in a browser are played: answers of the real engine over the practice
//! account, recorded under a clock of our own into ui/src/testing/recorded.
//!
//! Record anew after a change of what crosses to the window:
//! `cargo test -p array-console --test shell record -- --ignored`.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use array_console::wire::catalogue::Catalogue;
use array_console::wire::scripts::Script;
use domain::environment::{EnvironmentFile, EnvironmentKind, EnvironmentSpec, Problem};
use domain::failure::CallAnswer;
use domain::launch::LaunchSnapshot;
use domain::permissions::{Policy, Variant};
use domain::plan::{Ledger, Plan};
use engine::environments::{self, ChangePlan, Draft, EnvironmentRow, EnvironmentView, PRACTICE};
use engine::jobs::{self, EventRow, JobRow, Wish};
use engine::launches::Answer;
use engine::ports::{Clock, ProgressSink, Rehearsal};
use engine::settings::{self, Settings};
use engine::{Engine, launches};
use practice::PracticeClouds;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

/// 2026-11-24 09:00 UTC; the browser's clock is set to a moment after the last recording.
const BEGUN_MS: i64 = 1_795_510_800_000;

pub fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("ui/src/testing/recorded")
}

/// Time passes only where somebody waits.
struct OwnClock(AtomicI64);

#[async_trait::async_trait]
impl Clock for OwnClock {
    fn now_ms(&self) -> i64 {
        self.0.load(Ordering::SeqCst)
    }

    async fn sleep(&self, time: Duration) {
        self.0
            .fetch_add(time.as_millis() as i64 + 1, Ordering::SeqCst);
        tokio::task::yield_now().await;
    }
}

#[derive(Default)]
struct Heard(Mutex<Vec<LaunchSnapshot>>);

impl ProgressSink for Heard {
    fn launch_changed(&self, snapshot: &LaunchSnapshot) {
        self.0.lock().unwrap().push(snapshot.clone());
    }

    fn environments_changed(&self) {}
    fn import_changed(&self, _: &engine::costs::Import) {}
}

/// A job as the window saw it.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Launch {
    snapshot: LaunchSnapshot,
    /// The snapshot halfway, while it ran.
    halfway: Option<LaunchSnapshot>,
    events: Vec<EventRow>,
    support: String,
    /// What CloudTrail tells of the call that failed, where something has.
    call: Option<CallAnswer>,
}

/// A file that is wrong in many fields, and everything that is said of it.
#[derive(Serialize, Deserialize)]
struct Wrong {
    file: EnvironmentFile,
    toml: String,
    ledger: Ledger,
    problems: Vec<Problem>,
}

/// Everything that is kept.
#[derive(Serialize, Deserialize)]
struct Account {
    settings: Settings,
    environments: Vec<EnvironmentRow>,
    jobs: Vec<JobRow>,
    draft: Draft,
}

/// A preset, and what the wizard and the plan say of it.
#[derive(Serialize, Deserialize)]
struct Preset {
    file: EnvironmentFile,
    toml: String,
    ledger: Ledger,
    changes: Vec<Change>,
}

/// One other answer, and what the ledger says then.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Change {
    field: String,
    value: String,
    monthly_micros: i64,
    minutes: u32,
    resources: u32,
}

/// Answers that the wizard prices before they are given.
const CHANGES: &[(&str, &[&str])] = &[
    ("network.nat", &["single", "per-zone"]),
    ("network.private_gateway", &["true", "false"]),
    ("search.zone_awareness", &["true", "false"]),
    ("monitoring.alarms", &["true", "false"]),
    ("monitoring.pagerduty", &["true", "false"]),
    ("monitoring.datadog", &["true", "false"]),
    ("notifications.slack", &["true", "false"]),
    ("cluster.version", &["1.36", "1.33"]),
];

async fn changes(engine: &Engine, file: &EnvironmentFile) -> Vec<Change> {
    let mut all = Vec::new();
    for (field, values) in CHANGES {
        for value in *values {
            let mut other = file.clone();
            domain::environment::set(&mut other, field, value).unwrap();
            let ledger = environments::ledger(engine, &other, PRACTICE)
                .await
                .unwrap();
            // Some answers need another one beside them.
            all.extend(ledger.figures.map(|figures| Change {
                field: (*field).to_owned(),
                value: (*value).to_owned(),
                monthly_micros: figures.monthly_micros.0,
                minutes: figures.minutes,
                resources: figures.resources,
            }));
        }
    }
    all
}

pub fn write(name: &str, value: &impl Serialize) {
    let path = folder().join(name);
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    // One line for each entry of the outermost value: small, and changes can still be read.
    let value = serde_json::to_value(value).unwrap();
    let text = match value {
        serde_json::Value::Object(map) => {
            let lines: Vec<String> = map
                .iter()
                .map(|(key, value)| format!("{}: {value}", serde_json::json!(key)))
                .collect();
            format!("{{\n{}\n}}\n", lines.join(",\n"))
        }
        other => format!("{other}\n"),
    };
    std::fs::write(path, text).unwrap();
}

fn wrong_file() -> EnvironmentFile {
    let mut file = EnvironmentFile::preset("staging", EnvironmentKind::Staging);
    file.name = "Not A Name".to_owned();
    file.network.cidr = "10.20.0.0/28".to_owned();
    file.cluster.version = "1.12".to_owned();
    file.node_groups[0].min_size = 9;
    file.node_groups[0].desired_size = 4;
    file.node_groups[0].max_size = 5;
    file.search.instance_count = 3;
    file.search.volume_gib = 1;
    file.notifications.project_manager_email = "nobody".to_owned();
    file.repositories[0].repository = "not a repository".to_owned();
    file
}

struct Recorder {
    engine: Engine,
    heard: Arc<Heard>,
}

impl Recorder {
    async fn new() -> Self {
        let heard = Arc::new(Heard::default());
        let clock = Arc::new(OwnClock(AtomicI64::new(BEGUN_MS)));
        let opened = assembly::in_memory(assembly::Surroundings::unattended(heard.clone()))
            .await
            .unwrap();
        let mut engine = opened.engine;
        engine.clock = clock.clone();
        engine.clouds = Arc::new(PracticeClouds::new(
            engine.memory.clone(),
            clock,
            engine.durations.clone(),
        ));
        Self { engine, heard }
    }

    async fn record(&self, name: &str, begun: LaunchSnapshot) {
        self.heard.0.lock().unwrap().clear();
        let id = begun.job_id;
        let snapshot = launches::drive(&self.engine, &id).await.unwrap();
        let halfway = self
            .heard
            .0
            .lock()
            .unwrap()
            .iter()
            .filter(|_| name == "staging")
            .find(|one| one.percent >= 45.0 && one.finished_at_ms.is_none())
            .cloned();
        // Two launches with their events are enough; the others would only be large.
        let events = match name {
            "staging" | "rehearsal" => launches::events(&self.engine, &id, 0).await.unwrap(),
            _ => Vec::new(),
        };
        let support = launches::support_details(&self.engine, &id).await.unwrap();
        let call = match &snapshot.root_cause {
            Some(_) => Some(launches::find_failed_call(&self.engine, &id).await.unwrap()),
            None => None,
        };
        write(
            &format!("launches/{name}.json"),
            &Launch {
                snapshot,
                halfway,
                events,
                support,
                call,
            },
        );
    }

    async fn launch(&self, name: &str, kind: EnvironmentKind, failure: Option<&str>) {
        let file = EnvironmentFile::preset(name, kind);
        let begun = launches::start(&self.engine, file, PRACTICE, rehearsal(failure))
            .await
            .unwrap();
        self.record(name, begun).await;
    }

    /// Launched, and nothing kept of how.
    async fn standing(&self, file: EnvironmentFile) {
        let begun = launches::start(&self.engine, file, PRACTICE, rehearsal(None))
            .await
            .unwrap();
        launches::drive(&self.engine, &begun.job_id).await.unwrap();
    }

    /// An update, up to where it waits for a person.
    async fn update(&self, file: EnvironmentFile, wish: Wish) -> LaunchSnapshot {
        let name = file.name.clone();
        let begun = launches::start_update(&self.engine, file, wish)
            .await
            .unwrap()
            .unwrap();
        self.record(&name, begun.clone()).await;
        launches::get(&self.engine, &begun.job_id).await.unwrap()
    }

    async fn plan(&self, file: EnvironmentFile) -> Plan {
        let settings = settings::get(&self.engine).await.unwrap();
        environments::plan(&self.engine, file, PRACTICE, &settings.assumptions)
            .await
            .unwrap()
    }

    /// The same plan in an account that has no Elastic IP address left.
    fn refused(&self, plan: &Plan) -> Plan {
        let today = environments::today(&self.engine);
        let spec = EnvironmentSpec::new(plan.file.clone(), today).unwrap();
        let mut facts = plan.account.clone();
        for quota in &mut facts.quotas {
            if quota.resource_type == "AWS::EC2::EIP" {
                quota.used = Some(quota.limit);
            }
        }
        let (prices, durations) = (&self.engine.prices, &self.engine.durations);
        let assumptions = Settings::default().assumptions;
        domain::plan::plan(&spec, &facts, prices, durations, &assumptions, today).unwrap()
    }
}

fn rehearsal(failure: Option<&str>) -> Rehearsal {
    Rehearsal {
        speed: 60.0,
        failure: failure.map(str::to_owned),
    }
}

#[tokio::test]
#[ignore = "writes ui/src/testing/recorded anew"]
async fn record() {
    let recorder = Recorder::new().await;
    let engine = &recorder.engine;
    write(
        "catalogue.json",
        &Catalogue::on(environments::today(engine)),
    );
    write("scripts.json", &Script::all());
    for kind in [
        EnvironmentKind::Development,
        EnvironmentKind::Staging,
        EnvironmentKind::Production,
    ] {
        let file = EnvironmentFile::preset("crew", kind);
        let preset = Preset {
            toml: file.to_toml(),
            ledger: environments::ledger(engine, &file, PRACTICE).await.unwrap(),
            changes: changes(engine, &file).await,
            file,
        };
        let name = serde_json::to_value(kind).unwrap();
        write(&format!("presets/{}.json", name.as_str().unwrap()), &preset);
    }
    let file = wrong_file();
    let toml = file.to_toml();
    let wrong = Wrong {
        ledger: environments::ledger(engine, &file, PRACTICE).await.unwrap(),
        problems: environments::read(engine, toml.as_bytes()).problems,
        file,
        toml,
    };
    write("wrong.json", &wrong);
    let plan = recorder
        .plan(EnvironmentFile::preset("staging", EnvironmentKind::Staging))
        .await;
    write("plans/refused.json", &recorder.refused(&plan).checks);
    write("plans/staging.json", &plan);
    let mut policies = BTreeMap::new();
    for variant in Variant::ALL {
        let policy = environments::policy(engine, plan.file.clone(), PRACTICE, variant).await;
        policies.insert(variant.as_str(), policy.unwrap());
    }
    write("plans/policies.json", &policies);

    recorder
        .launch("staging", EnvironmentKind::Staging, None)
        .await;
    recorder
        .standing(EnvironmentFile::preset(
            "night",
            EnvironmentKind::Development,
        ))
        .await;
    recorder
        .launch(
            "rehearsal",
            EnvironmentKind::Staging,
            Some("elastic-ip-limit"),
        )
        .await;
    recorder
        .launch(
            "handshake",
            EnvironmentKind::Development,
            Some("pending-github-connection"),
        )
        .await;
    recorder
        .launch("stuck", EnvironmentKind::Development, None)
        .await;
    let deletion =
        launches::start_delete(engine, "stuck", "stuck", rehearsal(Some("stuck-delete")))
            .await
            .unwrap();
    recorder.record("stuck", deletion).await;
    let change = environments::change(engine, edited("staging", EnvironmentKind::Staging))
        .await
        .unwrap();
    write("plans/change.json", &change);
    for name in ["review", "rollback"] {
        let file = EnvironmentFile::preset(name, EnvironmentKind::Development);
        recorder.standing(file).await;
    }
    let reviewed = edited("review", EnvironmentKind::Development);
    let waiting = recorder
        .update(reviewed, Wish::to_be_looked_at(rehearsal(None)))
        .await;
    let mut grown = EnvironmentFile::preset("rollback", EnvironmentKind::Development);
    grown.node_groups[0].max_size += 1;
    recorder
        .update(grown, rehearsal(Some("stuck-rollback")).into())
        .await;
    // One that has only just begun.
    let file = EnvironmentFile::preset("theater", EnvironmentKind::Production);
    launches::start(engine, file, PRACTICE, rehearsal(None))
        .await
        .unwrap();

    for name in ["staging", "rehearsal", "stuck"] {
        let view = environments::get(engine, name).await.unwrap();
        write(&format!("environments/{name}.json"), &view);
    }
    let mut draft = EnvironmentFile::preset("festival", EnvironmentKind::Production);
    draft.owner = "Stage crew".to_owned();
    let account = Account {
        settings: Settings {
            first_start_done: true,
            ..Settings::default()
        },
        environments: environments::list(engine).await.unwrap(),
        jobs: jobs::list(engine).await.unwrap(),
        draft: environments::save_draft(engine, None, None, draft, 2)
            .await
            .unwrap(),
    };
    write("account.json", &account);

    let answer = Answer {
        typed: Some("review".to_owned()),
        ..Answer::default()
    };
    let agreed = launches::proceed(engine, &waiting.job_id, &answer).await;
    recorder.record("updated", agreed.unwrap()).await;
}

/// A file with something added, changed, replaced and removed.
fn edited(name: &str, kind: EnvironmentKind) -> EnvironmentFile {
    let mut file = EnvironmentFile::preset(name, kind);
    file.node_groups[0].instance_types = vec!["m7g.xlarge".to_owned()];
    file.search.volume_gib += 10;
    file.repositories[0].branches = vec!["release".to_owned()];
    file.network.flow_log_retention_days = 90;
    file
}

/// Reads a recording as what it is and writes it again: a field that came, went or changed its name
/// makes the two differ.
fn fits<T: Serialize + DeserializeOwned>(name: &str) {
    let text = std::fs::read_to_string(folder().join(name)).unwrap();
    let recorded: serde_json::Value = serde_json::from_str(&text).unwrap();
    let advice = "ui/src/testing/recorded is stale: cargo test -p array-console --test shell record -- --ignored";
    let read: T = serde_json::from_value(recorded.clone())
        .unwrap_or_else(|error| panic!("{name}: {error}. {advice}"));
    let again = serde_json::to_value(read).unwrap();
    // Not assert_eq: the two texts together are megabytes.
    assert!(again == recorded, "{name} has another shape. {advice}");
}

#[test]
fn recordings_have_the_shapes_of_today() {
    for name in ["development", "staging", "production"] {
        fits::<Preset>(&format!("presets/{name}.json"));
    }
    fits::<Wrong>("wrong.json");
    fits::<Plan>("plans/staging.json");
    fits::<ChangePlan>("plans/change.json");
    fits::<Vec<domain::plan::Check>>("plans/refused.json");
    fits::<BTreeMap<String, Policy>>("plans/policies.json");
    for name in [
        "staging",
        "rehearsal",
        "handshake",
        "stuck",
        "review",
        "rollback",
        "updated",
    ] {
        fits::<Launch>(&format!("launches/{name}.json"));
    }
    for name in ["staging", "rehearsal", "stuck"] {
        fits::<EnvironmentView>(&format!("environments/{name}.json"));
    }
    fits::<Account>("account.json");
}
