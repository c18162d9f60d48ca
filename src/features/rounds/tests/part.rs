//! **Skip this one** and **Count me in**.

use super::super::coming;
use super::*;
use crate::custom_id::{MeClick, RoundClick};
use crate::domain::round::Participation;
use crate::features::trial::{button, refused, shown};
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
async fn who_comes_in_where_no_rounds_are_held_reads_of_no_date() {
    let mut world = World::with(&[MIA]).await;
    world.change(|programme| programme.channel = None).await;
    let answer = shown(comes_in(&world, SAM).await);
    assert!(answer.contains("It has no channel"), "{answer}");
    assert!(!answer.contains("<t:"), "{answer}");
    world
        .change(|programme| {
            programme.channel = Some(HELP);
            programme.running = false;
        })
        .await;
    let answer = shown(comes_in(&world, SAM).await);
    assert!(answer.contains("An admin has stopped it"), "{answer}");
    assert!(!answer.contains("<t:"), "{answer}");
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
    for (member, expected) in [
        (MIA, Some(Participation::Skips)),
        (RAVI, Some(Participation::In)),
        (SAM, None),
    ] {
        let coming = coming(&mut read, GUILD, member).await.unwrap();
        let participation = coming.first().map(|coming| coming.participation);
        assert_eq!(participation, expected);
        assert!(coming.iter().all(|coming| coming.round == round.id));
    }
}

#[tokio::test]
async fn who_is_away_while_an_admin_pairs_before_the_time_is_not_seated() {
    let mut world = World::with(&[NOOR, MIA, RAVI]).await;
    let mut write = world.trial.ctx.store.write().await.unwrap();
    choices::set_pause(&mut write, GUILD, MIA, Some(march(3, 0, 0)))
        .await
        .unwrap();
    write.commit().await.unwrap();
    world.pass_until(march(2, 14, 0)).await;
    let preview = shown(world.round(NOOR, "preview", None).await);
    assert!(preview.contains("Mia"), "back at its start: {preview}");
    let page = world.round(NOOR, "start", None).await;
    let pair = button(&page, "Pair now");
    shown(world.trial.presses(NOOR, pair).await);
    let round = world.rounds().await.remove(0);
    assert_eq!(world.groups(&round).await, [[NOOR, RAVI]]);
}

#[tokio::test]
async fn every_two_weeks_is_every_round_where_rounds_come_every_two_however_near() {
    let mut world = World::with(&[NOOR, MIA, RAVI]).await;
    let mut write = world.trial.ctx.store.write().await.unwrap();
    programmes::set_cadence(&mut write, world.programme.id, RAVI, Some(2))
        .await
        .unwrap();
    write.commit().await.unwrap();
    world
        .change(|programme| {
            programme.every_weeks = 2;
            programme.weekday = Weekday::Fri;
        })
        .await;
    world.pass_until(march(6, 12, 0)).await;
    // The weeks that count stay: ten days later.
    world
        .change(|programme| programme.weekday = Weekday::Mon)
        .await;
    world.pass_until(march(16, 12, 0)).await;
    let rounds = world.rounds().await;
    let starts: Vec<_> = rounds.iter().map(|round| round.starts_at).collect();
    assert_eq!(starts, [march(6, 10, 0), march(16, 10, 0)]);
    assert_eq!(world.groups(&rounds[1]).await, [[NOOR, MIA, RAVI]]);
}

/// A member's page of the programme.
async fn page(world: &World, member: MemberId) -> String {
    let programme = world.programme.id;
    let click = MeClick::Programme { programme };
    shown(world.trial.presses(member, click).await)
}

#[tokio::test]
async fn ones_own_page_says_that_the_next_round_is_not_theirs() {
    let mut world = World::with(&[NOOR, MIA, RAVI]).await;
    let mut write = world.trial.ctx.store.write().await.unwrap();
    programmes::set_cadence(&mut write, world.programme.id, RAVI, Some(4))
        .await
        .unwrap();
    write.commit().await.unwrap();
    world.pass_until(march(9, 12, 0)).await;
    let until = march(20, 0, 0);
    let mut write = world.trial.ctx.store.write().await.unwrap();
    choices::set_pause(&mut write, GUILD, MIA, Some(until))
        .await
        .unwrap();
    write.commit().await.unwrap();
    let start = format!("**Next** · <t:{}:f>", march(10, 10, 0).timestamp());
    let [noor, mia, ravi] = [
        page(&world, NOOR).await,
        page(&world, MIA).await,
        page(&world, RAVI).await,
    ];
    assert!(noor.lines().any(|line| line == start), "{noor}");
    assert!(noor.contains("[Skip the next one]"), "{noor}");
    for without in [&mia, &ravi] {
        assert!(
            without.contains(&format!("{start}, without you")),
            "{without}"
        );
        assert!(!without.contains("Skip the next one"), "{without}");
    }
    assert!(ravi.contains("every few weeks"), "{ravi}");
    // Whoever says that they skip it reads when it is their turn all the same.
    let round = world.rounds().await.remove(1);
    let skipped = shown(skips(&world, RAVI, &round).await);
    assert!(
        !skipped.contains("The one after it counts you in"),
        "{skipped}"
    );
}

#[tokio::test]
async fn who_is_back_from_a_rest_reads_when_they_are_put_together_with_somebody() {
    let mut world = World::with(&[NOOR, MIA, RAVI]).await;
    world.pass_until(march(3, 12, 0)).await;
    let programme = world.programme.clone();
    let mut write = world.trial.ctx.store.write().await.unwrap();
    programmes::set_cadence(&mut write, programme.id, RAVI, Some(4))
        .await
        .unwrap();
    let now = march(3, 12, 0);
    for member in [MIA, RAVI] {
        programmes::set_membership(&mut write, &programme, member, Membership::Resting, now)
            .await
            .unwrap();
    }
    write.commit().await.unwrap();
    let back = RoundClick::Back {
        programme: programme.id,
    };
    let said = shown(world.trial.presses_in_private(MIA, back.clone()).await);
    let next = format!("The next round is <t:{}", march(10, 10, 0).timestamp());
    assert!(
        said.starts_with("Welcome back") && said.contains(&next),
        "{said}"
    );
    let said = shown(world.trial.presses_in_private(RAVI, back).await);
    assert!(said.contains("every few weeks"), "{said}");
}

/// A round in which nobody gave any sign, as they were asked.
async fn silent(world: &World, round: &Round) {
    let now = world.now();
    let mut write = world.trial.ctx.store.write().await.unwrap();
    for pairing in rows::going_on(&mut write, round.id).await.unwrap() {
        pairings::set_asked(&mut write, pairing, now).await.unwrap();
    }
    write.commit().await.unwrap();
}

#[tokio::test]
async fn who_is_back_or_leaves_before_they_read_that_they_rest_does_not_read_it() {
    for leaves in [false, true] {
        let mut world = World::with(&[MIA, RAVI]).await;
        let mut write = world.trial.ctx.store.write().await.unwrap();
        // In Tokyo it is evening when rounds end.
        choices::set_zone(&mut write, GUILD, MIA, chrono_tz::Asia::Tokyo)
            .await
            .unwrap();
        write.commit().await.unwrap();
        for (number, day) in [3, 10, 17].into_iter().enumerate() {
            world.pass_until(march(day, 12, 0)).await;
            silent(&world, &world.rounds().await[number]).await;
        }
        world.pass_until(march(24, 12, 0)).await;
        assert!(world.told(RAVI)[0].contains("I'm keeping your seat"));
        assert!(world.told(MIA).is_empty(), "{:?}", world.told(MIA));
        let programme = world.programme.id;
        if leaves {
            let click = MeClick::LeaveProgramme { programme };
            shown(world.trial.presses(MIA, click).await);
        } else {
            let answer = shown(comes_in(&world, MIA).await);
            assert!(answer.starts_with("Welcome back"), "{answer}");
        }
        world.pass_until(march(27, 12, 0)).await;
        assert!(world.told(MIA).is_empty(), "{:?}", world.told(MIA));
    }
}
