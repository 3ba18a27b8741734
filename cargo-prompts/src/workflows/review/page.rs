//! A review as one page for a browser. It needs no script and no other file.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use minijinja::value::{Serde, Value};
use minijinja::{AutoEscape, Environment, context, escape_formatter};
use prompt_build::hash::sha256;
use serde::Serialize;

use super::model::{PromptChange, Review, RunShare};
use super::words;
use crate::report::failure::Failure;
use crate::report::output::{escape_controls, for_people};
use crate::workflows::difference::ValueChange;

const TEMPLATE: &str = include_str!("page.html");
const STYLE: &str = include_str!("page.css");

/// The review as HTML.
pub fn page(review: &Review) -> Result<String, Failure> {
    let mut environment = Environment::new();
    environment.set_auto_escape_callback(|_| AutoEscape::Html);
    // Every text goes through here, so none is forgotten: secrets are masked, what nobody sees is shown,
    // and what a browser or a CI service would obey is escaped.
    environment.set_formatter(|out, state, value| match value.as_str() {
        Some(text) if !value.is_safe() => {
            let text = Value::from(for_people(&escape_controls(text)));
            escape_formatter(out, state, &text)
        }
        _ => escape_formatter(out, state, value),
    });
    let broken = |error| Failure::because("cannot make the page", error);
    let template = environment.template_from_str(TEMPLATE).map_err(broken)?;
    let prompts = review.prompts.iter().map(prompt).collect::<Vec<_>>();
    let environments = review.environments.iter().map(|environment| {
        let pins = environment.pins.iter().map(|pin| {
            let answers = pin.answers.iter().map(|case| {
                context! { case => data(case), answers => words::answers(&case.answers) }
            });
            context! {
                pin => data(pin),
                sentence => words::pin(pin),
                settings => values(&pin.settings),
                answers => answers.collect::<Vec<_>>(),
            }
        });
        context! {
            name => words::environment(environment),
            settings => values(&environment.settings),
            pins => pins.collect::<Vec<_>>(),
        }
    });
    let context = context! {
        title => words::title(&review.base),
        nothing => review.is_empty().then_some(words::NOTHING),
        style => Value::from_safe_string(STYLE.to_owned()),
        style_hash => digest(STYLE),
        environments => environments.collect::<Vec<_>>(),
        signers => data(&review.signers),
        personal_data => data(&review.personal_data),
        prompts,
    };
    template.render(context).map_err(broken)
}

/// A part of the model as it is.
fn data(part: &impl Serialize) -> Value {
    Value::from(Serde(part))
}

fn values(changes: &[ValueChange]) -> Vec<Value> {
    let values = changes.iter();
    values
        .map(|change| context! { name => &change.name, sentence => words::value(change) })
        .collect()
}

fn prompt(prompt: &PromptChange) -> Value {
    let texts = prompt.texts.iter().map(|text| {
        let different = text.cases.different.iter().map(|case| {
            context! { case => data(case), answers => case.answers.as_ref().map(words::answers) }
        });
        context! {
            text => data(text),
            sentence => words::text(text),
            cases => words::cases(&text.cases),
            different => different.collect::<Vec<_>>(),
            more => (text.cases.more > 0).then(|| words::more_cases(text.cases.more)),
        }
    });
    let steps = prompt.steps.iter().map(|step| {
        context! { step => data(step), sentence => words::step(step), signatures => words::signatures(step) }
    });
    let datasets = prompt.datasets.iter().map(words::dataset);
    let not_shown = prompt.not_shown.iter().map(|part| {
        context! { sentence => words::not_shown(part), problem => &part.problem }
    });
    context! {
        id => &prompt.id,
        texts => texts.collect::<Vec<_>>(),
        steps => steps.collect::<Vec<_>>(),
        datasets => datasets.collect::<Vec<_>>(),
        not_shown => not_shown.collect::<Vec<_>>(),
        runs => prompt.runs.iter().map(bar).collect::<Vec<_>>(),
        history => data(&prompt.history),
    }
}

/// A bar of a chart: the share that passed, in percent. Only a full bar is 100.
fn bar(share: &RunShare) -> Value {
    let percent = u64::from(share.passed) * 100 / u64::from(share.cases.max(1));
    context! { share => data(share), percent }
}

/// The hash by which the page's policy names its one style.
fn digest(text: &str) -> String {
    let hexadecimal = sha256(text);
    let pairs = hexadecimal.as_bytes().chunks(2);
    let bytes = pairs.filter_map(|pair| u8::from_str_radix(str::from_utf8(pair).ok()?, 16).ok());
    STANDARD.encode(bytes.collect::<Vec<_>>())
}
