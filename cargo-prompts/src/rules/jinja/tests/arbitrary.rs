//! Templates made at random from what is translated: each renders as in minijinja, which the
//! translation checks itself. A seed makes the same templates again (`RANDOM_SEED`,
//! `RANDOM_TEMPLATES`).

use std::env;

use fastrand::Rng;
use prompt_build::report::{Code, render};
use prompt_build::source::Source;

use crate::rules::jinja::{Whitespace, translate};

const TEXTS: &[&str] = &[
    "a",
    "Write",
    " ",
    "  ",
    "\n",
    "\n\n",
    "\n  ",
    "\t",
    "}",
    "{ ",
    "{% raw %}{{% endraw %}",
    "\\",
    "\\\\",
    "}}",
    "'",
    "\"",
    ".\n",
    "{% raw %}{{{% endraw %}",
    "{% raw %}{{ a }}{% endraw %}",
    "{% raw %}\\{{{{{% endraw %}",
    "{# c #}",
    "\n{# c #}\n",
    "  {#- c }} -#}\n",
    "# Title\n",
    "- ",
    "ß",
];
const SINGLE: &[&str] = &["name", "tone", "lead.city", "role", "lead['name']"];
const NUMBERS: &[&str] = &["seats", "lead.age"];
const LISTS: &[&str] = &["tags", "lead.tags"];
const TEXT_LITERALS: &[&str] = &["'gold'", "''", "'say \"hi\"'", "'}}'"];

struct Author {
    rng: Rng,
    /// The names of loops around, each a text.
    names: Vec<&'static str>,
    in_loop: bool,
    /// In a branch, within the innermost loop.
    in_branch: bool,
}

impl Author {
    fn pick<'a>(&mut self, of: &[&'a str]) -> &'a str {
        of[self.rng.usize(..of.len())]
    }

    fn body(&mut self, depth: usize) -> String {
        let count = self.rng.usize(0..5);
        (0..count).map(|_| self.piece(depth)).collect()
    }

    fn piece(&mut self, depth: usize) -> String {
        match self.rng.usize(0..if depth == 0 { 8 } else { 13 }) {
            0 if !self.in_branch && self.rng.usize(0..3) == 0 => self.constant(),
            0..=3 => self.pick(TEXTS).to_owned(),
            4..=7 => {
                let printed = self.printed();
                self.tag("{{", &printed, "}}")
            }
            8 | 9 => self.condition_block(depth),
            10 => self.loop_block(depth),
            11 => self.map_block(depth),
            _ => self.object_block(depth),
        }
    }

    /// A tag, with `-` at its ends at times.
    fn tag(&mut self, open: &str, inner: &str, close: &str) -> String {
        let mut dash = || if self.rng.usize(0..6) == 0 { "-" } else { "" };
        format!("{open}{} {inner} {}{close}", dash(), dash())
    }

    /// A tag of a block, at times alone on a line.
    fn statement(&mut self, inner: &str) -> String {
        let before = self.pick(&["", "", "\n", "\n  "]);
        let after = self.pick(&["", "", "\n", " \n"]);
        format!("{before}{}{after}", self.tag("{%", inner, "%}"))
    }

    /// A name for a constant. In a condition it is refused.
    fn constant(&mut self) -> String {
        let name = self.pick(&["tone", "name", "motto"]);
        let value = self.pick(TEXT_LITERALS);
        self.statement(&format!("set {name} = {value}"))
    }

    fn condition_block(&mut self, depth: usize) -> String {
        let was_in_branch = std::mem::replace(&mut self.in_branch, true);
        let condition = self.condition(2);
        let mut text = self.statement(&format!("if {condition}")) + &self.body(depth - 1);
        for _ in 0..self.rng.usize(0..3) {
            let condition = self.condition(1);
            text += &self.statement(&format!("elif {condition}"));
            text += &self.body(depth - 1);
        }
        if self.rng.bool() {
            text += &self.statement("else");
            text += &self.body(depth - 1);
        }
        self.in_branch = was_in_branch;
        text + &self.statement("endif")
    }

    fn each(&mut self, head: &str, names: &[&'static str], depth: usize) -> String {
        let was_in_loop = std::mem::replace(&mut self.in_loop, true);
        let was_in_branch = std::mem::replace(&mut self.in_branch, false);
        self.names.extend(names);
        let mut text = self.statement(head) + &self.body(depth - 1);
        self.names.truncate(self.names.len() - names.len());
        self.in_loop = was_in_loop;
        if self.rng.usize(0..3) == 0 {
            self.in_branch = true;
            text += &self.statement("else");
            text += &self.body(depth - 1);
        }
        self.in_branch = was_in_branch;
        text + &self.statement("endfor")
    }

    fn loop_block(&mut self, depth: usize) -> String {
        let list = self.pick(LISTS);
        let name = self.pick(&["tag", "name", "x"]);
        self.each(
            &format!("for {name} in {list}"),
            &[if name == "x" { "x" } else { "tag" }][..usize::from(name != "name")],
            depth,
        )
    }

    fn map_block(&mut self, depth: usize) -> String {
        self.each("for key, value in scores.items()", &["key", "value"], depth)
    }

    fn object_block(&mut self, depth: usize) -> String {
        self.each("for p in products", &["p.name", "p['note']"], depth)
    }

    fn single(&mut self) -> &'static str {
        if !self.names.is_empty() && self.rng.bool() {
            return self.names[self.rng.usize(..self.names.len())];
        }
        SINGLE[self.rng.usize(..SINGLE.len())]
    }

    fn printed(&mut self) -> String {
        let (one, other) = (self.single(), self.single());
        match self.rng.usize(0..12) {
            0..=3 => one.to_owned(),
            4 => self.pick(NUMBERS).to_owned(),
            5 => {
                let filter = self.pick(&["upper", "lower", "trim", "length", "safe", "string"]);
                format!("{one} | {filter}")
            }
            6 => format!("{} | join({})", self.pick(LISTS), self.pick(TEXT_LITERALS)),
            7 => {
                let truth = self.pick(&["", ", true"]);
                format!("{one} | default({}{truth})", self.pick(TEXT_LITERALS))
            }
            8 => format!("{one} ~ {} ~ {other}", self.pick(TEXT_LITERALS)),
            9 => format!("{one} {} {other}", self.pick(&["or", "and"])),
            10 => format!("{one} if {} else {other}", self.condition(1)),
            _ if self.in_loop => self
                .pick(&["loop.index", "loop.index0", "loop.first", "loop.last"])
                .to_owned(),
            _ => self.pick(TEXT_LITERALS).to_owned(),
        }
    }

    fn condition(&mut self, depth: usize) -> String {
        if depth > 0 && self.rng.usize(0..3) == 0 {
            let (left, right) = (self.condition(depth - 1), self.condition(depth - 1));
            return match self.rng.usize(0..3) {
                0 => format!("({left} and {right})"),
                1 => format!("({left} or {right})"),
                _ => format!("not ({left})"),
            };
        }
        let one = self.single();
        match self.rng.usize(0..9) {
            0 => one.to_owned(),
            1 => format!("{one} == {}", self.pick(TEXT_LITERALS)),
            2 => format!("{one} != {}", self.single()),
            3 => format!(
                "{} {} {}",
                self.pick(NUMBERS),
                self.pick(&["<", "<=", ">", ">=", "=="]),
                self.rng.i32(-2..5)
            ),
            4 => format!("{} in {}", self.pick(TEXT_LITERALS), self.pick(LISTS)),
            5 => format!("{one} in ['gold', 'b']"),
            6 => format!(
                "tone is {}",
                self.pick(&["defined", "undefined", "not defined"])
            ),
            7 => self.pick(LISTS).to_owned(),
            _ => format!("{} | length > {}", self.pick(LISTS), self.rng.i32(0..3)),
        }
    }
}

fn setting(name: &str, default: u64) -> u64 {
    env::var(name)
        .ok()
        .and_then(|value| value.parse().ok())
        .unwrap_or(default)
}

#[test]
fn random_templates_render_as_in_minijinja() {
    let (first, count) = (setting("RANDOM_SEED", 1), setting("RANDOM_TEMPLATES", 500));
    let mut translated = 0;
    for seed in first..first + count {
        let mut author = Author {
            rng: Rng::with_seed(seed),
            names: Vec::new(),
            in_loop: false,
            in_branch: false,
        };
        let whitespace = Whitespace {
            trim_blocks: author.rng.bool(),
            lstrip_blocks: author.rng.bool(),
            keep_trailing_newline: author.rng.bool(),
        };
        let text = format!("Go. {}{}", author.body(3), author.body(3));
        match translate(&Source::new("a.j2", text.as_str()), whitespace, &|_| None) {
            Ok(_) => translated += 1,
            Err(findings) => {
                let shown = findings.iter().map(render).collect::<String>();
                let is_refused = findings
                    .iter()
                    .all(|one| one.code == Code::UnsupportedJinja);
                assert!(is_refused, "seed {seed}, {whitespace:?}: {text:?}\n{shown}");
            }
        }
    }
    assert!(translated * 10 > count * 9, "only {translated} of {count}");
}

const FRAGMENTS: &[&str] = &[
    "{{", "}}", "{%", "%}", "{#", "#}", "if ", "for ", " in ", "endif", "endfor", "else", "elif ",
    "x", "y", "ß", "|", "(", ")", "[", "]", ".", "-", "'", "\"", "~", "=", "not ", " is ",
    "defined", "loop", "items", "\n", " ", "set ", "include ", "raw", "endraw", "0", "9e9", "\\",
    "{", "}", "\u{feff}", "default", "join", ",", ":", "and ",
];

#[test]
fn no_text_makes_the_translation_panic() {
    for seed in 0..setting("RANDOM_TEXTS", 3_000) {
        let mut rng = Rng::with_seed(seed);
        let count = rng.usize(1..30);
        let text = (0..count).map(|_| FRAGMENTS[rng.usize(..FRAGMENTS.len())]);
        let source = Source::new("a.j2", text.collect::<String>());
        if let Err(findings) = translate(&source, Whitespace::default(), &|_| None) {
            findings.iter().for_each(|finding| drop(render(finding)));
        }
    }
}
