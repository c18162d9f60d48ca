//! Routes of channels and permission overwrites.

use super::Route;

/// The routes of this file.
pub(super) const ROUTES: &[Route] = &[];
