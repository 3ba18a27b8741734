use std::ops::Range;

use granit_parser::{ErrorKind, Event, Parser, ScanError, Span, StrInput, StructureStyle};

use super::core_schema::{self, check_collection};
use super::explanation::explain;
use super::syntax_error::SyntaxError;
use crate::source::Mark;
use crate::yaml::node::{Entry, NODES, Node, Value};

/// The most levels of a tree, so that recursive functions can walk it.
const DEPTH: usize = 128;
/// The most bytes that anchors and aliases may repeat. A few lines of aliases of aliases would
/// otherwise fill the memory.
const REPEATED: usize = 64 * 1024 * 1024;
/// The bytes of a node beside its text, roughly.
const NODE: usize = 64;

/// Builds nodes from the events of a text.
pub(super) struct TreeBuilder<'a> {
    text: &'a str,
    parser: Parser<'a, StrInput<'a>>,
    /// The nodes with anchors, by the number of the anchor.
    anchored: Vec<Option<Anchored>>,
    /// The number of nodes read so far.
    nodes: usize,
    /// The bytes repeated so far.
    repeated: usize,
    /// The offset of the end of the latest event.
    end: usize,
    /// `true` if the next event begins the value of a key.
    is_value: bool,
    /// The tag of the latest event, or the event itself where it has none.
    tag: Mark,
}

struct Anchored {
    node: Node,
    extent: Extent,
}

/// The size of a node with all below it.
#[derive(Clone, Copy)]
struct Extent {
    levels: usize,
    bytes: usize,
}

impl<'a> TreeBuilder<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        let options = granit_parser::options! {
            bom_inside_document_as_content: true,
            block_scalar_eof_without_line_feed: true,
            emit_comments: false,
            block_nesting_limit: DEPTH,
            flow_nesting_limit: DEPTH,
        };
        Self {
            text,
            parser: Parser::new_from_str_with_options(text, options),
            anchored: Vec::new(),
            nodes: 0,
            repeated: 0,
            end: 0,
            is_value: false,
            tag: Mark::at(0, 0),
        }
    }

    /// The next event with its range.
    pub(super) fn next(&mut self) -> Result<Option<(Event<'a>, Mark)>, SyntaxError> {
        match self.parser.next_event() {
            None => Ok(None),
            Some(Ok((event, span))) => {
                let mark = self.mark(&event, &span);
                let tag = span.tag_span().and_then(|tag| tag.byte_range());
                self.tag = tag.map_or(mark, |tag| Mark::at(tag.start, tag.end));
                Ok(Some((event, mark)))
            }
            Some(Err(error)) => Err(self.syntax_error(&error)),
        }
    }

    fn syntax_error(&self, error: &ScanError) -> SyntaxError {
        let marker = error.marker().byte_offset().unwrap_or_default();
        let is_inside = self.text.is_char_boundary(marker);
        let offset = if is_inside { marker } else { self.text.len() };
        match error.kind() {
            ErrorKind::RecursionLimitExceeded => too_deep(Mark::at(offset, offset)),
            kind => explain(kind, self.text, offset),
        }
    }

    /// Builds the tree of a document, of which this is the first event.
    pub(super) fn root(&mut self, event: Event<'a>, mark: Mark) -> Result<Node, SyntaxError> {
        self.node(event, mark, DEPTH)
    }

    /// The range of an event. For a collection in block style it is the first character, since the
    /// finding would otherwise mark the whole collection.
    fn mark(&mut self, event: &Event<'_>, span: &Span) -> Mark {
        let Range { start, end } = span.byte_range().unwrap_or_default();
        let before = std::mem::replace(&mut self.end, end)..start;
        let is_value = std::mem::take(&mut self.is_value);
        let start = match event {
            Event::SequenceStart(StructureStyle::Block, ..) if is_value => {
                self.first_hyphen(before).unwrap_or(start)
            }
            Event::SequenceStart(StructureStyle::Block, ..)
            | Event::MappingStart(StructureStyle::Block, ..) => start,
            // A missing value is reported after the colon of its key.
            Event::Scalar(..) if start == end && self.text[start..].starts_with(':') => {
                return Mark::at(start + 1, start + 1);
            }
            _ => return Mark::at(start, end),
        };
        let first = self.text[start..].chars().next();
        Mark::at(start, start + first.map_or(0, char::len_utf8))
    }

    /// The offset of a list's first hyphen, if the list is not indented more than its key: the
    /// parser reports the first item instead. The hyphen begins a line between the key and that
    /// item.
    fn first_hyphen(&self, before: Range<usize>) -> Option<usize> {
        let text = self.text.get(before.clone())?;
        let mut lines = text.match_indices('\n').map(|(at, _)| &text[at + 1..]);
        let line = lines.find(|line| line.trim_start_matches(' ').starts_with('-'))?;
        Some(before.end - line.trim_start_matches(' ').len())
    }

    fn node(&mut self, event: Event<'a>, mark: Mark, depth: usize) -> Result<Node, SyntaxError> {
        let tag_mark = self.tag;
        let refused = |message| SyntaxError::at(tag_mark, message);
        let depth = depth.checked_sub(1).ok_or_else(|| too_deep(mark))?;
        self.nodes += 1;
        if self.nodes > NODES {
            let message = format!("more than {NODES} keys and values");
            return Err(SyntaxError::at(mark, message));
        }
        let (node, anchor) = match event {
            Event::Alias(anchor) => return self.alias(anchor, mark, depth),
            Event::Scalar(text, style, anchor, tag) => {
                let value = core_schema::value(&text, style, tag.as_deref()).map_err(refused)?;
                (Node { value, mark }, anchor)
            }
            Event::SequenceStart(style, anchor, tag) => {
                check_collection(tag.as_deref(), "seq").map_err(refused)?;
                let (items, end) = self.items(depth)?;
                let mark = collection_mark(style, mark, end);
                (
                    Node {
                        value: Value::List(items),
                        mark,
                    },
                    anchor,
                )
            }
            Event::MappingStart(style, anchor, tag) => {
                check_collection(tag.as_deref(), "map").map_err(refused)?;
                let (entries, end) = self.entries(depth)?;
                let mark = collection_mark(style, mark, end);
                (
                    Node {
                        value: Value::Map(entries),
                        mark,
                    },
                    anchor,
                )
            }
            _ => return Err(refused("unexpected end".to_owned())),
        };
        self.keep(&node, anchor)?;
        Ok(node)
    }

    fn items(&mut self, depth: usize) -> Result<(Vec<Node>, Mark), SyntaxError> {
        let mut items = Vec::new();
        loop {
            match self.required()? {
                (Event::SequenceEnd, end) => return Ok((items, end)),
                (event, mark) => items.push(self.node(event, mark, depth)?),
            }
        }
    }

    fn entries(&mut self, depth: usize) -> Result<(Vec<Entry>, Mark), SyntaxError> {
        let mut entries = Vec::new();
        loop {
            let key = match self.required()? {
                (Event::MappingEnd, end) => return Ok((entries, end)),
                (event, mark) => self.node(event, mark, depth)?,
            };
            self.is_value = true;
            let (event, mark) = self.required()?;
            let value = self.node(event, mark, depth)?;
            entries.push(Entry { key, value });
        }
    }

    fn required(&mut self) -> Result<(Event<'a>, Mark), SyntaxError> {
        let end = Mark::at(self.text.len(), self.text.len());
        self.next()?
            .ok_or_else(|| SyntaxError::at(end, "unexpected end"))
    }

    /// Stores a node for the aliases of its anchor. The number zero means no anchor.
    fn keep(&mut self, node: &Node, anchor: usize) -> Result<(), SyntaxError> {
        if anchor != 0 {
            let extent = Extent::of(node);
            self.charge(extent, node.mark)?;
            let node = node.clone();
            if self.anchored.len() <= anchor {
                self.anchored.resize_with(anchor + 1, || None);
            }
            self.anchored[anchor] = Some(Anchored { node, extent });
        }
        Ok(())
    }

    /// A copy of the node that an alias refers to, with the range of the alias.
    fn alias(&mut self, anchor: usize, mark: Mark, depth: usize) -> Result<Node, SyntaxError> {
        let Some(anchored) = self.anchored.get(anchor).and_then(Option::as_ref) else {
            return Err(SyntaxError::at(
                mark,
                "the alias stands within its own anchor",
            ));
        };
        let extent = anchored.extent;
        if extent.levels > depth + 1 {
            return Err(too_deep(mark));
        }
        let value = anchored.node.value.clone();
        self.charge(extent, mark)?;
        Ok(Node { value, mark })
    }

    fn charge(&mut self, extent: Extent, mark: Mark) -> Result<(), SyntaxError> {
        self.repeated += extent.bytes;
        if self.repeated > REPEATED {
            return Err(SyntaxError::at(mark, "anchors and aliases repeat too much"));
        }
        Ok(())
    }
}

impl Extent {
    fn of(node: &Node) -> Self {
        let leaf = Self {
            levels: 1,
            bytes: NODE,
        };
        match &node.value {
            Value::Text(text) => Self {
                bytes: NODE + text.len(),
                ..leaf
            },
            Value::List(items) => items
                .iter()
                .fold(leaf, |all, item| all.above(Self::of(item))),
            Value::Map(entries) => entries.iter().fold(leaf, |all, entry| {
                all.above(Self::of(&entry.key))
                    .above(Self::of(&entry.value))
            }),
            _ => leaf,
        }
    }

    /// Adds a node one level below.
    fn above(self, below: Self) -> Self {
        Self {
            levels: self.levels.max(below.levels + 1),
            bytes: self.bytes + below.bytes,
        }
    }
}

/// The range of a collection. In flow style it includes both brackets.
fn collection_mark(style: StructureStyle, start: Mark, end: Mark) -> Mark {
    match style {
        StructureStyle::Block => start,
        StructureStyle::Flow => Mark::at(start.span().start, end.span().end),
    }
}

fn too_deep(mark: Mark) -> SyntaxError {
    SyntaxError::at(mark, format!("more than {DEPTH} levels"))
}
