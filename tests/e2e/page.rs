//! A page of the documentation: its lines, and the code blocks among them.

use std::fs;
use std::path::PathBuf;

use crate::consumer::repository;

pub enum Part {
    Line(String),
    Block(Block),
}

/// A fenced code block.
pub struct Block {
    /// The text after the opening fence: `console`, `rust`, …
    pub language: String,
    /// The last line of prose before the block.
    pub lead: String,
    pub text: String,
}

impl Block {
    /// The file that the block holds: the path at the end of the line before it, as in
    /// `` `build.rs`: ``.
    pub fn path(&self) -> Option<&str> {
        let (_, path) = self.lead.strip_suffix("`:")?.rsplit_once('`')?;
        Some(path)
    }
}

pub fn read(path: &str) -> String {
    fs::read_to_string(repository().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// The README and the pages of the guide, by their paths in the repository, in reading order.
pub fn readme_and_guide() -> Vec<String> {
    let summary = read("docs/src/SUMMARY.md");
    let links = summary
        .lines()
        .filter_map(|line| line.split_once("](")?.1.strip_suffix(')'));
    let pages = links.map(|page| format!("docs/src/{page}"));
    ["README.md".to_owned()].into_iter().chain(pages).collect()
}

pub fn parts(markdown: &str) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut lead = String::new();
    let mut lines = markdown.lines();
    while let Some(line) = lines.next() {
        let Some(language) = line.strip_prefix("```") else {
            if !line.is_empty() {
                line.clone_into(&mut lead);
            }
            parts.push(Part::Line(line.to_owned()));
            continue;
        };
        let block = lines.by_ref().take_while(|line| *line != "```");
        parts.push(Part::Block(Block {
            language: language.to_owned(),
            lead: std::mem::take(&mut lead),
            text: block.flat_map(|line| [line, "\n"]).collect(),
        }));
    }
    parts
}

pub fn blocks(markdown: &str) -> Vec<Block> {
    let blocks = parts(markdown).into_iter().filter_map(|part| match part {
        Part::Block(block) => Some(block),
        Part::Line(_) => None,
    });
    blocks.collect()
}

/// The path of a file in the repository.
pub fn absolute(path: &str) -> PathBuf {
    repository().join(path)
}
