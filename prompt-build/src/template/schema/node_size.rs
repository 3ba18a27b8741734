//! The size of the nodes that take the places of names.

use crate::size_limit::{TEMPLATE, mebibytes};
use crate::yaml::{Node, Value};

/// The most nodes that take the places of names. It is that of a YAML file.
const MAX_NODES: usize = 150_000;

/// A number of nodes, and of the bytes of their texts.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct NodeSize {
    nodes: usize,
    bytes: usize,
}

impl NodeSize {
    pub(super) fn of(node: &Node) -> Self {
        let parts = match &node.value {
            Value::Text(text) => Self {
                nodes: 0,
                bytes: text.len(),
            },
            Value::List(items) => items.iter().map(Self::of).sum(),
            Value::Map(entries) => entries
                .iter()
                .flat_map(|entry| [&entry.key, &entry.value])
                .map(Self::of)
                .sum(),
            _ => Self::default(),
        };
        parts + Self { nodes: 1, bytes: 0 }
    }

    /// Returns what is too large, if this is larger than a prompt with all that it names may be.
    pub(super) fn excess(self) -> Option<String> {
        if self.nodes > MAX_NODES {
            return Some(format!("more than {MAX_NODES} values"));
        }
        TEMPLATE.check(self.bytes as u64).err()?;
        Some(format!("more than {} MiB", mebibytes(TEMPLATE.bytes)))
    }
}

impl std::ops::Add for NodeSize {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self {
            nodes: self.nodes + other.nodes,
            bytes: self.bytes + other.bytes,
        }
    }
}

impl std::ops::AddAssign for NodeSize {
    fn add_assign(&mut self, other: Self) {
        *self = *self + other;
    }
}

impl std::iter::Sum for NodeSize {
    fn sum<I: Iterator<Item = Self>>(sizes: I) -> Self {
        sizes.fold(Self::default(), std::ops::Add::add)
    }
}
