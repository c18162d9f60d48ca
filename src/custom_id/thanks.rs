//! Clicks around thanks for help that happened elsewhere.

use super::clicks;
use crate::domain::ids::{DraftId, MemberId, MessageId};

clicks! {
    /// What can be pressed or submitted while somebody is thanked.
    ThanksClick {
        /// The form of "Thanks for this", submitted: for the author of a message in the channel where it was opened.
        Written "written" (member: MemberId, message: MessageId);
        /// A near miss confirmed: the number says which of the draft's suggestions was meant, 0 the word as typed.
        Meant "meant" (draft: DraftId, choice: u8);
    }
}
