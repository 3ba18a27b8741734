//! Who signs, and when.

use super::Verdict::{Accepted, Rejected, Stricter, Wider};
use super::{Case, MESSAGE, Material, Verdict};

/// The file of `MOMENTS`.
const TWO_SECONDS: &str =
    "mara valid-after=\"20261005115959Z\",valid-before=\"20261005120001Z\" {mara}\n";

/// A name, a moment, and a verdict.
const MOMENTS: &[(&str, &str, Verdict)] = &[
    (
        "a second too early",
        "20261005115958",
        Rejected("valid from 2026-10-05T11:59:59Z"),
    ),
    ("the first second", "20261005115959", Accepted(1)),
    ("in between", "20261005120000", Accepted(1)),
    ("the last second", "20261005120001", Accepted(1)),
    (
        "a second too late",
        "20261005120002",
        Rejected("valid until 2026-10-05T12:00:01Z"),
    ),
];

/// A name, a verdict, and the file. The moment is noon of 2026-10-05.
const TIMES: &[(&str, Verdict, &str)] = &[
    (
        "days: before",
        Rejected("valid from 2026-10-06T00:00:00Z"),
        "mara valid-after=\"20261006Z\" {mara}\n",
    ),
    (
        "days: after",
        Accepted(1),
        "mara valid-after=\"20261005Z\" {mara}\n",
    ),
    (
        "the last day is over at its beginning",
        Rejected("valid until 2026-10-05T00:00:00Z"),
        "mara valid-before=\"20261005Z\" {mara}\n",
    ),
    (
        "minutes",
        Accepted(1),
        "mara valid-before=\"202610051200Z\" {mara}\n",
    ),
    (
        "a key that was renewed",
        Accepted(2),
        "mara valid-before=\"20260101Z\" {mara}\nmara valid-after=\"20260101Z\" {mara}\n",
    ),
    (
        "never valid",
        Rejected("later than"),
        "mara valid-after=\"20270101Z\",valid-before=\"20260101Z\" {mara}\n",
    ),
    (
        "local time",
        Stricter(
            "has no time zone",
            "OpenSSH takes the time zone of the computer",
        ),
        "mara valid-after=\"20260101\" {mara}\n",
    ),
    (
        "February 30",
        Stricter("invalid time", "OpenSSH takes it for March 2"),
        "mara valid-after=\"20260230Z\" {mara}\n",
    ),
    (
        "UTC in letters",
        Stricter("invalid time", "there is one way to write a time"),
        "mara valid-after=\"20260101UTC\" {mara}\n",
    ),
    (
        "the year 1970",
        Rejected("invalid time"),
        "mara valid-after=\"19700101Z\" {mara}\n",
    ),
    (
        "a time without quotes",
        Rejected("not in quotes"),
        "mara valid-after=20260101Z {mara}\n",
    ),
    (
        "a time given twice",
        Rejected("given twice"),
        "mara valid-after=\"20260101Z\",valid-after=\"20250101Z\" {mara}\n",
    ),
];

impl Material {
    pub(super) fn people(&self) -> Vec<Case> {
        let good = |name, verdict| self.case(name, verdict);
        vec![
            good("mara's own signature", Accepted(1)),
            Case {
                signer: "ben",
                ..good(
                    "mara's signature as ben's",
                    Rejected("none of the keys of `ben`"),
                )
            },
            Case {
                signer: "ben",
                signature: self.by_ben.clone(),
                ..good("ben's own signature", Accepted(2))
            },
            Case {
                signer: "eve",
                ..good("nobody of the name", Rejected("no key of `eve`"))
            },
            Case {
                signer: "MARA",
                ..good(
                    "in capitals",
                    Wider(1, "capitals do not count in our names"),
                )
            },
            Case {
                message: b"{\"prompt\":\"visitor-greetinG\"}".to_vec(),
                ..good("an altered message", Rejected("does not match"))
            },
            Case {
                message: Vec::new(),
                ..good("an empty message", Rejected("does not match"))
            },
            Case {
                message: [MESSAGE, b"\n"].concat(),
                ..good("one more line end", Rejected("does not match"))
            },
            Case {
                namespace: "git",
                ..good("asked for another namespace", Rejected("has the namespace"))
            },
            Case {
                allowed: String::new(),
                ..good("an empty file", Rejected("no key of `mara`"))
            },
        ]
    }

    pub(super) fn times(&self) -> impl Iterator<Item = Case> {
        let at = |(name, time, verdict): &(&'static str, &'static str, Verdict)| Case {
            time,
            ..self.file(name, *verdict, TWO_SECONDS)
        };
        let file =
            |(name, verdict, text): &(&'static str, Verdict, &str)| self.file(name, *verdict, text);
        MOMENTS.iter().map(at).chain(TIMES.iter().map(file))
    }
}
