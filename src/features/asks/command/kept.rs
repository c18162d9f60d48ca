//! What is kept of a question until it is asked: a near miss to be answered, a form to be filled in, a lesson that may answer it.

use serde::{Deserialize, Serialize};

use super::super::{open, words};
use crate::domain::ids::{DraftId, GuildId, LessonId, MemberId};
use crate::domain::skill::SkillName;
use crate::domain::text::Details;
use crate::error::{Error, Result};
use crate::features::Ctx;
use crate::store::SqliteConnection;
use crate::store::drafts::{self, Draft};
use crate::store::lessons;

/// How it is asked, beside the skill and the details.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(in super::super) struct Manner {
    /// Without a name.
    #[serde(default)]
    pub(in super::super) anonymous: bool,
    /// The message it is about, as a link.
    #[serde(default)]
    pub(in super::super) about: Option<String>,
}

/// A question that is complete.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(in super::super) struct Question {
    /// With what.
    pub(in super::super) skill: SkillName,
    /// In their words.
    pub(in super::super) details: Details,
    /// How.
    pub(in super::super) manner: Manner,
    /// The drafts that led to it, which are used up with it.
    pub(in super::super) drafts: Vec<DraftId>,
}

/// What was written into a form, taken or not.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(in super::super) struct Typed {
    pub(in super::super) skill: String,
    pub(in super::super) details: String,
}

/// What is kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "ask", rename_all = "snake_case")]
pub(super) enum Kept {
    /// "Did you mean …?" waits for an answer.
    NearMiss {
        /// What was typed.
        typed: SkillName,
        /// What was offered, in the order of the buttons.
        candidates: Vec<SkillName>,
        /// The details, where they were given already.
        details: Option<Details>,
        #[serde(default)]
        manner: Manner,
        /// The form that it was typed into, which is then answered, too.
        #[serde(default)]
        form: Option<DraftId>,
    },
    /// The form is open.
    Form {
        /// The skill, where it is known; otherwise the form asks for it.
        skill: Option<SkillName>,
        /// The question that came before, which is then answered, too.
        question: Option<DraftId>,
        #[serde(default)]
        manner: Manner,
        /// What is in the form already.
        #[serde(default)]
        typed: Typed,
    },
    /// Complete: lessons were shown, or something stood in its way.
    Ready(Question),
    /// A lesson answered it. What was typed is not kept.
    Answered,
}

impl Kept {
    fn is_anonymous(&self) -> bool {
        match self {
            Self::NearMiss { manner, .. } | Self::Form { manner, .. } => manner.anonymous,
            Self::Ready(question) => question.manner.anonymous,
            Self::Answered => false,
        }
    }

    /// What was written so far beside the skill.
    fn written(&self) -> &str {
        match self {
            Self::NearMiss { details, .. } => details.as_ref().map_or("", Details::as_str),
            Self::Form { typed, .. } => &typed.details,
            Self::Ready(question) => question.details.as_str(),
            Self::Answered => "",
        }
    }
}

/// Keeps something of a member's. A question without a name is not kept beside one that is linked to them, but given back in a
/// sentence: the draft, with their name on it, may say the same as the ask.
pub(super) async fn keep(
    ctx: &Ctx,
    guild: GuildId,
    member: MemberId,
    kept: &Kept,
) -> Result<DraftId> {
    let mut write = ctx.store.write().await?;
    if kept.is_anonymous()
        && let Some(reason) = open::beside_another(&mut write, guild, member).await?
    {
        return Err(Error::user(words::not_now_and_not_kept(
            &reason,
            kept.written(),
        )));
    }
    let draft = drafts::keep(&mut write, guild, member, kept, ctx.clock.now()).await?;
    write.commit().await?;
    Ok(draft)
}

/// A question that was written and not asked, as a list shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptLine {
    /// Which draft.
    pub draft: DraftId,
    /// The skill's name as written (not escaped); empty where it was not given yet.
    pub skill: String,
    /// What was written (not escaped).
    pub details: String,
    /// Whether it is complete, so that it only has to be asked.
    pub complete: bool,
}

/// So many kept questions are listed.
const LISTED: u32 = 5;

/// The questions of a member that were written within a day and not asked, newest first. A form that was opened and left empty is
/// none.
pub async fn kept_of(
    db: &mut SqliteConnection,
    guild: GuildId,
    member: MemberId,
) -> Result<Vec<KeptLine>> {
    let kept = drafts::questions_of::<Kept>(db, guild, member, LISTED).await?;
    Ok(kept
        .into_iter()
        .filter_map(|(draft, kept)| match kept {
            Kept::Ready(question) => Some(KeptLine {
                draft,
                skill: question.skill.to_string(),
                details: question.details.to_string(),
                complete: true,
            }),
            Kept::Form { skill, typed, .. } if !typed.details.trim().is_empty() => Some(KeptLine {
                draft,
                skill: skill.map_or(typed.skill, |skill| skill.to_string()),
                details: typed.details,
                complete: false,
            }),
            Kept::Form { .. } | Kept::NearMiss { .. } | Kept::Answered => None,
        })
        .collect())
}

/// What was kept, for whom it is and as long as it is not done with; otherwise a sentence.
pub(super) async fn read(ctx: &Ctx, draft: DraftId, member: MemberId) -> Result<Draft<Kept>> {
    let mut read = ctx.store.read().await?;
    let draft = drafts::get::<Kept>(&mut read, draft)
        .await?
        .ok_or_else(|| Error::user(words::DRAFT_IS_GONE))?;
    if draft.member != member {
        return Err(Error::user(words::NOT_YOUR_DRAFT));
    }
    match draft.content {
        Kept::Answered => Err(Error::user(words::DRAFT_IS_ANSWERED)),
        _ if draft.used => Err(Error::user(words::DRAFT_IS_USED)),
        _ => Ok(draft),
    }
}

/// A complete question that was kept.
pub(super) async fn question(
    ctx: &Ctx,
    draft: DraftId,
    member: MemberId,
) -> Result<(GuildId, Question)> {
    let draft = read(ctx, draft, member).await?;
    let Kept::Ready(mut question) = draft.content else {
        return Err(Error::user(words::DRAFT_IS_GONE));
    };
    question.drafts.push(draft.id);
    Ok((draft.guild, question))
}

/// A lesson answered it: nothing of what led to it can be asked any more, and what was typed goes. Where it was asked, or
/// answered, meanwhile, that is a sentence.
pub(super) async fn answer(ctx: &Ctx, drafts: &[DraftId], lesson: LessonId) -> Result<()> {
    let mut write = ctx.store.write().await?;
    for draft in drafts {
        if !drafts::use_up(&mut write, *draft, ctx.clock.now()).await? {
            return Err(used(&mut write, *draft).await?);
        }
        drafts::rewrite(&mut write, *draft, &Kept::Answered).await?;
    }
    lessons::answered(&mut write, lesson).await?;
    write.commit().await?;
    Ok(())
}

/// Why a draft could not be used up: a lesson answered it, it was asked, or its day is over.
pub(in super::super) async fn used(db: &mut SqliteConnection, draft: DraftId) -> Result<Error> {
    let sentence = match drafts::get::<Kept>(db, draft).await? {
        None => words::DRAFT_IS_GONE,
        Some(draft) if draft.content == Kept::Answered => words::DRAFT_IS_ANSWERED,
        Some(_) => words::DRAFT_IS_USED,
    };
    Ok(Error::user(sentence))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn what_was_kept_before_there_were_lessons_still_reads() {
        let name = |name| SkillName::parse(name).unwrap();
        let kept = r#"{"ask":"form","skill":"Rust","question":7}"#;
        assert_eq!(
            serde_json::from_str::<Kept>(kept).unwrap(),
            Kept::Form {
                skill: Some(name("Rust")),
                question: Some(DraftId(7)),
                manner: Manner::default(),
                typed: Typed::default(),
            }
        );
        let kept = r#"{"ask":"near_miss","typed":"Rsut","candidates":["Rust"],"details":"How?"}"#;
        assert_eq!(
            serde_json::from_str::<Kept>(kept).unwrap(),
            Kept::NearMiss {
                typed: name("Rsut"),
                candidates: vec![name("Rust")],
                details: Some(Details::parse("How?").unwrap()),
                manner: Manner::default(),
                form: None,
            }
        );
    }

    #[test]
    fn everything_kept_is_a_draft_of_an_ask() {
        // By this word the drafts of a member are found once they have asked without a name.
        let question = Question {
            skill: SkillName::parse("Rust").unwrap(),
            details: Details::parse("How?").unwrap(),
            manner: Manner::default(),
            drafts: vec![DraftId(1)],
        };
        for kept in [Kept::Ready(question), Kept::Answered] {
            let json = serde_json::to_value(&kept).unwrap();
            assert!(json["ask"].is_string(), "{json}");
            assert_eq!(serde_json::from_value::<Kept>(json).unwrap(), kept);
        }
    }
}
