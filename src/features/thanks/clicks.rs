//! The form of "Thanks for this", and the answer to "Did you mean …?".

use futures_util::FutureExt as _;

use super::typed::{self, Typed};
use super::words;
use crate::custom_id::{CustomId, ThanksClick};
use crate::domain::ids::{ChannelId, GuildId, MessageId};
use crate::error::{Error, Result};
use crate::features::{ClickFamily, Ctx, Press, Reply, settings};

/// Everything of [`ThanksClick`].
pub static CLICKS: ClickFamily = ClickFamily {
    name: "thanks",
    run: |ctx, press| pressed(ctx, press).boxed(),
};

async fn pressed(ctx: &Ctx, press: &Press) -> Result<Reply> {
    let CustomId::Thanks(click) = &press.id else {
        return Err(Error::fault("a click of another family came to the thanks"));
    };
    let by = press.by.member;
    match *click {
        ThanksClick::Written { member, message } => {
            let guild = press
                .guild
                .ok_or_else(|| Error::user(words::ONLY_IN_A_SERVER))?;
            let guild = settings::turned_on(ctx, guild).await?;
            let about = link(guild.id, press.channel, message);
            let typed = Typed {
                to: member,
                bot: false,
                skill: press.fields.get(words::SKILL_FIELD).map(String::as_str),
                words: press.fields.get(words::WORDS_FIELD).map(String::as_str),
                about: Some(&about),
            };
            typed::thank(ctx, &guild, by, typed)
                .await
                .map(Reply::Private)
        }
        ThanksClick::Meant { draft, choice } => typed::meant(ctx, draft, by, choice)
            .await
            .map(Reply::Update),
    }
}

/// Where a message is, for whoever can see it.
fn link(guild: GuildId, channel: ChannelId, message: MessageId) -> String {
    format!("https://discord.com/channels/{guild}/{channel}/{message}")
}
