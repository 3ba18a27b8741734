//! Converts a tree to items, with the items of each partial in place of its tag.

use std::sync::Arc;

use super::block_form::{Form, section};
use super::indent::indent;
use super::item::{Item, Kind};
use super::item_types::ItemTypes;
use super::reason::Reason;
use super::resolved_path::ResolvedPath;
use super::scope::Scope;
use crate::report::Findings;
use crate::source::{Mark, Source};
use crate::template::compile::{OUTPUTS, is_function};
use crate::template::inputs::Input;
use crate::template::partials;
use crate::template::shared_files::SharedFiles;
use crate::template::syntax::{Argument, Block, Call, Node, Path, Strip, Text, Tree};

pub(super) struct Expander<'a> {
    shared: &'a SharedFiles<'a>,
    /// The tag of the only partial to expand, or `None` for all partials.
    only: Option<Mark>,
    /// The tag of the working copy that was expanded last.
    pub(super) tag: Option<Mark>,
    /// The number of blocks so far. Each block has a number.
    blocks: usize,
    types: ItemTypes<'a>,
}

/// The working copy, or a partial.
struct File {
    source: Arc<Source>,
    is_partial: bool,
}

impl<'a> Expander<'a> {
    pub(super) fn new(
        shared: &'a SharedFiles<'a>,
        only: Option<Mark>,
        inputs: &'a [Input],
    ) -> Self {
        Self {
            shared,
            only,
            tag: None,
            blocks: 0,
            types: ItemTypes::new(inputs),
        }
    }

    /// Returns the items of the working copy.
    pub(super) fn expand(
        &mut self,
        source: &Arc<Source>,
        tree: &Tree,
    ) -> Result<Vec<Item>, Reason> {
        let mut items = Vec::new();
        let file = File {
            source: Arc::clone(source),
            is_partial: false,
        };
        self.tree(tree, &file, &Scope::root(), &mut items)?;
        Ok(items)
    }

    fn tree(
        &mut self,
        tree: &Tree,
        file: &File,
        scope: &Scope,
        items: &mut Vec<Item>,
    ) -> Result<(), Reason> {
        for (at, node) in tree.nodes.iter().enumerate() {
            match node {
                Node::Text(text) => {
                    let is_expanded =
                        |node: Option<&Node>| node.is_some_and(|node| self.expands(node, file));
                    let follows = is_expanded(at.checked_sub(1).and_then(|at| tree.nodes.get(at)));
                    let precedes = is_expanded(tree.nodes.get(at + 1));
                    items.push(file.text(text, Beside { follows, precedes }));
                }
                Node::Comment { mark, .. } => {
                    items.push(Item::Comment(file.words(*mark).to_owned()));
                }
                Node::Output { call, .. } => items.push(file.output(call, scope)?),
                Node::Block(block) => self.block(block, file, scope, items)?,
                Node::Partial { call, .. } if !self.expands(node, file) => {
                    items.push(Item::Tag {
                        kind: Kind::Print,
                        raw: file.words(call.mark).to_owned(),
                    });
                }
                Node::Partial {
                    name, call, indent, ..
                } => {
                    if !file.is_partial {
                        self.tag = Some(call.mark);
                    }
                    let indent = indent.clone().map(|indent| &file.source.text[indent]);
                    items.extend(self.partial(name, call, indent, file, scope)?);
                }
            }
        }
        Ok(())
    }

    fn expands(&self, node: &Node, file: &File) -> bool {
        let Node::Partial { call, .. } = node else {
            return false;
        };
        file.is_partial || self.only.is_none_or(|only| only == call.mark)
    }

    fn partial(
        &mut self,
        name: &str,
        call: &Call,
        indent_by: Option<&str>,
        file: &File,
        scope: &Scope,
    ) -> Result<Vec<Item>, Reason> {
        let text = file.source.text.as_str();
        let resolved = |argument: &Argument| scope.argument(argument, text);
        let context = call
            .arguments
            .first()
            .and_then(|argument| scope.context(argument, text));
        let named = call
            .named
            .iter()
            .filter_map(|(name, _, argument)| Some((name.clone(), resolved(argument)?)));
        let inner = scope.in_partial(context, named.collect());
        let loaded = partials::load(self.shared, name, &mut Findings::default());
        let Ok(Some(partial)) = loaded else {
            return Err(Reason::Differs);
        };
        let Some(tree) = &partial.tree else {
            return Err(Reason::Differs);
        };
        let mut items = Vec::new();
        self.tree(
            tree,
            &File {
                source: Arc::clone(&partial.source),
                is_partial: true,
            },
            &inner,
            &mut items,
        )?;
        match indent_by {
            Some(by) => indent(items, by).ok_or(Reason::Indented),
            None => Ok(items),
        }
    }

    fn block(
        &mut self,
        block: &Block,
        file: &File,
        scope: &Scope,
        items: &mut Vec<Item>,
    ) -> Result<(), Reason> {
        let kind = match self.types.form(block, &file.source.text, scope) {
            Form::Loop(_) => Kind::OpenLoop,
            Form::With(_) | Form::Test => Kind::OpenBranch,
        };
        self.branches(block, kind, file, scope, items)?;
        let name = file.block_name(block, scope)?;
        items.push(tag(Kind::Close, &format!("/{name}"), block.close));
        Ok(())
    }

    /// The opening tag, or the `else if`, with all that follows it up to the closing tag.
    fn branches(
        &mut self,
        block: &Block,
        kind: Kind,
        file: &File,
        scope: &Scope,
        items: &mut Vec<Item>,
    ) -> Result<(), Reason> {
        file.check_helper(&block.call, scope)?;
        items.push(Item::Tag {
            kind,
            raw: file.opening(block, scope)?,
        });
        let inner = self.scope_of(block, file, scope);
        let (first, second) = if block.is_inverted {
            (scope, &inner)
        } else {
            (&inner, scope)
        };
        self.tree(&block.body, file, first, items)?;
        let Some(otherwise) = &block.otherwise else {
            return Ok(());
        };
        match otherwise.nodes.as_slice() {
            [Node::Block(next)] if otherwise.is_chained => {
                self.branches(next, Kind::ElseIf, file, scope, items)
            }
            _ => {
                items.push(tag(Kind::LastElse, "else", block.inverse));
                self.tree(otherwise, file, second, items)
            }
        }
    }

    fn scope_of(&mut self, block: &Block, file: &File, scope: &Scope) -> Scope {
        self.blocks += 1;
        let parameters = block
            .parameters
            .iter()
            .map(|(name, _)| name.as_str())
            .collect::<Vec<_>>();
        match self.types.form(block, &file.source.text, scope) {
            Form::Loop(list) => {
                if let Some(list) = list {
                    self.types.enter_loop(self.blocks, &scope.origin(&list));
                }
                scope.in_loop(self.blocks, &parameters)
            }
            Form::With(value) => scope.in_with(self.blocks, &value, &parameters),
            Form::Test => scope.clone(),
        }
    }
}

/// The sides of a text that have a partial. The whitespace that the partial's tag trimmed is
/// dropped with the tag.
#[derive(Clone, Copy)]
struct Beside {
    follows: bool,
    precedes: bool,
}

impl File {
    fn words(&self, mark: Mark) -> &str {
        &self.source.text[mark.span()]
    }

    fn text(&self, text: &Text, beside: Beside) -> Item {
        let Text {
            original, value, ..
        } = text;
        let start = if beside.follows {
            value.start
        } else {
            original.start
        };
        let end = if beside.precedes {
            value.end
        } else {
            original.end
        };
        let raw = self.source.text[start..end.max(start)].to_owned();
        Item::Text {
            raw,
            value: self.source.text[value.clone()].to_owned(),
        }
    }

    fn output(&self, call: &Call, scope: &Scope) -> Result<Item, Reason> {
        let helper = call
            .path
            .simple()
            .filter(|name| OUTPUTS.contains(name) || is_function(name))
            .filter(|name| !scope.has_parameter(name));
        if helper.is_some() {
            self.check_helper(call, scope)?;
            return Ok(Item::Tag {
                kind: Kind::Print,
                raw: self.call(call, scope)?,
            });
        }
        let resolved = self.rewritten(&call.path, scope);
        if let Some(literal) = resolved.as_ref().and_then(ResolvedPath::literal) {
            return Ok(Item::Text {
                raw: literal.to_owned(),
                value: literal.to_owned(),
            });
        }
        let raw = self.edited(call, &[&call.path], scope, Scope::write_call)?;
        Ok(Item::Tag {
            kind: Kind::Print,
            raw,
        })
    }

    /// Writes the tag that opens a block for its new position.
    fn opening(&self, block: &Block, scope: &Scope) -> Result<String, Reason> {
        match section(block, scope) {
            Some(path) => self.edited(&block.call, &[path], scope, Scope::write),
            None => self.call(&block.call, scope),
        }
    }

    /// Returns what the closing tag of a block has to say in its new position.
    fn block_name(&self, block: &Block, scope: &Scope) -> Result<String, Reason> {
        let path = &block.call.path;
        let rewritten = section(block, scope).and_then(|path| self.rewritten(path, scope));
        match rewritten {
            Some(resolved) => scope.write(&resolved).map_err(Reason::Captured),
            None => Ok(self.words(path.mark).to_owned()),
        }
    }

    /// Writes a tag with its arguments for its new position.
    fn call(&self, call: &Call, scope: &Scope) -> Result<String, Reason> {
        let mut paths = Vec::new();
        self.paths(call, scope, &mut paths)?;
        self.edited(call, &paths, scope, Scope::write)
    }

    /// Collects the paths in arguments, and in expressions that are arguments.
    fn paths<'c>(
        &self,
        call: &'c Call,
        scope: &Scope,
        paths: &mut Vec<&'c Path>,
    ) -> Result<(), Reason> {
        for argument in call.all_arguments() {
            match argument {
                Argument::Path(path) => paths.push(path),
                Argument::Call(call) => {
                    self.check_helper(call, scope)?;
                    self.paths(call, scope, paths)?;
                }
                _ => {}
            }
        }
        Ok(())
    }

    /// Writes a tag with other paths, each of which `write` writes.
    fn edited(
        &self,
        call: &Call,
        paths: &[&Path],
        scope: &Scope,
        write: fn(&Scope, &ResolvedPath) -> Result<String, String>,
    ) -> Result<String, Reason> {
        let span = call.mark.span();
        let mut edited = String::new();
        let mut from = span.start;
        for path in paths {
            let Some(resolved) = self.rewritten(path, scope) else {
                continue;
            };
            let at = path.mark.span();
            edited.push_str(&self.source.text[from..at.start]);
            edited.push_str(&write(scope, &resolved).map_err(Reason::Captured)?);
            from = at.end;
        }
        edited.push_str(&self.source.text[from..span.end]);
        Ok(edited)
    }

    /// Resolves a path that has to be rewritten. The paths of the working copy itself stay.
    fn rewritten(&self, path: &Path, scope: &Scope) -> Option<ResolvedPath> {
        if self.is_partial {
            scope.rewritten(path)
        } else {
            None
        }
    }

    fn check_helper(&self, call: &Call, scope: &Scope) -> Result<(), Reason> {
        match call.path.simple() {
            Some(name) if self.is_partial && scope.hides_helper(name) => {
                Err(Reason::Captured(name.to_owned()))
            }
            _ => Ok(()),
        }
    }
}

fn tag(kind: Kind, words: &str, strip: Strip) -> Item {
    let tilde = |strips: bool| if strips { "~" } else { "" };
    let raw = format!(
        "{{{{{}{words}{}}}}}",
        tilde(strip.before),
        tilde(strip.after)
    );
    Item::Tag { kind, raw }
}
