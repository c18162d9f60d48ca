//! Messages and private conversations.

use serde_json::{Map, Value, json};
use serenity::builder::CreateAttachment;
use serenity::http::{LightMethod, Route};

use super::outgoing::{channel_id, id, message_id};
use super::{Rest, Trouble};
use crate::domain::ids::{ChannelId, MemberId, MessageId};

impl Rest {
    /// Sends a message and returns its id.
    pub(in crate::discord) async fn send_message(
        &self,
        channel: ChannelId,
        body: Map<String, Value>,
        files: Vec<CreateAttachment>,
    ) -> Result<MessageId, Trouble> {
        let route = Route::ChannelMessages {
            channel_id: channel_id(channel)?,
        };
        let message = self
            .send(LightMethod::Post, route, Value::Object(body), files)
            .await?;
        id(&message["id"]).map(MessageId).ok_or(Trouble::Broken)
    }

    /// Changes a message.
    pub(in crate::discord) async fn edit_message(
        &self,
        channel: ChannelId,
        message: MessageId,
        body: Map<String, Value>,
        files: Vec<CreateAttachment>,
    ) -> Result<(), Trouble> {
        let route = Route::ChannelMessage {
            channel_id: channel_id(channel)?,
            message_id: message_id(message)?,
        };
        self.send(LightMethod::Patch, route, Value::Object(body), files)
            .await
            .map(drop)
    }

    /// The messages of a channel sent after this instant's snowflake, at most a hundred, in no promised order.
    pub(in crate::discord) async fn messages_after(
        &self,
        channel: ChannelId,
        after: u64,
    ) -> Result<Vec<Value>, Trouble> {
        let route = Route::ChannelMessages {
            channel_id: channel_id(channel)?,
        };
        let messages = self
            .get(
                route,
                vec![("limit", "100".to_owned()), ("after", after.to_string())],
            )
            .await?;
        match messages {
            Value::Array(messages) => Ok(messages),
            _ => Err(Trouble::Broken),
        }
    }

    /// Opens the private conversation with a person, or finds it.
    pub(in crate::discord) async fn direct_channel(
        &self,
        member: MemberId,
    ) -> Result<ChannelId, Trouble> {
        let body = json!({ "recipient_id": member.to_string() });
        let channel = self
            .send(LightMethod::Post, Route::UserMeDmChannels, body, Vec::new())
            .await?;
        id(&channel["id"]).map(ChannelId).ok_or(Trouble::Broken)
    }
}
