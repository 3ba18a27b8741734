//! Compile errors of a call.

use proc_macro2::{Span, TokenStream};
use prompt_core::code::Code;
use prompt_core::hidden::{escape_commands, escape_line};
use prompt_core::secret::masked;
use quote::quote;

/// One or several errors of a call, each at a token.
pub(crate) struct Refusal(syn::Error);

impl Refusal {
    /// Makes an error from a code, one sentence, and a help text, which may be empty.
    pub(crate) fn new(span: Span, code: Code, message: &str, help: &str) -> Self {
        Self::with_lines(span, code, message, &[help])
    }

    /// Makes an error whose help has several lines. What they quote of files stays in its line, and
    /// shows no secret.
    pub(crate) fn with_lines(span: Span, code: Code, message: &str, help: &[&str]) -> Self {
        let help = help.iter().map(|line| shown(line)).collect::<Vec<_>>();
        let help = help.join("\n    ");
        let message = shown(message);
        let text = if help.is_empty() {
            format!("[{code}] {message}")
        } else {
            format!("[{code}] {message}\n  = help: {help}")
        };
        Self::of_text(span, &text)
    }

    /// Combines errors. Returns `None` if there are none.
    pub(crate) fn all(refusals: Vec<Self>) -> Option<Self> {
        refusals.into_iter().reduce(|mut all, next| {
            all.0.combine(next.0);
            all
        })
    }

    /// Returns whether two errors say the same.
    pub(crate) fn is_same(&self, other: &Self) -> bool {
        self.0.to_string() == other.0.to_string()
    }

    /// Makes the error for an output of the build script that cannot be read.
    pub(crate) fn damaged(span: Span) -> Self {
        let help = "run `cargo clean` and build again";
        Self::new(
            span,
            Code::UnreadableData,
            "cannot read the output of the build script",
            help,
        )
    }

    /// Makes an error from findings that the build script has rendered.
    pub(crate) fn findings(span: Span, rendered: &str) -> Self {
        Self::of_text(span, rendered)
    }

    /// Makes an error in whose text no CI service finds a command: names and choices come from files.
    fn of_text(span: Span, text: &str) -> Self {
        Self(syn::Error::new(span, escape_commands(text, "\\u{23}")))
    }

    /// Expands to the error, which is an item.
    pub(crate) fn to_error(&self) -> TokenStream {
        self.0.to_compile_error()
    }

    /// Expands to the error, followed by a value of the type of the call.
    pub(crate) fn expand(&self, stand_in: &TokenStream) -> TokenStream {
        let error = self.to_error();
        quote!({ #error #stand_in })
    }
}

/// Returns a line as it is printed: secrets are masked, and hidden characters are escaped.
fn shown(line: &str) -> String {
    escape_line(&masked(line)).into_owned()
}

impl From<syn::Error> for Refusal {
    fn from(error: syn::Error) -> Self {
        Self(error)
    }
}

impl From<Refusal> for syn::Error {
    fn from(refusal: Refusal) -> Self {
        refusal.0
    }
}
