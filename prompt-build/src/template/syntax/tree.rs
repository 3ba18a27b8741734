use std::ops::Range;

use crate::report::Source;
use crate::yaml::Mark;

/// A sequence of nodes: the whole body, or what stands between the tags of a block.
#[derive(Debug, Default)]
pub(crate) struct Tree {
    pub(crate) nodes: Vec<Node>,
    /// Whether it is the tree of an `else if`, which holds one block and nothing else.
    pub(crate) is_chained: bool,
}

#[derive(Debug)]
pub(crate) enum Node {
    Text(Text),
    Comment { strip: Strip, mark: Mark },
    Output { call: Call, strip: Strip },
    Block(Box<Block>),
    Partial { name: String, call: Call, strip: Strip, indent: Option<Range<usize>> },
}

/// Text between tags.
#[derive(Debug)]
pub(crate) struct Text {
    /// As it stands in the file, a backslash before a tag aside.
    pub(super) original: Range<usize>,
    /// What is left after trimming.
    pub(crate) value: Range<usize>,
    pub(super) is_left_stripped: bool,
    pub(super) is_right_stripped: bool,
}

/// Which sides of a tag have a `~`: whitespace before it, or after it, is trimmed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Strip {
    pub(super) before: bool,
    pub(super) after: bool,
}

#[derive(Debug)]
pub(crate) struct Block {
    /// The helper and its arguments.
    pub(crate) call: Call,
    /// The names after `as`, with their places.
    pub(crate) parameters: Vec<(String, Mark)>,
    pub(crate) body: Tree,
    pub(crate) otherwise: Option<Tree>,
    pub(super) open: Strip,
    pub(super) inverse: Strip,
    pub(super) close: Strip,
    /// Where its closing tag ends.
    pub(super) end: usize,
}

/// What stands in a tag: a path, alone or with arguments.
#[derive(Debug)]
pub(crate) struct Call {
    pub(crate) path: Path,
    pub(crate) arguments: Vec<Argument>,
    /// Arguments by name.
    pub(crate) named: Vec<(String, Mark, Argument)>,
    /// The tag.
    pub(crate) mark: Mark,
}

#[derive(Debug, Clone)]
pub(crate) enum Argument {
    Path(Path),
    Text(String, Mark),
    /// A number as it is written.
    Number(String, Mark),
    Bool(bool, Mark),
    /// `null` or `undefined`.
    Nothing(Mark),
}

#[derive(Debug, Clone)]
pub(crate) struct Path {
    /// Whether it begins with `@`.
    pub(crate) is_data: bool,
    /// How many `../` it begins with.
    pub(crate) depth: usize,
    /// Whether it begins with `this`, `.` or `..`, and so names no helper and no block parameter.
    pub(crate) is_scoped: bool,
    pub(crate) segments: Vec<(String, Mark)>,
    pub(crate) mark: Mark,
}

impl Path {
    /// The name, where the path is one and nothing else.
    pub(crate) fn simple(&self) -> Option<&str> {
        match self.segments.as_slice() {
            [(name, _)] if !self.is_scoped && !self.is_data && self.depth == 0 => Some(name),
            _ => None,
        }
    }
}

impl Argument {
    pub(crate) fn mark(&self) -> Mark {
        match self {
            Self::Path(path) => path.mark,
            Self::Text(_, mark) | Self::Number(_, mark) | Self::Bool(_, mark) | Self::Nothing(mark) => *mark,
        }
    }
}

impl Node {
    /// Where the node stands in its file.
    pub(crate) fn span(&self, source: &Source) -> Range<usize> {
        match self {
            Self::Text(text) => text.value.clone(),
            Self::Comment { mark, .. } => mark.span(source),
            Self::Output { call, .. } | Self::Partial { call, .. } => call.mark.span(source),
            Self::Block(block) => block.call.mark.span(source).start..block.end,
        }
    }
}
