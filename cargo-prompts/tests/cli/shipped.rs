//! The library of this repository keeps the rules that its own tool has.

use std::fs;

use semver::Version;

use crate::consumer::repository;
use crate::desk::Desk;

#[test]
fn the_shipped_releases_have_the_versions_that_their_changes_ask_for() {
    let mut count = 0;
    for (id, versions) in prompts() {
        for pair in versions.windows(2) {
            let said = shipped(&format!("diff {id} {} {}", pair[0], pair[1]));
            let lowest = said
                .lines()
                .next()
                .and_then(|line| line.split_whitespace().rev().nth(2))
                .unwrap();
            assert!(pair[1] >= Version::parse(lowest).unwrap(), "{said}");
            count += 1;
        }
    }
    assert!(count > 0, "no prompt has two releases");
}

#[test]
fn a_property_more_in_the_answer_is_a_minor_version() {
    let said = shipped("diff sales-email-007 production staging");
    assert!(
        said.contains(
            "from 2.2.1 (production) to 2.3.0 (staging): a minor version, 2.3.0 or higher\n"
        ),
        "{said}"
    );
}

/// The prompts with their full releases, lowest first.
fn prompts() -> Vec<(String, Vec<Version>)> {
    let folders = fs::read_dir(repository().join("prompts"))
        .unwrap()
        .map(Result::unwrap);
    let folders = folders.filter(|entry| entry.file_type().unwrap().is_dir());
    let prompts = folders.map(|folder| {
        let files = fs::read_dir(folder.path())
            .unwrap()
            .map(|file| file.unwrap().file_name());
        let versions =
            files.filter_map(|file| Version::parse(file.to_str()?.strip_suffix(".prompt")?).ok());
        let mut versions = versions
            .filter(|version| version.pre.is_empty())
            .collect::<Vec<_>>();
        versions.sort();
        (folder.file_name().into_string().unwrap(), versions)
    });
    prompts.collect()
}

fn shipped(arguments: &str) -> String {
    let output = Desk::of("desk")
        .command(arguments)
        .current_dir(repository())
        .output()
        .unwrap();
    assert!(output.status.success(), "{output:?}");
    String::from_utf8(output.stdout).unwrap()
}
