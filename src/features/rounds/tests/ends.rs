//! When the round that goes on ends: with the next one that is held, whatever becomes of it or moves it.

use super::admins::planned;
use super::*;
use crate::domain::round::{PairingDue, SeatAnswer};
use crate::features::trial::{button, shown};

const EVERYBODY: [MemberId; 4] = [NOOR, MIA, RAVI, SAM];

/// The first round, which goes on.
async fn running(world: &World) -> Round {
    let round = world.rounds().await.remove(0);
    assert_eq!(round.state, RoundState::Paired);
    round
}

async fn presses(world: &World, subcommand: &str, label: &str) {
    let page = world.round(NOOR, subcommand, None).await;
    shown(world.trial.presses(NOOR, button(&page, label)).await);
}

/// The first round is paired on the 3rd, and the next one is four weeks away.
async fn every_four_weeks() -> World {
    let mut world = World::with(&EVERYBODY).await;
    world.change(|programme| programme.every_weeks = 4).await;
    world.pass_until(march(4, 12, 0)).await;
    assert_eq!(running(&world).await.next_at, march(31, 10, 0));
    world
}

fn nudge(day: u32, hour: u32) -> (DateTime<Utc>, PairingDue) {
    (march(day, hour, 0), PairingDue::Nudge)
}

fn check_in(day: u32, hour: u32) -> (DateTime<Utc>, PairingDue) {
    (march(day, hour, 0), PairingDue::CheckIn)
}

#[tokio::test]
async fn another_rhythm_moves_the_end_at_once_and_what_is_asked_before_it() {
    let mut world = every_four_weeks().await;
    assert_eq!(
        planned(&world, &running(&world).await).await,
        Some(nudge(17, 10))
    );
    world.change(|programme| programme.every_weeks = 1).await;
    world.pass_until(march(4, 13, 0)).await;
    let sooner = running(&world).await;
    assert_eq!(sooner.next_at, march(10, 10, 0));
    assert_eq!(planned(&world, &sooner).await, Some(check_in(5, 10)));
    world.change(|programme| programme.every_weeks = 4).await;
    world.pass_until(march(4, 14, 0)).await;
    let later = running(&world).await;
    assert_eq!(later.next_at, march(31, 10, 0));
    assert_eq!(planned(&world, &later).await, Some(nudge(17, 10)));
}

#[tokio::test]
async fn another_rhythm_moves_the_end_of_a_round_that_is_announced() {
    let mut world = World::with(&EVERYBODY).await;
    world.pass_until(march(2, 12, 0)).await;
    world.change(|programme| programme.every_weeks = 4).await;
    world.pass_until(march(3, 12, 0)).await;
    let round = running(&world).await;
    assert_eq!(
        (round.starts_at, round.next_at),
        (march(3, 10, 0), march(31, 10, 0))
    );
    world.pass_until(march(30, 9, 0)).await;
    running(&world).await;
}

#[tokio::test]
async fn a_heads_up_that_comes_late_has_the_round_before_go_on_for_as_long() {
    let mut world = World::with(&EVERYBODY).await;
    world.pass_until(march(9, 9, 30)).await;
    // Discord does not take it before the afternoon.
    world.trial.clock.move_to(march(9, 10, 0));
    (due::ROUNDS.run)(&world.trial.ctx, world.now())
        .await
        .unwrap();
    world.trial.clock.move_to(march(9, 15, 0));
    world.pass_until(march(10, 14, 0)).await;
    assert_eq!(running(&world).await.next_at, march(10, 15, 0));
    world.pass_until(march(10, 15, 0)).await;
    assert_eq!(
        world.held().await,
        [
            (1, RoundState::Closed, march(3, 10, 0)),
            (2, RoundState::Paired, march(10, 15, 0)),
        ]
    );
}

#[tokio::test]
async fn a_round_more_that_cannot_be_announced_ends_nothing() {
    let world = every_four_weeks().await;
    presses(&world, "start", "Announce it now").await;
    assert_eq!(running(&world).await.next_at, march(5, 12, 0));
    let more = world.rounds().await.remove(1);
    let mut write = world.trial.ctx.store.write().await.unwrap();
    let receipt = Receipt::RoundAnnounced(more.id);
    heard::undeliverable(&mut write, receipt, world.now())
        .await
        .unwrap();
    write.commit().await.unwrap();
    let running = running(&world).await;
    assert_eq!(running.next_at, march(31, 10, 0));
    assert_eq!(planned(&world, &running).await, Some(nudge(17, 10)));
}

#[tokio::test]
async fn where_the_next_round_is_cancelled_the_one_before_goes_on_until_there_is_one() {
    let mut world = World::with(&EVERYBODY).await;
    world.pass_until(march(9, 11, 0)).await;
    let round = running(&world).await;
    let (mut asked, mut said) = (Vec::new(), None);
    let mut write = world.trial.ctx.store.write().await.unwrap();
    for pairing in rows::going_on(&mut write, round.id).await.unwrap() {
        pairings::set_asked(&mut write, pairing, march(5, 10, 0))
            .await
            .unwrap();
        let seated = pairings::find(&mut write, pairing).await.unwrap().unwrap();
        asked.push(pairing);
        said.get_or_insert((pairing, seated.members()[0]));
    }
    let (pairing, member) = said.unwrap();
    // Another week is too near to ask them once more.
    pairings::answer(
        &mut write,
        pairing,
        member,
        SeatAnswer::NotYet,
        march(9, 11, 0),
    )
    .await
    .unwrap();
    for pairing in &asked {
        pairings::set_due(&mut write, *pairing, None).await.unwrap();
    }
    write.commit().await.unwrap();

    presses(&world, "cancel", "Cancel it").await;
    assert_eq!(running(&world).await.next_at, march(17, 10, 0));
    let again = Some((march(11, 11, 0), PairingDue::CheckAgain));
    let mut read = world.trial.ctx.store.read().await.unwrap();
    assert_eq!(pairings::planned(&mut read, pairing).await.unwrap(), again);
    assert_eq!(pairings::planned(&mut read, asked[1]).await.unwrap(), None);
    drop(read);
    world.pass_until(march(17, 9, 0)).await;
    running(&world).await;
    world.pass_until(march(17, 10, 0)).await;
    let states: Vec<RoundState> = world
        .held()
        .await
        .iter()
        .map(|(_, state, _)| *state)
        .collect();
    assert_eq!(
        states,
        [
            RoundState::Closed,
            RoundState::Cancelled,
            RoundState::Paired
        ]
    );
}

#[tokio::test]
async fn where_it_is_cancelled_ahead_people_are_asked_before_the_one_after() {
    let mut world = World::with(&EVERYBODY).await;
    world.pass_until(march(4, 9, 0)).await;
    presses(&world, "cancel", "Cancel it ahead").await;
    let round = running(&world).await;
    assert_eq!(round.next_at, march(17, 10, 0));
    assert_eq!(planned(&world, &round).await, Some(nudge(10, 10)));
    world.pass_until(march(16, 12, 0)).await;
    assert_eq!(running(&world).await.next_at, march(17, 10, 0));
}

#[tokio::test]
async fn of_a_programme_that_is_stopped_the_round_that_goes_on_ends_when_it_was_to() {
    let mut world = World::with(&EVERYBODY).await;
    world.pass_until(march(9, 11, 0)).await;
    let mut write = world.trial.ctx.store.write().await.unwrap();
    let guild = crate::store::settings::guild(&mut write, GUILD)
        .await
        .unwrap()
        .unwrap();
    crate::features::rounds::stopped(&mut write, &guild, &world.programme, march(9, 11, 0))
        .await
        .unwrap();
    write.commit().await.unwrap();
    world.change(|programme| programme.running = false).await;
    assert_eq!(running(&world).await.next_at, march(10, 10, 0));
    world.pass_until(march(10, 11, 0)).await;
    assert_eq!(world.rounds().await[0].state, RoundState::Closed);
}

#[tokio::test]
async fn who_was_introduced_just_now_has_their_working_day_in_a_round_that_ends_sooner_as_well() {
    let mut world = World::with(&EVERYBODY).await;
    world.change(|programme| programme.every_weeks = 4).await;
    world.pass_until(march(3, 9, 59)).await;
    world.trial.clock.move_to(march(3, 10, 0));
    (due::ROUNDS.run)(&world.trial.ctx, world.now())
        .await
        .unwrap();
    // There is no room for their threads before the next day.
    world
        .deliver(|receipt| matches!(receipt, Receipt::RoundResultPosted(_)))
        .await;
    world.trial.clock.move_to(march(4, 11, 0));
    world.deliver(|_| true).await;
    world.trial.clock.move_to(march(4, 12, 0));
    presses(&world, "start", "Announce it now").await;
    let round = running(&world).await;
    assert_eq!(round.next_at, march(5, 12, 0));
    assert_eq!(planned(&world, &round).await, Some(check_in(5, 11)));
}
