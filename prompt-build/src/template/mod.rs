//! Compiles a Dotprompt file to a checked program: front matter to typed inputs, a Handlebars body
//! to the operations that render it. It does not depend on pins, environments and releases.
//!
//! Each step is a module. `front_matter` reads the declarations: `inputs` with their
//! `input_name`s, `output`, `tools` and `config`, with `schema` for their types.
//! `syntax` parses the body to a tree and trims it. `compile` resolves each name to a path and a
//! type, and returns a [`Template`]. `printed_defaults` holds the defaults against it. `read` puts the
//! steps together.

mod checked_template;
mod compile;
mod config;
mod finding_limit;
mod front_matter;
#[cfg(feature = "publish")]
mod inline;
mod input_name;
mod inputs;
mod json;
mod output;
mod partials;
mod prefix;
mod printed_defaults;
mod read;
mod schema;
mod secret_names;
mod shared_files;
mod shared_forms;
mod syntax;
#[cfg(test)]
mod tests;
mod tools;
mod width;

pub use checked_template::Template;
pub use config::Config;
pub use front_matter::has_known_key;
#[cfg(feature = "publish")]
pub use inline::{WorkingCopy, inline};
pub use inputs::Input;
pub use json::from_yaml;
pub use output::Output;
pub use prefix::{CacheMark, Prefix};
pub use prompt_core::js::Json;
pub use prompt_core::program::{
    Base, Condition, Demand, Format, Loop, Message, Op, Operand, Step, VariablePath, Visitor,
    walk_ops,
};
pub use prompt_core::vocabulary::Role;
pub use schema::{
    Field, KEYWORDS, Kind, Pattern, Schema, Shape, is_schema_name, referenced_schema,
};
pub use shared_files::{SharedFiles, SharedKind};
pub use shared_forms::SharedForms;
pub use tools::Tool;
