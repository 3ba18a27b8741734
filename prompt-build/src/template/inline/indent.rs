//! Indents the text of a partial whose tag stands indented on a line of its own.

use super::item::{Item, Kind};
use super::line::Line;

/// A block that is open.
struct Open {
    kind: Kind,
    before: Line,
    /// The positions at the ends of its branches so far.
    ends: Vec<Line>,
    has_last_else: bool,
}

struct Indenter<'a> {
    indent: &'a str,
    /// The position in the rendered text.
    line: Line,
    /// The position in the written text.
    raw_line: Line,
    open: Vec<Open>,
    items: Vec<Item>,
}

/// Indents each line that the items render to, provided that each value prints one line. Returns
/// `None` if the inputs decide which texts begin a line.
pub(super) fn indent(items: Vec<Item>, indent: &str) -> Option<Vec<Item>> {
    let mut indenter = Indenter {
        indent,
        line: Line::Start,
        raw_line: Line::Start,
        open: Vec::new(),
        items: Vec::new(),
    };
    for item in items {
        indenter.item(item)?;
    }
    Some(indenter.items)
}

impl Indenter<'_> {
    fn item(&mut self, item: Item) -> Option<()> {
        match item {
            Item::Text { raw, value } => {
                let raw = self.raw_line.indent(&raw, self.indent)?;
                let value = self.line.indent(&value, self.indent)?;
                self.items.push(Item::Text { raw, value });
            }
            Item::Comment(comment) => {
                self.before_tag("")?;
                self.items.push(Item::Comment(comment));
            }
            Item::Tag { kind, raw } => {
                let value = if kind == Kind::Print {
                    self.line.begin(self.indent)?
                } else {
                    ""
                };
                self.before_tag(value)?;
                self.items.push(Item::Tag { kind, raw });
                self.branch(kind)?;
            }
        }
        Some(())
    }

    fn before_tag(&mut self, value: &str) -> Option<()> {
        let raw = self.raw_line.begin(self.indent)?;
        if !raw.is_empty() || !value.is_empty() {
            self.items.push(Item::Text {
                raw: raw.to_owned(),
                value: value.to_owned(),
            });
        }
        Some(())
    }

    fn branch(&mut self, kind: Kind) -> Option<()> {
        match kind {
            Kind::Print => {}
            Kind::OpenLoop | Kind::OpenBranch => {
                self.open.push(Open {
                    kind,
                    before: self.line,
                    ends: Vec::new(),
                    has_last_else: false,
                });
            }
            Kind::LastElse | Kind::ElseIf => {
                self.end_branch()?;
                let open = self.open.last_mut()?;
                open.has_last_else = kind == Kind::LastElse;
                self.line = open.before;
            }
            Kind::Close => {
                self.end_branch()?;
                let open = self.open.pop()?;
                let skipped = (!open.has_last_else).then_some(open.before);
                self.line = open.ends.iter().copied().chain(skipped).reduce(Line::or)?;
            }
        }
        Some(())
    }

    /// Ends a branch. The body of a loop must end as it began, since the next item begins where it
    /// ended.
    fn end_branch(&mut self) -> Option<()> {
        let open = self.open.last_mut()?;
        let is_body = open.ends.is_empty();
        open.ends.push(self.line);
        (open.kind != Kind::OpenLoop || !is_body || self.line == open.before).then_some(())
    }
}
