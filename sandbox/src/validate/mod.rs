//! Requests and answers against Discord's OpenAPI file, and what that file is too lax in.

/// Checks requests and answers against Discord's OpenAPI file, where one is there.
#[derive(Debug, Default)]
pub struct Validator {}
