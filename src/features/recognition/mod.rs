//! Recognition and reflection: lessons of the week and the table of a month, told to everybody; what a leader is learning; and each
//! member's own month. All of it is off until somebody asks for it, and none of it ranks anybody.
//!
//! Which lessons, which leader and when is `domain::recognition`'s to say.

pub mod clicks;
pub mod due;
pub mod own_months;

mod asking;
mod stand;
mod words;

#[cfg(test)]
#[allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test fails by panicking"
)]
pub(crate) mod tests;

use chrono::{DateTime, Utc};

use crate::delivery::{Purpose, Receipt};
use crate::domain::ids::{GuildId, MemberId};
use crate::domain::recognition::{Month, told_at};
use crate::error::{Error, Result};
use crate::features::quotes;
use crate::features::{Ctx, Reply, me, messages, settings};
use crate::post::{Post, QuoteOf};
use crate::store::choices::Consent;
use crate::store::recognition::{self as rows, Asked};
use crate::store::settings::Guild;
use crate::store::{SqliteConnection, Write, activity, members, outbox};
use stand::{Stand, stand};

pub use words::samples;

/// Months of which `/me` shows what a leader said, beside the one they were asked for last.
const MONTHS: u32 = 15;

/// What a leader was asked for the table of a month.
struct Question {
    guild: Guild,
    month: Month,
    asked: Asked,
    stand: Stand,
}

impl Question {
    /// A sentence where they cannot answer any more.
    fn must_be_open(&self) -> Result<()> {
        match self.stand {
            Stand::Open => Ok(()),
            Stand::Laid => Err(words::laid_already(self.month)),
            Stand::NoTable => Err(words::not_laid(self.month)),
            Stand::NotALeader => Err(words::not_a_leader(self.month)),
        }
    }
}

/// The question that a leader's button is about; a sentence where it is not theirs, or not kept any more.
async fn question(
    db: &mut SqliteConnection,
    guild: GuildId,
    month: Month,
    member: MemberId,
    now: DateTime<Utc>,
) -> Result<Question> {
    let guild = settings::known(db, guild).await?;
    let asked = rows::asked(db, guild.id, month, member)
        .await?
        .ok_or_else(words::not_yours)?;
    Ok(Question {
        stand: stand(db, &guild, month, member, now).await?,
        guild,
        month,
        asked,
    })
}

/// As [`question`], for who answers it: they are here, and Potluck is on.
async fn question_to_answer(
    db: &mut SqliteConnection,
    guild: GuildId,
    month: u32,
    member: MemberId,
    now: DateTime<Utc>,
) -> Result<Question> {
    let question = question(db, guild, numbered(month)?, member, now).await?;
    if members::one(db, guild, member).await?.is_none() {
        return Err(words::not_yours());
    }
    match settings::whom_to_ask(&question.guild) {
        None => Ok(question),
        Some(sentence) => Err(Error::user(sentence)),
    }
}

fn numbered(month: u32) -> Result<Month> {
    Month::from_number(month).ok_or_else(words::not_yours)
}

/// What a leader was asked last, and what they said for other months, with everything they can do about it, for `/me`. What they said
/// can be taken back there at any time, also where there is no table any more.
///
/// # Errors
///
/// When the database does not answer.
pub async fn page_of(ctx: &Ctx, guild: GuildId, member: MemberId) -> Result<Post> {
    let mut read = ctx.store.read().await?;
    let answers = rows::answers(&mut read, guild, member, MONTHS + 1).await?;
    let Some(((month, _), before)) = answers.split_first() else {
        return Ok(words::not_asked_yet());
    };
    let question = question(&mut read, guild, *month, member, ctx.clock.now()).await?;
    let said = before.iter().filter_map(|(month, asked)| {
        let learning = asked.learning.as_deref()?;
        Some((*month, learning))
    });
    Ok(words::and_before(
        page(&question, member),
        guild,
        member,
        &said.collect::<Vec<_>>(),
    ))
}

/// Whether `/me` has something to show a member about the monthly table: they lead where it is laid, or said something for one.
///
/// # Errors
///
/// When the database does not answer.
pub(super) async fn has_page(
    db: &mut SqliteConnection,
    guild: &Guild,
    member: MemberId,
) -> Result<bool> {
    let is_laid_here = rows::wanted(db, guild.id).await?.table.is_some();
    Ok((is_laid_here && settings::leads(db, guild, member).await?)
        || rows::has_said(db, guild.id, member).await?)
}

fn page(question: &Question, member: MemberId) -> Post {
    let Question {
        guild,
        month,
        asked,
        stand,
    } = question;
    let at = told_at(&guild.calendar, *month);
    match (&asked.learning, stand) {
        (Some(learning), Stand::Open) => words::will_say(guild.id, *month, member, learning, at),
        (Some(learning), Stand::Laid) => words::says(guild.id, *month, member, learning),
        (Some(learning), Stand::NoTable) => words::unsaid(guild.id, *month, member, learning),
        (Some(learning), Stand::NotALeader) => {
            words::unsaid_by_role(guild.id, *month, member, learning)
        }
        (None, Stand::Open) => words::may_say(guild.id, *month, at, asked),
        (None, Stand::Laid | Stand::NotALeader) => words::without_you(*month),
        (None, Stand::NoTable) => words::no_table(*month),
    }
}

/// **Say it**, or **Change it**: the form, with what they said before. Once the table says it, it can be taken back.
async fn form(ctx: &Ctx, guild: GuildId, month: u32, member: MemberId) -> Result<Reply> {
    let now = ctx.clock.now();
    let question =
        question_to_answer(&mut *ctx.store.read().await?, guild, month, member, now).await?;
    if question.stand != Stand::Open && question.asked.learning.is_some() {
        return Ok(Reply::Private(page(&question, member)));
    }
    question.must_be_open()?;
    Ok(Reply::Modal(words::form(
        guild,
        question.month,
        question.asked.learning,
    )))
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
    let mut question = question_to_answer(&mut write, guild, month, member, now).await?;
    question.must_be_open()?;
    rows::say(&mut write, guild, question.month, member, learning.as_str()).await?;
    activity::note(&mut write, guild, member, now).await?;
    write.commit().await?;
    question.asked = Asked {
        declined: false,
        learning: Some(learning.into()),
        ..question.asked
    };
    Ok(page(&question, member))
}

/// **Not this time**: another leader may be asked at once, if there is time.
async fn not_this_time(ctx: &Ctx, guild: GuildId, month: u32, member: MemberId) -> Result<Post> {
    let now = ctx.clock.now();
    let mut write = ctx.store.write().await?;
    let question = question_to_answer(&mut write, guild, month, member, now).await?;
    question.must_be_open()?;
    rows::decline(&mut write, guild, question.month, member).await?;
    rows::set_next(&mut write, guild, now).await?;
    activity::note(&mut write, guild, member, now).await?;
    write.commit().await?;
    Ok(words::declined(guild, question.month))
}

/// **Take it back**: from what will be said, or from what everybody reads. That stays possible whatever has changed since: no table is
/// laid any more, Potluck is off, or they do not lead or are not here any more.
async fn take_back(ctx: &Ctx, guild: GuildId, month: u32, member: MemberId) -> Result<Post> {
    let now = ctx.clock.now();
    let month = numbered(month)?;
    let mut write = ctx.store.write().await?;
    if rows::take_back(&mut write, guild, month, member).await? {
        let answer = QuoteOf::Answer {
            member,
            month: month.first(),
        };
        quotes::withdraw(&mut write, guild, answer, now).await?;
        activity::note(&mut write, guild, member, now).await?;
    }
    let question = question(&mut write, guild, month, member, now).await?;
    write.commit().await?;
    Ok(match question.stand {
        Stand::Open => page(&question, member),
        _ => words::taken_back(month),
    })
}

/// **Don't ask me**, and **You may ask me**.
async fn may_be_asked(ctx: &Ctx, guild: GuildId, member: MemberId, yes: bool) -> Result<Post> {
    me::agree(ctx, guild, member, Consent::Leading, yes).await?;
    Ok(if yes {
        words::will_be_asked(guild)
    } else {
        words::will_not_be_asked(guild)
    })
}

/// The post with a week's lessons could be put nowhere: they may be among those of another week. Where nobody knows whether it is up,
/// they count as shown.
///
/// # Errors
///
/// When the database does not answer.
pub(super) async fn lessons_unshown(
    write: &mut Write,
    guild: GuildId,
    since: DateTime<Utc>,
) -> Result<()> {
    if outbox::may_be_there(write, Receipt::LessonsPosted(guild, since)).await? {
        return Ok(());
    }
    Ok(rows::unshown(write, guild, since).await?)
}
/// The question could not reach a leader, and waits in their `/me`: another is asked at once, if there is time. Where nobody knows whether
/// it is there, they count as asked.
///
/// # Errors
///
/// When the database does not answer.
pub(super) async fn unreached(
    write: &mut Write,
    guild: GuildId,
    month: u32,
    member: MemberId,
    now: DateTime<Utc>,
) -> Result<()> {
    if outbox::may_be_there(write, Receipt::LeaderAsked(guild, month, member)).await? {
        return Ok(());
    }
    if let Some(month) = Month::from_number(month)
        && rows::not_reached(write, guild, month, member).await?
    {
        rows::set_next(write, guild, now).await?;
    }
    Ok(())
}

/// A member does not want to be asked any more. If they are asked just now and have not answered, that makes room for another.
///
/// # Errors
///
/// When the database does not answer.
pub(super) async fn asks_no_more(
    write: &mut Write,
    guild: GuildId,
    member: MemberId,
    now: DateTime<Utc>,
) -> Result<()> {
    let answers = rows::answers(write, guild, member, 1).await?;
    if let Some((month, asked)) = answers.into_iter().next()
        && asked.learning.is_none()
        && !due::is_over(write, guild, month).await?
    {
        rows::decline(write, guild, month, member).await?;
        rows::set_next(write, guild, now).await?;
    }
    Ok(())
}

/// No table is laid any more: questions to leaders that have not gone out do not, and count as never asked.
///
/// # Errors
///
/// When the database does not answer.
pub(super) async fn stops(write: &mut Write, guild: GuildId, now: DateTime<Utc>) -> Result<()> {
    let asks = |message: &outbox::Unsent| message.purpose == Purpose::Leading;
    for (member, month) in rows::unanswered(write, guild).await? {
        let unsent = outbox::unsent(write, guild, member, None).await?;
        if unsent.iter().any(asks) {
            messages::take_back(write, guild, member, now, asks).await?;
            rows::unask(write, guild, month, member).await?;
        }
    }
    Ok(())
}
