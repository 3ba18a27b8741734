//! Points at which a test stops the process or makes a write fail, to see that nothing is lost. In
//! a release build there are none.

use std::io;

/// `kill:N` ends the process at the N-th point, `full:N` has the disk full from there on.
#[cfg(debug_assertions)]
const VARIABLE: &str = "CARGO_PROMPTS_FAULT";

/// A point at which a full disk has no effect.
pub fn kill_point() {
    let _ = point();
}

#[cfg(not(debug_assertions))]
pub fn point() -> io::Result<()> {
    Ok(())
}

#[cfg(debug_assertions)]
pub fn point() -> io::Result<()> {
    use std::sync::atomic::{AtomicUsize, Ordering};

    static PASSED: AtomicUsize = AtomicUsize::new(0);
    let Ok(fault) = std::env::var(VARIABLE) else {
        return Ok(());
    };
    let Some((kind, at)) = fault.split_once(':') else {
        return Ok(());
    };
    let passed = PASSED.fetch_add(1, Ordering::Relaxed) + 1;
    match kind {
        "kill" if Ok(passed) == at.parse() => std::process::abort(),
        "full" if at.parse().is_ok_and(|at| passed >= at) => Err(io::ErrorKind::StorageFull.into()),
        _ => Ok(()),
    }
}
