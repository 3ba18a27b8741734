use prompt_core::js::Json;

/// The schema of an answer.
#[derive(Debug, Clone, PartialEq)]
pub struct AnswerSchema {
    /// The schema that is sent.
    pub sent: Json,
    /// The schema by which answers are judged: the one that is sent, and the constraints that are
    /// not sent.
    pub validation_schema: Json,
    /// `None` if the schema can be sent strict.
    pub loose: Option<Loose>,
}

/// The reason why a schema has no strict form, and the way out if there is a short one.
#[derive(Debug, Clone, PartialEq)]
pub struct Loose {
    pub reason: String,
    pub help: Option<&'static str>,
}
