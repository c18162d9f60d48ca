//! Private messages, and where they go.

use sqlx::{Result, SqliteConnection, query, query_as};

use super::{ErasedMessages, MessageToYou, Places};
use crate::delivery::Delivery;
use crate::domain::ids::{ChannelId, GuildId, MemberId};
use crate::post::{Block, Post};
use crate::store::outbox::Lane;

struct Record {
    delivery: String,
    state: String,
    written_at: String,
    sent_at: Option<String>,
    conversation: Option<String>,
    message: Option<String>,
}

/// Messages to them, but for those about what they asked anonymously.
pub(super) async fn messages(
    db: &mut SqliteConnection,
    guild: GuildId,
    member: MemberId,
    most: u32,
) -> Result<Vec<MessageToYou>> {
    let records = query_as!(
        Record,
        r#"SELECT delivery, state, strftime('%Y-%m-%dT%H:%M:%SZ', created_at / 1000, 'unixepoch') AS "written_at!: String",
                  strftime('%Y-%m-%dT%H:%M:%SZ', done_at / 1000, 'unixepoch') AS "sent_at: String",
                  CAST(channel_id AS TEXT) AS "conversation: String", CAST(message_id AS TEXT) AS "message: String"
           FROM outbox WHERE guild_id = ?1 AND addressee = ?2
             AND json_extract(delivery, '$.send.to.discreet') IS NULL
             AND (ask_id IS NULL OR ask_id NOT IN (SELECT ask_id FROM anonymous_askers WHERE member_id = ?2))
           ORDER BY outbox_id DESC LIMIT ?3"#,
        guild,
        member,
        most,
    )
    .fetch_all(db)
    .await?;
    records.into_iter().map(Record::read).collect()
}

/// Changes of messages to them, but for those about what they asked anonymously.
pub(super) async fn changes(
    db: &mut SqliteConnection,
    guild: GuildId,
    member: MemberId,
    most: u32,
) -> Result<Vec<MessageToYou>> {
    let lane = Lane::Direct(member).to_string();
    let records = query_as!(
        Record,
        r#"SELECT delivery, state, strftime('%Y-%m-%dT%H:%M:%SZ', created_at / 1000, 'unixepoch') AS "written_at!: String",
                  strftime('%Y-%m-%dT%H:%M:%SZ', done_at / 1000, 'unixepoch') AS "sent_at: String",
                  CAST(channel_id AS TEXT) AS "conversation: String", CAST(message_id AS TEXT) AS "message: String"
           FROM outbox WHERE guild_id = ?1 AND lane = ?2 AND addressee IS NULL
             AND (ask_id IS NULL OR ask_id NOT IN (SELECT ask_id FROM anonymous_askers WHERE 'dm:' || member_id = ?2))
           ORDER BY outbox_id DESC LIMIT ?3"#,
        guild,
        lane,
        most,
    )
    .fetch_all(db)
    .await?;
    records.into_iter().map(Record::read).collect()
}

impl Record {
    fn read(self) -> Result<MessageToYou> {
        let delivery = serde_json::from_str(&self.delivery)
            .map_err(|error| sqlx::Error::Decode(Box::new(error)))?;
        Ok(MessageToYou {
            text: match &delivery {
                Delivery::Send { post, .. } | Delivery::Edit { post, .. } => texts(post),
                _ => Vec::new(),
            },
            // Whether one arrived is not known of a private message that may have been sent.
            sent_at: self.sent_at.filter(|_| self.state == "done"),
            state: self.state,
            written_at: self.written_at,
            conversation: self.conversation,
            message: self.message,
        })
    }
}

fn texts(post: &Post) -> Vec<String> {
    let text = |block: &Block| match block {
        Block::Text(text) | Block::Section { text, .. } => Some(text.clone()),
        Block::Buttons(_) | Block::Select(_) | Block::Divider | Block::Quotes(_) => None,
    };
    post.shown().iter().filter_map(text).collect()
}

/// How many messages of each day count for the week, though what they said is erased.
pub(super) async fn erased_messages(
    db: &mut SqliteConnection,
    guild: GuildId,
    member: MemberId,
) -> Result<Vec<ErasedMessages>> {
    query_as!(
        ErasedMessages,
        r#"SELECT strftime('%Y-%m-%d', day / 1000, 'unixepoch') AS "day!: String", messages
           FROM discreet_messages WHERE guild_id = ?1 AND member_id = ?2 ORDER BY day DESC"#,
        guild,
        member,
    )
    .fetch_all(db)
    .await
}

/// Where they are written to.
pub(super) async fn places(
    db: &mut SqliteConnection,
    guild: GuildId,
    member: MemberId,
) -> Result<Places> {
    let row = query!(
        r#"SELECT (SELECT channel_id FROM dm_channels WHERE member_id = ?2) AS "conversation: ChannelId",
                  (SELECT thread_id FROM private_threads WHERE guild_id = ?1 AND member_id = ?2) AS "thread: ChannelId""#,
        guild,
        member,
    )
    .fetch_one(db)
    .await?;
    Ok(Places {
        private_conversation: row.conversation.map(|channel| channel.to_string()),
        private_thread: row.thread.map(|thread| thread.to_string()),
    })
}
