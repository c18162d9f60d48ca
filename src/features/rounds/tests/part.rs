//! **Skip this one** and **Count me in**.

use super::super::coming;
use super::*;
use crate::custom_id::RoundClick;
use crate::features::trial::{refused, shown};
use crate::store::choices;

async fn skips(world: &World, by: MemberId, round: &Round) -> Result<Reply> {
    world
        .trial
        .presses(by, RoundClick::Skip { round: round.id })
        .await
}

async fn comes_in(world: &World, by: MemberId) -> Result<Reply> {
    let programme = world.programme.id;
    world
        .trial
        .presses(by, RoundClick::CountMeIn { programme })
        .await
}

#[tokio::test]
async fn who_skips_sits_this_one_out_and_is_in_the_next() {
    let mut world = World::with(&[NOOR, MIA, RAVI]).await;
    world.pass_until(march(2, 10, 0)).await;
    let round = world.rounds().await.remove(0);
    let answer = shown(skips(&world, NOOR, &round).await);
    assert!(answer.starts_with("You sit out round 1"), "{answer}");
    let again = shown(skips(&world, NOOR, &round).await);
    assert!(again.contains("already"), "{again}");
    world.pass_until(march(3, 10, 0)).await;
    assert_eq!(world.groups(&round).await, [[MIA, RAVI]]);
    assert!(world.told(NOOR).is_empty());
    world.pass_until(march(10, 10, 0)).await;
    let second = world.rounds().await.remove(1);
    assert_eq!(world.groups(&second).await, [[NOOR, MIA, RAVI]]);
}

#[tokio::test]
async fn who_skipped_can_come_back_until_it_is_paired() {
    let mut world = World::with(&[MIA, RAVI]).await;
    world.pass_until(march(2, 10, 0)).await;
    let round = world.rounds().await.remove(0);
    shown(skips(&world, MIA, &round).await);
    let answer = shown(comes_in(&world, MIA).await);
    assert!(answer.contains("after all"), "{answer}");
    world.pass_until(march(3, 10, 0)).await;
    assert_eq!(world.groups(&round).await, [[MIA, RAVI]]);
    let late = shown(skips(&world, MIA, &round).await);
    assert!(late.contains("Can't this time"), "{late}");
    // A month later.
    world.pass_until(march(31, 12, 0)).await;
    let much_later = shown(skips(&world, MIA, &round).await);
    assert!(much_later.contains("is over"), "{much_later}");
}

#[tokio::test]
async fn who_was_not_in_comes_in_with_one_click() {
    let mut world = World::with(&[MIA]).await;
    world.pass_until(march(2, 10, 0)).await;
    let round = world.rounds().await.remove(0);
    let nothing = shown(skips(&world, SAM, &round).await);
    assert!(nothing.contains("nothing to skip"), "{nothing}");
    assert!(nothing.contains("[Count me in]"), "{nothing}");
    let answer = shown(comes_in(&world, SAM).await);
    let start = march(3, 10, 0).timestamp();
    assert!(answer.starts_with("You are in"), "{answer}");
    assert!(answer.contains(&format!("<t:{start}:F>")), "{answer}");
    let again = shown(comes_in(&world, SAM).await);
    assert!(again.contains("already"), "{again}");
    world.pass_until(march(3, 10, 0)).await;
    assert_eq!(world.groups(&round).await, [[MIA, SAM]]);
}

#[tokio::test]
async fn who_paused_reads_so_and_is_not_seated() {
    let mut world = World::with(&[NOOR, MIA, RAVI]).await;
    world.pass_until(march(2, 10, 0)).await;
    let mut write = world.trial.ctx.store.write().await.unwrap();
    choices::set_pause(&mut write, GUILD, RAVI, Some(march(4, 0, 0)))
        .await
        .unwrap();
    write.commit().await.unwrap();
    let answer = shown(comes_in(&world, RAVI).await);
    assert!(answer.contains("You have paused until"), "{answer}");
    world.pass_until(march(3, 10, 0)).await;
    let round = world.rounds().await.remove(0);
    assert_eq!(world.groups(&round).await, [[NOOR, MIA]]);
    world.pass_until(march(10, 10, 0)).await;
    let round = world.rounds().await.remove(1);
    assert_eq!(world.groups(&round).await, [[NOOR, MIA, RAVI]]);
}

#[tokio::test]
async fn who_likes_every_two_weeks_is_in_every_second_round_and_reads_when() {
    let mut world = World::with(&[NOOR, MIA, RAVI]).await;
    let mut write = world.trial.ctx.store.write().await.unwrap();
    programmes::set_cadence(&mut write, world.programme.id, RAVI, Some(2))
        .await
        .unwrap();
    write.commit().await.unwrap();
    let mut seated = Vec::new();
    for week in 0..4 {
        world.pass_until(march(3 + 7 * week, 10, 0)).await;
        let rounds = world.rounds().await;
        let groups = world.groups(rounds.last().unwrap()).await;
        world.everybody_writes(rounds.last().unwrap()).await;
        seated.push(groups.iter().flatten().any(|member| *member == RAVI));
    }
    assert_eq!(seated, [true, false, true, false]);
    // Seated on the 17th, so the round of the 24th was not theirs; the next one is.
    let answer = shown(comes_in(&world, RAVI).await);
    assert!(answer.contains("The next round is"), "{answer}");
    world.pass_until(march(31, 12, 0)).await;
    let answer = shown(comes_in(&world, RAVI).await);
    assert!(answer.contains("every few weeks"), "{answer}");
}

#[tokio::test]
async fn every_four_weeks_is_every_round_where_rounds_come_every_three() {
    let mut world = World::with(&[NOOR, MIA, RAVI]).await;
    world.change(|programme| programme.every_weeks = 3).await;
    let mut write = world.trial.ctx.store.write().await.unwrap();
    programmes::set_cadence(&mut write, world.programme.id, RAVI, Some(4))
        .await
        .unwrap();
    write.commit().await.unwrap();
    for day in [3, 24] {
        world.pass_until(march(day, 10, 0)).await;
        let rounds = world.rounds().await;
        let groups = world.groups(rounds.last().unwrap()).await;
        assert!(
            groups.iter().flatten().any(|member| *member == RAVI),
            "{day}"
        );
        world.everybody_writes(rounds.last().unwrap()).await;
    }
    assert_eq!(world.rounds().await.len(), 2);
}

#[tokio::test]
async fn who_is_not_of_the_server_changes_nothing_there() {
    let mut world = World::with(&[MIA, RAVI]).await;
    world.pass_until(march(2, 10, 0)).await;
    let round = world.rounds().await.remove(0);
    let stranger = MemberId(77);
    refused(skips(&world, stranger, &round).await);
    refused(comes_in(&world, stranger).await);
    let gone = RoundClick::Skip {
        round: crate::domain::ids::RoundId(99),
    };
    refused(world.trial.presses(MIA, gone).await);
    let gone = RoundClick::CountMeIn {
        programme: ProgrammeId(99),
    };
    refused(world.trial.presses(MIA, gone).await);
}

#[tokio::test]
async fn a_list_of_ones_own_shows_what_comes() {
    let mut world = World::with(&[MIA, RAVI]).await;
    world.pass_until(march(2, 10, 0)).await;
    let round = world.rounds().await.remove(0);
    shown(skips(&world, MIA, &round).await);
    let mut read = world.trial.ctx.store.read().await.unwrap();
    for (member, expected) in [(MIA, Some(true)), (RAVI, Some(false)), (SAM, None)] {
        let coming = coming(&mut read, GUILD, member).await.unwrap();
        let skipped = coming.first().map(|coming| coming.skipped);
        assert_eq!(skipped, expected);
        assert!(coming.iter().all(|coming| coming.round == round.id));
    }
}
