//! The second call of a round, as a user would write it by hand.

use prompt_runtime::Api;
use serde_json::{Value, json};

/// Puts the turn of the model and the results of its calls behind the messages of a body.
pub(crate) fn extend(api: Api, body: &mut Value, answer: &mut Value) {
    let key = match api {
        Api::ChatCompletions | Api::AnthropicMessages => "messages",
        Api::Responses => "input",
        Api::Gemini => "contents",
    };
    let (turn, results) = match api {
        Api::ChatCompletions => {
            let turn = answer["choices"][0]["message"].take();
            let calls = items(&turn["tool_calls"]);
            let results = calls.map(|call| {
                json!({ "role": "tool", "tool_call_id": call["id"], "content": crate::RESULT })
            });
            let results = results.collect();
            (vec![turn], results)
        }
        Api::Responses => {
            let turn = answer["output"].take();
            let calls = items(&turn).filter(|item| item["type"] == "function_call");
            let results = calls.map(|call| {
                json!({
                    "type": "function_call_output",
                    "call_id": call["call_id"],
                    "output": crate::RESULT,
                })
            });
            let results = results.collect();
            (items(&turn).cloned().collect(), results)
        }
        Api::AnthropicMessages => {
            let turn = answer["content"].take();
            let calls = items(&turn).filter(|block| block["type"] == "tool_use");
            let results = calls.map(|call| {
                json!({
                    "type": "tool_result",
                    "tool_use_id": call["id"],
                    "content": crate::RESULT,
                })
            });
            let results = json!({ "role": "user", "content": results.collect::<Vec<_>>() });
            let turn = json!({ "role": "assistant", "content": turn });
            (vec![turn], vec![results])
        }
        Api::Gemini => {
            let turn = answer["candidates"][0]["content"].take();
            let calls = items(&turn["parts"]).filter_map(|part| part.get("functionCall"));
            let results = calls.map(|call| {
                json!({ "functionResponse": {
                    "id": call["id"],
                    "name": call["name"],
                    "response": { "output": crate::RESULT },
                } })
            });
            let results = json!({ "role": "user", "parts": results.collect::<Vec<_>>() });
            (vec![turn], vec![results])
        }
    };
    if let Some(messages) = body[key].as_array_mut() {
        messages.extend(turn);
        messages.extend(results);
    }
}

fn items(list: &Value) -> impl Iterator<Item = &Value> {
    list.as_array().into_iter().flatten()
}
