//! Lessons: what somebody learned, written down for whoever asks next.

pub mod clicks;
pub mod command;

mod list;
mod words;

#[cfg(test)]
#[allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test fails by panicking"
)]
mod tests;

use chrono::{DateTime, TimeDelta, Utc};

use crate::domain::ids::{AskId, GuildId, LessonId, MemberId};
use crate::domain::text::LessonText;
use crate::error::{Error, Result};
use crate::features::{Actor, Ctx, Press, asks, quotes, settings};
use crate::post::{Modal, Post, QuoteOf};
use crate::store::activity;
use crate::store::asks::{self as ask_rows, Ask};
use crate::store::lessons::{self as rows, Lesson, NewLesson};
use crate::store::{Write, members};

pub use rows::count_of;
pub use words::{FIELD, field, form_title, heading, quoted, samples};

/// How long after an ask was solved its asker is reminded in `/me` that a lesson can be written.
const WRITTEN_WITHIN: TimeDelta = TimeDelta::days(14);

/// A solved ask without a lesson, as a list shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ToWrite {
    /// Which. [`crate::custom_id::LessonClick::Write`] opens the form.
    pub ask: AskId,
    /// The skill's name, as written (not escaped).
    pub skill: String,
}

/// The lesson that the Solved page of an ask holds becomes one. It has no author where the ask has no name. Within the caller's
/// transaction.
pub async fn keep_of(db: &mut Write, ask: &Ask, now: DateTime<Utc>) -> Result<()> {
    let Some(text) = ask.lesson.as_deref() else {
        return Ok(());
    };
    put(db, ask, text, now).await?;
    Ok(ask_rows::set_lesson(db, ask.id, None).await?)
}

/// Writes the lesson of an ask, or changes the one it has.
async fn put(db: &mut Write, ask: &Ask, text: &str, now: DateTime<Utc>) -> Result<LessonId> {
    if let Some(lesson) = rows::of_ask(db, ask.id).await? {
        rows::edit(db, lesson, text, now).await?;
        changed(db, lesson, now).await?;
        return Ok(lesson);
    }
    let new = NewLesson {
        guild: ask.guild,
        author: ask.asker.named(),
        skill: ask.skill,
        ask: ask.id,
        text,
        at: now,
    };
    Ok(rows::insert(db, new).await?)
}

/// A lesson says something else now: so does what quotes it. Within the caller's transaction.
///
/// # Errors
///
/// When the database does not answer.
pub async fn changed(write: &mut Write, lesson: LessonId, now: DateTime<Utc>) -> Result<()> {
    if let Some(lesson) = rows::find(write, lesson).await? {
        let quote = words::quoted(&lesson);
        quotes::say_anew(write, lesson.guild, quote.of, &quote.text, now).await?;
    }
    Ok(())
}

/// The solved asks of a member that have no lesson yet, of the last two weeks, the latest first.
pub async fn to_write(ctx: &Ctx, guild: GuildId, member: MemberId) -> Result<Vec<ToWrite>> {
    let mut read = ctx.store.read().await?;
    let since = ctx.clock.now() - WRITTEN_WITHIN;
    let mut list = Vec::new();
    for ask in rows::solved_without(&mut read, guild, member, since).await? {
        if let Some(ask) = ask_rows::find(&mut read, ask).await? {
            list.push(ToWrite {
                ask: ask.id,
                skill: ask.skill_name,
            });
        }
    }
    Ok(list)
}

/// A page of what a member has written, with everything they can do about it. Pages count from 0.
pub async fn page_of(ctx: &Ctx, guild: GuildId, member: MemberId, page: u16) -> Result<Post> {
    Ok(words::own(&list::own(ctx, guild, member, page).await?))
}

/// A lesson that somebody pressed something on, if it is one of their own server's.
async fn find(ctx: &Ctx, press: &Press, lesson: LessonId) -> Result<Lesson> {
    let mut read = ctx.store.read().await?;
    let lesson = rows::find(&mut read, lesson)
        .await?
        .ok_or_else(|| Error::user(words::LESSON_IS_GONE))?;
    let theirs = match press.guild {
        Some(guild) => guild == lesson.guild,
        None => members::one(&mut read, lesson.guild, press.by.member)
            .await?
            .is_some(),
    };
    drop(read);
    if !theirs {
        return Err(Error::user(words::LESSON_IS_GONE));
    }
    settings::turned_on(ctx, lesson.guild).await?;
    Ok(lesson)
}

/// Whether somebody wrote a lesson.
fn is_author(lesson: &Lesson, by: &Actor) -> bool {
    lesson.author == Some(by.member)
}

/// Whether somebody may remove a lesson: its author, and the admins of its server.
fn may_remove(lesson: &Lesson, press: &Press) -> bool {
    is_author(lesson, &press.by) || (press.by.admin && press.guild == Some(lesson.guild))
}

/// **Edit**: the form, with what it says now.
async fn edit_form(ctx: &Ctx, press: &Press, lesson: LessonId) -> Result<Modal> {
    let lesson = find(ctx, press, lesson).await?;
    if !is_author(&lesson, &press.by) {
        return Err(Error::user(words::ONLY_ITS_AUTHOR));
    }
    Ok(words::edit_form(&lesson))
}

/// The form came back.
async fn edited(ctx: &Ctx, press: &Press, lesson: LessonId, text: &str) -> Result<Post> {
    let mut lesson = find(ctx, press, lesson).await?;
    if !is_author(&lesson, &press.by) {
        return Err(Error::user(words::ONLY_ITS_AUTHOR));
    }
    let text = LessonText::parse(text).map_err(|error| Error::user(error.to_string()))?;
    let mut write = ctx.store.write().await?;
    rows::edit(&mut write, lesson.id, text.as_str(), ctx.clock.now()).await?;
    changed(&mut write, lesson.id, ctx.clock.now()).await?;
    activity::note(&mut write, lesson.guild, press.by.member, ctx.clock.now()).await?;
    write.commit().await?;
    lesson.text = text.into();
    Ok(words::lesson(&lesson, true, true))
}

/// **Yes, remove it**.
async fn removed(ctx: &Ctx, press: &Press, lesson: LessonId) -> Result<Post> {
    let lesson = find(ctx, press, lesson).await?;
    if !may_remove(&lesson, press) {
        return Err(Error::user(words::ONLY_ITS_AUTHOR));
    }
    let mut write = ctx.store.write().await?;
    rows::remove(&mut write, lesson.id).await?;
    let quoted = QuoteOf::Lesson(lesson.id);
    quotes::withdraw(&mut write, lesson.guild, quoted, ctx.clock.now()).await?;
    activity::note(&mut write, lesson.guild, press.by.member, ctx.clock.now()).await?;
    write.commit().await?;
    Ok(words::removed(&lesson))
}

/// **Write down a lesson** of an ask that was solved: the form, with what was written before.
async fn write_form(ctx: &Ctx, ask: AskId, member: MemberId) -> Result<Modal> {
    let mut read = ctx.store.read().await?;
    let ask = asks::own_solved(&mut read, ask, member).await?;
    let lesson = match rows::of_ask(&mut read, ask.id).await? {
        Some(lesson) => rows::find(&mut read, lesson).await?,
        None => None,
    };
    Ok(words::write_form(
        ask.id,
        &ask.skill_name,
        lesson.as_ref().map(|lesson| lesson.text.as_str()),
    ))
}

/// The form came back.
async fn written(ctx: &Ctx, ask: AskId, member: MemberId, text: &str) -> Result<Post> {
    let text = LessonText::parse(text).map_err(|error| Error::user(error.to_string()))?;
    let mut write = ctx.store.write().await?;
    let ask = asks::own_solved(&mut write, ask, member).await?;
    let lesson = put(&mut write, &ask, text.as_str(), ctx.clock.now()).await?;
    let lesson = rows::find(&mut write, lesson)
        .await?
        .ok_or_else(|| Error::fault("a lesson that was just written is not there"))?;
    asks::note_activity(&mut write, &ask, member, ctx.clock.now()).await?;
    write.commit().await?;
    Ok(words::written(&lesson))
}
