//! Putting a newcomer and a buddy together, and another one where that ends before its time.

use chrono::{DateTime, Utc};

use super::search::{Found, Search};
use super::{Scene, tell, words};
use crate::delivery::{Delivery, Place, Purpose, Receipt};
use crate::domain::buddy::{NewcomerState, SOUGHT_EVERY, TOLD_TOGETHER};
use crate::domain::ids::{MemberId, NewcomerId};
use crate::error::Result;
use crate::features::messages::{self, Message, Started};
use crate::features::{Ctx, settings};
use crate::post::Post;
use crate::store::activity;
use crate::store::newcomers::{self as rows, Newcomer};
use crate::store::outbox::{self, Lane};
use crate::store::{SqliteConnection, Write, helper_facts, settings as guilds, skills};

/// Why a newcomer gets a buddy just now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Why<'a> {
    /// They have just joined, and read of it in their welcome.
    New,
    /// Nobody was suitable until now.
    Found,
    /// This one handed over; by name, as written.
    HandedOver(&'a str),
    /// The one they had is not there any more; by name, as written. `None`: that is not said.
    Gone(Option<&'a str>),
}

/// How a newcomer and their buddy come to know each other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Met {
    /// The buddy.
    pub(super) buddy: words::Named,
    /// When the buddy hears of it: when they work next, or, privately, when their week has room for it.
    pub(super) at: DateTime<Utc>,
    /// Whether a thread introduces them.
    pub(super) in_thread: bool,
}

/// Puts a newcomer and a buddy together. Both hear of it when the buddy works next; the newcomer may read of it before.
pub(super) async fn pair(
    db: &mut SqliteConnection,
    scene: Scene<'_>,
    newcomer: &mut Newcomer,
    found: Found,
    why: Why<'_>,
) -> Result<Met> {
    newcomer.state = NewcomerState::Paired;
    newcomer.buddy = Some(found.buddy);
    newcomer.buddy_since = Some(scene.now);
    newcomer.seek_at = None;
    newcomer.tell_at = None;
    newcomer.privately = found.under.is_none();
    rows::begin(db, newcomer, found.buddy, scene.now).await?;
    let buddy = helper_facts::person(db, scene.guild, found.buddy).await?;
    let at = buddy.as_ref().map_or(scene.now, |person| {
        person.calendar.next_working_instant(scene.now)
    });
    let mut met = Met {
        buddy: words::Named::of(found.buddy, buddy.as_ref()),
        at,
        in_thread: found.under.is_some(),
    };
    let the_two = the_two(db, scene, newcomer, met.buddy.clone()).await?;
    match found.under {
        None => {
            // In a full week it waits.
            let owed = introduce_privately(db, scene, newcomer, &the_two, why).await?;
            met.at = owed.unwrap_or(at);
        }
        Some(under) => {
            let first = if tell::has_thread(db, scene, newcomer).await? {
                // Where they are not at work before that, the introduction says it all.
                let to = newcomer.member;
                if at > tell::at_work(db, scene, to).await? {
                    let post = words::another_is_coming(&the_two, why, at);
                    tell::in_thread(db, scene, newcomer.id, to, post).await?;
                }
                let thread = Place::BuddyThread(newcomer.id);
                let member = found.buddy;
                (Delivery::AddToThread { thread, member }, Receipt::Nothing)
            } else {
                newcomer.under = Some(under);
                let name = words::thread_name(&the_two.newcomer.name);
                let members = vec![newcomer.member, found.buddy];
                let open = Delivery::OpenPrivateThread {
                    under,
                    name,
                    members,
                };
                (open, Receipt::BuddyThreadOpened(newcomer.id))
            };
            tell::owe(db, scene, newcomer.id, first.0, first.1, at).await?;
            let introduction = Delivery::Send {
                to: Place::BuddyThread(newcomer.id),
                post: words::introduction(&the_two, why),
            };
            let receipt = Receipt::BuddyIntroduced(newcomer.id);
            tell::owe(db, scene, newcomer.id, introduction, receipt, at).await?;
        }
    }
    Ok(met)
}

/// Nobody is suitable: it is tried again tomorrow, and the managers are told.
pub(super) fn look_on(newcomer: &mut Newcomer, now: DateTime<Utc>) {
    newcomer.state = NewcomerState::Looking;
    newcomer.buddy = None;
    newcomer.buddy_since = None;
    newcomer.seek_at = Some(now + SOUGHT_EVERY);
    newcomer.tell_at = Some(now + TOLD_TOGETHER);
}

/// Tells both by private message, each where their thread would have. Returns when the buddy hears of it; `None`: they have left.
pub(super) async fn introduce_privately(
    db: &mut SqliteConnection,
    scene: Scene<'_>,
    newcomer: &Newcomer,
    the_two: &words::TheTwo,
    why: Why<'_>,
) -> Result<Option<DateTime<Utc>>> {
    let server = &scene.guild.name;
    if why != Why::New {
        let post = words::your_buddy(the_two, why, server);
        let message = Message {
            receipt: Receipt::BuddyNamed(newcomer.id),
            ..Message::new(newcomer.member, Purpose::Reminder, post)
        };
        messages::start(db, scene.guild, message, scene.now).await?;
    }
    let post = words::you_are_the_buddy(the_two, server);
    let message = Message::new(the_two.buddy.id, Purpose::Pairing, post);
    Ok(
        match messages::start(db, scene.guild, message, scene.now).await? {
            Started::Owed(at) | Started::Waits(at) | Started::Joins(at) => Some(at),
            Started::NoRoom | Started::Nobody => None,
        },
    )
}

/// What can be said of a newcomer and their buddy.
pub(super) async fn the_two(
    db: &mut SqliteConnection,
    scene: Scene<'_>,
    newcomer: &Newcomer,
    buddy: words::Named,
) -> Result<words::TheTwo> {
    let person = helper_facts::person(db, scene.guild, newcomer.member).await?;
    let guild = scene.guild.id;
    let teaches = skills::offers_of(db, guild, buddy.id).await?;
    let wishes = skills::wishes_of(db, guild, newcomer.member).await?;
    Ok(words::TheTwo {
        id: newcomer.id,
        newcomer: words::Named::of(newcomer.member, person.as_ref()),
        buddy,
        teaches: teaches.into_iter().map(|offer| offer.name).collect(),
        wishes: wishes.into_iter().map(|wish| wish.name).collect(),
    })
}

/// A newcomer's buddy is theirs no longer: another is found, or looked for. What was owed for the two and is not begun is of no use.
/// Returns the new one.
pub(super) async fn replace(
    db: &mut SqliteConnection,
    scene: Scene<'_>,
    search: &mut Search,
    newcomer: &mut Newcomer,
    why: Why<'_>,
) -> Result<Option<Met>> {
    let until = served_until(db, scene, newcomer).await?;
    rows::end(db, newcomer, until).await?;
    outbox::drop_lane(db, Lane::Newcomer(newcomer.id), scene.now).await?;
    if let Some(buddy) = newcomer.buddy {
        tell::take_back(db, scene.guild.id, buddy, newcomer.id, scene.now).await?;
        tell::take_back_name(db, scene, newcomer).await?;
        out_of_the_thread(db, scene, newcomer, buddy, why).await?;
    }
    let met = if let Some(found) = search.find(db, scene, newcomer).await? {
        Some(pair(db, scene, newcomer, found, why).await?)
    } else {
        look_on(newcomer, scene.now);
        still_looking(db, scene, newcomer, why).await?;
        None
    };
    super::keep(db, scene, newcomer).await?;
    Ok(met)
}

/// Until when a buddy was one who is it no longer: until now, but who never heard of it was it for no time at all.
async fn served_until(
    db: &mut SqliteConnection,
    scene: Scene<'_>,
    newcomer: &Newcomer,
) -> Result<DateTime<Utc>> {
    let (Some(buddy), Some(since)) = (newcomer.buddy, newcomer.buddy_since) else {
        return Ok(scene.now);
    };
    let heard = tell::has_heard(db, scene, newcomer, buddy).await?;
    Ok(if heard { scene.now } else { since })
}

/// What the newcomer and the next buddy write to each other is theirs: the one before does not read on. Whoever left the server is out
/// of its threads already.
async fn out_of_the_thread(
    db: &mut SqliteConnection,
    scene: Scene<'_>,
    newcomer: &Newcomer,
    former: MemberId,
    why: Why<'_>,
) -> Result<()> {
    let left = matches!(why, Why::Gone(Some(_)));
    if left || newcomer.privately || !tell::has_thread(db, scene, newcomer).await? {
        return Ok(());
    }
    let remove = Delivery::RemoveFromThread {
        thread: Place::BuddyThread(newcomer.id),
        member: former,
    };
    tell::owe(db, scene, newcomer.id, remove, Receipt::Nothing, scene.now).await
}

/// Tells the newcomer that they have no buddy for now.
async fn still_looking(
    db: &mut SqliteConnection,
    scene: Scene<'_>,
    newcomer: &Newcomer,
    why: Why<'_>,
) -> Result<()> {
    let to = newcomer.member;
    if !newcomer.privately && tell::has_thread(db, scene, newcomer).await? {
        let post = words::looking_in_thread(to, why);
        return tell::in_thread(db, scene, newcomer.id, to, post).await;
    }
    let post = words::looking_privately(why, &scene.guild.name);
    tell::privately(db, scene, to, Purpose::Reminder, post).await
}

/// **Hand over**, by the buddy.
pub(super) async fn hand_over(ctx: &Ctx, id: NewcomerId, by: MemberId) -> Result<Post> {
    let mut write = ctx.store.write().await?;
    let mut newcomer = rows::find(&mut write, id)
        .await?
        .ok_or_else(words::is_gone)?;
    let guild = settings::turned_on(ctx, newcomer.guild).await?;
    let scene = Scene {
        guild: &guild,
        now: ctx.clock.now(),
    };
    may_hand_over(&mut write, scene, &newcomer, by).await?;
    let person = helper_facts::person(&mut write, &guild, by).await?;
    let from = words::Named::of(by, person.as_ref());
    let why = Why::HandedOver(&from.name);
    let mut search = Search::default();
    let met = replace(&mut write, scene, &mut search, &mut newcomer, why).await?;
    activity::note(&mut write, guild.id, by, scene.now).await?;
    write.commit().await?;
    tracing::info!(guild = %guild.id, newcomer = %id, found = met.is_some(), "a buddy handed over");
    Ok(words::handed_over(met.as_ref()))
}

async fn may_hand_over(
    write: &mut Write,
    scene: Scene<'_>,
    newcomer: &Newcomer,
    by: MemberId,
) -> Result<()> {
    if newcomer.buddy == Some(by) && newcomer.state == NewcomerState::Paired {
        return Ok(());
    }
    Err(match newcomer.state {
        NewcomerState::Done => words::thirty_days_are_over(),
        NewcomerState::Left => words::newcomer_is_gone(),
        _ if rows::was_buddy(write, newcomer.id, by).await? => words::handed_over_already(),
        _ => {
            let buddy = match newcomer.buddy {
                Some(buddy) => helper_facts::person(write, scene.guild, buddy).await?,
                None => None,
            };
            words::only_the_buddy(buddy.map(|buddy| buddy.name).as_deref())
        }
    })
}

/// The guild and the newcomer of a click, in a transaction of the caller's; a sentence where there is nothing to click on any more.
pub(super) async fn meant(
    db: &mut SqliteConnection,
    id: NewcomerId,
) -> Result<(guilds::Guild, Newcomer)> {
    let newcomer = rows::find(db, id).await?.ok_or_else(words::is_gone)?;
    let guild = guilds::guild(db, newcomer.guild)
        .await?
        .ok_or_else(words::is_gone)?;
    Ok((guild, newcomer))
}
