use std::ops::Range;

use prompt_core::js::Number;

use crate::source::Mark;

/// A sequence of nodes: the whole body, or a branch of a block.
#[derive(Debug, Default)]
pub struct Tree {
    pub nodes: Vec<Node>,
    /// `true` for the tree of an `else if`, which has one block and nothing else.
    pub is_chained: bool,
}

#[derive(Debug)]
pub enum Node {
    Text(Text),
    Comment {
        strip: Strip,
        mark: Mark,
    },
    Output {
        call: Call,
        strip: Strip,
    },
    Block(Box<Block>),
    Partial {
        name: String,
        call: Call,
        strip: Strip,
        indent: Option<Range<usize>>,
    },
}

/// Text between tags.
#[derive(Debug)]
pub struct Text {
    /// The text in the file, without a backslash before a tag.
    pub original: Range<usize>,
    /// The range that is left after trimming.
    pub value: Range<usize>,
    pub(super) is_left_stripped: bool,
    pub(super) is_right_stripped: bool,
}

/// The sides of a tag that have a `~`, which trims the whitespace before or after the tag.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Strip {
    pub before: bool,
    pub after: bool,
}

impl From<(bool, bool)> for Strip {
    fn from((before, after): (bool, bool)) -> Self {
        Self { before, after }
    }
}

#[derive(Debug)]
pub struct Block {
    /// The helper and its arguments.
    pub call: Call,
    /// The names after `as`, with their locations.
    pub parameters: Vec<(String, Mark)>,
    /// The first branch in the text.
    pub body: Tree,
    /// The second branch, after an `else`.
    pub otherwise: Option<Tree>,
    /// `true` for `{{^…}}`, whose first branch is the one of a false condition.
    pub is_inverted: bool,
    pub(super) open: Strip,
    /// The `~` of the `else` that follows the body.
    pub inverse: Strip,
    pub close: Strip,
    /// The end of its closing tag.
    pub(super) end: usize,
}

/// The content of a tag or of an expression: a path, alone or with arguments.
#[derive(Debug, Clone)]
pub struct Call {
    pub path: Path,
    pub arguments: Vec<Argument>,
    /// Arguments by name.
    pub named: Vec<(String, Mark, Argument)>,
    /// The tag, or the expression with its parentheses.
    pub mark: Mark,
}

#[derive(Debug, Clone)]
pub enum Argument {
    Path(Path),
    Text(String, Mark),
    Number(Number, Mark),
    Bool(bool, Mark),
    /// `null` or `undefined`.
    Nothing(Mark),
    /// An expression: a call in parentheses.
    Call(Box<Call>),
}

#[derive(Debug, Clone)]
pub struct Path {
    /// `true` if it begins with `@`.
    pub is_data: bool,
    /// The number of `../` that it begins with.
    pub depth: usize,
    /// `true` if it begins with `this`, `.` or `..`: then it names no helper and no block
    /// parameter.
    pub is_scoped: bool,
    pub segments: Vec<(String, Mark)>,
    pub mark: Mark,
}

impl Path {
    /// Returns the name, if the path is a single name.
    pub fn simple(&self) -> Option<&str> {
        match self.segments.as_slice() {
            [(name, _)] if !self.is_scoped && !self.is_data && self.depth == 0 => Some(name),
            _ => None,
        }
    }
}

impl Block {
    /// Returns the branch of a true condition, and the one of a false condition.
    pub fn branches(&self) -> (Option<&Tree>, Option<&Tree>) {
        let (first, second) = (Some(&self.body), self.otherwise.as_ref());
        if self.is_inverted {
            (second, first)
        } else {
            (first, second)
        }
    }
}

impl Call {
    /// Returns the arguments, those with names last.
    #[cfg(feature = "publish")]
    pub fn all_arguments(&self) -> impl Iterator<Item = &Argument> {
        let named = self.named.iter().map(|(_, _, argument)| argument);
        self.arguments.iter().chain(named)
    }
}

impl Argument {
    pub fn mark(&self) -> Mark {
        match self {
            Self::Path(path) => path.mark,
            Self::Call(call) => call.mark,
            Self::Text(_, mark)
            | Self::Number(_, mark)
            | Self::Bool(_, mark)
            | Self::Nothing(mark) => *mark,
        }
    }
}

impl Node {
    /// Returns the range of the node in its file.
    pub fn span(&self) -> Range<usize> {
        match self {
            Self::Text(text) => text.value.clone(),
            Self::Comment { mark, .. } => mark.span(),
            Self::Output { call, .. } | Self::Partial { call, .. } => call.mark.span(),
            Self::Block(block) => block.call.mark.span().start..block.end,
        }
    }
}
