//! Who may change what about a thread. Routes and people ask the same question.

use twilight_model::{
    guild::Permissions,
    id::{
        Id,
        marker::{ChannelMarker, UserMarker},
    },
};

use super::ThreadChange;
use crate::{
    error::ApiError,
    permissions,
    world::{World, channel::Thread},
};

impl World {
    /// Whether somebody may change this about a thread, as it is now.
    ///
    /// In an archived one nothing can be changed unless it is unarchived with it, and waking it takes room among the active
    /// ones. Moderators may change everything; who opened the thread its name, quiet and archiving; anyone who may speak in it
    /// may wake it if it is not locked.
    pub fn may_change_thread(
        &self,
        id: Id<ChannelMarker>,
        user: Id<UserMarker>,
        change: &ThreadChange,
    ) -> Result<(), ApiError> {
        let channel = self
            .channels
            .get(&id)
            .ok_or_else(ApiError::unknown_channel)?;
        let thread = channel
            .thread
            .as_ref()
            .ok_or_else(ApiError::wrong_channel_type)?;
        let unarchives = thread.archived && change.archived == Some(false);
        if thread.archived && !unarchives && changes_more_than_archived(change) {
            return Err(ApiError::thread_archived());
        }
        let allowed = permissions::in_channel(self, id, user);
        let speaks = allowed.contains(Permissions::SEND_MESSAGES_IN_THREADS);
        let may = allowed.contains(Permissions::MANAGE_THREADS)
            || (speaks && is_for_speakers(thread, user, change));
        if !may {
            return Err(ApiError::missing_permissions());
        }
        if unarchives {
            self.has_room_for_thread(id)?;
        }
        Ok(())
    }
}

/// Whether somebody who may speak in a thread, and is no moderator, may do this.
fn is_for_speakers(thread: &Thread, user: Id<UserMarker>, change: &ThreadChange) -> bool {
    let for_moderators = change.locked.is_some()
        || change.slowmode.is_some()
        || (thread.locked && change.archived == Some(false));
    let only_wakes = change.archived == Some(false) && !changes_more_than_archived(change);
    !for_moderators && (thread.owner == user || only_wakes)
}

fn changes_more_than_archived(change: &ThreadChange) -> bool {
    change.name.is_some()
        || change.locked.is_some()
        || change.invitable.is_some()
        || change.auto_archive.is_some()
        || change.slowmode.is_some()
}
