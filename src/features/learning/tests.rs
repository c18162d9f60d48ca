//! Learners who become teachers, tried against a real database.

use chrono::{DateTime, TimeDelta, Utc};

use super::due::TEACH_QUESTIONS;
use super::learned;
use crate::custom_id::{LearningClick, MeClick};
use crate::delivery::{Delivery, Purpose};
use crate::domain::ids::{AskId, MemberId, SkillId};
use crate::domain::skill::{Level, SkillName};
use crate::features::messages::{self, Message};
use crate::features::skills::command::{LEARN, TEACH};
use crate::features::trial::{GUILD, MIA, NOOR, RAVI, Trial, refused, shown, text};
use crate::store::choices::{self, Consent};
use crate::store::outbox::{self, Kind, Row};
use crate::store::{members, settings, skills as rows};

/// Mia learned Rust just now.
async fn mia_learned(trial: &Trial) -> SkillId {
    let mut write = trial.ctx.store.write().await.unwrap();
    let now = trial.clock.now();
    let name = SkillName::parse("Rust").unwrap();
    let skill = rows::ensure(&mut write, GUILD, &name, now).await.unwrap();
    learned(&mut write, GUILD, MIA, skill, now).await.unwrap();
    write.commit().await.unwrap();
    skill
}

/// Time passes, and what is due happens, as often as something is.
async fn pass(trial: &Trial, time: TimeDelta) {
    let until = trial.clock.now() + time;
    while let Some(due) = next(trial).await.filter(|due| *due <= until) {
        trial.clock.move_to(due.max(trial.clock.now()));
        (TEACH_QUESTIONS.run)(&trial.ctx, trial.clock.now())
            .await
            .unwrap();
    }
    trial.clock.move_to(until);
}

async fn next(trial: &Trial) -> Option<DateTime<Utc>> {
    TEACH_QUESTIONS.next(&trial.ctx).await.unwrap()
}

/// Every private message that is owed, due or not.
async fn owed(trial: &Trial) -> Vec<Row> {
    let mut read = trial.ctx.store.read().await.unwrap();
    outbox::ready(
        &mut read,
        Kind::Private,
        trial.clock.now() + TimeDelta::days(30),
        100,
    )
    .await
    .unwrap()
}

async fn level(trial: &Trial, member: MemberId, skill: SkillId) -> Option<Option<Level>> {
    let mut read = trial.ctx.store.read().await.unwrap();
    let offer = rows::offer(&mut read, GUILD, member, skill).await.unwrap();
    offer.map(|offer| offer.level)
}

#[tokio::test]
async fn two_weeks_later_the_one_who_learned_is_asked_once() {
    let trial = Trial::turned_on().await;
    let skill = mia_learned(&trial).await;
    pass(&trial, TimeDelta::days(14) - TimeDelta::hours(1)).await;
    assert!(owed(&trial).await.is_empty());
    pass(&trial, TimeDelta::hours(1)).await;
    let rows = owed(&trial).await;
    assert_eq!(rows.len(), 1);
    assert_eq!(rows[0].purpose, Purpose::Suggestion);
    assert_eq!(rows[0].addressee, Some(MIA));
    let Delivery::Send { post, .. } = &rows[0].delivery else {
        panic!("no message")
    };
    insta::assert_snapshot!(text(post), @"
    A while ago you got a hand with **Rust** in **Quay**. Could you start someone off with it now?
    The first steps are plenty: whoever has just learned something often explains it best. I ask this once for each skill.
    [Yes, add it] [Not yet]
    -# Fewer of these? **Private messages** in `/me` of **Quay**, or a pause there.
    ");
    // Helped again, she is not asked again.
    assert_eq!(mia_learned(&trial).await, skill);
    assert_eq!(next(&trial).await, None);
    pass(&trial, TimeDelta::days(60)).await;
    assert_eq!(owed(&trial).await.len(), 1);
}

#[tokio::test]
async fn yes_adds_it_and_says_what_happens_next() {
    let trial = Trial::turned_on().await;
    let skill = mia_learned(&trial).await;
    let (yes, not_yet) = (
        LearningClick::Yes { skill },
        LearningClick::NotYet { skill },
    );
    let not_asked = "That question was for somebody else, or I no longer have it. `/teach` adds anything you could start somebody off with.";
    assert_eq!(refused(trial.presses(MIA, yes.clone()).await), not_asked);
    pass(&trial, TimeDelta::days(14)).await;
    assert_eq!(refused(trial.presses(RAVI, yes.clone()).await), not_asked);
    assert_eq!(
        refused(trial.presses(RAVI, not_yet.clone()).await),
        not_asked
    );
    assert_eq!(
        shown(trial.presses_in_private(MIA, not_yet.clone()).await),
        "That's fine, and I won't ask about **Rust** again. Whenever you feel like it, `/teach` in **Quay** adds it."
    );
    // A month later she changes her mind.
    pass(&trial, TimeDelta::days(30)).await;
    insta::assert_snapshot!(shown(trial.presses_in_private(MIA, yes.clone()).await), @"
    You teach **Rust** now (“can start you off”). Nobody else wishes to learn it yet.
    What happens next: when somebody asks about it, I may invite you to help and say why. **Not now** is always a fine answer, and `/me` is the place for a pause or a limit.
    [Remove Rust]
    ");
    assert_eq!(level(&trial, MIA, skill).await, Some(Some(Level::Starter)));
    let already = "You teach **Rust** already, so there is nothing to add. `/me` shows everything you teach, and changes it.";
    assert_eq!(shown(trial.presses(MIA, yes).await), already);
    assert_eq!(shown(trial.presses(MIA, not_yet).await), already);
}

#[tokio::test]
async fn what_they_said_about_their_level_stays() {
    let trial = Trial::turned_on().await;
    let skill = mia_learned(&trial).await;
    pass(&trial, TimeDelta::days(14)).await;
    trial
        .uses(MIA, &TEACH, &[("skill", "Rust"), ("level", "talk")])
        .await
        .unwrap();
    trial
        .presses(MIA, LearningClick::Yes { skill })
        .await
        .unwrap();
    assert_eq!(level(&trial, MIA, skill).await, Some(Some(Level::Talk)));
}

#[tokio::test]
async fn who_teaches_it_left_or_wants_no_questions_is_not_asked() {
    for case in 0..4 {
        let trial = Trial::turned_on().await;
        if case == 0 {
            trial.uses(MIA, &TEACH, &[("skill", "Rust")]).await.unwrap();
        }
        mia_learned(&trial).await;
        if case == 1 {
            trial.uses(MIA, &TEACH, &[("skill", "Rust")]).await.unwrap();
        }
        let mut write = trial.ctx.store.write().await.unwrap();
        if case == 2 {
            members::leave(&mut write, GUILD, MIA, trial.clock.now())
                .await
                .unwrap();
        }
        if case == 3 {
            choices::set_consent(&mut write, GUILD, MIA, Consent::Questions, false)
                .await
                .unwrap();
        }
        write.commit().await.unwrap();
        pass(&trial, TimeDelta::days(60)).await;
        assert!(owed(&trial).await.is_empty(), "case {case}");
        assert_eq!(next(&trial).await, None, "case {case}");
    }
}

#[tokio::test]
async fn during_a_pause_the_question_waits_for_its_end() {
    let trial = Trial::turned_on().await;
    mia_learned(&trial).await;
    let back = trial.clock.now() + TimeDelta::days(20);
    let mut write = trial.ctx.store.write().await.unwrap();
    choices::set_pause(&mut write, GUILD, MIA, Some(back))
        .await
        .unwrap();
    write.commit().await.unwrap();
    pass(&trial, TimeDelta::days(19)).await;
    assert!(owed(&trial).await.is_empty());
    assert_eq!(next(&trial).await, Some(back));
    pass(&trial, TimeDelta::days(4)).await;
    assert_eq!(owed(&trial).await.len(), 1);
}

#[tokio::test]
async fn however_late_it_is_asked_once_and_in_their_hours() {
    for away in [
        TimeDelta::hours(1),
        TimeDelta::days(1),
        TimeDelta::days(7),
        TimeDelta::days(21),
    ] {
        asked_late(away).await;
    }
}

/// The bot was away when the question was due, and is back the night after so much time.
pub(crate) async fn asked_late(away: TimeDelta) {
    let trial = Trial::turned_on().await;
    mia_learned(&trial).await;
    // Back in the middle of the night.
    let back = (trial.clock.now() + TimeDelta::days(14) + away)
        .date_naive()
        .succ_opt()
        .unwrap()
        .and_hms_opt(2, 0, 0)
        .unwrap()
        .and_utc();
    trial.clock.move_to(back);
    pass(&trial, TimeDelta::hours(1)).await;
    assert!(owed(&trial).await.is_empty(), "{away}");
    pass(&trial, TimeDelta::days(4)).await;
    let rows = owed(&trial).await;
    assert_eq!(rows.len(), 1, "{away}");
    let hour = rows[0].not_before.time();
    assert_eq!(
        hour,
        chrono::NaiveTime::from_hms_opt(9, 0, 0).unwrap(),
        "{away}"
    );
    pass(&trial, TimeDelta::days(60)).await;
    assert_eq!(owed(&trial).await.len(), 1, "{away}");
}

#[tokio::test]
async fn while_potluck_is_turned_off_nobody_is_asked() {
    let trial = Trial::turned_on().await;
    let skill = mia_learned(&trial).await;
    let turn = async |on: bool| {
        let mut write = trial.ctx.store.write().await.unwrap();
        settings::set_turned_on(&mut write, GUILD, on.then(|| trial.clock.now()))
            .await
            .unwrap();
        write.commit().await.unwrap();
    };
    turn(false).await;
    pass(&trial, TimeDelta::days(20)).await;
    assert_eq!(next(&trial).await, None);
    turn(true).await;
    pass(&trial, TimeDelta::days(4)).await;
    assert_eq!(owed(&trial).await.len(), 1);
    turn(false).await;
    let sentence = refused(trial.presses(MIA, LearningClick::Yes { skill }).await);
    assert!(sentence.contains(&NOOR.mention()), "{sentence}");
}

#[tokio::test]
async fn buttons_of_asks_that_never_were_and_of_people_who_left_get_a_sentence() {
    let trial = Trial::turned_on().await;
    assert_eq!(
        refused(
            trial
                .presses(RAVI, LearningClick::AfterAsk { ask: AskId(7) })
                .await
        ),
        "I no longer have what that was about. `/teach` adds anything you could start somebody off with."
    );
    assert!(
        refused(
            trial
                .presses(RAVI, LearningClick::Yes { skill: SkillId(7) })
                .await
        )
        .starts_with("That question was for somebody else")
    );
    let skill = mia_learned(&trial).await;
    trial.uses(MIA, &LEARN, &[("skill", "Rust")]).await.unwrap();
    pass(&trial, TimeDelta::days(14)).await;
    let mut write = trial.ctx.store.write().await.unwrap();
    members::leave(&mut write, GUILD, MIA, trial.clock.now())
        .await
        .unwrap();
    write.commit().await.unwrap();
    assert!(
        refused(
            trial
                .presses_in_private(MIA, LearningClick::Yes { skill })
                .await
        )
        .starts_with("I don't see you in that server")
    );
}

/// How many private messages of thanks or questions are owed, as Mia's week stands.
async fn owes(trial: &Trial, purpose: Purpose) -> usize {
    let mut read = trial.ctx.store.read().await.unwrap();
    let rows = outbox::unsent(&mut read, GUILD, MIA, None).await.unwrap();
    rows.iter().filter(|row| row.purpose == purpose).count()
}

/// Mia's week is full: four messages went out to her just now.
async fn a_full_week(trial: &Trial) {
    let mut write = trial.ctx.store.write().await.unwrap();
    let now = trial.clock.now();
    let guild = settings::guild(&mut write, GUILD).await.unwrap().unwrap();
    for _ in 0..4 {
        let post = crate::post::Post::text("Busy.");
        let message = Message::new(MIA, Purpose::Reminder, post);
        messages::start(&mut write, &guild, message, now)
            .await
            .unwrap();
        let row = outbox::unsent(&mut write, GUILD, MIA, None).await.unwrap()[0].id;
        assert!(outbox::begin(&mut write, row, now).await.unwrap().is_some());
        outbox::conclude(&mut write, row, &outbox::End::Done(None), now)
            .await
            .unwrap();
    }
    write.commit().await.unwrap();
}

#[tokio::test]
async fn a_question_does_not_lie_in_the_queue_but_is_asked_on_a_day_with_room() {
    let trial = Trial::turned_on().await;
    mia_learned(&trial).await;
    trial
        .clock
        .move_to(trial.clock.now() + TimeDelta::days(14) - TimeDelta::hours(1));
    a_full_week(&trial).await;
    pass(&trial, TimeDelta::days(6)).await;
    assert_eq!(owes(&trial, Purpose::Suggestion).await, 0);
    assert!(next(&trial).await.is_some());
    pass(&trial, TimeDelta::days(4)).await;
    assert_eq!(owes(&trial, Purpose::Suggestion).await, 1);
    assert_eq!(next(&trial).await, None);
}

#[tokio::test]
async fn a_question_on_its_way_is_taken_back_from_whoever_teaches_it_by_then() {
    let trial = Trial::turned_on().await;
    mia_learned(&trial).await;
    pass(&trial, TimeDelta::days(14)).await;
    trial.uses(MIA, &TEACH, &[("skill", "Go")]).await.unwrap();
    assert_eq!(owes(&trial, Purpose::Suggestion).await, 1);
    trial.uses(MIA, &TEACH, &[("skill", "Rust")]).await.unwrap();
    assert_eq!(owes(&trial, Purpose::Suggestion).await, 0);
}

#[tokio::test]
async fn what_somebody_no_longer_wants_to_hear_is_taken_back() {
    let trial = Trial::turned_on().await;
    mia_learned(&trial).await;
    pass(&trial, TimeDelta::days(14)).await;
    let mut write = trial.ctx.store.write().await.unwrap();
    let guild = settings::guild(&mut write, GUILD).await.unwrap().unwrap();
    let thanks = Message::new(MIA, Purpose::Thanks, crate::post::Post::text("Thank you."));
    messages::start(&mut write, &guild, thanks, trial.clock.now())
        .await
        .unwrap();
    write.commit().await.unwrap();
    let count = async |trial: &Trial| {
        (
            owes(trial, Purpose::Thanks).await,
            owes(trial, Purpose::Suggestion).await,
        )
    };
    assert_eq!(count(&trial).await, (1, 1));
    // Who says yes loses nothing.
    trial
        .presses(MIA, MeClick::Questions { yes: 1 })
        .await
        .unwrap();
    assert_eq!(count(&trial).await, (1, 1));
    trial
        .presses(MIA, MeClick::Questions { yes: 0 })
        .await
        .unwrap();
    assert_eq!(count(&trial).await, (1, 0));
    trial
        .presses(MIA, MeClick::Thanks { yes: 0 })
        .await
        .unwrap();
    assert_eq!(count(&trial).await, (0, 0));
}
