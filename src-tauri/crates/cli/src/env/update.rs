//! `arrayctl env launch` of what runs already, and `arrayctl env diff`: a change set, a look at it, and
//! what is agreed to.

use domain::change_set::{Change, ChangeKind, ChangeTree, ChangedProperty};
use domain::environment::EnvironmentFile;
use domain::launch::LaunchSnapshot;
use engine::jobs::{Agreement, LaunchOptions, OnFailure, Wish};
use engine::launches::{self, Answer};
use engine::{AppError, AppResult, Engine, ErrorCode};
use serde_json::json;
use std::path::Path;

use crate::arguments::{Launch, OptionArguments, RehearsalArguments};
use crate::exit::Exit;
use crate::output::Output;
use crate::person::ask;
use crate::world::World;

/// Updates an environment: shows what changes, asks, applies and follows it.
pub async fn run(
    engine: &Engine,
    file: EnvironmentFile,
    launch: &Launch,
    world: &World,
    output: &Output,
) -> AppResult<Exit> {
    let name = file.name.clone();
    let typed = launch.confirm.as_ref() == Some(&name);
    let wish = Wish {
        rehearsal: super::launch::rehearsal(&launch.rehearsal),
        options: options(&launch.options),
        agreed: match (launch.yes, typed) {
            (true, true) => Agreement::Everything,
            (true, false) => Agreement::NothingLost,
            (false, _) => Agreement::Nothing,
        },
    };
    let Some(started) = launches::start_update(engine, file, wish).await? else {
        output.line(format!(
            "Nothing changes: `{name}` is as the file asks for."
        ));
        let job = super::launch::newest_job(engine, &name).await?;
        let snapshot = launches::get(engine, &job).await?;
        output.document(&super::status::document(engine, &snapshot).await?);
        return Ok(Exit::Done);
    };
    let job = started.job_id;
    let waiting = launches::drive(engine, &job).await?;
    crate::progress::clear(output.terminal);
    if !waits_for_review(&waiting) {
        return super::launch::follow(engine, &job, world, output).await;
    }
    if launch.yes {
        return Err(refused(engine, &waiting).await?);
    }
    match agreed(&waiting, typed, output) {
        Ok(answer) => {
            launches::proceed(engine, &job, &answer).await?;
            super::launch::follow(engine, &job, world, output).await
        }
        Err(error) => {
            discard(engine, &job).await?;
            Err(error)
        }
    }
}

/// What an update would change, by AWS's own change set, which is discarded again.
pub async fn diff(
    file: &Path,
    rehearsal: &RehearsalArguments,
    world: &World,
    output: &Output,
) -> AppResult<Exit> {
    let reader = world.without_store().await?;
    let file = super::read(&reader.engine, file)?;
    super::refuse_another_account(&file.name, world).await?;
    let engine = super::launch::open(world, output).await?;
    let name = file.name.clone();
    let wish = Wish::to_be_looked_at(super::launch::rehearsal(rehearsal));
    let tree = match launches::start_update(&engine, file, wish).await? {
        None => ChangeTree::default(),
        Some(started) => {
            let waiting = launches::drive(&engine, &started.job_id).await?;
            crate::progress::clear(output.terminal);
            if waits_for_review(&waiting) {
                discard(&engine, &started.job_id).await?;
            } else if waiting.change_set.is_none() {
                return super::launch::follow(&engine, &started.job_id, world, output).await;
            }
            waiting.change_set.unwrap_or_default()
        }
    };
    for line in lines(&tree) {
        output.line(line);
    }
    output.document(&json!({ "environment": name, "changes": tree }));
    Ok(Exit::Done)
}

/// The choices of a launch.
pub fn options(arguments: &OptionArguments) -> LaunchOptions {
    LaunchOptions {
        on_failure: match arguments.keep_on_failure {
            true => OnFailure::Keep,
            false => OnFailure::RollBack,
        },
        termination_protection: arguments.termination_protection,
        service_role: arguments.service_role.clone(),
    }
}

fn waits_for_review(snapshot: &LaunchSnapshot) -> bool {
    let asks = snapshot.needs_you.as_ref();
    asks.is_some_and(|asks| asks.code == launches::REVIEW)
}

/// `--yes` agrees to what loses nothing; the rest needs the name.
async fn refused(engine: &Engine, waiting: &LaunchSnapshot) -> AppResult<AppError> {
    discard(engine, &waiting.job_id).await?;
    let tree = waiting.change_set.as_ref();
    let losses = tree.map(|tree| tree.asks_for_name.join(" "));
    let name = &waiting.environment;
    Ok(
        AppError::new(ErrorCode::InvalidInput, losses.unwrap_or_default()).hint(format!(
            "Nothing was changed. To agree to that: --yes --confirm {name}"
        )),
    )
}

fn agreed(waiting: &LaunchSnapshot, typed: bool, output: &Output) -> AppResult<Answer> {
    let tree = waiting.change_set.clone().unwrap_or_default();
    for line in lines(&tree) {
        output.line(line);
    }
    let nothing = || AppError::new(ErrorCode::InvalidInput, "Nothing was changed.");
    let name = &waiting.environment;
    if tree.asks_for_name.is_empty() {
        let answer = ask("Apply it? [y/N] ", output)?;
        let yes = matches!(answer.to_lowercase().as_str(), "y" | "yes");
        return yes.then(Answer::default).ok_or_else(nothing);
    }
    if !typed && ask(&format!("Type {name} to agree to that: "), output)? != *name {
        return Err(nothing());
    }
    Ok(Answer {
        typed: Some(name.clone()),
        ..Answer::default()
    })
}

async fn discard(engine: &Engine, job: &str) -> AppResult<()> {
    launches::cancel(engine, job).await?;
    launches::drive(engine, job).await?;
    Ok(())
}

/// The tree as text.
pub fn lines(tree: &ChangeTree) -> Vec<String> {
    if tree.is_empty() {
        return vec!["Nothing changes.".to_owned()];
    }
    let mut out = Vec::new();
    let mut stack = "";
    for change in &tree.changes {
        if stack != change.stack {
            stack = &change.stack;
            out.push(format!("{stack}:"));
        }
        out.extend(one(change));
    }
    out.push(format!("{}.", tree.totals.words()));
    if !tree.phantoms.is_empty() {
        out.push(format!(
            "AWS also lists {} as modified; nothing in them changes.",
            tree.phantoms.len()
        ));
    }
    for finding in &tree.findings {
        out.push(format!(
            "AWS warns of {} in {}: {}",
            finding.logical_id, finding.stack, finding.message
        ));
    }
    out.extend(tree.asks_for_name.iter().cloned());
    out
}

fn one(change: &Change) -> Vec<String> {
    let sign = match change.kind {
        ChangeKind::Added | ChangeKind::Imported => "+",
        ChangeKind::Removed => "-",
        ChangeKind::Replaced => "-/+",
        ChangeKind::PerhapsReplaced | ChangeKind::Open => "~/?",
        ChangeKind::Modified | ChangeKind::Restored | ChangeKind::Unchanged => "~",
    };
    let mut out = vec![format!(
        "  {sign} {} ({})",
        change.logical_id, change.resource_type
    )];
    if let Some(verdict) = &change.verdict {
        out.push(format!("      {}", verdict.reason));
    }
    out.extend(change.properties.iter().flat_map(changed));
    out
}

/// Lines of a structured value that are shown on each side at most.
const MOST_LINES: usize = 12;

fn changed(property: &ChangedProperty) -> Vec<String> {
    let replaces = if property.replaces { " (replaces)" } else { "" };
    let path = &property.path;
    if let (Some(before), Some(after)) = (&property.before, &property.after)
        && before.lines().count().max(after.lines().count()) > 1
    {
        let (before, after) = unlike(before, after);
        let sides = [("-", before), ("+", after)].into_iter();
        let lines = sides.flat_map(|(sign, lines)| signed(sign, &lines));
        return std::iter::once(format!("      {path}:{replaces}"))
            .chain(lines)
            .collect();
    }
    let after = match (&property.after, property.known_after_apply) {
        (Some(after), _) => in_line(after),
        (None, true) => "known after it is applied".to_owned(),
        (None, false) => "nothing".to_owned(),
    };
    let before = property
        .before
        .as_deref()
        .map_or("nothing".to_owned(), in_line);
    vec![format!("      {path}: {before} -> {after}{replaces}")]
}

/// The lines of two texts without those at both ends in which they agree.
fn unlike<'a>(before: &'a str, after: &'a str) -> (Vec<&'a str>, Vec<&'a str>) {
    let (mut old, mut new): (Vec<&str>, Vec<&str>) =
        (before.lines().collect(), after.lines().collect());
    let same = |pair: &(&&str, &&str)| pair.0 == pair.1;
    let first = old.iter().zip(&new).take_while(same).count();
    old.drain(..first);
    new.drain(..first);
    let last = old
        .iter()
        .rev()
        .zip(new.iter().rev())
        .take_while(same)
        .count();
    old.truncate(old.len() - last);
    new.truncate(new.len() - last);
    (old, new)
}

fn signed(sign: &str, lines: &[&str]) -> Vec<String> {
    let shown = lines.iter().take(MOST_LINES);
    let mut out: Vec<String> = shown.map(|line| format!("        {sign} {line}")).collect();
    if lines.len() > MOST_LINES {
        out.push(format!(
            "        {sign} and {} lines more",
            lines.len() - MOST_LINES
        ));
    }
    out
}

/// Laid-out JSON in one line again.
fn in_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::unlike;

    #[test]
    fn of_a_long_value_only_what_differs_is_shown() {
        let (old, new) = unlike("{\n  1,\n  2,\n  3\n}", "{\n  1,\n  4,\n  5,\n  3\n}");
        assert_eq!((old, new), (vec!["  2,"], vec!["  4,", "  5,"]));
        let (old, new) = unlike("a\na", "a\na\na");
        assert_eq!(
            (old.len(), new),
            (0, vec!["a"]),
            "what repeats is counted once"
        );
    }
}
