//! After a swap has met: each who was taught is asked whether their wish is served.

use chrono::{DateTime, Utc};

use super::words;
use crate::delivery::{Delivery, Place, Purpose, Receipt};
use crate::domain::ids::{MemberId, PairingId};
use crate::domain::round::PairingState;
use crate::error::{Error, Result};
use crate::features::messages::{self, Message};
use crate::features::{Ctx, learning, settings, thanks};
use crate::post::{Button, Post};
use crate::store::activity;
use crate::store::helps::{self, Swapped};
use crate::store::outbox::{self, Lane, Owed};
use crate::store::settings::Guild;
use crate::store::swaps::{self as rows, Lesson, Swap};
use crate::store::{SqliteConnection, Write, helper_facts, skills};

/// The members of a pairing met: those who were taught something they still wish for are asked whether that wish is served, in their
/// thread or, where they have none, each by a private message. Of a pairing that is no swap, nothing comes. To be called once,
/// within the transaction in which the pairing becomes one that met.
///
/// # Errors
///
/// When the database does not answer.
pub(crate) async fn after_met(
    db: &mut SqliteConnection,
    guild: &Guild,
    pairing: PairingId,
    now: DateTime<Utc>,
) -> Result<()> {
    let Some(swap) = rows::find(db, pairing).await? else {
        return Ok(());
    };
    let mut open = Vec::new();
    for lesson in &swap.lessons {
        if is_open(db, guild, lesson).await? {
            open.push(lesson);
        }
    }
    if open.is_empty() {
        return Ok(());
    }
    if !swap.privately {
        return owe_in_thread(db, guild, pairing, words::asked(pairing, &open), now).await;
    }
    for lesson in open {
        let post = words::asked_privately(pairing, lesson, &guild.name);
        let message = Message::new(lesson.leg.taker, Purpose::Reminder, post);
        messages::start(db, guild, message, now).await?;
    }
    Ok(())
}

/// What a member of a swap that met can still say of their wish, for their own page: a line and the buttons. `None`: nothing (any
/// more), or it is no swap.
///
/// # Errors
///
/// When the database does not answer.
pub(crate) async fn question(
    db: &mut SqliteConnection,
    guild: &Guild,
    pairing: PairingId,
    member: MemberId,
) -> Result<Option<(String, Vec<Button>)>> {
    let Some(swap) = rows::find(db, pairing).await? else {
        return Ok(None);
    };
    let Some(lesson) = lesson_of(&swap, member) else {
        return Ok(None);
    };
    if swap.state != PairingState::Met || !is_open(db, guild, lesson).await? {
        return Ok(None);
    }
    Ok(Some((
        words::question_line(lesson),
        words::buttons(pairing),
    )))
}

/// Whether it is worth asking: they did not say that they learned it, and still wish for it.
async fn is_open(db: &mut SqliteConnection, guild: &Guild, lesson: &Lesson) -> Result<bool> {
    let stands = rows::wishes_for(db, guild.id, lesson.leg.taker, lesson.leg.skill).await?;
    Ok(stands && lesson.served != Some(true))
}

fn lesson_of(swap: &Swap, taker: MemberId) -> Option<&Lesson> {
    swap.lessons.iter().find(|lesson| lesson.leg.taker == taker)
}

async fn owe_in_thread(
    db: &mut SqliteConnection,
    guild: &Guild,
    pairing: PairingId,
    post: Post,
    now: DateTime<Utc>,
) -> Result<()> {
    let owed = Owed {
        guild: guild.id,
        lane: Lane::Pairing(pairing),
        delivery: Delivery::Send {
            to: Place::PairingThread(pairing),
            post,
        },
        receipt: Receipt::Nothing,
        purpose: Purpose::Answer,
        about: None,
        not_before: now,
    };
    outbox::owe(db, owed, now).await?;
    Ok(())
}

/// What came of an answer.
pub(super) struct Answered {
    /// What is said.
    pub(super) post: Post,
    /// The guild's name, as written.
    pub(super) guild: String,
}

/// **Yes, I learned it**: the wish is served, it is on record who helped, and who taught it hears so.
pub(super) async fn served(ctx: &Ctx, pairing: PairingId, member: MemberId) -> Result<Answered> {
    let guild = guild_of(ctx, pairing, member).await?;
    let now = ctx.clock.now();
    let mut write = ctx.store.write().await?;
    let (swap, lesson) = theirs(&mut write, pairing, member).await?;
    let swapped = Swapped {
        guild: guild.id,
        pairing,
        helper: lesson.leg.giver,
        learner: member,
        skill: lesson.leg.skill,
    };
    let skill = lesson.leg.skill;
    let had = skills::remove_wish(&mut write, guild.id, member, skill).await?;
    rows::set_served(&mut write, pairing, member, true).await?;
    let new = helps::record_swap(&mut write, swapped, now).await?;
    if new {
        learning::learned(&mut write, guild.id, member, skill, now).await?;
        tell_teacher(&mut write, &guild, &swap, &lesson, now).await?;
    }
    activity::note(&mut write, guild.id, member, now).await?;
    write.commit().await?;
    if had {
        ctx.skill_indexes.refresh(ctx, guild.id).await;
    }
    let post = match (new, had) {
        (true, true) => words::served(&lesson),
        (true, false) => words::served_without_wish(&lesson),
        (false, _) => words::served_already(&lesson),
    };
    Ok(Answered {
        post,
        guild: guild.name,
    })
}

/// **Keep it on my list**.
pub(super) async fn not_served(
    ctx: &Ctx,
    pairing: PairingId,
    member: MemberId,
) -> Result<Answered> {
    let guild = guild_of(ctx, pairing, member).await?;
    let mut write = ctx.store.write().await?;
    let (_, lesson) = theirs(&mut write, pairing, member).await?;
    let stands = rows::wishes_for(&mut write, guild.id, member, lesson.leg.skill).await?;
    // Who said that they learned it is on record, and so is who helped them: that stays.
    let post = if lesson.served == Some(true) {
        words::learned_before(&lesson, stands)
    } else {
        rows::set_served(&mut write, pairing, member, false).await?;
        if stands {
            words::kept(&lesson)
        } else {
            words::not_on_the_list(&lesson)
        }
    };
    activity::note(&mut write, guild.id, member, ctx.clock.now()).await?;
    write.commit().await?;
    Ok(Answered {
        post,
        guild: guild.name,
    })
}

/// The guild of a pairing, where Potluck is on and this member is.
async fn guild_of(ctx: &Ctx, pairing: PairingId, member: MemberId) -> Result<Guild> {
    let swap = rows::find(&mut *ctx.store.read().await?, pairing)
        .await?
        .ok_or_else(words::is_gone)?;
    let guild = settings::turned_on(ctx, swap.guild).await?;
    let person = helper_facts::person(&mut *ctx.store.read().await?, &guild, member).await?;
    if person.is_none_or(|person| person.left) {
        return Err(Error::user(words::NOT_A_MEMBER));
    }
    Ok(guild)
}

/// The swap, and what this member is taught in it.
async fn theirs(
    db: &mut SqliteConnection,
    pairing: PairingId,
    member: MemberId,
) -> Result<(Swap, Lesson)> {
    let swap = rows::find(db, pairing).await?.ok_or_else(words::is_gone)?;
    if let Some(lesson) = lesson_of(&swap, member).cloned() {
        return Ok((swap, lesson));
    }
    let seated = rows::seated(db, pairing).await?;
    Err(if seated.contains(&member) {
        words::nothing_to_learn()
    } else {
        words::not_yours()
    })
}

/// Who taught it hears that it was learned: in the thread, or privately unless they would rather not.
async fn tell_teacher(
    write: &mut Write,
    guild: &Guild,
    swap: &Swap,
    lesson: &Lesson,
    now: DateTime<Utc>,
) -> Result<()> {
    if !swap.privately {
        return owe_in_thread(write, guild, swap.pairing, words::learned(lesson), now).await;
    }
    let to = lesson.leg.giver;
    if thanks::wants_to_hear(write, guild.id, to).await? {
        let post = words::learned_from_you(lesson, &guild.name);
        messages::start(write, guild, Message::new(to, Purpose::Thanks, post), now).await?;
    }
    Ok(())
}
