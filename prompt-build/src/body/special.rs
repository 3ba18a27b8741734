//! Parameters that take a form of their API's own.

use prompt_core::js::{Json, is_blank};
use prompt_core::parameters::find;
use prompt_core::vocabulary::Api;

use super::problem::{Problem, Subject};
use super::writer::Writer;
use crate::report::{Code, quoted};

/// Returns the members for a parameter, each with its path.
pub(super) fn members(
    writer: &Writer<'_>,
    name: &str,
    path: &str,
    value: &Json,
) -> Vec<(String, Json)> {
    let one = |path: &str, value: Json| vec![(path.to_owned(), value)];
    match (name, value) {
        ("max_output_tokens", value) => one(
            writer.query.settings.output_tokens_key.as_str(),
            value.clone(),
        ),
        ("reasoning_effort", Json::Text(effort)) => match writer.api {
            Api::AnthropicMessages if effort == "none" => {
                one("thinking.type", Json::text("disabled"))
            }
            Api::Gemini => one(path, Json::text(effort.to_ascii_uppercase())),
            _ => one(path, value.clone()),
        },
        ("thinking_budget", value) => vec![
            ("thinking.type".to_owned(), Json::text("enabled")),
            (path.to_owned(), value.clone()),
        ],
        ("tool_choice", Json::Text(choice)) => one(path, tool_choice(writer.api, choice)),
        ("parallel_tool_calls", Json::Bool(parallel)) => disable_parallel(writer, *parallel),
        // The marks of a cache stand in the messages.
        _ => Vec::new(),
    }
}

/// Anthropic's switch stands in `tool_choice`, which needs a type.
fn disable_parallel(writer: &Writer<'_>, parallel: bool) -> Vec<(String, Json)> {
    let disable = (
        "tool_choice.disable_parallel_tool_use".to_owned(),
        Json::Bool(!parallel),
    );
    let choice = writer.query.settings.parameters.get("tool_choice");
    match choice.map(|setting| &setting.value) {
        // Where no tool is called, the API has no place for the switch. `check_tools` says it.
        Some(Json::Text(choice)) if choice == "none" => Vec::new(),
        Some(_) => vec![disable],
        None => vec![("tool_choice.type".to_owned(), Json::text("auto")), disable],
    }
}

fn tool_choice(api: Api, choice: &str) -> Json {
    let object = |entries: &[(&str, Json)]| {
        let entries = entries.iter();
        Json::Object(
            entries
                .map(|(key, value)| ((*key).to_owned(), value.clone()))
                .collect(),
        )
    };
    let name = ("name", Json::text(choice));
    match (api, choice) {
        (Api::ChatCompletions | Api::Responses, "auto" | "none" | "required") => Json::text(choice),
        (Api::ChatCompletions, _) => object(&[
            ("type", Json::text("function")),
            ("function", object(&[name])),
        ]),
        (Api::Responses, _) => object(&[("type", Json::text("function")), name]),
        (Api::AnthropicMessages, "auto" | "none") => object(&[("type", Json::text(choice))]),
        (Api::AnthropicMessages, "required") => object(&[("type", Json::text("any"))]),
        (Api::AnthropicMessages, _) => object(&[("type", Json::text("tool")), name]),
        (Api::Gemini, "auto") => object(&[("mode", Json::text("AUTO"))]),
        (Api::Gemini, "none") => object(&[("mode", Json::text("NONE"))]),
        (Api::Gemini, "required") => object(&[("mode", Json::text("ANY"))]),
        (Api::Gemini, _) => object(&[
            ("mode", Json::text("ANY")),
            ("allowedFunctionNames", Json::List(vec![Json::text(choice)])),
        ]),
    }
}

/// Reports parameters that the API does not take together.
pub(super) fn check_combinations(writer: &mut Writer<'_>) {
    let parameters = &writer.query.settings.parameters;
    let value = |name: &str| parameters.get(name).map(|setting| &setting.value);
    let (effort, budget) = (value("reasoning_effort"), value("thinking_budget"));
    let sentence = match (writer.api, budget) {
        (Api::Gemini, Some(_)) if effort.is_some() => {
            "this API takes either `reasoning_effort` or `thinking_budget`, not both".to_owned()
        }
        (Api::AnthropicMessages, Some(_)) if effort == Some(&Json::text("none")) => {
            "`thinking_budget` contradicts `reasoning_effort: none`".to_owned()
        }
        (Api::AnthropicMessages, Some(Json::Number(budget))) => {
            let Some(Json::Number(most)) = value("max_output_tokens") else {
                return;
            };
            if budget.to_f64() < most.to_f64() {
                return;
            }
            format!(
                "`thinking_budget` must be less than `max_output_tokens`, which is {}",
                Json::Number(*most)
            )
        }
        _ => return,
    };
    if let Some(parameter) = find("thinking_budget") {
        let subject = Subject::Parameter(parameter);
        let problem = Problem::error(subject, Code::UnsupportedParameter, sentence);
        writer.problems.push(problem.of_prompt());
    }
}

/// Reports a sequence of whitespace alone, which Anthropic's API refuses.
pub(super) fn check_stop(writer: &mut Writer<'_>) {
    let Some(parameter) = find("stop").filter(|_| writer.api == Api::AnthropicMessages) else {
        return;
    };
    let setting = writer.query.settings.parameters.get(parameter.name);
    let Some(Json::List(sequences)) = setting.map(|setting| &setting.value) else {
        return;
    };
    let blank = sequences.iter().find_map(|sequence| match sequence {
        Json::Text(text) if is_blank(text) => Some(quoted(text)),
        _ => None,
    });
    let Some(shown) = blank else {
        return;
    };
    let sentence = format!(
        "`{}` takes no `stop` of whitespace alone: {shown}",
        writer.api
    );
    let subject = Subject::Parameter(parameter);
    let problem = Problem::error(subject, Code::UnsupportedParameter, sentence);
    let help = "remove the sequence, or give it a character that is no whitespace";
    writer.problems.push(problem.help(help));
}

/// Reports a choice of a tool that there is not, and warns of a choice where there are no tools.
pub(super) fn check_tools(writer: &mut Writer<'_>) {
    check_unsent_switch(writer);
    if !writer.query.tools.is_empty() {
        writer.check_tool_choice();
        return;
    }
    let parameters = &writer.query.settings.parameters;
    let extra = parameters.get("extra_body").map(|setting| &setting.value);
    let tools = extra.map_or(&Json::Null, |extra| extra.field("tools"));
    if !matches!(tools, Json::Null) && tools != &Json::List(Vec::new()) {
        check_choice(writer, tools);
        return;
    }
    for name in ["tool_choice", "parallel_tool_calls"] {
        let set = find(name).filter(|_| parameters.get(name).is_some());
        if let Some(parameter) = set.filter(|row| row.in_api(writer.api).path().is_some()) {
            let sentence = format!("`{name}` may be refused: the call has no tools");
            let subject = Subject::Parameter(parameter);
            let problem = Problem::warning(subject, Code::DoubtfulParameter, sentence);
            writer.problems.push(problem);
        }
    }
}

/// Warns of a choice of a tool that is not among those that the user adds.
fn check_choice(writer: &mut Writer<'_>, tools: &Json) {
    let choice = writer.query.settings.parameters.get("tool_choice");
    let Some(Json::Text(choice)) = choice.map(|setting| &setting.value) else {
        return;
    };
    let is_name = !matches!(choice.as_str(), "auto" | "none" | "required");
    if !is_name || may_have_tool(tools, choice) {
        return;
    }
    if let Some(parameter) = find("tool_choice") {
        let shown = quoted(choice);
        let sentence =
            format!("`tool_choice` may be refused: `extra_body` has no tool of the name {shown}");
        let problem = Problem::warning(
            Subject::Parameter(parameter),
            Code::DoubtfulParameter,
            sentence,
        );
        writer
            .problems
            .push(problem.help("name one of the tools, or write `auto`, `none` or `required`"));
    }
}

/// Returns whether a tool may have a name. Each API puts it elsewhere, and a tool of the provider may
/// have none here.
fn may_have_tool(tools: &Json, name: &str) -> bool {
    const INNER: [&str; 4] = [
        "function",
        "custom",
        "functionDeclarations",
        "function_declarations",
    ];
    match tools {
        Json::List(tools) => tools.iter().any(|tool| may_have_tool(tool, name)),
        Json::Object(_) => {
            if let Json::Text(own) = tools.field("name") {
                return own == name;
            }
            let mut inner = INNER.iter().map(|key| tools.field(key));
            inner
                .find(|inner| **inner != Json::Null)
                .is_none_or(|inner| may_have_tool(inner, name))
        }
        _ => true,
    }
}

/// Warns of a switch that Anthropic's API has no place for where no tool is called.
fn check_unsent_switch(writer: &mut Writer<'_>) {
    let parameters = &writer.query.settings.parameters;
    let is_set = |name: &str, value: Json| {
        let setting = parameters.get(name);
        setting.is_some_and(|setting| setting.value == value)
    };
    let is_unsent = writer.api == Api::AnthropicMessages
        && is_set("tool_choice", Json::text("none"))
        && is_set("parallel_tool_calls", Json::Bool(false));
    if let Some(parameter) = find("parallel_tool_calls").filter(|_| is_unsent) {
        let sentence = "`parallel_tool_calls` is not sent: beside `tool_choice: none` this API has no place for it";
        let subject = Subject::Parameter(parameter);
        let problem =
            Problem::warning(subject, Code::DoubtfulParameter, sentence.to_owned()).of_prompt();
        writer.problems.push(problem.help("remove one of the two"));
    }
}
