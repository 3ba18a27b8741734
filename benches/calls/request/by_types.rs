use async_openai::types::chat::{
    ChatCompletionRequestSystemMessage, ChatCompletionRequestUserMessage,
    CreateChatCompletionRequest, CreateChatCompletionRequestArgs, ResponseFormat,
    ResponseFormatJsonSchema,
};
use prompt_runtime::Rendered;

use crate::by_json::schema;

/// Makes the body of chat completions with the types of async-openai.
pub(crate) fn by_types(rendered: &Rendered) -> String {
    let [system, user] = rendered.messages() else {
        return String::new();
    };
    let format = ResponseFormatJsonSchema {
        name: "answer".to_owned(),
        schema: schema(rendered),
        description: None,
        strict: None,
    };
    #[expect(clippy::cast_possible_truncation, reason = "so are its types")]
    let temperature = rendered.prompt().temperature().unwrap_or_default() as f32;
    let body: CreateChatCompletionRequest = CreateChatCompletionRequestArgs::default()
        .model(rendered.prompt().model())
        .temperature(temperature)
        .messages([
            ChatCompletionRequestSystemMessage::from(&*system.text()).into(),
            ChatCompletionRequestUserMessage::from(&*user.text()).into(),
        ])
        .response_format(ResponseFormat::JsonSchema {
            json_schema: format,
        })
        .build()
        .expect("all is there");
    serde_json::to_string(&body).expect("it is JSON")
}
