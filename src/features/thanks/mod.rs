//! Thanks for help that happened elsewhere: `/thanks`, and "Thanks for this" on a message.
//!
//! Against gaming, of the thanks of one member to another one in seven days counts in figures. The rest is kept all the same,
//! and nobody is told which is which.

pub mod clicks;
pub mod command;

mod typed;
mod words;

#[cfg(test)]
#[allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test fails by panicking"
)]
mod tests;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::delivery::Purpose;
use crate::domain::ids::{DraftId, GuildId, MemberId, SkillId};
use crate::domain::skill::SkillName;
use crate::domain::text::ThanksLine;
use crate::domain::thanks::{Presence, Thanked, ThanksRefusal, counts, may_thank};
use crate::error::{Error, Result};
use crate::features::messages::{self, Message};
use crate::features::{Ctx, learning, skills};
use crate::post::Post;
use crate::store::activity;
use crate::store::helps::{Help, Thanks};
use crate::store::settings::Guild;
use crate::store::{SqliteConnection, choices, drafts, helper_facts, helps};

pub use words::samples::samples;

/// What somebody says when they thank somebody else.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Said {
    /// Who is thanked.
    to: MemberId,
    /// The words, if any.
    words: Option<ThanksLine>,
    /// The message it was for, as a link.
    about: Option<String>,
}

/// Whether `by` may thank this member now. `bot` is what Discord says with the command, for bots that never were seen here.
async fn check(
    db: &mut SqliteConnection,
    guild: &Guild,
    by: MemberId,
    to: MemberId,
    bot: bool,
) -> Result<Result<(), ThanksRefusal>> {
    let person = helper_facts::person(db, guild, to).await?;
    let presence = match &person {
        Some(person) if person.left => Presence::Left,
        Some(_) => Presence::Here,
        None => Presence::Unknown,
    };
    let thanked = Thanked {
        member: to,
        bot: bot || person.is_some_and(|person| person.bot),
        presence,
    };
    Ok(may_thank(by, thanked))
}

/// Records thanks, tells the one who is thanked, and plans the question whether the one who learned could teach it now. Drafts
/// that it came from are used up.
async fn record(
    ctx: &Ctx,
    guild: &Guild,
    by: MemberId,
    said: &Said,
    skill: Option<&SkillName>,
    from: Option<DraftId>,
) -> Result<Post> {
    let now = ctx.clock.now();
    let mut write = ctx.store.write().await?;
    if let Some(draft) = from
        && !drafts::use_up(&mut write, draft, now).await?
    {
        return Err(Error::user(words::DRAFT_IS_USED));
    }
    if let Err(refusal) = check(&mut write, guild, by, said.to, false).await? {
        return Err(words::refused(
            refusal,
            said.to,
            skill.map(SkillName::as_str),
            said.words.as_ref().map(ThanksLine::as_str),
        ));
    }
    let skill = match skill {
        Some(name) => Some(skills::ensure(&mut write, guild.id, name, now).await?),
        None => None,
    };
    let help = keep(&mut write, guild, by, said, skill, now).await?;
    tell(&mut write, guild, &help, said.about.as_deref(), now).await?;
    if let Some(skill) = skill {
        learning::learned(&mut write, guild.id, by, skill, now).await?;
    }
    activity::note(&mut write, guild.id, by, now).await?;
    write.commit().await?;
    if skill.is_some() {
        ctx.skill_indexes.refresh(ctx, guild.id).await;
    }
    Ok(words::recorded(&help, said.to))
}

/// Puts the help on record.
async fn keep(
    db: &mut SqliteConnection,
    guild: &Guild,
    by: MemberId,
    said: &Said,
    skill: Option<SkillId>,
    now: DateTime<Utc>,
) -> Result<Help> {
    let last = helps::last_counted_thanks(db, guild.id, said.to, by).await?;
    let thanks = Thanks {
        guild: guild.id,
        helper: said.to,
        learner: by,
        skill,
        words: said.words.as_ref().map(ThanksLine::as_str),
        counts: counts(last, now),
    };
    let id = helps::record_thanks(db, thanks, now).await?;
    helps::find(db, id)
        .await?
        .ok_or_else(|| Error::fault("a help that was just recorded is not there"))
}

/// Tells the one who is thanked, unless they would rather not hear of it: `/me` shows it in any case.
async fn tell(
    db: &mut SqliteConnection,
    guild: &Guild,
    help: &Help,
    about: Option<&str>,
    now: DateTime<Utc>,
) -> Result<()> {
    let Some(to) = help.helper else {
        return Ok(());
    };
    if !wants_to_hear(db, guild.id, to).await? {
        return Ok(());
    }
    let post = told(db, guild, help, to, about).await?;
    messages::start(db, guild, Message::new(to, Purpose::Thanks, post), now).await?;
    Ok(())
}

/// Whether somebody who is in the guild hears of thanks by private message. `/me` shows them in any case.
///
/// # Errors
///
/// When the database does not answer.
pub async fn wants_to_hear(
    db: &mut SqliteConnection,
    guild: GuildId,
    member: MemberId,
) -> Result<bool> {
    let choices = choices::of(db, guild, member).await?;
    Ok(choices.is_some_and(|choices| choices.wants_thanks))
}

/// What the one who is thanked reads.
async fn told(
    db: &mut SqliteConnection,
    guild: &Guild,
    help: &Help,
    to: MemberId,
    about: Option<&str>,
) -> Result<Post> {
    let from = match help.learner {
        Some(learner) => helper_facts::person(db, guild, learner).await?,
        None => None,
    };
    let add = match &help.skill {
        Some((skill, name))
            if !learning::could_teach(db, guild.id, *skill, &[to])
                .await?
                .is_empty() =>
        {
            Some(learning::add_after_thanks(help.id, name))
        }
        _ => None,
    };
    let from = from.map(|person| person.name);
    Ok(words::told(help, from.as_deref(), about, add, &guild.name))
}
