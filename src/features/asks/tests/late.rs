//! The bot was away when something was due. `docs/operators.md` has the same as a table; `features::late` goes through all of it.

use super::*;
use crate::domain::ask::AskState;
use crate::features::asks::anonymous::anonymous_asker_gone as gone_for_good;
use crate::features::late::Late;

const DAY: TimeDelta = TimeDelta::days(1);
const SECOND: TimeDelta = TimeDelta::seconds(1);

impl World {
    /// The bot was away from just before what is due next, which is at this time, and is back so much later.
    async fn back_after(&mut self, due: DateTime<Utc>, late: Late) {
        assert_eq!(self.next_due().await, Some(due));
        self.ctx.clock.move_to(due + late.by());
        self.pass(TimeDelta::zero()).await;
    }
}

/// The next three, four working hours after the first.
pub(crate) async fn next_three(late: Late) {
    let mut world = World::new().await;
    world.teach(&[RAVI, NOOR, SAM, OLU]).await;
    let begun = world.now();
    let ask = world.ask().await;
    assert_eq!(world.invited(ask).await.len(), 3);
    world.back_after(begun + TimeDelta::hours(4), late).await;
    let ended = late == Late::ThreeWeeks;
    assert_eq!(world.invited(ask).await.len(), if ended { 3 } else { 4 });
    let state = if ended {
        AskState::Unanswered
    } else {
        AskState::Open
    };
    assert_eq!(world.find(ask).await.state, state);
}

/// The managers' channel, four working hours after the asker.
pub(crate) async fn managers(late: Late) {
    let mut world = World::new().await;
    world.with_managers(Vec::new()).await;
    let begun = world.now();
    let ask = world.ask().await;
    world.back_after(begun + TimeDelta::hours(4), late).await;
    let ended = late == Late::ThreeWeeks;
    let heard = world.said_in(&Place::Channel(MANAGERS));
    assert_eq!(heard.len(), usize::from(!ended), "{heard:?}");
    assert_eq!(world.find(ask).await.state.is_over(), ended);
}

/// "How is it going?" after three quiet days. What people wrote while the bot was away nobody heard, so that they are asked, however late
/// it is, and have three days to answer.
pub(crate) async fn silence(late: Late) {
    let mut world = World::new().await;
    let begun = world.now();
    let ask = world.ask().await;
    world.press(RAVI, AskClick::Help { ask }).await.unwrap();
    world.deliver().await;
    let thread = Place::AskThread(ask);
    let before = world.said_in(&thread).len();
    world.back_after(begun + DAY * 3, late).await;
    let back = world.now();
    let said = world.said_in(&thread);
    assert_eq!(said.len(), before + 1, "{said:?}");
    assert!(
        said[before].starts_with("It's been quiet here for a few days."),
        "{said:?}"
    );
    let closes = (begun + DAY * 14).max(back + DAY * 3);
    world.pass(closes - back - SECOND).await;
    assert_eq!(world.find(ask).await.state, AskState::Taken);
    world.pass(SECOND).await;
    assert_eq!(world.find(ask).await.state, AskState::Quiet);
}

/// Fourteen days without anybody: it ends, once, and becomes a wish.
pub(crate) async fn unanswered(late: Late) {
    let mut world = World::new().await;
    let begun = world.now();
    let ask = world.ask().await;
    world.pass(DAY * 14 - SECOND).await;
    assert_eq!(world.find(ask).await.state, AskState::Open);
    let before = world.said_in(&Place::Direct(MIA)).len();
    world.back_after(begun + DAY * 14, late).await;
    assert_eq!(world.find(ask).await.state, AskState::Unanswered);
    let told = world.said_in(&Place::Direct(MIA));
    assert_eq!(told.len(), before + 1, "{told:?}");
    assert_eq!(world.count("SELECT count(*) FROM wishes").await, 1);
    assert_eq!(world.next_due().await, None);
}

/// An invitation, two working days after it was delivered.
pub(crate) async fn invitation(late: Late) {
    let mut world = World::new().await;
    world.teach(&[RAVI]).await;
    let begun = world.now();
    let ask = world.ask().await;
    world.pass(DAY * 2 - SECOND).await;
    let open = "SELECT count(*) FROM invitations WHERE state = 'open'";
    assert_eq!(world.count(open).await, 1);
    world.back_after(begun + DAY * 2, late).await;
    assert_eq!(world.count(open).await, 0);
    assert_eq!(world.invited(ask).await, [RAVI]);
    assert_eq!(due::INVITATIONS.next(&world.ctx).await.unwrap(), None);
}

/// An anonymous ask that was solved lets go of its asker three days later.
pub(crate) async fn anonymous_ended(late: Late) {
    let mut world = World::new().await;
    let ask = world.taken_anonymously().await;
    world
        .press(MIA, AskClick::SolvedDone { ask })
        .await
        .unwrap();
    world.deliver().await;
    let solved = world.now();
    world.pass(DAY * 3 - SECOND).await;
    assert_eq!(world.asker_of(ask).await, Some(MIA));
    world.back_after(solved + DAY * 3, late).await;
    assert_eq!(world.asker_of(ask).await, None);
    assert_eq!(world.count(ARCHIVED).await, 1);
    assert_eq!(world.next_due().await, None);
}

const ARCHIVED: &str = "SELECT count(*) FROM outbox WHERE delivery LIKE '%archive_thread%'";

/// An anonymous ask whose asker is gone ends within a day; from then on it stays for three days as after any other end.
pub(crate) async fn anonymous_asker_gone(late: Late) {
    let mut world = World::new().await;
    let ask = world.taken_anonymously().await;
    let mut write = world.ctx.store.write().await.unwrap();
    gone_for_good(&world.ctx, &mut write, GUILD, MIA, world.now())
        .await
        .unwrap();
    write.commit().await.unwrap();
    let due = ANONYMOUS_ASKS.next(&world.ctx).await.unwrap().unwrap();
    assert!(due <= world.now() + DAY);
    world.pass(due - SECOND - world.now()).await;
    assert_eq!(world.find(ask).await.state, AskState::Taken);
    world.back_after(due, late).await;
    assert_eq!(world.find(ask).await.state, AskState::Withdrawn);
    world.pass(DAY * 3 - SECOND).await;
    assert_eq!(world.count(ARCHIVED).await, 0);
    world.pass(SECOND).await;
    assert_eq!(world.count(ARCHIVED).await, 1);
}

#[tokio::test]
async fn the_managers_do_not_hear_of_what_ends_in_the_same_breath() {
    let mut world = World::new().await;
    world.with_managers(Vec::new()).await;
    let ask = world.ask().await;
    // People were looked for once more, and the bot went away before the managers were told.
    world.ctx.clock.move_to(world.now() + TimeDelta::hours(4));
    (due::ASKS.run)(&world.ctx, world.now()).await.unwrap();
    world.ctx.clock.move_to(world.now() + DAY * 21);
    world.pass(TimeDelta::zero()).await;
    assert_eq!(world.find(ask).await.state, AskState::Unanswered);
    let heard = world.said_in(&Place::Channel(MANAGERS));
    assert_eq!(heard, Vec::<String>::new());
}
