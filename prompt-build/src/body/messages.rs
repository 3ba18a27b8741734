//! The messages of a prompt, as far as an API does not take them.

use std::ops::Range;

use prompt_core::js::Json;
use prompt_core::program::{Message, Op, Operand, Visitor, walk_op, walk_ops};
use prompt_core::vocabulary::{Api, Role};

use super::objection::{Objection, Subject};
use super::writer::Writer;
use crate::report::Code;
use crate::source::Mark;

impl Writer<'_> {
    /// Objects to roles and media that the API does not have, and to a prompt that leaves it without
    /// a message.
    pub(super) fn object_to_messages(&mut self) {
        if self.api == Api::ChatCompletions {
            return;
        }
        let mut has_turn = self.query.messages.is_empty();
        for message in self.query.messages {
            let Message::Text { role, ops, range } = message else {
                has_turn = true;
                continue;
            };
            has_turn |= *role != Role::System;
            if *role == Role::Tool {
                let sentence = format!("`{}` has no role `tool`", self.api);
                self.object_to_message(range, sentence, "make it a message of the user");
            }
            if self.api == Api::AnthropicMessages && has_sound(ops) {
                let sentence = format!("`{}` takes no sound", self.api);
                self.object_to_message(range, sentence, "use another API for this prompt");
            }
        }
        if let (false, Some(Message::Text { range, .. })) = (has_turn, self.query.messages.first())
        {
            let sentence = format!("`{}` takes no prompt of system messages alone", self.api);
            self.object_to_message(range, sentence, "add a message with `{{role \"user\"}}`");
        }
    }

    fn object_to_message(&mut self, range: &Range<usize>, sentence: String, help: &str) {
        let subject = Subject::Text(Mark::at(range.start, range.end));
        let objection = Objection::error(subject, Code::UnsupportedMessage, sentence);
        self.objections.push(objection.help(help));
    }
}

/// Returns whether a media tag names a type of sound.
fn has_sound(ops: &[Op]) -> bool {
    #[derive(Default)]
    struct Sound(bool);

    impl Visitor for Sound {
        fn visit_op(&mut self, op: &Op) {
            if let Op::Media { url, content_type } = op {
                let content_type = content_type.as_ref().unwrap_or(url);
                self.0 |= names_sound(content_type);
            }
            walk_op(self, op);
        }
    }

    let mut sound = Sound::default();
    walk_ops(&mut sound, ops);
    sound.0
}

/// Returns whether a constant is a type of sound, or a URL that holds one.
fn names_sound(value: &Operand) -> bool {
    let Operand::Constant(Json::Text(text)) = value else {
        return false;
    };
    let text = text.to_ascii_lowercase();
    text.starts_with("audio/") || text.starts_with("data:audio/")
}
