//! Who takes part in a round: those of the programme, unless they are away, sit it out, or like to meet less often.

use chrono::{DateTime, TimeDelta, Utc};

use super::Membership;

/// A start may be so much nearer to the one before than the rhythm says, as days off and late heads-ups move them, and still counts as
/// a full week.
const MOVED: TimeDelta = TimeDelta::days(3);

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
    /// How often they take part, [`in_step`] with the programme: every so many weeks; `None`: in every round.
    pub every_weeks: Option<u8>,
    /// When the last round began in which they were seated.
    pub last_seated: Option<DateTime<Utc>>,
}

/// Every how many weeks somebody meets who likes to every `chosen` weeks, in a programme whose rounds come every `rhythm` weeks: in each
/// of its rounds, or each second and so on, whichever is nearest. Both are at least 1.
pub const fn in_step(chosen: u8, rhythm: u8) -> u8 {
    let rhythm = if rhythm == 0 { 1 } else { rhythm };
    let rounds = (2 * chosen + rhythm) / (2 * rhythm);
    if rounds == 0 { rhythm } else { rounds * rhythm }
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

/// Whether somebody takes part in a round that starts at an instant.
pub fn participation(standing: &Standing, start: DateTime<Utc>) -> Participation {
    match (standing.has_role, standing.said) {
        (Some(false), _) | (_, Some(Membership::Out)) | (None, None) => {
            return Participation::NotOfIt;
        }
        (_, Some(Membership::Resting)) => return Participation::Resting,
        (Some(true), None) | (_, Some(Membership::In)) => {}
    }
    if let Some(until) = standing.paused_until.filter(|until| *until > start) {
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
    let weeks = standing.every_weeks.filter(|weeks| *weeks > 1)?;
    Some(standing.last_seated? + TimeDelta::weeks(weeks.into()) - MOVED)
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
        every_weeks: None,
        last_seated: None,
    };

    #[track_caller]
    fn check(standing: Standing, expected: Participation) {
        assert_eq!(participation(&standing, start()), expected);
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
    fn how_often_somebody_likes_to_meet_goes_in_step_with_the_rounds() {
        for (chosen, rhythm, expected) in [
            (1, 1, 1),
            (2, 1, 2),
            (4, 1, 4),
            (2, 2, 2),
            (4, 2, 4),
            // Every third week is nearer to every fourth than every sixth is.
            (4, 3, 3),
            (2, 3, 3),
            (2, 4, 4),
            (4, 4, 4),
            (1, 4, 4),
        ] {
            assert_eq!(in_step(chosen, rhythm), expected, "{chosen} of {rhythm}");
        }
    }

    #[test]
    fn who_likes_every_two_or_four_weeks_is_in_after_so_many() {
        let weeks_ago = |weeks| Some(start() - TimeDelta::weeks(weeks));
        for (every, last_seated, takes_part) in [
            (Some(2), None, true),
            (Some(2), weeks_ago(1), false),
            (Some(2), weeks_ago(2), true),
            // The start before was moved by a holiday.
            (Some(2), Some(start() - TimeDelta::days(13)), true),
            (Some(4), weeks_ago(3), false),
            (Some(4), weeks_ago(4), true),
            (Some(1), weeks_ago(1), true),
            (None, weeks_ago(1), true),
        ] {
            let standing = Standing {
                every_weeks: every,
                last_seated,
                ..IN
            };
            assert_eq!(
                participation(&standing, start()) == Participation::In,
                takes_part,
                "{every:?} {last_seated:?}"
            );
        }
    }
}
