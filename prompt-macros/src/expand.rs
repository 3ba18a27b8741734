//! From a call and its data to a constant expression.
//!
//! Every expansion includes the file that was read, by `include_str!`: so the file and `OUT_DIR`
//! stand in the compiler's dependency list, and neither cargo nor a compilation cache serves
//! yesterday's prompt.

use proc_macro2::{Ident, Literal, Span, TokenStream, TokenTree};
use prompt_core::code::Code;
use quote::quote;

use crate::call::{Named, Prompt, Unnamed};
use crate::data::Data;
use crate::marker::marker;
use crate::refusal::{Refusal, did_you_mean};
use crate::render;

pub(crate) type Expansion = Result<TokenStream, Refusal>;

pub(crate) fn prompt(runtime: &TokenStream, call: &Prompt) -> Expansion {
    if let Some(inputs) = &call.inputs {
        return render::prompt(runtime, call, inputs);
    }
    let data = read_prompt(&call.id)?;
    let (marker, prompt) = (marker(&data), static_prompt(runtime, &data));
    Ok(quote!({ #marker &#prompt }))
}

/// The data of a prompt, which must be there.
pub(crate) fn read_prompt(id: &Named) -> Result<Data, Refusal> {
    match read(id, Data::read, "id")? {
        Some(data) => Ok(data),
        None => Err(unknown_prompt(id)?),
    }
}

/// Reads a file about a prompt from a folder of `OUT_DIR`.
pub(crate) fn read(
    id: &Named,
    read: fn(&str, Span) -> Result<Option<Data>, Refusal>,
    folder: &str,
) -> Result<Option<Data>, Refusal> {
    if is_id(&id.name) {
        read(&format!("{folder}/{}", id.name), id.span)
    } else {
        Ok(None)
    }
}

pub(crate) fn prompts(runtime: &TokenStream, _: &Unnamed) -> Expansion {
    let span = Span::call_site();
    let index = Data::require("index", span)?;
    let environment = index.get("environment");
    let mut prompts = TokenStream::new();
    for entry in index.all("prompt") {
        let (id, environments) = entry.split_once(' ').unwrap_or((entry, ""));
        if environments.split(' ').any(|name| name == environment) {
            let data = Data::require(&format!("id/{id}"), span)?;
            let (marker, prompt) = (marker(&data), static_prompt(runtime, &data));
            prompts.extend(quote!({ #marker #prompt },));
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
    let value = flags(&data)
        .find(|(name, _)| *name == call.name)
        .map(|(_, value)| value);
    let Some(value) = value else {
        return Err(unknown_flag(call, &data));
    };
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
    let flags = flags(&data)
        .map(|(name, enabled)| quote!(#runtime::FeatureFlag { name: #name, enabled: #enabled }));
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

/// Of the type that the call would have had: with inputs, whatever is wrong with them, it is
/// rendered.
pub(crate) fn no_prompt(runtime: &TokenStream, arguments: &TokenStream) -> TokenStream {
    // The id alone may have a comma after it.
    let mut rest = arguments.clone().into_iter().skip(1);
    let is_separator =
        |token| matches!(token, TokenTree::Punct(mark) if matches!(mark.as_char(), ',' | '='));
    if rest.any(is_separator) && rest.next().is_some() {
        quote!(#runtime::__private::no_rendered())
    } else {
        quote!(#runtime::__private::NO_PROMPT)
    }
}

pub(crate) fn no_prompts(runtime: &TokenStream, _: &TokenStream) -> TokenStream {
    quote!({
        const PROMPTS: &[#runtime::Prompt] = &[];
        PROMPTS
    })
}

pub(crate) fn no_flag(_: &TokenStream, _: &TokenStream) -> TokenStream {
    quote!(false)
}

pub(crate) fn no_environment(runtime: &TokenStream, _: &TokenStream) -> TokenStream {
    quote!(#runtime::__private::NO_ENVIRONMENT)
}

/// The literal for one prompt, whose own file is the one that was read.
pub(crate) fn static_prompt(runtime: &TokenStream, data: &Data) -> TokenStream {
    prompt_literal(runtime, data, &data.file, data.header_length())
}

/// The literal for one prompt, with the file of its text, and how many bytes of that come before
/// the text.
pub(crate) fn prompt_literal(
    runtime: &TokenStream,
    data: &Data,
    file: &str,
    header: usize,
) -> TokenStream {
    let (id, version, sha256) = (data.get("id"), data.get("version"), data.get("sha256"));
    let environment = data.get("environment");
    let status = match data.get("status") {
        "draft" => "Draft",
        "active" => "Active",
        "deprecated" => "Deprecated",
        _ => "WorkingCopy",
    };
    let status = Ident::new(status, Span::call_site());
    let file = include_str(file);
    let header = Literal::usize_unsuffixed(header);
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

pub(crate) fn include_str(file: &str) -> TokenStream {
    let file = format!("/{file}");
    quote!(::core::include_str!(
        ::core::concat!(::core::env!("OUT_DIR"), #file)
    ))
}

/// An item that records the dependency on a file and leaves nothing of it in the binary.
pub(crate) fn depend_on(data: &Data) -> TokenStream {
    let file = include_str(&data.file);
    quote!(const _: &::core::primitive::str = #file;)
}

/// Whether the name has the form of an id. Checked before it becomes part of a path.
fn is_id(name: &str) -> bool {
    matches!(name.len(), 1..=64)
        && name
            .bytes()
            .all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-'))
}

fn flags(data: &Data) -> impl Iterator<Item = (&str, bool)> {
    data.all("flag")
        .filter_map(|flag| flag.split_once(' '))
        .map(|(name, value)| (name, value == "true"))
}

/// The error for an id that this environment does not embed; itself an error where not even the
/// index can be read.
fn unknown_prompt(call: &Named) -> Result<Refusal, Refusal> {
    let index = Data::require("index", call.span)?;
    let (name, environment, file) = (
        &call.name,
        index.get("environment"),
        index.get("configuration"),
    );
    let entries = index
        .all("prompt")
        .map(|entry| entry.split_once(' ').unwrap_or((entry, "")));
    let mut ids = Vec::new();
    for (id, environments) in entries {
        if id == name {
            let message = format!("`{name}` is not pinned in `{environment}`");
            let others = environments
                .split(' ')
                .filter(|name| !name.is_empty())
                .collect::<Vec<_>>();
            let help = if others.is_empty() {
                format!("add a pin for `{environment}` under `{name}` in {file}")
            } else {
                format!(
                    "add a pin for `{environment}` in {file}; it has one for `{}`",
                    others.join("`, `")
                )
            };
            return Ok(Refusal::new(call.span, Code::NotPinned, &message, &help));
        }
        ids.push(id);
    }
    let message = format!("no prompt `{}` in {file}", name.escape_debug());
    let help = did_you_mean(name, &ids)
        .unwrap_or_else(|| format!("the prompts are the keys under `prompts:` in {file}"));
    Ok(Refusal::new(
        call.span,
        Code::UnknownPrompt,
        &message,
        &help,
    ))
}

fn unknown_flag(call: &Named, data: &Data) -> Refusal {
    let names = flags(data).map(|(name, _)| name).collect::<Vec<_>>();
    let message = format!(
        "no feature flag `{}` in {}",
        call.name.escape_debug(),
        data.get("configuration")
    );
    let help = did_you_mean(&call.name, &names)
        .unwrap_or_else(|| "declare it under `feature_flags:` in every environment".to_owned());
    Refusal::new(call.span, Code::UnknownFlag, &message, &help)
}
