//! What macros are called in the sources: imported as they are, under another name, or from another
//! crate altogether.

use std::collections::{BTreeMap, BTreeSet};

use super::facts::Facts;

/// What an invocation means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Meaning {
    Prompt,
    Prompts,
}

/// The names in all files of a package.
pub struct Names {
    /// What paths to the macros of `prompt-runtime` begin with.
    roots: BTreeSet<String>,
    ours: BTreeMap<String, Meaning>,
    /// Names that a file takes from `prompt-runtime`, or from the package itself: the file and the
    /// name.
    imported: BTreeSet<(String, String)>,
    /// Names that a file takes from elsewhere.
    foreign: BTreeSet<(String, String)>,
    /// Macros of the package's own.
    defined: BTreeSet<String>,
}

impl Names {
    pub fn of(files: &[Facts], runtimes: Vec<String>) -> Self {
        let known = ["prompt_runtime", "crate", "self", "super"].map(str::to_owned);
        let mut names = Self {
            roots: known.into_iter().chain(runtimes).collect(),
            ours: BTreeMap::from([
                ("prompt".to_owned(), Meaning::Prompt),
                ("prompts".to_owned(), Meaning::Prompts),
            ]),
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

    fn read_imports(&mut self, facts: &Facts) {
        for import in &facts.imports {
            let in_file = (facts.path.clone(), import.name.clone());
            if !self.roots.contains(&import.root) {
                self.foreign.insert(in_file);
            } else if let Some(meaning) = meaning_of(&import.original) {
                self.ours.insert(import.name.clone(), meaning);
                self.imported.insert(in_file);
            }
        }
    }

    /// What the macro at a path means in a file; `None` where it is none of ours.
    pub fn meaning(&self, file: &str, path: &[String]) -> Option<Meaning> {
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

    /// Whether a bare name is that of `prompt-runtime`, as far as the imports of the file tell.
    fn is_ours(&self, file: &str, name: &str) -> bool {
        let in_file = (file.to_owned(), name.to_owned());
        let is_own = self.defined.contains(name) && !self.imported.contains(&in_file);
        !is_own && !self.foreign.contains(&in_file)
    }
}

fn meaning_of(name: &str) -> Option<Meaning> {
    match name {
        "prompt" => Some(Meaning::Prompt),
        "prompts" => Some(Meaning::Prompts),
        _ => None,
    }
}
