//! Random expressions, of the types that the build script asks for.

use super::random::{Kind, Name, Scope, Writer};

/// The most functions within each other.
const MOST_NESTED: usize = 3;

#[derive(Clone, Copy, PartialEq)]
enum Type {
    Text,
    Number,
    Boolean,
}

impl Name {
    /// The type of a single value.
    fn type_of(&self) -> Type {
        let last = self.path.rsplit(['.', '/']).next().unwrap_or_default();
        match last {
            "seats" | "price" | "share" | "@index" => Type::Number,
            "urgent" | "@first" | "@last" => Type::Boolean,
            at if at.ends_with("at") => Type::Number,
            _ => Type::Text,
        }
    }
}

impl Writer {
    /// An expression without its parentheses, whose value can be printed.
    pub fn expression(&mut self, scope: &Scope, depth: usize) -> String {
        match self.rng.u8(..8) {
            0 => self.number(scope, depth),
            1 => self.test(scope, depth),
            _ => self.text_function(scope, depth),
        }
    }

    fn text_function(&mut self, scope: &Scope, depth: usize) -> String {
        let inner = depth + 1;
        match self.rng.u8(..6) {
            0 | 1 => {
                let function = self.choose(&["upper", "lower", "trim"]);
                format!("{function} {}", self.single(scope, Type::Text, inner))
            }
            2 => {
                let values = (0..self.rng.usize(1..4)).map(|_| {
                    let kind = self.choose(&[Type::Text, Type::Number, Type::Boolean]);
                    self.single(scope, kind, inner)
                });
                format!("concat {}", values.collect::<Vec<_>>().join(" "))
            }
            3 => {
                let values = [(); 2].map(|()| self.single(scope, Type::Text, inner));
                format!("default {}", values.join(" "))
            }
            4 => match self.name(scope, &[Kind::Texts]) {
                Some(list) => {
                    let separator = self.single(scope, Type::Text, inner);
                    format!("join {} {separator}", list.path)
                }
                None => "upper \"none\"".to_owned(),
            },
            _ => match self.name(scope, &[Kind::Texts, Kind::Products]) {
                Some(list) => {
                    // The build script refuses a fraction.
                    let at = self.single(scope, Type::Number, inner).replace("2.5", "2");
                    let item = format!("lookup {} {at}", list.path);
                    if list.kind == Kind::Texts {
                        item
                    } else {
                        format!("lookup ({item}) \"name\"")
                    }
                }
                None => "trim \" none \"".to_owned(),
            },
        }
    }

    fn number(&mut self, scope: &Scope, depth: usize) -> String {
        if self.rng.u8(..3) == 0 {
            return format!("inc {}", self.single(scope, Type::Number, depth + 1));
        }
        let list = self.name(scope, &[Kind::Texts, Kind::Products]);
        match list.filter(|_| self.rng.bool()) {
            Some(list) => format!("len {}", list.path),
            None => format!("len {}", self.single(scope, Type::Text, depth + 1)),
        }
    }

    /// An expression without its parentheses, which is true or false.
    pub fn test(&mut self, scope: &Scope, depth: usize) -> String {
        let inner = depth + 1;
        match self.rng.u8(..8) {
            0 | 1 => {
                let kind = self.choose(&[Type::Text, Type::Number, Type::Boolean]);
                let function = self.choose(&["eq", "ne"]);
                let values = [(); 2].map(|()| self.single(scope, kind, inner));
                format!("{function} {}", values.join(" "))
            }
            2 | 3 => {
                let function = self.choose(&["gt", "gte", "lt", "lte"]);
                let values = [(); 2].map(|()| self.single(scope, Type::Number, inner));
                format!("{function} {}", values.join(" "))
            }
            4 => {
                let function = self.choose(&["and", "or"]);
                let values = (0..self.rng.usize(2..4)).map(|_| self.condition_value(scope, inner));
                format!("{function} {}", values.collect::<Vec<_>>().join(" "))
            }
            5 => format!("not {}", self.condition_value(scope, inner)),
            6 => {
                let part = self.single(scope, Type::Text, inner);
                match self.name(scope, &[Kind::Texts]) {
                    Some(list) => format!("contains {} {part}", list.path),
                    None => format!("not {part}"),
                }
            }
            _ => {
                let values = [(); 2].map(|()| self.single(scope, Type::Text, inner));
                format!("contains {}", values.join(" "))
            }
        }
    }

    /// What `and`, `or` and `not` take: also lists and objects.
    fn condition_value(&mut self, scope: &Scope, depth: usize) -> String {
        const COMPOSITE: [Kind; 5] = [
            Kind::Texts,
            Kind::Products,
            Kind::Product,
            Kind::Lead,
            Kind::Home,
        ];
        if let Some(name) = self.name(scope, &COMPOSITE).filter(|_| self.rng.bool()) {
            return name.path;
        }
        let kind = self.choose(&[Type::Text, Type::Number, Type::Boolean]);
        self.single(scope, kind, depth)
    }

    /// An argument that is a single value of a type.
    fn single(&mut self, scope: &Scope, kind: Type, depth: usize) -> String {
        let is_named = self.rng.u8(..3) > 0;
        let fits = |name: &&Name| name.kind == Kind::Single && name.type_of() == kind;
        let names = scope.names.iter().filter(fits).collect::<Vec<_>>();
        if is_named && !names.is_empty() {
            return names[self.rng.usize(..names.len())].path.clone();
        }
        if depth < MOST_NESTED && self.rng.bool() {
            return match kind {
                Type::Text => format!("({})", self.text_function(scope, depth)),
                Type::Number => format!("({})", self.number(scope, depth)),
                Type::Boolean => format!("({})", self.test(scope, depth)),
            };
        }
        match kind {
            Type::Text => self.choose(&["\"offer\"", "\"\"", "\" a\"", "\"ß\""]),
            Type::Number => self.choose(&["0", "1", "2.5", "49"]),
            Type::Boolean => self.choose(&["true", "false"]),
        }
        .to_owned()
    }
}
