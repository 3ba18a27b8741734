//! The transcripts of the README and of the guide: every command is run, in a package of its own,
//! and prints what the page says.

use crate::accepted::check;
use crate::page::{read, readme_and_guide};
use crate::story::Story;

#[test]
fn the_readme() {
    let page = read("README.md");
    let (before, steps) = page.split_once("## Getting started").unwrap();
    let played = Story::new("readme").play(steps);
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
        check(path, &page, &story.play(&page));
    }
}
