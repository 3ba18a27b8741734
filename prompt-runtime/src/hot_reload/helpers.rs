//! The tags of the templates that `source` writes: what they print and ask is what the compiled
//! form does.

use alloc::boxed::Box;
use alloc::string::{String, ToString as _};
use alloc::vec::Vec;

use handlebars::{
    BlockContext, BlockParams, Context, Handlebars, Helper, HelperDef, HelperResult, Output,
    PathAndJson, RenderContext, RenderError, RenderErrorReason, Renderable as _, ScopedJson,
};
use serde_json::{Value, json};

use super::{exact, json_text, marks};

/// A registry that knows these tags, and no template yet.
pub(super) fn registry() -> Handlebars<'static> {
    let mut registry = Handlebars::new();
    registry.register_escape_fn(marks::guard);
    registry.register_helper(
        "print",
        written(|values| marks::guard(&printed(value(values, 0)))),
    );
    registry.register_helper("json", written(|values| marks::guard(&as_json(values))));
    registry.register_helper(
        "media",
        written(|values| marks::media(&printed(value(values, 0)), &printed(value(values, 1)))),
    );
    registry.register_helper(
        "section",
        written(|values| marks::section(&printed(value(values, 0)))),
    );
    registry.register_helper("at", asked(|values| at(values).clone()));
    registry.register_helper(
        "is_true",
        asked(|values| exact::is_true(value(values, 0)).into()),
    );
    registry.register_helper(
        "is_given",
        asked(|values| exact::is_given(value(values, 0)).into()),
    );
    registry.register_helper(
        "is_equal",
        asked(|values| (exact::scalar(value(values, 0)) == exact::scalar(value(values, 1))).into()),
    );
    registry.register_helper("each", Box::new(Each));
    registry.register_helper("indented", Box::new(Indented));
    registry
}

static NOTHING: Value = Value::Null;

fn value<'a>(values: &[&'a Value], position: usize) -> &'a Value {
    values.get(position).copied().unwrap_or(&NOTHING)
}

fn values<'a>(helper: &'a Helper<'_>) -> Vec<&'a Value> {
    helper.params().iter().map(PathAndJson::value).collect()
}

/// What is in the first value, by the names that follow it.
fn at<'a>(values: &[&'a Value]) -> &'a Value {
    let names = values
        .iter()
        .skip(1)
        .map(|name| name.as_str().unwrap_or_default());
    names.fold(value(values, 0), |value, name| {
        value.get(name).unwrap_or(&NOTHING)
    })
}

fn printed(value: &Value) -> String {
    exact::scalar(value).printed().to_string()
}

/// What is passed as its own JSON, or the JSON of the value.
fn as_json(values: &[&Value]) -> String {
    let indent = value(values, 2)
        .as_u64()
        .and_then(|indent| usize::try_from(indent).ok())
        .unwrap_or_default();
    match value(values, 1) {
        // Where nothing is passed, a default may stand for it.
        Value::String(json) if json != "null" => json_text::indented(json, indent),
        _ => json_text::indented(
            &json_text::compact(&exact::to_json(value(values, 0))),
            indent,
        ),
    }
}

/// A tag that writes a text.
fn written(text: fn(&[&Value]) -> String) -> Box<dyn HelperDef + Send + Sync> {
    Box::new(
        move |helper: &Helper<'_>,
              _: &Handlebars<'_>,
              _: &Context,
              _: &mut RenderContext<'_, '_>,
              out: &mut dyn Output|
              -> HelperResult { Ok(out.write(&text(&values(helper)))?) },
    )
}

/// What a tag stands for within another one.
fn asked(answer: fn(&[&Value]) -> Value) -> Box<dyn HelperDef + Send + Sync> {
    Box::new(Asked(answer))
}

struct Asked(fn(&[&Value]) -> Value);

impl HelperDef for Asked {
    fn call_inner<'reg: 'rc, 'rc>(
        &self,
        helper: &Helper<'rc>,
        _: &'reg Handlebars<'reg>,
        _: &'rc Context,
        _: &mut RenderContext<'reg, 'rc>,
    ) -> Result<ScopedJson<'rc>, RenderError> {
        Ok(ScopedJson::Derived((self.0)(&values(helper))))
    }
}

/// A loop: over a list or a map, and beside it over the JSON of what is in there.
struct Each;

impl HelperDef for Each {
    fn call<'reg: 'rc, 'rc>(
        &self,
        helper: &Helper<'rc>,
        registry: &'reg Handlebars<'reg>,
        context: &'rc Context,
        render: &mut RenderContext<'reg, 'rc>,
        out: &mut dyn Output,
    ) -> HelperResult {
        let values = values(helper);
        let entries = entries(value(&values, 0), value(&values, 1));
        if entries.is_empty() {
            return helper.inverse().map_or(Ok(()), |inverse| {
                inverse.render(registry, context, render, out)
            });
        }
        let names = helper
            .block_param_pair()
            .ok_or(RenderErrorReason::Other("a loop without names".into()))?;
        for (item, round) in entries {
            let mut parameters = BlockParams::new();
            parameters.add_value(names.0, item.clone())?;
            parameters.add_value(names.1, round)?;
            let mut block = BlockContext::new();
            block.set_block_params(parameters);
            render.push_block(block);
            helper
                .template()
                .map_or(Ok(()), |body| body.render(registry, context, render, out))?;
            render.pop_block();
        }
        Ok(())
    }
}

/// The items, each with what is known of its round. Where the whole is passed as one JSON text,
/// theirs are cut from that.
fn entries<'a>(list: &'a Value, json: &Value) -> Vec<(&'a Value, Value)> {
    let whole = json
        .as_str()
        .and_then(|json| serde_json::from_str::<Value>(json).ok());
    let (json, is_whole) = whole.as_ref().map_or((json, false), |whole| (whole, true));
    let entries: Vec<(Option<&str>, &Value)> = match list {
        Value::Array(items) => items.iter().map(|item| (None, item)).collect(),
        Value::Object(entries) => entries
            .iter()
            .map(|(key, item)| (Some(key.as_str()), item))
            .collect(),
        _ => Vec::new(),
    };
    let length = entries.len();
    let round = |(index, (key, item)): (usize, (Option<&str>, &'a Value))| {
        let of_item = key.map_or_else(|| json.get(index), |key| json.get(key));
        let of_item = of_item.map(|item| {
            if is_whole {
                json_text::compact(item).into()
            } else {
                item.clone()
            }
        });
        let key = key.map_or_else(|| Value::from(index), Value::from);
        let round = json!({ "index": index, "key": key, "first": index == 0, "last": index + 1 == length, "json": of_item });
        (item, round)
    };
    entries.into_iter().enumerate().map(round).collect()
}

/// A partial whose lines are indented.
struct Indented;

impl HelperDef for Indented {
    fn call<'reg: 'rc, 'rc>(
        &self,
        helper: &Helper<'rc>,
        registry: &'reg Handlebars<'reg>,
        context: &'rc Context,
        render: &mut RenderContext<'reg, 'rc>,
        out: &mut dyn Output,
    ) -> HelperResult {
        let indent = marks::guard(&printed(value(&values(helper), 0)));
        let text = helper
            .template()
            .map(|body| body.renders(registry, context, render))
            .transpose()?;
        // An empty last line has no indent.
        for line in text.unwrap_or_default().split_inclusive('\n') {
            out.write(&indent)?;
            out.write(line)?;
        }
        Ok(())
    }
}
