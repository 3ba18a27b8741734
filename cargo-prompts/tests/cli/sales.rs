//! The prompt `sales-email-007` of the fixture `desk`, as staging pins it.

use serde_json::Value;

use crate::desk::Desk;

pub const LEDGER: &str = "prompts/sales-email-007/releases.yaml";
pub const GOLDEN: &str = "prompts/sales-email-007/golden.yaml";
pub const REPLAY: &str = "prompts/sales-email-007/replay.jsonl";

/// The call has the model and the temperature of staging, and the output schema of the prompt.
pub fn assert_settings_of_staging(call: &Value) {
    assert_eq!(
        (&call["model"], &call["temperature"]),
        (&"kimi-k2-5".into(), &0.2.into())
    );
    assert_eq!(
        call["response_format"]["json_schema"]["schema"]["required"][0],
        "subject"
    );
}

/// A run in staging was added to the ledger, with these lines, and nothing else was changed.
pub fn assert_recorded(desk: &Desk, before: &str, lines: &[&str]) {
    let ledger = desk.read(LEDGER);
    let entry = ledger
        .strip_prefix(before.trim_end())
        .expect("nothing else is changed");
    for line in lines
        .iter()
        .chain(&["environment: staging", "sha256: 3cae3210"])
    {
        assert!(entry.contains(line), "{line} is not in {entry}");
    }
}
