//! Holds the variants of an enum against the tools of all pinned versions.

use proc_macro2::Ident;
use prompt_core::code::Code;
use prompt_core::program::{Pin, PinnedTools, ToolInput};
use quote::format_ident;

use super::check::{Checker, Source, Subject, Value};
use super::declaration::{Declaration, Field};
use super::rust_type::RustType;
use super::tool_enum::{Arguments, ToolEnum, ToolVariant};
use crate::call::Named;
use crate::refusal::Refusal;

/// Returns the errors in the types of an enum of tools, one for each mistake.
pub(crate) fn check_tools(
    id: &Named,
    tools: &ToolEnum,
    declarations: &[Declaration],
    pinned: &[PinnedTools],
) -> Vec<Refusal> {
    let errors = declarations
        .iter()
        .flat_map(|declaration| &declaration.errors);
    let errors = tools.errors.iter().chain(errors);
    let unsupported = errors.cloned().map(Refusal::from).collect::<Vec<_>>();
    if !unsupported.is_empty() {
        return unsupported;
    }
    // The fields of a variant are checked as those of a struct, which stands behind the user's own.
    let structs = tools.variants.iter().filter_map(|variant| {
        let fields = fields_of(variant)?;
        Some(Declaration::of_fields(struct_of(variant), fields.to_vec()))
    });
    let declarations = declarations
        .iter()
        .cloned()
        .chain(structs)
        .collect::<Vec<_>>();
    let mut checker = Checker::new(&id.name, &declarations, Subject::Tools);
    for variant in &tools.variants {
        check_variant(&mut checker, variant, pinned);
    }
    check_missing(&mut checker, tools, pinned);
    if checker.refusals.is_empty()
        && tools
            .variants
            .iter()
            .all(|variant| is_pinned(variant, pinned))
    {
        checker.check_reached();
    }
    checker.refusals
}

/// Returns the fields of a variant, if it has any.
fn fields_of(variant: &ToolVariant) -> Option<&[Field]> {
    match &variant.arguments {
        Arguments::Fields(fields) if !fields.is_empty() => Some(fields),
        _ => None,
    }
}

fn struct_of(variant: &ToolVariant) -> Ident {
    format_ident!(
        "__prompt_variant_{}",
        variant.name,
        span = variant.name.span()
    )
}

fn is_pinned(variant: &ToolVariant, pinned: &[PinnedTools]) -> bool {
    variant.is_catch_all || inputs(variant, pinned).next().is_some()
}

/// Returns the pinned tools that a variant is for.
fn inputs<'a>(
    variant: &ToolVariant,
    pinned: &'a [PinnedTools],
) -> impl Iterator<Item = (&'a Pin, &'a ToolInput)> {
    let tools = pinned
        .iter()
        .flat_map(|version| version.tools.iter().map(|tool| (&version.pin, tool)));
    tools.filter(|(_, tool)| variant.is_for(&tool.name))
}

fn check_variant<'a>(checker: &mut Checker<'a>, variant: &ToolVariant, pinned: &'a [PinnedTools]) {
    let sources = inputs(variant, pinned).map(|(pin, tool)| Source {
        pin,
        answer_type: &tool.input,
    });
    let sources = sources.collect::<Vec<_>>();
    if sources.is_empty() {
        return;
    }
    let span = variant.name.span();
    let value = Value {
        name: format!("the input of `{}`", variant.tool_name()),
        span,
    };
    if let Arguments::Type(rust_type) = &variant.arguments {
        checker.check_value(&value, rust_type, &sources);
    } else if fields_of(variant).is_some() {
        let rust_type = RustType::named(&struct_of(variant).to_string(), span);
        checker.check_value(&value, &rust_type, &sources);
    }
}

/// Reports the tools that have no variant, at the name of the enum.
fn check_missing(checker: &mut Checker<'_>, tools: &ToolEnum, pinned: &[PinnedTools]) {
    if tools.variants.iter().any(|variant| variant.is_catch_all) {
        return;
    }
    let mut told = Vec::<&str>::new();
    for version in pinned {
        let has = |tool: &&ToolInput| {
            tools
                .variants
                .iter()
                .any(|variant| variant.is_for(&tool.name))
        };
        let missing = version.tools.iter().filter(|tool| !has(tool));
        let missing = missing.map(|tool| tool.name.as_str());
        let missing = missing
            .filter(|name| !told.contains(name))
            .collect::<Vec<_>>();
        if missing.is_empty() {
            continue;
        }
        let name = &tools.name;
        let message = format!(
            "`{name}` has no variant for the tool `{}` of {}",
            missing.join("`, `"),
            version.pin
        );
        let help = "add it, with `#[serde(rename = \"…\")]` where the name differs";
        checker.refuse(name.span(), Code::MissingVariant, &message, help);
        told.extend(missing);
    }
}
