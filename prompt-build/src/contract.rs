//! The contract of a prompt: the inputs that a call may and must pass in every environment. It
//! merges the inputs of all pinned versions, so that a call that compiles in one environment
//! compiles in all.

#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::body::Body;
use crate::library::PinnedText;
use crate::pins::Settings;
use crate::report::{Code, Finding, Findings, quoted};
use crate::source::Location;
use crate::template::{
    Demand, Input as Declared, Json, Kind, Schema, Step, Template, VariablePath,
};

use prompt_core::program::{Check, Choice, Input, Pin};

/// A version with the environment that pins it.
#[derive(Debug)]
pub struct PinnedVersion {
    pub environment: String,
    /// `true` if the build is for the environment.
    pub is_built: bool,
    pub text: Arc<PinnedText>,
    /// The settings of calls in that environment.
    pub settings: Settings,
    /// The body of these calls.
    pub body: Body,
}

/// The inputs of all pinned versions of a prompt, as a call must meet them.
#[derive(Debug, Default)]
pub struct Contract {
    pub inputs: Vec<Input<Origin>>,
    /// Demands of versions that other environments pin.
    pub checks: Vec<Check>,
}

/// The declaration of a type.
#[derive(Debug, Clone)]
pub struct Origin {
    location: Location,
    /// `true` if the type is inferred from use.
    is_inferred: bool,
    /// `true` if the type is inferred from nothing but tests.
    is_only_tested: bool,
    pin: Pin,
}

type Slot = prompt_core::program::Slot<Origin>;
type Class = prompt_core::program::Class<Origin>;

impl Contract {
    /// Returns the contract of all calls, and reports inputs that no call can pass to all versions.
    pub fn check(versions: &[PinnedVersion], findings: &mut Findings) -> Self {
        let built = versions.iter().find(|version| version.is_built);
        Self::merge(built, versions, findings)
    }

    /// Returns the contract of the calls of a version that the build embeds.
    pub fn of(own: &PinnedVersion, versions: &[PinnedVersion]) -> Self {
        Self::merge(Some(own), versions, &mut Findings::default())
    }

    fn merge(
        own: Option<&PinnedVersion>,
        versions: &[PinnedVersion],
        findings: &mut Findings,
    ) -> Self {
        let mut contract = Self::default();
        // The own version comes first: its order is that of the arguments, and its name that of
        // messages. Then come those that the same build embeds, since their calls are compiled too.
        let is_own = |version: &PinnedVersion| own.is_some_and(|own| own.is_same(version));
        let beside = versions.iter().filter(|version| !is_own(version));
        let built = beside.clone().filter(|version| version.is_built);
        let others = beside.filter(|version| !version.is_built);
        let mut seen = Vec::<&Arc<PinnedText>>::new();
        for version in own.into_iter().chain(built).chain(others) {
            if seen.iter().any(|text| text.version == version.text.version) {
                continue;
            }
            seen.push(&version.text);
            for input in &version.text.template.inputs {
                contract.add(version, input, is_own(version), findings);
            }
        }
        contract.checks = checks(&contract, versions);
        contract
    }

    fn add(
        &mut self,
        version: &PinnedVersion,
        input: &Declared,
        is_own: bool,
        findings: &mut Findings,
    ) {
        let template = &version.text.template;
        let path = VariablePath::input(input.name.as_str());
        let mut slot = slot(template, &input.schema, &path, (version, is_own));
        let has_composite_default = matches!(input.default, Some(Json::List(_) | Json::Object(_)));
        slot.may_be_option = (slot.may_be_option || !input.is_required) && !has_composite_default;
        let required_by = input.is_required.then(|| version.pin());
        let default = input.default.clone().filter(|_| is_own);
        match self
            .inputs
            .iter_mut()
            .find(|argument| argument.name == input.name)
        {
            Some(argument) => {
                argument.required_by = argument.required_by.take().or(required_by);
                merge(&mut argument.slot, slot, &input.name, findings);
            }
            None => self.inputs.push(Input {
                name: input.name.clone(),
                slot,
                required_by,
                default,
            }),
        }
    }
}

fn slot(
    template: &Template,
    schema: &Schema,
    path: &VariablePath,
    (version, is_own): (&PinnedVersion, bool),
) -> Slot {
    let inner = |schema: &Schema, step| {
        let path = path.join(step);
        Box::new(slot(template, schema, &path, (version, is_own)))
    };
    let class = match &schema.kind {
        Kind::Any => Class::Any,
        Kind::Null => Class::Null,
        Kind::Boolean => Class::Boolean,
        Kind::Integer => Class::Integer,
        Kind::Number => Class::Number,
        Kind::String => Class::Text(Vec::new()),
        Kind::Enum(choices) => enum_class(choices, is_own),
        Kind::Array(item) => Class::List(inner(item, Step::Item)),
        Kind::Map(value) => Class::Map(inner(value, Step::Item)),
        Kind::Object(fields) => Class::Object(
            fields
                .iter()
                .map(|field| {
                    let step = Step::Field(field.name.clone());
                    (field.name.clone(), *inner(&field.schema, step))
                })
                .collect(),
        ),
    };
    // Where no schema says that a value is required, there may be none.
    let may_be_option = schema.is_nullable || template.is_inferred;
    let asks = |demand| {
        let demanded = (path.clone(), demand);
        template.demands.binary_search(&demanded).is_ok()
    };
    let is_only_tested = template.is_inferred
        && schema.kind == Kind::Any
        && asks(Demand::Test)
        && !asks(Demand::Print)
        && !asks(Demand::Serialize);
    let origin = Origin {
        location: template.location(schema.mark),
        is_inferred: template.is_inferred,
        is_only_tested,
        pin: version.pin(),
    };
    Slot {
        class,
        may_be_option,
        origin,
    }
}

/// Returns the type of an enum. Choices of one kind have its type; mixed choices have any.
fn enum_class(choices: &[Json], is_own: bool) -> Class {
    let texts = choices.iter().map(|choice| match choice {
        Json::Text(text) => Some(Choice {
            text: text.clone(),
            is_own,
            refused_by: None,
        }),
        _ => None,
    });
    if let Some(choices) = texts.collect() {
        return Class::Text(choices);
    }
    if choices
        .iter()
        .all(|choice| matches!(choice, Json::Number(_)))
    {
        return Class::Number;
    }
    if choices.iter().all(|choice| matches!(choice, Json::Bool(_))) {
        Class::Boolean
    } else {
        Class::Any
    }
}

/// Merges two demands: a value that meets the result meets both.
fn merge(slot: &mut Slot, other: Slot, path: &str, findings: &mut Findings) {
    slot.may_be_option &= other.may_be_option;
    let is_lenient = slot.origin.is_inferred || other.origin.is_inferred;
    if let (Class::Text(choices), Class::Text(others)) = (&mut slot.class, &other.class) {
        merge_choices(choices, others, &slot.origin.pin, &other.origin.pin);
        return;
    }
    if other.origin.is_only_tested {
        return;
    }
    if slot.origin.is_only_tested {
        let may_be_option = slot.may_be_option;
        *slot = other;
        slot.may_be_option = may_be_option;
        return;
    }
    match (&mut slot.class, other.class) {
        (Class::Any, Class::Any)
        | (Class::Null, Class::Null)
        | (Class::Boolean, Class::Boolean)
        | (Class::Integer, Class::Integer)
        | (Class::Number, Class::Number) => {}
        (Class::List(item), Class::List(other)) | (Class::Map(item), Class::Map(other)) => {
            merge(item, *other, &format!("{path}[]"), findings);
        }
        (Class::Object(fields), Class::Object(others)) => {
            for (name, other) in others {
                match fields.iter_mut().find(|(known, _)| *known == name) {
                    Some((_, field)) => merge(field, other, &format!("{path}.{name}"), findings),
                    None => fields.push((name, other)),
                }
            }
        }
        // An inferred type only requires that the value can be printed, so the declared one counts.
        (Class::Any, class) if is_lenient && class.is_scalar() => slot.class = class,
        (class, Class::Any) if is_lenient && class.is_scalar() => {}
        (class, other_class) => {
            let (one, two) = (&slot.origin.pin, &other.origin.pin);
            let message = format!(
                "{} is {} in {one}, and {} in {two}",
                quoted(path),
                class.description(),
                other_class.description()
            );
            let finding = Finding::error(Code::ChangedType, slot.origin.location.clone(), message);
            let finding = finding.related(other.origin.location, "the other type");
            let steps = CHANGE_OF_TYPE.iter().map(|step| (*step).to_owned());
            findings.push(steps.fold(finding, Finding::help));
        }
    }
}

/// How the type of an input changes without a call that does not compile.
const CHANGE_OF_TYPE: [&str; 4] = [
    "no call could pass both; first, give the input another name in the version with the new type",
    "then let the calls pass both names, each with a value of its type",
    "once all environments pin that version, remove the old name from the calls",
    "or pin a version with the new type in all environments at once",
];

/// Adds the choices of another version. Each choice names a version that does not have it. An empty
/// list is no enum, and takes every text.
fn merge_choices(choices: &mut Vec<Choice>, others: &[Choice], pin: &Pin, other: &Pin) {
    if others.is_empty() {
        return;
    }
    if choices.is_empty() {
        others.clone_into(choices);
        return;
    }
    let has = |choices: &[Choice], text: &str| choices.iter().any(|choice| choice.text == text);
    let added = others
        .iter()
        .filter(|added| !has(choices, &added.text))
        .map(|added| Choice {
            text: added.text.clone(),
            is_own: added.is_own,
            refused_by: Some(pin.clone()),
        })
        .collect::<Vec<_>>();
    for choice in choices.iter_mut() {
        if choice.refused_by.is_none() && !has(others, &choice.text) {
            choice.refused_by = Some(other.clone());
        }
    }
    choices.extend(added);
}

impl PinnedVersion {
    fn is_same(&self, other: &Self) -> bool {
        self.environment == other.environment
    }

    /// Returns the version and its environment.
    pub fn pin(&self) -> Pin {
        Pin {
            environment: self.environment.clone(),
            version: self.text.version.clone(),
        }
    }
}

/// Returns the checks of values within lists and objects: the demands of the versions that the
/// build does not embed, and the declared types of all. Rust checks the arguments themselves in any
/// case.
fn checks(contract: &Contract, versions: &[PinnedVersion]) -> Vec<Check> {
    let mut demanded = BTreeMap::<(VariablePath, Demand), Pin>::new();
    for version in versions {
        for demand in &version.text.template.demands {
            demanded
                .entry(demand.clone())
                .or_insert_with(|| version.pin());
        }
    }
    let mut checks = Vec::new();
    for argument in &contract.inputs {
        let path = VariablePath::input(argument.name.as_str());
        collect_leaves(&argument.slot, path, &demanded, &mut checks);
    }
    let serialized = demanded
        .iter()
        .filter(|((_, demand), _)| *demand == Demand::Serialize);
    checks.extend(serialized.map(|((path, demand), required_by)| Check {
        path: path.clone(),
        demand: *demand,
        required_by: required_by.clone(),
    }));
    let demands = |version: &PinnedVersion| version.text.template.demands.clone();
    let checked_by_program = versions
        .iter()
        .filter(|version| version.is_built)
        .flat_map(demands)
        .collect::<BTreeSet<_>>();
    checks.retain(|check| !checked_by_program.contains(&(check.path.clone(), check.demand)));
    checks
}

/// Adds a check for every value that is neither list nor object. A value of any type is checked
/// only where a version looks at it.
fn collect_leaves(
    slot: &Slot,
    path: VariablePath,
    asked: &BTreeMap<(VariablePath, Demand), Pin>,
    leaves: &mut Vec<Check>,
) {
    match &slot.class {
        Class::List(inner) | Class::Map(inner) => {
            return collect_leaves(inner, path.join(Step::Item), asked, leaves);
        }
        Class::Object(fields) => {
            for (name, field) in fields {
                let path = path.join(Step::Field(name.clone()));
                collect_leaves(field, path, asked, leaves);
            }
            return;
        }
        Class::Any => {}
        // An argument itself has its type checked where it is bound.
        _ if path.steps.is_empty() => return,
        _ => {}
    }
    let asked_by = |demand| asked.get(&(path.clone(), demand));
    let declared_by = (!matches!(slot.class, Class::Any)).then_some(&slot.origin.pin);
    let printed = asked_by(Demand::Print).or(declared_by);
    let asked = match (printed, asked_by(Demand::Test)) {
        (Some(required_by), _) => Some((Demand::Print, required_by)),
        (None, tested) => tested.map(|required_by| (Demand::Test, required_by)),
    };
    if let Some((demand, required_by)) = asked {
        leaves.push(Check {
            path,
            demand,
            required_by: required_by.clone(),
        });
    }
}
