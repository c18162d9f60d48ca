//! What was typed with thanks, read: a skill that may be spelled nearly right, and words that must not be lost.

use serde::{Deserialize, Serialize};

use super::{Said, check, record, words};
use crate::domain::ids::{DraftId, MemberId};
use crate::domain::skill::{Resolution, SkillName, parse_list};
use crate::domain::text::ThanksLine;
use crate::error::{Error, Result};
use crate::features::{Ctx, settings, skills};
use crate::post::Post;
use crate::store::drafts;
use crate::store::settings::Guild;

/// Thanks as they were typed, by a command or in the form.
#[derive(Clone, Copy, Debug)]
pub(super) struct Typed<'a> {
    /// Who is thanked.
    pub(super) to: MemberId,
    /// Whether Discord says that it is a bot.
    pub(super) bot: bool,
    /// The skill, if any.
    pub(super) skill: Option<&'a str>,
    /// The words, if any.
    pub(super) words: Option<&'a str>,
    /// The message it is for, as a link.
    pub(super) about: Option<&'a str>,
}

/// What is kept while "Did you mean …?" waits for an answer. The tag tells it from the drafts of other features.
#[derive(Debug, Serialize, Deserialize)]
#[serde(tag = "thanks", rename_all = "snake_case")]
enum Kept {
    NearMiss {
        said: Said,
        typed: SkillName,
        candidates: Vec<SkillName>,
    },
}

/// Thanks somebody, or asks first which skill was meant. What is refused gives back what was typed.
pub(super) async fn thank(
    ctx: &Ctx,
    guild: &Guild,
    by: MemberId,
    typed: Typed<'_>,
) -> Result<Post> {
    let mut read = ctx.store.read().await?;
    let may = check(&mut read, guild, by, typed.to, typed.bot).await?;
    drop(read);
    may.map_err(|refusal| words::refused(refusal, typed.to, typed.skill, typed.words))?;
    let unreadable = |why: String| words::unreadable(&why, typed.skill, typed.words);
    let skill = skill(typed)?;
    let said = Said {
        to: typed.to,
        words: ThanksLine::parse_optional(typed.words)
            .map_err(|error| unreadable(error.to_string()))?,
        about: typed.about.map(str::to_owned),
    };
    let Some(skill) = skill else {
        return record(ctx, guild, by, &said, None, None).await;
    };
    match skills::resolve(ctx, guild.id, &skill).await? {
        Resolution::Known(skill) | Resolution::New(skill) => {
            record(ctx, guild, by, &said, Some(&skill), None).await
        }
        Resolution::Near { typed, candidates } => {
            let to = said.to;
            let kept = Kept::NearMiss {
                said,
                typed: typed.clone(),
                candidates: candidates.clone(),
            };
            let mut write = ctx.store.write().await?;
            let draft = drafts::keep(&mut write, guild.id, by, &kept, ctx.clock.now()).await?;
            write.commit().await?;
            Ok(words::did_you_mean(to, &typed, &candidates, draft))
        }
    }
}

/// The one skill that was typed, if any.
fn skill(typed: Typed<'_>) -> Result<Option<SkillName>> {
    let Some(written) = typed.skill.filter(|written| !written.trim().is_empty()) else {
        return Ok(None);
    };
    let unreadable = |why: &str| words::unreadable(why, typed.skill, typed.words);
    let names = parse_list(written).map_err(|error| unreadable(&error.to_string()))?;
    let mut names = names.into_iter();
    match (names.next(), names.next()) {
        (Some(name), None) => Ok(Some(name)),
        _ => Err(unreadable(words::ONE_AT_A_TIME)),
    }
}

/// "Did you mean …?" was answered: 0 is the word as typed, other numbers are the suggestions in order.
pub(super) async fn meant(ctx: &Ctx, draft: DraftId, by: MemberId, choice: u8) -> Result<Post> {
    let gone = || Error::user(words::DRAFT_IS_GONE);
    let kept = drafts::get::<serde_json::Value>(&mut *ctx.store.read().await?, draft)
        .await?
        .ok_or_else(gone)?;
    // What another feature keeps under the number is not a question of ours.
    let Ok(Kept::NearMiss {
        said,
        typed,
        candidates,
    }) = serde_json::from_value(kept.content)
    else {
        return Err(gone());
    };
    if kept.member != by {
        return Err(Error::user(words::NOT_YOUR_DRAFT));
    }
    let skill = match usize::from(choice).checked_sub(1) {
        None => typed,
        Some(at) => candidates.into_iter().nth(at).ok_or_else(gone)?,
    };
    let guild = settings::turned_on(ctx, kept.guild).await?;
    record(ctx, &guild, by, &said, Some(&skill), Some(draft)).await
}
