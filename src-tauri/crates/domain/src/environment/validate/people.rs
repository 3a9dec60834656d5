//! Who is told, who is woken, and how much it may cost.

use super::super::shape::{did_you_mean, error, warning};
use super::super::{EnvironmentFile, Problem};
use super::network::retention;
use super::{is_email, is_production};
use crate::catalogue::DATADOG_SITES;

pub fn check(file: &EnvironmentFile, problems: &mut Vec<Problem>) {
    let people = &file.notifications;
    if people.slack && !is_channel(&people.slack_channel) {
        problems.push(error(
            "invalid-channel",
            "notifications.slack_channel",
            format!("`{}` is no Slack channel.", people.slack_channel),
            "Write it like #deployments: lower-case letters, digits, - and _, at most 80.",
        ));
    }
    if !is_email(&people.project_manager_email) {
        problems.push(error(
            "invalid-email",
            "notifications.project_manager_email",
            format!("`{}` is no e-mail address.", people.project_manager_email),
            "Write it like name@example.org.",
        ));
    }
    let monitoring = &file.monitoring;
    if monitoring.datadog && !DATADOG_SITES.contains(&monitoring.datadog_site.as_str()) {
        let near = did_you_mean(&monitoring.datadog_site, DATADOG_SITES.iter().copied());
        problems.push(error(
            "unknown-datadog-site",
            "monitoring.datadog_site",
            format!("`{}` is no site of Datadog.", monitoring.datadog_site),
            near.map_or(
                format!("Choose one of: {}.", DATADOG_SITES.join(", ")),
                |near| format!("Did you mean `{near}`?"),
            ),
        ));
    }
    if monitoring.pagerduty && !monitoring.alarms {
        problems.push(error(
            "pagerduty-without-alarms",
            "monitoring.pagerduty",
            "PagerDuty is woken by alarms, and they are off.",
            "Turn monitoring.alarms on, or pagerduty off.",
        ));
    }
    retention(
        "monitoring.log_retention_days",
        monitoring.log_retention_days,
        problems,
    );
    if is_production(file) && !monitoring.alarms {
        problems.push(warning(
            "no-alarms",
            "monitoring.alarms",
            "Nobody is told when production breaks.",
            "Turn alarms on.",
        ));
    }
    let budget = &file.budget;
    if budget.monthly_usd > 0 && !(1..=100).contains(&budget.alert_percent) {
        problems.push(error(
            "invalid-percent",
            "budget.alert_percent",
            format!("{} percent is no part of the budget.", budget.alert_percent),
            "Use 1 to 100.",
        ));
    }
    if budget.monthly_usd == 0 {
        problems.push(warning(
            "no-budget",
            "budget.monthly_usd",
            "Without a budget nobody is told when the cost runs away.",
            "Set a sum a month.",
        ));
    }
}

fn is_channel(text: &str) -> bool {
    let name = text.strip_prefix('#').unwrap_or("");
    !name.is_empty()
        && name.len() <= 80
        && name
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"-_".contains(&byte))
}
