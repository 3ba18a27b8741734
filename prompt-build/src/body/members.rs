use prompt_core::js::Json;

/// A JSON object whose members are set by their paths.
#[derive(Debug, Default)]
pub(super) struct Members(Vec<(String, Json)>);

impl Members {
    /// Sets the value at a path, which has a dot between two keys. Fails where the path is taken.
    pub(super) fn set(&mut self, path: &str, value: Json) -> Result<(), MemberExists> {
        let keys = path.split('.').collect::<Vec<_>>();
        let nested = keys.iter().skip(1).rev().fold(value, |value, key| {
            Json::Object(vec![((*key).to_owned(), value)])
        });
        merge(&mut self.0, keys[0], nested, "")
    }

    /// Adds the members of another object: objects are merged, and no other value is replaced.
    pub(super) fn merge(&mut self, key: &str, value: Json) -> Result<(), MemberExists> {
        merge(&mut self.0, key, value, "")
    }

    /// Returns whether there is a value at a path.
    pub(super) fn has(&self, path: &str) -> bool {
        let (key, rest) = path.split_once('.').unwrap_or((path, ""));
        let member = self.0.iter().find(|(known, _)| known == key);
        let mut rest = rest.split('.').filter(|key| !key.is_empty());
        member.is_some_and(|(_, value)| {
            let end = rest.try_fold(value, |value, key| match value.field(key) {
                Json::Null => None,
                value => Some(value),
            });
            end.is_some()
        })
    }

    pub(super) fn into_entries(self) -> Vec<(String, Json)> {
        self.0
    }
}

/// The path of a member that is there already.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct MemberExists(pub(super) String);

fn merge(
    entries: &mut Vec<(String, Json)>,
    key: &str,
    value: Json,
    outer: &str,
) -> Result<(), MemberExists> {
    let path = if outer.is_empty() {
        key.to_owned()
    } else {
        format!("{outer}.{key}")
    };
    let Some((_, known)) = entries.iter_mut().find(|(known, _)| known == key) else {
        entries.push((key.to_owned(), value));
        return Ok(());
    };
    match (known, value) {
        (Json::Object(known), Json::Object(more)) => {
            // The keys of an object differ, so those that are added need not be compared with each other.
            let mut added = Vec::new();
            for (key, value) in more {
                if known.iter().any(|(known, _)| *known == key) {
                    merge(known, &key, value, &path)?;
                } else {
                    added.push((key, value));
                }
            }
            known.append(&mut added);
            Ok(())
        }
        _ => Err(MemberExists(path)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn objects_are_merged_and_nothing_is_replaced() {
        let mut members = Members::default();
        let rows = [
            ("model", "\"m\"", Ok(())),
            ("text.verbosity", "\"low\"", Ok(())),
            ("text.format.type", "\"json_object\"", Ok(())),
            ("text", "{\"verbosity\": \"high\"}", Err("text.verbosity")),
            ("text", "{\"format\": {\"name\": \"a\"}}", Ok(())),
            ("model", "{}", Err("model")),
            ("text.format", "1", Err("text.format")),
        ];
        for (path, value, expected) in rows {
            let set = members.set(path, Json::parse(value).unwrap());
            let expected = expected.map_err(|path| MemberExists(path.to_owned()));
            assert_eq!(set, expected, "{path} {value}");
        }
        let body = Json::Object(members.into_entries()).to_string();
        let expected = r#"{"model":"m","text":{"verbosity":"low","format":{"type":"json_object","name":"a"}}}"#;
        assert_eq!(body, expected);
    }
}
