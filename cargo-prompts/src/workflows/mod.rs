//! Work in several steps: sending datasets, inspecting programs, comparing versions.

pub mod binary;
pub mod calls;
pub mod catalogue;
pub mod dataset_check;
pub mod difference;
pub mod draft;
pub mod endpoint;
pub mod promptfoo;
pub mod runs;
