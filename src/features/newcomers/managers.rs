//! The managers hear that nobody is suitable as a newcomer's buddy: those who joined together in one message.

use super::{Scene, words};
use crate::delivery::Purpose;
use crate::domain::ids::{ChannelId, MemberId};
use crate::domain::permissions::Permissions;
use crate::error::Result;
use crate::features::messages::{self, Message};
use crate::store::newcomers as rows;
use crate::store::outbox::{self, Owed};
use crate::store::{SqliteConnection, facts, helper_facts, settings};

/// The managers of a guild hear of everybody who is without a buddy and of whom they have not heard.
pub(super) async fn hear(db: &mut SqliteConnection, scene: Scene<'_>) -> Result<()> {
    let mut names = Vec::new();
    for id in rows::untold(db, scene.guild.id).await? {
        let Some(mut newcomer) = rows::find(db, id).await? else {
            continue;
        };
        let person = helper_facts::person(db, scene.guild, newcomer.member).await?;
        names.push(words::Named::of(newcomer.member, person.as_ref()));
        newcomer.tell_at = None;
        super::keep(db, scene, &newcomer).await?;
    }
    if names.is_empty() {
        return Ok(());
    }
    if let Some(channel) = channel(db, scene).await? {
        let post = words::nobody_suitable(&names);
        let owed = Owed::in_channel(scene.guild.id, channel, post, scene.now);
        outbox::owe(db, owed, scene.now).await?;
        return Ok(());
    }
    for manager in managers(db, scene).await? {
        let post = words::nobody_suitable_privately(&names, &scene.guild.name);
        let message = Message::new(manager, Purpose::Reminder, post);
        messages::start(db, scene.guild, message, scene.now).await?;
    }
    Ok(())
}

/// The managers' channel, where the bot can write there.
async fn channel(db: &mut SqliteConnection, scene: Scene<'_>) -> Result<Option<ChannelId>> {
    let Some(id) = scene.guild.managers_channel else {
        return Ok(None);
    };
    let Some(channel) = settings::channel(db, scene.guild.id, id).await? else {
        return Ok(None);
    };
    let Some(bot) = facts::bot(db).await? else {
        return Ok(None);
    };
    let roles = settings::roles_of(db, scene.guild.id, bot).await?;
    let rights = settings::rights(db, scene.guild).await?;
    let may = rights
        .in_channel(&channel.overwrites, bot, &roles)
        .contains(Permissions::VIEW_CHANNEL | Permissions::SEND_MESSAGES);
    Ok(may.then_some(id))
}

/// Those with the managers' role; where nobody has it, who owns the server.
async fn managers(db: &mut SqliteConnection, scene: Scene<'_>) -> Result<Vec<MemberId>> {
    if let Some(role) = scene.guild.managers_role {
        let managers = rows::with_role(db, scene.guild.id, role).await?;
        if !managers.is_empty() {
            return Ok(managers);
        }
    }
    Ok(vec![scene.guild.owner])
}
