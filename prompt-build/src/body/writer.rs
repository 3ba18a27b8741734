use prompt_core::vocabulary::Api;

use super::members::Members;
use super::problem::Problem;
use super::query::BodyQuery;

/// A body in the making.
pub(super) struct Writer<'a> {
    pub(super) query: &'a BodyQuery<'a>,
    pub(super) api: Api,
    pub(super) members: Members,
    pub(super) problems: Vec<Problem>,
}
