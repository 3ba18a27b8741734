use prompt_core::js::Json;

/// A value in the language of prompts, as a tag or an argument has it.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Argument {
    /// A path as it is written: `../lead.city`.
    Path(String),
    Literal(Json),
    /// A helper with its arguments.
    Call(&'static str, Vec<Self>),
}

impl Argument {
    /// The text between the braces of a tag that prints the value.
    pub(super) fn in_tag(&self) -> String {
        match self {
            Self::Call(helper, arguments) => call(helper, arguments),
            Self::Path(_) | Self::Literal(_) => self.written(),
        }
    }

    /// The text of the value as an argument.
    pub(super) fn written(&self) -> String {
        match self {
            Self::Path(path) => path.clone(),
            Self::Literal(Json::Text(text)) => quoted(text).unwrap_or_default(),
            Self::Literal(value) => value.to_string(),
            Self::Call(helper, arguments) => format!("({})", call(helper, arguments)),
        }
    }
}

fn call(helper: &str, arguments: &[Argument]) -> String {
    let words = arguments.iter().map(Argument::written);
    std::iter::once(helper.to_owned())
        .chain(words)
        .collect::<Vec<_>>()
        .join(" ")
}

/// The text in quotes. `None` if it cannot be written: a backslash escapes the quote behind it, and
/// nothing escapes a backslash; and a tag ends at a line end behind `}}`.
pub(super) fn quoted(text: &str) -> Option<String> {
    if text.ends_with('\\') || (text.contains("}}") && text.contains('\n')) {
        return None;
    }
    let quote = ['"', '\''].into_iter().find(|quote| !text.contains(*quote));
    match quote {
        Some(quote) => Some(format!("{quote}{text}{quote}")),
        None if text.contains("\\\"") => None,
        None => Some(format!("\"{}\"", text.replace('"', "\\\""))),
    }
}

#[cfg(test)]
mod tests {
    use super::quoted;

    #[test]
    fn a_text_is_quoted_or_refused() {
        for (text, expected) in [
            ("gold", Some("\"gold\"")),
            ("say \"hi\"", Some("'say \"hi\"'")),
            ("it's \"hi\"", Some("\"it's \\\"hi\\\"\"")),
            ("it's \\\"hi\\\"", None),
            ("C:\\", None),
            ("C:\\x", Some("\"C:\\x\"")),
            ("{{a}}", Some("\"{{a}}\"")),
            ("{{a}}\n", None),
        ] {
            assert_eq!(quoted(text).as_deref(), expected, "{text:?}");
        }
    }
}
