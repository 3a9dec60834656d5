//! What CloudTrail keeps of the account's calls.

pub(crate) mod lookup_events;
