use super::super::testing::{Line, exact, month};
use super::super::{ImportedMonth, Method};
use super::*;

fn asked(months: &[ImportedMonth]) -> Trend {
    asked_from(None, months)
}

fn asked_from(from: Option<&str>, months: &[ImportedMonth]) -> Trend {
    let from = from.map(|from| from.parse().unwrap());
    let months: Vec<Month<'_>> = months
        .iter()
        .map(|month| Month::of_rows(&month.head, &month.rows, 0))
        .collect();
    let question = Question {
        from,
        ..Question::default()
    };
    trend(&question, &months, &EnvironmentRules::default())
}

/// $100 a day of instances in production with scatter below a dollar, and of NAT data in staging what is
/// given for each day.
fn days(period: &str, count: i16, nat: impl Fn(i16) -> i64) -> ImportedMonth {
    let line = |amount: i64, usage_type: &str, environment: &str, day: i16| {
        Line::new("Amazon Virtual Private Cloud", &amount.to_string())
            .with(Dimension::UsageType, usage_type)
            .with(Dimension::Environment, environment)
            .on(day)
    };
    let lines: Vec<Line> = (0..count)
        .flat_map(|day| {
            [
                line(100, "USE1-BoxUsage:m6i.large", "production", day),
                line(nat(day), "USE1-NatGateway-Bytes", "staging", day),
            ]
        })
        .collect();
    let mut month = month(period, &lines);
    let first = month.head.key.period.first_day().days();
    month.head.as_of_ms = Some((first + i64::from(count)) * 86_400_000);
    month
}

#[test]
fn an_anomaly_is_told_with_the_place_that_explains_it() {
    let trend = asked(&[
        days("2026-08", 31, |_| 5),
        days("2026-09", 20, |day| if day >= 11 { 43 } else { 5 }),
    ]);
    let series = &trend.series[0];
    let told: Vec<&str> = series
        .anomalies
        .iter()
        .map(|anomaly| anomaly.sentence.as_str())
        .collect();
    assert_eq!(told, ["NAT data in staging +$38.00 a day, since 12 Sept"]);
    let anomaly = &series.anomalies[0];
    assert_eq!(anomaly.amount, exact("342"), "nine days of 38");
    assert_eq!(anomaly.usual_a_day, exact("5"));
    assert_eq!(&anomaly.values["usageType"], "USE1-NatGateway-Bytes");
    assert!(anomaly.ongoing);
    assert_eq!(series.days.len(), 51);
    assert_eq!(series.days[50].amount, exact("143"));
}

#[test]
fn the_month_that_goes_on_is_told_with_the_tax_that_is_still_to_come() {
    let mut months = [days("2026-08", 31, |_| 5), days("2026-09", 12, |_| 5)];
    let tax = Line::new("AmazonEC2", "30")
        .with(Dimension::ChargeCategory, "Tax")
        .with(Dimension::Environment, "")
        .with(Dimension::UsageType, "");
    let mut lines: Vec<Line> = vec![tax];
    lines.extend((0..31).map(|day| Line::new("AmazonEC2", "105").on(day)));
    months[0].rows = super::super::testing::rows(&lines);
    let trend = asked(&months);
    let forecast = trend.series[0].forecast.as_ref().unwrap();
    assert_eq!(forecast.month.to_string(), "2026-09");
    assert_eq!(forecast.so_far, exact("1260"));
    assert_eq!(forecast.other_charges, exact("30"));
    assert_eq!(
        forecast.expected,
        exact("3180"),
        "30 days of 105, and the tax"
    );
    assert_eq!(forecast.days.len(), 18);
    assert_eq!(forecast.method, Method::Mean, "the simplest of equals");
    assert!(forecast.low <= forecast.expected && forecast.expected <= forecast.high);
    assert_eq!(
        forecast.sentence,
        "September 2026 will end near $3,180.00, between $3,180.00 and $3,180.00 in 8 cases of 10 (the mean \
         of the last four weeks; tried 1 time over 15 days, its sum was off by 0.0% on average, MASE 0.00). \
         $30.00 of it are taxes and purchases that August had and this month has not yet. That is $105.00 \
         less than August."
    );
}

#[test]
fn after_a_whole_month_the_next_is_told_and_too_little_history_is_said() {
    let trend = asked(&[days("2026-08", 31, |_| 5), days("2026-09", 30, |_| 5)]);
    let forecast = trend.series[0].forecast.as_ref().unwrap();
    assert_eq!(forecast.month.to_string(), "2026-10");
    assert_eq!((forecast.so_far, forecast.days.len()), (Amount::ZERO, 31));

    let short = asked(&[days("2026-09", 20, |_| 5)]);
    assert_eq!(short.series[0].forecast, None);
    assert_eq!(
        short.series[0].no_forecast.as_deref(),
        Some(
            "No forecast: 20 days of usage are known, and it takes 35 to tell a trend and try it."
        )
    );
}

#[test]
fn a_month_is_told_from_those_that_lead_up_to_it() {
    let months = [
        days("2026-07", 31, |day| if day == 20 { 90 } else { 5 }),
        days("2026-08", 31, |_| 5),
        days("2026-09", 20, |day| if day >= 11 { 43 } else { 5 }),
    ];
    let (all, september) = (asked(&months), asked_from(Some("2026-09"), &months));
    let (all, series) = (&all.series[0], &september.series[0]);
    assert!(series.forecast.is_some(), "20 days alone tell none");
    assert_eq!(series.forecast, all.forecast);
    assert_eq!(series.days, all.days[62..]);
    assert_eq!((all.anomalies.len(), series.anomalies.len()), (2, 1));
    assert!(series.anomalies[0].ongoing);
    assert_eq!(september.words, "Effective cost by day, September 2026");
    assert_eq!(september.provenance.months.len(), 3, "it is told from all");
}

#[test]
fn a_forecast_is_the_same_however_many_months_are_asked_for() {
    let periods = [
        "2026-02", "2026-03", "2026-04", "2026-05", "2026-06", "2026-07", "2026-08",
    ];
    let months: Vec<ImportedMonth> = periods
        .iter()
        .enumerate()
        .map(|(at, period)| {
            days(period, 28, move |day| {
                5 + (at as i64) * 3 + i64::from(day % 7)
            })
        })
        .collect();
    let (all, six) = (asked(&months), asked(&months[1..]));
    assert_eq!(all.series[0].forecast, six.series[0].forecast);
    assert!(all.series[0].days.len() > six.series[0].days.len());
}

#[test]
fn a_day_that_is_not_over_is_shown_and_not_reckoned_with() {
    let mut month = days("2026-09", 20, |_| 5);
    month.head.as_of_ms = Some(month.head.as_of_ms.unwrap() - 12 * 3_600_000);
    let august = days("2026-08", 31, |_| 5);
    let trend = asked(&[august, month]);
    let forecast = trend.series[0].forecast.as_ref().unwrap();
    assert_eq!(forecast.days[0].day, "2026-09-20");
    assert_eq!(forecast.so_far, exact("1995"), "19 days");
    assert_eq!(trend.series[0].days.last().unwrap().day, "2026-09-20");
}
