//! `import`: what it makes of files, folders and strings, and what it refuses.

use std::fs;

use crate::desk::Desk;

/// A package with texts of all kinds.
pub fn elsewhere() -> Desk {
    let desk = Desk::ready();
    desk.write("texts/house-rules.md", "# Rules\n\nBe kind to {{all}}.\n");
    desk.write(
        "texts/Badge_Notice.txt",
        "Bring the badge back.\r\nThanks.\r\n",
    );
    desk.write(
        "texts/mail/parcel.txt.j2",
        "A parcel for {{ visitor }}{% if host %} of {{ host }}{% endif %}.\n",
    );
    desk.write("texts/notes.csv", "not,a,text\n");
    desk.write("texts/.hidden.md", "Left alone.\n");
    desk.write(
        "src/texts.rs",
        "mod inner {\n    pub const LATE_VISIT: &str = \"Come again \\\"tomorrow\\\".\\nPlease.\";\n}\n\
         static RULES: &str = include_str!(\"../texts/house-rules.md\");\n\
         const SEPARATOR: &str = \"; \";\n\
         const RAW: &'static str = r#\"Say \"hi\" to {name}\"#;\n\
         fn f() { println!(\"{}\", include_str!(\"../texts/mail/parcel.txt.j2\")); }\n",
    );
    desk
}

#[test]
fn a_file_that_a_template_includes_is_a_part_of_it() {
    let desk = elsewhere();
    desk.write(
        "mails/parcel.j2",
        "A parcel for {{ visitor }}.\n{% include \"parts/end.j2\" %}\n",
    );
    desk.write(
        "mails/parts/end.j2",
        "{% for line in lines %}{{ loop.index }}. {{ line }}\n{% endfor %}",
    );
    desk.run("import mails").expect(
        0,
        &[
            "created prompts/parcel/local.prompt from mails/parcel.j2\n  \
             the text of `mails/parts/end.j2` stands where it was included; to share it, make it a partial\n",
        ],
    );
    assert!(
        desk.read("prompts/parcel/local.prompt")
            .contains("{{#each lines as |line|}}{{inc @index}}. {{line}}\n")
    );
    let files = desk.files();
    assert!(!files.keys().any(|file| file.starts_with("prompts/end/")));
    desk.write(
        "mails/alone.j2",
        "{% include \"../texts/house-rules.md\" %}",
    );
    desk.run("import mails/alone.j2").expect(
        1,
        &["cannot read the included file `../texts/house-rules.md`"],
    );
}

#[test]
fn a_folder_becomes_prompts() {
    let desk = elsewhere();
    let run = desk.run("import texts");
    run.expect(
        0,
        &[
            "created prompts/badge-notice/local.txt from texts/Badge_Notice.txt\n  its line ends are LF now, CRLF before\n",
            "created prompts/house-rules/local.md from texts/house-rules.md\n",
            "created prompts/parcel/local.prompt from texts/mail/parcel.txt.j2\n  its inputs, guessed from their use: visitor: string, host?: string\n",
            "development pins the working copies",
        ],
    );
    assert_eq!(
        desk.read("prompts/house-rules/local.md"),
        "# Rules\n\nBe kind to {{all}}.\n"
    );
    assert_eq!(
        desk.read("prompts/badge-notice/local.txt"),
        "Bring the badge back.\nThanks.\n"
    );
    assert_eq!(
        desk.read("prompts/parcel/local.prompt"),
        "---\ninput:\n  schema:\n    visitor: string\n    host?: string\n---\n\
         A parcel for {{visitor}}{{#if host}} of {{host}}{{/if}}."
    );
    assert!(
        desk.read("prompts/parcel/golden.yaml")
            .contains("the required inputs alone")
    );
    for id in ["badge-notice", "house-rules", "parcel"] {
        let pin = format!("  {id}:\n    development: latest\n");
        let configuration = desk.read("prompts/environments.yaml");
        assert!(configuration.contains(&pin), "{configuration}");
        desk.succeed(&format!("publish {id} --by prompt-owner"));
    }
    desk.succeed("check");
}

#[test]
fn strings_of_a_source_become_prompts() {
    let desk = elsewhere();
    let run = desk.run("import src/texts.rs");
    run.expect(0, &["not imported, less than three words: `SEPARATOR`"]);
    let texts = [
        ("late-visit/local.txt", "Come again \"tomorrow\".\nPlease."),
        ("rules/local.md", "# Rules\n\nBe kind to {{all}}.\n"),
        ("raw/local.txt", "Say \"hi\" to {name}"),
    ];
    for (path, text) in texts {
        assert_eq!(desk.read(&format!("prompts/{path}")), text);
    }
    let parcel = desk.read("prompts/parcel/local.prompt");
    assert!(parcel.ends_with("A parcel for {{visitor}}{{#if host}} of {{host}}{{/if}}."));
    desk.succeed("import src/texts.rs::SEPARATOR --as separator");
    assert_eq!(desk.read("prompts/separator/local.txt"), "; ");
    desk.succeed("import src/texts.rs::inner::LATE_VISIT --as late");
}

#[test]
fn what_is_not_taken_from_a_source_is_named() {
    let desk = elsewhere();
    desk.write(
        "src/many.rs",
        "const GREETING: &str = concat!(\"Greet the visitor.\", \"\\n\", \"Offer a seat.\");\n\
         const STEPS: &[&str] = &[\"Ask for the name\", \"Offer a seat now\"];\n\
         const INDENTED: &str = indoc! {\"\n    Ask for the name.\n\"};\n\
         static LATER: LazyLock<String> = LazyLock::new(|| \"Come back in an hour\".to_owned());\n\
         static RULES: LazyLock<&str> = LazyLock::new(|| include_str!(\"../texts/house-rules.md\").trim_end_matches(\"and so on\"));\n\
         const NAMES: &[&str] = &[\"a\", \"b\"];\n",
    );
    let run = desk.run("import src/many.rs");
    run.expect(
        0,
        &[
            "note: not imported, not a plain literal: `STEPS`, `INDENTED`, `LATER`\n",
            "created prompts/house-rules/local.md",
        ],
    );
    assert_eq!(
        desk.read("prompts/greeting/local.txt"),
        "Greet the visitor.\nOffer a seat."
    );
}

/// Plain texts that may be templates, and files that need no import.
#[test]
fn tags_are_not_sent_in_silence() {
    let desk = elsewhere();
    desk.write("loop.md", "{% for a in b %}x{% endfor %}\n");
    desk.write("plain.md", "Say {name} 100 % of the time.\n");
    desk.write(
        "src/tags.rs",
        "const HELLO: &str = \"Say hello to {{name}}\";\n",
    );
    for (path, has_tags) in [
        ("loop.md", true),
        ("texts/house-rules.md", true),
        ("src/tags.rs", true),
        ("plain.md", false),
    ] {
        let run = desk.run(&format!("import {path}"));
        let note = "\n  its tags are text, and are sent as they stand";
        assert_eq!(run.stdout.contains(note), has_tags, "{}", run.stdout);
    }
    for file in ["a.hbs", "a.prompt", "a.handlebars"] {
        desk.write(file, "Say {{name}}\n");
        let message = format!("`{file}` is already in the language of prompts");
        desk.run(&format!("import {file}"))
            .expect(2, &[&message, "copy it to `ID/local.prompt`"]);
    }
}

#[test]
fn a_conflict_is_found_in_the_original() {
    let desk = elsewhere();
    let conflict = "<<<<<<< HEAD\nHello\n=======\nHi\n>>>>>>> main\n";
    for file in ["bad.md", "bad.j2", "part.txt"] {
        desk.write(file, conflict);
    }
    desk.write("whole.j2", "{{ x }}\n{% include \"part.txt\" %}\n");
    let source = format!("{conflict}fn greet() {{ prompt!(\"visitor-greeting\"); }}\n");
    desk.write("src/bad.rs", &source);
    desk.write("src/main.rs", "mod bad;\nfn main() {}\n");
    desk.run("check")
        .expect(1, &["error: src/bad.rs:1:1: [merge-conflict]"]);
    // No string of a source can be read.
    desk.run("import src/bad.rs")
        .expect(2, &["error: src/bad.rs:1:1: [merge-conflict]"]);
    for (file, found) in [
        ("bad.md", "bad.md"),
        ("bad.j2", "bad.j2"),
        ("whole.j2", "part.txt"),
    ] {
        let place = format!("error: {found}:1:1: [merge-conflict]");
        desk.run(&format!("import {file}")).expect(1, &[&place]);
    }
}

#[test]
fn a_byte_order_mark_and_escapes_are_told() {
    let desk = elsewhere();
    desk.write("page.html.j2", "\u{feff}<b>{{ name }}</b>\n");
    let marks = "  its byte order mark is left out\n  Jinja escapes values in files of this name; a prompt escapes nothing\n";
    desk.run("import page.html.j2").expect(0, &[marks]);
    assert!(
        desk.read("prompts/page/local.prompt")
            .ends_with("---\n<b>{{name}}</b>")
    );
}

#[test]
fn jinja_is_read_with_its_settings() {
    let desk = elsewhere();
    desk.write(
        "list.j2",
        "{% for a in as %}\n  {% if a %}\n- {{ a }}\n  {% endif %}\n{% endfor %}\n",
    );
    desk.succeed("import list.j2 --trim-blocks --lstrip-blocks --keep-trailing-newline");
    let text = desk.read("prompts/list/local.prompt");
    let body = "---\n{{#each this.as as |a|}}\n{{#if a}}\n- {{a}}\n{{/if}}\n{{/each}}\n";
    assert!(text.ends_with(body), "{text}");
}

#[test]
fn a_dry_run_writes_nothing() {
    let desk = elsewhere();
    let before = desk.all_files();
    desk.run("import texts --dry-run").expect(
        0,
        &["would create prompts/parcel/local.prompt from texts/mail/parcel.txt.j2"],
    );
    desk.run(
        "import prompts/visitor-greeting/golden.yaml --format text --as visitor-greeting --dry-run",
    )
    .expect(
        2,
        &["`prompts/visitor-greeting` already exists; nothing was imported"],
    );
    assert!(desk.all_files() == before);
}

/// The arguments of an import that is refused, the exit code, and what is said.
const REFUSED: &[(&str, i32, &str)] = &[
    (
        "visitor-greeting.md",
        2,
        "`prompts/visitor-greeting` already exists; nothing was imported",
    ),
    (
        "texts bad.j2",
        1,
        "bad.j2:2:11: [unsupported-jinja] a prompt has no filter `title`",
    ),
    (
        "texts other.j2",
        1,
        "other.j2:1:1: [different-rendering] the prompt would render to another text: line 1 has \"true\" where minijinja has \"True\"",
    ),
    (
        "texts twice",
        2,
        "`texts/house-rules.md` and `twice/house-rules.txt` would both be the prompt `house-rules`",
    ),
    (
        "texts --as one",
        2,
        "`--as` names one prompt, found 3 texts",
    ),
    (
        "texts/house-rules.md --as House",
        2,
        "invalid prompt id `House`",
    ),
    (
        "übersicht.md",
        2,
        "invalid prompt id `übersicht` for `übersicht.md`",
    ),
    (
        "partials.md",
        2,
        "the folder of this name is reserved for partials",
    ),
    (
        "texts/notes.csv",
        2,
        "the name of `texts/notes.csv` does not tell its format",
    ),
    (
        "texts/nothing.md",
        2,
        "texts/nothing.md:1:1: [missing-file]",
    ),
    ("src", 2, "`src` has no texts and no templates"),
    (
        "src/texts.rs::LATE",
        2,
        "`src/texts.rs` has no string `LATE`",
    ),
    (
        "src/broken.rs",
        2,
        "src/broken.rs:1:4: [unreadable-source] cannot parse the file as Rust",
    ),
    (
        "src/short.rs",
        2,
        "`src/short.rs` has no strings of three words or more",
    ),
    (
        "src/twice.rs::A",
        2,
        "`src/twice.rs` has several strings `A`",
    ),
    ("src/lost.rs", 2, "src/lost.md:1:1: [missing-file]"),
    ("blank.md", 1, "[empty-prompt]"),
    (
        "keys",
        2,
        "`keys/ghp_************************************.md` would name a prompt after a key",
    ),
];

#[test]
fn what_is_refused_leaves_everything_as_it_was() {
    let desk = elsewhere();
    desk.write("visitor-greeting.md", "Hello there.\n");
    desk.write("bad.j2", "Hello\n{{ name | title }}\n");
    desk.write("other.j2", "{% if on == true %}!{% endif %}{{ on }}\n");
    desk.write("twice/house-rules.txt", "Others.\n");
    desk.write("übersicht.md", "Hello there.\n");
    desk.write("partials.md", "Hello there.\n");
    desk.write("src/broken.rs", "fn (\n");
    desk.write("src/short.rs", "const A: &str = \"a\";\n");
    desk.write(
        "src/twice.rs",
        "const A: &str = \"a\"; mod b { const A: &str = \"b\"; }\n",
    );
    desk.write(
        "src/lost.rs",
        "const A: &str = include_str!(\"lost.md\");\n",
    );
    desk.write("blank.md", " \n");
    desk.write(
        "keys/ghp_ab3de5gh7jk9mn1pq3st5vw7yz9bc1de3fg5.md",
        "Hello.\n",
    );
    let before = desk.files();
    for (arguments, code, said) in REFUSED {
        let run = desk.run(&format!("import {arguments}"));
        run.expect(*code, &[said]);
        assert!(!run.said().contains("ab3de5"), "{}", run.said());
        assert!(desk.files() == before, "{arguments}");
    }
    fs::write(desk.root().join("latin.txt"), b"gr\xfc\xdfe").unwrap();
    desk.run("import latin.txt").expect(2, &["[not-utf-8]"]);
}
