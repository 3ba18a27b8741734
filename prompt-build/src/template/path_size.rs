//! Limits the size of all paths: a call is checked by the path of each value, which has the names of all
//! objects around it. A deep schema of a few hundred kilobytes can have gigabytes of paths.

use super::schema::{Field, Kind, Schema};
use crate::size_limit::TEMPLATE;

/// Returns whether the paths of all values in an object are larger than a prompt may be.
pub(super) fn are_paths_too_large(fields: &[Field]) -> bool {
    TEMPLATE.check(of_fields(fields, 0) as u64).is_err()
}

/// The bytes of the paths in an object, whose own path has the given number.
fn of_fields(fields: &[Field], outer: usize) -> usize {
    let sizes = fields.iter().map(|field| {
        let path = outer + ".".len() + field.name.len();
        of_schema(&field.schema, path)
    });
    sizes.fold(0, usize::saturating_add)
}

fn of_schema(schema: &Schema, path: usize) -> usize {
    match &schema.kind {
        Kind::Array(inner) | Kind::Map(inner) => of_schema(inner, path + "[]".len()),
        Kind::Object(fields) => of_fields(fields, path),
        _ => path,
    }
}
