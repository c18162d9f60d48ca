//! Clicks on the page that asks whether somebody wants to be forgotten.

use super::clicks;
use crate::domain::ids::MemberId;

clicks! {
    /// What can be pressed on the page of `/privacy forget`. Each says for whom the page was made, and when, in seconds since 1970.
    PrivacyClick {
        /// **Forget me**: lessons stay, without their author.
        Forget "forget" (member: MemberId, asked_at: i64);
        /// **Forget me and remove my lessons**.
        ForgetWithLessons "forgetall" (member: MemberId, asked_at: i64);
        /// **Keep me**.
        Keep "keep" (member: MemberId);
    }
}
