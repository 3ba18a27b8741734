//! Translates templates of Jinja, as minijinja, Jinja2, Tera and askama share it, into prompts.
//!
//! minijinja's parser reads the template. `statement`, `expression` and `filter` make `item`s of it and
//! report what a prompt cannot say. `layout` keeps whitespace what it is, and `write` makes one text of
//! the items. `constant` knows the names that `{% set %}` gives, `json` the filters that print JSON, and
//! `include` puts the texts of other files in their places. `uses` tells the types of the inputs, from which `schema` makes the front matter, and
//! `made_up` the inputs with which `judge` holds the prompt against the template.

mod argument;
mod constant;
mod expression;
mod filter;
mod include;
mod item;
mod json;
mod judge;
mod layout;
mod made_up;
mod named_argument;
mod pair_loop;
mod scan;
mod schema;
mod statement;
#[cfg(test)]
mod tests;
mod translator;
mod uses;
mod write;

use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;
use std::{panic, thread};

use minijinja::Error;
use minijinja::machinery::ast::Stmt;
use minijinja::machinery::{Span, parse};
use minijinja::syntax::SyntaxConfig;
use prompt_build::library::PromptFile;
use prompt_build::report::{Code, Finding, Findings};
use prompt_build::source::{Location, Mark, Source};
use prompt_build::template::{Input, SharedFiles, Template};
use prompt_core::secret::masked;

use include::Included;
pub use include::ReadIncluded;
use item::Item;
use judge::{Difference, Verdict, judge};
use pair_loop::PairLoops;
use scan::{MAX_TAGS, MAX_WORDS, scan};
use translator::{Translator, location};
use uses::Uses;

/// How Jinja reads whitespace: three settings of its environment.
#[derive(Debug, Clone, Copy, Default)]
pub struct Whitespace {
    pub trim_blocks: bool,
    pub lstrip_blocks: bool,
    pub keep_trailing_newline: bool,
}

/// A template as a prompt.
#[derive(Debug)]
pub struct Translation {
    /// The file: front matter and text.
    pub text: String,
    pub inputs: Vec<Input>,
    /// The inputs with their guessed types, as a command shows them.
    pub guesses: Vec<String>,
    /// The number of made-up sets of inputs with which both render to the same text.
    pub rounds: usize,
    /// The paths of the files that were included.
    pub included: Vec<String>,
    /// What a user should know of it.
    pub notes: Vec<&'static str>,
}

/// The stack for the deepest template within the limits. The system provides only the part that is used.
const STACK: usize = 256 * 1024 * 1024;

/// Translates a template. Nothing is left out: what a prompt cannot say is an error.
pub fn translate(
    source: &Arc<Source>,
    whitespace: Whitespace,
    included: ReadIncluded<'_>,
) -> Result<Translation, Findings> {
    thread::scope(|scope| {
        let translator = || translate_here(source, whitespace, included);
        let thread = thread::Builder::new().stack_size(STACK);
        let translation = thread.spawn_scoped(scope, translator).map_err(|error| {
            let message = format!("cannot translate the template: {error}");
            about_file(source, message, "close other programs")
        })?;
        let translation = translation.join();
        translation.unwrap_or_else(|panic| panic::resume_unwind(panic))
    })
}

fn translate_here(
    source: &Arc<Source>,
    whitespace: Whitespace,
    included: ReadIncluded<'_>,
) -> Result<Translation, Findings> {
    let syntax = whitespace.syntax();
    let Read {
        mut items,
        uses,
        files,
        pair_loops,
        prints_json,
    } = read(source, &syntax, included)?;
    if let Some((name, other)) = uses.contradiction() {
        let message = format!("`{name}` {other} in one tag and an object in another");
        let help = "pass the parts as inputs of their own";
        return Err(about_file(source, message, help).into());
    }
    if !uses.inputs().is_empty() {
        layout::keep_ends(&mut items);
    }
    layout::keep_lines(&mut items, whitespace.trim_blocks);
    let body = write::write(&items);
    let text = schema::front_matter(&uses, &body) + &body;
    let template = built(source, &text)?;
    let rounds = match judge(source, &files, &pair_loops, &syntax, &template, &uses) {
        Verdict::Same(rounds) => rounds,
        Verdict::NotRendered(reason) => return Err(not_rendered(source, &reason).into()),
        Verdict::Different(difference) => return Err(different(source, &difference).into()),
    };
    Ok(Translation {
        text,
        inputs: template.inputs,
        guesses: schema::summary(&uses),
        rounds,
        included: files.values().map(|file| file.path.clone()).collect(),
        notes: prints_json
            .then_some(json::NOTE)
            .into_iter()
            .chain((!pair_loops.is_empty()).then_some(pair_loop::NOTE))
            .collect(),
    })
}

/// A template as it was read.
struct Read {
    items: Vec<Item>,
    uses: Uses,
    /// The included files, by their names.
    files: BTreeMap<String, Arc<Source>>,
    pair_loops: PairLoops,
    prints_json: bool,
}

/// Reads a template and the files that it includes.
fn read(
    source: &Arc<Source>,
    syntax: &SyntaxConfig,
    included: ReadIncluded<'_>,
) -> Result<Read, Findings> {
    let fail = |error: Error| Findings::from(unreadable(source, &error));
    let scan = scan(&source.text, syntax).map_err(fail)?;
    if let Some(span) = scan.excess {
        return Err(too_large(source, span).into());
    }
    let tree = parse(&source.text, &source.path, syntax.clone()).map_err(fail)?;
    let statements = match &tree {
        Stmt::Template(template) => template.children.as_slice(),
        _ => &[],
    };
    // Some tests depend on the type of a value, which a later tag may tell.
    let mut known = Translator::new(
        source,
        Uses::default(),
        VecDeque::new(),
        Included::new(included, syntax),
    );
    known.body(statements);
    let mut translator = Translator::new(
        source,
        known.uses,
        scan.comments,
        Included::new(included, syntax),
    );
    let mut items = translator.body(statements);
    translator.comments_before(usize::MAX, &mut items);
    if translator.findings.has_errors() {
        return Err(translator.findings);
    }
    Ok(Read {
        items,
        uses: translator.uses,
        files: translator.included.files,
        pair_loops: translator.pair_loops,
        prints_json: translator.prints_json,
    })
}

impl Whitespace {
    fn syntax(self) -> SyntaxConfig {
        let mut syntax = SyntaxConfig::builder();
        syntax
            .trim_blocks(self.trim_blocks)
            .lstrip_blocks(self.lstrip_blocks)
            .keep_trailing_newline(self.keep_trailing_newline);
        // The delimiters are Jinja's own.
        syntax.build().unwrap_or_default()
    }
}

fn unreadable(source: &Arc<Source>, error: &Error) -> Finding {
    let line = error.line().unwrap_or(1).max(1);
    let start = source
        .text
        .split_inclusive('\n')
        .take(line - 1)
        .map(str::len)
        .sum();
    let mark = Mark::at(start, start);
    let reason = error
        .detail()
        .map_or_else(|| error.kind().to_string(), str::to_owned);
    let message = format!("cannot read the template: {reason}");
    let help = "import a text that is no template with `--format text`";
    let location = Location::new(source, mark);
    Finding::error(Code::UnsupportedJinja, location, message).help(help.to_owned())
}

fn too_large(source: &Arc<Source>, span: Span) -> Finding {
    let message = format!(
        "the template has more than {MAX_TAGS} tags, or a tag of more than {MAX_WORDS} words"
    );
    let location = location(source, span);
    let help = "import its parts as prompts of their own".to_owned();
    Finding::error(Code::UnsupportedJinja, location, message).help(help)
}

fn about_file(source: &Arc<Source>, message: String, help: &str) -> Finding {
    Finding::error(Code::UnsupportedJinja, Location::file(source), message).help(help.to_owned())
}

/// Reads the prompt as the build does.
fn built(source: &Arc<Source>, text: &str) -> Result<Template, Findings> {
    let file = Source::new("local.prompt", text);
    let mut own = Findings::default();
    let template = PromptFile::read(&file, &mut own)
        .and_then(|file| file.template(&SharedFiles::refused(), &mut own));
    let template = template.filter(|_| !own.has_errors());
    template.ok_or_else(|| {
        let errors = own.iter().map(|finding| {
            let message = format!("the prompt would not build: {}", finding.message);
            about_file(
                source,
                message,
                "write the prompt by hand: `cargo prompts new ID`",
            )
        });
        let mut findings = Findings::default();
        findings.extend(errors);
        findings
    })
}

fn not_rendered(source: &Arc<Source>, reason: &str) -> Finding {
    let message = format!("minijinja does not render the template with made-up inputs: {reason}");
    let help = "write the prompt by hand: `cargo prompts new ID`";
    let location = Location::file(source);
    Finding::error(Code::DifferentRendering, location, message).help(help.to_owned())
}

/// Shows the first line that differs, from the first difference on.
fn different(source: &Arc<Source>, difference: &Difference) -> Finding {
    let found = match &difference.translation {
        Err(reason) => format!("the prompt does not render: {reason}"),
        Ok(translation) => first_difference(&difference.original, translation),
    };
    let message = format!("the prompt would render to another text: {found}");
    let location = Location::file(source);
    let finding = Finding::error(Code::DifferentRendering, location, message);
    finding.help(format!("the made-up inputs are `{}`", difference.inputs))
}

fn first_difference(original: &str, translation: &str) -> String {
    const LONGEST: usize = 40;
    let mut pairs = original.chars().zip(translation.chars());
    let same = pairs.by_ref().take_while(|(left, right)| left == right);
    let same = same.map(|(left, _)| left).collect::<String>();
    let line = same.matches('\n').count() + 1;
    // Masked before they are cut: a part of a key has the form of none.
    let shown = |text: &str| match masked(text).get(same.len()..).unwrap_or_default() {
        "" => "its end".to_owned(),
        rest => format!("{:?}", rest.chars().take(LONGEST).collect::<String>()),
    };
    let (left, right) = (shown(original), shown(translation));
    format!("line {line} has {right} where minijinja has {left}")
}
