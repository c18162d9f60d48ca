//! What changes while a round is being computed has it computed anew: nothing is written that no longer holds.

use std::task::Poll;

use super::super::pair::{self, Outcome};
use super::*;
use crate::store::{blocks, choices};

/// Something that a member does between computing and writing.
async fn meanwhile(world: &World, change: impl AsyncFnOnce(&mut crate::store::Write)) {
    let mut write = world.trial.ctx.store.write().await.unwrap();
    change(&mut write).await;
    write.commit().await.unwrap();
}

/// Four are in, and the round is announced; it is an hour before its start.
async fn announced() -> (World, Round) {
    let mut world = World::with(&[NOOR, MIA, RAVI, OLU]).await;
    world.pass_until(march(3, 9, 0)).await;
    let round = world.rounds().await.remove(0);
    assert_eq!(round.state, RoundState::Announced);
    (world, round)
}

/// Computes, has that happen, and tries to write; it must be refused. Then it is computed anew, and written.
async fn refused_and_made_anew(
    change: impl AsyncFnOnce(&mut crate::store::Write),
) -> (World, Vec<Vec<MemberId>>) {
    let (world, round) = announced().await;
    let ctx = &world.trial.ctx;
    let now = world.now();
    let computed = pair::compute(ctx, round.id, now).await.unwrap().unwrap();
    meanwhile(&world, change).await;
    let outcome = pair::write(ctx, round.id, &computed, now).await.unwrap();
    assert_eq!(outcome, Outcome::Changed);
    // Nothing of it was written, and nobody was told anything.
    assert_eq!(world.rounds().await[0].state, RoundState::Announced);
    assert!(world.groups(&round).await.is_empty());
    pair::at_once(ctx, round.id).await.unwrap();
    let round = world.rounds().await.remove(0);
    assert_eq!(round.state, RoundState::Paired);
    let groups = world.groups(&round).await;
    (world, groups)
}

#[tokio::test]
async fn two_who_are_blocked_meanwhile_are_not_put_together() {
    // Whomever Mia would have been put with.
    let (world, round) = announced().await;
    pair::at_once(&world.trial.ctx, round.id).await.unwrap();
    let groups = world.groups(&round).await;
    let with = groups.iter().find(|group| group.contains(&MIA)).unwrap();
    let partner = *with.iter().find(|member| **member != MIA).unwrap();
    let now = world.now();
    let (_, groups) = refused_and_made_anew(async |write| {
        blocks::add(write, GUILD, MIA, partner, now).await.unwrap();
    })
    .await;
    assert_eq!(groups.len(), 2);
    assert!(
        !groups
            .iter()
            .any(|group| group.contains(&MIA) && group.contains(&partner)),
        "{groups:?}"
    );
}

#[tokio::test]
async fn whoever_pauses_meanwhile_is_not_in_it() {
    let until = march(20, 9, 0);
    let (world, groups) = refused_and_made_anew(async |write| {
        choices::set_pause(write, GUILD, MIA, Some(until))
            .await
            .unwrap();
    })
    .await;
    assert_eq!(groups, [[NOOR, RAVI, OLU]]);
    assert!(world.told(MIA).is_empty());
}

#[tokio::test]
async fn what_is_unchanged_is_written_and_only_once() {
    let (world, round) = announced().await;
    let ctx = &world.trial.ctx;
    let now = world.now();
    let computed = pair::compute(ctx, round.id, now).await.unwrap().unwrap();
    let written = pair::write(ctx, round.id, &computed, now).await.unwrap();
    assert_eq!(written, Outcome::Paired);
    let again = pair::write(ctx, round.id, &computed, now).await.unwrap();
    assert_eq!(again, Outcome::NotAnnounced);
    assert!(pair::compute(ctx, round.id, now).await.unwrap().is_none());
    assert_eq!(world.groups(&round).await.len(), 2);
}

/// Does work until it has waited so many times, as the process may be killed at any of them. `None`: it was.
async fn killed_after<T>(waits: usize, work: impl Future<Output = T>) -> Option<T> {
    let mut work = std::pin::pin!(work);
    let mut left = waits;
    std::future::poll_fn(|cx| match work.as_mut().poll(cx) {
        Poll::Ready(done) => Poll::Ready(Some(done)),
        Poll::Pending if left == 0 => Poll::Ready(None),
        Poll::Pending => {
            left -= 1;
            Poll::Pending
        }
    })
    .await
}

#[tokio::test]
async fn the_round_before_ends_with_the_pairing_and_whenever_it_is_killed_neither_happened() {
    let mut world = World::with(&[NOOR, MIA, RAVI, OLU]).await;
    world.pass_until(march(9, 14, 0)).await;
    let next = world.rounds().await[1].id;
    for waits in (0..).step_by(5) {
        let done = killed_after(waits, pair::at_once(&world.trial.ctx, next)).await;
        let states: Vec<RoundState> = world
            .held()
            .await
            .into_iter()
            .map(|(_, state, _)| state)
            .collect();
        if states == [RoundState::Closed, RoundState::Paired] {
            return;
        }
        assert!(done.is_none());
        assert_eq!(
            states,
            [RoundState::Paired, RoundState::Announced],
            "killed after {waits}"
        );
    }
}
