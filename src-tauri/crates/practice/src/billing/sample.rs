//! Line items of the invented company: what its three environments use every day, with a story in it. In
//! the newest months staging moves much data through NAT from a certain day on, and production grows.

use std::sync::LazyLock;

use domain::catalogue::Date;
use domain::costs::{Amount, Period};

/// Something that is used all the time.
struct Stream {
    service: &'static str,
    /// FOCUS's service category.
    category: &'static str,
    meter: &'static str,
    unit: &'static str,
    /// Micro-dollars a unit.
    price: i64,
    environment: &'static str,
    component: &'static str,
    team: &'static str,
    resource: &'static str,
    /// Thousandths of a unit each day.
    daily: i64,
    shape: Shape,
}

/// How the use of something goes over the days.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Shape {
    Flat,
    /// Less at weekends.
    Working,
    /// A fortieth more each month.
    Growing,
    /// Nine times as much from the 12th of the month before the newest on.
    Jump,
    /// Covered by the savings plan.
    Covered,
}

use Shape::{Covered, Flat, Growing, Jump, Working};

const EC2: &str = "Amazon Elastic Compute Cloud";
const PLAN: &str = "Savings Plans for AWS Compute usage";

/// What is used, by lines of `data/usage.csv`.
fn streams() -> &'static [Stream] {
    static STREAMS: LazyLock<Vec<Stream>> = LazyLock::new(|| {
        let text = include_str!("../../data/usage.csv");
        let lines = text.lines().filter(|line| !line.starts_with('#'));
        lines.skip(1).filter_map(stream).collect()
    });
    &STREAMS
}

fn stream(line: &'static str) -> Option<Stream> {
    let fields: Vec<&'static str> = line.split(';').collect();
    let [
        service,
        category,
        meter,
        unit,
        price,
        environment,
        component,
        team,
        resource,
        daily,
        shape,
    ] = fields[..]
    else {
        return None;
    };
    Some(Stream {
        service,
        category,
        meter,
        unit,
        price: price.parse().ok()?,
        environment,
        component,
        team,
        resource,
        daily: daily.parse().ok()?,
        shape: match shape {
            "Flat" => Flat,
            "Working" => Working,
            "Growing" => Growing,
            "Jump" => Jump,
            "Covered" => Covered,
            _ => return None,
        },
    })
}

/// A line item.
pub(super) struct Line {
    pub day: Date,
    pub service: &'static str,
    pub category: &'static str,
    pub environment: &'static str,
    pub billed: Amount,
    pub effective: Amount,
    list: Amount,
    service_category: &'static str,
    meter: &'static str,
    unit: &'static str,
    quantity: Amount,
    component: &'static str,
    team: &'static str,
    resource: String,
    pricing: &'static str,
    frequency: &'static str,
    /// Used, Unused or nothing.
    status: &'static str,
    description: String,
}

impl Line {
    /// Credits, refunds and taxes.
    pub(super) fn is_adjustment(&self) -> bool {
        self.category == "Credit" || self.category == "Tax"
    }
}

const PAYER: &str = "000000000000";
const PLAN_ARN: &str = "arn:aws:savingsplans::000000000000:savingsplan/5f0c0ffe-practice";
/// Micro-dollars that the savings plan takes off a covered dollar.
const DISCOUNT: i64 = 280_000;
/// The plan's commitment, in micro-dollars a day.
const COMMITMENT: i64 = 12_000_000;
/// From which month on the invented company grows.
const BEGIN: Period = Period {
    year: 2026,
    month: 1,
};

fn micros(micros: i64) -> Amount {
    Amount::from_micros(micros)
}

/// Every line item of a month until yesterday.
pub(super) fn lines(period: Period, today: Date) -> Vec<Line> {
    let newest = Period::of(today);
    let mut out = Vec::new();
    for day in 0..period.days() {
        let date = Date::from_days(period.first_day().days() + i64::from(day));
        if date >= today {
            break;
        }
        let mut covered = 0;
        for (number, stream) in streams().iter().enumerate() {
            let line = used(stream, number, date, newest);
            if stream.shape == Covered {
                covered += line.effective.micros() as i64;
            }
            out.push(line);
        }
        out.extend(plan(date, covered));
    }
    if out.is_empty() {
        return out;
    }
    let first = period.first_day();
    out.push(one_time(
        first,
        "Credit",
        EC2,
        -40_000_000,
        "AWS Activate credits",
    ));
    let billed: Amount = out.iter().map(|line| line.billed).sum();
    let tax = (billed.micros() / 20).max(0) as i64;
    out.push(one_time(
        first,
        "Tax",
        EC2,
        tax,
        "Tax for product code AmazonEC2",
    ));
    out
}

fn used(stream: &Stream, number: usize, date: Date, newest: Period) -> Line {
    let days = date.days();
    let period = Period::of(date);
    // A few hundredths up and down, the same at every look.
    let noise = (days * 7_919 + number as i64 * 104_729).rem_euclid(61) - 30;
    let mut daily = match stream.unit {
        "Hours" => stream.daily,
        "GB-Mo" => stream.daily * 1_000 / i64::from(period.days()),
        _ => stream.daily * (1_000 + noise) / 1_000,
    };
    let weekend = matches!((days + 3).rem_euclid(7), 5 | 6);
    let months = i64::from((period.year - BEGIN.year) * 12 + i32::from(period.month) - 1);
    let since = newest.previous().first_day().days() + 11;
    match stream.shape {
        Working if weekend => daily = daily * 3 / 10,
        Growing => daily = daily * (40 + months.max(0)) / 40,
        Jump if days >= since => daily *= 9,
        _ => {}
    }
    // Storage is counted in months, a thousand times as finely.
    let quantity = match stream.unit {
        "GB-Mo" => Amount(i128::from(daily) * 1_000_000_000_000),
        _ => Amount(i128::from(daily) * 1_000_000_000_000_000),
    };
    let list = Amount(quantity.0 / 1_000_000 * i128::from(stream.price));
    let covered = stream.shape == Covered;
    let effective = match covered {
        true => Amount(list.0 / 1_000_000 * i128::from(1_000_000 - DISCOUNT)),
        false => list,
    };
    Line {
        day: date,
        service: stream.service,
        category: "Usage",
        environment: stream.environment,
        billed: if covered { Amount::ZERO } else { list },
        effective,
        list,
        service_category: stream.category,
        meter: stream.meter,
        unit: stream.unit,
        quantity,
        component: stream.component,
        team: stream.team,
        resource: format!("arn:aws:array:us-east-1:{PAYER}:{}", stream.resource),
        pricing: if covered { "Committed" } else { "Standard" },
        frequency: "Usage-Based",
        status: if covered { "Used" } else { "" },
        description: format!("{} in US East (N. Virginia)", stream.meter),
    }
}

/// What the savings plan costs on a day, and what of it nobody used.
fn plan(date: Date, covered: i64) -> [Line; 2] {
    let line = |category, frequency, status, billed, effective, description: &str| Line {
        day: date,
        service: PLAN,
        category,
        environment: "",
        billed: micros(billed),
        effective: micros(effective),
        list: micros(billed),
        service_category: "Compute",
        meter: "ComputeSP:1yrNoUpfront",
        unit: "Hours",
        quantity: micros(24_000_000),
        component: "",
        team: "",
        resource: PLAN_ARN.to_owned(),
        pricing: if status == "Unused" {
            "Committed"
        } else {
            "Standard"
        },
        frequency,
        status,
        description: description.to_owned(),
    };
    [
        line(
            "Purchase",
            "Recurring",
            "",
            COMMITMENT,
            0,
            "1 year No Upfront Compute Savings Plan",
        ),
        line(
            "Usage",
            "Usage-Based",
            "Unused",
            0,
            COMMITMENT - covered,
            "Unused portion of the Compute Savings Plan",
        ),
    ]
}

fn one_time(
    date: Date,
    category: &'static str,
    service: &'static str,
    amount: i64,
    description: &str,
) -> Line {
    Line {
        day: date,
        service,
        category,
        environment: "",
        billed: micros(amount),
        effective: micros(amount),
        list: micros(if category == "Credit" { 0 } else { amount }),
        service_category: "Compute",
        meter: "",
        unit: "",
        quantity: Amount::ZERO,
        component: "",
        team: "",
        resource: String::new(),
        pricing: "",
        frequency: "One-Time",
        status: "",
        description: description.to_owned(),
    }
}

const HEAD: &str = "BilledCost,BillingAccountId,BillingAccountName,BillingCurrency,BillingPeriodEnd,BillingPeriodStart,ChargeCategory,ChargeClass,ChargeDescription,ChargeFrequency,ChargePeriodEnd,ChargePeriodStart,CommitmentDiscountId,CommitmentDiscountStatus,CommitmentDiscountType,ContractedCost,EffectiveCost,InvoiceIssuerName,ListCost,PricingCategory,PricingQuantity,PricingUnit,ProviderName,PublisherName,RegionId,RegionName,ResourceId,ServiceCategory,ServiceName,SkuMeter,SubAccountId,SubAccountName,Tags,x_Discounts,x_Operation,x_ServiceCode";

/// A month's export, as AWS delivers it.
pub(super) fn csv(period: Period, today: Date) -> String {
    let mut out = format!("{HEAD}\n");
    let (start, end) = (period.first_day(), period.next().first_day());
    for line in lines(period, today) {
        let next = Date::from_days(line.day.days() + 1);
        let committed = line.resource == PLAN_ARN || line.status == "Used";
        let commitment = if committed { PLAN_ARN } else { "" };
        let kind = if committed {
            "Compute Savings Plans"
        } else {
            ""
        };
        let region = if line.meter.starts_with("USE1") {
            ("us-east-1", "US East (N. Virginia)")
        } else {
            ("", "")
        };
        let contracted = match line.category {
            "Credit" => line.billed,
            _ => line.list,
        };
        out.push_str(&format!(
            "{},{PAYER},Array Alliance (invented),USD,{end}T00:00:00Z,{start}T00:00:00Z,{},,\"{}\",{},{next}T00:00:00Z,{}T00:00:00Z,{commitment},{},{kind},{contracted},{},\"Amazon Web Services, Inc.\",{},{},{},{},AWS,\"Amazon Web Services, Inc.\",{},{},{},{},{},{},{PAYER},Array Alliance (invented),{},,,\n",
            line.billed,
            line.category,
            line.description,
            line.frequency,
            line.day,
            line.status,
            line.effective,
            line.list,
            line.pricing,
            line.quantity,
            line.unit,
            region.0,
            region.1,
            line.resource,
            line.service_category,
            line.service,
            line.meter,
            tags(&line),
        ));
    }
    out
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
        .map(|(key, value)| format!("\"\"{key}\"\":\"\"{value}\"\""))
        .collect();
    match written.is_empty() {
        true => String::new(),
        false => format!("\"{{{}}}\"", written.join(",")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn period(text: &str) -> Period {
        text.parse().unwrap()
    }

    #[test]
    fn the_savings_plan_is_what_was_used_of_it_and_what_was_not() {
        let lines = lines(period("2026-10"), Date::new(2026, 11, 20));
        let plan = |line: &&Line| line.service == PLAN || line.status == "Used";
        let billed: Amount = lines.iter().filter(plan).map(|line| line.billed).sum();
        let effective: Amount = lines.iter().filter(plan).map(|line| line.effective).sum();
        assert_eq!(billed, effective, "what is bought is used or lost");
        assert!(billed > Amount::units(300));
    }

    #[test]
    fn every_line_of_the_table_is_read() {
        let lines = include_str!("../../data/usage.csv").lines();
        let written = lines.filter(|line| !line.starts_with('#')).count() - 1;
        assert_eq!(streams().len(), written);
    }

    #[test]
    fn a_month_is_the_same_at_every_look_and_ends_yesterday() {
        let today = Date::new(2026, 11, 20);
        assert_eq!(csv(period("2026-11"), today), csv(period("2026-11"), today));
        let newest = lines(period("2026-11"), today);
        assert_eq!(
            newest.iter().map(|line| line.day).max(),
            Some(Date::new(2026, 11, 19))
        );
        assert!(lines(period("2026-12"), today).is_empty());
    }
}
