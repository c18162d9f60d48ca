//! A programme of two thousand members: everybody is seated once in each round, and how long others wait for the database meanwhile is printed.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use super::*;
use crate::domain::ids::{PairingId, RoleId};
use crate::store::Store;

const MEMBERS: i64 = 2_000;
/// Whoever has it is in coffee chats.
const COFFEE: RoleId = RoleId(301);
/// The first of them.
const FIRST: i64 = 10_000;

/// A server of two thousand who are in coffee chats by their role.
async fn two_thousand() -> World {
    let mut world = World::with(&[]).await;
    let joined_at = world.now() - TimeDelta::days(400);
    let mut write = world.trial.ctx.store.write().await.unwrap();
    for number in FIRST..FIRST + MEMBERS {
        let person = Person {
            member: MemberId(number),
            display_name: format!("Member {number}"),
            user_name: format!("member{number}"),
            bot: false,
            pending: false,
            joined_at,
            roles: vec![COFFEE],
        };
        members::put(&mut write, GUILD, &person).await.unwrap();
    }
    write.commit().await.unwrap();
    world
        .change(|programme| programme.role = Some(COFFEE))
        .await;
    world
}

/// Begins a write every millisecond until it is stopped, as commands do, and says how long the longest of them had to wait.
async fn longest_wait(store: Store, stopped: Arc<AtomicBool>) -> Duration {
    let mut longest = Duration::ZERO;
    let mut commands = tokio::time::interval(Duration::from_millis(1));
    while !stopped.load(Ordering::Relaxed) {
        commands.tick().await;
        let begun = Instant::now();
        drop(store.write().await.unwrap());
        longest = longest.max(begun.elapsed());
    }
    longest
}

/// What is due is done; how long that took, and how long others had to wait for it.
async fn what_is_due(world: &World) -> (Duration, Duration) {
    let stopped = Arc::new(AtomicBool::new(false));
    let waits = tokio::spawn(longest_wait(
        world.trial.ctx.store.clone(),
        Arc::clone(&stopped),
    ));
    let begun = Instant::now();
    (due::ROUNDS.run)(&world.trial.ctx, world.now())
        .await
        .unwrap();
    let took = begun.elapsed();
    stopped.store(true, Ordering::Relaxed);
    (took, waits.await.unwrap())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_thousand_are_seated_once_each_and_with_somebody_else_in_the_next_round() {
    let mut world = two_thousand().await;
    let mut together: BTreeSet<Vec<MemberId>> = BTreeSet::new();
    for week in 0..2 {
        let start = march(3 + 7 * week, 10, 0);
        world.pass_until(start - TimeDelta::minutes(1)).await;
        world.trial.clock.move_to(start);
        let (took, waited) = what_is_due(&world).await;
        println!("paired in {took:.1?}, in which the longest wait for a write was {waited:.1?}");

        let rounds = world.rounds().await;
        let groups = world.groups(rounds.last().unwrap()).await;
        let seated: Vec<MemberId> = groups.iter().flatten().copied().collect();
        let different: BTreeSet<MemberId> = seated.iter().copied().collect();
        assert_eq!(seated.len(), different.len(), "nobody sits twice");
        assert_eq!(different, (FIRST..FIRST + MEMBERS).map(MemberId).collect());
        let groups: BTreeSet<Vec<MemberId>> = groups.into_iter().collect();

        world.opened.clear();
        world.sent.clear();
        world.deliver(|_| true).await;
        assert_eq!(world.opened.len(), 1_000, "a thread for each pair, once");
        let opened = world.opened.iter().cloned().map(|mut members| {
            members.sort_unstable();
            members
        });
        assert_eq!(opened.collect::<BTreeSet<_>>(), groups);
        let introduced: Vec<PairingId> = world
            .sent
            .iter()
            .filter_map(|(to, _)| match to {
                Place::PairingThread(pairing) => Some(*pairing),
                _ => None,
            })
            .collect();
        let different: BTreeSet<PairingId> = introduced.iter().copied().collect();
        assert_eq!(
            (introduced.len(), different.len()),
            (1_000, 1_000),
            "each introduced, once"
        );
        together.extend(groups);
    }
    assert_eq!(
        together.len(),
        2_000,
        "nobody sits with the same person again"
    );
}
