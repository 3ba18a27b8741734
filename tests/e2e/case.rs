//! A case: changes to the consumer crate, and the command that must then fail. One file each, in
//! `tests/refused`.

use crate::consumer::Consumer;
use crate::sections::sections;

pub struct Case {
    steps: Vec<Step>,
    pub command: String,
}

enum Step {
    Write {
        path: String,
        text: String,
    },
    Edit {
        path: String,
        old: String,
        new: String,
    },
    Remove {
        path: String,
    },
    Rename {
        from: String,
        to: String,
    },
}

impl Case {
    /// Reads the format that `tests/refused/README.md` describes.
    pub fn parse(text: &str) -> Self {
        let mut case = Self {
            steps: Vec::new(),
            command: "cargo build".to_owned(),
        };
        for (heading, body) in sections(text) {
            let body = if body.is_empty() || body.ends_with('\n') {
                body.to_owned()
            } else {
                format!("{body}\n")
            };
            let words = heading.split_whitespace().collect::<Vec<_>>();
            match words.as_slice() {
                ["command"] => body.trim().clone_into(&mut case.command),
                ["write", path] => case.steps.push(Step::Write {
                    path: (*path).to_owned(),
                    text: body,
                }),
                ["edit", path] => case.steps.extend(edits(path, &body)),
                ["remove", path] => case.steps.push(Step::Remove {
                    path: (*path).to_owned(),
                }),
                ["rename", from, to] => {
                    case.steps.push(Step::Rename {
                        from: (*from).to_owned(),
                        to: (*to).to_owned(),
                    });
                }
                _ => panic!("unknown heading `{heading}`"),
            }
        }
        case
    }

    pub fn apply(&self, consumer: &Consumer) {
        for step in &self.steps {
            match step {
                Step::Write { path, text } => consumer.write(path, text),
                Step::Edit { path, old, new } => consumer.edit(path, old, new),
                Step::Remove { path } => consumer.remove(path),
                Step::Rename { from, to } => consumer.rename(from, to),
            }
        }
    }
}

/// Groups of `-` lines, each replaced by the `+` lines after it.
fn edits(path: &str, body: &str) -> Vec<Step> {
    let mut edits = Vec::new();
    let (mut old, mut new) = (String::new(), String::new());
    for line in body.lines() {
        if let Some(line) = line.strip_prefix('-') {
            if !new.is_empty() {
                let (old, new) = (std::mem::take(&mut old), std::mem::take(&mut new));
                edits.push(Step::Edit {
                    path: path.to_owned(),
                    old,
                    new,
                });
            }
            old.extend([line, "\n"]);
        } else if let Some(line) = line.strip_prefix('+') {
            new.extend([line, "\n"]);
        }
    }
    assert!(!old.is_empty(), "an edit has lines that begin with `-`");
    edits.push(Step::Edit {
        path: path.to_owned(),
        old,
        new,
    });
    edits
}
