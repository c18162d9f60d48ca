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
mod tests;

use crate::domain::ids::GuildId;
use crate::error::{Error, Result};
use crate::store::SqliteConnection;
use crate::store::settings::{self, Guild};

pub use crate::store::helps::{
    HelpLine, counts as help_counts, given as helps_given, received as helps_received,
};
pub use anonymous::anonymous_asker_gone;
pub use anonymous::due::ANONYMOUS_ASKS;
pub use close::CLOSE_THIS_ASK;
pub use forgotten::{invitation_now, member_forgotten};
pub use gone::{member_left, message_gone, place_gone, place_gone_in, receipt, sign_of_life, thread_waits, undeliverable};
pub use lists::{
    AskLine, InvitationLine, ask_page, asks_of, invitation_page, invitations_of, taken_by,
};
pub use solved::own_solved;
pub use still::{passed_over, still_invited};

/// The settings of a guild that Potluck works for; otherwise a sentence for whoever clicked.
async fn working_guild(db: &mut SqliteConnection, guild: GuildId) -> Result<Guild> {
    settings::guild(db, guild)
        .await?
        .filter(|guild| guild.turned_on_at.is_some())
        .ok_or_else(|| Error::user(words::TURNED_OFF))
}
