//! The interpreter renders what the macros write where all inputs are known at the call.
//!
//! The macros know an input that a call leaves out: its value is the default. A loop over it is
//! written out, and a condition on it leaves one branch. Here every input is known, so that no code
//! is left that would have to be compiled. `tests/e2e/rendered` compares that code.

#[expect(dead_code, reason = "a call in a program has more than known inputs")]
mod macros;

use prompt_build::report::Findings;
use prompt_build::template::{Input, Json};
use prompt_core::interpret::{self, Inputs};
use prompt_core::wire;

use crate::case::Case;

/// Renders a prompt file with inputs in both ways.
pub fn check(data: &[u8]) {
    let Some(case) = Case::read(data) else {
        return;
    };
    let mut findings = Findings::default();
    let template = case.with_file(case.prompt, &mut findings, |file, partials, findings| {
        file.template(partials, findings)
    });
    let Some(template) = template else {
        return;
    };
    let value = |input: &Input| {
        let given = case.inputs.field(&input.name);
        let default = input.default.as_ref().filter(|_| *given == Json::Null);
        (input.name.clone(), default.unwrap_or(given).clone())
    };
    let inputs = Json::Object(template.inputs.iter().map(value).collect());
    // The interpreter refuses what takes too long.
    let interpreted = interpret::render(&template.messages, Inputs::new(&inputs), Vec::new());
    if let Ok(interpreted) = interpreted {
        // The macros read the program from a file.
        let mut file = String::new();
        wire::write(&[], &[], &template.messages, &mut file);
        let program = wire::read(&file).expect("what is written can be read");
        if let Some(written) = macros::rendered(&program.messages, &inputs) {
            assert_eq!(written, interpreted, "with {inputs}");
        }
    }
}
