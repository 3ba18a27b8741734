//! `init` in packages of all kinds: what it makes, what it keeps, and where.

use crate::desk::{Desk, Run};

const PACKAGE: &str = "[package]\nname = \"front-desk\"\nversion = \"0.1.0\"\nedition = \"2024\"\n";
const SCRIPT: &str = "fn main() {\n    prompt_build::run();\n}\n";

/// Files that are there, each with its text; the folder and the arguments of `init`; its exit code;
/// what it says, and what it does not, after a `!`.
type Row<'a> = (
    &'a [(&'a str, &'a str)],
    &'a str,
    &'a str,
    i32,
    &'a [&'a str],
);

const ROWS: &[Row] = &[
    (
        &[("Cargo.toml", PACKAGE)],
        "",
        "",
        0,
        &[
            "next: run `cargo add prompt-runtime` and `cargo add --build prompt-build`\n",
            "!cargo init",
            "!the root of",
        ],
    ),
    (
        &[("Cargo.toml", PACKAGE)],
        "src/desk",
        "",
        0,
        &["the root of the package\ncreated build.rs\n"],
    ),
    (
        &[],
        "",
        "",
        0,
        &["next: run `cargo init` to create a package"],
    ),
    (
        &[(
            "Cargo.toml",
            "[package]\n[dependencies]\nprompt-runtime = \"1\"\n",
        )],
        "",
        "",
        0,
        &[
            "next: run `cargo add --build prompt-build`\n",
            "!cargo add prompt-runtime",
        ],
    ),
    (
        &[(
            "Cargo.toml",
            "[package]\n[dependencies]\nprompt-runtime = \"1\"\n[build-dependencies]\nprompt-build = \"1\"\n",
        )],
        "",
        "",
        0,
        &["!next: "],
    ),
    (
        &[("Cargo.toml", PACKAGE), ("build.rs", "fn main() {}\n")],
        "",
        "",
        0,
        &[
            "kept the existing build.rs",
            "next: add `prompt_build::run();` to `main` in build.rs",
        ],
    ),
    (
        &[("Cargo.toml", PACKAGE), ("build.rs", "fn main() {}\n")],
        "",
        "--prompts words",
        0,
        &["next: add `prompt_build::Build::new().prompts(\"words\").run();` to `main` in build.rs"],
    ),
    (
        &[("Cargo.toml", PACKAGE), ("build.rs", SCRIPT)],
        "",
        "",
        0,
        &["kept the existing build.rs", "!next: in build.rs"],
    ),
    (
        &[("Cargo.toml", "[workspace]\nmembers = [\"front-desk\"]\n")],
        "",
        "",
        2,
        &[
            "`Cargo.toml` has no `[package]`",
            "in the folder of a workspace member",
        ],
    ),
    (
        &[
            ("Cargo.toml", PACKAGE),
            ("prompts/environments.yaml", "environments: {}\n"),
        ],
        "src",
        "",
        2,
        &["already exists; nothing was changed"],
    ),
    (
        &[("Cargo.toml", PACKAGE), ("prompts", "a file")],
        "",
        "",
        2,
        &["cannot make"],
    ),
];

#[test]
fn what_is_made_and_what_is_kept() {
    for (files, folder, options, code, words) in ROWS {
        let desk = Desk::bare();
        for (path, text) in *files {
            desk.write(path, text);
        }
        let run = init(&desk, folder, options);
        let (absent, present) = words
            .iter()
            .partition::<Vec<_>, _>(|word| word.starts_with('!'));
        run.expect(*code, &present);
        for word in absent {
            assert!(
                !run.said().contains(&word[1..]),
                "{word} is in:\n{}",
                run.said()
            );
        }
        for (path, text) in *files {
            assert_eq!(desk.read(path), *text, "{path}");
        }
        let prompts = options.strip_prefix("--prompts ").unwrap_or("prompts");
        let is_made = desk
            .root()
            .join(prompts)
            .join("visitor-greeting/local.prompt")
            .exists();
        assert_eq!(is_made, *code == 0, "{files:?} {}", run.said());
    }
}

#[test]
fn what_an_error_left_out_is_made_by_the_next_run() {
    let desk = Desk::bare();
    desk.write("Cargo.toml", PACKAGE);
    desk.write("prompts/visitor-greeting", "in the way of a folder");
    init(&desk, "", "").expect(2, &["cannot make"]);
    assert!(!desk.root().join("prompts/environments.yaml").exists());
    std::fs::remove_file(desk.root().join("prompts/visitor-greeting")).unwrap();
    init(&desk, "", "").expect(
        0,
        &[
            "kept the existing build.rs",
            "created prompts/environments.yaml",
        ],
    );
    desk.run("check").expect(0, &[]);
}

#[cfg(unix)]
#[test]
fn a_link_to_nothing_is_nothing_to_keep() {
    for link in [
        "build.rs",
        "prompts",
        "prompts/environments.yaml",
        "prompts/visitor-greeting/local.prompt",
    ] {
        let desk = Desk::bare();
        desk.write("Cargo.toml", PACKAGE);
        let path = desk.root().join(link);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::os::unix::fs::symlink("/nowhere/at/all", &path).unwrap();
        init(&desk, "", "").expect(2, &[&format!("`{link}` is a broken symbolic link")]);
        let made = [
            "build.rs",
            "prompts/visitor-greeting/golden.yaml",
            "prompts/environments.yaml",
        ];
        assert!(
            made.iter().all(|made| !desk.root().join(made).exists()),
            "{link}"
        );
    }
}

fn init(desk: &Desk, folder: &str, options: &str) -> Run {
    let folder = desk.root().join(folder);
    std::fs::create_dir_all(&folder).unwrap();
    Run::of(
        &desk
            .command(&format!("init {options}"))
            .current_dir(folder)
            .output()
            .unwrap(),
    )
}

/// The golden dataset of a prompt with inputs of many types.
const SKELETON: &str = "\
# The golden dataset, as promptfoo reads it too: inputs, and what must be true of the answer.
# Made from the inputs of the prompt: put in real values, and the words that an answer must contain.
- description: all inputs
  vars:
    customer: the lead's name
    seats: 5
    tier: trial
    products:
    - name: name
  options:
    disableVarExpansion: true
  assert:
  - type: contains
    value: REPLACE THIS by words that the answer must contain
- description: the required inputs alone
  vars:
    customer: the lead's name
    tier: trial
    products:
    - name: name
  options:
    disableVarExpansion: true
  assert:
  - type: contains
    value: REPLACE THIS by words that the answer must contain
";

#[test]
fn a_bare_folder_takes_a_prompt_that_is_written_by_hand() {
    let desk = Desk::bare();
    desk.write("Cargo.toml", PACKAGE);
    let created = "created prompts/environments.yaml\n";
    let run = init(&desk, "", "--bare");
    run.expect(0, &[created, "`cargo prompts new ID` adds a prompt"]);
    assert!(!run.said().contains("visitor"), "{}", run.said());
    desk.run("check").expect(0, &[]);
    desk.write(
        "prompts/plan-advice/local.prompt",
        "---\ninput:\n  schema:\n    customer: string, the lead's name\n    seats?: integer\n    \
         tier(enum): [trial, team]\n    products(array, what we may offer):\n      name: string\n  \
         default: { seats: 5 }\n---\nAdvise {{customer}} on {{tier}}, {{seats}} seats.\
         {{#each products}} {{name}}{{/each}}\n",
    );
    let created = [
        "created prompts/plan-advice/golden.yaml\n",
        "development pins the working copy; next: `cargo prompts publish plan-advice`",
    ];
    desk.run("new plan-advice").expect(0, &created);
    assert_eq!(desk.read("prompts/plan-advice/golden.yaml"), SKELETON);
    desk.run("check").expect(0, &[]);
    desk.run("render plan-advice --case 1")
        .expect(0, &["Advise the lead's name on trial, 5 seats. name"]);
    desk.run("new plan-advice").expect(
        2,
        &["`prompts/plan-advice` already exists; nothing was changed"],
    );
}

#[test]
fn new_completes_a_working_copy_and_nothing_else() {
    let desk = Desk::bare();
    desk.write("Cargo.toml", PACKAGE);
    init(&desk, "", "--bare").expect(0, &[]);
    std::fs::create_dir_all(desk.root().join("prompts/house-rules")).unwrap();
    let help = "write its working copy, `prompts/house-rules/local.prompt`";
    desk.run("new house-rules")
        .expect(2, &["already exists", help]);
    desk.write(
        "prompts/house-rules/local.md",
        "# Rules\n\nBe brief {{ always }}.\n",
    );
    desk.run("new house-rules")
        .expect(0, &["created prompts/house-rules/golden.yaml\n"]);
    let golden = desk.read("prompts/house-rules/golden.yaml");
    assert!(golden.contains("  vars: {}\n"), "{golden}");
    desk.run("check").expect(0, &[]);
    desk.write("prompts/faulty/local.prompt", "Hello {{#if name}}.\n");
    desk.run("new faulty").expect(1, &["unclosed-block"]);
    assert!(!desk.root().join("prompts/faulty/golden.yaml").exists());
}

/// The editor finds the schema where the first line of the configuration says, and it is the one that the
/// command prints.
#[test]
fn the_configuration_names_the_schema_beside_it() {
    for arguments in ["", "--bare"] {
        let desk = Desk::bare();
        desk.write("Cargo.toml", PACKAGE);
        init(&desk, "", arguments).expect(0, &["created prompts/environments.schema.json\n"]);
        let configuration = desk.read("prompts/environments.yaml");
        let first = configuration.lines().next().unwrap();
        let schema = first.strip_prefix("# yaml-language-server: $schema=");
        let schema = desk.read(&format!("prompts/{}", schema.unwrap()));
        assert_eq!(schema, desk.succeed("schema environments"));
    }
}
