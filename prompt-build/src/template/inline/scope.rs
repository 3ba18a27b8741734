//! What a path means within a partial, and how to write it where the partial's text will stand.

use super::meaning::{Base, Meaning, Origin, Start};
use crate::template::compile::{BLOCKS, OUTPUTS};
use crate::template::syntax::{Argument, Path};

/// Two views of one place: what names mean there as the files are, and what is in scope once the
/// partials are gone.
#[derive(Clone)]
pub(super) struct Scope {
    /// What `this` is and what `../` leads to, as the partial sees it; the innermost last.
    contexts: Vec<Context>,
    /// The block parameters that the partial sees, the innermost last.
    parameters: Vec<(String, Meaning)>,
    written: Written,
}

/// What is in scope in the text that is written: all blocks around it, those around the partial's
/// tag included.
#[derive(Clone)]
struct Written {
    /// For each level the value that it was entered with.
    levels: Vec<Origin>,
    /// Names and the numbers of what binds them.
    parameters: Vec<(String, usize)>,
    loops: usize,
}

/// What `this` is.
#[derive(Clone)]
pub(super) enum Context {
    Plain(Meaning),
    /// Names given to a partial, over what it was given them for.
    Overlay(Vec<(String, Meaning)>, Box<Context>),
}

impl Scope {
    pub(super) fn root() -> Self {
        let inputs = Origin {
            start: Start::Inputs,
            fields: Vec::new(),
        };
        Self {
            contexts: vec![Context::Plain(Meaning::level(0))],
            parameters: Vec::new(),
            written: Written {
                levels: vec![inputs],
                parameters: Vec::new(),
                loops: 0,
            },
        }
    }

    /// What a path means; `None` where it leads nowhere.
    pub(super) fn meaning(&self, path: &Path) -> Option<Meaning> {
        let fields = path
            .segments
            .iter()
            .map(|(name, _)| name.clone())
            .collect::<Vec<_>>();
        if path.is_data {
            return data(path.depth, &fields, self.written.loops);
        }
        if let Some((name, rest)) = fields.split_first()
            && !path.is_scoped
            && let Some((_, meaning)) = self
                .parameters
                .iter()
                .rev()
                .find(|(parameter, _)| parameter == name)
        {
            return Some(meaning.stepped(rest));
        }
        let level = self.contexts.len().checked_sub(path.depth + 1)?;
        Some(self.contexts[level].stepped(&fields))
    }

    /// What the path would mean in the text that is written, if it stood there as it is.
    fn written_meaning(&self, path: &Path) -> Option<Meaning> {
        let as_written = Self {
            contexts: (0..self.written.levels.len())
                .map(|level| Context::Plain(Meaning::level(level)))
                .collect(),
            parameters: Vec::new(),
            written: self.written.clone(),
        };
        let is_parameter = |name: &String| {
            self.written
                .parameters
                .iter()
                .rev()
                .find(|(known, _)| known == name)
        };
        let captured = path
            .segments
            .first()
            .filter(|_| !path.is_scoped && !path.is_data);
        match captured.and_then(|(name, _)| is_parameter(name)) {
            // What it is bound to does not matter: the number alone tells parameters apart.
            Some((name, binder)) => {
                let fields = path.segments[1..]
                    .iter()
                    .map(|(name, _)| name.clone())
                    .collect();
                Some(Meaning {
                    base: Base::Parameter(name.clone(), *binder, Origin::other()),
                    fields,
                })
            }
            None => as_written.meaning(path),
        }
    }

    /// What the path means, where it cannot stay as it is.
    pub(super) fn rewritten(&self, path: &Path) -> Option<Meaning> {
        let meaning = self.meaning(path)?;
        let stays = self
            .written_meaning(path)
            .is_some_and(|written| written.is_same(&meaning));
        (!stays).then_some(meaning)
    }

    /// A meaning as a path, or a literal, of the text that is written. Fails with a name that means
    /// something else there.
    pub(super) fn write(&self, meaning: &Meaning) -> Result<String, String> {
        let fields = || {
            meaning
                .fields
                .iter()
                .map(|name| segment(name))
                .collect::<Vec<_>>()
                .join(".")
        };
        let after = |start: String| {
            if meaning.fields.is_empty() {
                start
            } else {
                format!("{start}.{}", fields())
            }
        };
        match &meaning.base {
            Base::Level(level) => {
                let depth = self.written.levels.len() - 1 - level;
                Ok(match (depth, meaning.fields.is_empty()) {
                    (0, true) => "this".to_owned(),
                    (0, false) if self.is_taken(&meaning.fields[0]) => format!("this.{}", fields()),
                    (depth, true) => vec![".."; depth].join("/"),
                    (depth, false) => format!("{}{}", "../".repeat(depth), fields()),
                })
            }
            Base::Parameter(name, binder, _) => {
                let innermost = self
                    .written
                    .parameters
                    .iter()
                    .rev()
                    .find(|(known, _)| known == name);
                if innermost.is_none_or(|(_, number)| number != binder) {
                    return Err(name.clone());
                }
                Ok(after(segment(name)))
            }
            Base::Loop(name, id) => Ok(format!(
                "@{}{name}",
                "../".repeat(self.written.loops - 1 - id)
            )),
            Base::Root => Ok(after("@root".to_owned())),
            Base::Literal(source, _) => Ok(source.clone()),
        }
    }

    /// Whether a name alone would not be a field of `this`.
    fn is_taken(&self, name: &str) -> bool {
        let is_word = ["else", "true", "false", "null", "undefined"].contains(&name);
        is_word
            || BLOCKS.contains(&name)
            || OUTPUTS.contains(&name)
            || self.is_written_parameter(name)
    }

    fn is_written_parameter(&self, name: &str) -> bool {
        self.written
            .parameters
            .iter()
            .any(|(known, _)| known == name)
    }

    /// Whether a block parameter around the partial's tag stands where the partial means a helper.
    pub(super) fn hides_helper(&self, name: &str) -> bool {
        self.is_written_parameter(name) && !self.has_parameter(name)
    }

    pub(super) fn has_parameter(&self, name: &str) -> bool {
        self.parameters.iter().any(|(known, _)| known == name)
    }

    /// What an argument of a partial means.
    pub(super) fn argument(&self, argument: &Argument, source: &str) -> Option<Meaning> {
        let prints = match argument {
            Argument::Path(path) => return self.meaning(path),
            Argument::Text(text, _) => text.clone(),
            Argument::Number(number, _) => {
                crate::template::Json::number(number.parse().unwrap_or_default()).to_string()
            }
            Argument::Bool(value, _) => value.to_string(),
            Argument::Nothing(_) => String::new(),
        };
        Some(Meaning {
            base: Base::Literal(source.to_owned(), prints),
            fields: Vec::new(),
        })
    }

    /// The context that an argument hands over: with the names that a partial was given, if that is
    /// what it names.
    pub(super) fn context(&self, argument: &Argument, source: &str) -> Option<Context> {
        if let Argument::Path(path) = argument
            && path.is_scoped
            && path.segments.is_empty()
        {
            let level = self.contexts.len().checked_sub(path.depth + 1)?;
            return Some(self.contexts[level].clone());
        }
        self.argument(argument, source).map(Context::Plain)
    }

    /// Within a partial: block parameters around its tag are not seen there.
    pub(super) fn in_partial(
        &self,
        context: Option<Context>,
        names: Vec<(String, Meaning)>,
    ) -> Self {
        let mut scope = Self {
            parameters: Vec::new(),
            ..self.clone()
        };
        let is_this =
            |context: &Context| matches!(context, Context::Plain(meaning) if self.is_this(meaning));
        scope
            .contexts
            .extend(context.filter(|context| !is_this(context)));
        if !names.is_empty() {
            let this = scope.contexts[scope.contexts.len() - 1].clone();
            scope.contexts.push(Context::Overlay(names, Box::new(this)));
        }
        scope
    }

    /// Within `#each`, whose number is given.
    pub(super) fn in_loop(&self, id: usize, parameters: &[&str]) -> Self {
        let mut scope = self.clone();
        let item = Origin {
            start: Start::Item(id),
            fields: Vec::new(),
        };
        scope.written.loops += 1;
        scope.written.levels.push(item.clone());
        scope.contexts.push(Context::Plain(Meaning::level(
            scope.written.levels.len() - 1,
        )));
        for (position, name) in parameters.iter().enumerate() {
            // The item and its key are bound by the same block.
            let origin = if position == 0 {
                item.clone()
            } else {
                Origin::other()
            };
            scope.bind(name, 2 * id + position, origin);
        }
        scope
    }

    /// Within `#with`, whose number is given.
    pub(super) fn in_with(&self, id: usize, value: &Meaning, parameters: &[&str]) -> Self {
        let mut scope = self.clone();
        let origin = self.origin(value);
        if self.written.levels.last() != Some(&origin) || origin.start == Start::Other {
            scope.written.levels.push(origin.clone());
        }
        if !self.is_this(value) {
            scope.contexts.push(Context::Plain(Meaning::level(
                scope.written.levels.len() - 1,
            )));
        }
        for name in parameters {
            scope.bind(name, 2 * id, origin.clone());
        }
        scope
    }

    fn bind(&mut self, name: &str, binder: usize, origin: Origin) {
        let base = Base::Parameter(name.to_owned(), binder, origin);
        self.parameters.push((
            name.to_owned(),
            Meaning {
                base,
                fields: Vec::new(),
            },
        ));
        self.written.parameters.push((name.to_owned(), binder));
    }

    /// Whether the value is `this` already, so that entering it adds no level.
    fn is_this(&self, value: &Meaning) -> bool {
        match self.contexts.last() {
            Some(Context::Plain(this)) => {
                let origin = self.origin(this);
                origin.start != Start::Other && origin == self.origin(value)
            }
            _ => false,
        }
    }

    fn origin(&self, meaning: &Meaning) -> Origin {
        let mut origin = match &meaning.base {
            Base::Level(level) => self.written.levels[*level].clone(),
            Base::Parameter(_, _, origin) => origin.clone(),
            Base::Root => Origin {
                start: Start::Inputs,
                fields: Vec::new(),
            },
            Base::Loop(..) | Base::Literal(..) => Origin::other(),
        };
        origin.fields.extend(meaning.fields.iter().cloned());
        origin
    }
}

impl Context {
    fn stepped(&self, fields: &[String]) -> Meaning {
        match self {
            Self::Plain(meaning) => meaning.stepped(fields),
            Self::Overlay(names, under) => match fields.split_first() {
                Some((name, rest)) => match names.iter().find(|(given, _)| given == name) {
                    Some((_, meaning)) => meaning.stepped(rest),
                    None => under.stepped(fields),
                },
                None => under.stepped(fields),
            },
        }
    }
}

fn data(depth: usize, fields: &[String], loops: usize) -> Option<Meaning> {
    let (name, rest) = fields.split_first()?;
    if name == "root" {
        return Some(Meaning {
            base: Base::Root,
            fields: rest.to_vec(),
        });
    }
    let id = loops.checked_sub(depth + 1)?;
    Some(Meaning {
        base: Base::Loop(name.clone(), id),
        fields: rest.to_vec(),
    })
}

/// A name as it stands in a path.
fn segment(name: &str) -> String {
    let is_plain = name
        .chars()
        .all(|c| c.is_alphanumeric() || matches!(c, '_' | '-'));
    if is_plain && !name.starts_with(|c: char| c.is_ascii_digit() || c == '-') && !name.is_empty() {
        return name.to_owned();
    }
    format!("[{}]", name.replace('\\', "\\\\").replace(']', "\\]"))
}
