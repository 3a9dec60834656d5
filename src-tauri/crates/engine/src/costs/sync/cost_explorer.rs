//! Costs from Cost Explorer, for accounts without exports: by day, service and environment, at $0.01 a
//! page. Months that are closed are asked for once.

use domain::catalogue::Date;
use domain::costs::api_prices::COST_EXPLORER_PAGE;
use domain::costs::{
    Amount, Costs, Dimension, ExportFormat, Finding, ImportedMonth, MonthBuilder, MonthHead,
    MonthKey, Period, RollupLine, Severity, counted,
};

use super::{QuotedCall, goes_on, periods};
use crate::costs::billing::{Billing, CostGroup, CostGrouping, CostQuestion, RecordTypes};
use crate::costs::import::{Import, ImportState, store};
use crate::costs::spend;
use crate::{AppError, AppResult, Engine};

/// AWS changes a month's costs until about this long after its end.
const OPEN_DAYS: i64 = 15;
/// Questions for each month: charges by service and environment, and credits, refunds and taxes.
const QUESTIONS: [RecordTypes; 2] = [RecordTypes::Charges, RecordTypes::Adjustments];

/// Months that are asked for: those that AWS may still change, and those that are not there yet.
pub(super) async fn months(
    engine: &Engine,
    account: &str,
    from: Period,
    to: Period,
) -> AppResult<Vec<Period>> {
    let today = Date::from_unix_ms(engine.clock.now_ms());
    let payer = payer(engine, account).await?;
    let stored = engine.ledger.months().await?;
    let closed = |period: Period| {
        stored.iter().any(|month| {
            let key = &month.head.key;
            let asked = Date::from_unix_ms(month.imported_at_ms);
            key.period == period
                && key.billing_account == payer
                && key.provider == PROVIDER
                && period.next().first_day().days_until(asked) > OPEN_DAYS
        })
    };
    Ok(periods(from, to)?
        .into_iter()
        .filter(|period| *period <= Period::of(today) && !closed(*period))
        .collect())
}

const PROVIDER: &str = "AWS";

/// Each question has a page at least.
pub(super) fn calls(months: usize) -> Vec<QuotedCall> {
    let pages = (months * QUESTIONS.len()) as u64;
    if pages == 0 {
        return Vec::new();
    }
    vec![QuotedCall {
        price: COST_EXPLORER_PAGE,
        units: counted(pages, "page"),
        usd: COST_EXPLORER_PAGE.units(pages),
    }]
}

/// The account's number, under which its months are kept.
async fn payer(engine: &Engine, account: &str) -> AppResult<String> {
    let known = engine.memory.account(account).await?;
    let identity = known.and_then(|account| account.identity);
    Ok(identity.map_or_else(|| account.to_owned(), |identity| identity.account_id))
}

/// Asks and stores month by month.
pub(in crate::costs) async fn read(
    engine: &Engine,
    import: &mut Import,
    account: &str,
    from: Period,
    to: Period,
) -> AppResult<ImportState> {
    let billing = engine.clouds.billing(account).await?;
    let tag = tag_key(engine).await?;
    let payer = payer(engine, account).await?;
    for period in months(engine, account, from, to).await? {
        if import.stored.contains(&period.to_string()) {
            continue;
        }
        let mut builder = MonthBuilder::new(period.first_day());
        for record_types in QUESTIONS {
            let question = question(engine, period, &tag, record_types);
            let mut page = None;
            loop {
                if let Some(end) = goes_on(engine, import).await? {
                    return Ok(end);
                }
                let answer = asked(engine, &*billing, account, &question, page.as_deref()).await?;
                for group in &answer.groups {
                    builder.add(&line(group, &payer, record_types));
                }
                import.rows += answer.groups.len() as u64;
                import.sentence = format!("Asking Cost Explorer for {period}.");
                engine.progress.import_changed(import);
                page = answer.next;
                if page.is_none() {
                    break;
                }
            }
        }
        let month = month(builder, &payer, period, &tag, engine.clock.now_ms())?;
        store(engine, import, period.to_string(), Vec::new(), &[month]).await?;
    }
    Ok(ImportState::Done)
}

async fn tag_key(engine: &Engine) -> AppResult<String> {
    let keys = engine.memory.settings().await?.costs.tag_keys;
    let first = keys.environment.first().cloned();
    Ok(first.unwrap_or_else(|| "environment".to_owned()))
}

fn question(engine: &Engine, period: Period, tag: &str, record_types: RecordTypes) -> CostQuestion {
    // Tomorrow, because the end is not included.
    let tomorrow = Date::from_days(Date::from_unix_ms(engine.clock.now_ms()).days() + 1);
    let second = match record_types {
        RecordTypes::Charges => CostGrouping::Tag(tag.to_owned()),
        RecordTypes::Adjustments => CostGrouping::RecordType,
    };
    CostQuestion {
        from: period.first_day(),
        to: period.next().first_day().min(tomorrow),
        groupings: vec![CostGrouping::Service, second],
        record_types,
    }
}

/// One page, written down before it is asked for; a refusal is free.
async fn asked(
    engine: &Engine,
    billing: &dyn Billing,
    account: &str,
    question: &CostQuestion,
    page: Option<&str>,
) -> AppResult<crate::costs::billing::CostPage> {
    let price = &COST_EXPLORER_PAGE;
    let what = format!("a page of {}", Period::of(question.from));
    let number = spend::paid(engine, account, price, price.usd, &what).await?;
    match billing.cost_page(question, page).await {
        Ok(answer) => Ok(answer),
        Err(refused) => {
            engine.ledger.settle_spend(number, Amount::ZERO).await?;
            Err(refused.into())
        }
    }
}

fn line(group: &CostGroup, payer: &str, record_types: RecordTypes) -> RollupLine {
    let mut values: [String; Dimension::ALL.len()] = Default::default();
    let mut set =
        |dimension: Dimension, value: &str| value.clone_into(&mut values[dimension.index()]);
    let key = |at: usize| group.keys.get(at).map_or("", String::as_str);
    set(Dimension::Account, payer);
    set(Dimension::Service, key(0));
    set(Dimension::Currency, &group.currency);
    match record_types {
        RecordTypes::Charges => {
            set(Dimension::ChargeCategory, "Usage");
            set(Dimension::Environment, key(1));
        }
        RecordTypes::Adjustments => set(
            Dimension::ChargeCategory,
            match key(1) {
                "Tax" => "Tax",
                "Credit" => "Credit",
                _ => "Adjustment",
            },
        ),
    }
    RollupLine {
        day: group.day,
        values,
        costs: Costs {
            billed: group.unblended,
            effective: group.amortized,
            list: group.unblended,
            contracted: group.unblended,
        },
        quantity: Amount::ZERO,
        lines: 1,
    }
}

fn month(
    builder: MonthBuilder,
    payer: &str,
    period: Period,
    tag: &str,
    now_ms: i64,
) -> AppResult<ImportedMonth> {
    let rows = builder.rows().map_err(|error| {
        AppError::internal("Cost Explorer's answer made no ledger.").because(error)
    })?;
    let (first_day, last_day) = builder.days();
    Ok(ImportedMonth {
        head: MonthHead {
            key: MonthKey {
                provider: PROVIDER.to_owned(),
                billing_account: payer.to_owned(),
                period,
            },
            format: ExportFormat::CostExplorer,
            source: vec!["Cost Explorer, by day, service and environment".to_owned()],
            lines: builder.lines,
            totals: builder.totals,
            first_day,
            last_day,
            as_of_ms: Some(now_ms),
            accounts: Vec::new(),
            tag_keys: vec![tag.to_owned()],
            findings: vec![Finding {
                code: "cost-explorer".to_owned(),
                severity: Severity::Note,
                message: "Cost Explorer tells no list and contracted cost, usage types, regions, components or resources. List and contracted are set to what was billed.".to_owned(),
                lines: 0,
            }],
        },
        rows,
        resources: Vec::new(),
        tags: Vec::new(),
        splits: Vec::new(),
    })
}
