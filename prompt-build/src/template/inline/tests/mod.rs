//! Working copies with partials, and the text that stands alone.

mod arbitrary;
mod render;
mod schemas;
mod tools;

use crate::library::PromptFile;
use crate::report::{Code, Finding, Findings};
use crate::source::Source;
use crate::template::tests::{shared_file, shared_names};
use crate::template::{SharedFiles, Template};

/// The name of the row, the working copy, its partials as name and text, and the release, or the
/// finding with its line and column.
type Row = (
    &'static str,
    &'static str,
    &'static [(&'static str, &'static str)],
    &'static str,
);

const ROWS: &[Row] = &[
    ("no partial", "Hi {{name}}\r!\n", &[], "Hi {{name}}\r!\n"),
    (
        "on a line of its own",
        "One.\n{{> p}}\nThree.\n",
        &[("p", "Two.\n")],
        "One.\nTwo.\nThree.\n",
    ),
    (
        "with blanks around",
        "One.\n{{> p}}  \nThree.\n",
        &[("p", "Two.\n")],
        "One.\nTwo.\nThree.\n",
    ),
    (
        "without a final line end",
        "One.\n{{> p}}\nThree.\n",
        &[("p", "Two.")],
        "One.\nTwo.Three.\n",
    ),
    (
        "inline",
        "One {{> p}} three.",
        &[("p", "two")],
        "One two three.",
    ),
    (
        "inline, of a line",
        "One {{> p}} three.",
        &[("p", "two\n")],
        "One two\n three.",
    ),
    (
        "the file and nothing else",
        "{{> p}}",
        &[("p", "Two {{name}}\n")],
        "Two {{name}}\n",
    ),
    (
        "twice",
        "{{> p}}\n{{> p}}\n",
        &[("p", "Two.\n")],
        "Two.\nTwo.\n",
    ),
    (
        "an empty one",
        "One.\n{{> p}}\nThree.\n",
        &[("p", "")],
        "One.\nThree.\n",
    ),
    (
        "nothing but an empty one",
        "---\nmodel: a\n---\n{{> p}}\n",
        &[("p", "")],
        "partial-not-inlined 4:1 the prompt has no text but that of this partial, which is empty",
    ),
    (
        "nested",
        "A\n{{> p}}\nE\n",
        &[("p", "B\n{{> q}}\nD\n"), ("q", "C\n")],
        "A\nB\nC\nD\nE\n",
    ),
    (
        "below a front matter",
        "---\nmodel: a # b\n---\n\n{{> p}}\n",
        &[("p", "Two.\n")],
        "---\nmodel: a # b\n---\n\nTwo.\n{{!}}\n",
    ),
    (
        "blocks that stand on lines in both",
        "A\n{{#if a}}\n{{> p}}\n{{/if}}\nD\n",
        &[("p", "{{#each b}}\n- {{this}}\n{{/each}}\n")],
        "A\n{{#if a}}\n{{#each b}}\n- {{this}}\n{{/each}}\n{{/if}}\nD\n",
    ),
    (
        "a tag that trims what stands before it",
        "A \n {{~> p}}C",
        &[("p", " B ")],
        "A B C",
    ),
    (
        "a tag that trims what stands after it",
        "A{{> p ~}} \n C",
        &[("p", " B ")],
        "A B C",
    ),
    (
        "a tag that trims a line end which a block's tag takes",
        "{{#if a}}\nA\n{{/if}}\n{{~> p}}C",
        &[("p", "B")],
        "{{#if a}}\nA\n{{/if}}\nBC",
    ),
    (
        "a tag in the partial that would trim the text before the call",
        "A\n{{> p}}C",
        &[("p", "{{~a~}}\n")],
        "A\n{{!}}{{~a~}}\nC",
    ),
    (
        "a tag behind the call that would trim the partial's text",
        "A\n{{> p}}\n{{~a}}",
        &[("p", "B\n")],
        "A\nB\n{{!}}{{~a}}",
    ),
    (
        "a block that ends the partial without a line end",
        "A\n{{> p}}\nC\n",
        &[("p", "{{#if a}}\nB\n{{/if}}")],
        "A\n{{#if a}}\nB\n{{/if}}C\n",
    ),
    (
        "a block that stands on lines of its own in the partial alone",
        "A {{> p}} C\n",
        &[("p", "{{#if a}}\nB\n{{/if}}\n")],
        "A {{#if a}}{{!}}B\n{{/if}}\n C\n",
    ),
    (
        "a block within a line in both",
        "A {{> p}} C\n",
        &[("p", "{{#if a}}B{{/if}}")],
        "A {{#if a}}B{{/if}} C\n",
    ),
    (
        "fixed text, indented",
        "- x\n  {{> p}}\n- y\n",
        &[("p", "a\n\n{{#if b}}\nb\n{{/if}}\n")],
        "- x\n  a\n  \n  {{#if b}}\n  b\n  {{/if}}\n- y\n",
    ),
    (
        "a number, indented: it is one line",
        "---\ninput: { schema: { n: number } }\n---\n- x\n  {{> p}}\n- y\n",
        &[("p", "{{n}}\n{{n}} a\n")],
        "---\ninput: { schema: { n: number } }\n---\n- x\n  {{n}}\n  {{n}} a\n- y\n",
    ),
    (
        "a text, indented: it may have several lines",
        "- x\n  {{> p}}\n- y\n",
        &[("p", "{{n}}\n")],
        "partial-not-inlined 2:3 this partial cannot be expanded: it is indented, and a value in it may have several lines",
    ),
    (
        "braces and backslashes that are text",
        "A {{> p}} C {{x}}",
        &[("p", "\\{{b}} \\\\{{c}} { ")],
        "A \\{{b}} \\\\{{c}} {  C {{x}}",
    ),
    (
        "braces beside tags",
        "A { {{~> p ~}} }",
        &[("p", "{{b}}")],
        "A { {{~!}}{{b}}{{!}}}",
    ),
    (
        "a block parameter that the partial does not see",
        "{{#each list as |a|}}{{> p}}{{/each}}",
        &[("p", "{{a}}{{#if b}}x{{/if}}")],
        "{{#each list as |a|}}{{this.a}}{{#if b}}x{{/if}}{{/each}}",
    ),
    (
        "a block parameter of the partial's own",
        "{{#each list as |a|}}{{> p}}{{/each}}",
        &[("p", "{{#each b as |a|}}{{a}}{{/each}}")],
        "{{#each list as |a|}}{{#each b as |a|}}{{a}}{{/each}}{{/each}}",
    ),
    (
        "a block parameter that hides a helper",
        "{{#each list as |json|}}{{> p}}{{/each}}",
        &[("p", "{{json a}}")],
        "partial-not-inlined 1:25 `json` has another value at this tag than in the partial",
    ),
    (
        "a block parameter that is passed on",
        "{{#each list as |a|}}{{> p x=a.c}}{{/each}}",
        &[("p", "{{x}}{{#each b as |d|}}{{../x}}{{/each}}")],
        "{{#each list as |a|}}{{a.c}}{{#each b as |d|}}{{a.c}}{{/each}}{{/each}}",
    ),
    (
        "a block parameter that is hidden where it is passed to",
        "{{#each list as |a|}}{{> p x=a.c}}{{/each}}",
        &[("p", "{{#each b as |a|}}{{../x}}{{/each}}")],
        "partial-not-inlined 1:22 `a` has another value at this tag than in the partial",
    ),
    (
        "a context",
        "{{> p lead}}",
        &[(
            "p",
            "{{name}}{{this.b}}{{../title}}{{#each tags}}{{this}}{{../name}}{{../../title}}{{/each}}",
        )],
        "{{lead.name}}{{lead.b}}{{title}}{{#each lead.tags}}{{this}}{{../lead.name}}{{../title}}{{/each}}",
    ),
    (
        "a context that is `this` already",
        "{{#each list}}{{> p this}}{{/each}}",
        &[("p", "{{name}}{{../title}}")],
        "{{#each list}}{{name}}{{../title}}{{/each}}",
    ),
    (
        "arguments",
        "{{> p title=\"Hi\" who=lead.name n=1.0}}",
        &[(
            "p",
            "{{title}} {{who}} {{n}} {{other}}\n{{#if title}}x{{/if}}{{#each other2}}{{../who}} {{../title}}{{/each}}",
        )],
        "Hi {{lead.name}} 1 {{other}}\n{{#if \"Hi\"}}x{{/if}}{{#each other2}}{{../lead.name}} Hi{{/each}}",
    ),
    (
        "an input that only the call uses",
        "{{> p who=lead.name}}",
        &[("p", "Hi")],
        "partial-not-inlined 1:1 the partial does not use all that is passed of the input `lead`",
    ),
    (
        "roles",
        "{{> p}}\nC {{a}}\n",
        &[("p", "{{role \"system\"}}\nA\n{{role \"user\"}}\n")],
        "{{role \"system\"}}\nA\n{{role \"user\"}}\nC {{a}}\n",
    ),
    (
        "what would be taken for a front matter",
        "--{{> p}}b: c\n---\nx\n",
        &[("p", "-\n")],
        "{{!}}{{!}}---\nb: c\n---\nx\n{{!}}{{!}}",
    ),
    (
        "a heading before what looks like a front matter",
        "{{> p}}\nx\n",
        &[("p", "# a\n---\nb: c\n---\n")],
        "# a\n---\nb: c\n---\nx\n",
    ),
    (
        "comments",
        "A\n{{> p}}\nC\n",
        &[("p", "{{! one }}\nB\n{{! two }}")],
        "A\n{{! one }}\nB\n{{! two }}C\n",
    ),
    (
        "blanks at the edges of a body that is trimmed",
        "---\nmodel: a\n---\n{{> p}}\n",
        &[("p", "\n\nB\n\n")],
        "---\nmodel: a\n---\n{{!}}{{!}}\n\nB\n\n{{!}}{{!}}\n",
    ),
    (
        "chains of conditions",
        "{{#if a}}\n{{> p}}\n{{else if b}}\n{{> p}}\n{{else}}\n{{> p}}\n{{/if}}\n",
        &[(
            "p",
            "{{#if c}}\nB\n{{else if d}}\nD\n{{else}}\nE\n{{/if}}\n",
        )],
        "{{#if a}}\n{{#if c}}\nB\n{{else if d}}\nD\n{{else}}\nE\n{{/if}}\n{{else if b}}\n{{#if c}}\nB\n{{else if d}}\nD\n{{else}}\nE\n{{/if}}\n{{else}}\n{{#if c}}\nB\n{{else if d}}\nD\n{{else}}\nE\n{{/if}}\n{{/if}}\n",
    ),
    (
        "expressions as arguments",
        "{{> p who=(upper name) loud=(eq tier \"gold\")}}",
        &[("p", "{{who}} {{lower who}}{{#if loud}}!{{/if}}")],
        "{{upper name}} {{lower (upper name)}}{{#if (eq tier \"gold\")}}!{{/if}}",
    ),
    (
        "expressions in a partial with another context",
        "{{#with lead}}{{> p this a=../tier}}{{/with}}",
        &[(
            "p",
            "{{#if (and (eq a name) (not ../b))}}{{concat a name}}{{/if}}",
        )],
        "{{#with lead}}{{#if (and (eq ../tier name) (not b))}}{{concat ../tier name}}{{/if}}{{/with}}",
    ),
    (
        "an expression within a loop",
        "{{> p a=(concat b \"'\")}}",
        &[(
            "p",
            "{{#each list}}{{../a}}{{json ../a}}{{upper (lower ../a)}}{{/each}}",
        )],
        "{{#each list}}{{concat ../b \"'\"}}{{json (concat ../b \"'\")}}{{upper (lower (concat ../b \"'\"))}}{{/each}}",
    ),
    (
        "fields of what is looked up",
        "{{> p lead=(lookup leads 0)}}",
        &[("p", "{{lead.name}} {{upper lead.home.city}}")],
        "{{lookup (lookup leads 0) \"name\"}} {{upper (lookup (lookup (lookup leads 0) \"home\") \"city\")}}",
    ),
    (
        "an item by its number",
        "{{> p leads=people}}{{> q lead=people.0}}",
        &[
            (
                "p",
                "{{leads.0.name}} {{leads.length}}{{#with leads.1}}{{name}}{{../a}}{{/with}}",
            ),
            ("q", "{{lead.tags.1}} {{len lead.tags}}"),
        ],
        "{{people.[0].name}} {{people.length}}{{#with people.[1]}}{{name}}{{../a}}{{/with}}{{people.[0].tags.[1]}} {{len people.[0].tags}}",
    ),
    (
        "an item of what is looked up",
        "{{> p lead=(lookup leads 2)}}",
        &[("p", "{{lead.tags.1}} {{lead.tags.length}}")],
        "{{lookup (lookup (lookup leads 2) \"tags\") \"1\"}} {{lookup (lookup (lookup leads 2) \"tags\") \"length\"}}",
    ),
    (
        "a value known before",
        "{{> p a=(upper \"x\")}}",
        &[("p", "A{{a}}B{{lower a}}")],
        "A{{upper \"x\"}}B{{lower (upper \"x\")}}",
    ),
    (
        "a parameter with the name of a function around the tag",
        "{{#each list as |upper|}}{{> p a=upper}}{{/each}}",
        &[("p", "{{upper a}}")],
        "partial-not-inlined 1:26 `upper` has another value at this tag than in the partial",
    ),
    (
        "the same in an expression",
        "{{#each list as |upper|}}{{> p a=upper}}{{/each}}",
        &[("p", "{{json (upper a)}}")],
        "partial-not-inlined 1:26 `upper` has another value at this tag than in the partial",
    ),
    (
        "an expression as an argument where a parameter has its name",
        "{{> p a=(upper b)}}",
        &[("p", "{{#each list as |upper|}}{{../a}}{{/each}}")],
        "partial-not-inlined 1:1 `upper` has another value at this tag than in the partial",
    ),
    (
        "an input with the name of a function",
        "{{> p a=upper}}",
        &[("p", "{{a}} {{upper a}}")],
        "{{this.upper}} {{upper this.upper}}",
    ),
    (
        "indented, with an expression of one line",
        "A\n  {{> p}}\n",
        &[("p", "{{len list}}\n{{eq a b}}\n")],
        "A\n  {{len list}}\n  {{eq a b}}\n",
    ),
    (
        "indented, with an expression of several lines",
        "A\n  {{> p}}\n",
        &[("p", "{{upper a}}\n")],
        "partial-not-inlined 2:3 this partial cannot be expanded: it is indented, and a value in it may have several lines",
    ),
    (
        "sections",
        "---\ninput: { schema: { lead: { name: string }, 'tags(array)': string, new: boolean, 'rows(array)': { tags(array): string } } }\n---\n\
         {{> p who=lead words=tags is=new}}{{#each rows}}{{> q tags=tags}}{{/each}}",
        &[
            (
                "p",
                "{{#who}}{{name}}{{../is}}{{/who}}{{#words}}{{this}}{{../who.name}}{{/words}}{{#is}}{{who.name}}{{^}}{{who.name}}{{/is}}",
            ),
            (
                "q",
                "{{^tags}}none{{else}}{{this}}{{@root.lead.name}}{{/tags}}",
            ),
        ],
        "---\ninput: { schema: { lead: { name: string }, 'tags(array)': string, new: boolean, 'rows(array)': { tags(array): string } } }\n---\n\
         {{#lead}}{{name}}{{../new}}{{/lead}}{{#tags}}{{this}}{{../lead.name}}{{/tags}}{{#new}}{{lead.name}}{{else}}{{lead.name}}{{/new}}{{#each rows}}{{^tags}}none{{else}}{{this}}{{@root.lead.name}}{{/tags}}{{/each}}",
    ),
    (
        "all inputs",
        "---\ninput: { schema: { 'a?': string, 'b(array)': string } }\n---\n{{> p}}{{#each b}}{{> q}}{{> p @root}}{{/each}}\n  {{> p}}\n",
        &[
            ("p", "{{json this}}"),
            ("q", "{{json this}}{{json @root indent=2}}"),
        ],
        "---\ninput: { schema: { 'a?': string, 'b(array)': string } }\n---\n{{json this}}{{#each b}}{{json this}}{{json @root indent=2}}{{json @root}}{{/each}}\n  {{json this}}\n",
    ),
    (
        "all inputs on several lines, indented",
        "---\ninput: { schema: { a: string } }\n---\nA\n  {{> p}}\n",
        &[("p", "{{json this indent=2}}\n")],
        "partial-not-inlined 5:3 this partial cannot be expanded: it is indented, and a value in it may have several lines",
    ),
    (
        "nothing but an argument",
        "{{> p a=b}}{{> p a=c}}",
        &[("p", "{{a}}")],
        "{{b}}{{c}}",
    ),
    (
        "a working copy with something wrong in it",
        "{{> p",
        &[],
        "unclosed-tag 1:1 a tag without an end, expected `}}`",
    ),
    (
        "a partial that is missing",
        "a {{> z}}",
        &[],
        "missing-partial 1:7 no such file",
    ),
    (
        "one behind the other",
        "{{> p}}{{> q}}",
        &[
            ("p", "{{#if a}}\nA\n{{/if}}\n"),
            ("q", "{{#if a}}\nB\n{{/if}}\n"),
        ],
        "{{#if a}}\nA\n{{/if}}\n{{#if a}}\nB\n{{/if}}\n",
    ),
];

#[test]
fn partials_in_place() {
    for (what, file, partials, expected) in ROWS {
        assert_eq!(shown(file, partials), *expected, "{what}");
    }
}

#[test]
fn a_text_that_no_build_would_read_is_none() {
    let half = "Regards. ".repeat(300_000);
    let (text, findings) = inlined(&format!("{half}{{{{> p}}}}"), &[("p", &half)]);
    assert!(
        text.is_none()
            && findings
                .iter()
                .all(|finding| finding.code == Code::PartialNotInlined),
        "{findings:?}"
    );
}

fn shown(file: &str, partials: &[(&str, &str)]) -> String {
    let (inlined, findings) = inlined(file, partials);
    let show = |finding: &Finding| {
        let located = finding.location.locate();
        format!(
            "{} {}:{} {}",
            finding.code.as_str(),
            located.line,
            located.column,
            finding.message
        )
    };
    inlined.map_or_else(
        || findings.iter().map(show).collect::<Vec<_>>().join("; "),
        |inlined| inlined.text,
    )
}

/// The text that stands alone, with the templates of the working copy and of that text.
fn inlined(file: &str, partials: &[(&str, &str)]) -> (Option<Inlined>, Findings) {
    let load = |kind, name: &str| shared_file(kind, name, partials);
    let known = |kind| shared_names(kind, partials);
    let partials = SharedFiles::through(&load, &known);
    let mut findings = Findings::default();
    let read = |text: &str, findings: &mut Findings| {
        PromptFile::read(&Source::new("local.prompt", text), findings)
    };
    let inlined = read(file, &mut findings).and_then(|file| {
        let before = file.template(&partials, &mut findings)?;
        let text = file.release_text(&partials, &mut findings)?;
        let after = read(&text, &mut findings)?.template(&SharedFiles::refused(), &mut findings)?;
        Some(Inlined {
            text,
            before,
            after,
        })
    });
    (inlined, findings)
}

struct Inlined {
    text: String,
    before: Template,
    after: Template,
}
