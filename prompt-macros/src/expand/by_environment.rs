//! Expressions that depend on the environment which the program has chosen.

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
    mut expressions: Vec<TokenStream>,
) -> TokenStream {
    let Some(last) = expressions.pop() else {
        return TokenStream::new();
    };
    if expressions.is_empty() {
        return last;
    }
    let positions = (0..=expressions.len()).map(|position| format!("{position}usize"));
    let positions = positions.collect::<Vec<_>>().join(", ");
    let position = value_by_environment(runtime, build, &lex(&format!("[{positions}]")));
    let arms = expressions
        .iter()
        .enumerate()
        .map(|(position, expression)| {
            let position = lex(&format!("{position}usize =>"));
            quote!(#position #expression,)
        });
    let arms = arms.collect::<TokenStream>();
    quote!(match #position { #arms _ => #last })
}

/// Makes the call that returns one of the items of an array, which are those of the environments of a
/// build for several. In a constant, the compiler shows the function's name.
pub(crate) fn value_by_environment(
    runtime: &TokenStream,
    build: &Build,
    array: &TokenStream,
) -> TokenStream {
    let numbers = build
        .indexes
        .iter()
        .map(|index| choice::number(index.environment_name()).to_string());
    let numbers = numbers.collect::<Vec<_>>().join(", ");
    let function =
        lex("::__private::this_build_is_for_several_environments_so_use_a_function_or_a_lazy_lock");
    let build = lex(&format!("[{numbers}], {:?}", build.names()));
    quote!(#runtime #function(#array, #build))
}
