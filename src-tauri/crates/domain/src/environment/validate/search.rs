//! The OpenSearch domain.

use super::super::shape::{did_you_mean, error, warning};
use super::super::{EnvironmentFile, Problem};
use super::is_production;
use crate::catalogue::{SEARCH_INSTANCE_TYPES, SEARCH_VERSIONS, search_instance_type};

/// Data nodes of one domain by default (OpenSearch Service quotas, 2026).
const MAX_NODES: u32 = 80;
/// Data nodes of the t3 family.
const MAX_BURSTABLE: u32 = 10;

pub fn check(file: &EnvironmentFile, problems: &mut Vec<Problem>) {
    let search = &file.search;
    if !SEARCH_VERSIONS.contains(&search.engine_version.as_str()) {
        problems.push(error(
            "unknown-search-version",
            "search.engine_version",
            format!(
                "`{}` is no engine version that is offered.",
                search.engine_version
            ),
            match did_you_mean(&search.engine_version, SEARCH_VERSIONS.iter().copied()) {
                Some(near) => format!("Did you mean `{near}`?"),
                None => format!("Choose one of: {}.", SEARCH_VERSIONS.join(", ")),
            },
        ));
    }
    let burstable = search.instance_type.starts_with("t3.");
    match search_instance_type(&search.instance_type) {
        None => {
            let near = did_you_mean(
                &search.instance_type,
                SEARCH_INSTANCE_TYPES.iter().map(|kind| kind.name),
            );
            problems.push(error(
                "unknown-search-instance-type",
                "search.instance_type",
                format!(
                    "`{}` is no instance type of OpenSearch Service that is offered.",
                    search.instance_type
                ),
                near.map_or(
                    "They end in .search, like m7g.large.search.".to_owned(),
                    |near| format!("Did you mean `{near}`?"),
                ),
            ));
        }
        Some(kind) => {
            let (least, most) = (kind.min_volume_gib, kind.max_volume_gib);
            if !(least..=most).contains(&search.volume_gib) {
                problems.push(error(
                    "search-volume",
                    "search.volume_gib",
                    format!(
                        "{} takes volumes of {least} to {most} GiB, not {}.",
                        kind.name, search.volume_gib
                    ),
                    "Change the volume, or choose a larger instance type.",
                ));
            }
        }
    }
    let most = if burstable { MAX_BURSTABLE } else { MAX_NODES };
    if search.instance_count == 0 || search.instance_count > most {
        problems.push(error(
            "search-count",
            "search.instance_count",
            format!(
                "{} data nodes; {} takes 1 to {most}.",
                search.instance_count, search.instance_type
            ),
            "Change the count, or choose another instance type.",
        ));
    }
    if search.zone_awareness && !search.instance_count.is_multiple_of(2) {
        problems.push(error(
            "search-zone-balance",
            "search.instance_count",
            format!(
                "{} data nodes cannot be spread evenly over two zones.",
                search.instance_count
            ),
            "Use an even count, or turn zone_awareness off.",
        ));
    }
    if is_production(file) && !search.zone_awareness {
        problems.push(warning(
            "search-one-zone",
            "search.zone_awareness",
            "Crew search is lost with its zone.",
            "Turn zone_awareness on in production.",
        ));
    }
    if is_production(file) && burstable {
        problems.push(warning(
            "search-burstable",
            "search.instance_type",
            "t3 nodes run out of CPU credits under steady load; AWS advises against them in production.",
            "Use an m7g or r7g type.",
        ));
    }
}
