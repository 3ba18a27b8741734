//! An expression that depends on the environment which the program has chosen.

use proc_macro2::TokenStream;
use prompt_core::choice;
use quote::quote;

use super::lex;
use crate::index::Build;

/// Makes an expression of one for each environment of the build. That of a build for one environment
/// stays as it is.
pub(crate) fn by_environment(
    runtime: &TokenStream,
    build: &Build,
    expressions: Vec<TokenStream>,
) -> TokenStream {
    let mut others = expressions;
    let Some(last) = others.pop() else {
        return TokenStream::new();
    };
    if others.is_empty() {
        return last;
    }
    let position = position(runtime, build);
    let arms = others.iter().enumerate().map(|(position, expression)| {
        let position = lex(&format!("{position}usize =>"));
        quote!(#position #expression,)
    });
    let arms = arms.collect::<TokenStream>();
    quote!(match #position { #arms _ => #last })
}

/// Makes the call that returns the position of the chosen environment among those of the build. The
/// name of the function is what the compiler says where no function can be called.
fn position(runtime: &TokenStream, build: &Build) -> TokenStream {
    let numbers = build
        .indexes
        .iter()
        .map(|index| choice::number(index.environment_name()).to_string());
    let call = lex(&format!(
        "::__private::this_build_is_for_several_environments_so_use_a_function_or_a_lazy_lock::<{}>([{}], {:?})",
        build.indexes.len(),
        numbers.collect::<Vec<_>>().join(", "),
        build.names(),
    ));
    quote!(#runtime #call)
}
