//! CUR's line item types and what they cost, and pods' shares.

use crate::fixtures::{Table, write};
use crate::reading::{Read, read, value};
use domain::costs::{Costs, Dimension};

const PLAN: &str = "arn:aws:savingsplans::1:savingsplan/p";
const RESERVATION: &str = "arn:aws:ec2:us-east-1:1:reserved-instances/r";

fn costs([billed, effective, list, contracted]: [&str; 4]) -> Costs {
    Costs::from_array(
        [billed, effective, list, contracted].map(|text| text.parse().expect("an amount")),
    )
}

fn imported(table: Table) -> Read {
    let folder = tempfile::tempdir().expect("a folder");
    read(&[write(folder.path(), "cur.csv", table.csv())]).expect("a report")
}

/// What differs, the four costs, and what the dimensions of charge, pricing and commitment say.
type Case = (
    &'static [(&'static str, &'static str)],
    [&'static str; 4],
    [&'static str; 5],
);

#[test]
fn every_line_item_type_has_its_costs_and_its_category() {
    let cases: Vec<Case> = vec![
        (
            &[],
            ["1", "1", "1", "1"],
            ["Usage", "", "Usage-Based", "Standard", ""],
        ),
        (
            &[("lineItem/UsageType", "SpotUsage:m6i.large")],
            ["1", "1", "1", "1"],
            ["Usage", "", "Usage-Based", "Dynamic", ""],
        ),
        (
            &[("lineItem/NetUnblendedCost", "0.9")],
            ["0.9", "0.9", "1", "0.9"],
            ["Usage", "", "Usage-Based", "Standard", ""],
        ),
        (
            &[
                ("lineItem/LineItemType", "SavingsPlanCoveredUsage"),
                ("savingsPlan/SavingsPlanARN", PLAN),
                ("savingsPlan/SavingsPlanEffectiveCost", "0.72"),
            ],
            ["1", "0.72", "1", "1"],
            ["Usage", "", "Usage-Based", "Committed", "Used"],
        ),
        (
            &[
                ("lineItem/LineItemType", "SavingsPlanNegation"),
                ("lineItem/UnblendedCost", "-1"),
                ("pricing/publicOnDemandCost", "0"),
                ("savingsPlan/SavingsPlanARN", PLAN),
            ],
            ["-1", "0", "0", "-1"],
            ["Usage", "", "Usage-Based", "Committed", ""],
        ),
        (
            &[
                ("lineItem/LineItemType", "SavingsPlanRecurringFee"),
                ("lineItem/UnblendedCost", "2"),
                ("savingsPlan/SavingsPlanARN", PLAN),
                ("savingsPlan/TotalCommitmentToDate", "2"),
                ("savingsPlan/UsedCommitment", "0.72"),
            ],
            ["2", "1.28", "1", "2"],
            ["Purchase", "", "Recurring", "Standard", "Unused"],
        ),
        (
            &[
                ("lineItem/LineItemType", "SavingsPlanUpfrontFee"),
                ("lineItem/UnblendedCost", "100"),
                ("savingsPlan/SavingsPlanARN", PLAN),
            ],
            ["100", "0", "1", "100"],
            ["Purchase", "", "One-Time", "Standard", ""],
        ),
        (
            &[
                ("lineItem/LineItemType", "DiscountedUsage"),
                ("lineItem/UnblendedCost", "0"),
                ("reservation/ReservationARN", RESERVATION),
                ("reservation/EffectiveCost", "0.64"),
                ("reservation/NetEffectiveCost", "0.6"),
            ],
            ["0", "0.6", "1", "0"],
            ["Usage", "", "Usage-Based", "Committed", "Used"],
        ),
        (
            &[
                ("lineItem/LineItemType", "RIFee"),
                ("lineItem/UnblendedCost", "46"),
                ("reservation/ReservationARN", RESERVATION),
                ("reservation/UnusedAmortizedUpfrontFeeForBillingPeriod", "3"),
                ("reservation/UnusedRecurringFee", "4"),
            ],
            ["46", "7", "1", "46"],
            ["Purchase", "", "Recurring", "Standard", "Unused"],
        ),
        (
            &[
                ("lineItem/LineItemType", "Fee"),
                ("lineItem/UnblendedCost", "500"),
                ("reservation/ReservationARN", RESERVATION),
            ],
            ["500", "0", "1", "500"],
            ["Purchase", "", "One-Time", "Standard", ""],
        ),
        (
            &[
                ("lineItem/LineItemType", "Fee"),
                ("lineItem/UnblendedCost", "15"),
            ],
            ["15", "15", "1", "15"],
            ["Purchase", "", "One-Time", "Standard", ""],
        ),
        (
            &[("lineItem/LineItemType", "Tax")],
            ["1", "1", "1", "1"],
            ["Tax", "", "One-Time", "", ""],
        ),
        (
            &[
                ("lineItem/LineItemType", "Credit"),
                ("lineItem/UnblendedCost", "-5"),
            ],
            ["-5", "-5", "1", "-5"],
            ["Credit", "", "One-Time", "", ""],
        ),
        (
            &[
                ("lineItem/LineItemType", "Refund"),
                ("lineItem/UnblendedCost", "-5"),
            ],
            ["-5", "-5", "1", "-5"],
            ["Usage", "Correction", "One-Time", "", ""],
        ),
        (
            &[
                ("lineItem/LineItemType", "EdpDiscount"),
                ("lineItem/UnblendedCost", "-0.1"),
            ],
            ["-0.1", "-0.1", "1", "-0.1"],
            ["Usage", "", "Usage-Based", "Standard", ""],
        ),
    ];
    for (differs, expected, words) in cases {
        let read = imported(Table::cur().row(differs));
        let month = &read.months[0];
        assert_eq!(month.head.totals["USD"], costs(expected), "{differs:?}");
        for (dimension, word) in [
            Dimension::ChargeCategory,
            Dimension::ChargeClass,
            Dimension::ChargeFrequency,
            Dimension::PricingCategory,
            Dimension::CommitmentStatus,
        ]
        .into_iter()
        .zip(words)
        {
            assert_eq!(
                value(month, dimension, 0),
                word,
                "{differs:?}: {dimension:?}"
            );
        }
    }
}

#[test]
fn a_total_with_pods_is_the_total_without() {
    let node = Table::cur().row(&[("lineItem/UnblendedCost", "3.5")]);
    let without = imported(node.clone());
    let pod = "arn:aws:eks:us-east-1:1:pod/crew/api";
    let with = imported(node.row(&[
        ("lineItem/ResourceId", pod),
        ("lineItem/UnblendedCost", "2.2"),
        ("splitLineItem/ParentResourceId", "i-1"),
        ("splitLineItem/SplitCost", "1.5"),
        ("splitLineItem/UnusedCost", "0.7"),
        ("resourceTags/user:environment", "prod"),
    ]));
    assert_eq!(with.totals(), without.totals());
    assert_eq!(with.months[0].rows, without.months[0].rows);
    assert_eq!((with.rows(), with.months[0].head.lines), (2, 1));
    let split = &with.months[0].splits[0];
    assert_eq!((split.id.as_str(), split.parent.as_str()), (pod, "i-1"));
    assert_eq!(
        (split.split.to_string(), split.unused.to_string()),
        ("1.5".to_owned(), "0.7".to_owned())
    );
    assert_eq!(split.environment, "prod");
}

#[test]
fn tags_of_columns_of_their_own_are_normalised_and_keep_their_raw_key() {
    let read = imported(Table::cur().row(&[
        ("resourceTags/user:environment", "prod"),
        ("resourceTags/user:Team", "crew"),
        ("product/ProductName", ""),
        ("lineItem/ProductCode", "AmazonES"),
    ]));
    let month = &read.months[0];
    assert_eq!(value(month, Dimension::Environment, 0), "prod");
    assert_eq!(value(month, Dimension::Team, 0), "crew");
    assert_eq!(
        value(month, Dimension::Service, 0),
        "Amazon OpenSearch Service"
    );
    let keys: Vec<(&str, &str)> = month
        .tags
        .iter()
        .map(|tag| (tag.key.as_str(), tag.raw_key.as_str()))
        .collect();
    assert_eq!(
        keys,
        [
            ("environment", "resourceTags/user:environment"),
            ("team", "resourceTags/user:Team")
        ]
    );
}

#[test]
fn cur_2_has_its_tags_and_products_in_maps() {
    let folder = tempfile::tempdir().unwrap();
    let csv = "bill_payer_account_id,bill_payer_account_name,bill_billing_period_start_date,line_item_usage_account_id,\
        line_item_line_item_type,line_item_usage_start_date,line_item_product_code,line_item_usage_type,\
        line_item_currency_code,line_item_unblended_cost,product,resource_tags\n\
        1,Payer,2026-08-01T00:00:00.000Z,2,Usage,2026-08-02T00:00:00.000Z,AmazonEC2,BoxUsage,USD,0.25,\
        \"{\"\"product_name\"\":\"\"Amazon Elastic Compute Cloud\"\",\"\"region\"\":\"\"eu-west-1\"\"}\",\
        \"{\"\"user_env\"\":\"\"dev\"\"}\"\n";
    let read = read(&[write(folder.path(), "cur2.csv", csv)]).unwrap();
    assert_eq!(read.files[0].format, domain::costs::ExportFormat::Cur2);
    let month = &read.months[0];
    assert_eq!(
        value(month, Dimension::Service, 0),
        "Amazon Elastic Compute Cloud"
    );
    assert_eq!(value(month, Dimension::Region, 0), "eu-west-1");
    assert_eq!(value(month, Dimension::Environment, 0), "dev");
    assert_eq!(month.head.totals["USD"].effective.to_string(), "0.25");
}

#[test]
fn cur_2_without_maps_is_told_by_its_payers_name() {
    let folder = tempfile::tempdir().unwrap();
    let csv = "bill_payer_account_id,bill_payer_account_name,bill_billing_period_start_date,line_item_usage_account_id,\
        line_item_usage_account_name,line_item_line_item_type,line_item_usage_start_date,line_item_product_code,\
        line_item_usage_type,line_item_currency_code,line_item_unblended_cost,product_product_name,product_region_code,\
        resource_tags_user_env,resource_tags_user_team\n\
        1,Payer,2026-08-01T00:00:00.000Z,2,array-prod,Usage,2026-08-02T00:00:00.000Z,AmazonEC2,BoxUsage,USD,0.25,\
        Amazon Elastic Compute Cloud,eu-west-1,dev,crew\n";
    let read = read(&[write(folder.path(), "flat.csv", csv)]).unwrap();
    assert_eq!(read.files[0].format, domain::costs::ExportFormat::Cur2);
    let month = &read.months[0];
    assert_eq!(month.head.key.billing_account, "1");
    assert_eq!(month.head.accounts[0].name, "array-prod", "not the payer's");
    assert_eq!(
        value(month, Dimension::Service, 0),
        "Amazon Elastic Compute Cloud"
    );
    assert_eq!(value(month, Dimension::Region, 0), "eu-west-1");
    assert_eq!(value(month, Dimension::Environment, 0), "dev");
    assert_eq!(value(month, Dimension::Team, 0), "crew");
    assert_eq!(month.head.totals["USD"].billed.to_string(), "0.25");
}

#[test]
fn of_a_tag_in_two_spellings_the_first_counts_and_both_are_kept() {
    for tags in [
        r#"{"user:team":"crew","user_team":"web"}"#,
        r#"{"user_team":"web","user:team":"crew"}"#,
    ] {
        let table = Table::focus()
            .row(&[("Tags", tags)])
            .row(&[("Tags", r#"{"user_team":"web"}"#)]);
        let read = imported(table);
        let month = &read.months[0];
        assert_eq!(value(month, Dimension::Team, 0), "crew");
        assert_eq!(value(month, Dimension::Team, 1), "web");
        let told: Vec<(&str, &str, String)> = month
            .tags
            .iter()
            .map(|tag| {
                let billed = tag.costs.billed.to_string();
                (tag.raw_key.as_str(), tag.value.as_str(), billed)
            })
            .collect();
        assert_eq!(
            told,
            [
                ("user:team", "crew", "1".to_owned()),
                ("user_team", "web", "1".to_owned())
            ],
            "each line item counts once"
        );
        let finding = month
            .head
            .findings
            .iter()
            .find(|one| one.code == "tag-twice");
        assert_eq!(
            finding.unwrap().message,
            "1 line item has a tag in two spellings, user:team and user_team for instance. Each counts once, by the first."
        );
    }
}
