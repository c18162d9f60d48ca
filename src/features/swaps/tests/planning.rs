//! Who is put together, and how it is written out.

use chrono::TimeDelta;

use super::super::{facts, go_on_as_two, intro_words, result_words, swap_among};
use super::fixture::{
    leaves, leg, met, round, run, seated, skill, teaches, wishes, with_programme,
};
use crate::domain::ids::{MemberId, PairingId};
use crate::domain::swap::Leg;
use crate::features::skills;
use crate::features::trial::{GUILD, MIA, NOOR, RAVI, SAM, Trial};
use crate::store::blocks;

/// What is planned among these, leg by leg.
async fn plan(trial: &Trial, members: &[MemberId]) -> Vec<Leg> {
    let mut read = trial.ctx.store.read().await.unwrap();
    let facts = facts(&mut read, GUILD, members).await.unwrap();
    let swaps = facts.plan(7);
    assert!(swaps.exact);
    swaps.cycles.concat()
}

async fn intro(trial: &Trial, pairing: PairingId) -> String {
    let mut read = trial.ctx.store.read().await.unwrap();
    intro_words(&mut read, pairing, false).await.unwrap()
}

/// Mia and Ravi could swap Python for Rust.
async fn mia_and_ravi(trial: &Trial) {
    teaches(trial, MIA, "Python").await;
    wishes(trial, RAVI, "Python").await;
    teaches(trial, RAVI, "Rust").await;
    wishes(trial, MIA, "Rust").await;
}

#[tokio::test]
async fn two_who_can_teach_each_other_are_put_together() {
    let (trial, _) = with_programme().await;
    mia_and_ravi(&trial).await;
    teaches(&trial, SAM, "Go").await;
    let legs = plan(&trial, &[MIA, RAVI, SAM]).await;
    assert_eq!(
        legs,
        [
            leg(&trial, MIA, RAVI, "Python").await,
            leg(&trial, RAVI, MIA, "Rust").await
        ]
    );
}

#[tokio::test]
async fn three_form_a_ring_where_no_two_can_swap() {
    let (trial, _) = with_programme().await;
    for (giver, taker, skill) in [(MIA, RAVI, "Python"), (RAVI, SAM, "Rust"), (SAM, MIA, "Go")] {
        teaches(&trial, giver, skill).await;
        wishes(&trial, taker, skill).await;
    }
    let legs = plan(&trial, &[MIA, RAVI, SAM]).await;
    assert_eq!(legs.len(), 3);
    assert_eq!(plan(&trial, &[MIA, RAVI]).await, []);
}

#[tokio::test]
async fn only_those_who_take_part_count() {
    let (trial, _) = with_programme().await;
    mia_and_ravi(&trial).await;
    assert_eq!(plan(&trial, &[MIA, SAM, NOOR]).await, []);
}

#[tokio::test]
async fn what_was_wished_for_the_longest_is_taught() {
    let (trial, _) = with_programme().await;
    wishes(&trial, MIA, "Zig").await;
    trial.clock.move_to(trial.clock.now() + TimeDelta::hours(1));
    mia_and_ravi(&trial).await;
    teaches(&trial, RAVI, "Zig").await;
    let legs = plan(&trial, &[MIA, RAVI]).await;
    assert_eq!(legs[1], leg(&trial, RAVI, MIA, "Zig").await);
}

#[tokio::test]
async fn a_block_holds_whoever_set_it() {
    for (by, other) in [(MIA, RAVI), (RAVI, MIA)] {
        let (trial, _) = with_programme().await;
        mia_and_ravi(&trial).await;
        let mut write = trial.ctx.store.write().await.unwrap();
        blocks::add(&mut write, GUILD, by, other, trial.clock.now())
            .await
            .unwrap();
        write.commit().await.unwrap();
        assert_eq!(plan(&trial, &[MIA, RAVI]).await, []);
    }
}

#[tokio::test]
async fn not_again_between_the_same_for_the_same_skill() {
    let (trial, programme) = with_programme().await;
    mia_and_ravi(&trial).await;
    let legs = plan(&trial, &[MIA, RAVI]).await;
    seated(&trial, round(&trial, &programme, 1).await, &legs).await;
    assert_eq!(plan(&trial, &[MIA, RAVI]).await, []);
    // Another skill in place of one is not enough: the other would be taught the same by the same.
    teaches(&trial, RAVI, "Zig").await;
    wishes(&trial, MIA, "Zig").await;
    assert_eq!(plan(&trial, &[MIA, RAVI]).await, []);
    teaches(&trial, MIA, "Go").await;
    wishes(&trial, RAVI, "Go").await;
    assert_eq!(
        plan(&trial, &[MIA, RAVI]).await,
        [
            leg(&trial, MIA, RAVI, "Go").await,
            leg(&trial, RAVI, MIA, "Zig").await
        ]
    );
}

#[tokio::test]
async fn a_swap_that_somebody_left_before_they_met_may_come_again() {
    let (trial, programme) = with_programme().await;
    mia_and_ravi(&trial).await;
    let legs = plan(&trial, &[MIA, RAVI]).await;
    let pairing = seated(&trial, round(&trial, &programme, 1).await, &legs).await;
    leaves(&trial, pairing, MIA).await;
    assert_eq!(plan(&trial, &[MIA, RAVI]).await, legs);
    met(&trial, pairing).await;
    assert_eq!(plan(&trial, &[MIA, RAVI]).await, []);
}

#[tokio::test]
async fn a_plan_holds_while_its_facts_do() {
    let (trial, _) = with_programme().await;
    mia_and_ravi(&trial).await;
    let read = async |trial: &Trial| {
        let mut read = trial.ctx.store.read().await.unwrap();
        facts(&mut read, GUILD, &[MIA, RAVI]).await.unwrap()
    };
    let before = read(&trial).await;
    teaches(&trial, SAM, "Go").await;
    assert_eq!(read(&trial).await, before);
    let rust = skill(&trial, "Rust").await;
    skills::stop_learning(&trial.ctx, GUILD, MIA, rust)
        .await
        .unwrap();
    assert_ne!(read(&trial).await, before);
}

#[tokio::test]
async fn the_swap_is_written_out() {
    let (trial, programme) = with_programme().await;
    mia_and_ravi(&trial).await;
    let legs = plan(&trial, &[MIA, RAVI]).await;
    let round = round(&trial, &programme, 1).await;
    let pairing = seated(&trial, round, &legs).await;
    assert_eq!(
        intro(&trial, pairing).await,
        "**Your swap**\n- <@12> teaches <@13> **Python**\n- <@13> teaches <@12> **Rust**"
    );
    // A pairing of coffee chats has nothing to write out.
    run(
        &trial,
        &format!(
            "UPDATE seats SET teaches_skill = NULL, teaches_to = NULL WHERE pairing_id = {pairing}"
        ),
    )
    .await;
    assert_eq!(intro(&trial, pairing).await, "");
}

/// Mia teaches Ravi Python, Ravi teaches Sam Rust, and Sam teaches Mia Go.
async fn a_ring(trial: &Trial) -> Vec<Leg> {
    let mut legs = Vec::new();
    for (giver, taker, name) in [(MIA, RAVI, "Python"), (RAVI, SAM, "Rust"), (SAM, MIA, "Go")] {
        teaches(trial, giver, name).await;
        wishes(trial, taker, name).await;
        legs.push(leg(trial, giver, taker, name).await);
    }
    legs
}

async fn goes_on_as_two(trial: &Trial, pairing: PairingId) {
    let mut write = trial.ctx.store.write().await.unwrap();
    go_on_as_two(&mut write, GUILD, pairing).await.unwrap();
    write.commit().await.unwrap();
}

#[tokio::test]
async fn two_of_three_go_on_with_what_is_left() {
    let (trial, programme) = with_programme().await;
    let legs = a_ring(&trial).await;
    let pairing = seated(&trial, round(&trial, &programme, 1).await, &legs).await;
    leaves(&trial, pairing, SAM).await;
    goes_on_as_two(&trial, pairing).await;
    assert_eq!(
        intro(&trial, pairing).await,
        "**Your swap**\n- <@12> teaches <@13> **Python**"
    );
}

#[tokio::test]
async fn two_of_three_swap_where_they_can() {
    let (trial, programme) = with_programme().await;
    let legs = a_ring(&trial).await;
    let pairing = seated(&trial, round(&trial, &programme, 1).await, &legs).await;
    teaches(&trial, RAVI, "Zig").await;
    wishes(&trial, MIA, "Zig").await;
    leaves(&trial, pairing, SAM).await;
    goes_on_as_two(&trial, pairing).await;
    assert_eq!(
        intro(&trial, pairing).await,
        "**Your swap**\n- <@12> teaches <@13> **Python**\n- <@13> teaches <@12> **Zig**"
    );
}

#[tokio::test]
async fn a_swap_can_be_looked_for_among_these_alone() {
    let (trial, _) = with_programme().await;
    let ring = a_ring(&trial).await;
    let among = async |members: &[MemberId]| {
        let mut read = trial.ctx.store.read().await.unwrap();
        swap_among(&mut read, GUILD, members).await.unwrap()
    };
    assert_eq!(among(&[MIA, RAVI]).await, None);
    assert_eq!(among(&[MIA, RAVI, SAM]).await, Some(ring));
    mia_and_ravi(&trial).await;
    assert_eq!(among(&[MIA, RAVI]).await.unwrap().len(), 2);
}

#[test]
fn the_channel_reads_how_many_are_on_their_way() {
    assert!(result_words(0, 0).starts_with("No skill swap works out this time"));
    assert!(result_words(1, 3).starts_with("One skill swap is on its way: 3 people"));
    assert!(result_words(4, 9).starts_with("4 skill swaps are on their way: 9 people"));
}
