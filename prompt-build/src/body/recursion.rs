//! Parts of a JSON Schema that contain themselves.

use std::collections::{BTreeMap, BTreeSet};

use prompt_core::js::Json;

/// The properties through which a schema may contain itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Through {
    AnyProperty,
    RequiredProperties,
}

/// Returns the reference to a part of a schema that contains itself, if there is one.
///
/// Each schema is looked at once, however many references lead to it and however they are spelt.
pub(super) fn recursive_part(root: &Json, through: Through) -> Option<String> {
    let definitions = match root.field("$defs") {
        Json::Object(definitions) => definitions.as_slice(),
        _ => &[],
    };
    let names = definitions
        .iter()
        .map(|(name, _)| format!("#/$defs/{}", escaped(name)))
        .chain(["#".to_owned()])
        .collect::<Vec<_>>();
    let schemas = definitions.iter().map(|(_, schema)| schema).chain([root]);
    let parts = names.iter().map(String::as_str).zip(schemas.clone());
    let targets = schemas.flat_map(references);
    let mut search = Search {
        root,
        through,
        places: parts.clone().collect(),
        names: BTreeMap::new(),
        is_open: BTreeMap::new(),
    };
    let starts = names.iter().map(String::as_str).chain(targets);
    let mut found = starts.filter_map(|start| search.cycle_from(start));
    found.next().map(str::to_owned)
}

/// A search in depth for a schema that leads back to itself. A schema is known by its address.
struct Search<'a> {
    root: &'a Json,
    through: Through,
    /// Where references lead.
    places: BTreeMap<&'a str, &'a Json>,
    /// The first reference that led to a schema.
    names: BTreeMap<*const Json, &'a str>,
    /// Whether a schema is on the way to the present one. A schema that is not has no way back.
    is_open: BTreeMap<*const Json, bool>,
}

impl<'a> Search<'a> {
    /// Returns the reference to a schema that leads back to itself, among those that were not
    /// looked at before.
    fn cycle_from(&mut self, start: &'a str) -> Option<&'a str> {
        let mut ahead = vec![self.place(start)];
        let mut way = Vec::new();
        loop {
            let Some(schema) = ahead.pop() else {
                let (schema, others) = way.pop()?;
                self.is_open.insert(schema, false);
                ahead = others;
                continue;
            };
            match self.is_open.get(&std::ptr::from_ref(schema)) {
                // Only by a reference could it be reached before what it is in.
                Some(true) => return self.names.get(&std::ptr::from_ref(schema)).copied(),
                Some(false) => {}
                None => {
                    self.is_open.insert(schema, true);
                    let inner = self.next(schema);
                    way.push((
                        std::ptr::from_ref(schema),
                        std::mem::replace(&mut ahead, inner),
                    ));
                }
            }
        }
    }

    /// Returns the schemas in a schema, and the one that it refers to.
    fn next(&mut self, schema: &'a Json) -> Vec<&'a Json> {
        let mut next = inner(schema, self.through);
        if let Json::Text(target) = schema.field("$ref") {
            next.push(self.place(target));
        }
        next
    }

    fn place(&mut self, target: &'a str) -> &'a Json {
        let root = self.root;
        let place = *self
            .places
            .entry(target)
            .or_insert_with(|| find(target, root));
        self.names.entry(place).or_insert(target);
        place
    }
}

/// Returns the part of a schema to which a reference leads.
fn find<'a>(target: &str, root: &'a Json) -> &'a Json {
    let Some(path) = target.strip_prefix("#/") else {
        return root;
    };
    path.split('/').fold(root, |schema, key| match schema {
        Json::List(items) => {
            let position = key.parse::<usize>().ok();
            let item = position.and_then(|position| items.get(position));
            item.unwrap_or(&Json::Null)
        }
        schema => schema.field(&key.replace("~1", "/").replace("~0", "~")),
    })
}

/// A name as a key of a reference.
fn escaped(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}

/// Returns the references in a schema, without those in its definitions.
fn references(schema: &Json) -> Vec<&str> {
    let own = match schema.field("$ref") {
        Json::Text(target) => Some(target.as_str()),
        _ => None,
    };
    let inner = inner(schema, Through::AnyProperty);
    own.into_iter()
        .chain(inner.into_iter().flat_map(references))
        .collect()
}

/// Returns the schemas directly in a schema, without its definitions.
fn inner(schema: &Json, through: Through) -> Vec<&Json> {
    let mut found = Vec::new();
    if let Json::Object(properties) = schema.field("properties") {
        let required = required(schema);
        let is_followed = |name: &str| through == Through::AnyProperty || required.contains(&name);
        let followed = properties.iter().filter(|(name, _)| is_followed(name));
        found.extend(followed.map(|(_, schema)| schema));
    }
    for key in ["anyOf", "oneOf", "prefixItems"] {
        if let Json::List(schemas) = schema.field(key) {
            found.extend(schemas);
        }
    }
    if schema.field("items") != &Json::Null {
        found.push(schema.field("items"));
    }
    found
}

/// Returns the names of the properties that a schema requires.
pub(super) fn required(schema: &Json) -> BTreeSet<&str> {
    let Json::List(names) = schema.field("required") else {
        return BTreeSet::new();
    };
    let names = names.iter().filter_map(|name| match name {
        Json::Text(text) => Some(text.as_str()),
        _ => None,
    });
    names.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Definitions, each of which refers to the next ones.
    fn chain(definitions: usize, references: usize, last: &str) -> Json {
        let definition = |at: usize| {
            let next = (at + 1..=at + references).map(|to| {
                let to = if to < definitions {
                    format!("#/$defs/d{to}")
                } else {
                    last.to_owned()
                };
                format!(r#"{{"$ref":"{to}"}}"#)
            });
            format!(
                r#""d{at}":{{"anyOf":[{}]}}"#,
                next.collect::<Vec<_>>().join(",")
            )
        };
        let definitions = (0..definitions)
            .map(definition)
            .collect::<Vec<_>>()
            .join(",");
        let schema = format!(
            r##"{{"$defs":{{{definitions},"end":{{"type":"string"}}}},"properties":{{"a":{{"$ref":"#/$defs/d0"}}}}}}"##
        );
        Json::parse(&schema).unwrap()
    }

    /// A search that follows each way takes minutes.
    #[test]
    fn many_ways_to_a_schema_are_one() {
        let straight = chain(900, 40, "#/$defs/end");
        assert_eq!(recursive_part(&straight, Through::AnyProperty), None);
        let back = chain(900, 40, "#/$defs/d7");
        let part = recursive_part(&back, Through::AnyProperty);
        assert_eq!(part.as_deref(), Some("#/$defs/d7"));
    }

    #[test]
    fn a_place_that_is_spelt_in_two_ways_is_one() {
        let schema = r##"{"properties":{"a":{"anyOf":[{"$ref":"#/properties/a/anyOf/00"}]}}}"##;
        let schema = Json::parse(schema).unwrap();
        let part = recursive_part(&schema, Through::AnyProperty);
        assert_eq!(part.as_deref(), Some("#/properties/a/anyOf/00"));
    }
}
