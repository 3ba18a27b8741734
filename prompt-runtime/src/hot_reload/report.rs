//! What is told of reloads: as events where the application listens to such, else on stderr.

/// A file was taken up.
pub(super) fn success(message: &str) {
    #[cfg(feature = "tracing")]
    tracing::info!(target: TARGET, "{message}");
    #[cfg(not(feature = "tracing"))]
    write(message);
}

/// Something is not as it should be, and less is done for it.
pub(super) fn warning(message: &str) {
    #[cfg(feature = "tracing")]
    tracing::warn!(target: TARGET, "{message}");
    #[cfg(not(feature = "tracing"))]
    write(message);
}

/// A file was not taken up.
pub(super) fn error(message: &str) {
    #[cfg(feature = "tracing")]
    tracing::error!(target: TARGET, "{message}");
    #[cfg(not(feature = "tracing"))]
    write(message);
}

#[cfg(feature = "tracing")]
const TARGET: &str = "prompt_runtime::hot_reload";

/// Where nobody reads stderr, nobody is told.
#[cfg(not(feature = "tracing"))]
fn write(message: &str) {
    use std::io::Write as _;

    _ = std::writeln!(std::io::stderr(), "prompt_runtime::hot_reload: {message}");
}
