use std::borrow::Cow;

use proc_macro2::{Span, TokenStream};
use prompt_core::js::Json;
use prompt_core::program::Class;

/// The types of values that only a loop or an expression has.
pub(super) static ANY: Class = Class::Any;
pub(super) static BOOLEAN: Class = Class::Boolean;
pub(super) static INTEGER: Class = Class::Integer;
pub(super) static NUMBER: Class = Class::Number;
pub(super) static TEXT: Class = Class::Text(Vec::new());

/// A value of a program, at one call.
#[derive(Clone)]
pub(super) enum Value<'p> {
    /// The value is known when the call is compiled.
    Known(Cow<'p, Json>),
    Code(Expression<'p>),
}

/// Rust code for a value.
///
/// The code of a single value has its runtime form (`&str`, `Number`, `bool`, `Scalar`). The code
/// of a list or a map is an iterator. The code of an object is a reference to what the user passes.
#[derive(Clone)]
pub(super) struct Expression<'p> {
    pub(super) tokens: TokenStream,
    pub(super) class: &'p Class,
    /// The code gives an `Option`.
    pub(super) is_option: bool,
    /// A reference to what the user passes, if `tokens` is not one.
    pub(super) raw: Option<TokenStream>,
    /// `raw` gives an `Option` of a reference.
    pub(super) is_raw_option: bool,
    /// Code of the type `Tested` for a value of any type, which need not have a `Scalar`.
    pub(super) tested: Option<TokenStream>,
    /// The argument, where errors about the value belong.
    pub(super) span: Span,
}

impl Value<'_> {
    pub(super) const NULL: Self = Self::Known(Cow::Owned(Json::Null));

    pub(super) fn known(json: Json) -> Self {
        Self::Known(Cow::Owned(json))
    }
}
