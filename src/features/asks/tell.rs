//! What an ask owes to the people around it: rows of the outbox, written in the transaction that causes them.

mod private;

pub(super) use private::{
    in_time_with_receipt, may_be_written_to, privately, privately_in_time, reminded, to_asker,
};

use chrono::{DateTime, Utc};

use super::{stuck, words};
use crate::delivery::{Delivery, MessageRef, Place, Purpose, Receipt};
use crate::domain::ask::InvitationState;
use crate::domain::helper_choice::Reason;
use crate::domain::ids::{ChannelId, InvitationId, MemberId};
use crate::error::Result;
use crate::features::messages::{self, Message};
use crate::post::Post;
use crate::store::SqliteConnection;
use crate::store::asks::Ask;
use crate::store::helper_facts::{self, Person};
use crate::store::invitations::Invitation;
use crate::store::outbox::{self, Lane, Owed};
use crate::store::settings::{self, Guild};
use crate::store::{ask_helpers, asks, invitations, skills};

/// What stands in the place of a name that is not known, or not told.
const SOMEBODY: &str = "Somebody";

/// What every step of a transition needs to know beside the ask.
#[derive(Clone, Copy, Debug)]
pub(super) struct Scene<'a> {
    /// The guild of the ask.
    pub(super) guild: &'a Guild,
    /// Bot time at the beginning of the transition.
    pub(super) now: DateTime<Utc>,
}

/// Owes something in the help channel or the thread of the ask, after everything owed there before.
async fn in_channel(
    db: &mut SqliteConnection,
    scene: Scene<'_>,
    ask: &Ask,
    delivery: Delivery,
    receipt: Receipt,
) -> Result<()> {
    let owed = Owed {
        guild: ask.guild,
        lane: Lane::Ask(ask.id),
        delivery,
        receipt,
        purpose: Purpose::Answer,
        about: Some(ask.id),
        not_before: scene.now,
    };
    outbox::owe(db, owed, scene.now).await?;
    Ok(())
}

/// The help channel, unless there is none or it was deleted.
pub(super) async fn help_channel(
    db: &mut SqliteConnection,
    scene: Scene<'_>,
) -> Result<Option<ChannelId>> {
    let Some(channel) = scene.guild.help_channel else {
        return Ok(None);
    };
    let known = settings::channel(db, scene.guild.id, channel).await?;
    Ok(known.map(|_| channel))
}

/// Puts the ask up in this channel, as it stands.
pub(super) async fn post(
    db: &mut SqliteConnection,
    scene: Scene<'_>,
    ask: &mut Ask,
    channel: ChannelId,
    helpers: &[MemberId],
) -> Result<()> {
    asks::set_post(db, ask.id, Some(channel), None).await?;
    ask.post_channel = Some(channel);
    ask.post_message = None;
    let delivery = Delivery::Send {
        to: Place::Channel(channel),
        post: words::help_post(ask, helpers),
    };
    in_channel(db, scene, ask, delivery, Receipt::AskPosted(ask.id)).await
}

/// Lets go of the post, which says from now on that the ask goes on elsewhere. One that is not up yet stays the ask's post.
pub(super) async fn move_post(
    db: &mut SqliteConnection,
    scene: Scene<'_>,
    ask: &mut Ask,
) -> Result<()> {
    let Some((channel, message)) = ask.post_channel.zip(ask.post_message) else {
        return Ok(());
    };
    let delivery = Delivery::Edit {
        message: MessageRef::At(channel, message),
        post: words::moved_post(ask),
    };
    in_channel(db, scene, ask, delivery, Receipt::Nothing).await?;
    asks::set_post(db, ask.id, None, None).await?;
    (ask.post_channel, ask.post_message) = (None, None);
    Ok(())
}

/// Brings the post up to date, where there is one, and what the managers' channel was told. `helpers` are those who have the ask, or
/// who helped.
pub(super) async fn refresh_post(
    db: &mut SqliteConnection,
    scene: Scene<'_>,
    ask: &Ask,
    helpers: &[MemberId],
) -> Result<()> {
    stuck::bring_up_to_date(db, scene, ask).await?;
    if ask.post_channel.is_none() {
        return Ok(());
    }
    let delivery = Delivery::Edit {
        message: MessageRef::AskPost(ask.id),
        post: words::help_post(ask, helpers),
    };
    in_channel(db, scene, ask, delivery, Receipt::Nothing).await
}

/// Opens the thread under the post, with these members.
pub(super) async fn open_thread(
    db: &mut SqliteConnection,
    scene: Scene<'_>,
    ask: &mut Ask,
    name: String,
    members: Vec<MemberId>,
) -> Result<()> {
    asks::set_thread_owed(db, ask.id).await?;
    ask.thread_owed = true;
    let delivery = Delivery::OpenThread {
        under: MessageRef::AskPost(ask.id),
        name,
        members,
    };
    in_channel(db, scene, ask, delivery, Receipt::AskThreadOpened(ask.id)).await
}

/// Says something in the ask's thread. `false`: it has none, so say it some other way.
pub(super) async fn in_thread(
    db: &mut SqliteConnection,
    scene: Scene<'_>,
    ask: &Ask,
    post: Post,
) -> Result<bool> {
    if !ask.has_thread() {
        return Ok(false);
    }
    let delivery = Delivery::Send {
        to: Place::AskThread(ask.id),
        post,
    };
    in_channel(db, scene, ask, delivery, Receipt::Nothing).await?;
    Ok(true)
}

/// Adds a member to the ask's thread.
pub(super) async fn add_to_thread(
    db: &mut SqliteConnection,
    scene: Scene<'_>,
    ask: &Ask,
    member: MemberId,
) -> Result<()> {
    let delivery = Delivery::AddToThread {
        thread: Place::AskThread(ask.id),
        member,
    };
    in_channel(db, scene, ask, delivery, Receipt::Nothing).await
}

/// Archives the ask's thread, where there is one.
pub(super) async fn archive_thread(
    db: &mut SqliteConnection,
    scene: Scene<'_>,
    ask: &Ask,
) -> Result<()> {
    if !ask.has_thread() {
        return Ok(());
    }
    in_channel(
        db,
        scene,
        ask,
        Delivery::ArchiveThread {
            thread: Place::AskThread(ask.id),
        },
        Receipt::Nothing,
    )
    .await
}

/// An invitation to be sent.
pub(super) struct Inviting<'a> {
    /// Which.
    pub(super) id: InvitationId,
    /// To whom.
    pub(super) to: MemberId,
    /// Why them.
    pub(super) reason: &'a Reason,
}

/// Owes an invitation its private message, for when they work next. Who has no room in their week is not to be chosen
/// ([`may_be_written_to`]); an invitation for which there is none all the same is closed.
pub(super) async fn invite(
    db: &mut SqliteConnection,
    scene: Scene<'_>,
    ask: &Ask,
    invite: Inviting<'_>,
) -> Result<()> {
    let Inviting { id, to, reason } = invite;
    let asker = asker_name(db, scene, ask).await?;
    let why = why(db, scene, ask, reason).await?;
    let message = Message {
        about: Some(ask.id),
        receipt: Receipt::InvitationDelivered(id),
        ..Message::new(
            to,
            Purpose::Invitation,
            words::invitation(ask, id, &asker, &scene.guild.name, &why),
        )
    };
    if !messages::start(db, scene.guild, message, scene.now)
        .await?
        .is_owed()
    {
        invitations::set_state(db, id, InvitationState::Closed, scene.now).await?;
    }
    Ok(())
}

/// Sets an invitation's state and brings its message up to date: one not sent yet is not sent at all.
///
/// `shown` says that the message is being answered with its new text already, so that no edit is owed.
pub(super) async fn settle(
    db: &mut SqliteConnection,
    scene: Scene<'_>,
    ask: &Ask,
    invitation: &Invitation,
    state: InvitationState,
    shown: bool,
) -> Result<()> {
    invitations::set_state(db, invitation.id, state, scene.now).await?;
    let unsent =
        outbox::drop_owed(db, Receipt::InvitationDelivered(invitation.id), scene.now).await? > 0;
    if unsent {
        messages::moved_up(db, scene.guild, invitation.member, scene.now).await?;
    }
    // Delivered without a message means that it waits in `/me`, which reads the state itself.
    let nowhere = invitation.delivered_at.is_some() && invitation.message.is_none();
    if unsent || nowhere || shown {
        return Ok(());
    }
    let post = invitation_as(db, scene, ask, invitation, state).await?;
    owe_edit(db, scene, ask, invitation, post).await
}

async fn owe_edit(
    db: &mut SqliteConnection,
    scene: Scene<'_>,
    ask: &Ask,
    invitation: &Invitation,
    post: Post,
) -> Result<()> {
    let owed = Owed {
        guild: scene.guild.id,
        lane: Lane::Direct(invitation.member),
        delivery: Delivery::Edit {
            message: MessageRef::Invitation(invitation.id),
            post,
        },
        receipt: Receipt::Nothing,
        purpose: Purpose::Answer,
        about: Some(ask.id),
        not_before: scene.now,
    };
    outbox::owe(db, owed, scene.now).await?;
    Ok(())
}

/// What an invitation says in this state.
pub(super) async fn invitation_as(
    db: &mut SqliteConnection,
    scene: Scene<'_>,
    ask: &Ask,
    invitation: &Invitation,
    state: InvitationState,
) -> Result<Post> {
    let asker = &asker_name(db, scene, ask).await?;
    let guild = &scene.guild.name;
    Ok(match state {
        InvitationState::Open => {
            let reason: Reason = serde_json::from_str(&invitation.reason)?;
            let why = why(db, scene, ask, &reason).await?;
            words::invitation(ask, invitation.id, asker, guild, &why)
        }
        InvitationState::Accepted => words::invitation_accepted(ask, asker, guild),
        InvitationState::Declined => words::invitation_declined(ask, asker, guild),
        InvitationState::Referred => words::invitation_referred(ask, asker, guild),
        InvitationState::Lapsed => words::invitation_lapsed(ask, asker, guild),
        InvitationState::Closed => words::invitation_closed(ask, asker, guild),
    })
}

/// Why somebody is invited, as they read it.
async fn why(
    db: &mut SqliteConnection,
    scene: Scene<'_>,
    ask: &Ask,
    reason: &Reason,
) -> Result<String> {
    let name = match *reason {
        Reason::TeachesNeighbour { skill, .. } => skills::name(db, ask.guild, skill).await?,
        // Of what has no name, reasons speak of nobody but the one invited.
        Reason::Referred { by } if ask.asker.named().is_some() => {
            let person: Option<Person> = helper_facts::person(db, scene.guild, by).await?;
            person.map(|person| person.name)
        }
        _ => None,
    };
    Ok(words::why(ask, reason, name.as_deref()))
}

/// Closes every open invitation to the ask but that of `except`.
pub(super) async fn close_invitations(
    db: &mut SqliteConnection,
    scene: Scene<'_>,
    ask: &Ask,
    except: Option<MemberId>,
) -> Result<()> {
    for id in invitations::open_to(db, ask.id).await? {
        if let Some(invitation) = invitations::find(db, id).await?
            && Some(invitation.member) != except
        {
            settle(db, scene, ask, &invitation, InvitationState::Closed, false).await?;
        }
    }
    Ok(())
}

/// Brings the accepted invitations of those who have the ask up to date: where they meet, or how it ended.
pub(super) async fn refresh_accepted(
    db: &mut SqliteConnection,
    scene: Scene<'_>,
    ask: &Ask,
) -> Result<()> {
    for helper in ask_helpers::current(db, ask.id).await? {
        let Some(id) = invitations::of_member(db, ask.id, helper).await? else {
            continue;
        };
        if let Some(invitation) = invitations::find(db, id).await?
            && invitation.message.is_some()
            && invitation.state == InvitationState::Accepted
        {
            let asker = asker_name(db, scene, ask).await?;
            let post = words::invitation_accepted(ask, &asker, &scene.guild.name);
            owe_edit(db, scene, ask, &invitation, post).await?;
        }
    }
    Ok(())
}

/// An ask is over: invitations that said no, or nothing, do not offer a button any more that would only be refused.
pub(super) async fn take_buttons_away(
    db: &mut SqliteConnection,
    scene: Scene<'_>,
    ask: &Ask,
) -> Result<()> {
    for id in invitations::with_a_late_button(db, ask.id).await? {
        let Some(invitation) = invitations::find(db, id).await? else {
            continue;
        };
        let person = helper_facts::person(db, scene.guild, invitation.member).await?;
        // To somebody who left nothing can be written.
        if person.is_some_and(|person| !person.left) {
            let post = invitation_as(db, scene, ask, &invitation, invitation.state).await?;
            owe_edit(db, scene, ask, &invitation, post).await?;
        }
    }
    Ok(())
}

/// A helper let go of the ask: the invitation that they had accepted, if there was one, counts as declined and says so; not to
/// somebody who left, to whom nothing can be written.
pub(super) async fn let_go(
    db: &mut SqliteConnection,
    scene: Scene<'_>,
    ask: &Ask,
    helper: MemberId,
    left: bool,
) -> Result<()> {
    let Some(id) = invitations::of_member(db, ask.id, helper).await? else {
        return Ok(());
    };
    let Some(invitation) = invitations::find(db, id)
        .await?
        .filter(|invitation| invitation.state == InvitationState::Accepted)
    else {
        return Ok(());
    };
    invitations::set_state(db, id, InvitationState::Declined, scene.now).await?;
    if invitation.message.is_some() && !left {
        let asker = asker_name(db, scene, ask).await?;
        let post = words::invitation_given_back(ask, &asker, &scene.guild.name);
        owe_edit(db, scene, ask, &invitation, post).await?;
    }
    Ok(())
}

/// The asker's name as written, or a word in its place.
pub(super) async fn asker_name(
    db: &mut SqliteConnection,
    scene: Scene<'_>,
    ask: &Ask,
) -> Result<String> {
    match ask.asker.named() {
        Some(member) => name_of(db, scene, member).await,
        None => Ok(SOMEBODY.to_owned()),
    }
}

/// A member's name as written; of somebody who was never seen here, a word in its place.
pub(super) async fn name_of(
    db: &mut SqliteConnection,
    scene: Scene<'_>,
    member: MemberId,
) -> Result<String> {
    let person: Option<Person> = helper_facts::person(db, scene.guild, member).await?;
    Ok(person.map_or_else(|| SOMEBODY.to_owned(), |person| person.name))
}
