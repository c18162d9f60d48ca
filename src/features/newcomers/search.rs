//! Looking for a buddy.

use std::collections::BTreeMap;

use super::Scene;
use crate::domain::buddy::{Host, Seeking, ranked};
use crate::domain::ids::{ChannelId, MemberId, RoleId};
use crate::domain::permissions::{GuildRights, Permissions};
use crate::error::Result;
use crate::store::newcomers::{self as rows, Newcomer};
use crate::store::settings::{self, Channel};
use crate::store::{SqliteConnection, facts, helper_facts};

/// Of a larger guild so many of the likeliest are looked at first, which takes a moment; everybody is only where none of
/// them is suitable, or could be met in a thread and has as few newcomers as the best.
const LIKELIEST: u32 = 2000;
/// The roles of so many are read at a time, the best first: nearly always one of the very first sees the channel.
const AT_A_TIME: usize = 200;
/// Discord's type of a plain text channel: only there can private threads be opened.
const TEXT_CHANNEL: i64 = 0;

/// Somebody who is to be a buddy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Found {
    pub(super) buddy: MemberId,
    /// The channel under which both can have a private thread; `None`: there is none that both see.
    pub(super) under: Option<ChannelId>,
}

/// A search within one transaction: those who may be buddies are read at the first need of them.
#[derive(Debug, Default)]
pub(super) struct Search {
    hosts: Option<Vec<Host>>,
    /// Whether these are all there are.
    everybody: bool,
}

impl Search {
    /// The best buddy for a newcomer; `None`: nobody is suitable. Who is found counts as having one newcomer more from now on.
    pub(super) async fn find(
        &mut self,
        db: &mut SqliteConnection,
        scene: Scene<'_>,
        newcomer: &Newcomer,
    ) -> Result<Option<Found>> {
        let person = helper_facts::person(db, scene.guild, newcomer.member).await?;
        let calendar =
            person.map_or_else(|| scene.guild.calendar.clone(), |person| person.calendar);
        let seeking = Seeking {
            member: newcomer.member,
            calendar: &calendar,
            apart: &rows::apart(db, newcomer).await?,
            teachers: &rows::teachers_of_wishes(db, newcomer.guild, newcomer.member).await?,
            former: rows::former(db, newcomer).await?,
        };
        let suitable = ranked(self.hosts(db, scene).await?, &seeking, scene.now);
        let place = Meeting::seen_by_newcomer(db, scene, newcomer.member).await?;
        let equals = self.equals(&suitable);
        let mut found = best(db, scene, place.as_ref(), equals).await?;
        let could_be_better = match found {
            None => true,
            Some(found) => {
                found.under.is_none() && place.is_some() && equals.len() == suitable.len()
            }
        };
        if could_be_better && !self.everybody {
            let suitable = ranked(self.everybody(db, scene).await?, &seeking, scene.now);
            found = best(db, scene, place.as_ref(), self.equals(&suitable)).await?;
        }
        let Some(found) = found else {
            return Ok(None);
        };
        let hosts = self.hosts.iter_mut().flatten();
        for host in hosts.filter(|host| host.member == found.buddy) {
            host.newcomers += 1;
            host.lately += 1;
        }
        Ok(Some(found))
    }

    /// Those to look at first.
    async fn hosts(&mut self, db: &mut SqliteConnection, scene: Scene<'_>) -> Result<&[Host]> {
        if let Some(hosts) = self.hosts.take() {
            return Ok(self.hosts.insert(hosts));
        }
        let hosts = rows::hosts(db, scene.guild, Some(LIKELIEST), scene.now).await?;
        self.everybody = hosts.len() < LIKELIEST as usize;
        Ok(self.hosts.insert(hosts))
    }

    /// Those of these, the best first, who have no more newcomers than the best: that everybody has few goes before where they meet.
    fn equals<'a>(&self, suitable: &'a [MemberId]) -> &'a [MemberId] {
        let newcomers: BTreeMap<MemberId, u32> = self
            .hosts
            .iter()
            .flatten()
            .map(|host| (host.member, host.newcomers))
            .collect();
        let of = |member: &MemberId| newcomers.get(member).copied();
        let most = suitable.first().and_then(of);
        let equals = suitable.iter().take_while(|member| of(member) <= most);
        &suitable[..equals.count()]
    }

    /// All there are.
    async fn everybody(&mut self, db: &mut SqliteConnection, scene: Scene<'_>) -> Result<&[Host]> {
        let hosts = rows::hosts(db, scene.guild, None, scene.now).await?;
        self.everybody = true;
        Ok(self.hosts.insert(hosts))
    }

    /// Somebody is new from now on, and no host.
    pub(super) fn is_new(&mut self, member: MemberId) {
        for host in self.hosts.iter_mut().flatten() {
            host.new |= host.member == member;
        }
    }
}

/// The best of these who sees where they could have a thread; where nobody does or there is no such place, the best of all.
async fn best(
    db: &mut SqliteConnection,
    scene: Scene<'_>,
    place: Option<&Meeting>,
    suitable: &[MemberId],
) -> Result<Option<Found>> {
    if let Some(place) = place {
        for some in suitable.chunks(AT_A_TIME) {
            let roles = settings::roles_of_each(db, scene.guild.id, some).await?;
            let sees = |member: &&MemberId| {
                place.is_seen_with(**member, roles.get(member).map_or(&[], Vec::as_slice))
            };
            if let Some(buddy) = some.iter().find(sees) {
                return Ok(Some(Found {
                    buddy: *buddy,
                    under: Some(place.id),
                }));
            }
        }
    }
    Ok(suitable.first().map(|buddy| Found {
        buddy: *buddy,
        under: None,
    }))
}

/// Where newcomers and their buddies meet: the help channel.
struct Meeting {
    id: ChannelId,
    channel: Channel,
    rights: GuildRights,
}

impl Meeting {
    /// `None`: there is no channel under which the bot can open private threads.
    async fn place(db: &mut SqliteConnection, scene: Scene<'_>) -> Result<Option<Self>> {
        let Some(id) = scene.guild.help_channel else {
            return Ok(None);
        };
        let Some(channel) = settings::channel(db, scene.guild.id, id).await? else {
            return Ok(None);
        };
        let Some(bot) = facts::bot(db).await? else {
            return Ok(None);
        };
        let place = Self {
            id,
            channel,
            rights: settings::rights(db, scene.guild).await?,
        };
        let needed = Permissions::VIEW_CHANNEL
            | Permissions::CREATE_PRIVATE_THREADS
            | Permissions::SEND_MESSAGES_IN_THREADS;
        let roles = settings::roles_of(db, scene.guild.id, bot).await?;
        let may = place.rights_with(bot, &roles).contains(needed);
        Ok((may && place.channel.kind == TEXT_CHANNEL).then_some(place))
    }

    /// The place, if this newcomer sees it.
    async fn seen_by_newcomer(
        db: &mut SqliteConnection,
        scene: Scene<'_>,
        newcomer: MemberId,
    ) -> Result<Option<Self>> {
        let Some(place) = Self::place(db, scene).await? else {
            return Ok(None);
        };
        let roles = settings::roles_of(db, scene.guild.id, newcomer).await?;
        Ok(place.is_seen_with(newcomer, &roles).then_some(place))
    }

    fn is_seen_with(&self, member: MemberId, roles: &[RoleId]) -> bool {
        self.rights_with(member, roles)
            .contains(Permissions::VIEW_CHANNEL)
    }

    fn rights_with(&self, member: MemberId, roles: &[RoleId]) -> Permissions {
        self.rights
            .in_channel(&self.channel.overwrites, member, roles)
    }
}
