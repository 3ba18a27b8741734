//! The results of a run, kept over an interruption. They contain no text of a prompt, an input or
//! an answer.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};
use prompt_build::hash::sha256;
use serde::{Deserialize, Serialize};

use crate::project::folder::Folder;
use crate::project::json_lines::JsonLines;
use crate::report::failure::Failure;

/// The age at which a result is dropped: the endpoint may have changed the model since.
const LONGEST_KEPT: SignedDuration = SignedDuration::from_hours(7 * 24);

/// The facts that a result depends on: where one of them changes, a run starts over.
#[derive(Debug, Clone, Copy)]
pub struct ResultsKey<'a> {
    /// The working tree, told from its copies: results that a repository brings along are of no run
    /// here.
    pub tree: &'a str,
    /// The kind of run, such as `validation`.
    pub run: &'a str,
    pub id: &'a str,
    /// The hash of the prompt's text, or of the calls that are made from it.
    pub sha256: &'a str,
    /// The base URL of the endpoint. Another endpoint may have another model of the same name.
    pub endpoint: &'a str,
    pub api: &'a str,
    pub model: &'a str,
    /// The parameters of the call, as messages show them.
    pub parameters: &'a str,
    /// The hash of the dataset's text.
    pub dataset: &'a str,
}

/// The results of a run, each stored at once.
#[derive(Debug)]
pub struct Progress {
    file: JsonLines,
    sha256: String,
    /// The verdict on each case that was run, by number.
    done: BTreeMap<usize, bool>,
}

#[derive(Serialize, Deserialize)]
struct Line {
    case: usize,
    sha256: String,
    passed: bool,
    at: String,
}

impl ResultsKey<'_> {
    fn file(&self) -> String {
        let Self {
            tree,
            run,
            id,
            sha256: text,
            endpoint,
            api,
            model,
            parameters,
            dataset,
        } = self;
        // Of these, only a path can contain line breaks: it comes last, so different keys have different
        // texts.
        let key = sha256(&format!(
            "{run}\n{id}\n{text}\n{endpoint}\n{api}\n{model}\n{parameters}\n{dataset}\n{tree}"
        ));
        format!("{id}-{run}-{}.jsonl", &key[..32])
    }
}

impl Line {
    fn is_recent(&self) -> bool {
        let age = self
            .at
            .parse::<Timestamp>()
            .map(|at| Timestamp::now().duration_since(at));
        age.is_ok_and(|age| !age.is_negative() && age <= LONGEST_KEPT)
    }
}

impl Progress {
    /// Continues an earlier run with the same key, if one was interrupted.
    pub fn open(runs: &Folder, key: &ResultsKey<'_>) -> Result<Self, Failure> {
        let mut file = JsonLines::open(runs, &key.file())?.lock_exclusive()?;
        let lines = file
            .read_new::<Line>()?
            .into_iter()
            .filter(|line| line.sha256 == key.sha256 && line.is_recent());
        let done = lines.map(|line| (line.case, line.passed)).collect();
        Ok(Self {
            file,
            sha256: key.sha256.to_owned(),
            done,
        })
    }

    /// The verdict on each case that was run, by number.
    pub fn done(&self) -> &BTreeMap<usize, bool> {
        &self.done
    }

    pub fn record(&mut self, case: usize, passed: bool) -> Result<(), Failure> {
        let at = Timestamp::now().to_string();
        self.file.append(&Line {
            case,
            sha256: self.sha256.clone(),
            passed,
            at,
        })?;
        self.done.insert(case, passed);
        Ok(())
    }

    /// Forgets the results: the run is over.
    pub fn remove(self) -> Result<(), Failure> {
        self.file.remove()
    }
}

#[cfg(test)]
mod tests {
    use jiff::{SignedDuration, Timestamp};

    use super::{Line, Progress, ResultsKey};
    use crate::project::folder::Folder;

    const KEY: ResultsKey<'static> = ResultsKey {
        tree: "7 1796000000000000000",
        run: "validation",
        id: "sales-email-007",
        sha256: "3cae3210",
        endpoint: "https://api.example.com/v1",
        api: "chat-completions",
        model: "kimi-k2-5",
        parameters: "temperature 0.2",
        dataset: "9f86d081",
    };

    #[test]
    fn results_are_there_for_the_same_subject_and_for_no_other() {
        let folder = tempfile::tempdir().expect("a folder");
        let runs = Folder::at(folder.path()).expect("it exists");
        let open = |key| Progress::open(&runs, &key).expect("a writable folder");
        let mut progress = open(KEY);
        progress.record(1, true).expect("written");
        progress.record(4, false).expect("written");
        drop(progress);
        let expected = [(1, true), (4, false)].into();
        assert_eq!(open(KEY).done(), &expected);
        let others = [
            ResultsKey {
                tree: "8 1796000000000000000",
                ..KEY
            },
            ResultsKey {
                run: "golden",
                ..KEY
            },
            ResultsKey {
                id: "ops-summarize-001",
                ..KEY
            },
            ResultsKey {
                sha256: "8d4e5ee9",
                ..KEY
            },
            ResultsKey {
                endpoint: "http://localhost:11434/v1",
                ..KEY
            },
            ResultsKey {
                api: "responses",
                ..KEY
            },
            ResultsKey {
                model: "kimi-k2-5-turbo",
                ..KEY
            },
            ResultsKey {
                parameters: "temperature 0.7",
                ..KEY
            },
            ResultsKey {
                dataset: "60303ae2",
                ..KEY
            },
        ];
        for other in others {
            assert!(open(other).done().is_empty(), "{other:?}");
        }
        open(KEY).remove().expect("it is there");
        assert!(open(KEY).done().is_empty());
    }

    #[test]
    fn results_of_more_than_seven_days_ago_and_of_the_future_do_not_count() {
        let folder = tempfile::tempdir().expect("a folder");
        let runs = Folder::at(folder.path()).expect("it exists");
        let open = || Progress::open(&runs, &KEY).expect("a writable folder");
        for (days, expected) in [(6, [(1, true)].as_slice()), (8, &[]), (-1, &[])] {
            let mut progress = open();
            let at = (Timestamp::now() - SignedDuration::from_hours(days * 24)).to_string();
            let line = Line {
                case: 1,
                sha256: KEY.sha256.to_owned(),
                passed: true,
                at,
            };
            progress.file.append(&line).expect("written");
            drop(progress);
            let done = open();
            assert_eq!(
                done.done()
                    .iter()
                    .map(|(case, passed)| (*case, *passed))
                    .collect::<Vec<_>>(),
                expected,
                "{days}"
            );
            done.remove().expect("it is there");
        }
    }
}
