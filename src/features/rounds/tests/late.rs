//! The bot was away, or Discord was: what is made up for, and what is missed. `docs/operators.md` has the same as a table.

use super::*;
use crate::domain::round::WhyNot;
use crate::features::late::Late;
use crate::store::settings;

#[track_caller]
fn check(held: &[(i64, RoundState, DateTime<Utc>)], expected: &[(i64, RoundState, DateTime<Utc>)]) {
    assert_eq!(held, expected);
}

/// The heads-up a working day before the start: where it is late, the start keeps its distance; where half of the time is over, the round is
/// missed.
pub(crate) async fn heads_up(late: Late) {
    let mut world = World::with(&[MIA, RAVI]).await;
    world.pass_until(march(2, 9, 30)).await;
    world.away_until(march(2, 10, 0) + late.by()).await;
    let announced = |number, start| (number, RoundState::Announced, start);
    let missed = |number, start| (number, RoundState::Missed, start);
    match late {
        Late::AnHour => check(&world.held().await, &[announced(1, march(3, 10, 0))]),
        Late::ADay => check(&world.held().await, &[announced(1, march(4, 10, 0))]),
        // The next heads-up is due just then.
        Late::ThreeWeeks => check(
            &world.held().await,
            &[
                missed(1, march(3, 10, 0)),
                missed(2, march(10, 10, 0)),
                missed(3, march(17, 10, 0)),
                announced(4, march(24, 10, 0)),
            ],
        ),
    }
    assert_eq!(world.in_channel().len(), 1, "{:?}", world.in_channel());
}

/// The start of a round that was announced.
pub(crate) async fn start(late: Late) {
    let mut world = World::with(&[MIA, RAVI]).await;
    world.pass_until(march(2, 12, 0)).await;
    let back = march(3, 10, 0) + late.by();
    world.away_until(back).await;
    let round = world.rounds().await.remove(0);
    if late == Late::ThreeWeeks {
        assert_eq!(
            (round.state, round.why),
            (RoundState::Missed, Some(WhyNot::Away))
        );
        assert!(world.edited[0].contains("This round isn't held"));
    } else {
        assert_eq!(
            (round.state, round.paired_at),
            (RoundState::Paired, Some(back))
        );
    }
    let paired =
        crate::store::tests::count(&world.trial.ctx.store, "SELECT count(*) FROM pairings").await;
    assert_eq!(paired, i64::from(late != Late::ThreeWeeks));
}

/// The end of a round, when the next one was to start.
pub(crate) async fn end(late: Late) {
    let mut world = World::with(&[MIA, RAVI]).await;
    // The next one is announced on Monday.
    world.pass_until(march(9, 12, 0)).await;
    assert_eq!(world.rounds().await[0].state, RoundState::Paired);
    let back = march(10, 10, 0) + late.by();
    world.away_until(back).await;
    let rounds = world.rounds().await;
    assert_eq!(rounds[0].state, RoundState::Closed);
    assert!(rounds[1..].iter().all(|round| {
        round.why
            == (late == Late::ThreeWeeks && round.state == RoundState::Missed)
                .then_some(WhyNot::Away)
    }));
    let ended = crate::store::tests::count(
        &world.trial.ctx.store,
        "SELECT count(*) FROM pairings p JOIN rounds r USING (round_id) WHERE r.number = 1 AND p.ended_at IS NOT NULL",
    )
    .await;
    assert_eq!(ended, 1);
    assert!(world.told(MIA).is_empty() && world.told(RAVI).is_empty());
}

#[tokio::test]
async fn a_heads_up_an_hour_late_changes_nothing_else() {
    let mut world = World::with(&[MIA, RAVI]).await;
    world.pass_until(march(2, 9, 30)).await;
    world.away_until(march(2, 11, 0)).await;
    check(
        &world.held().await,
        &[(1, RoundState::Announced, march(3, 10, 0))],
    );
}

#[tokio::test]
async fn a_heads_up_a_day_late_moves_the_start_by_a_day() {
    let mut world = World::with(&[MIA, RAVI]).await;
    world.pass_until(march(2, 9, 30)).await;
    world.away_until(march(3, 10, 0)).await;
    check(
        &world.held().await,
        &[(1, RoundState::Announced, march(4, 10, 0))],
    );
    world.pass_until(march(4, 10, 0)).await;
    check(
        &world.held().await,
        &[(1, RoundState::Paired, march(4, 10, 0))],
    );
    // The rhythm stays.
    world.pass_until(march(10, 10, 0)).await;
    assert_eq!(
        world.held().await[1],
        (2, RoundState::Paired, march(10, 10, 0))
    );
}

#[tokio::test]
async fn a_heads_up_due_at_night_by_now_comes_in_the_morning() {
    let mut world = World::with(&[MIA, RAVI]).await;
    world.pass_until(march(2, 9, 30)).await;
    world.away_until(march(2, 23, 0)).await;
    assert!(world.in_channel().is_empty());
    world.pass_until(march(3, 9, 0)).await;
    check(
        &world.held().await,
        &[(1, RoundState::Announced, march(4, 9, 0))],
    );
}

#[tokio::test]
async fn three_weeks_away_are_three_rounds_missed_once_each_and_the_next_as_usual() {
    let mut world = World::with(&[MIA, RAVI]).await;
    world.pass_until(march(2, 9, 30)).await;
    // Sunday, when all three starts are more than half a week ago.
    world.away_until(march(22, 12, 0)).await;
    let missed = |number, day| (number, RoundState::Missed, march(day, 10, 0));
    check(
        &world.held().await,
        &[missed(1, 3), missed(2, 10), missed(3, 17)],
    );
    assert!(world.in_channel().is_empty(), "members read nothing of it");
    world.pass_until(march(24, 10, 0)).await;
    assert_eq!(
        world.held().await[3],
        (4, RoundState::Paired, march(24, 10, 0))
    );
    let claimed = crate::store::tests::count(
        &world.trial.ctx.store,
        "SELECT count(*) FROM occurrences WHERE job = 'rounds'",
    )
    .await;
    assert_eq!(claimed, 4);
}

#[tokio::test]
async fn a_pairing_is_made_up_for_until_half_of_the_time_is_over() {
    for (back, expected) in [
        (march(3, 11, 0), RoundState::Paired),
        (march(4, 10, 0), RoundState::Paired),
        (march(6, 16, 0), RoundState::Paired),
        (march(7, 10, 0), RoundState::Missed),
    ] {
        let mut world = World::with(&[MIA, RAVI]).await;
        world.pass_until(march(2, 12, 0)).await;
        world.away_until(back).await;
        let round = world.rounds().await.remove(0);
        assert_eq!(round.state, expected, "{back}");
        if expected == RoundState::Missed {
            assert_eq!(round.why, Some(WhyNot::Away));
            assert!(world.edited[0].contains("This round isn't held"));
        } else {
            assert_eq!(round.paired_at, Some(back));
        }
    }
}

#[tokio::test]
async fn a_pairing_late_at_night_waits_for_the_morning() {
    let mut world = World::with(&[MIA, RAVI]).await;
    world.pass_until(march(2, 12, 0)).await;
    world.away_until(march(3, 22, 0)).await;
    assert_eq!(world.rounds().await[0].state, RoundState::Announced);
    world.pass_until(march(4, 9, 0)).await;
    assert_eq!(world.rounds().await[0].paired_at, Some(march(4, 9, 0)));
}

#[tokio::test]
async fn nobody_is_paired_whom_the_heads_up_has_not_reached() {
    let mut world = World::with(&[MIA, RAVI]).await;
    let ctx = world.trial.ctx.clone();
    for (day, hour) in [(2, 9), (2, 10), (3, 10), (3, 12)] {
        world.trial.clock.move_to(march(day, hour, 0));
        while due::ROUNDS
            .next(&ctx)
            .await
            .unwrap()
            .is_some_and(|next| next <= world.now())
        {
            (due::ROUNDS.run)(&ctx, world.now()).await.unwrap();
        }
    }
    // Discord has not taken it yet.
    check(
        &world.held().await,
        &[(1, RoundState::Announced, march(3, 10, 0))],
    );
    // Now it does, two hours after the start: people get a working day all the same, and the heads-up says when.
    world.pass_until(march(3, 12, 0)).await;
    check(
        &world.held().await,
        &[(1, RoundState::Announced, march(4, 12, 0))],
    );
    assert!(world.edited[0].contains(&march(4, 12, 0).timestamp().to_string()));
    world.pass_until(march(4, 12, 0)).await;
    assert_eq!(world.rounds().await[0].state, RoundState::Paired);
}

#[tokio::test]
async fn a_heads_up_that_cannot_be_posted_ends_its_round() {
    let mut world = World::with(&[MIA, RAVI]).await;
    world.pass_until(march(2, 12, 0)).await;
    let round = world.rounds().await.remove(0);
    let mut write = world.trial.ctx.store.write().await.unwrap();
    let receipt = Receipt::RoundAnnounced(round.id);
    heard::undeliverable(&mut write, receipt, march(2, 12, 0))
        .await
        .unwrap();
    write.commit().await.unwrap();
    world.pass_until(march(3, 12, 0)).await;
    let round = world.rounds().await.remove(0);
    assert_eq!(round.state, RoundState::Cancelled);
    assert_eq!(round.why, Some(WhyNot::Unannounced));
}

#[tokio::test]
async fn what_an_admin_turned_off_is_not_made_up_for_when_it_is_on_again() {
    let mut world = World::with(&[MIA, RAVI]).await;
    world.pass_until(march(2, 9, 30)).await;
    let turn = async |world: &World, on: bool| {
        let mut write = world.trial.ctx.store.write().await.unwrap();
        settings::set_turned_on(&mut write, GUILD, on.then(|| world.now()))
            .await
            .unwrap();
        write.commit().await.unwrap();
    };
    turn(&world, false).await;
    world.pass_until(march(20, 12, 0)).await;
    assert!(world.rounds().await.is_empty());
    turn(&world, true).await;
    world.pass_until(march(24, 10, 0)).await;
    check(
        &world.held().await,
        &[(1, RoundState::Paired, march(24, 10, 0))],
    );
}

#[tokio::test]
async fn a_holiday_moves_the_start_and_the_rhythm_stays() {
    let mut world = World::with(&[MIA, RAVI]).await;
    world.pass_until(march(2, 9, 30)).await;
    let mut write = world.trial.ctx.store.write().await.unwrap();
    let holidays = [NaiveDate::from_ymd_opt(2026, 3, 3).unwrap()].into();
    settings::set_holidays(&mut write, GUILD, &holidays)
        .await
        .unwrap();
    write.commit().await.unwrap();
    world.pass_until(march(10, 10, 0)).await;
    check(
        &world.held().await,
        &[
            (1, RoundState::Closed, march(4, 10, 0)),
            (2, RoundState::Paired, march(10, 10, 0)),
        ],
    );
}

#[tokio::test]
async fn the_same_look_twice_announces_once() {
    let mut world = World::with(&[MIA, RAVI]).await;
    world.pass_until(march(2, 10, 0)).await;
    // As if something had changed in between: it is planned anew, and finds the round that is there.
    world
        .change(|programme| programme.time = NaiveTime::from_hms_opt(10, 5, 0).unwrap())
        .await;
    world.pass_until(march(2, 18, 0)).await;
    assert_eq!(world.rounds().await.len(), 1);
    world.pass_until(march(2, 18, 0) + TimeDelta::days(8)).await;
    check(
        &world.held().await,
        &[
            (1, RoundState::Closed, march(3, 10, 0)),
            (2, RoundState::Paired, march(10, 10, 5)),
        ],
    );
}
