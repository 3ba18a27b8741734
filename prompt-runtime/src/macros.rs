//! Each macro passes its tokens to a procedural macro. `$crate` is the first of them, so that the
//! macro works whatever name a dependent gives this crate.

/// Returns the prompt with this id, in the version that the environment of this build pins.
///
/// With the id alone, the result is a `&'static` [`Prompt`], and the expansion is a constant
/// expression: it may initialise a `const` or a `static`. With inputs, the result is a
/// [`Rendered`].
///
/// The id is a string literal. An id that `environments.yaml` does not pin in this environment is a
/// compile error at the literal.
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
/// Inputs are passed by name, and borrowed, as by `println!`. `name` alone is short for
/// `name = name`. The pinned versions of all environments together decide which inputs exist, which
/// are required, and their types: a call that compiles in one environment compiles in all.
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
/// | type in the file | accepted values |
/// |---|---|
/// | `string`, `enum` | [`Text`]: `&str`, `String`, `Cow<str>`, …; other types with `Display`, numbers by [`display`] |
/// | `number` | [`ToNumber`]: every number of Rust |
/// | `integer` | [`Integer`]: every integer of Rust |
/// | `boolean` | [`Boolean`]: `bool` |
/// | `any`, or no schema | [`ToScalar`]: texts, numbers, `bool`, types with `Display`, an `Option` of them |
/// | `array` | [`List`]: slices, arrays, `Vec`, … |
/// | an object | any value with these fields |
/// | an object with any keys, `(*)` | [`Map`]: `BTreeMap`, slices of pairs |
///
/// An input with `?` or a default may be left out, or be an `Option`; without a schema, every input
/// may be an `Option`. A text that is none of an enum's choices is rendered as it is, unless it is a
/// literal: see [`try_prompt!`](crate::try_prompt). The argument `history` takes
/// the conversation so far: [`Message`]s or references to them. Two dots stand for all inputs that
/// are not passed: `prompt!("greeting", ..)` renders a prompt without required inputs.
///
/// `secret` keeps an input out of the logs: `secret customer = lead.name`, or `secret customer`.
/// The input is rendered as any other. If the feature `tracing` logs the call, `[redacted]` stands
/// in its place, at every level.
///
/// Each call leaves a marker of about 150 bytes in the binary, with id, version, status,
/// environment and hash. `cargo prompts inspect` lists the markers, even those of a stripped
/// program and of calls that are never reached.
///
/// [`Prompt`]: crate::Prompt
/// [`Rendered`]: crate::Rendered
/// [`Text`]: crate::Text
/// [`display`]: crate::display
/// [`ToNumber`]: crate::ToNumber
/// [`Integer`]: crate::Integer
/// [`Boolean`]: crate::Boolean
/// [`ToScalar`]: crate::ToScalar
/// [`List`]: crate::List
/// [`Map`]: crate::Map
/// [`Message`]: crate::Message
#[macro_export]
macro_rules! prompt {
    // The compiler finds the end of each expression. The procedural macro explains all other forms.
    ($id:literal $(, $word:ident $($name:ident)? $(= $value:expr)?)* $(,)?) => {
        $crate::__private::prompt! { [$crate] $id $(, $word $($name)? $(= $value)?)* }
    };
    ($id:literal $(, $word:ident $($name:ident)? $(= $value:expr)?)*, .. $(,)?) => {
        $crate::__private::prompt! { [$crate] $id $(, $word $($name)? $(= $value)?)*, .. }
    };
    ($($call:tt)*) => { $crate::__private::prompt! { [$crate] $($call)* } };
}

/// Renders a prompt as [`prompt!`](crate::prompt) does, and checks while the program runs that each
/// text for an enum is one of its choices. The result is a `Result<Rendered, RenderError>`.
///
/// `prompt!` checks a literal when it is compiled, and takes every other text as it is. A text that
/// comes from outside of the program belongs here. A type of your own, which has nothing but the
/// choices, needs no check.
///
/// The choices are those of the version that this build pins. Enums in fields and in items of lists
/// are checked too. Hot reload: the choices are those that were compiled.
///
/// ```ignore
/// use prompt_runtime::try_prompt;
///
/// struct Line { at: &'static str, author: &'static str, text: &'static str }
/// let messages = [Line { at: "09:12", author: "on call", text: "error rate at 30 %" }];
/// let severity = String::from("SEV9");
/// let error = try_prompt!("ops-summarize-001", service = "checkout", severity, messages).unwrap_err();
/// assert_eq!(
///     error.to_string(),
///     "`severity` of the prompt `ops-summarize-001` is none of its choices: `SEV1`, `SEV2`, `SEV3`"
/// );
/// ```
#[macro_export]
macro_rules! try_prompt {
    // As `prompt!`.
    ($id:literal $(, $word:ident $($name:ident)? $(= $value:expr)?)* $(,)?) => {
        $crate::__private::try_prompt! { [$crate] $id $(, $word $($name)? $(= $value)?)* }
    };
    ($id:literal $(, $word:ident $($name:ident)? $(= $value:expr)?)*, .. $(,)?) => {
        $crate::__private::try_prompt! { [$crate] $id $(, $word $($name)? $(= $value)?)*, .. }
    };
    ($($call:tt)*) => { $crate::__private::try_prompt! { [$crate] $($call)* } };
}

/// Returns the prompt as [`prompt!`](crate::prompt) does, in an `Option`: `None` where the environment
/// of this build pins no version.
///
/// This is for a prompt that is on its way: development pins it, and production does not yet. Its calls
/// compile in every environment. Which of the two it is, is known when the call is compiled: with the id
/// alone, the expansion is a constant expression.
///
/// With inputs, the result is an `Option<Rendered>`. The inputs are checked in every environment, against
/// the versions that the others pin. In a build that pins none, the values are not computed. If a
/// version that another environment pins cannot be read, the inputs are not checked, and the build
/// warns.
///
/// An id that the configuration does not name is a compile error.
///
/// ```ignore
/// use prompt_runtime::optional_prompt;
///
/// match optional_prompt!("sales-email-007") {
///     Some(email) => println!("{}", email.text()),
///     None => println!("there is no email yet"),
/// }
/// ```
///
/// `cargo prompts check` notes the environments that do not pin the prompt yet;
/// `cargo prompts check --deny unpinned` fails there.
#[macro_export]
macro_rules! optional_prompt {
    // As `prompt!`.
    ($id:literal $(, $word:ident $($name:ident)? $(= $value:expr)?)* $(,)?) => {
        $crate::__private::optional_prompt! { [$crate] $id $(, $word $($name)? $(= $value)?)* }
    };
    ($id:literal $(, $word:ident $($name:ident)? $(= $value:expr)?)*, .. $(,)?) => {
        $crate::__private::optional_prompt! { [$crate] $id $(, $word $($name)? $(= $value)?)*, .. }
    };
    ($($call:tt)*) => { $crate::__private::optional_prompt! { [$crate] $($call)* } };
}

/// Returns every prompt that the environment of this build pins, as a `&'static` slice of
/// [`Prompt`], sorted by id.
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

/// Returns the value of a feature flag in the environment of this build, as a constant `bool`.
///
/// The call is a constant expression, a block with `true` or `false` at its end: it can stand in a
/// `const`, and not where only a literal can, as in a pattern. The compiler drops the branch that is
/// off. A name that no environment declares is a compile error. In a build for several environments the
/// value is that of the [chosen](crate::choose_environment) one, and no constant.
///
/// ```ignore
/// let fields = if prompt_runtime::flag!("new_output_schema") { "subject, body, language" } else { "subject, body" };
/// println!("{fields}");
/// ```
#[macro_export]
macro_rules! flag {
    ($($call:tt)*) => { $crate::__private::flag! { [$crate] $($call)* } };
}

/// Returns the environment of this build, as a `&'static` [`Environment`].
///
/// ```ignore
/// let environment = prompt_runtime::environment!();
/// println!("{} in {}", environment.model, environment.name);
/// ```
///
/// [`Environment`]: crate::Environment
#[macro_export]
macro_rules! environment {
    ($($call:tt)*) => { $crate::__private::environment! { [$crate] $($call)* } };
}

/// Chooses the environment of this program, where it was built for several: one of those that
/// `PROMPT_ENVS` or `Build::environments` of the crate `prompt-build` names. Call it once, at the
/// start of `main`.
///
/// | call | chooses |
/// |---|---|
/// | `choose_environment!()` | the environment that the variable `PROMPT_ENV` names when the program starts |
/// | `choose_environment!(name)` | the environment with this name: any `AsRef<str>` |
/// | `choose_environment!(among ["production", "production-canary"])` | as the first one, and refuses all but these |
///
/// The result is a `Result<(), ChoiceError>`. A name that is not given, or that is none of the
/// environments of the build, is an error, and so is a second choice of another environment: the
/// choice is one for the process, and for all packages in it. In quotes, a name that
/// `environments.yaml` does not have is a compile error.
///
/// In a build for one environment the same line checks that what it chooses is that environment. If
/// `PROMPT_ENV` is not set, it is.
///
/// [`prompt!`](crate::prompt) and the other macros panic before the choice, and in a package that was
/// not built for the chosen environment. They are no constant expressions there.
///
/// ```ignore
/// fn main() -> Result<(), Box<dyn std::error::Error>> {
///     prompt_runtime::choose_environment!()?;
///     println!("{}", prompt_runtime::environment!().name);
///     Ok(())
/// }
/// ```
#[macro_export]
macro_rules! choose_environment {
    ($($call:tt)*) => { $crate::__private::choose_environment! { [$crate] $($call)* } };
}

/// Returns the catalog of all prompts that the environment of this build pins: a
/// [`&'static Catalog`](crate::Catalog), for ids that only the running program knows.
///
/// The prompts are embedded, pinned and signed off as those of [`prompt!`](crate::prompt!), and render
/// to the same text. What the compiler checks there is checked at run time here: an unknown id, and an
/// input that is missing, unknown or of another type, is a [`RenderError`](crate::RenderError) that
/// names it. Where the ids are known, a `match` with a `prompt!` in each arm is checked when it is
/// compiled, and several times as fast.
///
/// ```ignore
/// use prompt_runtime::catalog;
///
/// #[derive(serde::Serialize)]
/// struct Line { at: &'static str, author: &'static str, text: &'static str }
/// #[derive(serde::Serialize)]
/// struct Inputs { service: &'static str, severity: &'static str, messages: Vec<Line> }
///
/// # fn main() -> Result<(), prompt_runtime::RenderError> {
/// let id = format!("ops-summarize-{:03}", 1);
/// let messages = vec![Line { at: "09:12", author: "on call", text: "error rate at 30 %" }];
/// let inputs = Inputs { service: "checkout", severity: "SEV2", messages };
/// let summary = catalog!().get(&id)?.with(&inputs).secret("messages").render()?;
/// assert_eq!(summary.prompt().id, "ops-summarize-001");
///
/// let error = catalog!().get(&id)?.render(&()).unwrap_err();
/// assert_eq!(error.input(), "service");
/// # Ok(())
/// # }
/// ```
///
/// Inputs are a struct, a map or a `serde_json::Value`: any type that is `serde::Serialize`.
///
/// | in the schema | takes |
/// |---|---|
/// | `string` | what serde writes as a string |
/// | `enum` of strings | one of its choices |
/// | `integer` | a whole number |
/// | `number` | a number |
/// | `boolean` | a boolean |
/// | `array` | a sequence |
/// | an object with properties | a struct or a map; the fields that the prompt does not use may be missing |
/// | an object with any keys | a map, or a sequence of pairs |
/// | `any` | anything; a sequence or a map is printed by `{{json …}}` alone |
///
/// An input that has a default, or that the prompt does not require, may be missing or nothing.
/// What other environments pin is of no account: a version that is pinned elsewhere and requires
/// another input fails no call here.
///
/// With the feature `hot-reload`, the catalog keeps the texts of the build, as
/// [`prompts!`](crate::prompts!) does.
#[cfg(feature = "dynamic")]
#[cfg_attr(docsrs, doc(cfg(feature = "dynamic")))]
#[macro_export]
macro_rules! catalog {
    ($($call:tt)*) => { $crate::__private::catalog! { [$crate] $($call)* } };
}

/// Says which feature is missing.
#[cfg(not(feature = "dynamic"))]
#[doc(hidden)]
#[macro_export]
macro_rules! catalog {
    ($($call:tt)*) => {
        ::core::compile_error!(
            "[missing-feature] `catalog!` needs the feature `dynamic` of `prompt-runtime`: run `cargo add prompt-runtime --features dynamic`"
        )
    };
}

/// Logs inputs: within a span, each attribute with the value that a function returns for it.
#[cfg(feature = "tracing")]
#[doc(hidden)]
#[macro_export]
macro_rules! log_variables {
    ($span:ident, $value:ident, [$($attribute:literal),*]) => {
        $crate::__private::debug!(
            target: "prompt_runtime",
            parent: $span,
            { $($attribute = $value($attribute)),* },
            "inputs"
        )
    };
}

/// Declares the types that the answers to a prompt are read into, checked against the output schemas of
/// all pinned versions.
///
/// The first type is that of the whole answer: [`Answer::parse`](crate::Answer::parse) reads it. The
/// structs and enums in it follow. Visibility, documentation and further derives are yours;
/// `Deserialize` is added.
///
/// ```ignore
/// use prompt_runtime::Answer;
///
/// prompt_runtime::answer_type! {
///     "sales-email-007":
///     /// What the model writes to a lead.
///     #[derive(Debug, PartialEq)]
///     pub struct SalesEmail {
///         pub subject: String,
///         pub body: String,
///         pub follow_up_in_days: Option<u32>,
///     }
/// }
///
/// let answer = Answer::new(r#"{ "subject": "Hello", "body": "Dear Mara" }"#);
/// let email: SalesEmail = answer.parse().unwrap();
/// assert_eq!((&*email.subject, email.follow_up_in_days), ("Hello", None));
/// ```
///
/// A type has to hold what each pinned version asks for, so that a pin can move without an answer
/// that the program cannot read:
///
/// | in the schema | type |
/// |---|---|
/// | `string` | `String`, `Box<str>` |
/// | `enum` of strings | an enum with a variant for each choice of each version, or `String` |
/// | `integer` | an integer of any width, `f64` |
/// | `number` | `f64` |
/// | `boolean` | `bool` |
/// | `array` | `Vec`, `VecDeque` |
/// | an object with properties | a struct; it may leave fields out |
/// | an object with any keys | `BTreeMap<String, …>`, `HashMap<String, …>` |
/// | anything else, and everything | `serde_json::Value` |
///
/// A field is an `Option` where a version lacks the property, does not require it, or takes null. An
/// integer that does not fit is an error of `parse`. A schema that contains itself is read into a
/// `serde_json::Value`, from the place on where it does.
///
/// An enum with a variant for any other text, `#[serde(untagged)] Other(String)` or
/// `#[serde(other)] Other`, also takes a choice that a later version adds.
///
/// `#[serde(rename = "…")]` and `rename_all` give the names in the answer. Of serde's other attributes,
/// those that change what is read are refused, and so are type parameters.
///
/// `cargo prompts show ID --rust` prints the types to start from.
#[cfg(feature = "serde")]
#[cfg_attr(docsrs, doc(cfg(feature = "serde")))]
#[macro_export]
macro_rules! answer_type {
    ($($call:tt)*) => { $crate::__private::answer_type! { [$crate] $($call)* } };
}

/// Says which feature is missing.
#[cfg(not(feature = "serde"))]
#[doc(hidden)]
#[macro_export]
macro_rules! answer_type {
    ($($call:tt)*) => {
        ::core::compile_error! {
            "[missing-feature] `answer_type!` needs the feature `serde` of `prompt-runtime`: run `cargo add prompt-runtime --features serde`"
        }
    };
}

/// Declares the enum that the calls of a prompt's tools are read into, checked against the tools of all
/// pinned versions.
///
/// A variant is a tool, and its fields are the arguments. Structs and enums in the fields follow, as in
/// [`answer_type!`](crate::answer_type!), and types are held against the schemas as there.
/// [`ToolCall::parse`](crate::ToolCall::parse) reads a call:
///
/// ```ignore
/// prompt_runtime::tool_type! {
///     "sales-email-007":
///     /// What the model can ask for.
///     #[derive(Debug)]
///     pub enum Tool {
///         LookUpOrder { order_id: String },
///     }
/// }
///
/// fn run(call: &prompt_runtime::ToolCall) -> String {
///     match call.parse::<Tool>() {
///         Ok(Tool::LookUpOrder { order_id }) => format!("{order_id} left Hamburg on Monday."),
///         Err(error) => format!("invalid call: {error}"),
///     }
/// }
/// # _ = run;
/// ```
///
/// A variant `LookUpOrder` is the tool `look-up-order`, `look_up_order` or `lookUpOrder`;
/// `#[serde(rename = "…")]` and `rename_all` give another name. A tool of a pinned version without a
/// variant is an error. A variant without a tool is not: the versions that offer the tool may not be
/// pinned any more, or not yet. A variant without fields takes any arguments, and one with a single
/// unnamed field, `LookUpOrder(Order)`, takes them as that type.
///
/// Where an API takes the strict form of a schema, the model writes null for an argument that it leaves
/// out. Such an argument is an `Option`.
#[cfg(feature = "serde")]
#[cfg_attr(docsrs, doc(cfg(feature = "serde")))]
#[macro_export]
macro_rules! tool_type {
    ($($call:tt)*) => { $crate::__private::tool_type! { [$crate] $($call)* } };
}

/// Says which feature is missing.
#[cfg(not(feature = "serde"))]
#[doc(hidden)]
#[macro_export]
macro_rules! tool_type {
    ($($call:tt)*) => {
        ::core::compile_error! {
            "[missing-feature] `tool_type!` needs the feature `serde` of `prompt-runtime`: run `cargo add prompt-runtime --features serde`"
        }
    };
}
