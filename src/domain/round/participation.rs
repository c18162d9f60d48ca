//! Who takes part in a round: those of the programme, unless they are away, sit it out, or like to meet less often.

use chrono::{DateTime, TimeDelta, Utc};

use super::Membership;

/// What there is to know about a member of the guild and one programme.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    /// Whether the programme is for those with a role, and if so whether they have it. `None`: it is for those who opt in.
    pub has_role: Option<bool>,
    /// What they said of it; `None`: nothing.
    pub said: Option<Membership>,
    /// Whether they sit this round out.
    pub skips: bool,
    /// Until when they are out of everything, if they are.
    pub paused_until: Option<DateTime<Utc>>,
    /// For how long they sit out after the start of a round in which they were seated, by [`sits_out_for`]; `None`: they are in every one.
    pub sits_out_for: Option<TimeDelta>,
    /// When the last round began in which they were seated.
    pub last_seated: Option<DateTime<Utc>>,
}

/// Of how many rounds somebody is in one who likes to meet every `chosen` weeks, in a programme whose rounds come every `rhythm` weeks:
/// in each, or each second and so on, whichever is nearest. Both are at least 1.
const fn one_of(chosen: u8, rhythm: u8) -> u8 {
    let rounds = (2 * chosen + rhythm) / (2 * rhythm);
    if rounds == 0 { 1 } else { rounds }
}

/// For how long somebody sits out after the start of a round in which they were seated, who likes to meet every `chosen` weeks, in a
/// programme whose rounds come every `rhythm` weeks; `None`: they are in each of its rounds, however near to one another.
///
/// It ends half of the rhythm before the start that is theirs again: days off, late heads-ups and admins may move both starts, and none
/// of the starts between them moves by more.
pub fn sits_out_for(chosen: u8, rhythm: u8) -> Option<TimeDelta> {
    let rhythm = rhythm.max(1);
    let rounds = one_of(chosen, rhythm);
    let between = TimeDelta::weeks(rhythm.into());
    (rounds > 1).then(|| between * i32::from(rounds) - between / 2)
}

/// Whether somebody takes part in a round, or what keeps them out of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Participation {
    /// They are seated.
    In,
    /// The programme is not for them, or they are not in it.
    NotOfIt,
    /// They were without a sign for three rounds.
    Resting,
    /// They are away until then.
    Paused(DateTime<Utc>),
    /// They sit it out.
    Skips,
    /// They like to meet less often: from then on they are in again.
    NotYet(DateTime<Utc>),
}

/// Whether somebody takes part in a round that starts at an instant, and is paired then or, where an admin does not wait for it, at an
/// earlier one.
pub fn participation(
    standing: &Standing,
    start: DateTime<Utc>,
    paired: DateTime<Utc>,
) -> Participation {
    match (standing.has_role, standing.said) {
        (Some(false), _) | (_, Some(Membership::Out)) | (None, None) => {
            return Participation::NotOfIt;
        }
        (_, Some(Membership::Resting)) => return Participation::Resting,
        (Some(true), None) | (_, Some(Membership::In)) => {}
    }
    let together = start.min(paired);
    if let Some(until) = standing.paused_until.filter(|until| *until > together) {
        return Participation::Paused(until);
    }
    if standing.skips {
        return Participation::Skips;
    }
    match in_again(standing) {
        Some(from) if from > start => Participation::NotYet(from),
        _ => Participation::In,
    }
}

/// From when on somebody who likes to meet less often is in again.
fn in_again(standing: &Standing) -> Option<DateTime<Utc>> {
    Some(standing.last_seated? + standing.sits_out_for?)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used)]
mod tests {
    use super::*;

    fn start() -> DateTime<Utc> {
        "2026-03-10T10:00:00Z".parse().unwrap()
    }

    const IN: Standing = Standing {
        has_role: None,
        said: Some(Membership::In),
        skips: false,
        paused_until: None,
        sits_out_for: None,
        last_seated: None,
    };

    #[track_caller]
    fn check(standing: Standing, expected: Participation) {
        assert_eq!(participation(&standing, start(), start()), expected);
    }

    #[test]
    fn those_with_the_role_or_who_opted_in_take_part() {
        use Membership::{In, Out, Resting};
        for (has_role, said, expected) in [
            (None, None, Participation::NotOfIt),
            (None, Some(In), Participation::In),
            (None, Some(Out), Participation::NotOfIt),
            (None, Some(Resting), Participation::Resting),
            (Some(true), None, Participation::In),
            (Some(true), Some(In), Participation::In),
            (Some(true), Some(Out), Participation::NotOfIt),
            (Some(true), Some(Resting), Participation::Resting),
            (Some(false), None, Participation::NotOfIt),
            (Some(false), Some(In), Participation::NotOfIt),
        ] {
            check(
                Standing {
                    has_role,
                    said,
                    ..IN
                },
                expected,
            );
        }
    }

    #[test]
    fn who_pauses_or_skips_sits_it_out() {
        let later = start() + TimeDelta::days(1);
        check(
            Standing {
                paused_until: Some(later),
                ..IN
            },
            Participation::Paused(later),
        );
        // A pause that ends with the start is over.
        check(
            Standing {
                paused_until: Some(start()),
                ..IN
            },
            Participation::In,
        );
        check(Standing { skips: true, ..IN }, Participation::Skips);
    }

    #[test]
    fn who_is_away_while_it_is_paired_ahead_of_its_start_sits_it_out() {
        let back = start() - TimeDelta::hours(10);
        let standing = Standing {
            paused_until: Some(back),
            ..IN
        };
        for (paired, expected) in [
            (start() - TimeDelta::hours(20), Participation::Paused(back)),
            (back, Participation::In),
            (start(), Participation::In),
            (start() + TimeDelta::hours(1), Participation::In),
        ] {
            assert_eq!(participation(&standing, start(), paired), expected);
        }
    }

    #[test]
    fn how_often_somebody_likes_to_meet_goes_in_step_with_the_rounds() {
        for (chosen, rhythm, expected) in [
            (1, 1, 1),
            (2, 1, 2),
            (4, 1, 4),
            (2, 2, 1),
            (4, 2, 2),
            // Every third week is nearer to every fourth than every sixth is.
            (4, 3, 1),
            (2, 3, 1),
            (2, 4, 1),
            (4, 4, 1),
            (1, 4, 1),
        ] {
            assert_eq!(one_of(chosen, rhythm), expected, "{chosen} of {rhythm}");
        }
    }

    #[test]
    fn who_likes_every_two_or_four_weeks_is_in_after_so_many_however_starts_are_moved() {
        // The rhythm, what they chose, how many days ago they were seated, and whether they take part.
        for (rhythm, chosen, ago, takes_part) in [
            (1, 2, None, true),
            (1, 2, Some(7), false),
            (1, 2, Some(14), true),
            // One of the starts was moved by a holiday, or by almost half a week.
            (1, 2, Some(13), true),
            (1, 2, Some(11), true),
            (1, 2, Some(10), false),
            (1, 4, Some(21), false),
            (1, 4, Some(28), true),
            (1, 4, Some(25), true),
            (2, 4, Some(14), false),
            (2, 4, Some(20), false),
            (2, 4, Some(21), true),
            (2, 4, Some(28), true),
            // Every round, however near.
            (1, 1, Some(2), true),
            (2, 2, Some(8), true),
            (4, 4, Some(15), true),
            (3, 4, Some(11), true),
        ] {
            let standing = Standing {
                sits_out_for: sits_out_for(chosen, rhythm),
                last_seated: ago.map(|days| start() - TimeDelta::days(days)),
                ..IN
            };
            assert_eq!(
                participation(&standing, start(), start()) == Participation::In,
                takes_part,
                "every {chosen} of {rhythm}, {ago:?} days ago"
            );
        }
    }
}
