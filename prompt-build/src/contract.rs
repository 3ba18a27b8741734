//! What a call may pass and must pass, whatever environment it is built for: the inputs of all
//! pinned versions of a prompt in one. What compiles in one environment compiles in all.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::library::PinnedText;
use crate::pins::Settings;
use crate::report::{Code, Finding, Findings, Place as Where, quoted};
use crate::template::{Base, Demand, Input, Json, Kind, Place, Schema, Step, Template};

/// A version with the environment that pins it.
#[derive(Debug)]
pub struct PinnedVersion {
    pub environment: String,
    /// Whether the environment is that of the build.
    pub is_built: bool,
    pub text: Arc<PinnedText>,
    /// What it is called with there.
    pub settings: Settings,
}

/// What all pinned versions of a prompt ask of a call.
#[derive(Debug, Default)]
pub struct Contract {
    pub inputs: Vec<Argument>,
    /// What other versions ask of values, and the version of this build does not.
    pub checks: Vec<Check>,
}

/// What a version asks of a value that the version of the build does not look at.
#[derive(Debug)]
pub struct Check {
    pub place: Place,
    pub demand: Demand,
    pub asked_by: PinName,
}

/// An argument of a call.
#[derive(Debug)]
pub struct Argument {
    pub name: String,
    pub slot: Slot,
    /// The environment and the version that require it, that of the build before others.
    pub required_by: Option<PinName>,
    /// What the version of the build takes where the argument is left out.
    pub default: Option<Json>,
}

/// What a value must be.
#[derive(Debug, Clone)]
pub struct Slot {
    pub class: Class,
    /// Whether an `Option` of it does as well.
    pub may_be_option: bool,
    place: Where,
    is_inferred: bool,
    version: PinName,
}

/// The environment and the version of a pin.
pub type PinName = (String, String);

/// A type as the Rust code of a call must meet it.
#[derive(Debug, Clone)]
pub enum Class {
    Any,
    Null,
    Boolean,
    Integer,
    Number,
    /// A text; where there are choices, a literal must be one of them.
    Text(Option<Vec<Choice>>),
    List(Box<Slot>),
    Object(Vec<(String, Slot)>),
    Map(Box<Slot>),
}

/// A choice of an enum, with the environment and the version that do not take it, if any.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    pub text: String,
    pub refused_by: Option<PinName>,
}

impl Contract {
    pub fn of(versions: &[PinnedVersion], findings: &mut Findings) -> Self {
        let mut contract = Self::default();
        // The version of the build comes first: its order is that of the arguments, and its name
        // that of messages.
        let built = versions.iter().filter(|version| version.is_built);
        let others = versions.iter().filter(|version| !version.is_built);
        let mut seen = Vec::<&Arc<PinnedText>>::new();
        for version in built.chain(others) {
            if seen.iter().any(|text| text.version == version.text.version) {
                continue;
            }
            seen.push(&version.text);
            for input in &version.text.template.inputs {
                contract.add(version, input, findings);
            }
        }
        contract.checks = checks(&contract, versions);
        contract
    }

    fn add(&mut self, version: &PinnedVersion, input: &Input, findings: &mut Findings) {
        let template = &version.text.template;
        let mut slot = slot(template, &input.schema, version);
        let has_composite_default = matches!(input.default, Some(Json::List(_) | Json::Object(_)));
        slot.may_be_option = (slot.may_be_option || !input.is_required) && !has_composite_default;
        let required_by = input.is_required.then(|| version.name());
        let default = input.default.clone().filter(|_| version.is_built);
        match self
            .inputs
            .iter_mut()
            .find(|argument| argument.name == input.name)
        {
            Some(argument) => {
                argument.required_by = argument.required_by.take().or(required_by);
                merge(&mut argument.slot, slot, &input.name, findings);
            }
            None => self.inputs.push(Argument {
                name: input.name.clone(),
                slot,
                required_by,
                default,
            }),
        }
    }
}

fn slot(template: &Template, schema: &Schema, version: &PinnedVersion) -> Slot {
    let inner = |schema: &Schema| Box::new(slot(template, schema, version));
    let class = match &schema.kind {
        Kind::Any => Class::Any,
        Kind::Null => Class::Null,
        Kind::Boolean => Class::Boolean,
        Kind::Integer => Class::Integer,
        Kind::Number => Class::Number,
        Kind::String => Class::Text(None),
        Kind::Enum(choices) => enum_class(choices),
        Kind::Array(item) => Class::List(inner(item)),
        Kind::Map(value) => Class::Map(inner(value)),
        Kind::Object(fields) => Class::Object(
            fields
                .iter()
                .map(|field| (field.name.clone(), *inner(&field.schema)))
                .collect(),
        ),
    };
    let may_be_option = schema.is_nullable;
    let place = template.place(schema.mark);
    Slot {
        class,
        may_be_option,
        place,
        is_inferred: template.is_inferred,
        version: version.name(),
    }
}

/// Choices of one kind have a type; mixed ones are anything.
fn enum_class(choices: &[Json]) -> Class {
    let texts = choices.iter().map(|choice| match choice {
        Json::Text(text) => Some(Choice {
            text: text.clone(),
            refused_by: None,
        }),
        _ => None,
    });
    if let Some(choices) = texts.collect() {
        return Class::Text(Some(choices));
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

/// Makes one demand of two: what meets it meets both.
fn merge(slot: &mut Slot, other: Slot, path: &str, findings: &mut Findings) {
    slot.may_be_option &= other.may_be_option;
    let is_lenient = slot.is_inferred || other.is_inferred;
    let is_scalar =
        |class: &Class| !matches!(class, Class::List(_) | Class::Object(_) | Class::Map(_));
    if let (Class::Text(choices), Class::Text(others)) = (&mut slot.class, &other.class) {
        merge_choices(choices, others.as_deref(), &slot.version, &other.version);
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
        // What use alone tells of is anything that can be printed: a declared type says more.
        (Class::Any, class) if is_lenient && is_scalar(&class) => slot.class = class,
        (class, Class::Any) if is_lenient && is_scalar(class) => {}
        (class, other_class) => {
            let (one, two) = (describe(&slot.version), describe(&other.version));
            let message = format!(
                "{} is {} in {one}, and {} in {two}",
                quoted(path),
                class.name(),
                other_class.name()
            );
            let finding = Finding::error(Code::ChangedType, slot.place.clone(), message);
            let help = "no call could pass both: give the input a new name, or pin the change in all environments at once";
            findings.push(
                finding
                    .related(other.place, "the other type")
                    .help(help.to_owned()),
            );
        }
    }
}

/// Every choice of either version, each with a version that does not take it.
fn merge_choices(
    choices: &mut Option<Vec<Choice>>,
    others: Option<&[Choice]>,
    version: &PinName,
    other: &PinName,
) {
    let Some(others) = others else { return };
    let Some(choices) = choices else {
        *choices = Some(others.to_vec());
        return;
    };
    let has = |choices: &[Choice], text: &str| choices.iter().any(|choice| choice.text == text);
    let added = others.iter().filter(|added| !has(choices, &added.text));
    let added = added.map(|added| Choice {
        text: added.text.clone(),
        refused_by: Some(version.clone()),
    });
    let added = added.collect::<Vec<_>>();
    for choice in choices.iter_mut() {
        if choice.refused_by.is_none() && !has(others, &choice.text) {
            choice.refused_by = Some(other.clone());
        }
    }
    choices.extend(added);
}

/// The version and the environment that pins it, as the errors of calls name them.
fn describe((environment, version): &PinName) -> String {
    match version.as_str() {
        "local" => format!("the working copy, which `{environment}` takes"),
        version => format!("version `{version}`, which `{environment}` pins"),
    }
}

impl Class {
    /// The type, as messages name it.
    fn name(&self) -> &'static str {
        match self {
            Self::Any => "anything",
            Self::Null => "nothing",
            Self::Boolean => "a boolean",
            Self::Integer => "an integer",
            Self::Number => "a number",
            Self::Text(_) => "a text",
            Self::List(_) => "a list",
            Self::Object(_) => "an object",
            Self::Map(_) => "an object with any keys",
        }
    }
}

impl PinnedVersion {
    fn name(&self) -> PinName {
        (self.environment.clone(), self.text.version.clone())
    }
}

/// What versions other than that of the build ask of values within lists and objects, and what all
/// declare there: Rust checks the arguments themselves in any case.
fn checks(contract: &Contract, versions: &[PinnedVersion]) -> Vec<Check> {
    let mut asked = BTreeMap::<(Place, Demand), PinName>::new();
    for version in versions {
        for demand in &version.text.template.demands {
            asked
                .entry(demand.clone())
                .or_insert_with(|| version.name());
        }
    }
    let mut wanted = Vec::new();
    for argument in &contract.inputs {
        let place = Place {
            base: Base::Input(argument.name.clone()),
            steps: Vec::new(),
        };
        collect_leaves(&argument.slot, place, &asked, &mut wanted);
    }
    let serialized = asked
        .iter()
        .filter(|((_, demand), _)| *demand == Demand::Serialize);
    wanted.extend(serialized.map(|((place, demand), asked_by)| Check {
        place: place.clone(),
        demand: *demand,
        asked_by: asked_by.clone(),
    }));
    let demands = |version: &PinnedVersion| version.text.template.demands.clone();
    let done = versions
        .iter()
        .filter(|version| version.is_built)
        .flat_map(demands)
        .collect::<BTreeSet<_>>();
    wanted.retain(|check| !done.contains(&(check.place.clone(), check.demand)));
    wanted
}

/// The places of all values that are neither lists nor objects. Of anything nothing is asked but
/// what a version asks.
fn collect_leaves(
    slot: &Slot,
    place: Place,
    asked: &BTreeMap<(Place, Demand), PinName>,
    leaves: &mut Vec<Check>,
) {
    let step = |step: Step| Place {
        base: place.base.clone(),
        steps: [place.steps.as_slice(), &[step]].concat(),
    };
    match &slot.class {
        Class::List(inner) | Class::Map(inner) => {
            return collect_leaves(inner, step(Step::Item), asked, leaves);
        }
        Class::Object(fields) => {
            for (name, field) in fields {
                collect_leaves(field, step(Step::Field(name.clone())), asked, leaves);
            }
            return;
        }
        Class::Any => {}
        // An argument itself has its type checked where it is bound.
        _ if place.steps.is_empty() => return,
        _ => {}
    }
    let asked_by = asked.get(&(place.clone(), Demand::Print));
    let declared_by = (!matches!(slot.class, Class::Any)).then_some(&slot.version);
    if let Some(asked_by) = asked_by.or(declared_by) {
        leaves.push(Check {
            place,
            demand: Demand::Print,
            asked_by: asked_by.clone(),
        });
    }
}
