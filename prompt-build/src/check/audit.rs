use crate::library::Moment;

/// What the records of ledgers are held against, beside the configuration.
#[derive(Debug, Clone, Default)]
pub struct Audit {
    /// The latest time that a record may have; `None` without a clock.
    pub now: Option<Moment>,
    /// The application whose pins are checked, where several share the library.
    pub application: Option<String>,
    /// Set if every signature of the history must be valid.
    pub is_strict: bool,
}
