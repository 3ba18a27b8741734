//! What `answer` has of the rules of the command.

#[expect(dead_code, reason = "a run takes the rest")]
#[path = "../../../cargo-prompts/src/rules/call_result.rs"]
pub mod call_result;
