//! What is told of reloads: as events where the application has something that takes them, else on
//! stderr.

use core::fmt::Display;
use std::io::Write as _;

/// Names what follows, with its level in the log.
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
    /// A file was taken up.
    success: info;
    /// Something is not as it should be, and less is done for it.
    warning: warn;
    /// A file was not taken up.
    error: error;
}

/// Where nobody reads stderr, nobody is told.
fn write(message: &dyn Display) {
    _ = std::writeln!(std::io::stderr(), "prompt_runtime::hot_reload: {message}");
}
