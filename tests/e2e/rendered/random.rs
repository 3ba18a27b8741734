//! Templates of the language, and inputs for them, made at random from a seed.

use fastrand::Rng;
use serde_json::{Value, json};

use super::case::Case;

/// The declarations of the random templates.
const FRONT_MATTER: &str = "---
input:
  schema:
    title: string
    tone?: string
    seats: integer
    share: number
    urgent: boolean
    tags(array): string
    products(array):
      name: string
      price: number
      note?: string
      tags(array): string
    lead:
      name: string
      home?:
        city: string
---
";

const MOST_NESTED: usize = 4;
const TEXTS: [&str; 16] = [
    "\n",
    "\n\n",
    "  ",
    " ",
    "\n  ",
    "\t",
    "Dear ",
    "offer",
    " - ",
    "{ \"a\": 1 }",
    " }} ",
    "a < b & c",
    "\\ ",
    "ü😀",
    "\\{{title}}",
    "---\n",
];

/// A name in scope, by what it is.
#[derive(Clone)]
pub struct Name {
    pub path: String,
    pub kind: Kind,
}

#[derive(Clone, Copy, PartialEq)]
pub enum Kind {
    Root,
    Single,
    Texts,
    Products,
    Product,
    Lead,
    Home,
}

/// As many cases as `RANDOM_TEMPLATES` says, from the seed `RANDOM_SEED` on.
pub fn cases() -> Vec<Case> {
    let number = |name: &str, default: u64| {
        std::env::var(name).map_or(default, |text| text.parse().unwrap())
    };
    let seed = number("RANDOM_SEED", 1);
    (seed..seed + number("RANDOM_TEMPLATES", 150))
        .map(case)
        .collect()
}

/// A case with a random template.
pub fn case(seed: u64) -> Case {
    let mut writer = Writer {
        rng: Rng::with_seed(seed),
        text: String::new(),
    };
    writer.body();
    let Writer { mut rng, text } = writer;
    // Trimmed to nothing it would be no prompt.
    let prompt = format!("{FRONT_MATTER}.{text}.");
    // The first set shows the type of everything.
    let inputs = [true, false, false]
        .map(|is_whole| inputs(&mut rng, is_whole))
        .into();
    Case {
        name: format!("random-{seed}"),
        prompt,
        inputs,
        ..Case::default()
    }
}

/// The names in scope at one point.
pub struct Scope {
    pub names: Vec<Name>,
    /// The value of `this`.
    context: Kind,
}

pub struct Writer {
    pub rng: Rng,
    text: String,
}

impl Writer {
    fn body(&mut self) {
        let scope = Scope {
            names: root(),
            context: Kind::Root,
        };
        for _ in 0..self.rng.usize(1..=3) {
            if self.rng.u8(..) < 80 {
                self.role();
            }
            self.nodes(&scope, 0);
        }
    }

    fn role(&mut self) {
        let role = self.choose(&["system", "user", "model"]);
        self.tag(&format!("role \"{role}\""));
    }

    pub fn choose<T: Copy>(&mut self, from: &[T]) -> T {
        from[self.rng.usize(..from.len())]
    }

    fn nodes(&mut self, scope: &Scope, depth: usize) {
        for _ in 0..self.rng.usize(if depth == 0 { 3..=8 } else { 0..=4 }) {
            match self.rng.u8(..10) {
                0..=3 => {
                    let text = self.choose(&TEXTS);
                    self.text.push_str(text);
                }
                4..=5 => self.output(scope),
                6 if depth > 0 && self.rng.bool() => self.role(),
                6 => {
                    let comment = self.choose(&["{{! a remark }}", "{{!-- a }} b --}}"]);
                    self.text.push_str(comment);
                }
                _ if depth < MOST_NESTED => self.block(scope, depth + 1),
                _ => self.output(scope),
            }
        }
    }

    /// A tag. None has a tilde, and no block an `else if`: there the crate trims other text than
    /// Handlebars does, so that only written cases have them.
    fn tag(&mut self, inner: &str) {
        self.text.extend(["{{", inner, "}}"]);
    }

    pub fn name(&mut self, scope: &Scope, kinds: &[Kind]) -> Option<Name> {
        let fitting = scope
            .names
            .iter()
            .filter(|name| kinds.contains(&name.kind))
            .collect::<Vec<_>>();
        (!fitting.is_empty()).then(|| fitting[self.rng.usize(..fitting.len())].clone())
    }

    fn output(&mut self, scope: &Scope) {
        if self.rng.u8(..) < 10 {
            let indent = self.choose(&["", " indent=3"]);
            let all = if scope.context == Kind::Root && self.rng.bool() {
                "this"
            } else {
                "@root"
            };
            self.tag(&format!("json {all}{indent}"));
            return;
        }
        if self.rng.u8(..) < 30 {
            let Some(name) = self.name(
                scope,
                &[
                    Kind::Single,
                    Kind::Texts,
                    Kind::Products,
                    Kind::Product,
                    Kind::Lead,
                ],
            ) else {
                return;
            };
            // What is absent is a text of JSON here, and nothing there.
            if !name.path.ends_with("tone")
                && !name.path.ends_with("note")
                && !name.path.contains("city")
            {
                self.tag(&format!("json {}", name.path));
            }
            return;
        }
        if self.rng.u8(..) < 60 {
            let expression = self.expression(scope, 0);
            self.tag(&expression);
            return;
        }
        let Some(name) = self.name(scope, &[Kind::Single]) else {
            return;
        };
        self.tag(&name.path);
    }

    fn block(&mut self, scope: &Scope, depth: usize) {
        match self.rng.u8(..6) {
            0..=1 => self.condition(scope, depth),
            2 => self.equality(scope, depth),
            3 => self.with(scope, depth),
            4 => self.section(scope, depth),
            _ => self.each(scope, depth),
        }
    }

    /// A section by a name of the prompt, of which the judge knows the value.
    fn section(&mut self, scope: &Scope, depth: usize) {
        let kinds = [Kind::Single, Kind::Texts, Kind::Products, Kind::Lead];
        let Some(name) = self.name(scope, &kinds) else {
            return;
        };
        // `this` is a text to all that follows.
        let is_number = ["seats", "share"].contains(&name.path.as_str());
        let is_plain = name.path.chars().all(char::is_alphanumeric);
        if scope.context != Kind::Root || !is_plain || is_number {
            return;
        }
        let (kind, mut names) = match name.kind {
            Kind::Texts => (Kind::Single, outer(&scope.names)),
            Kind::Products => (Kind::Product, outer(&scope.names)),
            Kind::Single if name.path == "urgent" => (Kind::Root, scope.names.clone()),
            kind => (kind, outer(&scope.names)),
        };
        match kind {
            Kind::Root => {}
            Kind::Single => names.push(Name {
                path: "this".to_owned(),
                kind,
            }),
            kind => names.extend(fields("", kind)),
        }
        self.line_end();
        self.tag(&format!("#{}", name.path));
        self.line_end();
        let inner = Scope {
            names,
            context: kind,
        };
        self.nodes(&inner, depth);
        self.otherwise(scope, depth);
        self.line_end();
        self.tag(&format!("/{}", name.path));
        self.line_end();
    }

    fn line_end(&mut self) {
        if self.rng.bool() {
            let blank = self.choose(&["\n", "\n  ", " \n"]);
            self.text.push_str(blank);
        }
    }

    fn condition(&mut self, scope: &Scope, depth: usize) {
        const ANY: [Kind; 6] = [
            Kind::Single,
            Kind::Texts,
            Kind::Products,
            Kind::Product,
            Kind::Lead,
            Kind::Home,
        ];
        let helper = self.choose(&["if", "unless"]);
        let condition = if self.rng.bool() {
            format!("({})", self.test(scope, 0))
        } else {
            let Some(name) = self.name(scope, &ANY) else {
                return;
            };
            name.path
        };
        self.line_end();
        self.tag(&format!("#{helper} {condition}"));
        self.line_end();
        self.nodes(scope, depth);
        self.otherwise(scope, depth);
        self.line_end();
        self.tag(&format!("/{helper}"));
        self.line_end();
    }

    fn otherwise(&mut self, scope: &Scope, depth: usize) {
        if self.rng.bool() {
            self.tag("else");
            self.line_end();
            self.nodes(scope, depth);
        }
    }

    fn equality(&mut self, scope: &Scope, depth: usize) {
        let helper = self.choose(&["ifEquals", "unlessEquals"]);
        let root = |name: &&Name| {
            ["title", "seats", "urgent"].contains(&name.path.trim_start_matches("../"))
        };
        let names = scope.names.iter().filter(root).cloned().collect::<Vec<_>>();
        let comparable = Scope {
            names,
            context: scope.context,
        };
        let Some(name) = self.name(&comparable, &[Kind::Single]) else {
            return;
        };
        let value = match name.path.trim_start_matches("../") {
            "title" => "\"offer\"",
            "seats" => "3",
            _ => "true",
        };
        self.tag(&format!("#{helper} {} {value}", name.path));
        self.nodes(scope, depth);
        self.otherwise(scope, depth);
        self.tag(&format!("/{helper}"));
    }

    fn with(&mut self, scope: &Scope, depth: usize) {
        let Some(name) = self.name(scope, &[Kind::Product, Kind::Lead, Kind::Home]) else {
            return;
        };
        let context = name.kind;
        if context == scope.context {
            // To go into what one is in already is no step, and not what this is about.
            return;
        }
        self.line_end();
        let parameter = self.rng.bool().then(|| format!("w{depth}"));
        let parameters = parameter
            .as_ref()
            .map(|name| format!(" as |{name}|"))
            .unwrap_or_default();
        self.tag(&format!("#with {}{parameters}", name.path));
        let mut inner = outer(&scope.names);
        inner.extend(fields("", name.kind));
        inner.extend(fields("this.", name.kind));
        if let Some(parameter) = &parameter {
            inner.extend(fields(&format!("{parameter}."), name.kind));
        }
        self.nodes(
            &Scope {
                names: inner,
                context,
            },
            depth,
        );
        self.otherwise(scope, depth);
        self.tag("/with");
        self.line_end();
    }

    fn each(&mut self, scope: &Scope, depth: usize) {
        let Some(name) = self.name(scope, &[Kind::Texts, Kind::Products]) else {
            return;
        };
        self.line_end();
        let parameter = self.rng.bool().then(|| format!("e{depth}"));
        let parameters = parameter
            .as_ref()
            .map(|name| format!(" as |{name} {name}at|"))
            .unwrap_or_default();
        self.tag(&format!("#each {}{parameters}", name.path));
        self.line_end();
        let item = if name.kind == Kind::Texts {
            Kind::Single
        } else {
            Kind::Product
        };
        let context = item;
        let mut inner = outer(&scope.names);
        inner.push(Name {
            path: "this".to_owned(),
            kind: item,
        });
        inner.extend(["@index", "@first", "@last"].map(|path| Name {
            path: path.to_owned(),
            kind: Kind::Single,
        }));
        inner.extend(fields("", item));
        if let Some(parameter) = &parameter {
            inner.push(Name {
                path: parameter.clone(),
                kind: item,
            });
            inner.push(Name {
                path: format!("{parameter}at"),
                kind: Kind::Single,
            });
            inner.extend(fields(&format!("{parameter}."), item));
        }
        self.nodes(
            &Scope {
                names: inner,
                context,
            },
            depth,
        );
        self.otherwise(scope, depth);
        self.line_end();
        self.tag("/each");
        self.line_end();
    }
}

/// The inputs, by name.
fn root() -> Vec<Name> {
    let single = ["title", "tone", "seats", "share", "urgent"].map(|path| (path, Kind::Single));
    let others = [
        ("tags", Kind::Texts),
        ("products", Kind::Products),
        ("lead", Kind::Lead),
    ];
    let mut names = single
        .into_iter()
        .chain(others)
        .map(|(path, kind)| Name {
            path: path.to_owned(),
            kind,
        })
        .collect::<Vec<_>>();
    names.extend(fields("lead.", Kind::Lead));
    names.push(Name {
        path: "lead.home.city".to_owned(),
        kind: Kind::Single,
    });
    names
}

fn fields(prefix: &str, kind: Kind) -> Vec<Name> {
    let fields: &[(&str, Kind)] = match kind {
        Kind::Product => &[
            ("name", Kind::Single),
            ("price", Kind::Single),
            ("note", Kind::Single),
            ("tags", Kind::Texts),
        ],
        Kind::Lead => &[("name", Kind::Single), ("home", Kind::Home)],
        Kind::Home => &[("city", Kind::Single)],
        _ => &[],
    };
    fields
        .iter()
        .map(|(name, kind)| Name {
            path: format!("{prefix}{name}"),
            kind: *kind,
        })
        .collect()
}

/// The same names from within a block that is a step: block parameters stay as they are, data has
/// one more step.
fn outer(names: &[Name]) -> Vec<Name> {
    let is_parameter = |path: &str| {
        path.starts_with(['w', 'e']) && path[1..].starts_with(|c: char| c.is_ascii_digit())
    };
    let step = |name: &Name| {
        let path = match name.path.as_str() {
            path if is_parameter(path) => path.to_owned(),
            path if path.starts_with('@') => return None,
            path => format!("../{path}"),
        };
        Some(Name {
            path,
            kind: name.kind,
        })
    };
    names.iter().filter_map(step).collect()
}

fn inputs(rng: &mut Rng, is_whole: bool) -> Value {
    const WORDS: [&str; 6] = ["", "offer", "Team plan", "a\n  b", " ", "ü & <b> \"q\" \\"];
    let word = |rng: &mut Rng| WORDS[rng.usize(..WORDS.len())];
    let number = |rng: &mut Rng| [0.0, 1.0, 2.5, -3.0, 1234.5678, 49.0][rng.usize(..6)];
    let words = |rng: &mut Rng| {
        (0..rng.usize(usize::from(is_whole)..4))
            .map(|_| word(rng))
            .collect::<Vec<_>>()
    };
    let products = (0..rng.usize(usize::from(is_whole)..3)).map(|_| {
        let note = (is_whole || rng.bool()).then(|| word(rng));
        json!({ "name": word(rng), "price": number(rng), "note": note, "tags": words(rng) })
    });
    let products = products.collect::<Vec<_>>();
    let home = (is_whole || rng.bool()).then(|| json!({ "city": word(rng) }));
    let lead = json!({ "name": word(rng), "home": home });
    // In the order of the schema, which the JSON of all inputs has.
    let mut inputs = json!({ "title": word(rng) });
    if rng.bool() {
        inputs["tone"] = json!(word(rng));
    }
    let others = json!({
        "seats": rng.i32(0..4), "share": number(rng), "urgent": rng.bool(), "tags": words(rng),
        "products": products, "lead": lead,
    });
    let others = others.as_object().cloned().unwrap_or_default();
    inputs.as_object_mut().unwrap().extend(others);
    inputs
}
