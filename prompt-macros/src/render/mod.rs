//! Expands a call with inputs to straight-line code. Known values are evaluated here. The rest
//! becomes code that measures the text, allocates once, and writes.
//!
//! Each step is a module. `arguments` checks the call against the inputs of all pinned versions.
//! `bindings` binds each input to its runtime form, with `convert`. `pieces` evaluates known
//! values, with `scope` for the names, `evaluate` for tags and conditions, and `computed` with
//! `functions` and `lookup` for expressions. `hoist` shortens loops. `write` turns pieces into
//! code, and `messages` assembles the messages. `checks` adds the demands of other environments,
//! `choices` those of enums at run time. `record`, `reload` and `sample` add the code of features of
//! `prompt-runtime`; they use `inputs`, the inputs as data. `shared` makes one program of those of
//! several environments.

mod arguments;
mod bindings;
mod checks;
mod choices;
mod computed;
mod convert;
mod evaluate;
mod expression;
mod functions;
mod hoist;
mod inputs;
mod literals;
mod lookup;
mod messages;
mod pieces;
mod record;
mod reload;
mod sample;
mod scope;
mod shared;
#[cfg(test)]
mod tests;
mod write;

use std::collections::BTreeMap;

use proc_macro2::{Ident, Literal, Span, TokenStream};
use prompt_core::code::Code;
use prompt_core::header::key;
use prompt_core::program::{Program, use_tree as uses};
use prompt_core::vocabulary::{Logging, Role, Status};
use quote::{format_ident, quote};

use crate::call::{Argument, Named};
use crate::expand::{self, Expansion, Forms, Pinned, Place, Returns, dependency, literal, marker};
use crate::index::{Build, Index, PinnedPrompt};
use crate::refusal::Refusal;
use arguments::Arguments;
use convert::Converter;
use expression::Value;
use messages::Messages;
use pieces::Simplifier;
use scope::Scope;
use shared::SharedMessages;

pub(crate) use record::log_function;

/// Expands a call with inputs.
pub(crate) fn prompt(
    runtime: &TokenStream,
    id: &Named,
    inputs: &[Argument],
    forms: Forms,
    pinned: &Pinned,
) -> Expansion {
    let indexes = pinned.build.indexes.iter();
    let files = indexes.map(|index| index.program(&id.name, id.span));
    let files = files.collect::<Result<Vec<_>, _>>()?;
    let no_program = Program::default();
    let programs = files
        .iter()
        .map(|file| file.as_ref().map_or(&no_program, |file| &file.program));
    let versions = pinned.versions().map(|prompt| prompt.get(key::VERSION));
    let versions = versions.collect::<Vec<_>>();
    let programs = programs.collect::<Vec<_>>();
    let has_files = files.iter().all(Option::is_some);
    let shared = (has_files && pinned.may_share(forms))
        .then(|| SharedMessages::of(&programs, &versions))
        .flatten();
    let (mut bodies, mut bound, mut needs_arena) = (Vec::new(), None, false);
    for ((prompt, file), &program) in pinned.prompts.iter().zip(&files).zip(&programs) {
        let Some(prompt) = prompt else {
            bodies.push(expand::none(runtime, true));
            continue;
        };
        let arguments = Arguments::of(id, inputs, program)?;
        let call = Call {
            runtime,
            prompt,
            versions: &versions,
            program,
            programs: &programs,
            program_file: file.as_ref().map(|file| file.file.as_str()),
            arguments: &arguments,
            forms,
            shared: shared.as_ref(),
        };
        bodies.push(call.expand(pinned).ok_or_else(|| too_long(id))?);
        needs_arena |= bindings::needs_arena(&versions, &arguments);
        // All versions take the same arguments.
        bound.get_or_insert(arguments);
        if shared.is_some() {
            break;
        }
    }
    let body = chosen(runtime, &pinned.build, &bodies);
    let marker = marker(&pinned.build, pinned.versions(), Place::Call);
    let dependency = dependency();
    let code = quote!(#dependency #marker #body);
    let arguments = bound.ok_or_else(|| Refusal::damaged(id.span))?;
    Ok(arguments.bind(runtime, &code, needs_arena))
}

/// Chooses among the code for each environment, unless all have the same. The arguments are evaluated
/// before, whatever the environment is.
fn chosen(runtime: &TokenStream, build: &Build, bodies: &[TokenStream]) -> TokenStream {
    if let [body] = bodies {
        return body.clone();
    }
    let blocks = bodies.iter().map(|body| quote!({ #body }));
    expand::by_environment(runtime, build, blocks.collect())
}

/// Makes the code that checks the inputs of a call against what other environments pin. It has no
/// value, and does not run.
pub(crate) fn checked(
    runtime: &TokenStream,
    id: &Named,
    inputs: &[Argument],
    index: &Index,
) -> Expansion {
    let file = index.program(&id.name, id.span)?;
    let no_program = Program::default();
    let program = file.as_ref().map_or(&no_program, |file| &file.program);
    let arguments = Arguments::of(id, inputs, program)?;
    let version_types = checks::version_types(&program.checks, &arguments, &[]);
    let bindings = bindings::statements(runtime, &[], &arguments);
    let scope = Scope::new(bindings::values(runtime, &arguments));
    let checks = checks::checks(runtime, &scope, &program.checks);
    let code = quote!(#version_types #bindings #checks);
    let needs_arena = bindings::needs_arena(&[], &arguments);
    Ok(arguments.bind(runtime, &code, needs_arena))
}

/// Makes the code of inputs that nothing can be held against.
pub(crate) fn unchecked(inputs: &[Argument]) -> TokenStream {
    let values = inputs.iter().map(|input| &input.value);
    quote!(#(_ = &(#values);)*)
}

/// Refuses a call that loops over long defaults, within each other.
fn too_long(id: &Named) -> Refusal {
    let message = "loops over the defaults of inputs make the prompt longer than 16 MiB";
    let help = "pass the inputs at the call, or shorten their defaults";
    Refusal::new(id.span, Code::PromptTooLarge, message, help)
}

/// A call with inputs, and the version that it renders in an environment.
struct Call<'a> {
    runtime: &'a TokenStream,
    prompt: &'a PinnedPrompt,
    /// The versions of the prompt in all environments of the build.
    versions: &'a [&'a str],
    /// Empty for a prompt that is one message without anything to fill in.
    program: &'a Program,
    /// The programs of all environments of the build.
    programs: &'a [&'a Program],
    /// The file of the program below `OUT_DIR`, if there is one.
    program_file: Option<&'a str>,
    arguments: &'a Arguments<'a>,
    forms: Forms,
    /// The messages of all environments of the build, where they differ in texts alone.
    shared: Option<&'a SharedMessages>,
}

impl<'a> Call<'a> {
    /// Makes the code of the call, for references to its arguments. Returns `None` if it would be too
    /// long.
    fn expand(&self, pinned: &Pinned) -> Option<TokenStream> {
        let runtime = self.runtime;
        let prompt = self.bind_prompt(pinned);
        let checks = &self.program.checks;
        let version_types = checks::version_types(checks, self.arguments, self.versions);
        let bindings = bindings::statements(runtime, self.versions, self.arguments);
        let checks = checks::checks(runtime, &self.scope(), checks);
        let Messages {
            expression,
            skipped,
            is_too_long,
        } = self.messages();
        if is_too_long {
            return None;
        }
        let rendered = self.rendered(&expression);
        let rendered = match self.forms.returns {
            Returns::Pinned => rendered,
            Returns::Result => self.result(&rendered),
            Returns::Option => quote!(::core::option::Option::Some(#rendered)),
        };
        Some(quote! {
            #prompt
            #version_types
            #bindings
            #checks
            #skipped
            #rendered
        })
    }

    /// Makes the statement that binds the prompt, and the texts that differ by environment.
    fn bind_prompt(&self, pinned: &Pinned) -> TokenStream {
        let (runtime, name) = (self.runtime, self.prompt_name());
        let Some(shared) = self.shared else {
            let prompt = literal(runtime, self.prompt);
            return quote!(const #name: &#runtime::Prompt = &#prompt;);
        };
        let rows = pinned.versions().enumerate().map(|(environment, prompt)| {
            let (prompt, texts) = (literal(runtime, prompt), shared.texts_of(environment));
            quote!(&(#prompt, #(#texts),*))
        });
        let rows = quote!([#(#rows),*]);
        let row = expand::value_by_environment(runtime, &pinned.build, &rows);
        let texts = shared.variables();
        quote!(let &(ref #name, #(#texts),*) = #row;)
    }

    /// Returns the name of the prompt: a constant, or a variable if it depends on the environment.
    fn prompt_name(&self) -> Ident {
        match self.shared {
            Some(_) => local("pinned"),
            None => Ident::new("PROMPT", Span::call_site()),
        }
    }

    /// Makes the rendering, with what the features of `prompt-runtime` add.
    fn rendered(&self, messages: &TokenStream) -> TokenStream {
        let name = self.prompt_name();
        let prompt = quote!(#name);
        let record = record::record(self);
        let compiled = record::rendered(self.runtime, &prompt, messages, record.as_ref());
        let rendered = if self.is_reloaded() {
            let reloaded = record::reloaded(self, record);
            reload::choose(self, &prompt, &compiled, &reloaded)
        } else {
            compiled
        };
        let sample = sample::statement(self, &prompt);
        if sample.is_empty() {
            return rendered;
        }
        quote!({ #sample #rendered })
    }

    /// Makes the `Result` of a call that checks the choices of inputs.
    fn result(&self, rendered: &TokenStream) -> TokenStream {
        let runtime = self.runtime;
        let checks = choices::checks(self);
        let rendered = quote!(
            ::core::result::Result::<#runtime::Rendered, #runtime::RenderError>::Ok(#rendered)
        );
        if checks.is_empty() {
            rendered
        } else {
            quote!('checked: { #checks #rendered })
        }
    }

    fn messages(&self) -> Messages {
        let history = self.history().map(|history| quote!(#history));
        self.messages_of(self.scope(), None, history.as_ref())
    }

    /// Makes the messages for a log. `secrets` names the store of the secrets.
    fn messages_without_secrets(&self, secrets: &Ident) -> TokenStream {
        let scope = self.scope().with_secrets(self.arguments.secrets());
        let history = self.arguments.history().map(|passed| {
            let history = &passed.local;
            if passed.argument.is_secret {
                quote!(#secrets.hide_messages(&#history))
            } else {
                quote!(::core::clone::Clone::clone(&#history))
            }
        });
        self.messages_of(scope, Some(secrets.clone()), history.as_ref())
            .expression
    }

    fn messages_of(
        &self,
        scope: Scope<'a>,
        secrets: Option<Ident>,
        history: Option<&TokenStream>,
    ) -> Messages {
        let runtime = self.runtime;
        if self.program_file.is_none() {
            let role = messages::role_path(runtime, Role::User);
            let prompt = self.prompt_name();
            let message = quote!(#runtime::__private::fixed(#role, #prompt.text()));
            let expression = history.map_or(
                quote!([#message]),
                |history| quote!(#runtime::__private::with([#message], #history)),
            );
            return Messages {
                expression,
                skipped: TokenStream::new(),
                is_too_long: false,
            };
        }
        let simplifier = Simplifier::new(Converter::new(runtime), scope, secrets);
        let messages = self
            .shared
            .map_or(&self.program.messages, |shared| &shared.messages);
        messages::messages(simplifier, messages, history)
    }

    fn scope(&self) -> Scope<'a> {
        Scope::new(self.values()).with_shared(self.shared)
    }

    /// Returns the value of each input at this call.
    fn values(&self) -> BTreeMap<&'a str, Value<'a>> {
        bindings::values(self.runtime, self.arguments)
    }

    /// Returns the name of the conversation so far, if the call passes it.
    fn history(&self) -> Option<&'a Ident> {
        self.arguments.history().map(|passed| &passed.local)
    }

    fn logging(&self) -> Logging {
        Logging::parse(self.prompt.get(key::LOGGING)).unwrap_or(Logging::Structured)
    }

    /// Returns whether the prompt is read again at run time. Released versions never change.
    fn is_reloaded(&self) -> bool {
        let is_working_copy = self.prompt.get(key::STATUS) == Status::WorkingCopy.as_str();
        self.forms.has_reload && is_working_copy
    }
}

/// Makes a name of the expansion's own, hygienic in both directions.
fn local(name: &str) -> Ident {
    format_ident!("__prompt_{}", name, span = Span::mixed_site())
}

/// Makes a name for a value from an argument. It has the argument's place, so that errors about the
/// value are reported there. The compiler does so for nothing but a plain place in the user's code,
/// so only the prefix keeps this name apart from others.
fn local_at(name: &str, place: Span) -> Ident {
    format_ident!("__prompt_{}", name, span = place)
}

fn number(value: usize) -> Literal {
    Literal::usize_unsuffixed(value)
}

/// Makes statements that use variables whose places are in the user's code. The compiler warns of a
/// variable there that nothing uses, and `#[allow]` would be an error where the user forbids that
/// lint.
fn mention(names: &[&Ident]) -> TokenStream {
    quote!(#(_ = &#names;)*)
}
