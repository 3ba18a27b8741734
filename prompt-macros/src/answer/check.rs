//! Holds the declared types against the output schemas of all pinned versions.

use std::collections::{BTreeSet, HashSet};

use proc_macro2::Span;
use prompt_core::code::Code;
use prompt_core::hidden::escape_line;
use prompt_core::program::{AnswerClass, AnswerType, Pin, PinnedAnswer};
use prompt_core::suggest::did_you_mean;

use super::declaration::{Body, Declaration, Field, Variant};
use super::rust_type::{RustKind, RustType};
use crate::call::Named;
use crate::refusal::Refusal;

/// Returns the errors in the types of an answer, one for each mistake.
pub(crate) fn check(
    id: &Named,
    declarations: &[Declaration],
    answers: &[PinnedAnswer],
) -> Vec<Refusal> {
    let errors = declarations
        .iter()
        .flat_map(|declaration| &declaration.errors);
    let unsupported = errors.cloned().map(Refusal::from).collect::<Vec<_>>();
    if !unsupported.is_empty() {
        return unsupported;
    }
    let mut sources = Vec::new();
    for PinnedAnswer { pin, answer_type } in answers {
        let Some(answer_type) = answer_type else {
            let message = format!("the answer to `{}` has no schema in {pin}", id.name);
            let help = "add `output: { schema: … }` to it, or pin a version that has one";
            return vec![Refusal::new(id.span, Code::NoOutputSchema, &message, help)];
        };
        sources.push(Source { pin, answer_type });
    }
    let mut checker = Checker::new(&id.name, declarations, Subject::Answer);
    checker.check_root(&sources);
    checker.refusals
}

/// What the types are of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Subject {
    Answer,
    Tools,
}

impl Subject {
    fn macro_name(self) -> &'static str {
        match self {
            Self::Answer => "answer_type!",
            Self::Tools => "tool_type!",
        }
    }
}

/// A version's type of a value.
#[derive(Clone, Copy)]
pub(super) struct Source<'a> {
    pub(super) pin: &'a Pin,
    pub(super) answer_type: &'a AnswerType,
}

/// A value of the answer, as messages name it, and the place for its errors.
pub(super) struct Value {
    pub(super) name: String,
    pub(super) span: Span,
}

pub(super) struct Checker<'a> {
    id: &'a str,
    subject: Subject,
    declarations: &'a [Declaration],
    /// The declarations that the answer has, by their positions.
    reached: BTreeSet<usize>,
    /// The declarations and keys that have an error. A type may stand in several fields.
    told: BTreeSet<(usize, String)>,
    pub(super) refusals: Vec<Refusal>,
}

impl<'a> Checker<'a> {
    pub(super) fn new(id: &'a str, declarations: &'a [Declaration], subject: Subject) -> Self {
        Self {
            id,
            subject,
            declarations,
            reached: BTreeSet::new(),
            told: BTreeSet::new(),
            refusals: Vec::new(),
        }
    }

    fn check_root(&mut self, sources: &[Source<'a>]) {
        let Some(root) = self.declarations.first() else {
            return;
        };
        let span = root.name.span();
        for source in sources {
            if let Some(form) = undeclarable(source.answer_type) {
                return self.refuse_root(span, source, form);
            }
        }
        let rust_type = RustType::named(&root.name.to_string(), span);
        let name = "the answer".to_owned();
        self.check_value(&Value { name, span }, &rust_type, sources);
        if self.refusals.is_empty() {
            self.check_reached();
        }
    }

    /// Adds the error for an answer that is neither a struct nor an enum.
    fn refuse_root(&mut self, span: Span, source: &Source<'a>, form: &str) {
        let Source { pin, answer_type } = source;
        let what = if answer_type.is_nullable {
            "may be null".to_owned()
        } else {
            format!("is {}", answer_type.class.description())
        };
        let help = format!(
            "put the value into an object of the schema, under a name; without `answer_type!`, `answer.parse::<{form}>()` \
             reads it, unchecked"
        );
        let message = format!("the answer {what} in {pin}");
        self.refuse(span, Code::IllTypedAnswer, &message, &help);
    }

    /// Checks that each declaration is used.
    pub(super) fn check_reached(&mut self) {
        for (position, declaration) in self.declarations.iter().enumerate() {
            if !self.reached.contains(&position) {
                let place = match self.subject {
                    Subject::Answer => "field of the answer",
                    Subject::Tools => "argument of a tool",
                };
                let message = format!("`{}` is in no {place}", declaration.name);
                let name = self.subject.macro_name();
                let help = format!("use it in a field, or declare it outside of `{name}`");
                let span = declaration.name.span();
                self.refuse(span, Code::UnsupportedAnswerType, &message, &help);
            }
        }
    }

    pub(super) fn check_value(
        &mut self,
        value: &Value,
        rust_type: &RustType,
        sources: &[Source<'a>],
    ) {
        if let RustKind::Option(inner) = &rust_type.kind {
            return self.check_present(value, inner, sources);
        }
        let null = sources.iter().find(|source| source.answer_type.is_nullable);
        if let Some(source) = null.filter(|_| !self.is_any(rust_type)) {
            let message = format!("{} may be null in {}", value.name, source.pin);
            return self.refuse_need(value.span, &message, rust_type);
        }
        self.check_present(value, rust_type, sources);
    }

    /// Checks a value that is not null.
    fn check_present(&mut self, value: &Value, rust_type: &RustType, sources: &[Source<'a>]) {
        if self.is_any(rust_type) {
            return;
        }
        let other = sources
            .iter()
            .find(|source| !self.fits(rust_type, &source.answer_type.class));
        if let Some(source) = other {
            return self.refuse_type(value, rust_type, source);
        }
        match &rust_type.kind {
            RustKind::Option(inner) => self.check_present(value, inner, sources),
            RustKind::List(item) => {
                self.check_inner(&format!("an item of {}", value.name), item, sources);
            }
            RustKind::Map(inner) => {
                self.check_inner(&format!("a value of {}", value.name), inner, sources);
            }
            RustKind::Named(name) => {
                let Some(position) = self.position(name) else {
                    return;
                };
                self.reached.insert(position);
                match &self.declarations[position].body {
                    Body::Struct(fields) => self.check_fields(position, fields, sources),
                    Body::Enum(variants) => self.check_variants(position, variants, sources),
                }
            }
            _ => {}
        }
    }

    fn check_inner(&mut self, name: &str, rust_type: &RustType, sources: &[Source<'a>]) {
        let inner = sources
            .iter()
            .filter_map(|source| match &source.answer_type.class {
                AnswerClass::List(inner) | AnswerClass::Map(inner) => Some(Source {
                    pin: source.pin,
                    answer_type: inner,
                }),
                _ => None,
            });
        let value = Value {
            name: name.to_owned(),
            span: rust_type.span,
        };
        self.check_value(&value, rust_type, &inner.collect::<Vec<_>>());
    }

    fn check_fields(&mut self, position: usize, fields: &[Field], sources: &[Source<'a>]) {
        for field in fields {
            let before = self.refusals.len();
            let is_told = self.told.contains(&(position, field.key.clone()));
            self.check_field(field, sources);
            if is_told {
                self.refusals.truncate(before);
            } else if self.refusals.len() > before {
                self.told.insert((position, field.key.clone()));
            }
        }
    }

    fn check_field(&mut self, field: &Field, sources: &[Source<'a>]) {
        let mut found = Vec::new();
        let mut lacking = None;
        for source in sources {
            match field_of(source.answer_type, &field.key) {
                Some((is_required, answer_type)) => {
                    let pin = source.pin;
                    found.push(Source { pin, answer_type });
                    lacking = lacking.or((!is_required).then_some((pin, "may be left out in")));
                }
                None => lacking = lacking.or(Some((source.pin, "is missing from"))),
            }
        }
        if found.is_empty() {
            return self.refuse_unknown(field, sources);
        }
        let is_option = matches!(field.rust_type.kind, RustKind::Option(_));
        if let Some((pin, what)) = lacking.filter(|_| !is_option) {
            let message = format!("`{}` {what} {pin}", field.key);
            return self.refuse_need(field.span, &message, &field.rust_type);
        }
        let name = format!("`{}`", field.key);
        let span = field.span;
        self.check_value(&Value { name, span }, &field.rust_type, &found);
    }

    fn check_variants(&mut self, position: usize, variants: &[Variant], sources: &[Source<'a>]) {
        if has_catch_all(variants) {
            return;
        }
        let has = |choice: &&String| {
            variants
                .iter()
                .any(|known| known.text.as_ref() == Some(choice))
        };
        for source in sources {
            let AnswerClass::Choice(choices) = &source.answer_type.class else {
                continue;
            };
            let missing = choices
                .iter()
                .filter(|choice| !has(choice))
                .map(String::as_str);
            let missing = missing.collect::<Vec<_>>();
            let name = &self.declarations[position].name;
            if missing.is_empty() || !self.told.insert((position, String::new())) {
                continue;
            }
            let message = format!(
                "`{name}` has no variant for `{}` of {}",
                missing.join("`, `"),
                source.pin
            );
            let help = "add it, with `#[serde(rename = \"…\")]` where the name differs; or take any other text, by \
                        `#[serde(untagged)] Other(String)`";
            self.refuse(name.span(), Code::MissingVariant, &message, help);
        }
    }

    /// Returns whether the type takes any value.
    fn is_any(&self, rust_type: &RustType) -> bool {
        match &rust_type.kind {
            RustKind::Value => true,
            RustKind::Named(name) => name == "Value" && self.position(name).is_none(),
            _ => false,
        }
    }

    /// Returns whether a type holds the values of a class, the values in them aside.
    fn fits(&self, rust_type: &RustType, class: &AnswerClass) -> bool {
        match (&rust_type.kind, class) {
            (RustKind::Boolean, AnswerClass::Boolean)
            | (RustKind::Integer, AnswerClass::Integer)
            | (RustKind::Number, AnswerClass::Integer | AnswerClass::Number)
            | (RustKind::Text, AnswerClass::Text | AnswerClass::Choice(_))
            | (RustKind::List(_), AnswerClass::List(_))
            | (RustKind::Map(_), AnswerClass::Map(_)) => true,
            (RustKind::Option(inner), class) => self.fits(inner, class),
            (RustKind::Named(name), class) => match (self.body(name), class) {
                (Some(Body::Struct(_)), AnswerClass::Object(_))
                | (Some(Body::Enum(_)), AnswerClass::Choice(_)) => true,
                (Some(Body::Enum(variants)), AnswerClass::Text) => has_catch_all(variants),
                _ => false,
            },
            _ => false,
        }
    }

    fn position(&self, name: &str) -> Option<usize> {
        self.declarations
            .iter()
            .position(|declaration| declaration.name == name)
    }

    fn body(&self, name: &str) -> Option<&'a Body> {
        self.position(name)
            .map(|position| &self.declarations[position].body)
    }

    fn refuse_unknown(&mut self, field: &Field, sources: &[Source<'a>]) {
        let mut names = Vec::new();
        for source in sources {
            if let AnswerClass::Object(fields) = &source.answer_type.class {
                names.extend(fields.iter().map(|field| field.name.as_str()));
            }
        }
        let mut seen = HashSet::new();
        names.retain(|name| seen.insert(*name));
        let whole = match self.subject {
            Subject::Answer => "in its answer",
            Subject::Tools => "among the arguments",
        };
        let message = format!(
            "no pinned version of `{}` has `{}` here {whole}",
            self.id, field.key
        );
        let help = did_you_mean(&field.key, names.iter().copied())
            .unwrap_or_else(|| format!("the fields are `{}`", names.join("`, `")));
        self.refuse(field.span, Code::UnknownAnswerField, &message, &help);
    }

    fn refuse_need(&mut self, span: Span, message: &str, rust_type: &RustType) {
        let help = format!("make it an `Option`: `Option<{}>`", rust_type.text);
        self.refuse(span, Code::OptionalAnswerField, message, &help);
    }

    fn refuse_type(&mut self, value: &Value, rust_type: &RustType, source: &Source<'a>) {
        let class = &source.answer_type.class;
        let message = format!(
            "{} is {} in {}",
            value.name,
            class.description(),
            source.pin
        );
        let mut help = way_out(class).to_owned();
        if let RustKind::Named(name) = &rust_type.kind {
            match (self.body(name), class) {
                (None, _) => {
                    help = format!(
                        "{help}; `{name}` is not declared in this `{}`, so it is not checked",
                        self.subject.macro_name()
                    );
                }
                (Some(Body::Enum(_)), AnswerClass::Text) => {
                    help = format!(
                        "{help}, or give `{name}` a variant for any other text: `#[serde(untagged)] Other(String)`"
                    );
                }
                _ => {}
            }
        }
        self.refuse(rust_type.span, Code::IllTypedAnswer, &message, &help);
    }

    /// Adds an error. Names in it come from files, and may have characters that nobody sees.
    pub(super) fn refuse(&mut self, span: Span, code: Code, message: &str, help: &str) {
        let (message, help) = (escape_line(message), escape_line(help));
        self.refusals
            .push(Refusal::new(span, code, &message, &help));
    }
}

/// Returns the type that holds a class.
fn way_out(class: &AnswerClass) -> &'static str {
    match class {
        AnswerClass::Any | AnswerClass::Recursive => "make it a `serde_json::Value`",
        AnswerClass::Boolean => "make it a `bool`",
        AnswerClass::Integer => "make it an integer, such as `i64`, or an `f64`",
        AnswerClass::Number => "make it an `f64`",
        AnswerClass::Text => "make it a `String`",
        AnswerClass::Choice(_) => "make it a `String`, or an enum that is declared beside",
        AnswerClass::List(_) => "make it a `Vec`",
        AnswerClass::Map(_) => "make it a map, such as `BTreeMap<String, …>`",
        AnswerClass::Object(_) => "make it a struct that is declared beside",
    }
}

/// Returns the type of a whole answer that no struct and no enum holds.
fn undeclarable(answer: &AnswerType) -> Option<&'static str> {
    if answer.is_nullable {
        return Some("Option<…>");
    }
    Some(match answer.class {
        AnswerClass::Any | AnswerClass::Recursive => "serde_json::Value",
        AnswerClass::Boolean => "bool",
        AnswerClass::Integer => "i64",
        AnswerClass::Number => "f64",
        AnswerClass::List(_) => "Vec<…>",
        AnswerClass::Map(_) => "BTreeMap<String, …>",
        AnswerClass::Text | AnswerClass::Choice(_) | AnswerClass::Object(_) => return None,
    })
}

fn has_catch_all(variants: &[Variant]) -> bool {
    variants.iter().any(|variant| variant.text.is_none())
}

/// Returns a field of an object, and whether it is required.
fn field_of<'a>(answer_type: &'a AnswerType, name: &str) -> Option<(bool, &'a AnswerType)> {
    let AnswerClass::Object(fields) = &answer_type.class else {
        return None;
    };
    let field = fields.iter().find(|field| field.name == name)?;
    Some((field.is_required, &field.answer_type))
}
