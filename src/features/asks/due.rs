//! What time brings to asks and invitations. Due times are stored, so nothing is lost while the bot is away; what is due then
//! happens once, as soon as it is back.

use chrono::{DateTime, TimeDelta, Utc};
use futures_util::FutureExt as _;

use super::gone::going_on;
use super::next::plan;
use super::tell::{self, Scene};
use super::{finish, invite, stuck, words};
use crate::delivery::Purpose;
use crate::domain::ask::{AskDue, AskState, CLOSED_AFTER, UNANSWERED_AFTER};
use crate::domain::ids::AskId;
use crate::error::Result;
use crate::features::{Ctx, Due};
use crate::store::SqliteConnection;
use crate::store::asks::Ask;
use crate::store::{ask_times, invitations};

/// How many are looked at in one go; the ticker comes again while more is due.
const BATCH: u32 = 100;

/// The next three, the question after three quiet days, and the ends after fourteen.
pub static ASKS: Due = Due {
    name: "asks",
    when: |_, agenda| agenda.asks,
    run: |ctx, now| asks_are_due(ctx, now).boxed(),
};

/// Invitations that nobody answered in time.
pub static INVITATIONS: Due = Due {
    name: "invitations",
    when: |_, agenda| agenda.invitations,
    run: |ctx, now| invitations_are_due(ctx, now).boxed(),
};

async fn asks_are_due(ctx: &Ctx, now: DateTime<Utc>) -> Result<()> {
    let due = {
        let mut read = ctx.store.read().await?;
        ask_times::due(&mut read, now, BATCH).await?
    };
    let mut done = Ok(());
    for ask in due {
        // One that fails is tried again by the ticker; the others do not wait for it.
        done = done.and(time_has_come(ctx, ask).await);
    }
    done
}

async fn invitations_are_due(ctx: &Ctx, now: DateTime<Utc>) -> Result<()> {
    let due = {
        let mut read = ctx.store.read().await?;
        invitations::lapsing(&mut read, now, BATCH).await?
    };
    let mut done = Ok(());
    for invitation in due {
        done = done.and(invite::lapse(ctx, invitation).await);
    }
    done
}

/// What an ask's time has come for; nothing if it is over or was put off meanwhile.
async fn time_has_come(ctx: &Ctx, id: AskId) -> Result<()> {
    let mut write = ctx.store.write().await?;
    let now = ctx.clock.now();
    let Some(due) = ask_times::due_of(&mut write, id, now).await? else {
        return Ok(());
    };
    let Some((mut ask, guild)) = going_on(&mut write, id).await? else {
        // Over, with something still planned: there is nothing to bring any more.
        ask_times::set_due(&mut write, id, None).await?;
        write.commit().await?;
        return Ok(());
    };
    let scene = Scene { guild: &guild, now };
    let ends_at = ask.reopened_at.unwrap_or(ask.created_at) + UNANSWERED_AFTER;
    match (due, ask.state) {
        // The bot was away for longer than the ask had: nobody is invited to what ends in the same breath, or hears that it is stuck.
        (AskDue::Wave | AskDue::Managers, AskState::Open) if ends_at <= now => {
            finish::unanswered(&mut write, scene, &mut ask).await?;
        }
        (AskDue::Wave, AskState::Open) => invite::wave_is_due(&mut write, scene, &mut ask).await?,
        (AskDue::Managers, AskState::Open) => {
            stuck::managers_are_due(&mut write, scene, &ask).await?;
        }
        (AskDue::Unanswered, AskState::Open) => {
            finish::unanswered(&mut write, scene, &mut ask).await?;
        }
        (AskDue::QuietQuestion, AskState::Taken) => {
            ask_about_silence(&mut write, scene, &mut ask).await?;
        }
        (AskDue::Close, AskState::Taken) => {
            finish::close_quietly(&mut write, scene, &mut ask).await?;
        }
        // The ask has changed since this was planned.
        _ => plan(&mut write, scene, id).await?,
    }
    write.commit().await?;
    Ok(())
}

/// Three quiet days: the people in it are asked, once for each silence. Where that would be one private message too many this
/// week, the asker is asked on a later day; if there is none until the ask closes, it closes.
async fn ask_about_silence(
    db: &mut SqliteConnection,
    scene: Scene<'_>,
    ask: &mut Ask,
) -> Result<()> {
    let question = words::quiet_question_privately(ask, &scene.guild.name);
    let in_thread = words::quiet_question(ask);
    let asked = if tell::in_thread(db, scene, ask, in_thread).await? {
        if ask.is_anonymous() {
            // Nobody can be called there who has no name, so they are asked privately, too. The thread does not wait for that: when it
            // is asked must say nothing about the asker's week.
            tell::to_asker(db, scene, ask, question, Purpose::Reminder).await?;
        }
        true
    } else {
        tell::reminded(db, scene, ask, question).await?
    };
    if asked {
        ask_times::set_quiet_asked(db, ask.id, scene.now).await?;
        return plan(db, scene, ask.id).await;
    }
    let closes_at = ask.last_sign_at + CLOSED_AFTER;
    if closes_at <= scene.now {
        return finish::close_quietly(db, scene, ask).await;
    }
    let again = closes_at.min(scene.now + TimeDelta::days(1));
    ask_times::set_due(db, ask.id, Some((again, AskDue::QuietQuestion))).await?;
    Ok(())
}
