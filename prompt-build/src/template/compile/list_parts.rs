//! Compiles the parts of a list that a path names: `items.0`, `items.length`.

use prompt_core::js::{Json, Number};
use prompt_core::program::{Call, Demand, Function, Operand};

use super::compiler::Compiler;
use super::scope::{Shape, Typed};

/// Returns the index that a step of a path is.
fn index(name: &str) -> Option<usize> {
    let index = name.parse::<usize>().ok()?;
    // `007` and `+7` are no indices.
    (index.to_string() == name).then_some(index)
}

impl<'a> Compiler<'a> {
    /// Returns the item or the length of a list, if the name is one of these.
    pub(super) fn list_part(
        &mut self,
        list: &Typed<'a>,
        item: Shape<'a>,
        name: &str,
    ) -> Option<Typed<'a>> {
        if let Some(index) = index(name) {
            let key = Operand::Constant(Json::Number(Number::from(index)));
            let value = list.value.clone().part(key);
            return Some(Typed { value, shape: item });
        }
        if name != "length" {
            return None;
        }
        self.demand(list, Demand::Print);
        let value = Operand::Call(Call {
            function: Function::Len,
            arguments: vec![list.value.clone()],
        });
        let shape = Shape::Number;
        Some(Typed { value, shape })
    }

    /// Returns the item or the length of a value that no schema declares. It is a list if the name is
    /// an index; a length is that of what is known to be a list, and else a field.
    pub(super) fn inferred_item(
        &mut self,
        list: &Typed<'a>,
        id: usize,
        name: &str,
    ) -> Option<Typed<'a>> {
        let inferred = self.inferred.as_mut()?;
        let is_length = name == "length" && inferred.has_items(id);
        if !is_length && index(name).is_none() {
            return None;
        }
        let item = inferred.item(id);
        self.list_part(list, Shape::Inferred(item), name)
    }
}
