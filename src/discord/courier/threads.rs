//! Private threads for people to meet in.
//!
//! A request to open a thread has no nonce. So which thread a row has opened is noted before anything else is done in it, and where that
//! could not be noted the thread is looked for among those that are there: by its name, its age, and who is in it.

use chrono::TimeDelta;

use super::reconcile::opened_after;
use super::verdict::{Verdict, verdict};
use super::{Errand, Outcome, refused};
use crate::discord::render;
use crate::discord::rest::{ActiveThread, Trouble};
use crate::domain::ids::{ChannelId, MemberId};
use crate::error::Result;
use crate::store::threads;

/// A thread in which nobody writes leaves the list of active ones after a week. What was opened longer ago cannot be found there.
const FINDABLE_FOR: TimeDelta = TimeDelta::days(6);
const UNDECIDED: &str =
    "the thread may have been opened so long ago that it cannot be found any more";
const KEPT_OUT: &str = "a member cannot see the channel of the thread any more";
const TAKEN_AWAY: &str = "the thread was deleted or locked before everybody was in it";

/// How bringing members into a thread went.
#[derive(Debug, PartialEq, Eq)]
enum Brought {
    /// Everybody who is in the server is in it.
    In,
    /// This is to be concluded instead.
    Not(Outcome),
    /// Somebody cannot be added for good.
    KeptOut,
}

impl Errand<'_> {
    pub(super) async fn open_private_thread(
        &mut self,
        under: ChannelId,
        name: &str,
        members: &[MemberId],
    ) -> Result<Outcome> {
        let name = render::shortened(name, 100);
        let thread = match self.opened_before(under, &name, members).await? {
            Ok(Some(thread)) => thread,
            Err(outcome) => return Ok(outcome),
            Ok(None) => {
                self.turn().await;
                let opened = self.carrier.rest.open_private_thread(under, &name).await;
                match opened {
                    Ok(thread) => thread,
                    Err(trouble) => return Ok(refused(&trouble)),
                }
            }
        };
        let guild = self.row.guild;
        self.carrier.active.note(guild, thread, under, true);
        // From here on it counts as open, so not as being opened, too, while its members are added.
        self.opening = None;
        self.note(Some(thread)).await?;
        match self.bring_in(thread, members).await {
            Brought::In => Ok(Outcome::Done(Some((thread, None)))),
            Brought::Not(outcome) => Ok(outcome),
            Brought::KeptOut => {
                // A thread for two in which one is alone is of no use; its people are told in another way.
                self.turn().await;
                if let Err(trouble) = self.carrier.rest.delete_thread(thread).await
                    && verdict(&trouble) != Verdict::Gone
                {
                    return Ok(again(&trouble));
                }
                self.note(None).await?;
                Ok(Outcome::Failed(KEPT_OUT.to_owned()))
            }
        }
    }

    /// The thread that an earlier try has opened, if one has; `Err`: that cannot be found out, or not now.
    async fn opened_before(
        &mut self,
        under: ChannelId,
        name: &str,
        members: &[MemberId],
    ) -> Result<std::result::Result<Option<ChannelId>, Outcome>> {
        let mut read = self.carrier.ctx.store.read().await?;
        let noted = threads::opened_by(&mut read, self.row.id).await?;
        drop(read);
        let (None, Some(tried)) = (noted, self.maybe_sent) else {
            return Ok(Ok(noted));
        };
        self.turn().await;
        let active = match self
            .carrier
            .rest
            .active_threads(self.row.guild, under)
            .await
        {
            Ok(active) => active,
            Err(trouble) => return Ok(Err(again_or_undecided(&trouble))),
        };
        let bot = self.carrier.ctx.bot;
        let like_it = |thread: &&ActiveThread| {
            thread.is_private
                && thread.owner == Some(bot)
                && thread.name == name
                && opened_after(thread.id, tried)
        };
        for candidate in active.iter().filter(like_it) {
            let mut read = self.carrier.ctx.store.read().await?;
            let taken = threads::is_taken(&mut read, candidate.id, self.row.id).await?;
            drop(read);
            if taken {
                continue;
            }
            self.turn().await;
            match self.carrier.rest.thread_members(candidate.id).await {
                Ok(inside) if is_for(&inside, members, bot) => return Ok(Ok(Some(candidate.id))),
                Ok(_) => {}
                Err(trouble) if verdict(&trouble) == Verdict::Gone => {}
                Err(trouble) => return Ok(Err(again_or_undecided(&trouble))),
            }
        }
        if self.carrier.ctx.clock.now() - tried > FINDABLE_FOR {
            return Ok(Err(Outcome::Undecided(UNDECIDED.to_owned())));
        }
        self.maybe_sent = None;
        Ok(Ok(None))
    }

    /// Adds members to a thread. Those who left the server are passed over.
    async fn bring_in(&mut self, thread: ChannelId, members: &[MemberId]) -> Brought {
        for member in members {
            let Err(trouble) = self.put_in(thread, *member).await else {
                continue;
            };
            match verdict(&trouble) {
                Verdict::Nobody => {
                    tracing::info!(row = %self.row.id, %thread, "a member of a new thread has left");
                }
                Verdict::Later(_) => return Brought::Not(again(&trouble)),
                Verdict::NoRoom => return Brought::Not(Outcome::NoRoom),
                Verdict::Gone | Verdict::Locked => {
                    return Brought::Not(Outcome::Failed(TAKEN_AWAY.to_owned()));
                }
                _ => {
                    tracing::warn!(row = %self.row.id, %thread, %trouble, "a member could not be added");
                    return Brought::KeptOut;
                }
            }
        }
        Brought::In
    }

    async fn note(&self, thread: Option<ChannelId>) -> Result<()> {
        let mut write = self.carrier.ctx.store.write().await?;
        threads::set_opened_by(&mut write, self.row.id, thread).await?;
        write.commit().await?;
        Ok(())
    }
}

/// The thread is there, and what is missing is done by the next try, whatever this one's trouble was.
fn again(trouble: &Trouble) -> Outcome {
    match refused(trouble) {
        Outcome::Again { why, after, .. } => Outcome::Again {
            why,
            after,
            maybe_sent: true,
        },
        other => other,
    }
}

/// What it means that the threads cannot be looked at.
fn again_or_undecided(trouble: &Trouble) -> Outcome {
    match again(trouble) {
        Outcome::Failed(why) => Outcome::Undecided(format!(
            "the thread may have been opened, and cannot be looked for: {why}"
        )),
        outcome => outcome,
    }
}

/// Whether a thread holds nobody but the bot and some of these: members are added one after the other.
fn is_for(inside: &[MemberId], members: &[MemberId], bot: MemberId) -> bool {
    inside
        .iter()
        .all(|member| *member == bot || members.contains(member))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_thread_is_known_by_who_is_in_it_so_far() {
        let (bot, mia, ravi, noor) = (MemberId(1), MemberId(2), MemberId(3), MemberId(4));
        for (inside, expected) in [
            (vec![bot], true),
            (vec![bot, mia], true),
            (vec![bot, mia, ravi], true),
            (vec![bot, noor], false),
            (vec![bot, mia, ravi, noor], false),
        ] {
            assert_eq!(is_for(&inside, &[mia, ravi], bot), expected, "{inside:?}");
        }
    }

    #[test]
    fn what_cannot_be_looked_for_is_not_guessed() {
        let refusal = |status, code| Trouble::Refused {
            status,
            code,
            at: None,
            retry_after: None,
        };
        assert!(matches!(
            again_or_undecided(&refusal(403, 50001)),
            Outcome::Undecided(_)
        ));
        for trouble in [refusal(503, 0), refusal(429, 0), Trouble::Unreached] {
            let outcome = again_or_undecided(&trouble);
            assert!(
                matches!(
                    outcome,
                    Outcome::Again {
                        maybe_sent: true,
                        ..
                    }
                ),
                "{outcome:?}"
            );
        }
    }
}
