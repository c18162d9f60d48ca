//! Routes of interaction callbacks and follow-ups.

use super::Route;

/// The routes of this file.
pub(super) const ROUTES: &[Route] = &[];
