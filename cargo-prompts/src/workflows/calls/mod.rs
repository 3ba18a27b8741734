//! The calls in a package's sources: which prompts its code uses.

mod against;
mod facts;
mod mentions;
mod names;
mod nesting;
mod sources;
#[cfg(test)]
mod tests;
mod tokens;

use prompt_build::parallel;
use prompt_build::report::{Findings, Place};

use self::facts::{Facts, Invocation};
use self::names::{Meaning, Names};
use self::tokens::Argument;
use crate::project::workspace::Workspace;
use crate::report::failure::Failure;

/// What the sources of a package ask for.
#[derive(Debug, Default)]
pub struct Calls {
    found: Vec<Call>,
    /// Whether every prompt that is used is known: there are sources, each can be read, and no
    /// macro passes an id on.
    is_complete: bool,
    /// Whether `prompts!()` uses all there are.
    uses_all: bool,
    /// The files that are no Rust.
    pub unreadable: Findings,
}

/// One `prompt!("id")`.
#[derive(Debug)]
struct Call {
    id: String,
    /// Where the id stands.
    place: Place,
    compiled: Compiled,
}

/// When code is compiled.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Compiled {
    Always,
    /// Under a `#[cfg(…)]`, in a test, an example or a `macro_rules!`: perhaps not in every
    /// environment.
    Sometimes,
}

impl Calls {
    /// Reads every source of the package at hand: the files below its folder, those of packages
    /// within it aside.
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
            Facts::all(&files),
            sources::runtime_names(&root),
        ))
    }

    /// Puts together what each file of a package says, whose folder has a slash at its end. The
    /// names are those under which the manifests know `prompt-runtime`.
    fn of(package: &str, files: Vec<Facts>, runtimes: Vec<String>) -> Self {
        let names = Names::of(&files, runtimes);
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
                match names.meaning(&facts.path, &invocation.path) {
                    Some(Meaning::Prompts) => calls.uses_all = true,
                    Some(Meaning::Prompt) => calls.add(invocation),
                    None => {}
                }
            }
        }
        calls
    }

    fn add(&mut self, invocation: Invocation) {
        let Invocation {
            argument,
            place,
            compiled,
            ..
        } = invocation;
        match argument {
            Argument::Text(id) => self.found.push(Call {
                id,
                place,
                compiled,
            }),
            Argument::PassedOn => self.is_complete = false,
            // The compiler refuses the call.
            Argument::Other => {}
        }
    }
}

/// Why a text cannot be read as Rust.
#[cfg(test)]
pub fn unreadable_rust(
    source: &std::sync::Arc<prompt_build::report::Source>,
) -> Option<prompt_build::report::Finding> {
    Facts::parse(source).err()
}
