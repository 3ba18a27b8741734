//! End to end: whole consumer crates, built by the real cargo, run, and searched.

mod case;
mod consumer;
mod refused;
