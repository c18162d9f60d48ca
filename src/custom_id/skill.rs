//! Clicks on offers, wishes and the list of skills.

use super::clicks;
use crate::domain::ids::{DraftId, MemberId, SkillId};

clicks! {
    /// What can be pressed or chosen about skills.
    SkillClick {
        /// **Remove** an offer.
        RemoveOffer "rmoffer" (skill: SkillId);
        /// **Remove** a wish.
        RemoveWish "rmwish" (skill: SkillId);
        /// Another page of `/skills`.
        Page "page" (page: u16);
        /// Another page of who teaches a skill.
        Teachers "teachers" (skill: SkillId, page: u16);
        /// Another page of a member's offers and wishes.
        MemberPage "member" (member: MemberId, page: u16);
        /// A near miss of `/teach` or `/learn` confirmed: which of the draft's words, and which suggestion (0: as typed).
        Meant "meant" (draft: DraftId, word: u8, choice: u8);
        /// **I could teach…** on the opening post: opens the form.
        OpenTeach "openteach" ();
        /// **I'd like to learn…** on the opening post: opens the form.
        OpenLearn "openlearn" ();
        /// What somebody could teach, submitted.
        Teach "teach" ();
        /// What somebody would like to learn, submitted.
        Learn "learn" ();
    }
}
