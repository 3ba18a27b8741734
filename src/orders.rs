//! The tools of `sales-email-007`: what the model can ask about orders.

use prompt_runtime::{Message, ToolCall};

prompt_runtime::tool_type! {
    "sales-email-007":
    enum Tool {
        LookUpOrder { order_id: String },
    }
}

/// The orders, by their numbers. A real sales desk asks its shop.
const ORDERS: [(&str, &str); 2] = [
    ("4711", "2 × Team plan, paid, active since Monday"),
    ("4712", "1 × Solo plan, waiting for payment"),
];

/// Runs a call. The model is told what is wrong with one that cannot be run, and may try again.
pub(crate) fn run_tool(call: &ToolCall) -> Message {
    match call.parse::<Tool>() {
        Ok(Tool::LookUpOrder { order_id }) => look_up(call, &order_id),
        Err(error) => Message::tool_error(call, format!("invalid call: {error}")),
    }
}

fn look_up(call: &ToolCall, order_id: &str) -> Message {
    let number = order_id.trim().trim_start_matches('#');
    match ORDERS.iter().find(|(known, _)| *known == number) {
        Some((_, order)) => Message::tool_result(call, *order),
        None => Message::tool_error(call, "no order has this number"),
    }
}
