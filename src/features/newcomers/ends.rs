//! Somebody is not there any more: the newcomer, or their buddy.

use chrono::{DateTime, Utc};

use super::buddies::{self, Why};
use super::search::Search;
use super::{Scene, tell, words};
use crate::delivery::{Delivery, Place, Purpose, Receipt};
use crate::domain::buddy::NewcomerState;
use crate::domain::ids::{GuildId, MemberId};
use crate::error::Result;
use crate::store::newcomers::{self as rows, Newcomer};
use crate::store::outbox::{self, Lane, Owed};
use crate::store::{Write, helper_facts, settings};

/// Somebody left, by Discord's word. Their own first days end and their buddy is told; whose buddy they were, another is found for.
/// Within the transaction that notes it; they count as having left already.
pub(crate) async fn member_left(
    write: &mut Write,
    guild: GuildId,
    member: MemberId,
    now: DateTime<Utc>,
) -> Result<()> {
    let Some(guild) = settings::guild(write, guild).await? else {
        return Ok(());
    };
    let scene = Scene { guild: &guild, now };
    if let Some(mut newcomer) = rows::of_member(write, guild.id, member).await? {
        newcomer_left(write, scene, &mut newcomer).await?;
    }
    let person = helper_facts::person(write, &guild, member).await?;
    let name = person.as_ref().map(|person| person.name.as_str());
    buddy_left(write, scene, member, Why::Gone(name)).await
}

/// Somebody asked to be forgotten: as if they had left, in words that name nobody, and their name comes off the threads. Their rows are
/// still there, and count no more.
pub(crate) async fn forgotten(
    write: &mut Write,
    guild: GuildId,
    member: MemberId,
    now: DateTime<Utc>,
) -> Result<()> {
    let Some(guild) = settings::guild(write, guild).await? else {
        return Ok(());
    };
    let scene = Scene { guild: &guild, now };
    if let Some(mut newcomer) = rows::of_member(write, guild.id, member).await? {
        let to_buddy = tell_buddy(write, scene, &mut newcomer).await?;
        over(write, scene, &newcomer, to_buddy).await?;
    }
    for thread in rows::threads_of(write, guild.id, member).await? {
        let thread = Place::Channel(thread);
        let name = words::thread_of_nobody();
        owe(write, scene, Delivery::RenameThread { thread, name }).await?;
    }
    buddy_left(write, scene, member, Why::Gone(None)).await
}

/// Tells the buddy of somebody who asked to be forgotten that it is over.
async fn over(
    write: &mut Write,
    scene: Scene<'_>,
    newcomer: &Newcomer,
    to_buddy: Option<(Place, MemberId)>,
) -> Result<()> {
    match to_buddy {
        Some((Place::BuddyThread(_), _)) => {
            let Some(thread) = newcomer.thread else {
                return Ok(());
            };
            let to = Place::Channel(thread);
            let post = words::it_is_over();
            owe(write, scene, Delivery::Send { to, post }).await
        }
        Some((_, buddy)) => {
            let post = words::it_is_over_privately(&scene.guild.name);
            tell::privately(write, scene, buddy, Purpose::Courtesy, post).await
        }
        None => Ok(()),
    }
}

/// What goes on in a thread whose newcomer is not known any more, so that no row of theirs is looked at for it.
async fn owe(write: &mut Write, scene: Scene<'_>, delivery: Delivery) -> Result<()> {
    let owed = Owed {
        guild: scene.guild.id,
        lane: Lane::Guild(scene.guild.id),
        delivery,
        receipt: Receipt::Nothing,
        purpose: Purpose::Answer,
        about: None,
        not_before: scene.now,
    };
    outbox::owe(write, owed, scene.now).await?;
    Ok(())
}

/// Somebody left and came back before anybody looked: Discord took them out of the threads they were in. Their own first days are over
/// without a word, since they begin anew; whose buddy they were gets another, without a reason, as they are back. Within the transaction
/// that notes it; they count as having left.
pub(crate) async fn came_back(
    write: &mut Write,
    guild: GuildId,
    member: MemberId,
    now: DateTime<Utc>,
) -> Result<()> {
    let Some(guild) = settings::guild(write, guild).await? else {
        return Ok(());
    };
    let scene = Scene { guild: &guild, now };
    broken_off(write, scene, member).await?;
    buddy_left(write, scene, member, Why::Gone(None)).await
}

/// A buddy is not to be asked for anything for now: for newcomers whom they have not heard of yet, another is found.
pub(crate) async fn steps_back(
    write: &mut Write,
    guild: GuildId,
    buddy: MemberId,
    now: DateTime<Utc>,
) -> Result<()> {
    undone(write, guild, buddy, None, now).await
}

/// These two are never put together from now on. Where one is to be the other's buddy and has not heard of it yet, another is found;
/// nobody reads why.
pub(crate) async fn kept_apart(
    write: &mut Write,
    guild: GuildId,
    (one, other): (MemberId, MemberId),
    now: DateTime<Utc>,
) -> Result<()> {
    undone(write, guild, one, Some(other), now).await?;
    undone(write, guild, other, Some(one), now).await
}

/// Finds another for those (or for this one) whose buddy somebody is to be without having heard of it.
async fn undone(
    write: &mut Write,
    guild: GuildId,
    buddy: MemberId,
    newcomer: Option<MemberId>,
    now: DateTime<Utc>,
) -> Result<()> {
    let Some(guild) = settings::guild(write, guild).await? else {
        return Ok(());
    };
    let scene = Scene { guild: &guild, now };
    let mut search = Search::default();
    for mut of_them in rows::of_buddy(write, guild.id, buddy).await? {
        let meant = newcomer.is_none_or(|newcomer| newcomer == of_them.member);
        if meant && !tell::has_heard(write, scene, &of_them, buddy).await? {
            buddies::replace(write, scene, &mut search, &mut of_them, Why::Gone(None)).await?;
        }
    }
    Ok(())
}

async fn broken_off(write: &mut Write, scene: Scene<'_>, member: MemberId) -> Result<()> {
    if let Some(mut newcomer) = rows::of_member(write, scene.guild.id, member).await? {
        let open = newcomer.thread;
        tell_buddy(write, scene, &mut newcomer).await?;
        if let Some(thread) = open {
            let thread = Place::Channel(thread);
            owe(write, scene, Delivery::ArchiveThread { thread }).await?;
        }
    }
    Ok(())
}

async fn newcomer_left(write: &mut Write, scene: Scene<'_>, newcomer: &mut Newcomer) -> Result<()> {
    let person = helper_facts::person(write, scene.guild, newcomer.member).await?;
    let name = words::Named::of(newcomer.member, person.as_ref()).name;
    match tell_buddy(write, scene, newcomer).await? {
        Some((Place::BuddyThread(id), _)) => {
            let farewell = Delivery::Send {
                to: Place::BuddyThread(id),
                post: words::newcomer_left(&name),
            };
            tell::owe(write, scene, id, farewell, Receipt::Nothing, scene.now).await?;
            let thread = Place::BuddyThread(id);
            let archive = Delivery::ArchiveThread { thread };
            tell::owe(write, scene, id, archive, Receipt::Nothing, scene.now).await
        }
        Some((_, buddy)) => {
            let post = words::newcomer_left_privately(&name, &scene.guild.name);
            tell::privately(write, scene, buddy, Purpose::Courtesy, post).await
        }
        None => Ok(()),
    }
}

/// Ends somebody's first days, and says where their buddy is to be told of it; `None`: they have none, or have not heard of it yet.
async fn tell_buddy(
    write: &mut Write,
    scene: Scene<'_>,
    newcomer: &mut Newcomer,
) -> Result<Option<(Place, MemberId)>> {
    newcomer.state = NewcomerState::Left;
    rows::end(write, newcomer, scene.now).await?;
    super::keep(write, scene, newcomer).await?;
    outbox::drop_lane(write, Lane::Newcomer(newcomer.id), scene.now).await?;
    outbox::drop_owed(write, Receipt::Welcomed(newcomer.id), scene.now).await?;
    let Some(buddy) = newcomer.buddy else {
        return Ok(None);
    };
    let guild = scene.guild.id;
    let unheard = tell::take_back(write, guild, buddy, newcomer.id, scene.now).await?;
    Ok(if newcomer.privately {
        (!unheard).then_some((Place::Direct(buddy), buddy))
    } else if tell::has_thread(write, scene, newcomer).await? {
        Some((Place::BuddyThread(newcomer.id), buddy))
    } else {
        None
    })
}

/// Whose buddy somebody was who is not there any more: each gets another.
async fn buddy_left(
    write: &mut Write,
    scene: Scene<'_>,
    buddy: MemberId,
    why: Why<'_>,
) -> Result<()> {
    let mut search = Search::default();
    for mut newcomer in rows::of_buddy(write, scene.guild.id, buddy).await? {
        buddies::replace(write, scene, &mut search, &mut newcomer, why).await?;
    }
    Ok(())
}
