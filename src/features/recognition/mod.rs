//! Recognition and reflection: lessons of the week and the table of a month, told to everybody; what a leader is learning; and each
//! member's own month. All of it is off until somebody asks for it, and none of it ranks anybody.
//!
//! Which lessons, which leader and when is `domain::recognition`'s to say.

pub mod clicks;
pub mod due;

mod words;

#[cfg(test)]
#[allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test fails by panicking"
)]
pub(crate) mod tests;

use crate::domain::ids::{GuildId, MemberId};
use crate::domain::recognition::{Month, told_at};
use crate::error::{Error, Result};
use crate::features::quotes;
use crate::features::{Ctx, me, settings};
use crate::post::{Modal, Post, QuoteOf};
use crate::store::choices::Consent;
use crate::store::recognition::{self as rows, Asked};
use crate::store::settings::Guild;
use crate::store::{SqliteConnection, activity, members};
use due::is_laid;

pub use words::samples;

/// What a leader was asked for the table of a month.
struct Question {
    guild: Guild,
    month: Month,
    asked: Asked,
    /// Whether that table is laid, so that nothing more is put on it.
    laid: bool,
}

/// The question that a leader's button is about; a sentence where it is not theirs, or not kept any more.
async fn question(
    db: &mut SqliteConnection,
    guild: GuildId,
    month: u32,
    member: MemberId,
) -> Result<Question> {
    let guild = settings::known(db, guild).await?;
    if let Some(sentence) = settings::whom_to_ask(&guild) {
        return Err(Error::user(sentence));
    }
    let month = Month::from_number(month).ok_or_else(words::not_yours)?;
    let asked = rows::asked(db, guild.id, month, member)
        .await?
        .ok_or_else(words::not_yours)?;
    if members::one(db, guild.id, member).await?.is_none() {
        return Err(words::not_yours());
    }
    Ok(Question {
        laid: is_laid(db, guild.id, month).await?,
        guild,
        month,
        asked,
    })
}

/// What a leader was asked last, with everything they can do about it, for `/me`.
///
/// # Errors
///
/// When the database does not answer.
pub async fn page_of(ctx: &Ctx, guild: GuildId, member: MemberId) -> Result<Post> {
    let mut read = ctx.store.read().await?;
    let Some((month, _)) = rows::answer(&mut read, guild, member).await? else {
        return Ok(words::not_asked_yet());
    };
    let question = question(&mut read, guild, month.number(), member).await?;
    Ok(page(&question, member))
}

fn page(question: &Question, member: MemberId) -> Post {
    let Question {
        guild,
        month,
        asked,
        laid,
    } = question;
    let at = told_at(&guild.calendar, *month);
    match (&asked.learning, laid) {
        (Some(learning), false) => words::will_say(guild.id, *month, member, learning, at),
        (Some(learning), true) => words::says(guild.id, *month, member, learning),
        (None, false) => words::may_say(guild.id, *month, at, asked.declined),
        (None, true) => words::without_you(*month),
    }
}

/// **Say it**, or **Change it**: the form, with what they said before.
async fn form(ctx: &Ctx, guild: GuildId, month: u32, member: MemberId) -> Result<Modal> {
    let question = question(&mut *ctx.store.read().await?, guild, month, member).await?;
    if question.laid {
        return Err(words::laid_already(question.month));
    }
    Ok(words::form(guild, question.month, question.asked.learning))
}

/// The form came back.
async fn said(
    ctx: &Ctx,
    guild: GuildId,
    month: u32,
    member: MemberId,
    typed: &str,
) -> Result<Post> {
    let learning = settings::learning(typed)?;
    let now = ctx.clock.now();
    let mut write = ctx.store.write().await?;
    let mut question = question(&mut write, guild, month, member).await?;
    if question.laid {
        return Err(words::laid_already(question.month));
    }
    rows::say(&mut write, guild, question.month, member, learning.as_str()).await?;
    activity::note(&mut write, guild, member, now).await?;
    write.commit().await?;
    question.asked = Asked {
        declined: false,
        learning: Some(learning.into()),
    };
    Ok(page(&question, member))
}

/// **Not this time**: another leader may be asked at once, if there is time.
async fn not_this_time(ctx: &Ctx, guild: GuildId, month: u32, member: MemberId) -> Result<Post> {
    let now = ctx.clock.now();
    let mut write = ctx.store.write().await?;
    let question = question(&mut write, guild, month, member).await?;
    if question.laid {
        return Err(words::laid_already(question.month));
    }
    rows::decline(&mut write, guild, question.month, member).await?;
    rows::set_next(&mut write, guild, now).await?;
    activity::note(&mut write, guild, member, now).await?;
    write.commit().await?;
    Ok(words::declined(guild, question.month))
}

/// **Take it back**: from what will be said, or from what everybody reads.
async fn take_back(ctx: &Ctx, guild: GuildId, month: u32, member: MemberId) -> Result<Post> {
    let now = ctx.clock.now();
    let mut write = ctx.store.write().await?;
    let mut question = question(&mut write, guild, month, member).await?;
    if rows::take_back(&mut write, guild, question.month, member).await? {
        let answer = QuoteOf::Answer {
            member,
            month: question.month.first(),
        };
        quotes::withdraw(&mut write, guild, answer, now).await?;
        activity::note(&mut write, guild, member, now).await?;
    }
    write.commit().await?;
    question.asked.learning = None;
    Ok(page(&question, member))
}

/// **Don't ask me**, and **You may ask me**. Who is asked just now and has not answered makes room for another.
async fn may_be_asked(ctx: &Ctx, guild: GuildId, member: MemberId, yes: bool) -> Result<Post> {
    me::agree(ctx, guild, member, Consent::Leading, yes).await?;
    if yes {
        return Ok(words::will_be_asked(guild));
    }
    let mut read = ctx.store.read().await?;
    if let Some((month, asked)) = rows::answer(&mut read, guild, member).await?
        && asked.learning.is_none()
        && !is_laid(&mut read, guild, month).await?
    {
        drop(read);
        not_this_time(ctx, guild, month.number(), member).await?;
    }
    Ok(words::will_not_be_asked(guild))
}
