//! End to end: whole consumer crates, built by the real cargo, run, and searched.

mod allocations;
// What `cargo prompts show --rust` prints.
#[path = "../../cargo-prompts/src/rules/answer_types/mod.rs"]
mod answer_types;
mod answers;
mod case;
mod catalog;
mod choices;
mod consumer;
mod desk;
mod desk_tools;
mod documentation;
mod editor;
mod embedded;
mod environments;
mod expressions;
mod features;
mod forbidden;
mod hot_reload;
mod hygiene;
mod links;
mod logging;
#[path = "../../cargo-prompts/tests/cli/loopback/mod.rs"]
mod loopback;
mod machine_code;
mod markers;
mod optional;
mod output;
#[allow(dead_code, reason = "the tests of `cargo prompts` take the rest")]
mod page;
mod places;
mod precedence;
mod rebuilds;
mod reference;
mod refused;
mod rendered;
mod reproducible;
mod sampling;
#[path = "../provider_types/second_turn.rs"]
mod second_turn;
mod secrets;
mod sections;
mod several;
mod stale;
mod tidy;
mod tool_types;
mod tools;
mod values;
mod warnings;
