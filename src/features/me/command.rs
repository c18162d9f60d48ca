//! `/me`.

use futures_util::FutureExt as _;

use super::{page, words};
use crate::error::Result;
use crate::features::{Command, CommandKind, Ctx, Invocation, Reply, Who};

/// `/me`
pub static ME: Command = Command {
    name: "me",
    description: "Your own page: your skills, asks, hours, pause, limit and more",
    kind: CommandKind::Slash(&[]),
    who: Who::Everyone,
    run: |ctx, used| me(ctx, used).boxed(),
    complete: None,
};

async fn me(ctx: &Ctx, used: &Invocation) -> Result<Reply> {
    Ok(Reply::Private(words::overview(
        &page::overview(ctx, used.guild, used.by.member).await?,
    )))
}
