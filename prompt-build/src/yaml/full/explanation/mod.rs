//! The usual errors of the parser in plain words.

mod lines;
#[cfg(test)]
mod tests;

use granit_parser::ErrorKind;

use self::lines::{Line, Lines};
use super::syntax_error::SyntaxError;
use crate::report::quoted;
use crate::source::Mark;

const QUOTE: &str = "put the value in quotes";
const QUOTE_BRACKETS: &str = "put a text that has brackets in quotes";
const COMMA: &str = "write a comma between two values in brackets";

/// Says what is wrong at an offset and what to write instead. Other errors than the usual ones keep
/// the parser's words.
pub(super) fn explain(kind: &ErrorKind, text: &str, offset: usize) -> SyntaxError {
    let found = Found {
        lines: Lines::around(text, offset),
        text,
        offset,
    };
    by_lines(kind, &found)
        .or_else(|| by_kind(kind, found.here()))
        .unwrap_or_else(|| SyntaxError::at(found.here(), kind.to_string()))
}

/// Explains an error whose cause depends on the lines around it.
fn by_lines(kind: &ErrorKind, found: &Found<'_>) -> Option<SyntaxError> {
    match kind {
        ErrorKind::TabNotAllowed
        | ErrorKind::TabInBlockIndentation
        | ErrorKind::TabAtBlockScalarStart
        | ErrorKind::TabInIndentation
        | ErrorKind::TabInPlainScalar => Some(found.tab()),
        ErrorKind::MappingValueNotAllowed => found.unexpected_colon(),
        ErrorKind::SimpleKeyExpected => Some(missing_colon(found.lines.current())),
        ErrorKind::ExpectedBlockMappingKey => found
            .text_after_value()
            .or_else(|| found.wrong_indentation())
            .or_else(|| found.item_among_keys()),
        ErrorKind::ExpectedBlockSequenceEntry => found
            .wrong_indentation()
            .or_else(|| found.key_among_items()),
        ErrorKind::ExpectedDocumentStart => found.wrong_indentation(),
        ErrorKind::InvalidTrailingDoubleQuotedScalar
        | ErrorKind::InvalidTrailingSingleQuotedScalar => found.unclosed_quote(),
        ErrorKind::InvalidColonPlacement
        | ErrorKind::ExpectedFlowMappingSeparator
        | ErrorKind::ExpectedFlowSequenceSeparator => found.missing_separator(),
        _ => None,
    }
}

/// Explains an error whose cause is known from its kind.
fn by_kind(kind: &ErrorKind, here: Mark) -> Option<SyntaxError> {
    let error = |message: &str, help: &[&str]| Some(SyntaxError::at(here, message).help(help));
    match kind {
        ErrorKind::UnclosedQuotedScalar => Some(unclosed_quote(here)),
        ErrorKind::InvalidTrailingDoubleQuotedScalar => error(
            "unexpected text after the closing quote",
            &["write a quote within the value as `\\\"`", COMMA],
        ),
        ErrorKind::InvalidTrailingSingleQuotedScalar => error(
            "unexpected text after the closing quote",
            &["write a quote within the value as `''`", COMMA],
        ),
        ErrorKind::UnknownQuotedScalarEscape => error(
            "unexpected backslash in double quotes",
            &["write a backslash as `\\\\`, or put the value in single quotes"],
        ),
        ErrorKind::UnclosedFlowCollection { open } => Some(unclosed(*open, here)),
        ErrorKind::MismatchedFlowCollectionEnd { open, close } => {
            let expected = closing(*open);
            let message =
                format!("the bracket `{open}` is closed by `{close}`, expected `{expected}`");
            error(&message, &[QUOTE_BRACKETS])
        }
        ErrorKind::MisplacedFlowCollectionEnd => error(
            "unexpected closing bracket, no bracket is open",
            &[QUOTE_BRACKETS],
        ),
        ErrorKind::UnexpectedCharacter { character } => {
            let character = character.escape_debug();
            error(
                &format!("a value cannot begin with `{character}`"),
                &[QUOTE],
            )
        }
        ErrorKind::UnknownAnchor => error(
            "a value cannot begin with `*`, unless it names an anchor above",
            &[QUOTE],
        ),
        ErrorKind::MissingAnchorOrAliasName => {
            error("a value cannot begin with `*` or `&`", &[QUOTE])
        }
        _ => by_layout(kind, here),
    }
}

/// Explains an error in how a value, a list or a comment begins.
fn by_layout(kind: &ErrorKind, here: Mark) -> Option<SyntaxError> {
    let (message, help) = match kind {
        ErrorKind::InvalidBlockScalarHeader => (
            "unexpected text after `|` or `>`",
            &[
                "begin the text on the next line",
                "put a text of one line in quotes",
            ][..],
        ),
        ErrorKind::BlockSequenceEntryNotAllowed => (
            "a list cannot begin on the line of its key",
            &[
                "write each `- ` on a line of its own below the key",
                "put a text that begins with `- ` in quotes",
            ][..],
        ),
        ErrorKind::CommentNotSeparated => (
            "missing space before `#`",
            &["write ` #` before a comment"][..],
        ),
        _ => return None,
    };
    Some(SyntaxError::at(here, message).help(help))
}

/// The text and the offset of an error in it.
struct Found<'a> {
    text: &'a str,
    offset: usize,
    lines: Lines<'a>,
}

impl Found<'_> {
    fn here(&self) -> Mark {
        Mark::at(self.offset, self.offset)
    }

    /// The parser reports the word before the tab or the one after it.
    fn tab(&self) -> SyntaxError {
        if let Some(tab) = self.lines.onwards().find_map(|line| line.indenting_tab()) {
            let message = "a tab is used for indentation; YAML allows only spaces";
            return SyntaxError::at(Mark::at(tab, tab + 1), message)
                .help(&["replace the tab with spaces"]);
        }
        let tab = self.text[self.offset..].find('\t');
        let tab = tab.map_or(self.offset, |tab| self.offset + tab);
        SyntaxError::at(Mark::at(tab, tab), "unexpected tab, expected spaces")
    }

    /// A colon is the second one in its line, or the line above lacks its colon, or the line is
    /// indented below a key that has a value.
    fn unexpected_colon(&self) -> Option<SyntaxError> {
        let line = self.lines.current();
        if line.until(self.offset).key().is_some() {
            return Some(self.colon_in_value());
        }
        let mut above = self.lines.above();
        let (nearest, next) = (above.next()?, above.next());
        let Some(key) = nearest.key() else {
            let is_value =
                |next: &Line<'_>| next.value().is_some() && next.column() < nearest.column();
            if next.is_some_and(|next| is_value(&next)) {
                let message = "unexpected `: ` in a value of several lines";
                return Some(SyntaxError::at(self.here(), message).help(&[QUOTE]));
            }
            return Some(missing_colon(&nearest));
        };
        let own = line.key().filter(|_| line.column() > nearest.column())?;
        let (own, key) = (quoted(own), quoted(key));
        let message = format!("{own} is indented more than {key}, which has a value already");
        let help = match nearest.column() {
            0 => format!("write {own} at the start of its line, as {key}"),
            column => format!("indent {own} by {}, as {key}", spaces(column)),
        };
        Some(SyntaxError::at(line.content_mark(), message).help(&[&help]))
    }

    fn colon_in_value(&self) -> SyntaxError {
        const LONGEST: usize = 60;
        let line = self.lines.current();
        let (key, value) = (
            line.key().unwrap_or_default(),
            line.value().unwrap_or_default(),
        );
        if value.starts_with(['"', '\'']) {
            let message = "unexpected `: ` after the closing quote";
            return SyntaxError::at(self.here(), message).help(&["put the whole value in quotes"]);
        }
        let example = format!("{QUOTE}: `{key}: {}`", in_quotes(value));
        let help = if value.len() <= LONGEST {
            example.as_str()
        } else {
            QUOTE
        };
        SyntaxError::at(self.here(), "unexpected `: ` in a value without quotes").help(&[help])
    }

    /// A line is indented as none above it.
    fn wrong_indentation(&self) -> Option<SyntaxError> {
        let line = self.lines.current();
        let (found, levels) = (line.indentation(), self.lines.levels());
        let (last, others) = levels.split_last().filter(|_| !levels.contains(&found))?;
        let others = others.iter().map(usize::to_string).collect::<Vec<_>>();
        let expected = match others.as_slice() {
            [] => spaces(*last),
            others => format!("{} or {}", others.join(", "), spaces(*last)),
        };
        let message = match found {
            0 => format!("this line is not indented, expected {expected}"),
            _ => format!(
                "this line is indented by {}, expected {expected}",
                spaces(found)
            ),
        };
        let help = "indent it as the lines above that it belongs to";
        Some(SyntaxError::at(line.start_mark(), message).help(&[help]))
    }

    /// Something follows a value in brackets on the same line.
    fn text_after_value(&self) -> Option<SyntaxError> {
        let before = self.lines.current().until(self.offset);
        let is_closed = before.text().trim_end().ends_with([']', '}']);
        is_closed.then(|| {
            SyntaxError::at(self.here(), "unexpected text after the closing bracket")
                .help(&[QUOTE_BRACKETS])
        })
    }

    /// The first quote of a later value closes a quoted value that began lines before.
    fn unclosed_quote(&self) -> Option<SyntaxError> {
        let value = self.text[..self.offset].trim_end();
        let quote = value
            .chars()
            .next_back()
            .filter(|last| matches!(last, '"' | '\''))?;
        let opening = value[..value.len() - 1].rfind(quote)?;
        let is_above = opening < self.lines.current().start();
        is_above.then(|| unclosed_quote(Mark::at(opening, opening + 1)))
    }

    fn item_among_keys(&self) -> Option<SyntaxError> {
        let line = self.lines.current();
        line.is_item().then(|| {
            let message = "unexpected list item among keys";
            SyntaxError::at(line.start_mark(), message)
                .help(&["indent it below the key of the list, or write a key and `: `"])
        })
    }

    fn key_among_items(&self) -> Option<SyntaxError> {
        let line = self.lines.current();
        (!line.is_item()).then(|| {
            let message = "unexpected line in a list, expected `- ` at its start";
            SyntaxError::at(line.content_mark(), message)
                .help(&["indent a key of the item above as the other keys of that item"])
        })
    }

    /// In brackets, a comma or the closing bracket is missing, or a value has a colon.
    fn missing_separator(&self) -> Option<SyntaxError> {
        let line = self.lines.current();
        let (opening, bracket) = self.open_bracket()?;
        if opening >= line.start() {
            let error = SyntaxError::at(self.here(), "unexpected `:` in brackets");
            return Some(error.help(&[QUOTE, COMMA]));
        }
        if line.until(self.offset).key().is_some() {
            return Some(self.colon_in_value());
        }
        if line.indentation() <= Lines::around(self.text, opening).current().indentation() {
            return Some(unclosed(bracket, Mark::at(opening, opening + 1)));
        }
        let message = format!("missing `,` or `{}` before this line", closing(bracket));
        Some(SyntaxError::at(line.content_mark(), message))
    }

    /// The last bracket before the offset that is not closed before it.
    fn open_bracket(&self) -> Option<(usize, char)> {
        let mut closed = 0usize;
        for (at, found) in self.text[..self.offset].char_indices().rev() {
            match found {
                ']' | '}' => closed += 1,
                '[' | '{' if closed == 0 => return Some((at, found)),
                '[' | '{' => closed -= 1,
                _ => {}
            }
        }
        None
    }
}

/// A line without a colon after its key.
fn missing_colon(line: &Line<'_>) -> SyntaxError {
    let content = line.content();
    let is_key = |key: &str| !key.contains(' ');
    let unspaced = content.split_once(':').filter(|(key, _)| is_key(key));
    let (missing, correct) = match (unspaced, content.split_once(' ')) {
        (Some((key, value)), _) => (
            format!("missing space after {}", quoted(&format!("{key}:"))),
            format!("{key}: {value}"),
        ),
        (None, Some((key, value))) => (
            format!("missing `:` after {}", quoted(key)),
            format!("{key}: {}", value.trim_start()),
        ),
        (None, None) => (
            format!("missing `:` after {}", quoted(content)),
            format!("{content}: VALUE"),
        ),
    };
    let help = format!("write {}", quoted(&correct));
    SyntaxError::at(line.content_mark(), missing).help(&[&help])
}

fn unclosed_quote(mark: Mark) -> SyntaxError {
    SyntaxError::at(mark, "the quote that begins here is not closed")
        .help(&["write the same quote at the end of the value"])
}

fn unclosed(bracket: char, mark: Mark) -> SyntaxError {
    let close = format!("write `{}` at the end of the value", closing(bracket));
    let quote = format!("put a text that begins with `{bracket}` in quotes");
    SyntaxError::at(mark, format!("the bracket `{bracket}` is not closed")).help(&[&close, &quote])
}

fn closing(bracket: char) -> char {
    if bracket == '[' { ']' } else { '}' }
}

fn in_quotes(value: &str) -> String {
    if value.contains(['"', '\\']) {
        format!("'{}'", value.replace('\'', "''"))
    } else {
        format!("\"{value}\"")
    }
}

fn spaces(count: usize) -> String {
    match count {
        0 => "no spaces".to_owned(),
        1 => "1 space".to_owned(),
        count => format!("{count} spaces"),
    }
}
