//! The sections about channels and roles.

use super::{back, help_channel, managers_channel, newcomers_role, role};
use crate::custom_id::SetupClick;
use crate::domain::ids::{ChannelId, RoleId};
use crate::features::settings::page::View;
use crate::post::{Post, Select, SelectKind};

/// Where things are posted.
pub(in crate::features::settings) fn channels(view: &View) -> Post {
    Post::text(format!(
        "### Channels\n**Help channel** · {}\nAsks are posted here, with **I can help** for anyone, and a thread opens under each \
         once somebody does.",
        help_channel(view)
    ))
    .and_select(channel_select(SetupClick::HelpChannel {}, "Choose the help channel", view.guild.help_channel, 1))
    .and_text(format!(
        "**Managers' channel** · {}\nFor what managers should know. Choose nothing to have none.",
        managers_channel(view)
    ))
    .and_select(channel_select(SetupClick::ManagersChannel {}, "Choose the managers' channel", view.guild.managers_channel, 0))
    .and_buttons([back()])
}

pub(super) fn channel_select(
    id: SetupClick,
    placeholder: &str,
    chosen: Option<ChannelId>,
    min: u8,
) -> Select {
    let chosen = chosen.into_iter().collect();
    Select {
        id: id.into(),
        placeholder: placeholder.to_owned(),
        kind: SelectKind::TextChannels(chosen),
        min,
        max: 1,
    }
}

/// Who is a manager and who is a leader.
pub(in crate::features::settings) fn roles(view: &View) -> Post {
    let guild = &view.guild;
    Post::text(format!(
        "### Roles\n**Managers' role** · {}\nWho may see what is for managers.",
        role(guild.managers_role)
    ))
    .and_select(role_select(
        SetupClick::ManagersRole {},
        "Choose the managers' role",
        guild.managers_role,
    ))
    .and_text(format!(
        "**Leaders' role** · {}\nWho leads by example: they may sign the opening post with what they learn themselves.",
        role(guild.leaders_role)
    ))
    .and_select(role_select(
        SetupClick::LeadersRole {},
        "Choose the leaders' role",
        guild.leaders_role,
    ))
    .and_text(format!(
        "**Newcomers' role** · {}\nWho is welcomed, and gets a buddy, once they have it. Choose nothing, and everybody is who joins.",
        newcomers_role(guild.newcomer_role)
    ))
    .and_select(role_select(
        SetupClick::NewcomerRole {},
        "Choose the newcomers' role",
        guild.newcomer_role,
    ))
    .and_buttons([back()])
}

fn role_select(id: SetupClick, placeholder: &str, chosen: Option<RoleId>) -> Select {
    let chosen = chosen.into_iter().collect();
    Select {
        id: id.into(),
        placeholder: placeholder.to_owned(),
        kind: SelectKind::Roles(chosen),
        min: 0,
        max: 1,
    }
}
