//! How much of the content the environment logs.

use super::TARGET;
use super::variables::Variables;
use crate::{Logging, Rendered};

impl Rendered {
    /// Returns whether content is logged. The slower check comes last.
    pub(super) fn logs_content(&self) -> bool {
        tracing::enabled!(target: TARGET, tracing::Level::DEBUG)
            && matches!(self.prompt().logging(), Logging::Full | Logging::Verbose)
    }

    /// Returns the inputs, if they are logged and were recorded.
    pub(super) fn logged_variables(&self) -> Option<&Variables> {
        let is_logged = self.logs_content() && self.prompt().logging() == Logging::Verbose;
        self.record.variables().filter(|_| is_logged)
    }
}
