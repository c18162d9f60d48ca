//! An ask for which nobody is left: its asker hears of it first and can say no; four working hours later the managers' channel
//! hears, once for an ask, of the skill, its age and a link.

use chrono::{DateTime, TimeDelta, Utc};

use super::gone::going_on;
use super::next::plan;
use super::take;
use super::tell::{self, Scene};
use super::words;
use crate::delivery::{Delivery, MessageRef, Place, Purpose, Receipt};
use crate::domain::ask::{AskRefusal, AskState, managers_hear_at};
use crate::domain::ids::{AskId, ChannelId, MemberId};
use crate::domain::permissions::Permissions;
use crate::error::{Error, Result};
use crate::features::Ctx;
use crate::post::Post;
use crate::store::SqliteConnection;
use crate::store::asks::{self, Ask};
use crate::store::outbox::{self, Lane, Owed};
use crate::store::{facts, invitations, settings, stuck};

/// After so long, an announcement that did not arrive is written once more.
const ANNOUNCED_AGAIN_AFTER: TimeDelta = TimeDelta::days(1);

/// Nobody is left to be asked: the asker hears of it by private message, once until somebody is found again.
///
/// Where the managers' channel is to hear of it, too, the message waits for its time and for room in the asker's week rather than being
/// left out, and the managers wait for it: see [`asker_was_told`].
pub(super) async fn nobody_is_left(
    db: &mut SqliteConnection,
    scene: Scene<'_>,
    ask: &Ask,
) -> Result<()> {
    let managers = may_hear(db, scene, ask).await?.is_some();
    let post = words::nobody_to_ask(ask, &scene.guild.name, managers);
    if managers {
        tell::in_time_with_receipt(db, scene, ask, post, Receipt::StuckTold(ask.id)).await?;
    } else {
        tell::to_asker(db, scene, ask, post, Purpose::Reminder).await?;
    }
    asks::set_nobody_told(db, ask.id, scene.now).await?;
    Ok(())
}

/// Whether the asker has heard that nobody is left, and yet nothing leads to the managers' channel, though it may hear: it was chosen
/// only since, or the message that was to announce it never arrived. A message that did not arrive is tried again after a day.
pub(super) async fn managers_are_left_out(
    db: &mut SqliteConnection,
    scene: Scene<'_>,
    ask: &Ask,
) -> Result<bool> {
    Ok(stuck::of(db, ask.id).await?.planned_for.is_none()
        && may_hear(db, scene, ask).await?.is_some()
        && !outbox::is_on_its_way(
            db,
            Receipt::StuckTold(ask.id),
            scene.now - ANNOUNCED_AGAIN_AFTER,
        )
        .await?)
}

/// Nobody is left to be asked, and what answers the asker just now says so. Returns whether it also has to say that the managers'
/// channel hears of it next.
pub(super) async fn told_in_the_answer(
    db: &mut SqliteConnection,
    scene: Scene<'_>,
    ask: &Ask,
) -> Result<bool> {
    asks::set_nobody_told(db, ask.id, scene.now).await?;
    if may_hear(db, scene, ask).await?.is_none() {
        return Ok(false);
    }
    let when = managers_hear_at(scene.now, &scene.guild.calendar);
    stuck::plan(db, ask.id, Some(when)).await?;
    Ok(true)
}

/// Nobody is left to be asked, and what is said in the thread just now says so; there is no need for another message, unless the
/// managers' channel is to hear of it: then the asker is told by themselves after the next look, if it is still so.
pub(super) async fn told_by_the_way(
    db: &mut SqliteConnection,
    scene: Scene<'_>,
    ask: &Ask,
) -> Result<()> {
    if may_hear(db, scene, ask).await?.is_none() {
        asks::set_nobody_told(db, ask.id, scene.now).await?;
    }
    Ok(())
}

/// The asker has got the message of [`nobody_is_left`], or has read it in `/me`: from now on they have four working hours to say no.
pub(super) async fn asker_was_told(
    db: &mut SqliteConnection,
    ask: AskId,
    at: DateTime<Utc>,
) -> Result<()> {
    let Some((ask, guild)) = going_on(db, ask).await? else {
        return Ok(());
    };
    let scene = Scene {
        guild: &guild,
        now: at,
    };
    let (open, _) = invitations::standing(db, ask.id).await?;
    let still_so = ask.state == AskState::Open && ask.nobody_told && open == 0;
    if still_so && may_hear(db, scene, &ask).await?.is_some() {
        let when = managers_hear_at(at, &guild.calendar);
        stuck::plan(db, ask.id, Some(when)).await?;
        plan(db, scene, ask.id).await?;
    }
    Ok(())
}

/// The managers' channel, where it may hear of the ask: it has not yet, the asker did not say no, and the bot can write there.
async fn may_hear(
    db: &mut SqliteConnection,
    scene: Scene<'_>,
    ask: &Ask,
) -> Result<Option<ChannelId>> {
    let standing = stuck::of(db, ask.id).await?;
    if standing.told || standing.refused {
        return Ok(None);
    }
    // Where nobody knows any more who asked, nobody can be told first.
    if take::asker_of(db, ask).await?.is_none() {
        return Ok(None);
    }
    let Some(id) = scene.guild.managers_channel else {
        return Ok(None);
    };
    let Some(channel) = settings::channel(db, ask.guild, id).await? else {
        return Ok(None);
    };
    let Some(bot) = facts::bot(db).await? else {
        return Ok(None);
    };
    let roles = settings::roles_of(db, ask.guild, bot).await?;
    let rights = settings::rights(db, scene.guild).await?;
    let may = rights
        .in_channel(&channel.overwrites, bot, &roles)
        .contains(Permissions::VIEW_CHANNEL | Permissions::SEND_MESSAGES);
    Ok(may.then_some(id))
}

/// Four working hours have passed since the asker heard that nobody is left: the managers' channel hears.
pub(super) async fn managers_are_due(
    db: &mut SqliteConnection,
    scene: Scene<'_>,
    ask: &Ask,
) -> Result<()> {
    stuck::plan(db, ask.id, None).await?;
    let (open, _) = invitations::standing(db, ask.id).await?;
    if open == 0
        && let Some(channel) = may_hear(db, scene, ask).await?
    {
        stuck::tell(db, ask.id, channel, scene.now).await?;
        let delivery = Delivery::Send {
            to: Place::Channel(channel),
            post: words::stuck_post(ask),
        };
        owe(db, scene, ask, delivery, Receipt::StuckPosted(ask.id)).await?;
    }
    plan(db, scene, ask.id).await
}

/// Somebody is being asked again, or somebody has it, or it is over: nobody needs to hear any more that nobody is left. What the
/// managers' channel has read already stays.
pub(super) async fn is_over(db: &mut SqliteConnection, scene: Scene<'_>, ask: &Ask) -> Result<()> {
    outbox::drop_owed(db, Receipt::StuckTold(ask.id), scene.now).await?;
    if outbox::drop_owed(db, Receipt::StuckPosted(ask.id), scene.now).await? > 0 {
        stuck::take_back(db, ask.id).await?;
    }
    stuck::is_over(db, ask.id).await?;
    Ok(())
}

/// Brings up to date what the managers' channel was told, where it was.
pub(super) async fn bring_up_to_date(
    db: &mut SqliteConnection,
    scene: Scene<'_>,
    ask: &Ask,
) -> Result<()> {
    if ask.state != AskState::Open {
        is_over(db, scene, ask).await?;
    }
    if stuck::of(db, ask.id).await?.channel.is_none() {
        return Ok(());
    }
    let delivery = Delivery::Edit {
        message: MessageRef::StuckPost(ask.id),
        post: words::stuck_post(ask),
    };
    owe(db, scene, ask, delivery, Receipt::Nothing).await
}

async fn owe(
    db: &mut SqliteConnection,
    scene: Scene<'_>,
    ask: &Ask,
    delivery: Delivery,
    receipt: Receipt,
) -> Result<()> {
    let owed = Owed {
        guild: ask.guild,
        lane: Lane::Guild(ask.guild),
        delivery,
        receipt,
        purpose: Purpose::Answer,
        about: Some(ask.id),
        not_before: scene.now,
    };
    outbox::owe(db, owed, scene.now).await?;
    Ok(())
}

/// **I'd rather you didn't**: the managers' channel does not hear of this ask, now or later.
pub(super) async fn rather_not(ctx: &Ctx, ask: AskId, member: MemberId) -> Result<Post> {
    let mut write = ctx.store.write().await?;
    let now = ctx.clock.now();
    let found = take::find(&mut write, ask).await?;
    let ask = &found.ask;
    if found.asker != Some(member) {
        return Err(Error::user(words::refusal(ask, AskRefusal::OnlyAsker)));
    }
    if ask.state.is_over() {
        return Err(Error::user(words::over(ask)));
    }
    let scene = Scene {
        guild: &found.guild,
        now,
    };
    if outbox::drop_owed(&mut write, Receipt::StuckPosted(ask.id), now).await? > 0 {
        stuck::take_back(&mut write, ask.id).await?;
    }
    let heard = stuck::of(&mut write, ask.id).await?.told;
    stuck::refuse(&mut write, ask.id).await?;
    plan(&mut write, scene, ask.id).await?;
    super::note_activity(&mut write, ask, member, now).await?;
    write.commit().await?;
    Ok(match (ask.state, heard) {
        (_, true) => words::managers_have_heard(ask),
        (AskState::Taken, false) => words::nothing_for_managers(ask),
        (_, false) => words::managers_will_not_hear(ask),
    })
}
