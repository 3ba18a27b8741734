//! Keeps whitespace what it is. In a prompt, a block's tag or a comment alone on a line takes the line
//! with it; in Jinja the line stays.

use super::item::{Block, Item};

/// Adds what the tags alone on a line would take: a line end, or an empty comment that keeps the line.
/// With `trims_lines`, Jinja takes the line end behind each such tag as well, so each tag at the
/// beginning of a line gets one.
pub(super) fn keep_lines(items: &mut Vec<Item>, trims_lines: bool) {
    Layout { trims_lines }.items(items, true);
}

/// Keeps whitespace at the beginning and at the end of a text, which a file with front matter trims: an
/// empty value stands in front of it or behind it.
pub(super) fn keep_ends(items: &mut Vec<Item>) {
    let empty = || Item::Output("concat \"\" \"\"".to_owned());
    if matches!(items.first(), Some(Item::Text(text)) if text.trim_start() != text) {
        items.insert(0, empty());
    }
    if matches!(items.last(), Some(Item::Text(text)) if text.trim_end() != text) {
        items.push(empty());
    }
}

#[derive(Clone, Copy)]
struct Layout {
    trims_lines: bool,
}

/// The text that has to stand behind a tag, so that the text around it stays.
enum Guard {
    Nothing,
    LineEnd,
    Break,
}

impl Layout {
    fn items(self, items: &mut Vec<Item>, is_root: bool) {
        let mut at = 0;
        while at < items.len() {
            let (before, rest) = items.split_at_mut(at);
            let (item, after) = rest
                .split_first_mut()
                .expect("`at` is less than the length");
            let guard = match item {
                Item::Text(_) | Item::Output(_) | Item::Break => Guard::Nothing,
                Item::Comment(_) => self.guard(line_start(before, is_root), after, is_root),
                Item::Block(block) => {
                    let start = self.block(block, before, is_root);
                    self.guard(start, after, is_root)
                }
            };
            prepend(items, at + 1, guard);
            at += 1;
        }
    }

    /// Guards the tags of a block, and returns the text in front of its closing tag.
    fn block(self, block: &mut Block, before: &[Item], is_root: bool) -> LineStart {
        let mut start = line_start(before, is_root);
        for (_, body) in &mut block.branches {
            let guard = self.guard(start, body, false);
            prepend(body, 0, guard);
            self.items(body, false);
            start = line_start(body, false);
        }
        // Of a block with `else`, Handlebars looks at the first one, and trims nothing within
        // `else if`.
        match block.branches.as_slice() {
            [_] => start,
            [_, (tag, _)] if tag == "else" => start,
            [_, (_, body), ..] => match line_start(body, false) {
                LineStart::Indented => LineStart::Plain,
                start => start,
            },
            [] => LineStart::No,
        }
    }

    fn guard(self, start: LineStart, after: &[Item], is_root: bool) -> Guard {
        let is_alone = starts_line(after, is_root);
        match start {
            LineStart::Plain if is_alone || self.trims_lines => Guard::LineEnd,
            LineStart::Indented if is_alone => Guard::Break,
            LineStart::Plain | LineStart::Indented | LineStart::No => Guard::Nothing,
        }
    }
}

fn prepend(items: &mut Vec<Item>, at: usize, guard: Guard) {
    match (guard, items.get_mut(at)) {
        (Guard::Nothing, _) => {}
        (Guard::Break, _) => items.insert(at, Item::Break),
        (Guard::LineEnd, Some(Item::Text(text))) => text.insert(0, '\n'),
        (Guard::LineEnd, _) => items.insert(at, Item::Text("\n".to_owned())),
    }
}

/// The start of a line that a tag stands at.
#[derive(Clone, Copy)]
enum LineStart {
    No,
    Plain,
    /// Blanks stand in front of it.
    Indented,
}

fn line_start(before: &[Item], is_root: bool) -> LineStart {
    let text = match before {
        [] if is_root => return LineStart::Plain,
        [.., Item::Text(text)] => text,
        _ => return LineStart::No,
    };
    let blank = &text[text.trim_end().len()..];
    let is_first = is_root && before.len() == 1;
    if !(blank.contains('\n') || (is_first && blank.len() == text.len())) {
        LineStart::No
    } else if text.ends_with([' ', '\t']) {
        LineStart::Indented
    } else {
        LineStart::Plain
    }
}

fn starts_line(after: &[Item], is_root: bool) -> bool {
    match after {
        [] => is_root,
        [Item::Text(text), rest @ ..] => {
            let blank = &text[..text.len() - text.trim_start().len()];
            let is_last = is_root && rest.is_empty();
            blank.contains('\n') || (is_last && blank.len() == text.len())
        }
        _ => false,
    }
}
