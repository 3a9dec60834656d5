//! CodeConnections, one operation a file.

pub(crate) mod get_connection;
pub(crate) mod list_connections;
