use alloc::string::String;
use alloc::vec::Vec;

use super::{Condition, Operand, VariablePath};
use crate::program::{Base, Format, Op, Positions, Step};
use crate::vocabulary::Role;

/// An operation of a plan.
#[derive(Debug)]
pub(super) enum Piece {
    Text(String),
    Print {
        /// The variable that the tag prints as it is, if that is all.
        quick: Quick,
        value: Operand,
        format: Format,
    },
    If {
        condition: Condition,
        then: Vec<Piece>,
        otherwise: Vec<Piece>,
    },
    Each(Loop),
    Media {
        url: Operand,
        content_type: Option<Operand>,
    },
    Section(String),
    Role(Role),
    Indented {
        indent: String,
        pieces: Vec<Piece>,
    },
}

/// A variable of the kinds that most tags print.
#[derive(Debug, Clone, Copy)]
pub(super) enum Quick {
    /// An input.
    Input(usize),
    /// A field of the item of a loop.
    Field { id: usize, name: usize },
    /// None of these.
    No,
}

#[derive(Debug)]
pub(super) struct Loop {
    pub(super) id: usize,
    pub(super) list: VariablePath,
    pub(super) body: Vec<Piece>,
    pub(super) otherwise: Vec<Piece>,
}

/// A loop is expected to run as often, and other values to have so many bytes.
const GUESS: usize = 8;

impl Piece {
    pub(super) fn all(ops: &[Op], positions: &mut Positions<'_>) -> Vec<Self> {
        ops.iter().map(|op| Self::new(op, positions)).collect()
    }

    fn new(op: &Op, positions: &mut Positions<'_>) -> Self {
        match op {
            Op::Text(text) => Self::Text(text.clone()),
            Op::Print { value, format } => {
                let value = positions.operand(value);
                Self::Print {
                    quick: Quick::new(&value, *format),
                    value,
                    format: *format,
                }
            }
            Op::If {
                condition,
                then,
                otherwise,
            } => Self::If {
                condition: positions.condition(condition),
                then: Self::all(then, positions),
                otherwise: Self::all(otherwise, positions),
            },
            Op::Each(each) => Self::Each(Loop {
                id: each.id,
                list: positions.path(&each.list),
                body: Self::all(&each.body, positions),
                otherwise: Self::all(&each.otherwise, positions),
            }),
            Op::Media { url, content_type } => Self::Media {
                url: positions.operand(url),
                content_type: content_type.as_ref().map(|kind| positions.operand(kind)),
            },
            Op::Section(name) => Self::Section(name.clone()),
            Op::Role(role) => Self::Role(*role),
            Op::Indented { indent, ops } => Self::Indented {
                indent: indent.clone(),
                pieces: Self::all(ops, positions),
            },
        }
    }

    /// Estimates the length of what the pieces have themselves, as if all conditions held.
    pub(super) fn length(pieces: &[Self]) -> usize {
        let lengths = pieces.iter().map(|piece| match piece {
            Self::Text(text) => text.len(),
            Self::If { then, .. } => Self::length(then),
            Self::Each(each) => Self::length(&each.body).saturating_mul(GUESS),
            Self::Print { .. } => GUESS,
            _ => 0,
        });
        lengths.fold(0, usize::saturating_add)
    }
}

impl Quick {
    fn new(value: &Operand, format: Format) -> Self {
        let (Operand::Variable(path), Format::Plain) = (value, format) else {
            return Self::No;
        };
        match (&path.base, path.steps.as_slice()) {
            (Base::Input(name), []) => Self::Input(*name),
            (Base::Item(id), [Step::Field(name)]) => Self::Field {
                id: *id,
                name: *name,
            },
            _ => Self::No,
        }
    }
}
