//! The types of the values that sections begin with.

use super::resolved_path::{Origin, Start};
use crate::template::inputs::Input;
use crate::template::schema::{Kind, Schema};

/// The types of the inputs, and of the items of the loops so far.
pub(super) struct ItemTypes<'a> {
    inputs: &'a [Input],
    /// The type of the items of each loop, by the loop's number.
    items: Vec<(usize, &'a Schema)>,
}

impl<'a> ItemTypes<'a> {
    pub(super) fn new(inputs: &'a [Input]) -> Self {
        Self {
            inputs,
            items: Vec::new(),
        }
    }

    /// Notes the type of the items of a list.
    pub(super) fn enter_loop(&mut self, id: usize, list: &Origin) {
        let list = self.schema(list).map(|schema| &schema.kind);
        if let Some(Kind::Array(item) | Kind::Map(item)) = list {
            self.items.push((id, item));
        }
    }

    /// Returns the type of a value, if it is known.
    pub(super) fn schema(&self, origin: &Origin) -> Option<&'a Schema> {
        let (schema, fields) = match origin.start {
            Start::Inputs => {
                let (name, fields) = origin.fields.split_first()?;
                let input = self.inputs.iter().find(|input| input.name == *name)?;
                (&input.schema, fields)
            }
            Start::Item(id) => {
                let (_, item) = self.items.iter().find(|(known, _)| *known == id)?;
                (*item, origin.fields.as_slice())
            }
            Start::Other => return None,
        };
        fields
            .iter()
            .try_fold(schema, |schema, name| match &schema.kind {
                Kind::Object(_) => schema.field(name).map(|field| &field.schema),
                Kind::Map(value) => Some(&**value),
                // An item, by its number.
                Kind::Array(item) => Some(&**item),
                _ => None,
            })
    }
}
