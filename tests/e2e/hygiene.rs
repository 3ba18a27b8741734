//! A crate without the prelude, where names of the standard library mean something else: what the
//! macros expand to finds everything by its whole path.

use crate::consumer::Consumer;

/// Inputs of every kind, and every tag.
const PROMPT: &str = r#"---
input:
  schema:
    text: string
    tone(enum): [formal, warm]
    number: number
    whole: integer
    flag: boolean
    anything: any
    list(array): string
    products(array):
      name: string
      price?: number
      tags(array): string
    limits(object):
      (*): integer
    lead(object):
      name: string
      note?: string
    plan?: string
    seats?: integer
    approved?: boolean
    names?(array): string
    company?(object):
      name: string
    site?: string
    size?: integer
  default: { size: 7 }
output:
  schema: { body: string }
---
{{role "system"}}
{{text}} {{tone}} {{number}} {{whole}} {{flag}} {{anything}} {{plan}} {{seats}} {{approved}} {{size}}
{{#if flag}}yes{{else if whole}}whole{{else}}no{{/if}} {{#unless plan}}none{{/unless}} {{#if anything}}any{{/if}}
{{#if seats includeZero=true}}seats{{/if}} {{#if approved}}ok{{/if}} {{#if list}}list{{/if}} {{#if names}}names{{/if}}
{{#ifEquals tone "warm"}}warm{{/ifEquals}} {{#unlessEquals plan text}}unlike{{/unlessEquals}} {{#ifEquals number whole}}same{{/ifEquals}}
{{#each list}}{{@index}}{{this}}{{#if @first}} first{{/if}}{{#unless @last}}, {{/unless}}{{else}}empty{{/each}}
{{#each products}}
- {{@index}} {{name}} at {{price}}: {{#each tags}}{{this}}{{@../index}} {{/each}}
{{/each}}
{{#each limits as |limit kind|}}{{kind}} {{@key}} {{limit}}; {{/each}}{{limits.seats}}
{{#each names}}{{this}}{{@last}}{{else}}nobody{{/each}}
{{#with lead}}{{name}} {{note}}{{/with}} {{#with company}}{{name}}{{else}}no company{{/with}} {{lead.note}}
{{json lead}} {{json products indent=2}} {{json plan}} {{json limits}} {{json number}}
{{upper text}} {{concat (lower tone) number whole flag anything (trim plan)}} {{trim anything}} {{join list ", "}} {{join names (lower text)}}
{{default plan "none"}} {{default plan (upper text)}} {{default seats 3}} {{len list}} {{len names}} {{len limits}} {{len text}} {{len anything}}
{{#if (and (eq tone "warm") (gt number whole) (not flag) (or plan seats))}}a{{/if}}{{#if (contains list text)}}b{{/if}}{{#if (contains names "n")}}c{{/if}}
{{#if (contains text tone)}}d{{/if}}{{#if (lte seats number)}}e{{/if}}{{#if (ne (upper text) (default plan (lower text)))}}f{{/if}}{{eq flag true}}
{{lookup list whole}} {{lookup names whole}} {{lookup limits tone}} {{lookup (lookup products size) "price"}} {{len (lookup (lookup products 0) "tags")}}
{{json (lookup products 0)}} {{json (upper text)}} {{json (eq flag true)}} {{json (default plan (upper text))}}
{{history}}
{{role "user"}}
Look: {{media url=site contentType="image/png"}} {{section "code"}} {{> signature}}
"#;

const SIGNATURE: &str = "  {{#each list}}- {{this}}{{/each}}\n";

/// What another environment pins, and asks for more.
const RELEASED: &str = "---
input:
  schema:
    products(array):
      name: string
      tags(array): string
      stock: integer
    limits(object):
      (*): integer
    names?(array): string
    plan?: string
    lead(object):
      name: string
      city: string
---
{{#each products}}{{name}} {{stock}}{{#each tags}}{{this}}{{/each}}{{/each}}{{limits.team}} {{lead.city}} {{plan}}{{#each names}}{{this}}{{/each}}
";
const SHA256: &str = "b52848e1dc78f789d8c3aadc3b9676598225d9bd51c28a01f6d382524ff9b78f";

/// Traits that every type implements, with the names of methods that expansions could call.
const PROGRAM: &str = r#"#![no_implicit_prelude]
#![forbid(unsafe_code)]
#![deny(warnings)]

use ::prompt_runtime::{catalog, environment, flag, prompt, prompts, try_prompt};

/// Names of the standard library that mean something else here.
#[allow(dead_code)]
mod shadow {
    pub struct Some;
    pub struct None;
    pub struct Ok;
    pub struct Err;
    pub struct Option;
    pub struct Vec;
    pub struct String;
    pub struct Iterator;
    pub struct Clone;
    pub mod std {}
    pub mod alloc {}
    pub mod prompt_core {}
}
#[allow(unused_imports)]
use shadow::{Clone, Err, Iterator, None, Ok, Option, Some, String, Vec};

/// Constants: a pattern of the same name would compare with them.
#[allow(dead_code, non_upper_case_globals)]
mod constants {
    pub const rendered: () = ();
    pub const changed: () = ();
    pub const value: () = ();
    pub const item: () = ();
    pub const record: () = ();
    pub const prompt_argument_0: () = ();
    pub const prompt_input_0: () = ();
    pub const prompt_text: () = ();
    pub const prompt_texts: () = ();
    pub const prompt_size: () = ();
    pub const prompt_item_0: () = ();
    pub const prompt_value: () = ();
}
#[allow(unused_imports)]
use constants::*;

/// Methods that every value has, as far as it has none of its own.
#[allow(dead_code)]
trait Everything {
    fn enumerate(self) where Self: ::core::marker::Sized {}
    fn into(self) where Self: ::core::marker::Sized {}
    fn clone(&self) {}
    fn into_iter(self) where Self: ::core::marker::Sized {}
    fn to_scalar(&self) {}
    fn as_text(&self) {}
    fn items(&self) {}
    fn entries(&self) {}
    fn value(&self) {}
    fn len(&self) {}
    fn is_empty(&self) {}
    fn is_some(&self) {}
    fn map(self) where Self: ::core::marker::Sized {}
    fn map_or(self) where Self: ::core::marker::Sized {}
    fn and_then(self) where Self: ::core::marker::Sized {}
    fn unwrap_or(self) where Self: ::core::marker::Sized {}
    fn unwrap_or_default(self) where Self: ::core::marker::Sized {}
    fn filter(self) where Self: ::core::marker::Sized {}
    fn push(&mut self) {}
    fn text(&self) {}
    fn finish(self) where Self: ::core::marker::Sized {}
    fn printed(&self) {}
    fn or(self) where Self: ::core::marker::Sized {}
    fn hide(&self) {}
    fn to_string(&self) {}
    fn keep(&self) {}
    fn to_key(&self) {}
    fn scalar(&self) {}
    fn or_made(self) where Self: ::core::marker::Sized {}
    fn is_true(self) where Self: ::core::marker::Sized {}
    fn is_some_and(self) where Self: ::core::marker::Sized {}
    fn nth(&mut self) {}
    fn any(&mut self) {}
    fn contains(&self) {}
    fn prompt_text(&self) {}
    fn prompt_scalar(&self) {}
    fn prompt_tested(&self) {}
    fn prompt_option(&self) {}
    fn prompt_push(&self) {}
}
impl<T: ?::core::marker::Sized> Everything for T {}

#[derive(::serde::Serialize)]
struct Product {
    name: &'static str,
    price: ::core::option::Option<f64>,
    tags: [&'static str; 2],
    stock: u8,
}

#[derive(::serde::Serialize)]
struct Lead {
    name: &'static str,
    note: ::core::option::Option<&'static str>,
    city: &'static str,
}

static ALONE: &::prompt_runtime::Prompt = prompt!("status-page");
const TEXT: &str = prompt!("status-page").text();

fn main() {
    let products = [Product { name: "Team", price: ::core::option::Option::Some(49.5), tags: ["a", "b"], stock: 3 }];
    let limits = [("seats", 25), ("team", 2)];
    let lead = Lead { name: "Mara", note: ::core::option::Option::None, city: "Ulm" };
    let history = [::prompt_runtime::Message::new(::prompt_runtime::Role::User, "before")];
    let (number, whole, flag, anything) = (2.5_f32, -3_i64, true, 12_u8);
    let list = ["x", "y"];
    let all = prompt!("welcome-note", text = "Hi", tone = "warm", number, whole, flag, anything, list, products = &products,
        limits, lead = &lead, plan = ::core::option::Option::Some("team"), seats = 4, approved = true, names = ["n"],
        company = ::core::option::Option::Some(&lead), site = "https://x.example/a.png", size = 9, history = &history);
    let few = prompt!("welcome-note", text = "Hi", tone = "warm", number, whole, flag, anything, list, products = &products, limits, lead = &lead, ..);
    let secret = prompt!("welcome-note", secret text = "Hi", tone = "warm", secret number, secret whole, flag, secret anything, secret list,
        secret products = &products, secret limits, secret lead = &lead, secret plan = ::core::option::Option::Some("team"),
        secret seats = 4, approved = true, secret names = ::core::option::Option::Some(["n"]), secret company = &lead, secret site = "https://x.example/a.png",
        secret history = &history);
    let fixed = prompt!("status-page", ..);
    let tone = ::core::option::Option::Some('x');
    let checked = try_prompt!("welcome-note", text = 'x', tone = ::prompt_runtime::display(&'x'), number, whole, flag, anything = tone, list,
        products = &products, limits, lead = &lead, plan = tone);
    ::core::assert!(::core::result::Result::is_err(&checked));
    ::std::println!("{} {} {} {}", all.messages().len(), few.messages().len(), secret.messages().len(), fixed.messages().len());
    ::std::println!("{} {} {}", ALONE.id, TEXT.len() == ALONE.text().len(), prompts!().len());
    let entry = ::core::result::Result::unwrap(catalog!().get("status-page"));
    ::std::println!("{}", ::core::result::Result::unwrap(entry.render(&())).messages().len());
    if flag!("short_greeting") {
        ::std::println!("{}", environment!().name);
    }
    more(&all);
}
"#;

/// What the program does with the features on.
const USES: [(&str, &str); 3] = [
    (
        "json,dynamic",
        "fn more(_: &::prompt_runtime::Rendered) {}\n",
    ),
    (
        "json,serde,limit,dynamic",
        "fn more(sent: &::prompt_runtime::Rendered) {
    let limiter = ::prompt_runtime::limit::Limiter::new(environment!());
    ::core::assert!(::core::result::Result::is_ok(&limiter.try_acquire()));
    ::core::assert!(sent.request().to_json().len() > 9);
}\n",
    ),
    (
        "json,sample,tracing,dynamic",
        "fn more(sent: &::prompt_runtime::Rendered) {
    let call = sent.trace();
    call.failed(\"timeout\", \"no answer\");
}\n",
    ),
];

/// A package with prompts that have inputs of every kind, and every tag.
pub fn consumer(name: &str) -> Consumer {
    let consumer = Consumer::new(name);
    consumer.write("prompts/welcome-note/local.prompt", PROMPT);
    consumer.write("prompts/welcome-note/1.0.0.prompt", RELEASED);
    consumer.write("prompts/partials/signature.prompt", SIGNATURE);
    let ledger = consumer.read("prompts/welcome-note/releases.yaml");
    let of_fixture = "9b4e74cdd9d049689dc6c1444fc3cb0b841c0c741e596bd7be8dc95a19cf3a2c";
    consumer.write(
        "prompts/welcome-note/releases.yaml",
        ledger.replace(of_fixture, SHA256),
    );
    consumer
}

/// Turns features of `prompt-runtime` on.
pub fn with_features(consumer: &Consumer, fixture: &str, features: &str) {
    let quoted = features.replace(',', "\", \"");
    let dependencies = format!(
        "/prompt-runtime\", features = [\"{quoted}\"] }}\nserde = {{ version = \"1\", features = [\"derive\"] }}"
    );
    let manifest = fixture.replacen("/prompt-runtime\" }", &dependencies, 1);
    consumer.write("Cargo.toml", manifest);
}

#[test]
fn expansions_need_no_name_in_scope() {
    let consumer = consumer("hygiene");
    let fixture = consumer.read("Cargo.toml");
    let reloaded = USES.map(|(features, more)| (format!("{features},hot-reload"), more));
    let plain = USES.map(|(features, more)| (features.to_owned(), more));
    for (features, more) in plain.into_iter().chain(reloaded) {
        with_features(&consumer, &fixture, &features);
        consumer.write("src/main.rs", format!("{PROGRAM}\n{more}"));
        let printed = consumer.output("cargo run");
        assert_eq!(
            printed, "3 2 3 1\nstatus-page true 2\n1\ndevelopment\n",
            "{features}"
        );
    }
    // The version of production, which asks for other inputs.
    with_features(&consumer, &fixture, "json,sample,tracing,dynamic");
    consumer.output("cargo build --features production");
}
