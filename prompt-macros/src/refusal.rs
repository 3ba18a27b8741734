//! Why a call does not expand.

use proc_macro2::{Span, TokenStream};
use quote::quote;

/// One error, at one token of the call.
pub(crate) struct Refusal(syn::Error);

impl Refusal {
    /// An error of the call: a stable code, one sentence, and the way out.
    pub(crate) fn new(span: Span, code: &str, message: &str, help: &str) -> Self {
        let help = help.replace('\n', "\n    ");
        let text = if help.is_empty() {
            format!("[{code}] {message}")
        } else {
            format!("[{code}] {message}\n  = help: {help}")
        };
        Self(syn::Error::new(span, text))
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
