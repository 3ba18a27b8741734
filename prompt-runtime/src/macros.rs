//! Each macro hands its tokens to a procedural macro, and `$crate` with them: so it works under any name that a
//! dependent gives this crate.

/// The prompt with this id, in the version that the environment of this build pins, as a `&'static` [`Prompt`].
///
/// The id is a string literal: the compiler looks it up. An id that `environments.yaml` does not pin in this
/// environment is a compile error at the literal. The expansion is a constant expression, so it stands in `const`
/// and `static` position as well.
///
/// ```ignore
/// use prompt_runtime::{Prompt, prompt};
///
/// static EMAIL: &Prompt = prompt!("sales-email-007");
/// const SUMMARY: &str = prompt!("ops-summarize-001").text();
///
/// println!("{} {}: {}", EMAIL.id, EMAIL.version, EMAIL.text());
/// println!("{SUMMARY}");
/// ```
///
/// [`Prompt`]: crate::Prompt
#[macro_export]
macro_rules! prompt {
    ($($call:tt)*) => { $crate::__private::prompt! { [$crate] $($call)* } };
}

/// Every prompt that the environment of this build pins, as a `&'static` slice of [`Prompt`], sorted by id.
///
/// ```ignore
/// for prompt in prompt_runtime::prompts!() {
///     println!("{} {}", prompt.id, prompt.version);
/// }
/// ```
///
/// [`Prompt`]: crate::Prompt
#[macro_export]
macro_rules! prompts {
    ($($call:tt)*) => { $crate::__private::prompts! { [$crate] $($call)* } };
}

/// The value of a feature flag in the environment of this build, as a `bool` literal.
///
/// The branch that is off is left out of the binary. A name that no environment declares is a compile error.
///
/// ```ignore
/// let fields = if prompt_runtime::flag!("new_output_schema") { "subject, body, language" } else { "subject, body" };
/// println!("{fields}");
/// ```
#[macro_export]
macro_rules! flag {
    ($($call:tt)*) => { $crate::__private::flag! { [$crate] $($call)* } };
}

/// The environment that this build was made for, as a `&'static` [`Environment`].
///
/// ```ignore
/// let environment = prompt_runtime::environment!();
/// println!("{} at temperature {}", environment.model, environment.temperature);
/// ```
///
/// [`Environment`]: crate::Environment
#[macro_export]
macro_rules! environment {
    ($($call:tt)*) => { $crate::__private::environment! { [$crate] $($call)* } };
}
