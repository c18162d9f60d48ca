//! Clicks where a leader is asked what they are learning, and on a member's own month.

use super::clicks;
use crate::domain::ids::GuildId;

clicks! {
    /// What can be pressed or submitted about the monthly table, and about one's own month. Months are numbers such as 202603.
    RecognitionClick {
        /// **Say it**, or **Change it**: opens the form.
        Say "say" (guild: GuildId, month: u32);
        /// What the leader is learning, submitted.
        Said "said" (guild: GuildId, month: u32);
        /// **Not this time**.
        NotThisTime "notthistime" (guild: GuildId, month: u32);
        /// **Take it back**.
        TakeBack "takeback" (guild: GuildId, month: u32);
        /// **Don't ask me**.
        DontAsk "dontask" (guild: GuildId);
        /// **You may ask me**.
        DoAsk "doask" (guild: GuildId);
        /// **No more of these**: no own month by private message.
        NoMonths "nomonths" (guild: GuildId);
        /// **Send it to me again**.
        Months "months" (guild: GuildId);
    }
}
