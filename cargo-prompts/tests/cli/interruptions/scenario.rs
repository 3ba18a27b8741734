use std::collections::BTreeMap;
use std::sync::LazyLock;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use super::stopped::half_made;
use crate::desk::{Desk, Run};
use crate::every_command::CALLS;
use crate::import::elsewhere;
use crate::loopback::{Reply, Server};
use crate::promptfoo::{give, report};
use crate::resolve::Branches;

/// The files of a desk by their paths.
pub type Files = BTreeMap<String, String>;

/// A command that writes, on a desk that is ready for it.
pub struct Scenario {
    pub command: &'static str,
    desk: fn() -> Desk,
    pub kind: Kind,
    /// The least number of steps at which it can be stopped.
    pub steps: usize,
    /// The number of steps at its end that only remove files, which a full disk lets happen.
    pub removals: usize,
}

/// Checks each scenario, as many at a time as there are processors: there are hundreds of steps, and a
/// test has one thread.
pub fn for_each(check: impl Fn(&Scenario) + Sync) {
    let next = AtomicUsize::new(0);
    let check_all = || {
        while let Some(scenario) = SCENARIOS.get(next.fetch_add(1, Ordering::Relaxed)) {
            check(scenario);
        }
    };
    let threads = thread::available_parallelism().map_or(1, usize::from);
    thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(check_all);
        }
    });
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A change of the library: `recover` leaves the old state or the new one.
    Change,
    /// The same command goes on where it was stopped.
    Resumed,
}

/// An endpoint that repeats what it is asked, which passes every golden case of the fixture.
pub static ENDPOINT: LazyLock<Server> =
    LazyLock::new(|| Server::start(|request, _| Reply::answer(request.last_message())));

const fn change(command: &'static str, desk: fn() -> Desk) -> Scenario {
    // A draft and its rename, a file and its rename, and the journal's end.
    Scenario {
        command,
        desk,
        kind: Kind::Change,
        steps: 9,
        removals: 1,
    }
}

/// Every command that writes.
pub const SCENARIOS: &[Scenario] = &[
    Scenario {
        command: "init",
        desk: package,
        kind: Kind::Resumed,
        // Five files with four steps each.
        steps: 20,
        removals: 0,
    },
    change("new badge-return", Desk::ready),
    change("import texts", elsewhere),
    change("publish badge-notice --by prompt-owner", imported),
    change("publish visitor-greeting --by prompt-owner", Desk::ready),
    change("anonymise visitor-greeting", with_personal_data),
    change(
        "anonymise visitor-greeting --from sample.jsonl --force",
        with_sample,
    ),
    change("sample calls.jsonl", with_calls),
    Scenario {
        // Beside the change: the folder of results, two files in it, four lines, and the removal.
        steps: 17,
        removals: 2,
        ..change(
            "test visitor-greeting --version 1.1.0 --env staging",
            Desk::ready,
        )
    },
    Scenario {
        // Beside the change: the folder of results, the files of four runs and of the calls, the lines of
        // ten calls and of six results, and the removal of the files of the runs.
        steps: 43,
        removals: 5,
        ..change(
            "compare visitor-greeting 1.0.0 1.1.0 --env staging --save",
            Desk::ready,
        )
    },
    change(
        "test sales-email-007 --env staging --evidence report.json",
        with_report,
    ),
    Scenario {
        steps: 19,
        removals: 2,
        ..change("validate visitor-greeting --env staging", Desk::ready)
    },
    change(super::PROMOTION, Desk::ready),
    change(
        "rollback visitor-greeting --in production --by front-desk-lead --reason 'too long for the screen'",
        promoted,
    ),
    change(
        "deprecate visitor-greeting 1.0.0 --by front-desk-lead --reason 'hosts are named since'",
        Desk::ready,
    ),
    change(
        "withdraw visitor-greeting 1.1.0 --by front-desk-lead --reason 'names the wrong host'",
        rolled_back,
    ),
    Scenario {
        command: "export promptfoo visitor-greeting --version 1.1.0 --env staging --output out",
        desk: Desk::ready,
        kind: Kind::Resumed,
        steps: 4,
        removals: 0,
    },
    // The ledger, two released files and the pins.
    Scenario {
        steps: 12,
        ..change("resolve visitor-greeting", in_a_merge)
    },
    Scenario {
        command: "recover",
        desk: half_made,
        kind: Kind::Resumed,
        steps: 5,
        removals: 1,
    },
    Scenario {
        command: "recover --discard",
        desk: half_made,
        kind: Kind::Resumed,
        // Two drafts that are not there, and the journal.
        steps: 3,
        removals: 3,
    },
];

impl Scenario {
    pub fn desk(&self) -> Desk {
        (self.desk)()
    }

    pub fn run(&self, desk: &Desk) -> Run {
        desk.run(&self.arguments())
    }

    /// Runs the command with a fault, such as `kill:3`.
    pub fn run_with(&self, desk: &Desk, fault: &str) -> Run {
        desk.run_with(&self.arguments(), &[("CARGO_PROMPTS_FAULT", fault)])
    }

    /// Goes on with the command, or runs it again, unless all is done.
    pub fn go_on(&self, desk: &Desk, new: &Files, at: &str) {
        if desk.files() != *new || !desk.left_over().is_empty() {
            let run = self.run(desk);
            assert_eq!(run.code, Some(0), "{at}, again: {}", run.said());
        }
        assert_eq!(desk.files(), *new, "{at}, again");
        assert_eq!(desk.left_over(), Vec::<String>::new(), "{at}, again");
    }

    fn arguments(&self) -> String {
        let asks = ["compare", "test visitor", "validate"];
        if asks.iter().any(|asks| self.command.starts_with(asks)) {
            format!("{} --endpoint {}", self.command, ENDPOINT.url())
        } else {
            self.command.to_owned()
        }
    }
}

/// Two branches published a version, and staging follows that of the other one.
fn in_a_merge() -> Desk {
    let publish = |desk: &Desk, sentence: &str| {
        let copy = "prompts/visitor-greeting/local.prompt";
        desk.write(copy, &format!("{}{sentence}\n", desk.read(copy)));
        desk.succeed("publish visitor-greeting --by prompt-owner");
    };
    let merged = Branches::merged(
        |desk| publish(desk, "Offer coffee."),
        |desk| {
            publish(desk, "Offer tea.");
            let ledger = desk.read("prompts/visitor-greeting/releases.yaml");
            let version = ledger.rsplit("- version: ").next().unwrap();
            let version = version.lines().next().unwrap();
            desk.edit(
                "prompts/environments.yaml",
                "staging: \"1.1.0\"",
                &format!("staging: \"{version}\""),
            );
        },
    );
    merged.desk
}

/// A prompt that is plain text.
fn imported() -> Desk {
    let desk = elsewhere();
    desk.succeed("import texts/Badge_Notice.txt");
    desk
}

fn package() -> Desk {
    let desk = Desk::bare();
    desk.write("Cargo.toml", "[package]\nname = \"front-desk\"\n");
    desk
}

fn with_personal_data() -> Desk {
    let desk = Desk::ready();
    desk.edit(
        "prompts/visitor-greeting/replay.jsonl",
        "Visitor one",
        "mara@nordlicht.de",
    );
    desk
}

fn with_sample() -> Desk {
    let desk = Desk::ready();
    desk.write("sample.jsonl", "{\"visitor\": \"mara@nordlicht.de\"}\n");
    desk
}

fn with_calls() -> Desk {
    let desk = Desk::ready();
    desk.write("calls.jsonl", CALLS);
    desk
}

fn with_report() -> Desk {
    let desk = Desk::of("desk");
    give(&desk, &report(&desk));
    desk
}

fn promoted() -> Desk {
    let desk = Desk::ready();
    desk.succeed(super::PROMOTION);
    desk
}

fn rolled_back() -> Desk {
    let desk = Desk::ready();
    desk.succeed(
        "rollback visitor-greeting --in staging --by prompt-owner --reason 'names the wrong host'",
    );
    desk
}
