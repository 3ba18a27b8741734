//! What is told: findings, explanations, differences.

pub mod difference;
pub mod explain;
pub mod findings;
pub mod output;
pub mod table;
