//! Clicks on digests.

use super::clicks;
use crate::domain::ids::GuildId;

clicks! {
    /// What can be pressed on a digest.
    DigestClick {
        /// **What do these mean?**: every figure's definition.
        Help "help" ();
        /// Another page of the definitions.
        HelpPage "helppage" (page: u16);
        /// **Not to me, please**: no more digests by private message.
        NotToMe "nottome" (guild: GuildId);
        /// **Send it to me again**.
        ToMe "tome" (guild: GuildId);
    }
}
