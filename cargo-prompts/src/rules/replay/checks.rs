use std::sync::Arc;

use prompt_build::hash::sha256;
use prompt_build::library::read_threshold;
use prompt_build::report::Findings;
use prompt_build::source::Source;
use prompt_build::yaml::{self, Table, Value};

/// What every realistic answer must meet: `checks.yaml`.
#[derive(Debug)]
pub struct Checks {
    /// The share of the lines that must pass.
    pub threshold: f64,
    /// The hash of the file's text.
    pub sha256: String,
}

const KEYS: &[&str] = &["threshold"];

impl Checks {
    /// Reads the file. `None` if it has errors.
    pub fn read(source: &Arc<Source>, findings: &mut Findings) -> Option<Self> {
        let mut own = Findings::default();
        let root = yaml::parse(source, &mut own);
        let mut threshold = 1.0;
        if let Some(root) = root.filter(|root| root.value != Value::Null)
            && let Some(table) = Table::open(source, &root, "`checks.yaml`", KEYS, &mut own)
        {
            threshold = read_threshold(source, &table, &mut own);
        }
        let is_sound = !own.has_errors();
        findings.append(own);
        is_sound.then(|| Self {
            threshold,
            sha256: sha256(&source.text),
        })
    }
}
