//! Private messages: into the conversation, else into the member's private thread, else into `/me`.

use super::verdict::{Verdict, verdict};
use super::{Errand, Outcome, refused};
use crate::discord::render;
use crate::discord::rest::Trouble;
use crate::domain::ids::{ChannelId, MemberId, MessageId};
use crate::error::Result;
use crate::post::Post;
use crate::store::{channels, members, settings};

/// Discord's code for a channel that the bot cannot see.
const NO_ACCESS: i64 = 50001;
/// Discord's code for a channel in which the bot may not do that.
const NO_PERMISSION: i64 = 50013;

/// Why a message waits in `/me`.
const NO_HELP_CHANNEL: &str =
    "the member takes no private messages, and there is no help channel for a private thread";

/// Why a message that only one person may know of waits in `/me`.
const NO_PRIVATE_MESSAGES: &str = "the member takes no private messages";

impl Errand<'_> {
    /// Sends a private message by the first way that is open.
    pub(super) async fn send_privately(
        &mut self,
        member: MemberId,
        post: &Post,
    ) -> Result<Outcome> {
        let guild = self.row.guild;
        let mut read = self.carrier.ctx.store.read().await?;
        let direct = channels::direct(&mut read, member).await?;
        let thread = channels::private_thread(&mut read, guild, member).await?;
        drop(read);
        // There may be others than managers in the thread.
        let other = self.in_place_of_digest().await?;
        let in_thread = other.as_ref().unwrap_or(post);
        let direct = direct.map(|channel| (channel, post));
        let known: Vec<(ChannelId, &Post)> = direct
            .into_iter()
            .chain(thread.map(|thread| (thread, in_thread)))
            .collect();
        if let Some(found) = self.sent_before(&known).await? {
            if matches!(found, Outcome::Done(Some((channel, _))) if Some(channel) == thread) {
                self.keep_no_digest().await?;
            }
            return Ok(found);
        }
        if let Some(kept_back) = self.kept_back().await? {
            return Ok(kept_back);
        }
        match self.send_to_conversation(member, post).await? {
            Ok((channel, message)) => Ok(Outcome::Done(Some((channel, Some(message))))),
            Err(trouble) if verdict(&trouble) == Verdict::Closed => {
                self.keep_no_digest().await?;
                self.send_to_thread(member, in_thread).await
            }
            Err(trouble) => Ok(refused(&trouble)),
        }
    }

    /// Sends a private message that nobody else may know of: not even the private thread is a place for it, since moderators can
    /// read there. With closed DMs it waits in `/me`.
    pub(super) async fn send_discreetly(
        &mut self,
        member: MemberId,
        post: &Post,
    ) -> Result<Outcome> {
        let known = channels::direct(&mut *self.carrier.ctx.store.read().await?, member).await?;
        let known: Vec<(ChannelId, &Post)> = known.into_iter().map(|known| (known, post)).collect();
        if let Some(found) = self.sent_before(&known).await? {
            return Ok(found);
        }
        if let Some(kept_back) = self.kept_back().await? {
            return Ok(kept_back);
        }
        Ok(match self.send_to_conversation(member, post).await? {
            Ok((channel, message)) => Outcome::Done(Some((channel, Some(message)))),
            Err(trouble) if verdict(&trouble) == Verdict::Closed => {
                Outcome::Waiting(NO_PRIVATE_MESSAGES.to_owned())
            }
            Err(trouble) => refused(&trouble),
        })
    }

    async fn send_to_conversation(
        &mut self,
        member: MemberId,
        post: &Post,
    ) -> Result<Result<(ChannelId, MessageId), Trouble>> {
        let known = channels::direct(&mut *self.carrier.ctx.store.read().await?, member).await?;
        if let Some(channel) = known {
            match self.send_into(channel, post).await {
                // Not the one of before any more, such as after the bot moved to another application.
                Err(trouble)
                    if verdict(&trouble) == Verdict::Gone || trouble.code() == NO_ACCESS => {}
                sent => return Ok(sent.map(|message| (channel, message))),
            }
        }
        self.turn().await;
        let channel = match self.carrier.rest.direct_channel(member).await {
            Ok(channel) => channel,
            Err(trouble) => return Ok(Err(trouble)),
        };
        let mut write = self.carrier.ctx.store.write().await?;
        channels::set_direct(&mut write, member, channel, self.row.id).await?;
        write.commit().await?;
        Ok(self
            .send_into(channel, post)
            .await
            .map(|message| (channel, message)))
    }

    /// Sends into the private thread that stands in for the conversation. What never goes through there waits in `/me`.
    async fn send_to_thread(&mut self, member: MemberId, post: &Post) -> Result<Outcome> {
        let post = &addressed(post, member);
        let guild = self.row.guild;
        let mut read = self.carrier.ctx.store.read().await?;
        let known = channels::private_thread(&mut read, guild, member).await?;
        let help_channel = settings::guild(&mut read, guild)
            .await?
            .and_then(|guild| guild.help_channel);
        let name = members::one(&mut read, guild, member)
            .await?
            .map(|person| thread_name(&person.display_name));
        drop(read);
        let mut lost = None;
        if let Some(thread) = known {
            match self.send_into(thread, post).await {
                Ok(message) => return Ok(Outcome::Done(Some((thread, Some(message))))),
                Err(trouble) if is_lost(&trouble) => {
                    if !self.reaches_server().await {
                        return Ok(Outcome::OutOfReach(trouble.to_string()));
                    }
                    lost = Some((thread, trouble));
                    let mut write = self.carrier.ctx.store.write().await?;
                    channels::remove_private_thread(&mut write, thread).await?;
                    write.commit().await?;
                }
                Err(trouble) => return Ok(or_waiting(refused(&trouble))),
            }
        }
        let (Some(help_channel), Some(name)) = (help_channel, name) else {
            return Ok(Outcome::Waiting(NO_HELP_CHANNEL.to_owned()));
        };
        let thread = match self.private_thread(help_channel, &name, member).await {
            Ok(thread) => thread,
            Err(trouble) => return Ok(or_waiting(refused(&trouble))),
        };
        // There is no other to be had: what keeps the bot out of it is not the place of a former help channel.
        if let Some((_, trouble)) = lost.filter(|(before, _)| *before == thread) {
            return Ok(or_waiting(refused(&trouble)));
        }
        let mut write = self.carrier.ctx.store.write().await?;
        channels::set_private_thread(&mut write, guild, member, thread).await?;
        write.commit().await?;
        Ok(match self.send_into(thread, post).await {
            Ok(message) => Outcome::Done(Some((thread, Some(message)))),
            Err(trouble) => or_waiting(refused(&trouble)),
        })
    }

    /// Opens the member's private thread, or finds the one that an earlier try has opened.
    async fn private_thread(
        &mut self,
        help_channel: ChannelId,
        name: &str,
        member: MemberId,
    ) -> Result<ChannelId, Trouble> {
        self.turn().await;
        for thread in self
            .carrier
            .rest
            .active_threads(self.row.guild, help_channel)
            .await?
        {
            if thread.name == name {
                self.turn().await;
                if self.carrier.rest.is_in_thread(thread.id, member).await? {
                    return Ok(thread.id);
                }
            }
        }
        self.turn().await;
        let thread = self
            .carrier
            .rest
            .open_private_thread(help_channel, name)
            .await?;
        if let Err(trouble) = self.put_in(thread, member).await {
            // A thread without its member is of no use to anybody.
            self.turn().await;
            if let Err(left_over) = self.carrier.rest.set_archived(thread, true).await {
                tracing::warn!(row = %self.row.id, %thread, trouble = %left_over, "an empty private thread could not be archived");
            }
            return Err(trouble);
        }
        Ok(thread)
    }
}

/// The post with a mention above it. A thread tells nobody of a message otherwise, and Discord brings back who left it.
fn addressed(post: &Post, member: MemberId) -> Post {
    let mut addressed = Post::text(member.mention()).pinging([member]);
    addressed.blocks.extend(post.blocks.iter().cloned());
    addressed.pings.members.extend(&post.pings.members);
    addressed.pings.roles.extend(&post.pings.roles);
    addressed.files.clone_from(&post.files);
    addressed
}

/// Whether a member's private thread is no place any more: it was deleted, or it hangs under a channel that the bot cannot see or
/// write in, such as a help channel of before.
fn is_lost(trouble: &Trouble) -> bool {
    verdict(trouble) == Verdict::Gone || matches!(trouble.code(), NO_ACCESS | NO_PERMISSION)
}

fn thread_name(display_name: &str) -> String {
    render::shortened(&format!("Potluck and {display_name}"), 100)
}

/// What fails for good in the member's thread is kept for them in `/me`.
fn or_waiting(outcome: Outcome) -> Outcome {
    match outcome {
        Outcome::Failed(why) => Outcome::Waiting(format!(
            "the member takes no private messages, and their private thread does not work: {why}"
        )),
        outcome => outcome,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_of_any_length_fits() {
        assert_eq!(thread_name("Mia"), "Potluck and Mia");
        assert_eq!(thread_name(&"é".repeat(200)).chars().count(), 100);
    }

    #[test]
    fn in_a_thread_the_member_is_called() {
        let post = addressed(&Post::text("Hello"), MemberId(7));
        assert_eq!(
            post,
            Post::text("<@7>").and_text("Hello").pinging([MemberId(7)])
        );
    }

    #[test]
    fn a_thread_that_the_bot_is_kept_out_of_is_given_up() {
        for (status, code, lost) in [
            (404, 10003, true),
            (403, 50001, true),
            (403, 50013, true),
            (400, 50035, false),
            (403, 0, false),
            (503, 0, false),
        ] {
            let trouble = Trouble::Refused {
                status,
                code,
                at: None,
                retry_after: None,
            };
            assert_eq!(is_lost(&trouble), lost, "{trouble}");
        }
    }

    #[test]
    fn only_what_fails_for_good_waits() {
        assert!(matches!(
            or_waiting(Outcome::Failed("x".into())),
            Outcome::Waiting(_)
        ));
        let again = Outcome::Again {
            why: "y".into(),
            after: None,
            maybe_sent: false,
        };
        assert_eq!(or_waiting(again.clone()), again);
    }
}
