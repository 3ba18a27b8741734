//! Each macro hands its tokens to a procedural macro, and `$crate` with them: so it works under any
//! name that a dependent gives this crate.

/// The prompt with this id, in the version that the environment of this build pins: with nothing
/// but the id as a `&'static` [`Prompt`], with inputs as a [`Rendered`].
///
/// The id is a string literal: the compiler looks it up. An id that `environments.yaml` does not
/// pin in this environment is a compile error at the literal. Without inputs the expansion is a
/// constant expression, so it stands in `const` and `static` position as well.
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
/// Inputs are passed by name. Each is borrowed, as by `println!`; `name` alone is short for `name =
/// name`. Which ones there are, which must be passed, and their types, is what the pinned versions
/// of all environments declare together: so what compiles in one environment compiles in all.
///
/// ```ignore
/// use prompt_runtime::prompt;
///
/// struct Product {
///     name: &'static str,
///     price: String,
/// }
///
/// let products = vec![Product { name: "Team plan", price: "49 EUR a month".to_owned() }];
/// let customer = "Mara Lindqvist";
/// let email = prompt!("sales-email-007", customer, company = "Nordlicht", products = &products);
///
/// println!("{}", email.messages()[1].text());
/// ```
///
/// | type in the file | what may be passed |
/// |---|---|
/// | `string`, `enum` | what is [`Text`]: `&str`, `String`, `Cow<str>`, … |
/// | `number` | what is [`ToNumber`]: every number of Rust |
/// | `integer` | what is [`Integer`]: every integer of Rust |
/// | `boolean` | `bool` |
/// | `any`, and where there is no schema | what is [`ToScalar`]: texts, numbers, `bool`, an `Option` of them |
/// | `array` | what is [`List`]: slices, arrays, `Vec`, … |
/// | an object | any value with these fields |
/// | an object with any keys, `(*)` | what is [`Map`]: `BTreeMap`, slices of pairs |
///
/// An input with `?` or a default may be left out, or be an `Option`. The argument `history` takes
/// the conversation so far, as [`Message`]s or references to them. Two dots leave out all inputs
/// that are not passed: `prompt!("greeting", ..)` renders a prompt that needs none.
///
/// What must not be in a log is marked: `secret customer = lead.name`, or `secret customer`. It is
/// rendered as any other input; where the feature `tracing` logs the call, `[redacted]` stands for
/// it, at every level.
///
/// Each call leaves a marker in the binary, some 150 bytes: id, version, status, environment and
/// hash. `cargo prompts inspect` lists them, also of a program that was stripped, and of calls that
/// are never reached.
///
/// [`Prompt`]: crate::Prompt
/// [`Rendered`]: crate::Rendered
/// [`Text`]: crate::Text
/// [`ToNumber`]: crate::ToNumber
/// [`Integer`]: crate::Integer
/// [`ToScalar`]: crate::ToScalar
/// [`List`]: crate::List
/// [`Map`]: crate::Map
/// [`Message`]: crate::Message
#[macro_export]
macro_rules! prompt {
    // The compiler finds where an expression ends. What is not of this form, the procedural macro explains.
    ($id:literal $(, $word:ident $($name:ident)? $(= $value:expr)?)* $(,)?) => {
        $crate::__private::prompt! { [$crate] $id $(, $word $($name)? $(= $value)?)* }
    };
    ($id:literal $(, $word:ident $($name:ident)? $(= $value:expr)?)*, .. $(,)?) => {
        $crate::__private::prompt! { [$crate] $id $(, $word $($name)? $(= $value)?)*, .. }
    };
    ($($call:tt)*) => { $crate::__private::prompt! { [$crate] $($call)* } };
}

/// Every prompt that the environment of this build pins, as a `&'static` slice of [`Prompt`],
/// sorted by id.
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
/// The branch that is off is left out of the binary. A name that no environment declares is a
/// compile error.
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
