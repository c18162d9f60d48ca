//! Rounds of programmes: announced, paired, closed; and what happens in the thread of each pairing.

pub mod clicks;
pub(crate) mod pairing;
pub(crate) mod programmes;

use chrono::{DateTime, Utc};

use crate::delivery::Receipt;
use crate::domain::ids::{ChannelId, MessageId};
use crate::error::Result;
use crate::store::Write;

/// Something owed was carried out; see [`heard`](super::heard).
pub(crate) async fn receipt(
    _write: &mut Write,
    _receipt: Receipt,
    _channel: ChannelId,
    _message: Option<MessageId>,
    _at: DateTime<Utc>,
) -> Result<()> {
    Ok(())
}

/// Something owed can never be carried out; see [`heard`](super::heard).
pub(crate) async fn undeliverable(
    _write: &mut Write,
    _receipt: Receipt,
    _at: DateTime<Utc>,
) -> Result<()> {
    Ok(())
}
