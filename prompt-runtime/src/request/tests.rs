use alloc::vec;
use alloc::vec::Vec;

use prompt_core::parameters::ParameterLines;
use serde_json::{Value, json};

use super::media::Media;
use super::{Request, request};
use crate::{Content, Message, Part, Prompt, Role, Status};

const HEADER: &str =
    "sha256 1f\nmodel kimi-k2-5\nparameter temperature 0.2\noutput {\"type\":\"object\"}\n\n";

static PROMPT: Prompt = Prompt {
    id: "floor-plan",
    version: "1.0.0",
    status: Status::Active,
    sha256: "1f",
    environment: "production",
    __header: HEADER,
    __text: "",
};

fn parts(role: Role, parts: Vec<Part>) -> Message {
    Message {
        role,
        content: Content::Parts(parts),
    }
}

fn text(text: &'static str) -> Part {
    Part::Text(text.into())
}

fn messages() -> Vec<Message> {
    let picture = Part::Media {
        url: "https://example.com/floor-plan.png".into(),
        content_type: None,
    };
    vec![
        Message::new(Role::System, "Be brief."),
        parts(
            Role::Model,
            vec![
                text("Which "),
                text("\"floor\"?\n"),
                Part::Section("code".into()),
            ],
        ),
        parts(
            Role::User,
            vec![text("This one: "), picture, Part::Section("code".into())],
        ),
    ]
}

#[test]
fn the_body_of_a_call() {
    let messages = messages();
    let expected = json!({
        "model": "kimi-k2-5",
        "temperature": 0.2,
        "messages": [
            { "role": "system", "content": "Be brief." },
            { "role": "assistant", "content": "Which \"floor\"?\n" },
            { "role": "user", "content": [
                { "type": "text", "text": "This one: " },
                { "type": "image_url", "image_url": { "url": "https://example.com/floor-plan.png" } },
            ] },
        ],
        "response_format": {
            "type": "json_schema",
            "json_schema": { "name": "answer", "schema": { "type": "object" } },
        },
    });
    let request = Request::new(&PROMPT, &messages);
    assert_eq!(serde_json::to_value(request).unwrap(), expected);
    assert_eq!(
        serde_json::from_str::<Value>(&request.to_json()).unwrap(),
        expected
    );
}

#[test]
fn json_by_serde_and_by_itself_are_the_same_text() {
    // What is escaped in JSON, in texts and in the schema.
    let schema =
        r#"{"type":"object","properties":{"größe":{"description":"in \"m\", \\ or \u00e9\n"}}}"#;
    let odd = "\"quotes\" \\ \u{0} \u{7f} \u{2028} \u{1F600} \t end";
    let messages = [Message::new(Role::User, odd), Message::new(Role::Tool, "")];
    for output in [None, Some(schema)] {
        let request = request(
            "m\"odel",
            ParameterLines::new("parameter temperature 1.0"),
            &messages,
            output,
        );
        let json = request.to_json();
        assert_eq!(json.capacity(), json.len());
        assert_eq!(
            serde_json::from_str::<Value>(&json).unwrap(),
            serde_json::to_value(request).unwrap()
        );
    }
    let plain = request(
        "kimi-k2-5",
        ParameterLines::new("parameter temperature 0.0"),
        &messages,
        None,
    );
    assert_eq!(plain.to_json(), serde_json::to_string(&plain).unwrap());
}

#[test]
fn without_a_schema_there_is_no_response_format() {
    let value = serde_json::to_value(request(
        "kimi-k2-5",
        ParameterLines::new("parameter temperature 0.7"),
        &[],
        None,
    ))
    .unwrap();
    assert_eq!(
        value,
        json!({ "model": "kimi-k2-5", "temperature": 0.7, "messages": [] })
    );
}

#[test]
fn a_schema_is_data_to_any_serializer() {
    let messages = [Message::new(Role::User, "Hello.")];
    let schema =
        r#"{"type":"object","required":["a"],"additionalProperties":false,"maximum":1.5,"x":null}"#;
    let tree = serde_yaml::to_value(request(
        "kimi-k2-5",
        ParameterLines::new("parameter temperature 0.2"),
        &messages,
        Some(schema),
    ))
    .unwrap();
    let found = &tree["response_format"]["json_schema"]["schema"];
    assert_eq!(
        serde_json::to_value(found).unwrap(),
        serde_json::from_str::<Value>(schema).unwrap()
    );
}

#[test]
fn media_by_their_types() {
    let rows: [(&str, Option<&str>, Media<'_>); 12] = [
        (
            "https://x.example/a.png",
            None,
            Media::Image {
                url: "https://x.example/a.png",
            },
        ),
        (
            "https://x.example/a.wav",
            Some("audio/wav"),
            Media::Image {
                url: "https://x.example/a.wav",
            },
        ),
        (
            "data:image/png;base64,AAAA",
            None,
            Media::Image {
                url: "data:image/png;base64,AAAA",
            },
        ),
        (
            "DATA:Image/PNG;base64,AAAA",
            None,
            Media::Image {
                url: "DATA:Image/PNG;base64,AAAA",
            },
        ),
        (
            "data:audio/wav;base64,UklG",
            None,
            Media::Audio {
                data: "UklG",
                format: "wav",
            },
        ),
        (
            "data:;base64,SUQz",
            Some("audio/mpeg"),
            Media::Audio {
                data: "SUQz",
                format: "mp3",
            },
        ),
        (
            "data:audio/wav,RIFF",
            None,
            Media::File {
                data_url: "data:audio/wav,RIFF",
            },
        ),
        (
            "data:audio/flac;base64,ZkxB",
            None,
            Media::File {
                data_url: "data:audio/flac;base64,ZkxB",
            },
        ),
        (
            "data:application/pdf;base64,JVBE",
            None,
            Media::File {
                data_url: "data:application/pdf;base64,JVBE",
            },
        ),
        (
            "data:;base64,AAAA",
            None,
            Media::Image {
                url: "data:;base64,AAAA",
            },
        ),
        (
            "data:no-comma",
            None,
            Media::Image {
                url: "data:no-comma",
            },
        ),
        ("", None, Media::Image { url: "" }),
    ];
    for (url, content_type, media) in rows {
        assert_eq!(Media::of(url, content_type), media, "{url}");
    }
}

#[test]
fn media_as_they_are_sent() {
    let rows = [
        (
            "data:audio/wav;base64,UklG",
            json!({ "type": "input_audio", "input_audio": { "data": "UklG", "format": "wav" } }),
        ),
        (
            "data:application/pdf;base64,JVBE",
            json!({
                "type": "file",
                "file": { "filename": "attachment", "file_data": "data:application/pdf;base64,JVBE" },
            }),
        ),
    ];
    for (url, expected) in rows {
        let message = parts(
            Role::User,
            vec![Part::Media {
                url: url.into(),
                content_type: None,
            }],
        );
        let body = serde_json::to_value(request(
            "m",
            ParameterLines::new("parameter temperature 0.0"),
            &[message],
            None,
        ))
        .unwrap();
        assert_eq!(body["messages"][0]["content"], json!([expected]));
    }
}

#[test]
fn a_rendering_is_sent_with_what_its_prompt_says() {
    let rendered =
        crate::__private::rendered(&PROMPT, [crate::__private::fixed(Role::User, "Hello.")]);
    let request = rendered.request();
    assert_eq!(
        (request.model(), request.messages().len()),
        ("kimi-k2-5", 1)
    );
    assert!((request.temperature() - 0.2).abs() < f64::EPSILON);
}
