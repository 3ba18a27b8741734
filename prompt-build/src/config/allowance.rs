use std::sync::Arc;

use crate::order;
use crate::report::{Code, Finding, Findings, quoted};
use crate::source::{Location, Mark, Source};
use crate::yaml::{self, Node, Table, Value};

/// A finding that a version of a prompt may have: an item of the key `allow`.
#[derive(Debug)]
pub struct Allowance {
    pub code: Code,
    pub prompt: String,
    /// A version, or `local` for the working copy.
    pub version: String,
    pub mark: Mark,
}

impl Allowance {
    /// The keys of an item.
    pub const KEYS: &'static [&'static str] = &["finding", "prompt", "version", "reason"];
    /// The findings that can be allowed: those about a text that cannot be changed once it is
    /// released.
    pub const CODES: [Code; 3] = [
        Code::HiddenCharacters,
        Code::SecretInPrompt,
        Code::MergeConflict,
    ];

    /// Reads the allowances, in the order of their prompts.
    pub(super) fn read_all(
        source: &Arc<Source>,
        node: &Node,
        is_pinned: impl Fn(&str) -> bool,
        findings: &mut Findings,
    ) -> Vec<Self> {
        let items = match &node.value {
            Value::Null => return Vec::new(),
            Value::List(items) => items,
            _ => {
                findings.push(yaml::unexpected(source, node, "a list for `allow`"));
                return Vec::new();
            }
        };
        let read = |item| Self::read(source, item, findings);
        let read = items.iter().filter_map(read).collect::<Vec<_>>();
        let is_of_a_prompt = |allowance: &Self| {
            let is_pinned = is_pinned(&allowance.prompt);
            findings.extend((!is_pinned).then(|| allowance.of_no_prompt(source)));
            is_pinned
        };
        let read = read.into_iter().filter(is_of_a_prompt).collect::<Vec<_>>();
        let read = Self::without_repeated(source, read, findings);
        order::by_text(read, |allowance: &Self| allowance.prompt.clone())
    }

    fn read(source: &Arc<Source>, node: &Node, findings: &mut Findings) -> Option<Self> {
        let table = Table::open(source, node, "an allowance", Self::KEYS, findings)?;
        let mut text = |key: &'static str, example| {
            let node = table.required(key, example, findings)?;
            yaml::text(source, node, &format!("`{key}`"), findings).map(str::to_owned)
        };
        let code = text("finding", "hidden-characters");
        let prompt = text("prompt", "ID");
        let version = text("version", "1.0.0");
        let reason = text("reason", "why the text needs it");
        let (code, prompt, version, reason) = (code?, prompt?, version?, reason?);
        let at = |key| {
            Location::new(
                source,
                table.optional(key).map_or(node.mark, |node| node.mark),
            )
        };
        if reason.trim().is_empty() {
            let message = "no reason, expected why the text needs it";
            findings.push(Finding::error(Code::UnexpectedType, at("reason"), message));
        }
        let Some(code) = Self::CODES.into_iter().find(|known| known.as_str() == code) else {
            let known = Self::CODES.map(Code::as_str).join("`, `");
            let message = format!("{} cannot be allowed, expected `{known}`", quoted(&code));
            findings.push(Finding::warning(
                Code::UnusedAllowance,
                at("finding"),
                message,
            ));
            return None;
        };
        Some(Self {
            code,
            prompt,
            version,
            mark: node.mark,
        })
    }

    /// Reports and removes each item that allows what one above it allows.
    fn without_repeated(
        source: &Arc<Source>,
        items: Vec<Self>,
        findings: &mut Findings,
    ) -> Vec<Self> {
        let name = |item: &Self| format!("{} {} {}", item.code, item.prompt, item.version);
        let repeated = order::repeated(items.iter().map(name));
        for (first, position) in &repeated {
            let (first, item) = (&items[*first], &items[*position]);
            let message = format!(
                "`{}` {} is allowed `{}` already",
                item.prompt,
                quoted(&item.version),
                item.code
            );
            let location = Location::new(source, item.mark);
            let finding = Finding::warning(Code::UnusedAllowance, location, message)
                .related(Location::new(source, first.mark), "first given here")
                .help("remove the item".to_owned());
            findings.push(finding);
        }
        let is_first = |position: &usize| {
            repeated
                .binary_search_by_key(position, |pair| pair.1)
                .is_err()
        };
        let items = items.into_iter().enumerate();
        let items = items.filter(|(position, _)| is_first(position));
        items.map(|(_, item)| item).collect()
    }

    /// Reports a prompt that the configuration does not have.
    fn of_no_prompt(&self, source: &Arc<Source>) -> Finding {
        let prompt = quoted(&self.prompt);
        let message = format!("an allowance for {prompt}, which nothing pins");
        Finding::warning(
            Code::UnusedAllowance,
            Location::new(source, self.mark),
            message,
        )
    }

    /// Reports an allowance for which there is no finding.
    pub fn unused(&self, source: &Arc<Source>) -> Finding {
        let (code, prompt, version) = (self.code, &self.prompt, quoted(&self.version));
        let message = format!("`{prompt}` {version} has no `{code}` to allow, or nothing pins it");
        let location = Location::new(source, self.mark);
        Finding::warning(Code::UnusedAllowance, location, message)
            .help("remove the item".to_owned())
    }
}
