//! Asks: somebody needs help, somebody who knows is found, and it is on record who helped whom.
//!
//! The transitions are in the modules below, one function and one transaction each; every one ends by planning anew what time
//! brings next. What other parts of the bot call is listed here.

pub mod clicks;
pub mod command;
pub mod due;

mod anonymous;
mod close;
mod finish;
mod forgotten;
mod gone;
mod invite;
mod lists;
mod next;
mod open;
mod refer;
mod solved;
mod still;
mod stuck;
mod take;
mod tell;
mod words;

#[cfg(test)]
pub(crate) mod tests;

use chrono::{DateTime, Utc};

use crate::delivery::Receipt;
use crate::domain::ids::{GuildId, MemberId, OutboxId};
use crate::error::{Error, Result};
use crate::features::Ctx;
use crate::store::asks::Ask;
use crate::store::settings::{self, Guild};
use crate::store::{SqliteConnection, Write, activity, anonymity, facts, neighbours, outbox};

pub use crate::store::helps::{
    HelpLine, counts as help_counts, given as helps_given, received as helps_received,
};
pub use anonymous::anonymous_asker_gone;
pub use anonymous::due::ANONYMOUS_ASKS;
pub use close::CLOSE_THIS_ASK;
pub use command::{KeptLine, kept_of};
pub use due::{ASKS, INVITATIONS};
pub use forgotten::{invitation_now, member_forgotten};
pub use gone::{
    member_left, message_gone, message_gone_in, place_gone, place_gone_in, receipt, sign_of_life,
    thread_waits, undeliverable,
};
pub use lists::{
    AskLine, InvitationLine, ask_page, asks_of, invitation_page, invitations_of,
    still_to_thank_for, taken_by,
};
pub use solved::own_solved;
pub use still::{passed_over, still_invited};
pub use words::samples;

/// Keeps what finding helpers goes by beside the settings: which skills the alias file puts together, and who the bot is, whose
/// permissions say whether the managers' channel can hear of a stuck ask. Done at every start.
///
/// # Errors
///
/// When the database does not answer.
pub async fn begin(ctx: &Ctx) -> Result<()> {
    let mut write = ctx.store.write().await?;
    neighbours::set_parents(&mut write, &ctx.aliases).await?;
    facts::set_bot(&mut write, ctx.bot).await?;
    write.commit().await?;
    Ok(())
}

/// The asker reads, in `/me`, a message that could be delivered nowhere: what waits for them to know goes on from now. To be called in
/// the transaction that concludes the row.
///
/// # Errors
///
/// When the database does not answer.
pub async fn read_in_me(write: &mut Write, message: OutboxId, now: DateTime<Utc>) -> Result<()> {
    if let Some(Receipt::StuckTold(ask)) = outbox::receipt_of(write, message).await? {
        stuck::asker_was_told(write, ask, now).await?;
    }
    Ok(())
}

/// Notes that a member did something about an ask, as everybody can see, in the transaction in which they do. Of an asker without a
/// name, and where nobody knows any more who that is, nothing is noted: the week in which they are active would tell of them.
pub(crate) async fn note_activity(
    db: &mut SqliteConnection,
    ask: &Ask,
    member: MemberId,
    now: DateTime<Utc>,
) -> Result<()> {
    if ask.is_anonymous() {
        let asker = anonymity::asker_of(db, ask.id).await?;
        if asker.is_none_or(|asker| asker == member) {
            return Ok(());
        }
    }
    Ok(activity::note(db, ask.guild, member, now).await?)
}

/// The settings of a guild that Potluck works for; otherwise a sentence for whoever clicked.
async fn working_guild(db: &mut SqliteConnection, guild: GuildId) -> Result<Guild> {
    settings::guild(db, guild)
        .await?
        .filter(|guild| guild.turned_on_at.is_some())
        .ok_or_else(|| Error::user(words::TURNED_OFF))
}
