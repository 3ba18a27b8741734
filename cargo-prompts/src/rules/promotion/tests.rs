//! The sentence of each requirement about a version, its records, and the datasets.

use std::fs;

use prompt_build::disk::Disk;
use prompt_build::hash::sha256;
use prompt_build::library::Moment;
use prompt_build::report::{Finding, Findings};
use prompt_build::template::Config as FileConfig;
use semver::Version;

use super::{Candidate, Gate, check_gates};
use crate::project::prompt::Prompt;
use crate::project::workspace::Workspace;
use crate::rules::dataset::Dataset;

const TEXT: &str = "Write a note to the visitor.\n";
const EARLIER: &str = "Write a note.\n";

/// `live` takes what was tested in `trial` or `desk`.
const CONFIGURATION: &str = "\
environments:
  trial: { prompt_source: 'library:draft', model: m, temperature: 0, logging: full, rate_limit: null }
  desk: { prompt_source: 'library:draft', model: m, temperature: 0.5, logging: full, rate_limit: null }
  live: { prompt_source: 'library:active', model: m, temperature: 0, logging: full, rate_limit: null }
prompts:
  note: { trial: 1.0.0, desk: 0.9.0, live: 0.9.0 }
";

const GOLDEN: &str = "golden trial m 20/20";
const VALIDATION: &str = "validation trial m 10/10";

const REPORT: &str =
    "report: 37b037b9a58937b037b9a58937b037b9a58937b037b9a58937b037b9a58937b0, passed: 20";

const UNCHANGED: &str = "+ 1.0.0 is unchanged since it was published, sha256 37b037b9a589…";

struct Case {
    /// Replacements in the configuration and the ledger.
    change: &'static [(&'static str, &'static str)],
    /// The runs: the kind, the environment, the model, and how many passed.
    runs: &'static [&'static str],
    /// The shares that must pass of `golden.yaml`, `replay.jsonl` and `judge.yaml`, where they exist.
    thresholds: [Option<f64>; 3],
    target: &'static str,
    /// The sentences of the requirements, with their ways out: `+` where one is met, else `-`.
    /// `UNCHANGED` is left out.
    expected: &'static [&'static str],
}

const SOUND: Case = Case {
    change: &[],
    runs: &[GOLDEN, VALIDATION],
    thresholds: [Some(1.0), Some(1.0), None],
    target: "live",
    expected: &[],
};

const CASES: &[Case] = &[
    Case {
        expected: &[
            "+ pinned in trial",
            "+ 20 of 20 cases passed with m (trial, 2026-10-04T11:00:00Z)",
            "+ 10 of 10 realistic inputs passed with m (trial, 2026-10-04T11:00:01Z)",
        ],
        ..SOUND
    },
    Case {
        target: "trial",
        runs: &[GOLDEN],
        expected: &["+ 20 of 20 cases passed with m (trial, 2026-10-04T11:00:00Z)"],
        ..SOUND
    },
    Case {
        target: "desk",
        runs: &[GOLDEN],
        expected: &[
            "- `note` 1.0.0 lacks golden evidence: the run used temperature 0, but `desk` uses temperature 0.5 | run `cargo prompts test note --env desk --version 1.0.0`",
        ],
        ..SOUND
    },
    // A pin keeps its own model when its version moves.
    Case {
        change: &[("live: 0.9.0", "live: { version: 0.9.0, model: n }")],
        expected: &[
            "+ pinned in trial",
            "- `note` 1.0.0 lacks golden evidence: the run used `m`, but `live` uses `n` | run `cargo prompts test note --env live --version 1.0.0`",
            "- `note` 1.0.0 lacks validation evidence: the run used `m`, but `live` uses `n`: the environment that validates must use the settings of `live` | give `trial` and `live` the same API, model and parameters, then run `cargo prompts validate note --env trial --version 1.0.0`",
        ],
        ..SOUND
    },
    // Nor does a run through another API count.
    Case {
        change: &[("live: 0.9.0", "live: { version: 0.9.0, api: gemini }")],
        expected: &[
            "+ pinned in trial",
            "- `note` 1.0.0 lacks golden evidence: the run used the API `chat-completions`, but `live` uses the API `gemini` | run `cargo prompts test note --env live --version 1.0.0`",
            "- `note` 1.0.0 lacks validation evidence: the run used the API `chat-completions`, but `live` uses the API `gemini`: the environment that validates must use the settings of `live` | give `trial` and `live` the same API, model and parameters, then run `cargo prompts validate note --env trial --version 1.0.0`",
        ],
        ..SOUND
    },
    Case {
        change: &[("model: m", "api: gemini, model: m")],
        target: "trial",
        runs: &[GOLDEN],
        expected: &["+ 20 of 20 cases passed with m through gemini (trial, 2026-10-04T11:00:00Z)"],
        ..SOUND
    },
    Case {
        change: &[("trial: 1.0.0", "trial: 0.9.0")],
        runs: &[GOLDEN],
        expected: &[
            "- `note` 1.0.0 is not pinned in any environment with `library:draft`; `live` requires a validation there | `cargo prompts promote note --to trial --version 1.0.0 --by WHO --reason WHY`",
            "+ 20 of 20 cases passed with m (trial, 2026-10-04T11:00:00Z)",
            "- `note` 1.0.0 lacks validation evidence: not run yet | pin the version in an environment with `library:draft` first",
        ],
        ..SOUND
    },
    Case {
        change: &[
            ("trial: 1.0.0", "trial: 0.9.0"),
            ("library:draft", "library:active"),
        ],
        runs: &[GOLDEN],
        expected: &[
            "- `note` 1.0.0 is not pinned in any environment with `library:draft`; `live` requires a validation there | add an environment with `prompt_source: \"library:draft\"`, with the model of the target",
            "+ 20 of 20 cases passed with m (trial, 2026-10-04T11:00:00Z)",
            "- `note` 1.0.0 lacks validation evidence: not run yet | pin the version in an environment with `library:draft` first",
        ],
        ..SOUND
    },
    Case {
        change: &[("status: draft", "status: withdrawn")],
        target: "desk",
        expected: &[
            "- `note` 1.0.0 is withdrawn | `cargo prompts publish note` publishes the working copy as a new version",
        ],
        ..SOUND
    },
    Case {
        change: &[("status: draft", "status: deprecated")],
        target: "trial",
        expected: &[
            "+ 1.0.0 is unchanged since it was published, but deprecated, sha256 37b037b9a589…",
            "+ 20 of 20 cases passed with m (trial, 2026-10-04T11:00:00Z)",
        ],
        ..SOUND
    },
    Case {
        thresholds: [None, None, None],
        expected: &[
            "+ pinned in trial",
            "- `note` 1.0.0 lacks golden evidence: no `prompts/note/golden.yaml` | create it: a list of cases, each with `description`, `vars` and `assert`; a prompt that judges answers can have `judge.yaml` in place of `golden.yaml`",
            "- `note` 1.0.0 lacks validation evidence: no `prompts/note/replay.jsonl` | sample inputs from real traffic, one JSON object a line, then run `cargo prompts anonymise note --from FILE`",
        ],
        ..SOUND
    },
    Case {
        runs: &[],
        expected: &[
            "+ pinned in trial",
            "- `note` 1.0.0 lacks golden evidence: not run yet | run `cargo prompts test note --env live --version 1.0.0`",
            "- `note` 1.0.0 lacks validation evidence: not run yet | run `cargo prompts validate note --env trial --version 1.0.0`",
        ],
        ..SOUND
    },
    Case {
        change: &[("prompt: note, run", "prompt: letter, run")],
        expected: &[
            "+ pinned in trial",
            "- `note` 1.0.0 lacks golden evidence: the run was of the prompt `letter` | run `cargo prompts test note --env live --version 1.0.0`",
            "- `note` 1.0.0 lacks validation evidence: the run was of the prompt `letter` | run `cargo prompts validate note --env trial --version 1.0.0`",
        ],
        ..SOUND
    },
    Case {
        change: &[("prompt: note, run", "run")],
        expected: &[
            "+ pinned in trial",
            "- `note` 1.0.0 lacks golden evidence: the record of the run names no prompt | run `cargo prompts test note --env live --version 1.0.0`",
            "- `note` 1.0.0 lacks validation evidence: the record of the run names no prompt | run `cargo prompts validate note --env trial --version 1.0.0`",
        ],
        ..SOUND
    },
    Case {
        change: &[("dataset: dd", "dataset: cd")],
        expected: &[
            "+ pinned in trial",
            "- `note` 1.0.0 lacks golden evidence: `golden.yaml` changed since the run | run `cargo prompts test note --env live --version 1.0.0`",
            "- `note` 1.0.0 lacks validation evidence: `replay.jsonl` changed since the run | run `cargo prompts validate note --env trial --version 1.0.0`",
        ],
        ..SOUND
    },
    Case {
        runs: &["golden trial n 20/20", "validation trial n 10/10"],
        expected: &[
            "+ pinned in trial",
            "- `note` 1.0.0 lacks golden evidence: the run used `n`, but `live` uses `m` | run `cargo prompts test note --env live --version 1.0.0`",
            "- `note` 1.0.0 lacks validation evidence: the run used `n`, but `live` uses `m`: the environment that validates must use the settings of `live` | run `cargo prompts validate note --env trial --version 1.0.0`",
        ],
        ..SOUND
    },
    Case {
        change: &[("temperature: 0, cases", "temperature: 1, cases")],
        expected: &[
            "+ pinned in trial",
            "- `note` 1.0.0 lacks golden evidence: the run used temperature 1, but `live` uses temperature 0 | run `cargo prompts test note --env live --version 1.0.0`",
            "- `note` 1.0.0 lacks validation evidence: the run used temperature 1, but `live` uses temperature 0: the environment that validates must use the settings of `live` | run `cargo prompts validate note --env trial --version 1.0.0`",
        ],
        ..SOUND
    },
    Case {
        runs: &["golden trial m 19/20", "validation trial m 9/10"],
        expected: &[
            "+ pinned in trial",
            "- `note` 1.0.0 lacks golden evidence: 19 of 20 cases passed, but 100 % must pass | all runs of the same text, dataset and settings count together: change the text and run `cargo prompts publish note` | or change `golden.yaml`, or the share that must pass, `threshold` in `golden.yaml`: its runs then begin anew",
            "- `note` 1.0.0 lacks validation evidence: 9 of 10 realistic inputs passed, but 100 % must pass | all runs of the same text, dataset and settings count together: change the text and run `cargo prompts publish note` | or change `replay.jsonl`, or the share that must pass, `threshold` in `checks.yaml`: its runs then begin anew",
        ],
        ..SOUND
    },
    Case {
        runs: &[
            "golden trial m 19/20",
            GOLDEN,
            "validation trial m 9/10",
            VALIDATION,
        ],
        thresholds: [Some(0.95), Some(0.95), None],
        expected: &[
            "+ pinned in trial",
            "+ 39 of 40 cases passed in 2 runs with m (trial, 2026-10-04T11:00:01Z) | 19 of 20 (trial, 2026-10-04T11:00:00Z) | 20 of 20 (trial, 2026-10-04T11:00:01Z)",
            "+ 19 of 20 realistic inputs passed in 2 runs with m (trial, 2026-10-04T11:00:03Z) | 9 of 10 (trial, 2026-10-04T11:00:02Z) | 10 of 10 (trial, 2026-10-04T11:00:03Z)",
        ],
        ..SOUND
    },
    // A judge without golden cases has labelled ones, which are evidence in their place.
    Case {
        target: "trial",
        runs: &["agreement trial m 20/20"],
        thresholds: [None, None, Some(0.9)],
        expected: &["+ 20 of 20 cases agree with people with m (trial, 2026-10-04T11:00:00Z)"],
        ..SOUND
    },
    Case {
        runs: &["agreement trial m 20/20", VALIDATION],
        thresholds: [None, Some(1.0), Some(0.9)],
        expected: &[
            "+ pinned in trial",
            "+ 20 of 20 cases agree with people with m (trial, 2026-10-04T11:00:00Z)",
            "+ 10 of 10 realistic inputs passed with m (trial, 2026-10-04T11:00:01Z)",
        ],
        ..SOUND
    },
    Case {
        target: "trial",
        runs: &[],
        thresholds: [None, None, Some(0.9)],
        expected: &[
            "- `note` 1.0.0 lacks agreement evidence: not run yet | run `cargo prompts test note --env trial --version 1.0.0`",
        ],
        ..SOUND
    },
    Case {
        target: "trial",
        runs: &["agreement trial m 17/20"],
        thresholds: [None, None, Some(0.9)],
        expected: &[
            "- `note` 1.0.0 lacks agreement evidence: 17 of 20 cases agree with people, but 90 % must agree | all runs of the same text, dataset and settings count together: change the text and run `cargo prompts publish note` | or change `judge.yaml`, or the share that must agree, `threshold` in `judge.yaml`: its runs then begin anew",
        ],
        ..SOUND
    },
    Case {
        change: &[("dataset: dd", "dataset: cd")],
        target: "trial",
        runs: &["agreement trial m 20/20"],
        thresholds: [None, None, Some(0.9)],
        expected: &[
            "- `note` 1.0.0 lacks agreement evidence: `judge.yaml` changed since the run | run `cargo prompts test note --env trial --version 1.0.0`",
        ],
    },
    // Golden cases are required where there are any.
    Case {
        target: "trial",
        runs: &["agreement trial m 20/20"],
        thresholds: [Some(1.0), None, Some(0.9)],
        expected: &[
            "- `note` 1.0.0 lacks golden evidence: not run yet | run `cargo prompts test note --env trial --version 1.0.0`",
        ],
        ..SOUND
    },
    // One report is one run, however often it is recorded.
    Case {
        change: &[("passed: 20", REPORT)],
        runs: &["golden trial m 19/20", GOLDEN, GOLDEN, VALIDATION],
        expected: &[
            "+ pinned in trial",
            "- `note` 1.0.0 lacks golden evidence: 39 of 40 cases passed in 2 runs, but 100 % must pass | the runs that count are 19 of 20 (trial, 2026-10-04T11:00:00Z), 20 of 20 (trial, 2026-10-04T11:00:01Z) | all runs of the same text, dataset and settings count together: change the text and run `cargo prompts publish note` | or change `golden.yaml`, or the share that must pass, `threshold` in `golden.yaml`: its runs then begin anew",
            "+ 10 of 10 realistic inputs passed with m (trial, 2026-10-04T11:00:03Z)",
        ],
        ..SOUND
    },
    Case {
        runs: &[GOLDEN, "validation desk m 10/10"],
        expected: &[
            "+ pinned in trial",
            "+ 20 of 20 cases passed with m (trial, 2026-10-04T11:00:00Z)",
            "- `note` 1.0.0 lacks validation evidence: the run was in `desk`, which does not pin this version with `library:draft` | run `cargo prompts validate note --env trial --version 1.0.0`",
        ],
        ..SOUND
    },
    Case {
        runs: &[
            GOLDEN,
            "validation desk m 10/10",
            VALIDATION,
            "validation desk m 10/10",
        ],
        expected: &[
            "+ pinned in trial",
            "+ 20 of 20 cases passed with m (trial, 2026-10-04T11:00:00Z)",
            "+ 30 of 30 realistic inputs passed in 3 runs with m (desk, 2026-10-04T11:00:03Z) | 10 of 10 (desk, 2026-10-04T11:00:01Z) | 10 of 10 (trial, 2026-10-04T11:00:02Z) | 10 of 10 (desk, 2026-10-04T11:00:03Z)",
        ],
        ..SOUND
    },
    Case {
        change: &[
            ("desk: 0.9.0", "desk: 1.0.0"),
            ("trial: 1.0.0", "trial: 0.9.0"),
        ],
        runs: &[GOLDEN],
        expected: &[
            "+ pinned in desk",
            "+ 20 of 20 cases passed with m (trial, 2026-10-04T11:00:00Z)",
            "- `note` 1.0.0 lacks validation evidence: not run yet | give `desk` and `live` the same API, model and parameters, then run `cargo prompts validate note --env desk --version 1.0.0`",
        ],
        ..SOUND
    },
    Case {
        change: &[
            ("desk: 0.9.0", "desk: 1.0.0"),
            (
                "desk: { prompt_source: 'library:draft', model: m, temperature: 0.5",
                "desk: { prompt_source: 'library:draft', model: n, temperature: 0",
            ),
            ("trial: 1.0.0", "trial: 0.9.0"),
        ],
        runs: &[GOLDEN],
        expected: &[
            "+ pinned in desk",
            "+ 20 of 20 cases passed with m (trial, 2026-10-04T11:00:00Z)",
            "- `note` 1.0.0 lacks validation evidence: not run yet | give `desk` and `live` the same API, model and parameters, then run `cargo prompts validate note --env desk --version 1.0.0`",
        ],
        ..SOUND
    },
];

#[test]
fn what_each_requirement_says() {
    for case in CASES {
        let found = found(case);
        assert_eq!(found, case.expected, "{:?} {:?}", case.change, case.runs);
    }
}

fn found(case: &Case) -> Vec<String> {
    let folder = tempfile::tempdir().unwrap();
    let prompts = folder.path().join("prompts");
    let note = prompts.join("note");
    fs::create_dir_all(&note).unwrap();
    let changed = |text: String| {
        let change = case.change.iter();
        change.fold(text, |text, (from, to)| text.replace(from, to))
    };
    fs::write(
        prompts.join("environments.yaml"),
        changed(CONFIGURATION.to_owned()),
    )
    .unwrap();
    fs::write(note.join("1.0.0.prompt"), TEXT).unwrap();
    fs::write(note.join("0.9.0.prompt"), EARLIER).unwrap();
    fs::write(note.join("releases.yaml"), changed(ledger(case.runs))).unwrap();
    let root = folder.path().to_owned();
    let workspace = Workspace {
        disk: Disk::new(root.clone()),
        root,
        prompts: "prompts".to_owned(),
        package: String::new(),
    };
    let (config, findings) = workspace.config().unwrap();
    assert!(!findings.has_errors(), "{findings:?}");
    let config = config.unwrap();
    let prompt = Prompt::open(&workspace, &config, "note").unwrap();
    let dataset = |threshold: Option<f64>| {
        threshold.map(|threshold| Dataset {
            sha256: "d".repeat(64),
            repeat: 1,
            threshold,
            judge: None,
        })
    };
    let mut environments = config.environments.iter();
    let candidate = Candidate {
        config: &config,
        prompt: &prompt,
        release: prompt.release(&Version::new(1, 0, 0)).unwrap(),
        file: FileConfig::default(),
        target: environments.find(|one| one.name == case.target).unwrap(),
        golden: dataset(case.thresholds[0]),
        replay: dataset(case.thresholds[1]),
        labelled: dataset(case.thresholds[2]),
        judges: Vec::new(),
        future: Findings::default(),
        now: Moment::parse("2026-10-06T11:00:00Z"),
    };
    let shown = check_gates(&candidate)
        .iter()
        .map(shown)
        .collect::<Vec<_>>();
    shown.into_iter().filter(|line| line != UNCHANGED).collect()
}

/// The ledger, with a record of each run.
fn ledger(runs: &[&str]) -> String {
    let record = |(second, run): (usize, &&str)| {
        let [run, environment, model, counts] = run.split(' ').collect::<Vec<_>>()[..] else {
            panic!("{run}");
        };
        let (passed, cases) = counts.split_once('/').unwrap();
        format!(
            "    - {{ prompt: note, run: {run}, environment: {environment}, model: {model}, temperature: 0, cases: {cases}, \
             passed: {passed}, sha256: {}, dataset: {}, at: 2026-10-04T11:00:{second:02}Z }}\n",
            sha256(TEXT),
            "d".repeat(64)
        )
    };
    let records = runs.iter().enumerate().map(record).collect::<String>();
    format!(
        "- version: 1.0.0\n  status: draft\n  sha256: {}\n  evidence:\n{records}\
         - version: 0.9.0\n  status: active\n  sha256: {}\n",
        sha256(TEXT),
        sha256(EARLIER)
    )
}

fn shown(gate: &Gate) -> String {
    match &gate.verdict {
        Ok(proof) => {
            assert!(proof.digests.iter().all(|digest| digest.len() == 64));
            let runs = proof.runs.iter().map(|run| format!(" | {run}"));
            format!("+ {}{}", proof.sentence, runs.collect::<String>())
        }
        Err(Finding { message, help, .. }) => {
            let help = help.iter().map(|help| format!(" | {help}"));
            format!("- {message}{}", help.collect::<String>())
        }
    }
}
