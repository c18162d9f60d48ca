//! Users.

use serde_json::{Value, json};
use twilight_model::id::{Id, marker::UserMarker};

/// Somebody with an account, a person or a bot.
#[derive(Clone, Debug)]
pub struct User {
    /// Their id.
    pub id: Id<UserMarker>,
    /// Their unique name, in lower case.
    pub username: String,
    /// The name that is shown, if they set one.
    pub global_name: Option<String>,
    /// Whether it is a bot.
    pub bot: bool,
    /// Whether they take direct messages from people and bots they share a server with.
    pub dms_open: bool,
}

impl User {
    /// A person with open DMs.
    pub fn new(id: Id<UserMarker>, username: impl Into<String>) -> Self {
        Self {
            id,
            username: username.into(),
            global_name: None,
            bot: false,
            dms_open: true,
        }
    }

    /// The name that is shown outside a guild.
    pub fn display_name(&self) -> &str {
        self.global_name.as_deref().unwrap_or(&self.username)
    }

    /// Discord's user object.
    pub fn render(&self) -> Value {
        let mut user = json!({
            "id": self.id,
            "username": self.username,
            "discriminator": if self.bot { "0001" } else { "0" },
            "global_name": self.global_name,
            "avatar": null,
            "avatar_decoration_data": null,
            "collectibles": null,
            "primary_guild": null,
            "banner": null,
            "accent_color": null,
            "public_flags": 0,
            "flags": 0,
        });
        if self.bot {
            user["bot"] = json!(true);
        }
        user
    }
}
