//! The tools of all pinned versions.

use super::answers::{read_type, write_type};
use super::inputs::{read_pin, write_pin};
use super::tree::{Node, Writer};
use crate::program::{PinnedTools, ToolInput};

pub(super) fn write_tools(writer: &mut Writer<'_>, pinned: &PinnedTools) {
    writer.unnamed_list(|list| {
        write_pin(list, Some(&pinned.pin));
        for tool in &pinned.tools {
            list.unnamed_list(|list| {
                list.text(&tool.name);
                write_type(list, &tool.input);
            });
        }
    });
}

pub(super) fn read_tools(node: &Node<'_>) -> Option<PinnedTools> {
    let [pin, tools @ ..] = node.list()? else {
        return None;
    };
    Some(PinnedTools {
        pin: read_pin(pin)?,
        tools: super::all(tools, read_tool)?,
    })
}

fn read_tool(node: &Node<'_>) -> Option<ToolInput> {
    let [name, input] = node.list()? else {
        return None;
    };
    Some(ToolInput {
        name: name.text()?,
        input: read_type(input)?,
    })
}
