//! The names of the macros in the sources, including imports under other names and macros of other
//! crates.

use std::collections::{BTreeMap, BTreeSet};

use super::facts::SourceFacts;

/// One of the macros.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Macro {
    Prompt,
    OptionalPrompt,
    Prompts,
}

/// The macros by their own names.
const OURS: &[(&str, Macro)] = &[
    ("prompt", Macro::Prompt),
    ("try_prompt", Macro::Prompt),
    ("optional_prompt", Macro::OptionalPrompt),
    ("prompts", Macro::Prompts),
    ("catalog", Macro::Prompts),
];

/// The names in all files of a package.
pub struct MacroNames {
    /// The first segments of paths to the macros of `prompt-runtime`.
    roots: BTreeSet<String>,
    ours: BTreeMap<String, Macro>,
    /// Names that a file takes from `prompt-runtime`, or from the package itself: the file and the
    /// name.
    imported: BTreeSet<(String, String)>,
    /// Names that a file takes from elsewhere.
    foreign: BTreeSet<(String, String)>,
    /// Macros of the package's own.
    defined: BTreeSet<String>,
}

impl MacroNames {
    pub fn of(files: &[SourceFacts], runtimes: Vec<String>) -> Self {
        let known = ["prompt_runtime", "crate", "self", "super"].map(str::to_owned);
        let mut names = Self {
            roots: known.into_iter().chain(runtimes).collect(),
            ours: OURS
                .iter()
                .map(|(name, macro_of)| ((*name).to_owned(), *macro_of))
                .collect(),
            imported: BTreeSet::new(),
            foreign: BTreeSet::new(),
            defined: files
                .iter()
                .flat_map(|facts| facts.defined.iter().cloned())
                .collect(),
        };
        let imports = files.iter().flat_map(|facts| &facts.imports);
        let crates =
            imports.filter(|import| import.is_of_crate() && names.roots.contains(&import.root));
        let other_names = crates.map(|import| import.name.clone()).collect::<Vec<_>>();
        names.roots.extend(other_names);
        for facts in files {
            names.read_imports(facts);
        }
        names
    }

    fn read_imports(&mut self, facts: &SourceFacts) {
        for import in &facts.imports {
            let in_file = (facts.path.clone(), import.name.clone());
            if !self.roots.contains(&import.root) {
                self.foreign.insert(in_file);
            } else if let Some(macro_of) = macro_named(&import.original) {
                self.ours.insert(import.name.clone(), macro_of);
                self.imported.insert(in_file);
            }
        }
    }

    /// The macro at a path in a file; `None` for a macro of another crate.
    pub fn macro_of(&self, file: &str, path: &[String]) -> Option<Macro> {
        let (name, before) = path.split_last()?;
        let is_ours = match before.first() {
            Some(root) => {
                self.roots.contains(root)
                    && !self.foreign.contains(&(file.to_owned(), root.clone()))
            }
            None => self.is_ours(file, name),
        };
        if is_ours {
            self.ours.get(name).copied()
        } else {
            None
        }
    }

    /// Returns true if a name without a path is a macro of `prompt-runtime`, judging by the
    /// imports of the file.
    fn is_ours(&self, file: &str, name: &str) -> bool {
        let in_file = (file.to_owned(), name.to_owned());
        let is_own = self.defined.contains(name) && !self.imported.contains(&in_file);
        !is_own && !self.foreign.contains(&in_file)
    }
}

fn macro_named(name: &str) -> Option<Macro> {
    let own = OURS.iter().find(|(own, _)| *own == name);
    own.map(|(_, macro_of)| *macro_of)
}
