//! Why a call does not expand.

use proc_macro2::{Span, TokenStream};
use prompt_core::code::Code;
use quote::quote;

/// One error, at one token of the call; or several, of one call.
pub(crate) struct Refusal(syn::Error);

impl Refusal {
    /// An error of the call: a code, one sentence, and the way out, which may be empty.
    pub(crate) fn new(span: Span, code: Code, message: &str, help: &str) -> Self {
        let help = help.replace('\n', "\n    ");
        let text = if help.is_empty() {
            format!("[{code}] {message}")
        } else {
            format!("[{code}] {message}\n  = help: {help}")
        };
        Self(syn::Error::new(span, text))
    }

    /// All of several errors; `None` where there is none.
    pub(crate) fn all(refusals: Vec<Self>) -> Option<Self> {
        refusals.into_iter().reduce(|mut all, next| {
            all.0.combine(next.0);
            all
        })
    }

    /// What the build script wrote is not what was expected.
    pub(crate) fn damaged(span: Span) -> Self {
        let help = "run `cargo clean` and build again";
        Self::new(
            span,
            Code::UnreadableData,
            "cannot read the output of the build script",
            help,
        )
    }

    /// Findings of the build script, rendered by it.
    pub(crate) fn findings(span: Span, rendered: &str) -> Self {
        Self(syn::Error::new(span, rendered))
    }

    /// The error, then a value of the type that the call would have had.
    pub(crate) fn expand(&self, stand_in: &TokenStream) -> TokenStream {
        let error = self.0.to_compile_error();
        quote!({ #error #stand_in })
    }
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
