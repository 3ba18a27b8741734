use alloc::collections::BTreeSet;
use alloc::string::String;
#[cfg(feature = "tracing")]
use alloc::string::ToString as _;
use alloc::vec::Vec;
use core::cell::RefCell;

use prompt_core::js::{Digits, Json, Number};

use super::REDACTED;
use super::json_word::{JsonWord, json_words};
use crate::{Content, Message, Part};

/// Members of an object of the API whose texts are words of the API, or names of calls.
const WORDS_OF_APIS: &[&str] = &[
    "call_id",
    "id",
    "language",
    "media_type",
    "mimeType",
    "outcome",
    "phase",
    "role",
    "status",
    "tool_use_id",
    "type",
];

/// Members that hold objects of the API which tell their type. Every other member of a turn holds what a
/// model, a tool or a program wrote, with names of their own.
const TYPED_PARTS: &[&str] = &[
    "annotations",
    "caller",
    "citations",
    "content",
    "images",
    "outcome",
    "output",
    "outputs",
    "parts",
    "reasoning_details",
    "results",
    "source",
    "sources",
    "summary",
];

/// Members that hold an object of the API without a type.
const UNTYPED_PARTS: &[&str] = &[
    "audio",
    "codeExecutionResult",
    "custom",
    "executableCode",
    "fileData",
    "file_citation",
    "function",
    "functionCall",
    "functionResponse",
    "function_call",
    "image_url",
    "inlineData",
    "toolCall",
    "toolResponse",
    "tool_calls",
    "tools",
    "url_citation",
    "videoMetadata",
];

/// The first characters of JSON that is no single word or number, and a byte order mark before it.
const JSON_STARTS: [char; 4] = ['{', '[', '"', '\u{feff}'];

/// Members that repeat a text in pieces, or say what a tool takes.
const NOT_TOLD: &[&str] = &["inputSchema", "input_schema", "logprobs"];

/// Members that stand beside the name of a tool.
const BESIDE_NAMES_OF_TOOLS: &[&str] = &[
    "args",
    "arguments",
    "input",
    "inputSchema",
    "input_schema",
    "response",
];

/// The secrets that were found in the inputs of a call.
#[doc(hidden)]
#[derive(Default)]
pub struct Secrets(RefCell<BTreeSet<String>>);

impl Secrets {
    /// Returns the secrets, each once.
    pub(crate) fn into_texts(self) -> Vec<String> {
        self.0.into_inner().into_iter().collect()
    }

    /// Adds a secret and, if it is JSON, each value in it, which may stand elsewhere without the rest.
    /// Returns the text that is shown instead.
    pub fn hide(&self, secret: &str) -> &'static str {
        let secret = secret.trim();
        if self.is_new(secret) && secret.starts_with(JSON_STARTS) {
            self.hide_values_of(secret);
        }
        REDACTED
    }

    /// Adds a secret, and returns whether it was not known.
    fn is_new(&self, secret: &str) -> bool {
        let mut found = self.0.borrow_mut();
        let is_new = !secret.is_empty() && !found.contains(secret);
        if is_new {
            found.insert(secret.into());
        }
        is_new
    }

    /// Adds each value of a text that is JSON: numbers as they stand there, and as they are printed. Returns
    /// `false` if the text is something else.
    fn hide_values_of(&self, json: &str) -> bool {
        let Some(words) = json_words(json) else {
            return false;
        };
        for word in words {
            match word {
                JsonWord::Text(text) => _ = self.hide(&text),
                JsonWord::Number(digits) => {
                    self.is_new(digits);
                    if let Some(number) = Number::parse(digits) {
                        self.hide_value(&Json::Number(number));
                    }
                }
            }
        }
        true
    }

    /// Adds the texts of a conversation, and returns the messages that are shown instead.
    #[must_use]
    pub fn hide_messages(&self, messages: &[Message]) -> Vec<Message> {
        messages
            .iter()
            .map(|message| Message::new(message.role, self.hide_content(&message.content)))
            .collect()
    }

    fn hide_content(&self, content: &Content) -> &'static str {
        match content {
            Content::Text(text) => self.hide(text),
            Content::Parts(parts) => {
                for part in parts {
                    self.hide_part(part);
                }
                REDACTED
            }
            Content::Turn(turn) => {
                for call in turn.tool_calls() {
                    self.hide_arguments(&call.arguments);
                }
                self.hide(turn.text());
                // Items of a response have no brackets around them.
                match Json::parse(&["[", turn.json(), "]"].concat()) {
                    Some(json) => self.hide_turn(&json, false),
                    None => _ = self.hide_values_of(turn.json()),
                }
                REDACTED
            }
            Content::ToolResult(result) => self.hide(result.text()),
        }
    }

    /// Adds a text, or the address of media: an answer may repeat either.
    fn hide_part(&self, part: &Part) {
        match part {
            Part::Text(text) | Part::Media { url: text, .. } => _ = self.hide(text),
            Part::Section(_) => {}
        }
    }

    /// Adds the texts of a turn as the API sent it: thoughts, refusals, code and quotations stand beside
    /// its text.
    fn hide_turn(&self, turn: &Json, is_of_api: bool) {
        match turn {
            Json::Text(text) => _ = self.hide(text),
            Json::List(items) => items
                .iter()
                .for_each(|item| self.hide_turn(item, is_of_api)),
            Json::Object(members) => self.hide_members(members, is_of_api),
            Json::Null | Json::Bool(_) | Json::Number(_) => {}
        }
    }

    fn hide_members(&self, members: &[(String, Json)], is_of_api: bool) {
        let has = |names: &[&str]| {
            let mut members = members.iter();
            members.any(|(name, _)| names.contains(&name.as_str()))
        };
        let is_of_api = is_of_api || has(&["type", "role"]);
        let is_of_tool = is_of_api && has(BESIDE_NAMES_OF_TOOLS);
        for (name, value) in members {
            match (name.as_str(), value) {
                ("name", Json::Text(_)) if is_of_tool => {}
                (name, Json::Text(_)) if is_of_api && WORDS_OF_APIS.contains(&name) => {}
                ("arguments", Json::Text(arguments)) => self.hide_arguments(arguments),
                (name, _) if NOT_TOLD.contains(&name) => {}
                (name, _) if TYPED_PARTS.contains(&name) => self.hide_turn(value, false),
                (name, _) if UNTYPED_PARTS.contains(&name) => self.hide_turn(value, true),
                (_, Json::Text(text)) => _ = self.hide(text),
                (_, Json::List(_) | Json::Object(_)) => self.hide_value(value),
                (_, Json::Null | Json::Bool(_) | Json::Number(_)) => {}
            }
        }
    }

    /// Adds each value in a text that is JSON, or else the text.
    fn hide_arguments(&self, text: &str) {
        if !self.hide_values_of(text) {
            self.hide(text);
        }
    }

    /// Adds the values of secret inputs, and returns the inputs that are shown instead. With the name of
    /// an input come the names of the fields in it, if it has a map: every other key is a part of the
    /// secret.
    #[cfg(feature = "tracing")]
    #[must_use]
    pub fn hide_inputs(&self, mut inputs: Json, secrets: &[(&str, Option<&[&str]>)]) -> Json {
        if let Json::Object(entries) = &mut inputs {
            for (name, input) in entries {
                let mut secrets = secrets.iter();
                if let Some((_, fields_beside_keys)) = secrets.find(|(of, _)| of == name) {
                    self.hide_input(input, *fields_beside_keys);
                    *input = Json::text(REDACTED);
                }
            }
        }
        inputs
    }

    /// Adds the values in an input, and the keys of maps in it.
    pub(crate) fn hide_input(&self, input: &Json, fields_beside_keys: Option<&[&str]>) {
        self.hide_value(input);
        if let Some(fields) = fields_beside_keys {
            self.hide_keys(input, fields);
        }
    }

    /// Adds the keys of maps in a value, which a prompt may print like their values.
    fn hide_keys(&self, value: &Json, fields: &[&str]) {
        match value {
            Json::List(items) => items.iter().for_each(|item| self.hide_keys(item, fields)),
            Json::Object(members) => {
                for (key, member) in members {
                    if !fields.contains(&key.as_str()) {
                        self.hide(key);
                    }
                    self.hide_keys(member, fields);
                }
            }
            _ => {}
        }
    }

    fn hide_value(&self, value: &Json) {
        match value {
            Json::Text(text) => _ = self.hide(text),
            Json::Number(number) => {
                self.hide(&Digits::of(*number));
                // A log writes `12.0` where a prompt has `12`.
                #[cfg(feature = "tracing")]
                self.hide(&crate::trace::number(*number).to_string());
            }
            Json::List(items) => items.iter().for_each(|item| self.hide_value(item)),
            Json::Object(fields) => fields.iter().for_each(|(_, value)| self.hide_value(value)),
            Json::Null | Json::Bool(_) => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use alloc::string::ToString as _;

    use super::*;
    use crate::{Answer, Role};

    fn sorted<'a>(found: &[&'a str]) -> Vec<&'a str> {
        let mut found = found.to_vec();
        found.sort_unstable();
        found
    }

    #[test]
    fn each_secret_is_found_once_and_without_blanks_around_it() {
        let secrets = Secrets::default();
        for text in [" Mara ", "Mara", "", "  ", "Jonas"] {
            assert_eq!(secrets.hide(text), REDACTED);
        }
        let parts = [Part::Text("Ines".into()), Part::Section("history".into())];
        let messages = [
            Message::new(Role::User, "Leon"),
            Message::new(Role::User, r#"{"name":"Jonas","note":["Karla"]}"#),
            Message {
                role: Role::Model,
                content: Content::Parts(parts.into()),
            },
        ];
        let hidden = secrets.hide_messages(&messages);
        let expected =
            [Role::User, Role::User, Role::Model].map(|role| Message::new(role, REDACTED));
        assert_eq!(hidden, expected);
        let json = r#"{"name":"Jonas","note":["Karla"]}"#;
        let found = ["Mara", "Jonas", "Leon", json, "Karla", "Ines"];
        assert_eq!(secrets.into_texts(), sorted(&found));
    }

    #[test]
    fn each_value_of_a_secret_that_is_json_is_found() {
        let rows = [
            (r#" "Mara" "#, &["\"Mara\"", "Mara"][..]),
            (r#"["Mara", 41]"#, &[r#"["Mara", 41]"#, "Mara", "41"]),
            (
                r#"{"text":"{\"name\":\"Mara\",\"age\":41}"}"#,
                &[
                    r#"{"text":"{\"name\":\"Mara\",\"age\":41}"}"#,
                    r#"{"name":"Mara","age":41}"#,
                    "Mara",
                    "41",
                ],
            ),
            (
                r#""{\"name\":\"Mara\"}""#,
                &[r#""{\"name\":\"Mara\"}""#, r#"{"name":"Mara"}"#, "Mara"],
            ),
            (
                r#"{"bio":"Mara\ud83d","pay":0.50E1,"code":007}"#,
                &[
                    r#"{"bio":"Mara\ud83d","pay":0.50E1,"code":007}"#,
                    "Mara",
                    "0.50E1",
                    "5",
                    "5.0",
                    "007",
                    "7",
                ],
            ),
            ("{}", &["{}"]),
            ("[Mara]", &["[Mara]"]),
            ("41", &["41"]),
        ];
        for (secret, found) in rows {
            let secrets = Secrets::default();
            assert_eq!(secrets.hide(secret), REDACTED);
            assert_eq!(secrets.into_texts(), sorted(found), "{secret}");
        }
    }

    #[test]
    fn the_media_of_a_secret_history_are_hidden() {
        let url = "https://x.example/a.png?key=81";
        let media = Part::Media {
            url: url.into(),
            content_type: Some("image/png".into()),
        };
        let message = Message {
            role: Role::User,
            content: Content::Parts([Part::Text("Look: ".into()), media].into()),
        };
        let secrets = Secrets::default();
        let hidden = secrets.hide_messages(&[message]);
        assert_eq!(hidden, [Message::new(Role::User, REDACTED)]);
        assert_eq!(secrets.into_texts(), sorted(&["Look:", url]));
    }

    #[test]
    fn the_calls_and_results_of_a_secret_history_are_hidden() {
        let message = r#"{"content":"I look.","tool_calls":[{"id":"c","function":{"name":"look","arguments":"{\"name\":\"Mara\"}"}}]}"#;
        let response = alloc::format!(r#"{{"choices":[{{"message":{message}}}]}}"#);
        let answer = serde_json::from_str::<Answer>(&response).unwrap();
        let result = Message::tool_result(&answer.tool_calls()[0], r#"{"city":"Hamburg"}"#);
        let secrets = Secrets::default();
        let hidden = secrets.hide_messages(&[answer.turn(), result]);
        let expected = [Role::Model, Role::Tool].map(|role| Message::new(role, REDACTED));
        assert_eq!(hidden, expected);
        let found = ["Mara", "I look.", r#"{"city":"Hamburg"}"#, "Hamburg"];
        assert_eq!(secrets.into_texts(), sorted(&found));
    }

    #[test]
    fn each_text_of_a_turn_in_a_secret_history_is_hidden() {
        let rows = [
            (
                r#"{"choices":[{"message":{"role":"assistant","content":"I look.","reasoning_content":"She is ill.",
                    "audio":{"id":"a1","transcript":"Hello."},"annotations":[{"type":"url_citation","url":"https://x.example/81"}],
                    "tool_calls":[{"id":"c","type":"custom","custom":{"name":"ask","input":"Hamburg"}}]}}]}"#,
                &["She is ill.", "Hello.", "https://x.example/81", "Hamburg"][..],
            ),
            (
                r#"{"status":"completed","output":[{"type":"reasoning","id":"r","summary":[{"type":"summary_text","text":"She is ill."}]},
                    {"type":"web_search_call","id":"w","status":"completed","action":{"type":"search","query":"Hamburg"}},
                    {"type":"message","role":"assistant","content":[{"type":"output_text","text":"I look."}]}]}"#,
                &["She is ill.", "Hamburg"],
            ),
            (
                r#"{"type":"message","role":"assistant","stop_reason":"end_turn","content":[{"type":"thinking","thinking":"She is ill.","signature":"c2ln"},
                    {"type":"server_tool_use","id":"t","name":"web","input":{"name":"Mara","age":41}},
                    {"type":"text","text":"I look.","citations":[{"type":"page","cited_text":"She lives in Hamburg."}]}]}"#,
                &["She is ill.", "c2ln", "Mara", "41", "She lives in Hamburg."],
            ),
            (
                r#"{"candidates":[{"content":{"role":"model","parts":[{"text":"She is ill.","thought":true},{"text":"I look."},
                    {"executableCode":{"language":"PYTHON","code":"print(81)"}},
                    {"codeExecutionResult":{"outcome":"OUTCOME_OK","output":"81"}}]},"finishReason":"STOP"}]}"#,
                &["She is ill.", "print(81)", "81"],
            ),
            // The names below are those of a program or of a tool.
            (
                r#"{"status":"completed","output":[{"type":"file_search_call","id":"f","status":"completed","queries":["Hamburg"],
                    "results":[{"file_id":"f1","filename":"a.pdf","score":0.5,"text":"She is ill.","attributes":{"name":"Mara","type":"vip","age":41}}]},
                    {"type":"shell_call_output","call_id":"s","output":[{"stdout":"81 files","outcome":{"type":"exit","exit_code":7}}]},
                    {"type":"message","role":"assistant","content":[{"type":"output_text","text":"I look.","logprobs":[{"token":"look"}]}]}]}"#,
                &["Hamburg", "She is ill.", "Mara", "vip", "41", "81 files"],
            ),
            (
                r#"{"candidates":[{"content":{"role":"model","parts":[{"text":"I look."},{"functionCall":{"id":"c","name":"web","args":{"id":"k-81"}}},
                    {"functionResponse":{"name":"web","response":{"name":"Mara","status":"She is ill."}}}]},"finishReason":"STOP"}]}"#,
                &["k-81", "Mara", "She is ill."],
            ),
            (
                r#"{"type":"message","role":"assistant","stop_reason":"end_turn","content":[{"type":"text","text":"I look."},
                    {"type":"mcp_tool_use","id":"t","name":"web","input":{"type":"person"}},
                    {"type":"mcp_tool_result","tool_use_id":"t","content":[{"type":"text","text":"{\"city\":\"Hamburg\",\"age\":41}"}]},
                    {"type":"web_tool_result","tool_use_id":"t","content":{"name":"Mara","status":"very ill","response":"soon"}}]}"#,
                &["person", "Hamburg", "41", "Mara", "very ill"],
            ),
        ];
        let words = [
            "assistant",
            "model",
            "text",
            "thinking",
            "web",
            "PYTHON",
            "OUTCOME_OK",
            "completed",
            "exit",
            "7",
            "look",
        ];
        for (response, expected) in rows {
            let answer = serde_json::from_str::<Answer>(response).unwrap();
            let secrets = Secrets::default();
            let hidden = secrets.hide_messages(&[answer.turn()]);
            assert_eq!(hidden, [Message::new(Role::Model, REDACTED)]);
            let found = secrets.into_texts();
            let is_found = |text: &&str| found.iter().any(|secret| secret == text);
            assert!(
                is_found(&"I look.") && expected.iter().all(is_found),
                "{found:?}"
            );
            assert!(!words.iter().any(is_found), "{found:?}");
        }
    }

    #[test]
    fn the_keys_of_a_secret_map_are_hidden_and_names_of_fields_are_not() {
        let rooms = r#"{"rooms":[{"Mara":{"name":"blue"}}],"tone":"formal"}"#;
        for (fields_beside_keys, found) in [
            (Some(&["name"][..]), &["blue", "Mara"][..]),
            (None, &["blue"]),
        ] {
            let secrets = Secrets::default();
            let inputs = Json::parse(rooms).unwrap();
            let shown = secrets.hide_inputs(inputs, &[("rooms", fields_beside_keys)]);
            assert_eq!(
                shown.to_string(),
                r#"{"rooms":"[redacted]","tone":"formal"}"#
            );
            assert_eq!(secrets.into_texts(), sorted(found));
        }
    }

    #[test]
    fn the_inputs_with_these_names_are_hidden_with_all_that_is_in_them() {
        let secrets = Secrets::default();
        let object = |fields: &[(&str, Json)]| {
            let fields = fields.iter();
            Json::Object(
                fields
                    .map(|(name, value)| (name.to_string(), value.clone()))
                    .collect(),
            )
        };
        let lead = object(&[
            ("name", Json::text("Mara")),
            (
                "ages",
                Json::List(Vec::from([Json::Number(41.into()), Json::Null])),
            ),
        ]);
        let inputs = object(&[("lead", lead), ("tone", Json::text("formal"))]);
        let shown = secrets.hide_inputs(inputs, &[("lead", None), ("agent", None)]);
        let expected = object(&[
            ("lead", Json::text(REDACTED)),
            ("tone", Json::text("formal")),
        ]);
        assert_eq!(shown.to_string(), expected.to_string());
        assert_eq!(secrets.into_texts(), sorted(&["Mara", "41"]));
    }
}
