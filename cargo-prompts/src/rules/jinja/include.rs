//! Files that a template includes: their texts stand in their places.

use std::collections::BTreeMap;
use std::sync::Arc;

use minijinja::machinery::ast::{Include, Stmt};
use minijinja::machinery::{Span, parse};
use minijinja::syntax::SyntaxConfig;
use prompt_build::report::quoted;
use prompt_build::review::merge_conflict;
use prompt_build::source::Source;

use super::item::Item;
use super::scan::scan;
use super::translator::Translator;
use super::unreadable;

/// Reads the file that a name stands for, if it is there.
pub type ReadIncluded<'a> = &'a (dyn Fn(&str) -> Option<Arc<Source>> + Sync);

/// The most files that are included within each other.
const MOST_NESTED: usize = 20;
/// The most included texts, repetitions too.
const MOST: usize = 500;

/// The files that a template includes.
pub(super) struct Included<'a> {
    pub(super) read: ReadIncluded<'a>,
    pub(super) syntax: &'a SyntaxConfig,
    /// The files by their names.
    pub(super) files: BTreeMap<String, Arc<Source>>,
    /// The names of the files around the present place.
    around: Vec<String>,
    count: usize,
}

impl<'a> Included<'a> {
    pub(super) fn new(read: ReadIncluded<'a>, syntax: &'a SyntaxConfig) -> Self {
        Self {
            read,
            syntax,
            files: BTreeMap::new(),
            around: Vec::new(),
            count: 0,
        }
    }
}

impl Translator<'_> {
    /// The text of an included file, which knows the names that are known here.
    pub(super) fn include(&mut self, include: &Include<'_>, span: Span) -> Option<Vec<Item>> {
        let name = self.constant_value(&include.name);
        let Some(name) = name.as_ref().and_then(|name| name.as_str()) else {
            let message = "`{% include %}` of a file that is chosen at run time";
            let help = "write the name of one file in quotes, with a condition around each";
            return self.refuse(span, message, help);
        };
        let Some(source) = self.included_file(name) else {
            let message = format!("cannot read the included file {}", quoted(name));
            let help = "a name begins in the folder of the template or in one above it; put the file there, or take the tag out";
            return self.refuse(span, message, help);
        };
        let is_around = self.included.around.iter().any(|around| around == name);
        if is_around || self.included.around.len() == MOST_NESTED || self.included.count == MOST {
            let message = format!("{} includes itself, or too many files", quoted(name));
            let help = "write the text where it belongs, without `{% include %}`";
            return self.refuse(span, message, help);
        }
        self.included.count += 1;
        self.included.around.push(name.to_owned());
        let items = self.scoped(|translator| translator.file(&source));
        self.included.around.pop();
        items
    }

    fn included_file(&mut self, name: &str) -> Option<Arc<Source>> {
        if let Some(known) = self.included.files.get(name) {
            return Some(Arc::clone(known));
        }
        let source = (self.included.read)(name)?;
        let files = &mut self.included.files;
        files.insert(name.to_owned(), Arc::clone(&source));
        Some(source)
    }

    /// Translates another file in the present scope.
    fn file(&mut self, source: &Arc<Source>) -> Option<Vec<Item>> {
        if let Some(conflict) = merge_conflict(source) {
            self.findings.push(conflict);
            return None;
        }
        let syntax = self.included.syntax.clone();
        let read = scan(&source.text, &syntax).and_then(|scan| {
            let tree = parse(&source.text, &source.path, syntax)?;
            Ok((scan, tree))
        });
        let (scan, tree) = match read {
            Ok(read) => read,
            Err(error) => {
                self.findings.push(unreadable(source, &error));
                return None;
            }
        };
        let Stmt::Template(template) = &tree else {
            return Some(Vec::new());
        };
        let outer = std::mem::replace(&mut self.source, Arc::clone(source));
        let comments = std::mem::replace(&mut self.comments, scan.comments);
        let items = if let Some(span) = scan.excess {
            self.refuse(
                span,
                "the included file has too many tags or words",
                "import it as a prompt of its own",
            )
        } else {
            let mut items = self.body(&template.children);
            self.comments_before(usize::MAX, &mut items);
            Some(items)
        };
        self.source = outer;
        self.comments = comments;
        items
    }
}
