mod answers;
pub(crate) mod late;
mod lessons;
mod months;
mod unreached;

use chrono::{DateTime, TimeDelta, Utc};

use super::due::RECOGNITION;
use crate::custom_id::{RecognitionClick, SetupClick};
use crate::domain::ids::MemberId;
use crate::domain::recognition::Month;
use crate::features::trial::{GUILD, MANAGER, MIA, NOOR, RAVI, Trial, refused, shown};
use crate::store::recognition as rows;
use crate::store::settings;

/// Everything that is due by now is done.
async fn runs(trial: &Trial) {
    trial.runs(&RECOGNITION).await;
}

/// Until then the job runs whenever it is due.
async fn until(trial: &Trial, then: DateTime<Utc>) {
    runs(trial).await;
    while let Some(due) = RECOGNITION.next(&trial.ctx).await.unwrap() {
        if due > then {
            break;
        }
        trial.clock.move_to(due);
        runs(trial).await;
    }
    trial.clock.move_to(then);
}

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

async fn executes(trial: &Trial, statements: &'static str) {
    let mut write = trial.ctx.store.write().await.unwrap();
    sqlx::raw_sql(statements)
        .execute(&mut *write)
        .await
        .unwrap();
    write.commit().await.unwrap();
}

/// What was done and missed, and how many messages are owed.
async fn done(trial: &Trial) -> (Vec<String>, i64) {
    let (mut periods, owed) = trial.happened(&RECOGNITION).await;
    periods.retain(|period| !period.starts_with("month:"));
    (periods, owed)
}

fn texts(periods: &[&str]) -> Vec<String> {
    periods.iter().map(ToString::to_string).collect()
}

/// A skill and a lesson about it, by Mia, of this many days ago.
async fn lesson(trial: &Trial, id: i64, days_ago: i64) {
    let written = (trial.clock.now() - TimeDelta::days(days_ago)).timestamp_millis();
    let mut write = trial.ctx.store.write().await.unwrap();
    sqlx::query("INSERT INTO skills (skill_id, guild_id, key, name, created_at) VALUES (?1, 1, 'skill ' || ?1, 'Skill ' || ?1, 0)")
        .bind(id)
        .execute(&mut *write)
        .await
        .unwrap();
    sqlx::query("INSERT INTO lessons (lesson_id, guild_id, author_id, skill_id, text, created_at) VALUES (?1, 1, ?2, ?1, 'Lesson ' || ?1, ?3)")
        .bind(id)
        .bind(MIA)
        .bind(written)
        .execute(&mut *write)
        .await
        .unwrap();
    write.commit().await.unwrap();
}

/// The managers lead, and so does Ravi.
async fn leaders(trial: &Trial) {
    let mut write = trial.ctx.store.write().await.unwrap();
    settings::set_leaders_role(&mut write, GUILD, Some(MANAGER))
        .await
        .unwrap();
    sqlx::query("INSERT INTO member_roles (guild_id, member_id, role_id) VALUES (1, ?, ?)")
        .bind(RAVI)
        .bind(MANAGER)
        .execute(&mut *write)
        .await
        .unwrap();
    write.commit().await.unwrap();
}

/// An admin wants the monthly table.
async fn tables_are_wanted(trial: &Trial) {
    shown(
        trial
            .presses(NOOR, SetupClick::MonthlyTable { on: 1 })
            .await,
    );
}

/// Who was asked for the table of March, in turn.
async fn asked(trial: &Trial) -> Vec<MemberId> {
    sqlx::query_scalar("SELECT member_id FROM leader_answers ORDER BY asked_at, member_id")
        .fetch_all(&mut *trial.ctx.store.read().await.unwrap())
        .await
        .unwrap()
}

/// A server whose table is on, on the morning on which Noor is asked for the one of March.
async fn noor_is_asked() -> Trial {
    let trial = Trial::turned_on().await;
    leaders(&trial).await;
    tables_are_wanted(&trial).await;
    until(&trial, at("2026-03-27T09:00:00Z")).await;
    assert_eq!(asked(&trial).await, [NOOR]);
    trial
}

fn march() -> Month {
    "2026-03".parse().unwrap()
}

#[tokio::test]
async fn it_is_off_until_asked_for_and_the_first_week_is_the_next() {
    let trial = Trial::turned_on().await;
    lesson(&trial, 1, 0).await;
    until(&trial, at("2026-03-11T12:00:00Z")).await;
    assert_eq!(done(&trial).await, (vec![], 0), "nothing was asked for");
    shown(
        trial
            .presses(NOOR, SetupClick::WeeklyLessons { on: 1 })
            .await,
    );
    // Pressed twice, it stays as it is.
    shown(
        trial
            .presses(NOOR, SetupClick::WeeklyLessons { on: 1 })
            .await,
    );
    until(&trial, at("2026-03-16T08:59:00Z")).await;
    assert_eq!(done(&trial).await, (vec![], 0));
    until(&trial, at("2026-03-16T09:00:00Z")).await;
    assert_eq!(done(&trial).await, (texts(&["lessons:2026-W12 done"]), 1));
    until(&trial, at("2026-03-23T10:00:00Z")).await;
    assert_eq!(
        done(&trial).await,
        (
            texts(&["lessons:2026-W12 done", "lessons:2026-W13 done"]),
            1
        ),
        "nothing new: no post"
    );
}

#[tokio::test]
async fn only_admins_decide_and_the_channel_is_a_text_channel() {
    let trial = Trial::turned_on().await;
    for click in [
        SetupClick::Recognition {},
        SetupClick::WeeklyLessons { on: 1 },
        SetupClick::MonthlyTable { on: 1 },
        SetupClick::RecognitionChannel {},
    ] {
        let sentence = refused(trial.presses(MIA, click).await);
        assert!(sentence.contains("may manage this server"), "{sentence}");
    }
    let sentence = refused(
        trial
            .chooses(NOOR, SetupClick::RecognitionChannel {}, &["103"])
            .await,
    );
    assert!(sentence.contains("text channel"), "{sentence}");
    let page = shown(
        trial
            .chooses(NOOR, SetupClick::RecognitionChannel {}, &["102"])
            .await,
    );
    assert!(page.contains("<#102>"), "{page}");
    let page = shown(
        trial
            .chooses(NOOR, SetupClick::RecognitionChannel {}, &[])
            .await,
    );
    assert!(page.contains("the help channel"), "{page}");
}

#[tokio::test]
async fn leaders_are_asked_in_turn_and_another_when_it_does_not_suit() {
    let trial = Trial::turned_on().await;
    leaders(&trial).await;
    tables_are_wanted(&trial).await;
    until(&trial, at("2026-03-27T08:59:00Z")).await;
    assert_eq!(asked(&trial).await, []);
    until(&trial, at("2026-03-27T09:00:00Z")).await;
    assert_eq!(
        asked(&trial).await,
        [NOOR],
        "who comes first of those never asked"
    );
    trial.clock.move_to(at("2026-03-27T10:00:00Z"));
    let month = march().number();
    let guild = GUILD;
    let say = RecognitionClick::Say { guild, month };
    let not_now = RecognitionClick::NotThisTime { guild, month };
    let answer = shown(trial.presses_in_private(NOOR, not_now.clone()).await);
    assert!(answer.contains("somebody else"), "{answer}");
    runs(&trial).await;
    assert_eq!(asked(&trial).await, [NOOR, RAVI]);
    shown(trial.presses_in_private(RAVI, not_now).await);
    runs(&trial).await;
    assert_eq!(asked(&trial).await, [NOOR, RAVI], "there is nobody left");
    let sentence = refused(trial.presses_in_private(MIA, say.clone()).await);
    assert!(sentence.contains("for somebody else"), "{sentence}");
    // Whoever thinks again still may.
    shown(trial.presses_in_private(NOOR, say).await);
    let said = RecognitionClick::Said { guild, month };
    let answer = shown(trial.submits(NOOR, said.clone(), "  *Portuguese*. ").await);
    assert!(
        answer.contains(r"<@11> is learning \*Portuguese\*."),
        "{answer}"
    );
    until(&trial, at("2026-04-01T09:00:00Z")).await;
    let sentence = refused(trial.submits(NOOR, said, "Go").await);
    assert!(sentence.contains("laid already"), "{sentence}");

    // The next month Ravi has waited longer than nobody: both were asked, Noor first.
    until(&trial, at("2026-04-28T09:00:00Z")).await;
    assert_eq!(asked(&trial).await, [NOOR, RAVI, NOOR]);
}

#[tokio::test]
async fn who_does_not_want_to_be_asked_or_is_away_is_not() {
    let trial = Trial::turned_on().await;
    leaders(&trial).await;
    tables_are_wanted(&trial).await;
    executes(
        &trial,
        "UPDATE members SET paused_until = 9772442000000 WHERE member_id = 13",
    )
    .await;
    shown(
        trial
            .presses_in_private(NOOR, RecognitionClick::DontAsk { guild: GUILD })
            .await,
    );
    until(&trial, at("2026-03-30T09:00:00Z")).await;
    assert_eq!(asked(&trial).await, []);
    shown(
        trial
            .presses_in_private(NOOR, RecognitionClick::DoAsk { guild: GUILD })
            .await,
    );
    until(&trial, at("2026-03-31T09:00:00Z")).await;
    assert_eq!(
        asked(&trial).await,
        [NOOR],
        "it is tried again on each day with a working day left"
    );
    until(&trial, at("2026-04-01T09:00:00Z")).await;
    assert_eq!(
        done(&trial).await.0,
        texts(&["leader:2026-03 done", "table:2026-03 done"])
    );
}

#[tokio::test]
async fn a_month_counts_what_was_under_a_name() {
    let trial = Trial::turned_on().await;
    executes(
        &trial,
        "INSERT INTO skills (skill_id, guild_id, key, name, created_at) VALUES
             (1, 1, 'go', 'Go', 0), (2, 1, 'sql', 'SQL', 0), (3, 1, 'rust', 'Rust', 0);
         INSERT INTO asks (ask_id, guild_id, asker_id, anonymous, skill_id, details, state, created_at, last_sign_at) VALUES
             (1, 1, NULL, 1, 1, 'How?', 'solved', 0, 0), (2, 1, 12, 0, 2, 'How?', 'solved', 0, 0);
         INSERT INTO helps (guild_id, helper_id, learner_id, skill_id, through, ask_id, thanks, happened_at) VALUES
             (1, 13, NULL, 1, 'ask', 1, 'Thank you!', 1772442000000), (1, 13, 12, 2, 'ask', 2, 'You saved my day!', 1772442000000),
             (1, 13, 12, 3, 'thanks', NULL, NULL, 1769900000000);
         INSERT INTO offers (guild_id, member_id, skill_id, created_at, updated_at) VALUES
             (1, 13, 1, 1769900000000, 0), (1, 12, 1, 1772442000000, 0), (1, 14, 3, 1772442000000, 0);
         INSERT INTO wishes (guild_id, member_id, skill_id, created_at, updated_at) VALUES (1, 13, 3, 0, 0);
         INSERT INTO lessons (guild_id, author_id, skill_id, text, created_at) VALUES (1, 12, 2, 'An index', 1772442000000);",
    )
    .await;
    let days = (at("2026-03-01T00:00:00Z"), at("2026-04-01T00:00:00Z"));
    let mut read = trial.ctx.store.read().await.unwrap();
    let table = rows::table(&mut read, GUILD, march(), days).await.unwrap();
    assert_eq!(
        table.taught,
        ["SQL"],
        "what was asked anonymously is not said"
    );
    let new: Vec<_> = table
        .new
        .iter()
        .map(|skill| (skill.name.as_str(), skill.teachers.as_slice()))
        .collect();
    assert_eq!(new, [("Rust", &[MemberId(14)][..])], "Go was taught before");
    assert_eq!(table.thanks, [], "nobody agreed");
    let ravi = rows::own_month(&mut read, GUILD, RAVI, days).await.unwrap();
    assert_eq!(ravi.taught, ["Go", "SQL"]);
    assert_eq!(ravi.wishes, ["Rust"]);
    let mia = rows::own_month(&mut read, GUILD, MIA, days).await.unwrap();
    assert_eq!((mia.learned, mia.lessons), (vec!["SQL".to_owned()], 1));
    drop(read);
    executes(&trial, "UPDATE members SET quotable = 1").await;
    let mut read = trial.ctx.store.read().await.unwrap();
    let table = rows::table(&mut read, GUILD, march(), days).await.unwrap();
    let thanks: Vec<_> = table.thanks.iter().map(|one| one.words.as_str()).collect();
    assert_eq!(thanks, ["You saved my day!"]);
}
