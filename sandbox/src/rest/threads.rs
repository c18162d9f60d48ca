//! Routes of threads.

use super::Route;

/// The routes of this file.
pub(super) const ROUTES: &[Route] = &[];
