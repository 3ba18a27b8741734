//! What takes several steps: datasets sent to a model, programs inspected, versions compared.

pub mod binary;
pub mod calls;
pub mod catalogue;
pub mod dataset_check;
pub mod difference;
pub mod draft;
pub mod endpoint;
pub mod promptfoo;
pub mod runs;
