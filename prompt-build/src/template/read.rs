use std::sync::Arc;

use super::checked_template::Template;
use super::compile::compile;
use super::finding_limit::MAX_FINDINGS;
use super::printed_defaults::unprintable_defaults;
use super::shared_files::SharedFiles;
use super::{front_matter, syntax};
use crate::report::Findings;
use crate::source::Source;
use crate::yaml::Node;

impl Template {
    /// Reads a prompt file whose body begins at an offset. The front matter is parsed already: a
    /// mapping with locations in its source, or nothing. Returns `None` if the file has an error,
    /// which `findings` then has.
    pub fn read(
        source: &Arc<Source>,
        body: usize,
        front_matter: Option<(&Arc<Source>, &Node)>,
        shared: &SharedFiles<'_>,
        findings: &mut Findings,
    ) -> Option<Self> {
        let mut own = Findings::default();
        let declared = front_matter
            .map(|(source, node)| front_matter::read(source, node, shared, &mut own))
            .unwrap_or_default();
        let tree = syntax::parse(source, body, front_matter.is_some(), &mut own);
        let front_source = front_matter.map_or(source, |(source, _)| source);
        let template =
            tree.and_then(|tree| compile(source, front_source, &tree, declared, shared, &mut own));
        if let Some(template) = &template {
            own.extend(unprintable_defaults(template));
        }
        let is_sound = !own.has_errors();
        own.truncate(MAX_FINDINGS);
        findings.append(own);
        template.filter(|_| is_sound)
    }
}
