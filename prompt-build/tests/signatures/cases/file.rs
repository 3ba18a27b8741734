//! The lines of the file.

use super::Verdict::{Accepted, Rejected, Stricter};
use super::{Case, Material, Verdict, Why};

const PATTERN: Why = "our names and namespaces are no patterns";

/// A name, a verdict, and the file.
const FILES: &[(&str, Verdict, &str)] = &[
    (
        "comments, blank lines, tabs",
        Accepted(4),
        "# mara\n\n \t \n\tmara\t \t{mara}\t laptop \"of\" mara\n",
    ),
    ("no line end at the end", Accepted(1), "mara {mara}"),
    (
        "CRLF",
        Accepted(3),
        "# keys\r\n\r\nmara {mara}\r\nben {ben}\r\n",
    ),
    ("CRLF and a comment", Accepted(1), "mara {mara} laptop\r\n"),
    (
        "two keys of one person",
        Accepted(2),
        "mara {ben}\nmara {mara}\n",
    ),
    (
        "options in capitals",
        Accepted(1),
        "mara NAMESPACES=\"cargo-prompts-sign-off-v1\" {mara}\n",
    ),
    (
        "two namespaces",
        Accepted(1),
        "mara namespaces=\"git,cargo-prompts-sign-off-v1\" {mara}\n",
    ),
    ("two spellings of a name", Accepted(1), "Mara,mara {mara}\n"),
    (
        "other namespaces alone",
        Rejected("may not sign in the namespace"),
        "mara namespaces=\"git,file\" {mara}\n",
    ),
    (
        "a longer namespace",
        Rejected("may not sign in the namespace"),
        "mara namespaces=\"cargo-prompts-sign-off-v11\" {mara}\n",
    ),
    (
        "a namespace with a quote",
        Rejected("may not sign in the namespace"),
        "mara namespaces=\"a\\\"b\" {mara}\n",
    ),
    (
        "a namespace in capitals",
        Rejected("may not sign in the namespace"),
        "mara namespaces=\"CARGO-PROMPTS-SIGN-OFF-V1\" {mara}\n",
    ),
    (
        "a namespace without quotes",
        Rejected("not in quotes"),
        "mara namespaces=git {mara}\n",
    ),
    (
        "an open quote",
        Rejected("a quote is not closed"),
        "mara namespaces=\"git {mara}\n",
    ),
    (
        "an unknown option",
        Rejected("the option `no-touch-required` is not supported"),
        "mara no-touch-required {mara}\n",
    ),
    (
        "an option misspelt",
        Rejected("the option `valid-befor` is not supported"),
        "mara valid-befor=\"20260101Z\" {mara}\n",
    ),
    (
        "a comma too many",
        Rejected("an option is missing"),
        "mara valid-after=\"20260101Z\", {mara}\n",
    ),
    (
        "a certificate authority",
        Rejected("`cert-authority` is not supported"),
        "mara cert-authority {mara}\n",
    ),
    ("no key", Rejected("the key is missing"), "mara\n"),
    (
        "no key after the type",
        Rejected("the key is missing"),
        "mara ssh-ed25519\n",
    ),
    (
        "a pattern of names",
        Stricter("the pattern `*` is not supported", PATTERN),
        "* {mara}\n",
    ),
    (
        "a pattern with a question mark",
        Stricter("the pattern `mar?` is not supported", PATTERN),
        "mar? {mara}\n",
    ),
    (
        "a name that is excluded",
        Stricter("the pattern `!ben` is not supported", PATTERN),
        "!ben,mara {mara}\n",
    ),
    (
        "a pattern of namespaces",
        Stricter("the namespace `cargo-*` is not supported", PATTERN),
        "mara namespaces=\"cargo-*\" {mara}\n",
    ),
    (
        "two people with one key",
        Stricter(
            "one key for two people",
            "one key must not sign as two people",
        ),
        "mara,ben {mara}\n",
    ),
    (
        "the same key on two lines",
        Stricter(
            "the key of `mara` is also one of `ben`",
            "one key must not sign as two people",
        ),
        "mara {mara}\nben {mara}\n",
    ),
    (
        "a name in quotes",
        Stricter(
            "invalid name",
            "our names have no blanks, so they need no quotes",
        ),
        "\"mara\" {mara}\n",
    ),
    (
        "NUL after the key",
        Stricter(
            "control character",
            "OpenSSH ignores what follows on the line",
        ),
        "mara {mara}\0 x\n",
    ),
    (
        "a mistake on another line",
        Stricter(
            "the key is missing",
            "OpenSSH passes over lines that it cannot read",
        ),
        "mara {mara}\nben\n",
    ),
];

impl Material {
    pub(super) fn files(&self) -> impl Iterator<Item = Case> {
        FILES
            .iter()
            .map(|(name, verdict, text)| self.file(name, *verdict, text))
    }
}
