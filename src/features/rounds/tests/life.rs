//! A round as it should go: announced, paired, closed.

use super::*;
use crate::domain::round::WhyNot;
use crate::domain::skill::SkillName;
use crate::features::rounds::seating::{Basis, Facts, When};
use crate::features::trial::{button, shown};
use crate::store::{blocks, settings, skills};

#[tokio::test]
async fn a_round_is_announced_a_working_day_before_paired_at_its_start_and_closed_by_the_next() {
    let mut world = World::with(&[NOOR, MIA, RAVI, SAM]).await;
    world.pass_until(march(2, 9, 59)).await;
    assert!(world.rounds().await.is_empty());
    assert!(world.in_channel().is_empty());

    world.pass_until(march(2, 10, 0)).await;
    let start = march(3, 10, 0);
    assert_eq!(world.held().await, [(1, RoundState::Announced, start)]);
    let heads_up = world.in_channel()[0].to_owned();
    assert!(heads_up.contains("round 1"), "{heads_up}");
    assert!(
        heads_up.contains(&format!("<t:{}:F>", start.timestamp())),
        "{heads_up}"
    );
    assert!(
        heads_up.ends_with("[Skip this one] [Count me in]"),
        "{heads_up}"
    );

    world.pass_until(march(3, 10, 0)).await;
    let rounds = world.rounds().await;
    assert_eq!(rounds[0].state, RoundState::Paired);
    assert_eq!(rounds[0].paired_at, Some(start));
    let groups = world.groups(&rounds[0]).await;
    let everybody: BTreeSet<MemberId> = groups.iter().flatten().copied().collect();
    assert_eq!(groups.len(), 2);
    assert_eq!(everybody, [NOOR, MIA, RAVI, SAM].into());
    let result = world.in_channel()[1].to_owned();
    assert!(result.contains("**2 pairs** are on their way"), "{result}");
    // Nobody is named.
    assert!(!result.contains("<@"), "{result}");
    let edited = &world.edited[0];
    assert!(edited.contains("This round is on its way"), "{edited}");
    assert!(!edited.contains("Skip this one"), "{edited}");

    world.pass_until(march(10, 10, 0)).await;
    assert_eq!(
        world.held().await,
        [
            (1, RoundState::Closed, march(3, 10, 0)),
            (2, RoundState::Paired, march(10, 10, 0)),
        ]
    );
}

#[tokio::test]
async fn nobody_meets_again_before_everybody_has_been_met() {
    let mut world = World::with(&[NOOR, MIA, RAVI, SAM]).await;
    let mut met: Vec<Vec<MemberId>> = Vec::new();
    for week in 0..3 {
        world.pass_until(march(3 + 7 * week, 10, 0)).await;
        let rounds = world.rounds().await;
        met.extend(world.groups(rounds.last().unwrap()).await);
    }
    let different: BTreeSet<&Vec<MemberId>> = met.iter().collect();
    assert_eq!((met.len(), different.len()), (6, 6));
}

#[tokio::test]
async fn the_odd_one_sits_in_a_group_of_three_in_turns() {
    let more = [MemberId(16), MemberId(17)];
    let mut world = World::with(&[NOOR, MIA, RAVI, SAM, OLU, more[0], more[1]]).await;
    let mut write = world.trial.ctx.store.write().await.unwrap();
    for member in more {
        let person = Person {
            member,
            display_name: format!("Member {member}"),
            user_name: format!("member{member}"),
            bot: false,
            pending: false,
            joined_at: march(2, 9, 0),
            roles: Vec::new(),
        };
        members::put(&mut write, GUILD, &person).await.unwrap();
    }
    write.commit().await.unwrap();
    let mut trios: Vec<Vec<MemberId>> = Vec::new();
    for week in 0..2 {
        world.pass_until(march(3 + 7 * week, 10, 0)).await;
        let rounds = world.rounds().await;
        let mut groups = world.groups(rounds.last().unwrap()).await;
        groups.retain(|group| group.len() == 3);
        trios.extend(groups);
    }
    let [first, second] = trios.as_slice() else {
        panic!("{trios:?}")
    };
    let again = first.iter().filter(|member| second.contains(member));
    // Of the four others two pairs have met, so a group of three in which nobody has takes one of the first again, and only one.
    assert_eq!(again.count(), 1, "{trios:?}");
}

#[tokio::test]
async fn whoever_cannot_be_seated_is_told_without_a_reason_and_is_first_next_time() {
    let mut world = World::with(&[MIA, RAVI]).await;
    let now = world.now();
    let mut write = world.trial.ctx.store.write().await.unwrap();
    blocks::add(&mut write, GUILD, MIA, RAVI, now)
        .await
        .unwrap();
    write.commit().await.unwrap();
    world.pass_until(march(3, 10, 0)).await;
    let rounds = world.rounds().await;
    assert_eq!(rounds[0].state, RoundState::Paired);
    assert!(world.groups(&rounds[0]).await.is_empty());
    for member in [MIA, RAVI] {
        let told = world.told(member);
        assert_eq!(told.len(), 1);
        assert!(
            told[0].contains("nobody new for you this time; you are first next time"),
            "{told:?}"
        );
        assert!(!told[0].contains("block"), "{told:?}");
    }
    // Nothing to tell in the channel but that it is over.
    assert_eq!(world.in_channel().len(), 1);
    assert!(world.edited[0].contains("Nobody new for anyone this time"));

    // Three now, of whom two are blocked with each other: both pairs would leave one out who was left out before, but no trio is possible.
    let mut write = world.trial.ctx.store.write().await.unwrap();
    programmes::set_membership(&mut write, &world.programme, SAM, Membership::In, now)
        .await
        .unwrap();
    write.commit().await.unwrap();
    world.pass_until(march(10, 10, 0)).await;
    let second = world.groups(&world.rounds().await[1]).await;
    world.pass_until(march(17, 10, 0)).await;
    let third = world.groups(&world.rounds().await[2]).await;
    // Whoever was left out of the second is in the third.
    assert_eq!((second.len(), third.len()), (1, 1));
    assert_ne!(second, third);
    assert!(second[0].contains(&SAM) && third[0].contains(&SAM));
}

#[tokio::test]
async fn who_rests_by_the_end_of_a_round_is_not_in_the_one_that_ends_it() {
    let mut world = World::with(&[MIA, RAVI]).await;
    // Three rounds without a word, though they are asked on each Thursday; the third goes on when the fourth is paired before its time.
    for thursday in [5, 12, 19] {
        world.pass_until(march(thursday, 10, 0)).await;
        let round = world.rounds().await.pop().unwrap();
        let mut write = world.trial.ctx.store.write().await.unwrap();
        for pairing in rows::going_on(&mut write, round.id).await.unwrap() {
            pairings::set_asked(&mut write, pairing, world.now())
                .await
                .unwrap();
        }
        write.commit().await.unwrap();
    }
    world.pass_until(march(23, 10, 0)).await;
    let page = world.round(NOOR, "start", None).await;
    let pair = button(&page, "Pair now");
    let said = shown(page);
    assert!(
        said.contains("Round 3, which is going on, ends with it"),
        "{said}"
    );
    shown(world.trial.presses(NOOR, pair).await);
    let rounds = world.rounds().await;
    assert_eq!(rounds[2].state, RoundState::Closed);
    assert_eq!(rounds[3].state, RoundState::Paired);
    assert!(world.groups(&rounds[3]).await.is_empty());
}

#[tokio::test]
async fn a_seat_that_came_to_nothing_makes_nobody_wait() {
    let mut world = World::with(&[MIA, RAVI]).await;
    world.pass_until(march(3, 10, 0)).await;
    let round = world.rounds().await.remove(0);
    let now = world.now();
    let mut write = world.trial.ctx.store.write().await.unwrap();
    let pairing = rows::going_on(&mut write, round.id).await.unwrap()[0];
    for member in [MIA, RAVI] {
        let seated = rows::last_seated(&mut write, &world.programme, member).await;
        assert_eq!(seated.unwrap(), Some(march(3, 10, 0)));
    }
    // One cannot, so the other is alone.
    pairings::leave(&mut write, pairing, MIA, now)
        .await
        .unwrap();
    pairings::set_off(&mut write, pairing, now).await.unwrap();
    for member in [MIA, RAVI] {
        let seated = rows::last_seated(&mut write, &world.programme, member).await;
        assert_eq!(seated.unwrap(), None);
    }
}

/// What the next round would be seated by.
async fn basis(world: &World) -> Basis {
    let mut read = world.trial.ctx.store.read().await.unwrap();
    let guild = settings::guild(&mut read, GUILD).await.unwrap().unwrap();
    let when = When::at(march(10, 10, 0));
    Facts::read(&mut read, &guild, &world.programme, None, when, 1)
        .await
        .unwrap()
        .basis()
}

#[tokio::test]
async fn what_changes_nothing_for_a_seating_does_not_have_it_made_anew() {
    let mut world = World::with(&[NOOR, MIA, RAVI, OLU]).await;
    world.pass_until(march(3, 12, 0)).await;
    let before = basis(&world).await;
    // Messages in threads, somebody's new name, and somebody who is not in.
    let round = world.rounds().await.remove(0);
    world.everybody_writes(&round).await;
    let now = world.now();
    let renamed = Person {
        member: OLU,
        display_name: "Olu again".to_owned(),
        user_name: "olu".to_owned(),
        bot: false,
        pending: false,
        joined_at: march(2, 9, 0),
        roles: Vec::new(),
    };
    let mut write = world.trial.ctx.store.write().await.unwrap();
    members::put(&mut write, GUILD, &renamed).await.unwrap();
    programmes::set_membership(&mut write, &world.programme, SAM, Membership::Out, now)
        .await
        .unwrap();
    write.commit().await.unwrap();
    assert_eq!(basis(&world).await, before);
    // A block does.
    let mut write = world.trial.ctx.store.write().await.unwrap();
    blocks::add(&mut write, GUILD, MIA, RAVI, now)
        .await
        .unwrap();
    write.commit().await.unwrap();
    assert_ne!(basis(&world).await, before);
}

#[tokio::test]
async fn the_channel_reads_names_only_where_an_admin_wants_that() {
    let mut world = World::with(&[MIA, RAVI]).await;
    world.change(|programme| programme.names_shown = true).await;
    world.pass_until(march(3, 10, 0)).await;
    let result = world.in_channel()[1];
    assert!(result.contains("- <@12> · <@13>"), "{result}");
}

#[tokio::test]
async fn those_of_the_role_take_part_unless_they_left_and_nobody_else_does() {
    use crate::features::trial::{DATA, MANAGER};
    let mut world = World::with(&[SAM]).await;
    world.change(|programme| programme.role = Some(DATA)).await;
    let mut write = world.trial.ctx.store.write().await.unwrap();
    for (member, name, roles, pending) in [
        (RAVI, "Ravi", vec![DATA], false),
        (OLU, "Olu", vec![DATA], true),
        (NOOR, "Noor", vec![DATA, MANAGER], false),
    ] {
        let person = Person {
            member,
            display_name: name.to_owned(),
            user_name: name.to_lowercase(),
            bot: false,
            pending,
            joined_at: march(2, 9, 0),
            roles,
        };
        members::put(&mut write, GUILD, &person).await.unwrap();
    }
    let now = march(2, 9, 0);
    programmes::set_membership(&mut write, &world.programme, NOOR, Membership::Out, now)
        .await
        .unwrap();
    write.commit().await.unwrap();
    world.pass_until(march(3, 10, 0)).await;
    // Mia and Ravi have the role; Noor left, Olu has yet to pass screening, Sam has no role.
    assert_eq!(world.groups(&world.rounds().await[0]).await, [[MIA, RAVI]]);
}

#[tokio::test]
async fn a_stopped_programme_holds_no_rounds_and_says_so() {
    let mut world = World::with(&[MIA, RAVI]).await;
    world.pass_until(march(2, 12, 0)).await;
    let mut write = world.trial.ctx.store.write().await.unwrap();
    let guild = crate::store::settings::guild(&mut write, GUILD)
        .await
        .unwrap()
        .unwrap();
    let now = world.now();
    super::super::stopped(&mut write, &guild, &world.programme, now)
        .await
        .unwrap();
    write.commit().await.unwrap();
    world.change(|programme| programme.running = false).await;
    world.pass_until(march(20, 12, 0)).await;
    let rounds = world.rounds().await;
    assert_eq!(rounds.len(), 1);
    assert_eq!(rounds[0].state, RoundState::Cancelled);
    assert_eq!(rounds[0].why, Some(WhyNot::Stopped));
    let told = &world.edited[0];
    assert!(
        told.ends_with("This round isn't held, and no other is planned at the moment."),
        "{told}"
    );
    // Started again, the next one is the first that can be announced in time.
    world.change(|programme| programme.running = true).await;
    world.pass_until(march(24, 10, 0)).await;
    assert_eq!(
        world.held().await[1],
        (2, RoundState::Paired, march(24, 10, 0))
    );
}

#[tokio::test]
async fn where_nobody_saw_to_it_a_round_of_a_stopped_programme_is_put_aside_at_its_start() {
    let mut world = World::with(&[MIA, RAVI]).await;
    world.pass_until(march(2, 12, 0)).await;
    world.change(|programme| programme.running = false).await;
    world.pass_until(march(3, 12, 0)).await;
    assert_eq!(
        world.held().await,
        [(1, RoundState::Cancelled, march(3, 10, 0))]
    );
}

#[tokio::test]
async fn swaps_are_put_together_with_what_each_teaches() {
    let mut world = World::of(ProgrammeKind::Swap, &[MIA, RAVI, SAM]).await;
    let mut write = world.trial.ctx.store.write().await.unwrap();
    let now = world.now();
    let mut ids = Vec::new();
    for name in ["rust", "sql"] {
        let name = SkillName::parse(name).unwrap();
        ids.push(skills::ensure(&mut write, GUILD, &name, now).await.unwrap());
    }
    let [rust, sql] = ids.as_slice() else {
        panic!("two skills")
    };
    for (member, teaches, wishes) in [(MIA, rust, sql), (RAVI, sql, rust)] {
        skills::put_offer(&mut write, GUILD, member, *teaches, None, None, now)
            .await
            .unwrap();
        skills::put_wish(&mut write, GUILD, member, *wishes, None, None, now)
            .await
            .unwrap();
    }
    write.commit().await.unwrap();
    world.pass_until(march(3, 10, 0)).await;
    let rounds = world.rounds().await;
    assert_eq!(world.groups(&rounds[0]).await, [[MIA, RAVI]]);
    // Nobody is told that there is no swap for them: the channel is.
    assert!(world.told(SAM).is_empty());
    let mut read = world.trial.ctx.store.read().await.unwrap();
    let pairing = rows::going_on(&mut read, rounds[0].id).await.unwrap()[0];
    let seats = pairings::find(&mut read, pairing)
        .await
        .unwrap()
        .unwrap()
        .seats;
    let taught: Vec<_> = seats
        .iter()
        .map(|seat| (seat.member, seat.teaches_skill, seat.teaches_to))
        .collect();
    assert_eq!(
        taught,
        [
            (MIA, Some(*rust), Some(RAVI)),
            (RAVI, Some(*sql), Some(MIA))
        ]
    );
}
