//! The keywords of JSON Schema that the schema of an answer may have.

/// The kind of value that a keyword has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    Schema,
    Schemas,
    /// Schemas, each under a name.
    NamedSchemas,
    /// Schemas, each under a pattern.
    PatternSchemas,
    /// One type, or a list of types.
    Types,
    /// A list of the values that are allowed.
    Choices,
    Anything,
    Text,
    /// A text of the root alone.
    RootText,
    Pattern,
    Reference,
    /// A whole number from 0.
    Count,
    Number,
    /// A number above 0.
    Positive,
    Bool,
    Names,
    /// Lists of names, each under a name.
    NamedNames,
}

impl Shape {
    /// Says which value is expected.
    pub(super) fn expected(self) -> &'static str {
        match self {
            Self::Schema => "a schema",
            Self::Schemas => "a list of schemas",
            Self::NamedSchemas => "a mapping of names to schemas",
            Self::PatternSchemas => "a mapping of patterns to schemas",
            Self::Types => "a type of JSON, or a list of types",
            Self::Choices => "a list of values",
            Self::Anything => "a value",
            Self::Text | Self::RootText | Self::Pattern => "a string",
            Self::Reference => "a reference, such as `#/$defs/NAME`",
            Self::Count => "a whole number from 0",
            Self::Number => "a number",
            Self::Positive => "a number above 0",
            Self::Bool => "`true` or `false`",
            Self::Names => "a list of different names",
            Self::NamedNames => "a mapping of names to lists of different names",
        }
    }
}

/// The keywords of draft 2020-12 that are supported, and the one that a provider adds, each with
/// the kind of its value.
pub const KEYWORDS: [(&str, Shape); 54] = [
    ("$comment", Shape::Text),
    ("$defs", Shape::NamedSchemas),
    ("$id", Shape::RootText),
    ("$ref", Shape::Reference),
    ("$schema", Shape::RootText),
    ("additionalProperties", Shape::Schema),
    ("allOf", Shape::Schemas),
    ("anyOf", Shape::Schemas),
    ("const", Shape::Anything),
    ("contains", Shape::Schema),
    ("contentEncoding", Shape::Text),
    ("contentMediaType", Shape::Text),
    ("contentSchema", Shape::Schema),
    ("default", Shape::Anything),
    ("dependentRequired", Shape::NamedNames),
    ("dependentSchemas", Shape::NamedSchemas),
    ("deprecated", Shape::Bool),
    ("description", Shape::Text),
    ("else", Shape::Schema),
    ("enum", Shape::Choices),
    ("examples", Shape::Choices),
    ("exclusiveMaximum", Shape::Number),
    ("exclusiveMinimum", Shape::Number),
    ("format", Shape::Text),
    ("if", Shape::Schema),
    ("items", Shape::Schema),
    ("maxContains", Shape::Count),
    ("maxItems", Shape::Count),
    ("maxLength", Shape::Count),
    ("maxProperties", Shape::Count),
    ("maximum", Shape::Number),
    ("minContains", Shape::Count),
    ("minItems", Shape::Count),
    ("minLength", Shape::Count),
    ("minProperties", Shape::Count),
    ("minimum", Shape::Number),
    ("multipleOf", Shape::Positive),
    ("not", Shape::Schema),
    ("oneOf", Shape::Schemas),
    ("pattern", Shape::Pattern),
    ("patternProperties", Shape::PatternSchemas),
    ("prefixItems", Shape::Schemas),
    ("properties", Shape::NamedSchemas),
    ("propertyNames", Shape::Schema),
    ("propertyOrdering", Shape::Names),
    ("readOnly", Shape::Bool),
    ("required", Shape::Names),
    ("then", Shape::Schema),
    ("title", Shape::Text),
    ("type", Shape::Types),
    ("unevaluatedItems", Shape::Schema),
    ("unevaluatedProperties", Shape::Schema),
    ("uniqueItems", Shape::Bool),
    ("writeOnly", Shape::Bool),
];

/// Keywords of other drafts and of `OpenAPI`, each with what to write instead.
pub(super) const OTHER_NAMES: [(&str, &str); 5] = [
    ("additionalItems", "write `items` beside `prefixItems`"),
    (
        "definitions",
        "write `$defs`, and `#/$defs/NAME` in references",
    ),
    (
        "dependencies",
        "write `dependentRequired` or `dependentSchemas`",
    ),
    ("example", "write a list under `examples`"),
    (
        "nullable",
        "write a list of types, such as `[string, 'null']`",
    ),
];
