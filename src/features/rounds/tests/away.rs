//! The bot was away, or Discord was, when the round that goes on was to end: it ends with the next one that is held, not before.

use super::*;
use crate::features::rounds::pairing::due::PAIRINGS;
use crate::store::guilds;

const EVERYBODY: [MemberId; 4] = [NOOR, MIA, RAVI, SAM];

/// The first round goes on, and the bot goes away just before the heads-up of the next one, which was to start on the 10th at ten.
async fn back(then: DateTime<Utc>) -> World {
    let mut world = World::with(&EVERYBODY).await;
    world.pass_until(march(9, 9, 30)).await;
    world.away_until(then).await;
    world
}

/// The same where the next round is announced already.
async fn back_after_its_heads_up(then: DateTime<Utc>) -> World {
    let mut world = World::with(&EVERYBODY).await;
    world.pass_until(march(9, 12, 0)).await;
    world.away_until(then).await;
    world
}

#[track_caller]
fn goes_on_until(rounds: &[Round], end: DateTime<Utc>) {
    assert_eq!(
        (rounds[0].state, rounds[0].next_at),
        (RoundState::Paired, end)
    );
}

/// What became of each round, the earliest first.
async fn states(world: &World) -> Vec<RoundState> {
    let rounds = world.rounds().await;
    rounds.into_iter().map(|round| round.state).collect()
}

#[tokio::test]
async fn where_the_heads_up_is_so_late_that_the_next_round_is_it_goes_on_until_then() {
    let mut world = back(march(10, 11, 0)).await;
    goes_on_until(&world.rounds().await, march(11, 11, 0));
    world.pass_until(march(11, 11, 0)).await;
    assert_eq!(
        world.held().await,
        [
            (1, RoundState::Closed, march(3, 10, 0)),
            (2, RoundState::Paired, march(11, 11, 0)),
        ]
    );
}

#[tokio::test]
async fn where_the_heads_up_waits_for_the_morning_it_goes_on_as_well() {
    let mut world = back(march(10, 20, 0)).await;
    assert_eq!(states(&world).await, [RoundState::Paired]);
    goes_on_until(&world.rounds().await, march(11, 9, 0));
    world.pass_until(march(11, 9, 0)).await;
    goes_on_until(&world.rounds().await, march(12, 9, 0));
    world.pass_until(march(12, 9, 0)).await;
    assert_eq!(
        states(&world).await,
        [RoundState::Closed, RoundState::Paired]
    );
}

#[tokio::test]
async fn where_the_next_round_is_missed_it_goes_on_until_the_one_after() {
    for mut world in [
        back(march(14, 12, 0)).await,
        back_after_its_heads_up(march(14, 12, 0)).await,
    ] {
        assert_eq!(
            states(&world).await,
            [RoundState::Paired, RoundState::Missed]
        );
        goes_on_until(&world.rounds().await, march(17, 10, 0));
        world.pass_until(march(17, 10, 0)).await;
        assert_eq!(
            states(&world).await,
            [RoundState::Closed, RoundState::Missed, RoundState::Paired]
        );
    }
}

#[tokio::test]
async fn a_round_that_is_over_for_longer_than_that_is_closed() {
    // A week and a day: the round of the 17th starts on the 19th, but this one was to end with that of the 10th.
    for then in [march(18, 12, 0), march(31, 12, 0)] {
        for world in [back(then).await, back_after_its_heads_up(then).await] {
            let states = states(&world).await;
            assert_eq!(states[..2], [RoundState::Closed, RoundState::Missed]);
            assert_eq!(states.last(), Some(&RoundState::Announced));
        }
    }
}

#[tokio::test]
async fn where_the_pairing_of_the_next_round_waits_for_the_morning_it_goes_on_until_then() {
    let mut world = back_after_its_heads_up(march(10, 22, 0)).await;
    assert_eq!(
        states(&world).await,
        [RoundState::Paired, RoundState::Announced]
    );
    goes_on_until(&world.rounds().await, march(11, 9, 0));
    world.pass_until(march(11, 9, 0)).await;
    assert_eq!(
        states(&world).await,
        [RoundState::Closed, RoundState::Paired]
    );
}

#[tokio::test]
async fn while_discord_does_not_take_the_heads_up_of_the_next_round_it_goes_on() {
    let mut world = World::with(&EVERYBODY).await;
    world.pass_until(march(9, 9, 30)).await;
    let ctx = world.trial.ctx.clone();
    for (day, hour) in [(9, 10), (10, 10), (10, 12), (11, 10), (11, 11)] {
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
    // If it took it now, the next one could start on the 12th.
    goes_on_until(&world.rounds().await, march(12, 10, 0));
    world.pass_until(march(11, 11, 0)).await;
    goes_on_until(&world.rounds().await, march(12, 11, 0));
    world.pass_until(march(12, 11, 0)).await;
    assert_eq!(
        world.held().await,
        [
            (1, RoundState::Closed, march(3, 10, 0)),
            (2, RoundState::Paired, march(12, 11, 0)),
        ]
    );
}

#[tokio::test]
async fn who_was_not_asked_whether_they_met_is_asked_where_it_goes_on() {
    let mut world = World::with(&EVERYBODY).await;
    world.pass_until(march(4, 12, 0)).await;
    let ctx = world.trial.ctx.clone();
    world.trial.clock.move_to(march(10, 11, 0));
    // Which of the two jobs comes first does not matter.
    (PAIRINGS.run)(&ctx, world.now()).await.unwrap();
    world.pass_until(march(10, 11, 0)).await;
    while PAIRINGS
        .next(&ctx)
        .await
        .unwrap()
        .is_some_and(|next| next <= world.now())
    {
        (PAIRINGS.run)(&ctx, world.now()).await.unwrap();
    }
    world.pass_until(march(10, 12, 0)).await;
    let asked = world
        .sent
        .iter()
        .filter(|(_, said)| said.contains("did you get to your chat?"));
    assert_eq!(asked.count(), 2, "{:?}", world.sent);
}

/// Four are to be paired at ten; the bot was away over that, and begins twenty minutes later.
async fn begins_after_the_start() -> World {
    let mut world = World::with(&EVERYBODY).await;
    world.pass_until(march(2, 12, 0)).await;
    world.trial.clock.move_to(march(3, 10, 20));
    let mut write = world.trial.ctx.store.write().await.unwrap();
    guilds::await_lists(&mut write, world.trial.clock.now())
        .await
        .unwrap();
    write.commit().await.unwrap();
    world.pass_until(march(3, 10, 30)).await;
    assert_eq!(states(&world).await, [RoundState::Announced]);
    world
}

#[tokio::test]
async fn nobody_is_paired_before_it_is_known_who_is_there() {
    let mut world = begins_after_the_start().await;
    let mut write = world.trial.ctx.store.write().await.unwrap();
    members::leave(&mut write, GUILD, SAM, world.trial.clock.now())
        .await
        .unwrap();
    guilds::roster_complete(&mut write, GUILD, world.trial.clock.now())
        .await
        .unwrap();
    write.commit().await.unwrap();
    world.pass_until(march(3, 10, 30)).await;
    let round = world.rounds().await.remove(0);
    assert_eq!(round.paired_at, Some(march(3, 10, 30)));
    let groups = world.groups(&round).await;
    assert_eq!(groups.concat().len(), 3, "{groups:?}");
    assert!(!groups.concat().contains(&SAM), "{groups:?}");
}

#[tokio::test]
async fn a_list_that_does_not_come_is_waited_for_for_an_hour() {
    let mut world = begins_after_the_start().await;
    world.pass_until(march(3, 11, 20)).await;
    let round = world.rounds().await.remove(0);
    assert_eq!(round.paired_at, Some(march(3, 11, 20)));
}

#[tokio::test]
async fn it_is_waited_for_from_when_the_server_is_back() {
    let mut world = begins_after_the_start().await;
    let mut write = world.trial.ctx.store.write().await.unwrap();
    guilds::set_unavailable(&mut write, GUILD, world.trial.clock.now())
        .await
        .unwrap();
    write.commit().await.unwrap();
    world.pass_until(march(3, 12, 0)).await;
    let mut write = world.trial.ctx.store.write().await.unwrap();
    guilds::arrive(&mut write, GUILD, "Quay", NOOR, world.trial.clock.now())
        .await
        .unwrap();
    write.commit().await.unwrap();
    world.pass_until(march(3, 12, 59)).await;
    assert_eq!(states(&world).await, [RoundState::Announced]);
    world.pass_until(march(3, 13, 0)).await;
    assert_eq!(states(&world).await, [RoundState::Paired]);
}
