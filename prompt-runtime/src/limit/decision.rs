use core::time::Duration;

/// The answer of a store to a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Decision {
    /// The call is allowed, and has been counted.
    Permit,
    /// The next permit is free after this time.
    Wait(Duration),
}
