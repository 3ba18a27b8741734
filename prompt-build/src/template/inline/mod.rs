//! Replaces the tags of partials by their texts, and the names of schemas by what their files hold.
//! The result needs no other file and renders as before.
//!
//! The files are parsed to trees, which tell the whitespace that a tag trims and the value of a
//! name. `expand` makes one sequence of tags and texts from the trees. It rewrites names for their
//! new position (`scope`) and indents lines (`indent`). `write` writes the sequence, which is then
//! parsed again. If a tag now trims a text, or no longer does, the text is written again with empty
//! comments around it, which stop the trimming. At the end the program must be equivalent to the
//! one before (`equivalence`); if it is not, there is a finding and no text.
//!
//! `schemas` edits the front matter, with `tools` for the definitions of tools, and proves its edit in
//! the same way.

mod block_form;
mod edit;
mod equivalence;
mod expand;
mod indent;
mod item;
mod item_types;
mod line;
mod reason;
mod resolved_path;
mod schemas;
mod scope;
#[cfg(test)]
mod tests;
mod tools;
mod write;
mod yaml_text;

use std::sync::Arc;

use equivalence::difference;
use expand::Expander;
use item::{Body, Run};
use reason::Reason;
use write::write;

use super::checked_template::Template;
use super::shared_files::SharedFiles;
use super::syntax::{self, Block, Node, Tree, is_space};
use crate::report::Findings;
use crate::size_limit::TEMPLATE;
use crate::source::{Location, Mark, Source};
use crate::yaml;

/// The number of rounds after which every text is written so that no tag trims it. Two or three
/// rounds are usually enough.
const MAX_ROUNDS: usize = 8;
/// The maximum number of tags that are tried one by one to find the one that cannot be expanded.
const MAX_TRIALS: usize = 50;

/// A working copy: its text, the start of its body, and its front matter.
#[derive(Clone, Copy)]
pub struct WorkingCopy<'a> {
    pub source: &'a Arc<Source>,
    pub body: usize,
    pub front_matter: Option<(&'a Arc<Source>, &'a yaml::Node)>,
}

/// Returns the text of the working copy with all partials, named schemas and tools in their places.
/// Returns `None` if the copy has an error or would not render as before; `findings` then has the
/// reason.
pub fn inline(
    copy: WorkingCopy<'_>,
    shared: &SharedFiles<'_>,
    findings: &mut Findings,
) -> Option<String> {
    let before = copy.template(copy.source, shared, findings)?;
    let text = inline_partials(copy, shared, &before, findings)?;
    let Some(front_matter) = copy.front_matter else {
        return Some(text);
    };
    let inlined = schemas::inline(front_matter, copy.body, text, shared, &before);
    inlined.map_err(|finding| findings.push(finding)).ok()
}

/// Returns the text with all partials expanded.
fn inline_partials(
    copy: WorkingCopy<'_>,
    shared: &SharedFiles<'_>,
    before: &Template,
    findings: &mut Findings,
) -> Option<String> {
    let tree = copy.tree(copy.source)?;
    let mut tags = Vec::new();
    tags_of(&tree, &mut tags);
    if tags.is_empty() {
        return Some(copy.source.text.clone());
    }
    let (reason, tag) = match copy.expanded(&tree, shared, None, before) {
        Ok(text) if TEMPLATE.check(text.len() as u64).is_ok() => return Some(text),
        Ok(_) => (Reason::TooLarge, Some(tags[0])),
        Err(failure) => failure,
    };
    let fails = |tag: &&Mark| copy.expanded(&tree, shared, Some(**tag), before).is_err();
    let tag = tag.or_else(|| tags.iter().take(MAX_TRIALS).find(fails).copied());
    findings.push(reason.finding(Location::new(copy.source, tag.unwrap_or(tags[0]))));
    None
}

impl<'a> WorkingCopy<'a> {
    /// Returns the text with one partial expanded, or with all of them.
    fn expanded(
        self,
        tree: &Tree,
        shared: &SharedFiles<'_>,
        only: Option<Mark>,
        before: &Template,
    ) -> Result<String, (Reason, Option<Mark>)> {
        let mut expander = Expander::new(shared, only, &before.inputs);
        let items = expander
            .expand(self.source, tree)
            .map_err(|reason| (reason, expander.tag))?;
        let mut body = Body::of(items);
        if self.front_matter.is_some() {
            body.keep_edges();
        }
        let text = self.settled(body).ok_or((Reason::Differs, None))?;
        if text[self.body..].trim().is_empty() {
            return Err((Reason::Empty, None));
        }
        let source = Source::new(self.source.path.as_str(), text);
        let schemas = shared.without_partials();
        let remaining = if only.is_some() { shared } else { &schemas };
        let after = self
            .template(&source, remaining, &mut Findings::default())
            .ok_or((Reason::Differs, None))?;
        if let Some(reason) = difference(before, &after) {
            return Err((reason, None));
        }
        Ok(source.text.clone())
    }

    /// Writes the body, and isolates misread texts, until the body is read as intended.
    fn settled(self, mut body: Body) -> Option<String> {
        let (start, end) = self.around();
        for round in 0..MAX_ROUNDS + 2 {
            let text = format!("{start}{}{end}", write(&body));
            let source = Source::new(self.source.path.as_str(), text);
            let found = self
                .tree(&source)
                .map(|tree| values(&source, &tree))
                .filter(|found| found.len() == body.runs.len() && round != MAX_ROUNDS);
            let is_settled = isolate(&mut body, found);
            if is_settled && !(self.body == 0 && looks_like_front_matter(&source.text)) {
                return Some(source.text.clone());
            }
            if is_settled {
                body.runs[0].isolate_wholly();
            }
        }
        None
    }

    /// Returns the texts before and after the body, including the blanks that are trimmed when it
    /// is read.
    fn around(self) -> (&'a str, &'a str) {
        let text = self.source.text.as_str();
        if self.front_matter.is_none() {
            return (&text[..self.body], "");
        }
        let end = text.trim_end_matches(is_space).len();
        let blank = text[self.body..].len() - text[self.body..].trim_start_matches(is_space).len();
        (&text[..self.body + blank], &text[end..])
    }

    fn tree(self, source: &Arc<Source>) -> Option<Tree> {
        syntax::parse(
            source,
            self.body,
            self.front_matter.is_some(),
            &mut Findings::default(),
        )
    }

    fn template(
        self,
        source: &Arc<Source>,
        shared: &SharedFiles<'_>,
        findings: &mut Findings,
    ) -> Option<Template> {
        Template::read(source, self.body, self.front_matter, shared, findings)
    }
}

/// Isolates the misread runs, or all runs if the text could not be parsed. Returns whether no run
/// was misread.
fn isolate(body: &mut Body, found: Option<Vec<String>>) -> bool {
    let Some(found) = found else {
        body.runs.iter_mut().for_each(Run::isolate_wholly);
        return false;
    };
    let misread = body
        .runs
        .iter_mut()
        .zip(found)
        .filter(|(run, found)| run.value != *found);
    misread.map(|(run, found)| run.isolate(&found)).count() == 0
}

/// Collects the tags of a tree that call partials, in order.
fn tags_of(tree: &Tree, tags: &mut Vec<Mark>) {
    for node in &tree.nodes {
        match node {
            Node::Partial { call, .. } => tags.push(call.mark),
            Node::Block(block) => {
                tags_of(&block.body, tags);
                block
                    .otherwise
                    .iter()
                    .for_each(|otherwise| tags_of(otherwise, tags));
            }
            Node::Text(_) | Node::Comment { .. } | Node::Output { .. } => {}
        }
    }
}

/// Returns the texts between the tags of a tree, after trimming.
fn values(source: &Source, tree: &Tree) -> Vec<String> {
    let mut values = vec![String::new()];
    add_values(source, tree, &mut values);
    values
}

fn add_values(source: &Source, tree: &Tree, values: &mut Vec<String>) {
    for node in &tree.nodes {
        match node {
            Node::Text(text) => {
                let last = values.len() - 1;
                values[last].push_str(&source.text[text.value.clone()]);
            }
            Node::Comment { .. } => {}
            Node::Output { .. } | Node::Partial { .. } => values.push(String::new()),
            Node::Block(block) => {
                add_block(source, block, values);
                values.push(String::new());
            }
        }
    }
}

/// Adds the texts of a block. An `else if` has no closing tag of its own.
fn add_block(source: &Source, block: &Block, values: &mut Vec<String>) {
    values.push(String::new());
    add_values(source, &block.body, values);
    let Some(otherwise) = &block.otherwise else {
        return;
    };
    match otherwise.nodes.as_slice() {
        [Node::Block(next)] if otherwise.is_chained => add_block(source, next, values),
        _ => {
            values.push(String::new());
            add_values(source, otherwise, values);
        }
    }
}

/// Returns whether a text without front matter looks as if it had one.
fn looks_like_front_matter(text: &str) -> bool {
    text.lines()
        .next()
        .is_some_and(|line| line.trim_end() == "---")
}
