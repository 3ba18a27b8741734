//! The results of a run, kept over an interruption. They contain no text of a prompt, an input or
//! an answer.

use jiff::{SignedDuration, Timestamp};
use prompt_build::hash::sha256;
use serde::{Deserialize, Serialize};

use super::earlier_results::EarlierResults;
use crate::project::folder::Folder;
use crate::project::json_lines::JsonLines;
use crate::report::failure::Failure;
use crate::rules::call_result::CallResult;

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
    /// The judge, its settings and its endpoint, on one line; blank without a judge.
    pub judge: &'a str,
}

/// The results of a run, each stored at once.
#[derive(Debug)]
pub struct Progress {
    file: JsonLines,
    sha256: String,
    /// The results of an earlier run.
    earlier: EarlierResults,
    /// The number of calls that have a result, those of this run included.
    done: usize,
    /// `false` if a run cannot be resumed: then nothing is stored.
    is_kept: bool,
}

/// A call of a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct CallId {
    /// The number of the case.
    pub case: u32,
    /// The calls for the same case that come before it.
    #[serde(default, skip_serializing_if = "is_first")]
    pub repeat: u32,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes references")]
fn is_first(repeat: &u32) -> bool {
    *repeat == 0
}

#[derive(Serialize, Deserialize)]
struct Line {
    #[serde(flatten)]
    call: CallId,
    sha256: String,
    at: String,
    #[serde(flatten)]
    result: CallResult,
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
            judge,
        } = self;
        // Of these, only a path can contain line breaks: it comes last, so different keys have different
        // texts.
        let key = sha256(&format!(
            "{run}\n{id}\n{text}\n{endpoint}\n{api}\n{model}\n{parameters}\n{dataset}\n{judge}\n{tree}"
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
        let mut earlier = EarlierResults::default();
        file.for_each_new(|start, line: Line| {
            if line.sha256 == key.sha256 && line.is_recent() {
                earlier.push(line.call, start, &line.result);
            }
        })?;
        let earlier = earlier.sorted();
        Ok(Self {
            file,
            sha256: key.sha256.to_owned(),
            done: earlier.len(),
            earlier,
            is_kept: true,
        })
    }

    /// Forgets the results of an earlier run, and stores none.
    pub fn unkept(mut self) -> Result<Self, Failure> {
        if self.done > 0 {
            self.file.clear()?;
        }
        Ok(Self {
            earlier: EarlierResults::default(),
            done: 0,
            is_kept: false,
            ..self
        })
    }

    /// The results of an earlier run.
    pub fn take_earlier(&mut self) -> EarlierResults {
        std::mem::take(&mut self.earlier)
    }

    /// Reads the result that begins at this offset of the file.
    pub fn result_at(&mut self, start: u64) -> Result<CallResult, Failure> {
        let line = self.file.line_at::<Line>(start)?;
        Ok(line.result)
    }

    /// The number of calls that have a result.
    pub fn done(&self) -> usize {
        self.done
    }

    /// Stores the result of a call at once.
    pub fn record(&mut self, call: CallId, result: &CallResult) -> Result<(), Failure> {
        if !self.is_kept {
            return Ok(());
        }
        let at = Timestamp::now().to_string();
        self.file.append(&Line {
            call,
            sha256: self.sha256.clone(),
            at,
            result: result.clone(),
        })?;
        self.done += 1;
        Ok(())
    }

    /// Removes the file of a run that sends nothing.
    pub fn remove_if_empty(self) -> Result<(), Failure> {
        if self.done == 0 {
            return self.file.remove();
        }
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

    use super::{CallId, Line, Progress, ResultsKey};
    use crate::project::folder::Folder;
    use crate::rules::call_result::CallResult;

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
        judge: "answer-judge 1.0.0",
    };

    fn call(case: u32) -> CallId {
        CallId { case, repeat: 0 }
    }

    fn result(passed: bool) -> CallResult {
        CallResult {
            passed,
            ..CallResult::default()
        }
    }

    #[test]
    fn results_are_there_for_the_same_subject_and_for_no_other() {
        let folder = tempfile::tempdir().expect("a folder");
        let runs = Folder::at(folder.path()).expect("it exists");
        let open = |key| Progress::open(&runs, &key).expect("a writable folder");
        let mut progress = open(KEY);
        let again = CallId { case: 4, repeat: 1 };
        let calls = [
            (call(1), result(true)),
            (call(4), result(false)),
            (again, result(true)),
        ];
        for (call, result) in &calls {
            progress.record(*call, result).expect("written");
        }
        drop(progress);
        let mut progress = open(KEY);
        assert_eq!(progress.done(), 3);
        let earlier = progress.take_earlier();
        for (call, result) in &calls {
            let start = earlier.place(*call).expect("it is kept");
            assert_eq!(progress.result_at(start).expect("read"), *result);
        }
        drop(progress);
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
            ResultsKey {
                judge: "answer-judge 1.1.0",
                ..KEY
            },
        ];
        for other in others {
            assert_eq!(open(other).done(), 0, "{other:?}");
        }
        open(KEY).remove().expect("it is there");
        assert_eq!(open(KEY).done(), 0);
    }

    #[test]
    fn results_of_more_than_seven_days_ago_and_of_the_future_do_not_count() {
        let folder = tempfile::tempdir().expect("a folder");
        let runs = Folder::at(folder.path()).expect("it exists");
        let open = || Progress::open(&runs, &KEY).expect("a writable folder");
        for (days, expected) in [(6, 1), (8, 0), (-1, 0)] {
            let mut progress = open();
            let at = (Timestamp::now() - SignedDuration::from_hours(days * 24)).to_string();
            let line = Line {
                call: call(1),
                sha256: KEY.sha256.to_owned(),
                result: result(true),
                at,
            };
            progress.file.append(&line).expect("written");
            drop(progress);
            let done = open();
            assert_eq!(done.done(), expected, "{days}");
            done.remove().expect("it is there");
        }
    }
}
