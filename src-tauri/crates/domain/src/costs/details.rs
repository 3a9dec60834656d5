//! What is kept of a month beside its ledger, by columns as the ledger is: reports over years read a few
//! of them.

use std::sync::Arc;

use super::table::coded;
use super::{
    Amount, AmountColumn, Column, ColumnName, Cost, Costs, Dimension, DimensionColumn, Grain,
    ResourceRow, Rows, RowsError, TagRow, Text,
};

impl Rows {
    /// The biggest spenders, in their order.
    pub fn of_resources(resources: &[ResourceRow]) -> Result<Self, RowsError> {
        let counts = |read: fn(&ResourceRow) -> u64| {
            let counts = resources.iter().map(read);
            Column::Counts(
                counts
                    .map(|count| u32::try_from(count).unwrap_or(u32::MAX))
                    .collect(),
            )
        };
        let columns = ColumnName::all(Grain::Resource).into_iter().map(|name| {
            let column = match name {
                ColumnName::FirstDay => counts(|row| row.first_day.unsigned_abs()),
                ColumnName::LastDay => counts(|row| row.last_day.unsigned_abs()),
                ColumnName::Lines => counts(|row| row.lines),
                ColumnName::Quantity => amounts(resources.iter().map(|row| row.quantity)),
                ColumnName::Cost(cost) => amounts(resources.iter().map(|row| row.costs.get(cost))),
                other => texts(resources.iter().map(|row| text_of(row, other))),
            };
            (name, Arc::new(column))
        });
        Self::new(columns)
    }

    /// The biggest spenders again, from all of their columns.
    pub fn resources(&self) -> Result<Vec<ResourceRow>, RowsError> {
        let text = |name: ColumnName| self.values(name).ok_or_else(|| missing(name));
        let counts = |name: ColumnName| self.counts(name).ok_or_else(|| missing(name));
        let dimension = |dimension: Dimension| text(ColumnName::Dimension(dimension));
        let id = text(ColumnName::Text(Text::Resource))?;
        let name = text(ColumnName::Text(Text::ResourceName))?;
        let account = dimension(Dimension::Account)?;
        let region = dimension(Dimension::Region)?;
        let service = dimension(Dimension::Service)?;
        let usage_type = dimension(Dimension::UsageType)?;
        let environment = dimension(Dimension::Environment)?;
        let component = dimension(Dimension::Component)?;
        let team = dimension(Dimension::Team)?;
        let currency = dimension(Dimension::Currency)?;
        let first_day = counts(ColumnName::FirstDay)?;
        let last_day = counts(ColumnName::LastDay)?;
        let lines = counts(ColumnName::Lines)?;
        let quantity = self
            .quantity()
            .ok_or_else(|| missing(ColumnName::Quantity))?;
        let value = |column: &DimensionColumn, row: usize| {
            column.values[column.codes[row] as usize].clone()
        };
        let row = |row: usize| {
            Ok(ResourceRow {
                id: value(id, row),
                name: value(name, row),
                account: value(account, row),
                region: value(region, row),
                service: value(service, row),
                usage_type: value(usage_type, row),
                environment: value(environment, row),
                component: value(component, row),
                team: value(team, row),
                currency: value(currency, row),
                costs: self.costs(row)?,
                quantity: quantity.get(row),
                first_day: i64::from(first_day[row]),
                last_day: i64::from(last_day[row]),
                lines: u64::from(lines[row]),
            })
        };
        (0..self.len()).map(row).collect()
    }

    /// What each value of each tag cost.
    pub fn of_tags(tags: &[TagRow]) -> Result<Self, RowsError> {
        let columns = ColumnName::all(Grain::Tag).into_iter().map(|name| {
            let column = match name {
                ColumnName::Cost(cost) => amounts(tags.iter().map(|row| row.costs.get(cost))),
                ColumnName::Text(Text::TagKey) => texts(tags.iter().map(|row| &*row.key)),
                ColumnName::Text(Text::RawTagKey) => texts(tags.iter().map(|row| &*row.raw_key)),
                ColumnName::Text(_) => texts(tags.iter().map(|row| &*row.value)),
                _ => texts(tags.iter().map(|row| &*row.currency)),
            };
            (name, Arc::new(column))
        });
        Self::new(columns)
    }

    /// All four costs of a row.
    fn costs(&self, row: usize) -> Result<Costs, RowsError> {
        let mut costs = [Amount::ZERO; 4];
        for cost in Cost::ALL {
            let column = self.cost(cost);
            costs[cost.index()] = column
                .ok_or_else(|| missing(ColumnName::Cost(cost)))?
                .get(row);
        }
        Ok(Costs::from_array(costs))
    }
}

fn text_of(row: &ResourceRow, name: ColumnName) -> &str {
    match name {
        ColumnName::Text(Text::Resource) => &row.id,
        ColumnName::Text(Text::ResourceName) => &row.name,
        ColumnName::Dimension(Dimension::Account) => &row.account,
        ColumnName::Dimension(Dimension::Region) => &row.region,
        ColumnName::Dimension(Dimension::Service) => &row.service,
        ColumnName::Dimension(Dimension::UsageType) => &row.usage_type,
        ColumnName::Dimension(Dimension::Environment) => &row.environment,
        ColumnName::Dimension(Dimension::Component) => &row.component,
        ColumnName::Dimension(Dimension::Team) => &row.team,
        _ => &row.currency,
    }
}

fn texts<'a>(values: impl Iterator<Item = &'a str>) -> Column {
    Column::Dimension(coded(values))
}

fn amounts(amounts: impl Iterator<Item = Amount>) -> Column {
    Column::Amounts(AmountColumn::new(&amounts.collect::<Vec<_>>()))
}

fn missing(name: ColumnName) -> RowsError {
    RowsError(format!("{} is missing", name.key()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::costs::testing::exact;

    #[test]
    fn the_biggest_spenders_come_back_from_their_columns() {
        let row = |id: &str, cost: &str| ResourceRow {
            id: id.to_owned(),
            name: format!("name of {id}"),
            account: "210000000001".to_owned(),
            region: "us-east-1".to_owned(),
            service: "Amazon EC2".to_owned(),
            usage_type: "BoxUsage:m6i.large".to_owned(),
            environment: "prod".to_owned(),
            component: "api".to_owned(),
            team: "crew".to_owned(),
            currency: "USD".to_owned(),
            costs: Costs::from_array([exact(cost), exact("2"), exact("0"), exact("-1.5")]),
            quantity: exact("744.25"),
            first_day: 20_332,
            last_day: 20_361,
            lines: 720,
        };
        let resources = vec![row("i-2", "0.0000000001"), row("i-1", "12.5"), row("", "3")];
        let rows = Rows::of_resources(&resources).unwrap();
        assert_eq!(rows.resources().unwrap(), resources);
        let some = Rows::new(rows.into_columns().skip(1)).unwrap();
        let error = some.resources().unwrap_err().to_string();
        assert!(error.ends_with("is missing"), "{error}");
        assert!(
            Rows::of_resources(&[])
                .unwrap()
                .resources()
                .unwrap()
                .is_empty()
        );
    }
}
