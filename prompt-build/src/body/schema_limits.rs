//! The sizes of a strict schema that the providers take.

use prompt_core::js::Json;
use prompt_core::vocabulary::Api;

use super::answer_schema::Loose;
use super::root::Root;

/// The most of something that a strict schema may have.
struct Limit {
    count: fn(&Json) -> usize,
    most: usize,
    /// The noun of what is counted, in the plural.
    of: &'static str,
}

const fn limit(count: fn(&Json) -> usize, most: usize, of: &'static str) -> Limit {
    Limit { count, most, of }
}

/// By OpenAI's guide to structured outputs of November 2026.
const OF_OPENAI: &[Limit] = &[
    limit(levels, 10, "levels of objects"),
    limit(properties, 5_000, "properties"),
    limit(values, 1_000, "values of `enum`"),
    limit(
        longest_list,
        15_000,
        "characters in an `enum` of more than 250 values",
    ),
    limit(characters, 120_000, "characters in names and values"),
];

/// By Anthropic's guide to structured outputs of November 2026. Its limit of 24 optional properties
/// has no row: in the strict form every property is required. To send properties as optional would
/// allow for eight more, but Anthropic moves these to the end of the answer, whatever the order in
/// the schema, and its guide advises against them: each may double a part of the grammar.
const OF_ANTHROPIC: &[Limit] = &[limit(
    unions,
    16,
    "properties and items of several types, as an optional one that may be null",
)];

/// Says which limit a strict schema exceeds.
pub(super) fn excess(schema: &Json, api: Api, root: Root) -> Option<Loose> {
    let (limits, help) = match api {
        Api::ChatCompletions | Api::Responses => (OF_OPENAI, "ask for the answer in two prompts"),
        Api::AnthropicMessages => (
            OF_ANTHROPIC,
            "make properties required, or ask for the answer in two prompts",
        ),
        Api::Gemini => return None,
    };
    limits.iter().find_map(|Limit { count, most, of }| {
        let count = count(schema);
        (count > *most).then(|| Loose {
            reason: format!("{root} has {count} {of}, and at most {most} are taken"),
            help: Some(help),
        })
    })
}

/// Passes a schema and each one within it to `visit`.
fn walk<'a>(schema: &'a Json, visit: &mut impl FnMut(&'a Json)) {
    visit(schema);
    for inner in places(schema).chain(choices(schema)) {
        walk(inner, visit);
    }
}

/// Returns the sum of a number that each schema within a schema has.
fn sum(schema: &Json, count: impl Fn(&Json) -> usize) -> usize {
    let mut sum = 0;
    walk(schema, &mut |inner| sum += count(inner));
    sum
}

/// Returns the schemas of the properties, the definitions and the items of a schema.
fn places(schema: &Json) -> impl Iterator<Item = &Json> {
    let named = ["properties", "$defs"].map(|key| entries(schema.field(key)));
    let named = named.into_iter().flatten().map(|(_, schema)| schema);
    let items = Some(schema.field("items")).filter(|items| **items != Json::Null);
    named.chain(items)
}

fn choices(schema: &Json) -> &[Json] {
    items(schema.field("anyOf"))
}

fn entries(value: &Json) -> &[(String, Json)] {
    match value {
        Json::Object(entries) => entries,
        _ => &[],
    }
}

fn items(value: &Json) -> &[Json] {
    match value {
        Json::List(items) => items,
        _ => &[],
    }
}

fn levels(schema: &Json) -> usize {
    let inner = places(schema).chain(choices(schema)).map(levels);
    let is_object = schema.field("properties") != &Json::Null;
    usize::from(is_object) + inner.max().unwrap_or_default()
}

fn properties(schema: &Json) -> usize {
    sum(schema, |schema| entries(schema.field("properties")).len())
}

fn values(schema: &Json) -> usize {
    sum(schema, |schema| items(schema.field("enum")).len())
}

/// Returns the number of characters in the longest of the lists of choices that have a limit.
fn longest_list(schema: &Json) -> usize {
    let mut longest = 0;
    walk(schema, &mut |inner| {
        let values = items(inner.field("enum"));
        if values.len() > 250 {
            longest = longest.max(values.iter().map(length).sum());
        }
    });
    longest
}

fn characters(schema: &Json) -> usize {
    let of_names = |entries: &[(String, Json)]| {
        let lengths = entries.iter().map(|(name, _)| name.chars().count());
        lengths.sum::<usize>()
    };
    sum(schema, |schema| {
        let values = items(schema.field("enum")).iter();
        let of_values = values.chain([schema.field("const")]).map(length);
        let own = ["properties", "$defs"].map(|key| of_names(entries(schema.field(key))));
        own.into_iter().chain(of_values).sum()
    })
}

fn length(value: &Json) -> usize {
    match value {
        Json::Text(text) => text.chars().count(),
        _ => 0,
    }
}

fn unions(schema: &Json) -> usize {
    let has_types =
        |schema: &&Json| items(schema.field("type")).len() > 1 || !choices(schema).is_empty();
    sum(schema, |schema| places(schema).filter(has_types).count())
}
