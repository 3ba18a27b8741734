//! What the application logs, and where.

use std::{env, io};

use prompt_runtime::{Logging, environment};
use tracing_subscriber::EnvFilter;

/// Logs to standard error: what the variable `RUST_LOG` says, else what the environment asks for.
pub(crate) fn start() {
    let by_environment = match environment!().logging {
        Logging::Structured => "warn,prompt_runtime=info",
        _ => "warn,prompt_runtime=debug",
    };
    let asked = env::var("RUST_LOG")
        .ok()
        .filter(|filter| !filter.trim().is_empty());
    let filter = EnvFilter::new(asked.as_deref().unwrap_or(by_environment));
    let logs = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(io::stderr);
    if environment!().logging == Logging::Structured {
        logs.json().init();
    } else {
        logs.init();
    }
}
