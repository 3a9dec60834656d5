//! AWS Data Exports, read through the small signed client. It is asked in us-east-1 alone.

pub(crate) mod list_exports;
