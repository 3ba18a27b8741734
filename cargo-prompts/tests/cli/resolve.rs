//! Two branches that publish, promote and test at once, merged by the real git.

use std::process::{Command, Output};

use crate::desk::Desk;
use crate::interruptions::ENDPOINT;

pub const CONFIGURATION: &str = "prompts/environments.yaml";
pub const LEDGER: &str = "prompts/visitor-greeting/releases.yaml";
pub const COPY: &str = "prompts/visitor-greeting/local.prompt";
const PROMOTE: &str = "promote visitor-greeting --by prompt-owner --reason";

/// A desk in a repository.
pub struct Branches {
    pub desk: Desk,
}

impl Branches {
    /// The fixture `ready`, with 1.0.0 and 1.1.0, committed on `main`.
    pub fn new() -> Self {
        let branches = Self {
            desk: Desk::ready(),
        };
        branches.git(&["init", "--quiet", "--initial-branch=main"]);
        branches.commit("the start");
        branches
    }

    fn run_git(&self, arguments: &[&str]) -> Output {
        Command::new("git")
            .args(["-c", "user.name=ana", "-c", "user.email=ana@example.com"])
            .args(arguments)
            .current_dir(self.desk.root())
            .env("GIT_CONFIG_GLOBAL", "/dev/null")
            .env("GIT_CONFIG_SYSTEM", "/dev/null")
            .env("GIT_EDITOR", "true")
            .output()
            .unwrap()
    }

    pub fn git(&self, arguments: &[&str]) {
        let output = self.run_git(arguments);
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.success(), "{arguments:?}: {said}");
    }

    pub fn commit(&self, message: &str) {
        self.git(&["add", "--all"]);
        self.git(&["commit", "--quiet", "--message", message]);
    }

    /// Does something on a new branch that starts at `main`'s start.
    pub fn on(&self, branch: &str, work: impl FnOnce(&Desk)) {
        self.git(&["checkout", "--quiet", "-b", branch, "start"]);
        work(&self.desk);
        self.commit(branch);
    }

    /// Merges `theirs` into `ours`. Returns `true` if git stopped at a conflict.
    pub fn merge(&self) -> bool {
        self.git(&["checkout", "--quiet", "ours"]);
        !self
            .run_git(&["merge", "--quiet", "theirs"])
            .status
            .success()
    }

    /// Two branches, in a merge that stopped.
    pub fn merged(ours: impl FnOnce(&Desk), theirs: impl FnOnce(&Desk)) -> Self {
        let branches = Self::new();
        branches.git(&["tag", "start"]);
        branches.on("ours", ours);
        branches.on("theirs", theirs);
        assert!(branches.merge(), "no conflict");
        branches
    }

    fn show(&self, object: &str) -> String {
        let output = self.run_git(&["show", object]);
        assert!(output.status.success(), "{object}");
        String::from_utf8(output.stdout).unwrap()
    }

    /// Takes this branch's working copy, commits the merge, and checks everything.
    fn conclude(&self) {
        self.git(&["checkout", "--ours", "--", COPY]);
        self.commit("merged");
        self.desk.run("check").expect(0, &[]);
    }
}

/// Publishes a text as the next version.
fn publish(desk: &Desk, sentence: &str) {
    let text = desk.read(COPY);
    desk.write(COPY, &format!("{text}{sentence}\n"));
    desk.succeed("publish visitor-greeting --by prompt-owner");
}

/// Publishes a text, tests it, and pins it in staging.
fn stage(desk: &Desk, sentence: &str, version: &str) {
    publish(desk, sentence);
    let test = format!("test visitor-greeting --version {version} --env staging");
    desk.run_against(&ENDPOINT, &test).expect(0, &[]);
    desk.succeed(&format!(
        "{PROMOTE} '{sentence}' --to staging --version {version}"
    ));
}

fn next_of(desk: &Desk) -> String {
    let said = desk.copied();
    publish(&said, "A sentence.");
    let ledger = said.read(LEDGER);
    let line = ledger
        .lines()
        .rfind(|line| line.starts_with("- version: "))
        .unwrap();
    line["- version: ".len()..].to_owned()
}

#[test]
fn a_version_of_the_other_branch_gets_the_next_free_number() {
    let next = next_of(&Desk::ready());
    let branches = Branches::merged(
        |desk| publish(desk, "Offer coffee."),
        |desk| publish(desk, "Offer tea."),
    );
    let desk = &branches.desk;
    assert!(desk.read(LEDGER).contains("<<<<<<<"));
    let run = desk.run("resolve visitor-greeting");
    run.expect(
        0,
        &[
            &format!("{next} of the other branch is "),
            "next: `git add ",
        ],
    );
    let file = |version: &str| desk.read(&format!("prompts/visitor-greeting/{version}.prompt"));
    assert!(file(&next).ends_with("Offer coffee.\n"));
    let new = run
        .stdout
        .split(" is ")
        .nth(1)
        .unwrap()
        .split(' ')
        .next()
        .unwrap()
        .to_owned();
    assert_ne!(new, next);
    let theirs = branches.show(&format!("theirs:prompts/visitor-greeting/{next}.prompt"));
    assert_eq!(file(&new), theirs);
    // A second run finds nothing to do.
    let before = desk.files();
    desk.run("resolve visitor-greeting")
        .expect(0, &["of the other branch is"]);
    assert_eq!(desk.files(), before);
    branches.conclude();
    let history = desk.succeed("history visitor-greeting");
    assert!(
        history.contains(&next) && history.contains(&new),
        "{history}"
    );
}

#[test]
fn a_pin_that_only_the_other_branch_moved_follows_its_version() {
    let next = next_of(&Desk::ready());
    let branches = Branches::merged(
        |desk| publish(desk, "Offer coffee."),
        |desk| stage(desk, "Offer tea.", &next),
    );
    let desk = &branches.desk;
    let run = desk.run("resolve visitor-greeting");
    run.expect(0, &["staging pins ", "which the other branch pinned"]);
    branches.conclude();
    let text = desk.succeed("show visitor-greeting --env staging --text");
    assert!(text.contains("Offer tea."), "{text}");
    let history = desk.succeed("history visitor-greeting --env staging");
    assert!(
        history.contains("golden in staging") && history.contains("pinned in staging"),
        "{history}"
    );
}

#[test]
fn a_pin_that_both_branches_moved_is_shown_with_both_histories() {
    let next = next_of(&Desk::ready());
    let branches = Branches::merged(
        |desk| stage(desk, "Offer coffee.", &next),
        |desk| stage(desk, "Offer tea.", &next),
    );
    let desk = &branches.desk;
    desk.run("resolve visitor-greeting").expect(
        0,
        &[
            "both branches moved the pin of staging, which stays at",
            "by prompt-owner: Offer coffee.",
            "by prompt-owner: Offer tea.",
            "--to staging --version",
        ],
    );
    branches.conclude();
    let text = desk.succeed("show visitor-greeting --env staging --text");
    assert!(text.contains("Offer coffee."), "{text}");
}

/// The configuration has a conflict, because both branches pin other numbers: people decide first.
#[test]
fn pins_in_a_conflict_are_shown_and_decided_by_people() {
    let next = next_of(&Desk::ready());
    let branches = Branches::merged(
        |desk| {
            publish(desk, "Offer coffee.");
            let test = "test visitor-greeting --version 1.0.0 --env staging";
            desk.run_against(&ENDPOINT, test).expect(0, &[]);
            desk.succeed(&format!(
                "{PROMOTE} 'as before' --to staging --version 1.0.0"
            ));
        },
        |desk| stage(desk, "Offer tea.", &next),
    );
    let desk = &branches.desk;
    let before = desk.files();
    desk.run("resolve visitor-greeting").expect(
        1,
        &[
            "[merge-conflict] `prompts/environments.yaml` has a conflict",
            "`staging` in this branch: 1.0.0",
            &format!("`staging` in the other branch: {next}"),
            "by prompt-owner: as before",
            "by prompt-owner: Offer tea.",
        ],
    );
    assert_eq!(desk.files(), before);
    branches.git(&["checkout", "--theirs", "--", CONFIGURATION]);
    desk.run("resolve visitor-greeting")
        .expect(0, &["staging pins ", "which the other branch pinned"]);
    branches.conclude();
    let text = desk.succeed("show visitor-greeting --env staging --text");
    assert!(text.contains("Offer tea."), "{text}");
}

/// Both tested the same version: the records of both stay.
#[test]
fn evidence_of_both_branches_is_kept() {
    let test = "test visitor-greeting --version 1.1.0 --env staging";
    let branches = Branches::merged(
        |desk| {
            desk.run_against(&ENDPOINT, test).expect(0, &[]);
        },
        |desk| {
            desk.run_against(&ENDPOINT, test).expect(0, &[]);
        },
    );
    let desk = &branches.desk;
    let count = |text: &str| text.matches("run: golden").count();
    let start = count(&branches.show(&format!("start:{LEDGER}")));
    desk.run("resolve visitor-greeting")
        .expect(0, &[&format!("git add {LEDGER}")]);
    assert_eq!(count(&desk.read(LEDGER)), start + 2);
    branches.commit("merged");
    desk.run("check").expect(0, &[]);
}

#[test]
fn a_version_that_is_signed_off_keeps_its_number() {
    let next = next_of(&Desk::ready());
    let branches = Branches::merged(
        |desk| publish(desk, "Offer coffee."),
        |desk| {
            publish(desk, "Offer tea.");
            let record = "  sign_offs:\n    - { environment: production, by: front-desk-lead, at: \"2099-11-30T10:00:00Z\", reason: agreed }\n";
            let ledger = desk.read(LEDGER);
            desk.write(LEDGER, &format!("{ledger}{record}"));
        },
    );
    let desk = &branches.desk;
    let before = desk.files();
    desk.run("resolve visitor-greeting").expect(
        1,
        &[
            "[cannot-renumber]",
            &format!("both branches have a version {next} of `visitor-greeting`"),
            "is signed off for `production`",
            "git merge --abort",
        ],
    );
    assert_eq!(desk.files(), before);
}

#[test]
fn nothing_is_resolved_without_a_merge() {
    let branches = Branches::new();
    let desk = &branches.desk;
    desk.run("resolve visitor-greeting")
        .expect(2, &["no merge of git is under way here"]);
    desk.run("resolve nothing").expect(2, &["nothing"]);
}

/// `git commit --all` leaves a file out that `publish` has just made.
#[test]
fn a_released_file_that_was_not_committed_stays_as_it_is() {
    let next = next_of(&Desk::ready());
    let file = format!("prompts/visitor-greeting/{next}.prompt");
    let branches = Branches::new();
    branches.git(&["tag", "start"]);
    branches.on("theirs", |desk| publish(desk, "Offer tea."));
    branches.on("ours", |desk| publish(desk, "Offer coffee."));
    let text = branches.desk.read(&file);
    let forget = || {
        branches.git(&["rm", "--quiet", "--cached", &file]);
        branches.git(&["commit", "--quiet", "--amend", "--no-edit"]);
        std::fs::remove_file(branches.desk.root().join(&file)).unwrap();
    };
    forget();
    assert!(branches.merge(), "no conflict");
    // Git put the other branch's file there.
    branches.desk.run("resolve visitor-greeting").expect(
        2,
        &[&format!(
            "this branch has no `{file}`, which its ledger lists"
        )],
    );
    branches.desk.write(&file, &text);
    branches
        .desk
        .run("resolve visitor-greeting")
        .expect(0, &["of the other branch is "]);
    assert_eq!(branches.desk.read(&file), text);
    branches.conclude();

    // The other branch's file is nowhere.
    let branches = Branches::new();
    branches.git(&["tag", "start"]);
    branches.on("ours", |desk| publish(desk, "Offer coffee."));
    branches.on("theirs", |desk| publish(desk, "Offer tea."));
    branches.git(&["rm", "--quiet", &file]);
    branches.git(&["commit", "--quiet", "--amend", "--no-edit"]);
    assert!(branches.merge(), "no conflict");
    let before = branches.desk.files();
    branches.desk.run("resolve visitor-greeting").expect(
        2,
        &[
            &format!("the other branch has no `{file}`, which its ledger lists"),
            "commit the file there, and merge again: `git merge --abort` ends this merge",
        ],
    );
    assert_eq!(branches.desk.files(), before);
}

/// A ledger that people resolved is not replaced.
#[test]
fn a_ledger_without_conflicts_is_left_alone() {
    let branches = Branches::merged(
        |desk| publish(desk, "Offer coffee."),
        |desk| publish(desk, "Offer tea."),
    );
    let desk = &branches.desk;
    branches.git(&["checkout", "--ours", "--", LEDGER]);
    let before = desk.files();
    desk.run("resolve visitor-greeting").expect(
        2,
        &[
            "has no conflict any more, and lacks the other branch's",
            "git checkout --merge",
        ],
    );
    assert_eq!(desk.files(), before);
}

/// The commits that are picked or put on another branch are the other side.
#[test]
fn a_rebase_and_a_cherry_pick_are_merges() {
    let next = next_of(&Desk::ready());
    for (on, command) in [("ours", "cherry-pick theirs"), ("theirs", "rebase ours")] {
        let branches = Branches::merged(
            |desk| publish(desk, "Offer coffee."),
            |desk| publish(desk, "Offer tea."),
        );
        branches.git(&["merge", "--abort"]);
        branches.git(&["checkout", "--quiet", on]);
        let words = command.split(' ').collect::<Vec<_>>();
        assert!(!branches.run_git(&words).status.success(), "{command}");
        let desk = &branches.desk;
        desk.run("resolve visitor-greeting")
            .expect(0, &[&format!("{next} of the other branch is ")]);
        let kept = desk.read(&format!("prompts/visitor-greeting/{next}.prompt"));
        assert!(kept.ends_with("Offer coffee.\n"), "{command}: {kept}");
        branches.git(&["checkout", "--ours", "--", COPY]);
        branches.git(&["add", "--all"]);
        branches.git(&[words[0], "--continue"]);
        desk.run("check").expect(0, &[]);
    }
}

/// Each gets a number of its own, and the moves of pins name the new ones.
#[test]
fn several_versions_of_the_other_branch_are_renumbered() {
    let next = next_of(&Desk::ready());
    let mut after = semver::Version::parse(&next).unwrap();
    after.patch += 1;
    let after = after.to_string();
    let branches = Branches::merged(
        |desk| {
            publish(desk, "Offer coffee.");
            publish(desk, "Offer cake.");
        },
        |desk| {
            stage(desk, "Offer tea.", &next);
            stage(desk, "Offer milk.", &after);
        },
    );
    let desk = &branches.desk;
    let run = desk.run("resolve visitor-greeting");
    run.expect(0, &["staging pins "]);
    let numbers = run.stdout.lines().filter_map(|line| {
        let (old, new) = line.split_once(" of the other branch is ")?;
        let old = old.rsplit(' ').next()?;
        Some((old.to_owned(), new.trim_end_matches(" now").to_owned()))
    });
    let numbers = numbers.collect::<Vec<_>>();
    let old = numbers.iter().map(|(old, _)| old).collect::<Vec<_>>();
    assert_eq!(old, [&next, &after]);
    let ledger = desk.read(LEDGER);
    assert!(
        ledger.contains(&format!("before: {}", numbers[0].1)),
        "{ledger}"
    );
    branches.conclude();
    let text = desk.succeed("show visitor-greeting --env staging --text");
    assert!(
        text.contains("Offer tea.") && text.contains("Offer milk."),
        "{text}"
    );
    desk.succeed("rollback visitor-greeting --in staging --by prompt-owner --reason sour");
    let text = desk.succeed("show visitor-greeting --env staging --text");
    assert!(
        text.contains("Offer tea.") && !text.contains("Offer milk."),
        "{text}"
    );
}

/// The next number is one that the change takes, as `publish` has it.
#[test]
fn a_version_that_takes_no_calls_of_this_branch_gets_a_major_number() {
    let input = |desk: &Desk, name: &str| {
        let visitor = "    visitor: string";
        desk.edit(COPY, visitor, &format!("    {name}: string\n{visitor}"));
        let text = desk.read(COPY);
        desk.write(COPY, &format!("{text}{{{{{name}}}}}\n"));
        desk.succeed("publish visitor-greeting --by prompt-owner");
    };
    let branches = Branches::merged(|desk| input(desk, "floor"), |desk| input(desk, "drink"));
    let desk = &branches.desk;
    desk.run("resolve visitor-greeting")
        .expect(0, &["2.0.0 of the other branch is 3.0.0 now"]);
}

/// One branch publishes a prompt, the other one the same as plain text: git sees two files.
#[test]
fn one_number_in_two_forms_is_resolved() {
    let publication = "publish visitor-greeting --version 2.0.0 --by prompt-owner";
    let branches = Branches::merged(
        |desk| {
            let text = desk.read(COPY);
            desk.write(COPY, &format!("{text}Offer coffee.\n"));
            desk.succeed(publication);
        },
        |desk| {
            let plain = COPY.replace(".prompt", ".txt");
            desk.write(&plain, "Greet the visitor, and offer tea.\n");
            std::fs::remove_file(desk.root().join(COPY)).unwrap();
            desk.succeed(publication);
        },
    );
    let desk = &branches.desk;
    let plain = "prompts/visitor-greeting/2.0.0.txt";
    let said = ["[two-forms] `2.0.0.txt` and `2.0.0.prompt`"];
    desk.run("resolve visitor-greeting").expect(1, &said);
    // The text is in git, so the file can go.
    for path in [plain, "prompts/visitor-greeting/local.txt"] {
        branches.git(&["rm", "--quiet", "--force", "--", path]);
    }
    desk.run("resolve visitor-greeting")
        .expect(0, &["2.0.0 of the other branch is 3.0.0 now"]);
    let text = desk.read("prompts/visitor-greeting/3.0.0.txt");
    assert_eq!(text, branches.show(&format!("theirs:{plain}")));
    branches.commit("merged");
    desk.succeed("check");
}

/// A version is deprecated once, so one record goes. It is not dropped in silence.
#[test]
fn a_record_that_both_branches_made_is_shown() {
    let deprecate = |desk: &Desk, reason: &str| {
        desk.succeed(&format!(
            "deprecate visitor-greeting 1.0.0 --by prompt-owner --reason '{reason}'"
        ));
    };
    let branches = Branches::merged(
        |desk| deprecate(desk, "too long"),
        |desk| deprecate(desk, "names nobody"),
    );
    let run = branches.desk.run("resolve visitor-greeting");
    run.expect(
        0,
        &[
            "both branches have deprecated visitor-greeting 1.0.0",
            "the other one is left out: 20",
            " by prompt-owner: names nobody",
        ],
    );
    let ledger = branches.desk.read(LEDGER);
    assert!(ledger.contains("too long") && !ledger.contains("names nobody"));
    branches.commit("merged");
    branches
        .desk
        .run("check")
        .expect(0, &["deprecated-version"]);
}
