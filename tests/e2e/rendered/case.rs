//! A case: a prompt, and inputs to render it with. One file each, in `tests/rendered`.

use std::fs;
use std::path::Path;

use serde_json::Value;

use super::sections::sections;

/// A case, as `tests/rendered/README.md` describes it.
#[derive(Debug, Default, Clone)]
pub struct Case {
    pub name: String,
    pub prompt: String,
    /// The partials and the named schemas: paths in the library, and texts.
    pub shared: Vec<(String, String)>,
    /// Each an object of inputs.
    pub inputs: Vec<Value>,
    /// Inputs that are maps in Rust.
    pub maps: Vec<String>,
    /// Inputs that are slices of pairs in Rust, also within each other.
    pub pairs: Vec<String>,
    /// Messages before: role and text.
    pub history: Vec<(String, String)>,
    /// The correct result, if the reference implementation is wrong.
    pub instead: Option<String>,
}

impl Case {
    /// The cases of `tests/rendered` in the repository, in the order of their names.
    pub fn all(repository: &Path) -> Vec<Self> {
        let mut cases = Vec::new();
        for entry in fs::read_dir(repository.join("tests/rendered")).unwrap() {
            let path = entry.unwrap().path();
            if path
                .extension()
                .is_some_and(|extension| extension == "case")
            {
                let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
                cases.push(Self::parse(&name, &fs::read_to_string(path).unwrap()));
            }
        }
        assert!(cases.len() > 20);
        cases.sort_by(|a, b| a.name.cmp(&b.name));
        cases
    }

    pub fn parse(name: &str, text: &str) -> Self {
        let json = |heading: &str, body: &str| -> Value {
            serde_json::from_str(body).unwrap_or_else(|error| {
                panic!(
                    "tests/rendered/{name}.case: `== {heading} ==` is not one JSON value: {error}"
                )
            })
        };
        let mut case = Self {
            name: name.to_owned(),
            ..Self::default()
        };
        for (heading, body) in sections(text) {
            match heading.split(' ').collect::<Vec<_>>().as_slice() {
                ["prompt"] => case.prompt = format!("{body}\n"),
                ["prompt", "without", "line", "end"] => body.clone_into(&mut case.prompt),
                ["partial", partial] => case
                    .shared
                    .push((format!("partials/{partial}.prompt"), format!("{body}\n"))),
                ["schema", schema] => case
                    .shared
                    .push((format!("schemas/{schema}.yaml"), format!("{body}\n"))),
                ["inputs"] => case.inputs.push(json(heading, body)),
                ["maps"] => case.maps = body.split_whitespace().map(str::to_owned).collect(),
                ["pairs"] => case.pairs = body.split_whitespace().map(str::to_owned).collect(),
                ["history"] => {
                    case.history = serde_json::from_value(json(heading, body)).unwrap();
                }
                ["instead"] => case.instead = Some(body.to_owned()),
                _ => panic!("tests/rendered/{name}.case: unknown heading `{heading}`"),
            }
        }
        case
    }
}
