mod away;
mod history;
mod kept;
mod plans;
mod read;

use crate::store::agenda::agenda;
use chrono::{DateTime, TimeDelta, Utc};
use sqlx::AssertSqlSafe;
use tempfile::TempDir;

use super::*;
use crate::domain::digest::Week;
use crate::domain::ids::GuildId;
use crate::store::tests::{store, with_guild};
use crate::store::{SqliteConnection, Store, settings};

const GUILD: GuildId = GuildId(1);

/// The first instant of the week in which everything begins, so many weeks later.
fn monday(weeks: i64) -> DateTime<Utc> {
    let first: DateTime<Utc> = "2026-03-02T00:00:00Z".parse().unwrap();
    first + TimeDelta::weeks(weeks)
}

fn week(weeks: u32) -> Week {
    "2026-W10".parse::<Week>().unwrap().later(weeks)
}

/// A guild that came in that week, in UTC, with a skill.
async fn guild() -> (TempDir, Store) {
    let (folder, store) = store().await;
    with_guild(&store, GUILD).await;
    run(
        &store,
        "INSERT INTO skills (skill_id, guild_id, key, name, created_at) VALUES (1, 1, 'go', 'Go', 0)",
    )
    .await;
    (folder, store)
}

/// Runs statements as they are.
async fn run(store: &Store, statements: &str) {
    let mut write = store.write().await.unwrap();
    sqlx::raw_sql(AssertSqlSafe(statements.to_owned()))
        .execute(&mut *write)
        .await
        .unwrap();
    write.commit().await.unwrap();
}

/// A member, as a statement.
fn member(id: i64) -> String {
    format!(
        "INSERT INTO members (guild_id, member_id, display_name, user_name, bot, joined_at) VALUES (1, {id}, 'M{id}', 'm{id}', 0, 0);"
    )
}

/// That they wish for the skill.
fn wish(id: i64) -> String {
    format!(
        "INSERT INTO wishes (guild_id, member_id, skill_id, created_at, updated_at) VALUES (1, {id}, 1, 0, 0);"
    )
}

async fn close(store: &Store, now: DateTime<Utc>) -> Vec<String> {
    let mut write = store.write().await.unwrap();
    let guild = settings::guild(&mut write, GUILD).await.unwrap().unwrap();
    let closed = close_weeks(&mut write, &guild, now).await.unwrap();
    write.commit().await.unwrap();
    closed
        .iter()
        .map(|closed| closed.week.to_string())
        .collect()
}

/// What a query finds, as text.
async fn texts(store: &Store, query: &'static str) -> Vec<String> {
    let mut read = store.read().await.unwrap();
    sqlx::query_scalar(query)
        .fetch_all(&mut *read)
        .await
        .unwrap()
}

#[tokio::test]
async fn weeks_are_closed_in_order_without_a_gap_and_once() {
    let (_folder, store) = guild().await;
    assert_eq!(
        close(&store, monday(1) - TimeDelta::seconds(1)).await,
        Vec::<String>::new()
    );
    assert_eq!(close(&store, monday(1)).await, ["2026-W10"]);
    assert_eq!(close(&store, monday(1)).await, Vec::<String>::new());
    // Ends half a day sooner from here on, by the clocks of the guild.
    run(&store, "UPDATE guilds SET zone = 'Pacific/Auckland'").await;
    assert_eq!(
        close(&store, monday(4)).await,
        ["2026-W11", "2026-W12", "2026-W13"]
    );
    let gaps = texts(
        &store,
        "SELECT w.week || ' ' || ((w.ends_at - w.starts_at) / 3600000) || ' ' || (
             SELECT count(*) FROM digest_weeks n WHERE n.starts_at = w.ends_at)
         FROM digest_weeks w ORDER BY w.week",
    )
    .await;
    assert_eq!(
        gaps,
        [
            "2026-03-02 168 1",
            "2026-03-09 155 1",
            "2026-03-16 168 1",
            "2026-03-23 168 0"
        ]
    );
    let mut read = store.read().await.unwrap();
    // Nobody did anything in those that were closed together, long after the first was due: Potluck was away.
    assert_eq!(last_week(&mut read, GUILD).await.unwrap(), Some(week(0)));
}

#[tokio::test]
async fn a_week_before_the_bot_came_is_none_of_the_guilds() {
    let (_folder, store) = guild().await;
    run(
        &store,
        "UPDATE guilds SET arrived_at = arrived_at + 7 * 86400000",
    )
    .await;
    assert_eq!(
        close(&store, monday(1) + TimeDelta::days(1)).await,
        Vec::<String>::new()
    );
    assert_eq!(close(&store, monday(2)).await, ["2026-W11"]);
}

#[tokio::test]
async fn weeks_before_a_late_first_closing_are_not_lost() {
    // Turned on on a Wednesday, away from Friday on, back four weeks later.
    let turned_on = (monday(0) + TimeDelta::days(2)).timestamp_millis();
    let rows = format!(
        "UPDATE guilds SET turned_on_at = {turned_on};
         INSERT INTO active_weeks (guild_id, week, member_id) VALUES (1, '2026-02-23', 1), (1, '2026-03-02', 1);"
    );
    let back = monday(4) + TimeDelta::hours(9);
    let (_folder, store) = guild().await;
    run(&store, &rows).await;
    assert_eq!(
        close(&store, back).await,
        ["2026-W10", "2026-W11", "2026-W12", "2026-W13"]
    );
    // Where it is not known that anybody did anything, the weeks before are left out.
    let (_folder, store) = guild().await;
    run(&store, &rows).await;
    run(&store, "UPDATE active_weeks SET week = '2026-03-16' WHERE week = '2026-03-02'; DELETE FROM active_weeks WHERE week < '2026-03-16'").await;
    assert_eq!(close(&store, back).await, ["2026-W12", "2026-W13"]);
    let (_folder, store) = guild().await;
    run(&store, &rows).await;
    run(&store, "DELETE FROM active_weeks").await;
    assert_eq!(close(&store, back).await, ["2026-W13"]);
    // Nothing is closed of the time before it was turned on.
    let (_folder, store) = guild().await;
    run(&store, &rows).await;
    run(
        &store,
        "UPDATE guilds SET turned_on_at = turned_on_at + 14 * 86400000",
    )
    .await;
    assert_eq!(close(&store, back).await, ["2026-W12", "2026-W13"]);
}

#[tokio::test]
async fn who_came_after_a_week_is_not_in_it_however_late_it_is_closed() {
    let (_folder, store) = guild().await;
    run(&store, &(member(1) + &wish(1))).await;
    close(&store, monday(1)).await;
    let joined = |id: i64, when: DateTime<Utc>| {
        let joined = when.timestamp_millis();
        member(id)
            + &wish(id)
            + &format!("UPDATE members SET joined_at = {joined} WHERE member_id = {id};")
    };
    // Somebody did something, so these are no weeks in which Potluck was away.
    let rows = "INSERT INTO active_weeks (guild_id, week, member_id) VALUES (1, '2026-03-09', 9), (1, '2026-03-16', 9), (1, '2026-03-23', 9);"
        .to_owned()
        + &joined(2, monday(3) - TimeDelta::milliseconds(1))
        + &joined(3, monday(3));
    run(&store, &rows).await;
    assert_eq!(close(&store, monday(4)).await.len(), 3);
    assert_eq!(
        texts(
            &store,
            "SELECT member_id || ' ' || first_week FROM eligible_spans ORDER BY member_id"
        )
        .await,
        ["1 2026-03-02", "2 2026-03-16", "3 2026-03-23"]
    );
    assert_eq!(
        texts(
            &store,
            "SELECT week || ' ' || number FROM digest_tallies ORDER BY week"
        )
        .await,
        [
            "2026-03-02 1",
            "2026-03-09 1",
            "2026-03-16 2",
            "2026-03-23 3"
        ]
    );
}

#[tokio::test]
async fn who_is_eligible_at_the_end_of_a_week_is_kept_as_spans() {
    let (_folder, store) = guild().await;
    let mut rows: String = (1..=13).map(member).collect();
    rows += "
        INSERT INTO offers (guild_id, member_id, skill_id, created_at, updated_at) VALUES
            (1, 1, 1, 0, 0), (1, 10, 1, 0, 0), (1, 11, 1, 0, 0), (1, 12, 1, 0, 0);
        UPDATE members SET bot = 1 WHERE member_id = 10;
        UPDATE members SET left_at = 1 WHERE member_id = 11;
        UPDATE members SET pending = 1 WHERE member_id = 12;
        INSERT INTO asks (ask_id, guild_id, asker_id, anonymous, skill_id, details, state, created_at, last_sign_at) VALUES
            (1, 1, 3, 0, 1, '', 'open', 0, 0), (2, 1, NULL, 1, 1, '', 'open', 0, 0);
        INSERT INTO anonymous_askers (ask_id, guild_id, member_id) VALUES (2, 1, 13);
        INSERT INTO programmes (programme_id, guild_id, kind, name, weekday, minute, anchor, created_at, role_id, removed_at) VALUES
            (1, 1, 'coffee', 'Coffee', 0, 0, '2026-03-02', 0, NULL, NULL), (2, 1, 'coffee', 'Team', 0, 0, '2026-03-02', 0, 77, NULL);
        INSERT INTO programme_members (programme_id, guild_id, member_id, state, since) VALUES
            (1, 1, 4, 'in', 0), (1, 1, 5, 'resting', 0), (1, 1, 6, 'out', 0), (2, 1, 8, 'out', 0);
        INSERT INTO member_roles (guild_id, member_id, role_id) VALUES (1, 7, 77), (1, 8, 77);";
    rows += &wish(2);
    run(&store, &rows).await;
    close(&store, monday(1)).await;
    let spans = "SELECT member_id || ' ' || first_week || ' ' || coalesce(last_week, 'on')
                 FROM eligible_spans ORDER BY member_id, first_week";
    assert_eq!(
        texts(&store, spans).await,
        [1, 2, 3, 4, 5, 7].map(|member| format!("{member} 2026-03-02 on"))
    );
    run(
        &store,
        &format!(
            "DELETE FROM offers WHERE member_id = 1; DELETE FROM wishes; {}",
            wish(9)
        ),
    )
    .await;
    close(&store, monday(2)).await;
    run(&store, &wish(2)).await;
    close(&store, monday(3)).await;
    assert_eq!(
        texts(&store, spans).await,
        [
            "1 2026-03-02 2026-03-02",
            "2 2026-03-02 2026-03-02",
            "2 2026-03-16 on",
            "3 2026-03-02 on",
            "4 2026-03-02 on",
            "5 2026-03-02 on",
            "7 2026-03-02 on",
            "9 2026-03-09 on",
        ]
    );
}

#[tokio::test]
async fn the_next_closing_is_found_out_anew_when_the_calendar_changes() {
    let (_folder, store) = guild().await;
    let next = async || {
        agenda(&mut store.read().await.unwrap())
            .await
            .unwrap()
            .digests
    };
    assert_eq!(next().await, None, "Potluck is not on");
    run(&store, "UPDATE guilds SET turned_on_at = 1").await;
    assert_eq!(next().await, Some(DateTime::UNIX_EPOCH));
    for change in [
        "UPDATE guilds SET zone = 'Europe/Lisbon'",
        "UPDATE guilds SET working_days = 30",
        "UPDATE guilds SET work_start = 480",
        "INSERT INTO holidays VALUES (1, '2026-03-09')",
        "DELETE FROM holidays",
    ] {
        let mut write = store.write().await.unwrap();
        set_next_closing(&mut write, GUILD, monday(1))
            .await
            .unwrap();
        write.commit().await.unwrap();
        assert_eq!(next().await, Some(monday(1)));
        let mut read = store.read().await.unwrap();
        let early = monday(1) - TimeDelta::seconds(1);
        assert_eq!(due_closings(&mut read, early, 10).await.unwrap(), []);
        assert_eq!(
            due_closings(&mut read, monday(1), 10).await.unwrap(),
            [GUILD]
        );
        run(&store, change).await;
        assert_eq!(next().await, Some(DateTime::UNIX_EPOCH), "{change}");
    }
}

/// The connection for functions that take one.
async fn reading(store: &Store) -> crate::store::Read {
    store.read().await.unwrap()
}
