use std::sync::Arc;

use proc_macro2::{TokenStream, TokenTree};
use prompt_core::code::Code;
use prompt_core::header::{key, read_index_entry};
use prompt_core::marker::Marker;
use prompt_core::parameters::ParameterLines;
use prompt_core::suggest::did_you_mean;
use prompt_core::vocabulary::Status;
use quote::quote;

use super::{
    Expansion, Forms, Returns, dependency, include_str, lex, optional, value_by_environment,
};
use crate::call::{Named, Prompt};
use crate::data::Data;
use crate::index::{Build, PinnedPrompt};
use crate::refusal::Refusal;
use crate::render;

/// What the environments of a build pin for a call.
pub(crate) struct Pinned {
    pub(crate) build: Arc<Build>,
    /// In the order of the environments. `None` stands only in a call that is optional.
    pub(crate) prompts: Vec<Option<PinnedPrompt>>,
}

/// Expands `prompt!`, `try_prompt!` and `optional_prompt!`.
pub(crate) fn prompt(runtime: &TokenStream, call: &Prompt, forms: Forms) -> Expansion {
    let pinned = Pinned::of(&call.id, forms)?;
    if pinned.versions().next().is_none() {
        return optional::nowhere(runtime, call, &pinned.build);
    }
    match &call.inputs {
        Some(inputs) => render::prompt(runtime, &call.id, inputs, forms, &pinned),
        None if forms.returns == Returns::Result => {
            render::prompt(runtime, &call.id, &[], forms, &pinned)
        }
        None => Ok(pinned.constant(runtime, forms)),
    }
}

impl Pinned {
    /// Reads what each environment pins. The refusals of all environments are reported, those that say
    /// the same once.
    pub(crate) fn of(id: &Named, forms: Forms) -> Result<Self, Refusal> {
        let build = Build::at_hand(id.span)?;
        let (mut prompts, mut refusals) = (Vec::new(), Vec::<Refusal>::new());
        for index in &build.indexes {
            let prompt = index.prompt(&id.name, id.span).and_then(|prompt| {
                let may_lack = forms.returns == Returns::Option && is_known(&id.name, &index.data);
                match prompt {
                    None if !may_lack => Err(unknown_prompt(id, &index.data)),
                    prompt => Ok(prompt),
                }
            });
            match prompt {
                Ok(prompt) => prompts.push(prompt),
                Err(refusal) if refusals.iter().any(|known| known.is_same(&refusal)) => {}
                Err(refusal) => refusals.push(refusal),
            }
        }
        Refusal::all(refusals).map_or(Ok(Self { build, prompts }), Err)
    }

    /// Returns what is pinned, without the environments that pin nothing.
    pub(crate) fn versions(&self) -> impl Iterator<Item = &PinnedPrompt> {
        self.prompts.iter().flatten()
    }

    /// Returns whether the environments may share the code of a call: each pins a version, and they
    /// log the same where a call keeps a record for the logs.
    pub(crate) fn may_share(&self, forms: Forms) -> bool {
        let mut logging = self.versions().map(|prompt| prompt.get(key::LOGGING));
        let first = logging.next();
        let is_logged_alike = logging.all(|other| Some(other) == first);
        self.prompts.iter().all(Option::is_some) && (is_logged_alike || !forms.has_record)
    }

    /// Makes the constant of a call without inputs.
    fn constant(&self, runtime: &TokenStream, forms: Forms) -> TokenStream {
        let literals = self.prompts.iter().map(|prompt| {
            let Some(prompt) = prompt else {
                return optional::none(runtime, false);
            };
            let prompt = literal(runtime, prompt);
            if forms.returns == Returns::Option {
                quote!(::core::option::Option::Some(&#prompt))
            } else {
                quote!(&#prompt)
            }
        });
        let literals = literals.collect::<Vec<_>>();
        let prompt = match literals.as_slice() {
            [prompt] => prompt.clone(),
            prompts => value_by_environment(runtime, &self.build, &quote!([#(#prompts),*])),
        };
        let marker = marker(&self.build, self.versions(), Place::Call);
        let dependency = dependency();
        quote!({ #dependency #marker #prompt })
    }
}

/// Makes the literal of a prompt.
pub(crate) fn literal(runtime: &TokenStream, prompt: &PinnedPrompt) -> TokenStream {
    let data = &**prompt;
    let [id, version, sha256, environment] =
        [key::ID, key::VERSION, key::SHA256, key::ENVIRONMENT].map(|key| data.get(key));
    let header = data.text();
    let fields = lex(&format!(
        "id: {id:?}, version: {version:?}, sha256: {sha256:?}, environment: {environment:?}, \
         __header: {header:?}, __text:",
    ));
    let text = include_str(&prompt.text_file);
    let status = lex(&format!("::Status::{}", status(data).variant_name()));
    quote!(#runtime::Prompt { #fields #text, status: #runtime #status })
}

fn status(data: &Data) -> Status {
    Status::from_spelling(data.get(key::STATUS)).unwrap_or(Status::WorkingCopy)
}

/// The place of a marker.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    /// A call of `prompt!`.
    Call,
    /// An entry of `prompts!`.
    List,
}

/// Makes an item that leaves markers in the binary, for the block of a call. `#[used]` keeps the
/// static, though nothing refers to it.
pub(crate) fn marker<'a>(
    build: &Build,
    prompts: impl IntoIterator<Item = &'a PinnedPrompt>,
    place: Place,
) -> TokenStream {
    let mut bytes = Vec::new();
    for prompt in prompts {
        bytes.extend(marker_bytes(build, prompt, place));
    }
    lex(&format!(
        r#"#[used] static PROMPT_MARKER: [::core::primitive::u8; {}] = *b"{}";"#,
        bytes.len(),
        bytes.escape_ascii(),
    ))
}

fn marker_bytes(build: &Build, data: &Data, place: Place) -> Vec<u8> {
    let field = |key| data.get(key).to_owned();
    let marker = Marker {
        package: field(key::PACKAGE),
        id: field(key::ID),
        version: field(key::VERSION),
        status: status(data).as_word().to_owned(),
        environment: field(key::ENVIRONMENT),
        sha256: field(key::SHA256),
        settings: settings(data),
        partials: field(key::PARTIALS),
        is_listed: place == Place::List,
        built_for: build.environments_of_several(),
    };
    marker.to_bytes()
}

/// The API, the model and the parameters, for the marker. What is very long is cut off.
fn settings(data: &Data) -> String {
    const LONGEST: usize = 1_000;
    let parameters = ParameterLines::in_header(data.text());
    let parameters = parameters
        .iter()
        .map(|(parameter, value)| format!(", {} {value}", parameter.name));
    let (api, model) = (data.get(key::API), data.get(key::MODEL));
    let settings = format!("{api}, {model}{}", parameters.collect::<String>());
    settings.chars().take(LONGEST).collect()
}

/// Stands in for a call that is refused. It has the type that the call would have had: with inputs,
/// whatever is wrong with them, a rendering.
pub(crate) fn no_prompt(runtime: &TokenStream, arguments: &TokenStream) -> TokenStream {
    if has_inputs(arguments) {
        quote!(#runtime::__private::no_rendered())
    } else {
        quote!(#runtime::__private::NO_PROMPT)
    }
}

/// Returns whether the arguments of a refused call are more than an id.
pub(super) fn has_inputs(arguments: &TokenStream) -> bool {
    // The id alone may have a comma after it.
    let mut rest = arguments.clone().into_iter().skip(1);
    let is_separator =
        |token| matches!(token, TokenTree::Punct(mark) if matches!(mark.as_char(), ',' | '='));
    rest.any(is_separator) && rest.next().is_some()
}

/// Stands in for a call of `try_prompt!` that is refused.
pub(crate) fn no_result(runtime: &TokenStream, _: &TokenStream) -> TokenStream {
    quote!(::core::result::Result::<_, #runtime::RenderError>::Ok(#runtime::__private::no_rendered()))
}

/// Makes the error for an id that this environment does not pin.
fn unknown_prompt(call: &Named, index: &Data) -> Refusal {
    let (name, file) = (&call.name, index.get(key::CONFIGURATION));
    if is_known(name, index) {
        return not_pinned(call, index);
    }
    let entries = || index.header().all(key::PROMPT).map(read_index_entry);
    let message = format!("no prompt `{name}` in {file}");
    let help = did_you_mean(name, entries().map(|(id, _)| id))
        .unwrap_or_else(|| format!("the prompts are the keys under `prompts:` in {file}"));
    Refusal::new(call.span, Code::UnknownPrompt, &message, &help)
}

/// Returns whether the configuration names a prompt.
fn is_known(name: &str, index: &Data) -> bool {
    let mut entries = index.header().all(key::PROMPT).map(read_index_entry);
    entries.any(|(id, _)| id == name)
}

fn not_pinned(call: &Named, index: &Data) -> Refusal {
    let name = &call.name;
    let message = format!(
        "`{name}` is not pinned in `{}`",
        index.get(key::ENVIRONMENT)
    );
    let ways = index.header().all(key::UNPINNED);
    let mut ways = ways.filter_map(|line| line.split_once(' '));
    let way = ways.find(|(id, _)| id == name).map_or("", |(_, way)| way);
    Refusal::new(call.span, Code::NotPinned, &message, way)
}
