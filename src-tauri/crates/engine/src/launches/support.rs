//! Support details: what somebody who helps needs to know, with nothing secret in it.

use std::fmt::Write as _;

use crate::Engine;
use crate::error::{AppError, AppResult};

/// Text to copy. The account number is masked; secrets never reach a job.
pub async fn support_details(engine: &Engine, id: &str) -> AppResult<String> {
    let job = engine
        .memory
        .job(id)
        .await?
        .ok_or_else(|| AppError::not_found("job", id))?;
    let snapshot = &job.snapshot;
    let plan = &job.request.plan;
    let mut text = String::new();
    let mut line = |label: &str, value: &str| {
        let _ = writeln!(text, "{label}: {value}");
    };
    line("Array Console", env!("CARGO_PKG_VERSION"));
    line("Job", &job.id);
    line("Environment", &job.environment);
    line("Account", &mask(&plan.account.number));
    line("Region", &plan.region);
    line("Operation", &format!("{:?}", job.operation));
    line("State", &format!("{:?}", snapshot.state));
    line("Step", &format!("{:?}", job.step));
    line("Sentence", &snapshot.sentence);
    line("Plan digest", &plan.digest);
    line("Events", &snapshot.event_count.to_string());
    line(
        "Started (ms since 1970 UTC)",
        &snapshot.started_at_ms.to_string(),
    );
    if let Some(cause) = &snapshot.root_cause {
        line("Root cause", &format!("{} {}", cause.code, cause.title));
        line(
            "Resource",
            &format!(
                "{}/{} ({})",
                cause.stack, cause.logical_id, cause.resource_type
            ),
        );
        line("AWS said", &cause.aws_message);
    }
    let events = engine.memory.job_events(id, 0, u32::MAX).await?;
    let _ = writeln!(text, "Last events:");
    for row in events.iter().rev().take(20).rev() {
        let event = &row.event;
        let _ = writeln!(
            text,
            "  {} {} {} {} {}",
            event.at_ms,
            row.stack,
            event.logical_id,
            event.status,
            event.reason.as_deref().unwrap_or_default()
        );
    }
    Ok(text.replace(&plan.account.number, &mask(&plan.account.number)))
}

/// Leaves the last four digits.
fn mask(number: &str) -> String {
    let kept = number.len().saturating_sub(4);
    number
        .char_indices()
        .map(|(index, digit)| if index < kept { '*' } else { digit })
        .collect()
}
