//! An answer to `sales-email-007`: the draft of an email.

use prompt_runtime::{Answer, flag};
use serde::Deserialize;

#[derive(Deserialize)]
struct Draft {
    subject: String,
    body: String,
    follow_up_in_days: Option<u32>,
}

/// Formats the email of an answer. An answer that is no JSON of that form is returned unchanged.
pub(crate) fn email(answer: &Answer) -> String {
    let Ok(draft) = serde_json::from_str::<Draft>(&answer.text) else {
        return answer.text.clone();
    };
    let Draft {
        subject,
        body,
        follow_up_in_days,
    } = draft;
    // Some versions of the prompt ask for it; the flag decides whether it is shown.
    let follow_up = follow_up_in_days
        .filter(|_| flag!("new_output_schema"))
        .map(|days| format!("\n\n(follow up in {days} days)"))
        .unwrap_or_default();
    format!("Subject: {subject}\n\n{body}{follow_up}")
}
