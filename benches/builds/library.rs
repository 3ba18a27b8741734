//! A library of any size: prompts with a history, pinned as a team would.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

pub(crate) struct Library {
    pub(crate) prompts: usize,
    /// Released versions of each prompt, besides the working copy.
    pub(crate) versions: usize,
    /// The number of prompts that the program calls for.
    pub(crate) calls: usize,
    pub(crate) texts: Texts,
}

/// The kind of the texts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Texts {
    /// 2 kB, with nothing to fill in.
    Fixed,
    /// 0.7 kB with three texts to fill in, which the front matter declares.
    Declared,
    /// The same without front matter.
    Undeclared,
    /// 2 kB, with nothing to fill in, and others in each version.
    OfVersion,
    /// 0.7 kB with three texts to fill in, and others in each version.
    DeclaredOfVersion,
}

const ENVIRONMENTS: &str = "\
default_environment: development
environments:
  development: { prompt_source: local, model: kimi-k2-5-turbo, temperature: 0.7, logging: verbose, rate_limit: null }
  staging: { prompt_source: \"library:draft\", model: kimi-k2-5, temperature: 0.2, logging: full, rate_limit: 1000 }
  production: { prompt_source: \"library:active\", model: kimi-k2-5, temperature: 0.2, logging: structured, rate_limit: 50000 }
prompts:
";

impl Library {
    pub(crate) fn write(&self, folder: &Path) {
        let mut configuration = ENVIRONMENTS.to_owned();
        let newest = self.versions - 1;
        let production = newest.saturating_sub(1);
        for prompt in 0..self.prompts {
            let id = id(prompt);
            _ = write!(
                configuration,
                "  {id}:\n    development: latest\n    staging: \"1.{newest}.0\"\n    production: \"1.{production}.0\"\n"
            );
            self.write_prompt(&folder.join(&id), &id);
        }
        write(&folder.join("environments.yaml"), &configuration);
    }

    fn write_prompt(&self, folder: &Path, id: &str) {
        let mut ledger = String::new();
        for minor in 0..self.versions {
            let version = format!("1.{minor}.0");
            let text = self.texts.text(id, &version);
            write(&folder.join(format!("{version}.prompt")), &text);
            let hash = hmac_sha256::Hash::hash(text.as_bytes());
            let hash = hash
                .iter()
                .fold(String::new(), |hash, byte| format!("{hash}{byte:02x}"));
            _ = write!(
                ledger,
                "- version: {version}\n  status: active\n  sha256: {hash}\n  published: {{ by: prompt-owner, at: \
                 2026-10-02T09:30:00Z }}\n  sign_offs:\n    - environment: production\n      by: sales-lead\n      \
                 at: 2026-10-05T14:00:00Z\n      reason: reply rate up in staging, no complaints\n"
            );
        }
        write(&folder.join("releases.yaml"), &ledger);
        write(&folder.join("local.prompt"), &self.texts.text(id, "local"));
    }
}

pub(crate) fn id(prompt: usize) -> String {
    format!("prompt-{prompt:05}")
}

impl Texts {
    /// The suffix of the name of a crate with such texts.
    pub(crate) fn suffix(self) -> &'static str {
        match self {
            Self::Fixed | Self::OfVersion => "",
            Self::Declared | Self::Undeclared | Self::DeclaredOfVersion => "-filled",
        }
    }

    fn text(self, id: &str, version: &str) -> String {
        match self {
            Self::Fixed => fixed(id, version),
            Self::Declared => format!(
                "---\ndescription: {id} in version {version}\n{SCHEMA}---\n{}",
                email(id)
            ),
            Self::Undeclared => email(id),
            Self::OfVersion => {
                fixed(id, version) + &format!("This is {id} in version {version}.\n")
            }
            Self::DeclaredOfVersion => format!(
                "---\n{SCHEMA}---\nIn version {version}: {}{{{{ company }}}} in {version}.\n",
                email(id)
            ),
        }
    }
}

const SCHEMA: &str = "\
input:
  schema:
    customer: string
    company: string
    product: string
";

fn fixed(id: &str, version: &str) -> String {
    let mut text = format!("---\ndescription: {id} in version {version}\n---\n");
    let sentence = "Answer in the language of the question, cite the paragraph that you rely on, and say so if none does.\n";
    while text.len() < 2_000 {
        text.push_str(sentence);
    }
    text
}

/// In the braces that Handlebars and Jinja have in common.
fn email(id: &str) -> String {
    let mut text = format!(
        "Write the email {id} to {{{{ customer }}}} of {{{{ company }}}}, who asked for information about {{{{ product }}}} \
         and has not spoken to us yet.\n"
    );
    let sentence = "Quote prices exactly as given, and never promise a discount, a delivery date or a feature.\n";
    while text.len() < 700 {
        text.push_str(sentence);
    }
    text
}

fn write(path: &Path, text: &str) {
    fs::create_dir_all(path.parent().expect("a file has a folder"))
        .expect("the folder can be made");
    fs::write(path, text).expect("the file can be written");
}
