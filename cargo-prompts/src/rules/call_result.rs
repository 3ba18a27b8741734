//! What is known of a call that has a verdict.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

/// The verdict on a call, and what it took. No text of a prompt, an input or an answer is in it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CallResult {
    pub passed: bool,
    /// The kinds of the assertions that failed, each once.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub failed: Vec<String>,
    /// From the request to the whole response, in milliseconds.
    #[serde(default)]
    pub latency_ms: u64,
    #[serde(flatten)]
    pub tokens: Tokens,
    /// The model that answered, as the endpoint names it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub model: Option<String>,
    /// The calls of the judge of the answer, if there were any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub judge: Option<JudgeCalls>,
}

/// Calls of a judge.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct JudgeCalls {
    pub calls: usize,
    #[serde(flatten)]
    pub tokens: Tokens,
    /// The models that gave the verdicts, as the endpoint names them.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub models: BTreeSet<String>,
}

impl JudgeCalls {
    /// Adds other calls of the same judge.
    pub fn add(&mut self, other: &Self) {
        self.calls += other.calls;
        self.tokens.add(other.tokens);
        self.models.extend(other.models.iter().cloned());
    }
}

/// The tokens of a call, as far as the endpoint counts them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tokens {
    #[serde(
        rename = "input_tokens",
        default,
        skip_serializing_if = "Option::is_none"
    )]
    pub input: Option<u64>,
    #[serde(
        rename = "output_tokens",
        default,
        skip_serializing_if = "Option::is_none"
    )]
    pub output: Option<u64>,
    /// The part of the input that came from the provider's cache.
    #[serde(
        rename = "cached_tokens",
        default,
        skip_serializing_if = "Option::is_none"
    )]
    pub cached: Option<u64>,
}

impl Tokens {
    /// Adds those of another call. What neither counts stays unknown.
    pub fn add(&mut self, other: Self) {
        let sum = |a: Option<u64>, b: Option<u64>| match (a, b) {
            (Some(a), Some(b)) => Some(a.saturating_add(b)),
            (a, b) => a.or(b),
        };
        self.input = sum(self.input, other.input);
        self.output = sum(self.output, other.output);
        self.cached = sum(self.cached, other.cached);
    }
}
