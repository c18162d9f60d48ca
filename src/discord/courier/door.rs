//! Whether a message is to be sent now that its turn has come, which may be long after it was owed: the bot was away, or turned off, or many
//! others came first; of what introduces people, the round may have ended meanwhile.

use chrono::{DateTime, Utc};

use super::{Errand, Outcome};
use crate::delivery::Receipt;
use crate::domain::ids::OutboxId;
use crate::error::Result;
use crate::features::rounds::pairing;
use crate::features::{asks, messages};
use crate::store::Write;
use crate::store::outbox::Row;

/// Whether a row may go out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Door {
    /// Now, and these with it, as one message.
    Open(Vec<OutboxId>),
    /// When its addressee works next, or has room for it.
    NotBefore(DateTime<Utc>),
    /// It is of no use any more.
    Shut,
}

/// Whether a row that certainly was not sent yet may go out. Where the door is shut to an invitation, somebody else is asked.
pub(super) async fn door(write: &mut Write, row: &Row, now: DateTime<Utc>) -> Result<Door> {
    let invitation = match row.receipt {
        Receipt::InvitationDelivered(id) => Some(id),
        _ => None,
    };
    if let Some(id) = invitation
        && !asks::still_invited(write, id, now).await?
    {
        return Ok(Door::Shut);
    }
    Ok(match messages::turn(write, row, now).await? {
        messages::Turn::Now(others) => {
            if pairing::about_to_be_read(write, row.receipt, now).await? {
                Door::Open(others)
            } else {
                Door::Shut
            }
        }
        messages::Turn::Later(then) => Door::NotBefore(then),
        messages::Turn::Useless => Door::Shut,
        messages::Turn::Full => {
            if let Some(id) = invitation {
                asks::passed_over(write, id, now).await?;
            }
            Door::Shut
        }
    })
}

impl Errand<'_> {
    /// The same for a row in work, after it was found out that no earlier try has sent it. `None`: it may go out.
    pub(super) async fn kept_back(&self) -> Result<Option<Outcome>> {
        let found_unsent = self.row.sending_at.is_some() && self.maybe_sent.is_none();
        if !found_unsent {
            return Ok(None);
        }
        let ctx = &self.carrier.ctx;
        let now = ctx.clock.now();
        let mut write = ctx.store.write().await?;
        let (receipt, delivery) = (self.row.receipt, &self.row.delivery);
        if let Receipt::PairingTold(pairing, member) = receipt
            && pairing::is_out_of_date(&mut write, (pairing, member), delivery, now).await?
        {
            // It begins anew, and is put right before.
            return Ok(Some(Outcome::NotBefore(now)));
        }
        let door = door(&mut write, self.row, now).await?;
        write.commit().await?;
        Ok(match door {
            // It goes alone: it may be this very message that others are in already.
            Door::Open(_) => None,
            Door::NotBefore(then) => Some(Outcome::NotBefore(then)),
            Door::Shut => Some(Outcome::Dropped),
        })
    }
}
