//! Whether a message was sent by a try of which nobody knows how it ended.
//!
//! Within the life of its nonce it is simply sent again, without a look: Discord then answers with the message that is there. (Its
//! documentation of *Create Message*, on `enforce_nonce`: "it will be checked for uniqueness in the past few minutes. If another message was
//! created by the same author with the same nonce, that message will be returned and no new message will be created.") Later, the
//! channel's own recent messages are looked at.
//!
//! Only messages have a nonce. What else a row does is the same when it is done twice: a member is added or removed, and a message or
//! thread is changed to what is to stand there. Only a private thread that was opened twice would be two, so it is looked for whenever a try may
//! have gone through, however short ago: see `threads`.

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::Value;

use super::verdict::{Verdict, verdict};
use super::{Errand, Outcome, refused};
use crate::discord::render::{self, Audience};
use crate::discord::rest::Trouble;
use crate::domain::ids::{ChannelId, MemberId, MessageId};
use crate::error::Result;
use crate::post::Post;
use crate::store::outbox;

/// Discord remembers nonces for a few minutes; this is well within, also with the quarter of a minute that the last request may take.
pub(super) const NONCE_LIFE: TimeDelta = TimeDelta::seconds(90);
/// How far the machine's clock and Discord's may differ.
const CLOCKS_DIFFER: TimeDelta = TimeDelta::minutes(5);
/// The instant from which snowflakes count, in milliseconds since 1970.
const SNOWFLAKE_EPOCH: i64 = 1_420_070_400_000;
/// Discord lists at most so many messages at once. With as many, the one looked for may be among the others.
const PAGE: usize = 100;

/// A message of the bot's that was found in a channel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Candidate {
    message: MessageId,
    /// Whether it looks like the one that is looked for.
    fits: bool,
}

/// What the messages of a channel say about a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Trace {
    Found(MessageId),
    NotSent,
    Unclear,
}

impl Errand<'_> {
    /// What became of earlier tries to send the row's message into one of these channels, in each of which it says this. `None`: it is to
    /// be sent (again).
    pub(super) async fn sent_before(
        &mut self,
        channels: &[(ChannelId, &Post)],
    ) -> Result<Option<Outcome>> {
        let Some(tried) = forgotten(self.maybe_sent, self.carrier.ctx.clock.now()) else {
            return Ok(None);
        };
        for (channel, post) in channels {
            self.turn().await;
            let messages = self
                .carrier
                .rest
                .messages_after(*channel, snowflake(tried - CLOCKS_DIFFER))
                .await;
            let messages = match messages {
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
        self.maybe_sent = None;
        Ok(None)
    }

    /// Whether the row's nonce can be relied on, asked after every wait and just before sending: what may have been sent too
    /// long ago is looked for by the next try.
    pub(super) fn nonce_counts(&self) -> Result<(), Trouble> {
        match forgotten(self.maybe_sent, self.carrier.ctx.clock.now()) {
            Some(_) => Err(Trouble::Withheld),
            None => Ok(()),
        }
    }

    async fn trace(&self, channel: ChannelId, messages: &[Value], post: &Post) -> Result<Trace> {
        let body = Value::Object(render::message(post, Audience::Everyone));
        let mut read = self.carrier.ctx.store.read().await?;
        let mut unknown = Vec::new();
        for candidate in candidates(messages, self.carrier.ctx.bot, &body) {
            // One that another row has left is not this row's.
            if !outbox::is_recorded(&mut read, channel, candidate.message).await? {
                unknown.push(candidate);
            }
        }
        Ok(judged(&unknown, messages.len(), has_ids(&body)))
    }
}

/// The first try of which nobody knows whether it went through, where Discord may have forgotten its nonce.
fn forgotten(maybe_sent: Option<DateTime<Utc>>, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    maybe_sent.filter(|tried| now - *tried > NONCE_LIFE)
}

/// What it means that these messages of the bot's are there and no row has left them. Ids come back as they were sent; a text
/// may not, so one that is known by its text alone may be any of them.
fn judged(unknown: &[Candidate], listed: usize, by_ids: bool) -> Trace {
    match unknown.iter().find(|candidate| candidate.fits) {
        Some(found) => Trace::Found(found.message),
        None if listed < PAGE && (by_ids || unknown.is_empty()) => Trace::NotSent,
        None => Trace::Unclear,
    }
}

fn has_ids(body: &Value) -> bool {
    !render::custom_ids(&body["components"]).is_empty()
}

/// The messages that the bot has sent unasked, and which of them look like this one: by their custom ids, or where it has
/// none, by their texts.
fn candidates(messages: &[Value], bot: MemberId, body: &Value) -> Vec<Candidate> {
    let by_ids = has_ids(body);
    let mark = |components: &Value| {
        if by_ids {
            render::custom_ids(components)
        } else {
            render::texts(components)
        }
    };
    let wanted = mark(&body["components"]);
    messages
        .iter()
        .filter(|message| number(&message["author"]["id"]) == Some(bot.0))
        .filter(|message| message["interaction_metadata"].is_null())
        .filter_map(|message| {
            Some(Candidate {
                message: MessageId(number(&message["id"])?),
                // In a private thread there is a mention above the text.
                fits: mark(&message["components"]).ends_with(&wanted),
            })
        })
        .collect()
}

fn number(id: &Value) -> Option<i64> {
    id.as_str()?.parse().ok()
}

/// Whether a thread may be one that was opened by a try begun then.
pub(super) fn opened_after(thread: ChannelId, tried: DateTime<Utc>) -> bool {
    u64::try_from(thread.0).is_ok_and(|id| id >= snowflake(tried - CLOCKS_DIFFER))
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

    fn body(post: &Post) -> Value {
        Value::Object(render::message(post, Audience::Everyone))
    }

    #[test]
    fn a_message_is_known_by_its_buttons() {
        let post = |ask| {
            Post::text("Can you help?").and_buttons([Button::primary(
                "I can help",
                AskClick::Help { ask: AskId(ask) },
            )])
        };
        let (ours, other) = (body(&post(1)), body(&post(2)));
        let mut asked_for = sent("9", "5", &ours["components"]);
        asked_for["interaction_metadata"] = json!({ "id": "1" });
        let messages = [
            asked_for,
            sent("10", "5", &other["components"]),
            sent("11", "6", &ours["components"]),
            sent("12", "5", &ours["components"]),
        ];
        let found = candidates(&messages, MemberId(5), &ours);
        let fits = |message, fits| Candidate {
            message: MessageId(message),
            fits,
        };
        assert_eq!(found, [fits(10, false), fits(12, true)]);
        assert_eq!(judged(&found, 3, true), Trace::Found(MessageId(12)));
        assert_eq!(judged(&found[..1], 3, true), Trace::NotSent);
        assert_eq!(judged(&found[..1], PAGE, true), Trace::Unclear);
    }

    #[test]
    fn one_without_buttons_is_known_by_its_text_and_missing_only_where_nothing_is_unexplained() {
        let body = body(&Post::text("Thanks "));
        let text = |id, text| sent(id, "5", &json!([{ "type": 10, "content": text }]));
        let found = candidates(
            &[text("10", "Thanks"), text("11", "Welcome")],
            MemberId(5),
            &body,
        );
        assert_eq!(judged(&found, 2, false), Trace::Found(MessageId(10)));
        assert_eq!(judged(&found[1..], 1, false), Trace::Unclear);
        assert_eq!(judged(&[], 0, false), Trace::NotSent);
        assert_eq!(judged(&[], PAGE, false), Trace::Unclear);
    }

    #[test]
    fn a_nonce_counts_for_ninety_seconds() {
        let tried = DateTime::UNIX_EPOCH;
        let just = tried + NONCE_LIFE;
        assert_eq!(forgotten(Some(tried), just), None);
        let later = just + TimeDelta::milliseconds(1);
        assert_eq!(forgotten(Some(tried), later), Some(tried));
        assert_eq!(forgotten(None, later), None, "nothing was tried");
    }

    #[test]
    fn a_snowflake_begins_with_its_instant() {
        assert_eq!(
            snowflake("2015-01-01T00:00:01Z".parse().unwrap()),
            1000 << 22
        );
        assert_eq!(snowflake(DateTime::UNIX_EPOCH), 0);
        let tried: DateTime<Utc> = "2026-03-04T10:00:00Z".parse().unwrap();
        let thread = |at: DateTime<Utc>| ChannelId(snowflake(at).cast_signed());
        for (minutes, may_be) in [(-6, false), (-4, true), (0, true), (600, true)] {
            let opened = thread(tried + TimeDelta::minutes(minutes));
            assert_eq!(opened_after(opened, tried), may_be, "{minutes} minutes");
        }
    }
}
