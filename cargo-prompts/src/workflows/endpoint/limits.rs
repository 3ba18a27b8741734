use std::time::Duration;

/// The longest time that a connection may take.
pub const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);
/// The largest answer that is read, in bytes: no model writes that much.
pub const LARGEST_BODY: u64 = 16 * 1024 * 1024;
/// The most connections that are kept open: as many as there may be calls at a time.
pub const MOST_CONNECTIONS: usize = 256;
