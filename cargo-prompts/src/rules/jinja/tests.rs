mod arbitrary;
mod cases;

use prompt_build::report::render;
use prompt_build::source::Source;

use super::{Whitespace, translate};

/// A template, and its translation without the front matter or the first finding.
const TEMPLATES: &[(&str, &str)] = &[
    ("Hello {{ name }}!", "Hello {{name}}!"),
    ("Hello {{ lead.city }}\n", "Hello {{lead.city}}"),
    (
        "{% if a %}x{% elif b %}y{% else %}z{% endif %}",
        "{{#if a}}x{{else if b}}y{{else}}z{{/if}}",
    ),
    (
        "{% if a %}\nx\n{% endif %}\ny",
        "{{#if a}}\n\nx\n{{/if}}\n\ny",
    ),
    (
        "a\n  {% if a %}\n  x\n  {% endif %}\ny",
        "a\n  {{#if a}}{{! }}\n  x\n  {{/if}}{{! }}\ny",
    ),
    (
        "a\n{%- if a %}\nx\n{%- endif %}\ny",
        "a{{#if a}}\nx{{/if}}\ny",
    ),
    (
        "{% for p in ps %}{{ loop.index0 }}{{ p.name }}, {{ total }}{% else %}{{ none_left }}{% endfor %}",
        "{{#each ps as |p|}}{{@index}}{{p.name}}, {{../total}}{{else}}{{none_left}}{{/each}}",
    ),
    (
        "{{ tone | default('dry') | upper }}",
        "{{upper (default tone \"dry\")}}",
    ),
    ("{# a #}b{# c }} #}\n\nd", "{{! a }}b{{!-- c }} --}}\n\nd"),
    ("{% raw %}{{ a }}{% endraw %}", "\\{{ a }}"),
    ("{\"a\": {{ x }}}", "{\"a\": {{x}}{{! }}}"),
    ("C:\\{{ x }}", "C:\\\\{{x}}"),
    (
        "{% for k, v in m.items() %}{{ k }}={{ v }}{% endfor %}",
        "{{#each m as |v k|}}{{k}}={{v}}{{/each}}",
    ),
    (
        "{% for k, v in m.inner %}{{ k }}={{ v | upper }}{{ n }}{% endfor %}{{ m.name }}",
        "{{#each m.inner as |v k|}}{{k}}={{upper v}}{{../n}}{{/each}}{{m.name}}",
    ),
    (
        "{{ a | default(value='x') }}{{ b | join(sep='-') }}{{ c | d(default_value='y', boolean=true) }}",
        "{{default a \"x\"}}{{join b \"-\"}}{{#if c}}{{c}}{{else}}y{{/if}}",
    ),
    (
        "{{ größe }}{% for stück in 名前 %}{{ stück }}{% endfor %}",
        "{{größe}}{{#each 名前 as |stück|}}{{stück}}{{/each}}",
    ),
    (
        "{% if tier in ['a', 'b'] and n > 3 %}x{% endif %}",
        "{{#if (and (or (eq tier \"a\") (eq tier \"b\")) (gt n 3))}}x{{/if}}",
    ),
    (
        "{{ a ~ '-' ~ b }}{{ a or 'x' }}",
        "{{a}}-{{b}}{{#if a}}{{a}}{{else}}x{{/if}}",
    ),
    ("{{ role }}{{ upper }}", "{{this.role}}{{this.upper}}"),
    (
        "{% if not a %}x{% endif %}{% if x is defined %}{{ x }}{% endif %}",
        "{{#unless a}}x{{/unless}}{{#if (ne x null)}}{{x}}{{/if}}",
    ),
    (
        "{% if x is none %}n{% else %}{{ x }}{% endif %}",
        "{{#if (eq x null)}}n{{else}}{{x}}{{/if}}",
    ),
    (
        "{{ tags | join(', ') }} {{ tags | length }} {{ tags[0] }}",
        "{{join tags \", \"}} {{len tags}} {{tags.0}}",
    ),
    (
        "{% if 'x' in tags %}y{% endif %}{% if 'x' in name %}{{ name }}{% endif %}",
        "{{#if (contains tags \"x\")}}y{{/if}}{{#if (contains name \"x\")}}{{name}}{{/if}}",
    ),
    (
        "{% for r in rows %}{% for c in r %}{{ c }} {% endfor %}{% endfor %}",
        "{{#each rows as |r|}}{{#each r as |c|}}{{c}} {{/each}}{{/each}}",
    ),
    (
        "{% if lead is defined %}{{ lead.city }}{% endif %}",
        "{{#if lead}}{{lead.city}}{{/if}}",
    ),
    ("{{ type }} {{ null }}", "{{type}} {{this.null}}"),
    (
        "\n{{ a }} ",
        "{{concat \"\" \"\"}}\n{{a}} {{concat \"\" \"\"}}",
    ),
    (
        "{{ loop_first }}{{ not a }}",
        "{{loop_first}}{{#if (not a)}}True{{else}}False{{/if}}",
    ),
    ("---\na\n---\n", "a\n---"),
    (
        "{{ x | tojson }}{{ y | tojson(indent=4) }}{{ z | json_encode(pretty=true) | safe }}",
        "{{json x}}{{json y indent=4}}{{json z indent=2}}",
    ),
    (
        "{% for t in tools %}{{ t | tojson }}{{ '- ' ~ t | tojson }}{% endfor %}{% if a %}{{ a.b | tojson }}{% endif %}",
        "{{#each tools as |t|}}{{json t}}- {{json t}}{{/each}}{{#if a}}{{json a.b}}{{/if}}",
    ),
    (
        "{% for p in ps %}{{ loop.index }}. {{ p }}{% if loop.index == 2 %}!{% endif %}{% endfor %}",
        "{{#each ps as |p|}}{{inc @index}}. {{p}}{{#if (eq (inc @index) 2)}}!{{/if}}{{/each}}",
    ),
    (
        "{{ tone }}{% set tone = 'dry' %}{{ tone }}{% if tone == mood %}x{% endif %}{{ tone ~ mood }}",
        "{{tone}}dry{{#if (eq \"dry\" mood)}}x{{/if}}dry{{mood}}",
    ),
    (
        "{% for x in xs %}{{ x }}{% set x = 1 %}{{ x }}{% endfor %}{{ x }}",
        "{{#each xs as |x|}}{{x}}1{{/each}}{{x}}",
    ),
    (
        "{% set x = 'a' %}{% for x in xs %}{{ x }}{% endfor %}{{ x | default('b') }}{{ x | upper }}",
        "{{#each xs as |x|}}{{x}}{{/each}}{{default \"a\" \"b\"}}{{upper \"a\"}}",
    ),
];

#[test]
fn a_template_becomes_a_prompt() {
    for (text, expected) in TEMPLATES {
        let source = Source::new("a.j2", *text);
        let translated = translate(&source, Whitespace::default(), &|_| None);
        let file = translated.map(|translation| translation.text);
        let file = file.unwrap_or_else(|findings| findings.iter().map(render).collect());
        let body = file
            .rsplit_once("---\n")
            .map_or(file.as_str(), |(_, body)| body);
        assert_eq!(body, *expected, "{text:?}");
    }
}

/// The judge renders Tera's loop over a map with every set of inputs, those with entries too.
#[test]
fn the_judge_reads_loops_of_tera() {
    let source = Source::new("a.tera", "{% for k, v in m %}{{ k }}{{ v }}{% endfor %}");
    let whole = Source::new(
        "b.tera",
        "{% include 'a.tera' %}{% for k, v in m %}{{ k }}{% endfor %}",
    );
    for (template, included) in [(&source, 0), (&whole, 1)] {
        let translation = translate(template, Whitespace::default(), &|_| Some(source.clone()));
        let translation = translation.unwrap();
        assert_eq!(translation.rounds, 48);
        assert_eq!(translation.notes.len(), 1);
        assert_eq!(translation.included.len(), included);
    }
}

/// A template that uses a value in two ways, and what the finding says.
#[test]
fn a_value_has_one_type() {
    for (text, message) in [
        (
            "{{ a.b }}{% for x in a %}{{ x }}{% endfor %}",
            "`a` is a list or a map in one tag and an object in another",
        ),
        (
            "{% for x in xs %}{{ x.y }}{{ x.y.z }}{% endfor %}",
            "`xs.0.y` is a single value in one tag and an object in another",
        ),
    ] {
        let source = Source::new("a.j2", text);
        let findings = translate(&source, Whitespace::default(), &|_| None).unwrap_err();
        let found = findings.iter().map(|finding| finding.message.as_str());
        assert_eq!(found.collect::<Vec<_>>(), [message], "{text}");
    }
}

/// Templates that are as deep as a template can be, and the reason why each is refused.
#[test]
fn a_template_without_end_is_refused() {
    let many = 100_000;
    for (text, expected) in [
        (
            format!("{{{{ a{} }}}}", " ~ a".repeat(many)),
            "more than 1000 words",
        ),
        (format!("{{{{ a{} }}}}", " ~ a".repeat(490)), ""),
        (format!("{{{{ {}a }}}}", "not ".repeat(80)), ""),
        (
            format!("{{{{ a{} }}}}", "[0]".repeat(many)),
            "more than 1000 words",
        ),
        (
            format!("{{% if a %}}{}{{% endif %}}", "{% elif a %}b".repeat(many)),
            "more than 8000 tags",
        ),
        (
            format!("{{% if a %}}{}{{% endif %}}", "{% elif a %}b".repeat(7_000)),
            "unsupported-jinja",
        ),
        ("{% if a %}".repeat(many), "more than 8000 tags"),
        ("{% if a %}".repeat(5_000), "unsupported-jinja"),
        ("{{ a }}".repeat(1_500), ""),
        (
            "{% for a in b %}".repeat(40) + "{{ c }}" + &"{% endfor %}".repeat(40),
            "",
        ),
    ] {
        let source = Source::new("a.j2", text.as_str());
        let said = match translate(&source, Whitespace::default(), &|_| None) {
            Ok(_) => String::new(),
            Err(findings) => findings.iter().map(render).collect(),
        };
        let start = text.get(..40).unwrap_or_default();
        let is_expected = said.contains(expected) && said.is_empty() == expected.is_empty();
        assert!(
            is_expected,
            "{start}: {:?}",
            said.get(..400).unwrap_or(&said)
        );
    }
}
