use core::fmt;

/// The kind of a failure, for logs and metrics: a word of the program's own, or an HTTP status.
///
/// Neither can hold content, so it is logged at every level.
///
/// ```
/// use prompt_runtime::trace::ErrorClass;
///
/// assert_eq!(ErrorClass::from("timeout").to_string(), "timeout");
/// assert_eq!(ErrorClass::from(429).to_string(), "429");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ErrorClass(Kind);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Word(&'static str),
    Status(u16),
}

impl From<&'static str> for ErrorClass {
    fn from(word: &'static str) -> Self {
        Self(Kind::Word(word))
    }
}

impl From<u16> for ErrorClass {
    fn from(status: u16) -> Self {
        Self(Kind::Status(status))
    }
}

impl fmt::Display for ErrorClass {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Kind::Word(word) => f.pad(word),
            Kind::Status(status) => status.fmt(f),
        }
    }
}
