//! What is refused while a server is out of reach: by an outage, or because the bot was removed from it.

use super::Outcome;

/// What becomes of a row of a server that is out of reach: a refusal there says nothing about what is refused, so nothing is concluded
/// from it, and the row waits until the server is back. What went through, or may have, stays as it is.
pub(super) fn while_out(outcome: Outcome) -> Outcome {
    let why = match outcome {
        Outcome::Waiting(why) | Outcome::Failed(why) => why,
        Outcome::PlaceGone(_) | Outcome::PostGone(..) => "the server is out of reach".to_owned(),
        outcome => return outcome,
    };
    Outcome::Again {
        why,
        after: None,
        maybe_sent: false,
    }
}

/// Whether an outcome concludes something from a refusal.
pub(super) const fn concludes(outcome: &Outcome) -> bool {
    matches!(
        outcome,
        Outcome::Waiting(_) | Outcome::Failed(_) | Outcome::PlaceGone(_) | Outcome::PostGone(..)
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::ids::{ChannelId, MessageId};

    #[test]
    fn no_refusal_is_final_while_a_server_is_out_of_reach() {
        let (place, post) = (ChannelId(1), MessageId(2));
        for (refused, why) in [
            (Outcome::Waiting("no".to_owned()), "no"),
            (Outcome::Failed("never".to_owned()), "never"),
            (Outcome::PlaceGone(place), "the server is out of reach"),
            (Outcome::PostGone(place, post), "the server is out of reach"),
        ] {
            assert!(concludes(&refused), "{refused:?}");
            let again = Outcome::Again {
                why: why.to_owned(),
                after: None,
                maybe_sent: false,
            };
            assert_eq!(while_out(refused), again);
        }
    }

    #[test]
    fn what_else_became_of_a_row_stands() {
        for outcome in [
            Outcome::Done(Some((ChannelId(1), None))),
            Outcome::NoRoom,
            Outcome::Undecided("who knows".to_owned()),
            Outcome::NotBefore(chrono::DateTime::UNIX_EPOCH),
            Outcome::Dropped,
        ] {
            assert!(!concludes(&outcome), "{outcome:?}");
            assert_eq!(while_out(outcome.clone()), outcome);
        }
    }
}
