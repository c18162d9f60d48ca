//! Routes of pins.

use super::Route;

/// The routes of this file.
pub(super) const ROUTES: &[Route] = &[];
