//! What the gateway announces.

use serde_json::Value;
use twilight_model::id::{
    Id,
    marker::{ChannelMarker, GuildMarker},
};

/// One event for the gateway.
#[derive(Clone, Debug, PartialEq)]
pub struct Dispatch {
    /// Its name, such as `MESSAGE_CREATE`.
    pub event: &'static str,
    /// Its data.
    pub data: Value,
    /// Who hears of it. What happens in a channel that the bot cannot see is never queued, so only intents are left to
    /// look at.
    pub audience: Audience,
}

/// Where an event belongs, which decides the intent it needs.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Audience {
    /// A guild, and perhaps one of its channels.
    Guild(Id<GuildMarker>, Option<Id<ChannelMarker>>),
    /// A direct message channel.
    Dm(Id<ChannelMarker>),
    /// The application itself, whatever its intents: interactions, its own user.
    Application,
}
