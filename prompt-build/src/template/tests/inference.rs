//! The types of inputs that no schema declares, inferred from their use.

use super::{Row, check, read, show_inputs, sound};

const BODIES: &[Row] = &[
    ("no name, no input", "Summarise the incident.", ""),
    (
        "what is printed is anything",
        "Hello {{customer}}",
        "customer: any",
    ),
    (
        "in the order of their first use",
        "{{offer}} for {{customer}}, {{offer}}",
        "offer: any, customer: any",
    ),
    (
        "what is tested is anything",
        "{{#if urgent}}Now.{{/if}}",
        "urgent: any",
    ),
    (
        "tested and printed",
        "{{#if note}}{{note}}{{/if}}",
        "note: any",
    ),
    (
        "a use in an `else`",
        "{{#unless a}}x{{else}}{{b}}{{/unless}}",
        "a: any, b: any",
    ),
    (
        "a use in an `else if`",
        "{{#if a}}x{{else if b}}y{{else}}{{c}}{{/if}}",
        "a: any, b: any, c: any",
    ),
    (
        "what is compared",
        "{{#ifEquals tone \"warm\"}}x{{/ifEquals}}",
        "tone: any",
    ),
    (
        "two that are compared",
        "{{#unlessEquals old new}}x{{/unlessEquals}}",
        "old: any, new: any",
    ),
    (
        "fields make an object",
        "{{lead.name}} of {{lead.company}}",
        "lead: {name: any, company: any}",
    ),
    (
        "fields of fields",
        "{{lead.company.city}}",
        "lead: {company: {city: any}}",
    ),
    (
        "slashes are dots",
        "{{lead/company/city}}",
        "lead: {company: {city: any}}",
    ),
    (
        "a name in brackets",
        "{{[lead].[name]}}",
        "lead: {name: any}",
    ),
    (
        "a list of anything",
        "{{#each events}}{{this}}{{/each}}",
        "events: [any]",
    ),
    (
        "a list whose items are not used",
        "{{#each events}}x{{/each}}",
        "events: [any]",
    ),
    (
        "a list of objects",
        "{{#each events}}{{time}} {{what}}{{/each}}",
        "events: [{time: any, what: any}]",
    ),
    (
        "items by `this`",
        "{{#each events}}{{this.time}}{{/each}}",
        "events: [{time: any}]",
    ),
    (
        "items by a block parameter",
        "{{#each events as |e i|}}{{i}} {{e.time}}{{/each}}",
        "events: [{time: any}]",
    ),
    (
        "a list in a list",
        "{{#each teams}}{{#each people}}{{name}}{{/each}}{{/each}}",
        "teams: [{people: [{name: any}]}]",
    ),
    (
        "a list of lists",
        "{{#each rows}}{{#each this}}{{.}}{{/each}}{{/each}}",
        "rows: [[any]]",
    ),
    (
        "an input from within a loop",
        "{{#each events}}{{../service}}{{/each}}",
        "events: [any], service: any",
    ),
    (
        "the same from the root",
        "{{#each events}}{{@root.service}}{{/each}}",
        "events: [any], service: any",
    ),
    (
        "`@index` is no input",
        "{{#each events}}{{@index}}{{@first}}{{@last}}{{@key}}{{/each}}",
        "events: [any]",
    ),
    (
        "the fields of a `#with`",
        "{{#with lead}}{{name}}{{/with}}",
        "lead: {name: any}",
    ),
    (
        "a `#with` by a block parameter",
        "{{#with lead as |l|}}{{l.name}}{{../team}}{{/with}}",
        "lead: {name: any}, team: any",
    ),
    (
        "two loops over one list",
        "{{#each a}}{{x}}{{/each}}{{#each a}}{{y}}{{/each}}",
        "a: [{x: any, y: any}]",
    ),
    (
        "names in any letters",
        "{{größe}} {{名前.年齢}} {{имя}} {{_x9}} {{नमस्ते}}",
        "größe: any, 名前: {年齢: any}, имя: any, _x9: any, नमस्ते: any",
    ),
    ("what is serialised", "{{json report}}", "report: any"),
    (
        "serialised whole, printed in part",
        "{{json report}}{{report.title}}",
        "report: {title: any}",
    ),
    (
        "a list that is tested",
        "{{#if events}}{{#each events}}{{this}}{{/each}}{{/if}}",
        "events: [any]",
    ),
    (
        "a section of what is known to be a list",
        "{{#each rows}}{{a}}{{/each}}{{#rows}}{{b}}{{/rows}}{{^rows}}x{{/rows}}",
        "rows: [{a: any, b: any}]",
    ),
    (
        "a section of what is known to be an object",
        "{{lead.a}}{{#lead}}{{b}}{{/lead}}",
        "lead: {a: any, b: any}",
    ),
    (
        "the arguments of `media`",
        "{{media url=photo contentType=kind}}",
        "photo: any, kind: any",
    ),
    (
        "the arguments of functions",
        "{{#if (and (eq a 1) (gt b c))}}{{concat d (upper e)}}{{/if}}",
        "a: any, b: any, c: any, d: any, e: any",
    ),
    (
        "a length is that of a list",
        "{{#if items}}{{len items}}{{/if}}",
        "items: [any]",
    ),
    ("unless it is printed", "{{len name}} {{name}}", "name: any"),
    (
        "what is joined is a list",
        "{{join tags between}}",
        "tags: [any], between: any",
    ),
    (
        "what contains a value is a list",
        "{{#if (contains tags tag)}}x{{/if}}",
        "tags: [any], tag: any",
    ),
    (
        "unless it was printed",
        "{{name}}{{#if (contains name part)}}x{{/if}}",
        "name: any, part: any",
    ),
    (
        "a list, and an object before",
        "{{a.b}} {{#each a}}{{this}}{{/each}}",
        "not-a-list",
    ),
    (
        "a list, and a length before it is known as one",
        "{{a.length}} {{#each a}}{{this}}{{/each}}",
        "not-a-list",
    ),
    (
        "a list, and an object later",
        "{{#each rows.a}}{{this}}{{/each}}{{#if rows.a.b}}x{{/if}}",
        "not-a-list",
    ),
    (
        "a list, and printed later",
        "{{#if (contains tags tag)}}x{{/if}}{{tags}}",
        "not-printable",
    ),
    (
        "an item and a field, looked up",
        "{{lookup (lookup rows 0) \"name\"}} {{lookup lead \"city\"}}",
        "rows: [{name: any}], lead: {city: any}",
    ),
    (
        "an item by its number",
        "{{rows.0.name}} {{names.[1]}}",
        "rows: [{name: any}], names: [any]",
    ),
    (
        "an item by the position of another",
        "{{#each names}}{{lookup ../prices @index}}{{/each}}",
        "names: [any], prices: [any]",
    ),
    (
        "a value or another",
        "{{default nickname name}}",
        "nickname: any, name: any",
    ),
    (
        "a word of Rust",
        "{{type}} {{match}} {{fn}}",
        "type: any, match: any, fn: any",
    ),
    (
        "messages are no inputs",
        "{{role \"system\"}}Be brief.{{history}}{{role \"user\"}}{{question}}",
        "question: any",
    ),
    ("a comment is no use", "Hello.{{! {customer} }}", ""),
    (
        "an escaped tag is no use",
        "Write \\{{customer}} for {{name}}.",
        "name: any",
    ),
    (
        "a default makes an input optional",
        "---\ninput: {default: {tone: warm}}\n---\n{{tone}}",
        "tone?: any = \"warm\"",
    ),
    (
        "a default of nothing does so too",
        "---\ninput: {default: {tone: null}}\n---\n{{tone}}",
        "tone?: any",
    ),
    (
        "a default that nothing uses",
        "---\ninput: {default: {tome: warm}}\n---\n{{tone}}",
        "undeclared-variable",
    ),
    (
        "printed and gone through",
        "{{events}}{{#each events}}{{this}}{{/each}}",
        "not-printable",
    ),
    (
        "printed and entered",
        "{{lead}}{{lead.name}}",
        "not-printable",
    ),
    (
        "an item printed and entered",
        "{{#each events}}{{this}}{{time}}{{/each}}",
        "not-printable",
    ),
    ("a name that Rust has not", "{{first-name}}", "invalid-name"),
    (
        "a field that Rust cannot have",
        "{{lead.self}}",
        "invalid-name",
    ),
    (
        "the name of the conversation",
        "{{this.history}}",
        "invalid-name",
    ),
    (
        "the conversation as a condition",
        "{{#if history}}As I said.{{/if}}",
        "invalid-name",
    ),
];

#[test]
fn use_tells_the_types_of_inputs() {
    check(BODIES, |text| {
        sound(read(text, &[])).map_or_else(|codes| codes, |template| show_inputs(&template.inputs))
    });
}
