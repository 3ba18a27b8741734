use core::fmt;

use crate::Status;

/// One prompt, in the version that the environment of this build pins.
///
/// [`prompt!`](crate::prompt!) makes it, and [`prompts!`](crate::prompts!) a slice of them; everything in it is
/// static data.
///
/// ```ignore
/// let email = prompt_runtime::prompt!("sales-email-007");
/// assert_eq!(email.id, "sales-email-007");
/// assert_eq!(email.sha256.len(), 64);
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Prompt {
    /// The id, as `environments.yaml` and the call have it: `sales-email-007`.
    pub id: &'static str,
    /// The version that is embedded: `2.3.0`, or `local` for a working copy.
    pub version: &'static str,
    /// How far this version has come in its life.
    pub status: Status,
    /// The SHA-256 of the whole prompt file, front matter included, in lower-case hexadecimal: what `sha256sum`
    /// prints for the file when its lines end in LF.
    pub sha256: &'static str,
    /// The name of the environment that this build was made for.
    pub environment: &'static str,
    /// For the macros alone, and not part of the public interface: a file of `OUT_DIR`, whole, so that the compiler
    /// records a dependency on all that the macro read, and so that its header travels in the binary beside its text.
    #[doc(hidden)]
    pub __file: &'static str,
    /// For the macros alone: how many bytes of the file come before the text.
    #[doc(hidden)]
    pub __header: usize,
}

impl Prompt {
    /// The body of the prompt file, byte for byte, without its front matter. Lines end in LF.
    ///
    /// ```ignore
    /// let summary = prompt_runtime::prompt!("ops-summarize-001");
    /// assert!(!summary.text().starts_with("---"));
    /// ```
    #[inline]
    #[must_use]
    pub const fn text(&self) -> &'static str {
        self.__file.split_at(self.__header).1
    }
}

/// Which prompt it is, without its text.
impl fmt::Debug for Prompt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { id, version, status, sha256, environment, .. } = self;
        let mut debug = f.debug_struct("Prompt");
        debug.field("id", id).field("version", version).field("status", status);
        debug.field("sha256", sha256).field("environment", environment).finish_non_exhaustive()
    }
}

/// Stands in where a macro has raised an error, so that one mistake gives one error.
#[doc(hidden)]
pub const NO_PROMPT: &Prompt =
    &Prompt { id: "", version: "", status: Status::WorkingCopy, sha256: "", environment: "", __file: "", __header: 0 };
