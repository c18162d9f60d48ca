//! Who is in a guild: people coming, changing and leaving, and the bot itself.
//!
//! Whatever Discord tells (an event, a complete list, the sender of an interaction) ends in the same two transitions, so that
//! joining or leaving has its effects once, however it became known. A leave is concluded only from Discord's word for it.

mod farewell;
#[cfg(test)]
mod tests;
mod words;

pub(crate) use farewell::FAREWELLS;
pub use farewell::Farewells;
pub use words::samples;

use std::collections::BTreeMap;

use chrono::TimeDelta;

use crate::delivery::{Delivery, Place, Purpose, Receipt};
use crate::domain::ids::{ChannelId, GuildId, MemberId, RoleId};
use crate::error::Result;
use crate::features::Ctx;
use crate::features::newcomers::Arrivals;
use crate::features::{asks, newcomers, rounds};
use crate::store::Write;
use crate::store::channels::{self, ChannelRow, RoleRow};
use crate::store::guilds;
use crate::store::members;
use crate::store::outbox::{self, Lane, Owed};
use crate::store::privacy;
use crate::store::settings;

pub use crate::store::members::Person;

/// A server as Discord tells of it when the bot connects or is added.
#[derive(Clone, Debug)]
pub struct Server {
    /// Which.
    pub guild: GuildId,
    /// Its name.
    pub name: String,
    /// Who owns it.
    pub owner: MemberId,
    /// Its channels, threads aside.
    pub channels: Vec<ChannelRow>,
    /// Its roles.
    pub roles: Vec<RoleRow>,
    /// Some of its people: the bot itself and whoever Discord adds. Not the whole list.
    pub people: Vec<Person>,
}

/// The bot begins. To be called before anything that time brings is done: who left while it was not listening is known only once the
/// complete lists are there.
///
/// # Errors
///
/// When the database does not answer.
pub async fn begin(ctx: &Ctx) -> Result<()> {
    let mut write = ctx.store.write().await?;
    guilds::await_lists(&mut write, ctx.clock.now()).await?;
    write.commit().await?;
    Ok(())
}

/// The bot is in this server. Returns the channels that vanished while it was not looking.
pub async fn arrived(ctx: &Ctx, server: &Server) -> Result<Vec<ChannelId>> {
    let mut write = ctx.store.write().await?;
    let new = guilds::arrive(
        &mut write,
        server.guild,
        &server.name,
        server.owner,
        ctx.clock.now(),
    )
    .await?;
    channels::set_roles(&mut write, server.guild, &server.roles).await?;
    let gone = channels::set_channels(&mut write, server.guild, &server.channels).await?;
    let mut arrivals = Arrivals::at(&mut write, server.guild, ctx.clock.now()).await?;
    for person in &server.people {
        let before = members::one(&mut write, server.guild, person.member).await?;
        let before = still_here(ctx, &mut write, server.guild, before, person).await?;
        note(
            &mut write,
            server.guild,
            arrivals.as_mut(),
            before.as_ref(),
            person,
        )
        .await?;
    }
    write.commit().await?;
    ctx.farewells.taken_back(server.guild);
    if new {
        tracing::info!(guild = %server.guild, "arrived in a server");
    }
    Ok(gone)
}

/// The bot was removed from a server: jobs stop there, what is owed there waits, and what is stored is kept for thirty days from when
/// that became known first.
pub async fn removed(ctx: &Ctx, guild: GuildId) -> Result<()> {
    let mut write = ctx.store.write().await?;
    let new = guilds::leave(&mut write, guild, ctx.clock.now()).await?;
    // Before the commit, which wakes the ticker.
    ctx.farewells.told(guild);
    write.commit().await?;
    if new {
        tracing::info!(%guild, "removed from a server");
    }
    Ok(())
}

/// An outage of Discord's keeps a server from the bot, or it has not said yet whether it does. Nothing is concluded from that: what
/// is due there and what is owed there waits until it is back ([`arrived`]). Does nothing where that is known.
pub async fn unavailable(ctx: &Ctx, guild: GuildId) -> Result<()> {
    ctx.farewells.taken_back(guild);
    if guilds::is_unavailable(&mut *ctx.store.read().await?, guild).await? {
        return Ok(());
    }
    let mut write = ctx.store.write().await?;
    guilds::set_unavailable(&mut write, guild, ctx.clock.now()).await?;
    write.commit().await?;
    tracing::info!(%guild, "a server is unavailable for now");
    Ok(())
}

/// Discord named all servers the bot is in (those `mine` speaks of). The bot was removed from the others meanwhile, or earlier.
pub async fn only_in(ctx: &Ctx, present: &[GuildId], mine: impl Fn(GuildId) -> bool) -> Result<()> {
    let known = guilds::all(&mut *ctx.store.read().await?).await?;
    for guild in known
        .into_iter()
        .filter(|guild| mine(*guild) && !present.contains(guild))
    {
        removed(ctx, guild).await?;
    }
    Ok(())
}

/// The server has another name or owner.
pub async fn renamed(ctx: &Ctx, guild: GuildId, name: &str, owner: MemberId) -> Result<()> {
    let mut write = ctx.store.write().await?;
    guilds::rename(&mut write, guild, name, owner).await?;
    write.commit().await?;
    Ok(())
}

/// A role is new or changed.
pub async fn role_changed(ctx: &Ctx, guild: GuildId, role: &RoleRow) -> Result<()> {
    let mut write = ctx.store.write().await?;
    if guilds::is_known(&mut write, guild).await? {
        channels::put_role(&mut write, guild, role).await?;
        write.commit().await?;
    }
    Ok(())
}

/// A role was deleted; nobody has it any more, and no setting names it.
pub async fn role_gone(ctx: &Ctx, guild: GuildId, role: RoleId) -> Result<()> {
    let mut write = ctx.store.write().await?;
    channels::remove_role(&mut write, guild, role).await?;
    write.commit().await?;
    Ok(())
}

/// A channel is new or changed.
pub async fn channel_changed(ctx: &Ctx, guild: GuildId, channel: &ChannelRow) -> Result<()> {
    let mut write = ctx.store.write().await?;
    if guilds::is_known(&mut write, guild).await? {
        channels::put_channel(&mut write, guild, channel).await?;
        write.commit().await?;
    }
    Ok(())
}

/// A channel was deleted.
pub async fn channel_gone(ctx: &Ctx, guild: GuildId, channel: ChannelId) -> Result<()> {
    let mut write = ctx.store.write().await?;
    channels::remove_channel(&mut write, guild, channel).await?;
    write.commit().await?;
    Ok(())
}

/// A thread was deleted. Where it stood in for somebody's private conversation, a new one is opened when it is needed.
pub async fn thread_gone(ctx: &Ctx, thread: ChannelId) -> Result<()> {
    let mut write = ctx.store.write().await?;
    channels::remove_private_thread(&mut write, thread).await?;
    write.commit().await?;
    Ok(())
}

/// Somebody wrote to the bot, which does not read it. At most once a day they are told what to do instead.
pub async fn wrote_privately(ctx: &Ctx, member: MemberId) -> Result<()> {
    let now = ctx.clock.now();
    let mut write = ctx.store.write().await?;
    for guild in members::guilds_of(&mut write, member).await? {
        let Some(settings) = settings::guild(&mut write, guild)
            .await?
            .filter(|settings| settings.turned_on_at.is_some())
        else {
            continue;
        };
        let delivery = Delivery::Send {
            to: Place::Direct(member),
            post: words::use_the_buttons(&settings.name),
        };
        if outbox::owed_since(&mut write, member, &delivery, now - TimeDelta::days(1)).await? {
            return Ok(());
        }
        let owed = Owed {
            guild,
            lane: Lane::Direct(member),
            delivery,
            receipt: Receipt::Nothing,
            purpose: Purpose::Answer,
            about: None,
            not_before: now,
        };
        outbox::owe(&mut write, owed, now).await?;
        write.commit().await?;
        return Ok(());
    }
    Ok(())
}

/// A person is in the guild and looks like this: they joined or changed. Does nothing where all of it is known, or where the guild
/// is not known yet.
pub async fn seen(ctx: &Ctx, guild: GuildId, person: &Person) -> Result<()> {
    if !is_news(ctx, guild, person).await? {
        return Ok(());
    }
    let mut write = ctx.store.write().await?;
    note_one(ctx, &mut write, guild, person).await?;
    write.commit().await?;
    Ok(())
}

/// A person did something in the guild, where they look like this. As [`seen`], but who has left since they joined stays gone, and
/// who joined anew since stays as they are: interactions are handled beside other events, and one may be late.
pub async fn acted(ctx: &Ctx, guild: GuildId, person: &Person) -> Result<()> {
    if !is_news(ctx, guild, person).await? {
        return Ok(());
    }
    let mut write = ctx.store.write().await?;
    if members::has_left_since(&mut write, guild, person.member, person.joined_at).await? {
        return Ok(());
    }
    let known = members::one(&mut write, guild, person.member).await?;
    if known.is_some_and(|known| known.joined_at > person.joined_at) {
        return Ok(());
    }
    note_one(ctx, &mut write, guild, person).await?;
    write.commit().await?;
    Ok(())
}

/// A person used a command in the guild. As [`acted`], and who asked to be forgotten is known again from now on, with nothing that was.
pub async fn used_a_command(ctx: &Ctx, guild: GuildId, person: &Person) -> Result<()> {
    let member = person.member;
    if privacy::is_forgotten(&mut *ctx.store.read().await?, guild, member).await? {
        let mut write = ctx.store.write().await?;
        privacy::lift(&mut write, guild, member).await?;
        write.commit().await?;
        tracing::info!(%guild, "a forgotten member is back");
    }
    acted(ctx, guild, person).await
}

async fn is_news(ctx: &Ctx, guild: GuildId, person: &Person) -> Result<bool> {
    let mut read = ctx.store.read().await?;
    if privacy::is_forgotten(&mut read, guild, person.member).await? {
        return Ok(false);
    }
    let known = members::one(&mut read, guild, person.member).await?;
    Ok(known.as_ref() != Some(person) && guilds::is_known(&mut read, guild).await?)
}

/// A person left, by Discord's word. Their open asks and invitations end, and so do their first days; whose buddy they were gets another.
pub async fn left(ctx: &Ctx, guild: GuildId, member: MemberId) -> Result<()> {
    let mut write = ctx.store.write().await?;
    part(ctx, &mut write, guild, member).await?;
    write.commit().await?;
    Ok(())
}

/// The complete list of a guild's people. The difference to what is known is applied in one transaction: who is not on the
/// list has left.
pub async fn complete(ctx: &Ctx, guild: GuildId, list: &BTreeMap<MemberId, Person>) -> Result<()> {
    let mut write = ctx.store.write().await?;
    if !guilds::is_known(&mut write, guild).await? {
        return Ok(());
    }
    let mut known = members::present(&mut write, guild).await?;
    // Who left goes first: nobody who comes is given a buddy who is not there any more.
    let gone: Vec<MemberId> = known
        .keys()
        .filter(|member| !list.contains_key(member))
        .copied()
        .collect();
    for member in &gone {
        part(ctx, &mut write, guild, *member).await?;
    }
    let back: Vec<MemberId> = known
        .values()
        .filter(|before| {
            list.get(&before.member)
                .is_some_and(|now| joined_anew(before, now))
        })
        .map(|before| before.member)
        .collect();
    for member in back {
        came_back(ctx, &mut write, guild, member).await?;
        known.remove(&member);
    }
    let mut arrivals = Arrivals::at(&mut write, guild, ctx.clock.now()).await?;
    let mut joined = 0;
    for person in list
        .values()
        .filter(|person| known.get(&person.member) != Some(person))
    {
        let before = known.get(&person.member);
        let noted = note(&mut write, guild, arrivals.as_mut(), before, person).await?;
        joined += usize::from(noted && !known.contains_key(&person.member));
    }
    guilds::roster_complete(&mut write, guild, ctx.clock.now()).await?;
    write.commit().await?;
    tracing::info!(%guild, people = list.len(), joined, gone = gone.len(), "member list complete");
    Ok(())
}

async fn note_one(ctx: &Ctx, write: &mut Write, guild: GuildId, person: &Person) -> Result<()> {
    let before = members::one(write, guild, person.member).await?;
    let before = still_here(ctx, write, guild, before, person).await?;
    let mut arrivals = Arrivals::at(write, guild, ctx.clock.now()).await?;
    note(write, guild, arrivals.as_mut(), before.as_ref(), person).await?;
    Ok(())
}

/// Keeps what is told of a person, unless they asked to be forgotten, and welcomes them if that makes them a newcomer. `before` is how
/// they were known while they were there. Says whether it was kept.
async fn note(
    write: &mut Write,
    guild: GuildId,
    arrivals: Option<&mut Arrivals>,
    before: Option<&Person>,
    person: &Person,
) -> Result<bool> {
    if privacy::is_forgotten(write, guild, person.member).await? {
        return Ok(false);
    }
    members::put(write, guild, person).await?;
    if let Some(arrivals) = arrivals {
        arrivals.saw(write, before, person).await?;
    }
    Ok(true)
}

/// Whether somebody who is known as being there left since and joined again: Discord's word for both.
fn joined_anew(before: &Person, now: &Person) -> bool {
    now.joined_at > before.joined_at
}

/// How somebody was known while they were there, as long as they have not left since.
async fn still_here(
    ctx: &Ctx,
    write: &mut Write,
    guild: GuildId,
    before: Option<Person>,
    now: &Person,
) -> Result<Option<Person>> {
    if before
        .as_ref()
        .is_some_and(|before| joined_anew(before, now))
    {
        // It is seldom, and everything that is heard of anybody would have to make room for it.
        Box::pin(came_back(ctx, write, guild, now.member)).await?;
        return Ok(None);
    }
    Ok(before)
}

/// Somebody left and came back while nobody was looking. What they were in ended with their leaving, and nobody is told that they are
/// gone, as they are not.
async fn came_back(ctx: &Ctx, write: &mut Write, guild: GuildId, member: MemberId) -> Result<()> {
    let now = ctx.clock.now();
    if members::leave(write, guild, member, now).await? {
        asks::member_left(ctx, write, guild, member, now).await?;
        newcomers::came_back(write, guild, member, now).await?;
        if let Some(guild) = settings::guild(write, guild).await? {
            rounds::came_back(write, &guild, member, now).await?;
        }
    }
    Ok(())
}

async fn part(ctx: &Ctx, write: &mut Write, guild: GuildId, member: MemberId) -> Result<()> {
    let now = ctx.clock.now();
    if members::leave(write, guild, member, now).await? {
        asks::member_left(ctx, write, guild, member, now).await?;
        newcomers::member_left(write, guild, member, now).await?;
        if let Some(guild) = settings::guild(write, guild).await? {
            rounds::member_left(write, &guild, member, now).await?;
        }
    }
    Ok(())
}
