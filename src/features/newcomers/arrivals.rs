//! Who comes: everybody who joins, passes the screening or gets the newcomer role is welcomed, once for each joining.

use chrono::{DateTime, Utc};

use super::search::Search;
use super::{Scene, buddies, words};
use crate::delivery::{Purpose, Receipt};
use crate::domain::buddy::{NewcomerState, Seen, Threshold, new_since};
use crate::domain::ids::{GuildId, RoleId};
use crate::error::Result;
use crate::features::messages::{self, Message};
use crate::store::members::Person;
use crate::store::newcomers as rows;
use crate::store::settings::{self, Guild};
use crate::store::{SqliteConnection, Write};

/// What looks at everybody who comes or changes, in one guild and one transaction. Those who may be buddies are read once for all who
/// join together, so that these get different ones.
#[derive(Debug)]
pub(crate) struct Arrivals {
    guild: Guild,
    threshold: Threshold,
    search: Search,
    now: DateTime<Utc>,
}

impl Arrivals {
    /// For a guild; `None` where the bot is not, or is turned off: nobody is welcomed there.
    pub(crate) async fn at(
        db: &mut SqliteConnection,
        guild: GuildId,
        now: DateTime<Utc>,
    ) -> Result<Option<Self>> {
        let Some(from) = rows::on_since(db, guild).await? else {
            return Ok(None);
        };
        let Some(guild) = settings::guild(db, guild).await? else {
            return Ok(None);
        };
        let threshold = Threshold {
            from,
            by_role: guild.newcomer_role.is_some(),
        };
        Ok(Some(Self {
            guild,
            threshold,
            search: Search::default(),
            now,
        }))
    }

    /// Somebody looks like this now; `before` is how they were known while they were there. They are noted already.
    pub(crate) async fn saw(
        &mut self,
        write: &mut Write,
        before: Option<&Person>,
        person: &Person,
    ) -> Result<()> {
        let role = self.guild.newcomer_role;
        let before = before.map(|before| seen(before, role));
        let Some(since) = new_since(self.threshold, before, seen(person, role), self.now) else {
            return Ok(());
        };
        let (guild, member) = (self.guild.id, person.member);
        if rows::is_welcomed(write, guild, member, person.joined_at).await? {
            return Ok(());
        }
        if role.is_some() {
            rows::note_role(write, guild, member, since).await?;
        }
        let scene = Scene {
            guild: &self.guild,
            now: self.now,
        };
        let Some(mut newcomer) = rows::insert(write, guild, member, since, self.now).await? else {
            return Ok(());
        };
        self.search.is_new(member);
        let found = self.search.find(write, scene, &newcomer).await?;
        let mut met = None;
        match found {
            Some(found) => {
                let why = buddies::Why::New;
                met = Some(buddies::pair(write, scene, &mut newcomer, found, why).await?);
            }
            None => buddies::look_on(&mut newcomer, self.now),
        }
        let post = words::welcome(&words::Welcome {
            guild,
            server: &self.guild.name,
            name: &person.display_name,
            came_back: newcomer.came_back,
            buddy: met.as_ref(),
        });
        let welcome = Message {
            receipt: Receipt::Welcomed(newcomer.id),
            ..Message::new(member, Purpose::Welcome, post)
        };
        messages::start(write, &self.guild, welcome, self.now).await?;
        super::keep(write, scene, &newcomer).await?;
        let found = newcomer.state == NewcomerState::Paired;
        tracing::info!(%guild, newcomer = %newcomer.id, buddy = found, "a newcomer is welcomed");
        Ok(())
    }
}

fn seen(person: &Person, role: Option<RoleId>) -> Seen {
    Seen {
        joined_at: person.joined_at,
        bot: person.bot,
        pending: person.pending,
        has_role: role.is_none_or(|role| person.roles.contains(&role)),
    }
}
