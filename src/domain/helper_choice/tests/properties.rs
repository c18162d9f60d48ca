//! What holds for every choice.

use proptest::prelude::*;

use super::*;
use crate::domain::ids::RoleId;

prop_compose! {
    fn any_candidate()(
        id in 1_i64..40,
        kind in 0..8_u8,
        sees_channel in prop::bool::weighted(0.9),
        flags in (any::<bool>(), 0..10_u8),
        helped_before in 0..4_u32,
        open_invitations in 0..4_u32,
        accepted_lately in 0..7_u32,
        limit in 1..=20_u32,
        balance in (0..4_u32, 0..4_u32),
        team in 0..3_i64,
    ) -> Candidate {
        let level = match kind % 4 { 0 => None, 1 => Some(Level::Starter), 2 => Some(Level::Daily), _ => Some(Level::Talk) };
        Candidate {
            basis: if kind < 4 { Basis::Teaches { level } } else { Basis::TeachesNeighbour { skill: SkillId(99), level } },
            helped_before,
            sees_channel,
            load: load(open_invitations, accepted_lately),
            limit: LoadLimit::new(limit).unwrap(),
            within_hours: flags.0,
            bot: flags.1 == 0,
            paused: flags.1 == 1,
            blocked: flags.1 == 2,
            already_asked: flags.1 == 3,
            budget_spent: flags.1 == 4,
            team: if team == 0 { Team::Others } else { Team::Role(RoleId(team * 10)) },
            given_lately: balance.0,
            received_lately: balance.1,
            ..person(id)
        }
    }
}

/// Up to thirty different people.
fn any_candidates() -> impl Strategy<Value = Vec<Candidate>> {
    proptest::collection::vec(any_candidate(), 0..30).prop_map(|mut all| {
        all.sort_by_key(|candidate| candidate.member);
        all.dedup_by_key(|candidate| candidate.member);
        all
    })
}

fn position(chosen: &[Chosen], member: MemberId) -> Option<usize> {
    chosen.iter().position(|chosen| chosen.member == member)
}

proptest! {
    #[test]
    fn nobody_is_chosen_who_must_not_be(candidates in any_candidates()) {
        let ranked = rank(&WANTED, &candidates);
        for candidate in &candidates {
            let excluded = candidate.member == MIA
                || candidate.bot
                || candidate.paused
                || candidate.blocked
                || candidate.already_asked
                || candidate.budget_spent
                || !candidate.sees_channel
                || candidate.load.open_invitations >= 2
                || candidate.load.accepted_lately >= candidate.limit.get();
            prop_assert_eq!(position(&ranked, candidate.member).is_none(), excluded);
        }
    }

    #[test]
    fn the_order_of_rows_does_not_matter(
        (candidates, shuffled) in any_candidates().prop_flat_map(|all| (Just(all.clone()), Just(all).prop_shuffle()))
    ) {
        prop_assert_eq!(rank(&WANTED, &candidates), rank(&WANTED, &shuffled));
    }

    #[test]
    fn more_load_never_raises_a_rank(
        candidates in any_candidates(), pick in any::<prop::sample::Index>(), more in (0..3_u32, 0..3_u32),
    ) {
        prop_assume!(!candidates.is_empty());
        let at = pick.index(candidates.len());
        let mut heavier = candidates.clone();
        heavier[at].load.open_invitations += more.0;
        heavier[at].load.accepted_lately += more.1;
        let member = candidates[at].member;
        let before = position(&rank(&WANTED, &candidates), member);
        let after = position(&rank(&WANTED, &heavier), member);
        match (before, after) {
            (Some(before), Some(after)) => prop_assert!(after >= before),
            (None, Some(_)) => prop_assert!(false, "more load made them eligible"),
            _ => {}
        }
    }

    #[test]
    fn others_load_leaves_the_rest_in_order(candidates in any_candidates(), pick in any::<prop::sample::Index>()) {
        prop_assume!(!candidates.is_empty());
        let at = pick.index(candidates.len());
        let member = candidates[at].member;
        let mut heavier = candidates.clone();
        heavier[at].load.accepted_lately += 2;
        let rest = |candidates: &[Candidate]| -> Vec<_> {
            rank(&WANTED, candidates).into_iter().filter(|chosen| chosen.member != member).collect()
        };
        prop_assert_eq!(rest(&candidates), rest(&heavier));
    }

    #[test]
    fn who_teaches_the_skill_itself_comes_first_and_among_equals_who_is_at_work(candidates in any_candidates()) {
        let order: Vec<_> = rank(&WANTED, &candidates)
            .into_iter()
            .map(|chosen| {
                let candidate = candidates.iter().find(|candidate| candidate.member == chosen.member).unwrap();
                (matches!(candidate.basis, Basis::Teaches { .. }), candidate.within_hours)
            })
            .collect();
        prop_assert!(order.is_sorted_by(|earlier, later| earlier >= later), "{:?}", order);
    }

    #[test]
    fn a_wave_is_of_one_kind_and_as_large_as_it_can_be(candidates in any_candidates()) {
        let wave = next_wave(&WANTED, &candidates);
        let ranked = rank(&WANTED, &candidates);
        prop_assert_eq!(&wave[..], &ranked[..wave.len()], "the first of all");
        let teaches = |chosen: &Chosen| {
            candidates.iter().any(|candidate| {
                candidate.member == chosen.member && matches!(candidate.basis, Basis::Teaches { .. })
            })
        };
        let teachers = ranked.iter().filter(|chosen| teaches(chosen)).count();
        let expected = if teachers > 0 { teachers } else { ranked.len() };
        prop_assert_eq!(wave.len(), expected.min(WAVE_SIZE));
    }
}
