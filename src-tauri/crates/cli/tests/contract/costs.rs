//! Costs: what is printed, and what is refused.

use std::collections::BTreeMap;

use domain::costs::testing::{Line, month};
use domain::costs::{
    Budget, Cost, Costs, Dimension, EnvironmentRules, Field, ImportedMonth, LineItem, LineItems,
    LineValue, Month, Question, Span, compare, drivers, overview, quality, report, trend,
};
use serde_json::json;

use crate::arrayctl::Desk;
use crate::schema;

/// Two months with several currencies, untagged lines and a resource.
fn two() -> Vec<ImportedMonth> {
    let line = |amount: &str| Line::new("Amazon Elastic Compute Cloud", amount);
    vec![
        month("2026-08", &[line("10.25"), line("-3").on(4)]),
        month(
            "2026-09",
            &[
                line("0.000000000000000001").with(Dimension::Environment, "staging"),
                line("7").with(Dimension::Currency, "EUR"),
            ],
        ),
    ]
}

#[test]
fn a_report_is_what_its_schema_says() {
    let months = two();
    let months: Vec<Month<'_>> = months
        .iter()
        .map(|month| Month::of_rows(&month.head, &month.rows, 1_795_694_400_000))
        .collect();
    for by in [
        vec![],
        vec![Field::Month, Field::USAGE_TYPE, Field::ENVIRONMENT],
    ] {
        let question = Question {
            by,
            ..Question::default()
        };
        let report = report(&question, &months, &EnvironmentRules::default());
        schema::hold("costs-report", &json!(report));
    }
}

/// Two months with a line each day, a shift in the second, and a tax.
fn by_day() -> Vec<ImportedMonth> {
    let days = |count: i16, amount: &str, from: i16| -> Vec<Line> {
        (from..count)
            .map(|day| Line::new("AmazonEC2", amount).on(day))
            .collect()
    };
    let tax = Line::new("AmazonEC2", "4").with(Dimension::ChargeCategory, "Tax");
    let mut september = [days(10, "5", 0), days(20, "50", 10)].concat();
    september.push(tax.clone());
    let mut months = vec![
        month("2026-08", &[days(31, "5", 0), vec![tax]].concat()),
        month("2026-09", &september),
    ];
    let first = months[1].head.first_day;
    months[1].head.as_of_ms = Some((first + 20) * 86_400_000);
    months
}

#[test]
fn what_changed_and_what_comes_is_what_its_schema_says() {
    let imported = by_day();
    let months = |at: std::ops::Range<usize>| -> Vec<Month<'_>> {
        imported[at]
            .iter()
            .map(|month| Month::of_rows(&month.head, &month.rows, 1_795_694_400_000))
            .collect()
    };
    let spans = [0, 1].map(|at: usize| Span {
        days: Some(20),
        ..Span::month(imported[at].head.key.period)
    });
    let rules = EnvironmentRules::default();
    let question = Question {
        by: vec![Field::SERVICE],
        ..Question::default()
    };
    let (before, after) = (months(0..1), months(1..2));
    let sides = || ((spans[0], &before[..]), (spans[1], &after[..]));
    let (one, other) = sides();
    let drivers = drivers(&question, one, other, &rules);
    assert!(!drivers.waterfalls[0].lines.is_empty());
    schema::hold("costs-drivers", &json!(drivers));
    let (one, other) = sides();
    schema::hold(
        "costs-compare",
        &json!(compare(&question, one, other, &rules)),
    );

    let trend = trend(&question, &months(0..2), &rules);
    assert!(trend.series[0].forecast.is_some() && !trend.series[0].anomalies.is_empty());
    schema::hold("costs-forecast", &json!(trend));

    let quality = quality(&months(0..2), &std::collections::BTreeMap::new());
    schema::hold("costs-quality", &json!(quality));

    let budget = Budget {
        environment: None,
        currency: "USD".to_owned(),
        monthly: domain::costs::testing::exact("100"),
        cost: Cost::Effective,
    };
    let month = imported[1].head.key.period;
    let forecast = trend.series[0]
        .forecast
        .as_ref()
        .map(|forecast| forecast.expected);
    let state = budget.state(month, domain::costs::testing::exact("50"), forecast);
    let environments = report(
        &Question {
            by: vec![Field::ENVIRONMENT],
            ..Question::default()
        },
        &after,
        &rules,
    );
    let budgets = engine::costs::Budgets {
        month: Some(month),
        sentence: state.sentence.clone(),
        budgets: vec![state.clone()],
        unknown: vec![budget],
        provenance: environments.provenance.clone(),
    };
    schema::hold("costs-budget", &json!(budgets));
    let periods = vec![month.previous(), month];
    let overview = overview(
        month,
        environments,
        Some(&drivers),
        trend,
        &[state],
        periods,
    );
    assert_eq!(
        overview.currencies[0].sentence,
        "September 2026 so far: $554.00 ($554.00 of them in the first 20 days of September 2026), $450.00 more \
         than the first 20 days of August 2026: AmazonEC2, untagged explains $450.00."
    );
    schema::hold("costs-overview", &json!(overview));
}

#[test]
fn budgets_without_costs_are_kept_and_a_check_of_nothing_never_passes() {
    let desk = Desk::new();
    let set = [
        "--json",
        "costs",
        "budget",
        "set",
        "1,200.50",
        "--environment",
        "staging",
    ];
    let document = desk.practise(&set).ends(0).document("costs-budget");
    assert_eq!(document["unknown"][0]["monthly"], "1200.5");
    desk.practise(&["costs", "budget", "check"]).ends(2);
    for (arguments, said) in [
        (&["set", "0"][..], "above zero"),
        (&["set", "5", "--currency", "dollars"], "like USD"),
        (&["remove"], "no budget for `everything`"),
    ] {
        let answer = desk
            .practise(&[&["costs", "budget"], arguments].concat())
            .ends(2);
        assert!(answer.err.contains(said), "{arguments:?}: {}", answer.err);
    }
}

#[test]
fn before_the_first_import_reports_say_how_to_import() {
    let desk = Desk::new();
    let said = desk.practise(&["--json", "costs", "report", "--by", "service"]);
    let error = said.ends(2).error("not_found");
    let hint = error["hint"].as_str().unwrap();
    assert!(hint.contains("arrayctl costs import PATH"), "{hint}");
    let months = desk.practise(&["--json", "costs", "months"]).ends(0);
    assert_eq!(months.document("costs-months"), json!({ "months": [] }));
}

#[test]
fn what_is_no_question_is_refused_with_what_there_is() {
    let desk = Desk::new();
    for (arguments, said) in [
        (&["report", "--by", "colour"][..], "there are account, "),
        (&["report", "--from", "2026-9"], "write it like 2026-09"),
        (
            &["report", "--where", "staging"],
            "--where environment=staging",
        ),
        (&["report", "--where", "colour=red"], "there are account, "),
        (
            &["report", "--by", "resource,day"],
            "cannot be asked together",
        ),
        (
            &["report", "--from", "2026-09", "--to", "2026-08"],
            "is after",
        ),
        (&["delete", "2026-09"], "--yes"),
        (&["export", "costs.pdf"], "end with .html, .xlsx or .csv"),
    ] {
        let answer = desk.practise(&[&["costs"], arguments].concat()).ends(2);
        assert!(answer.err.contains(said), "{arguments:?}: {}", answer.err);
    }
}

const FOCUS: &str = "\
BilledCost,BillingAccountId,BillingCurrency,BillingPeriodEnd,BillingPeriodStart,ChargeCategory,ChargePeriodEnd,ChargePeriodStart,ContractedCost,EffectiveCost,ListCost,ProviderName,RegionId,ServiceName,SubAccountId,Tags
1.10,111122223333,USD,2026-10-01T00:00:00Z,2026-09-01T00:00:00Z,Usage,2026-09-02T00:00:00Z,2026-09-01T00:00:00Z,1.10,1.10,1.25,AWS,us-east-1,Amazon Elastic Compute Cloud,210000000001,\"{\"\"user_env\"\":\"\"staging\"\"}\"
0.000000000001,111122223333,USD,2026-10-01T00:00:00Z,2026-09-01T00:00:00Z,Usage,2026-09-02T00:00:00Z,2026-09-01T00:00:00Z,0,0.000000000001,0,AWS,us-east-1,AmazonCloudWatch,210000000001,
nine,111122223333,USD,2026-10-01T00:00:00Z,2026-09-01T00:00:00Z,Usage,2026-09-02T00:00:00Z,2026-09-01T00:00:00Z,0,0,0,AWS,us-east-1,AmazonCloudWatch,210000000001,
";

#[test]
fn a_file_comes_in_exactly_and_what_does_not_is_named() {
    let desk = Desk::new();
    desk.write("focus.csv", FOCUS);
    let path = desk.path("focus.csv").display().to_string();
    let said = desk.practise(&["--json", "costs", "import", &path]).ends(0);
    let document = said.document("costs-import");
    assert_eq!(document["files"][0]["rows"], 2);
    let rejected = &document["files"][0]["rejected"][0];
    assert_eq!(rejected["row"], 3, "{rejected}");
    assert_eq!(rejected["column"], "BilledCost");
    assert_eq!(
        document["totals"]["USD"],
        json!({ "billed": "1.100000000001", "effective": "1.100000000001", "list": "1.25", "contracted": "1.1" })
    );
    assert_eq!(document["months"][0]["key"]["period"], "2026-09");
    let said = desk.practise(&["costs", "import", &path]).ends(0);
    assert!(said.out.contains("row 3, BilledCost"), "{}", said.out);
}

#[test]
fn line_items_are_what_their_schema_says() {
    let months = two();
    let months: Vec<Month<'_>> = months
        .iter()
        .map(|month| Month::of_rows(&month.head, &month.rows, 1_795_694_400_000))
        .collect();
    let question = Question::default();
    let ledger = report(&question, &months, &EnvironmentRules::default());
    let item = LineItem {
        file: "/home/ada/exports/focus.csv".to_owned(),
        row: 7,
        currency: "USD".to_owned(),
        costs: Costs::default(),
        quantity: domain::costs::testing::exact("1.5"),
        fields: BTreeMap::from([("service".to_owned(), "=1+1".to_owned())]),
        values: vec![LineValue {
            column: "Tags".to_owned(),
            value: "{\"a\":\"b, c\"}".to_owned(),
        }],
    };
    let lines = LineItems {
        words: ledger.words.clone(),
        sentence: LineItems::told(1, 3, &ledger.totals, question.cost),
        items: vec![item],
        count: 3,
        totals: ledger.totals.clone(),
        notes: vec!["August 2026: focus.csv cannot be read.".to_owned()],
        provenance: ledger.provenance.clone(),
        ledger: Some(ledger),
        question,
    };
    schema::hold("costs-lines", &json!(lines));
    assert_eq!(
        lines.csv(),
        "file,row,currency,billed,effective,list,contracted,quantity,service,Tags\n\
         /home/ada/exports/focus.csv,7,USD,0,0,0,0,1.5,'=1+1,\"{\"\"a\"\":\"\"b, c\"\"}\"\n"
    );
    let desk = Desk::new();
    let said = desk.practise(&["--json", "costs", "lines", "--month", "2026-09"]);
    said.ends(2).error("not_found");
}

#[test]
fn what_is_no_export_is_refused_with_its_place() {
    let desk = Desk::new();
    for (name, content) in [("empty.csv", ""), ("strange.csv", "a,b\n1,2\n")] {
        desk.write(name, content);
        let path = desk.path(name).display().to_string();
        let said = desk.practise(&["costs", "import", &path]).ends(2);
        assert!(said.err.contains(name), "{}", said.err);
    }
}

#[test]
fn practice_has_an_export_that_costs_nothing() {
    let desk = Desk::new();
    let said = desk.practise(&["--json", "costs", "exports"]).ends(0);
    assert_eq!(
        said.document("costs-exports")["exports"][0]["table"],
        "FOCUS_1_2_AWS"
    );
    let said = desk
        .practise(&["--json", "costs", "sync", "--price"])
        .ends(0);
    let quote = said.document("costs-quote");
    assert_eq!(quote["quote"]["months"].as_array().map(Vec::len), Some(7));
    let said = desk.practise(&["--json", "costs", "sync", "--yes"]).ends(0);
    let document = said.document("costs-import");
    assert_eq!(document["months"].as_array().map(Vec::len), Some(7));
    let meter = desk.practise(&["--json", "costs", "spend"]).ends(0);
    assert_eq!(meter.document("costs-spend")["spent"], "0");
    let said = desk.practise(&["costs", "sync"]).ends(2);
    assert!(said.err.contains("--yes"), "{}", said.err);
}
