//! CodeConnections, one operation a file.

pub(crate) mod get_connection;
