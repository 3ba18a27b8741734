//! A case: a prompt, and inputs to render it with. One file each, in `tests/rendered`.

use serde_json::Value;

/// A case, as `tests/rendered/README.md` describes it.
#[derive(Debug, Default, Clone)]
pub struct Case {
    pub name: String,
    pub prompt: String,
    /// Names and texts.
    pub partials: Vec<(String, String)>,
    /// Each an object of inputs.
    pub inputs: Vec<Value>,
    /// Inputs that are maps in Rust.
    pub maps: Vec<String>,
    /// Messages before: role and text.
    pub history: Vec<(String, String)>,
    /// The correct result, if the reference implementation is wrong.
    pub instead: Option<String>,
}

impl Case {
    pub fn parse(name: &str, text: &str) -> Self {
        let mut case = Self {
            name: name.to_owned(),
            ..Self::default()
        };
        let mut sections = text.split("\n== ");
        let title = sections.next().unwrap_or_default();
        assert!(
            !title.trim().is_empty(),
            "{name}: a case begins with a line that says what it shows"
        );
        for section in sections {
            let (heading, body) = section.split_once('\n').unwrap_or((section, ""));
            let heading = heading
                .strip_suffix(" ==")
                .expect("a heading ends with ` ==`");
            match heading.split(' ').collect::<Vec<_>>().as_slice() {
                ["prompt"] => case.prompt = format!("{body}\n"),
                ["prompt", "without", "line", "end"] => body.clone_into(&mut case.prompt),
                ["partial", partial] => case
                    .partials
                    .push(((*partial).to_owned(), format!("{body}\n"))),
                ["inputs"] => case.inputs.push(serde_json::from_str(body).unwrap()),
                ["maps"] => case.maps = body.split_whitespace().map(str::to_owned).collect(),
                ["history"] => case.history = serde_json::from_str(body).unwrap(),
                ["instead"] => case.instead = Some(body.to_owned()),
                _ => panic!("{name}: unknown heading `{heading}`"),
            }
        }
        case
    }
}
