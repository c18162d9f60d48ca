//! What an anonymous asker hears: everything that others with a name read in the thread.

use crate::delivery::Purpose;
use crate::domain::ask::told_again_at;
use crate::domain::ids::MemberId;
use crate::error::Result;
use crate::features::asks::tell::{self, Scene};
use crate::features::asks::words;
use crate::features::messages::{self, Message, Started};
use crate::post::Post;
use crate::store::SqliteConnection;
use crate::store::asks::Ask;
use crate::store::{anonymity, ask_helpers, helper_facts};

/// Tells an anonymous asker privately what was said in the thread, where nobody can be called who has no name.
pub(in crate::features::asks) async fn as_well(
    db: &mut SqliteConnection,
    scene: Scene<'_>,
    ask: &Ask,
    post: Post,
) -> Result<()> {
    if ask.is_anonymous() {
        tell::to_asker(db, scene, ask, post, Purpose::Answer).await?;
    }
    Ok(())
}

/// Tells an anonymous asker who took their ask on, and where they meet.
pub(in crate::features::asks) async fn accepted(
    db: &mut SqliteConnection,
    scene: Scene<'_>,
    ask: &Ask,
) -> Result<()> {
    if !ask.is_anonymous() {
        return Ok(());
    }
    let Some(helper) = ask_helpers::current(db, ask.id).await?.pop() else {
        return Ok(());
    };
    let name = tell::name_of(db, scene, helper).await?;
    as_well(
        db,
        scene,
        ask,
        words::anonymous::accepted(ask, &scene.guild.name, &name),
    )
    .await
}

/// Somebody wrote in the thread of an anonymous ask: its asker hears that there is something new, at most hourly.
pub(in crate::features::asks) async fn answered(
    db: &mut SqliteConnection,
    scene: Scene<'_>,
    ask: &Ask,
    author: MemberId,
) -> Result<()> {
    if !ask.is_anonymous() {
        return Ok(());
    }
    let Some(asker) = anonymity::asker_of(db, ask.id).await? else {
        return Ok(());
    };
    let person = helper_facts::person(db, scene.guild, author).await?;
    if author == asker || person.is_some_and(|person| person.bot) {
        return Ok(());
    }
    let told = anonymity::told_at(db, ask.id).await?;
    let Some(earliest) = told_again_at(told, scene.now) else {
        return Ok(());
    };
    let message = Message {
        about: Some(ask.id),
        discreet: true,
        ..Message::new(
            asker,
            Purpose::Answer,
            words::anonymous::answered(ask, &scene.guild.name),
        )
    };
    if let Started::Owed(when) | Started::Waits(when) | Started::Joins(when) =
        messages::start(db, scene.guild, message, earliest).await?
    {
        anonymity::set_told(db, ask.id, when).await?;
    }
    Ok(())
}
