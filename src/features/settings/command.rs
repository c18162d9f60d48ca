//! `/setup`.

use futures_util::FutureExt as _;

use super::{page, words};
use crate::error::Result;
use crate::features::{Command, CommandKind, Ctx, Invocation, Reply, Who};

/// `/setup`
pub static SETUP: Command = Command {
    name: "setup",
    description: "Set up Potluck for this server, and turn it on or off",
    kind: CommandKind::Slash(&[]),
    who: Who::Admins,
    run: |ctx, used| setup(ctx, used).boxed(),
    complete: None,
};

async fn setup(ctx: &Ctx, used: &Invocation) -> Result<Reply> {
    if !used.by.admin {
        return Err(words::not_an_admin());
    }
    Ok(Reply::Private(words::overview(
        &page::view(ctx, used.guild).await?,
    )))
}
