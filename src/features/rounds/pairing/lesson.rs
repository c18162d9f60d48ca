//! What somebody learned in a pairing, written down for others.

use serde::{Deserialize, Serialize};

use super::answers::{self, Own};
use super::words;
use crate::domain::ids::{DraftId, GuildId, MemberId, PairingId, SkillId};
use crate::domain::round::PairingState;
use crate::domain::skill::{Resolution, SkillName};
use crate::domain::text::LessonText;
use crate::error::{Error, Result};
use crate::features::{Ctx, Press, Reply, skills};
use crate::post::Post;
use crate::store::activity;
use crate::store::pairings::{self, Pairing};
use crate::store::{SqliteConnection, drafts, lessons, skills as skill_rows};

/// A lesson about a skill whose name looks much like another's.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "lesson", rename_all = "snake_case")]
enum Unclear {
    /// Of a pairing.
    Pairing {
        /// Which.
        pairing: PairingId,
        /// What was learned.
        text: String,
        /// The name as typed.
        typed: SkillName,
        /// What may be meant instead.
        candidates: Vec<SkillName>,
    },
}

/// The pairing of somebody who may write down what they learned in it: as long as its buttons mean something, and where they met also
/// later.
async fn of(db: &mut SqliteConnection, pairing: PairingId, member: MemberId) -> Result<Own> {
    let own = answers::own(db, pairing, member).await?;
    if own.seat.left_at.is_some() {
        return Err(Error::user(words::you_left(&own.seat)));
    }
    if own.pairing.is_going_on() || own.pairing.state == PairingState::Met {
        Ok(own)
    } else {
        Err(Error::user(words::over(&own.pairing)))
    }
}

/// **Write down what I learned**: about which skill? What was written before is opened at once.
pub(super) async fn begin(ctx: &Ctx, pairing: PairingId, member: MemberId) -> Result<Reply> {
    let mut read = ctx.store.read().await?;
    let Own { pairing, guild, .. } = of(&mut read, pairing, member).await?;
    if let Some(lesson) = lessons::of_pairing(&mut read, pairing.id, member).await? {
        let about = (lesson.skill, lesson.skill_name.as_str());
        let form = words::lesson_form(pairing.id, about, Some(&lesson.text));
        return Ok(Reply::Modal(form));
    }
    let people = pairings::introduced(&mut read, &guild, &pairing.members()).await?;
    let mut skills: Vec<(SkillId, String)> = Vec::new();
    for skill in people
        .iter()
        .flat_map(|person| person.teaches.iter().chain(&person.wishes))
    {
        if !skills.contains(skill) {
            skills.push(skill.clone());
        }
    }
    if skills.is_empty() {
        let form = words::lesson_form_with_skill(pairing.id, None);
        return Ok(Reply::Modal(form));
    }
    Ok(Reply::Private(words::lesson_select(pairing.id, &skills)))
}

/// A skill was chosen, or **Something else**.
pub(super) async fn about(
    ctx: &Ctx,
    pairing: PairingId,
    member: MemberId,
    chosen: &[String],
) -> Result<Reply> {
    let mut read = ctx.store.read().await?;
    let Own { pairing, .. } = of(&mut read, pairing, member).await?;
    let skill: Option<SkillId> = chosen.first().and_then(|value| value.parse().ok());
    let form = match skill {
        Some(skill) => {
            let name = name_of(&mut read, &pairing, skill).await?;
            words::lesson_form(pairing.id, (skill, &name), None)
        }
        None => words::lesson_form_with_skill(pairing.id, None),
    };
    Ok(Reply::Modal(form))
}

async fn name_of(db: &mut SqliteConnection, pairing: &Pairing, skill: SkillId) -> Result<String> {
    skill_rows::name(db, pairing.guild, skill)
        .await?
        .ok_or_else(|| Error::user(words::GONE))
}

/// The form about a skill came back.
pub(super) async fn written_about(
    ctx: &Ctx,
    pairing: PairingId,
    skill: SkillId,
    member: MemberId,
    press: &Press,
) -> Result<Post> {
    let text = text(press)?;
    let mut write = ctx.store.write().await?;
    let Own { pairing, .. } = of(&mut write, pairing, member).await?;
    let name = name_of(&mut write, &pairing, skill).await?;
    let about = (pairing.guild, skill);
    let now = ctx.clock.now();
    let lesson =
        lessons::put_of_pairing(&mut write, pairing.id, member, about, text.as_str(), now).await?;
    crate::features::lessons::changed(&mut write, lesson, now).await?;
    activity::note(&mut write, pairing.guild, member, now).await?;
    write.commit().await?;
    Ok(words::lesson_written(&name, text.as_str()))
}

/// The form with a skill's name came back. A name that is only nearly one that is there is asked about.
pub(super) async fn written(
    ctx: &Ctx,
    pairing: PairingId,
    member: MemberId,
    press: &Press,
) -> Result<Post> {
    let text = text(press)?;
    let named = field(press, words::LESSON_FIELD_SKILL);
    let name = SkillName::parse(named).map_err(|error| Error::user(error.to_string()))?;
    let guild = of(&mut *ctx.store.read().await?, pairing, member)
        .await?
        .guild
        .id;
    match skills::resolve(ctx, guild, &name).await? {
        Resolution::Known(name) | Resolution::New(name) => {
            keep(ctx, (guild, pairing, member), &name, text.as_str()).await
        }
        Resolution::Near { typed, candidates } => {
            let unclear = Unclear::Pairing {
                pairing,
                text: text.into(),
                typed: typed.clone(),
                candidates: candidates.clone(),
            };
            let mut write = ctx.store.write().await?;
            let draft = drafts::keep(&mut write, guild, member, &unclear, ctx.clock.now()).await?;
            write.commit().await?;
            Ok(words::lesson_meant(draft, &typed, &candidates))
        }
    }
}

/// Which skill was meant. A choice beyond those offered is the name as typed.
pub(super) async fn meant(ctx: &Ctx, draft: DraftId, member: MemberId, choice: u8) -> Result<Post> {
    let found = {
        let mut read = ctx.store.read().await?;
        drafts::get::<Unclear>(&mut read, draft).await?
    };
    let found = found
        .filter(|draft| draft.member == member)
        .ok_or_else(|| Error::user(words::MEANT_IS_OVER))?;
    let Unclear::Pairing {
        pairing,
        text,
        typed,
        candidates,
    } = found.content;
    let name = candidates.get(usize::from(choice)).unwrap_or(&typed);
    // Answered twice, the later answer counts: it is one lesson all the same.
    keep(ctx, (found.guild, pairing, member), name, &text).await
}

async fn keep(
    ctx: &Ctx,
    (guild, pairing, member): (GuildId, PairingId, MemberId),
    name: &SkillName,
    text: &str,
) -> Result<Post> {
    let now = ctx.clock.now();
    let mut write = ctx.store.write().await?;
    of(&mut write, pairing, member).await?;
    let skill = skills::ensure(&mut write, guild, name, now).await?;
    let lesson =
        lessons::put_of_pairing(&mut write, pairing, member, (guild, skill), text, now).await?;
    crate::features::lessons::changed(&mut write, lesson, now).await?;
    activity::note(&mut write, guild, member, now).await?;
    write.commit().await?;
    ctx.skill_indexes.refresh(ctx, guild).await;
    Ok(words::lesson_written(name.as_str(), text))
}

fn text(press: &Press) -> Result<LessonText> {
    LessonText::parse(field(press, crate::features::lessons::FIELD))
        .map_err(|error| Error::user(error.to_string()))
}

/// What a field of a form holds.
fn field<'a>(press: &'a Press, name: &str) -> &'a str {
    press.fields.get(name).map_or("", String::as_str)
}
