//! Clicks by which somebody who helped, or who learned, becomes a teacher.

use super::clicks;
use crate::domain::ids::{AskId, HelpId, SkillId};

clicks! {
    /// What can be pressed where somebody could add a skill to what they teach.
    LearningClick {
        /// **Add … to what I teach**, under the thanks of a solved ask: for each of those who helped.
        AfterAsk "afterask" (ask: AskId);
        /// **Add … to what I teach**, under thanks for a help that happened elsewhere.
        AfterThanks "afterthanks" (help: HelpId);
        /// **Yes, add it**: they could start somebody off with what they learned.
        Yes "yes" (skill: SkillId);
        /// **Not yet**.
        NotYet "notyet" (skill: SkillId);
    }
}
