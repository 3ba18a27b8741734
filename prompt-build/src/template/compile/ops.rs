//! Lists of operations.

use prompt_core::program::{Op, Visitor, walk_op, walk_ops};

/// Adds an operation; texts side by side are one.
pub(super) fn push(ops: &mut Vec<Op>, op: Op) {
    match op {
        Op::Text(text) => push_text(ops, &text),
        op => ops.push(op),
    }
}

pub(super) fn push_text(ops: &mut Vec<Op>, text: &str) {
    if text.is_empty() {
        return;
    }
    match ops.last_mut() {
        Some(Op::Text(last)) => last.push_str(text),
        _ => ops.push(Op::Text(text.to_owned())),
    }
}

/// Returns whether the operations make anything but the text of one message.
pub(super) fn has_parts(ops: &[Op]) -> bool {
    #[derive(Default)]
    struct Parts(bool);

    impl Visitor for Parts {
        fn visit_op(&mut self, op: &Op) {
            self.0 |= matches!(op, Op::Media { .. } | Op::Section(_) | Op::Role(_));
            walk_op(self, op);
        }
    }

    let mut parts = Parts::default();
    walk_ops(&mut parts, ops);
    parts.0
}
