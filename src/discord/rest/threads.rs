//! Threads and who is in them.

use serde_json::json;
use serenity::http::{LightMethod, Request, Route};

use super::outgoing::{channel_id, guild_id, id, message_id, user_id};
use super::{Rest, Trouble};
use crate::domain::ids::{ChannelId, GuildId, MemberId, MessageId};

/// Discord's number for a private thread.
const PRIVATE_THREAD: u8 = 12;

/// A thread that is not archived.
#[derive(Clone, Debug)]
pub(in crate::discord) struct ActiveThread {
    pub(in crate::discord) id: ChannelId,
    pub(in crate::discord) name: String,
    /// Who opened it.
    pub(in crate::discord) owner: Option<MemberId>,
    pub(in crate::discord) is_private: bool,
}

impl Rest {
    /// Opens a public thread under a message. It archives after a week of silence.
    pub(in crate::discord) async fn open_thread_under(
        &self,
        channel: ChannelId,
        message: MessageId,
        name: &str,
    ) -> Result<ChannelId, Trouble> {
        let route = Route::ChannelMessageThreads {
            channel_id: channel_id(channel)?,
            message_id: message_id(message)?,
        };
        let body = json!({ "name": name, "auto_archive_duration": 10080 });
        let thread = self
            .send(LightMethod::Post, route, body, Vec::new())
            .await?;
        id(&thread["id"]).map(ChannelId).ok_or(Trouble::Broken)
    }

    /// Opens a private thread into which only the bot and moderators can bring people.
    pub(in crate::discord) async fn open_private_thread(
        &self,
        channel: ChannelId,
        name: &str,
    ) -> Result<ChannelId, Trouble> {
        let body = json!({ "name": name, "type": PRIVATE_THREAD, "invitable": false, "auto_archive_duration": 10080 });
        let thread = self
            .send(
                LightMethod::Post,
                Route::ChannelThreads {
                    channel_id: channel_id(channel)?,
                },
                body,
                Vec::new(),
            )
            .await?;
        id(&thread["id"]).map(ChannelId).ok_or(Trouble::Broken)
    }

    /// A guild's active threads that hang under a channel.
    pub(in crate::discord) async fn active_threads(
        &self,
        guild: GuildId,
        under: ChannelId,
    ) -> Result<Vec<ActiveThread>, Trouble> {
        let threads = self
            .get(
                Route::GuildThreadsActive {
                    guild_id: guild_id(guild)?,
                },
                Vec::new(),
            )
            .await?;
        let threads = threads["threads"].as_array().ok_or(Trouble::Broken)?;
        Ok(threads
            .iter()
            .filter(|thread| id(&thread["parent_id"]) == Some(under.0))
            .filter_map(|thread| {
                Some(ActiveThread {
                    id: ChannelId(id(&thread["id"])?),
                    name: thread["name"].as_str()?.to_owned(),
                    owner: id(&thread["owner_id"]).map(MemberId),
                    is_private: thread["type"] == PRIVATE_THREAD,
                })
            })
            .collect())
    }

    /// Who is in a thread, the bot included.
    pub(in crate::discord) async fn thread_members(
        &self,
        thread: ChannelId,
    ) -> Result<Vec<MemberId>, Trouble> {
        let route = Route::ChannelThreadMembers {
            channel_id: channel_id(thread)?,
        };
        let members = self.get(route, Vec::new()).await?;
        let members = members.as_array().ok_or(Trouble::Broken)?;
        Ok(members
            .iter()
            .filter_map(|member| id(&member["user_id"]).map(MemberId))
            .collect())
    }

    /// Whether a person is in a thread.
    pub(in crate::discord) async fn is_in_thread(
        &self,
        thread: ChannelId,
        member: MemberId,
    ) -> Result<bool, Trouble> {
        let route = Route::ChannelThreadMember {
            channel_id: channel_id(thread)?,
            user_id: user_id(member)?,
        };
        match self.get(route, Vec::new()).await {
            Ok(_) => Ok(true),
            Err(trouble) if trouble.status() == 404 => Ok(false),
            Err(trouble) => Err(trouble),
        }
    }

    /// Adds a person to a thread; already there is fine.
    pub(in crate::discord) async fn add_to_thread(
        &self,
        thread: ChannelId,
        member: MemberId,
    ) -> Result<(), Trouble> {
        let route = Route::ChannelThreadMember {
            channel_id: channel_id(thread)?,
            user_id: user_id(member)?,
        };
        self.call(Request::new(route, LightMethod::Put))
            .await
            .map(drop)
    }

    pub(in crate::discord) async fn remove_from_thread(
        &self,
        thread: ChannelId,
        member: MemberId,
    ) -> Result<(), Trouble> {
        let route = Route::ChannelThreadMember {
            channel_id: channel_id(thread)?,
            user_id: user_id(member)?,
        };
        self.call(Request::new(route, LightMethod::Delete))
            .await
            .map(drop)
    }

    /// Archives a thread, or takes it out of the archive.
    pub(in crate::discord) async fn set_archived(
        &self,
        thread: ChannelId,
        archived: bool,
    ) -> Result<(), Trouble> {
        let route = Route::Channel {
            channel_id: channel_id(thread)?,
        };
        self.send(
            LightMethod::Patch,
            route,
            json!({ "archived": archived }),
            Vec::new(),
        )
        .await
        .map(drop)
    }

    /// Gives a thread another name.
    pub(in crate::discord) async fn rename(
        &self,
        thread: ChannelId,
        name: &str,
    ) -> Result<(), Trouble> {
        let route = Route::Channel {
            channel_id: channel_id(thread)?,
        };
        self.send(
            LightMethod::Patch,
            route,
            json!({ "name": name }),
            Vec::new(),
        )
        .await
        .map(drop)
    }

    /// Deletes a thread with everything in it.
    pub(in crate::discord) async fn delete_thread(&self, thread: ChannelId) -> Result<(), Trouble> {
        let route = Route::Channel {
            channel_id: channel_id(thread)?,
        };
        self.call(Request::new(route, LightMethod::Delete))
            .await
            .map(drop)
    }
}
