//! What AWS's Cost and Usage Reports mean, legacy and 2.0, in FOCUS's terms.
//!
//! | line item type | billed | effective | charge category | frequency | pricing | commitment |
//! |---|---|---|---|---|---|---|
//! | Usage | unblended | unblended | Usage | Usage-Based | Standard, Dynamic for spot | |
//! | SavingsPlanCoveredUsage | unblended | savings plan effective | Usage | Usage-Based | Committed | Used |
//! | SavingsPlanNegation | unblended | 0 | Usage | Usage-Based | Committed | |
//! | SavingsPlanRecurringFee | unblended | commitment to date − used | Purchase | Recurring | Standard | Unused |
//! | SavingsPlanUpfrontFee | unblended | 0 | Purchase | One-Time | Standard | |
//! | DiscountedUsage | unblended | reservation effective | Usage | Usage-Based | Committed | Used |
//! | RIFee | unblended | unused upfront + unused recurring | Purchase | Recurring | Standard | Unused |
//! | Fee | unblended | 0 for a reservation, else unblended | Purchase | One-Time | Standard | |
//! | Tax | unblended | unblended | Tax | One-Time | | |
//! | Credit | unblended | unblended | Credit | One-Time | | |
//! | Refund | unblended | unblended | Usage, as a correction | One-Time | | |
//! | EdpDiscount, PrivateRateDiscount, BundledDiscount, RiVolumeDiscount, … | unblended | unblended | Usage | Usage-Based | Standard | |
//!
//! Every cost is the net one where the export has net columns with a value. List is the public on-demand
//! cost; contracted is the unblended cost of usage before commitments, which is what the agreed prices
//! make of it, and what is billed of everything else.
//!
//! Sources: the amortised cost of AWS's CUR Query Library (Well-Architected Labs 300, `amortized_cost`) as
//! it is commonly quoted, and the AWS user guide's split line item columns (read 2026-11). AWS's own mapping
//! of CUR to FOCUS was not found; categories follow FOCUS's definitions. A fee that recurs covers two
//! things, what was used of a commitment and what was not: its effective cost is the unused part alone, so
//! its commitment status is Unused.

use super::{Amount, Costs, Measure, Measures};

/// `line_item_line_item_type`
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LineType {
    Usage,
    PlanCoveredUsage,
    PlanNegation,
    PlanRecurringFee,
    PlanUpfrontFee,
    DiscountedUsage,
    ReservationFee,
    Fee,
    Tax,
    Credit,
    Refund,
    /// A discount that is written as a line item of its own.
    Discount,
    /// A type that AWS made later.
    Unknown,
}

impl LineType {
    /// From what an export writes, whatever its case.
    pub fn of(text: &str) -> Self {
        match text.to_ascii_lowercase().as_str() {
            "usage" => Self::Usage,
            "savingsplancoveredusage" => Self::PlanCoveredUsage,
            "savingsplannegation" => Self::PlanNegation,
            "savingsplanrecurringfee" => Self::PlanRecurringFee,
            "savingsplanupfrontfee" => Self::PlanUpfrontFee,
            "discountedusage" => Self::DiscountedUsage,
            "rifee" => Self::ReservationFee,
            "fee" => Self::Fee,
            "tax" => Self::Tax,
            "credit" => Self::Credit,
            "refund" => Self::Refund,
            other if other.ends_with("discount") => Self::Discount,
            _ => Self::Unknown,
        }
    }

    /// `ChargeCategory`
    pub fn charge_category(self) -> &'static str {
        match self {
            Self::PlanRecurringFee | Self::PlanUpfrontFee | Self::ReservationFee | Self::Fee => {
                "Purchase"
            }
            Self::Tax => "Tax",
            Self::Credit => "Credit",
            _ => "Usage",
        }
    }

    /// `ChargeClass`
    pub fn charge_class(self) -> &'static str {
        if self == Self::Refund {
            "Correction"
        } else {
            ""
        }
    }

    /// `ChargeFrequency`
    pub fn charge_frequency(self) -> &'static str {
        match self {
            Self::PlanRecurringFee | Self::ReservationFee => "Recurring",
            Self::PlanUpfrontFee | Self::Fee | Self::Tax | Self::Credit | Self::Refund => {
                "One-Time"
            }
            _ => "Usage-Based",
        }
    }

    /// `PricingCategory`, with CUR's `pricing_term` and usage type.
    pub fn pricing_category(self, term: &str, usage_type: &str) -> &'static str {
        match self {
            Self::PlanCoveredUsage | Self::PlanNegation | Self::DiscountedUsage => "Committed",
            Self::Tax | Self::Credit | Self::Refund => "",
            _ if term.eq_ignore_ascii_case("spot") || usage_type.contains("SpotUsage") => "Dynamic",
            _ => "Standard",
        }
    }

    /// `CommitmentDiscountStatus`
    pub fn commitment_status(self) -> &'static str {
        match self {
            Self::PlanCoveredUsage | Self::DiscountedUsage => "Used",
            Self::PlanRecurringFee | Self::ReservationFee => "Unused",
            _ => "",
        }
    }

    /// The four costs of a line item of this type; `reservation` says whether it names a reservation.
    pub fn costs(self, of: Measures<'_>, reservation: bool) -> Costs {
        let billed = of.net(Measure::NetUnblended, Measure::Unblended);
        let effective = match self {
            Self::PlanCoveredUsage => of.net(Measure::NetPlanEffective, Measure::PlanEffective),
            Self::PlanRecurringFee => {
                of.or_zero(Measure::PlanCommitment) - of.or_zero(Measure::PlanUsed)
            }
            Self::PlanNegation | Self::PlanUpfrontFee => Amount::ZERO,
            Self::DiscountedUsage => of.net(
                Measure::NetReservationEffective,
                Measure::ReservationEffective,
            ),
            Self::ReservationFee => {
                of.net(Measure::NetUnusedUpfront, Measure::UnusedUpfront)
                    + of.net(Measure::NetUnusedRecurring, Measure::UnusedRecurring)
            }
            Self::Fee if reservation => Amount::ZERO,
            _ => billed,
        };
        Costs {
            billed,
            effective,
            list: of.or_zero(Measure::List),
            contracted: billed,
        }
    }
}
