//! What the rounds of a programme so far mean for the next one: who has met, whose turn it is to receive, to rest or to be first.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};

use crate::domain::ids::{MemberId, PairingId};
use crate::domain::pairing::Met;

/// So many rounds in a row of only giving count.
const MOST_GAVE_ONLY: u8 = 3;

/// A seat of an earlier round.
#[allow(
    clippy::struct_excessive_bools,
    reason = "each is a fact of its own, kept as one"
)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PastSeat {
    /// How many paired rounds ago; 1 is the latest.
    pub ago: u16,
    /// In which pairing.
    pub pairing: PairingId,
    /// Whose.
    pub member: MemberId,
    /// Whether it fell apart before anybody said that they met.
    pub fell_apart: bool,
    /// When they left it, if they did.
    pub left_at: Option<DateTime<Utc>>,
    /// The last sign of them in it.
    pub sign_at: Option<DateTime<Utc>>,
    /// They taught something another wished for.
    pub gave: bool,
    /// They wished for something another taught.
    pub got: bool,
    /// They had wishes at all.
    pub wished: bool,
    /// As a host, with a newcomer.
    pub hosted: bool,
    /// In a trio of a programme of pairs.
    pub of_three: bool,
}

/// What the rounds so far say of one member.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Past {
    /// For how many of their rounds in a row they only gave, having wishes; at most 3.
    pub gave_only: u8,
    /// How many rounds ago they hosted a newcomer last.
    pub hosted_ago: Option<u16>,
    /// How many rounds ago they sat in a trio last.
    pub trio_ago: Option<u16>,
    /// How many rounds ago they were seated last.
    pub seated_ago: Option<u16>,
}

/// What the rounds so far say of each member who was seated, from their seats in any order. A seat that was left before anybody
/// else in it showed a sign counts for nothing, and no seat of a pairing that fell apart does: nobody met there.
pub fn pasts(seats: &[PastSeat]) -> BTreeMap<MemberId, Past> {
    let mut counted = counted(seats);
    counted.sort_unstable_by_key(|seat| (seat.ago, seat.member));
    let mut pasts: BTreeMap<MemberId, Past> = BTreeMap::new();
    // Whose row of rounds in which they only gave is broken.
    let mut broken = std::collections::BTreeSet::new();
    for seat in counted {
        let past = pasts.entry(seat.member).or_default();
        past.seated_ago.get_or_insert(seat.ago);
        if seat.hosted {
            past.hosted_ago.get_or_insert(seat.ago);
        }
        if seat.of_three {
            past.trio_ago.get_or_insert(seat.ago);
        }
        if seat.wished && seat.gave && !seat.got && !broken.contains(&seat.member) {
            past.gave_only = (past.gave_only + 1).min(MOST_GAVE_ONLY);
        } else {
            broken.insert(seat.member);
        }
    }
    pasts
}

/// Who met whom, how many rounds ago.
pub fn meetings(seats: &[PastSeat]) -> Vec<Met> {
    let mut together: BTreeMap<PairingId, Vec<&PastSeat>> = BTreeMap::new();
    for seat in counted(seats) {
        together.entry(seat.pairing).or_default().push(seat);
    }
    let mut met = Vec::new();
    for mut seats in together.into_values() {
        seats.sort_unstable_by_key(|seat| seat.member);
        for (at, one) in seats.iter().enumerate() {
            met.extend(seats[at + 1..].iter().map(|other| Met {
                one: one.member,
                other: other.member,
                ago: one.ago,
            }));
        }
    }
    met
}

/// The seats in which somebody could be met.
fn counted(seats: &[PastSeat]) -> Vec<&PastSeat> {
    let mut together: BTreeMap<PairingId, Vec<&PastSeat>> = BTreeMap::new();
    for seat in seats {
        together.entry(seat.pairing).or_default().push(seat);
    }
    seats
        .iter()
        .filter(|seat| {
            !seat.fell_apart
                && seat.left_at.is_none_or(|left| {
                    together[&seat.pairing].iter().any(|other| {
                        other.member != seat.member && other.sign_at.is_some_and(|sign| sign < left)
                    })
                })
        })
        .collect()
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used)]
mod tests {
    use super::*;

    const MIA: MemberId = MemberId(1);
    const RAVI: MemberId = MemberId(2);
    const NOOR: MemberId = MemberId(3);

    fn seat(ago: u16, pairing: i64, member: MemberId) -> PastSeat {
        PastSeat {
            ago,
            pairing: PairingId(pairing),
            member,
            fell_apart: false,
            left_at: None,
            sign_at: None,
            gave: false,
            got: false,
            wished: false,
            hosted: false,
            of_three: false,
        }
    }

    fn at(minute: i64) -> Option<DateTime<Utc>> {
        DateTime::from_timestamp(minute * 60, 0)
    }

    #[test]
    fn all_three_of_a_trio_have_met() {
        let seats = [seat(2, 1, NOOR), seat(2, 1, MIA), seat(2, 1, RAVI)];
        let met = |one, other| Met { one, other, ago: 2 };
        assert_eq!(
            meetings(&seats),
            [met(MIA, RAVI), met(MIA, NOOR), met(RAVI, NOOR)]
        );
    }

    #[test]
    fn who_left_before_the_others_showed_a_sign_has_met_nobody() {
        for (sign_at, left_at, expected) in [
            (None, at(10), 0),
            (at(20), at(10), 0),
            (at(5), at(10), 1),
            (None, None, 1),
        ] {
            let seats = [
                PastSeat {
                    sign_at,
                    ..seat(1, 1, MIA)
                },
                PastSeat {
                    left_at,
                    // Saying that one cannot is a sign of oneself.
                    sign_at: left_at,
                    ..seat(1, 1, RAVI)
                },
            ];
            assert_eq!(meetings(&seats).len(), expected, "{sign_at:?} {left_at:?}");
            assert_eq!(pasts(&seats).contains_key(&RAVI), expected == 1);
        }
    }

    #[test]
    fn nobody_met_in_a_pairing_that_fell_apart_whatever_was_written_before() {
        for (fell_apart, expected) in [(false, 1), (true, 0)] {
            let wrote = |member| PastSeat {
                fell_apart,
                sign_at: at(5),
                ..seat(1, 1, member)
            };
            let left = PastSeat {
                left_at: at(10),
                ..wrote(RAVI)
            };
            let seats = [wrote(MIA), left];
            assert_eq!(meetings(&seats).len(), expected);
            assert_eq!(pasts(&seats).len(), expected * 2);
        }
    }

    #[test]
    fn only_giving_counts_by_rounds_in_a_row_up_to_three() {
        let gave = |ago| PastSeat {
            gave: true,
            wished: true,
            ..seat(ago, i64::from(ago), MIA)
        };
        let gave_only = |seats: &[PastSeat]| pasts(seats)[&MIA].gave_only;
        assert_eq!(gave_only(&[gave(1), gave(3)]), 2);
        assert_eq!(gave_only(&[gave(1), gave(2), gave(3), gave(4)]), 3);
        let got = PastSeat {
            got: true,
            ..gave(2)
        };
        assert_eq!(gave_only(&[gave(3), got, gave(1)]), 1);
        assert_eq!(
            gave_only(&[
                gave(2),
                PastSeat {
                    got: true,
                    ..gave(1)
                }
            ]),
            0
        );
        // Without a wish nothing could have been received.
        let wishless = PastSeat {
            wished: false,
            ..gave(1)
        };
        assert_eq!(gave_only(&[wishless, gave(2)]), 0);
    }

    #[test]
    fn the_latest_hosting_trio_and_seat_count() {
        let seats = [
            PastSeat {
                hosted: true,
                ..seat(4, 4, MIA)
            },
            PastSeat {
                hosted: true,
                ..seat(3, 3, MIA)
            },
            PastSeat {
                of_three: true,
                ..seat(6, 6, MIA)
            },
            seat(2, 2, MIA),
        ];
        assert_eq!(
            pasts(&seats)[&MIA],
            Past {
                gave_only: 0,
                hosted_ago: Some(3),
                trio_ago: Some(6),
                seated_ago: Some(2)
            }
        );
    }
}
