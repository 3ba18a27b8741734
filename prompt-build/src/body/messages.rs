//! The messages of a prompt, as far as an API does not take them.

use std::ops::Range;

use prompt_core::js::Json;
use prompt_core::media::Media;
use prompt_core::message_limits::{has_type, untaken_media, untaken_media_of, untaken_role};
use prompt_core::program::{Message, Op, Operand, Visitor, walk_op, walk_ops};
use prompt_core::vocabulary::{Api, Role};

use super::problem::{Problem, Subject};
use super::writer::Writer;
use crate::report::Code;
use crate::source::Mark;

/// URLs that a call may pass: one of each kind.
const POSSIBLE_URLS: [&str; 2] = ["https://example.com/file", "data:;base64,AAAA"];

impl Writer<'_> {
    /// Reports roles and media that the API does not have, and a prompt that leaves it without a
    /// message.
    pub(super) fn check_messages(&mut self) {
        let mut has_turn = self.query.messages.is_empty();
        for message in self.query.messages {
            let Message::Text { role, ops, range } = message else {
                has_turn = true;
                continue;
            };
            let roles = message.roles();
            has_turn |= roles.iter().any(|role| *role != Role::System);
            let mut untaken = roles
                .iter()
                .filter_map(|role| untaken_role(self.api, *role));
            if let Some(untaken) = untaken.next() {
                self.refuse_message(range, untaken, "make it a message of the user");
            }
            self.check_media(*role, ops, range);
        }
        self.check_last();
        self.check_order();
        if self.api == Api::ChatCompletions {
            return;
        }
        if let (false, Some(Message::Text { range, .. })) = (has_turn, self.query.messages.first())
        {
            let help = "add a message with `{{role \"user\"}}`";
            self.refuse_message(range, "prompt of system messages alone", help);
        }
    }

    /// Warns of a start of the answer: current models of Anthropic refuse it, older ones continue it.
    fn check_last(&mut self) {
        let Some(last @ Message::Text { range, .. }) = self.query.messages.last() else {
            return;
        };
        // A block may begin the last message, as in examples.
        if self.api != Api::AnthropicMessages || last.roles().last() != Some(&Role::Model) {
            return;
        }
        let subject = Subject::Text(Mark::at(range.start, range.end));
        let sentence = "current models refuse a prompt that ends with a message of the model";
        let problem = Problem::warning(subject, Code::UnsupportedMessage, sentence.to_owned());
        let help =
            "move what the answer should begin with to a message of the user, or use `output`";
        self.problems.push(problem.help(help));
    }

    /// Reports each kind of media once.
    fn check_media(&mut self, role: Role, ops: &[Op], range: &Range<usize>) {
        let mut media = MediaTags {
            role,
            tags: Vec::new(),
        };
        walk_ops(&mut media, ops);
        let mut roles = media.tags.iter().map(|tag| tag.role);
        if let Some(untaken) = roles.find_map(|role| untaken_media_of(self.api, role)) {
            self.refuse_message(range, untaken, "move the media to a message of the user");
            return;
        }
        let mut said = Vec::new();
        for tag in media.tags {
            let Some((untaken, help)) = tag.refusal(self.api) else {
                continue;
            };
            if !said.contains(&untaken) {
                said.push(untaken);
                self.refuse_message(range, untaken, help);
            }
        }
    }

    pub(super) fn refuse_message(&mut self, range: &Range<usize>, untaken: &str, help: &str) {
        let sentence = format!("`{}` takes no {untaken}", self.api);
        let subject = Subject::Text(Mark::at(range.start, range.end));
        let problem = Problem::error(subject, Code::UnsupportedMessage, sentence);
        self.problems.push(problem.help(help));
    }
}

/// The media tags of a message, also those in blocks.
struct MediaTags {
    /// The role of the message at this place of the text.
    role: Role,
    tags: Vec<MediaTag>,
}

/// A media tag, as far as its values are known before a call.
struct MediaTag {
    /// The role of the message with the tag.
    role: Role,
    /// `None` if a call passes it.
    url: Option<String>,
    content_type: ContentType,
}

enum ContentType {
    /// The tag has none.
    Absent,
    Known(String),
    /// A call passes it.
    Passed,
}

impl Visitor for MediaTags {
    fn visit_op(&mut self, op: &Op) {
        if let Op::Media { url, content_type } = op {
            let content_type = match content_type.as_ref().map(constant) {
                None => ContentType::Absent,
                Some(Some(known)) => ContentType::Known(known.to_owned()),
                Some(None) => ContentType::Passed,
            };
            let url = constant(url).map(str::to_owned);
            self.tags.push(MediaTag {
                role: self.role,
                url,
                content_type,
            });
        }
        if let Op::Role(role) = op {
            self.role = *role;
        }
        walk_op(self, op);
    }
}

impl MediaTag {
    /// Returns what the API does not take, with the help, if that is known before a call.
    fn refusal(&self, api: Api) -> Option<(&'static str, &'static str)> {
        const OTHER: &str = "send it in another form, or use another API for this prompt";
        let content_type = match &self.content_type {
            ContentType::Absent => None,
            ContentType::Known(known) => Some(known.as_str()),
            ContentType::Passed => return None,
        };
        if let Some(url) = &self.url {
            let media = Media::of(url, content_type);
            if !has_type(api, &media) {
                let help = "add the type to the tag, for example `contentType=\"image/png\"`";
                return Some(("media of unknown type", help));
            }
            return untaken_media(api, &media).map(|untaken| (untaken, OTHER));
        }
        content_type?;
        let possible = POSSIBLE_URLS.map(|url| untaken_media(api, &Media::of(url, content_type)));
        let [Some(_), Some(untaken)] = possible else {
            return None;
        };
        Some((untaken, OTHER))
    }
}

fn constant(value: &Operand) -> Option<&str> {
    match value {
        Operand::Constant(Json::Text(text)) => Some(text),
        _ => None,
    }
}
