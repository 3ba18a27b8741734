//! Compiles a tree to a program: resolves every name to a path and a type, or reports it.
//!
//! `compiler` is the state, to which each other module adds methods. Nodes, blocks and partials
//! contain each other, so their methods call each other.

mod all_inputs;
mod blocks;
mod compiler;
mod dialects;
mod expanded_size;
mod fixed_text;
mod function_arguments;
mod functions;
mod helper_names;
mod helpers;
mod inferred;
mod list_parts;
mod messages;
mod nodes;
mod ops;
mod partial_tags;
mod paths;
mod scope;
mod sections;
mod user_message;
mod warnings;
mod word_operators;

#[cfg(feature = "publish")]
pub(super) use helper_names::{BLOCKS, OUTPUTS, is_function};
#[cfg(feature = "publish")]
pub(super) use sections::SectionForm;

use std::sync::Arc;

use compiler::Compiler;
use dialects::warn_of_dialects;
use inferred::Inferred;
use messages::Compiled;
use user_message::{warn_of_text_after_history, warn_of_vanishing};
use warnings::{warn_of_cold_text, warn_of_unused};

use super::checked_template::Template;
use super::front_matter::FrontMatter;
use super::inputs::Inputs;
use super::shared_files::SharedFiles;
use super::syntax::Tree;
use crate::report::Findings;
use crate::source::Source;

/// Compiles the tree of a file against what its front matter declares.
pub(super) fn compile(
    source: &Arc<Source>,
    front_source: &Arc<Source>,
    tree: &Tree,
    declared: FrontMatter,
    shared: &SharedFiles<'_>,
    findings: &mut Findings,
) -> Option<Template> {
    let (is_inferred, inputs) = match declared.inputs {
        Inputs::Inferred => (true, Vec::new()),
        Inputs::Declared(inputs) => (false, inputs),
        Inputs::Unreadable => return None,
    };
    let mut own = Findings::default();
    let inferred = is_inferred.then(Inferred::default);
    let mut compiler = Compiler::new(source, &inputs, inferred, shared, &mut own);
    let Compiled {
        messages,
        fixed,
        after_history,
    } = compiler.messages(tree);
    let Compiler {
        inferred,
        used,
        demands,
        warnings: mut of_tags,
        ..
    } = compiler;
    // A partial is compiled once for each call, so its findings may be repeated.
    own.deduplicate();
    of_tags.deduplicate();
    let inputs = match inferred {
        Some(inferred) => inferred.into_inputs(front_source, declared.defaults, &mut own),
        None => inputs.clone(),
    };
    let mut warnings = declared.warnings;
    warnings.append(of_tags);
    if !is_inferred {
        warn_of_unused(front_source, &inputs, &used, &mut warnings);
    }
    warn_of_dialects(source, &messages, &inputs, &mut warnings);
    warn_of_cold_text(source, &fixed, &mut warnings);
    warn_of_vanishing(source, &messages, &mut warnings);
    warn_of_text_after_history(source, &after_history, &mut warnings);
    let is_sound = !own.has_errors();
    findings.append(own);
    is_sound.then(|| Template {
        source: Arc::clone(front_source),
        is_inferred,
        inputs,
        output: declared.output,
        tools: declared.tools,
        config: declared.config,
        messages,
        demands: demands.into_iter().collect(),
        warnings,
    })
}
