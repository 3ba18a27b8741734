//! Payloads that are signed elsewhere.

use super::keys::{Keys, is_there};
use super::{BACK, CONFIGURATION, LEDGER, PROMOTION, SIGNED, desk, rolled_back};
use crate::snapshot::{differences, snapshot};

type OtherForm = (&'static str, fn(&str) -> String);

/// Forms of a signature that `ssh-keygen -Y verify` refuses.
const OTHER_FORMS: &[OtherForm] = &[
    ("a blank line first", |good| format!("\n{good}")),
    ("no last line", |good| {
        good.replace("-----END SSH SIGNATURE-----\n", "")
    }),
    ("no armor", |good| {
        good.lines().filter(|line| !line.starts_with('-')).collect()
    }),
    ("indented", |good| good.replace('\n', "\n ")),
    ("small letters", |good| {
        good.replace("BEGIN SSH", "begin ssh")
    }),
];

/// A file that is there already can be somebody's, or lead elsewhere.
#[test]
fn a_payload_is_written_to_a_new_file() {
    if !is_there() {
        return;
    }
    let desk = desk();
    desk.write("elsewhere.txt", "a list\n");
    std::os::unix::fs::symlink("elsewhere.txt", desk.root().join("link.json")).unwrap();
    std::os::unix::fs::symlink("missing.txt", desk.root().join("dangling.json")).unwrap();
    let before = snapshot(desk.root());
    for file in ["elsewhere.txt", "link.json", "dangling.json"] {
        desk.run(&format!("{PROMOTION} --payload {file}"))
            .expect(2, &["exists already", "nothing was changed"]);
    }
    std::fs::create_dir_all(desk.root().join(".cargo-prompts/prompts")).unwrap();
    for file in [
        CONFIGURATION,
        "prompts/payload.json",
        "prompts/visitor-greeting/payload.json",
        "prompts/../prompts/partials/payload.json",
        ".cargo-prompts/prompts/payload.json",
    ] {
        desk.run(&format!("{PROMOTION} --payload {file}")).expect(
            2,
            &["would be a file of the library", "nothing was changed"],
        );
    }
    let mut changed = differences(&before, &snapshot(desk.root()));
    changed.retain(|path| !path.is_empty() && !path.starts_with(".cargo-prompts"));
    assert_eq!(changed, Vec::<String>::new());
}

/// A full disk and a process that is killed leave no file in the way of the next run.
#[test]
fn a_payload_is_written_whole_or_not_at_all() {
    if !is_there() {
        return;
    }
    let desk = desk();
    let promotion = format!("{PROMOTION} --payload payload.json");
    let mut faults = 0;
    for at in 1.. {
        let fault = format!("full:{at}");
        let run = desk.run_with(&promotion, &[("CARGO_PROMPTS_FAULT", fault.as_str())]);
        if run.code == Some(0) {
            break;
        }
        assert!(!desk.root().join("payload.json").exists(), "{}", run.said());
        faults += 1;
    }
    assert!(faults > 0);
    assert!(desk.read("payload.json").ends_with('}'));
}

#[test]
fn what_is_signed_elsewhere_is_taken() {
    if !is_there() {
        return;
    }
    let desk = desk();
    let before = [desk.read(LEDGER), desk.read(CONFIGURATION)];
    desk.run(&format!("{PROMOTION} --payload payload.json"))
        .expect(
            0,
            &["`payload.json` is to be signed, and nothing is changed"],
        );
    let payload = desk.read("payload.json");
    assert!(
        payload.starts_with("{\"action\":\"sign-off\",\"at\":\"20") && !payload.contains('\n'),
        "{payload}"
    );
    std::fs::rename(desk.root().join("payload.json"), desk.root().join("p.json")).unwrap();
    assert_eq!([desk.read(LEDGER), desk.read(CONFIGURATION)], before);
    Keys::in_folder(desk.root()).sign("lead", "p.json");
    let given = "--payload p.json --signature p.json.sig";
    desk.run(&format!("{PROMOTION} {given}").replace("are named", "are rude"))
        .expect(2, &["`p.json` is of another change: `reason` differs"]);
    let of_the_future = desk.read("p.json").replacen("\"at\":\"2", "\"at\":\"3", 1);
    desk.write("f.json", &of_the_future);
    desk.run(&format!("{PROMOTION} {given}").replace("--payload p", "--payload f"))
        .expect(2, &["which is in the future"]);
    desk.write("f.json", "{}");
    desk.run(&format!("{PROMOTION} {given}").replace("--payload p", "--payload f"))
        .expect(2, &["`f.json` is not a payload"]);
    desk.run(&format!("{PROMOTION} --signature p.json.sig"))
        .expect(2, &["--payload"]);
    let signature = desk.read("p.json.sig");
    for (what, other) in OTHER_FORMS {
        desk.write("other.sig", &other(&signature));
        let run = desk.run(&format!("{PROMOTION} {given}").replace("p.json.sig", "other.sig"));
        assert_eq!(run.code, Some(2), "{what}: {}", run.said());
    }
    for endless in ["/dev/zero", "/dev/stdin", "."] {
        for option in ["--payload p.json", "--signature p.json.sig"] {
            let (option_name, _) = option.split_once(' ').unwrap();
            let given = given.replace(option, &format!("{option_name} {endless}"));
            desk.run(&format!("{PROMOTION} {given}"))
                .expect(2, &["cannot read", "it is not a file"]);
        }
    }
    desk.run(&format!("{PROMOTION} {given}"))
        .expect(0, &["production now pins 1.1.0"]);
    desk.run("check --strict").expect(0, &[]);
}

/// A payload that was signed before the pin was moved does not count for the state after it.
#[test]
fn a_payload_is_refused_once_the_pin_was_moved() {
    if !is_there() {
        return;
    }
    let desk = rolled_back();
    let keys = Keys::in_folder(desk.root());
    let back = format!("{BACK} --by front-desk-lead");
    desk.succeed(&format!("{PROMOTION} --payload on.json"));
    keys.sign("lead", "on.json");
    desk.succeed(&format!("{PROMOTION} {SIGNED}"));
    desk.succeed(&format!("{back} --payload back.json"));
    keys.sign("lead", "back.json");
    desk.succeed(&format!("{back} {SIGNED}"));
    let moved = ["and the pin was moved since, at 20", "sign that"];
    desk.run(&format!(
        "{PROMOTION} --payload on.json --signature on.json.sig"
    ))
    .expect(2, &moved);
    desk.succeed(&format!("{PROMOTION} {SIGNED}"));
    desk.run(&format!(
        "{back} --payload back.json --signature back.json.sig"
    ))
    .expect(2, &moved);
    // A machine whose clock is behind.
    let ledger = desk.read(LEDGER);
    let last = ledger.rfind("before: 1.1.0\n").expect("the last move");
    let at = last + ledger[last..].find("at: 20").expect("its time") + "at: ".len();
    let ahead = format!("{}2199{}", &ledger[..at], &ledger[at + 4..]);
    desk.write(LEDGER, &ahead);
    desk.run(&format!("{back} {SIGNED}"))
        .expect(2, &["the pin was moved at 2199", "set the clock"]);
}
