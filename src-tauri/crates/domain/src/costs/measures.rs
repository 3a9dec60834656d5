//! The amounts that a line item carries, and the four costs that they make.

use super::{Amount, Costs};

/// An amount that exports write on a line item, in the terms of FOCUS or CUR.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Measure {
    /// `BilledCost`
    Billed,
    /// `EffectiveCost`
    Effective,
    /// `ListCost`; CUR's `pricing_public_on_demand_cost`.
    List,
    /// `ContractedCost`
    Contracted,
    /// `PricingQuantity`; CUR's `line_item_usage_amount`.
    Quantity,
    /// `line_item_unblended_cost`
    Unblended,
    /// `line_item_net_unblended_cost`
    NetUnblended,
    /// `savings_plan_savings_plan_effective_cost`
    PlanEffective,
    /// `savings_plan_net_savings_plan_effective_cost`
    NetPlanEffective,
    /// `savings_plan_total_commitment_to_date`
    PlanCommitment,
    /// `savings_plan_used_commitment`
    PlanUsed,
    /// `reservation_effective_cost`
    ReservationEffective,
    /// `reservation_net_effective_cost`
    NetReservationEffective,
    /// `reservation_unused_amortized_upfront_fee_for_billing_period`
    UnusedUpfront,
    /// `reservation_net_unused_amortized_upfront_fee_for_billing_period`
    NetUnusedUpfront,
    /// `reservation_unused_recurring_fee`
    UnusedRecurring,
    /// `reservation_net_unused_recurring_fee`
    NetUnusedRecurring,
    /// `split_line_item_split_cost`: a pod's share of what it used of its node.
    Split,
    /// `split_line_item_net_split_cost`
    NetSplit,
    /// `split_line_item_unused_cost`: a pod's share of what nobody used.
    Unused,
    /// `split_line_item_net_unused_cost`
    NetUnused,
}

const COUNT: usize = Measure::NetUnused as usize + 1;

/// Some measures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct MeasureSet(u32);

impl FromIterator<Measure> for MeasureSet {
    fn from_iter<T: IntoIterator<Item = Measure>>(measures: T) -> Self {
        Self(
            measures
                .into_iter()
                .fold(0, |set, measure| set | 1 << measure as u32),
        )
    }
}

/// The amounts of some line items, by measure: only those that a file has take room.
#[derive(Debug, Default)]
pub struct MeasureColumns {
    /// Of what is not present, whatever was there before.
    values: [Vec<Amount>; COUNT],
    /// By line item, a bit for every measure that has a value.
    present: Vec<u32>,
}

impl MeasureColumns {
    /// Forgets all of them, for other line items.
    pub fn clear(&mut self) {
        self.present.clear();
    }

    /// Adds line items that have no amount yet.
    pub fn grow(&mut self, rows: usize) {
        self.present.resize(self.present.len() + rows, 0);
    }

    /// Sets an amount of a line item that is there.
    pub fn set(&mut self, row: usize, measure: Measure, amount: Amount) {
        let values = &mut self.values[measure as usize];
        if values.len() < self.present.len() {
            values.resize(self.present.len(), Amount::ZERO);
        }
        values[row] = amount;
        self.present[row] |= 1 << measure as u32;
    }

    /// The amounts of a line item.
    pub fn of(&self, row: usize) -> Measures<'_> {
        Measures {
            columns: self,
            row,
            present: self.present[row],
        }
    }
}

/// The amounts of one line item.
#[derive(Debug, Clone, Copy)]
pub struct Measures<'a> {
    columns: &'a MeasureColumns,
    row: usize,
    present: u32,
}

impl Measures<'_> {
    /// Nothing where the line item has no value.
    pub fn get(self, measure: Measure) -> Option<Amount> {
        (self.present & (1 << measure as u32) != 0)
            .then(|| self.columns.values[measure as usize][self.row])
    }

    /// Whether all of these have a value.
    pub fn has_all(self, measures: MeasureSet) -> bool {
        self.present & measures.0 == measures.0
    }

    /// Zero where the line item has no value.
    pub fn or_zero(self, measure: Measure) -> Amount {
        self.get(measure).unwrap_or(Amount::ZERO)
    }

    /// The net amount where there is one, else the gross.
    pub fn net(self, net: Measure, gross: Measure) -> Amount {
        self.get(net).unwrap_or_else(|| self.or_zero(gross))
    }

    /// The four costs as a FOCUS line item states them. An export without `EffectiveCost` has nothing
    /// amortised: what is billed counts.
    pub fn focus(self) -> Costs {
        let billed = self.or_zero(Measure::Billed);
        Costs {
            billed,
            effective: self.get(Measure::Effective).unwrap_or(billed),
            list: self.or_zero(Measure::List),
            contracted: self.or_zero(Measure::Contracted),
        }
    }
}
