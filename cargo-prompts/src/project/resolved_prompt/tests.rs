//! Subjects in the sales desk's tree, and in trees where something is wrong.

use std::fs;
use std::path::{Path, PathBuf};

use prompt_build::disk::Disk;
use semver::Version;

use super::ResolvedPrompt;
use crate::project::workspace::Workspace;

/// Id, environment and version; and what is found: the environment, its model and temperature, the
/// version, the beginning of the hash.
const FOUND: &[(&str, &str, &str, &str)] = &[
    (
        "sales-email-007",
        "",
        "",
        "development kimi-k2-5-turbo 0.7 working copy",
    ),
    (
        "sales-email-007",
        "staging",
        "",
        "staging kimi-k2-5 0.2 2.3.0 3cae3210",
    ),
    (
        "sales-email-007",
        "production",
        "",
        "production kimi-k2-5 0.2 2.2.1 8d4e5ee9",
    ),
    (
        "sales-email-007",
        "production",
        "2.3.0",
        "production kimi-k2-5 0.2 2.3.0 3cae3210",
    ),
    (
        "sales-email-007",
        "",
        "2.2.1",
        "development kimi-k2-5-turbo 0.7 2.2.1 8d4e5ee9",
    ),
    (
        "sales-email-007",
        "stagin",
        "",
        "unknown environment `stagin` did you mean `staging`?",
    ),
    (
        "sales-email-007",
        "staging",
        "2.3.1",
        "`sales-email-007` has no version `2.3.1` the versions are `2.2.1`, `2.3.0`",
    ),
    (
        "sales-email-07",
        "staging",
        "",
        "the library has no prompt `sales-email-07` did you mean `sales-email-007`?",
    ),
];

#[test]
fn what_an_environment_has() {
    let desk = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/desk");
    for (id, environment, version, expected) in FOUND {
        let found = find(&workspace(desk.clone()), id, environment, version);
        assert!(
            found.starts_with(expected),
            "{id} {environment} {version}: {found}"
        );
    }
}

/// A file, what is replaced in it by what, and the finding that this leads to for 2.3.0 in staging.
const BROKEN: &[(&str, &str, &str, &str)] = &[
    (
        "environments.yaml",
        "temperature: 0.2",
        "temperature: 3",
        "invalid-temperature",
    ),
    (
        "environments.yaml",
        "\"2.3.0\"",
        "\"2.3.9\"",
        "unknown-version",
    ),
    (
        "sales-email-007/releases.yaml",
        "3cae32",
        "3cae33",
        "altered-release",
    ),
    (
        "sales-email-007/releases.yaml",
        "status: draft",
        "status: withdrawn",
        "withdrawn-version",
    ),
    (
        "sales-email-007/2.3.0.prompt",
        "{{customer}}",
        "{{custmer}}",
        "altered-release undeclared-variable",
    ),
];

#[test]
fn what_is_wrong_with_a_file_is_a_finding() {
    for (file, from, to, expected) in BROKEN {
        let folder = tempfile::tempdir().unwrap();
        copy(
            &Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/desk/prompts"),
            &folder.path().join("prompts"),
        );
        let path = folder.path().join("prompts").join(file);
        fs::write(
            &path,
            fs::read_to_string(&path).unwrap().replacen(from, to, 1),
        )
        .unwrap();
        assert_eq!(
            find(
                &workspace(folder.path().to_owned()),
                "sales-email-007",
                "staging",
                ""
            ),
            *expected,
            "{file}"
        );
    }
}

#[test]
fn the_file_comes_before_the_environment_and_a_draft_need_not_be_pinned() {
    let folder = tempfile::tempdir().unwrap();
    let prompts = folder.path().join("prompts");
    copy(
        &Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/desk/prompts"),
        &prompts,
    );
    let text =
        "---\nmodel: kimi-k2-5-mini\nconfig: { temperature: 1.5 }\n---\nGreet the visitor.\n";
    fs::create_dir(prompts.join("visitor-greeting")).unwrap();
    fs::write(prompts.join("visitor-greeting/1.0.0.prompt"), text).unwrap();
    let sha256 = prompt_build::hash::sha256(text);
    let ledger = format!("- version: 1.0.0\n  status: draft\n  sha256: {sha256}\n");
    fs::write(prompts.join("visitor-greeting/releases.yaml"), ledger).unwrap();
    let workspace = workspace(folder.path().to_owned());
    let found = find(&workspace, "visitor-greeting", "staging", "1.0.0");
    assert!(
        found.starts_with("staging kimi-k2-5-mini 1.5 1.0.0"),
        "{found}"
    );
    let unpinned = "`staging` pins no version of `visitor-greeting` name a version instead; `cargo prompts list` \
                    shows the pins";
    assert_eq!(
        find(&workspace, "visitor-greeting", "staging", ""),
        unpinned
    );
}

fn workspace(root: PathBuf) -> Workspace {
    Workspace {
        disk: Disk::new(root.clone()),
        root,
        prompts: "prompts".to_owned(),
        package: String::new(),
    }
}

/// The prompt, the failure, or the codes of the findings.
fn find(workspace: &Workspace, id: &str, environment: &str, version: &str) -> String {
    let environment = Some(environment).filter(|name| !name.is_empty());
    let version = Version::parse(version).ok();
    match ResolvedPrompt::find(workspace, id, environment, version.as_ref()) {
        Ok((
            Some(ResolvedPrompt {
                environment,
                version,
                text,
                ..
            }),
            _,
        )) => {
            let version =
                version.map_or_else(|| "working copy".to_owned(), |version| version.to_string());
            let temperature = environment
                .parameters()
                .get("temperature")
                .unwrap()
                .to_string();
            let (name, model) = (environment.name.clone(), environment.model().to_owned());
            format!("{name} {model} {temperature} {version} {}", text.sha256)
        }
        Ok((None, findings)) => findings
            .sorted()
            .iter()
            .map(|finding| finding.code.as_str())
            .collect::<Vec<_>>()
            .join(" "),
        Err(failure) => failure.to_string(),
    }
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let (path, name) = (entry.as_ref().unwrap().path(), entry.unwrap().file_name());
        if path.is_dir() {
            copy(&path, &to.join(name));
        } else {
            fs::copy(path, to.join(name)).unwrap();
        }
    }
}
