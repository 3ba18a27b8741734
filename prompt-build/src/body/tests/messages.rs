//! Messages and media that an API does not take.

use prompt_core::js::Json;
use prompt_core::program::{Format, Loop};
use prompt_core::vocabulary::{Api, Role};

use super::super::{BodyQuery, Subject};
use super::settings;
use crate::report::{Code, Severity};
use crate::template::{Base, Condition, Message, Op, Operand, Prefix, VariablePath};

/// A value that a call passes.
const PASSED: &str = "?";

/// The role and the media tags of a message, each with its URL and its type; and what the four APIs
/// say about it.
type Row = (
    Role,
    &'static [(&'static str, Option<&'static str>)],
    [&'static str; 4],
);

const PNG: &str = "https://example.com/plan.png";

const MESSAGES: &[Row] = &[
    (Role::User, &[], [""; 4]),
    (Role::Model, &[], [""; 4]),
    (
        Role::Tool,
        &[],
        [
            "takes no message of the role `tool` without the id of a call",
            "takes no message of the role `tool`",
            "takes no message of the role `tool`",
            "takes no message of the role `tool`",
        ],
    ),
    (Role::User, &[(PNG, None), (PASSED, None)], [""; 4]),
    (
        Role::Model,
        &[(PASSED, None)],
        [
            "takes no media in a message of the model",
            "takes no media in a message of the model",
            "takes no media in a message of the model",
            "",
        ],
    ),
    (
        Role::System,
        &[(PNG, None)],
        [
            "takes no media in a message of the system",
            "",
            "takes no media in a message of the system",
            "takes no media in a message of the system",
        ],
    ),
    (
        Role::User,
        &[(PASSED, Some("audio/wav"))],
        ["", "takes no sound", "takes no sound", ""],
    ),
    (
        Role::User,
        &[(PASSED, Some("audio/flac"))],
        [
            "takes no sound but WAV and MP3 in a `data:` URL",
            "takes no sound",
            "takes no sound",
            "",
        ],
    ),
    (
        Role::User,
        &[(PASSED, Some("image/svg+xml"))],
        [
            "takes no image but JPEG, PNG, GIF and WebP",
            "takes no image but JPEG, PNG, GIF and WebP",
            "takes no image but JPEG, PNG, GIF and WebP",
            "takes no image but JPEG, PNG, WebP, HEIC and HEIF",
        ],
    ),
    (Role::User, &[(PASSED, Some("image/png"))], [""; 4]),
    // A file of text, a text that the API decodes.
    (Role::User, &[(PASSED, Some("text/plain"))], [""; 4]),
    (
        Role::User,
        &[("data:image/png;base64,iVBORw", None)],
        ["takes no `data:` URL with base 64 without padding"; 4],
    ),
    // Of each kind once.
    (
        Role::User,
        &[
            ("https://example.com/a.mp4", None),
            ("https://example.com/b.mp4", None),
        ],
        ["takes no video", "takes no video", "takes no video", ""],
    ),
    (Role::User, &[(PASSED, Some("application/pdf"))], [""; 4]),
    (
        Role::User,
        &[("https://example.com/a.mp4", Some(PASSED))],
        [""; 4],
    ),
    (
        Role::User,
        &[("https://example.com/plan", None)],
        ["takes no media of unknown type"; 4],
    ),
    (
        Role::User,
        &[("https://example.com/plan", Some("image/png"))],
        [""; 4],
    ),
    (
        Role::User,
        &[("https://youtu.be/7", None)],
        [
            "takes no media of unknown type",
            "takes no media of unknown type",
            "takes no media of unknown type",
            "",
        ],
    ),
];

fn operand(value: &str) -> Operand {
    if value == PASSED {
        return Operand::Variable(VariablePath {
            base: Base::Input("photo".to_owned()),
            steps: Vec::new(),
        });
    }
    Operand::Constant(Json::text(value))
}

fn message(role: Role, ops: Vec<Op>) -> Message {
    let range = 0..1;
    Message::Text { role, ops, range }
}

/// A message of the user in which one of this role begins under a condition.
fn in_block(role: Role, ops: Vec<Op>) -> Message {
    let then = std::iter::once(Op::Role(role)).chain(ops).collect();
    let block = Op::If {
        condition: Condition::True(operand(PASSED)),
        then,
        otherwise: Vec::new(),
    };
    message(Role::User, vec![block])
}

#[test]
fn messages_of_each_role() {
    for (role, tags, expected) in MESSAGES {
        let ops = tags.iter().map(|(url, content_type)| Op::Media {
            url: operand(url),
            content_type: content_type.map(operand),
        });
        let ops = ops.collect::<Vec<_>>();
        let user = || message(Role::User, vec![Op::Text("Hello.".to_owned())]);
        let in_block = in_block(*role, ops.clone());
        let forms = [[message(*role, ops), user()], [user(), in_block]];
        let calls = forms
            .iter()
            .flat_map(|form| Api::ALL.iter().zip(expected).map(move |call| (form, call)));
        for (messages, (api, expected)) in calls {
            let settings = settings(*api, r#"{"max_output_tokens":4096,"extra_body":{}}"#);
            let query = BodyQuery {
                id: "sales-email-007",
                settings: &settings,
                output: None,
                tools: &[],
                messages,
                prefix: &Prefix::default(),
            };
            let body = query.body();
            let sentences = body.problems.iter().map(|problem| &problem.sentence);
            let sentences = sentences.filter(|sentence| sentence.contains("takes no"));
            let sentences = sentences.map(|sentence| {
                sentence
                    .strip_prefix(&format!("`{api}` "))
                    .unwrap_or(sentence)
            });
            let said = sentences.collect::<Vec<_>>().join("; ");
            assert_eq!(said, *expected, "{role}: {tags:?} in {api}: {messages:?}");
        }
    }
}

/// The roles of the messages, and whether Anthropic's current models refuse the last one.
#[test]
fn prompts_that_end_with_a_message_of_the_model() {
    let rows = [
        (&[Role::User, Role::Model][..], true),
        (&[Role::Model, Role::User], false),
        (&[Role::System, Role::User], false),
        (&[Role::Model], true),
    ];
    let rows = rows.map(|(roles, is_refused)| {
        let messages = roles.iter().map(|role| message(*role, Vec::new()));
        (messages.collect::<Vec<_>>(), is_refused)
    });
    let in_blocks = [
        (vec![in_block(Role::Model, vec![text()])], true),
        (
            vec![in_block(
                Role::Model,
                vec![text(), Op::Role(Role::User), text()],
            )],
            false,
        ),
    ];
    for (messages, is_refused) in rows.into_iter().chain(in_blocks) {
        for api in Api::ALL {
            let settings = settings(*api, r#"{"max_output_tokens":4096}"#);
            let query = BodyQuery {
                id: "sales-email-007",
                settings: &settings,
                output: None,
                tools: &[],
                messages: &messages,
                prefix: &Prefix::default(),
            };
            let problems = query.body().problems;
            let mut warnings = problems.iter().filter(|problem| {
                problem.severity == Severity::Warning && problem.code == Code::UnsupportedMessage
            });
            let is_warned = warnings.next().is_some();
            let expected = is_refused && *api == Api::AnthropicMessages;
            assert_eq!(is_warned, expected, "{messages:?} in {api}");
        }
    }
}

/// The roles of the messages, with `None` for the conversation so far, and whether Gemini gets them
/// in another order.
#[test]
fn messages_of_the_system_behind_others() {
    let (system, user, model) = (Some(Role::System), Some(Role::User), Some(Role::Model));
    let rows = [
        (&[system, user][..], false),
        (&[system, system, user, model, user], false),
        (&[system, user, system, user], true),
        (&[user, system], true),
        (&[system, None, system, user], true),
        (&[user, None, user], false),
    ];
    for (roles, is_moved) in rows {
        let messages = roles.iter().map(|role| match role {
            Some(role) => message(*role, vec![text()]),
            None => Message::History,
        });
        let messages = messages.collect::<Vec<_>>();
        for api in Api::ALL {
            let settings = settings(*api, r#"{"max_output_tokens":4096}"#);
            let query = BodyQuery {
                id: "sales-email-007",
                settings: &settings,
                output: None,
                tools: &[],
                messages: &messages,
                prefix: &Prefix::default(),
            };
            let problems = query.body().problems;
            let is_warned = problems.iter().any(|problem| {
                problem.severity == Severity::Warning
                    && problem.code == Code::UnsupportedMessage
                    && problem
                        .sentence
                        .contains("this one moves before those above it")
            });
            assert_eq!(
                is_warned,
                is_moved && *api == Api::Gemini,
                "{roles:?} in {api}"
            );
        }
    }
}

/// The roles of the messages, with `None` for the conversation so far, and what Anthropic's messages
/// say of those of the system: `!` for an error and `?` for a warning, with the number of the message.
#[test]
fn places_of_messages_of_the_system() {
    let (system, user, model) = (Some(Role::System), Some(Role::User), Some(Role::Model));
    let rows = [
        (&[system, system, user, model, user][..], ""),
        (&[user, model, user], ""),
        (&[system, None, user], ""),
        (&[user, system], "?1"),
        (&[system, user, system, model, user], "?2"),
        (&[user, None, system], "?2"),
        (&[user, system, None, user], "?1"),
        (&[None, system], "?1"),
        // The conversation may be empty, and the message the first one.
        (&[None, system, user], "?1"),
        (&[user, system, user], "!1"),
        (&[user, system, system], "!1"),
        (&[user, model, system], "!2"),
        (&[user, None, system, user], "!2"),
        (&[user, system, model, user, system, user], "!4"),
    ];
    for (roles, expected) in rows {
        let messages = roles.iter().zip(0..).map(|(role, at)| match role {
            Some(role) => Message::Text {
                role: *role,
                ops: vec![text()],
                range: at..at + 1,
            },
            None => Message::History,
        });
        let messages = messages.collect::<Vec<_>>();
        for api in Api::ALL {
            let expected = if *api == Api::AnthropicMessages {
                expected
            } else {
                ""
            };
            assert_eq!(
                said_of_system(*api, &messages),
                expected,
                "{roles:?} in {api}"
            );
        }
    }
}

/// The operations of a message of the user, and whether one of the system in it may stand behind
/// others. Another message of the user follows.
#[test]
fn messages_of_the_system_in_blocks() {
    let begin = |role: Role| vec![Op::Role(role), text()];
    let both = |first: Role, second: Role| [begin(first), begin(second)].concat();
    let under = |then: Vec<Op>, otherwise: Vec<Op>| Op::If {
        condition: Condition::True(operand(PASSED)),
        then,
        otherwise,
    };
    let each = |body: Vec<Op>, otherwise: Vec<Op>| {
        let Operand::Variable(list) = operand(PASSED) else {
            panic!("a call passes it");
        };
        Op::Each(Loop {
            id: 0,
            list,
            body,
            otherwise,
        })
    };
    let blank = || Op::Text("\n ".to_owned());
    let system = || begin(Role::System);
    let rows = [
        (vec![under(system(), Vec::new())], false),
        (vec![blank(), under(system(), Vec::new())], false),
        (vec![text(), under(system(), Vec::new())], true),
        (vec![operation(), under(system(), Vec::new())], true),
        // Examples behind a message of the system.
        (
            [
                system(),
                vec![each(both(Role::User, Role::Model), Vec::new())],
            ]
            .concat(),
            false,
        ),
        // The second item stands behind the first one.
        (vec![each(both(Role::System, Role::User), Vec::new())], true),
        (vec![each(system(), Vec::new())], false),
        (vec![each(begin(Role::User), system())], false),
        // One branch is not behind the other.
        (vec![under(begin(Role::User), system())], false),
        (
            [vec![under(begin(Role::User), system())], vec![text()]].concat(),
            false,
        ),
        (
            [vec![under(begin(Role::User), Vec::new())], system()].concat(),
            true,
        ),
        (
            vec![Op::Indented {
                indent: " ".to_owned(),
                ops: [begin(Role::User), system()].concat(),
            }],
            true,
        ),
    ];
    for (ops, is_behind) in rows {
        let messages = [
            message(Role::User, ops.clone()),
            message(Role::User, vec![text()]),
        ];
        for api in [Api::AnthropicMessages, Api::Gemini] {
            let settings = settings(api, r#"{"max_output_tokens":4096}"#);
            let query = BodyQuery {
                id: "sales-email-007",
                settings: &settings,
                output: None,
                tools: &[],
                messages: &messages,
                prefix: &Prefix::default(),
            };
            let problems = query.body().problems;
            let is_warned = problems
                .iter()
                .any(|problem| problem.code == Code::UnsupportedMessage);
            assert_eq!(is_warned, is_behind, "{ops:?} in {api}");
        }
    }
}

fn text() -> Op {
    Op::Text("Hello.".to_owned())
}

/// A value that a call passes.
fn operation() -> Op {
    Op::Print {
        value: operand(PASSED),
        format: Format::Plain,
    }
}

fn said_of_system(api: Api, messages: &[Message]) -> String {
    let settings = settings(api, r#"{"max_output_tokens":4096}"#);
    let query = BodyQuery {
        id: "sales-email-007",
        settings: &settings,
        output: None,
        tools: &[],
        messages,
        prefix: &Prefix::default(),
    };
    let problems = query.body().problems.into_iter();
    let problems = problems.filter(|problem| {
        problem.code == Code::UnsupportedMessage
            && problem.sentence.contains("message of the system")
            && !problem.sentence.contains("alone")
    });
    let said = problems.map(|problem| {
        let sign = match problem.severity {
            Severity::Error => '!',
            Severity::Warning | Severity::Note => '?',
        };
        let Subject::Text(mark) = problem.subject else {
            panic!("{problem:?}");
        };
        format!("{sign}{}", mark.span().start)
    });
    said.collect()
}
