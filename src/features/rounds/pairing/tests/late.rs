//! The bot was away when something was due for people who were put together. `docs/operators.md` has the same as a table.

use super::alone::{NOBODY, cannot, finds};
use super::*;
use crate::features::late::Late;
use crate::features::trial::{MIA, NOOR, RAVI, SAM, shown};

impl Table {
    /// The bot was away from just before what is due next, which is at this time, and is back so much later.
    async fn back_after(
        &mut self,
        due: &'static crate::features::Due,
        at: DateTime<Utc>,
        late: Late,
    ) {
        self.pass_until(at - chrono::TimeDelta::seconds(1)).await;
        assert_eq!(due.next(&self.trial.ctx).await.unwrap(), Some(at));
        self.trial.clock.move_to(at + late.by());
        self.pass_until(at + late.by()).await;
    }
}

/// The nudge half-way is left out where the question whether they met comes first, or the round is over.
pub(crate) async fn nudge(late: Late) {
    let mut table = Table::new().await;
    let pairing = table.seats(&[MIA, RAVI]).await;
    table.back_after(&due::PAIRINGS, march(4, 10), late).await;
    let said = &table.in_thread(pairing)[1..];
    match late {
        Late::AnHour => {
            assert_eq!(said.len(), 1, "{said:?}");
            assert!(
                said[0].starts_with("There is still time to meet before the next round."),
                "{said:?}"
            );
        }
        Late::ADay => {
            assert_eq!(said.len(), 1, "{said:?}");
            assert!(said[0].contains("did you get to your chat?"), "{said:?}");
        }
        Late::ThreeWeeks => assert!(said.is_empty(), "{said:?}"),
    }
    assert_is_silent_after(&mut table, pairing, late).await;
}

/// "Did you meet?" comes as long as the round goes on.
pub(crate) async fn question(late: Late) {
    let mut table = Table::new().await;
    let pairing = table.seats(&[MIA, RAVI]).await;
    table.pass_until(march(4, 12)).await;
    let before = table.in_thread(pairing).len();
    table.back_after(&due::PAIRINGS, march(5, 10), late).await;
    let said = &table.in_thread(pairing)[before..];
    assert_eq!(
        said.len(),
        usize::from(late != Late::ThreeWeeks),
        "{said:?}"
    );
    assert!(
        said.iter()
            .all(|said| said.contains("did you get to your chat?")),
        "{said:?}"
    );
    assert_is_silent_after(&mut table, pairing, late).await;
}

/// Once more after **Not yet**, as long as the round goes on.
pub(crate) async fn once_more(late: Late) {
    let mut table = Table::new().await;
    let pairing = table.seats(&[MIA, RAVI]).await;
    table.pass_until(march(5, 11)).await;
    shown(table.presses(MIA, RoundClick::NotYet { pairing }).await);
    let before = table.in_thread(pairing).len();
    // Two days after a Thursday is a Saturday; on Monday they are at work.
    table.back_after(&due::PAIRINGS, march(9, 9), late).await;
    let said = &table.in_thread(pairing)[before..];
    assert_eq!(
        said.len(),
        usize::from(late != Late::ThreeWeeks),
        "{said:?}"
    );
    assert!(
        said.iter()
            .all(|said| said.contains("has your chat happened meanwhile?")),
        "{said:?}"
    );
    assert_is_silent_after(&mut table, pairing, late).await;
}

/// Nothing comes twice, or after the round.
async fn assert_is_silent_after(table: &mut Table, pairing: PairingId, late: Late) {
    let mut before = table.in_thread(pairing).len();
    if late == Late::AnHour && before == 2 && table.find(pairing).await.asked_at.is_none() {
        // The question is still to come.
        before += 1;
    }
    table
        .pass_until(table.now() + chrono::TimeDelta::days(14))
        .await;
    assert_eq!(table.in_thread(pairing).len(), before);
    assert_eq!(due::PAIRINGS.next(&table.trial.ctx).await.unwrap(), None);
}

/// A pair that was asked to be three has had its working day: whoever waits is told.
pub(crate) async fn freed(late: Late) {
    let mut table = Table::new().await;
    let one = table.seats(&[MIA, RAVI]).await;
    table.seats(&[NOOR, SAM]).await;
    cannot(&mut table, RAVI, one).await;
    let asks = finds(&mut table, MIA, one).await;
    assert!(asks.starts_with("I've asked a pair"), "{asks}");
    table
        .pass_until(march(4, 10) - chrono::TimeDelta::seconds(1))
        .await;
    let before = table.in_thread(one).len();
    table.back_after(&due::FREED, march(4, 10), late).await;
    let said = &table.in_thread(one)[before..];
    assert_eq!(said, [format!("<@12>: {NOBODY}")]);
    assert_eq!(due::FREED.next(&table.trial.ctx).await.unwrap(), None);
}

#[tokio::test]
async fn a_round_in_which_nobody_was_asked_for_the_bot_was_away_is_no_silence() {
    let mut table = Table::new().await;
    for (starts, next) in [(3, 10), (10, 17), (17, 24)] {
        if starts > 3 {
            table.round = table.begin_round(march(starts, 10), march(next, 10)).await;
        }
        table.trial.clock.move_to(march(starts, 10));
        let pairing = table.seats(&[MIA, RAVI]).await;
        if next < 24 {
            table.pass_until(march(next, 9)).await;
        }
        table.trial.clock.move_to(march(next, 10));
        table.close(pairing).await;
    }
    table.deliver().await;
    assert!(table.told(MIA).is_empty(), "{:?}", table.told(MIA));
    assert!(table.told(RAVI).is_empty(), "{:?}", table.told(RAVI));
    // The next one they hear nothing of is the third.
    table.round = table.begin_round(march(24, 10), march(31, 10)).await;
    let pairing = table.seats(&[MIA, RAVI]).await;
    table.pass_until(march(31, 9)).await;
    table.trial.clock.move_to(march(31, 10));
    table.close(pairing).await;
    table.deliver().await;
    assert_eq!(table.told(MIA).len(), 1, "{:?}", table.told(MIA));
}
