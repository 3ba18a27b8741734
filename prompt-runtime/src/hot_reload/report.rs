//! Reports on reloads: events if a subscriber is set, else lines on stderr.

use core::fmt::Display;
use std::io::Write as _;

/// Defines a function for each kind of report, with its level in the log.
macro_rules! reports {
    ($($(#[$doc:meta])* $name:ident: $level:ident;)*) => {$(
        $(#[$doc])*
        pub(super) fn $name(message: &str) {
            #[cfg(feature = "tracing")]
            if tracing::dispatcher::has_been_set() {
                tracing::$level!(target: "prompt_runtime::hot_reload", "{message}");
                return;
            }
            write(&message);
        }
    )*};
}

reports! {
    /// Reports that a file was read again.
    success: info;
    /// Reports that files are read again less promptly.
    warning: warn;
    /// Reports that a file was rejected.
    error: error;
}

/// Writes to stderr. Errors are ignored: there is no other way to report them.
fn write(message: &dyn Display) {
    _ = std::writeln!(std::io::stderr(), "prompt_runtime::hot_reload: {message}");
}
