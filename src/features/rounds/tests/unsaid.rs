//! What was not said privately yet when the end of a round moves, or the round ends.

use super::*;
use crate::features::messages::{self, Turn};
use crate::features::trial::{MANAGERS, button, shown};
use crate::store::tests::count;

const EVERYBODY: [MemberId; 4] = [NOOR, MIA, RAVI, SAM];

/// Not everybody sees the channel, so each is told privately whom they are with; of the round of the 3rd nobody was yet.
async fn untold() -> World {
    let mut world = World::with(&EVERYBODY).await;
    world
        .change(|programme| programme.channel = Some(MANAGERS))
        .await;
    world.pass_until(march(3, 9, 59)).await;
    world.trial.clock.move_to(march(3, 10, 0));
    (due::ROUNDS.run)(&world.trial.ctx, world.now())
        .await
        .unwrap();
    world
        .deliver(|receipt| !matches!(receipt, Receipt::PairingTold(..)))
        .await;
    assert_eq!(owed_until(&world, march(10, 10, 0)).await, 4);
    world
}

/// How many private messages are owed that are of use until then.
async fn owed_until(world: &World, end: DateTime<Utc>) -> i64 {
    let query = format!(
        "SELECT count(*) FROM outbox WHERE state = 'owed' AND addressee IS NOT NULL AND until = {}",
        end.timestamp_millis()
    );
    count(&world.trial.ctx.store, Box::leak(query.into_boxed_str())).await
}

async fn presses(world: &World, subcommand: &str, label: &str) {
    let page = world.round(NOOR, subcommand, None).await;
    shown(world.trial.presses(NOOR, button(&page, label)).await);
}

#[tokio::test]
async fn it_is_said_for_as_long_as_the_round_goes_on() {
    let world = untold().await;
    presses(&world, "cancel", "Cancel it ahead").await;
    assert_eq!(owed_until(&world, march(17, 10, 0)).await, 4);
    // When the round would have ended.
    world.trial.clock.move_to(march(10, 10, 0));
    let mut write = world.trial.ctx.store.write().await.unwrap();
    let now = world.trial.clock.now();
    let ready = outbox::ready(&mut write, Kind::Private, now, 100)
        .await
        .unwrap();
    assert_eq!(ready.len(), 4);
    for row in ready {
        let turn = messages::turn(&mut write, &row, now).await.unwrap();
        assert_eq!(turn, Turn::Now(Vec::new()), "{row:?}");
    }
}

#[tokio::test]
async fn it_is_not_said_once_the_round_has_ended_sooner() {
    let mut world = untold().await;
    world.trial.clock.move_to(march(4, 10, 0));
    presses(&world, "start", "Announce it now").await;
    assert_eq!(owed_until(&world, march(5, 10, 0)).await, 4);
    world
        .deliver(|receipt| matches!(receipt, Receipt::RoundAnnounced(_)))
        .await;
    presses(&world, "start", "Pair now").await;
    assert_eq!(world.rounds().await[0].state, RoundState::Closed);
    assert_eq!(owed_until(&world, march(5, 10, 0)).await, 0);
    world.pass_until(march(4, 11, 0)).await;
    for member in EVERYBODY {
        let told = world.told(member);
        assert_eq!(told.len(), 1, "{told:?}");
    }
}

#[tokio::test]
async fn what_waited_while_the_bot_was_away_is_not_dropped_before_it_is_known_whether_the_round_goes_on()
 {
    let world = untold().await;
    // The bot was away from before the heads-up, for more than a week, and is back an hour after the round was to end.
    world.trial.clock.move_to(march(10, 11, 0));
    let now = world.trial.clock.now();
    {
        let mut write = world.trial.ctx.store.write().await.unwrap();
        let ready = outbox::ready(&mut write, Kind::Private, now, 100)
            .await
            .unwrap();
        assert_eq!(ready.len(), 4);
        for row in ready {
            let turn = messages::turn(&mut write, &row, now).await.unwrap();
            assert!(matches!(turn, Turn::Later(then) if then > now), "{turn:?}");
        }
        write.commit().await.unwrap();
    }
    assert_eq!(owed_until(&world, march(10, 10, 0)).await, 4);
    (due::ROUNDS.run)(&world.trial.ctx, now).await.unwrap();
    let round = &world.rounds().await[0];
    assert_eq!(round.state, RoundState::Paired, "it goes on");
    assert_eq!(owed_until(&world, round.next_at).await, 4);
}
