//! The application's logs.

use std::{env, io};

use prompt_runtime::{Logging, environment};
use tracing_subscriber::EnvFilter;

/// Starts logging to standard error. The variable `RUST_LOG` sets the filter; by default it is that
/// of the environment.
pub(crate) fn start() {
    let by_environment = match environment!().logging {
        Logging::Structured => "warn,prompt_runtime=info",
        _ => "warn,prompt_runtime=debug",
    };
    let variable = env::var("RUST_LOG")
        .ok()
        .filter(|filter| !filter.trim().is_empty());
    let filter = EnvFilter::new(variable.as_deref().unwrap_or(by_environment));
    let logs = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(io::stderr);
    if environment!().logging == Logging::Structured {
        logs.json().init();
    } else {
        logs.init();
    }
}
