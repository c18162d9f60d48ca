//! What people teach and what they wish to learn.

pub mod clicks;
pub mod command;
pub mod due;

mod browse;
mod forms;
mod indexes;
mod questions;
mod words;

#[cfg(test)]
#[allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test fails by panicking"
)]
pub(crate) mod tests;

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use crate::domain::ids::{DraftId, GuildId, MemberId, SkillId};
use crate::domain::skill::{Level, Resolution, SkillName};
use crate::domain::text::Note;
use crate::error::Result;
use crate::features::{Choice, Ctx, learning};
use crate::post::Post;
use crate::store::SqliteConnection;
use crate::store::activity;
use crate::store::skills as rows;

pub use due::DRAFTS;
pub use forms::{Form, filled_in, form};
pub use indexes::Indexes;
pub use questions::answer;
pub use rows::Put;
pub use words::samples;

/// How long a question about a near miss can be answered.
pub const DRAFT_AGE: TimeDelta = TimeDelta::days(1);

/// What somebody says about skills.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Intent {
    /// "I teach this", as well as that.
    Teach {
        /// Not given: as it was.
        level: Option<Level>,
    },
    /// "I wish to learn this".
    Learn,
}

/// One skill that was recorded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recorded {
    /// Which.
    pub skill: SkillId,
    /// As people see it.
    pub name: String,
    /// For an offer: how well, if they ever said so.
    pub level: Option<Level>,
    /// Whether it was there before.
    pub put: Put,
    /// How many others teach it.
    pub teach: i64,
    /// How many others wish to learn it.
    pub wish: i64,
}

/// "Did you mean …?"
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// Where it is kept until it is answered.
    pub draft: DraftId,
    /// Which word of the draft it is about.
    pub word: u8,
    /// What was typed.
    pub typed: SkillName,
    /// What may be meant instead, one to three.
    pub candidates: Vec<SkillName>,
}

/// What became of what somebody said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// What it was about.
    pub intent: Intent,
    /// The skills recorded so far, in the order they were given.
    pub recorded: Vec<Recorded>,
    /// What has to be asked first about the rest.
    pub question: Option<Question>,
}

/// Records that a member teaches skills or wishes to learn them. What is spelled much like something known, and is not it,
/// becomes a question; everything else is recorded at once.
pub async fn say(
    ctx: &Ctx,
    guild: GuildId,
    member: MemberId,
    intent: Intent,
    note: Option<Note>,
    names: Vec<SkillName>,
) -> Result<Outcome> {
    let index = ctx.skill_indexes.of(ctx, guild).await?;
    let mut known: Vec<SkillName> = Vec::new();
    let mut unclear = Vec::new();
    for name in names {
        match index.resolve(&name) {
            Resolution::Known(name) | Resolution::New(name) => {
                if !known.iter().any(|other| other.key() == name.key()) {
                    known.push(name);
                }
            }
            Resolution::Near { typed, candidates } => unclear.push((typed, candidates)),
        }
    }

    let now = ctx.clock.now();
    let mut write = ctx.store.write().await?;
    let mut puts = Vec::with_capacity(known.len());
    for name in &known {
        puts.push(record(&mut write, guild, member, &intent, note.as_ref(), name, now).await?);
    }
    let recorded = recorded(&mut write, guild, member, &intent, &puts).await?;
    let question = questions::keep(
        &mut write, guild, member, &intent, note, unclear, &puts, now,
    )
    .await?;
    if !puts.is_empty() {
        activity::note(&mut write, guild, member, now).await?;
    }
    write.commit().await?;
    ctx.skill_indexes.refresh(ctx, guild).await;
    Ok(Outcome {
        intent,
        recorded,
        question,
    })
}

/// What came of adding one skill to what a member teaches.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Teaching {
    /// It was added; this is what they read, the same as after `/teach`.
    Added(Post),
    /// It was there already, and stays as it is. With its name.
    Already(String),
}

/// Adds a skill that the guild has to what a member teaches, as `/teach` does. Where they teach it already, nothing changes.
pub async fn teach(
    ctx: &Ctx,
    guild: GuildId,
    member: MemberId,
    skill: SkillId,
    level: Option<Level>,
) -> Result<Teaching> {
    let mut write = ctx.store.write().await?;
    if let Some(offer) = rows::offer(&mut write, guild, member, skill).await? {
        return Ok(Teaching::Already(offer.name));
    }
    let now = ctx.clock.now();
    let put = rows::put_offer(&mut write, guild, member, skill, level, None, now).await?;
    learning::taught(&mut write, guild, member, skill, now).await?;
    let intent = Intent::Teach { level };
    let recorded = recorded(&mut write, guild, member, &intent, &[(skill, put)]).await?;
    activity::note(&mut write, guild, member, now).await?;
    write.commit().await?;
    ctx.skill_indexes.refresh(ctx, guild).await;
    Ok(Teaching::Added(words::outcome(&Outcome {
        intent,
        recorded,
        question: None,
    })))
}

/// Ends an offer, and gives the skill's name; `None` where there was no such offer.
pub async fn stop_teaching(
    ctx: &Ctx,
    guild: GuildId,
    member: MemberId,
    skill: SkillId,
) -> Result<Option<String>> {
    let mut write = ctx.store.write().await?;
    let gone = rows::remove_offer(&mut write, guild, member, skill).await?;
    let name = rows::name(&mut write, guild, skill).await?;
    if gone {
        activity::note(&mut write, guild, member, ctx.clock.now()).await?;
    }
    write.commit().await?;
    ctx.skill_indexes.refresh(ctx, guild).await;
    Ok(name.filter(|_| gone))
}

/// Ends a wish, and gives the skill's name; `None` where there was no such wish.
pub async fn stop_learning(
    ctx: &Ctx,
    guild: GuildId,
    member: MemberId,
    skill: SkillId,
) -> Result<Option<String>> {
    let mut write = ctx.store.write().await?;
    let gone = rows::remove_wish(&mut write, guild, member, skill).await?;
    let name = rows::name(&mut write, guild, skill).await?;
    if gone {
        activity::note(&mut write, guild, member, ctx.clock.now()).await?;
    }
    write.commit().await?;
    ctx.skill_indexes.refresh(ctx, guild).await;
    Ok(name.filter(|_| gone))
}

/// What a typed name comes to in a guild: something known, something near, or something new.
pub async fn resolve(ctx: &Ctx, guild: GuildId, name: &SkillName) -> Result<Resolution> {
    Ok(ctx.skill_indexes.of(ctx, guild).await?.resolve(name))
}

/// The skill of this name, made now if the guild has none. Within the caller's transaction; once that is committed the caller
/// has the guild's index [refreshed](Indexes::refresh).
pub async fn ensure(
    db: &mut SqliteConnection,
    guild: GuildId,
    name: &SkillName,
    now: DateTime<Utc>,
) -> Result<SkillId> {
    Ok(rows::ensure(db, guild, name, now).await?)
}

/// Suggestions for an option that takes one skill.
pub async fn complete_one(ctx: &Ctx, guild: GuildId, typed: &str) -> Result<Vec<Choice>> {
    let index = ctx.skill_indexes.latest(ctx, guild).await?;
    Ok(index.complete(typed).into_iter().map(choice).collect())
}

/// Suggestions for an option that takes several skills separated by commas: for the last of them.
pub async fn complete_list(ctx: &Ctx, guild: GuildId, typed: &str) -> Result<Vec<Choice>> {
    let index = ctx.skill_indexes.latest(ctx, guild).await?;
    Ok(index.complete_list(typed).into_iter().map(choice).collect())
}

fn choice(choice: crate::domain::skill::Choice) -> Choice {
    Choice {
        name: choice.label,
        value: choice.value,
    }
}

/// Records one skill for a member.
async fn record(
    db: &mut SqliteConnection,
    guild: GuildId,
    member: MemberId,
    intent: &Intent,
    note: Option<&Note>,
    name: &SkillName,
    now: DateTime<Utc>,
) -> Result<(SkillId, Put)> {
    let skill = rows::ensure(db, guild, name, now).await?;
    let note = note.map(Note::as_str);
    let put = match intent {
        Intent::Teach { level } => {
            let put = rows::put_offer(db, guild, member, skill, *level, note, now).await?;
            learning::taught(db, guild, member, skill, now).await?;
            put
        }
        Intent::Learn => rows::put_wish(db, guild, member, skill, note, None, now).await?,
    };
    Ok((skill, put))
}

/// What is to be said about skills that were recorded.
async fn recorded(
    db: &mut SqliteConnection,
    guild: GuildId,
    member: MemberId,
    intent: &Intent,
    puts: &[(SkillId, Put)],
) -> Result<Vec<Recorded>> {
    let mut recorded = Vec::with_capacity(puts.len());
    for (skill, put) in puts {
        let Some(tally) = rows::tally_of_others(db, guild, *skill, member).await? else {
            continue;
        };
        let level = match intent {
            Intent::Teach { .. } => rows::offer(db, guild, member, *skill)
                .await?
                .and_then(|offer| offer.level),
            Intent::Learn => None,
        };
        recorded.push(Recorded {
            skill: *skill,
            name: tally.name,
            level,
            put: *put,
            teach: tally.teach,
            wish: tally.wish,
        });
    }
    Ok(recorded)
}
