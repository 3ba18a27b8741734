//! The API that is measured, and the prompt in its form.

use std::env;
use std::sync::LazyLock;

use prompt_runtime::{Api, Rendered, prompt};

use crate::by_json::settings;

pub(crate) static API: LazyLock<Api> = LazyLock::new(|| {
    let name = env::var("API").unwrap_or_default();
    let mut apis = Api::ALL.iter().copied();
    apis.find(|api| api.as_str() == name).unwrap_or_default()
});

/// The header of the prompt for this API. A build has an environment, and that has one API.
pub(crate) static HEADER: LazyLock<String> = LazyLock::new(|| header(*API, &rendered()));

pub(crate) fn rendered() -> Rendered {
    let question = "What does it cost for a team of twelve, and is \"single sign-on\" included?";
    prompt!(
        "lead-reply",
        customer = "Mara Lindqvist",
        company = "Nordlicht",
        question
    )
}

/// Makes the header that the build script would write for an API.
fn header(api: Api, rendered: &Rendered) -> String {
    let is_of_api = |line: &&str| line.starts_with("api ") || line.starts_with("body ");
    let lines = rendered.prompt().__header.trim_end().lines();
    let mut lines = lines
        .filter(|line| !is_of_api(line))
        .map(str::to_owned)
        .collect::<Vec<_>>();
    lines.push(format!("api {api}"));
    let members = settings(api, rendered);
    lines.extend(
        members
            .iter()
            .map(|(name, value)| format!("body {name} {value}")),
    );
    lines.join("\n")
}
