//! Named schemas: what takes the place of a name, and where errors are reported.

use std::cell::Cell;

use prompt_core::js::Json;

use super::{check, codes, front_matter, read, shared_file, shared_names, show_inputs, sound};
use crate::library::PromptFile;
use crate::report::{Finding, Findings};
use crate::source::Source;
use crate::template::SharedFiles;
use crate::template::finding_limit::MAX_FINDINGS;

type Files = &'static [(&'static str, &'static str)];

const FILES: Files = &[
    (
        "Product.yaml",
        "name: string, as in the shop\nprice(object):\n  net: number\n",
    ),
    ("Sku.yaml", "string, the stock keeping unit\n"),
    (
        "Basket.yaml",
        "products(array, all that is in it): Product\nsku?: Sku\n",
    ),
    ("Alias.yaml", "Product\n"),
    (
        "Json.yaml",
        "type: object\nproperties:\n  name: { type: string }\nrequired: [name]\n",
    ),
    ("Broken.yaml", "name: strng\n"),
    ("Deep-Broken.yaml", "inner: Broken\n"),
    ("Unread.yaml", "name: [\n"),
    ("Empty.yaml", "# later\n"),
    ("Twice.yaml", "a: string\na: number\n"),
    ("List.yaml", "- a\n- b\n"),
    ("Node.yaml", "value: string\nnext?: Node\n"),
    ("Chicken.yaml", "from: Egg\n"),
    ("Egg.yaml", "from: Chicken\n"),
];

/// The name of a row, the schema of the inputs, and the inputs.
const INPUTS: &[(&str, &str, &str)] = &[
    (
        "a field",
        "product: Product",
        "product: {name: string (as in the shop), price: {net: number}}",
    ),
    (
        "a field with a description",
        "product: Product, what we sell",
        "product: {name: string (as in the shop), price: {net: number}} (what we sell)",
    ),
    (
        "an optional field with a description",
        "product?: Product, what (and, how) we sell",
        "product?: {name: string (as in the shop), price: {net: number}}? (what (and, how) we sell)",
    ),
    (
        "an object by its name",
        "product(object, ours): Product",
        "product: {name: string (as in the shop), price: {net: number}} (ours)",
    ),
    (
        "an object that is described at the name",
        "product(object): Product, ours",
        "product: {name: string (as in the shop), price: {net: number}} (ours)",
    ),
    (
        "a list",
        "products(array, all): Product",
        "products: [{name: string (as in the shop), price: {net: number}}] (all)",
    ),
    (
        "a scalar",
        "sku: Sku",
        "sku: string (the stock keeping unit)",
    ),
    (
        "a scalar with a description",
        "sku: Sku, ours",
        "sku: string (ours)",
    ),
    (
        "scalars with a description",
        "skus(array): Sku, ours",
        "skus: [string (ours)]",
    ),
    (
        "all other keys",
        "prices: { \"(*)\": Product }",
        "prices: {*: {name: string (as in the shop), price: {net: number}}}",
    ),
    (
        "a schema in a schema",
        "basket: Basket",
        "basket: {products: [{name: string (as in the shop), price: {net: number}}] (all that is in it), \
         sku?: string? (the stock keeping unit)}",
    ),
    (
        "another name of a schema",
        "product: Alias",
        "product: {name: string (as in the shop), price: {net: number}}",
    ),
    (
        "deep in the schema",
        "a:\n  b(array):\n    c?: Sku",
        "a: {b: [{c?: string? (the stock keeping unit)}]}",
    ),
    (
        "a choice of the same word",
        "kind(enum): [Product, Sku]",
        "kind: \"Product\"|\"Sku\"",
    ),
];

#[test]
fn a_schema_takes_the_place_of_its_name() {
    check(INPUTS, |schema| {
        let text = front_matter(&["input", "schema"], schema) + "Hi.\n";
        sound(read(&text, &files())).map_or_else(|codes| codes, |read| show_inputs(&read.inputs))
    });
}

#[test]
fn a_schema_can_be_that_of_all_inputs() {
    for (schema, expected) in [
        (
            "Product",
            "name: string (as in the shop), price: {net: number}",
        ),
        (
            "Alias",
            "name: string (as in the shop), price: {net: number}",
        ),
        ("Json", "name: string"),
    ] {
        let text = format!("---\ninput: {{ schema: {schema} }}\n---\nHi.\n");
        let template = sound(read(&text, &files())).unwrap();
        assert_eq!(show_inputs(&template.inputs), expected);
    }
}

/// The name of a row, the schema of the answer, and the JSON Schema.
const ANSWERS: &[(&str, &str, &str)] = &[
    (
        "Picoschema",
        "Product",
        r#"{"type":"object","properties":{"name":{"type":"string","description":"as in the shop"},"price":{"type":"object","properties":{"net":{"type":"number"}},"required":["net"],"additionalProperties":false}},"required":["name","price"],"additionalProperties":false}"#,
    ),
    (
        "JSON Schema",
        "Json",
        r#"{"type":"object","properties":{"name":{"type":"string"}},"required":["name"]}"#,
    ),
    (
        "JSON Schema with a description",
        "Json, the product",
        r#"{"type":"object","properties":{"name":{"type":"string"}},"required":["name"],"description":"the product"}"#,
    ),
    (
        "a scalar",
        "Sku, ours",
        r#"{"type":"string","description":"ours"}"#,
    ),
];

#[test]
fn an_answer_can_have_a_named_schema() {
    check(ANSWERS, |schema| {
        let text = format!("---\noutput: {{ schema: \"{schema}\" }}\n---\nHi.\n");
        match sound(read(&text, &files())) {
            Ok(template) => template
                .output
                .and_then(|output| output.schema)
                .as_ref()
                .map_or_else(String::new, Json::to_string),
            Err(codes) => codes,
        }
    });
}

/// The name of a row, the schema of the inputs, and the findings: the file and the text at the
/// place, the message, and the ways out.
const REFUSED: &[(&str, &str, &str)] = &[
    (
        "no schema",
        "product: Produkt, ours",
        "invalid-schema note.prompt `Produkt` unknown type `Produkt`, expected `any`, `boolean`, \
         `integer`, `null`, `number`, `string` [did you mean `Product`?]",
    ),
    (
        "nothing like it",
        "customer: Customer",
        "invalid-schema note.prompt `Customer` unknown type `Customer`, expected `any`, `boolean`, \
         `integer`, `null`, `number`, `string` [put it at `schemas/Customer.yaml`]",
    ),
    (
        "an error in the file",
        "product: Broken\nother: Broken",
        "invalid-schema schemas/Broken.yaml `strng` unknown type `strng`, expected `any`, `boolean`, \
         `integer`, `null`, `number`, `string` [did you mean `string`?]",
    ),
    (
        "an error in a file of a file",
        "product: Deep-Broken",
        "invalid-schema schemas/Broken.yaml `strng` unknown type `strng`, expected `any`, `boolean`, \
         `integer`, `null`, `number`, `string` [did you mean `string`?]",
    ),
    (
        "no YAML",
        "product: Unread",
        "invalid-yaml schemas/Unread.yaml `` invalid YAML: the bracket `[` is not closed [write `]` at the end of the \
         value; put a text that begins with `[` in quotes]",
    ),
    (
        "an empty file",
        "product: Empty",
        "invalid-schema schemas/Empty.yaml `` the schema `Empty` is empty [write names and their types, \
         as in `name: string`]",
    ),
    (
        "a name twice",
        "product: Twice",
        "duplicate-key schemas/Twice.yaml `a` duplicate key `a` []",
    ),
    (
        "no schema in the file",
        "product: List",
        "unexpected-type schemas/List.yaml `-` unexpected list, expected a type, as in `string`, or a mapping of names to \
         types [a list is written `name(array): string`]",
    ),
    (
        "a schema that contains itself",
        "node: Node",
        "recursive-schema schemas/Node.yaml `Node` the schema `Node` contains itself [write out the \
         levels that are needed; an answer of any depth is JSON Schema with `$defs`]",
    ),
    (
        "two schemas that contain each other",
        "egg: Egg",
        "recursive-schema schemas/Chicken.yaml `Egg` the schema `Egg` contains itself [write out the \
         levels that are needed; an answer of any depth is JSON Schema with `$defs`]",
    ),
    (
        "JSON Schema for a field",
        "product: Json",
        "invalid-schema note.prompt `Json` the schema `Json` is JSON Schema, which is no type of a field \
         [write its file in Picoschema, or use its name as the whole `schema`]",
    ),
    (
        "a description of the items",
        "products?(array, all): Product, ours",
        "invalid-schema note.prompt `Product, ours` a schema of several fields has no description here \
         [describe the field alone: `products?(array, all): Product`]",
    ),
    (
        "the same without another",
        "products(array): Product, ours",
        "invalid-schema note.prompt `Product, ours` a schema of several fields has no description here \
         [describe the field alone: `products(array, ours): Product`]",
    ),
    (
        "two descriptions",
        "product(object, one): Product, two",
        "invalid-schema note.prompt `Product, two` a schema of several fields has no description here \
         [describe the field alone: `product(object, one): Product`]",
    ),
    (
        "a description of other keys",
        "a: { \"(*)\": \"Product, ours\" }",
        "invalid-schema note.prompt `\"Product, ours\"` a schema of several fields has no description \
         here [remove the description, or describe the fields in the file of the schema]",
    ),
    (
        "two mistakes",
        "a: Produkt\nb: Broken\nc: Product",
        "invalid-schema note.prompt `Produkt` unknown type `Produkt`, expected `any`, `boolean`, \
         `integer`, `null`, `number`, `string` [did you mean `Product`?]; invalid-schema \
         schemas/Broken.yaml `strng` unknown type `strng`, expected `any`, `boolean`, \
         `integer`, `null`, `number`, `string` [did you mean `string`?]",
    ),
];

#[test]
fn an_error_is_told_where_it_stands() {
    check(REFUSED, |schema| {
        let text = front_matter(&["input", "schema"], schema) + "Hi.\n";
        let (template, findings) = read(&text, &files());
        assert!(template.is_none(), "{schema}");
        findings
            .sorted()
            .into_iter()
            .map(show)
            .collect::<Vec<_>>()
            .join("; ")
    });
}

fn show(finding: &Finding) -> String {
    let location = &finding.location;
    format!(
        "{} {} `{}` {} [{}]",
        finding.code,
        location.source.path,
        &location.source.text[location.span()],
        finding.message,
        finding.help.join("; ")
    )
}

/// The finding about a circle shows the name that leads there.
#[test]
fn a_circle_has_its_places() {
    let text = front_matter(&["input", "schema"], "egg: Egg") + "Hi.\n";
    let (_, findings) = read(&text, &files());
    let (related, _) = findings.iter().next().unwrap().related.clone().unwrap();
    assert_eq!(
        (related.source.path.as_str(), related.span()),
        ("schemas/Egg.yaml", 6..13)
    );
}

/// Such a name can be that of a property of the answer: the file is right by itself.
#[test]
fn what_is_wrong_only_here_is_told_here() {
    let files = [("Odd.yaml".to_owned(), "\"my field\": string\n".to_owned())];
    let (_, findings) = read(
        "---\ninput: { schema: { a: Odd } }\noutput: { schema: Odd }\n---\nHi.\n",
        &files,
    );
    let places = findings
        .iter()
        .map(|finding| {
            let location = &finding.location;
            (
                location.source.path.as_str(),
                &location.source.text[location.span()],
            )
        })
        .collect::<Vec<_>>();
    assert_eq!(places, [("note.prompt", "Odd")], "{findings:?}");
}

type Chain = (
    &'static str,
    fn(usize) -> Vec<(String, String)>,
    usize,
    &'static str,
);

const LIMITS: &[Chain] = &[
    (
        "as deep as it goes",
        |length| chain(length, |next| format!("a: {next}\n")),
        63,
        "",
    ),
    (
        "deeper",
        |length| chain(length, |next| format!("a: {next}\n")),
        70,
        "nested-too-deep",
    ),
    (
        "other names of other names",
        |length| chain(length, |next| format!("{next}\n")),
        5_000,
        "nested-too-deep",
    ),
    (
        "each schema eight times in the one before",
        |length| chain(length, |next| fields(8, next)),
        20,
        "prompt-too-large",
    ),
    ("a description in a few places", |_| described(15), 2, ""),
    (
        "the same description in many places",
        |_| described(50),
        2,
        "prompt-too-large",
    ),
    (
        "more fields than are compared",
        |_| vec![("p0.yaml".to_owned(), fields(1_001, "string"))],
        1,
        "invalid-schema",
    ),
];

/// A schema that names another in a number of places, and that one with a description of 100 kB.
fn described(places: usize) -> Vec<(String, String)> {
    let described = format!("a: string, {}\n", "d".repeat(100_000));
    vec![
        ("p0.yaml".to_owned(), fields(places, "p1")),
        ("p1.yaml".to_owned(), described),
    ]
}

#[test]
fn schemas_of_schemas_end_soon() {
    for (what, files, length, expected) in LIMITS {
        let text = front_matter(&["input", "schema"], "a: p0") + "Hi.\n";
        let (_, findings) = read(&text, &files(*length));
        assert_eq!(codes(&findings), *expected, "{what}");
    }
}

/// Schemas in a row, each made from the name of the next.
fn chain(length: usize, text: impl Fn(&str) -> String) -> Vec<(String, String)> {
    let file = |number: usize| {
        let text = if number + 1 == length {
            "string\n".to_owned()
        } else {
            text(&format!("p{}", number + 1))
        };
        (format!("p{number}.yaml"), text)
    };
    (0..length).map(file).collect()
}

/// A schema of some fields of one type.
fn fields(count: usize, kind: &str) -> String {
    let fields = (0..count).map(|key| format!("k{key}: {kind}\n"));
    fields.collect::<Vec<_>>().concat()
}

fn files() -> Vec<(String, String)> {
    let owned = |(name, text): &(&str, &str)| ((*name).to_owned(), (*text).to_owned());
    FILES.iter().map(owned).collect()
}

/// Each suggestion lists the folder of the schemas, and compares all names.
#[test]
fn of_many_unknown_names_the_first_have_a_suggestion() {
    let listed = Cell::new(0);
    let load = |kind, name: &str| shared_file(kind, name, FILES);
    let known = |kind| {
        listed.set(listed.get() + 1);
        shared_names(kind, FILES)
    };
    let unknown = (0..3 * MAX_FINDINGS).map(|number| format!("a{number}: Prodct\n"));
    let text = front_matter(&["input", "schema"], &unknown.collect::<String>()) + "Hi.\n";
    let mut findings = Findings::default();
    let file = PromptFile::read(&Source::new("note.prompt", text), &mut findings).unwrap();
    file.template(&SharedFiles::through(&load, &known), &mut findings);
    let helped = findings.iter().filter(|finding| !finding.help.is_empty());
    assert_eq!(helped.count(), MAX_FINDINGS);
    assert_eq!(listed.get(), MAX_FINDINGS);
}
