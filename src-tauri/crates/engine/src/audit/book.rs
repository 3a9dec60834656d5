//! Writing the trail.

use std::sync::Arc;

use super::{Entry, Phase};
use crate::AppResult;
use crate::ports::{Clock, CloudError, Memory};

/// Where changes are written down. Cheap to clone.
#[derive(Clone)]
pub struct Book {
    memory: Arc<dyn Memory>,
    clock: Arc<dyn Clock>,
}

/// A call that was written down and not answered yet.
pub struct Asked {
    seq: u64,
    entry: Entry,
}

impl Book {
    pub fn new(memory: Arc<dyn Memory>, clock: Arc<dyn Clock>) -> Self {
        Self { memory, clock }
    }

    /// Writes down that a call is about to be made. Where that cannot be written, it must not be made.
    pub async fn asked(
        &self,
        account: &str,
        identity: &str,
        action: &str,
        target: &str,
    ) -> AppResult<Asked> {
        let entry = Entry {
            at_ms: self.clock.now_ms(),
            account: account.to_owned(),
            identity: identity.to_owned(),
            action: action.to_owned(),
            target: target.to_owned(),
            phase: Phase::Asked,
        };
        let seq = self.memory.append_audit(&entry).await?;
        Ok(Asked { seq, entry })
    }

    /// Writes down how it was answered.
    pub async fn answered<T>(
        &self,
        asked: Asked,
        answer: &Result<T, CloudError>,
        request_id: Option<String>,
    ) -> AppResult<()> {
        let refused = answer.as_ref().err();
        let entry = Entry {
            at_ms: self.clock.now_ms(),
            phase: Phase::Answered {
                of: asked.seq,
                request_id: refused
                    .and_then(|error| error.request_id.clone())
                    .or(request_id),
                refused: refused.map(CloudError::to_string),
            },
            ..asked.entry
        };
        self.memory.append_audit(&entry).await?;
        Ok(())
    }
}
