//! Private messages about an ask: whom they are for, and how long they are of use. The rest is [`messages`]'s.

use chrono::TimeDelta;

use super::Scene;
use crate::delivery::{Purpose, Receipt};
use crate::domain::ids::MemberId;
use crate::error::Result;
use crate::features::messages::{self, Message};
use crate::post::Post;
use crate::store::SqliteConnection;
use crate::store::anonymity;
use crate::store::asks::{Ask, Asker};

/// So long, news of an ask wait for room in the week of whom they are for. Later much may have changed, and `/me` shows how it stands.
const NEWS_FOR: TimeDelta = TimeDelta::days(2);

/// Starts a private message about an ask.
pub(in crate::features::asks) async fn privately(
    db: &mut SqliteConnection,
    scene: Scene<'_>,
    ask: &Ask,
    to: MemberId,
    post: Post,
    purpose: Purpose,
) -> Result<()> {
    let message = Message {
        about: Some(ask.id),
        ..Message::new(to, purpose, post)
    };
    messages::start(db, scene.guild, message, scene.now).await?;
    Ok(())
}

/// Starts one with whoever asked. An anonymous asker reads it where nobody else can see that they did; where nobody knows any more
/// who asked, nobody is written to. What is no answer is news, and of use for two days.
pub(in crate::features::asks) async fn to_asker(
    db: &mut SqliteConnection,
    scene: Scene<'_>,
    ask: &Ask,
    post: Post,
    purpose: Purpose,
) -> Result<()> {
    let until = (purpose != Purpose::Answer).then_some(scene.now + NEWS_FOR);
    if let Some(message) = for_asker(db, ask, post, purpose).await? {
        messages::start(db, scene.guild, Message { until, ..message }, scene.now).await?;
    }
    Ok(())
}

/// Asks the asker something about their ask, unless it would have to wait: then it is asked anew on another day. Says whether it was.
pub(in crate::features::asks) async fn reminded(
    db: &mut SqliteConnection,
    scene: Scene<'_>,
    ask: &Ask,
    post: Post,
) -> Result<bool> {
    let Some(message) = for_asker(db, ask, post, Purpose::Reminder).await? else {
        return Ok(false);
    };
    let Message { to, purpose, .. } = message;
    if !messages::has_room(db, scene.guild, to, purpose, scene.now).await? {
        return Ok(false);
    }
    let started = messages::start(db, scene.guild, message, scene.now).await?;
    Ok(started.is_owed())
}

/// Tells the asker news of their ask that stay true, and that nothing else shows them: they wait for as long as it takes.
pub(in crate::features::asks) async fn privately_in_time(
    db: &mut SqliteConnection,
    scene: Scene<'_>,
    ask: &Ask,
    post: Post,
) -> Result<()> {
    if let Some(message) = for_asker(db, ask, post, Purpose::Reminder).await? {
        messages::start(db, scene.guild, message, scene.now).await?;
    }
    Ok(())
}

/// As [`privately_in_time`], with what is recorded once it is there.
pub(in crate::features::asks) async fn in_time_with_receipt(
    db: &mut SqliteConnection,
    scene: Scene<'_>,
    ask: &Ask,
    post: Post,
    receipt: Receipt,
) -> Result<()> {
    if let Some(message) = for_asker(db, ask, post, Purpose::Reminder).await? {
        let message = Message { receipt, ..message };
        messages::start(db, scene.guild, message, scene.now).await?;
    }
    Ok(())
}

/// Whether an invitation to a member would go out when they work next.
pub(in crate::features::asks) async fn may_be_written_to(
    db: &mut SqliteConnection,
    scene: Scene<'_>,
    member: MemberId,
) -> Result<bool> {
    messages::has_room(db, scene.guild, member, Purpose::Invitation, scene.now).await
}

async fn for_asker(
    db: &mut SqliteConnection,
    ask: &Ask,
    post: Post,
    purpose: Purpose,
) -> Result<Option<Message>> {
    let (to, discreet) = match ask.asker {
        Asker::Named(member) => (member, false),
        Asker::Anonymous => match anonymity::asker_of(db, ask.id).await? {
            Some(member) => (member, true),
            None => return Ok(None),
        },
        Asker::Forgotten => return Ok(None),
    };
    Ok(Some(Message {
        to,
        post,
        purpose,
        about: Some(ask.id),
        discreet,
        until: None,
        round: None,
        receipt: Receipt::Nothing,
    }))
}
