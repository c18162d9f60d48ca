//! What is refused while a server is out of reach: by an outage, or because the bot was removed from it.
//!
//! A refusal there says nothing about what is refused, so nothing is concluded from it. That the bot was removed is told over the gateway,
//! which may be later than a request is refused for it, and much later where the gateway is down. So before anything is concluded from a
//! refusal, Discord is asked whether the bot is in the server at all. What a refusal means where it is, is concluded at once, whether
//! the gateway is there or not.

use std::collections::BTreeMap;
use std::sync::Mutex;

use chrono::{DateTime, TimeDelta, Utc};

use super::{Errand, Outcome};
use crate::domain::ids::GuildId;
use crate::store::guilds;

/// For so long an answer stands for the next who would ask: where a right is taken away in the middle of a round, hundreds of requests
/// are refused in a few seconds.
const STANDS_FOR: TimeDelta = TimeDelta::seconds(2);

/// When which server answered last.
#[derive(Debug, Default)]
pub(super) struct Reached(Mutex<BTreeMap<GuildId, DateTime<Utc>>>);

impl Reached {
    /// Whether this server has just answered.
    fn lately(&self, guild: GuildId, now: DateTime<Utc>) -> bool {
        let reached = self
            .0
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        reached
            .get(&guild)
            .is_some_and(|at| (now - *at).abs() < STANDS_FOR)
    }

    /// This server answered, or did not.
    fn note(&self, guild: GuildId, answered: Option<DateTime<Utc>>) {
        let mut reached = self
            .0
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        match answered {
            Some(at) => reached.insert(guild, at),
            None => reached.remove(&guild),
        };
    }
}

impl Errand<'_> {
    /// What becomes of the row by an outcome, or of a row of a server that is out of reach.
    pub(super) async fn within_reach(&mut self, outcome: Outcome) -> Outcome {
        if is_refusal(&outcome) && !self.reaches_server().await {
            while_out(outcome)
        } else {
            outcome
        }
    }

    /// Whether the bot certainly is in the row's server, and no outage keeps it away.
    pub(super) async fn reaches_server(&mut self) -> bool {
        let carrier = self.carrier;
        let guild = self.row.guild;
        let known_out = match carrier.ctx.store.read().await {
            Ok(mut read) => guilds::is_out_of_reach(&mut read, guild).await.ok(),
            Err(_) => None,
        };
        if known_out != Some(false) {
            return false;
        }
        if carrier.reached.lately(guild, carrier.ctx.clock.now()) {
            return true;
        }
        self.turn().await;
        let asked_at = carrier.ctx.clock.now();
        match carrier.rest.reach(guild).await {
            Ok(()) => {
                carrier.reached.note(guild, Some(asked_at));
                true
            }
            Err(trouble) => {
                carrier.reached.note(guild, None);
                tracing::info!(row = %self.row.id, %guild, %trouble, "the server is out of reach");
                false
            }
        }
    }
}

/// What becomes of a row of a server that is out of reach: it waits until the server is back. What went through stays as it is; what
/// may have is looked for again.
pub(super) fn while_out(outcome: Outcome) -> Outcome {
    match outcome {
        Outcome::Waiting(why) | Outcome::Failed(why) | Outcome::Undecided(why) => {
            Outcome::OutOfReach(why)
        }
        Outcome::PlaceGone(_) | Outcome::PostGone(..) | Outcome::NeverThere => {
            Outcome::OutOfReach("the server is out of reach".to_owned())
        }
        outcome => outcome,
    }
}

/// Whether an outcome concludes something that is not concluded while the server is known to be out of reach.
pub(super) const fn concludes(outcome: &Outcome) -> bool {
    is_refusal(outcome) || matches!(outcome, Outcome::NeverThere)
}

/// Whether an outcome concludes something from a refusal, of which Discord is to be asked whether it means anything. What is never there
/// was refused by nobody: that what it hangs on failed was concluded before.
const fn is_refusal(outcome: &Outcome) -> bool {
    matches!(
        outcome,
        Outcome::Waiting(_)
            | Outcome::Failed(_)
            | Outcome::Undecided(_)
            | Outcome::PlaceGone(_)
            | Outcome::PostGone(..)
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
            (Outcome::Undecided("who knows".to_owned()), "who knows"),
            (Outcome::PlaceGone(place), "the server is out of reach"),
            (Outcome::PostGone(place, post), "the server is out of reach"),
            (Outcome::NeverThere, "the server is out of reach"),
        ] {
            assert!(concludes(&refused), "{refused:?}");
            let by_discord = refused != Outcome::NeverThere;
            assert_eq!(is_refusal(&refused), by_discord, "{refused:?}");
            assert_eq!(while_out(refused), Outcome::OutOfReach(why.to_owned()));
        }
    }

    #[test]
    fn an_answer_stands_for_two_seconds() {
        let reached = Reached::default();
        let (guild, now) = (GuildId(1), DateTime::UNIX_EPOCH);
        assert!(!reached.lately(guild, now));
        reached.note(guild, Some(now));
        assert!(reached.lately(guild, now + TimeDelta::milliseconds(1999)));
        assert!(!reached.lately(guild, now + STANDS_FOR));
        assert!(!reached.lately(GuildId(2), now));
        reached.note(guild, None);
        assert!(!reached.lately(guild, now));
    }

    #[test]
    fn what_else_became_of_a_row_stands() {
        for outcome in [
            Outcome::Done(Some((ChannelId(1), None))),
            Outcome::NoRoom,
            Outcome::OutOfReach("out".to_owned()),
            Outcome::NotBefore(chrono::DateTime::UNIX_EPOCH),
            Outcome::Dropped,
        ] {
            assert!(!concludes(&outcome), "{outcome:?}");
            assert_eq!(while_out(outcome.clone()), outcome);
        }
    }
}
