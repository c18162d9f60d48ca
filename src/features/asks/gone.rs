//! What Discord tells about the places and people of asks: written in, delivered, undeliverable, deleted, left.

use chrono::{DateTime, Utc};

use super::next::plan;
use super::take::{self, Found, Parting};
use super::tell::{self, Scene};
use super::{anonymous, finish, invite, stuck, words};
use crate::delivery::{Purpose, Receipt};
use crate::domain::ask::{AskEvent, AskState, InvitationState, invitation_lapses_at};
use crate::domain::ids::{AskId, ChannelId, GuildId, InvitationId, MemberId, MessageId};
use crate::error::Result;
use crate::features::Ctx;
use crate::store::SqliteConnection;
use crate::store::asks::{self, Ask};
use crate::store::outbox::{self, Lane};
use crate::store::settings::{self, Guild};
use crate::store::{Write, ask_helpers, ask_times, helper_facts, invitations, stuck as standings};

/// An ask that is not over, with its guild; `None` where there is nothing to do.
pub(super) async fn going_on(
    db: &mut SqliteConnection,
    ask: AskId,
) -> Result<Option<(Ask, Guild)>> {
    let Some(ask) = asks::find(db, ask)
        .await?
        .filter(|ask| !ask.state.is_over())
    else {
        return Ok(None);
    };
    Ok(settings::guild(db, ask.guild)
        .await?
        .map(|guild| (ask, guild)))
}

/// Somebody wrote in a channel. Where it is the thread of an ask, its quiet days start anew.
///
/// Who wrote makes no difference to that: whoever joins in keeps the ask alive. An asker without a name hears that there is something
/// new, also for some days after the end. The bot's own messages are not reported here.
pub async fn sign_of_life(ctx: &Ctx, channel: ChannelId, author: MemberId) -> Result<()> {
    let ask = {
        let mut read = ctx.store.read().await?;
        asks::by_thread(&mut read, channel).await?
    };
    let Some(ask) = ask else { return Ok(()) };
    let mut write = ctx.store.write().await?;
    let Some(ask) = asks::find(&mut write, ask).await? else {
        return Ok(());
    };
    let Some(guild) = settings::guild(&mut write, ask.guild).await? else {
        return Ok(());
    };
    let now = ctx.clock.now();
    let scene = Scene { guild: &guild, now };
    if !ask.state.is_over() {
        ask_times::sign(&mut write, ask.id, now).await?;
        plan(&mut write, scene, ask.id).await?;
    }
    anonymous::answered(&mut write, scene, &ask, author).await?;
    write.commit().await?;
    Ok(())
}

/// A channel or thread was deleted. Asks that lived in it go on without, and their people are told.
pub async fn place_gone(ctx: &Ctx, channel: ChannelId) -> Result<()> {
    let mut write = ctx.store.write().await?;
    place_gone_in(&mut write, channel, ctx.clock.now()).await?;
    write.commit().await?;
    Ok(())
}

/// The same in a transaction that has begun, such as the one that concludes the row by which it was found out.
pub async fn place_gone_in(
    write: &mut Write,
    channel: ChannelId,
    now: DateTime<Utc>,
) -> Result<()> {
    if let Some(ask) = asks::by_thread(write, channel).await? {
        thread_gone(write, ask, now).await?;
    }
    for ask in asks::posted_in(write, channel).await? {
        post_gone(write, ask, true, now).await?;
    }
    Ok(())
}

/// A message was deleted. Where it was the post of an ask, the ask goes on without, and its asker is told.
pub async fn message_gone(ctx: &Ctx, channel: ChannelId, message: MessageId) -> Result<()> {
    let ask = {
        let mut read = ctx.store.read().await?;
        asks::by_post(&mut read, channel, message).await?
    };
    let Some(ask) = ask else { return Ok(()) };
    let mut write = ctx.store.write().await?;
    post_gone(&mut write, ask, false, ctx.clock.now()).await?;
    write.commit().await?;
    Ok(())
}

/// The same, found out only now by a row that was to change the post, in the transaction that concludes the row.
pub async fn message_gone_in(
    write: &mut Write,
    channel: ChannelId,
    message: MessageId,
    now: DateTime<Utc>,
) -> Result<()> {
    match asks::by_post(write, channel, message).await? {
        Some(ask) => post_gone(write, ask, false, now).await,
        None => Ok(()),
    }
}

/// The thread of an ask is gone. What was owed there is of no use any more.
async fn thread_gone(db: &mut SqliteConnection, ask: AskId, now: DateTime<Utc>) -> Result<()> {
    asks::set_thread(db, ask, None).await?;
    outbox::drop_lane(db, Lane::Ask(ask), now).await?;
    let Some((ask, guild)) = going_on(db, ask).await? else {
        return Ok(());
    };
    let scene = Scene { guild: &guild, now };
    // What was dropped may have held the post's latest text.
    let helpers = ask_helpers::current(db, ask.id).await?;
    tell::refresh_post(db, scene, &ask, &helpers).await?;
    tell::refresh_accepted(db, scene, &ask).await?;
    tell_of_thread(db, scene, &ask, &helpers).await
}

/// Tells the asker that the thread is gone, and with whom to go on.
async fn tell_of_thread(
    db: &mut SqliteConnection,
    scene: Scene<'_>,
    ask: &Ask,
    helpers: &[MemberId],
) -> Result<()> {
    let mut names = Vec::new();
    for helper in helpers {
        names.push(tell::name_of(db, scene, *helper).await?);
    }
    let told = words::thread_gone(ask, &scene.guild.name, &names);
    tell::to_asker(db, scene, ask, told, Purpose::Reminder).await
}

/// The post of an ask is gone, and with the whole `channel` its thread, too.
async fn post_gone(
    db: &mut SqliteConnection,
    ask: AskId,
    channel: bool,
    now: DateTime<Utc>,
) -> Result<()> {
    let had_thread = asks::find(db, ask)
        .await?
        .is_some_and(|ask| ask.has_thread());
    asks::set_post(db, ask, None, None).await?;
    if channel {
        asks::set_thread(db, ask, None).await?;
        outbox::drop_lane(db, Lane::Ask(ask), now).await?;
    }
    let Some((ask, guild)) = going_on(db, ask).await? else {
        return Ok(());
    };
    let scene = Scene { guild: &guild, now };
    stuck::bring_up_to_date(db, scene, &ask).await?;
    if channel && ask.state == AskState::Taken {
        // Those who talk to each other miss the thread, not the post; where it went first, they have been told.
        if had_thread {
            let helpers = ask_helpers::current(db, ask.id).await?;
            tell::refresh_accepted(db, scene, &ask).await?;
            tell_of_thread(db, scene, &ask, &helpers).await?;
        }
        return Ok(());
    }
    // Those who were introduced privately, because nothing can hang under a post that is gone, know what there is to know.
    if ask.state == AskState::Taken && !ask.has_thread() {
        return Ok(());
    }
    let told = words::post_gone(&ask, &guild.name);
    tell::to_asker(db, scene, &ask, told, Purpose::Reminder).await
}

/// Records that something owed by an ask was carried out, in the transaction that marks the row done. `channel` is where:
/// for [`Receipt::AskThreadOpened`] the thread itself, and then there is no `message`. Other receipts are left alone.
pub async fn receipt(
    write: &mut Write,
    receipt: Receipt,
    channel: ChannelId,
    message: Option<MessageId>,
    at: DateTime<Utc>,
) -> Result<()> {
    match receipt {
        Receipt::AskPosted(ask) => asks::set_post(write, ask, Some(channel), message).await?,
        Receipt::AskThreadOpened(ask) => {
            asks::set_thread(write, ask, Some(channel)).await?;
            if let Some((ask, guild)) = going_on(write, ask).await? {
                let scene = Scene {
                    guild: &guild,
                    now: at,
                };
                tell::refresh_accepted(write, scene, &ask).await?;
                anonymous::accepted(write, scene, &ask).await?;
            }
        }
        Receipt::StuckTold(ask) => stuck::asker_was_told(write, ask, at).await?,
        Receipt::StuckPosted(ask) => {
            standings::posted(write, ask, channel, message).await?;
        }
        Receipt::InvitationDelivered(invitation) => {
            delivered(
                write,
                invitation,
                message.map(|message| (channel, message)),
                at,
            )
            .await?;
        }
        // Of others' concern; `heard` does not bring them here.
        _ => {}
    }
    Ok(())
}

/// An invitation reached its member, by a message or only in `/me`; from now on its two working days run.
async fn delivered(
    db: &mut SqliteConnection,
    invitation: InvitationId,
    message: Option<(ChannelId, MessageId)>,
    at: DateTime<Utc>,
) -> Result<()> {
    let Some(found) = invitations::find(db, invitation).await? else {
        return Ok(());
    };
    let Some(guild) = settings::guild(db, found.guild).await? else {
        return Ok(());
    };
    let calendar = helper_facts::person(db, &guild, found.member)
        .await?
        .map(|person| person.calendar);
    let lapses_at = invitation_lapses_at(at, &calendar.unwrap_or_else(|| guild.calendar.clone()));
    invitations::deliver(db, invitation, message, at, lapses_at).await?;
    Ok(())
}

/// Records that Discord has no room for another thread: whoever asked and whoever helps hear once that theirs comes later.
pub async fn thread_waits(write: &mut Write, ask: AskId, now: DateTime<Utc>) -> Result<()> {
    let Some((ask, guild)) = going_on(write, ask).await? else {
        return Ok(());
    };
    let scene = Scene { guild: &guild, now };
    let helpers = ask_helpers::current(write, ask.id).await?;
    let Some(helper) = helpers.last().copied() else {
        return Ok(());
    };
    let to_asker = words::your_thread_waits(&ask, &guild.name);
    tell::to_asker(write, scene, &ask, to_asker, Purpose::Answer).await?;
    let to_helper = words::their_thread_waits(&ask, &guild.name);
    tell::privately(write, scene, &ask, helper, to_helper, Purpose::Answer).await
}

/// Records that something owed by an ask can never be carried out (nor its fallback), in the transaction that marks the row
/// failed or waiting: an invitation can then be answered in `/me` only, an ask goes on without its post or thread.
pub async fn undeliverable(write: &mut Write, receipt: Receipt, at: DateTime<Utc>) -> Result<()> {
    match receipt {
        Receipt::InvitationDelivered(invitation) => delivered(write, invitation, None, at).await,
        Receipt::AskPosted(ask) => post_failed(write, ask, at).await,
        Receipt::AskThreadOpened(ask) => thread_failed(write, ask, at).await,
        Receipt::StuckPosted(ask) => Ok(standings::failed(write, ask).await?),
        // It waits in `/me`: the managers wait until it was read there. The rest is of others' concern.
        _ => Ok(()),
    }
}

/// The post could not be put up, so neither can the thread be opened that may be owed behind it.
async fn post_failed(db: &mut SqliteConnection, ask: AskId, now: DateTime<Utc>) -> Result<()> {
    let thread_was_owed = asks::find(db, ask)
        .await?
        .is_some_and(|ask| ask.thread_owed);
    outbox::drop_lane(db, Lane::Ask(ask), now).await?;
    asks::set_post(db, ask, None, None).await?;
    if thread_was_owed {
        return thread_failed(db, ask, now).await;
    }
    let Some((ask, guild)) = going_on(db, ask).await? else {
        return Ok(());
    };
    let scene = Scene { guild: &guild, now };
    anonymous::lost_its_post(db, &ask, now).await?;
    tell::to_asker(
        db,
        scene,
        &ask,
        words::post_failed(&ask, &guild.name),
        Purpose::Answer,
    )
    .await
}

/// The thread could not be opened: the two are introduced privately.
async fn thread_failed(db: &mut SqliteConnection, ask: AskId, now: DateTime<Utc>) -> Result<()> {
    outbox::drop_lane(db, Lane::Ask(ask), now).await?;
    asks::set_thread(db, ask, None).await?;
    let Some((mut ask, guild)) = going_on(db, ask).await? else {
        return Ok(());
    };
    let scene = Scene { guild: &guild, now };
    if ask.is_anonymous() {
        return anonymous::thread_failed(db, scene, &mut ask).await;
    }
    let helpers = ask_helpers::current(db, ask.id).await?;
    tell::refresh_post(db, scene, &ask, &helpers).await?;
    tell::refresh_accepted(db, scene, &ask).await?;
    let asker = tell::asker_name(db, scene, &ask).await?;
    // The thread was owed for the latest; where earlier ones are on it still, they were introduced when theirs failed.
    if let Some(helper) = helpers.last().copied() {
        let name = tell::name_of(db, scene, helper).await?;
        let to_asker = words::meet_your_helper(&ask, &guild.name, &name);
        tell::to_asker(db, scene, &ask, to_asker, Purpose::Answer).await?;
        let to_helper = words::meet_your_asker(&ask, &guild.name, &asker);
        tell::privately(db, scene, &ask, helper, to_helper, Purpose::Answer).await?;
    }
    Ok(())
}

/// A member left: their asks and invitations end, and what they had taken on is open again.
pub async fn member_left(
    ctx: &Ctx,
    write: &mut Write,
    guild: GuildId,
    member: MemberId,
    now: DateTime<Utc>,
) -> Result<()> {
    let Some(guild) = settings::guild(write, guild).await? else {
        return Ok(());
    };
    let scene = Scene { guild: &guild, now };
    anonymous::anonymous_asker_gone(ctx, write, guild.id, member, now).await?;
    for id in asks::unfinished_of(write, guild.id, member).await? {
        if let Some(mut ask) = asks::find(write, id).await? {
            let helpers = ask_helpers::current(write, id).await?;
            finish::asker_left(write, scene, &mut ask, &helpers).await?;
        }
    }
    for id in invitations::open_of(write, guild.id, member).await? {
        close_of_leaver(write, scene, id).await?;
    }
    for id in ask_helpers::taken_by(write, guild.id, member).await? {
        let Some(ask) = asks::find(write, id).await? else {
            continue;
        };
        let helpers = ask_helpers::current(write, id).await?;
        let asker = take::asker_of(write, &ask).await?;
        let found = Found {
            ask,
            guild: guild.clone(),
            helpers,
            asker,
        };
        // A refusal means that there is nothing to let go of.
        if let Ok(state) = found.after(AskEvent::GiveBack(member)) {
            take::release(write, scene, found, member, state, Parting::Left).await?;
        }
    }
    Ok(())
}

/// Closes an invitation of somebody who left; if it was the last open one, the next three are due at once.
pub(super) async fn close_of_leaver(
    db: &mut SqliteConnection,
    scene: Scene<'_>,
    id: InvitationId,
) -> Result<()> {
    let Some(invitation) = invitations::find(db, id).await? else {
        return Ok(());
    };
    let Some(mut ask) = asks::find(db, invitation.ask).await? else {
        return Ok(());
    };
    // Nobody who left can be written to, so the message stays as it is; its buttons answer with a sentence.
    tell::settle(db, scene, &ask, &invitation, InvitationState::Closed, true).await?;
    invite::one_less(db, scene, &mut ask).await
}
