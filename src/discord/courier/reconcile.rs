//! Whether a message was sent by a try of which nobody knows how it ended.
//!
//! Within the life of its nonce it is simply sent again: Discord then answers with the message that is there. Later, the channel's own
//! recent messages are looked at.

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::Value;

use super::verdict::{Verdict, verdict};
use super::{Errand, Outcome, refused};
use crate::discord::render::{self, Audience};
use crate::domain::ids::{ChannelId, MemberId, MessageId};
use crate::error::Result;
use crate::post::Post;
use crate::store::outbox::{self, Row};

/// Discord remembers nonces for a few minutes; this is well within.
const NONCE_LIFE: TimeDelta = TimeDelta::seconds(90);
/// After so many tries, a second, two, four… apart, the first of them lies more than the nonce's life back.
const TRIES_WITHIN_NONCE_LIFE: u32 = 5;
/// How long before its last try a row's first one may have been: two of the longest pauses between tries.
const TRIES_REACH_BACK: TimeDelta = TimeDelta::minutes(30);
/// The instant from which snowflakes count, in milliseconds since 1970.
const SNOWFLAKE_EPOCH: i64 = 1_420_070_400_000;
/// Discord lists at most so many messages at once. With as many, the one looked for may be among the others.
const PAGE: usize = 100;

/// What the messages of a channel say about a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Trace {
    Found(MessageId),
    NotSent,
    Unclear,
}

impl Errand<'_> {
    /// What became of earlier tries to send the row's message into one of these channels. `None`: it is to be sent (again).
    pub(super) async fn sent_before(
        &mut self,
        channels: &[ChannelId],
        post: &Post,
    ) -> Result<Option<Outcome>> {
        let Some(tried) = self
            .row
            .sending_at
            .filter(|tried| must_look(self.row, *tried, self.carrier.ctx.clock.now()))
        else {
            return Ok(None);
        };
        for channel in channels {
            self.turn().await;
            let messages = match self
                .carrier
                .rest
                .messages_after(*channel, snowflake(tried - TRIES_REACH_BACK))
                .await
            {
                Ok(messages) => messages,
                // Nothing can have been sent into what is not there.
                Err(trouble) if verdict(&trouble) == Verdict::Gone => continue,
                Err(trouble) => {
                    return Ok(Some(match refused(&trouble) {
                        Outcome::Failed(why) => Outcome::Undecided(format!(
                            "it may have been sent, and the channel cannot be read: {why}"
                        )),
                        again => again,
                    }));
                }
            };
            match self.trace(*channel, &messages, post).await? {
                Trace::Found(message) => {
                    return Ok(Some(Outcome::Done(Some((*channel, Some(message))))));
                }
                Trace::NotSent => {}
                Trace::Unclear => {
                    return Ok(Some(Outcome::Undecided(
                        "it may have been sent; the channel's messages do not tell".to_owned(),
                    )));
                }
            }
        }
        Ok(None)
    }

    async fn trace(&self, channel: ChannelId, messages: &[Value], post: &Post) -> Result<Trace> {
        let body = Value::Object(render::message(post, Audience::Everyone));
        let mut read = self.carrier.ctx.store.read().await?;
        for message in candidates(messages, self.carrier.ctx.bot, &body) {
            // One that another row has left is not this row's.
            if !outbox::is_recorded(&mut read, channel, message).await? {
                return Ok(Trace::Found(message));
            }
        }
        Ok(absence(messages.len(), &body))
    }
}

/// What it means that no message fits.
fn absence(listed: usize, body: &Value) -> Trace {
    // A text may come back other than it was sent; an id does not.
    if listed >= PAGE || render::custom_ids(&body["components"]).is_empty() {
        Trace::Unclear
    } else {
        Trace::NotSent
    }
}

/// The bot's messages that look like this one: with its custom ids, or where it has none, its texts.
fn candidates(messages: &[Value], bot: MemberId, body: &Value) -> Vec<MessageId> {
    let ids = render::custom_ids(&body["components"]);
    let texts = render::texts(&body["components"]);
    messages
        .iter()
        .filter(|message| {
            message["author"]["id"]
                .as_str()
                .and_then(|id| id.parse().ok())
                == Some(bot)
        })
        .filter(|message| {
            let components = &message["components"];
            if ids.is_empty() {
                render::texts(components) == texts
            } else {
                render::custom_ids(components) == ids
            }
        })
        .filter_map(|message| message["id"].as_str()?.parse().ok())
        .collect()
}

/// Whether sending again is no longer safe by the nonce alone.
fn must_look(row: &Row, tried: DateTime<Utc>, now: DateTime<Utc>) -> bool {
    row.attempts > TRIES_WITHIN_NONCE_LIFE || now - tried > NONCE_LIFE
}

/// The least snowflake of an instant.
fn snowflake(at: DateTime<Utc>) -> u64 {
    u64::try_from(at.timestamp_millis() - SNOWFLAKE_EPOCH).unwrap_or(0) << 22
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::custom_id::AskClick;
    use crate::domain::ids::AskId;
    use crate::post::Button;

    fn sent(id: &str, author: &str, components: &Value) -> Value {
        json!({ "id": id, "author": { "id": author }, "components": components })
    }

    #[test]
    fn a_message_is_known_by_its_buttons() {
        let post = |ask| {
            Post::text("Can you help?").and_buttons([Button::primary(
                "I can help",
                AskClick::Help { ask: AskId(ask) },
            )])
        };
        let body = |post: &Post| Value::Object(render::message(post, Audience::Everyone));
        let (ours, other) = (body(&post(1)), body(&post(2)));
        let messages = [
            sent("10", "5", &other["components"]),
            sent("11", "6", &ours["components"]),
            sent("12", "5", &ours["components"]),
        ];
        assert_eq!(candidates(&messages, MemberId(5), &ours), [MessageId(12)]);
        assert_eq!(absence(3, &ours), Trace::NotSent);
        assert_eq!(absence(100, &ours), Trace::Unclear);
    }

    #[test]
    fn one_without_buttons_is_known_by_its_text_and_never_said_to_be_missing() {
        let body = Value::Object(render::message(&Post::text("Thanks "), Audience::Everyone));
        let messages = [sent(
            "10",
            "5",
            &json!([{ "type": 10, "content": "Thanks" }]),
        )];
        assert_eq!(candidates(&messages, MemberId(5), &body), [MessageId(10)]);
        assert_eq!(absence(0, &body), Trace::Unclear);
    }

    #[test]
    fn a_snowflake_begins_with_its_instant() {
        assert_eq!(
            snowflake("2015-01-01T00:00:01Z".parse().unwrap()),
            1000 << 22
        );
        assert_eq!(snowflake(DateTime::UNIX_EPOCH), 0);
    }
}
