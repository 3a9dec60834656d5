//! The export of the invented company as AWS delivers `FOCUS_1_2_AWS`: its sixty columns in their order,
//! empty where AWS leaves them empty (columns by AWS's Cloud Intelligence Dashboards, values by FOCUS 1.2;
//! read 2026-11).

use domain::catalogue::Date;
use domain::costs::{Amount, Period};
use sha2::{Digest, Sha256};

use super::sample::{self, Line, PLAN_ARN};

const ACCOUNT: &str = "000000000000";
const ACCOUNT_NAME: &str = "Array Alliance (invented)";
const AMAZON: &str = "Amazon Web Services, Inc.";

/// A column and what a line item has there.
type Column = (&'static str, fn(&Cell) -> String);

const COLUMNS: [Column; 60] = [
    ("AvailabilityZone", |cell| match cell.type_of_resource() {
        "instance" | "volume" => "us-east-1a".to_owned(),
        _ => String::new(),
    }),
    ("BilledCost", |cell| cell.line.billed.to_string()),
    ("BillingAccountId", |_| ACCOUNT.to_owned()),
    ("BillingAccountName", |_| ACCOUNT_NAME.to_owned()),
    ("BillingAccountType", |_| "Management Account".to_owned()),
    ("BillingCurrency", |_| "USD".to_owned()),
    ("BillingPeriodEnd", |cell| {
        midnight(cell.period.next().first_day())
    }),
    ("BillingPeriodStart", |cell| {
        midnight(cell.period.first_day())
    }),
    ("CapacityReservationId", |_| String::new()),
    ("CapacityReservationStatus", |_| String::new()),
    ("ChargeCategory", |cell| cell.line.category.to_owned()),
    ("ChargeClass", |_| String::new()),
    ("ChargeDescription", |cell| cell.line.description.clone()),
    ("ChargeFrequency", |cell| cell.line.frequency.to_owned()),
    ("ChargePeriodEnd", |cell| {
        midnight(Date::from_days(cell.line.day.days() + 1))
    }),
    ("ChargePeriodStart", |cell| midnight(cell.line.day)),
    ("CommitmentDiscountCategory", |cell| cell.committed("Spend")),
    ("CommitmentDiscountId", |cell| cell.committed(PLAN_ARN)),
    ("CommitmentDiscountName", |_| String::new()),
    ("CommitmentDiscountQuantity", |cell| {
        let spent = match cell.line.category {
            "Purchase" => cell.line.billed,
            _ => cell.line.effective,
        };
        cell.committed(&spent.to_string())
    }),
    ("CommitmentDiscountType", |cell| {
        cell.committed("Compute Savings Plans")
    }),
    ("CommitmentDiscountUnit", |cell| cell.committed("USD")),
    ("CommitmentDiscountStatus", |cell| {
        cell.line.status.to_owned()
    }),
    ("ConsumedQuantity", |cell| match cell.consumed() {
        true => cell.line.quantity.to_string(),
        false => String::new(),
    }),
    ("ConsumedUnit", |cell| match cell.consumed() {
        true => cell.line.unit.to_owned(),
        false => String::new(),
    }),
    ("ContractedCost", |cell| match cell.line.category {
        "Credit" => cell.line.billed.to_string(),
        _ => cell.line.list.to_string(),
    }),
    ("ContractedUnitPrice", |cell| cell.unit_price()),
    ("EffectiveCost", |cell| cell.line.effective.to_string()),
    // AWS issues it once the month is over.
    ("InvoiceId", |cell| {
        match cell.period < Period::of(cell.today) {
            true => format!("14{:04}{:02}01", cell.period.year, cell.period.month),
            false => String::new(),
        }
    }),
    ("InvoiceIssuerName", |_| AMAZON.to_owned()),
    ("ListCost", |cell| cell.line.list.to_string()),
    ("ListUnitPrice", |cell| cell.unit_price()),
    ("PricingCategory", |cell| cell.line.pricing.to_owned()),
    ("PricingCurrency", |_| "USD".to_owned()),
    ("PricingCurrencyContractedUnitPrice", |cell| {
        cell.unit_price()
    }),
    ("PricingCurrencyEffectiveCost", |cell| {
        cell.line.effective.to_string()
    }),
    ("PricingCurrencyListUnitPrice", |cell| cell.unit_price()),
    ("PricingQuantity", |cell| match cell.line.unit {
        "" => String::new(),
        _ => cell.line.quantity.to_string(),
    }),
    ("PricingUnit", |cell| cell.line.unit.to_owned()),
    ("ProviderName", |_| "AWS".to_owned()),
    ("PublisherName", |_| AMAZON.to_owned()),
    ("RegionId", |cell| cell.regional("us-east-1")),
    ("RegionName", |cell| cell.regional("US East (N. Virginia)")),
    ("ResourceId", |cell| cell.line.resource.to_owned()),
    ("ResourceName", |cell| match cell.line.resource {
        PLAN_ARN => String::new(),
        resource => resource.rsplit([':', '/']).next().unwrap_or("").to_owned(),
    }),
    ("ResourceType", |cell| cell.type_of_resource().to_owned()),
    ("ServiceCategory", |cell| {
        cell.line.product.category.to_owned()
    }),
    ("ServiceName", |cell| cell.line.product.name.to_owned()),
    ("ServiceSubcategory", |cell| {
        cell.line.product.subcategory.to_owned()
    }),
    ("SkuId", |cell| cell.sku()),
    ("SkuMeter", |cell| cell.line.meter.to_owned()),
    ("SkuPriceId", |cell| match cell.sku() {
        none if none.is_empty() => none,
        sku => format!("{sku}.{ON_DEMAND}"),
    }),
    ("SkuPriceDetails", |cell| {
        match cell.line.meter.split_once("BoxUsage:") {
            Some((_, instance)) => {
                format!("{{\"InstanceType\":\"{instance}\",\"OperatingSystem\":\"Linux\"}}")
            }
            None => String::new(),
        }
    }),
    ("SubAccountId", |_| ACCOUNT.to_owned()),
    ("SubAccountName", |_| ACCOUNT_NAME.to_owned()),
    ("SubAccountType", |_| "AWS Account".to_owned()),
    ("Tags", |cell| tags(cell.line)),
    ("x_Discounts", |_| String::new()),
    ("x_Operation", |cell| cell.line.operation.to_owned()),
    ("x_ServiceCode", |cell| cell.line.product.code.to_owned()),
];

/// AWS's code of what is paid as it is used.
const ON_DEMAND: &str = "JRTCKXETXF";

/// Where a column is written.
struct Cell<'a> {
    line: &'a Line,
    period: Period,
    today: Date,
}

impl Cell<'_> {
    /// Something of the savings plan, where it bought or covers this.
    fn committed(&self, text: &str) -> String {
        match self.line.resource == PLAN_ARN || self.line.status == "Used" {
            true => text.to_owned(),
            false => String::new(),
        }
    }

    /// Whether something was used; what is unused of a plan was not.
    fn consumed(&self) -> bool {
        self.line.category == "Usage" && self.line.status != "Unused"
    }

    fn regional(&self, text: &str) -> String {
        match self.line.meter.starts_with("USE1") {
            true => text.to_owned(),
            false => String::new(),
        }
    }

    fn unit_price(&self) -> String {
        let price = self.line.price.as_ref();
        price.map(Amount::to_string).unwrap_or_default()
    }

    /// `instance`, as the ARN says, or as its service has but one.
    fn type_of_resource(&self) -> &'static str {
        let mut parts = self.line.resource.splitn(6, ':');
        match (parts.nth(2), parts.nth(2)) {
            (Some("s3"), _) => "bucket",
            (Some("codepipeline"), _) => "pipeline",
            (Some("savingsplans") | None, _) | (_, None) => "",
            (_, Some(rest)) => rest.split([':', '/']).next().unwrap_or(""),
        }
    }

    /// Invented, the same for the same meter.
    fn sku(&self) -> String {
        if self.line.meter.is_empty() {
            return String::new();
        }
        let hash = Sha256::digest(self.line.meter);
        hash.iter()
            .take(8)
            .map(|byte| format!("{byte:02X}"))
            .collect()
    }
}

/// A month's export.
pub(super) fn csv(period: Period, today: Date) -> String {
    let names: Vec<&str> = COLUMNS.iter().map(|(name, _)| *name).collect();
    let mut out = names.join(",");
    out.push('\n');
    for line in &sample::lines(period, today) {
        let cell = Cell {
            line,
            period,
            today,
        };
        let cells: Vec<String> = COLUMNS
            .iter()
            .map(|(_, value)| quoted(value(&cell)))
            .collect();
        out.push_str(&cells.join(","));
        out.push('\n');
    }
    out
}

fn midnight(day: Date) -> String {
    format!("{day}T00:00:00Z")
}

fn quoted(text: String) -> String {
    match text.contains([',', '"']) {
        true => format!("\"{}\"", text.replace('"', "\"\"")),
        false => text,
    }
}

fn tags(line: &Line) -> String {
    let pairs = [
        ("user_environment", line.environment),
        ("user_component", line.component),
        ("user_team", line.team),
    ];
    let written: Vec<String> = pairs
        .iter()
        .filter(|(_, value)| !value.is_empty())
        .map(|(key, value)| format!("\"{key}\":\"{value}\""))
        .collect();
    match written.is_empty() {
        true => String::new(),
        false => format!("{{{}}}", written.join(",")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TODAY: Date = Date::new(2026, 11, 20);

    #[test]
    fn a_month_is_the_same_at_every_look() {
        let november = "2026-11".parse().unwrap();
        assert_eq!(csv(november, TODAY), csv(november, TODAY));
    }

    #[test]
    fn every_line_item_has_sixty_cells_and_a_closed_month_its_invoice() {
        let october = "2026-10".parse().unwrap();
        for line in &sample::lines(october, TODAY) {
            let cell = Cell {
                line,
                period: october,
                today: TODAY,
            };
            let value = |wanted: &str| {
                let column = COLUMNS.iter().find(|(name, _)| *name == wanted);
                column.map(|(_, value)| value(&cell)).unwrap()
            };
            assert_eq!(value("InvoiceId"), "1420261001");
            assert_eq!(
                value("CommitmentDiscountStatus").is_empty(),
                value("CommitmentDiscountId").is_empty() || value("ChargeCategory") == "Purchase",
                "what a commitment covers is used or unused"
            );
            assert_eq!(
                value("ResourceType").is_empty(),
                value("ResourceName").is_empty(),
                "{}",
                line.resource
            );
        }
        let text = csv(october, TODAY);
        assert!(text.starts_with("AvailabilityZone,BilledCost,"));
        let plain = text.lines().find(|line| !line.contains('"')).unwrap();
        assert_eq!(plain.split(',').count(), COLUMNS.len());
    }
}
