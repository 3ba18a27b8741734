//! The files that the macros read: small files below `prompt/` in `OUT_DIR`.
//!
//! One file holds one prompt, so that the cost of a call does not grow with the number of prompts.
//! The header of a prompt and its text are files of their own, so that a text which two
//! environments pin can stand in a binary once. The hash is the first thing in a header: the
//! compiler keeps each text once and finds it by its first bytes, its last bytes and its length, so
//! what many texts have in common must not come first.
//!
//! A build for several environments has these files for each of them, in a folder of its own, and an
//! index of the indexes.

mod several;

use prompt_core::header::{HeaderWriter, file_entry, findings_file, index_entry, key};
use prompt_core::program::Message;
use prompt_core::wire::{self, path};

use crate::check::{CheckedPrompt, Outcome};
use crate::config::{Config, Environment};
use crate::contract::{Contract, PinnedVersion};
use crate::library::PinnedText;
use crate::parameters::values_of;
use crate::pins::way_to_pin;
use crate::report::{Findings, Severity, render};
use crate::template::Input;

pub use several::Files;

/// Returns the files for the prompts that the environments of the build pin, or no files if there
/// is no such environment.
#[expect(
    clippy::redundant_closure_for_method_calls,
    reason = "the method itself is for one lifetime"
)]
pub fn files(outcome: &Outcome, package: &str) -> Files {
    sealed(outcome, package, |target, prompts| target.files(prompts))
}

/// Makes the files of each environment, and lists them in the index.
fn sealed(
    outcome: &Outcome,
    package: &str,
    files: impl Fn(&Target<'_>, &[CheckedPrompt]) -> Files,
) -> Files {
    let Some(config) = &outcome.config else {
        return Files::new();
    };
    let targets = outcome.environments.iter().map(|position| Target {
        config,
        position: *position,
        environment: &config.environments[*position],
        package,
    });
    let mut index = HeaderWriter::default();
    let mut sets = Vec::new();
    for target in targets {
        if sets.is_empty() {
            target.push_build(&mut index);
        }
        let name = target.environment.name.as_str();
        sets.push((name, files(&target, &outcome.prompts)));
    }
    match sets.as_mut_slice() {
        [] => Files::new(),
        [(_, files)] => {
            seal(files);
            std::mem::take(files)
        }
        sets => several::joined(index, sets),
    }
}

/// Lists the digest of each other file in the index.
fn seal(files: &mut Files) {
    let mut lines = HeaderWriter::default();
    for (name, text) in files.iter() {
        if name != path::INDEX {
            lines.push(
                key::FILE,
                &file_entry(name, prompt_core::digest::digest(text.as_bytes())),
            );
        }
    }
    if let Some(index) = files.get_mut(path::INDEX) {
        index.push_str(&lines.finish());
    }
}

/// Returns the files of a build with findings, for an editor: each call shows the findings that
/// concern it.
/// Findings about the configuration concern every call. Findings about a prompt concern the calls
/// that name it.
pub fn editor_files(outcome: &Outcome, package: &str) -> Files {
    let general = render_errors(&outcome.findings);
    if !general.is_empty() {
        return Files::from([(path::INDEX.to_owned(), findings_file(&general))]);
    }
    sealed(outcome, package, |target, prompts| {
        let mut files = target.files(prompts);
        for prompt in prompts {
            let findings = render_errors(&prompt.findings);
            if !findings.is_empty() {
                files.insert(path::header(&prompt.id), findings_file(&findings));
            }
        }
        files
    })
}

/// Returns the digest of the index, and so of all files.
pub fn digest(files: &Files) -> u64 {
    let index = files.get(path::INDEX).map_or("", String::as_str);
    prompt_core::digest::digest(index.as_bytes())
}

/// Returns the compiled program of a prompt: what calls may pass, and the messages.
pub fn program_file(contract: &Contract, messages: &[Message]) -> String {
    let inputs = contract
        .inputs
        .iter()
        .map(prompt_core::program::Input::without_origins);
    let mut file = String::new();
    wire::write(
        &inputs.collect::<Vec<_>>(),
        &contract.checks,
        messages,
        &mut file,
    );
    file
}

/// The environment that the files are for, in the build of a package.
#[derive(Clone, Copy)]
struct Target<'a> {
    config: &'a Config,
    /// The place of the environment in the configuration.
    position: usize,
    environment: &'a Environment,
    package: &'a str,
}

impl Target<'_> {
    /// Returns the files, without their list in the index.
    fn files(&self, prompts: &[CheckedPrompt]) -> Files {
        let mut files = Files::new();
        files.insert(path::ENVIRONMENT.to_owned(), self.environment_file());
        files.insert(path::INDEX.to_owned(), self.index_file(prompts));
        for prompt in prompts {
            if !prompt.answers.is_empty() {
                let answers = wire::write_answers(&prompt.answers);
                files.insert(path::answers(&prompt.id), answers);
            }
            if !prompt.tools.is_empty() {
                let tools = wire::write_tools(&prompt.tools);
                files.insert(path::tools(&prompt.id), tools);
            }
            self.push_version(prompt, &mut files);
        }
        files
    }

    /// Adds the files of the version that the environment pins.
    fn push_version(&self, prompt: &CheckedPrompt, files: &mut Files) {
        let (id, mut embedded) = (&prompt.id, prompt.embedded.iter());
        let name = &self.environment.name;
        let Some(embedded) = embedded.find(|one| one.pinned.environment == *name) else {
            // What calls may pass, and no text: that is another environment's.
            if prompt.embedded.is_empty() && !prompt.contract.inputs.is_empty() {
                files.insert(path::program(id), program_file(&prompt.contract, &[]));
            }
            return;
        };
        let version = &embedded.pinned;
        let pinned = &version.text;
        files.insert(path::header(id), self.prompt_header(id, version));
        files.insert(path::text(id), pinned.file.body().to_owned());
        if !pinned.template.is_plain(pinned.file.body()) || !embedded.contract.inputs.is_empty() {
            files.insert(
                path::program(id),
                program_file(&embedded.contract, &pinned.template.messages),
            );
        }
    }

    fn environment_file(&self) -> String {
        let environment = self.environment;
        let mut header = HeaderWriter::default();
        self.push_common(&mut header);
        let rate_limit = environment
            .rate_limit
            .map_or("null".to_owned(), |limit| limit.to_string());
        self.push_use(&mut header);
        header.push(key::MODEL, &environment.model);
        header.push(key::API, environment.api.api().as_str());
        values_of(&environment.parameters).write(&mut header);
        header.push(key::RATE_LIMIT, &rate_limit);
        for (flag, value) in &environment.feature_flags {
            header.push(key::FLAG, &format!("{flag} {value}"));
        }
        header.finish()
    }

    /// Returns all prompts, each with the environments that pin it, and the way to a pin in this
    /// environment if it pins none.
    fn index_file(&self, prompts: &[CheckedPrompt]) -> String {
        let mut header = HeaderWriter::default();
        self.push_common(&mut header);
        let names = self.config.environment_names().collect::<Vec<_>>();
        header.push(key::ENVIRONMENTS, &names.join(" "));
        for prompt in &self.config.prompts {
            let environments = prompt
                .pins
                .iter()
                .map(|pin| self.config.environments[pin.environment].name.as_str());
            let entry = index_entry(&prompt.id, &environments.collect::<Vec<_>>());
            header.push(key::PROMPT, &entry);
        }
        for prompt in prompts {
            if self.config.pin(&prompt.id, self.position).is_none() {
                let way = way_to_pin(self.config, &prompt.id, prompt.has_release, self.position);
                header.push(key::UNPINNED, &format!("{} {way}", prompt.id));
            }
            if prompt.has_unknown_inputs {
                header.push(key::UNCHECKED, &prompt.id);
            }
        }
        header.finish()
    }

    fn prompt_header(&self, id: &str, version: &PinnedVersion) -> String {
        let pinned = &version.text;
        let mut header = HeaderWriter::default();
        header.push(key::SHA256, &pinned.sha256);
        if let Some(partials) = &pinned.partials {
            header.push(key::PARTIALS, partials);
        }
        header.push(key::ID, id);
        header.push(key::VERSION, &pinned.version);
        header.push(key::STATUS, pinned.status.as_str());
        self.push_common(&mut header);
        self.push_use(&mut header);
        version.body.write(&version.settings, &mut header);
        push_template(&mut header, pinned);
        header.finish()
    }

    /// Pushes the facts about the environment that decide how calls expand.
    fn push_use(&self, header: &mut HeaderWriter) {
        let source = self.environment.source.map_or("", |source| source.as_str());
        header.push(key::PROMPT_SOURCE, source);
        header.push(key::LOGGING, self.environment.logging.as_str());
    }

    /// Pushes the facts that every file of the environment has.
    fn push_common(&self, header: &mut HeaderWriter) {
        header.push(key::ENVIRONMENT, &self.environment.name);
        self.push_build(header);
    }

    /// Pushes the facts that every file has.
    fn push_build(&self, header: &mut HeaderWriter) {
        header.push(key::PACKAGE, self.package);
        header.push(key::CONFIGURATION, &self.config.source.path);
        header.push(key::FORMAT, wire::FORMAT);
    }
}

/// Pushes the facts that `Prompt` reads at run time.
fn push_template(header: &mut HeaderWriter, pinned: &PinnedText) {
    let template = &pinned.template;
    if let Some(config) = &template.config.json {
        header.push(key::CONFIG, config);
    }
    for input in &template.inputs {
        header.push(key::INPUT, &input_line(input));
    }
    let start = pinned.file.body_start();
    for message in &template.messages {
        match message {
            Message::Text { role, range, .. } => {
                let (from, to) = (range.start - start, range.end - start);
                header.push(key::MESSAGE, &format!("{role} {from} {to}"));
            }
            Message::History => header.push(key::MESSAGE, "history"),
        }
    }
}

fn input_line(input: &Input) -> String {
    let need = if input.is_required {
        "required"
    } else {
        "optional"
    };
    let description = input.schema.description.as_deref().unwrap_or_default();
    let line = format!(
        "{} {need} {} {description}",
        input.name,
        input.schema.name()
    );
    line.trim_end().to_owned()
}

fn render_errors(findings: &Findings) -> String {
    let errors = findings
        .sorted()
        .into_iter()
        .filter(|finding| finding.severity == Severity::Error);
    errors.map(render).collect::<Vec<_>>().join("\n")
}
