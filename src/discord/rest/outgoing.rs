//! Ids on their way out, and on their way in.

use serde_json::Value;
use serenity::model::id as discord;

use super::Trouble;
use crate::domain::ids::{ChannelId, GuildId, MemberId, MessageId};

/// The number in a snowflake's text.
pub(super) fn id(value: &Value) -> Option<i64> {
    value.as_str()?.parse().ok()
}

// serenity's ids refuse zero by a panic, so a number that cannot be an id is turned away before.
macro_rules! outgoing {
    ($($function:ident: $ours:ty => $theirs:ty;)*) => {$(
        pub(super) fn $function(ours: $ours) -> Result<$theirs, Trouble> {
            match u64::try_from(ours.0) {
                Ok(id) if id != 0 => Ok(<$theirs>::new(id)),
                _ => Err(Trouble::Malformed),
            }
        }
    )*};
}

outgoing! {
    channel_id: ChannelId => discord::ChannelId;
    message_id: MessageId => discord::MessageId;
    guild_id: GuildId => discord::GuildId;
    user_id: MemberId => discord::UserId;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_that_is_no_id_is_turned_away() {
        assert_eq!(channel_id(ChannelId(0)), Err(Trouble::Malformed));
        assert_eq!(channel_id(ChannelId(-5)), Err(Trouble::Malformed));
        assert!(channel_id(ChannelId(5)).is_ok());
    }
}
