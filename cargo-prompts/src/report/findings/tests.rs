//! The formats, held against what their readers expect.

use std::path::Path;

use prompt_build::report::{Code, Finding};
use prompt_build::source::{Location, Mark, Source};
use serde_json::Value;

use super::region::{Region, Unit};
use super::{Format, Paths, Report};

/// A text, a part of it, and where that is: with columns in characters, and in UTF-16.
const REGIONS: &[(&str, &str, [usize; 4], [usize; 4])] = &[
    ("abc\n", "abc", [1, 1, 1, 4], [1, 1, 1, 4]),
    ("a\nbc d\n", "d", [2, 4, 2, 5], [2, 4, 2, 5]),
    ("Grüße: x\n", "x", [1, 8, 1, 9], [1, 8, 1, 9]),
    ("👋 x\n", "x", [1, 3, 1, 4], [1, 4, 1, 5]),
    ("a 👋👋 b\n", "👋👋", [1, 3, 1, 5], [1, 3, 1, 7]),
    (
        "one\ntwo\nthree\n",
        "ne\ntwo\nth",
        [1, 2, 3, 3],
        [1, 2, 3, 3],
    ),
    ("", "", [1, 1, 1, 1], [1, 1, 1, 1]),
];

#[test]
fn regions() {
    for (text, part, characters, utf16) in REGIONS {
        let location = location("note.prompt", text, part);
        let region = |unit| {
            let Region {
                line,
                column,
                end_line,
                end_column,
            } = Region::of(&location, unit);
            [line, column, end_line, end_column]
        };
        assert_eq!(region(Unit::Characters), *characters, "{text:?}");
        assert_eq!(region(Unit::Utf16), *utf16, "{text:?}");
    }
}

/// A package, its repository, a path in the package, and the path in the repository.
const PATHS: &[(&str, &str, &str, &str)] = &[
    (
        "/desk",
        "/desk",
        "prompts/environments.yaml",
        "prompts/environments.yaml",
    ),
    (
        "/work/apps/desk",
        "/work",
        "src/main.rs",
        "apps/desk/src/main.rs",
    ),
    (
        "/work/apps/desk",
        "/work",
        "prompts/../../../shared/note/local.prompt",
        "shared/note/local.prompt",
    ),
    (
        "/work/apps/desk",
        "/work",
        "./src/main.rs",
        "apps/desk/src/main.rs",
    ),
    (
        "/work/apps/desk",
        "/work/apps/desk",
        "prompts/../../shared/a.prompt",
        "/work/apps/shared/a.prompt",
    ),
    (
        "/desk",
        "/desk",
        "/srv/prompts/note/local.prompt",
        "/srv/prompts/note/local.prompt",
    ),
];

#[test]
fn paths_in_the_repository() {
    for (package, repository, path, expected) in PATHS {
        let paths = Paths::new(Path::new(package), Path::new(repository));
        assert_eq!(paths.in_repository(path), *expected, "{path} of {package}");
    }
}

/// A finding with all that could end a message or an address before its time.
fn odd() -> Finding {
    let location = location("prompts/über, mit: 100 %.yaml", "👋 a\n", "a");
    let finding = Finding::error(
        Code::InvalidYaml,
        location,
        "50 % off, or: ::error::\r\nnothing",
    );
    finding.help("write `a,b: c`".to_owned())
}

#[test]
fn github_sees_the_end_of_nothing() {
    let expected = "::error file=prompts/über%2C mit%3A 100 %25.yaml,line=1,col=3,endLine=1,endColumn=4,title=cargo \
                    prompts%3A invalid-yaml::50 %25 off, or: ::error::\\r\\nnothing%0Ahelp: write `a,b: c`\n";
    assert_eq!(text(&[odd()], Format::Github), expected);
}

#[test]
fn json_has_what_the_help_says() {
    let related = odd().related(
        location("note.yaml", "x: 1\ny: 2\n", "y"),
        "first given here",
    );
    let json = parsed(&[related, warning()], Format::Json);
    let first = &json["findings"][0];
    let keys = first
        .as_object()
        .map(|object| object.keys().map(String::as_str).collect::<Vec<_>>());
    let expected = [
        "code",
        "severity",
        "path",
        "line",
        "column",
        "end_line",
        "end_column",
        "message",
        "help",
        "related",
    ];
    assert_eq!(keys.as_deref(), Some(&expected[..]));
    assert_eq!(first["message"], "50 % off, or: ::error::\r\nnothing");
    assert_eq!(
        (&first["line"], &first["column"], &first["end_column"]),
        (&1.into(), &3.into(), &4.into())
    );
    assert_eq!(
        (&first["related"]["path"], &first["related"]["line"]),
        (&"note.yaml".into(), &2.into())
    );
    assert_eq!(json["findings"][1]["related"], Value::Null);
    assert_eq!((&json["errors"], &json["warnings"]), (&1.into(), &1.into()));
}

/// The schema of SARIF 2.1.0, and the rules in its text.
#[test]
fn sarif_is_in_order() {
    let related = odd().related(
        location("note.yaml", "x: 1\ny: 2\n", "y"),
        "first given here",
    );
    let log = parsed(&[warning(), related, odd()], Format::Sarif);
    assert_eq!(log["version"], "2.1.0");
    let run = &log["runs"][0];
    assert_eq!(run["columnKind"], "utf16CodeUnits");
    let driver = &run["tool"]["driver"];
    assert_eq!(driver["name"], "cargo-prompts");
    let rules = list(&driver["rules"]);
    assert_eq!(rules.len(), 2, "each rule once");
    let results = list(&run["results"]);
    assert_eq!(results.len(), 3);
    for result in results {
        let index = result["ruleIndex"]
            .as_u64()
            .and_then(|index| usize::try_from(index).ok())
            .unwrap();
        assert_eq!(rules[index]["id"], result["ruleId"]);
        assert!(
            rules[index]["help"]["text"]
                .as_str()
                .is_some_and(|text| text.lines().count() > 4)
        );
        assert!(matches!(
            result["level"].as_str(),
            Some("error" | "warning")
        ));
        assert!(result["message"]["text"].is_string());
        let locations = list(&result["locations"])
            .iter()
            .chain(result["relatedLocations"].as_array().into_iter().flatten());
        for location in locations {
            let artifact = &location["physicalLocation"]["artifactLocation"];
            let uri = artifact["uri"].as_str().unwrap();
            assert!(
                uri.bytes()
                    .all(|byte| byte.is_ascii_graphic() && !b"\"<>\\^`{|}".contains(&byte)),
                "{uri}"
            );
            assert_eq!(
                artifact["uriBaseId"].is_string(),
                !uri.starts_with("file://"),
                "{uri}"
            );
            let region = &location["physicalLocation"]["region"];
            let number = |key: &str| region[key].as_u64().filter(|number| *number > 0).unwrap();
            assert!(
                (number("startLine"), number("startColumn"))
                    <= (number("endLine"), number("endColumn"))
            );
        }
    }
    assert_eq!(
        results[1]["locations"][0]["physicalLocation"]["region"]["startColumn"],
        4
    );
    let uri = &results[1]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"];
    assert_eq!(uri, "prompts/%C3%BCber%2C%20mit%3A%20100%20%25.yaml");
    assert_eq!(
        results[1]["relatedLocations"][0]["message"]["text"],
        "first given here"
    );
    let shared = &results[0]["locations"][0]["physicalLocation"]["artifactLocation"];
    assert_eq!(shared["uri"], "file:///srv/shared/note.prompt");
}

/// Colours are there, to be taken out where nobody sees them; without them it is the rendering of
/// the build.
#[test]
fn human_readers_see_colours() {
    let text = text(&[odd()], Format::Human);
    assert!(
        text.starts_with("\x1b[1m\x1b[31merror\x1b[0m\x1b[1m: prompts/"),
        "{text:?}"
    );
    let plain = anstream::adapter::strip_str(&text).to_string();
    let rendered = prompt_build::report::render(&odd()).replace('\r', "\\r");
    assert_eq!(
        plain,
        format!(
            "error: {rendered}\n\n1 error in 2 prompts and 1 environment\n\
             `cargo prompts explain CODE` explains a code in brackets\n"
        )
    );
}

fn warning() -> Finding {
    Finding::warning(
        Code::UnusedInput,
        location("/srv/shared/note.prompt", "a\n", "a"),
        "nobody asks for it",
    )
}

fn location(path: &str, text: &str, part: &str) -> Location {
    let start = text.find(part).unwrap();
    Location::new(
        &Source::new(path, text),
        Mark::at(start, start + part.len()),
    )
}

fn list(value: &Value) -> &Vec<Value> {
    value.as_array().unwrap()
}

fn parsed(findings: &[Finding], format: Format) -> Value {
    serde_json::from_str(&text(findings, format)).unwrap()
}

fn text(findings: &[Finding], format: Format) -> String {
    let paths = Paths::new(Path::new("/desk"), Path::new("/desk"));
    let findings = findings.iter().collect();
    Report {
        findings,
        prompts: 2,
        environments: 1,
        paths: &paths,
    }
    .text(format)
}
