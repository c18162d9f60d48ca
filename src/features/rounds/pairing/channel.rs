//! The channel of a programme: under which the threads of its pairings are opened, as far as the bot may and their members can see it.

use crate::domain::ids::ChannelId;
use crate::domain::permissions::{GuildRights, Permissions};
use crate::error::Result;
use crate::store::pairings::{Introduced, Teams};
use crate::store::settings::{self, Channel, Guild};
use crate::store::{SqliteConnection, facts};

/// What is the same for all pairings of a programme in one transaction: read once for a round of a thousand.
#[derive(Clone, Debug)]
pub(crate) struct Common {
    teams: Teams,
    /// The channel under which threads are opened, if it is there.
    under: Option<Under>,
}

#[derive(Clone, Debug)]
struct Under {
    id: ChannelId,
    channel: Channel,
    rights: GuildRights,
    /// Whether the bot may open private threads there and write in them.
    opens: bool,
}

impl Common {
    /// For a programme with this channel.
    ///
    /// # Errors
    ///
    /// When the database does not answer.
    pub(crate) async fn of(
        db: &mut SqliteConnection,
        guild: &Guild,
        channel: Option<ChannelId>,
    ) -> Result<Self> {
        let known = match channel {
            Some(id) => settings::channel(db, guild.id, id).await?.zip(Some(id)),
            None => None,
        };
        let under = match known {
            Some((channel, id)) => {
                let rights = settings::rights(db, guild).await?;
                let opens = bot_opens(db, guild, &channel, &rights).await?;
                if !opens {
                    tracing::warn!(guild = %guild.id, channel = %id, "no private threads can be opened there: a permission is missing");
                }
                Some(Under {
                    id,
                    channel,
                    rights,
                    opens,
                })
            }
            None => None,
        };
        Ok(Self {
            teams: Teams::of(db, guild.id).await?,
            under,
        })
    }

    /// Who is in which team.
    pub(super) const fn teams(&self) -> &Teams {
        &self.teams
    }

    /// The channel, if the bot may open their thread there and all of these can see it. Where it may not, nothing is tried: of a round of a
    /// thousand, each would be refused.
    pub(super) fn reachable_by(&self, people: &[Introduced]) -> Option<ChannelId> {
        let opens = self.under.as_ref().is_some_and(|under| under.opens);
        self.seen_by(people).filter(|_| opens)
    }

    /// The channel, if all of these can see it.
    fn seen_by(&self, people: &[Introduced]) -> Option<ChannelId> {
        let under = self.under.as_ref()?;
        let sees = |person: &Introduced| {
            let rights =
                under
                    .rights
                    .in_channel(&under.channel.overwrites, person.member, &person.roles);
            rights.contains(Permissions::VIEW_CHANNEL)
        };
        people.iter().all(sees).then_some(under.id)
    }
}

/// Whether the bot may open private threads in a channel and write in them; as long as nobody knows who it is, that is to be tried.
async fn bot_opens(
    db: &mut SqliteConnection,
    guild: &Guild,
    channel: &Channel,
    rights: &GuildRights,
) -> Result<bool> {
    let Some(bot) = facts::bot(db).await? else {
        return Ok(true);
    };
    let needed = Permissions::VIEW_CHANNEL
        | Permissions::CREATE_PRIVATE_THREADS
        | Permissions::SEND_MESSAGES_IN_THREADS;
    let roles = settings::roles_of(db, guild.id, bot).await?;
    Ok(rights
        .in_channel(&channel.overwrites, bot, &roles)
        .contains(needed))
}

/// Whether all of these can see a channel; nobody sees one that is gone.
pub(super) async fn everybody_sees(
    db: &mut SqliteConnection,
    guild: &Guild,
    channel: ChannelId,
    people: &[Introduced],
) -> Result<bool> {
    let common = Common::of(db, guild, Some(channel)).await?;
    Ok(common.seen_by(people).is_some())
}
