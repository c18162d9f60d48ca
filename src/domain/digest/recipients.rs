//! Who is sent a digest.

use crate::domain::stored::stored_words;

stored_words! {
    /// Where a guild's weekly digest goes.
    DigestTo {
        /// To the managers' channel.
        Channel = "channel",
        /// To those with the managers' role, each by private message.
        Direct = "direct",
        /// Nowhere: only `/digest` shows it.
        Off = "off",
    }
}
