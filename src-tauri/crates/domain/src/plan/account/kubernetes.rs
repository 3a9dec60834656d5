//! What EKS offers today.

use super::{Check, Outcome, Question, Severity, Untold, cannot_tell, failed, passed};
use crate::catalogue::{Date, EKS_AS_OF, SupportState, eks_version};

/// Days before the end of standard support from which a version counts as leaving.
const LEAVING_DAYS: i64 = 60;

/// A Kubernetes version as EKS lists it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OfferedVersion {
    pub version: String,
    pub extended: bool,
    pub standard_until: Option<Date>,
    pub extended_until: Option<Date>,
}

/// Whether EKS makes clusters of a version, and at which price of support.
pub fn kubernetes(version: &str, offered: &[OfferedVersion], today: Date) -> Check {
    let Some(found) = offered.iter().find(|one| one.version == version) else {
        let names: Vec<String> = offered.iter().map(|one| one.version.clone()).collect();
        return with_field(failed(
            Question::Kubernetes,
            "kubernetes-offered",
            Severity::Error,
            format!("EKS offers no Kubernetes {version} here."),
            Some(format!("it offers {}", super::listed(&names))),
            "Choose a version that is offered.",
        ));
    };
    let until =
        |date: Option<Date>| date.map_or("an unknown day".to_owned(), |day| day.to_string());
    let extended = found.extended || found.standard_until.is_some_and(|day| day <= today);
    if extended {
        return with_field(failed(
            Question::Kubernetes,
            "kubernetes-support",
            Severity::Warning,
            format!(
                "Kubernetes {version} is in extended support, which AWS bills at six times the rate."
            ),
            Some(format!(
                "until {}, as EKS answers",
                until(found.extended_until)
            )),
            "Choose a newer version.",
        ));
    }
    let leaving = found
        .standard_until
        .is_some_and(|day| today.days_until(day) <= LEAVING_DAYS);
    if leaving {
        return with_field(failed(
            Question::Kubernetes,
            "kubernetes-support",
            Severity::Warning,
            format!("Standard support of Kubernetes {version} ends soon."),
            Some(format!(
                "on {}, as EKS answers",
                until(found.standard_until)
            )),
            "Choose a newer version, or plan the update now.",
        ));
    }
    passed(
        Question::Kubernetes,
        "kubernetes-offered",
        format!("EKS offers Kubernetes {version} in standard support."),
        Some(format!(
            "until {}, as EKS answers",
            until(found.standard_until)
        )),
    )
}

/// The product's own calendar, where EKS did not answer.
pub fn kubernetes_by_table(version: &str, untold: &Untold, today: Date) -> Check {
    let by_table = match eks_version(version) {
        None => "The product's calendar does not know it.".to_owned(),
        Some(known) => match known.state_on(today) {
            SupportState::Standard | SupportState::Leaving => {
                format!(
                    "By the product's calendar, standard support lasts until {}.",
                    known.standard_until
                )
            }
            SupportState::Extended => format!(
                "By the product's calendar it is in extended support until {}.",
                known.extended_until
            ),
            SupportState::Gone => {
                "By the product's calendar no new cluster can be made.".to_owned()
            }
        },
    };
    let what = format!("whether EKS offers Kubernetes {version}");
    let mut check = cannot_tell(Question::Kubernetes, "kubernetes-offered", &what, untold);
    debug_assert_eq!(check.outcome, Outcome::CannotTell);
    check.evidence = Some(format!("{} {by_table} Read {EKS_AS_OF}.", untold.words));
    with_field(check)
}

fn with_field(mut check: Check) -> Check {
    check.field = Some("cluster.version".to_owned());
    check
}
