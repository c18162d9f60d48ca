//! Servers.

use serenity::http::Route;

use super::outgoing::guild_id;
use super::{Rest, Trouble};
use crate::domain::ids::GuildId;

impl Rest {
    /// Asks for a server. That there is an answer says that the bot is in it: Discord refuses it to everybody else.
    pub(in crate::discord) async fn reach(&self, guild: GuildId) -> Result<(), Trouble> {
        let guild_id = guild_id(guild)?;
        self.get(Route::Guild { guild_id }, Vec::new())
            .await
            .map(drop)
    }
}
