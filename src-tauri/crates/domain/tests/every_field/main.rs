//! Every field of every preset, changed to other valid values: what the update does, by laws that hold for
//! all of them. The fields are read from the file's own JSON form and the values from the generator of valid
//! environments, so that a new field is among them as soon as it exists.
#![allow(clippy::unwrap_used)]

mod cases;

use std::collections::BTreeSet;
use std::sync::LazyLock;

use domain::blueprint::{Blueprint, render};
use domain::change_set::{
    Difference, Effect, Ours, Place, Replaced, What, checks, effect, evaluate, holds_data, nodes,
};
use domain::environment::testing::{VALID_ON, any_valid_environment};
use domain::environment::{EnvironmentFile, EnvironmentSpec, every_preset, parse};
use domain::plan::AccountFacts;
use domain::template::{ResourceNode, StackTree, Value, structure};
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::TestRunner;
use serde_json::Value as Json;

use cases::{Case, cases, fields, pointer, valid, without_number};

type When = fn(&EnvironmentFile) -> bool;

/// Fields of which no template has anything, when, and why.
const NOTHING_CHANGES: [(&str, When, &str); 6] = [
    (
        "kind",
        |_| true,
        "it chose the preset, and stands in no template",
    ),
    (
        "cluster.deletion_protection",
        |_| true,
        "it is switched by a call of its own, beside the change set",
    ),
    (
        "notifications.slack_channel",
        |_| true,
        "the webhook decides where messages go; the file says it for people",
    ),
    (
        "network.route_propagation",
        |file| !file.network.private_gateway,
        "there is no gateway to learn routes from",
    ),
    (
        "monitoring.datadog_site",
        |file| !file.monitoring.datadog,
        "nothing is sent to Datadog",
    ),
    (
        "budget.alert_percent",
        |file| file.budget.monthly_usd == 0,
        "there is no budget",
    ),
];

/// Lists whose order means nothing.
const UNORDERED: [&str; 4] = [
    "cluster.admins",
    "node_groups",
    "repositories",
    "repositories.branches",
];

fn blueprint(file: &EnvironmentFile) -> Blueprint {
    render(&EnvironmentSpec::new(file.clone(), VALID_ON).unwrap())
}

fn tree(blueprint: &Blueprint) -> StackTree {
    let facts = AccountFacts::defaults("Practice", "000000000000", true);
    evaluate(blueprint, &facts).unwrap()
}

/// A case with both sides rendered and evaluated.
struct Update<'a> {
    case: &'a Case,
    /// What runs and what is asked for.
    blueprints: [&'a Blueprint; 2],
    trees: [&'a StackTree; 2],
}

/// What of one law is broken, a sentence for each.
type Law = fn(&Update) -> Vec<String>;

const LAWS: [Law; 4] = [
    changes_something,
    is_not_refused_and_loses_nothing_unasked,
    fits_its_templates_and_tags,
    can_be_put_back,
];

/// What breaks each law, over all presets; evaluating them takes long, so that it is done once.
static BROKEN: LazyLock<[Vec<String>; 4]> = LazyLock::new(|| {
    let mut runner = TestRunner::deterministic();
    let any = any_valid_environment();
    let donors: Vec<Json> = (0..40)
        .map(|_| serde_json::to_value(any.new_tree(&mut runner).unwrap().current()).unwrap())
        .collect();
    let mut all: [Vec<String>; 4] = Default::default();
    std::thread::scope(|scope| {
        let donors = &donors;
        let presets: Vec<_> = every_preset()
            .into_iter()
            .map(|before| scope.spawn(move || broken_in(&before, donors)))
            .collect();
        for preset in presets {
            for (all, found) in all.iter_mut().zip(preset.join().unwrap()) {
                all.extend(found);
            }
        }
    });
    all
});

fn broken_in(before: &EnvironmentFile, donors: &[Json]) -> [Vec<String>; 4] {
    let runs = blueprint(before);
    let running = tree(&runs);
    let mut broken: [Vec<String>; 4] = Default::default();
    for case in cases(before, donors) {
        let asked = blueprint(&case.after);
        let update = Update {
            case: &case,
            blueprints: [&runs, &asked],
            trees: [&running, &tree(&asked)],
        };
        for (broken, law) in broken.iter_mut().zip(LAWS) {
            broken.extend(
                law(&update)
                    .iter()
                    .map(|told| format!("{}: {told}", case.words())),
            );
        }
    }
    broken
}

#[test]
fn every_field_changes_something_or_says_why_not() {
    assert!(BROKEN[0].is_empty(), "{}", BROKEN[0].join("\n"));
}

#[test]
fn no_update_that_is_let_through_is_refused_by_aws_or_loses_data_unasked() {
    assert!(BROKEN[1].is_empty(), "{}", BROKEN[1].join("\n"));
}

#[test]
fn parameters_fit_their_templates_and_tags_their_file() {
    assert!(BROKEN[2].is_empty(), "{}", BROKEN[2].join("\n"));
}

#[test]
fn a_value_put_back_renders_the_very_same_templates() {
    assert!(BROKEN[3].is_empty(), "{}", BROKEN[3].join("\n"));
}

fn changes_something(update: &Update) -> Vec<String> {
    let case = update.case;
    let field = without_number(&case.field);
    let sorted = |file: &EnvironmentFile| {
        let json = serde_json::to_value(file).unwrap();
        let list = json.pointer(&pointer(&case.field)).unwrap().as_array();
        let mut texts: Vec<String> = list.into_iter().flatten().map(Json::to_string).collect();
        texts.sort();
        texts
    };
    let reordered =
        UNORDERED.contains(&field.as_str()) && sorted(&case.before) == sorted(&case.after);
    let silent = reordered
        || NOTHING_CHANGES
            .iter()
            .any(|(name, when, _)| *name == field && when(&case.before) && when(&case.after));
    let ours = Ours::new(update.trees[0], update.trees[1]);
    let wrong = silent != ours.differences().is_empty();
    let changed: Vec<&Place> = ours.differences().keys().take(3).collect();
    wrong
        .then(|| format!("changes {changed:?}"))
        .into_iter()
        .collect()
}

fn is_not_refused_and_loses_nothing_unasked(update: &Update) -> Vec<String> {
    let Case { before, after, .. } = update.case;
    let [old, new] = update.trees;
    let mut broken = laws([before, after], [old, new]);
    let back = laws([after, before], [new, old]);
    broken.extend(back.iter().map(|law| format!("on the way back: {law}")));
    broken
}

fn fits_its_templates_and_tags(update: &Update) -> Vec<String> {
    let (case, asked, after) = (update.case, update.blueprints[1], update.trees[1]);
    let mut broken: Vec<String> = structure(asked)
        .iter()
        .map(|wrong| format!("{wrong:?}"))
        .collect();
    let ours = [
        ("Environment", case.after.name.as_str()),
        ("Owner", case.after.owner.as_str()),
        ("ManagedBy", "array-console"),
    ];
    for (key, value) in ours.into_iter().chain(
        case.after
            .tags
            .iter()
            .map(|(key, value)| (key.as_str(), value.as_str())),
    ) {
        if asked.tags.get(key).map(String::as_str) != Some(value) {
            broken.push(format!(
                "the stack's tag {key} is {:?}",
                asked.tags.get(key)
            ));
        }
    }
    for (place, node) in nodes(&after.root) {
        let tags = tags(node);
        let keys: BTreeSet<&String> = tags.iter().map(|(key, _)| key).collect();
        if keys.len() != tags.len() {
            broken.push(format!("{place:?} has a tag twice: {tags:?}"));
        }
        for (key, value) in ours {
            let other = tags
                .iter()
                .find(|(name, given)| name == key && given != value);
            broken.extend(other.map(|tag| format!("{place:?} is tagged {tag:?}")));
        }
    }
    broken
}

fn can_be_put_back(update: &Update) -> Vec<String> {
    let (case, runs) = (update.case, update.blueprints[0]);
    let there = parse(&case.after.to_toml()).file.unwrap();
    let mut back = serde_json::to_value(&there).unwrap();
    let before = serde_json::to_value(&case.before).unwrap();
    for field in fields(&before) {
        if let Some(place) = back.pointer_mut(&pointer(&field)) {
            *place = before.pointer(&pointer(&field)).unwrap().clone();
        }
    }
    let back = parse(&valid(back).unwrap().to_toml()).file.unwrap();
    let same = blueprint(&back) == *runs;
    (!same)
        .then(|| "renders otherwise".to_owned())
        .into_iter()
        .collect()
}

/// What breaks a law in an update that nothing stops.
fn laws([runs, asked]: [&EnvironmentFile; 2], [before, after]: [&StackTree; 2]) -> Vec<String> {
    let ours = Ours::new(before, after);
    let stopping = checks(runs, asked, &ours);
    if !stopping.is_empty() {
        let silent = stopping
            .iter()
            .filter(|check| check.message.is_empty() || check.remedy.is_empty());
        return silent
            .map(|check| format!("{} says neither why nor what to do", check.code))
            .collect();
    }
    let (old, new) = (nodes(&before.root), nodes(&after.root));
    let predicted = ours.predicted();
    let mut broken = Vec::new();
    for one in ours.differences().values() {
        let place = &one.place;
        if one.is_replaced() || one.what == What::Added {
            let made = new[place];
            let same = old.iter().filter(|(_, was)| {
                was.resource_type == made.resource_type && taken_once(was, made)
            });
            broken.extend(
                same.map(|(held, _)| format!("{place:?} is made while {held:?} has its name")),
            );
        }
        let asks = || {
            predicted
                .asks_for_name
                .iter()
                .any(|words| words.starts_with(&place.1))
        };
        if loses_data(one) && !asks() {
            broken.push(format!("{place:?} loses data without the typed name"));
        }
        let shorter = |words: &String| words.contains("instead of");
        if forgets(one) && !predicted.asks_for_name.iter().any(shorter) {
            broken.push(format!("{place:?} forgets earlier without the typed name"));
        }
        if holds_data(&one.resource_type) && matches!(one.replaced, Replaced::Perhaps { .. }) {
            broken.push(format!(
                "{place:?} holds data, and AWS alone decides whether it stays"
            ));
        }
        let tops: BTreeSet<&str> = one
            .properties
            .iter()
            .map(|row| row.path[0].as_str())
            .collect();
        if one.resource_type == "AWS::EKS::Nodegroup"
            && !one.is_replaced()
            && tops.contains("Version")
            && tops.len() > 1
        {
            broken.push(format!("{place:?} takes a version together with {tops:?}"));
        }
    }
    broken
}

fn loses_data(one: &Difference) -> bool {
    let goes = one.what == What::Removed || one.is_replaced();
    goes && holds_data(&one.resource_type) && !one.left_behind
}

/// True where logs are deleted earlier than so far.
fn forgets(one: &Difference) -> bool {
    one.properties.iter().any(|row| {
        let days = |value: &Option<Value>| value.as_ref()?.as_text()?.parse::<u32>().ok();
        let (before, after) = (days(&row.before), days(&row.after));
        row.path[0].starts_with("Retention")
            && after.is_some_and(|after| before.is_none_or(|before| after < before))
    })
}

/// True where two resources of a type have the same name of their own, or are the same in everything that is
/// never changed on them. What each type takes once is deliberately not read from the application's table.
fn taken_once(was: &ResourceNode, made: &ResourceNode) -> bool {
    // A VPC takes one gateway of each kind; which kind it is stands in a property that may change.
    if made.resource_type == "AWS::EC2::VPCGatewayAttachment" {
        return false;
    }
    let (was, made) = (never_changed(was), never_changed(made));
    let own =
        |(path, text): &&(String, String)| path.ends_with("Name") && !text.contains('\u{27e6}');
    let name = made.iter().find(own);
    match name {
        Some(name) => was.contains(name),
        None => !made.is_empty() && was == made,
    }
}

/// Texts of a resource that AWS never changes on it, by path.
fn never_changed(node: &ResourceNode) -> Vec<(String, String)> {
    let mut out = Vec::new();
    let mut open = vec![(Vec::new(), &node.properties)];
    while let Some((path, value)) = open.pop() {
        let below = |key: String| -> Vec<String> { path.iter().cloned().chain([key]).collect() };
        match value {
            Value::Map(map) => {
                open.extend(map.iter().map(|(key, value)| (below(key.clone()), value)))
            }
            Value::List(list) => open.extend(
                list.iter()
                    .enumerate()
                    .map(|(number, value)| (below(number.to_string()), value)),
            ),
            _ if effect(node, &path) == Effect::Replaces => {
                out.extend(value.as_text().map(|text| (path.join("."), text)));
            }
            _ => {}
        }
    }
    out.sort();
    out
}

/// Tags in CloudFormation's form of a list.
fn tags(node: &ResourceNode) -> Vec<(String, String)> {
    let Some(Value::List(list)) = node.properties.get("Tags") else {
        return Vec::new();
    };
    let tags = list
        .iter()
        .map(|tag| Some((tag.get("Key")?.as_text()?, tag.get("Value")?.as_text()?)));
    tags.flatten().collect()
}
