//! What time brings to a pairing.

use super::super::{member_left, sign_of_life};
use super::*;
use crate::features::rounds::close;
use crate::features::trial::{MIA, NOOR, RAVI, shown};

#[tokio::test]
async fn silence_brings_one_nudge_and_one_question() {
    let mut table = Table::new().await;
    let pairing = table.seats(&[MIA, RAVI]).await;
    table.pass_until(march(10, 9)).await;
    let [_, nudge, asked] = table.in_thread(pairing)[..] else {
        panic!("{:?}", table.sent)
    };
    assert!(
        nudge.starts_with("There is still time to meet before the next round."),
        "{nudge}"
    );
    let question = "<@12> and <@13>, did you get to your chat?\n[We met] [Not yet]";
    assert!(asked.starts_with(question), "{asked}");
}

/// The round of a pairing was to take three weeks, and is to end after two, once half of those are over.
async fn shortened_after_half_of_it(table: &mut Table, people: &[MemberId]) -> PairingId {
    let mut write = table.trial.ctx.store.write().await.unwrap();
    rounds::move_end(&mut write, table.round, march(24, 10))
        .await
        .unwrap();
    write.commit().await.unwrap();
    let pairing = table.seats(people).await;
    table.pass_until(march(11, 12)).await;
    ends_then(table, march(17, 10)).await;
    pairing
}

/// The next round starts then, and this one ends with it.
async fn ends_then(table: &mut Table, then: DateTime<Utc>) {
    let mut write = table.trial.ctx.store.write().await.unwrap();
    let guild = settings::guild(&mut write, GUILD).await.unwrap().unwrap();
    let (programme, now) = (table.programme.id, table.now());
    close::ends_with(&mut write, &guild, programme, then, then, now)
        .await
        .unwrap();
    write.commit().await.unwrap();
}

/// One of them leaves the server.
async fn leaves(table: &mut Table, member: MemberId) {
    let mut write = table.trial.ctx.store.write().await.unwrap();
    let guild = settings::guild(&mut write, GUILD).await.unwrap().unwrap();
    let now = table.now();
    members::leave(&mut write, GUILD, member, now)
        .await
        .unwrap();
    member_left(&mut write, &guild, member, now).await.unwrap();
    write.commit().await.unwrap();
}

fn nudges(table: &Table, pairing: PairingId) -> usize {
    let said = table.in_thread(pairing);
    let nudge = "There is still time to meet";
    said.iter().filter(|text| text.starts_with(nudge)).count()
}

#[tokio::test]
async fn a_nudge_that_a_shorter_round_left_out_does_not_come_late() {
    let mut table = Table::new().await;
    let pairing = shortened_after_half_of_it(&mut table, &[MIA, RAVI, OLU]).await;
    leaves(&mut table, OLU).await;
    table.pass_until(march(17, 9)).await;
    assert_eq!(nudges(&table, pairing), 0, "{:?}", table.sent);
}

#[tokio::test]
async fn a_nudge_that_was_left_out_comes_half_way_after_all_where_the_round_goes_on() {
    let mut table = Table::new().await;
    let pairing = shortened_after_half_of_it(&mut table, &[MIA, RAVI, OLU]).await;
    leaves(&mut table, OLU).await;
    ends_then(&mut table, march(24, 10)).await;
    table.pass_until(march(24, 9)).await;
    assert_eq!(nudges(&table, pairing), 1, "{:?}", table.sent);
}

#[tokio::test]
async fn a_nudge_that_waits_for_the_morning_comes_whoever_leaves_before() {
    let mut table = Table::new().await;
    let mut write = table.trial.ctx.store.write().await.unwrap();
    rounds::move_end(&mut write, table.round, march(24, 10))
        .await
        .unwrap();
    write.commit().await.unwrap();
    let pairing = table.seats(&[MIA, RAVI, OLU]).await;
    // Away while half of the round goes by, and back in the night.
    table.trial.clock.move_to(march(15, 23));
    table.pass_until(march(16, 1)).await;
    assert_eq!(nudges(&table, pairing), 0);
    leaves(&mut table, OLU).await;
    table.pass_until(march(16, 12)).await;
    assert_eq!(nudges(&table, pairing), 1, "{:?}", table.sent);
}

#[tokio::test]
async fn whoever_wrote_is_not_nudged_and_what_they_wrote_counts_for_them_alone() {
    let mut table = Table::new().await;
    let pairing = table.seats(&[MIA, RAVI]).await;
    let thread = table.find(pairing).await.thread.unwrap();
    // Somebody who only moderates is no sign, nor is what is written elsewhere.
    for (channel, author) in [(thread, NOOR), (thread, MIA), (HELP, RAVI)] {
        sign_of_life(&table.trial.ctx, channel, author)
            .await
            .unwrap();
    }
    let found = table.find(pairing).await;
    assert_eq!(found.seat(MIA).unwrap().sign_at, Some(table.now()));
    assert_eq!(found.seat(RAVI).unwrap().sign_at, None);
    table.pass_until(march(5, 9)).await;
    assert_eq!(table.in_thread(pairing).len(), 1);
    table.pass_until(march(10, 9)).await;
    assert_eq!(
        table.in_thread(pairing).len(),
        2,
        "the question comes all the same"
    );
}

#[tokio::test]
async fn not_yet_is_asked_about_once_more_two_days_later() {
    let mut table = Table::new().await;
    let pairing = table.seats(&[MIA, RAVI]).await;
    table.pass_until(march(5, 11)).await;
    let said = shown(table.presses(MIA, RoundClick::NotYet { pairing }).await);
    assert!(said.starts_with("No hurry. I'll ask once more"), "{said}");
    table.pass_until(march(9, 8)).await;
    let before = table.in_thread(pairing).len();
    table.pass_until(march(9, 10)).await;
    let said = table.in_thread(pairing);
    assert_eq!(said.len(), before + 1);
    assert!(said[before].contains("has your chat happened meanwhile? I won't ask again"));
    let again = shown(table.presses(RAVI, RoundClick::NotYet { pairing }).await);
    assert!(
        again.starts_with("No hurry: **We met** works until"),
        "{again}"
    );
    table.pass_until(march(10, 9)).await;
    assert_eq!(table.in_thread(pairing).len(), before + 1, "once");
    // And it stays answerable.
    let met = shown(table.presses(RAVI, RoundClick::Met { pairing }).await);
    assert!(met.contains("How was it?"), "{met}");
}

#[tokio::test]
async fn what_is_late_waits_for_people_to_be_there_and_what_has_lost_its_sense_is_left_out() {
    let mut table = Table::new().await;
    let pairing = table.seats(&[MIA, RAVI]).await;
    // Away until Friday night: the nudge makes no sense any more, and the question waits for Monday.
    table.trial.clock.move_to(march(6, 23));
    table.pass_until(march(8, 12)).await;
    assert_eq!(table.in_thread(pairing).len(), 1, "{:?}", table.sent);
    table.pass_until(march(9, 9)).await;
    let [_, asked] = table.in_thread(pairing)[..] else {
        panic!("{:?}", table.sent)
    };
    assert!(asked.contains("did you get to your chat?"), "{asked}");
}

#[tokio::test]
async fn nothing_is_asked_of_a_round_that_is_over() {
    let mut table = Table::new().await;
    let pairing = table.seats(&[MIA, RAVI]).await;
    table.trial.clock.move_to(march(24, 12));
    table.pass_until(march(25, 12)).await;
    assert_eq!(table.in_thread(pairing).len(), 1);
}

async fn membership(table: &Table, member: MemberId) -> Membership {
    let mut read = table.trial.ctx.store.read().await.unwrap();
    let said = programmes::said(&mut read, table.programme.id, member).await;
    said.unwrap().unwrap().state
}

#[tokio::test]
async fn three_rounds_without_a_sign_and_they_rest_until_they_are_back() {
    let mut table = Table::new().await;
    for (starts, next) in [(3, 10), (10, 17), (17, 24)] {
        if starts > 3 {
            table.round = table.begin_round(march(starts, 10), march(next, 10)).await;
        }
        table.trial.clock.move_to(march(starts, 10));
        let pairing = table.seats(&[MIA, RAVI]).await;
        let thread = table.find(pairing).await.thread.unwrap();
        sign_of_life(&table.trial.ctx, thread, RAVI).await.unwrap();
        table.pass_until(march(next, 9)).await;
        assert!(
            table.told(MIA).is_empty(),
            "not before the third round has ended"
        );
        table.trial.clock.move_to(march(next, 10));
        table.close(pairing).await;
    }
    table.deliver().await;
    let [note] = table.told(MIA)[..] else {
        panic!("{:?}", table.sent)
    };
    assert!(
        note.contains("I'm keeping your seat in **Coffee chats**"),
        "{note}"
    );
    assert!(
        note.contains("[I'm back]") && note.contains("Fewer of these?"),
        "{note}"
    );
    assert!(table.told(RAVI).is_empty(), "who wrote is there");
    assert_eq!(membership(&table, MIA).await, Membership::Resting);
    assert_eq!(membership(&table, RAVI).await, Membership::In);
    let back = RoundClick::Back {
        programme: table.programme.id,
    };
    let said = shown(table.trial.presses_in_private(MIA, back.clone()).await);
    assert!(
        said.starts_with("Welcome back to **Coffee chats**!"),
        "{said}"
    );
    assert_eq!(membership(&table, MIA).await, Membership::In);
    let said = shown(table.presses(MIA, back).await);
    assert!(
        said.starts_with("You are in **Coffee chats** already"),
        "{said}"
    );
    // From here on it is counted anew.
    table.trial.clock.move_to(march(24, 11));
    table.round = table.begin_round(march(24, 11), march(31, 10)).await;
    let pairing = table.seats(&[MIA, RAVI]).await;
    table.trial.clock.move_to(march(31, 10));
    table.close(pairing).await;
    assert_eq!(membership(&table, MIA).await, Membership::In);
}

#[tokio::test]
async fn who_was_introduced_late_keeps_their_working_day_whatever_they_click() {
    let mut table = Table::new().await;
    let pairing = table.seats_unsaid(&[MIA, RAVI]).await;
    // The thread opens half an hour before they would have been asked whether they met.
    let introduced = march(5, 9) + chrono::TimeDelta::minutes(30);
    table.trial.clock.move_to(introduced);
    table.deliver().await;
    for click in [
        RoundClick::Planned { pairing },
        RoundClick::NotYet { pairing },
    ] {
        shown(table.presses(MIA, click).await);
        table
            .pass_until(march(6, 9) + chrono::TimeDelta::minutes(29))
            .await;
        assert_eq!(table.in_thread(pairing).len(), 1, "{:?}", table.sent);
    }
    table.pass_until(march(6, 10)).await;
    let said = *table.in_thread(pairing).last().unwrap();
    assert!(said.contains("did you get to your chat?"), "{said}");
}

#[tokio::test]
async fn who_is_asked_once_more_privately_reads_of_no_day_that_may_move() {
    let mut table = Table::new().await;
    table.moves_to(crate::features::trial::MANAGERS).await;
    let pairing = table.seats(&[MIA, RAVI]).await;
    table.pass_until(march(5, 11)).await;
    shown(table.presses(MIA, RoundClick::NotYet { pairing }).await);
    table.pass_until(march(9, 10)).await;
    let said = *table.told(RAVI).last().unwrap();
    assert!(said.contains("happened meanwhile"), "{said}");
    let until = "**We met** works until the next round begins.";
    assert!(said.contains(until) && !said.contains("<t:"), "{said}");
}
