//! The state of the compiler: what it knows of the inputs, and what the body asks of them.

use std::collections::BTreeSet;
use std::sync::Arc;

use prompt_core::program::{Base, Demand, Operand, VariablePath};

use super::expanded_size::{Excess, ExpandedSize};
use super::inferred::Inferred;
use crate::report::{Code, Finding, Findings};
use crate::source::{Location, Mark, Source};
use crate::template::finding_limit::MAX_FINDINGS;
use crate::template::inputs::Input;
use crate::template::shared_files::SharedFiles;
use crate::template::syntax::{MAX_DEPTH, Node};

pub(super) struct Compiler<'a> {
    /// The current file: the prompt, or a partial.
    pub(super) source: Arc<Source>,
    /// The inputs that are declared.
    pub(super) inputs: &'a [Input],
    /// The inferred inputs, if none are declared.
    pub(super) inferred: Option<Inferred>,
    /// The names of the inputs that the body uses.
    pub(super) used: BTreeSet<String>,
    /// The undeclared names that were reported. Each is reported once.
    pub(super) reported: BTreeSet<String>,
    pub(super) demands: BTreeSet<(VariablePath, Demand)>,
    /// The list of each loop, as a path from an input.
    pub(super) loops: Vec<VariablePath>,
    /// The loops that run over maps.
    pub(super) maps: BTreeSet<usize>,
    pub(super) shared: &'a SharedFiles<'a>,
    /// The partials that are being compiled, each with the location of its tag.
    pub(super) open_partials: Vec<(String, Location)>,
    expanded_size: ExpandedSize,
    pub(super) warnings: Findings,
    pub(super) findings: &'a mut Findings,
}

impl<'a> Compiler<'a> {
    pub(super) fn new(
        source: &Arc<Source>,
        inputs: &'a [Input],
        inferred: Option<Inferred>,
        shared: &'a SharedFiles<'a>,
        findings: &'a mut Findings,
    ) -> Self {
        Self {
            source: Arc::clone(source),
            inputs,
            inferred,
            used: BTreeSet::new(),
            reported: BTreeSet::new(),
            demands: BTreeSet::new(),
            loops: Vec::new(),
            maps: BTreeSet::new(),
            shared,
            open_partials: Vec::new(),
            expanded_size: ExpandedSize::default(),
            warnings: Findings::default(),
            findings,
        }
    }

    pub(super) fn report(
        &mut self,
        code: Code,
        mark: Mark,
        message: impl Into<String>,
        help: Option<String>,
    ) {
        let location = Location::new(&self.source, mark);
        self.findings
            .push(Finding::error(code, location, message).help(help));
    }

    pub(super) fn warn(&mut self, code: Code, mark: Mark, message: impl Into<String>) {
        let location = Location::new(&self.source, mark);
        self.warnings
            .push(Finding::warning(code, location, message));
    }

    /// Counts a node. Returns whether to compile it: no limit is exceeded, and the findings are not
    /// too many.
    pub(super) fn count_node(&mut self, node: &Node) -> bool {
        let excess = self.expanded_size.count_node(node);
        self.report_excess(excess);
        !self.expanded_size.is_exceeded() && self.findings.iter().count() < MAX_FINDINGS
    }

    /// Counts bytes. Returns `None` if they are too many.
    pub(super) fn charge_bytes(&mut self, bytes: usize) -> Option<()> {
        let excess = self.expanded_size.count_bytes(bytes);
        self.report_excess(excess);
        (!self.expanded_size.is_exceeded()).then_some(())
    }

    /// Counts the values of an expression that a name stands for. Returns `None` if they are too many,
    /// or nested too deep.
    pub(super) fn charge_expression(&mut self, value: &Operand, mark: Mark) -> Option<()> {
        if !matches!(value, Operand::Call(_)) {
            return Some(());
        }
        let excess = self.expanded_size.count_expression(value);
        self.report_values(excess, mark)
    }

    /// Counts the values of a call whose inner calls have been counted. Returns `None` if they are too
    /// many, or nested too deep.
    pub(super) fn charge_call(&mut self, value: &Operand, mark: Mark) -> Option<()> {
        if !matches!(value, Operand::Call(_)) {
            return Some(());
        }
        let excess = self.expanded_size.count_call(value);
        self.report_values(excess, mark)
    }

    /// Counts values that a tag prints in one. Returns `None` if they are too many.
    pub(super) fn charge_values(&mut self, values: usize, mark: Mark) -> Option<()> {
        let excess = self.expanded_size.count_values(values);
        self.report_values(excess, mark)
    }

    fn report_values(&mut self, excess: Option<Excess>, mark: Mark) -> Option<()> {
        if let Some((code, message)) = excess {
            let help = "compute a part in Rust, and pass the result as an input".to_owned();
            self.report(code, mark, message, Some(help));
        }
        (!self.expanded_size.is_exceeded()).then_some(())
    }

    /// Reports an excess. Only partials make a prompt too large, so the finding is at the outermost
    /// tag that calls a partial.
    fn report_excess(&mut self, excess: Option<Excess>) {
        let Some((code, message)) = excess else {
            return;
        };
        let location = self.open_partials.first().map_or_else(
            || Location::file(&self.source),
            |(_, location)| location.clone(),
        );
        let help = "split the prompt, or pass a finished text as an input".to_owned();
        self.findings
            .push(Finding::error(code, location, message).help(help));
    }

    /// Runs `work` one level deeper, unless that exceeds the limit.
    pub(super) fn nest(&mut self, mark: Mark, work: impl FnOnce(&mut Self)) {
        if !self.expanded_size.enter() {
            let message = format!("blocks and partials are nested more than {MAX_DEPTH} deep");
            let help = "compute the inner ones in Rust, and pass the result as an input".to_owned();
            self.report(Code::NestedTooDeep, mark, message, Some(help));
            return;
        }
        work(self);
        self.expanded_size.leave();
    }

    /// Returns the path from an input, through the items of lists.
    pub(super) fn full_path(&self, path: &VariablePath) -> VariablePath {
        match &path.base {
            Base::Item(id) => {
                let mut full = self.loops[*id].clone();
                full.steps.extend(path.steps.iter().cloned());
                full
            }
            _ => path.clone(),
        }
    }

    pub(super) fn is_map(&self, id: usize) -> bool {
        self.maps.contains(&id)
    }
}
