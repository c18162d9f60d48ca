//! The bot's application.

use twilight_model::{
    gateway::Intents,
    id::{
        Id,
        marker::{ApplicationMarker, UserMarker},
    },
};

/// A registered application with a bot.
#[derive(Clone, Debug)]
pub struct Application {
    /// Its id.
    pub id: Id<ApplicationMarker>,
    /// The bot's user.
    pub bot: Id<UserMarker>,
    /// Its name.
    pub name: String,
    /// What the bot shows to be let in, without `Bot `.
    pub token: String,
    /// The privileged intents that the developer portal would have granted.
    pub granted: Intents,
    /// The person who owns it, once there is somebody.
    pub owner: Option<Id<UserMarker>>,
}

impl Application {
    /// An application without privileged intents.
    pub fn new(id: Id<ApplicationMarker>, bot: Id<UserMarker>) -> Self {
        use base64::{Engine as _, engine::general_purpose::STANDARD_NO_PAD};

        // Clients read the bot's id out of the token's first part, so it has Discord's shape.
        let first = STANDARD_NO_PAD.encode(bot.to_string());
        Self {
            id,
            bot,
            name: "Potluck".to_owned(),
            token: format!("{first}.sandbox.not-a-secret-and-only-good-on-this-loopback"),
            granted: Intents::empty(),
            owner: None,
        }
    }
}
