use alloc::string::{String, ToString as _};
use alloc::sync::Arc;
use alloc::vec::Vec;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::{fs, thread};

use prompt_core::js::Json;
use proptest::prelude::*;

use super::line::{Passed, Secret, line};
use super::{FileSink, Sampler, Share, Sink, sample, stop};
use crate::prompt::NO_PROMPT;
use crate::{Message, Part, Role};

/// The sampler is one for the process, so its tests take turns.
static TURN: Mutex<()> = Mutex::new(());

fn turn() -> MutexGuard<'static, ()> {
    TURN.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A sink that keeps its lines.
#[derive(Clone, Default)]
struct Kept(Arc<Mutex<Vec<String>>>);

impl Kept {
    fn lines(&self) -> Vec<String> {
        self.0.lock().unwrap().clone()
    }
}

impl Sink for Kept {
    fn take(&self, line: &str) {
        self.0.lock().unwrap().push(line.to_string());
    }
}

fn call(number: u32) {
    let inputs = Json::Object(Vec::from([("number".into(), Json::Number(number.into()))]));
    let inputs = || (inputs, Json::Null);
    sample(NO_PROMPT, inputs, &[], None);
}

/// Returns the numbers of the calls that are sampled, of a thousand.
fn sampled(sampler: impl FnOnce(Kept) -> Sampler) -> Vec<String> {
    let kept = Kept::default();
    sampler(kept.clone()).install();
    (0..1_000).for_each(call);
    stop();
    call(1_000);
    kept.lines()
}

#[test]
fn a_share_of_the_calls_is_sampled_and_a_seed_fixes_which() {
    let _turn = turn();
    let of_seed = |seed| {
        sampled(|kept| {
            let sampler = Sampler::new(Share::percent(10), kept);
            sampler.even_if_structured().seed(seed)
        })
    };
    let first = of_seed(7);
    assert!((60..140).contains(&first.len()), "{}", first.len());
    assert_eq!(of_seed(7), first);
    assert_ne!(of_seed(8), first);
    assert!(
        first[0].starts_with(r#"{"prompt":"","vars":{"number":"#),
        "{}",
        first[0]
    );
    let all = sampled(|kept| Sampler::new(Share::ALL, kept).even_if_structured());
    assert_eq!(all.len(), 1_000);
    let none = sampled(|kept| Sampler::new(Share::percent(0), kept).even_if_structured());
    assert!(none.is_empty());
}

#[test]
fn an_environment_that_logs_no_content_is_not_sampled_unless_the_program_says_so() {
    let _turn = turn();
    // The stand-in has no header, which counts as the strictest level.
    assert_eq!(NO_PROMPT.logging(), crate::Logging::Structured);
    assert!(sampled(|kept| Sampler::new(Share::ALL, kept)).is_empty());
}

#[test]
fn a_call_of_the_sink_is_not_sampled() {
    let _turn = turn();
    let kept = Kept::default();
    let of_sink = kept.clone();
    let sink = move |line: &str| {
        call(2);
        of_sink.take(line);
    };
    Sampler::new(Share::ALL, sink)
        .even_if_structured()
        .install();
    call(1);
    call(3);
    stop();
    assert_eq!(kept.lines().len(), 2);
}

#[test]
fn lines_are_appended_to_a_file_and_none_is_lost_when_the_sink_ends() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("sampled.jsonl");
    fs::write(&path, "before\n").unwrap();
    let sink = FileSink::append(&path).unwrap();
    let threads = (0..4).map(|_| {
        let sink = sink.clone();
        thread::spawn(move || (0..100).for_each(|_| sink.take("{}")))
    });
    threads
        .collect::<Vec<_>>()
        .into_iter()
        .for_each(|thread| thread.join().unwrap());
    assert_eq!(sink.lost(), 0);
    drop(sink);
    let expected = ["before\n", &"{}\n".repeat(400)].concat();
    assert_eq!(fs::read_to_string(&path).unwrap(), expected);
}

#[cfg(unix)]
#[test]
fn a_new_file_is_for_its_owner_alone() {
    use std::os::unix::fs::PermissionsExt as _;

    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("sampled.jsonl");
    drop(FileSink::append(&path).unwrap());
    assert_eq!(
        fs::metadata(&path).unwrap().permissions().mode() & 0o777,
        0o600
    );
    assert!(FileSink::append(folder.path().join("none/sampled.jsonl")).is_err());
}

/// A device that is always full stands for a full disk.
#[cfg(target_os = "linux")]
#[test]
fn a_line_that_cannot_be_written_is_counted_and_reported() {
    let reported = Arc::new(Mutex::new(Vec::new()));
    let of_sink = Arc::clone(&reported);
    let sink = FileSink::append("/dev/full").unwrap();
    let sink = sink.on_error(move |error| of_sink.lock().unwrap().push(error.kind()));
    let other = sink.clone();
    sink.take("{}");
    sink.take("{}");
    // Too long to wait.
    sink.take(&"x".repeat(9 * 1024 * 1024));
    drop(sink);
    while other.lost() < 3 {
        thread::yield_now();
    }
    drop(other);
    assert_eq!(
        *reported.lock().unwrap(),
        [std::io::ErrorKind::StorageFull; 2]
    );
}

fn object(entries: &[(&str, Json)]) -> Json {
    let entries = entries.iter();
    Json::Object(
        entries
            .map(|(name, value)| ((*name).into(), value.clone()))
            .collect(),
    )
}

fn secret(name: &str, takes_any_text: bool) -> Secret<'_> {
    Secret {
        name,
        takes_any_text,
        fields_beside_keys: None,
    }
}

#[test]
fn the_keys_of_a_secret_map_are_removed_and_names_of_fields_are_not() {
    let mara = object(&[("name", Json::text("Mara"))]);
    let guests = Json::List(Vec::from([object(&[("Lindqvist 81", mara)])]));
    for (fields_beside_keys, note) in [
        (
            Some(&["name"][..]),
            "The name is [redacted], [redacted], [redacted]",
        ),
        // Without a map, each key is a name that the file of the prompt has.
        (None, "The name is LINDQVIST 81, lindqvist%2081, [redacted]"),
    ] {
        let passed = Passed {
            inputs: object(&[
                ("guests", guests.clone()),
                (
                    "note",
                    Json::text("The name is LINDQVIST 81, lindqvist%2081, Mara"),
                ),
            ]),
            known: Json::Null,
            secrets: &[Secret {
                fields_beside_keys,
                ..secret("guests", false)
            }],
            history: None,
        };
        let expected = alloc::format!(r#"{{"prompt":"sales","vars":{{"note":"{note}"}}}}"#);
        assert_eq!(line("sales", passed).unwrap(), expected);
    }
}

#[test]
fn a_secret_text_is_replaced_and_any_other_secret_is_left_out() {
    let inputs = object(&[
        ("customer", Json::text("Mara Lindqvist")),
        ("seats", Json::Number(4711.into())),
        ("note", Json::text("Mara Lindqvist wants 4711 seats")),
        (
            "sizes",
            Json::List(Vec::from([Json::Number(4711.into()), Json::Null])),
        ),
    ]);
    let passed = Passed {
        inputs,
        known: Json::Null,
        secrets: &[secret("customer", true), secret("seats", false)],
        history: None,
    };
    let expected = r#"{"prompt":"sales","vars":{"customer":"[redacted]","note":"[redacted] wants [redacted] seats","sizes":["[redacted]",null]}}"#;
    assert_eq!(line("sales", passed).unwrap(), expected);
}

/// The prompt prints an item by its `Display`, and its JSON is another text.
#[test]
fn what_the_prompt_prints_of_a_secret_is_removed_as_well() {
    let lines = |item: &str| ("lines", Json::List(Vec::from([Json::text(item)])));
    let note = ("note", Json::text("+49 30 4711 is tel:+49-30-4711"));
    let passed = Passed {
        inputs: object(&[lines("tel:+49-30-4711"), note]),
        known: object(&[lines("+49 30 4711")]),
        secrets: &[secret("lines", false)],
        history: None,
    };
    let expected = r#"{"prompt":"sales","vars":{"note":"[redacted] is [redacted]"}}"#;
    assert_eq!(line("sales", passed).unwrap(), expected);
}

fn with_history(history: &[Message], is_secret: bool) -> Option<String> {
    let passed = Passed {
        inputs: object(&[("note", Json::text("as Jonas said"))]),
        known: Json::Null,
        secrets: &[],
        history: Some((history, is_secret)),
    };
    line("sales", passed)
}

#[test]
fn a_conversation_of_texts_is_a_part_of_the_line() {
    let history = [
        Message::new(Role::User, "Jonas"),
        Message::new(Role::Model, "Hello"),
    ];
    let expected = r#"{"prompt":"sales","vars":{"note":"as Jonas said","history":[{"role":"user","content":"Jonas"},{"role":"model","content":"Hello"}]}}"#;
    assert_eq!(with_history(&history, false).unwrap(), expected);
    let expected = r#"{"prompt":"sales","vars":{"note":"as [redacted] said","history":[{"role":"user","content":"[redacted]"},{"role":"model","content":"[redacted]"}]}}"#;
    assert_eq!(with_history(&history, true).unwrap(), expected);
    let media = Part::Media {
        url: "x.png".into(),
        content_type: None,
    };
    let parts = |part: Part| Message {
        role: Role::User,
        content: crate::Content::Parts(Vec::from([part])),
    };
    assert_eq!(with_history(&[parts(media)], true), None);
    assert!(with_history(&[parts(Part::Text("Jonas".into()))], false).is_some());
}

#[test]
fn a_call_whose_line_would_show_a_secret_is_not_sampled() {
    // The name of an input stays, and the id as well.
    for (id, name, secret) in [
        ("sales-email-007", "note", "sales-email-007"),
        ("sales", "customer_name", "customer_name"),
        ("sales", "note", r#"sales","vars"#),
    ] {
        let passed = Passed {
            inputs: object(&[(name, Json::text("x")), ("key", Json::text(secret))]),
            known: Json::Null,
            secrets: &[self::secret("key", true)],
            history: None,
        };
        assert_eq!(line(id, passed), None, "{secret}");
    }
}

/// Texts of letters that JSON, URLs and Rust write in other ways.
fn text() -> impl Strategy<Value = String> {
    proptest::collection::vec(
        prop_oneof![
            "[a-c ]",
            "[\"\\\\/%+n\\[\\]{},:]",
            "[é\u{1f600}\n\t]",
            "\\PC"
        ],
        0..16,
    )
    .prop_map(|parts| parts.concat())
}

fn value() -> impl Strategy<Value = Json> {
    let single = prop_oneof![
        text().prop_map(Json::text),
        any::<i64>().prop_map(|number| Json::Number(number.into())),
        any::<bool>().prop_map(Json::Bool),
        Just(Json::Null),
    ];
    single.prop_recursive(3, 12, 3, |inner| {
        let entry = (text(), inner.clone());
        prop_oneof![
            proptest::collection::vec(inner, 0..3).prop_map(Json::List),
            proptest::collection::vec(entry, 0..3).prop_map(Json::Object),
        ]
    })
}

/// Collects the texts in a value, keys included.
fn texts(value: &Json, found: &mut Vec<String>) {
    match value {
        Json::Text(text) => found.push(text.clone()),
        Json::Number(number) => found.push(prompt_core::js::Digits::of(*number).to_string()),
        Json::List(items) => items.iter().for_each(|item| texts(item, found)),
        Json::Object(fields) => fields.iter().for_each(|(name, field)| {
            found.push(name.clone());
            texts(field, found);
        }),
        Json::Null | Json::Bool(_) => {}
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_secret_of_eight_or_more_characters_is_in_a_line(
        secret in value(), around in value(), before in text(), after in text(), is_text: bool,
    ) {
        let mut secrets = Vec::new();
        if let Json::Text(text) = &secret {
            secrets.push(text.clone());
        }
        if let Json::Number(_) = &secret {
            texts(&secret, &mut secrets);
        }
        secrets.retain(|secret| secret.trim().chars().count() >= 8);
        let quoted = secrets.first().cloned().unwrap_or_default();
        let inputs = object(&[
            ("secret", secret),
            ("around", around),
            ("note", Json::Text([before, quoted.clone(), after].concat())),
            ("map", Json::Object(Vec::from([(quoted, Json::Null)]))),
        ]);
        let passed = Passed { inputs, known: Json::Null, secrets: &[self::secret("secret", is_text)], history: None };
        if let Some(line) = line("sales-email-007", passed) {
            let read = serde_json::from_str::<serde_json::Value>(&line);
            prop_assert!(read.is_ok(), "{line}");
            prop_assert!(!line.contains('\n'));
            let mut shown = Vec::from([line.clone()]);
            texts(&Json::parse(&line).unwrap(), &mut shown);
            for secret in secrets.iter().map(|secret| secret.trim()) {
                prop_assert!(!shown.iter().any(|text| text.contains(secret)), "{secret:?} {line}");
            }
        }
    }
}
