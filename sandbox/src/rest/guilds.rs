//! Routes of guilds, the gateway's address and the application.

use super::Route;

/// The routes of this file.
pub(super) const ROUTES: &[Route] = &[];
