//! Learner becomes teacher: who helped may add the skill to what they teach, and who learned is asked, two weeks later and once
//! for a skill, whether they could start somebody off with it.

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

use chrono::{DateTime, Utc};

use crate::custom_id::LearningClick;
use crate::delivery::{Delivery, Purpose};
use crate::domain::ids::{AskId, GuildId, HelpId, MemberId, SkillId};
use crate::domain::learning::ASKED_AFTER;
use crate::domain::skill::Level;
use crate::error::{Error, Result};
use crate::features::skills::{self, Teaching};
use crate::features::{Ctx, messages, settings};
use crate::post::{Action, Block, Button, Post};
use crate::store::teach_questions::{self, Planned};
use crate::store::{SqliteConnection, asks, helper_facts, helps, outbox, skills as rows};

pub use words::samples::samples;

/// Somebody learned a skill: they are asked about it later, unless they teach it or were asked before. Within the transaction
/// that records the help.
pub async fn learned(
    db: &mut SqliteConnection,
    guild: GuildId,
    member: MemberId,
    skill: SkillId,
    now: DateTime<Utc>,
) -> Result<()> {
    if rows::offer(db, guild, member, skill).await?.is_none() {
        let question = Planned {
            guild,
            member,
            skill,
        };
        teach_questions::plan(db, question, now + ASKED_AFTER).await?;
    }
    Ok(())
}

/// Somebody teaches a skill now, however that came: a question about it that is on its way to them is taken back. Within the
/// transaction that records the offer.
///
/// # Errors
///
/// When the database does not answer.
pub async fn taught(
    db: &mut SqliteConnection,
    guild: GuildId,
    member: MemberId,
    skill: SkillId,
    now: DateTime<Utc>,
) -> Result<()> {
    let yes = Action::Click(LearningClick::Yes { skill }.into());
    messages::take_back(db, guild, member, now, |message| {
        message.purpose == Purpose::Suggestion && has_button(&message.delivery, &yes)
    })
    .await
}

/// Whether a message has a button that does this.
fn has_button(delivery: &Delivery, action: &Action) -> bool {
    let Delivery::Send { post, .. } = delivery else {
        return false;
    };
    post.blocks.iter().any(|block| {
        matches!(block, Block::Buttons(buttons) if buttons.iter().any(|button| button.action == *action))
    })
}

/// Those of these members who do not teach the skill yet.
pub async fn could_teach(
    db: &mut SqliteConnection,
    guild: GuildId,
    skill: SkillId,
    members: &[MemberId],
) -> Result<Vec<MemberId>> {
    let mut could = Vec::new();
    for member in members {
        if rows::offer(db, guild, *member, skill).await?.is_none() {
            could.push(*member);
        }
    }
    Ok(could)
}

/// **Add … to what I teach**, under the thanks of a solved ask. `skill` is its name as written.
pub fn add_after_ask(ask: AskId, skill: &str) -> Button {
    Button::plain(words::add_label(skill), LearningClick::AfterAsk { ask })
}

/// **Add … to what I teach**, under thanks for a help that happened elsewhere. `skill` is its name as written.
pub fn add_after_thanks(help: HelpId, skill: &str) -> Button {
    Button::plain(words::add_label(skill), LearningClick::AfterThanks { help })
}

/// **Add … to what I teach** by one of those who helped with an ask.
async fn add_what_was_asked(ctx: &Ctx, ask: AskId, member: MemberId) -> Result<Post> {
    let (guild, skill, helped) = {
        let mut read = ctx.store.read().await?;
        let ask = asks::find(&mut read, ask)
            .await?
            .ok_or_else(words::help_is_gone)?;
        let helped = helps::with_ask(&mut read, ask.id, member).await?;
        (ask.guild, (ask.skill, ask.skill_name), helped.is_some())
    };
    if !helped {
        return Err(words::only_for_helpers(&skill.1));
    }
    add(ctx, guild, member, skill.0, None).await
}

/// **Add … to what I teach** by somebody who was thanked.
async fn add_what_was_thanked_for(ctx: &Ctx, help: HelpId, member: MemberId) -> Result<Post> {
    let help = helps::find(&mut *ctx.store.read().await?, help)
        .await?
        .ok_or_else(words::help_is_gone)?;
    let (skill, name) = help.skill.ok_or_else(words::help_is_gone)?;
    if help.helper != Some(member) {
        return Err(words::only_for_helpers(&name));
    }
    add(ctx, help.guild, member, skill, None).await
}

/// What came of an answer to the question.
struct Answered {
    /// What is said.
    post: Post,
    /// The guild's name, as written.
    guild: String,
}

/// **Yes, add it**.
async fn yes(ctx: &Ctx, skill: SkillId, member: MemberId) -> Result<Answered> {
    let question = asked(ctx, skill, member).await?;
    let guild = settings::turned_on(ctx, question.guild).await?;
    let post = add(ctx, guild.id, member, skill, Some(Level::Starter)).await?;
    Ok(Answered {
        post,
        guild: guild.name,
    })
}

/// **Not yet**.
async fn not_yet(ctx: &Ctx, skill: SkillId, member: MemberId) -> Result<Answered> {
    let question = asked(ctx, skill, member).await?;
    let guild = settings::guild(ctx, question.guild).await?;
    let mut read = ctx.store.read().await?;
    let name = rows::name(&mut read, guild.id, skill)
        .await?
        .ok_or_else(words::question_is_gone)?;
    let teaches = rows::offer(&mut read, guild.id, member, skill).await?;
    let post = if teaches.is_some() {
        words::teaches_already(&name)
    } else {
        words::not_yet(&name, &guild.name)
    };
    Ok(Answered {
        post,
        guild: guild.name,
    })
}

/// The question about this skill that was put to this member.
async fn asked(ctx: &Ctx, skill: SkillId, member: MemberId) -> Result<Planned> {
    let mut read = ctx.store.read().await?;
    let guild = rows::guild_of(&mut read, skill)
        .await?
        .ok_or_else(words::question_is_gone)?;
    let question = Planned {
        guild,
        member,
        skill,
    };
    if teach_questions::was_put(&mut read, question).await? {
        Ok(question)
    } else {
        Err(words::question_is_gone())
    }
}

/// Adds a skill to what somebody teaches, if they are in the guild and Potluck is on there.
async fn add(
    ctx: &Ctx,
    guild: GuildId,
    member: MemberId,
    skill: SkillId,
    level: Option<Level>,
) -> Result<Post> {
    let guild = settings::turned_on(ctx, guild).await?;
    let person = helper_facts::person(&mut *ctx.store.read().await?, &guild, member).await?;
    if person.is_none_or(|person| person.left) {
        return Err(Error::user(words::NOT_A_MEMBER));
    }
    Ok(
        match skills::teach(ctx, guild.id, member, skill, level).await? {
            Teaching::Added(post) => post,
            Teaching::Already(name) => words::teaches_already(&name),
        },
    )
}

/// Whether a message came from the outbox, so that an answer may take its place.
async fn is_lasting(ctx: &Ctx, press: &crate::features::Press) -> Result<bool> {
    let Some(message) = press.message else {
        return Ok(false);
    };
    let mut read = ctx.store.read().await?;
    Ok(outbox::is_recorded(&mut read, press.channel, message).await?)
}
