//! The guide's tables of parameters are the table in the code. `ACCEPT_DOCS=1` writes them.

use std::env;
use std::fs;
use std::path::Path;

use prompt_build::body::{KEYWORD_USES, KeywordRow, KeywordUse, RegexSyntax, Values};
use prompt_core::parameters::{AcceptedValues, Kind, Parameter, TABLE, WireUse};
use prompt_core::vocabulary::Api;

const PAGE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/src/parameters.md");

#[test]
fn the_tables_of_the_guide() {
    let page = fs::read_to_string(PAGE).unwrap();
    let values = TABLE.iter().map(values).collect::<String>();
    let apis = TABLE.iter().map(apis).collect::<String>();
    let expected = with_rows(&page, "| parameter | also in a file | value |", &values);
    let heading =
        "| parameter | `chat-completions` | `responses` | `anthropic-messages` | `gemini` |";
    let expected = with_rows(&expected, heading, &apis);
    let heading =
        "| keywords | `chat-completions`, `responses` | `anthropic-messages` | `gemini` |";
    let expected = with_rows(&expected, heading, &keywords());
    if env::var_os("ACCEPT_DOCS").is_some() {
        fs::write(Path::new(PAGE), &expected).unwrap();
    }
    assert!(
        page == expected,
        "the tables in docs/src/parameters.md are not those of the code: `ACCEPT_DOCS=1` writes them"
    );
}

/// The page with other rows below a heading and its line of dashes.
fn with_rows(page: &str, heading: &str, rows: &str) -> String {
    let (before, rest) = page.split_once(heading).expect(heading);
    let mut lines = rest.split_inclusive('\n');
    let head = lines.by_ref().take(2).collect::<String>();
    let after = lines.skip_while(|line| line.starts_with(['|', '<']));
    format!("{before}{heading}{head}{rows}{}", after.collect::<String>())
}

fn values(parameter: &Parameter) -> String {
    let in_file = parameter.in_file.map(|name| format!("`{name}`"));
    format!(
        "| `{}` | {} | {} |\n",
        parameter.name,
        in_file.unwrap_or_default(),
        kind(parameter)
    )
}

fn kind(parameter: &Parameter) -> String {
    match parameter.kind {
        Kind::Number { least, most } => format!("{least:?} to {most:?}"),
        Kind::Integer { least: 1, .. } => "a positive whole number".to_owned(),
        Kind::Integer { least: -1, .. } => "tokens; -1 leaves them to the model".to_owned(),
        Kind::Integer { .. } => "a whole number".to_owned(),
        Kind::Bool => "`true` or `false`".to_owned(),
        Kind::Word => "a word".to_owned(),
        Kind::Choice(words) => format!("`{}`", words.join("`, `")),
        Kind::Texts => "a list of strings".to_owned(),
        Kind::Object => "a mapping".to_owned(),
    }
}

fn apis(parameter: &Parameter) -> String {
    let cells = Api::ALL.iter().map(|api| cell(parameter.in_api(*api)));
    let cells = cells.collect::<Vec<_>>().join(" | ");
    format!("| `{}` | {cells} |\n", parameter.name)
}

fn cell(use_there: &WireUse) -> String {
    let Some(path) = use_there.path() else {
        return "-".to_owned();
    };
    let place = if path == "*" {
        "merged".to_owned()
    } else {
        format!("`{path}`")
    };
    let doubt = use_there.warning.map_or("", |_| " ?");
    let accepted = match use_there.accepted {
        AcceptedValues::All | AcceptedValues::Only(_) => String::new(),
        AcceptedValues::Integers {
            least,
            most: i64::MAX,
        } => format!(", at least {least}"),
        AcceptedValues::Integers { least, most } => format!(", {least} to {most}"),
        AcceptedValues::AtMost(most) => format!(", at most {most:?}"),
        AcceptedValues::AtMostItems(most) => format!(", at most {most}"),
        AcceptedValues::Words(words) | AcceptedValues::ListedWords(words) => {
            format!(": `{}`", words.join("`, `"))
        }
    };
    format!("{place}{doubt}{accepted}")
}

/// A row for all keywords of which the APIs make the same.
fn keywords() -> String {
    let uses = |row: &KeywordRow| {
        let apis = [Api::ChatCompletions, Api::AnthropicMessages, Api::Gemini];
        apis.map(|api| keyword_cell(row.in_api(api))).join(" | ")
    };
    let mut rows = Vec::<(String, Vec<String>)>::new();
    for row in KEYWORD_USES {
        let keyword = format!("`{}`", row.keyword);
        match rows.iter_mut().find(|(cells, _)| *cells == uses(row)) {
            Some((_, keywords)) => keywords.push(keyword),
            None => rows.push((uses(row), vec![keyword])),
        }
    }
    let rows = rows.iter();
    let rows = rows.map(|(cells, keywords)| format!("| {} | {cells} |\n", keywords.join(", ")));
    rows.collect::<Vec<_>>().concat()
}

fn keyword_cell(use_there: KeywordUse) -> String {
    match use_there {
        KeywordUse::Sent => "sent".to_owned(),
        KeywordUse::SentIf(Values::Words(words)) => format!("sent: `{}`", words.join("`, `")),
        KeywordUse::SentIf(Values::AtMost(most)) => format!("sent up to {most}"),
        KeywordUse::SentIf(Values::PatternsWithout(RegexSyntax::Special)) => {
            "sent without special parts".to_owned()
        }
        KeywordUse::SentIf(Values::PatternsWithout(RegexSyntax::SpecialAndBoundaries)) => {
            "sent without these, `\\b`, `\\B` and counts above 99".to_owned()
        }
        KeywordUse::SentIf(Values::TextsAndNumbers) => {
            "sent with strings and numbers; null as a type, in `anyOf`".to_owned()
        }
        KeywordUse::SentAsEnum => "sent as `enum`, if a string or a number".to_owned(),
        KeywordUse::Checked => "checked".to_owned(),
        KeywordUse::Ignored => "not sent".to_owned(),
        KeywordUse::Loose => "no strict form".to_owned(),
    }
}
