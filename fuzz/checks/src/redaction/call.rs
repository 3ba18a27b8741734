//! A call as the code of `prompt!` makes it, with every place where content is logged.

use std::borrow::Cow;

use prompt_core::js::{Json, Number};
use prompt_runtime::__private::{Record, Variables, log_variables, recorded};
use prompt_runtime::{Answer, Content, Message, Part, Prompt, Role, Status};

static PROMPT: Prompt = Prompt {
    id: "note",
    version: "1.0.0",
    status: Status::Active,
    sha256: "9c1e",
    environment: "development",
    __header: "logging verbose\nmodel kimi-k2-5\nparameter temperature 0.2\n",
    __text: "",
};

/// Logs a call with these secrets, in which other values tell the same text.
pub fn trace(secrets: &[&str], telling: &str) {
    let record = Record::new(true, |found| {
        let hidden = Json::List(secrets.iter().map(|secret| Json::text(*secret)).collect());
        let inputs = found.hide_inputs(inputs(hidden, telling), &[("secret", None)]);
        let mut shown = found.hide_messages(&[Message::new(Role::User, secrets[0].to_owned())]);
        shown.extend(messages(telling));
        let variables = Variables::new(inputs, |span, value| {
            log_variables!(
                span,
                value,
                [
                    "gen_ai.prompt.variable.secret",
                    "gen_ai.prompt.variable.text",
                    "gen_ai.prompt.variable.list",
                    "gen_ai.prompt.variable.keys"
                ]
            );
        });
        (Some(variables), Some(shown.into()))
    });
    let rendered = recorded(&PROMPT, messages(telling), record);
    let call = rendered
        .trace()
        .server_address(telling)
        .conversation_id(telling);
    call.answered(&answer(telling));
    call.failed("timeout", telling);
}

fn inputs(secret: Json, telling: &str) -> Json {
    let number = Number::parse(telling).map_or(Json::Null, Json::Number);
    let of_keys = Json::Object(vec![(telling.to_owned(), Json::Bool(true))]);
    let entry = |name: &str, value| (name.to_owned(), value);
    Json::Object(vec![
        entry("secret", secret),
        entry("text", Json::text(telling)),
        entry("list", Json::List(vec![Json::text(telling), number])),
        entry("keys", of_keys),
    ])
}

fn messages(telling: &str) -> Vec<Message> {
    let owned = || Cow::Owned(telling.to_owned());
    let parts = vec![
        Part::Text(owned()),
        Part::Media {
            url: owned(),
            content_type: Some(owned()),
        },
    ];
    let parts = Message {
        role: Role::User,
        content: Content::Parts(parts),
    };
    vec![Message::new(Role::System, telling.to_owned()), parts]
}

fn answer(telling: &str) -> Answer {
    let mut answer = Answer::new(telling);
    answer.refusal = Some(telling.to_owned());
    answer.id = Some(telling.to_owned());
    answer.model = Some(telling.to_owned());
    answer.finish_reason = Some(telling.to_owned());
    answer
}
