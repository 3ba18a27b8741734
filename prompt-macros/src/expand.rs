//! From a call and its data to a constant expression.
//!
//! Every expansion includes the file that was read, by `include_str!`: so the file and `OUT_DIR` stand in the
//! compiler's dependency list, and neither cargo nor a compilation cache serves yesterday's prompt.

use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::quote;

use crate::call::{Named, Unnamed};
use crate::data::Data;
use crate::refusal::Refusal;

type Expansion = Result<TokenStream, Refusal>;

pub(crate) fn prompt(runtime: &TokenStream, call: &Named) -> Expansion {
    let data = if is_id(&call.name) { Data::read(&format!("id/{}", call.name), call.span)? } else { None };
    let Some(data) = data else { return Err(unknown_prompt(call)?) };
    let prompt = static_prompt(runtime, &data);
    Ok(quote!(&#prompt))
}

pub(crate) fn prompts(runtime: &TokenStream, _: &Unnamed) -> Expansion {
    let span = Span::call_site();
    let index = Data::require("index", span)?;
    let environment = index.get("environment");
    let mut prompts = TokenStream::new();
    for entry in index.all("prompt") {
        let (id, environments) = entry.split_once(' ').unwrap_or((entry, ""));
        if environments.split(' ').any(|name| name == environment) {
            let prompt = static_prompt(runtime, &Data::require(&format!("id/{id}"), span)?);
            prompts.extend(quote!(#prompt,));
        }
    }
    let dependency = depend_on(&index);
    Ok(quote!({
        #dependency
        const PROMPTS: &[#runtime::Prompt] = &[#prompts];
        PROMPTS
    }))
}

pub(crate) fn flag(_: &TokenStream, call: &Named) -> Expansion {
    let data = Data::require("environment", call.span)?;
    let value = flags(&data).find(|(name, _)| *name == call.name).map(|(_, value)| value);
    let Some(value) = value else { return Err(unknown_flag(call, &data)) };
    let dependency = depend_on(&data);
    Ok(quote!({ #dependency #value }))
}

pub(crate) fn environment(runtime: &TokenStream, _: &Unnamed) -> Expansion {
    let data = Data::require("environment", Span::call_site())?;
    let (name, model) = (data.get("environment"), data.get("model"));
    let source = match data.get("prompt_source") {
        "local" => quote!(Local),
        "library:draft" => quote!(LibraryDraft),
        _ => quote!(LibraryActive),
    };
    let logging = match data.get("logging") {
        "verbose" => quote!(Verbose),
        "full" => quote!(Full),
        _ => quote!(Structured),
    };
    let temperature = Literal::f64_suffixed(data.get("temperature").parse().unwrap_or_default());
    let rate_limit = Literal::u32_suffixed(data.get("rate_limit").parse().unwrap_or_default());
    let flags = flags(&data).map(|(name, enabled)| quote!(#runtime::FeatureFlag { name: #name, enabled: #enabled }));
    let dependency = depend_on(&data);
    Ok(quote!({
        #dependency
        const {
            &#runtime::__private::environment(
                #name,
                #runtime::PromptSource::#source,
                #model,
                #temperature,
                #runtime::Logging::#logging,
                #runtime::__private::rate_limit(#rate_limit),
                &[#(#flags),*],
            )
        }
    }))
}

pub(crate) fn no_prompt(runtime: &TokenStream) -> TokenStream {
    quote!(#runtime::__private::NO_PROMPT)
}

pub(crate) fn no_prompts(runtime: &TokenStream) -> TokenStream {
    quote!({
        const PROMPTS: &[#runtime::Prompt] = &[];
        PROMPTS
    })
}

pub(crate) fn no_flag(_: &TokenStream) -> TokenStream {
    quote!(false)
}

pub(crate) fn no_environment(runtime: &TokenStream) -> TokenStream {
    quote!(#runtime::__private::NO_ENVIRONMENT)
}

/// The constructor call for one prompt.
fn static_prompt(runtime: &TokenStream, data: &Data) -> TokenStream {
    let (id, version, sha256) = (data.get("id"), data.get("version"), data.get("sha256"));
    let environment = data.get("environment");
    let status = match data.get("status") {
        "draft" => "Draft",
        "active" => "Active",
        "deprecated" => "Deprecated",
        _ => "WorkingCopy",
    };
    let status = Ident::new(status, Span::call_site());
    let file = include_str(data);
    let header = Literal::usize_unsuffixed(data.header_length());
    quote! {
        #runtime::Prompt {
            id: #id,
            version: #version,
            status: #runtime::Status::#status,
            sha256: #sha256,
            environment: #environment,
            __file: #file,
            __header: #header,
        }
    }
}

fn include_str(data: &Data) -> TokenStream {
    let file = format!("/{}", data.file);
    quote!(::core::include_str!(::core::concat!(::core::env!("OUT_DIR"), #file)))
}

/// An item that records the dependency on a file and leaves nothing of it in the binary.
fn depend_on(data: &Data) -> TokenStream {
    let file = include_str(data);
    quote!(const _: &::core::primitive::str = #file;)
}

/// Whether the name has the form of an id. Checked before it becomes part of a path.
fn is_id(name: &str) -> bool {
    matches!(name.len(), 1..=64) && name.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-'))
}

fn flags(data: &Data) -> impl Iterator<Item = (&str, bool)> {
    data.all("flag").filter_map(|flag| flag.split_once(' ')).map(|(name, value)| (name, value == "true"))
}

/// The error for an id that this environment does not embed; itself an error where not even the index can be read.
fn unknown_prompt(call: &Named) -> Result<Refusal, Refusal> {
    let index = Data::require("index", call.span)?;
    let (name, environment, file) = (&call.name, index.get("environment"), index.get("configuration"));
    let entries = index.all("prompt").map(|entry| entry.split_once(' ').unwrap_or((entry, "")));
    let mut ids = Vec::new();
    for (id, environments) in entries {
        if id == name {
            let message = format!("`{name}` is not pinned in `{environment}`");
            let others = environments.split(' ').filter(|name| !name.is_empty()).collect::<Vec<_>>();
            let help = if others.is_empty() {
                format!("add a pin for `{environment}` under `{name}` in {file}")
            } else {
                format!("add a pin for `{environment}` in {file}; it has one for `{}`", others.join("`, `"))
            };
            return Ok(Refusal::new(call.span, "not-pinned", &message, &help));
        }
        ids.push(id);
    }
    let message = format!("no prompt `{}` in {file}", name.escape_debug());
    let help = suggestion(name, &ids).unwrap_or_else(|| format!("the prompts are the keys under `prompts:` in {file}"));
    Ok(Refusal::new(call.span, "unknown-prompt", &message, &help))
}

fn unknown_flag(call: &Named, data: &Data) -> Refusal {
    let names = flags(data).map(|(name, _)| name).collect::<Vec<_>>();
    let message = format!("no feature flag `{}` in {}", call.name.escape_debug(), data.get("configuration"));
    let help = suggestion(&call.name, &names)
        .unwrap_or_else(|| "declare it under `feature_flags:` in every environment".to_owned());
    Refusal::new(call.span, "unknown-flag", &message, &help)
}

/// The nearest of the known names, where one is near enough to have been meant.
fn suggestion(name: &str, known: &[&str]) -> Option<String> {
    let lower = name.to_lowercase();
    let distance = |candidate: &&str| strsim::damerau_levenshtein(&lower, candidate);
    let nearest = known.iter().copied().min_by_key(distance)?;
    (distance(&nearest) <= name.len().max(3) / 3).then(|| format!("did you mean `{nearest}`?"))
}
