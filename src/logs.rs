//! What the application logs, and where.

use std::io;

use prompt_runtime::{Logging, environment};
use tracing_subscriber::EnvFilter;

/// Logs to standard error: what the variable `RUST_LOG` says, else what the environment asks for.
pub(crate) fn start() {
    let by_environment = match environment!().logging {
        Logging::Structured => "warn,prompt_runtime=info",
        _ => "warn,prompt_runtime=debug",
    };
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new(by_environment));
    let logs = tracing_subscriber::fmt().with_env_filter(filter).with_writer(io::stderr);
    if environment!().logging == Logging::Structured { logs.json().init() } else { logs.init() }
}
