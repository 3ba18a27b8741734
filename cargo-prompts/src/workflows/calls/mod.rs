//! The calls in a package's sources: which prompts its code uses.

mod against;
mod arguments;
mod facts;
mod mentions;
mod names;
mod nesting;
pub mod rust_file;
mod sources;
#[cfg(test)]
mod tests;
pub mod tokens;

use prompt_build::parallel;
use prompt_build::report::Findings;
use prompt_build::source::Location;

use self::facts::{Invocation, SourceFacts};
use self::names::{Macro, MacroNames};
use self::tokens::Argument;
use crate::project::workspace::Workspace;
use crate::report::failure::Failure;

/// The calls in the sources of a package.
#[derive(Debug, Default)]
pub struct Calls {
    found: Vec<Call>,
    /// True if all used prompts are known: there are sources, each can be parsed, and no macro
    /// passes an id on.
    is_complete: bool,
    /// True if the code uses `prompts!()`.
    uses_all: bool,
    /// The files that cannot be parsed as Rust.
    pub unreadable: Findings,
}

/// One `prompt!("id")`.
#[derive(Debug)]
struct Call {
    id: String,
    /// The place of the id.
    location: Location,
    /// The names of the inputs, each with its place, if there are any and they can be read.
    inputs: Option<Vec<(String, Location)>>,
    /// Set if an environment may pin nothing: `optional_prompt!`.
    is_optional: bool,
    compiled: Compiled,
}

/// The condition under which code is compiled.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Compiled {
    Always,
    /// Under a `#[cfg(…)]`, in a test, an example or a `macro_rules!`: perhaps not in every
    /// environment.
    Sometimes,
}

impl Calls {
    /// Reads all source files of the package at hand, without those of nested packages.
    pub fn read(workspace: &Workspace) -> Result<Self, Failure> {
        let package = &workspace.package;
        let root = workspace.root.join(package);
        let paths = sources::paths(&root)?
            .into_iter()
            .map(|path| format!("{package}{path}"))
            .collect::<Vec<_>>();
        let files = parallel::map(&paths, |path| (path.clone(), workspace.disk.read(path)));
        Ok(Self::of(
            package,
            SourceFacts::all(&files),
            sources::runtime_names(&root),
        ))
    }

    /// Combines the facts of all files of a package, whose folder has a slash at the end.
    /// `runtimes` are the names of `prompt-runtime` in the manifest.
    fn of(package: &str, files: Vec<SourceFacts>, runtimes: Vec<String>) -> Self {
        let names = MacroNames::of(&files, runtimes);
        let mut calls = Self {
            is_complete: !files.is_empty(),
            ..Self::default()
        };
        let conditional = files
            .iter()
            .flat_map(|facts| facts.conditional_modules.clone())
            .collect::<Vec<_>>();
        for facts in files {
            calls.is_complete &= facts.unreadable.is_none();
            calls.unreadable.extend(facts.unreadable);
            let is_conditional = sources::is_conditional(package, &facts.path, &conditional);
            for mut invocation in facts.invocations {
                if is_conditional {
                    invocation.compiled = Compiled::Sometimes;
                }
                match names.macro_of(&facts.path, &invocation.path) {
                    Some(Macro::Prompts) => calls.uses_all = true,
                    Some(Macro::Prompt) => calls.add(invocation, false),
                    Some(Macro::OptionalPrompt) => calls.add(invocation, true),
                    None => {}
                }
            }
        }
        calls
    }

    fn add(&mut self, invocation: Invocation, is_optional: bool) {
        let Invocation {
            argument,
            location,
            inputs,
            compiled,
            ..
        } = invocation;
        match argument {
            Argument::Text(id) => self.found.push(Call {
                id,
                location,
                inputs,
                is_optional,
                compiled,
            }),
            Argument::PassedOn => self.is_complete = false,
            // The compiler refuses the call.
            Argument::Other => {}
        }
    }
}

/// The reason why a text cannot be parsed as Rust.
#[cfg(test)]
pub fn unreadable_rust(
    source: &std::sync::Arc<prompt_build::source::Source>,
) -> Option<prompt_build::report::Finding> {
    SourceFacts::parse(source).err()
}
