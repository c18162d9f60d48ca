//! Potluck is turned off while a round is announced, and on again.

use super::*;
use crate::custom_id::SetupClick;
use crate::domain::round::WhyNot;
use crate::features::trial::shown;
use crate::store::settings;

/// Off by an admin's button, and on again at this instant.
async fn off_until(world: &mut World, then: DateTime<Utc>) {
    shown(world.trial.presses(NOOR, SetupClick::TurnOff {}).await);
    world.pass_until(then).await;
    let mut write = world.trial.ctx.store.write().await.unwrap();
    settings::set_turned_on(&mut write, GUILD, Some(then))
        .await
        .unwrap();
    write.commit().await.unwrap();
    world.pass_until(then).await;
}

#[tokio::test]
async fn what_was_announced_is_not_made_up_for_when_it_is_on_again() {
    // The day after its start, and after a week.
    for back in [march(2, 15, 0), march(4, 11, 0), march(9, 9, 0)] {
        let mut world = World::with(&[MIA, RAVI]).await;
        world.pass_until(march(2, 11, 0)).await;
        off_until(&mut world, back).await;
        let round = world.rounds().await.remove(0);
        assert_eq!(
            (round.state, round.why),
            (RoundState::Cancelled, Some(WhyNot::Stopped)),
            "{back}"
        );
        assert!(
            world.edited[0].contains("This round isn't held"),
            "{:?}",
            world.edited
        );
        let status = shown(world.round(NOOR, "status", None).await);
        assert!(status.contains("Potluck was turned off"), "{status}");
        assert!(!status.contains("I was away"), "{status}");
        world.pass_until(march(10, 10, 0)).await;
        assert_eq!(
            world.held().await[1..],
            [(2, RoundState::Paired, march(10, 10, 0))],
            "{back}"
        );
    }
}

#[tokio::test]
async fn a_heads_up_that_is_not_there_yet_is_not_put_up_for_a_round_that_is_not_held() {
    let mut world = World::with(&[MIA, RAVI]).await;
    world.trial.clock.move_to(march(2, 10, 0));
    for _ in 0..2 {
        (due::ROUNDS.run)(&world.trial.ctx, world.now())
            .await
            .unwrap();
    }
    assert_eq!(world.rounds().await[0].state, RoundState::Announced);
    off_until(&mut world, march(2, 15, 0)).await;
    assert!(world.in_channel().is_empty(), "{:?}", world.in_channel());
    assert_eq!(world.rounds().await[0].state, RoundState::Cancelled);
}

#[tokio::test]
async fn the_round_that_goes_on_ends_with_the_next_that_is_held() {
    let mut world = World::with(&[MIA, RAVI]).await;
    world.pass_until(march(9, 11, 0)).await;
    off_until(&mut world, march(9, 15, 0)).await;
    world.pass_until(march(16, 9, 0)).await;
    assert_eq!(world.rounds().await[0].state, RoundState::Paired);
    world.pass_until(march(17, 10, 0)).await;
    assert_eq!(
        world.held().await,
        [
            (1, RoundState::Closed, march(3, 10, 0)),
            (2, RoundState::Cancelled, march(10, 10, 0)),
            (3, RoundState::Paired, march(17, 10, 0)),
        ]
    );
}
