//! Whether another process has changed what costs are told from.

use super::ports::LedgerMark;
use super::read::settings;
use crate::settings::CostSettings;
use crate::{AppResult, Engine};

/// Where costs stand. Asked again and compared, it tells that `arrayctl` has imported, deleted or set something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    ledger: LedgerMark,
    settings: CostSettings,
}

impl Standing {
    /// Whether figures are other ones than before, beyond how far an import is.
    pub fn has_other_figures(&self, before: &Self) -> bool {
        self.ledger.months != before.ledger.months || self.settings != before.settings
    }
}

/// Where costs stand now; reads a few numbers.
pub async fn standing(engine: &Engine) -> AppResult<Standing> {
    Ok(Standing {
        ledger: engine.ledger.mark().await?,
        settings: settings(engine).await?,
    })
}
