use prompt_build::body::Body;
use prompt_build::library::PinnedText;
use prompt_build::pins::Settings;
use prompt_core::header::HeaderWriter;
use prompt_core::message::Message;

/// A call of a model.
#[derive(Debug, Clone, PartialEq)]
pub struct Request {
    pub model: String,
    /// The lines that the build script writes for the prompt, as far as they concern its calls.
    pub(super) header: String,
    pub(super) messages: Vec<Message>,
}

impl Request {
    /// Makes the call that sends messages of a prompt with these settings.
    pub fn new(id: &str, text: &PinnedText, settings: &Settings, messages: &[Message]) -> Self {
        let mut header = HeaderWriter::default();
        Body::of(id, text, settings).write(settings, &mut header);
        Self {
            model: settings.model.value.clone(),
            header: header.finish(),
            messages: messages.to_vec(),
        }
    }

    /// Returns the call as applications have it: its body, its path and its headers.
    pub fn call(&self) -> prompt_runtime::Request<'_> {
        self.call_with(&self.messages)
    }

    /// Returns the call with other messages.
    pub fn call_with<'a>(&'a self, messages: &'a [Message]) -> prompt_runtime::Request<'a> {
        prompt_runtime::__private::request(&self.header, messages)
    }
}
