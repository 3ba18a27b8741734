//! The keyword `pattern`, which `jsonschema` calls for each text that it judges.

use std::cell::RefCell;

use jsonschema::paths::Location;
use jsonschema::{Keyword, ValidationError};
use prompt_build::report::quoted;
use serde_json::{Map, Value};

use crate::rules::ecma_pattern::{MOST_BYTES, MOST_STEPS, Pattern, Unjudged};

thread_local! {
    /// The first text that could not be held against its pattern. A keyword says yes or no, and
    /// `not` turns that around.
    static UNJUDGED: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// Calls a function that judges, and returns what it returns with the reason why a text was not
/// judged.
pub(super) fn watch<T>(judge: impl FnOnce() -> T) -> (T, Option<String>) {
    UNJUDGED.take();
    let judged = judge();
    (judged, UNJUDGED.take())
}

/// Compiles the keyword.
pub(super) fn compile<'a>(
    _: &'a Map<String, Value>,
    value: &'a Value,
    _: Location,
) -> Result<Box<dyn for<'i> Keyword<'i>>, ValidationError<'a>> {
    let text = value.as_str().unwrap_or_default();
    let pattern = Pattern::compile(text)
        .map_err(|error| ValidationError::custom(format!("{} {error}", quoted(text))))?;
    let text = text.to_owned();
    Ok(Box::new(PatternKeyword { text, pattern }))
}

struct PatternKeyword {
    text: String,
    pattern: Pattern,
}

impl<'i> Keyword<'i> for PatternKeyword {
    fn validate(&self, instance: &'i Value) -> Result<(), ValidationError<'i>> {
        if self.is_valid(instance) {
            return Ok(());
        }
        let message = format!("{instance} does not match {}", quoted(&self.text));
        Err(ValidationError::custom(message))
    }

    fn is_valid(&self, instance: &'i Value) -> bool {
        let Value::String(text) = instance else {
            return true;
        };
        self.pattern.is_match(text).unwrap_or_else(|reason| {
            let reason = unjudged(&self.text, reason);
            UNJUDGED.with_borrow_mut(|first| {
                first.get_or_insert(reason);
            });
            false
        })
    }
}

fn unjudged(pattern: &str, reason: Unjudged) -> String {
    let pattern = quoted(pattern);
    match reason {
        Unjudged::LongText => format!(
            "it has a text of more than {MOST_BYTES} bytes for the pattern {pattern}, which has look-around or a back-reference"
        ),
        Unjudged::ManySteps => {
            format!("the pattern {pattern} takes more than {MOST_STEPS} steps on a text of it")
        }
    }
}
