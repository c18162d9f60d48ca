//! Erasing for good what was deleted, as soon as it was.

use futures_util::FutureExt as _;

use crate::error::{Error, Result};
use crate::features::{Ctx, Due};

/// What is owed of it.
pub(super) static ERASURES: Due = Due {
    name: "erasures",
    when: |_, agenda| agenda.erasures,
    run: |ctx, _| erase(ctx).boxed(),
};

async fn erase(ctx: &Ctx) -> Result<()> {
    if ctx.store.erase().await? {
        Ok(())
    } else {
        Err(Error::fault(
            "the log of the database is in use, so it could not be emptied",
        ))
    }
}
