//! What time brings: who learned a skill two weeks ago is asked whether they could start somebody off with it.
//!
//! Due times are stored. However long the bot was away, a question is put once, when it is back and the member is at work.

use chrono::{DateTime, TimeDelta, Utc};
use futures_util::FutureExt as _;

use super::words;
use crate::delivery::Purpose;
use crate::domain::learning::{Asking, Learner, asking};
use crate::error::{Error, Result};
use crate::features::messages::{self, Message, Started};
use crate::features::{Ctx, Due};
use crate::store::teach_questions::{self, Planned};
use crate::store::{SqliteConnection, choices, helper_facts, settings, skills};

/// How many are looked at in one go; the ticker comes again while more is due.
const BATCH: u32 = 100;
/// When a question is looked at again for which there was no room in the week's messages.
const AGAIN: TimeDelta = TimeDelta::days(1);

/// "Could you start someone off with it now?"
pub static TEACH_QUESTIONS: Due = Due {
    name: "teach_questions",
    when: |_, agenda| agenda.teach_questions,
    run: |ctx, now| questions_are_due(ctx, now).boxed(),
};

async fn questions_are_due(ctx: &Ctx, now: DateTime<Utc>) -> Result<()> {
    let due = teach_questions::due(&mut *ctx.store.read().await?, now, BATCH).await?;
    let mut done = Ok(());
    for question in due {
        // One that fails is tried again by the ticker; the others do not wait for it.
        done = done.and(time_has_come(ctx, question).await);
    }
    done
}

async fn time_has_come(ctx: &Ctx, question: Planned) -> Result<()> {
    let mut write = ctx.store.write().await?;
    let now = ctx.clock.now();
    if !teach_questions::is_due(&mut write, question, now).await? {
        return Ok(());
    }
    let Some(guild) = settings::guild(&mut write, question.guild).await? else {
        return Ok(());
    };
    let learner = learner(&mut write, &guild, question, now).await?;
    match asking(learner, now) {
        Asking::Never => teach_questions::take_back(&mut write, question).await?,
        Asking::Later(then) => teach_questions::put_off(&mut write, question, then).await?,
        Asking::Now => put(&mut write, &guild, question, now).await?,
    }
    write.commit().await?;
    Ok(())
}

async fn learner(
    db: &mut SqliteConnection,
    guild: &settings::Guild,
    question: Planned,
    now: DateTime<Utc>,
) -> Result<Learner> {
    let Planned { member, skill, .. } = question;
    let person = helper_facts::person(db, guild, member).await?;
    let choices = choices::of(db, guild.id, member).await?;
    Ok(Learner {
        here: person.as_ref().is_some_and(|person| !person.left),
        teaches: skills::offer(db, guild.id, member, skill).await?.is_some(),
        wants_questions: choices
            .as_ref()
            .is_none_or(|choices| choices.wants_questions),
        paused_until: choices.and_then(|choices| choices.paused_until),
        at_work: person.map_or(now, |person| person.calendar.next_working_instant(now)),
    })
}

/// Puts the question, if there is room for it in the member's week; otherwise it is looked at again tomorrow.
async fn put(
    db: &mut SqliteConnection,
    guild: &settings::Guild,
    question: Planned,
    now: DateTime<Utc>,
) -> Result<()> {
    let name = skills::name(db, guild.id, question.skill)
        .await?
        .ok_or_else(|| Error::fault("a question is about a skill that is not there"))?;
    if !messages::has_room(db, guild, question.member, Purpose::Suggestion, now).await? {
        // A question that lies in the queue for weeks would be put when nobody knows any more what it is about.
        teach_questions::put_off(db, question, now + AGAIN).await?;
        return Ok(());
    }
    let post = words::question(question.skill, &name, &guild.name);
    let message = Message::new(question.member, Purpose::Suggestion, post);
    match messages::start(db, guild, message, now).await? {
        Started::Owed(_) | Started::Joins(_) | Started::Waits(_) => {
            teach_questions::put(db, question, now).await?;
        }
        Started::NoRoom => teach_questions::put_off(db, question, now + AGAIN).await?,
        Started::Nobody => teach_questions::take_back(db, question).await?,
    }
    Ok(())
}
