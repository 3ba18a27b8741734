use std::sync::Arc;
use std::{fmt, panic, thread};

use proc_macro2::{Span, TokenStream};
use prompt_build::report::{Code, Finding};
use prompt_build::review::merge_conflict;
use prompt_build::source::{Location, Mark, Source};
use syn::File;

use super::nesting::{STACK, too_deep};

/// Parses a file as Rust, and returns what is read of it. A file that cannot be parsed is a warning, and one
/// with the markers of a merge conflict an error.
pub fn read<T: Send>(
    source: &Arc<Source>,
    read: impl FnOnce(&File) -> T + Send,
) -> Result<T, Finding> {
    // The parser is recursive: it needs more stack than a thread has by default.
    let parser = || match parse(source) {
        Ok(file) => Ok(read(&file)),
        // What the parser says of a marker does not name it.
        Err(finding) => Err(merge_conflict(source).unwrap_or(finding)),
    };
    thread::scope(|scope| {
        let parsing = thread::Builder::new()
            .stack_size(STACK)
            .spawn_scoped(scope, parser);
        let parsed = parsing
            .map_err(|error| no_rust(source, Span::call_site(), &error))?
            .join();
        parsed.unwrap_or_else(|panic| panic::resume_unwind(panic))
    })
}

/// The place of a span in the file.
pub fn location(source: &Arc<Source>, span: Span) -> Location {
    let range = span.byte_range();
    let end = range.end.min(source.text.len());
    Location::new(source, Mark::at(range.start.min(end), end))
}

fn parse(source: &Arc<Source>) -> Result<File, Finding> {
    let tokens = without_shebang(&source.text).parse::<TokenStream>();
    let tokens = tokens.map_err(|error| no_rust(source, error.span(), &error))?;
    if let Some(span) = too_deep(tokens.clone()) {
        return Err(no_rust(source, span, &"it is nested too deeply"));
    }
    syn::parse2(tokens).map_err(|error| no_rust(source, error.span(), &error))
}

fn no_rust(source: &Arc<Source>, span: Span, reason: &impl fmt::Display) -> Finding {
    let message = format!("cannot parse the file as Rust: {reason}");
    Finding::warning(Code::UnreadableSource, location(source, span), message)
}

/// Blanks out the line for the shell, so that all other text keeps its place.
fn without_shebang(text: &str) -> String {
    let line = text.lines().next().unwrap_or_default();
    let is_shebang = line.starts_with("#!") && !line[2..].trim_start().starts_with('[');
    if is_shebang {
        " ".repeat(line.len()) + &text[line.len()..]
    } else {
        text.to_owned()
    }
}
