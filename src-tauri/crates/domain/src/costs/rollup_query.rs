//! The ledger's roll-up as one query to Athena over a FOCUS export, and its answer as lines.

use super::{Amount, Costs, Dimension, MonthKey, Period, RollupLine, TagKeys};

/// Athena's name of each dimension's column, in the order of [`Dimension::ALL`]; of tags there is none.
const COLUMNS: [&str; 11] = [
    "subaccountid",
    "regionid",
    "servicename",
    "skumeter",
    "pricingcategory",
    "chargecategory",
    "chargeclass",
    "chargefrequency",
    "commitmentdiscountid",
    "commitmentdiscountstatus",
    "billingcurrency",
];
const COSTS: [&str; 4] = ["billedcost", "effectivecost", "listcost", "contractedcost"];

/// The query. Database, table and tag keys come from people, so what is no plain name is refused; months
/// are ours.
pub fn sql(
    database: &str,
    table: &str,
    months: &[Period],
    keys: &TagKeys,
) -> Result<String, String> {
    let plain = |name: &str| {
        !name.is_empty()
            && name
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
    };
    for (what, name) in [("database", database), ("table", table)] {
        if !plain(name) {
            return Err(format!(
                "`{name}` is no name of a {what}: letters, digits and _ only."
            ));
        }
    }
    let mut selected = vec![
        "coalesce(providername, 'AWS') AS provider".to_owned(),
        "coalesce(billingaccountid, '') AS billing_account".to_owned(),
        "billing_period".to_owned(),
        "cast(date(chargeperiodstart) AS varchar) AS day".to_owned(),
    ];
    selected.extend(COLUMNS.map(|column| format!("coalesce({column}, '') AS {column}")));
    for (name, keys) in [
        ("environment", &keys.environment),
        ("component", &keys.component),
        ("team", &keys.team),
    ] {
        selected.push(format!("{} AS {name}", tag(keys)?));
    }
    let groups: Vec<String> = (1..=selected.len())
        .map(|number| number.to_string())
        .collect();
    // Doubles, which an export writes, would not add up exactly.
    let sum = |column: &str| {
        format!("cast(sum(cast({column} AS decimal(38, 12))) AS varchar) AS {column}")
    };
    selected.extend(COSTS.map(sum));
    selected.push(sum("pricingquantity"));
    selected.push("count(*) AS lines".to_owned());
    let months: Vec<String> = months.iter().map(|month| format!("'{month}'")).collect();
    Ok(format!(
        "SELECT {}\nFROM \"{database}\".\"{table}\"\nWHERE billing_period IN ({})\nGROUP BY {}",
        selected.join(",\n       "),
        months.join(", "),
        groups.join(", ")
    ))
}

/// The first of the keys that a line has, in the spellings of exports.
fn tag(keys: &[String]) -> Result<String, String> {
    let mut found = Vec::new();
    for key in keys {
        let usual = |byte: u8| byte.is_ascii_alphanumeric() || b"_-:./+@ ".contains(&byte);
        if key.is_empty() || !key.bytes().all(usual) {
            return Err(format!("`{key}` is no key of a tag."));
        }
        for raw in [format!("user_{key}"), format!("user:{key}"), key.clone()] {
            found.push(format!("nullif(element_at(tags, '{raw}'), '')"));
        }
    }
    found.push("''".to_owned());
    Ok(match found.len() {
        1 => "''".to_owned(),
        _ => format!("coalesce({})", found.join(", ")),
    })
}

/// A row of the answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RollupRow {
    pub key: MonthKey,
    pub line: RollupLine,
}

/// A row of the answer, by the names of its columns; says what is wrong with it.
pub fn row(columns: &[String], values: &[Option<String>]) -> Result<RollupRow, String> {
    let value = |name: &str| {
        let at = columns
            .iter()
            .position(|column| column.eq_ignore_ascii_case(name))
            .ok_or_else(|| format!("it has no column {name}"))?;
        let value = values
            .get(at)
            .ok_or_else(|| format!("a row ends before its column {name}"))?;
        Ok::<&str, String>(value.as_deref().unwrap_or_default())
    };
    let amount = |name: &str| match value(name)? {
        "" => Ok(Amount::ZERO),
        text => text
            .parse::<Amount>()
            .map_err(|error| format!("`{text}` in {name} {error}")),
    };
    let mut names = COLUMNS.to_vec();
    names.extend(["environment", "component", "team"]);
    let mut of_dimensions: [String; Dimension::ALL.len()] = Default::default();
    for (at, name) in names.into_iter().enumerate() {
        value(name)?.clone_into(&mut of_dimensions[at]);
    }
    Ok(RollupRow {
        key: MonthKey {
            provider: value("provider")?.to_owned(),
            billing_account: value("billing_account")?.to_owned(),
            period: value("billing_period")?.parse()?,
        },
        line: RollupLine {
            day: value("day")?.parse()?,
            values: of_dimensions,
            costs: Costs {
                billed: amount("billedcost")?,
                effective: amount("effectivecost")?,
                list: amount("listcost")?,
                contracted: amount("contractedcost")?,
            },
            quantity: amount("pricingquantity")?,
            lines: value("lines")?
                .parse()
                .map_err(|_| "a count of lines is no number".to_owned())?,
        },
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::Date;

    fn period(text: &str) -> Period {
        text.parse().unwrap()
    }

    #[test]
    fn one_query_rolls_months_up_at_the_ledgers_grain() {
        let months = [period("2026-09"), period("2026-10")];
        let query = sql("costs", "focus", &months, &TagKeys::default()).unwrap();
        assert!(query.contains("FROM \"costs\".\"focus\""), "{query}");
        assert!(query.contains("billing_period IN ('2026-09', '2026-10')"));
        assert!(query.contains("element_at(tags, 'user_environment')"));
        let groups: Vec<String> = (1..=18).map(|number| number.to_string()).collect();
        assert!(
            query.ends_with(&format!("GROUP BY {}", groups.join(", "))),
            "every column but the sums: {query}"
        );
    }

    #[test]
    fn nothing_but_names_gets_into_the_query() {
        let months = [period("2026-09")];
        let keys = TagKeys::default();
        assert!(sql("costs; DROP TABLE x", "focus", &months, &keys).is_err());
        assert!(sql("costs", "fo\"cus", &months, &keys).is_err());
        let keys = TagKeys {
            environment: vec!["it's".to_owned()],
            ..TagKeys::default()
        };
        assert!(sql("costs", "focus", &months, &keys).is_err());
    }

    #[test]
    fn an_answer_becomes_lines_exactly() {
        let columns: Vec<String> = "provider billing_account billing_period day subaccountid regionid servicename skumeter pricingcategory chargecategory chargeclass chargefrequency commitmentdiscountid commitmentdiscountstatus billingcurrency environment component team billedcost effectivecost listcost contractedcost pricingquantity lines"
            .split(' ')
            .map(str::to_owned)
            .collect();
        let mut values: Vec<Option<String>> = "AWS 111122223333 2026-10 2026-10-07 210000000001 us-east-1 AmazonEKS USE1-Hours Standard Usage - Usage-Based - - USD prod crew-api crew 2.400000000001 2.4 2.4 2.4 24 24"
            .split(' ')
            .map(|value| (value != "-").then(|| value.to_owned()))
            .collect();
        let row_read = row(&columns, &values).unwrap();
        assert_eq!(row_read.line.costs.billed.to_string(), "2.400000000001");
        assert_eq!(row_read.line.values[Dimension::Commitment.index()], "");
        assert_eq!(row_read.key.period, period("2026-10"));
        assert_eq!(row_read.line.lines, 24);
        values[3] = Some("2026-10-32".to_owned());
        assert_eq!(
            row(&columns, &values),
            Err("`2026-10-32` is no day".to_owned())
        );
        assert_eq!(
            row(&columns[..5], &values),
            Err("it has no column regionid".to_owned())
        );
    }

    const ANSWER: &str = "provider billing_account billing_period day subaccountid regionid servicename skumeter pricingcategory chargecategory chargeclass chargefrequency commitmentdiscountid commitmentdiscountstatus billingcurrency environment component team billedcost effectivecost listcost contractedcost pricingquantity lines";

    proptest::proptest! {
        #[test]
        fn a_spoiled_row_is_refused_or_whole(
            at in 0..24_usize,
            value in proptest::option::of("[ -~äß😀]{0,12}|-?[0-9]{1,40}(\\.[0-9]{1,40})?|[0-9]{4}-[0-9]{2}(-[0-9]{2})?"),
            length in 0..30_usize,
        ) {
            let columns: Vec<String> = ANSWER.split(' ').map(str::to_owned).collect();
            let mut values: Vec<Option<String>> = "AWS 111122223333 2026-10 2026-10-07 2 us-east-1 AmazonEKS Hours Standard Usage x Usage-Based x x USD prod crew-api crew 2.4 2.4 2.4 2.4 24 24"
                .split(' ')
                .map(|value| Some(value.to_owned()))
                .collect();
            values[at] = value;
            let cut = length < values.len();
            values.truncate(length.max(1));
            match row(&columns, &values) {
                Ok(read) => {
                    proptest::prop_assert!(!cut, "a row that ends early is none");
                    let day = read.line.day;
                    proptest::prop_assert_eq!(Date::from_days(day.days()), day, "a day that exists");
                    let mut month = crate::costs::MonthBuilder::new(read.key.period.first_day());
                    for _ in 0..100 {
                        month.add(&read.line);
                    }
                    proptest::prop_assert_eq!(month.lines, 100 * u64::from(read.line.lines));
                }
                Err(words) => proptest::prop_assert!(!words.is_empty()),
            }
        }
    }
}
