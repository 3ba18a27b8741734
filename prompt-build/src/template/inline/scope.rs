//! Resolves paths within a partial, and writes them for the text that replaces the partial's tag.

use super::resolved_path::{Base, Origin, ResolvedPath, Start};
use crate::template::compile::{BLOCKS, OUTPUTS, is_function};
use crate::template::syntax::{Argument, Call, Path};

/// The names in scope at one point of a body, in two views: in the files as they are, and in the
/// written text, which has no partials.
#[derive(Clone)]
pub(super) struct Scope {
    /// The contexts of `this` and `../` in the partial's view, the innermost last.
    contexts: Vec<Context>,
    /// The block parameters that the partial sees, the innermost last.
    parameters: Vec<(String, ResolvedPath)>,
    written: Written,
}

/// The names in scope in the written text: those of all blocks around it, including the blocks
/// around the partial's tag.
#[derive(Clone)]
struct Written {
    /// The value of each level.
    levels: Vec<Origin>,
    /// The names of block parameters, with the numbers of their blocks.
    parameters: Vec<(String, usize)>,
    loops: usize,
}

/// The value of `this`.
#[derive(Clone)]
pub(super) enum Context {
    Plain(ResolvedPath),
    /// The named arguments of a partial, on top of its context.
    Overlay(Vec<(String, ResolvedPath)>, Box<Context>),
}

impl Scope {
    pub(super) fn root() -> Self {
        let inputs = Origin {
            start: Start::Inputs,
            fields: Vec::new(),
        };
        Self {
            contexts: vec![Context::Plain(ResolvedPath::level(0))],
            parameters: Vec::new(),
            written: Written {
                levels: vec![inputs],
                parameters: Vec::new(),
                loops: 0,
            },
        }
    }

    /// Resolves a path. Returns `None` if it leads nowhere.
    pub(super) fn resolve(&self, path: &Path) -> Option<ResolvedPath> {
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
            && let Some((_, resolved)) = self
                .parameters
                .iter()
                .rev()
                .find(|(parameter, _)| parameter == name)
        {
            return Some(resolved.stepped(rest));
        }
        let level = self.contexts.len().checked_sub(path.depth + 1)?;
        Some(self.contexts[level].stepped(&fields))
    }

    /// Resolves a path as if it stood in the written text without change.
    fn resolve_written(&self, path: &Path) -> Option<ResolvedPath> {
        let as_written = Self {
            contexts: (0..self.written.levels.len())
                .map(|level| Context::Plain(ResolvedPath::level(level)))
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
            // Its value does not matter: the number alone tells parameters apart.
            Some((name, binder)) => {
                let fields = path.segments[1..]
                    .iter()
                    .map(|(name, _)| name.clone())
                    .collect();
                Some(ResolvedPath {
                    base: Base::Parameter(name.clone(), *binder, Origin::other()),
                    fields,
                })
            }
            None => as_written.resolve(path),
        }
    }

    /// Resolves a path that has to be rewritten. Returns `None` if the path can stay as it is.
    pub(super) fn rewritten(&self, path: &Path) -> Option<ResolvedPath> {
        let resolved = self.resolve(path)?;
        let stays = self
            .resolve_written(path)
            .is_some_and(|written| written.is_same(&resolved));
        (!stays).then_some(resolved)
    }

    /// Writes a resolved path as a path or a literal of the written text. Fails with the name if
    /// the name has another value there.
    pub(super) fn write(&self, resolved: &ResolvedPath) -> Result<String, String> {
        let fields = || {
            resolved
                .fields
                .iter()
                .map(|name| segment(name))
                .collect::<Vec<_>>()
                .join(".")
        };
        let after = |start: String| {
            if resolved.fields.is_empty() {
                start
            } else {
                format!("{start}.{}", fields())
            }
        };
        match &resolved.base {
            Base::Level(level) => {
                let depth = self.written.levels.len() - 1 - level;
                Ok(match (depth, resolved.fields.is_empty()) {
                    (0, true) => "this".to_owned(),
                    (0, false) if self.is_reserved(&resolved.fields[0]) => {
                        format!("this.{}", fields())
                    }
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
            Base::Call(..) => Ok(format!("({})", self.write_call(resolved)?)),
        }
    }

    /// Writes an expression without its parentheses, as it stands in a tag of its own.
    pub(super) fn write_call(&self, resolved: &ResolvedPath) -> Result<String, String> {
        let Some((name, arguments)) = resolved.call() else {
            return self.write(resolved);
        };
        if self.is_written_parameter(name) {
            return Err(name.to_owned());
        }
        let arguments = arguments.iter().map(|argument| self.write(argument));
        let words = std::iter::once(Ok(name.to_owned())).chain(arguments);
        Ok(words.collect::<Result<Vec<_>, _>>()?.join(" "))
    }

    /// Returns whether a name alone is not a field of `this`, but a word, a helper or a parameter.
    fn is_reserved(&self, name: &str) -> bool {
        let is_word = ["else", "true", "false", "null", "undefined"].contains(&name);
        is_word
            || BLOCKS.contains(&name)
            || OUTPUTS.contains(&name)
            || is_function(name)
            || self.is_written_parameter(name)
    }

    fn is_written_parameter(&self, name: &str) -> bool {
        self.written
            .parameters
            .iter()
            .any(|(known, _)| known == name)
    }

    /// Returns whether a block parameter around the partial's tag hides a helper of the partial.
    pub(super) fn hides_helper(&self, name: &str) -> bool {
        self.is_written_parameter(name) && !self.has_parameter(name)
    }

    pub(super) fn has_parameter(&self, name: &str) -> bool {
        self.parameters.iter().any(|(known, _)| known == name)
    }

    /// Resolves an argument of a partial. `source` is the text of its file.
    pub(super) fn argument(&self, argument: &Argument, source: &str) -> Option<ResolvedPath> {
        let prints = match argument {
            Argument::Path(path) => return self.resolve(path),
            Argument::Call(call) => return self.call(call, source),
            Argument::Text(text, _) => text.clone(),
            Argument::Number(number, _) => number.to_string(),
            Argument::Bool(value, _) => value.to_string(),
            Argument::Nothing(_) => String::new(),
        };
        Some(ResolvedPath {
            base: Base::Literal(source[argument.mark().span()].to_owned(), prints),
            fields: Vec::new(),
        })
    }

    fn call(&self, call: &Call, source: &str) -> Option<ResolvedPath> {
        let arguments = call.arguments.iter();
        let resolved = arguments.map(|argument| self.argument(argument, source));
        let name = call.path.simple()?.to_owned();
        Some(ResolvedPath {
            base: Base::Call(name, resolved.collect::<Option<_>>()?),
            fields: Vec::new(),
        })
    }

    /// Returns the context that an argument passes to a partial. If the argument is `this`, the
    /// named arguments of the outer partial are part of it.
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

    /// Returns the scope within a partial, without the block parameters around its tag.
    pub(super) fn in_partial(
        &self,
        context: Option<Context>,
        names: Vec<(String, ResolvedPath)>,
    ) -> Self {
        let mut scope = Self {
            parameters: Vec::new(),
            ..self.clone()
        };
        let is_this = |context: &Context| matches!(context, Context::Plain(resolved) if self.is_this(resolved));
        scope
            .contexts
            .extend(context.filter(|context| !is_this(context)));
        if !names.is_empty() {
            let this = scope.contexts[scope.contexts.len() - 1].clone();
            scope.contexts.push(Context::Overlay(names, Box::new(this)));
        }
        scope
    }

    /// Returns the scope within the `#each` with this number.
    pub(super) fn in_loop(&self, id: usize, parameters: &[&str]) -> Self {
        let mut scope = self.clone();
        let item = Origin {
            start: Start::Item(id),
            fields: Vec::new(),
        };
        scope.written.loops += 1;
        scope.written.levels.push(item.clone());
        scope.contexts.push(Context::Plain(ResolvedPath::level(
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

    /// Returns the scope within the `#with` with this number.
    pub(super) fn in_with(&self, id: usize, value: &ResolvedPath, parameters: &[&str]) -> Self {
        let mut scope = self.clone();
        let origin = self.origin(value);
        if self.written.levels.last() != Some(&origin) || origin.start == Start::Other {
            scope.written.levels.push(origin.clone());
        }
        if !self.is_this(value) {
            scope.contexts.push(Context::Plain(ResolvedPath::level(
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
            ResolvedPath {
                base,
                fields: Vec::new(),
            },
        ));
        self.written.parameters.push((name.to_owned(), binder));
    }

    /// Returns whether the value is `this` already, so that entering it adds no level.
    fn is_this(&self, value: &ResolvedPath) -> bool {
        match self.contexts.last() {
            Some(Context::Plain(this)) => {
                let origin = self.origin(this);
                origin.start != Start::Other && origin == self.origin(value)
            }
            _ => false,
        }
    }

    pub(super) fn origin(&self, resolved: &ResolvedPath) -> Origin {
        let mut origin = match &resolved.base {
            Base::Level(level) => self.written.levels[*level].clone(),
            Base::Parameter(_, _, origin) => origin.clone(),
            Base::Root => Origin {
                start: Start::Inputs,
                fields: Vec::new(),
            },
            Base::Loop(..) | Base::Literal(..) | Base::Call(..) => Origin::other(),
        };
        origin.fields.extend(resolved.fields.iter().cloned());
        origin
    }
}

impl Context {
    fn stepped(&self, fields: &[String]) -> ResolvedPath {
        match self {
            Self::Plain(resolved) => resolved.stepped(fields),
            Self::Overlay(names, under) => match fields.split_first() {
                Some((name, rest)) => match names.iter().find(|(given, _)| given == name) {
                    Some((_, resolved)) => resolved.stepped(rest),
                    None => under.stepped(fields),
                },
                None => under.stepped(fields),
            },
        }
    }
}

fn data(depth: usize, fields: &[String], loops: usize) -> Option<ResolvedPath> {
    let (name, rest) = fields.split_first()?;
    if name == "root" {
        return Some(ResolvedPath {
            base: Base::Root,
            fields: rest.to_vec(),
        });
    }
    let id = loops.checked_sub(depth + 1)?;
    Some(ResolvedPath {
        base: Base::Loop(name.clone(), id),
        fields: rest.to_vec(),
    })
}

/// Writes a name as a segment of a path.
fn segment(name: &str) -> String {
    let is_plain = name
        .chars()
        .all(|c| c.is_alphanumeric() || matches!(c, '_' | '-'));
    if is_plain && !name.starts_with(|c: char| c.is_ascii_digit() || c == '-') && !name.is_empty() {
        return name.to_owned();
    }
    format!("[{}]", name.replace('\\', "\\\\").replace(']', "\\]"))
}
