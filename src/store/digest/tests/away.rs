//! Weeks in which Potluck was turned off, removed or down.

use super::*;
use crate::domain::digest::{Change, Digest, Figure, Range, Value};

/// Six members, each of whom wishes for something.
fn six() -> String {
    (1..=6).map(|id| member(id) + &wish(id)).collect()
}

/// That all six did something in a week.
fn active(weeks: u32) -> String {
    let monday = week(weeks).monday();
    let row = |id| {
        format!(
            "INSERT INTO active_weeks (guild_id, week, member_id) VALUES (1, '{monday}', {id});"
        )
    };
    (1..=6).map(row).collect()
}

/// The digest of a week.
async fn digest(store: &Store, of: Week) -> Digest {
    let range = Range::of(of);
    let facts = facts(&mut *reading(store).await, GUILD, range)
        .await
        .unwrap();
    Digest::of(facts, range)
}

/// Closes four weeks in which all are active; in the fifth it is turned off, and on again on a Wednesday three weeks later.
async fn turned_off_for_a_while(store: &Store) {
    run(store, &(six() + "UPDATE guilds SET turned_on_at = 1")).await;
    for weeks in 0..4 {
        run(store, &active(weeks)).await;
        close(store, monday(i64::from(weeks) + 1)).await;
    }
    let on = monday(7) + TimeDelta::days(2);
    let turned_on = format!(
        "UPDATE guilds SET turned_on_at = {};",
        on.timestamp_millis()
    );
    run(store, &(active(4) + &turned_on + &active(7))).await;
    close(store, on).await;
    close(store, monday(8)).await;
}

#[tokio::test]
async fn weeks_in_which_it_was_off_are_compared_with_nothing() {
    let (_folder, store) = guild().await;
    turned_off_for_a_while(&store).await;
    let told = digest(&store, week(7)).await;
    let active = told.told(Figure::Active).unwrap();
    assert_eq!(
        (active.value, active.change),
        (Some(Value::Number(6)), Some(Change::Percent(0)))
    );
    let bars: Vec<_> = told.chart.asks.iter().map(|bar| bar.weeks.last).collect();
    let there = [0, 1, 2, 3, 4, 7].map(week);
    assert_eq!(bars, there, "a week without Potluck has no bar");
}

#[tokio::test]
async fn nobody_could_be_met_while_it_was_off() {
    let (_folder, store) = guild().await;
    turned_off_for_a_while(&store).await;
    for weeks in 8..=11 {
        run(&store, &active(weeks)).await;
        close(&store, monday(i64::from(weeks) + 1)).await;
    }
    let unmet = async |weeks| {
        let told = digest(&store, week(weeks)).await;
        told.told(Figure::Unmet).unwrap().value
    };
    // The ninth week in which it was there is the eleventh.
    assert_eq!(unmet(9).await, Some(Value::Number(0)));
    assert_eq!(unmet(10).await, Some(Value::Number(6)));
}
