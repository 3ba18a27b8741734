//! Limits the size of a prompt with its partials: nested partials in a few small files can expand
//! to more than any machine holds.

use prompt_core::program::Operand;

use crate::report::Code;
use crate::size_limit::{TEMPLATE, mebibytes};
use crate::template::syntax::{MAX_DEPTH, MAX_TAGS, Node};

/// The maximum number of values in all expressions: arguments of partials can stand in others, and
/// double each time. A call with as many, in a loop over texts or objects, takes the compiler 2 to 3 s
/// and 450 MB without optimisation.
const MAX_VALUES: usize = 2_000;

/// The size of the prompt so far, with its partials expanded.
#[derive(Debug, Default)]
pub(super) struct ExpandedSize {
    tags: usize,
    /// The bytes of the partials and of their indents.
    bytes: usize,
    /// The values in expressions.
    values: usize,
    /// The number of blocks and partials that are open.
    depth: usize,
    is_exceeded: bool,
}

/// A limit that is exceeded: the code of the finding, and its sentence.
pub(super) type Excess = (Code, String);

impl ExpandedSize {
    /// Counts a node. Returns an excess if it is the first.
    pub(super) fn count_node(&mut self, node: &Node) -> Option<Excess> {
        self.tags += usize::from(!matches!(node, Node::Text(_) | Node::Comment { .. }));
        if self.tags <= MAX_TAGS {
            return None;
        }
        self.exceed(
            Code::TooManyTags,
            format!("more than {MAX_TAGS} tags in the prompt with its partials"),
        )
    }

    /// Counts bytes. Returns an excess if it is the first.
    pub(super) fn count_bytes(&mut self, bytes: usize) -> Option<Excess> {
        self.bytes = self.bytes.saturating_add(bytes);
        // A release has them in one file.
        if TEMPLATE.check(self.bytes as u64).is_ok() {
            return None;
        }
        let most = mebibytes(TEMPLATE.bytes);
        self.exceed(
            Code::PromptTooLarge,
            format!("the partials of the prompt are larger than {most} MiB"),
        )
    }

    /// Counts the values of an expression that a name stands for. Returns an excess if it is the
    /// first.
    pub(super) fn count_expression(&mut self, expression: &Operand) -> Option<Excess> {
        let (values, depth) = extent(expression);
        self.count_nested(values, depth)
    }

    /// Counts a call, and its arguments that are no calls: those have been counted. Returns an excess
    /// if it is the first.
    pub(super) fn count_call(&mut self, expression: &Operand) -> Option<Excess> {
        let arguments = match expression {
            Operand::Call(call) => call.arguments.as_slice(),
            Operand::Constant(_) | Operand::Variable(_) => &[],
        };
        let is_single = |argument: &&Operand| !matches!(argument, Operand::Call(_));
        let (_, depth) = extent(expression);
        self.count_nested(1 + arguments.iter().filter(is_single).count(), depth)
    }

    fn count_nested(&mut self, values: usize, depth: usize) -> Option<Excess> {
        if depth > MAX_DEPTH {
            return self.exceed(
                Code::NestedTooDeep,
                format!("expressions are nested more than {MAX_DEPTH} deep"),
            );
        }
        self.count_values(values)
    }

    /// Counts values. Returns an excess if it is the first.
    pub(super) fn count_values(&mut self, values: usize) -> Option<Excess> {
        self.values = self.values.saturating_add(values);
        if self.values <= MAX_VALUES {
            return None;
        }
        self.exceed(
            Code::TooManyTags,
            format!("more than {MAX_VALUES} values in the expressions of the prompt"),
        )
    }

    pub(super) fn is_exceeded(&self) -> bool {
        self.is_exceeded
    }

    /// Enters a block or partial. Returns false if that is too deep.
    pub(super) fn enter(&mut self) -> bool {
        if self.depth >= MAX_DEPTH {
            return false;
        }
        self.depth += 1;
        true
    }

    pub(super) fn leave(&mut self) {
        self.depth -= 1;
    }

    /// One excess is enough: what it leads to is not reported.
    fn exceed(&mut self, code: Code, message: String) -> Option<Excess> {
        let is_first = !std::mem::replace(&mut self.is_exceeded, true);
        is_first.then_some((code, message))
    }
}

/// Returns the number of values in an expression, and its depth.
fn extent(value: &Operand) -> (usize, usize) {
    let Operand::Call(call) = value else {
        return (1, 0);
    };
    let inner = call.arguments.iter().map(extent);
    let (values, depth) = inner.fold((1, 0), |(values, depth), inner| {
        (values + inner.0, depth.max(inner.1))
    });
    (values, depth + 1)
}
