use prompt_core::js::Json;

/// The schema of an answer.
#[derive(Debug, Clone, PartialEq)]
pub struct AnswerSchema {
    /// The schema that is sent.
    pub sent: Json,
    /// The schema by which answers are judged: the one that is sent, and the constraints that are
    /// not sent.
    pub validation_schema: Json,
    /// `None` if the schema can be sent strict, else the reason why not.
    pub loose_reason: Option<String>,
}
