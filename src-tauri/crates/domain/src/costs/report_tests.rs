use super::super::testing::{Line, exact, month};
use super::super::{Condition, Grain, ImportedMonth, Kept, Rows, Table};
use super::*;

fn asked(months: &[ImportedMonth], question: &Question, rules: &EnvironmentRules) -> Report {
    let months: Vec<Month<'_>> = months
        .iter()
        .map(|month| Month::of_rows(&month.head, &month.rows, 0))
        .collect();
    report(question, &months, rules)
}

fn by(fields: &[&str]) -> Question {
    Question {
        by: fields.iter().map(|field| field.parse().unwrap()).collect(),
        ..Question::default()
    }
}

/// Rows as `value value currency amount lines`.
fn lines(report: &Report) -> Vec<String> {
    let line = |row: &ReportRow| {
        let fields = report.question.by.iter();
        let values: Vec<&str> = fields
            .map(|field| &row.values[&field.to_string()])
            .collect();
        let amount = row.costs.get(report.question.cost);
        format!(
            "{} {} {amount} {}",
            values.join("|"),
            row.currency,
            row.lines
        )
    };
    report.rows.iter().map(line).collect()
}

fn two_months() -> Vec<ImportedMonth> {
    let env = Dimension::Environment;
    vec![
        month(
            "2026-08",
            &[
                Line::new("EC2", "10.5").with(env, "prod"),
                Line::new("S3", "0.25").on(30),
            ],
        ),
        month(
            "2026-09",
            &[
                Line::new("S3", "1").with(env, "PROD"),
                Line::new("EC2", "7").with(env, "staging").on(29),
                Line::new("EC2", "3")
                    .with(Dimension::Currency, "EUR")
                    .on(-1),
                Line::new("EC2", "0.000000000000000001")
                    .with(env, "staging")
                    .on(29),
            ],
        ),
    ]
}

#[test]
fn rows_add_up_by_what_was_asked_and_currencies_stay_apart() {
    let report = asked(
        &two_months(),
        &by(&["service"]),
        &EnvironmentRules::default(),
    );
    assert_eq!(
        lines(&report),
        [
            "EC2 USD 17.500000000000000001 3",
            "EC2 EUR 3 1",
            "S3 USD 1.25 2"
        ]
    );
    assert_eq!(report.totals["USD"].billed, exact("18.750000000000000001"));
    assert_eq!(report.totals["EUR"].list, exact("3"));
    assert_eq!(
        report.words,
        "Effective cost by service, August 2026 to September 2026"
    );
    assert_eq!(
        report.provenance.sentence,
        "From FOCUS_1_2_AWS of August 2026 to September 2026, 6 line items, as of 2026-10-01, \
         imported 1970-01-01."
    );
    assert_eq!(
        report.sentence,
        "€3.00, of which EC2 is €3.00 (100%); $18.75, of which EC2 is $17.50 (93%)."
    );
    assert!(report.provenance.complete);
}

#[test]
fn environments_are_those_that_the_rules_mean_and_time_goes_forward() {
    let rules = EnvironmentRules {
        meant: BTreeMap::from([("prod".to_owned(), "production".to_owned())]),
    };
    let report = asked(&two_months(), &by(&["month", "environment"]), &rules);
    assert_eq!(
        lines(&report),
        [
            "2026-08|production USD 10.5 1",
            "2026-08| USD 0.25 1",
            "2026-09|staging USD 7.000000000000000001 2",
            "2026-09| EUR 3 1",
            "2026-09|production USD 1 1",
        ]
    );
    let written = asked(&two_months(), &by(&["environmentTag"]), &rules);
    let tags: Vec<&str> = written
        .rows
        .iter()
        .map(|row| &row.values["environmentTag"])
        .collect();
    assert_eq!(tags, ["prod", "staging", "", "PROD", ""]);
}

#[test]
fn days_and_filters_reach_into_every_month() {
    let mut question = by(&["day"]);
    question.filter = vec![Condition::is(Field::SERVICE, "EC2")];
    let rules = EnvironmentRules::default();
    let report = asked(&two_months(), &question, &rules);
    assert_eq!(
        lines(&report),
        [
            "2026-08-01 USD 10.5 1",
            "2026-08-31 EUR 3 1",
            "2026-09-30 USD 7.000000000000000001 2"
        ]
    );
    question.filter.push(Condition {
        field: Field::Day,
        is: vec!["2026-09-30".to_owned()],
        not: true,
    });
    assert_eq!(asked(&two_months(), &question, &rules).rows.len(), 2);
    question.filter = vec![Condition::is(Field::Month, "2026-07")];
    let none = asked(&two_months(), &question, &rules);
    assert!(none.rows.is_empty() && none.totals.is_empty());
}

#[test]
fn coarser_rows_answer_what_they_are_kept_for_the_same() {
    let env = Dimension::Environment;
    let lines: Vec<Line> = (0..400)
        .map(|at| {
            Line::new(&format!("service {}", at % 3), &format!("{at}.25"))
                .with(Dimension::UsageType, &format!("type {}", at % 20))
                .with(Dimension::Commitment, ["", "sp-1"][at % 2])
                .with(env, ["prod", "", "dev"][at / 7 % 3])
                .cost(Cost::Billed, if at % 5 == 0 { "0" } else { "1.5" })
                .on((at % 11) as i16 - 1)
        })
        .collect();
    let months = [month("2026-08", &lines), month("2026-09", &lines[..90])];
    for (fields, grain) in [
        (["day", "service"], Grain::ServiceDay),
        (["environment", "day"], Grain::ServiceDay),
        (["usageType", "month"], Grain::Month),
    ] {
        let mut question = by(&fields);
        question.filter = vec![Condition::is(Field::SERVICE, "service 1")];
        assert_eq!(question.kept(), Ok(Kept::Rows(grain)));
        let coarser: Vec<ImportedMonth> = months
            .iter()
            .map(|month| ImportedMonth {
                rows: month.rows.coarser(grain).unwrap(),
                ..month.clone()
            })
            .collect();
        assert!(coarser[0].rows.len() < months[0].rows.len());
        let rules = EnvironmentRules::default();
        assert_eq!(
            asked(&coarser, &question, &rules),
            asked(&months, &question, &rules)
        );
    }
}

#[test]
fn many_values_at_once_are_added_up_the_same() {
    let many: Vec<Line> = (0..3_000)
        .map(|at| {
            Line::new(&format!("service {at}"), "1")
                .with(Dimension::UsageType, &format!("type {at}"))
                .with(Dimension::Account, &format!("account {}", at % 7))
        })
        .collect();
    let months = [month("2026-09", &many), month("2026-10", &many)];
    let question = by(&["service", "usageType", "account", "month"]);
    let report = asked(&months, &question, &EnvironmentRules::default());
    assert_eq!(
        report.rows.len(),
        6_000,
        "3,000 × 3,000 × 7 × 2 combinations"
    );
    assert_eq!(report.totals["USD"].effective, exact("6000"));
    assert_eq!(report.rows[0].quantity, Some(exact("1")));
}

#[test]
fn what_no_named_resource_cost_stands_in_a_row_of_its_own() {
    let mut month = month(
        "2026-09",
        &[
            Line::new("EC2", "10"),
            Line::new("EC2", "2"),
            Line::new("S3", "1"),
        ],
    );
    month.resources = vec![super::super::ResourceRow {
        id: "i-1".to_owned(),
        name: String::new(),
        account: "210000000001".to_owned(),
        region: "us-east-1".to_owned(),
        service: "EC2".to_owned(),
        usage_type: "BoxUsage".to_owned(),
        environment: String::new(),
        component: String::new(),
        team: String::new(),
        currency: "USD".to_owned(),
        costs: Costs::from_array([exact("10"); 4]),
        quantity: exact("1"),
        first_day: 0,
        last_day: 0,
        lines: 1,
    }];
    let resources = Rows::of_resources(&month.resources).unwrap();
    let question = by(&["resource"]);
    let rules = EnvironmentRules::default();
    let known = Month {
        head: &month.head,
        imported_at_ms: 0,
        table: Table::of_rows(&resources),
    };
    let whole = asked(std::slice::from_ref(&month), &by(&[]), &rules);
    let report = with_other_resources(report(&question, &[known], &rules), &whole);
    assert_eq!(lines(&report), ["i-1 USD 10 1", " USD 3 2"]);
    assert_eq!(report.totals["USD"].billed, exact("13"));
}

#[test]
fn a_month_that_is_missing_or_not_over_is_said() {
    let mut months = vec![two_months().remove(0), month("2026-10", &[])];
    months[1].head.as_of_ms = Some(months[1].head.key.period.first_day().days() * 86_400_000);
    let report = asked(&months, &by(&[]), &EnvironmentRules::default());
    assert!(!report.provenance.complete);
    let said = &report.provenance.sentence;
    assert!(
        said.ends_with("Not imported: September 2026. Not over yet: October 2026."),
        "{said}"
    );
}
