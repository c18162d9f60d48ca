//! What became of what was owed for newcomers, and of the threads in which they met.

use chrono::{DateTime, Utc};

use super::unsaid::{self, Words};
use super::{Scene, words};
use crate::delivery::Receipt;
use crate::domain::ids::{ChannelId, MessageId, NewcomerId};
use crate::error::Result;
use crate::features::Ctx;
use crate::store::newcomers::{self as rows, Newcomer};
use crate::store::outbox::{self, Lane, Owed};
use crate::store::{Write, settings};

/// Something owed was carried out; see [`heard`](crate::features::heard).
pub(crate) async fn receipt(
    write: &mut Write,
    receipt: Receipt,
    channel: ChannelId,
    _message: Option<MessageId>,
    at: DateTime<Utc>,
) -> Result<()> {
    if let Receipt::BuddyThreadOpened(id) = receipt
        && let Some(mut newcomer) = rows::find(write, id).await?
    {
        newcomer.thread = Some(channel);
        rows::save(write, &newcomer, at).await?;
    }
    Ok(())
}

/// Something owed can never be carried out; see [`heard`](crate::features::heard).
pub(crate) async fn undeliverable(
    write: &mut Write,
    receipt: Receipt,
    at: DateTime<Utc>,
) -> Result<()> {
    match receipt {
        Receipt::Welcomed(id) => welcome_in_channel(write, id, at).await,
        Receipt::BuddyThreadOpened(id) => no_thread(write, id, None, at).await,
        Receipt::BuddyIntroduced(id) => {
            // Its own row is concluded already.
            no_thread(write, id, Some(Words::Introduction), at).await
        }
        _ => Ok(()),
    }
}

/// A thread or channel was deleted, or locked. The two are told privately how to go on without.
pub(crate) async fn place_gone(ctx: &Ctx, channel: ChannelId) -> Result<()> {
    if rows::by_place(&mut *ctx.store.read().await?, channel)
        .await?
        .is_empty()
    {
        return Ok(());
    }
    let mut write = ctx.store.write().await?;
    place_gone_in(&mut write, channel, ctx.clock.now()).await?;
    write.commit().await?;
    Ok(())
}

/// The same in a transaction that has begun, such as the one that concludes the row by which it was found out.
pub(crate) async fn place_gone_in(
    write: &mut Write,
    channel: ChannelId,
    now: DateTime<Utc>,
) -> Result<()> {
    for id in rows::by_place(write, channel).await? {
        no_thread(write, id, None, now).await?;
    }
    Ok(())
}

/// There is no thread for the two, or no longer. `refused` was to be said in it, beside what is owed there.
async fn no_thread(
    write: &mut Write,
    id: NewcomerId,
    refused: Option<Words>,
    now: DateTime<Utc>,
) -> Result<()> {
    let Some(mut newcomer) = rows::find(write, id).await? else {
        outbox::drop_lane(write, Lane::Newcomer(id), now).await?;
        return Ok(());
    };
    let mut unsaid = unsaid::unsaid(write, &newcomer).await?;
    unsaid.extend(refused);
    outbox::drop_lane(write, Lane::Newcomer(id), now).await?;
    newcomer.thread = None;
    newcomer.under = None;
    // What was begun before their thread went fails only now: the two go on privately already. Whoever got another buddy with a thread
    // since then does not.
    let told_already = newcomer.privately;
    newcomer.privately = true;
    rows::save(write, &newcomer, now).await?;
    if told_already {
        return Ok(());
    }
    let Some(guild) = settings::guild(write, newcomer.guild).await? else {
        return Ok(());
    };
    unsaid::made_up_for(write, Scene { guild: &guild, now }, &newcomer, &unsaid).await
}

/// A welcome reached nobody: neither a private message nor a private thread could be. It stands in the help channel instead, if the
/// newcomer is still there.
async fn welcome_in_channel(write: &mut Write, id: NewcomerId, now: DateTime<Utc>) -> Result<()> {
    let Some(newcomer) = rows::find(write, id).await? else {
        return Ok(());
    };
    let Some(guild) = settings::guild(write, newcomer.guild).await? else {
        return Ok(());
    };
    let Some(channel) = guild.help_channel else {
        return Ok(());
    };
    if !newcomer.state.is_going_on() {
        return Ok(());
    }
    let post = words::welcome_in_channel(guild.id, &newcomer_of(&newcomer));
    let owed = Owed::in_channel(guild.id, channel, post, now);
    outbox::owe(write, owed, now).await?;
    Ok(())
}

fn newcomer_of(newcomer: &Newcomer) -> words::InChannel {
    words::InChannel {
        newcomer: newcomer.member,
        came_back: newcomer.came_back,
    }
}
