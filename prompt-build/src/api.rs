//! The keys `api` and `output_tokens_key` of an environment, and `api` of a pin and of records.

use std::sync::Arc;

use prompt_core::vocabulary::{Api, OutputTokensKey};

use crate::report::{Code, Finding, Findings, did_you_mean, quoted};
use crate::source::{Location, Source};
use crate::yaml::{self, Node, Table};

pub const KEY: &str = "api";
pub const OUTPUT_TOKENS_KEY: &str = "output_tokens_key";

/// Reads the interface of the calls, which may be left out.
pub fn read(source: &Arc<Source>, table: &Table<'_>, findings: &mut Findings) -> Option<Api> {
    let node = table.optional(KEY)?;
    let text = yaml::text(source, node, "`api`", findings)?;
    let api = Api::from_spelling(text);
    if api.is_none() {
        let known = Api::ALL.iter().map(|api| api.as_str()).collect::<Vec<_>>();
        findings.push(unknown(source, node, ("API", text), &known));
    }
    api
}

/// Reads the interface of the calls that a record is about. Records of chat completions do not name
/// it: the first ledgers had no such key.
pub fn read_recorded(source: &Arc<Source>, table: &Table<'_>, findings: &mut Findings) -> Api {
    read(source, table, findings).unwrap_or_default()
}

/// Reads the key of chat completions for the most output tokens.
pub fn read_output_tokens_key(
    source: &Arc<Source>,
    table: &Table<'_>,
    api: Api,
    findings: &mut Findings,
) -> OutputTokensKey {
    let key = table
        .optional(OUTPUT_TOKENS_KEY)
        .and_then(|node| read_word(source, node, findings));
    if key.is_some() && api != Api::ChatCompletions {
        let message = format!("`{OUTPUT_TOKENS_KEY}` is of no use with `{KEY}: {api}`");
        let place = Location::new(source, table.key_mark(OUTPUT_TOKENS_KEY));
        let help = "remove it: only chat completions have two names for this key".to_owned();
        findings.push(Finding::error(Code::UnsupportedParameter, place, message).help(help));
    }
    key.unwrap_or_default()
}

fn read_word(
    source: &Arc<Source>,
    node: &Node,
    findings: &mut Findings,
) -> Option<OutputTokensKey> {
    let text = yaml::text(source, node, "`output_tokens_key`", findings)?;
    let key = OutputTokensKey::from_spelling(text);
    if key.is_none() {
        let known = OutputTokensKey::ALL.iter().map(|key| key.as_str());
        findings.push(unknown(
            source,
            node,
            ("key", text),
            &known.collect::<Vec<_>>(),
        ));
    }
    key
}

fn unknown(
    source: &Arc<Source>,
    node: &Node,
    (what, word): (&str, &str),
    known: &[&str],
) -> Finding {
    let message = format!(
        "unknown {what} {}, expected `{}`",
        quoted(word),
        known.join("`, `")
    );
    Finding::error(Code::UnknownApi, Location::new(source, node.mark), message)
        .help(did_you_mean(word, known.iter().copied()))
}
