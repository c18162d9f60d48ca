//! What can be made to go wrong.

use axum::http::Method;

use crate::error::ApiError;

/// The faults that are switched on.
#[derive(Debug, Default)]
pub struct Faults {}

impl Faults {
    /// The failure that a REST request meets before Discord looks at it, if one is switched on for its route.
    ///
    /// `route` is the path's template, such as `/channels/{channel_id}/messages`.
    pub fn before_request(&mut self, _method: &Method, _route: &str) -> Option<ApiError> {
        None
    }
}
