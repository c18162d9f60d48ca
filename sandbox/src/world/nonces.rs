//! What senders gave to recognise their messages by. Remembered for three minutes.

use std::collections::VecDeque;

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::Value;
use twilight_model::id::{
    Id,
    marker::{ChannelMarker, MessageMarker, UserMarker},
};

/// How long a nonce is remembered. Discord says "a few minutes".
pub const REMEMBERED: TimeDelta = TimeDelta::minutes(3);

/// The nonces of the last few minutes, oldest first.
#[derive(Debug, Default)]
pub struct Nonces {
    list: VecDeque<Seen>,
}

#[derive(Debug)]
struct Seen {
    at: DateTime<Utc>,
    channel: Id<ChannelMarker>,
    author: Id<UserMarker>,
    nonce: String,
    message: Id<MessageMarker>,
}

impl Nonces {
    /// Remembers the nonce of a message.
    pub fn remember(
        &mut self,
        at: DateTime<Utc>,
        channel: Id<ChannelMarker>,
        author: Id<UserMarker>,
        nonce: &Value,
        message: Id<MessageMarker>,
    ) {
        self.forget(at);
        self.list.push_back(Seen {
            at,
            channel,
            author,
            nonce: key(nonce),
            message,
        });
    }

    /// The message that somebody sent to a channel with this nonce, if it is still remembered.
    pub fn find(
        &mut self,
        now: DateTime<Utc>,
        channel: Id<ChannelMarker>,
        author: Id<UserMarker>,
        nonce: &Value,
    ) -> Option<Id<MessageMarker>> {
        self.forget(now);
        let nonce = key(nonce);
        self.list
            .iter()
            .find(|seen| seen.channel == channel && seen.author == author && seen.nonce == nonce)
            .map(|seen| seen.message)
    }
}

impl Nonces {
    /// Forgets what is too old.
    fn forget(&mut self, now: DateTime<Utc>) {
        while let Some(oldest) = self.list.front()
            && now - oldest.at >= REMEMBERED
        {
            self.list.pop_front();
        }
    }
}

/// A number and the same digits as text are one nonce.
fn key(nonce: &Value) -> String {
    nonce
        .as_str()
        .map_or_else(|| nonce.to_string(), ToOwned::to_owned)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used)]
mod tests {
    use chrono::TimeZone;
    use serde_json::json;

    use super::*;

    #[test]
    fn a_nonce_is_forgotten_after_three_minutes() {
        let start = Utc.with_ymd_and_hms(2026, 3, 2, 9, 0, 0).unwrap();
        let (channel, author, message) = (Id::new(1), Id::new(2), Id::new(3));
        let mut nonces = Nonces::default();
        nonces.remember(start, channel, author, &json!("r7"), message);
        let mut at = |seconds: i64, channel, author, nonce: Value| {
            nonces.find(start + TimeDelta::seconds(seconds), channel, author, &nonce)
        };
        assert_eq!(at(0, channel, author, json!("r7")), Some(message));
        assert_eq!(at(0, channel, author, json!("r8")), None);
        assert_eq!(at(0, Id::new(9), author, json!("r7")), None);
        assert_eq!(at(0, channel, Id::new(9), json!("r7")), None);
        assert_eq!(at(179, channel, author, json!("r7")), Some(message));
        assert_eq!(at(180, channel, author, json!("r7")), None);
    }

    #[test]
    fn a_number_is_the_same_as_its_digits() {
        let start = Utc.with_ymd_and_hms(2026, 3, 2, 9, 0, 0).unwrap();
        let mut nonces = Nonces::default();
        nonces.remember(start, Id::new(1), Id::new(2), &json!(7), Id::new(3));
        assert_eq!(
            nonces.find(start, Id::new(1), Id::new(2), &json!("7")),
            Some(Id::new(3))
        );
    }
}
