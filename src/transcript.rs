//! Messages as they are printed.

use std::io::{self, Write};

use prompt_runtime::{Prompt, Rendered};

/// Prints which prompt it is, then each message under its role.
pub(crate) fn print(rendered: &Rendered, out: &mut impl Write) -> io::Result<()> {
    let Prompt { id, version, environment, .. } = rendered.prompt();
    writeln!(out, "{id} {version} ({environment})")?;
    for message in rendered.messages() {
        writeln!(out, "\n[{}]\n{}", message.role, message.text().trim())?;
    }
    Ok(())
}
