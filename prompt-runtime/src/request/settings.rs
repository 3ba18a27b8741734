use prompt_core::header::{Header, key};
use prompt_core::parameters::ParameterLines;

use super::blocks::Mark;
use super::body_lines::BodyLines;
use crate::Api;

/// What the header of a prompt says about its calls.
#[derive(Clone, Copy, PartialEq)]
pub(super) struct Settings<'a> {
    pub(super) api: Api,
    pub(super) model: &'a str,
    pub(super) parameters: ParameterLines<'a>,
    pub(super) body: BodyLines<'a>,
    /// The places where the static prefix can end: the first that fits the messages counts.
    pub(super) marks: [Option<Mark>; 2],
}

impl<'a> Settings<'a> {
    /// Reads a header once from its start to its end: every call does this.
    pub(super) fn read(header: &'a str) -> Self {
        let (mut api, mut model, mut marks) = (Api::default(), "", [None; 2]);
        let (mut parameters, mut body) = (0..0, 0..0);
        for line in Header::new(header).lines() {
            match line.key {
                key::API => api = Api::from_spelling(line.value).unwrap_or_default(),
                key::MODEL => model = line.value,
                key::CACHE if marks[0].is_none() => marks[0] = Mark::read(line.value),
                key::CACHE => marks[1] = Mark::read(line.value),
                // The lines of parameters stand together, and so do those of the body.
                key::PARAMETER if parameters.is_empty() => parameters = line.range,
                key::PARAMETER => parameters.end = line.range.end,
                key::BODY if body.is_empty() => body = line.range,
                key::BODY => body.end = line.range.end,
                _ => {}
            }
        }
        Self {
            api,
            model,
            parameters: ParameterLines::new(header.get(parameters).unwrap_or_default()),
            body: BodyLines::new(header.get(body).unwrap_or_default()),
            marks,
        }
    }
}
