//! Whatever stands in a file: no panic, a template or a reason why there is none, and findings that
//! stand in the file.

use proptest::prelude::*;

use super::{only_message, read};
use crate::template::Op;

/// The pieces of bodies: tags, their parts, and texts that resemble them.
const PIECES: &[&str] = &[
    "{{",
    "}}",
    "{{{",
    "}}}",
    "{{{{",
    "}}}}",
    "{",
    "}",
    "{{#",
    "{{/",
    "{{^",
    "{{>",
    "{{!",
    "{{!--",
    "--}}",
    "{{&",
    "{{*",
    "{{~",
    "~}}",
    "~",
    "#if ",
    "#each ",
    "#with ",
    "#unless ",
    "/if",
    "/each",
    "else",
    " else if ",
    "if",
    " as |",
    "|",
    "\"",
    "'",
    "[",
    "]",
    "(",
    ")",
    "\\",
    "\\\\",
    "/",
    ".",
    "..",
    "../",
    "@",
    "@index",
    "@root",
    "=",
    "this",
    "null",
    "true",
    "1",
    "-2.5",
    "{{name}}",
    "{{lead.name}}",
    "{{#if name}}",
    "{{else}}",
    "{{else if lead}}",
    "{{/if}}",
    "{{#each events}}",
    "{{#each events as |event|}}",
    "{{/each}}",
    "{{#with lead}}",
    "{{#lead}}",
    "{{^lead}}",
    "{{^if name}}",
    "{{^}}",
    "{{/lead}}",
    "{{/with}}",
    "{{> sign-off}}",
    "{{json lead}}",
    "{{upper name}}",
    "{{#if (eq name \"x\")}}",
    "(eq ",
    "(lookup ",
    "(concat name ",
    "(upper (",
    "len ",
    "contains ",
    "default ",
    "{{history}}",
    "{{role \"system\"}}",
    "{{media url=photo}}",
    "{{section \"code\"}}",
    "{{#ifEquals name \"x\"}}",
    "{{/ifEquals}}",
    "name",
    "é",
    "名前",
    "👩\u{200d}👧",
    "\u{feff}",
    "\u{a0}",
    "\u{202e}",
    "\0",
    " ",
    "\t",
    "\n",
    "\r\n",
    "\r",
    "---",
    "\n---\n",
];

/// The lines of front matters.
const LINES: &[&str] = &[
    "input:",
    "  schema:",
    "    name: string",
    "    name?: string, whom",
    "    tags(array): string",
    "    lead:",
    "      age: integer",
    "    tone(enum): [warm, dry]",
    "    (*): any",
    "    größe: string",
    "    type: object",
    "    properties: {a: {type: string}}",
    "    required: [a]",
    "  default:",
    "    name: Ada",
    "    tone: wram",
    "    tags: [1, {a: b}]",
    "output:",
    "  format: json",
    "  schema: {subject: string}",
    "  schema: {type: array, items: 7}",
    "config:",
    "  temperature: 9",
    "  a: [b, {c: 1e400}]",
    "model: m",
    "model: [x]",
    "modle: é",
    "x.y: z",
    "- a",
    "? b",
    "c: |",
    "  d",
    "e: &f",
    "g: *f",
    "h: \"\\u00e9\\n\"",
    "i: '",
    "\u{feff}",
    "#",
    "7: 8",
    "null",
    "{}",
    "[]",
    "j: !k l",
    "---",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 4_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_read(text in any::<String>()) {
        check(&text)?;
    }

    #[test]
    fn any_sequence_of_pieces_is_read(pieces in prop::collection::vec(prop::sample::select(PIECES), 0..24)) {
        check(&pieces.concat())?;
    }

    #[test]
    fn any_front_matter_is_read(
        lines in prop::collection::vec(prop::sample::select(LINES), 0..10),
        pieces in prop::collection::vec(prop::sample::select(PIECES), 0..6),
    ) {
        check(&format!("---\n{}\n---\n{}", lines.join("\n"), pieces.concat()))?;
    }

    #[test]
    fn a_text_without_tags_is_the_message(pieces in prop::collection::vec(prop::sample::select(PIECES), 1..24)) {
        let text = format!("Hi{}", pieces.concat().replace('{', "{ "));
        let (template, _) = read(&text, &[]);
        let template = template.expect("a text without tags has nothing wrong");
        prop_assert_eq!(only_message(&template), [Op::Text(text.clone())]);
        prop_assert!(template.is_plain(&text));
    }
}

fn check(file: &str) -> Result<(), TestCaseError> {
    let partials = [("sign-off".to_owned(), "Regards,\n{{team}}\n".to_owned())];
    let (template, findings) = read(file, &partials);
    prop_assert!(
        template.is_some() || findings.has_errors(),
        "neither a template nor a finding"
    );
    let warnings = template
        .iter()
        .flat_map(|template| template.warnings.iter());
    for finding in findings.iter().chain(warnings) {
        let locations = [
            Some(&finding.location),
            finding.related.as_ref().map(|(location, _)| location),
        ];
        for location in locations.into_iter().flatten() {
            prop_assert!(
                location.source.text.get(location.span()).is_some(),
                "out of the source: {finding:?}"
            );
        }
        crate::report::render(finding);
    }
    Ok(())
}
