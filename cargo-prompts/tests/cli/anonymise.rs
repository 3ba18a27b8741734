//! `cargo prompts anonymise`.

#[cfg(unix)]
use std::path::Path;

use crate::desk::Desk;

const SAMPLE: &str = concat!(
    "{\"service\": \"mail of mara@nordlicht.de\", \"severity\": \"SEV2\",  \"messages\": []}\r\n",
    "\r\n",
    "{\"severity\":\"SEV1\",\"service\":\"+49 30 9018 2001, MARA@nordlicht.de, jb@vingt.fr\",\"messages\":[]}\r\n",
);
const ANONYMISED: &str = concat!(
    "{\"service\": \"mail of <email-1>\", \"severity\": \"SEV2\",  \"messages\": []}\n",
    "\n",
    "{\"severity\":\"SEV1\",\"service\":\"<phone-1>, <email-1>, <email-2>\",\"messages\":[]}\n",
);
const DATASET: &str = "prompts/ops-summarize-001/replay.jsonl";

#[test]
fn in_place() {
    let desk = Desk::of("desk");
    desk.write(DATASET, SAMPLE);
    let path = "`prompts/ops-summarize-001/replay.jsonl`";
    let said = format!("{path}: replaced 3 email addresses and 1 phone number\n");
    desk.run("anonymise ops-summarize-001").expect(0, &[&said]);
    // The line ends stay what they were.
    assert_eq!(desk.read(DATASET), ANONYMISED.replace('\n', "\r\n"));
    desk.run("anonymise ops-summarize-001")
        .expect(0, &[&format!("no personal data found in {path}\n")]);
    let ran = desk.run("validate ops-summarize-001 --env staging --endpoint http://127.0.0.1:9/v1");
    ran.expect(2, &["connection refused"]);
}

#[test]
fn from_another_file() {
    let desk = Desk::of("desk");
    let before = desk.read(DATASET);
    desk.write("prompts/sample.jsonl", SAMPLE);
    let command = "anonymise ops-summarize-001 --from prompts/sample.jsonl";
    desk.run(command)
        .expect(1, &["already exists; not overwritten", "`--force`"]);
    assert_eq!(desk.read(DATASET), before);
    desk.run(&format!("{command} --force"))
        .expect(0, &["replaced 3 email addresses and 1 phone number"]);
    assert_eq!(desk.read(DATASET), ANONYMISED);
    std::fs::remove_file(desk.root().join(DATASET)).expect("it is there");
    desk.run(command).expect(0, &[]);
    assert_eq!(desk.read(DATASET), ANONYMISED);
    assert_eq!(desk.read("prompts/sample.jsonl"), SAMPLE);
}

/// A sample of traffic that only its owner can read stays so, whatever its place had before.
#[cfg(unix)]
#[test]
fn the_stricter_mode_is_kept() {
    use std::fs::{self, Permissions};
    use std::os::unix::fs::PermissionsExt as _;

    for (of_sample, before, expected) in [
        (0o600, None, 0o600),
        (0o600, Some(0o644), 0o600),
        (0o644, Some(0o600), 0o600),
        (0o640, Some(0o664), 0o640),
    ] {
        let desk = Desk::of("desk");
        let (sample, dataset) = (desk.root().join("sample.jsonl"), desk.root().join(DATASET));
        desk.write("sample.jsonl", SAMPLE);
        fs::set_permissions(&sample, Permissions::from_mode(of_sample)).expect("it is there");
        match before {
            None => fs::remove_file(&dataset).expect("it is there"),
            Some(mode) => {
                fs::set_permissions(&dataset, Permissions::from_mode(mode)).expect("it is there");
            }
        }
        desk.run("anonymise ops-summarize-001 --from sample.jsonl --force")
            .expect(0, &["replaced"]);
        let mode = fs::metadata(&dataset)
            .expect("it is there")
            .permissions()
            .mode();
        assert_eq!(mode & 0o777, expected, "{of_sample:o} over {before:?}");
    }
}

/// Each command is stopped at every write, with no file at the place of the data set, or one that only
/// its owner can read. What is left, and what `recover` makes of it, is only for the owner.
#[cfg(unix)]
#[test]
fn the_mode_is_kept_when_the_command_is_interrupted() {
    use std::fs::{self, Permissions};
    use std::os::unix::fs::PermissionsExt as _;

    let private = |path: &Path| {
        fs::set_permissions(path, Permissions::from_mode(0o600)).expect("it is there");
    };
    let readable = |desk: &Desk| {
        let files = desk.all_files().into_iter();
        let holding = files
            .filter(|(_, bytes)| String::from_utf8_lossy(bytes).contains("<phone-1>, <email-1>"));
        let modes = holding.map(|(path, _)| {
            let metadata = fs::metadata(desk.root().join(&path)).expect("it is there");
            (path, metadata.permissions().mode() & 0o077)
        });
        modes.filter(|(_, mode)| *mode != 0).collect::<Vec<_>>()
    };
    for (sample, command) in [
        (
            "sample.jsonl",
            "anonymise ops-summarize-001 --from sample.jsonl",
        ),
        (DATASET, "anonymise ops-summarize-001"),
    ] {
        let mut steps = 0;
        loop {
            let desk = Desk::of("desk");
            fs::remove_file(desk.root().join(DATASET)).expect("it is there");
            desk.write(sample, SAMPLE);
            private(&desk.root().join(sample));
            let fault = format!("kill:{}", steps + 1);
            let run = desk.run_with(command, &[("CARGO_PROMPTS_FAULT", fault.as_str())]);
            assert_eq!(readable(&desk), [], "{command}, {fault}");
            desk.succeed("recover");
            assert_eq!(readable(&desk), [], "{command}, {fault}, recovered");
            if run.code == Some(0) {
                break;
            }
            steps += 1;
        }
        assert!(steps > 3, "{command}: {steps}");
    }
}

#[test]
fn nothing_is_written_where_something_is_wrong() {
    let rows = [
        (
            format!("{SAMPLE}{{\"service\": \"mara@nordlicht.de\""),
            1,
            "replay.jsonl:4:32: [invalid-replay] invalid JSON",
        ),
        (
            format!("{SAMPLE}\"mara@nordlicht.de\"\n"),
            1,
            "replay.jsonl:4:1: [invalid-replay] unexpected string",
        ),
    ];
    for (text, code, words) in rows {
        let desk = Desk::of("desk");
        desk.write(DATASET, &text);
        let ran = desk.run("anonymise ops-summarize-001");
        ran.expect(code, &[words]);
        assert!(!ran.said().contains("nordlicht"), "{}", ran.said());
        assert_eq!(desk.read(DATASET), text);
    }
    let desk = Desk::of("desk");
    desk.run("anonymise ops-sumarize-001")
        .expect(2, &["did you mean `ops-summarize-001`?"]);
    let before = desk.files();
    desk.run("anonymise ops-summarize-001 --force").expect(
        2,
        &[
            "`--force` needs `--from FILE`",
            "overwrites `prompts/ops-summarize-001/replay.jsonl` with the anonymised lines of FILE",
            "without both, `prompts/ops-summarize-001/replay.jsonl` is anonymised in place",
        ],
    );
    assert_eq!(desk.files(), before);
    std::fs::remove_file(desk.root().join(DATASET)).expect("it is there");
    desk.run("anonymise ops-summarize-001").expect(
        2,
        &[
            "there is no `prompts/ops-summarize-001/replay.jsonl` to anonymise",
            "`--from FILE`",
        ],
    );
    desk.run("anonymise ops-summarize-001 --from nowhere.jsonl --force")
        .expect(2, &["no file `nowhere.jsonl`"]);
}
