//! The tools of a prompt, each with its input.

use std::fmt::Write as _;

use prompt_build::template::Tool;

use super::Page;
use crate::report::output::{BOLD, DIM, RESET, escape_controls, escape_line};

impl Page {
    pub(super) fn tools(&mut self, tools: &[Tool]) {
        if tools.is_empty() {
            return;
        }
        let _ = write!(self.text, "\n{BOLD}tools{RESET}\n");
        for tool in tools {
            let description = tool
                .description
                .as_ref()
                .map(|text| format!("  {DIM}{}{RESET}", escape_line(text)));
            let _ = writeln!(
                self.text,
                "  {}{}\n    {}",
                escape_line(&tool.name),
                description.unwrap_or_default(),
                escape_controls(&tool.input.to_string())
            );
        }
    }
}
