/// A part of a text with tags.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Item {
    Text(String),
    /// The text between the braces of a tag that prints a value.
    Output(String),
    /// The text of a comment.
    Comment(String),
    /// An empty comment: it parts a tag from the text beside it.
    Break,
    Block(Block),
}

#[derive(Debug, Clone, PartialEq)]
pub(super) struct Block {
    /// The helper of the block, which its closing tag repeats.
    pub(super) helper: &'static str,
    /// A branch begins with the text between the braces of its tag: `#if x`, `else if y`, `else`.
    pub(super) branches: Vec<(String, Vec<Item>)>,
}
