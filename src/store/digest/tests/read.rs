//! What a digest is made of beside what was counted.

use super::*;
use crate::domain::digest::{Range, SkillNow, TeamNow, Waited};
use crate::domain::ids::{MemberId, RoleId};
use crate::store::digest::{flows, people};

async fn of_last_week(store: &Store) -> crate::domain::digest::Facts {
    let mut read = reading(store).await;
    let last = last_week(&mut read, GUILD).await.unwrap().unwrap();
    facts(&mut read, GUILD, Range::new(last, 1).unwrap())
        .await
        .unwrap()
}

/// A help with words, by 1 to 2 unless said otherwise, so many hours after the beginning.
fn thanked(helper: i64, learner: &str, words: &str, hours: i64) -> String {
    let at = (monday(0) + TimeDelta::hours(hours)).timestamp_millis();
    format!(
        "INSERT INTO helps (guild_id, helper_id, learner_id, skill_id, through, thanks, happened_at, helper_team, learner_team)
         VALUES (1, {helper}, {learner}, 1, 'thanks', '{words}', {at}, 70, 0);"
    )
}

#[tokio::test]
async fn only_thanks_that_both_agreed_to_are_quoted() {
    let (_folder, store) = guild().await;
    let mut rows: String = (1..=9).map(member).collect();
    rows += "UPDATE members SET quotable = 1 WHERE member_id <> 3; UPDATE members SET left_at = 5 WHERE member_id = 4;";
    for (helper, learner, words, hours) in [
        (1, "2", "first", 1),
        (1, "3", "she did not agree", 2),
        (3, "1", "she did not agree either", 3),
        (4, "1", "has left", 4),
        (1, "4", "has left, too", 5),
        (5, "NULL", "nobody knows who", 6),
        (1, "6", "a second one to the same", 0),
        (7, "2", "a second one by the same", 0),
        (8, "9", "another", 100),
        (5, "6", "last week", 168),
    ] {
        rows += &thanked(helper, learner, words, hours);
    }
    run(&store, &rows).await;
    close(&store, monday(1)).await;
    let quoted = async || -> Vec<String> {
        let facts = of_last_week(&store).await;
        facts
            .thanks
            .into_iter()
            .map(|thanks| {
                format!(
                    "{} to {}: {} ({:?})",
                    thanks.by, thanks.to, thanks.words, thanks.skill
                )
            })
            .collect()
    };
    assert_eq!(
        quoted().await,
        [
            "9 to 8: another (Some(\"Go\"))",
            "2 to 1: first (Some(\"Go\"))"
        ]
    );
    // Consent is asked when it is read, not when it happened.
    run(
        &store,
        "UPDATE members SET quotable = 0 WHERE member_id = 9",
    )
    .await;
    assert_eq!(quoted().await, ["2 to 1: first (Some(\"Go\"))"]);
}

#[tokio::test]
async fn teams_skills_waits_and_flows_are_read() {
    let (_folder, store) = guild().await;
    let mut rows: String = (1..=5).map(member).collect();
    let asked = (monday(0) - TimeDelta::hours(1)).timestamp_millis();
    let answered = asked + 90 * 60_000 + 59_999;
    rows.extend([format!(
        "INSERT INTO team_roles (guild_id, role_id, position) VALUES (1, 70, 1), (1, 71, 0), (1, 72, 2);
         INSERT INTO roles (guild_id, role_id, name, permissions, position, managed) VALUES (1, 70, 'Data', 0, 1, 0), (1, 71, 'Web', 0, 2, 0);
         INSERT INTO member_roles (guild_id, member_id, role_id) VALUES (1, 1, 70), (1, 2, 70), (1, 2, 71), (1, 3, 71), (1, 4, 99);
         INSERT INTO offers (guild_id, member_id, skill_id, created_at, updated_at) VALUES (1, 1, 1, 0, 0), (1, 5, 1, 0, 0);
         UPDATE members SET left_at = 1 WHERE member_id = 5;
         INSERT INTO skills (skill_id, guild_id, key, name, created_at) VALUES (2, 1, 'rust', 'Rust', 0), (3, 1, 'c', 'C', 0);
         INSERT INTO wishes (guild_id, member_id, skill_id, created_at, updated_at) VALUES (1, 1, 2, 0, 0), (1, 2, 2, 0, 0), (1, 3, 1, 0, 0);
         INSERT INTO asks (guild_id, asker_id, skill_id, details, state, created_at, last_sign_at, answered_at)
             VALUES (1, 3, 1, '', 'taken', {asked}, 0, {answered});"
    )]);
    rows += &thanked(1, "2", "one", 1);
    rows += &thanked(1, "2", "two", 2);
    rows += &thanked(2, "NULL", "three", 3);
    run(&store, &rows).await;
    close(&store, monday(1)).await;
    let facts = of_last_week(&store).await;
    let mut read = reading(&store).await;
    let team = |role, name: &str, members| TeamNow {
        role: RoleId(role),
        name: name.to_owned(),
        members,
    };
    assert_eq!(
        flows::teams(&mut read, GUILD).await.unwrap(),
        [team(71, "Web", 2), team(70, "Data", 1), team(72, "72", 0)]
    );
    let skill = |name: &str, teachers, wishers| SkillNow {
        name: name.to_owned(),
        teachers,
        wishers,
    };
    assert_eq!(facts.skills, [skill("Go", 1, 1), skill("Rust", 0, 2)]);
    assert_eq!(
        facts.waited,
        [Waited {
            week: week(0),
            minutes: 90
        }]
    );
    let eligible = flows::eligible(&mut read, GUILD, week(0)).await.unwrap();
    assert_eq!(eligible, 3, "1, 2 and 3");
    let flows = flows::flows(&mut read, GUILD, week(0)).await.unwrap();
    let flows: Vec<_> = flows
        .iter()
        .map(|flow| (flow.from, flow.to, flow.helper, flow.learner, flow.helps))
        .collect();
    let (team, none) = (Some(RoleId(70)), Some(RoleId(0)));
    assert_eq!(
        flows,
        [
            (team, none, Some(MemberId(1)), Some(MemberId(2)), 2),
            (team, none, Some(MemberId(2)), None, 1),
        ]
    );
    assert_eq!(facts.weeks.len(), 1);
    assert_eq!(
        (facts.weeks[0].starts_at, facts.weeks[0].ends_at),
        (monday(0), monday(1))
    );
}

#[tokio::test]
async fn whom_nobody_has_met_for_eight_weeks_is_known() {
    let (_folder, store) = guild().await;
    let rows: String = (1..=8).map(|id| member(id) + &wish(id)).collect();
    run(&store, &rows).await;
    close(&store, monday(1)).await;
    run(&store, "DELETE FROM wishes WHERE member_id = 8").await;
    close(&store, monday(2)).await;
    let at = |weeks: i64, days: i64| (monday(weeks) + TimeDelta::days(days)).timestamp_millis();
    let mut rows = wish(8);
    // 1 met 2 on the first day that counts, 3 met somebody a day too early, 4 left the one they met, 5 was helped, 6 gave what is in no
    // figure, 7 did nothing, 8 was not eligible all the time.
    rows.extend([format!(
        "INSERT INTO programmes (programme_id, guild_id, kind, name, weekday, minute, anchor, created_at) VALUES (1, 1, 'coffee', 'C', 0, 0, '2026-03-02', 0);
         INSERT INTO rounds (round_id, programme_id, guild_id, number, state, period, starts_at, next_at) VALUES (1, 1, 1, 1, 'closed', 'a', 0, 0);
         INSERT INTO pairings (pairing_id, round_id, guild_id, state, created_at, met_at) VALUES
             (1, 1, 1, 'met', 0, {early}), (2, 1, 1, 'met', 0, {first}), (3, 1, 1, 'met', 0, {first}), (4, 1, 1, 'over', 0, NULL);
         INSERT INTO seats (pairing_id, guild_id, member_id, place, left_at) VALUES
             (1, 1, 3, 0, NULL), (2, 1, 1, 0, NULL), (2, 1, 2, 1, NULL), (3, 1, 4, 0, 1), (4, 1, 7, 0, NULL);
         INSERT INTO helps (guild_id, helper_id, learner_id, through, counts, happened_at) VALUES
             (1, NULL, 5, 'thanks', 1, {late}), (1, 6, 1, 'thanks', 0, {late});",
        early = at(1, 0) - 1,
        first = at(1, 0),
        late = at(8, 6),
    )]);
    run(&store, &rows).await;
    for number in 3..=9 {
        close(&store, monday(number)).await;
    }
    let mut read = reading(&store).await;
    let unmet = people::of(&mut read, GUILD, week(8), week(0), &[])
        .await
        .unwrap()
        .unmet;
    let ids: Vec<i64> = unmet.iter().map(|member| member.0).collect();
    assert_eq!(ids, [3, 4, 6, 7]);
    // A week earlier nobody had been eligible for so long.
    let sooner = people::of(&mut read, GUILD, week(7), week(0), &[]);
    assert!(sooner.await.unwrap().unmet.is_empty());
}
