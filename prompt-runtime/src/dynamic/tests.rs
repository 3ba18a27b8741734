use alloc::borrow::ToOwned as _;
use alloc::boxed::Box;
use alloc::collections::BTreeMap;
use alloc::format;
use alloc::string::{String, ToString as _};
use alloc::vec::Vec;

use prompt_core::js::Data as _;
use prompt_core::program::{
    Base, Choice, Class, Format, HISTORY, Input, Loop, Message as Source, Op, Operand, Pin, Slot,
    Step, VariablePath,
};
use prompt_core::wire;
use serde::Serialize;
use serde_json::{Value, json};

use super::*;
use crate::{Message, Prompt, RenderError, RenderErrorKind, Role, Status};

/// The header of a prompt: inputs that the embedded version declares.
const HEADER: &str = "input customer required string
input tone optional enum
input seats optional integer
input products required array
input limits optional object
logging structured
";

fn slot(class: Class, may_be_option: bool) -> Slot {
    Slot {
        class,
        may_be_option,
        origin: (),
    }
}

fn choice(text: &str, is_own: bool) -> Choice {
    Choice {
        text: text.to_owned(),
        is_own,
        refused_by: None,
    }
}

fn input(name: &str, class: Class, may_be_option: bool) -> Input {
    Input {
        name: name.to_owned(),
        slot: slot(class, may_be_option),
        required_by: None,
        default: None,
    }
}

fn print(base: Base, steps: &[&str]) -> Op {
    let steps = steps.iter().map(|name| Step::Field((*name).to_owned()));
    let path = VariablePath {
        base,
        steps: steps.collect(),
    };
    Op::Print {
        value: Operand::Variable(path),
        format: Format::Plain,
    }
}

fn each(id: usize, list: &str, body: Vec<Op>) -> Op {
    Op::Each(Loop {
        id,
        list: VariablePath::input(list),
        body,
        otherwise: Vec::new(),
    })
}

/// The catalog of an email with an input of each kind, and of a text without inputs.
fn catalog() -> &'static Catalog {
    let inputs = [
        input("customer", Class::Text(Vec::new()), false),
        Input {
            default: Some(prompt_core::js::Json::text("warm")),
            ..input(
                "tone",
                Class::Text(Vec::from([
                    choice("warm", true),
                    choice("formal", true),
                    choice("curt", false),
                ])),
                true,
            )
        },
        input("seats", Class::Integer, true),
        input(
            "products",
            Class::List(Box::new(slot(
                Class::Object(Vec::from([
                    ("name".to_owned(), slot(Class::Text(Vec::new()), false)),
                    ("note".to_owned(), slot(Class::Text(Vec::new()), true)),
                    ("unused".to_owned(), slot(Class::Boolean, false)),
                ])),
                false,
            ))),
            false,
        ),
        input(
            "limits",
            Class::Map(Box::new(slot(Class::Number, false))),
            true,
        ),
        // Another environment pins a version that requires it.
        Input {
            required_by: Some(Pin {
                environment: "staging".to_owned(),
                version: "2.0.0".to_owned(),
            }),
            ..input("added", Class::Text(Vec::new()), false)
        },
    ];
    let text = |text: &str| Op::Text(text.to_owned());
    let of_input = |name: &str| print(Base::Input(name.to_owned()), &[]);
    let ops = Vec::from([
        of_input("customer"),
        text("|"),
        of_input("tone"),
        text("|"),
        of_input("seats"),
        text("|"),
        each(
            0,
            "products",
            Vec::from([
                print(Base::Item(0), &["name"]),
                print(Base::Item(0), &["note"]),
                text(";"),
            ]),
        ),
        text("|"),
        each(
            1,
            "limits",
            Vec::from([
                print(Base::Key(1), &[]),
                text("="),
                print(Base::Item(1), &[]),
                text(";"),
            ]),
        ),
    ]);
    let message = Source::Text {
        role: Role::User,
        ops,
        range: 0..0,
    };
    let mut program = String::new();
    wire::write(&inputs, &[], &[message], &mut program);
    let prompt = |id, header, text| Prompt {
        id,
        version: "1.0.0",
        status: Status::Active,
        sha256: "",
        environment: "production",
        __header: header,
        __text: text,
    };
    let entries = [
        entry(prompt("email", HEADER, ""), program.leak()),
        entry(prompt("notice", "", "The desk is closed."), ""),
    ];
    Box::leak(Box::new(Catalog::__new(Box::leak(Box::new(entries)))))
}

fn entry(prompt: Prompt, program: &'static str) -> CatalogEntry {
    #[cfg(feature = "tracing")]
    return CatalogEntry::__new(prompt, program, |_, _| {});
    #[cfg(not(feature = "tracing"))]
    return CatalogEntry::__new(prompt, program);
}

fn email<T: Serialize + ?Sized>(inputs: &T) -> Result<String, RenderError> {
    let rendered = catalog().get("email")?.render(inputs)?;
    Ok(rendered.into_text().into_owned())
}

fn refused(inputs: &Value) -> (RenderErrorKind, String, String) {
    let error = email(inputs).unwrap_err();
    assert_eq!(error.prompt_id(), "email");
    (error.kind(), error.input().to_owned(), error.to_string())
}

/// A map with its keys in the order of the list.
struct Turned<'a>(&'a [(&'a str, Value)]);

impl Serialize for Turned<'_> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(name, value)| (name, value)))
    }
}

#[test]
fn a_struct_a_map_and_json_render_to_the_same_text() {
    #[derive(Serialize)]
    struct Product {
        name: &'static str,
    }
    #[derive(Serialize)]
    struct Email {
        customer: String,
        seats: Option<u8>,
        products: Vec<Product>,
        limits: BTreeMap<u8, f64>,
    }
    let inputs = Email {
        customer: "Mara".to_owned(),
        seats: Some(3),
        products: Vec::from([Product { name: "Team" }]),
        limits: [(1, 2.5)].into(),
    };
    let expected = "Mara|warm|3|Team;|1=2.5;";
    assert_eq!(email(&inputs).unwrap(), expected);
    assert_eq!(
        email(&serde_json::to_value(&inputs).unwrap()).unwrap(),
        expected
    );
    let pairs = json!({
        "customer": "Mara", "tone": null, "seats": 3.0, "products": [{ "name": "Team", "note": null }],
        "limits": [[1, 2.5], ["1", 7]], "added": "is used elsewhere",
    });
    assert_eq!(email(&pairs).unwrap(), expected);
    // In another order, with the name of an input in a field, and with a field that is not used.
    let turned = [
        ("limits", json!([["1", 2.5]])),
        (
            "products",
            json!([{ "seats": 1, "note": null, "name": "Team" }]),
        ),
        ("seats", json!(3)),
        ("customer", json!("Mara")),
    ];
    assert_eq!(email(&Turned(&turned)).unwrap(), expected);
    // Of two with the same name, the first counts.
    let twice = turned.into_iter().chain([("customer", json!("Ada"))]);
    let twice = twice.collect::<Vec<_>>();
    assert_eq!(email(&Turned(&twice)).unwrap(), expected);
}

#[test]
fn what_is_missing_is_named_with_what_was_expected() {
    let missing = |inputs| refused(&inputs);
    let (kind, input, message) = missing(json!({ "products": [] }));
    assert_eq!((kind, &*input), (RenderErrorKind::MissingInput, "customer"));
    assert_eq!(
        message,
        "`customer` of the prompt `email` is missing: expected a text"
    );
    let (kind, input, _) = missing(json!({ "customer": "Mara", "products": [{ "name": "" }, {}] }));
    assert_eq!(
        (kind, &*input),
        (RenderErrorKind::MissingInput, "products[].name")
    );
    let (kind, input, _) = missing(Value::Null);
    assert_eq!((kind, &*input), (RenderErrorKind::MissingInput, "customer"));
}

#[test]
fn what_is_ill_typed_is_named_with_what_was_expected_and_without_the_value() {
    let with = |name: &str, value: Value| {
        let mut inputs = json!({ "customer": "Mara", "products": [] });
        inputs[name] = value;
        refused(&inputs)
    };
    for (name, value, at, expected, found) in [
        ("customer", json!(7), "customer", "a text", "a number"),
        ("customer", Value::Null, "customer", "a text", "nothing"),
        ("seats", json!(1.5), "seats", "an integer", "a number"),
        ("seats", json!("secret"), "seats", "an integer", "a text"),
        ("products", json!({}), "products", "a list", "an object"),
        (
            "products",
            json!(["a"]),
            "products[]",
            "an object",
            "a text",
        ),
        (
            "products",
            json!([{ "name": true }]),
            "products[].name",
            "a text",
            "a boolean",
        ),
        (
            "limits",
            json!([1]),
            "limits",
            "an object with any keys",
            "a list",
        ),
        (
            "limits",
            json!({ "a": "b" }),
            "limits[]",
            "a number",
            "a text",
        ),
    ] {
        let (kind, input, message) = with(name, value);
        assert_eq!((kind, &*input), (RenderErrorKind::IllTypedInput, at));
        assert_eq!(
            message,
            format!(
                "`{at}` of the prompt `email` is ill-typed: expected {expected}, found {found}"
            )
        );
    }
    let (kind, input, message) = refused(&json!(["Mara"]));
    assert_eq!((kind, &*input), (RenderErrorKind::IllTypedInput, ""));
    assert!(
        message.ends_with("expected an object, found a list"),
        "{message}"
    );
}

#[test]
fn a_text_that_is_no_choice_of_the_embedded_version_is_refused() {
    let inputs = json!({ "customer": "Mara", "products": [], "tone": "curt" });
    let error = email(&inputs).unwrap_err();
    assert_eq!(error.kind(), RenderErrorKind::UnknownChoice);
    assert!(error.choices().eq(["warm", "formal"]));
    assert_eq!(
        error.to_string(),
        "`tone` of the prompt `email` is none of its choices: `warm`, `formal`"
    );
}

#[test]
fn unknown_names_are_refused_with_a_help() {
    let (kind, input, message) = refused(&json!({ "customr": "Mara", "products": [] }));
    assert_eq!((kind, &*input), (RenderErrorKind::UnknownInput, "customr"));
    assert_eq!(
        message,
        "`customr` of the prompt `email` is no input: did you mean `customer`?"
    );
    let (kind, _, message) = refused(&json!({ HISTORY: [] }));
    assert_eq!(kind, RenderErrorKind::UnknownInput);
    assert!(message.contains(".history(…)"), "{message}");
    let error = catalog().get("notice").unwrap().render(&json!({ "a": 1 }));
    let message = error.unwrap_err().to_string();
    assert!(message.ends_with("the prompt has no inputs"), "{message}");

    let error = catalog().get("emial").unwrap_err();
    assert_eq!(error.kind(), RenderErrorKind::UnknownPrompt);
    assert_eq!(
        error.to_string(),
        "no prompt `emial`: did you mean `email`?"
    );
    let message = catalog().get("a\nb").unwrap_err().to_string();
    assert_eq!(
        message,
        "no prompt `a\\nb`: `production` pins no prompt with this id"
    );
}

#[test]
fn a_secret_that_is_no_input_is_refused() {
    let inputs = json!({ "customer": "Mara", "products": [] });
    let entry = catalog().get("email").unwrap();
    assert!(entry.with(&inputs).secret("customer").render().is_ok());
    assert!(entry.with(&inputs).secret(HISTORY).render().is_ok());
    let error = entry.with(&inputs).secret("custom").render().unwrap_err();
    assert_eq!(error.input(), "custom");
}

#[test]
fn what_cannot_be_serialized_is_refused_without_its_message() {
    struct Secret;
    impl Serialize for Secret {
        fn serialize<S: serde::Serializer>(&self, _: S) -> Result<S::Ok, S::Error> {
            Err(serde::ser::Error::custom("hunter2"))
        }
    }
    let error = email(&Secret).unwrap_err();
    assert_eq!(error.kind(), RenderErrorKind::NotSerializable);
    assert!(!error.to_string().contains("hunter2"));
    assert!(email(&[([1], 2)].into_iter().collect::<BTreeMap<_, _>>()).is_err());
}

#[test]
fn a_prompt_without_inputs_is_its_text_and_history_stands_before_it() {
    let entry = catalog().get("notice").unwrap();
    let rendered = entry.render(&()).unwrap();
    assert_eq!(rendered.text(), "The desk is closed.");
    let history = [Message::new(Role::Model, "so far")];
    let rendered = entry.with(&()).history(&history).render().unwrap();
    let texts = rendered.messages().iter().map(Message::text);
    assert_eq!(texts.collect::<Vec<_>>(), ["so far", "The desk is closed."]);
    let ids = catalog().iter().map(|entry| entry.prompt().id);
    assert_eq!(ids.collect::<Vec<_>>(), ["email", "notice"]);
}

/// The memory of a call is that of the one before: nothing of it is seen.
#[test]
fn calls_leave_nothing_for_the_next() {
    let long = json!({
        "customer": "Mara".repeat(100), "tone": "formal", "seats": 9,
        "products": [{ "name": "Team", "note": "one" }, { "name": "Desk" }], "limits": { "a": 1 },
    });
    let short = json!({ "customer": "Ada", "products": [] });
    for _ in 0..2 {
        email(&long).unwrap();
        assert_eq!(email(&short).unwrap(), "Ada|warm|||");
        refused(&json!({ "customer": 7, "products": [{ "name": "x" }] }));
        assert_eq!(email(&short).unwrap(), "Ada|warm|||");
    }
    let notice = catalog().get("notice").unwrap();
    assert_eq!(notice.render(&()).unwrap().text(), "The desk is closed.");
    for wrong in [json!("text"), json!([]), json!(7)] {
        let error = notice.render(&wrong).unwrap_err();
        assert_eq!(error.kind(), RenderErrorKind::IllTypedInput);
    }
}

/// What is kept for the next call is bounded, and one call within another has its own.
#[test]
fn a_call_within_a_call_has_data_of_its_own() {
    struct Within;
    impl Serialize for Within {
        fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            let inner = email(&json!({ "customer": "Ada", "products": [] })).unwrap();
            serializer.collect_map([("customer", json!(inner)), ("products", json!([]))])
        }
    }
    assert_eq!(email(&Within).unwrap(), "Ada|warm||||warm|||");
    let large = "x".repeat(1 << 20);
    let rendered = email(&json!({ "customer": large, "products": [] })).unwrap();
    assert_eq!(rendered.len(), large.len() + "|warm|||".len());
}

#[test]
fn enums_bytes_and_tuples_are_data_as_serde_json_has_them() {
    #[derive(Serialize)]
    enum Of {
        Unit,
        New(char),
        Pair(u128, i128),
        Fields { a: Option<()> },
    }
    #[derive(Serialize)]
    struct Unit;
    #[derive(Serialize)]
    struct Tuple(f32, bool);
    let values = (
        [
            Of::Unit,
            Of::New('ü'),
            Of::Pair(1, -1),
            Of::Fields { a: None },
        ],
        Unit,
        Tuple(0.5, true),
        BTreeMap::from([(true, 'x')]),
    );
    let ours = writer::write(&values).unwrap();
    assert_eq!(
        ours.root().to_json().to_string(),
        serde_json::to_string(&values).unwrap()
    );
}
