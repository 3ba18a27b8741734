//! Parses a body: its pieces one after another, to a tree.

use std::ops::Range;
use std::sync::Arc;

use super::parser::{LITERAL_BRACES, Parser};
use super::tags::{Piece, Pieces, Sigil, Tag};
use super::tokens::{MAX_WORDS, NoWords, Token, Tokens};
use super::tree::{Node, Path, Text, Tree};
use crate::report::{Code, Findings};
use crate::source::{Mark, Source};
use crate::template::secret_names::secret_name;

/// The maximum number of tags. The compiler takes 3 s for the code of as many, 7 s for that of twice
/// as many, and minutes for that of five times as many.
pub const MAX_TAGS: usize = 2_000;

/// Parses a part of the source. Returns `None` if it has an error.
pub(super) fn parse(
    source: &Arc<Source>,
    range: Range<usize>,
    findings: &mut Findings,
) -> Option<Tree> {
    let text = &source.text[..range.end];
    let mut parser = Parser::new(source);
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
            Err(NoWords::Unreadable(mark)) => return self.unreadable(mark),
            Err(NoWords::TooMany(mark)) => {
                let message = format!("more than {MAX_WORDS} words in one tag");
                let help = "pass a list as an input, and write it with `{{#each …}}`";
                self.report(Code::TooManyTags, mark, message, help);
                return None;
            }
        };
        if let Some(finding) = tokens
            .names()
            .find_map(|name| secret_name(self.source, name))
        {
            self.own.push(finding);
            return None;
        }
        self.words(tag, tokens, mark)
    }

    /// Reads what stands in a tag.
    fn words(&mut self, tag: &Tag, mut tokens: Tokens, mark: Mark) -> Option<()> {
        match tag.sigil {
            Sigil::Close => self.close(tag, &mut tokens, mark),
            Sigil::Inverse if tokens.peek().is_none() => self.otherwise(tag, tokens, mark),
            Sigil::None if tokens.peek() == Some(&Token::Name("else".to_owned())) => {
                tokens.take();
                self.otherwise(tag, tokens, mark)
            }
            Sigil::Open | Sigil::Inverse => self.open(tag, tokens, mark),
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
        let written = &self.source.text[call.path.mark.span()];
        let name = match call.path.segments.as_slice() {
            // In quotes or brackets.
            [(name, _)] => name.clone(),
            _ => written.to_owned(),
        };
        self.nodes.push(Node::Partial {
            name,
            call,
            strip: tag.strip.into(),
            indent: None,
        });
        Some(())
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

    fn finish(mut self, findings: &mut Findings) -> Option<Tree> {
        self.unclosed_blocks();
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
