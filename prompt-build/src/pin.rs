//! A pin, as the configuration has it and as ledgers record it.

use std::fmt;
use std::sync::Arc;

use semver::{Op, Version, VersionReq};

use crate::report::{Code, Finding, Findings, quoted};
use crate::source::{Location, Source};
use crate::yaml::{self, Node, Value};

/// The version of a prompt that an environment asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Pin {
    /// The working copy if the source allows it, else the highest version that it allows.
    Latest,
    /// Exactly this version.
    Exact(Version),
    /// The highest version of a range.
    Range(VersionReq),
}

const EXPECTED: &str = "expected `latest`, a version as in `2.3.0`, or a range as in `^2.3`";

/// Writes the pin as the configuration has it.
impl fmt::Display for Pin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Latest => f.write_str("latest"),
            Self::Exact(version) => version.fmt(f),
            Self::Range(range) => range.fmt(f),
        }
    }
}

impl Pin {
    /// Reads a pin. `expected` names it in the message about a value of another type.
    pub fn read(
        source: &Arc<Source>,
        node: &Node,
        expected: &str,
        findings: &mut Findings,
    ) -> Option<Self> {
        let location = Location::new(source, node.mark);
        let text = match &node.value {
            Value::Text(text) => text,
            Value::Integer(_) | Value::Float(_) => {
                let message = "unexpected number, expected a string for a pin";
                let number = &source.text[node.mark.span()];
                let version = completed(number).unwrap_or_else(|| "2.3.0".to_owned());
                let help = format!(
                    "put the version in quotes, with all three parts, as in `\"{version}\"`"
                );
                findings.push(Finding::error(Code::InvalidPin, location, message).help(help));
                return None;
            }
            _ => {
                findings.push(yaml::unexpected(source, node, expected));
                return None;
            }
        };
        let pin = Self::parse(text);
        if pin.is_none() {
            let message = format!("invalid pin {}, {EXPECTED}", quoted(text));
            findings
                .push(Finding::error(Code::InvalidPin, location, message).help(suggestion(text)));
        }
        pin
    }

    /// Reads a text; `None` if it is not a pin.
    pub fn parse(text: &str) -> Option<Self> {
        if text == "latest" {
            return Some(Self::Latest);
        }
        if let Ok(version) = Version::parse(text) {
            return Some(Self::Exact(version));
        }
        // A bare `2.3` is ambiguous, and `=2.3.0` is an exact version in another spelling.
        if !text.starts_with(['^', '~', '>', '<']) && !text.contains('*') {
            return None;
        }
        let range = VersionReq::parse(text).ok()?;
        range
            .comparators
            .iter()
            .all(|comparator| comparator.op != Op::Exact)
            .then_some(Self::Range(range))
    }
}

/// Suggests a pin for a text that is not one.
fn suggestion(text: &str) -> Option<String> {
    let bare = text.trim().trim_start_matches(['v', 'V', '=']).trim();
    if Version::parse(bare).is_ok() {
        return Some(format!("write the version alone: `\"{bare}\"`"));
    }
    if bare.is_empty()
        || !bare
            .bytes()
            .all(|byte| byte.is_ascii_digit() || byte == b'.')
    {
        return text
            .eq_ignore_ascii_case("latest")
            .then(|| "write `\"latest\"`".to_owned());
    }
    let exact = completed(bare)?;
    Some(format!(
        "`\"{exact}\"` is exactly that version, `\"^{bare}\"` the highest compatible one"
    ))
}

/// Completes a version that lacks one or two of its three parts.
pub fn completed(bare: &str) -> Option<String> {
    let missing = 2usize.checked_sub(bare.matches('.').count())?;
    let exact = format!("{}{}", bare.trim_end_matches('.'), ".0".repeat(missing));
    Version::parse(&exact).is_ok().then_some(exact)
}
