//! `/help`.

use futures_util::FutureExt as _;

use super::words;
use crate::error::Result;
use crate::features::settings;
use crate::features::{Actor, COMMANDS, Command, CommandKind, Ctx, Invocation, Reply, Who};

/// `/help`
pub static HELP: Command = Command {
    name: "help",
    description: "What Potluck does, its commands, and how to get fewer messages",
    kind: CommandKind::Slash(&[]),
    who: Who::Everyone,
    run: |ctx, used| help(ctx, used).boxed(),
    complete: None,
};

async fn help(ctx: &Ctx, used: &Invocation) -> Result<Reply> {
    let guild = settings::guild(ctx, used.guild).await?;
    let shown = COMMANDS
        .iter()
        .copied()
        .filter(|command| is_for(command.who, &used.by));
    Ok(Reply::Private(words::help(
        shown,
        settings::whom_to_ask(&guild),
    )))
}

/// Whether somebody may use what is for these people.
fn is_for(who: Who, by: &Actor) -> bool {
    match who {
        Who::Everyone => true,
        Who::Moderators => by.moderator,
        Who::Admins => by.admin,
    }
}
