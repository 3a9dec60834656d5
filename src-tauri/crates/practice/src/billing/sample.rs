//! Line items of the invented company: what its three environments use every day, with a story in it. In
//! the newest months staging moves much data through NAT from a certain day on, and production grows.

use std::sync::LazyLock;

use domain::catalogue::Date;
use domain::costs::{Amount, Period};

/// A service as FOCUS and AWS sort it.
#[derive(Clone, Copy)]
pub(super) struct Product {
    pub name: &'static str,
    /// AWS's own: `AmazonEC2`.
    pub code: &'static str,
    pub category: &'static str,
    pub subcategory: &'static str,
}

/// Something that is used all the time.
struct Stream {
    product: Product,
    meter: &'static str,
    operation: &'static str,
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

const EC2: Product = Product {
    name: "Amazon Elastic Compute Cloud",
    code: "AmazonEC2",
    category: "Compute",
    subcategory: "Virtual Machines",
};
const PLAN: Product = Product {
    name: "Savings Plans for AWS Compute usage",
    code: "ComputeSavingsPlans",
    category: "Compute",
    subcategory: "Other (Compute)",
};

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
        name,
        code,
        category,
        subcategory,
        meter,
        operation,
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
        product: Product {
            name,
            code,
            category,
            subcategory,
        },
        meter,
        operation,
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
    pub product: Product,
    /// Usage, Purchase, Credit, Tax.
    pub category: &'static str,
    pub environment: &'static str,
    pub component: &'static str,
    pub team: &'static str,
    pub billed: Amount,
    pub effective: Amount,
    pub list: Amount,
    pub meter: &'static str,
    pub operation: &'static str,
    pub unit: &'static str,
    pub quantity: Amount,
    /// Of a unit; none of what is no usage.
    pub price: Option<Amount>,
    /// Its ARN.
    pub resource: &'static str,
    pub pricing: &'static str,
    pub frequency: &'static str,
    /// Used, Unused or nothing.
    pub status: &'static str,
    pub description: String,
}

impl Line {
    /// Credits, refunds and taxes.
    pub(super) fn is_adjustment(&self) -> bool {
        self.category == "Credit" || self.category == "Tax"
    }
}

pub(super) const PLAN_ARN: &str =
    "arn:aws:savingsplans::000000000000:savingsplan/5f0c0ffe-practice";
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
        product: stream.product,
        category: "Usage",
        environment: stream.environment,
        component: stream.component,
        team: stream.team,
        billed: if covered { Amount::ZERO } else { list },
        effective,
        list,
        meter: stream.meter,
        operation: stream.operation,
        unit: stream.unit,
        quantity,
        price: Some(micros(stream.price)),
        resource: stream.resource,
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
        product: PLAN,
        category,
        environment: "",
        component: "",
        team: "",
        billed: micros(billed),
        effective: micros(effective),
        list: micros(billed),
        meter: "ComputeSP:1yrNoUpfront",
        operation: "",
        unit: "Hours",
        quantity: micros(24_000_000),
        price: Some(micros(billed / 24)),
        resource: PLAN_ARN,
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
    product: Product,
    amount: i64,
    description: &str,
) -> Line {
    Line {
        day: date,
        product,
        category,
        environment: "",
        component: "",
        team: "",
        billed: micros(amount),
        effective: micros(amount),
        list: micros(if category == "Credit" { 0 } else { amount }),
        meter: "",
        operation: "",
        unit: "",
        quantity: Amount::ZERO,
        price: None,
        resource: "",
        pricing: "",
        frequency: "One-Time",
        status: "",
        description: description.to_owned(),
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
        let plan = |line: &&Line| line.product.name == PLAN.name || line.status == "Used";
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
    fn a_month_ends_yesterday() {
        let today = Date::new(2026, 11, 20);
        let newest = lines(period("2026-11"), today);
        assert_eq!(
            newest.iter().map(|line| line.day).max(),
            Some(Date::new(2026, 11, 19))
        );
        assert!(lines(period("2026-12"), today).is_empty());
    }
}
