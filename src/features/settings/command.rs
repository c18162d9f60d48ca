//! `/setup` and `/settings`.

use futures_util::FutureExt as _;

use super::page::{self, View};
use super::words;
use crate::error::Result;
use crate::features::{Command, CommandKind, Ctx, Invocation, Reply, Who};

/// `/setup`
pub static SETUP: Command = Command {
    name: "setup",
    description: "Set up Potluck for this server, and turn it on",
    kind: CommandKind::Slash(&[]),
    who: Who::Admins,
    run: |ctx, used| setup(ctx, used).boxed(),
    complete: None,
};

/// `/settings`
pub static SETTINGS: Command = Command {
    name: "settings",
    description: "Change what was chosen in /setup, see what was not sent, or turn Potluck off",
    kind: CommandKind::Slash(&[]),
    who: Who::Admins,
    run: |ctx, used| settings(ctx, used).boxed(),
    complete: None,
};

async fn setup(ctx: &Ctx, used: &Invocation) -> Result<Reply> {
    Ok(Reply::Private(words::overview(&view(ctx, used).await?)))
}

/// The same page once Potluck is turned on; before, the way to `/setup`.
async fn settings(ctx: &Ctx, used: &Invocation) -> Result<Reply> {
    let view = view(ctx, used).await?;
    Ok(Reply::Private(if view.guild.turned_on_at.is_some() {
        words::overview(&view)
    } else {
        words::set_up_first(&view)
    }))
}

async fn view(ctx: &Ctx, used: &Invocation) -> Result<View> {
    if !used.by.admin {
        return Err(words::not_an_admin());
    }
    page::view(ctx, used.guild).await
}
