//! New colleagues: a welcome, a buddy the day they join, and how it goes on for thirty days.

pub mod clicks;

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
