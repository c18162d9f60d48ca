//! The thread of a newcomer and their buddy is gone, or never was. What was to be said in it and is not is said privately instead; the two
//! who know of each other go on where they can.

use super::buddies::{self, Why};
use super::{Scene, due, tell, words};
use crate::custom_id::NewcomerClick;
use crate::delivery::{Delivery, Place, Purpose, Receipt};
use crate::domain::buddy::NewcomerState;
use crate::domain::ids::MemberId;
use crate::error::Result;
use crate::features::messages::{self, Message};
use crate::store::newcomers::Newcomer;
use crate::store::outbox::{self, Lane};
use crate::store::{SqliteConnection, helper_facts};

/// What is said in the thread of the two.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Words {
    /// Who they are to each other.
    Introduction,
    /// How it goes, or at the end, thanks and how it has been.
    Question,
    /// To the buddy alone: the newcomer would be glad to hear from them.
    Nudge,
    /// To the newcomer alone: who comes next, or that somebody is looked for.
    News,
    /// That the newcomer left.
    Farewell,
}

impl Words {
    fn of(newcomer: &Newcomer, receipt: Receipt, delivery: &Delivery) -> Option<Self> {
        let Delivery::Send {
            to: Place::BuddyThread(_),
            post,
        } = delivery
        else {
            return None;
        };
        if receipt == Receipt::BuddyIntroduced(newcomer.id) {
            return Some(Self::Introduction);
        }
        let well = NewcomerClick::Well {
            newcomer: newcomer.id,
        };
        if post.has_button(&well.into()) {
            return Some(Self::Question);
        }
        match post.pings.members.as_slice() {
            [] => Some(Self::Farewell),
            [member] if *member == newcomer.member => Some(Self::News),
            [_] => Some(Self::Nudge),
            _ => None,
        }
    }
}

/// What is owed in the thread of the two and not said yet. To be asked before it is dropped.
pub(super) async fn unsaid(db: &mut SqliteConnection, newcomer: &Newcomer) -> Result<Vec<Words>> {
    let owed = outbox::owed_in(db, Lane::Newcomer(newcomer.id)).await?;
    Ok(owed
        .iter()
        .filter_map(|(receipt, delivery)| Words::of(newcomer, *receipt, delivery))
        .collect())
}

/// Says privately what was not said in the thread, to a newcomer who has none from here on.
pub(super) async fn made_up_for(
    db: &mut SqliteConnection,
    scene: Scene<'_>,
    newcomer: &Newcomer,
    unsaid: &[Words],
) -> Result<()> {
    let is_unsaid = |words| unsaid.contains(&words);
    match (newcomer.state, newcomer.buddy) {
        (NewcomerState::Paired, Some(buddy)) => {
            let person = helper_facts::person(db, scene.guild, buddy).await?;
            let buddy = words::Named::of(buddy, person.as_ref());
            let the_two = buddies::the_two(db, scene, newcomer, buddy).await?;
            if is_unsaid(Words::Introduction) {
                buddies::introduce_privately(db, scene, newcomer, &the_two, Why::Found).await?;
                Ok(())
            } else {
                go_on_without(db, scene, newcomer, &the_two, unsaid).await
            }
        }
        (NewcomerState::Looking, _) if is_unsaid(Words::News) => {
            let post = words::looking_privately(Why::Gone(None), &scene.guild.name);
            tell::privately(db, scene, newcomer.member, Purpose::Reminder, post).await
        }
        (NewcomerState::Done, Some(buddy)) if is_unsaid(Words::Question) => {
            due::last_day_privately(db, scene, newcomer, buddy).await
        }
        (NewcomerState::Left, Some(buddy)) if is_unsaid(Words::Farewell) => {
            farewell_privately(db, scene, newcomer, buddy).await
        }
        _ => Ok(()),
    }
}

/// Two who know of each other hear that they have no thread any more, with what was to be said in it. As nobody is introduced by it, it
/// is no reason to find another buddy while it is unread.
async fn go_on_without(
    db: &mut SqliteConnection,
    scene: Scene<'_>,
    newcomer: &Newcomer,
    the_two: &words::TheTwo,
    unsaid: &[Words],
) -> Result<()> {
    let server = &scene.guild.name;
    let asked = unsaid.contains(&Words::Question).then_some(newcomer.checks);
    let message = Message {
        receipt: Receipt::BuddyNamed(newcomer.id),
        ..Message::new(
            newcomer.member,
            Purpose::Reminder,
            words::thread_is_gone(the_two, asked, server),
        )
    };
    messages::start(db, scene.guild, message, scene.now).await?;
    let nudged = unsaid.contains(&Words::Nudge);
    let post = words::thread_is_gone_to_buddy(the_two, nudged, server);
    tell::privately(db, scene, the_two.buddy.id, Purpose::Reminder, post).await
}

async fn farewell_privately(
    db: &mut SqliteConnection,
    scene: Scene<'_>,
    newcomer: &Newcomer,
    buddy: MemberId,
) -> Result<()> {
    let person = helper_facts::person(db, scene.guild, newcomer.member).await?;
    let name = words::Named::of(newcomer.member, person.as_ref()).name;
    let post = words::newcomer_left_privately(&name, &scene.guild.name);
    tell::privately(db, scene, buddy, Purpose::Courtesy, post).await
}
