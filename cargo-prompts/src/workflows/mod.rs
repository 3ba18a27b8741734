//! Work in several steps: releases and pins, sending datasets, inspecting programs, comparing
//! versions.

pub mod binary;
pub mod calls;
pub mod catalogue;
pub mod compare;
pub mod confirmation;
pub mod dataset_check;
pub mod difference;
pub mod draft;
pub mod endpoint;
pub mod import;
pub mod judge_check;
pub mod merge_resolution;
pub mod pinned_judges;
pub mod prefix_change;
pub mod promotion;
pub mod prompt_page;
pub mod promptfoo;
pub mod publication;
pub mod retirement;
pub mod review;
pub mod rollback;
pub mod runs;
pub mod sampling;
pub mod signing;
