//! What the app does in an account, as far as permissions go.

/// What the app is doing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Operation {
    /// Looks whether a launch will work.
    Check,
    Launch,
    Update,
    Delete,
    Watch,
    /// Gets costs from a Data Export or from Cost Explorer, in the account that pays.
    Sync,
    /// Gets them rolled up by Athena.
    RollUp,
}

impl Operation {
    pub const ALL: [Self; 7] = [
        Self::Check,
        Self::Launch,
        Self::Update,
        Self::Delete,
        Self::Watch,
        Self::Sync,
        Self::RollUp,
    ];
    /// What is done with an environment.
    pub const OF_ENVIRONMENTS: [Self; 5] = [
        Self::Check,
        Self::Launch,
        Self::Update,
        Self::Delete,
        Self::Watch,
    ];
}
