//! Messages as they are printed.

use prompt_runtime::{Prompt, Rendered};

/// Prints which prompt it is, then each message under its role.
pub(crate) fn print(rendered: &Rendered) {
    let Prompt { id, version, environment, .. } = rendered.prompt();
    println!("{id} {version} ({environment})");
    for message in rendered.messages() {
        println!("\n[{}]\n{}", message.role, message.text().trim());
    }
}
