//! "Did you mean …?": what was spelled much like something known waits in a draft until its author says which it is.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{Intent, Outcome, Put, Question, record, recorded, words};
use crate::domain::ids::{DraftId, GuildId, MemberId, SkillId};
use crate::domain::skill::SkillName;
use crate::domain::text::Note;
use crate::error::{Error, Result};
use crate::features::Ctx;
use crate::store::SqliteConnection;
use crate::store::activity;
use crate::store::drafts;

/// What is kept. The tag tells it from the drafts of other features.
#[derive(Debug, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
enum Content {
    Skills(Waiting),
}

#[derive(Debug, Serialize, Deserialize)]
struct Waiting {
    intent: Intent,
    note: Option<Note>,
    words: Vec<Word>,
    /// What is recorded already, in order, and whether it was new.
    recorded: Vec<(SkillId, bool)>,
}

#[derive(Debug, Serialize, Deserialize)]
struct Word {
    typed: SkillName,
    candidates: Vec<SkillName>,
    answered: bool,
}

impl Waiting {
    /// The first word that is not answered yet, and which one it is.
    fn next(&self, draft: DraftId) -> Option<Question> {
        let (word, next) = (0..=u8::MAX)
            .zip(&self.words)
            .find(|(_, word)| !word.answered)?;
        Some(Question {
            draft,
            word,
            typed: next.typed.clone(),
            candidates: next.candidates.clone(),
        })
    }

    fn puts(&self) -> Vec<(SkillId, Put)> {
        self.recorded
            .iter()
            .map(|(skill, new)| (*skill, if *new { Put::New } else { Put::Updated }))
            .collect()
    }
}

/// Keeps the words that have to be asked about, and gives the first question. Without any there is none.
#[expect(
    clippy::too_many_arguments,
    reason = "it is one half of a transition, split off for length"
)]
pub(super) async fn keep(
    db: &mut SqliteConnection,
    guild: GuildId,
    member: MemberId,
    intent: &Intent,
    note: Option<Note>,
    unclear: Vec<(SkillName, Vec<SkillName>)>,
    puts: &[(SkillId, Put)],
    now: DateTime<Utc>,
) -> Result<Option<Question>> {
    if unclear.is_empty() {
        return Ok(None);
    }
    let words = unclear
        .into_iter()
        .map(|(typed, candidates)| Word {
            typed,
            candidates,
            answered: false,
        })
        .collect();
    let recorded = puts
        .iter()
        .map(|(skill, put)| (*skill, *put == Put::New))
        .collect();
    let content = Content::Skills(Waiting {
        intent: intent.clone(),
        note,
        words,
        recorded,
    });
    let draft = drafts::keep(db, guild, member, &content, now).await?;
    let Content::Skills(waiting) = content;
    Ok(waiting.next(draft))
}

/// Takes the answer to a question: `choice` 0 is the word as it was typed, from 1 on it is the candidate of that number. Records
/// the skill and gives everything recorded so far, and the next question if there is one.
pub async fn answer(
    ctx: &Ctx,
    guild: GuildId,
    member: MemberId,
    draft: DraftId,
    word: u8,
    choice: u8,
) -> Result<Outcome> {
    let now = ctx.clock.now();
    let mut write = ctx.store.write().await?;
    let kept = drafts::get::<serde_json::Value>(&mut write, draft)
        .await?
        .ok_or_else(words::question_is_gone)?;
    // What another feature keeps under the number is not a question of ours.
    let Ok(Content::Skills(mut waiting)) = serde_json::from_value(kept.content) else {
        return Err(words::question_is_gone());
    };
    if kept.member != member || kept.guild != guild {
        return Err(words::question_of_somebody_else());
    }
    let asked = waiting
        .words
        .get_mut(usize::from(word))
        .ok_or_else(words::question_is_gone)?;
    if asked.answered || kept.used {
        return Err(words::question_was_answered(&asked.typed));
    }
    let name = match choice.checked_sub(1) {
        None => asked.typed.clone(),
        Some(at) => asked
            .candidates
            .get(usize::from(at))
            .cloned()
            .ok_or_else(words::question_is_gone)?,
    };
    asked.answered = true;

    let (skill, put) = record(
        &mut write,
        guild,
        member,
        &waiting.intent,
        waiting.note.as_ref(),
        &name,
        now,
    )
    .await?;
    if !waiting.recorded.iter().any(|(other, _)| *other == skill) {
        waiting.recorded.push((skill, put == Put::New));
    }
    let recorded = recorded(&mut write, guild, member, &waiting.intent, &waiting.puts()).await?;
    let question = waiting.next(draft);
    if question.is_none() && !drafts::use_up(&mut write, draft, now).await? {
        return Err(Error::fault(
            "a draft that was read in this transaction is gone or used",
        ));
    }
    let intent = waiting.intent.clone();
    drafts::rewrite(&mut write, draft, &Content::Skills(waiting)).await?;
    activity::note(&mut write, guild, member, now).await?;
    write.commit().await?;
    ctx.skill_indexes.refresh(ctx, guild).await;
    Ok(Outcome {
        intent,
        recorded,
        question,
    })
}
