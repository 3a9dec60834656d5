//! Unit costs: by deployment, and by active crew profile.

use std::collections::BTreeMap;

use domain::catalogue::Date;
use domain::costs::{Field, Period, Question, UnitCosts, UnitCount, unit_costs, units_question};
use domain::launch::{JobState, Operation};

use super::read::settings;
use super::report;
use crate::{AppResult, Engine};

/// What one unit costs, by month. Deployments are those that the user counted, or else launches and
/// updates of environments that ended well here; where the question filters environments, theirs alone.
/// Of the question, range, filter and cost count.
///
/// Refuses what [`report`] refuses.
pub async fn units(engine: &Engine, question: &Question) -> AppResult<UnitCosts> {
    let report = report(engine, &units_question(question)).await?;
    let counts = settings(engine).await?.units;
    let launches = launches(engine, question).await?;
    Ok(unit_costs(&report, &counts, &launches))
}

/// Says how many of a unit there were in a month, in place of what was said before; nothing forgets it.
pub async fn set_unit_count(
    engine: &Engine,
    (unit, month): (domain::costs::CostUnit, Period),
    count: Option<u32>,
) -> AppResult<Vec<UnitCount>> {
    let mut settings = engine.memory.settings().await?;
    let counts = &mut settings.costs.units;
    counts.retain(|known| (known.unit, known.month) != (unit, month));
    counts.extend(count.map(|count| UnitCount { unit, month, count }));
    counts.sort_by_key(|known| (known.unit, known.month));
    engine.memory.save_settings(&settings).await?;
    Ok(settings.costs.units)
}

/// Launches and updates that ended well, by the month in which they did.
async fn launches(engine: &Engine, question: &Question) -> AppResult<BTreeMap<Period, u32>> {
    let of_environment = |name: &str| {
        let conditions = question.filter.iter();
        conditions
            .filter(|condition| condition.field == Field::ENVIRONMENT)
            .all(|condition| condition.is.iter().any(|is| is == name) != condition.not)
    };
    let mut months: BTreeMap<Period, u32> = BTreeMap::new();
    for job in engine.memory.jobs().await? {
        let deployed = matches!(job.operation, Operation::Create | Operation::Update)
            && job.snapshot.state == JobState::Done;
        let finished = job.snapshot.finished_at_ms.filter(|_| deployed);
        if let Some(at_ms) = finished.filter(|_| of_environment(&job.environment)) {
            *months
                .entry(Period::of(Date::from_unix_ms(at_ms)))
                .or_default() += 1;
        }
    }
    Ok(months)
}
