//! Clicks on lessons.

use super::clicks;
use crate::domain::ids::{AskId, DraftId, LessonId};

clicks! {
    /// What can be pressed or submitted about lessons.
    LessonClick {
        /// Another page of all lessons, the newest first.
        Newest "newest" (page: u16);
        /// Another page of what a search found.
        Found "found" (draft: DraftId, page: u16);
        /// The lessons of whoever presses, the newest first.
        Own "own" (page: u16);
        /// Another page of these, in place of what is shown.
        OwnPage "ownpage" (page: u16);
        /// **Open**, on a list.
        Open "open" (lesson: LessonId);
        /// **Keep it**: the lesson, in place of the question whether to remove it.
        Keep "keep" (lesson: LessonId);
        /// **Edit**: opens the form.
        Edit "edit" (lesson: LessonId);
        /// What the lesson says from now on, submitted.
        Edited "edited" (lesson: LessonId);
        /// **Remove**: asks whether they are sure.
        Remove "remove" (lesson: LessonId);
        /// **Yes, remove it**.
        RemoveNow "removenow" (lesson: LessonId);
        /// **Write down a lesson**, after the ask was solved: opens the form.
        Write "write" (ask: AskId);
        /// The lesson of a solved ask, submitted.
        Written "written" (ask: AskId);
    }
}
