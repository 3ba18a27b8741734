//! The files of this repository, and those of the builds that must fail.

use std::fs;
use std::path::{Path, PathBuf};

use super::{EditorSchema, Reading, faults, parsed, reading, validator};

/// Folders that hold what is built.
const SKIPPED: [&str; 2] = ["target", "node_modules"];

#[test]
fn the_files_of_the_repository_are_taken_and_refused_as_by_the_readers() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut files = files(&root);
    files.extend(refused(&root));
    for kind in [
        EditorSchema::Environments,
        EditorSchema::Releases,
        EditorSchema::Golden,
        EditorSchema::Checks,
        EditorSchema::Answers,
        EditorSchema::Judge,
        EditorSchema::Tool,
    ] {
        let validator = validator(kind);
        let own = files.iter().filter(|(path, _)| kind_of(path) == Some(kind));
        let (mut taken, mut misshapen) = (0, 0);
        for (path, text) in own {
            let path = path.display();
            let Some(value) = parsed(text) else {
                continue;
            };
            let is_valid = validator.is_valid(&value);
            match reading(kind, text) {
                Reading::Taken => {
                    taken += 1;
                    assert!(is_valid, "{path}: {:?}", validator.validate(&value));
                }
                Reading::Misshapen => {
                    misshapen += 1;
                    assert!(!is_valid, "{path}: {}\n{text}", faults(kind, text));
                }
                Reading::Refused => {}
            }
        }
        let least = match kind {
            EditorSchema::Environments => (20, 20),
            EditorSchema::Releases => (10, 5),
            EditorSchema::Golden => (5, 0),
            EditorSchema::Answers => (1, 0),
            // The repository has none yet: the samples of the other tests are some.
            EditorSchema::Checks | EditorSchema::Judge => (0, 0),
            EditorSchema::Tool => (1, 1),
        };
        let is_enough = taken >= least.0 && misshapen >= least.1;
        assert!(is_enough, "{kind:?}: {taken} taken, {misshapen} refused");
    }
}

fn kind_of(path: &Path) -> Option<EditorSchema> {
    let name = path.file_name()?.to_str()?;
    let folder = path.parent()?.file_name()?;
    match name {
        "environments.yaml" => Some(EditorSchema::Environments),
        "releases.yaml" => Some(EditorSchema::Releases),
        "golden.yaml" => Some(EditorSchema::Golden),
        "checks.yaml" => Some(EditorSchema::Checks),
        "answers.yaml" => Some(EditorSchema::Answers),
        "judge.yaml" => Some(EditorSchema::Judge),
        _ if folder == "tools" && path.extension()? == "yaml" => Some(EditorSchema::Tool),
        _ => None,
    }
}

/// The files below a folder that have a schema, with their texts.
fn files(folder: &Path) -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).expect("a folder").flatten() {
        let (path, name) = (entry.path(), entry.file_name());
        let name = name.to_string_lossy();
        let kind = entry.file_type().expect("a type");
        if kind.is_dir() && !name.starts_with('.') && !SKIPPED.contains(&name.as_ref()) {
            found.extend(files(&path));
        } else if kind.is_file() && kind_of(&path).is_some() {
            let text = fs::read_to_string(&path).expect("a text");
            found.push((path, text));
        }
    }
    found
}

/// The files that the builds which must fail write or edit.
fn refused(root: &Path) -> Vec<(PathBuf, String)> {
    let fixture = root.join("tests/fixtures/greeter");
    let cases = fs::read_dir(root.join("tests/refused")).expect("a folder");
    let cases = cases.flatten().map(|entry| entry.path());
    let cases = cases.filter(|path| {
        path.extension()
            .is_some_and(|extension| extension == "case")
    });
    let changed = cases.flat_map(|path| {
        let text = fs::read_to_string(path).expect("a text");
        changed_files(&text, &fixture)
    });
    changed
        .filter(|(path, _)| kind_of(path).is_some())
        .collect()
}

/// The files of one case. `tests/refused/README.md` has the format.
fn changed_files(case: &str, fixture: &Path) -> Vec<(PathBuf, String)> {
    let mut files = Vec::<(PathBuf, String)>::new();
    let mut sections = case.split("\n== ");
    sections.next();
    for section in sections {
        let (head, body) = section.split_once('\n').unwrap_or((section, ""));
        let Some((action, path)) = head.trim_end_matches(" ==").split_once(' ') else {
            continue;
        };
        let path = PathBuf::from(path);
        let position = files.iter().position(|(known, _)| *known == path);
        let before = position.map(|position| files.remove(position).1);
        let text = match action {
            "write" => format!("{body}\n"),
            "edit" => {
                let before = before.or_else(|| fs::read_to_string(fixture.join(&path)).ok());
                edited(&before.unwrap_or_default(), body)
            }
            _ => continue,
        };
        files.push((path, text));
    }
    files
}

fn edited(text: &str, edit: &str) -> String {
    let lines = |sign: char| {
        let lines = edit.lines().filter_map(|line| line.strip_prefix(sign));
        lines.flat_map(|line| [line, "\n"]).collect::<String>()
    };
    text.replacen(&lines('-'), &lines('+'), 1)
}
