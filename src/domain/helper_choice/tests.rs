//! Twelve worked choices, and what they say.

#![allow(clippy::unwrap_used)]

mod properties;

use super::*;
use crate::domain::ids::RoleId;

const MIA: MemberId = MemberId(1);
const PLATFORM: Team = Team::Role(RoleId(10));
const SALES: Team = Team::Role(RoleId(20));

/// Mia of the platform team asks about Postgres.
const WANTED: Wanted = Wanted {
    ask: AskId(7),
    asker: Some(MIA),
    team: PLATFORM,
};

/// A teammate of Mia's who teaches it, uses it daily, is at work and has nothing on their plate.
fn person(id: i64) -> Candidate {
    Candidate {
        member: MemberId(id),
        bot: false,
        basis: Basis::Teaches {
            level: Some(Level::Daily),
        },
        helped_before: 0,
        load: Load::default(),
        limit: LoadLimit::default(),
        within_hours: true,
        team: PLATFORM,
        paused: false,
        blocked: false,
        already_asked: false,
        sees_channel: true,
        budget_spent: false,
        given_lately: 0,
        received_lately: 0,
    }
}

fn load(open_invitations: u32, accepted_lately: u32) -> Load {
    Load {
        open_invitations,
        accepted_lately,
    }
}

fn teaches(level: Level) -> Basis {
    Basis::Teaches { level: Some(level) }
}

fn neighbour(level: Level) -> Basis {
    Basis::TeachesNeighbour {
        skill: SkillId(99),
        level: Some(level),
    }
}

fn members(chosen: &[Chosen]) -> Vec<i64> {
    chosen.iter().map(|chosen| chosen.member.0).collect()
}

#[track_caller]
fn check(why: &str, candidates: &[Candidate], expected: &[i64]) {
    assert_eq!(members(&rank(&WANTED, candidates)), expected, "{why}");
    let mut backwards = candidates.to_vec();
    backwards.reverse();
    assert_eq!(
        members(&rank(&WANTED, &backwards)),
        expected,
        "{why}, rows the other way round"
    );
}

#[test]
fn twelve_worked_choices() {
    check(
        "1. Who has helped with it before comes first.",
        &[
            person(2),
            Candidate {
                helped_before: 1,
                ..person(3)
            },
        ],
        &[3, 2],
    );
    check(
        "2. The expert is full, so the second-best gets to teach.",
        &[
            Candidate {
                basis: teaches(Level::Talk),
                helped_before: 9,
                load: load(0, 4),
                ..person(2)
            },
            Candidate {
                basis: teaches(Level::Starter),
                ..person(3)
            },
        ],
        &[3],
    );
    check(
        "3. The expert is busy, not full: still asked, but after those with plenty of room.",
        &[
            Candidate {
                basis: teaches(Level::Talk),
                helped_before: 9,
                load: load(1, 1),
                ..person(2)
            },
            Candidate {
                basis: teaches(Level::Starter),
                ..person(3)
            },
            Candidate {
                load: load(0, 1),
                ..person(4)
            },
        ],
        &[4, 3, 2],
    );
    check(
        "4. Of those who teach it, who is asleep ranks last, however good.",
        &[
            Candidate {
                basis: teaches(Level::Talk),
                helped_before: 5,
                within_hours: false,
                ..person(2)
            },
            Candidate {
                basis: teaches(Level::Starter),
                load: load(1, 2),
                ..person(3)
            },
            Candidate {
                basis: teaches(Level::Starter),
                ..person(4)
            },
        ],
        &[4, 3, 2],
    );
    check(
        "5. Neighbouring skills come after the skill itself, even when those who teach it are busy or asleep.",
        &[
            Candidate {
                basis: neighbour(Level::Talk),
                helped_before: 3,
                ..person(2)
            },
            Candidate {
                basis: teaches(Level::Starter),
                load: load(0, 3),
                ..person(3)
            },
            Candidate {
                basis: neighbour(Level::Daily),
                ..person(4)
            },
            Candidate {
                basis: teaches(Level::Starter),
                within_hours: false,
                ..person(5)
            },
        ],
        &[3, 5, 2, 4],
    );
    check(
        "6. Levels in order; who did not say stands with those who use it daily and is told apart by room.",
        &[
            Candidate {
                basis: teaches(Level::Starter),
                ..person(2)
            },
            Candidate {
                basis: Basis::Teaches { level: None },
                load: load(0, 1),
                ..person(3)
            },
            Candidate {
                basis: teaches(Level::Talk),
                ..person(4)
            },
            Candidate {
                basis: teaches(Level::Daily),
                ..person(5)
            },
        ],
        &[4, 5, 3, 2],
    );
    check(
        "7. Who received more than they gave is asked first, then who is in balance, then who gave more.",
        &[
            Candidate {
                given_lately: 3,
                received_lately: 1,
                ..person(2)
            },
            Candidate {
                given_lately: 2,
                received_lately: 2,
                ..person(3)
            },
            Candidate {
                given_lately: 0,
                received_lately: 1,
                ..person(4)
            },
        ],
        &[4, 3, 2],
    );
    check(
        "8. Another team counts only where all else is equal.",
        &[
            person(2),
            Candidate {
                team: SALES,
                ..person(3)
            },
            Candidate {
                team: SALES,
                load: load(0, 1),
                ..person(4)
            },
            Candidate {
                team: Team::Others,
                received_lately: 1,
                ..person(5)
            },
        ],
        &[5, 3, 2, 4],
    );
    check(
        "9. Two of eight are a smaller share than one of three; each judges their own limit.",
        &[
            Candidate {
                load: load(0, 1),
                limit: LoadLimit::new(3).unwrap(),
                ..person(2)
            },
            Candidate {
                load: load(0, 2),
                limit: LoadLimit::new(8).unwrap(),
                ..person(3)
            },
        ],
        &[3, 2],
    );
    check(
        "10. Nobody is asked who must not be: the asker, bots, paused, blocked, asked already, no messages left, full, or unable to see where it goes on.",
        &[
            Candidate {
                member: MIA,
                ..person(1)
            },
            Candidate {
                bot: true,
                ..person(2)
            },
            Candidate {
                paused: true,
                ..person(3)
            },
            Candidate {
                blocked: true,
                ..person(4)
            },
            Candidate {
                already_asked: true,
                ..person(5)
            },
            Candidate {
                budget_spent: true,
                ..person(6)
            },
            Candidate {
                load: load(2, 0),
                ..person(7)
            },
            Candidate {
                load: load(0, 1),
                limit: LoadLimit::MIN,
                ..person(8)
            },
            person(9),
            Candidate {
                sees_channel: false,
                ..person(10)
            },
        ],
        &[9],
    );
    check(
        "11. A first-timer with nothing on leads over a veteran with two open asks, as help should spread.",
        &[
            Candidate {
                helped_before: 12,
                basis: teaches(Level::Talk),
                load: load(0, 2),
                given_lately: 6,
                ..person(2)
            },
            Candidate {
                basis: teaches(Level::Starter),
                received_lately: 2,
                ..person(3)
            },
        ],
        &[3, 2],
    );
    check(
        "12. Ten helps are no more than one: then the level, then the balance decide.",
        &[
            Candidate {
                helped_before: 10,
                given_lately: 10,
                ..person(2)
            },
            Candidate {
                helped_before: 1,
                received_lately: 1,
                ..person(3)
            },
            Candidate {
                helped_before: 1,
                basis: teaches(Level::Talk),
                given_lately: 1,
                ..person(4)
            },
        ],
        &[4, 3, 2],
    );
}

#[test]
fn nobody_fits_and_nobody_is_chosen() {
    check("nobody teaches it", &[], &[]);
    check(
        "only the asker does",
        &[Candidate {
            member: MIA,
            ..person(1)
        }],
        &[],
    );
}

#[test]
fn who_comes_twice_is_asked_once() {
    check(
        "the skill and a neighbouring one",
        &[
            person(2),
            Candidate {
                basis: neighbour(Level::Talk),
                ..person(2)
            },
            person(2),
        ],
        &[2],
    );
}

#[test]
fn a_wave_is_the_first_three() {
    let people: Vec<_> = (2..9).map(person).collect();
    let ranked = rank(&WANTED, &people);
    assert_eq!(next_wave(&WANTED, &people), ranked[..3]);
    assert_eq!(next_wave(&WANTED, &people[..1]).len(), 1);
}

#[test]
fn those_who_teach_a_neighbouring_skill_come_when_nobody_is_left_who_teaches_it() {
    let near = |id| Candidate {
        basis: neighbour(Level::Daily),
        ..person(id)
    };
    let teacher = Candidate {
        within_hours: false,
        ..person(5)
    };
    let all = [near(2), near(3), near(4), teacher, near(6)];
    assert_eq!(
        members(&next_wave(&WANTED, &all)),
        [5],
        "a wave of one, rather than a mixed one"
    );
    let asked = Candidate {
        already_asked: true,
        ..teacher
    };
    let left = [near(2), near(3), near(4), asked, near(6)];
    let wave = next_wave(&WANTED, &left);
    assert_eq!(wave.len(), WAVE_SIZE);
    assert!(wave.iter().all(|chosen| chosen.member != MemberId(5)));
}

#[test]
fn whom_a_colleague_named_is_asked_by_the_same_rules() {
    let named = Candidate {
        basis: Basis::Named { by: MemberId(3) },
        helped_before: 4,
        ..person(2)
    };
    assert_eq!(
        next_wave(&WANTED, &[named]),
        [Chosen {
            member: MemberId(2),
            reason: Reason::Referred { by: MemberId(3) }
        }]
    );
    for refused in [
        Candidate {
            paused: true,
            ..named
        },
        Candidate {
            blocked: true,
            ..named
        },
        Candidate {
            already_asked: true,
            ..named
        },
        Candidate {
            budget_spent: true,
            ..named
        },
        Candidate {
            sees_channel: false,
            ..named
        },
        Candidate { bot: true, ..named },
        Candidate {
            load: load(2, 0),
            ..named
        },
        Candidate {
            load: load(0, 4),
            ..named
        },
        Candidate {
            member: MIA,
            ..named
        },
    ] {
        assert_eq!(next_wave(&WANTED, &[refused]), []);
    }
}

#[test]
fn reasons_are_in_the_helpers_own_terms() {
    let reason = |candidate: Candidate| rank(&WANTED, &[candidate])[0].reason;
    assert_eq!(
        reason(person(2)),
        Reason::Teaches {
            level: Some(Level::Daily)
        }
    );
    assert_eq!(
        reason(Candidate {
            helped_before: 2,
            ..person(2)
        }),
        Reason::HelpedBefore {
            times: 2,
            level: Some(Level::Daily)
        }
    );
    assert_eq!(
        reason(Candidate {
            basis: neighbour(Level::Talk),
            ..person(2)
        }),
        Reason::TeachesNeighbour {
            skill: SkillId(99),
            level: Some(Level::Talk)
        }
    );
    assert_eq!(
        reason(Candidate {
            basis: neighbour(Level::Talk),
            helped_before: 1,
            ..person(2)
        }),
        Reason::HelpedBefore {
            times: 1,
            level: None
        }
    );
}

#[test]
fn a_reason_is_kept_as_readable_json() {
    let reason = Reason::HelpedBefore {
        times: 2,
        level: Some(Level::Daily),
    };
    let json = serde_json::to_string(&reason).unwrap();
    assert_eq!(json, r#"{"why":"helped_before","times":2,"level":"daily"}"#);
    assert_eq!(serde_json::from_str::<Reason>(&json).unwrap(), reason);
    let referred = serde_json::to_string(&Reason::Referred { by: MIA }).unwrap();
    assert_eq!(referred, r#"{"why":"referred","by":1}"#);
}

#[test]
fn ties_fall_differently_from_ask_to_ask() {
    let people: Vec<_> = (2..6).map(person).collect();
    let mut firsts: Vec<_> = (0..40)
        .map(|ask| {
            rank(
                &Wanted {
                    ask: AskId(ask),
                    ..WANTED
                },
                &people,
            )[0]
            .member
        })
        .collect();
    firsts.sort_unstable();
    firsts.dedup();
    assert_eq!(
        firsts.len(),
        4,
        "over forty asks each of four equals is first at least once"
    );
}
