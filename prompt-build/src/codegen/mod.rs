//! What the macros read: small files below `prompt/` in `OUT_DIR`, each a header of `key value`
//! lines, an empty line, and a body. `prompt-macros`' module `data` reads them.
//!
//! One file holds one prompt, so that the cost of a call does not grow with the number of prompts;
//! the header comes first, so that it does not grow with their size. The hash is the first thing in
//! the header: the compiler keeps each text once and finds it by its first bytes, its last bytes
//! and its length, so what many texts have in common must not come first.

mod program;

use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash, Hasher};

use crate::check::{CheckedPrompt, Outcome};
use crate::config::{Config, Environment};
use crate::contract::PinnedVersion;
use crate::library::PinnedText;
use crate::pins::Settings;
use crate::report::{Findings, Severity, render};
use crate::template::Message;

/// Files by their paths, with forward slashes.
pub type Files = BTreeMap<String, String>;

/// Raised with each change of the format.
const FORMAT: &str = "2";
const ENVIRONMENT: &str = "environment";
const INDEX: &str = "index";

/// The files for the prompts that the environment of the build pins; none where there is no such
/// environment.
pub fn files(outcome: &Outcome, package: &str) -> Files {
    let mut files = Files::new();
    let Some(target) = Target::of(outcome, package) else {
        return files;
    };
    files.insert(ENVIRONMENT.to_owned(), target.environment_file());
    files.insert(INDEX.to_owned(), target.index_file());
    for prompt in &outcome.prompts {
        let Some(PinnedVersion {
            text: pinned,
            settings,
            ..
        }) = &prompt.pinned
        else {
            continue;
        };
        let file = target.prompt_file(&prompt.id, pinned, settings);
        if !pinned.template.is_plain(pinned.file.body()) || !prompt.contract.inputs.is_empty() {
            let header = file.len() - pinned.file.body().len();
            files.insert(
                program_path(&prompt.id),
                target.program_file(prompt, pinned, header),
            );
        }
        files.insert(prompt_path(&prompt.id), file);
    }
    files
}

/// The files of a build with findings, for an editor: each call shows the findings that concern it.
/// Where they concern the configuration that is every call; where they concern a prompt it is the
/// calls that name it.
pub fn editor_files(outcome: &Outcome, package: &str) -> Files {
    let general = render_errors(&outcome.findings);
    if !general.is_empty() {
        let names = [ENVIRONMENT, INDEX];
        return names
            .iter()
            .map(|name| ((*name).to_owned(), findings_file(&general)))
            .collect();
    }
    let mut files = files(outcome, package);
    for prompt in &outcome.prompts {
        let findings = render_errors(&prompt.findings);
        if !findings.is_empty() {
            files.insert(prompt_path(&prompt.id), findings_file(&findings));
            files.insert(program_path(&prompt.id), findings_file(&findings));
        }
    }
    files
}

/// A number that changes with the files.
pub fn digest(files: &Files) -> u64 {
    let mut hasher = DefaultHasher::new();
    files.hash(&mut hasher);
    hasher.finish()
}

/// What all files of one build have in common.
struct Target<'a> {
    config: &'a Config,
    environment: &'a Environment,
    package: &'a str,
}

impl<'a> Target<'a> {
    fn of(outcome: &'a Outcome, package: &'a str) -> Option<Self> {
        let config = outcome.config.as_ref()?;
        Some(Self {
            config,
            environment: &config.environments[outcome.environment?],
            package,
        })
    }

    fn environment_file(&self) -> String {
        let environment = self.environment;
        let mut file = String::new();
        self.push_common(&mut file);
        let rate_limit = environment
            .rate_limit
            .map_or("null".to_owned(), |limit| limit.to_string());
        self.push_use(&mut file);
        push(&mut file, "model", &environment.model);
        push(
            &mut file,
            "temperature",
            &environment.temperature.to_string(),
        );
        push(&mut file, "rate_limit", &rate_limit);
        for (flag, value) in &environment.feature_flags {
            push(&mut file, "flag", &format!("{flag} {value}"));
        }
        file.push('\n');
        file
    }

    /// All prompts, each with the environments that pin it.
    fn index_file(&self) -> String {
        let mut file = String::new();
        self.push_common(&mut file);
        for prompt in &self.config.prompts {
            let environments = prompt
                .pins
                .iter()
                .map(|pin| self.config.environments[pin.environment].name.as_str());
            let environments = environments.collect::<Vec<_>>().join(" ");
            push(
                &mut file,
                "prompt",
                &format!("{} {environments}", prompt.id),
            );
        }
        file.push('\n');
        file
    }

    fn prompt_file(&self, id: &str, pinned: &PinnedText, settings: &Settings) -> String {
        let text = pinned.file.body();
        let mut file = String::with_capacity(1024 + text.len());
        self.push_prompt(&mut file, id, pinned);
        self.push_template(&mut file, pinned, settings);
        file.push('\n');
        file.push_str(text);
        file
    }

    /// What a call with arguments needs: the header of the prompt's own file is counted, not
    /// repeated.
    fn program_file(&self, prompt: &CheckedPrompt, pinned: &PinnedText, header: usize) -> String {
        let mut file = String::new();
        self.push_prompt(&mut file, &prompt.id, pinned);
        push(&mut file, "header", &header.to_string());
        self.push_use(&mut file);
        file.push('\n');
        program::write(&mut file, &prompt.contract, &pinned.template);
        file
    }

    fn push_prompt(&self, file: &mut String, id: &str, pinned: &PinnedText) {
        push(file, "sha256", &pinned.sha256);
        push(file, "id", id);
        push(file, "version", &pinned.version);
        push(file, "status", pinned.status);
        self.push_common(file);
    }

    /// What `Prompt` tells beyond its text, read where it is asked for.
    fn push_template(&self, file: &mut String, pinned: &PinnedText, settings: &Settings) {
        let template = &pinned.template;
        push(file, "logging", self.environment.logging);
        push(file, "model", &settings.model.value);
        push(file, "temperature", &settings.temperature.value.to_string());
        if let Some(parameters) = &template.config.parameters {
            push(file, "config", parameters);
        }
        if let Some(schema) = &template.output {
            push(file, "output", schema);
        }
        for input in &template.inputs {
            let need = if input.is_required {
                "required"
            } else {
                "optional"
            };
            let description = input
                .schema
                .description
                .as_deref()
                .unwrap_or_default()
                .replace(['\n', '\r'], " ");
            push(
                file,
                "input",
                format!(
                    "{} {need} {} {description}",
                    input.name,
                    input.schema.name()
                )
                .trim_end(),
            );
        }
        let start = pinned.file.body_start();
        for message in &template.messages {
            match message {
                Message::Text { role, range, .. } => {
                    let (from, to) = (range.start - start, range.end - start);
                    push(file, "message", &format!("{} {from} {to}", role.as_str()));
                }
                Message::History => push(file, "message", "history"),
            }
        }
    }

    /// What the environment says of how calls expand.
    fn push_use(&self, file: &mut String) {
        push(
            file,
            "prompt_source",
            self.environment.source.map_or("", |source| source.as_str()),
        );
        push(file, "logging", self.environment.logging);
    }

    /// What every header says.
    fn push_common(&self, file: &mut String) {
        push(file, "environment", &self.environment.name);
        push(file, "package", self.package);
        push(file, "configuration", &self.config.source.path);
        push(file, "format", FORMAT);
    }
}

fn push(file: &mut String, key: &str, value: &str) {
    file.push_str(key);
    file.push(' ');
    file.push_str(value);
    file.push('\n');
}

/// Where the file of a prompt is.
pub fn prompt_path(id: &str) -> String {
    format!("id/{id}")
}

/// Where what a call with inputs reads is.
pub fn program_path(id: &str) -> String {
    format!("call/{id}")
}

/// A file that makes each call that reads it an error. An empty line would end its header; a line
/// with a space looks the same.
fn findings_file(rendered: &str) -> String {
    let lines = rendered
        .lines()
        .map(|line| if line.is_empty() { " " } else { line });
    format!("findings\n{}\n", lines.collect::<Vec<_>>().join("\n"))
}

fn render_errors(findings: &Findings) -> String {
    let errors = findings
        .sorted()
        .into_iter()
        .filter(|finding| finding.severity == Severity::Error);
    errors.map(render).collect::<Vec<_>>().join("\n")
}
