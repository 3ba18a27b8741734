//! The procedural macros behind `prompt-runtime`, which documents and re-exports them: use them
//! from there.
//!
//! A call is parsed (`call`), one small file that the build script left in `OUT_DIR` is read
//! (`data`), and the call is replaced by a constant expression (`expand`) or by one error at the
//! token at fault (`refusal`). No configuration and no prompt is parsed here: that is the build
//! script's work, done once for all calls.

mod call;
mod data;
mod expand;
mod hot_reload;
mod json;
mod marker;
mod program;
mod refusal;
mod render;

use call::{Call, Named, Prompt, Unnamed};
use proc_macro::TokenStream;
use proc_macro2::TokenStream as Tokens;
use refusal::Refusal;
use syn::parse::Parse;

/// See `prompt_runtime::prompt!`.
#[proc_macro]
pub fn prompt(tokens: TokenStream) -> TokenStream {
    expand_call::<Prompt>(tokens, expand::prompt, expand::no_prompt)
}

/// See `prompt_runtime::prompts!`.
#[proc_macro]
pub fn prompts(tokens: TokenStream) -> TokenStream {
    expand_call::<Unnamed>(tokens, expand::prompts, expand::no_prompts)
}

/// See `prompt_runtime::flag!`.
#[proc_macro]
pub fn flag(tokens: TokenStream) -> TokenStream {
    expand_call::<Named>(tokens, expand::flag, expand::no_flag)
}

/// See `prompt_runtime::environment!`.
#[proc_macro]
pub fn environment(tokens: TokenStream) -> TokenStream {
    expand_call::<Unnamed>(tokens, expand::environment, expand::no_environment)
}

/// Parses the call and expands it. What is refused becomes an error and a stand-in of the same
/// type, so that nothing else fails on account of it.
fn expand_call<A: Parse>(
    tokens: TokenStream,
    expand: fn(&Tokens, &A) -> Result<Tokens, Refusal>,
    stand_in: fn(&Tokens, &Tokens) -> Tokens,
) -> TokenStream {
    let call = match syn::parse::<Call<A>>(tokens) {
        Ok(call) => call,
        Err(error) => return error.to_compile_error().into(),
    };
    let Call {
        runtime,
        arguments,
        tokens,
    } = call;
    let expansion = match &arguments {
        Ok(arguments) => expand(&runtime, arguments),
        Err(error) => Err(Refusal::from(error.clone())),
    };
    let expansion = hot_reload::check().and(expansion);
    expansion
        .unwrap_or_else(|refusal| refusal.expand(&stand_in(&runtime, &tokens)))
        .into()
}
