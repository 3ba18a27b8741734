//! Parses the words of a tag to a call: a path, and its arguments.

use super::blocks::MAX_DEPTH;
use super::parser::Parser;
use super::tokens::{Token, Tokens};
use super::tree::{Argument, Call, Path};
use crate::parameters::exact_number;
use crate::report::{Code, quoted};
use crate::source::Mark;

/// The way out for a tag that is meant to be filled in, or to be text.
const PLACEHOLDER: &str = "write the name of an input; for a literal `{{` write `\\{{`";

impl Parser<'_> {
    pub(super) fn call(&mut self, tokens: &mut Tokens, mark: Mark) -> Option<Call> {
        let path = self.path(tokens)?;
        self.arguments(path, tokens, mark)
    }

    pub(super) fn arguments(
        &mut self,
        path: Path,
        tokens: &mut Tokens,
        mark: Mark,
    ) -> Option<Call> {
        let mut call = Call {
            path,
            arguments: Vec::new(),
            named: Vec::new(),
            mark,
        };
        while !matches!(
            tokens.peek(),
            None | Some(Token::As | Token::CloseParenthesis)
        ) {
            if tokens.peek_second() == Some(&Token::Equals)
                && let Some((Token::Name(name), mark)) = tokens.take()
            {
                tokens.take();
                let argument = self.argument(tokens)?;
                call.named.push((name, mark, argument));
            } else if call.named.is_empty() {
                let argument = self.argument(tokens)?;
                call.arguments.push(argument);
            } else {
                return self.unexpected(tokens.mark(), "a name and `=`");
            }
        }
        Some(call)
    }

    fn argument(&mut self, tokens: &mut Tokens) -> Option<Argument> {
        let mark = tokens.mark();
        let argument = match tokens.peek() {
            Some(Token::OpenParenthesis) => {
                let call = self.expression(tokens)?;
                return Some(Argument::Call(Box::new(call)));
            }
            Some(Token::Text(text)) => Argument::Text(text.clone(), mark),
            Some(Token::Number(number)) => self.number(number, mark)?,
            Some(Token::Name(name)) => match name.as_str() {
                "true" => Argument::Bool(true, mark),
                "false" => Argument::Bool(false, mark),
                "null" | "undefined" => Argument::Nothing(mark),
                _ => return self.path(tokens).map(Argument::Path),
            },
            _ => return self.path(tokens).map(Argument::Path),
        };
        tokens.take();
        Some(argument)
    }

    /// A number, which has to be the one that it is written as.
    fn number(&mut self, written: &str, mark: Mark) -> Option<Argument> {
        let value = exact_number(written);
        if value.is_none() {
            let message = format!(
                "the number {} has more digits than a number can hold",
                quoted(written)
            );
            let help = "write a shorter number, or pass it as an input";
            self.report(Code::InvalidTag, mark, message, help);
        }
        Some(Argument::Number(value?, mark))
    }

    /// A call in parentheses.
    fn expression(&mut self, tokens: &mut Tokens) -> Option<Call> {
        let opening = tokens.mark();
        if self.parentheses == MAX_DEPTH {
            let message = format!("expressions are nested more than {MAX_DEPTH} deep");
            let help = "compute the inner ones in Rust, and pass the result as an input";
            self.report(Code::NestedTooDeep, opening, message, help);
            return None;
        }
        tokens.take();
        self.parentheses += 1;
        let mut call = self.call(tokens, opening)?;
        let end = tokens.mark().span().end;
        if !tokens.take_if(&Token::CloseParenthesis) {
            return self.unexpected(tokens.mark(), "`)`");
        }
        self.parentheses -= 1;
        call.mark = Mark::at(opening.span().start, end);
        Some(call)
    }

    pub(super) fn path(&mut self, tokens: &mut Tokens) -> Option<Path> {
        let start = tokens.mark().span().start;
        let is_data = tokens.take_if(&Token::Data);
        let mut path = Path {
            is_data,
            depth: 0,
            is_scoped: false,
            segments: Vec::new(),
            mark: tokens.mark(),
        };
        loop {
            let mark = tokens.mark();
            match tokens.take() {
                Some((Token::Literal(name), mark)) => path.segments.push((name, mark)),
                Some((Token::Number(name), mark)) if !path.segments.is_empty() => {
                    path.segments.extend(numbers(&name, mark));
                }
                Some((Token::Name(name), mark)) => match name.as_str() {
                    "." | ".." | "this" if !path.segments.is_empty() => {
                        return self.unexpected(mark, "a name: `../` and `this` begin a path");
                    }
                    ".." => (path.depth, path.is_scoped) = (path.depth + 1, true),
                    "." | "this" => path.is_scoped = true,
                    _ => path.segments.push((name, mark)),
                },
                _ => return self.unexpected(mark, "a name"),
            }
            path.mark = Mark::at(start, mark.span().end);
            let separator = tokens.mark().span();
            if !tokens.take_if(&Token::Separator) {
                return self.path_end(tokens, path);
            }
            if separator.start != path.mark.span().end
                || separator.end != tokens.mark().span().start
            {
                return self.blank_in_path(tokens, &path);
            }
        }
    }

    /// Refuses a blank beside a dot or a slash: `{{range .Items}}` of another language would be the
    /// value `range.Items`.
    fn blank_in_path<T>(&mut self, tokens: &Tokens, path: &Path) -> Option<T> {
        let mark = Mark::at(path.mark.span().start, tokens.mark().span().start);
        let message = "unexpected blank in the path of a value";
        let help =
            "write the path without blanks, as in `lead.city`; for a literal `{{` write `\\{{`";
        self.report(Code::InvalidTag, mark, message, help);
        None
    }

    /// Refuses a dot at the end of a path: what follows it would be read as an argument.
    fn path_end(&mut self, tokens: &Tokens, path: Path) -> Option<Path> {
        let is_dot = tokens.peek() == Some(&Token::Name(".".to_owned()));
        if !is_dot || tokens.mark().span().start != path.mark.span().end {
            return Some(path);
        }
        if path.segments.is_empty() {
            let dots = Mark::at(path.mark.span().start, tokens.mark().span().end);
            self.report(
                Code::InvalidTag,
                dots,
                "dots stand for no value",
                PLACEHOLDER,
            );
            return None;
        }
        self.unexpected(tokens.mark(), "a name after it")
    }

    pub(super) fn expect_end(&mut self, tokens: &Tokens) -> Option<()> {
        if tokens.peek().is_none() {
            Some(())
        } else {
            self.unexpected(tokens.mark(), "the end of the tag")
        }
    }
}

/// Returns the steps of a path that were read as one number: `0.1` in `rows.0.1` is two.
fn numbers(text: &str, mark: Mark) -> impl Iterator<Item = (String, Mark)> {
    let mut at = mark.span().start;
    text.split('.').map(move |digits| {
        let mark = Mark::at(at, at + digits.len());
        at += digits.len() + 1;
        (digits.to_owned(), mark)
    })
}
