//! Mistakes in the file `allowed_signers`, each at its place.

use prompt_build::report::{Code, Findings};
use prompt_build::signatures::AllowedSigners;
use prompt_build::source::Source;

use crate::forge::{SoftKey, key_bytes, key_line};

/// A line of the file, and the findings about it: column, message.
const LINES: &[(&str, &[(usize, &str)])] = &[
    ("mara KEY", &[]),
    ("mara KEY laptop, bought in 2026", &[]),
    ("# mara ssh-rsa AAAA", &[]),
    ("mara", &[(5, "the key is missing")]),
    (
        "mara valid-after=\"20260101Z\"",
        &[(29, "the key is missing")],
    ),
    ("mara ssh-ed25519", &[(17, "the key is missing")]),
    ("mara ssh-ed25519 AAAA!", &[(18, "the key is not base64")]),
    ("mara ssh-ed25519 AAAA", &[(18, "the key is damaged")]),
    (
        "mara ssh-rsa AAAA",
        &[(
            6,
            "the key type `ssh-rsa` is not supported, expected `ssh-ed25519` or `sk-ssh-ed25519@openssh.com`",
        )],
    ),
    (
        "mara namespaces=\"a\" ssh-dss AAAA",
        &[(
            21,
            "the key type `ssh-dss` is not supported, expected `ssh-ed25519` or `sk-ssh-ed25519@openssh.com`",
        )],
    ),
    (
        "mara SK-AS-PLAIN",
        &[(
            18,
            "the key is of the type `sk-ssh-ed25519@openssh.com`, not `ssh-ed25519`",
        )],
    ),
    (
        "mara WEAK",
        &[(18, "the key is weak: anybody can make signatures for it")],
    ),
    (
        "mara OTHER",
        &[(
            33,
            "the hardware key has the application `ssh:x`, expected `ssh:`",
        )],
    ),
    (
        "*@example.org KEY",
        &[(
            1,
            "the pattern `*@example.org` is not supported, expected a name",
        )],
    ),
    (
        "mara,ben KEY",
        &[(6, "one key for two people, `mara` and `ben`")],
    ),
    (
        "mara,,!eve KEY",
        &[
            (
                6,
                "invalid name ``, expected 1 to 64 letters (a to z), digits and `. _ @ + -`",
            ),
            (7, "the pattern `!eve` is not supported, expected a name"),
        ],
    ),
    (
        "José KEY",
        &[(
            1,
            "invalid name `José`, expected 1 to 64 letters (a to z), digits and `. _ @ + -`",
        )],
    ),
    (
        "\u{feff}mara KEY",
        &[(
            1,
            "invalid name `\\u{feff}mara`, expected 1 to 64 letters (a to z), digits and `. _ @ + -`",
        )],
    ),
    (
        "mara cert-authority KEY",
        &[(
            6,
            "`cert-authority` is not supported: certificates cannot sign",
        )],
    ),
    (
        "mara CERT-AUTHORITY,restrict KEY",
        &[
            (
                6,
                "`cert-authority` is not supported: certificates cannot sign",
            ),
            (21, "the option `restrict` is not supported"),
        ],
    ),
    (
        "mara namespace=\"git\" KEY",
        &[(6, "the option `namespace` is not supported")],
    ),
    (
        "mara namespaces KEY",
        &[(6, "the value of `namespaces` is not in quotes")],
    ),
    (
        "mara namespaces= KEY",
        &[(17, "the value of `namespaces` is not in quotes")],
    ),
    (
        "mara namespaces=\"git\"x KEY",
        &[(17, "the value of `namespaces` is not in quotes")],
    ),
    (
        "mara namespaces=\"a,\" KEY",
        &[(
            6,
            "the namespace `` is not supported, expected a name without blanks and without `*`, `?` and `!`",
        )],
    ),
    (
        "mara namespaces=\"a b\" KEY",
        &[(
            6,
            "the namespace `a b` is not supported, expected a name without blanks and without `*`, `?` and `!`",
        )],
    ),
    (
        "mara namespaces=\"a\",namespaces=\"b\" KEY",
        &[(21, "the option `namespaces` is given twice")],
    ),
    (
        "mara valid-after=\"20260101\" KEY",
        &[(18, "the time `20260101` has no time zone")],
    ),
    (
        "mara valid-after=\"yesterday\" KEY",
        &[(18, "invalid time `yesterday`")],
    ),
    (
        "mara valid-after=\"20270101Z\",valid-before=\"20260101Z\" KEY",
        &[(
            6,
            "the key is never valid: 2027-01-01T00:00:00Z is later than 2026-01-01T00:00:00Z",
        )],
    ),
    (
        "mara ,namespaces=\"a\" KEY",
        &[(6, "an option is missing before or after a comma")],
    ),
    ("mara namespaces=\"a KEY", &[(6, "a quote is not closed")]),
    (
        "mara namespaces=\"a\\\" KEY",
        &[(6, "a quote is not closed")],
    ),
    (
        "mara KEY\0",
        &[(86, "the control character `\\0` is not supported")],
    ),
    (
        "# mara\rmara KEY",
        &[(7, "the control character `\\r` is not supported")],
    ),
    (
        "mara,x! cert-authority ssh-rsa AAAA",
        &[
            (6, "the pattern `x!` is not supported, expected a name"),
            (
                9,
                "`cert-authority` is not supported: certificates cannot sign",
            ),
            (
                24,
                "the key type `ssh-rsa` is not supported, expected `ssh-ed25519` or `sk-ssh-ed25519@openssh.com`",
            ),
        ],
    ),
];

#[test]
fn every_mistake_is_found_at_its_place() {
    for (line, expected) in LINES {
        let found = findings(&format!(
            "# The second line is the one.\n{}\n",
            filled(line)
        ));
        let found = found
            .iter()
            .map(|(_, column, message)| (*column, message.as_str()));
        assert_eq!(found.collect::<Vec<_>>(), *expected, "{line:?}");
    }
}

#[test]
fn a_key_of_two_people_is_found_at_both_places() {
    let plain = SoftKey::plain(3).line();
    let hardware = SoftKey::hardware(3, "ssh:").line();
    for second in [&plain, &hardware] {
        let text = format!("mara {plain}\nMARA {second}\n\nben {second} desk\n");
        let mut findings = Findings::default();
        let allowed = AllowedSigners::read(&Source::new("allowed_signers", text), &mut findings);
        let [finding] = findings.sorted()[..] else {
            panic!("{findings:?}");
        };
        assert_eq!(finding.message, "the key of `mara` is also one of `ben`");
        let (first, _) = finding.related.as_ref().unwrap();
        let lines = (first.locate().line, finding.location.locate().line);
        assert_eq!(lines, (1, 4));
        assert!(!allowed.is_complete());
    }
}

/// A file of mistakes ends soon, and does not keep a finding for each.
#[test]
fn a_file_of_mistakes_is_not_read_to_its_end() {
    for text in [
        "x\n".repeat(100_000),
        format!("mara{} x", ",!".repeat(100_000)),
        format!("mara {}", "x,".repeat(100_000)),
    ] {
        let found = findings(&text).len();
        assert!((1_000..1_100).contains(&found), "{found}");
    }
}

fn filled(line: &str) -> String {
    let key = SoftKey::plain(3);
    let hardware = SoftKey::hardware(3, "ssh:");
    let weak = key_bytes("ssh-ed25519", &[0; 32], "");
    line.replace("KEY", &key.line())
        .replace("SK-AS-PLAIN", &key_line("ssh-ed25519", &hardware.bytes()))
        .replace("WEAK", &key_line("ssh-ed25519", &weak))
        .replace("OTHER", &SoftKey::hardware(3, "ssh:x").line())
}

/// The findings about a file: line, column, message.
pub(crate) fn findings(text: &str) -> Vec<(usize, usize, String)> {
    let mut findings = Findings::default();
    let source = Source::new("allowed_signers", text);
    AllowedSigners::read(&source, &mut findings);
    let sorted = findings.sorted();
    let place = |finding: &&prompt_build::report::Finding| {
        assert_eq!(finding.code, Code::InvalidAllowedSigners);
        assert!(!finding.help.is_empty(), "{}", finding.message);
        let located = finding.location.locate();
        (located.line, located.column, finding.message.clone())
    };
    sorted.iter().map(place).collect()
}
