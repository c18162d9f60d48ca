//! "Close this ask": a moderator ends one, whoever asked it.

use futures_util::FutureExt as _;

use super::take::{self, Found};
use super::tell::Scene;
use super::{finish, words};
use crate::domain::ask::AskEvent;
use crate::domain::ids::{AskId, ChannelId, MessageId};
use crate::error::{Error, Result};
use crate::features::{Actor, Command, CommandKind, Ctx, Invocation, Reply, Who};
use crate::post::Post;
use crate::store::SqliteConnection;
use crate::store::asks;

/// On the post of an ask, or on any message in its thread.
pub static CLOSE_THIS_ASK: Command = Command {
    name: "Close this ask",
    description: "For moderators: ends a question, also one without a name",
    kind: CommandKind::Message,
    who: Who::Moderators,
    run: |ctx, used| asked(ctx, used).boxed(),
    complete: None,
};

/// Asks whether they mean it: it cannot be taken back.
async fn asked(ctx: &Ctx, used: &Invocation) -> Result<Reply> {
    let (message, _, _) = used
        .options
        .message("message")
        .ok_or_else(|| Error::fault("a message command came without its message"))?;
    let mut read = ctx.store.read().await?;
    let ask = of(&mut read, used.channel, message)
        .await?
        .ok_or_else(|| Error::user(words::anonymous::NOT_AN_ASK))?;
    let found = take::find(&mut read, ask).await?;
    found.after_or_say(AskEvent::Close)?;
    Ok(Reply::Private(words::anonymous::close_page(&found.ask)))
}

/// The ask to which a message belongs.
async fn of(
    db: &mut SqliteConnection,
    channel: ChannelId,
    message: MessageId,
) -> Result<Option<AskId>> {
    Ok(match asks::by_post(db, channel, message).await? {
        Some(ask) => Some(ask),
        None => asks::by_thread(db, channel).await?,
    })
}

/// **Close it**.
pub(super) async fn close(ctx: &Ctx, ask: AskId, by: &Actor) -> Result<Post> {
    if !by.moderator {
        return Err(Error::user(words::anonymous::ONLY_MODERATORS));
    }
    let mut write = ctx.store.write().await?;
    let now = ctx.clock.now();
    let found = take::find(&mut write, ask).await?;
    found.after_or_say(AskEvent::Close)?;
    let Found {
        mut ask,
        guild,
        helpers,
        ..
    } = found;
    let scene = Scene { guild: &guild, now };
    finish::close(&mut write, scene, &mut ask, &helpers).await?;
    super::note_activity(&mut write, &ask, by.member, now).await?;
    write.commit().await?;
    Ok(words::anonymous::closed(&ask))
}
