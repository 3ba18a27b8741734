use super::wire_use::{at, missing, missing_unless, special};
use super::{Kind, Parameter, Place};

/// Passes the rows of the table of parameters to a macro.
///
/// A macro can need the rows as tokens: the fields of a `tracing` span are fixed when the program
/// is compiled. The keys of a row are the fields of [`Parameter`]. `[]` stands for `None`. The last
/// four keys are the APIs, each with the place of the parameter in its bodies.
#[doc(hidden)]
#[macro_export]
macro_rules! with_parameter_table {
    ($macro:ident) => {
        $macro! {
            {
                name: "temperature",
                attribute: ["gen_ai.request.temperature"],
                in_file: [],
                place: TopLevel,
                kind: Kind::Number { least: 0.0, most: 2.0 },
                chat_completions: at("temperature"),
                responses: at("temperature"),
                anthropic_messages: at("temperature").at_most(1.0).with_warning(REFUSED),
                gemini: at("generationConfig.temperature").with_warning(REFUSED)
            }
            {
                name: "max_output_tokens",
                attribute: ["gen_ai.request.max_tokens"],
                in_file: ["maxOutputTokens"],
                place: Nested,
                kind: Kind::Integer { least: 1, most: i64::MAX },
                chat_completions: special("max_completion_tokens"),
                responses: at("max_output_tokens").at_least(16),
                anthropic_messages: at("max_tokens"),
                gemini: at("generationConfig.maxOutputTokens").int32_from(1)
            }
            {
                name: "top_p",
                attribute: ["gen_ai.request.top_p"],
                in_file: ["topP"],
                place: Nested,
                kind: Kind::Number { least: 0.0, most: 1.0 },
                chat_completions: at("top_p"),
                responses: at("top_p"),
                anthropic_messages: at("top_p").with_warning(REFUSED),
                gemini: at("generationConfig.topP").with_warning(REFUSED)
            }
            {
                name: "top_k",
                attribute: ["gen_ai.request.top_k"],
                in_file: ["topK"],
                place: Nested,
                kind: Kind::Integer { least: 1, most: i64::MAX },
                chat_completions: missing(),
                responses: missing(),
                anthropic_messages: at("top_k").with_warning(REFUSED),
                gemini: at("generationConfig.topK").int32_from(1).with_warning(REFUSED)
            }
            {
                name: "stop",
                attribute: ["gen_ai.request.stop_sequences"],
                in_file: ["stopSequences"],
                place: Nested,
                kind: Kind::Texts,
                chat_completions: at("stop").at_most_items(4),
                responses: missing(),
                anthropic_messages: at("stop_sequences"),
                gemini: at("generationConfig.stopSequences").at_most_items(5)
            }
            {
                name: "seed",
                attribute: ["gen_ai.request.seed"],
                in_file: [],
                place: Nested,
                kind: Kind::Integer { least: i64::MIN, most: i64::MAX },
                chat_completions: at("seed"),
                responses: missing(),
                anthropic_messages: missing(),
                gemini: at("generationConfig.seed").int32_from(i32::MIN as i64)
            }
            {
                name: "presence_penalty",
                attribute: ["gen_ai.request.presence_penalty"],
                in_file: ["presencePenalty"],
                place: Nested,
                kind: Kind::Number { least: -2.0, most: 2.0 },
                chat_completions: at("presence_penalty"),
                responses: missing(),
                anthropic_messages: missing(),
                gemini: at("generationConfig.presencePenalty").with_warning(REFUSED)
            }
            {
                name: "frequency_penalty",
                attribute: ["gen_ai.request.frequency_penalty"],
                in_file: ["frequencyPenalty"],
                place: Nested,
                kind: Kind::Number { least: -2.0, most: 2.0 },
                chat_completions: at("frequency_penalty"),
                responses: missing(),
                anthropic_messages: missing(),
                gemini: at("generationConfig.frequencyPenalty").with_warning(REFUSED)
            }
            {
                name: "reasoning_effort",
                attribute: [],
                in_file: ["reasoningEffort"],
                place: Nested,
                kind: Kind::Choice(&["none", "minimal", "low", "medium", "high", "xhigh", "max"]),
                chat_completions: at("reasoning_effort"),
                responses: at("reasoning.effort"),
                anthropic_messages: special("output_config.effort")
                    .words(&["none", "low", "medium", "high", "xhigh", "max"]),
                gemini: special("generationConfig.thinkingConfig.thinkingLevel")
                    .words(&["minimal", "low", "medium", "high", "xhigh"])
            }
            {
                name: "thinking_budget",
                attribute: [],
                in_file: ["thinkingBudget"],
                place: Nested,
                kind: Kind::Integer { least: -1, most: i64::MAX },
                chat_completions: missing(),
                responses: missing(),
                anthropic_messages: special("thinking.budget_tokens")
                    .at_least(1024)
                    .with_warning(REFUSED),
                gemini: at("generationConfig.thinkingConfig.thinkingBudget").int32_from(-1)
            }
            {
                name: "verbosity",
                attribute: [],
                in_file: [],
                place: Nested,
                kind: Kind::Choice(&["low", "medium", "high"]),
                chat_completions: at("verbosity"),
                responses: at("text.verbosity"),
                anthropic_messages: missing(),
                gemini: missing()
            }
            {
                name: "service_tier",
                attribute: [],
                in_file: ["serviceTier"],
                place: Nested,
                kind: Kind::Word,
                chat_completions: at("service_tier")
                    .listed_words(&["auto", "default", "flex", "scale", "priority", "fast"]),
                responses: at("service_tier")
                    .listed_words(&["auto", "default", "flex", "scale", "priority", "fast", "ultrafast"]),
                anthropic_messages: at("service_tier").words(&["auto", "standard_only"]),
                gemini: at("serviceTier").words(&["flex", "standard", "priority"])
            }
            {
                name: "tool_choice",
                attribute: [],
                in_file: ["toolChoice"],
                place: Nested,
                kind: Kind::Word,
                chat_completions: special("tool_choice"),
                responses: special("tool_choice"),
                anthropic_messages: special("tool_choice"),
                gemini: special("toolConfig.functionCallingConfig")
            }
            {
                name: "parallel_tool_calls",
                attribute: [],
                in_file: ["parallelToolCalls"],
                place: Nested,
                kind: Kind::Bool,
                chat_completions: at("parallel_tool_calls"),
                responses: at("parallel_tool_calls"),
                anthropic_messages: special("tool_choice.disable_parallel_tool_use"),
                gemini: missing()
            }
            {
                name: "store",
                attribute: [],
                in_file: [],
                place: Nested,
                kind: Kind::Bool,
                chat_completions: at("store"),
                responses: at("store"),
                anthropic_messages: missing_unless(false),
                gemini: at("store")
            }
            {
                name: "cache",
                attribute: [],
                in_file: [],
                place: Nested,
                kind: Kind::Bool,
                chat_completions: special("prompt_cache_breakpoint"),
                responses: special("prompt_cache_breakpoint"),
                anthropic_messages: special("cache_control"),
                gemini: missing_unless(false)
            }
            {
                name: "extra_body",
                attribute: [],
                in_file: ["extraBody"],
                place: Nested,
                kind: Kind::Object,
                chat_completions: special("*"),
                responses: special("*"),
                anthropic_messages: special("*"),
                gemini: special("*")
            }
        }
    };
}

/// The warning for a parameter that current models refuse, and older ones take.
const REFUSED: &str = "current models of this API refuse it";

macro_rules! optional {
    ([]) => {
        None
    };
    ([$value:literal]) => {
        Some($value)
    };
}

macro_rules! table {
    ($({
        name: $name:literal,
        attribute: $attribute:tt,
        in_file: $in_file:tt,
        place: $place:ident,
        kind: $kind:expr,
        chat_completions: $chat_completions:expr,
        responses: $responses:expr,
        anthropic_messages: $anthropic_messages:expr,
        gemini: $gemini:expr
    })*) => {
        /// All parameters.
        pub static TABLE: &[Parameter] = &[$(Parameter {
            name: $name,
            attribute: optional!($attribute),
            in_file: optional!($in_file),
            place: Place::$place,
            kind: $kind,
            chat_completions: $chat_completions,
            responses: $responses,
            anthropic_messages: $anthropic_messages,
            gemini: $gemini,
        },)*];
    };
}

with_parameter_table!(table);

/// Returns the parameter with a name.
#[must_use]
pub fn find(name: &str) -> Option<&'static Parameter> {
    TABLE.iter().find(|parameter| parameter.name == name)
}
