//! The body of a call: the members that the build script wrote, the messages, and the caller's
//! members.

use alloc::string::String;

use serde::{Serialize, Serializer};

use super::blocks::Mark;
use super::json::{Length, Sink};
use super::object::Object;
use super::{Request, anthropic_messages, blocks, chat_completions, gemini, responses};
use crate::Api;

/// The members of a streamed call.
const STREAM: (&str, &str) = ("stream", "true");
const STREAM_OPTIONS: (&str, &str) = ("stream_options", r#"{"include_usage":true}"#);

pub(super) fn json(request: &Request<'_>) -> String {
    let mark = request.mark();
    let mut length = Length::default();
    write(request, mark, &mut length);
    let mut json = String::with_capacity(length.0);
    write(request, mark, &mut json);
    json
}

impl Request<'_> {
    /// Returns the end of the static prefix in the messages.
    pub(super) fn mark(&self) -> Option<Mark> {
        let mut marks = self.settings.marks.into_iter().flatten();
        marks.find(|mark| mark.fits(self.messages))
    }
}

fn write<S: Sink>(request: &Request<'_>, mark: Option<Mark>, to: &mut S) {
    let Request {
        settings, messages, ..
    } = request;
    let mut body = Object::start(to, settings.api, &request.call_members);
    for (key, json) in settings.body.iter() {
        body.member(key, |to| to.raw(json));
    }
    let messages = blocks::messages(settings.api, messages, mark);
    match settings.api {
        Api::ChatCompletions => chat_completions::write(messages, &mut body),
        Api::Responses => responses::write(messages, &mut body),
        Api::AnthropicMessages => anthropic_messages::write(messages, &mut body),
        Api::Gemini => gemini::write(messages, &mut body),
    }
    if request.is_streamed {
        write_stream(settings.api, &mut body);
    }
    body.finish();
}

/// Writes the members of a streamed call. The build refuses them in `extra_body`, so the prompt has
/// none.
fn write_stream<S: Sink>(api: Api, body: &mut Object<'_, S>) {
    let members: &[(&str, &str)] = match api {
        Api::ChatCompletions => &[STREAM, STREAM_OPTIONS],
        Api::Responses | Api::AnthropicMessages => &[STREAM],
        Api::Gemini => &[],
    };
    for (key, json) in members {
        body.member(key, |to| to.raw(json));
    }
}

/// Passes the JSON to the serializer piece by piece, so that every serializer can write it, not only
/// that of `serde_json`.
impl Serialize for Request<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let json = self.to_json();
        serde_transcode::transcode(&mut serde_json::Deserializer::from_str(&json), serializer)
    }
}
