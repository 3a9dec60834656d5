//! What an export's bucket holds: listed once for the price, and kept for the sync that is agreed to.

use domain::costs::api_prices::S3_LIST;

use crate::costs::billing::{DataExport, Listing};
use crate::costs::spend;
use crate::{AppResult, Engine};

/// How long a list stands while nobody has agreed to its price.
const STANDS_MS: i64 = 60 * 60 * 1000;

/// Lists an export's bucket and keeps the list; every page is metered.
pub(super) async fn look(
    engine: &Engine,
    account: &str,
    export: &DataExport,
) -> AppResult<Listing> {
    let billing = engine.clouds.billing(account).await?;
    let folder = export.folder();
    let mut listing = Listing {
        at_ms: engine.clock.now_ms(),
        objects: Vec::new(),
    };
    let mut page = None;
    loop {
        let what = format!("what {} has delivered", export.name);
        spend::paid(engine, account, &S3_LIST, S3_LIST.usd, &what).await?;
        let listed = billing.objects(export, &folder, page.as_deref()).await?;
        listing.objects.extend(listed.objects);
        page = listed.next;
        if page.is_none() {
            break;
        }
    }
    engine
        .ledger
        .keep_listing(account, &export.arn, &listing)
        .await?;
    Ok(listing)
}

/// The list that was kept, whatever its age; listed now where there is none.
pub(super) async fn kept(
    engine: &Engine,
    account: &str,
    export: &DataExport,
) -> AppResult<Listing> {
    match engine.ledger.listing(account, &export.arn).await? {
        Some(listing) => Ok(listing),
        None => look(engine, account, export).await,
    }
}

/// Lists again what was listed too long ago for its price to be agreed to. Says so.
pub(super) async fn renew(
    engine: &Engine,
    account: &str,
    export: &DataExport,
) -> AppResult<Option<String>> {
    let known = engine.ledger.listing(account, &export.arn).await?;
    let age_ms = known.map_or(0, |listing| engine.clock.now_ms() - listing.at_ms);
    if (0..=STANDS_MS).contains(&age_ms) {
        return Ok(None);
    }
    look(engine, account, export).await?;
    Ok(Some(format!(
        "{} was listed again, because the list that the price was made from was {} minutes old.",
        export.folder(),
        age_ms / 60_000
    )))
}
