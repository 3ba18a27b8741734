//! Rust values for each type of input, the crates `chrono`, `uuid` and `serde_json` included.

use std::fmt::Write as _;

use crate::consumer::Consumer;

/// What a row shows, the schema of the inputs (empty: none), the body, the inputs of a call, and
/// what it renders.
type Row = (
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    &'static str,
);

/// Values that serve without a feature.
const PLAIN: &[Row] = &[
    (
        "a type with `Display` is a text",
        "tone: string, same: string, boxed: string",
        "{{tone}} {{same}} {{boxed}}",
        "tone = Tone::Warm, same = &&Tone::Warm, boxed = Box::new(Tone::Warm)",
        "warm warm warm",
    ),
    (
        "`Text` counts more than `Display`",
        "plan: string, anything: any",
        "{{plan}} {{anything}} {{#if plan}}yes{{/if}}",
        "plan = Plan, anything = Plan",
        "team team yes",
    ),
    (
        "a character",
        "mark: string, anything: any",
        "{{mark}}{{anything}}",
        "mark = 'é', anything = '-'",
        "é-",
    ),
    (
        "a formatted text",
        "name: string",
        "{{name}}",
        "name = format_args!(\"{}-{}\", 1, 2)",
        "1-2",
    ),
    (
        "a trait object",
        "name: string",
        "{{name}}",
        "name = &Tone::Warm as &dyn std::fmt::Display",
        "warm",
    ),
    (
        "a number or a `bool` in a wrapper",
        "a: number, b: integer, c: boolean, d: any, e: integer, f: any, g: boolean",
        "{{#if (gt a 0)}}{{a}}{{/if}} {{b}} {{c}} {{#unless d}}none{{/unless}} {{e}} {{#unless f}}none{{/unless}} {{g}}",
        "a = std::borrow::Cow::Borrowed(&7), b = std::num::Wrapping(7_u8), c = Box::new(true), d = std::num::Saturating(0), \
         e = std::cell::RefCell::new(7).borrow(), \
         f = std::pin::Pin::new(&0), g = std::rc::Rc::new(false)",
        "7 7 true none 7 none false",
    ),
    (
        "a number that is wanted as a text",
        "order: string, size?: string",
        "{{order}} {{size}}",
        "order = display(&4711), size = Some(display(2.5))",
        "4711 2.5",
    ),
    (
        "an `Option` of a type with `Display`",
        "tone?: string, none?: string, anything: any, nothing: any",
        "{{tone}}{{none}} {{anything}}{{#if nothing}}some{{else}}none{{/if}}",
        "tone = Some(Tone::Warm), none = None::<Tone>, anything = Some(Tone::Warm), nothing = None::<Tone>",
        "warm warmnone",
    ),
    (
        "types of other crates in fields, in lists and in maps",
        "order(object): { id: string, placed: string, paid?: string }, ids(array): string, days: { (*): string }",
        "{{order.id}} {{order.placed}} {{#if order.paid}}paid {{order.paid}}{{/if}} {{#each ids}}{{this}} {{/each}}{{#each days}}{{@key}}: {{this}}{{/each}}",
        "order = &order(), ids = [order().id], days = [(\"due\", order().placed)]",
        "00000000-0000-0000-0000-00000000002a 2026-09-21 paid 2026-09-21 00000000-0000-0000-0000-00000000002a due: 2026-09-21",
    ),
    (
        "the same without a schema",
        "",
        "{{order.id}} {{#if order.paid}}paid {{order.paid}}{{/if}} {{#each ids}}{{this}}{{/each}}",
        "order = order(), ids = vec![Some(order().id), None]",
        "00000000-0000-0000-0000-00000000002a paid 2026-09-21 00000000-0000-0000-0000-00000000002a",
    ),
    (
        "many texts that print themselves, and a field with the name of a type",
        "rows(array): { usize: string, note?: string }",
        "{{#each rows}}{{usize}}{{#if note}}!{{/if}}{{/each}}",
        "rows = ('a'..='z').map(|usize| Row { usize, note: None }).collect::<Vec<_>>()",
        "abcdefghijklmnopqrstuvwxyz",
    ),
    (
        "an enum, and a comparison with a choice",
        "tone(enum): [warm, formal]",
        "{{#ifEquals tone \"warm\"}}Hi{{else}}Dear{{/ifEquals}} {{tone}}",
        "tone = Tone::Warm",
        "Hi warm",
    ),
    (
        "an `Option` of each kind without a schema",
        "",
        "{{#if rows}}some{{/if}}{{#each rows}}{{usize}}{{else}}none{{/each}} {{#with lead}}{{name}}{{else}}nobody{{/with}} {{lead.name}} {{#if flag}}on{{else}}off{{/if}} {{note}}",
        "rows = Some(vec![Row { usize: 'x', note: None }]), lead = Some(&LEAD), flag = Some(true), note = Some(\"hi\")",
        "somex Mara Mara on hi",
    ),
    (
        "a reference to an `Option` of each kind, without a schema",
        "",
        "{{tone}}{{#if tone}}!{{/if}}{{gone}}{{#if gone}}!{{/if}} {{plan}}{{#if plan}}!{{/if}} {{#if tags}}some{{/if}}{{#if map}} map{{/if}} {{#each tones}}{{this}}{{#if this}}!{{/if}}{{/each}}",
        "tone = &Some(Tone::Warm), gone = &None::<Tone>, plan = &Some(Plan), tags = &Some(vec![Tone::Warm]), \
         map = &Some([(\"a\", Tone::Warm)]), tones = [&Some(Tone::Warm), &None]",
        "warm! team! some map warm!",
    ),
    (
        "an `Option` of each kind that is `None`, without a schema",
        "",
        "{{#if rows}}some{{/if}}{{#each rows}}{{usize}}{{else}}none{{/each}} {{#with lead}}{{name}}{{else}}nobody{{/with}} {{lead.name}} {{#if flag}}on{{else}}off{{/if}} {{note}}",
        "rows = None::<Vec<Row>>, lead = None::<&LeadView>, flag = None::<bool>, note = None::<&str>",
        "none nobody  off ",
    ),
    (
        "`None` alone",
        "",
        "{{#each rows}}{{usize}}{{else}}none{{/each}} {{#with lead}}{{name}}{{else}}nobody{{/with}} {{lead.name}} {{#if flag}}on{{else}}off{{/if}} {{note}}",
        "rows = None, lead = None, flag = None, note = None",
        "none nobody  off ",
    ),
    (
        "an `Option` in a field, without a schema",
        "",
        "{{#each rows}}{{#with company}}{{name}}{{else}}nobody{{/with}} {{company.name}}; {{#each tags}}{{this}}{{else}}no tags{{/each}}.{{/each}}",
        "rows = [Member { company: Some(LEAD), tags: None }, Member { company: None, tags: Some(vec!['x']) }]",
        "Mara Mara; no tags.nobody ; x.",
    ),
    (
        "a map with integers for keys",
        "rooms: { (*): integer }",
        "{{#each rooms}}{{@key}}: {{this}}{{#unless @last}}, {{/unless}}{{/each}}",
        "rooms = &BTreeMap::from([(10_u8, 2), (9, 4)])",
        "9: 4, 10: 2",
    ),
    (
        "pairs with integers for keys, and a comparison with a key",
        "rooms: { (*): integer }",
        "{{#each rooms as |seats room|}}{{#ifEquals room \"-1\"}}cellar{{else}}{{room}}{{/ifEquals}} {{seats}};{{/each}}",
        "rooms = vec![(-1_i64, 2), (i64::MAX, 4)]",
        "cellar 2;9223372036854775807 4;",
    ),
    (
        "a `HashSet`, sorted, and an iterator, collected",
        "tags(array): string, names(array): string",
        "{{#each tags}}{{this}} {{/each}}{{#each names}}{{this}} {{/each}}",
        "tags = HashSet::from(['b', 'a']).into_iter().collect::<BTreeSet<_>>(), names = [LEAD].iter().map(|lead| lead.name).collect::<Vec<_>>()",
        "a b Mara ",
    ),
    (
        "a struct with private fields, by a view",
        "lead(object): { name: string, company: string }, leads(array): { name: string, company: string }",
        "{{lead.name}} of {{lead.company}}{{#each leads}}, {{name}}{{/each}}",
        "lead = crm::lead().view(), leads = [crm::lead()].iter().map(crm::Lead::view).collect::<Vec<_>>()",
        "Mara of Nordlicht, Mara",
    ),
    (
        "a path, by its `display`",
        "file: string",
        "{{file}}",
        "file = Path::new(\"a/b.txt\").display()",
        "a/b.txt",
    ),
];

/// Values that serve with the feature `std`, which others imply.
const WITH_STD: &[Row] = &[
    (
        "paths",
        "file: string, files(array): string, anything: any",
        "{{file}} {{#each files}}{{this}} {{/each}}{{anything}}",
        "file = Path::new(\"a/b.txt\"), files = [PathBuf::from(\"c\")], anything = &PathBuf::from(\"d\")",
        "a/b.txt c d",
    ),
    (
        "an `Option` of a path without a schema",
        "",
        "{{file}}{{#if file}}!{{/if}} {{#each files}}{{this}}{{#if this}}!{{/if}} {{/each}}{{none}}{{#if none}}!{{/if}}.",
        "file = Some(Path::new(\"a\")), files = [&Some(PathBuf::from(\"b\")), &None], none = None::<PathBuf>",
        "a! b!  .",
    ),
];

/// Values that serve with the feature `json`.
const WITH_JSON: &[Row] = &[
    (
        "single values of `serde_json`",
        "",
        "{{text}} {{number}} {{#if zero}}some{{else}}zero{{/if}} {{flag}} {{#if nothing}}some{{else}}none{{/if}} {{list}}.",
        "text = json!(\"Mara\"), number = &json!(2.5), zero = json!(0), flag = Box::new(json!(true)), nothing = json!(null), list = Some(json!([1]))",
        "Mara 2.5 zero true none .",
    ),
    (
        "a reference to an `Option` of a value of `serde_json`",
        "",
        "{{list}}{{#if list}}some{{/if}} {{text}}{{#if text}}!{{/if}}",
        "list = &Some(json!([1])), text = &Some(json!(\"Mara\"))",
        "some Mara!",
    ),
    (
        "lists of `serde_json`",
        "rows(array): any, none(array): any",
        "{{#each rows}}{{@index}}: {{this}}{{#unless @last}}, {{/unless}}{{/each}} {{#each none}}{{this}}{{else}}none{{/each}}",
        "rows = json!([1, \"two\", null, true]), none = json!({})",
        "0: 1, 1: two, 2: , 3: true none",
    ),
    (
        "maps of `serde_json`",
        "limits: { (*): any }, same: { (*): any }, none: { (*): any }",
        "{{#each limits}}{{@key}}={{this}} {{/each}}{{#each same}}{{@key}} {{/each}}{{#each none}}{{this}}{{else}}none{{/each}} {{json limits}}",
        "limits = json!({ \"seats\": 25, \"api\": \"on\" }), same = json!({ \"a\": 1 }).as_object().unwrap(), none = json!([])",
        "api=on seats=25 a none {\"api\":\"on\",\"seats\":25}",
    ),
    (
        "integer keys and values with `Display` as JSON",
        "rooms: { (*): integer }, order: any",
        "{{json rooms}} {{json order}}",
        "rooms = BTreeMap::from([(10_u8, 2), (9, 4)]), order = display(4711)",
        "{\"9\":4,\"10\":2} \"4711\"",
    ),
];

const TONES: &str = "tone(enum): [warm, formal]";
/// In JSON Schema, which has enums as the values of a map.
const GUESTS: &str = "type: object, required: [guests, tones], properties: { \
    guests: { type: array, items: { type: object, required: [tone], properties: { tone: { enum: [warm, formal] } } } }, \
    tones: { type: object, additionalProperties: { enum: [warm, formal] } } }";

/// Calls of `try_prompt!`.
const CHECKED: &[Row] = &[
    (
        "a choice",
        TONES,
        "{{tone}}",
        "tone = String::from(\"warm\")",
        "warm",
    ),
    (
        "a text that is no choice",
        TONES,
        "{{tone}}",
        "tone = String::from(\"cold\")",
        "`tone` of the prompt `{id}` is none of its choices: `warm`, `formal`",
    ),
    (
        "a type of the program's own",
        TONES,
        "{{tone}}",
        "tone = Tone::Warm",
        "warm",
    ),
    (
        "a secret is not in the message",
        TONES,
        "{{tone}}",
        "secret tone = \"cold\".to_owned()",
        "`tone` of the prompt `{id}` is none of its choices: `warm`, `formal`",
    ),
    (
        "an input that is left out",
        "tone?(enum): [warm, formal]",
        "Hi {{tone}}",
        "..",
        "Hi ",
    ),
    (
        "an `Option` that is no choice",
        "tone?(enum): [warm, formal]",
        "Hi {{tone}}",
        "tone = Some(String::new())",
        "`tone` of the prompt `{id}` is none of its choices: `warm`, `formal`",
    ),
    (
        "fields and values",
        GUESTS,
        "{{#each guests}}{{tone}} {{/each}}{{#each tones}}{{this}} {{/each}}",
        "guests = [Guest { tone: \"warm\" }], tones = [(\"a\", \"formal\")]",
        "warm formal ",
    ),
    (
        "a field that is no choice",
        GUESTS,
        "{{#each guests}}{{tone}} {{/each}}{{#each tones}}{{this}} {{/each}}",
        "guests = [Guest { tone: \"warm\" }, Guest { tone: \"cold\" }], tones = [(\"a\", \"formal\")]",
        "`guests[].tone` of the prompt `{id}` is none of its choices: `warm`, `formal`",
    ),
    (
        "a value that is no choice",
        GUESTS,
        "{{#each guests}}{{tone}} {{/each}}{{#each tones}}{{this}} {{/each}}",
        "guests = [Guest { tone: \"warm\" }], tones = [(\"a\", \"cold\")]",
        "`tones[]` of the prompt `{id}` is none of its choices: `warm`, `formal`",
    ),
    ("a prompt without inputs", "", "Hi", "", "Hi"),
];

const PRELUDE: &str = r#"#![allow(dead_code, unused_imports)]
#![forbid(unsafe_code)]

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::fmt;
use std::path::{Path, PathBuf};

use prompt_runtime::{RenderError, Rendered, Text, display, prompt, try_prompt};
use serde_json::json;

enum Tone {
    Warm,
}

impl fmt::Display for Tone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("warm")
    }
}

struct Plan;

impl fmt::Display for Plan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Team plan")
    }
}

impl Text for Plan {
    fn as_text(&self) -> &str {
        "team"
    }
}

struct Order {
    id: uuid::Uuid,
    placed: chrono::NaiveDate,
    paid: Option<chrono::NaiveDate>,
}

fn order() -> Order {
    let day = chrono::NaiveDate::from_ymd_opt(2026, 9, 21).unwrap();
    Order { id: uuid::Uuid::from_u128(42), placed: day, paid: Some(day) }
}

struct Row {
    usize: char,
    note: Option<Tone>,
}

struct LeadView<'a> {
    name: &'a str,
    company: &'a str,
}

const LEAD: LeadView<'static> = LeadView { name: "Mara", company: "Nordlicht" };

struct Member {
    company: Option<LeadView<'static>>,
    tags: Option<Vec<char>>,
}

struct Guest {
    tone: &'static str,
}

mod crm {
    pub struct Lead {
        name: String,
        company: Option<String>,
    }

    impl Lead {
        pub fn view(&self) -> super::LeadView<'_> {
            let company = self.company.as_deref().unwrap_or("nobody");
            super::LeadView { name: &self.name, company }
        }
    }

    pub fn lead() -> Lead {
        Lead { name: "Mara".to_owned(), company: Some("Nordlicht".to_owned()) }
    }
}

fn checked(result: Result<Rendered, RenderError>) -> String {
    result.map_or_else(|error| error.to_string(), |rendered| rendered.to_string())
}
"#;

#[test]
fn values_without_a_feature() {
    render("", &[PLAIN]);
}

#[test]
fn values_with_features() {
    render("json", &[PLAIN, WITH_STD, WITH_JSON]);
}

/// Logs and hot reload look at the values as well.
#[test]
fn values_that_are_logged_and_reloaded() {
    render("hot-reload,json,tracing", &[PLAIN, WITH_STD, WITH_JSON]);
}

/// Renders all rows in one program, and compares.
fn render(features: &str, tables: &[&[Row]]) {
    let name = format!(
        "values-{}",
        if features.is_empty() {
            "plain".to_owned()
        } else {
            features.replace(',', "-")
        }
    );
    let consumer = Consumer::new(&name);
    let quoted = features.replace(',', "\", \"");
    let features = if features.is_empty() {
        String::new()
    } else {
        format!(", features = [\"{quoted}\"]")
    };
    let dependencies = format!(
        "/prompt-runtime\"{features} }}
chrono = {{ version = \"0.4\", default-features = false, features = [\"alloc\"] }}
serde_json = \"1\"
uuid = {{ version = \"1\", default-features = false }}"
    );
    let manifest = consumer.read("Cargo.toml");
    consumer.write(
        "Cargo.toml",
        manifest.replacen("/prompt-runtime\" }", &dependencies, 1),
    );
    let rows = tables
        .iter()
        .flat_map(|table| table.iter().map(|row| ("prompt", row)));
    let rows = rows.chain(CHECKED.iter().map(|row| ("try_prompt", row)));
    let (mut main, mut pins, mut expected) = (String::new(), String::new(), String::new());
    for (number, (by, (what, schema, body, inputs, text))) in rows.enumerate() {
        let id = format!("case-{number}");
        let front = if schema.is_empty() {
            String::new()
        } else {
            format!("---\ninput: {{ schema: {{ {schema} }} }}\n---\n")
        };
        consumer.write(
            format!("prompts/{id}/local.prompt"),
            format!("{front}{body}"),
        );
        writeln!(pins, "  {id}: {{ development: latest }}").unwrap();
        let call = match by {
            "prompt" => format!("prompt!({id:?}, {inputs}).to_string()"),
            _ => format!("checked(try_prompt!({id:?}, {inputs}))"),
        };
        writeln!(main, "    println!(\"{{}}: {{:?}}\", {what:?}, {call});").unwrap();
        writeln!(expected, "{what}: {:?}", text.replace("{id}", &id)).unwrap();
    }
    let configuration = consumer.read("prompts/environments.yaml");
    consumer.write(
        "prompts/environments.yaml",
        format!("{configuration}{pins}"),
    );
    consumer.write(
        "src/main.rs",
        format!("{PRELUDE}\nfn main() {{\n{main}}}\n"),
    );
    assert_eq!(consumer.output("cargo run"), expected);
}
