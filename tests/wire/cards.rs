//! What people saw fail in real stacks, told again over HTTP: each ends in the card that explains it.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use domain::environment::{EnvironmentFile, EnvironmentKind};
use domain::failure::RootCause;
use domain::launch::{LaunchSnapshot, Operation, STACK_TYPE, StackEvent, Status};
use domain::plan::Plan;
use engine::jobs::{Agreement, Wish};
use engine::ports::Rehearsal;
use engine::{environments, launches};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::emulator::repository;
use crate::world::{ACCOUNT, World};

/// Seconds, stack, logical ID, type, status, physical ID, reason.
type Row = (
    i64,
    String,
    String,
    String,
    Status,
    Option<String>,
    Option<String>,
);

#[derive(Deserialize)]
struct Stream {
    id: String,
    operation: Operation,
    root: String,
    /// Names to ARNs.
    stacks: BTreeMap<String, String>,
    /// What each operation in turn makes happen.
    acts: Vec<Vec<Row>>,
}

#[derive(Deserialize)]
struct Cause {
    id: String,
    resource_type: String,
    operation: Operation,
    /// Status of the event with the words; `REQUEST_REJECTED` where there was none.
    status: String,
    reason: String,
}

fn read<T: serde::de::DeserializeOwned>(file: &str) -> T {
    let path = repository().join("tests/fixtures/failures").join(file);
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

/// An account whose stacks are played, and a plan of which every stack is said to be.
struct Stage {
    world: World,
    plan: Plan,
}

impl Stage {
    async fn new() -> Self {
        let world = World::new().await;
        let file = EnvironmentFile::preset("stage", EnvironmentKind::Development);
        let assumptions = domain::estimate::Assumptions::default();
        let plan = environments::plan(&world.engine, file, ACCOUNT, &assumptions)
            .await
            .unwrap();
        Self { world, plan }
    }

    /// Plays acts one after the other on the stack of an environment: the first is its creation, those
    /// behind it repeat `operation`. Gives the job of the last one at its end.
    async fn play(
        &self,
        name: &str,
        operation: Operation,
        acts: usize,
        wish: &Value,
    ) -> LaunchSnapshot {
        let engine = &self.world.engine;
        self.world.emulator.play(&self.world.number, wish.clone());
        let mut plan = self.plan.clone();
        name.clone_into(&mut plan.environment);
        plan.blueprint.stack_name = format!("array-crew-{name}");
        let mut file = plan.file.clone();
        name.clone_into(&mut file.name);
        plan.file = file.clone();
        if operation == Operation::Create {
            // Nothing of it is read again: the nested templates need not be put into S3 each time.
            plan.blueprint.nested.clear();
        }
        let first = launches::start_planned(engine, file.clone(), plan, Rehearsal::default());
        let mut last = first.await.unwrap();
        for act in 0..acts {
            if act > 0 {
                last = match operation {
                    Operation::Update => {
                        file.monitoring.log_retention_days = 90;
                        let wish = Wish {
                            agreed: Agreement::Everything,
                            ..Wish::default()
                        };
                        let started = launches::start_update(engine, file.clone(), wish);
                        started.await.unwrap().unwrap()
                    }
                    Operation::Delete | Operation::Create => {
                        launches::start_delete(engine, name, name, Rehearsal::default())
                            .await
                            .unwrap()
                    }
                };
            }
            last = launches::drive(engine, &last.job_id).await.unwrap();
        }
        last
    }

    /// The card of a job as text, with the failures that it leaves out because they only follow.
    async fn card(&self, last: &LaunchSnapshot) -> String {
        let mut text = String::new();
        match &last.root_cause {
            Some(cause) => write_card(&mut text, "", cause),
            None => text.push_str("no card\n"),
        }
        let rows = launches::events(&self.world.engine, &last.job_id, 0)
            .await
            .unwrap();
        let mut told = BTreeSet::new();
        if let Some(cause) = &last.root_cause {
            named(cause, &mut told);
        }
        for row in rows.iter().filter(|row| row.event.status.failed()) {
            let event = &row.event;
            if !told.contains(&(row.stack.clone(), event.logical_id.clone())) {
                let _ = writeln!(text, "follows: {}", follower(&row.stack, event));
            }
        }
        let _ = writeln!(text, "job: {:?}. {}", last.state, last.sentence);
        text
    }
}

fn named(cause: &RootCause, told: &mut BTreeSet<(String, String)>) {
    told.insert((cause.stack.clone(), cause.logical_id.clone()));
    for other in cause.others.iter().chain(cause.rollback.as_deref()) {
        named(other, told);
    }
}

fn follower(stack: &str, event: &StackEvent) -> String {
    let words: String = event
        .reason
        .as_deref()
        .unwrap_or("(no reason)")
        .chars()
        .take(60)
        .collect();
    let own = event.resource_type == STACK_TYPE && event.logical_id == event.stack_name;
    let id = if own { "itself" } else { &event.logical_id };
    format!("{stack}/{id} {}: {words}", event.status)
}

fn write_card(text: &mut String, lead: &str, cause: &RootCause) {
    let file = cause.file.as_deref().unwrap_or("no template of ours");
    let lines = [
        (
            "cause",
            format!("{} {:?}: {}", cause.code, cause.class, cause.title),
        ),
        (
            "at",
            format!(
                "{} / {} ({}), {file}",
                cause.stack, cause.logical_id, cause.resource_type
            ),
        ),
        (
            "id",
            cause
                .physical_id
                .clone()
                .unwrap_or_else(|| "not told".to_owned()),
        ),
        ("AWS", cause.aws_message.clone()),
        ("means", cause.explanation.clone()),
        ("do", cause.remedy.clone()),
    ];
    for (label, words) in lines {
        let _ = writeln!(text, "{lead}{label}: {words}");
    }
    for other in &cause.others {
        write_card(text, &format!("{lead}also "), other);
    }
    if let Some(back) = &cause.rollback {
        write_card(text, &format!("{lead}way back "), back);
    }
}

fn golden(name: &str, text: &str) {
    let mut settings = insta::Settings::clone_current();
    settings.set_omit_expression(true);
    settings.set_prepend_module_to_snapshot(false);
    settings.bind(|| insta::assert_snapshot!(name, text));
}

/// The root's creation, before what is to fail.
fn created(root: &str) -> Value {
    json!([
        [
            -100,
            root,
            root,
            STACK_TYPE,
            "CREATE_IN_PROGRESS",
            null,
            "User Initiated"
        ],
        [-90, root, root, STACK_TYPE, "CREATE_COMPLETE", null, null],
    ])
}

#[tokio::test(flavor = "multi_thread")]
async fn every_stream_that_people_saw_ends_in_its_card() {
    let streams: Vec<Stream> = read("streams.json");
    let stage = Stage::new().await;
    for (place, stream) in streams.iter().enumerate() {
        let mut stacks = serde_json::Map::new();
        stacks.insert(stream.root.clone(), json!(stream.stacks[&stream.root]));
        stacks.extend(
            stream
                .stacks
                .iter()
                .map(|(name, arn)| (name.clone(), json!(arn))),
        );
        let mut acts: Vec<Value> = stream.acts.iter().map(|act| json!(act)).collect();
        if stream.operation != Operation::Create {
            acts.insert(0, created(&stream.root));
        }
        let wish = json!({"stacks": stacks, "acts": acts});
        let name = format!("stream-{place}");
        let last = stage.play(&name, stream.operation, acts.len(), &wish).await;
        golden(&format!("stream-{}", stream.id), &stage.card(&last).await);
    }
    println!("{} streams", streams.len());
}

/// The resource that fails in a nested stack, as CloudFormation tells of it.
fn frame(cause: &Cause, root: &str, nested: &str, nested_arn: &str) -> Value {
    let verb = match cause.operation {
        Operation::Create => "CREATE",
        Operation::Update => "UPDATE",
        Operation::Delete => "DELETE",
    };
    let (begun, failed) = (format!("{verb}_IN_PROGRESS"), format!("{verb}_FAILED"));
    let back = match cause.operation {
        Operation::Create => "ROLLBACK",
        Operation::Update => "UPDATE_ROLLBACK",
        Operation::Delete => "DELETE",
    };
    let kind = match cause.resource_type.as_str() {
        "(not stated)" => "Custom::Unknown",
        known => known,
    };
    let verb = verb.to_lowercase();
    let of_root = cause.status.ends_with("ROLLBACK_IN_PROGRESS");
    let summary = match of_root {
        true => cause.reason.clone(),
        false => format!("The following resource(s) failed to {verb}: [Part]. "),
    };
    let inside = format!("The following resource(s) failed to {verb}: [Thing]. ");
    let embedded = format!("Embedded stack {nested_arn} was not successfully {verb}d: {inside}");
    let mut rows = vec![
        json!([0, root, root, STACK_TYPE, begun, null, "User Initiated"]),
        json!([1, root, "Part", STACK_TYPE, begun, nested_arn, null]),
        json!([1, nested, nested, STACK_TYPE, begun, null, null]),
        json!([2, nested, "Thing", kind, begun, null, null]),
    ];
    if !of_root {
        rows.extend([
            json!([3, nested, "Thing", kind, failed, null, cause.reason]),
            json!([4, nested, nested, STACK_TYPE, failed, null, inside]),
            json!([5, root, "Part", STACK_TYPE, failed, nested_arn, embedded]),
        ]);
    }
    if cause.operation == Operation::Delete {
        rows.push(json!([6, root, root, STACK_TYPE, failed, null, summary]));
    } else {
        rows.push(json!([
            6,
            root,
            root,
            STACK_TYPE,
            format!("{back}_IN_PROGRESS"),
            null,
            summary
        ]));
        rows.push(json!([
            9,
            root,
            root,
            STACK_TYPE,
            format!("{back}_COMPLETE"),
            null,
            null
        ]));
    }
    json!(rows)
}

#[tokio::test(flavor = "multi_thread")]
async fn every_text_that_people_saw_ends_in_its_card() {
    let causes: Vec<Cause> = read("causes.json");
    let stage = Stage::new().await;
    let mut cards: BTreeMap<String, String> = BTreeMap::new();
    for (place, cause) in causes.iter().enumerate() {
        let (root, nested) = (&cause.id, format!("{}-Part-1KQ2ZP8VXW3T", cause.id));
        let arn =
            |name: &str| format!("arn:aws:cloudformation:us-east-1:111122223333:stack/{name}/1");
        let mut acts = vec![frame(cause, root, &nested, &arn(&nested))];
        if cause.operation != Operation::Create {
            acts.insert(0, created(root));
        }
        let operation = match cause.operation {
            Operation::Delete => "DeleteStack",
            _ => "CreateChangeSet",
        };
        let refusals = match cause.status.as_str() {
            "REQUEST_REJECTED" | "UPDATE_COMPLETE" => json!({operation: cause.reason}),
            _ => json!({}),
        };
        let mut stacks = serde_json::Map::new();
        stacks.insert(root.clone(), json!(arn(root)));
        stacks.insert(nested.clone(), json!(arn(&nested)));
        let wish = json!({"stacks": stacks, "acts": acts, "refusals": refusals});
        let last = stage
            .play(&format!("text-{place}"), cause.operation, acts.len(), &wish)
            .await;
        let class = match &last.root_cause {
            Some(cause) => json!(cause.class).as_str().unwrap().to_owned(),
            None => "none".to_owned(),
        };
        let card = stage.card(&last).await;
        let _ = writeln!(cards.entry(class).or_default(), "== {}\n{card}", cause.id);
    }
    for (class, text) in &cards {
        golden(&format!("texts-{class}"), text);
    }
    println!("{} texts", causes.len());
}
