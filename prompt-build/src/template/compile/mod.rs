//! Compiles a tree to a program: resolves every name to a path and a type, or reports it.

mod blocks;
mod expanded_size;
mod helpers;
mod inferred;
mod scope;

use std::collections::BTreeSet;
use std::sync::Arc;

use expanded_size::ExpandedSize;
#[cfg(feature = "publish")]
pub(super) use helpers::{BLOCKS, OUTPUTS};
use inferred::Inferred;
use scope::Scope;

use super::front_matter::{DefaultValue, FrontMatter, Inputs};
use super::syntax::{Call, Node, Tree, trim};
use super::{
    Demand, Input, Kind, Message, Op, Operand, Partials, Role, Template, VariablePath, Visitor,
    walk_ops,
};
use crate::report::{Code, Finding, Findings, did_you_mean, quoted};
use crate::source::{Location, Mark, Source};

/// Compiles the tree of a file against what its front matter declares.
pub(super) fn compile(
    source: &Arc<Source>,
    front_source: &Arc<Source>,
    tree: &Tree,
    declared: FrontMatter,
    partials: &Partials<'_>,
    findings: &mut Findings,
) -> Option<Template> {
    let FrontMatter {
        inputs,
        defaults,
        output,
        config,
    } = declared;
    let (is_inferred, inputs) = match inputs {
        Inputs::Inferred => (true, Vec::new()),
        Inputs::Declared(inputs) => (false, inputs),
        Inputs::Unreadable => return None,
    };
    let mut own = Findings::default();
    let inferred = is_inferred.then(Inferred::default);
    let mut compiler = Compiler::new(source, &inputs, inferred, partials, &mut own);
    let messages = compiler.messages(tree);
    let Compiler {
        inferred,
        used,
        demands,
        ..
    } = compiler;
    // A partial is compiled once for each call, so its findings may be repeated.
    own.deduplicate();
    let inputs = match inferred {
        Some(inferred) => inferred.into_inputs(front_source, defaults, &mut own),
        None => inputs.clone(),
    };
    let mut warnings = Findings::default();
    if !is_inferred {
        warn_of_unused(front_source, &inputs, &used, &mut warnings);
    }
    warn_of_dialects(source, &messages, &mut warnings);
    let is_sound = !own.has_errors();
    findings.append(own);
    let demands = demands.into_iter().collect();
    let source = Arc::clone(front_source);
    is_sound.then_some(Template {
        source,
        is_inferred,
        inputs,
        output,
        config,
        messages,
        demands,
        warnings,
    })
}

struct Compiler<'a> {
    /// The current file: the prompt, or a partial.
    source: Arc<Source>,
    /// The inputs that are declared.
    inputs: &'a [Input],
    /// The inferred inputs, if none are declared.
    inferred: Option<Inferred>,
    /// The names of the inputs that the body uses.
    used: BTreeSet<String>,
    /// The undeclared names that were reported. Each is reported once.
    reported: BTreeSet<String>,
    demands: BTreeSet<(VariablePath, Demand)>,
    /// The list of each loop, as a path from an input.
    loops: Vec<VariablePath>,
    /// The loops that run over maps.
    maps: BTreeSet<usize>,
    partials: &'a Partials<'a>,
    /// The partials that are being compiled, each with the location of its tag.
    open_partials: Vec<(String, Location)>,
    expanded_size: ExpandedSize,
    findings: &'a mut Findings,
}

/// The messages while the body is read.
struct Messages {
    done: Vec<Message>,
    role: Role,
    ops: Vec<Op>,
    /// The offset in the file at which the current message begins.
    start: usize,
}

impl Messages {
    /// Ends the current message. Drops it if it is blank for all inputs.
    fn end(&mut self, end: usize) {
        let ops = std::mem::take(&mut self.ops);
        if ops
            .iter()
            .any(|op| !matches!(op, Op::Text(text) if trim(text).is_empty()))
        {
            self.done.push(Message::Text {
                role: self.role,
                ops,
                range: self.start..end.max(self.start),
            });
        }
    }

    fn start(&mut self, role: Role, start: usize) {
        (self.role, self.start) = (role, start);
    }
}

impl<'a> Compiler<'a> {
    fn new(
        source: &Arc<Source>,
        inputs: &'a [Input],
        inferred: Option<Inferred>,
        partials: &'a Partials<'a>,
        findings: &'a mut Findings,
    ) -> Self {
        Self {
            source: Arc::clone(source),
            inputs,
            inferred,
            used: BTreeSet::new(),
            reported: BTreeSet::new(),
            demands: BTreeSet::new(),
            loops: Vec::new(),
            maps: BTreeSet::new(),
            partials,
            open_partials: Vec::new(),
            expanded_size: ExpandedSize::default(),
            findings,
        }
    }

    fn messages(&mut self, tree: &Tree) -> Vec<Message> {
        let start = tree.nodes.first().map_or(0, |node| node.span().start);
        let end = tree.nodes.last().map_or(start, |node| node.span().end);
        let mut messages = Messages {
            done: Vec::new(),
            role: Role::User,
            ops: Vec::new(),
            start,
        };
        self.top_level(tree, &Scope::root(), &mut messages, None);
        messages.end(end);
        messages.done
    }

    /// Compiles nodes outside of blocks, where messages begin and end. The messages of a partial
    /// begin and end at its tag.
    fn top_level(
        &mut self,
        tree: &Tree,
        scope: &Scope<'a>,
        messages: &mut Messages,
        tag: Option<&std::ops::Range<usize>>,
    ) {
        for node in &tree.nodes {
            if !self.count_node(node) {
                return;
            }
            let span = tag.cloned().unwrap_or_else(|| node.span());
            match node {
                Node::Output { call, .. } if call.is_helper("role", scope) => {
                    if let Some(role) = self.role(call, scope) {
                        messages.end(span.start);
                        messages.start(role, span.end);
                    }
                }
                Node::Output { call, .. } if call.is_helper("history", scope) => {
                    self.expect_arguments(call, 0, &[], "`{{history}}`");
                    messages.end(span.start);
                    messages.done.push(Message::History);
                    messages.start(Role::Model, span.end);
                }
                Node::Partial {
                    name,
                    call,
                    indent: None,
                    ..
                } if call.arguments.is_empty() && call.named.is_empty() => {
                    self.in_partial(name, call, |compiler, tree| {
                        compiler.top_level(
                            tree,
                            &scope.without_parameters(),
                            messages,
                            Some(&span),
                        );
                    });
                }
                node => self.node(node, scope, &mut messages.ops),
            }
        }
    }

    /// The operations of a tree within a block.
    fn tree(&mut self, tree: &Tree, scope: &Scope<'a>) -> Vec<Op> {
        let mut ops = Vec::new();
        for node in &tree.nodes {
            if !self.count_node(node) {
                break;
            }
            self.node(node, scope, &mut ops);
        }
        ops
    }

    fn node(&mut self, node: &Node, scope: &Scope<'a>, ops: &mut Vec<Op>) {
        match node {
            Node::Text(text) => push_text(ops, &self.source.text[text.value.clone()]),
            Node::Comment { .. } => {}
            Node::Output { call, .. } => ops.extend(self.output(call, scope)),
            Node::Block(block) => self.nest(block.call.mark, |compiler| {
                compiler.block(block, scope, ops);
            }),
            Node::Partial {
                name, call, indent, ..
            } => {
                let indent = indent
                    .clone()
                    .map(|indent| self.source.text[indent].to_owned());
                let inner = self.partial(name, call, scope);
                match indent {
                    Some(indent) => self
                        .indented(indent, inner, call.mark)
                        .into_iter()
                        .for_each(|op| push(ops, op)),
                    None => inner.into_iter().for_each(|op| push(ops, op)),
                }
            }
        }
    }

    /// A partial within a block, or one with arguments.
    fn partial(&mut self, name: &str, call: &Call, scope: &Scope<'a>) -> Vec<Op> {
        let Some(scope) = self.partial_scope(call, scope) else {
            return Vec::new();
        };
        let mut ops = Vec::new();
        self.in_partial(name, call, |compiler, tree| {
            ops = compiler.tree(tree, &scope);
        });
        ops
    }

    /// Returns the scope in a partial: that of its tag, with its context argument entered and its
    /// named arguments on top.
    fn partial_scope(&mut self, call: &Call, scope: &Scope<'a>) -> Option<Scope<'a>> {
        let mut inner = scope.without_parameters();
        if let Some(context) = call.arguments.first() {
            let context = self.argument(context, scope)?;
            inner = inner.entered(context);
        }
        if call.arguments.len() > 1 {
            self.report(
                Code::InvalidTag,
                call.mark,
                "a partial takes one context at most",
                None,
            );
            return None;
        }
        let mut given = Vec::new();
        for (name, _, argument) in &call.named {
            given.push((name.clone(), self.argument(argument, scope)?));
        }
        Some(if given.is_empty() {
            inner
        } else {
            inner.overlaid(given)
        })
    }

    /// Opens a partial, and runs `work` on its tree.
    fn in_partial(&mut self, name: &str, call: &Call, work: impl FnOnce(&mut Self, &Tree)) {
        if self.partials.are_refused() {
            let help =
                "`cargo prompts publish` puts the partial's text in its place; do so by hand"
                    .to_owned();
            self.report(
                Code::PartialInRelease,
                call.mark,
                "a released version stands alone, without partials",
                Some(help),
            );
            return;
        }
        if self.open_partials.iter().any(|(open, _)| open == name) {
            let message = format!("the partial {} contains itself", quoted(name));
            let help = "move the text that both need to a third partial".to_owned();
            self.report(Code::RecursivePartial, call.path.mark, message, Some(help));
            return;
        }
        let (source, tree) = match self.partials.load(name, self.findings) {
            Ok(Some(loaded)) => loaded,
            Ok(None) => return,
            Err(finding) => {
                let known = if finding.code == Code::MissingPartial {
                    self.partials.known()
                } else {
                    Vec::new()
                };
                let help = did_you_mean(name, known.iter().map(String::as_str))
                    .or(finding.help.first().cloned());
                self.report(finding.code, call.path.mark, finding.message, help);
                return;
            }
        };
        self.open_partials
            .push((name.to_owned(), Location::new(&self.source, call.mark)));
        if self.charge_bytes(source.text.len()).is_some() {
            self.nest(call.mark, |compiler| {
                let outer = std::mem::replace(&mut compiler.source, source);
                work(compiler, &tree);
                compiler.source = outer;
            });
        }
        self.open_partials.pop();
    }

    /// A text that does not depend on any input is indented here and now.
    fn indented(&mut self, indent: String, ops: Vec<Op>, tag: Mark) -> Option<Op> {
        match ops.as_slice() {
            [] => None,
            ops if has_parts(ops) => {
                let help = "call it at the beginning of its line".to_owned();
                let message =
                    "a partial with `{{media}}` or `{{section}}` in it cannot be indented";
                self.report(Code::UnsupportedTag, tag, message, Some(help));
                None
            }
            [Op::Text(text)] => {
                self.charge_bytes(indent.len() * text.split_inclusive('\n').count())?;
                let lines = text
                    .split_inclusive('\n')
                    .map(|line| format!("{indent}{line}"));
                Some(Op::Text(lines.collect()))
            }
            _ => Some(Op::Indented { indent, ops }),
        }
    }

    fn role(&mut self, call: &Call, scope: &Scope<'a>) -> Option<Role> {
        let name = self.text_argument(call, scope, "a role", "{{role \"user\"}}")?;
        let role = Role::parse(&name);
        if role.is_none() {
            let known = Role::NAMES.map(|(name, _)| name);
            let message = format!(
                "unknown role {}, expected `{}`",
                quoted(&name),
                known.join("`, `")
            );
            self.report(
                Code::UnknownRole,
                call.arguments[0].mark(),
                message,
                did_you_mean(&name, known),
            );
        }
        role
    }

    fn report(&mut self, code: Code, mark: Mark, message: impl Into<String>, help: Option<String>) {
        let location = Location::new(&self.source, mark);
        self.findings
            .push(Finding::error(code, location, message).help(help));
    }
}

/// Adds an operation; texts side by side are one.
fn push(ops: &mut Vec<Op>, op: Op) {
    match op {
        Op::Text(text) => push_text(ops, &text),
        op => ops.push(op),
    }
}

fn push_text(ops: &mut Vec<Op>, text: &str) {
    if text.is_empty() {
        return;
    }
    match ops.last_mut() {
        Some(Op::Text(last)) => last.push_str(text),
        _ => ops.push(Op::Text(text.to_owned())),
    }
}

fn warn_of_unused(
    source: &Arc<Source>,
    inputs: &[Input],
    used: &BTreeSet<String>,
    warnings: &mut Findings,
) {
    for input in inputs.iter().filter(|input| !used.contains(&input.name)) {
        let message = format!(
            "the input {} is declared and never used",
            quoted(&input.name)
        );
        let location = Location::new(source, input.mark);
        let help = format!(
            "use it in the body as `{{{{{}}}}}`, or remove it",
            input.name
        );
        warnings.push(Finding::warning(Code::UnusedInput, location, message).help(help));
    }
}

/// Warns of the syntax of other formats with the same file extension. Here it is text, which is
/// probably a mistake.
fn warn_of_dialects(source: &Arc<Source>, messages: &[Message], warnings: &mut Findings) {
    let text = source.text.as_str();
    let [Message::Text { range, .. }] = messages else {
        return;
    };
    let body = &text[range.clone()];
    let at = |offset: usize, length: usize| {
        Location::new(
            source,
            Mark::at(range.start + offset, range.start + offset + length),
        )
    };
    for (tag, role) in [
        ("<system>", "system"),
        ("<user>", "user"),
        ("<assistant>", "model"),
    ] {
        let Some(offset) = body.find(tag) else {
            continue;
        };
        let closing = tag.replace('<', "</");
        if is_line(body, offset, tag.len()) && body[offset..].contains(&closing) {
            let message = format!("`{tag}` is text here, not the beginning of a message");
            let help = format!("in Dotprompt a message begins with `{{{{role \"{role}\"}}}}`");
            warnings.push(
                Finding::warning(Code::ForeignSyntax, at(offset, tag.len()), message).help(help),
            );
            return;
        }
    }
    if let Some(offset) = body.find("${input:") {
        let length = body[offset..].find('}').map_or(8, |end| end + 1);
        let message = format!(
            "{} is text here, not an input",
            quoted(&body[offset..offset + length])
        );
        let help = "to print an input, write `{{name}}`".to_owned();
        warnings
            .push(Finding::warning(Code::ForeignSyntax, at(offset, length), message).help(help));
    }
}

/// Returns whether a range is a whole line, apart from blanks.
fn is_line(text: &str, offset: usize, length: usize) -> bool {
    let before = text[..offset].rsplit('\n').next().unwrap_or_default();
    let after = text[offset + length..]
        .split('\n')
        .next()
        .unwrap_or_default();
    before.trim().is_empty() && after.trim().is_empty()
}

/// Returns whether the operations make anything but text.
fn has_parts(ops: &[Op]) -> bool {
    #[derive(Default)]
    struct Parts(bool);

    impl Visitor for Parts {
        fn visit_op(&mut self, op: &Op) {
            self.0 |= matches!(op, Op::Media { .. } | Op::Section(_));
            prompt_core::program::walk_op(self, op);
        }
    }

    let mut parts = Parts::default();
    walk_ops(&mut parts, ops);
    parts.0
}
