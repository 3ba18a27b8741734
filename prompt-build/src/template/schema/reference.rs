//! References within a JSON Schema.

use prompt_core::js::Json;

/// The reason why a reference leads to no schema.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum BadReference {
    Missing,
    /// It leads back to itself, through references alone.
    Circular,
}

/// The most references that lead to each other.
const MOST_STEPS: usize = 100;

/// Follows a reference such as `#/$defs/price` through the schemas that are references themselves.
pub(super) fn check(target: &str, whole: &Json) -> Result<(), BadReference> {
    let mut target = target;
    for _ in 0..MOST_STEPS {
        let schema = find(target, whole).ok_or(BadReference::Missing)?;
        let Json::Text(next) = schema.field("$ref") else {
            return Ok(());
        };
        target = next;
    }
    Err(BadReference::Circular)
}

/// Returns the schema to which a reference leads.
pub fn find<'a>(target: &str, whole: &'a Json) -> Option<&'a Json> {
    let pointer = target.strip_prefix('#')?;
    if !pointer.is_empty() && !pointer.starts_with('/') {
        return None;
    }
    let mut keys = pointer.split('/').skip(1);
    let place = keys.try_fold(whole, |place, key| match place {
        Json::List(items) => items.get(key.parse::<usize>().ok()?),
        place => {
            let name = key.replace("~1", "/").replace("~0", "~");
            Some(place.field(&name))
        }
    })?;
    matches!(place, Json::Object(_) | Json::Bool(_)).then_some(place)
}
