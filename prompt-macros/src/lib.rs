//! The procedural macros behind `prompt-runtime`, which documents and re-exports them: use them
//! from there.
//!
//! A call is parsed (`call`). The small files that the build script left in `OUT_DIR` are read
//! (`data`). The call is replaced by a constant expression (`expand`), by code that renders the
//! prompt (`render`), or by one error at the wrong token (`refusal`). No configuration and no
//! prompt is parsed here: the build script does so once for all calls.

mod answer;
mod call;
mod data;
mod expand;
mod index;
mod output;
mod refusal;
mod render;

use answer::{AnswerCall, ToolTypeCall};
use call::{Call, Chosen, Flag, Prompt, Unnamed};
use expand::{Forms, Returns};
use proc_macro::TokenStream;
use proc_macro2::TokenStream as Tokens;
use refusal::Refusal;
use syn::parse::Parse;

/// Defines the entry points of the macros that render, one for each set of features of
/// `prompt-runtime` that adds to a call: a record for the logs, the working copy as it is on the disk,
/// and the sampler.
macro_rules! entry_points {
    ($($doc:literal $name:ident: $returns:ident $($addition:ident)*;)*) => {$(
        #[doc = $doc]
        #[proc_macro]
        pub fn $name(tokens: TokenStream) -> TokenStream {
            expand_prompt(tokens, Forms::that(Returns::$returns)$(.$addition())*)
        }
    )*};
}

entry_points! {
    "See `prompt_runtime::prompt!`." prompt: Pinned;
    "See `prompt_runtime::prompt!`." prompt_with_record: Pinned with_record;
    "See `prompt_runtime::prompt!`." prompt_with_reload: Pinned with_reload;
    "See `prompt_runtime::prompt!`." prompt_with_reload_and_record: Pinned with_reload with_record;
    "See `prompt_runtime::prompt!`." prompt_with_sample: Pinned with_sample;
    "See `prompt_runtime::prompt!`." prompt_with_sample_and_record: Pinned with_sample with_record;
    "See `prompt_runtime::prompt!`." prompt_with_sample_and_reload: Pinned with_sample with_reload;
    "See `prompt_runtime::prompt!`." prompt_with_all: Pinned with_sample with_reload with_record;
    "See `prompt_runtime::try_prompt!`." try_prompt: Result;
    "See `prompt_runtime::try_prompt!`." try_prompt_with_record: Result with_record;
    "See `prompt_runtime::try_prompt!`." try_prompt_with_reload: Result with_reload;
    "See `prompt_runtime::try_prompt!`." try_prompt_with_reload_and_record: Result with_reload with_record;
    "See `prompt_runtime::try_prompt!`." try_prompt_with_sample: Result with_sample;
    "See `prompt_runtime::try_prompt!`." try_prompt_with_sample_and_record: Result with_sample with_record;
    "See `prompt_runtime::try_prompt!`." try_prompt_with_sample_and_reload: Result with_sample with_reload;
    "See `prompt_runtime::try_prompt!`." try_prompt_with_all: Result with_sample with_reload with_record;
    "See `prompt_runtime::optional_prompt!`." optional_prompt: Option;
    "See `prompt_runtime::optional_prompt!`." optional_prompt_with_record: Option with_record;
    "See `prompt_runtime::optional_prompt!`." optional_prompt_with_reload: Option with_reload;
    "See `prompt_runtime::optional_prompt!`." optional_prompt_with_reload_and_record: Option with_reload with_record;
    "See `prompt_runtime::optional_prompt!`." optional_prompt_with_sample: Option with_sample;
    "See `prompt_runtime::optional_prompt!`." optional_prompt_with_sample_and_record: Option with_sample with_record;
    "See `prompt_runtime::optional_prompt!`." optional_prompt_with_sample_and_reload: Option with_sample with_reload;
    "See `prompt_runtime::optional_prompt!`." optional_prompt_with_all: Option with_sample with_reload with_record;
}

/// See `prompt_runtime::prompts!`.
#[proc_macro]
pub fn prompts(tokens: TokenStream) -> TokenStream {
    expand_call::<Unnamed>(tokens, expand::prompts, expand::no_prompts)
}

/// See `prompt_runtime::prompts!`. Refuses a build that hot reload is not for.
#[proc_macro]
pub fn prompts_with_reload(tokens: TokenStream) -> TokenStream {
    expand_checked::<Unnamed>(tokens, expand::prompts, expand::no_prompts)
}

/// See `prompt_runtime::catalog!`.
#[proc_macro]
pub fn catalog(tokens: TokenStream) -> TokenStream {
    expand_catalog(tokens, Forms::default())
}

/// See `prompt_runtime::catalog!`. A rendering keeps a record for the logs.
#[proc_macro]
pub fn catalog_with_record(tokens: TokenStream) -> TokenStream {
    expand_catalog(tokens, Forms::default().with_record())
}

/// See `prompt_runtime::catalog!`. Refuses a build that hot reload is not for.
#[proc_macro]
pub fn catalog_with_reload(tokens: TokenStream) -> TokenStream {
    expand_catalog(tokens, Forms::default().with_reload())
}

/// See `prompt_runtime::catalog!`. Refuses a build that hot reload is not for, and a rendering keeps
/// a record for the logs.
#[proc_macro]
pub fn catalog_with_reload_and_record(tokens: TokenStream) -> TokenStream {
    expand_catalog(tokens, Forms::default().with_reload().with_record())
}

/// See `prompt_runtime::flag!`.
#[proc_macro]
pub fn flag(tokens: TokenStream) -> TokenStream {
    expand_call::<Flag>(tokens, expand::flag, expand::no_flag)
}

/// See `prompt_runtime::flag!`. Refuses a build that hot reload is not for.
#[proc_macro]
pub fn flag_with_reload(tokens: TokenStream) -> TokenStream {
    expand_checked::<Flag>(tokens, expand::flag, expand::no_flag)
}

/// See `prompt_runtime::environment!`.
#[proc_macro]
pub fn environment(tokens: TokenStream) -> TokenStream {
    expand_call::<Unnamed>(tokens, expand::environment, expand::no_environment)
}

/// See `prompt_runtime::environment!`. Refuses a build that hot reload is not for.
#[proc_macro]
pub fn environment_with_reload(tokens: TokenStream) -> TokenStream {
    expand_checked::<Unnamed>(tokens, expand::environment, expand::no_environment)
}

/// See `prompt_runtime::choose_environment!`.
#[proc_macro]
pub fn choose_environment(tokens: TokenStream) -> TokenStream {
    expand_call::<Chosen>(tokens, expand::choose_environment, expand::no_choice)
}

/// See `prompt_runtime::answer_type!`.
#[proc_macro]
pub fn answer_type(tokens: TokenStream) -> TokenStream {
    let expansion = syn::parse::<Call<AnswerCall>>(tokens).and_then(|call| {
        let arguments = call.arguments?;
        Ok(expand::answer_type(&call.runtime, &arguments))
    });
    expansion
        .unwrap_or_else(|error| Refusal::from(error).to_error())
        .into()
}

/// See `prompt_runtime::tool_type!`.
#[proc_macro]
pub fn tool_type(tokens: TokenStream) -> TokenStream {
    let expansion = syn::parse::<Call<ToolTypeCall>>(tokens).and_then(|call| {
        let arguments = call.arguments?;
        Ok(expand::tool_type(&call.runtime, &arguments))
    });
    expansion
        .unwrap_or_else(|error| Refusal::from(error).to_error())
        .into()
}

/// Lets the types of a refused `answer_type!` have their attributes.
#[proc_macro_derive(AnswerAttributes, attributes(serde))]
pub fn answer_attributes(_: TokenStream) -> TokenStream {
    TokenStream::new()
}

fn expand_prompt(tokens: TokenStream, forms: Forms) -> TokenStream {
    let expand = |runtime: &Tokens, call: &Prompt| expand::prompt(runtime, call, forms);
    let stand_in = match forms.returns {
        Returns::Pinned => expand::no_prompt,
        Returns::Result => expand::no_result,
        Returns::Option => expand::no_option,
    };
    if forms.has_reload {
        expand_checked::<Prompt>(tokens, expand, stand_in)
    } else {
        expand_call::<Prompt>(tokens, expand, stand_in)
    }
}

fn expand_catalog(tokens: TokenStream, forms: Forms) -> TokenStream {
    let expand = |runtime: &Tokens, _: &Unnamed| expand::catalog(runtime, forms);
    if forms.has_reload {
        expand_checked::<Unnamed>(tokens, expand, expand::no_catalog)
    } else {
        expand_call::<Unnamed>(tokens, expand, expand::no_catalog)
    }
}

/// Expands a call of a build with hot reload, unless its environment takes no working copies.
fn expand_checked<A: Parse>(
    tokens: TokenStream,
    expand: impl Fn(&Tokens, &A) -> Result<Tokens, Refusal>,
    stand_in: fn(&Tokens, &Tokens) -> Tokens,
) -> TokenStream {
    let checked = |runtime: &Tokens, call: &A| {
        expand::reload_check::check()?;
        expand(runtime, call)
    };
    expand_call(tokens, checked, stand_in)
}

/// Parses the call and expands it. A call that is refused becomes an error and a stand-in of the
/// same type, so that nothing else fails because of it.
fn expand_call<A: Parse>(
    tokens: TokenStream,
    expand: impl Fn(&Tokens, &A) -> Result<Tokens, Refusal>,
    stand_in: fn(&Tokens, &Tokens) -> Tokens,
) -> TokenStream {
    let Call { runtime, arguments } = match syn::parse::<Call<A>>(tokens.clone()) {
        Ok(call) => call,
        Err(error) => return error.to_compile_error().into(),
    };
    let expansion = match &arguments {
        Ok(arguments) => expand(&runtime, arguments),
        Err(error) => Err(Refusal::from(error.clone())),
    };
    expansion
        .unwrap_or_else(|refusal| {
            let arguments = Tokens::from(tokens).into_iter().skip(1).collect();
            refusal.expand(&stand_in(&runtime, &arguments))
        })
        .into()
}
