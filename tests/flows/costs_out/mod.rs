//! What comes out of the ledger agrees with what went in, and with itself: the practice account's export,
//! synced into a real encrypted store, asked for every report.

mod handed_on;
mod synced;

use domain::costs::{
    AllocatedCosts, AllocationMethod, AllocationRule, Amount, Budget, Condition, Cost, CostUnit,
    CountedBy, Field, Period, Question, Span, Waste,
};
use domain::environment::{EnvironmentFile, EnvironmentKind};
use engine::costs;
use engine::{ErrorCode, launches};

use crate::world::{QUICK, at_speed, planned};
use synced::{NOVEMBER, OCTOBER, of_month, synced};

#[tokio::test]
async fn every_report_is_the_line_items_added_up() {
    let synced = synced().await;
    let whole = synced.report(&[], None).await.totals["USD"];
    for (cost, column) in [
        (Cost::Billed, "BilledCost"),
        (Cost::Effective, "EffectiveCost"),
        (Cost::List, "ListCost"),
        (Cost::Contracted, "ContractedCost"),
    ] {
        assert_eq!(whole.get(cost), synced.truth(column, |_| true), "{column}");
    }
    for field in Field::all() {
        let report = synced.report(std::slice::from_ref(&field), None).await;
        assert_eq!(report.totals["USD"], whole, "by {field}");
        let rows = report.rows.iter();
        let sum: Amount = rows.map(|row| row.costs.effective).sum();
        assert_eq!(sum, whole.effective, "rows by {field}");
    }
    let services = synced.report(&[Field::SERVICE], Some(OCTOBER)).await;
    let lambda = services
        .rows
        .iter()
        .find(|row| &row.values["service"] == "AWS Lambda");
    assert_eq!(
        lambda.unwrap().costs.billed,
        synced.truth("BilledCost", |item| of_month(item, OCTOBER)
            && item["ServiceName"] == "AWS Lambda")
    );
    synced.world.store.close().await;
}

#[tokio::test]
async fn what_explains_a_month_adds_up_to_it() {
    let synced = synced().await;
    let (engine, question) = (&synced.engine, Question::default());
    let october = synced.truth("EffectiveCost", |item| of_month(item, OCTOBER));
    let november = synced.truth("EffectiveCost", |item| of_month(item, NOVEMBER));
    let span = |month| Some(Span::month(month));
    let drivers = costs::drivers(engine, &question, None, span(OCTOBER))
        .await
        .unwrap();
    let waterfall = &drivers.waterfalls[0];
    assert_eq!(waterfall.after, october);
    let steps: Amount = waterfall.steps.iter().map(|step| step.amount).sum();
    assert_eq!(waterfall.before + steps, october);
    let lines: Amount = waterfall.lines.iter().map(|line| line.amount).sum();
    assert_eq!(lines, steps);
    let by_service = Question {
        by: vec![Field::SERVICE],
        ..Question::default()
    };
    let compared = costs::compare(engine, &by_service, None, span(OCTOBER))
        .await
        .unwrap();
    assert_eq!(compared.totals["USD"].after.effective, october);
    assert_eq!(compared.totals["USD"].difference.effective, steps);
    let trend = costs::trend(engine, &question).await.unwrap();
    let series = &trend.series[0];
    let days = |month: Period| -> Amount {
        let days = series.days.iter();
        days.filter(|day| day.day.starts_with(&month.to_string()))
            .map(|day| day.amount)
            .sum()
    };
    assert_eq!(days(OCTOBER), october);
    assert_eq!(days(NOVEMBER), november);
    // The last day of a daily export may still be delivered in part.
    let over = synced.truth("EffectiveCost", |item| {
        of_month(item, NOVEMBER) && item["ChargePeriodStart"].as_str() < "2026-11-25"
    });
    let forecast = series.forecast.as_ref().unwrap();
    assert_eq!((forecast.month, forecast.so_far), (NOVEMBER, over));
    let alone = Question {
        from: Some(NOVEMBER),
        to: Some(NOVEMBER),
        ..Question::default()
    };
    let trend_alone = costs::trend(engine, &alone).await.unwrap();
    let overview = costs::overview(engine, &alone, Some(NOVEMBER))
        .await
        .unwrap();
    assert_eq!(overview.currencies[0].forecast, series.forecast);
    assert_eq!(
        trend_alone.series[0].forecast, series.forecast,
        "one month tells it, too"
    );
    assert!(trend_alone.series[0].days[0].day.starts_with("2026-11"));
    assert!(
        trend.series[0]
            .anomalies
            .iter()
            .any(|found| found.sentence.contains("NAT data in staging")),
        "the sample's story is told"
    );
    let budget = Budget {
        environment: Some("staging".to_owned()),
        currency: "USD".to_owned(),
        monthly: Amount::units(1),
        cost: Cost::Effective,
    };
    costs::set_budget(engine, budget).await.unwrap();
    let overview = costs::overview(engine, &question, None).await.unwrap();
    assert_eq!(overview.month, NOVEMBER);
    assert_eq!(overview.currencies[0].amount, november);
    assert_eq!(overview.environments.totals["USD"].effective, november);
    let staging = overview.environments.rows.iter();
    let staging = staging
        .clone()
        .find(|row| &row.values["environment"] == "staging");
    let budgets = costs::budgets(engine, None).await.unwrap();
    assert_eq!(budgets.budgets[0].actual, staging.unwrap().costs.effective);
    assert!(budgets.over(false));
    synced.world.store.close().await;
}

#[tokio::test]
async fn commitments_and_waste_are_the_line_items_that_say_so() {
    let synced = synced().await;
    let question = Question {
        from: Some(OCTOBER),
        to: Some(OCTOBER),
        ..Question::default()
    };
    let unused = synced.truth("EffectiveCost", |item| {
        of_month(item, OCTOBER) && item["CommitmentDiscountStatus"] == "Unused"
    });
    assert!(unused > Amount::ZERO);
    let commitments = costs::commitments(&synced.engine, &question).await.unwrap();
    let told: Amount = commitments.rows.iter().map(|one| one.unused).sum();
    assert_eq!(told, unused);
    let waste = costs::waste(&synced.engine, &question).await.unwrap();
    let of = |code: &str| -> Amount {
        let found = waste.findings.iter().filter(|found| found.code == code);
        found.map(|found| found.monthly).sum()
    };
    assert_eq!(of("unused-commitment"), unused);
    let support = synced.truth("EffectiveCost", |item| {
        of_month(item, OCTOBER) && item["SkuMeter"].contains("extendedSupport")
    });
    assert_eq!(of("extended-support"), support);
    synced.world.store.close().await;
}

#[tokio::test]
async fn an_estimate_meets_what_came_of_it_and_learns() {
    let synced = synced().await;
    let engine = &synced.engine;
    let none = costs::estimates(engine, Some("staging"), None, Cost::Effective).await;
    assert_eq!(
        none.unwrap_err().code,
        ErrorCode::NotFound,
        "nobody planned it"
    );
    let plan = planned(EnvironmentFile::preset("staging", EnvironmentKind::Staging));
    let begun = launches::start_planned(engine, plan.file.clone(), plan, at_speed(QUICK)).await;
    launches::drive(engine, &begun.unwrap().job_id)
        .await
        .unwrap();
    let told = costs::estimates(engine, None, None, Cost::Effective)
        .await
        .unwrap();
    assert_eq!(told.month, OCTOBER, "the newest that is over");
    let staging = &told.environments[0];
    let row = synced.report(&[Field::ENVIRONMENT], Some(OCTOBER)).await;
    let row = row
        .rows
        .iter()
        .find(|row| &row.values["environment"] == "staging");
    assert_eq!(staging.actual, row.unwrap().costs.effective);
    let sum: Amount = staging.reasons.iter().map(|reason| reason.difference).sum();
    assert_eq!(sum, staging.difference);
    let network = staging
        .components
        .iter()
        .find(|one| one.component == "network")
        .unwrap();
    assert!(network.estimated > Amount::ZERO && network.actual > Amount::ZERO);
    let nat = staging
        .proposals
        .iter()
        .find(|proposal| proposal.key == "natGb")
        .unwrap();
    let wrong = costs::adopt_estimate(engine, "staging", None, &["hours".to_owned()]).await;
    assert_eq!(wrong.unwrap_err().code, ErrorCode::InvalidInput);
    let keys = ["natGb".to_owned()];
    let adopted = costs::adopt_estimate(engine, "staging", None, &keys)
        .await
        .unwrap();
    assert_eq!(adopted.adopted, keys);
    let settings = engine::settings::get(engine).await.unwrap();
    assert_eq!(
        settings.assumptions.nat_gb, nat.proposed,
        "the next plan assumes it"
    );
    let again = costs::estimates(engine, None, None, Cost::Effective)
        .await
        .unwrap();
    let left = again.environments[0]
        .proposals
        .iter()
        .find(|proposal| proposal.key == "natGb");
    assert_eq!(left, None, "it fits now");
    let november = costs::estimates(engine, None, Some(NOVEMBER), Cost::Effective)
        .await
        .unwrap();
    assert_eq!(
        november.environments[0].days, 24,
        "days that are surely over"
    );
    synced.world.store.close().await;
}

#[tokio::test]
async fn shares_and_units_change_no_total() {
    let synced = synced().await;
    let engine = &synced.engine;
    let question = Question {
        from: Some(OCTOBER),
        to: Some(OCTOBER),
        ..Question::default()
    };
    let october = synced.truth("EffectiveCost", |item| of_month(item, OCTOBER));
    let untagged = synced.truth("EffectiveCost", |item| {
        of_month(item, OCTOBER) && !item["Tags"].contains("user_environment")
    });
    assert!(untagged > Amount::ZERO);
    let direct = costs::allocated(engine, &question).await.unwrap();
    let nobody = |told: &AllocatedCosts| {
        let mut rows = told.rows.iter();
        rows.find(|row| row.environment.is_empty()).unwrap().costs
    };
    assert_eq!(
        nobody(&direct).total,
        untagged,
        "nothing is set, so nothing is shared out"
    );
    let rule = AllocationRule {
        method: AllocationMethod::Proportional,
        ..AllocationRule::default()
    };
    costs::set_allocation(engine, rule).await.unwrap();
    let shared = costs::allocated(engine, &question).await.unwrap();
    assert_eq!(shared.totals["USD"].total, october);
    assert_eq!(nobody(&shared).direct, untagged);
    assert_eq!(nobody(&shared).total, Amount::ZERO);
    let by_service = Question {
        by: vec![Field::SERVICE],
        ..question.clone()
    };
    let refused = costs::allocated(engine, &by_service).await.unwrap_err();
    assert_eq!(refused.code, ErrorCode::InvalidInput);
    let fixed = AllocationRule {
        method: AllocationMethod::Fixed,
        shares: [("tools".to_owned(), 0)].into(),
        shared_environments: ["tools".to_owned()].into(),
    };
    let refused = costs::set_allocation(engine, fixed).await.unwrap_err();
    let fields: Vec<&str> = refused.fields.iter().map(|one| &*one.field).collect();
    assert_eq!(fields, ["shares", "shares.tools"], "each at its own field");
    let unit = (CostUnit::CrewProfiles, OCTOBER);
    costs::set_unit_count(engine, unit, Some(2)).await.unwrap();
    let plan = planned(EnvironmentFile::preset("staging", EnvironmentKind::Staging));
    let begun = launches::start_planned(engine, plan.file.clone(), plan, at_speed(QUICK)).await;
    let job = begun.unwrap().job_id;
    launches::drive(engine, &job).await.unwrap();
    let told = costs::units(engine, &Question::default()).await.unwrap();
    let of = |unit: CostUnit, month: Period| {
        let series = told
            .units
            .iter()
            .find(|series| series.unit == unit)
            .unwrap();
        series.months.iter().find(|one| one.month == month).unwrap()
    };
    let crew = of(CostUnit::CrewProfiles, OCTOBER);
    assert_eq!(crew.amount, october);
    assert_eq!(crew.each.map(|each| each + each), Some(october));
    let launched = of(CostUnit::Deployments, NOVEMBER);
    assert_eq!(
        (launched.count, launched.counted_by),
        (Some(1), CountedBy::Launches)
    );
    assert_eq!(launched.each, Some(launched.amount));
    synced.world.store.close().await;
}

#[tokio::test]
async fn support_snapshots_and_tags_are_told_from_the_line_items() {
    let synced = synced().await;
    let engine = &synced.engine;
    let october = Question {
        from: Some(OCTOBER),
        to: Some(OCTOBER),
        ..Question::default()
    };
    let told = costs::support(engine, &october).await.unwrap();
    let charged: Amount = told.months.iter().map(|month| month.amount).sum();
    let truth = synced.truth("EffectiveCost", |item| {
        of_month(item, OCTOBER) && item["SkuMeter"].contains("extendedSupport")
    });
    assert_eq!(charged, truth);
    assert_eq!(
        told.months[0].cluster_months,
        Amount::units(1),
        "staging, all of October"
    );
    assert!(told.clusters.is_empty(), "nothing was launched from here");

    let waste = costs::waste(engine, &Question::default()).await.unwrap();
    let of = |code: &str| {
        waste
            .findings
            .iter()
            .find(|found| found.code == code)
            .unwrap()
    };
    let snapshots = of("growing-snapshots");
    let named = |found: &Waste, part: &str| found.resources.iter().any(|id| id.contains(part));
    assert!(
        named(snapshots, "snapshot/snap-0a1"),
        "{:?}",
        snapshots.resources
    );
    assert!(named(of("idle-nat"), "natgateway/nat-0c1"));

    let whole = synced.report(&[], None).await.totals["USD"];
    let teams = synced.report(&[Field::Tag("team".to_owned())], None).await;
    assert_eq!(
        teams.totals["USD"], whole,
        "what has no such tag is told as well"
    );
    let untagged = Question {
        filter: vec![Condition::is(Field::Tag("team".to_owned()), "")],
        ..Question::default()
    };
    let untagged = costs::report(engine, &untagged).await.unwrap().totals["USD"];
    let truth = synced.truth("EffectiveCost", |item| !item["Tags"].contains("user_team"));
    assert_eq!(untagged.effective, truth);
    let unknown = Question {
        by: vec![Field::Tag("colour".to_owned())],
        ..Question::default()
    };
    let refused = costs::report(engine, &unknown).await.unwrap_err();
    assert_eq!(refused.code, ErrorCode::NotFound);
    assert!(refused.hint.unwrap().contains("team"), "there is one");
    synced.world.store.close().await;
}
