//! Acting as a person, and reading what that person sees.

/// What the sandbox remembers for each person beside Discord's own state: read marks and closed clients.
#[derive(Debug, Default)]
pub struct People {}
