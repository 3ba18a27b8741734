//! Pure functions over plain data: nothing here touches the disk, the network or the terminal.

pub mod answer_types;
pub mod answer_violation;
pub mod bump;
pub mod dataset;
pub mod ecma_classes;
pub mod ecma_pattern;
pub mod editor_schema;
pub mod event_table;
pub mod events;
pub mod freeze;
pub mod golden;
pub mod golden_skeleton;
pub mod hourly_window;
pub mod jinja;
pub mod json_schema;
pub mod names;
pub mod output_schema;
pub mod personal;
pub mod pin_moves;
pub mod previous_pin;
pub mod promotion;
pub mod render;
pub mod rendered_inputs;
pub mod replay;
pub mod tool_schemas;
