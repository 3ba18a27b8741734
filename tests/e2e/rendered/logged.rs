//! Compares the log of each call with the inputs of the call and with the judge's rendering.

use serde_json::{Value, json};

use super::case::Case;
use super::judge::judged;
use super::secrets::{
    HISTORY, REDACTED, Secrets, bare, closed, has_expression, is_whole, marked_call,
};
use super::{Difference, Set};

/// With more inputs than this, one of them alone is marked as secret, with one set.
const MOST_SECRETS: usize = 6;

impl Case {
    /// The arguments to mark as secret with a set of inputs, one after the other.
    pub fn secrets(&self, position: usize) -> Vec<String> {
        let history = (!self.history.is_empty()).then(|| HISTORY.to_owned());
        let mut names = self.inputs[position]
            .as_object()
            .unwrap()
            .keys()
            .cloned()
            .chain(history)
            .collect::<Vec<_>>();
        if names.len() > MOST_SECRETS {
            // Not the same from template to template.
            let (chosen, set) = (
                self.prompt.len() % names.len(),
                self.prompt.len() % self.inputs.len(),
            );
            names = if set == position {
                vec![names.swap_remove(chosen)]
            } else {
                Vec::new()
            };
        }
        names
    }
}

impl Set<'_> {
    /// Returns the differences between logged and expected content: of the call as it is, and with
    /// each input as a secret.
    pub fn logged(&self) -> Vec<Difference> {
        let [plain, reloaded] = self.calls("");
        let passed = &without_bytes(self.inputs);
        let data = &values(&plain.inputs, passed);
        let mut differences = Vec::new();
        if !is_part(data, passed) {
            differences.push(Difference {
                what: "made up".into(),
                ours: data.to_string(),
                theirs: passed.to_string(),
            });
        }
        let rendered = judged(self.case, &filled(data, passed));
        differences.extend(Difference::between(
            "inputs render otherwise",
            &rendered,
            &judged(self.case, passed),
        ));
        differences.extend(Difference::between(
            "shown",
            &plain.shown,
            &logged(&plain.messages),
        ));
        differences.extend(Difference::between(
            "inputs from files",
            &values(&reloaded.inputs, passed),
            data,
        ));
        differences.extend(Difference::between(
            "shown from files",
            &reloaded.shown,
            &plain.shown,
        ));
        for secret in self.case.secrets(self.position) {
            differences.extend(self.hidden(&secret));
        }
        differences
    }

    /// The same call with a secret among what it passes.
    fn hidden(&self, secret: &str) -> Vec<Difference> {
        let ([plain, _], [compiled, reloaded]) = (self.calls(""), self.calls(secret));
        let inputs = values(&plain.inputs, self.inputs);
        let marked =
            marked_call(self.case, secret, self.inputs).filter(|_| self.case.instead.is_none());
        let shown = marked.map(|(case, inputs)| closed(logged(&judged(&case, &inputs))));
        // What expressions make of it is known from the marks alone.
        let is_known = shown.is_some() || !has_expression(&self.case.prompt);
        let (shown, printed) = shown.unzip();
        let texts = Secrets::of(self.case, secret, self.inputs, printed.unwrap_or_default());
        let mut differences = Vec::new();
        let mut compare = |what: &str, ours: &Value, theirs: &Value| {
            differences.extend(Difference::between(
                &format!("{what} with secret {secret}"),
                ours,
                theirs,
            ));
        };
        compare("rendered", &compiled.exactly, &plain.exactly);
        compare("reloaded", &reloaded.exactly, &plain.exactly);
        if is_known {
            compare(
                "inputs",
                &values(&compiled.inputs, self.inputs),
                &texts.redacted_inputs(secret, &inputs),
            );
        }
        if let Some(shown) = shown.filter(|_| !self.stands_elsewhere(secret)) {
            let (ours, theirs) = (compiled.shown.clone(), texts.redacted_messages(shown));
            if is_whole(&self.inputs[secret]) || secret == HISTORY {
                compare("shown", &ours, &theirs);
            } else {
                compare("shown", &bare(ours), &bare(theirs));
            }
        }
        compare("inputs from files", &reloaded.inputs, &Value::Null);
        compare(
            "shown from files",
            &reloaded.shown,
            &withheld(&plain.messages),
        );
        differences
    }

    /// Returns whether the JSON of all inputs is printed, and has a line of the secret in another input as
    /// well: that is redacted, too.
    fn stands_elsewhere(&self, secret: &str) -> bool {
        let prompt = &self.case.prompt;
        if !prompt.contains("json @root") && !prompt.contains("json this") {
            return false;
        }
        let mut others = self.inputs.clone();
        let secret = others.as_object_mut().unwrap().remove(secret);
        let printed = |value: &Value| {
            serde_json::to_string_pretty(value)
                .unwrap()
                .replace('\\', "")
        };
        let others = printed(&others);
        printed(&secret.unwrap_or_default())
            .lines()
            .map(|line| line.trim().trim_end_matches(','))
            .any(|line| line.len() > 2 && others.contains(line))
    }
}

/// Returns inputs as a log shows them: a `data:` URL ends at its comma.
fn without_bytes(inputs: &Value) -> Value {
    match inputs {
        Value::String(text) if text.starts_with("data:") => {
            let head = text.split_inclusive(',').next();
            json!(head.unwrap_or_default())
        }
        Value::Array(items) => items.iter().map(without_bytes).collect(),
        Value::Object(fields) => {
            let fields = fields.iter();
            let shown = fields.map(|(name, value)| (name.clone(), without_bytes(value)));
            Value::Object(shown.collect())
        }
        _ => inputs.clone(),
    }
}

/// Returns the values of inputs that are logged as texts: a text as it is, another value as JSON,
/// and nothing where nothing is passed.
fn values(logged: &Value, passed: &Value) -> Value {
    let value = |(name, passed): (&String, &Value)| {
        let value = match (logged[name].as_str(), passed) {
            (None, passed) => passed.is_null().then_some(Value::Null)?,
            (Some(text), Value::String(_)) => json!(text),
            (Some(text), _) => serde_json::from_str(text).unwrap_or_else(|_| json!(text)),
        };
        Some((name.clone(), value))
    };
    let inputs = passed.as_object().unwrap().iter();
    Value::Object(inputs.filter_map(value).collect())
}

/// Returns whether the data of a call is a part of its inputs.
fn is_part(data: &Value, passed: &Value) -> bool {
    match (data, passed) {
        (Value::Null, _) => true,
        (Value::Object(fields), Value::Object(others)) => fields
            .iter()
            .all(|(name, value)| is_part(value, others.get(name).unwrap_or(&Value::Null))),
        (Value::Array(items), Value::Array(others)) => {
            items.len() == others.len()
                && items
                    .iter()
                    .zip(others)
                    .all(|(item, other)| is_part(item, other))
        }
        (Value::Number(number), Value::Number(other)) => number.as_f64() == other.as_f64(),
        (value, other) => value == other,
    }
}

/// An object of which no field is looked at is empty as data, and what is empty is nothing to the
/// judge: it gets a field that no prompt has.
fn filled(data: &Value, passed: &Value) -> Value {
    match (data, passed) {
        (Value::Object(fields), Value::Object(others)) => {
            let mut filled = fields.clone();
            for (name, value) in &mut filled {
                *value = self::filled(value, others.get(name).unwrap_or(&Value::Null));
            }
            if fields.values().all(Value::is_null) && !others.values().all(Value::is_null) {
                filled.insert("not looked at".into(), json!(true));
            }
            Value::Object(filled)
        }
        (Value::Array(items), Value::Array(others)) => items
            .iter()
            .zip(others)
            .map(|(item, other)| filled(item, other))
            .collect(),
        (value, _) => value.clone(),
    }
}

/// Messages as OpenTelemetry's conventions have them.
fn logged(messages: &Value) -> Value {
    let message = |message: &Value| {
        let role = if message["role"] == "model" {
            &json!("assistant")
        } else {
            &message["role"]
        };
        let parts = message["parts"]
            .as_array()
            .unwrap()
            .iter()
            .map(part)
            .collect::<Value>();
        json!({ "role": role, "parts": parts })
    };
    messages.as_array().map_or_else(
        || messages.clone(),
        |messages| messages.iter().map(message).collect(),
    )
}

fn part(part: &Value) -> Value {
    if let Some(media) = part.get("media") {
        return media_part(
            media["url"].as_str().unwrap(),
            media["contentType"].as_str(),
        );
    }
    match part.get("section") {
        Some(name) => json!({ "type": "section", "name": name }),
        None => json!({ "type": "text", "content": part["text"] }),
    }
}

fn media_part(url: &str, content_type: Option<&str>) -> Value {
    let head = url
        .strip_prefix("data:")
        .and_then(|rest| Some(rest.split_once(',')?.0));
    let own_type = head.and_then(|head| head.split(';').next());
    let mime_type = content_type
        .or(own_type)
        .or_else(|| type_of_ending(url))
        .filter(|of| !of.is_empty());
    let modality = match mime_type.and_then(|of| of.split('/').next()) {
        Some(kind @ ("image" | "audio" | "video")) => kind,
        Some(_) => "document",
        None => "image",
    };
    let mut part = if head.is_some() {
        json!({ "type": "blob", "modality": modality, "content": "" })
    } else {
        json!({ "type": "uri", "modality": modality, "uri": url })
    };
    if let Some(mime_type) = mime_type {
        part["mime_type"] = json!(mime_type);
    }
    part
}

/// The type that the ending of a URL's path tells, of those that the cases have.
fn type_of_ending(url: &str) -> Option<&'static str> {
    let path = url.split(['?', '#']).next()?;
    match path.rsplit_once('.')?.1 {
        "gif" => Some("image/gif"),
        "png" => Some("image/png"),
        _ => None,
    }
}

/// Messages of which nothing may be shown.
fn withheld(messages: &Value) -> Value {
    let message =
        |message: &Value| json!({ "role": message["role"], "parts": [{ "text": REDACTED }] });
    logged(&messages.as_array().unwrap().iter().map(message).collect())
}
