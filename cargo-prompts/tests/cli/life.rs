//! The transcripts of the README and of the guide: every command is run, in a package of its own,
//! and prints what the page says.

use crate::accepted::check;
use crate::page::{read, readme_and_guide};
use crate::story::Story;

/// The commands of the guide that fail, in order, each with its exit code. All others succeed.
const FAILING: &[(&str, i32)] = &[
    ("cargo run", 101),
    ("PROMPT_ENV=production cargo run", 101),
    ("cargo run", 101),
    (
        "cargo prompts promote visitor-greeting --to production --by front-desk-lead --reason \"coffee is back\"",
        1,
    ),
    ("cargo run --features production", 101),
    (
        "cargo prompts withdraw visitor-greeting 1.0.0 --by prompt-owner --reason \"no coffee\"",
        1,
    ),
    ("env -u OPENAI_BASE_URL cargo run", 1),
    ("target/release/front-desk", 1),
];

#[test]
fn the_readme() {
    let page = read("README.md");
    let (before, steps) = page.split_once("## Getting started").unwrap();
    let mut story = Story::new("readme");
    let played = story.play(steps);
    assert_eq!(story.failed(), []);
    check(
        "README.md",
        &page,
        &format!("{before}## Getting started{played}"),
    );
}

/// The guide is one story: each page goes on with the package that the page before it left.
#[test]
fn the_guide() {
    let mut story = Story::new("guide");
    for path in readme_and_guide().iter().skip(1) {
        let page = read(path);
        let played = story.play(&page);
        check(path, &page, &played);
    }
    assert_eq!(story.failed(), FAILING);
}
