use core::time::Duration;

/// What a store says to a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Decision {
    /// The call may go, and has been counted.
    Permit,
    /// No permit is free before this time has passed.
    Wait(Duration),
}
