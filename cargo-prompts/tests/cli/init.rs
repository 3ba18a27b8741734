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
