//! What stands in the way of Potluck in a guild: which permission is missing where, and who cannot see what.

use std::collections::BTreeMap;

use super::Guild;
use crate::domain::ids::{ChannelId, MemberId, ProgrammeId, RoleId};
use crate::domain::permissions::{GuildRights, Permissions};
use crate::error::Result;
use crate::store::SqliteConnection;
use crate::store::programmes::Programme;
use crate::store::recognition;
use crate::store::settings as rows;

/// How a chosen channel stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ChannelState {
    /// It was deleted.
    Gone,
    /// It is there.
    There {
        /// What the bot may not do there, and needs.
        missing: Permissions,
        /// How many people cannot see it.
        unseen_by: usize,
        /// Whether somebody without any role can see it.
        everyone_sees: bool,
    },
}

/// How everything that was chosen stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Audit {
    /// The help channel, where one is chosen.
    pub(super) help: Option<ChannelState>,
    /// The managers' channel, where one is chosen.
    pub(super) managers: Option<ChannelState>,
    /// The channel for recognition, where one is chosen.
    pub(super) recognition: Option<ChannelState>,
    /// The channel of each programme that has one.
    pub(super) programmes: BTreeMap<ProgrammeId, ChannelState>,
    /// How many people there are, bots aside.
    pub(super) people: usize,
}

/// What has to be put right before Potluck can be turned on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Missing {
    /// No help channel is chosen.
    HelpChannel,
    /// The help channel was deleted.
    HelpChannelGone,
    /// These permissions in the help channel.
    HelpPermissions(ChannelId, Permissions),
    /// The managers' channel was deleted.
    ManagersChannelGone,
    /// These permissions in the managers' channel.
    ManagersPermissions(ChannelId, Permissions),
    /// These permissions in the channel of a programme that is not stopped.
    ProgrammePermissions(ChannelId, Permissions),
    /// No zone was chosen.
    Zone,
}

impl Audit {
    /// What has to be put right first, in the order of the page.
    pub(super) fn missing(&self, guild: &Guild, programmes: &[Programme]) -> Vec<Missing> {
        let mut missing = Vec::new();
        match (guild.help_channel, self.help) {
            (
                Some(channel),
                Some(ChannelState::There {
                    missing: needed, ..
                }),
            ) => {
                if !needed.is_empty() {
                    missing.push(Missing::HelpPermissions(channel, needed));
                }
            }
            (Some(_), _) => missing.push(Missing::HelpChannelGone),
            (None, _) => missing.push(Missing::HelpChannel),
        }
        match (guild.managers_channel, self.managers) {
            (
                Some(channel),
                Some(ChannelState::There {
                    missing: needed, ..
                }),
            ) if !needed.is_empty() => {
                missing.push(Missing::ManagersPermissions(channel, needed));
            }
            (Some(_), Some(ChannelState::Gone)) => missing.push(Missing::ManagersChannelGone),
            _ => {}
        }
        for programme in programmes.iter().filter(|programme| programme.running) {
            if let (
                Some(channel),
                Some(ChannelState::There {
                    missing: needed, ..
                }),
            ) = (programme.channel, self.programmes.get(&programme.id))
                && !needed.is_empty()
            {
                missing.push(Missing::ProgrammePermissions(channel, *needed));
            }
        }
        if !guild.zone_chosen {
            missing.push(Missing::Zone);
        }
        missing
    }
}

/// Looks at everything that was chosen.
pub(super) async fn of(
    db: &mut SqliteConnection,
    guild: &Guild,
    programmes: &[Programme],
    bot: MemberId,
) -> Result<Audit> {
    let rights = rows::rights(db, guild).await?;
    let people = rows::people(db, guild.id).await?;
    let bot_roles = rows::roles_of(db, guild.id, bot).await?;
    let bot = (bot, bot_roles);
    let help = match guild.help_channel {
        Some(channel) => Some(state(
            rows::channel(db, guild.id, channel).await?,
            &rights,
            &people,
            &bot,
            Permissions::HELP_CHANNEL,
        )),
        None => None,
    };
    let managers = match guild.managers_channel {
        Some(channel) => Some(state(
            rows::channel(db, guild.id, channel).await?,
            &rights,
            &people,
            &bot,
            Permissions::MANAGERS_CHANNEL,
        )),
        None => None,
    };
    let recognition = match recognition::wanted(db, guild.id).await?.channel {
        Some(channel) => Some(state(
            rows::channel(db, guild.id, channel).await?,
            &rights,
            &people,
            &bot,
            Permissions::MANAGERS_CHANNEL,
        )),
        None => None,
    };
    let mut of_programmes = BTreeMap::new();
    for programme in programmes {
        let Some(channel) = programme.channel else {
            continue;
        };
        let channel = rows::channel(db, guild.id, channel).await?;
        let needed = Permissions::PROGRAMME_CHANNEL;
        of_programmes.insert(programme.id, state(channel, &rights, &people, &bot, needed));
    }
    Ok(Audit {
        help,
        managers,
        recognition,
        programmes: of_programmes,
        people: people.len(),
    })
}

fn state(
    channel: Option<rows::Channel>,
    rights: &GuildRights,
    people: &[(MemberId, Vec<RoleId>)],
    bot: &(MemberId, Vec<RoleId>),
    needed: Permissions,
) -> ChannelState {
    let Some(channel) = channel else {
        return ChannelState::Gone;
    };
    let may = |(member, roles): &(MemberId, Vec<RoleId>)| {
        rights.in_channel(&channel.overwrites, *member, roles)
    };
    ChannelState::There {
        missing: needed.without(may(bot)),
        unseen_by: people
            .iter()
            .filter(|person| !may(person).contains(Permissions::VIEW_CHANNEL))
            .count(),
        everyone_sees: rights.everyone_sees(&channel.overwrites),
    }
}
