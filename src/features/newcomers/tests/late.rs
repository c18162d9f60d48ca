//! The bot was away when something was due for a newcomer. `docs/operators.md` has the same as a table.

use super::*;
use crate::features::late::Late;
use crate::store::guilds;

impl World {
    /// The bot was away from just before what is due next, and is back so much later.
    async fn back_after(&mut self, due: DateTime<Utc>, late: Late) {
        let next = super::super::due::NEWCOMERS.next(&self.trial.ctx).await;
        assert_eq!(next.unwrap(), Some(due));
        self.trial.clock.move_to(due + late.by());
        self.pass(TimeDelta::zero()).await;
    }
}

/// Mia is Sam's buddy from now on.
async fn with_mia() -> (World, DateTime<Utc>) {
    let mut world = World::new().await;
    world.only_hosts(&[MIA]).await;
    let joined = world.now();
    world.joins(SAM, "Sam").await;
    world.done.clear();
    (world, joined)
}

/// Nobody was suitable; a day later there is somebody.
pub(crate) async fn search(late: Late) {
    let mut world = World::new().await;
    world.only_hosts(&[]).await;
    let joined = world.now();
    world.joins(SAM, "Sam").await;
    world.pass(TimeDelta::hours(12)).await;
    world.only_hosts(&[MIA]).await;
    assert_eq!(world.buddy_of(SAM).await, None);
    world.back_after(joined + TimeDelta::days(1), late).await;
    assert_eq!(world.buddy_of(SAM).await, Some(MIA));
}

#[tokio::test]
async fn after_a_start_nobody_is_looked_for_before_it_is_known_who_is_there() {
    let mut world = World::new().await;
    world.only_hosts(&[]).await;
    world.joins(SAM, "Sam").await;
    world.pass(TimeDelta::hours(12)).await;
    world.only_hosts(&[MIA]).await;
    world.trial.clock.move_to(world.now() + TimeDelta::days(1));
    let mut write = world.write().await;
    guilds::await_lists(&mut write, world.now()).await.unwrap();
    write.commit().await.unwrap();
    world.pass(TimeDelta::minutes(59)).await;
    assert_eq!(world.buddy_of(SAM).await, None);
    // The list does not come.
    world.pass(TimeDelta::minutes(1)).await;
    assert_eq!(world.buddy_of(SAM).await, Some(MIA));
}

/// The managers hear that nobody is suitable, two minutes after the joining and once for all the days.
pub(crate) async fn managers(late: Late) {
    let mut world = World::new().await;
    world.only_hosts(&[]).await;
    let joined = world.now();
    world.joins(SAM, "Sam").await;
    let channel = format!("channel {MANAGERS}");
    assert!(world.news(&channel).is_empty());
    world.back_after(joined + TimeDelta::minutes(2), late).await;
    world.pass(TimeDelta::days(2)).await;
    world.expect(&channel, &["**Sam** (<@14>) is new and has no buddy yet"]);
}

/// "How is it going?" on the first working day and the seventh.
pub(crate) async fn question(late: Late) {
    for (day, check, said) in [
        (1, 1, "your first day is behind you"),
        (9, 2, "a good week is behind you"),
    ] {
        let (mut world, joined) = with_mia().await;
        let due = joined + TimeDelta::days(day);
        world.pass(due - TimeDelta::seconds(1) - joined).await;
        world.done.clear();
        world.back_after(due, late).await;
        if late == Late::ThreeWeeks {
            world.expect_nothing_else();
        } else {
            world.expect("thread", &[said]);
        }
        assert!(world.of(SAM).await.checks >= check);
    }
}

/// The first thirty working days end: the buddy is thanked and the help is on record, once.
pub(crate) async fn end(late: Late) {
    let (mut world, joined) = with_mia().await;
    let due = joined + TimeDelta::days(42);
    world.pass(due - TimeDelta::seconds(1) - joined).await;
    world.done.clear();
    world.back_after(due, late).await;
    world.pass(TimeDelta::days(30)).await;
    world.expect("thread", &["Thirty working days! 🎉 <@12>, thank you"]);
    assert_eq!(world.of(SAM).await.state, NewcomerState::Done);
    let helps = "SELECT count(*) FROM helps WHERE through = 'buddy'";
    assert_eq!(world.count(helps).await, 1);
}
