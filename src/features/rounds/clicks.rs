//! Its buttons, selects and modals.

use futures_util::FutureExt as _;

use crate::error::{Error, Result};
use crate::features::{ClickFamily, Ctx, Press, Reply};

/// Everything that can be pressed here.
pub static CLICKS: ClickFamily = ClickFamily {
    name: "round",
    run: |ctx, press| pressed(ctx, press).boxed(),
};

async fn pressed(_ctx: &Ctx, _press: &Press) -> Result<Reply> {
    Err(Error::user("This is not there yet."))
}
