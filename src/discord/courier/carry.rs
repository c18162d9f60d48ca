//! One row, carried out.

use serde_json::{Map, Value, json};

use super::digests::Made;
use super::verdict::{Verdict, verdict};
use super::{Errand, Outcome, refused};
use crate::delivery::{Delivery, MessageRef, Place, Receipt};
use crate::discord::render::{self, Audience};
use crate::discord::rest::Trouble;
use crate::domain::ids::{ChannelId, MemberId, MessageId};
use crate::error::Result;
use crate::post::Post;
use crate::store::{self, invitations};

/// Discord's code for a message that is not there, in a channel that is.
const UNKNOWN_MESSAGE: i64 = 10008;

impl Errand<'_> {
    /// Carries the row out, as far as it can be.
    pub(super) async fn run(&mut self) -> Outcome {
        let row = self.row;
        let made = match self.made().await {
            Ok(Made::AsItIs) => None,
            Ok(Made::Anew(delivery)) => Some(*delivery),
            Ok(Made::ToNobody) => return Outcome::Dropped,
            Ok(Made::PerhapsSent(to, post)) => {
                return done_or_again(self.looked_for(&to, &post).await);
            }
            Err(error) => {
                return Outcome::Again {
                    why: format!("a digest could not be made: {error}"),
                    after: None,
                    maybe_sent: false,
                };
            }
        };
        let done = match made.as_ref().unwrap_or(&row.delivery) {
            Delivery::Send {
                to: Place::Direct(member),
                post,
            } => self.send_privately(*member, post).await,
            Delivery::Send {
                to: Place::Discreet(member),
                post,
            } => self.send_discreetly(*member, post).await,
            Delivery::Send { to, post } => self.send(to, post).await,
            Delivery::Edit { message, post } => self.edit(message, post).await,
            Delivery::OpenThread {
                under,
                name,
                members,
            } => self.open_thread(under, name, members).await,
            Delivery::OpenPrivateThread {
                under,
                name,
                members,
            } => self.open_private_thread(*under, name, members).await,
            Delivery::AddToThread { thread, member } => self.add_to_thread(thread, *member).await,
            Delivery::RemoveFromThread { thread, member } => {
                self.remove_from_thread(thread, *member).await
            }
            Delivery::ArchiveThread { thread } => self.archive(thread).await,
            Delivery::RenameThread { thread, name } => self.rename(thread, name).await,
            Delivery::DeleteThread { thread } => self.delete(thread).await,
        };
        done_or_again(done)
    }

    async fn send(&mut self, to: &Place, post: &Post) -> Result<Outcome> {
        let Some(channel) = self.channel(to).await? else {
            return Ok(self.never_there());
        };
        if let Some(found) = self.sent_before(&[(channel, post)]).await? {
            return Ok(found);
        }
        if let Some(kept_back) = self.kept_back().await? {
            return Ok(kept_back);
        }
        Ok(match self.send_into(channel, post).await {
            Ok(message) => Outcome::Done(Some((channel, Some(message)))),
            Err(trouble) if lives_on_without(to) && is_lost(&trouble) => {
                Outcome::PlaceGone(channel)
            }
            Err(trouble) => refused(&trouble),
        })
    }

    /// Sends the row's message, with its nonce, so that a try that was made before counts.
    pub(super) async fn send_into(
        &mut self,
        channel: ChannelId,
        post: &Post,
    ) -> Result<MessageId, Trouble> {
        let mut body = render::message(post, Audience::Everyone);
        body.insert("nonce".into(), json!(self.row.nonce));
        body.insert("enforce_nonce".into(), json!(true));
        self.turn().await;
        self.nonce_counts()?;
        match self
            .carrier
            .rest
            .send_message(channel, body.clone(), render::files(post))
            .await
        {
            Err(trouble) if verdict(&trouble) == Verdict::Archived => {
                self.unarchive(channel).await?;
                self.turn().await;
                self.nonce_counts()?;
                self.carrier
                    .rest
                    .send_message(channel, body, render::files(post))
                    .await
            }
            done => done,
        }
    }

    async fn edit(&mut self, message: &MessageRef, post: &Post) -> Result<Outcome> {
        let Some((channel, message)) = self.message(message).await? else {
            return Ok(self.never_there());
        };
        let is_post = matches!(
            &self.row.delivery,
            Delivery::Edit {
                message: MessageRef::AskPost(_),
                ..
            }
        );
        let body = render::edit(post);
        Ok(match self.edit_in(channel, message, body, post).await {
            Ok(()) => Outcome::Done(Some((channel, Some(message)))),
            // The post of an ask is missed by its asker; of the rest nobody reads what is gone.
            Err(trouble) if trouble.code() == UNKNOWN_MESSAGE && is_post => {
                Outcome::PostGone(channel, message)
            }
            Err(trouble) if verdict(&trouble) == Verdict::Gone => Outcome::Dropped,
            Err(trouble) => refused(&trouble),
        })
    }

    async fn edit_in(
        &mut self,
        channel: ChannelId,
        message: MessageId,
        body: Map<String, Value>,
        post: &Post,
    ) -> Result<(), Trouble> {
        self.turn().await;
        match self
            .carrier
            .rest
            .edit_message(channel, message, body.clone(), render::files(post))
            .await
        {
            Err(trouble) if verdict(&trouble) == Verdict::Archived => {
                self.unarchive(channel).await?;
                self.turn().await;
                self.carrier
                    .rest
                    .edit_message(channel, message, body, render::files(post))
                    .await?;
                // It was archived because it is done with; an edit changes nothing about that.
                self.turn().await;
                self.carrier.rest.set_archived(channel, true).await
            }
            done => done,
        }
    }

    async fn open_thread(
        &mut self,
        under: &MessageRef,
        name: &str,
        members: &[MemberId],
    ) -> Result<Outcome> {
        let Some((channel, message)) = self.message(under).await? else {
            return Ok(self.never_there());
        };
        self.turn().await;
        let thread = match self
            .carrier
            .rest
            .open_thread_under(channel, message, &render::shortened(name, 100))
            .await
        {
            Ok(thread) => thread,
            // A thread under a message has the message's own id.
            Err(trouble) if verdict(&trouble) == Verdict::ThreadExists => ChannelId(message.0),
            Err(trouble) => return Ok(refused(&trouble)),
        };
        for member in members {
            if let Err(trouble) = self.put_in(thread, *member).await {
                match verdict(&trouble) {
                    // The thread is found again by the next try, which goes on here.
                    Verdict::Later(_) | Verdict::NoRoom => return Ok(refused(&trouble)),
                    _ if !self.reaches_server().await => {
                        return Ok(Outcome::OutOfReach(trouble.to_string()));
                    }
                    // Somebody who left or cannot see the channel must not keep the others from their thread.
                    _ => {
                        tracing::warn!(row = %self.row.id, %thread, %trouble, "a member could not be added");
                    }
                }
            }
        }
        Ok(Outcome::Done(Some((thread, None))))
    }

    async fn add_to_thread(&mut self, thread: &Place, member: MemberId) -> Result<Outcome> {
        let Some(thread) = self.channel(thread).await? else {
            return Ok(self.never_there());
        };
        Ok(match self.put_in(thread, member).await {
            Ok(()) => Outcome::Done(Some((thread, None))),
            Err(trouble) => match verdict(&trouble) {
                Verdict::Gone | Verdict::Locked => Outcome::PlaceGone(thread),
                Verdict::Nobody => Outcome::Dropped,
                _ => refused(&trouble),
            },
        })
    }

    /// Adds a member to a thread, taking it out of the archive where it must be.
    pub(super) async fn put_in(
        &mut self,
        thread: ChannelId,
        member: MemberId,
    ) -> Result<(), Trouble> {
        self.turn().await;
        match self.carrier.rest.add_to_thread(thread, member).await {
            Err(trouble) if verdict(&trouble) == Verdict::Archived => {
                self.unarchive(thread).await?;
                self.turn().await;
                self.carrier.rest.add_to_thread(thread, member).await
            }
            done => done,
        }
    }

    async fn remove_from_thread(&mut self, thread: &Place, member: MemberId) -> Result<Outcome> {
        let Some(thread) = self.channel(thread).await? else {
            return Ok(self.never_there());
        };
        self.turn().await;
        let removed = match self.carrier.rest.remove_from_thread(thread, member).await {
            Err(trouble) if verdict(&trouble) == Verdict::Archived => {
                self.take_out_of_archived(thread, member).await
            }
            removed => removed,
        };
        Ok(match removed {
            Ok(()) => Outcome::Done(Some((thread, None))),
            Err(trouble) => match verdict(&trouble) {
                Verdict::Gone | Verdict::Nobody => Outcome::Dropped,
                _ => refused(&trouble),
            },
        })
    }

    async fn take_out_of_archived(
        &mut self,
        thread: ChannelId,
        member: MemberId,
    ) -> Result<(), Trouble> {
        self.unarchive(thread).await?;
        self.turn().await;
        self.carrier.rest.remove_from_thread(thread, member).await
    }

    async fn archive(&mut self, thread: &Place) -> Result<Outcome> {
        let Some(thread) = self.channel(thread).await? else {
            return Ok(self.never_there());
        };
        self.turn().await;
        Ok(match self.carrier.rest.set_archived(thread, true).await {
            Ok(()) => Outcome::Done(Some((thread, None))),
            Err(trouble) => match verdict(&trouble) {
                Verdict::Gone | Verdict::Archived => Outcome::Dropped,
                _ => refused(&trouble),
            },
        })
    }

    async fn rename(&mut self, thread: &Place, name: &str) -> Result<Outcome> {
        let Some(thread) = self.channel(thread).await? else {
            return Ok(self.never_there());
        };
        let name = render::shortened(name, 100);
        self.turn().await;
        let renamed = match self.carrier.rest.rename(thread, &name).await {
            Err(trouble) if verdict(&trouble) == Verdict::Archived => {
                self.rename_archived(thread, &name).await
            }
            renamed => renamed,
        };
        Ok(match renamed {
            Ok(()) => Outcome::Done(Some((thread, None))),
            Err(trouble) if verdict(&trouble) == Verdict::Gone => Outcome::Dropped,
            Err(trouble) => refused(&trouble),
        })
    }

    /// A thread that is done with goes back into the archive.
    async fn rename_archived(&mut self, thread: ChannelId, name: &str) -> Result<(), Trouble> {
        self.unarchive(thread).await?;
        self.turn().await;
        self.carrier.rest.rename(thread, name).await?;
        self.turn().await;
        self.carrier.rest.set_archived(thread, true).await
    }

    async fn delete(&mut self, thread: &Place) -> Result<Outcome> {
        let Some(thread) = self.channel(thread).await? else {
            return Ok(self.never_there());
        };
        self.turn().await;
        Ok(match self.carrier.rest.delete_thread(thread).await {
            Ok(()) => Outcome::Done(Some((thread, None))),
            Err(trouble) if verdict(&trouble) == Verdict::Gone => Outcome::Dropped,
            Err(trouble) => refused(&trouble),
        })
    }

    pub(super) async fn unarchive(&mut self, thread: ChannelId) -> Result<(), Trouble> {
        self.turn().await;
        self.carrier.rest.set_archived(thread, false).await
    }

    /// The channel or thread of a place that is not a private conversation.
    async fn channel(&self, place: &Place) -> Result<Option<ChannelId>> {
        match place {
            Place::Channel(channel) => Ok(Some(*channel)),
            Place::AskThread(ask) => Ok(store::asks::thread_of(
                &mut *self.carrier.ctx.store.read().await?,
                *ask,
            )
            .await?),
            Place::PairingThread(pairing) => Ok(store::rounds::thread_of(
                &mut *self.carrier.ctx.store.read().await?,
                *pairing,
            )
            .await?),
            Place::BuddyThread(newcomer) => Ok(store::newcomers::thread_of(
                &mut *self.carrier.ctx.store.read().await?,
                *newcomer,
            )
            .await?),
            // Members are not added to conversations, nor are those archived.
            Place::Direct(_) | Place::Discreet(_) => Ok(None),
        }
    }

    async fn message(&self, message: &MessageRef) -> Result<Option<(ChannelId, MessageId)>> {
        let mut read = self.carrier.ctx.store.read().await?;
        Ok(match message {
            MessageRef::Sent(row) => store::outbox::message_of(&mut read, *row).await?,
            MessageRef::At(channel, message) => Some((*channel, *message)),
            MessageRef::AskPost(ask) => store::asks::post_of(&mut read, *ask).await?,
            MessageRef::StuckPost(ask) => store::asks::stuck_post_of(&mut read, *ask).await?,
            MessageRef::OpeningPost(guild) => {
                store::settings::opening_post(&mut read, *guild).await?
            }
            MessageRef::Invitation(invitation) => {
                invitations::message_of(&mut read, *invitation).await?
            }
            MessageRef::RoundPost(round) => store::rounds::post_of(&mut read, *round).await?,
            MessageRef::ResultPost(round) => store::rounds::result_of(&mut read, *round).await?,
            MessageRef::PairingIntro(pairing) => {
                store::rounds::intro_of(&mut read, *pairing).await?
            }
        })
    }

    /// The row's turn has come, so what it hangs on was concluded before it, and yet is not there: it could not be delivered.
    fn never_there(&self) -> Outcome {
        if matches!(self.row.receipt, Receipt::Nothing | Receipt::Erased) {
            Outcome::Dropped
        } else {
            Outcome::NeverThere
        }
    }
}

/// What became of a row that nobody can tell of is tried again: it may have been carried out.
fn done_or_again(done: Result<Outcome>) -> Outcome {
    done.unwrap_or_else(|error| Outcome::Again {
        why: format!("the database did not answer: {error}"),
        after: None,
        maybe_sent: true,
    })
}

/// Whether those who met in a place go on elsewhere when it is gone.
fn lives_on_without(place: &Place) -> bool {
    matches!(
        place,
        Place::AskThread(_) | Place::PairingThread(_) | Place::BuddyThread(_)
    )
}

/// Whether a thread is of no use any more: deleted while nobody was looking, or locked by a moderator.
fn is_lost(trouble: &Trouble) -> bool {
    matches!(verdict(trouble), Verdict::Gone | Verdict::Locked)
}
