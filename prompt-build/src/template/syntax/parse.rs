//! Parses pieces to a tree.

use std::ops::Range;
use std::sync::Arc;

use super::tags::{Piece, Pieces, Sigil, Tag};
use super::tokens::{Token, Tokens};
use super::tree::{Block, Call, Node, Path, Strip, Text, Tree};
use crate::report::{Code, Finding, Findings};
use crate::source::{Location, Mark, Source};

/// The maximum nesting. It is far above that of real prompts, and lets later steps recurse.
pub const MAX_DEPTH: usize = 100;
/// The maximum number of tags. The compiler would take minutes for the code of more.
pub const MAX_TAGS: usize = 10_000;

pub(super) const LITERAL_BRACES: &str = "for a literal `{{` write `\\{{`";
const STRAY: &str = "remove it, or for a literal `{{` write `\\{{`";

/// Parses a part of the source. Returns `None` if it has an error.
pub(super) fn parse(
    source: &Arc<Source>,
    range: Range<usize>,
    findings: &mut Findings,
) -> Option<Tree> {
    let text = &source.text[..range.end];
    let mut parser = Parser {
        source,
        open: Vec::new(),
        nodes: Vec::new(),
        tags: 0,
        own: Findings::default(),
    };
    for piece in Pieces::new(text, range.start) {
        let continues = match piece {
            Piece::Text(range) => {
                parser.nodes.push(Node::Text(Text::new(range)));
                true
            }
            Piece::Comment { range, strip } => {
                let mark = Mark::at(range.start, range.end);
                parser.nodes.push(Node::Comment {
                    strip: strip.into(),
                    mark,
                });
                true
            }
            Piece::Tag(tag) => parser.tag(&tag).is_some(),
            Piece::Unclosed(at) => {
                parser.unclosed_tag(at);
                false
            }
        };
        if !continues {
            return parser.give_up(findings);
        }
    }
    parser.finish(findings)
}

pub(super) struct Parser<'a> {
    pub(super) source: &'a Arc<Source>,
    /// The blocks that are open.
    open: Vec<OpenBlock>,
    /// The nodes of the innermost of them, or of the body.
    nodes: Vec<Node>,
    tags: usize,
    own: Findings,
}

struct OpenBlock {
    /// The nodes before the block.
    before: Vec<Node>,
    /// The complete branches, from the opening tag to the last `else`.
    branches: Vec<Branch>,
    /// The branch that is being read, without its nodes yet.
    current: Branch,
}

/// A branch of a block: the nodes after the opening tag, after an `else if` or after an `else`.
struct Branch {
    head: Head,
    /// The `~` of the tag that begins the branch.
    strip: Strip,
    mark: Mark,
    nodes: Vec<Node>,
}

enum Head {
    Helper(Call, Vec<(String, Mark)>),
    Else,
}

impl Parser<'_> {
    /// Reads a tag. Returns `None` if nothing after it can be parsed.
    fn tag(&mut self, tag: &Tag) -> Option<()> {
        let mark = Mark::at(tag.range.start, tag.range.end);
        self.tags += 1;
        if self.tags > MAX_TAGS {
            let message = format!("more than {MAX_TAGS} tags in one file");
            self.report(
                Code::TooManyTags,
                mark,
                message,
                "split the prompt, or pass a finished text as an input",
            );
            return None;
        }
        let unsupported = match tag.sigil {
            Sigil::PartialBlock => Some((
                "partial blocks",
                "write `{{> …}}`, without a body and an end",
            )),
            Sigil::Decorator => Some(("decorators", LITERAL_BRACES)),
            Sigil::Raw => Some(("raw blocks", LITERAL_BRACES)),
            Sigil::None
            | Sigil::Unescaped
            | Sigil::Open
            | Sigil::Close
            | Sigil::Inverse
            | Sigil::Partial => None,
        };
        if let Some((what, help)) = unsupported {
            self.report(
                Code::UnsupportedTag,
                mark,
                format!("{what} are not supported"),
                help,
            );
            return None;
        }
        let tokens = match Tokens::read(&self.source.text, tag.inner.clone()) {
            Ok(tokens) => tokens,
            Err(mark) => return self.unreadable(mark),
        };
        let is_overclosed = tag.is_overclosed && !is_else(tag.sigil, &tokens);
        self.words(tag, tokens, mark)?;
        if is_overclosed {
            self.overclosed(tag)
        } else {
            Some(())
        }
    }

    /// Reads what stands in a tag.
    fn words(&mut self, tag: &Tag, mut tokens: Tokens, mark: Mark) -> Option<()> {
        match tag.sigil {
            Sigil::Close => self.close(tag, &mut tokens, mark),
            Sigil::Inverse if tokens.peek().is_none() => self.otherwise(tag, tokens, mark),
            Sigil::Inverse => {
                let help = "write `{{#unless …}}`, and `{{/unless}}` at its end";
                self.report(
                    Code::UnsupportedTag,
                    mark,
                    "inverse blocks are not supported",
                    help,
                );
                None
            }
            Sigil::None if tokens.peek() == Some(&Token::Name("else".to_owned())) => {
                tokens.take();
                self.otherwise(tag, tokens, mark)
            }
            Sigil::Open => self.open(tag, tokens, mark),
            Sigil::Partial => self.partial(tag, tokens, mark),
            _ => {
                let call = self.call(&mut tokens, mark)?;
                self.expect_end(&tokens)?;
                self.nodes.push(Node::Output {
                    call,
                    strip: tag.strip.into(),
                });
                Some(())
            }
        }
    }

    fn open(&mut self, tag: &Tag, mut tokens: Tokens, mark: Mark) -> Option<()> {
        self.check_depth(mark)?;
        let head = self.head(&mut tokens, mark)?;
        let current = Branch {
            head,
            strip: tag.strip.into(),
            mark,
            nodes: Vec::new(),
        };
        let before = std::mem::take(&mut self.nodes);
        self.open.push(OpenBlock {
            before,
            branches: Vec::new(),
            current,
        });
        Some(())
    }

    /// An `else if` is as deep as a block in an `else`.
    fn check_depth(&mut self, mark: Mark) -> Option<()> {
        let depth = self
            .open
            .iter()
            .map(|block| 1 + block.branches.len())
            .sum::<usize>();
        if depth < MAX_DEPTH {
            return Some(());
        }
        let message = format!("blocks are nested more than {MAX_DEPTH} deep");
        self.report(
            Code::NestedTooDeep,
            mark,
            message,
            "compute the inner ones in Rust, and pass the result as an input",
        );
        None
    }

    /// `{{else}}`, `{{else if …}}`.
    fn otherwise(&mut self, tag: &Tag, mut tokens: Tokens, mark: Mark) -> Option<()> {
        self.check_depth(mark)?;
        let head = if tokens.peek().is_none() {
            Head::Else
        } else {
            self.head(&mut tokens, mark)?
        };
        let nodes = std::mem::take(&mut self.nodes);
        let Some(block) = self.open.last_mut() else {
            self.report(Code::StrayTag, mark, "an `else` outside of a block", STRAY);
            return None;
        };
        if matches!(block.current.head, Head::Else) {
            let first = Location::new(self.source, block.current.mark);
            let message = "a second `else` in one block";
            let finding = Finding::error(Code::StrayTag, Location::new(self.source, mark), message);
            self.own.push(finding.related(first, "the first one"));
            return None;
        }
        let next = Branch {
            head,
            strip: tag.strip.into(),
            mark,
            nodes: Vec::new(),
        };
        let mut finished = std::mem::replace(&mut block.current, next);
        finished.nodes = nodes;
        block.branches.push(finished);
        Some(())
    }

    fn close(&mut self, tag: &Tag, tokens: &mut Tokens, mark: Mark) -> Option<()> {
        let name = self.path(tokens)?;
        self.expect_end(tokens)?;
        let name = &self.source.text[name.mark.span()];
        let Some(mut block) = self.open.pop() else {
            let message = format!("`{{{{/{name}}}}}` closes nothing");
            self.report(Code::StrayTag, mark, message, STRAY);
            return None;
        };
        block.current.nodes = std::mem::take(&mut self.nodes);
        block.branches.push(block.current);
        let (opened, opening) = self.opened(&block.branches);
        if name != opened {
            let message =
                format!("`{{{{/{name}}}}}` closes a block that `{{{{#{opened}}}}}` opened");
            let finding = Finding::error(
                Code::UnclosedBlock,
                Location::new(self.source, mark),
                message,
            )
            .related(Location::new(self.source, opening), "opened here")
            .help(format!("close it with `{{{{/{opened}}}}}`"));
            self.own.push(finding);
            return None;
        }
        self.nodes = block.before;
        self.nodes.push(Node::Block(Box::new(fold(
            block.branches,
            tag.strip.into(),
            tag.range.end,
        )?)));
        Some(())
    }

    /// The name that opened a block, and the tag in which it did.
    fn opened(&self, branches: &[Branch]) -> (&str, Mark) {
        match branches.first() {
            Some(Branch {
                head: Head::Helper(call, _),
                mark,
                ..
            }) => (&self.source.text[call.path.mark.span()], *mark),
            _ => ("", Mark::at(0, 0)),
        }
    }

    fn partial(&mut self, tag: &Tag, mut tokens: Tokens, mark: Mark) -> Option<()> {
        if tokens.peek() == Some(&Token::OpenParenthesis) {
            self.report(
                Code::UnsupportedTag,
                mark,
                "a partial cannot be chosen at run time",
                "write its name",
            );
            return None;
        }
        let call = match tokens.peek() {
            // A name in quotes is a name.
            Some(Token::Text(_)) => {
                let Some((Token::Text(name), name_mark)) = tokens.take() else {
                    return None;
                };
                let segments = vec![(name, name_mark)];
                let path = Path {
                    is_data: false,
                    depth: 0,
                    is_scoped: false,
                    segments,
                    mark: name_mark,
                };
                self.arguments(path, &mut tokens, mark)?
            }
            _ => self.call(&mut tokens, mark)?,
        };
        self.expect_end(&tokens)?;
        let name = call
            .path
            .segments
            .iter()
            .map(|(name, _)| name.as_str())
            .collect::<Vec<_>>()
            .join("/");
        self.nodes.push(Node::Partial {
            name,
            call,
            strip: tag.strip.into(),
            indent: None,
        });
        Some(())
    }

    /// A helper with its arguments and block parameters.
    fn head(&mut self, tokens: &mut Tokens, mark: Mark) -> Option<Head> {
        let call = self.call(tokens, mark)?;
        let mut parameters = Vec::new();
        if tokens.take_if(&Token::As) {
            while let Some(Token::Name(_)) = tokens.peek() {
                if let Some((Token::Name(name), mark)) = tokens.take() {
                    parameters.push((name, mark));
                }
            }
            if parameters.is_empty() || !tokens.take_if(&Token::Bar) {
                return self.unexpected(tokens.mark(), "a name, and `|` after the last");
            }
        }
        self.expect_end(tokens)?;
        Some(Head::Helper(call, parameters))
    }

    /// Reports a text that is no word of a tag.
    fn unreadable(&mut self, mark: Mark) -> Option<()> {
        let quote = &self.source.text[mark.span()];
        if !matches!(quote, "\"" | "'") {
            return self.unexpected(mark, "a name");
        }
        let message = format!("a text without an end, expected a second `{quote}`");
        self.report(Code::InvalidTag, mark, message, LITERAL_BRACES);
        None
    }

    /// Reports `{{name}}}`. In Handlebars, three braces end a tag that begins with three, and four
    /// end one that begins with four.
    fn overclosed(&mut self, tag: &Tag) -> Option<()> {
        let expected = &self.source.text[tag.inner.end..tag.range.end];
        let message = format!("unexpected `{expected}}}`, expected `{expected}`");
        let mark = Mark::at(tag.inner.end, tag.range.end + 1);
        self.report(
            Code::InvalidTag,
            mark,
            message,
            "for a `}` behind the tag put a blank or a line end before it",
        );
        None
    }

    fn unclosed_tag(&mut self, at: usize) {
        let rest = &self.source.text[at..];
        let (what, end) = match rest.trim_start_matches(['{', '~']) {
            comment if comment.starts_with("!--") => ("a comment", "--}}"),
            comment if comment.starts_with('!') => ("a comment", "}}"),
            _ if rest.starts_with("{{{{") => ("a tag", "}}}}"),
            _ if rest.starts_with("{{{") => ("a tag", "}}}"),
            _ => ("a tag", "}}"),
        };
        let message = format!("{what} without an end, expected `{end}`");
        self.report(
            Code::UnclosedTag,
            Mark::at(at, at + 2),
            message,
            LITERAL_BRACES,
        );
    }

    pub(super) fn report(
        &mut self,
        code: Code,
        mark: Mark,
        message: impl Into<String>,
        help: &str,
    ) {
        let finding = Finding::error(code, Location::new(self.source, mark), message);
        self.own
            .push(finding.help((!help.is_empty()).then(|| help.to_owned())));
    }

    fn finish(mut self, findings: &mut Findings) -> Option<Tree> {
        for block in std::mem::take(&mut self.open) {
            let branches = block.branches.iter().chain([&block.current]);
            let Some(Branch {
                head: Head::Helper(call, _),
                mark,
                ..
            }) = branches.into_iter().next()
            else {
                continue;
            };
            let name = &self.source.text[call.path.mark.span()];
            let message = format!("`{{{{#{name}}}}}` is not closed");
            let help =
                format!("close it with `{{{{/{name}}}}}`, or for a literal `{{{{` write `\\{{{{`");
            self.report(Code::UnclosedBlock, *mark, message, &help);
        }
        let is_sound = !self.own.has_errors();
        let tree = Tree {
            nodes: std::mem::take(&mut self.nodes),
            is_chained: false,
        };
        findings.append(self.own);
        is_sound.then_some(tree)
    }

    fn give_up(self, findings: &mut Findings) -> Option<Tree> {
        findings.append(self.own);
        None
    }
}

/// Returns whether the tag is exactly `{{else}}` or `{{^}}`.
fn is_else(sigil: Sigil, tokens: &Tokens) -> bool {
    match sigil {
        Sigil::Inverse => tokens.peek().is_none(),
        Sigil::None => {
            matches!(tokens.peek(), Some(Token::Name(name)) if name == "else")
                && tokens.peek_second().is_none()
        }
        _ => false,
    }
}

/// Nests the branches of a block as Handlebars does: an `else if` is a block in the `else` of the
/// block before it.
///
/// As in Handlebars, the closing tag trims the end of the first block, and each other block's own
/// tag trims its end.
fn fold(branches: Vec<Branch>, close: Strip, end: usize) -> Option<Block> {
    let mut otherwise = None::<(Tree, Strip)>;
    for (position, branch) in branches.into_iter().enumerate().rev() {
        let body = Tree {
            nodes: branch.nodes,
            is_chained: false,
        };
        let Head::Helper(call, parameters) = branch.head else {
            otherwise = Some((body, branch.strip));
            continue;
        };
        let (otherwise_tree, inverse) = otherwise.take().unzip();
        let close = if position > 1 { branch.strip } else { close };
        let inverse = inverse.unwrap_or_default();
        let open = branch.strip;
        let block = Block {
            call,
            parameters,
            body,
            otherwise: otherwise_tree,
            open,
            inverse,
            close,
            end,
        };
        if position == 0 {
            return Some(block);
        }
        otherwise = Some((
            Tree {
                nodes: vec![Node::Block(Box::new(block))],
                is_chained: true,
            },
            branch.strip,
        ));
    }
    None
}

impl From<(bool, bool)> for Strip {
    fn from((before, after): (bool, bool)) -> Self {
        Self { before, after }
    }
}
