//! An answer to `sales-email-007`: the draft of an email.

use std::io::{self, Write};

use prompt_runtime::{Answer, flag};
use serde::Deserialize;

#[derive(Deserialize)]
struct Draft {
    subject: String,
    body: String,
    follow_up_in_days: Option<u32>,
}

/// Prints the email; what is no JSON of that form, as it was said.
pub(crate) fn print(answer: &Answer, out: &mut dyn Write) -> io::Result<()> {
    let Ok(draft) = serde_json::from_str::<Draft>(&answer.text) else { return writeln!(out, "{}", answer.text) };
    writeln!(out, "Subject: {}\n\n{}", draft.subject, draft.body)?;
    // Which versions ask for it, the pins say; who is to see it, the flag.
    if flag!("new_output_schema")
        && let Some(days) = draft.follow_up_in_days
    {
        writeln!(out, "\n(follow up in {days} days)")?;
    }
    Ok(())
}
