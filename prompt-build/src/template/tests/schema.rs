//! Types in both languages, and defaults.

use super::{Row, check, front_matter, read, show_inputs, sound};

/// Values of `schema` under `input`.
const PICOSCHEMA: &[Row] = &[
    ("a text", "customer: string", "customer: string"),
    ("a boolean", "urgent: boolean", "urgent: boolean"),
    ("an integer", "seats: integer", "seats: integer"),
    ("a number", "price: number", "price: number"),
    ("nothing", "gap: 'null'", "gap: null"),
    ("anything", "extra: any", "extra: any"),
    ("nothing", "gap: null", "gap: null"),
    (
        "a description",
        "customer: string, who gets the email",
        "customer: string (who gets the email)",
    ),
    (
        "a description with commas",
        "customer: string, name, then company",
        "customer: string (name, then company)",
    ),
    (
        "an empty description",
        "'customer': 'string,'",
        "customer: string ()",
    ),
    (
        "one that may be left out",
        "note?: string",
        "note?: string?",
    ),
    (
        "the same with a description",
        "note?: string, of the last call",
        "note?: string? (of the last call)",
    ),
    ("a list", "tags(array): string", "tags: [string]"),
    (
        "a list with a description",
        "tags(array, of the lead): string",
        "tags: [string] (of the lead)",
    ),
    (
        "a list of described items",
        "tags(array): string, one tag",
        "tags: [string (one tag)]",
    ),
    (
        "a list that may be left out",
        "tags?(array): string",
        "tags?: [string]?",
    ),
    (
        "blanks about the word",
        "tags( array , of the lead): string",
        "tags: [string] (of the lead)",
    ),
    (
        "an object",
        "lead(object):\n  name: string\n  age?: integer",
        "lead: {name: string, age?: integer?}",
    ),
    (
        "an object without the word",
        "lead:\n  name: string",
        "lead: {name: string}",
    ),
    (
        "an object with a description",
        "lead?(object, who asked):\n  name: string",
        "lead?: {name: string}? (who asked)",
    ),
    (
        "a list of objects",
        "events(array):\n  time: string\n  what: string",
        "events: [{time: string, what: string}]",
    ),
    (
        "a list in an object in a list",
        "a(array):\n  b(array): integer",
        "a: [{b: [integer]}]",
    ),
    ("an object without fields", "lead: {}", "lead: {}"),
    (
        "choices",
        "tone(enum): [warm, dry]",
        "tone: \"warm\"|\"dry\"",
    ),
    (
        "choices with a description",
        "tone(enum, of the email): [warm]",
        "tone: \"warm\" (of the email)",
    ),
    (
        "choices that may be left out",
        "tone?(enum): [warm, dry]",
        "tone?: \"warm\"|\"dry\"?",
    ),
    (
        "choices of every type",
        "level(enum): [1, 2.5, true, null, 'x']",
        "level: 1|2.5|true|null|\"x\"",
    ),
    ("any keys", "labels:\n  (*): string", "labels: {*: string}"),
    (
        "any keys of objects",
        "teams(object):\n  (*):\n    lead: string",
        "teams: {*: {lead: string}}",
    ),
    (
        "any keys beside names",
        "labels:\n  team: string\n  (*): any",
        "invalid-schema",
    ),
    (
        "any keys of an unknown type",
        "labels:\n  (*): strong",
        "invalid-schema",
    ),
    (
        "names in the order of the file",
        "b: string\na: string",
        "b: string, a: string",
    ),
    ("a misspelt type", "customer: strin", "invalid-schema"),
    (
        "a list where a type should be",
        "customer: [string]",
        "unexpected-type",
    ),
    (
        "a word that goes with the name",
        "tags: array",
        "invalid-schema",
    ),
    (
        "an unknown word in parentheses",
        "tags(list): string",
        "invalid-schema",
    ),
    (
        "parentheses that stay open",
        "'tags(array': string",
        "invalid-schema",
    ),
    (
        "a name that is a question mark",
        "'?': string",
        "invalid-schema",
    ),
    (
        "a name with and without `?`",
        "tone: string\ntone?: string",
        "duplicate-key",
    ),
    (
        "a name twice",
        "tone: string\ntone: string",
        "duplicate-key",
    ),
    (
        "choices that are none",
        "tone(enum): warm",
        "unexpected-type",
    ),
    (
        "an empty list of choices",
        "tone(enum): []",
        "invalid-schema",
    ),
    (
        "a choice that is a list",
        "tone(enum): [[warm]]",
        "unexpected-type",
    ),
    ("a name that is a number", "7: string", "unexpected-type"),
    (
        "a name that Rust has not",
        "first-name: string",
        "invalid-name",
    ),
    (
        "a field that Rust has not",
        "lead:\n  first-name: string",
        "invalid-name",
    ),
    (
        "a key of any is no name",
        "labels:\n  (*):\n    a-b: string",
        "invalid-name",
    ),
    (
        "the name of the conversation",
        "history: string",
        "invalid-name",
    ),
    (
        "the same as a field",
        "lead:\n  history: string",
        "lead: {history: string}",
    ),
    (
        "an input called type",
        "type:\n  name: string",
        "type: {name: string}",
    ),
];

/// Values of `schema` under `input`.
const JSON_SCHEMA: &[Row] = &[
    (
        "an object",
        "type: object\nproperties:\n  seats: {type: integer}\nrequired: [seats]",
        "seats: integer",
    ),
    (
        "without the word",
        "properties: {name: {type: string}}\nrequired: [name]",
        "name: string",
    ),
    (
        "what is not required",
        "properties: {name: {type: string}}",
        "name?: string?",
    ),
    (
        "a description",
        "properties: {name: {type: string, description: of the lead}}",
        "name?: string? (of the lead)",
    ),
    (
        "every scalar",
        "properties: {a: {type: boolean}, b: {type: number}, c: {type: 'null'}, d: {type: any}}\nrequired: [a, b, c, d]",
        "a: boolean, b: number, c: null, d: any",
    ),
    (
        "a list",
        "properties: {tags: {type: array, items: {type: string}}}\nrequired: [tags]",
        "tags: [string]",
    ),
    (
        "a list without a type of items",
        "properties: {tags: {type: array}}\nrequired: [tags]",
        "tags: [any]",
    ),
    (
        "choices",
        "properties: {tone: {enum: [warm, dry]}}\nrequired: [tone]",
        "tone: \"warm\"|\"dry\"",
    ),
    (
        "choices with a type",
        "properties: {tone: {type: string, enum: [warm]}}\nrequired: [tone]",
        "tone: \"warm\"",
    ),
    (
        "null among the choices",
        "properties: {tone: {enum: [warm, null]}}\nrequired: [tone]",
        "tone: \"warm\"?",
    ),
    (
        "an object in an object",
        "properties: {lead: {type: object, properties: {name: {type: string}}, required: [name]}}\nrequired: [lead]",
        "lead: {name: string}",
    ),
    (
        "an object without fields",
        "properties: {lead: {type: object}}\nrequired: [lead]",
        "lead: any",
    ),
    (
        "any keys",
        "properties: {labels: {type: object, additionalProperties: {type: string}}}\nrequired: [labels]",
        "labels: {*: string}",
    ),
    (
        "no other keys",
        "properties: {a: {type: string}}\nrequired: [a]\nadditionalProperties: false",
        "a: string",
    ),
    (
        "other keys that are allowed",
        "properties: {labels: {type: object, additionalProperties: true}}\nrequired: [labels]",
        "labels: any",
    ),
    (
        "or null, as a list of types",
        "properties: {name: {type: [string, 'null']}}\nrequired: [name]",
        "name: string?",
    ),
    (
        "null alone in a list",
        "properties: {name: {type: ['null']}}\nrequired: [name]",
        "name: null",
    ),
    (
        "two types",
        "properties: {name: {type: [string, integer]}}\nrequired: [name]",
        "name: any",
    ),
    (
        "either of two schemas",
        "properties: {name: {anyOf: [{type: string}, {type: 'null'}]}}\nrequired: [name]",
        "name: any",
    ),
    (
        "a misspelt type",
        "properties: {name: {type: strin}}\nrequired: [name]",
        "invalid-schema",
    ),
    (
        "no type at all",
        "properties: {name: {}}\nrequired: [name]",
        "name: any",
    ),
    ("one value", "type: string", "invalid-schema"),
    (
        "a list of values",
        "type: array\nitems: {type: string}",
        "invalid-schema",
    ),
    (
        "any keys as inputs",
        "type: object\nadditionalProperties: {type: string}",
        "invalid-schema",
    ),
    (
        "a name that Rust has not",
        "properties: {first-name: {type: string}}",
        "invalid-name",
    ),
];

#[test]
fn picoschema_declares_inputs() {
    check(PICOSCHEMA, |text| {
        show_declared(&front_matter(&["input", "schema"], text))
    });
}

#[test]
fn json_schema_declares_inputs() {
    check(JSON_SCHEMA, |text| {
        show_declared(&front_matter(&["input", "schema"], text))
    });
}

/// Values of `input`.
const DEFAULTS: &[Row] = &[
    (
        "a text",
        "schema: {tone: string}\ndefault: {tone: warm}",
        "tone?: string = \"warm\"",
    ),
    (
        "a boolean",
        "schema: {urgent: boolean}\ndefault: {urgent: false}",
        "urgent?: boolean = false",
    ),
    (
        "an integer",
        "schema: {seats: integer}\ndefault: {seats: 5}",
        "seats?: integer = 5",
    ),
    (
        "a whole number as an integer",
        "schema: {seats: integer}\ndefault: {seats: 5.0}",
        "seats?: integer = 5",
    ),
    (
        "a number",
        "schema: {price: number}\ndefault: {price: 9.5}",
        "price?: number = 9.5",
    ),
    (
        "an integer as a number",
        "schema: {price: number}\ndefault: {price: 9}",
        "price?: number = 9",
    ),
    (
        "anything",
        "schema: {extra: any}\ndefault: {extra: [1, {a: b}]}",
        "extra?: any = [1,{\"a\":\"b\"}]",
    ),
    (
        "a choice",
        "schema: {tone(enum): [warm, dry]}\ndefault: {tone: dry}",
        "tone?: \"warm\"|\"dry\" = \"dry\"",
    ),
    (
        "a list",
        "schema: {tags(array): string}\ndefault: {tags: [new, eu]}",
        "tags?: [string] = [\"new\",\"eu\"]",
    ),
    (
        "an empty list",
        "schema: {tags(array): string}\ndefault: {tags: []}",
        "tags?: [string] = []",
    ),
    (
        "an object",
        "schema: {lead: {name: string, age?: integer}}\ndefault: {lead: {name: Ada}}",
        "lead?: {name: string, age?: integer?} = {\"name\":\"Ada\"}",
    ),
    (
        "any keys",
        "schema: {labels: {(*): integer}}\ndefault: {labels: {a-b: 1}}",
        "labels?: {*: integer} = {\"a-b\":1}",
    ),
    (
        "an optional input",
        "schema: {tone?: string}\ndefault: {tone: warm}",
        "tone?: string? = \"warm\"",
    ),
    (
        "nothing for an optional input",
        "schema: {tone?: string}\ndefault: {tone: null}",
        "tone?: string?",
    ),
    (
        "no defaults",
        "schema: {tone: string}\ndefault:",
        "tone: string",
    ),
    (
        "nothing for a text",
        "schema: {tone: string}\ndefault: {tone: null}",
        "invalid-default",
    ),
    (
        "a number for a text",
        "schema: {tone: string}\ndefault: {tone: 7}",
        "invalid-default",
    ),
    (
        "a text for a boolean",
        "schema: {urgent: boolean}\ndefault: {urgent: 'true'}",
        "invalid-default",
    ),
    (
        "a fraction for an integer",
        "schema: {seats: integer}\ndefault: {seats: 5.5}",
        "invalid-default",
    ),
    (
        "a text for a number",
        "schema: {price: number}\ndefault: {price: '9'}",
        "invalid-default",
    ),
    (
        "no choice",
        "schema: {tone(enum): [warm, dry]}\ndefault: {tone: wram}",
        "invalid-default",
    ),
    (
        "one for a list",
        "schema: {tags(array): string}\ndefault: {tags: new}",
        "invalid-default",
    ),
    (
        "a list with a wrong item",
        "schema: {tags(array): string}\ndefault: {tags: [new, 1]}",
        "invalid-default",
    ),
    (
        "an object without a field",
        "schema: {lead: {name: string}}\ndefault: {lead: {}}",
        "invalid-default",
    ),
    (
        "an object with another field",
        "schema: {lead: {name?: string}}\ndefault: {lead: {nmae: Ada}}",
        "invalid-default",
    ),
    (
        "a value for null",
        "schema: {gap: 'null'}\ndefault: {gap: 1}",
        "invalid-default",
    ),
    (
        "a name that is not declared",
        "schema: {tone: string}\ndefault: {tune: warm}",
        "undeclared-variable",
    ),
    (
        "a list of defaults",
        "schema: {tone: string}\ndefault: [warm]",
        "unexpected-type",
    ),
];

#[test]
fn defaults_have_the_types_of_their_inputs() {
    check(DEFAULTS, |text| {
        show_declared(&front_matter(&["input"], text))
    });
}

fn show_declared(front_matter: &str) -> String {
    let read = read(&format!("{front_matter}Write the email.\n"), &[]);
    sound(read).map_or_else(|codes| codes, |template| show_inputs(&template.inputs))
}

/// Values of `schema` under `output`.
const OUTPUTS: &[Row] = &[
    (
        "a field",
        "subject: string",
        r#"{"type":"object","properties":{"subject":{"type":"string"}},"required":["subject"],"additionalProperties":false}"#,
    ),
    (
        "one that may be left out",
        "subject?: string",
        r#"{"type":"object","properties":{"subject":{"type":["string","null"]}},"additionalProperties":false}"#,
    ),
    (
        "null alone, once",
        "cause?: \"null\"",
        r#"{"type":"object","properties":{"cause":{"type":"null"}},"additionalProperties":false}"#,
    ),
    (
        "a description",
        "subject: string, at most 60 letters",
        r#"{"type":"object","properties":{"subject":{"type":"string","description":"at most 60 letters"}},"required":["subject"],"additionalProperties":false}"#,
    ),
    (
        "anything",
        "extra: any",
        r#"{"type":"object","properties":{"extra":{}},"required":["extra"],"additionalProperties":false}"#,
    ),
    (
        "a list",
        "causes(array, likeliest first): string",
        r#"{"type":"object","properties":{"causes":{"type":"array","items":{"type":"string"},"description":"likeliest first"}},"required":["causes"],"additionalProperties":false}"#,
    ),
    (
        "choices",
        "severity(enum): [1, high]",
        r#"{"type":"object","properties":{"severity":{"enum":[1,"high"]}},"required":["severity"],"additionalProperties":false}"#,
    ),
    (
        "choices that may be left out",
        "severity?(enum): [high]",
        r#"{"type":"object","properties":{"severity":{"enum":["high",null]}},"additionalProperties":false}"#,
    ),
    (
        "any keys",
        "(*): integer",
        r#"{"type":"object","properties":{},"additionalProperties":{"type":"integer"}}"#,
    ),
    (
        "a name that only JSON has",
        "sent-at: string",
        r#"{"type":"object","properties":{"sent-at":{"type":"string"}},"required":["sent-at"],"additionalProperties":false}"#,
    ),
    (
        "JSON Schema as it stands",
        "type: object\nproperties: {subject: {type: string, maxLength: 60}}\nanyOf: [{required: [subject]}]",
        r#"{"type":"object","properties":{"subject":{"type":"string","maxLength":60}},"anyOf":[{"required":["subject"]}]}"#,
    ),
    (
        "JSON Schema without the word",
        "properties: {subject: {type: string}}",
        r#"{"properties":{"subject":{"type":"string"}},"type":"object"}"#,
    ),
    (
        "JSON Schema of one value",
        "type: string\nminLength: 1",
        r#"{"type":"string","minLength":1}"#,
    ),
    (
        "any keys beside names",
        "labels:\n  team: string\n  (*): number",
        r#"{"type":"object","properties":{"labels":{"type":"object","properties":{"team":{"type":"string"}},"required":["team"],"additionalProperties":{"type":"number"}}},"required":["labels"],"additionalProperties":false}"#,
    ),
    ("an unknown type", "subject: text", "invalid-schema"),
];

#[test]
fn output_schemas_become_json_schema() {
    check(OUTPUTS, |text| {
        let front_matter = front_matter(&["output", "schema"], text);
        let read = read(&format!("{front_matter}Write the email.\n"), &[]);
        sound(read).map_or_else(
            |codes| codes,
            |template| template.output_schema().unwrap_or_default(),
        )
    });
}

/// A schema in one word stands on the line of its key.
#[test]
fn an_output_of_one_value_has_its_schema() {
    let (template, _) = read(
        "---\noutput:\n  schema: string, one line\n---\nWrite it.\n",
        &[],
    );
    let output = template.unwrap().output_schema().unwrap();
    assert_eq!(output, r#"{"type":"string","description":"one line"}"#);
}
