//! The contract of versions that environments pin: a row for each case.

use std::sync::Arc;

use prompt_core::program::{Base, Check, Choice, Demand, Input, Step, VariablePath};
use prompt_core::vocabulary::{Api, OutputTokensKey, Status};

use super::{Class, Contract, Origin, PinnedVersion, Slot};
use crate::body::Body;
use crate::library::{PinnedText, PromptFile};
use crate::pins::{self, ParameterSettings, Setting, Settings};
use crate::report::{Findings, Severity};
use crate::source::Source;
use crate::template::SharedFiles;

/// Has the name of a row, the versions and the contract. A version is an environment, the input
/// schema (after a `;`, the defaults) and the body. The build is for the environment with a `*`.
type Row = (
    &'static str,
    &'static [(&'static str, &'static str, &'static str)],
    &'static str,
);

const INPUTS: &[Row] = &[
    (
        "one version",
        &[("live*", "lead: string, note?: string", "{{lead}}")],
        "lead: text by live, note: text?",
    ),
    (
        "the order is that of the build's version",
        &[
            ("dev", "b: string, c: string", "Hi"),
            ("live*", "a: string, b: string", "Hi"),
        ],
        "a: text by live, b: text by live, c: text by dev",
    ),
    (
        "an input that one version requires is required",
        &[
            ("live*", "note?: string", "Hi"),
            ("dev", "note: string", "Hi"),
        ],
        "note: text by dev",
    ),
    (
        "the first version that requires an input is named",
        &[
            ("live*", "note: string", "Hi"),
            ("dev", "note: string", "Hi"),
        ],
        "note: text by live",
    ),
    (
        "a version of the same build comes before that of another",
        &[
            ("dev", "note: string", "Hi"),
            ("live*", "note?: string", "Hi"),
            ("next*", "note: string", "Hi"),
        ],
        "note: text by next",
    ),
    (
        "a default is that of the own version, not of another in the same build",
        &[
            ("live*", "note?: string; note: here", "Hi"),
            (
                "next*",
                "note?: string, tone?: string; note: there, tone: dry",
                "Hi",
            ),
        ],
        "note: text? = \"here\", tone: text?",
    ),
    (
        "nothing may stand for an input only where all versions take it",
        &[
            ("live*", "a?: string, b?: string", "Hi"),
            ("dev", "a?: string, b: string", "Hi"),
        ],
        "a: text?, b: text by dev",
    ),
    (
        "nothing may stand for an input that is required and nullable",
        &[(
            "live*",
            "type: object, required: [a], properties: { a: { type: [string, 'null'] } }",
            "Hi",
        )],
        "a: text? by live",
    ),
    (
        "numbers of one type",
        &[
            ("live*", "n: integer, x: number, yes: boolean", "Hi"),
            ("dev", "n: integer, x: number, yes: boolean", "Hi"),
        ],
        "n: integer by live, x: number by live, yes: boolean by live",
    ),
    (
        "fields of objects are put together",
        &[
            (
                "live*",
                "lead: { name: string, age: integer }",
                "{{lead.name}}",
            ),
            (
                "dev",
                "lead: { name: string, town: string }",
                "{{lead.town}}",
            ),
        ],
        "lead: {name: text, age: integer, town: text} by live \
         | lead.age printed for live, lead.town printed for dev",
    ),
    (
        "items of lists have one type",
        &[
            ("live*", "'tags(array)': string", "Hi"),
            (
                "dev",
                "'tags(array)': string",
                "{{#each tags}}{{this}}{{/each}}",
            ),
        ],
        "tags: [text] by live | tags[] printed for dev",
    ),
    (
        "a choice names the version that lacks it",
        &[
            ("live*", "'tone(enum)': [calm, warm]", "Hi"),
            ("dev", "'tone(enum)': [warm, bold]", "Hi"),
        ],
        "tone: calm* not in dev/warm*/bold not in live by live",
    ),
    (
        "the first version that lacks a choice is named",
        &[
            ("live*", "'tone(enum)': [calm, warm]", "Hi"),
            ("test", "'tone(enum)': [warm]", "Hi"),
            ("dev", "'tone(enum)': [warm]", "Hi"),
        ],
        "tone: calm* not in test/warm* by live",
    ),
    (
        "any text is no choice",
        &[
            ("live*", "tone: string", "Hi"),
            ("dev", "'tone(enum)': [warm, bold]", "Hi"),
        ],
        "tone: warm/bold by live",
    ),
    (
        "choices stay beside any text",
        &[
            ("live*", "'tone(enum)': [warm, bold]", "Hi"),
            ("dev", "tone: string", "Hi"),
        ],
        "tone: warm*/bold* by live",
    ),
    (
        "choices of one kind have its type",
        &[(
            "live*",
            "'size(enum)': [1, 2], 'on(enum)': [true, false], 'mixed(enum)': [1, a]",
            "Hi",
        )],
        "size: number by live, on: boolean by live, mixed: any by live",
    ),
    (
        "a default of the build's version counts",
        &[("live*", "tone?: string; tone: warm", "{{tone}}")],
        "tone: text? = \"warm\"",
    ),
    (
        "a default of another version does not",
        &[
            ("live*", "tone?: string", "{{tone}}"),
            ("dev", "tone?: string; tone: warm", "{{tone}}"),
        ],
        "tone: text?",
    ),
    (
        "nothing cannot stand for a list that has a default",
        &[("live*", "'tags?(array)': string; tags: [a]", "Hi")],
        "tags: [text] = [\"a\"] | tags[] printed for live",
    ),
    (
        "a map",
        &[
            (
                "live*",
                "type: object, required: [per], properties: { per: { type: object, additionalProperties: { type: integer } } }",
                "Hi",
            ),
            (
                "dev",
                "type: object, required: [per], properties: { per: { type: object, additionalProperties: { type: integer } } }",
                "Hi",
            ),
        ],
        "per: map of integer by live | per[] printed for live",
    ),
    (
        "a version of two environments counts once",
        &[("live*", "note: string", "Hi"), ("live", "", "Hi")],
        "note: text by live",
    ),
];

const INFERRED: &[Row] = &[
    (
        "a declared type is stronger than one that use tells",
        &[
            ("live*", "", "{{lead}}"),
            ("dev", "lead: integer", "{{lead}}"),
        ],
        "lead: integer by live",
    ),
    (
        "in either order",
        &[
            ("live*", "lead: integer", "{{lead}}"),
            ("dev", "", "{{lead}}"),
        ],
        "lead: integer by live",
    ),
    (
        "nothing may stand for a value that no schema requires",
        &[(
            "live*",
            "",
            "{{#each rows}}{{name}}{{/each}}{{#with lead}}{{town.name}}{{/with}}{{note}}",
        )],
        "rows: [{name: any}]? by live, lead: {town: {name: any}}? by live, note: any? by live",
    ),
    (
        "use that prints does not fit a list",
        &[
            ("live*", "", "{{lead}}"),
            ("dev", "'lead(array)': string", "Hi"),
        ],
        "changed-type",
    ),
];

const DEMANDS: &[Row] = &[
    (
        "a build checks what its version asks by itself",
        &[("live*", "lead: { name: string }", "{{lead.name}}")],
        "lead: {name: text} by live",
    ),
    (
        "another version asks for JSON",
        &[
            ("live*", "lead: { name: string }", "{{lead.name}}"),
            ("dev", "lead: { name: string }", "{{json lead}}"),
        ],
        "lead: {name: text} by live | lead as JSON for dev",
    ),
    (
        "the first version that asks is named",
        &[
            ("live*", "lead: { name: string }", "Hi"),
            (
                "test",
                "lead: { name: string }",
                "{{json lead}}{{lead.name}}",
            ),
            (
                "dev",
                "lead: { name: string }",
                "{{json lead}}{{lead.name}}",
            ),
        ],
        "lead: {name: text} by live | lead.name printed for test, lead as JSON for test",
    ),
    (
        "what another version of the same build asks is checked there",
        &[
            ("live*", "lead: { name: string, team: string }", "Hi"),
            (
                "next*",
                "lead: { name: string, team: string }",
                "{{lead.name}}",
            ),
            (
                "dev",
                "lead: { name: string, team: string }",
                "{{lead.name}}{{lead.team}}",
            ),
        ],
        "lead: {name: text, team: text} by live | lead.team printed for dev",
    ),
    (
        "a value of any type is checked where a version prints it",
        &[
            ("live*", "note: any, lead: any", "Hi"),
            ("dev", "note: any, lead: any", "{{note}}"),
        ],
        "note: any by live, lead: any by live | note printed for dev",
    ),
];

const TESTED: &[Row] = &[
    (
        "a version that tests a value takes what another one declares",
        &[
            ("live*", "", "{{#if lead}}x{{/if}}"),
            ("dev", "'lead(array)': string", "Hi"),
        ],
        "lead: [text] by live | lead[] printed for dev",
    ),
    (
        "in either order",
        &[
            ("live*", "lead: { name: string }", "Hi"),
            ("dev", "", "{{#with lead}}x{{/with}}"),
        ],
        "lead: {name: text} by live | lead.name printed for live",
    ),
    (
        "and what another one infers",
        &[
            ("live*", "", "{{#if a.b}}x{{/if}}"),
            ("dev", "", "{{#each a.b}}{{this}}{{/each}}"),
        ],
        "a: {b: [any]}? by live | a.b[] printed for dev",
    ),
    (
        "what is tested and printed is no list",
        &[
            ("live*", "", "{{#if lead}}{{lead}}{{/if}}"),
            ("dev", "'lead(array)': string", "Hi"),
        ],
        "changed-type",
    ),
    (
        "what another version tests is checked",
        &[("live*", "", "{{a}}"), ("dev", "", "{{#if b}}{{/if}}x")],
        "a: any? by live, b: any? by dev | b tested for dev",
    ),
];

const CONFLICTS: &[Row] = &[
    (
        "a text and a number",
        &[("live*", "n: string", "Hi"), ("dev", "n: integer", "Hi")],
        "changed-type",
    ),
    (
        "an integer and a number",
        &[("live*", "n: number", "Hi"), ("dev", "n: integer", "Hi")],
        "changed-type",
    ),
    (
        "items",
        &[
            ("live*", "'n(array)': string", "Hi"),
            ("dev", "'n(array)': integer", "Hi"),
        ],
        "changed-type",
    ),
    (
        "fields",
        &[
            ("live*", "n: { a: string, b: string }", "Hi"),
            ("dev", "n: { a: integer, b: boolean }", "Hi"),
        ],
        "changed-type changed-type",
    ),
    (
        "a declared any takes no text",
        &[("live*", "n: any", "Hi"), ("dev", "n: string", "Hi")],
        "changed-type",
    ),
    (
        "a text is no declared any",
        &[("live*", "n: string", "Hi"), ("dev", "n: any", "Hi")],
        "changed-type",
    ),
    (
        "a list is nothing that use prints",
        &[
            ("live*", "'lead(array)': string", "Hi"),
            ("dev", "", "{{lead}}"),
        ],
        "changed-type",
    ),
    (
        "a list and an object",
        &[
            ("live*", "'n(array)': string", "Hi"),
            ("dev", "n: { a: string }", "Hi"),
        ],
        "changed-type",
    ),
];

#[test]
fn inputs_are_those_of_all_versions() {
    check(INPUTS);
}

#[test]
fn types_that_use_tells_give_way() {
    check(INFERRED);
}

#[test]
fn demands_of_other_versions_are_checked() {
    check(DEMANDS);
}

#[test]
fn a_test_takes_any_type() {
    check(TESTED);
}

#[test]
fn types_that_no_value_has_are_refused() {
    check(CONFLICTS);
}

#[test]
fn a_conflict_names_both_versions_and_places() {
    let versions = [
        ("live*", "lead: { age: string }", "Hi"),
        ("dev", "lead: { age: integer }", "Hi"),
    ];
    let (_, findings) = contract(&versions);
    let finding = findings.iter().next().expect("a finding");
    assert_eq!(finding.severity, Severity::Error);
    assert_eq!(
        finding.message,
        "`lead.age` is a text in version `live`, which `live` pins, and an integer in version `dev`, which `dev` pins"
    );
    assert_eq!(finding.location.source.path, "live.prompt");
    let (related, _) = finding.related.as_ref().expect("the other place");
    assert_eq!(related.source.path, "dev.prompt");
}

/// Compares each contract with the expected one. Reports all differences at once.
fn check(rows: &[Row]) {
    let differs = |(what, versions, expected): &Row| {
        let (contract, findings) = contract(versions);
        let codes = findings.iter().map(|finding| finding.code.as_str());
        let codes = codes.collect::<Vec<_>>().join(" ");
        let found = if codes.is_empty() {
            show(&contract)
        } else {
            codes
        };
        (found != *expected).then(|| format!("{what}\n  expected {expected}\n     found {found}"))
    };
    let differing = rows.iter().filter_map(differs).collect::<Vec<_>>();
    assert!(differing.is_empty(), "{}", differing.join("\n"));
}

fn contract(versions: &[(&str, &str, &str)]) -> (Contract, Findings) {
    let versions = versions.iter().map(|(environment, schema, body)| {
        let is_built = environment.ends_with('*');
        let environment = environment.trim_end_matches('*');
        let text = text(environment, schema, body);
        let settings = Settings {
            api: Api::default(),
            output_tokens_key: OutputTokensKey::default(),
            model: Setting {
                value: "m".to_owned(),
                origin: pins::Origin::Environment,
                mark: None,
                keys: Vec::new(),
            },
            parameters: ParameterSettings::default(),
            unreadable: Vec::new(),
        };
        PinnedVersion {
            environment: environment.to_owned(),
            is_built,
            body: Body::of("note", &text, &settings),
            text: Arc::new(text),
            settings,
        }
    });
    let versions = versions.collect::<Vec<_>>();
    let mut findings = Findings::default();
    Contract::check(&versions, &mut findings);
    let own = versions.iter().find(|version| version.is_built);
    let contract = own.map(|own| Contract::of(own, &versions));
    (contract.unwrap_or_default(), findings)
}

/// A text whose version has the name of its environment.
fn text(environment: &str, schema: &str, body: &str) -> PinnedText {
    let (schema, defaults) = schema.split_once(';').unwrap_or((schema, ""));
    let front = match schema {
        "" => String::new(),
        _ => format!("---\ninput: {{ schema: {{ {schema} }}, default: {{ {defaults} }} }}\n---\n"),
    };
    let source = Source::new(format!("{environment}.prompt"), format!("{front}{body}"));
    let load = |_, name: &str| panic!("no file is used, and `{name}` was");
    let mut findings = Findings::default();
    let file = PromptFile::read(&source, &mut findings).expect("a prompt file");
    let template = file.template(&SharedFiles::through(&load, &|_| Vec::new()), &mut findings);
    assert!(!findings.has_errors(), "{findings:?}");
    PinnedText {
        version: environment.to_owned(),
        status: Status::Active,
        sha256: String::new(),
        partials: None,
        template: template.expect("a template"),
        file,
    }
}

fn show(contract: &Contract) -> String {
    let inputs = contract.inputs.iter().map(show_input);
    let inputs = inputs.collect::<Vec<_>>().join(", ");
    let checks = contract.checks.iter().map(show_check);
    match checks.collect::<Vec<_>>().join(", ").as_str() {
        "" => inputs,
        checks => format!("{inputs} | {checks}"),
    }
}

/// `name: type?` with the environment that requires the input, or its default. A `?` says that
/// nothing may stand for it, a `*` that the version of the build has the choice.
fn show_input(input: &Input<Origin>) -> String {
    let required = input.required_by.as_ref();
    let required = required.map_or(String::new(), |pin| format!(" by {}", pin.environment));
    let default = input.default.as_ref();
    let default = default.map_or(String::new(), |value| format!(" = {value}"));
    let nothing = if input.slot.may_be_option { "?" } else { "" };
    format!(
        "{}: {}{nothing}{required}{default}",
        input.name,
        show_type(&input.slot)
    )
}

fn show_type(slot: &Slot) -> String {
    let choice = |choice: &Choice| {
        let own = if choice.is_own { "*" } else { "" };
        let refused = choice.refused_by.as_ref();
        let refused = refused.map_or(String::new(), |pin| format!(" not in {}", pin.environment));
        format!("{}{own}{refused}", choice.text)
    };
    match &slot.class {
        Class::Any => "any".to_owned(),
        Class::Null => "null".to_owned(),
        Class::Boolean => "boolean".to_owned(),
        Class::Integer => "integer".to_owned(),
        Class::Number => "number".to_owned(),
        Class::Text(choices) if choices.is_empty() => "text".to_owned(),
        Class::Text(choices) => choices.iter().map(choice).collect::<Vec<_>>().join("/"),
        Class::List(item) => format!("[{}]", show_type(item)),
        Class::Map(value) => format!("map of {}", show_type(value)),
        Class::Object(fields) => {
            let field = |(name, slot): &(String, Slot)| format!("{name}: {}", show_type(slot));
            let fields = fields.iter().map(field).collect::<Vec<_>>();
            format!("{{{}}}", fields.join(", "))
        }
    }
}

fn show_check(check: &Check) -> String {
    let demand = match check.demand {
        Demand::Print => "printed",
        Demand::Test => "tested",
        Demand::Serialize => "as JSON",
    };
    format!(
        "{} {demand} for {}",
        show_path(&check.path),
        check.required_by.environment
    )
}

fn show_path(path: &VariablePath) -> String {
    let steps = path.steps.iter().map(|step| match step {
        Step::Item => "[]".to_owned(),
        Step::Field(name) => format!(".{name}"),
    });
    let Base::Input(name) = &path.base else {
        panic!("a demand begins at an input: {path:?}");
    };
    format!("{name}{}", steps.collect::<String>())
}
