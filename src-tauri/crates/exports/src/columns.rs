//! What a file's columns mean. A format is told from them alone, never from the file's name.

use domain::costs::{ExportFormat, Measure};

use crate::line::Sink;

/// A text that says what a line item is. What it is called in FOCUS, in CUR 2.0 and legacy CUR.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Text {
    Provider,
    BillingAccount,
    BillingPeriod,
    Account,
    Region,
    Service,
    UsageType,
    PricingCategory,
    ChargeCategory,
    ChargeClass,
    ChargeFrequency,
    Commitment,
    CommitmentStatus,
    Currency,
    Resource,
    /// CUR: `line_item_line_item_type`
    LineType,
    /// CUR: `pricing_term`
    PricingTerm,
    /// CUR: `reservation_reservation_a_r_n`
    Reservation,
    /// CUR: `line_item_product_code`, where a line item names no product.
    ProductCode,
    /// CUR: `bill_billing_entity`: AWS, AWS Marketplace.
    BillingEntity,
    /// CUR: `split_line_item_parent_resource_id`
    SplitParent,
}

/// Texts that follow from others, so that they are read once for each combination of those.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Described {
    AccountName,
    ResourceName,
    /// CUR: `product_product_name`
    ProductName,
    /// CUR 2.0: the map `product`, which has `product_name` and `region`.
    Product,
}

const TEXTS: usize = Text::SplitParent as usize + 1;
const DESCRIBED: usize = Described::Product as usize + 1;

/// Which of a file's columns have which meaning.
#[derive(Debug, Clone)]
pub(crate) struct Columns {
    pub format: ExportFormat,
    /// As the file writes them.
    pub names: Vec<String>,
    texts: [Option<usize>; TEXTS],
    described: [Option<usize>; DESCRIBED],
    /// The column of all tags, as JSON or as a map.
    pub tags: Option<usize>,
    /// Columns of one tag each, with its key as the file writes it.
    pub tag_columns: Vec<(usize, String)>,
    /// Columns of which the values make a combination.
    pub keys: Vec<usize>,
    pub start: usize,
    pub measures: Vec<(Measure, usize)>,
}

/// FOCUS's columns by their names in small letters.
const FOCUS_TEXTS: &[(&str, Text)] = &[
    ("providername", Text::Provider),
    ("billingaccountid", Text::BillingAccount),
    ("billingperiodstart", Text::BillingPeriod),
    ("subaccountid", Text::Account),
    ("regionid", Text::Region),
    ("servicename", Text::Service),
    ("skumeter", Text::UsageType),
    ("x_usagetype", Text::UsageType),
    ("pricingcategory", Text::PricingCategory),
    ("chargecategory", Text::ChargeCategory),
    ("chargeclass", Text::ChargeClass),
    ("chargefrequency", Text::ChargeFrequency),
    ("commitmentdiscountid", Text::Commitment),
    ("commitmentdiscountstatus", Text::CommitmentStatus),
    ("billingcurrency", Text::Currency),
    ("resourceid", Text::Resource),
];

const FOCUS_MEASURES: &[(&str, Measure)] = &[
    ("billedcost", Measure::Billed),
    ("effectivecost", Measure::Effective),
    ("listcost", Measure::List),
    ("contractedcost", Measure::Contracted),
    ("pricingquantity", Measure::Quantity),
];

/// CUR's columns by their names in CUR 2.0; legacy CUR's come to the same by [`cur_name`].
const CUR_TEXTS: &[(&str, Text)] = &[
    ("bill_payer_account_id", Text::BillingAccount),
    ("bill_billing_period_start_date", Text::BillingPeriod),
    ("bill_billing_entity", Text::BillingEntity),
    ("line_item_usage_account_id", Text::Account),
    ("product_region_code", Text::Region),
    ("product_region", Text::Region),
    ("line_item_product_code", Text::ProductCode),
    ("line_item_usage_type", Text::UsageType),
    ("line_item_line_item_type", Text::LineType),
    ("line_item_currency_code", Text::Currency),
    ("line_item_resource_id", Text::Resource),
    ("pricing_term", Text::PricingTerm),
    ("reservation_reservation_a_r_n", Text::Reservation),
    ("reservation_reservation_arn", Text::Reservation),
    ("savings_plan_savings_plan_a_r_n", Text::Commitment),
    ("savings_plan_savings_plan_arn", Text::Commitment),
    ("split_line_item_parent_resource_id", Text::SplitParent),
];

const CUR_MEASURES: &[(&str, Measure)] = &[
    ("line_item_unblended_cost", Measure::Unblended),
    ("line_item_net_unblended_cost", Measure::NetUnblended),
    ("line_item_usage_amount", Measure::Quantity),
    ("pricing_public_on_demand_cost", Measure::List),
    (
        "savings_plan_savings_plan_effective_cost",
        Measure::PlanEffective,
    ),
    (
        "savings_plan_net_savings_plan_effective_cost",
        Measure::NetPlanEffective,
    ),
    (
        "savings_plan_total_commitment_to_date",
        Measure::PlanCommitment,
    ),
    ("savings_plan_used_commitment", Measure::PlanUsed),
    ("reservation_effective_cost", Measure::ReservationEffective),
    (
        "reservation_net_effective_cost",
        Measure::NetReservationEffective,
    ),
    (
        "reservation_unused_amortized_upfront_fee_for_billing_period",
        Measure::UnusedUpfront,
    ),
    (
        "reservation_net_unused_amortized_upfront_fee_for_billing_period",
        Measure::NetUnusedUpfront,
    ),
    ("reservation_unused_recurring_fee", Measure::UnusedRecurring),
    (
        "reservation_net_unused_recurring_fee",
        Measure::NetUnusedRecurring,
    ),
    ("split_line_item_split_cost", Measure::Split),
    ("split_line_item_net_split_cost", Measure::NetSplit),
    ("split_line_item_unused_cost", Measure::Unused),
    ("split_line_item_net_unused_cost", Measure::NetUnused),
];

/// Columns without which a file is no such export.
const FOCUS_NEEDED: &[&str] = &["BilledCost", "ChargeCategory", "ChargePeriodStart"];
const CUR_NEEDED: &[&str] = &[
    "line_item_unblended_cost",
    "line_item_line_item_type",
    "line_item_usage_start_date",
];

/// Columns that FOCUS 1.1 brought, and 1.2, in small letters.
const SINCE_1_1: &[&str] = &[
    "capacityreservationid",
    "capacityreservationstatus",
    "commitmentdiscountquantity",
    "commitmentdiscountunit",
    "servicesubcategory",
    "skumeter",
    "skupricedetails",
];
const SINCE_1_2: &[&str] = &[
    "billingaccounttype",
    "invoiceid",
    "pricingcurrency",
    "pricingcurrencycontractedunitprice",
    "pricingcurrencyeffectivecost",
    "pricingcurrencylistunitprice",
    "subaccounttype",
];

impl Columns {
    /// What a file with these columns is. Says which columns are missing of the nearest format where it
    /// is none.
    pub fn detect(names: &[String]) -> Result<Self, String> {
        let lower: Vec<String> = names
            .iter()
            .map(|name| name.trim().to_ascii_lowercase())
            .collect();
        let has = |name: &str| {
            lower
                .iter()
                .any(|known| known == &name.to_ascii_lowercase())
        };
        let missing = |needed: &[&str], has: &dyn Fn(&str) -> bool| -> Vec<String> {
            needed
                .iter()
                .filter(|name| !has(name))
                .map(|name| (*name).to_owned())
                .collect()
        };
        let focus = missing(FOCUS_NEEDED, &has);
        if focus.is_empty() {
            return Ok(Self::focus(names, &lower));
        }
        let legacy = names.iter().any(|name| name.contains('/'));
        let cur_names: Vec<String> = names.iter().map(|name| cur_name(name)).collect();
        let has = |name: &str| cur_names.iter().any(|known| known == name);
        let cur = missing(CUR_NEEDED, &has);
        if cur.is_empty() {
            return Ok(Self::cur(names, cur_names, legacy));
        }
        let (format, missing) = if cur.len() < CUR_NEEDED.len() {
            ("CUR", cur)
        } else {
            ("FOCUS", focus)
        };
        Err(format!(
            "it has no column {}, so it is no {format} export",
            missing.join(", ")
        ))
    }

    fn focus(names: &[String], lower: &[String]) -> Self {
        let has = |names: &[&str]| {
            names
                .iter()
                .any(|name| lower.iter().any(|known| known == name))
        };
        let aws = lower.iter().any(|name| {
            matches!(
                name.as_str(),
                "x_servicecode"
                    | "x_operation"
                    | "x_usagetype"
                    | "x_discounts"
                    | "x_costcategories"
            )
        });
        let format = match (has(SINCE_1_2), has(SINCE_1_1), aws) {
            (true, _, true) => ExportFormat::Focus1_2Aws,
            (true, _, false) => ExportFormat::Focus1_2,
            (false, _, true) => ExportFormat::Focus1_0Aws,
            (false, true, false) => ExportFormat::Focus1_1,
            (false, false, false) => ExportFormat::Focus1_0,
        };
        let mut columns = Self::new(format, names, lower, FOCUS_TEXTS, FOCUS_MEASURES);
        columns.start = place(lower, "chargeperiodstart").unwrap_or_default();
        columns.described[Described::AccountName as usize] = place(lower, "subaccountname");
        columns.described[Described::ResourceName as usize] = place(lower, "resourcename");
        columns.tags = place(lower, "tags");
        columns.with_keys()
    }

    fn cur(names: &[String], cur_names: Vec<String>, legacy: bool) -> Self {
        // Legacy CUR in Parquet writes CUR 2.0's names, but has its tags in columns of their own.
        let maps = cur_names
            .iter()
            .any(|name| name == "resource_tags" || name == "product");
        let format = if legacy
            || !maps
                && !cur_names
                    .iter()
                    .any(|name| name == "bill_payer_account_name")
        {
            ExportFormat::LegacyCur
        } else {
            ExportFormat::Cur2
        };
        let mut columns = Self::new(format, names, &cur_names, CUR_TEXTS, CUR_MEASURES);
        columns.start = place(&cur_names, "line_item_usage_start_date").unwrap_or_default();
        for (name, described) in [
            ("line_item_usage_account_name", Described::AccountName),
            ("product_product_name", Described::ProductName),
            ("product", Described::Product),
        ] {
            columns.described[described as usize] = place(&cur_names, name);
        }
        columns.tags = place(&cur_names, "resource_tags");
        columns.tag_columns = names
            .iter()
            .enumerate()
            .filter_map(|(at, name)| {
                let lower = name.to_ascii_lowercase();
                let tag = lower.starts_with("resourcetags/")
                    || lower.starts_with("resource_tags_")
                    || lower.starts_with("resource_tags.");
                tag.then(|| (at, name.clone()))
            })
            .collect();
        columns.with_keys()
    }

    fn new(
        format: ExportFormat,
        names: &[String],
        known: &[String],
        texts: &[(&str, Text)],
        measures: &[(&str, Measure)],
    ) -> Self {
        let mut found = [None; TEXTS];
        for (name, text) in texts {
            let slot: &mut Option<usize> = &mut found[*text as usize];
            *slot = slot.or_else(|| place(known, name));
        }
        Self {
            format,
            names: names.to_vec(),
            texts: found,
            described: [None; DESCRIBED],
            tags: None,
            tag_columns: Vec::new(),
            keys: Vec::new(),
            start: 0,
            measures: measures
                .iter()
                .filter_map(|(name, measure)| Some((*measure, place(known, name)?)))
                .collect(),
        }
    }

    fn with_keys(mut self) -> Self {
        let texts = self.texts.iter().flatten().copied();
        let tags = self.tag_columns.iter().map(|(at, _)| *at);
        self.keys = texts.chain(self.tags).chain(tags).collect();
        self
    }

    /// Where a text is.
    pub fn text(&self, text: Text) -> Option<usize> {
        self.texts[text as usize]
    }

    /// All columns that are read, in the file's order.
    pub fn used(&self, sink: &dyn Sink) -> Vec<usize> {
        let mut used: Vec<usize> = self.keys.clone();
        used.extend(self.described.iter().flatten());
        used.extend(self.measures.iter().map(|(_, column)| *column));
        used.push(self.start);
        used.extend(sink.wants(self));
        used.sort_unstable();
        used.dedup();
        used
    }

    /// Where a described text is.
    pub fn described(&self, text: Described) -> Option<usize> {
        self.described[text as usize]
    }
}

fn place(names: &[String], name: &str) -> Option<usize> {
    names.iter().position(|known| known == name)
}

/// A CUR column's name as CUR 2.0 writes it: `lineItem/UsageStartDate` is `line_item_usage_start_date`,
/// `reservation/ReservationARN` is `reservation_reservation_a_r_n`.
fn cur_name(name: &str) -> String {
    let name = name.trim();
    if !name.contains('/') {
        return name.to_ascii_lowercase();
    }
    let mut out = String::with_capacity(name.len() + 8);
    for character in name.chars() {
        if character == '/' {
            out.push('_');
        } else if character.is_ascii_uppercase() {
            if !out.is_empty() && !out.ends_with('_') {
                out.push('_');
            }
            out.push(character.to_ascii_lowercase());
        } else {
            out.push(character);
        }
    }
    out
}
