//! Clicks on asks and invitations.

use super::clicks;
use crate::domain::ids::{AskId, DraftId, InvitationId, LessonId, MemberId};

clicks! {
    /// What can be pressed, chosen or submitted about an ask.
    AskClick {
        /// **I can help** on the help post, by anyone.
        Help "help" (ask: AskId);
        /// **I can help** on an invitation.
        Accept "accept" (invitation: InvitationId);
        /// **Someone better** on an invitation: opens the page on which a colleague is named.
        SomeoneBetter "better" (invitation: InvitationId);
        /// The colleague chosen on that page.
        Refer "refer" (invitation: InvitationId);
        /// **Somebody else** on that page: opens a text field matched against the guild.
        ReferElse "referelse" (invitation: InvitationId);
        /// The name written in that text field.
        ReferName "refername" (invitation: InvitationId);
        /// One of the people found for that name.
        ReferMember "refermember" (invitation: InvitationId, member: MemberId);
        /// **I'd rather you didn't**, by the asker of a stuck ask: the managers' channel does not hear of it.
        RatherNot "rathernot" (ask: AskId);
        /// **Not now** on an invitation.
        Decline "decline" (invitation: InvitationId);
        /// **I can't after all**, by somebody who accepted.
        GiveBack "giveback" (ask: AskId);
        /// **Solved**, by the asker: opens the page on which the helpers are chosen.
        Solved "solved" (ask: AskId);
        /// **Back** to the Solved page, in place of what is shown.
        SolvedPage "solvedpage" (ask: AskId);
        /// The helpers chosen on the Solved page.
        SolvedBy "solvedby" (ask: AskId);
        /// A face on the Solved page: 1 is sad, 2 is neutral, 3 is happy.
        Face "face" (ask: AskId, face: u8);
        /// **Write a thank-you** on the Solved page: opens the form.
        WriteThanks "writethanks" (ask: AskId);
        /// The line of thanks, submitted.
        Thanks "thanks" (ask: AskId);
        /// **Done** on the Solved page: records the helps.
        SolvedDone "solveddone" (ask: AskId);
        /// **Still need help**, by the asker.
        StillNeeded "still" (ask: AskId);
        /// **Never mind**, by the asker.
        NeverMind "nevermind" (ask: AskId);
        /// The form of `/askfor`, submitted: the details for a kept draft.
        Details "details" (draft: DraftId);
        /// A near miss confirmed: the number says which of the draft's suggestions was meant, 0 the word as typed.
        Meant "meant" (draft: DraftId, choice: u8);
        /// **Change it** under a form that could not be taken: opens it again with what was written.
        Again "again" (draft: DraftId);
        /// **Ask the team**, after lessons were shown, and **Try again**, after there was a reason not to ask yet.
        AskTheTeam "asktheteam" (draft: DraftId);
        /// **Ask with my name**, where it could not be asked without.
        AskByName "askbyname" (draft: DraftId);
        /// **This answers it**, on a lesson shown before an ask.
        Answered "answered" (draft: DraftId, lesson: LessonId);
        /// **Write down a lesson** on the Solved page: opens the form.
        WriteLesson "writelesson" (ask: AskId);
        /// The lesson, submitted.
        Lesson "lesson" (ask: AskId);
        /// **Somebody else** on the Solved page: opens a text field matched against the guild.
        SolvedBySomebodyElse "solvedelse" (ask: AskId);
        /// The name written in that text field.
        SolvedByName "solvedname" (ask: AskId);
        /// One of the people found for that name.
        SolvedByMember "solvedmember" (ask: AskId, member: MemberId);
        /// **Reply anonymously**, by an anonymous asker: opens the form.
        ReplyAnonymously "anonreply" (ask: AskId);
        /// The reply, submitted.
        AnonymousReply "anontext" (ask: AskId);
        /// **Reveal myself**, by an anonymous asker: says what that means.
        Reveal "reveal" (ask: AskId);
        /// **Yes, put my name to it**.
        RevealSure "revealsure" (ask: AskId);
        /// **Close it**, by a moderator who has been asked whether they mean it.
        CloseAsk "closeask" (ask: AskId);
    }
}
