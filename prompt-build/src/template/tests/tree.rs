//! Trees in a compact form: texts in quotes, a tag in braces, `!` for a comment.

use super::super::syntax::{self, Argument, Block, Call, Node, Path, Tree};
use super::codes;
use crate::report::Findings;
use crate::source::{Mark, Source};

pub(super) fn show(text: &str) -> String {
    let source = Source::new("note.prompt", text);
    let mut findings = Findings::default();
    let tree = syntax::parse(&source, 0, false, &mut findings);
    tree.map_or_else(|| codes(&findings), |tree| show_tree(&source, &tree))
}

pub(super) fn show_tree(source: &Source, tree: &Tree) -> String {
    tree.nodes
        .iter()
        .map(|node| show_node(source, node))
        .collect::<Vec<_>>()
        .join(" ")
}

fn show_node(source: &Source, node: &Node) -> String {
    match node {
        Node::Text(text) => format!("{:?}", &source.text[text.value.clone()]),
        Node::Comment { .. } => "!".to_owned(),
        Node::Output { call, .. } => format!("{{{}}}", show_call(source, call)),
        Node::Block(block) => show_block(source, block),
        Node::Partial {
            name, call, indent, ..
        } => {
            let indent = indent
                .clone()
                .map(|indent| format!(" indented {:?}", &source.text[indent]));
            let arguments = show_arguments(source, call);
            format!("{{>{name}{arguments}{}}}", indent.unwrap_or_default())
        }
    }
}

fn show_block(source: &Source, block: &Block) -> String {
    let parameters = block
        .parameters
        .iter()
        .map(|(name, _)| name.as_str())
        .collect::<Vec<_>>()
        .join(",");
    let parameters = if parameters.is_empty() {
        parameters
    } else {
        format!(" |{parameters}|")
    };
    let otherwise = block.otherwise.as_ref().map(|tree| {
        let chain = if tree.is_chained { "chain " } else { "" };
        format!(" else {chain}{}", show_tree(source, tree))
    });
    let (call, body) = (
        show_call(source, &block.call),
        show_tree(source, &block.body),
    );
    let sigil = if block.is_inverted { '^' } else { '#' };
    format!(
        "{{{sigil}{call}{parameters}: {body}{}}}",
        otherwise.unwrap_or_default()
    )
}

fn show_call(source: &Source, call: &Call) -> String {
    format!(
        "{}{}",
        show_path(source, &call.path),
        show_arguments(source, call)
    )
}

fn show_arguments(source: &Source, call: &Call) -> String {
    let arguments = call
        .arguments
        .iter()
        .map(|argument| format!(" {}", show_argument(source, argument)));
    let named = call
        .named
        .iter()
        .map(|(name, _, argument)| format!(" {name}={}", show_argument(source, argument)));
    arguments.chain(named).collect()
}

fn show_argument(source: &Source, argument: &Argument) -> String {
    match argument {
        Argument::Path(path) => show_path(source, path),
        Argument::Text(text, _) => format!("{text:?}"),
        Argument::Number(number, _) => number.to_string(),
        Argument::Bool(value, _) => value.to_string(),
        Argument::Nothing(_) => "nothing".to_owned(),
        Argument::Call(call) => format!("({})", show_call(source, call)),
    }
}

/// A segment in brackets keeps them.
fn show_path(source: &Source, path: &Path) -> String {
    let is_literal = |mark: &Mark| source.text[mark.span()].starts_with('[');
    let segment = |(name, mark): &(String, Mark)| {
        if is_literal(mark) {
            format!("[{name}]")
        } else {
            name.clone()
        }
    };
    let data = if path.is_data { "@" } else { "" };
    let segments = path
        .segments
        .iter()
        .map(segment)
        .collect::<Vec<_>>()
        .join(".");
    let start = match (path.depth, path.is_scoped, segments.is_empty()) {
        (0, true, true) => "this".to_owned(),
        (0, true, false) => "this.".to_owned(),
        (depth, _, true) => vec![".."; depth].join("/"),
        (depth, _, false) => "../".repeat(depth),
    };
    format!("{data}{start}{segments}")
}
