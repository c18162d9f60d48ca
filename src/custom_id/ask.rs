//! Clicks on asks and invitations.

use super::clicks;
use crate::domain::ids::{AskId, DraftId, InvitationId, MemberId};

clicks! {
    /// What can be pressed, chosen or submitted about an ask.
    AskClick {
        /// **I can help** on the help post, by anyone.
        Help "help" (ask: AskId);
        /// **I can help** on an invitation.
        Accept "accept" (invitation: InvitationId);
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
        /// **Somebody else** on the Solved page: opens a text field matched against the guild.
        SolvedBySomebodyElse "solvedelse" (ask: AskId);
        /// The name written in that text field.
        SolvedByName "solvedname" (ask: AskId);
        /// One of the people found for that name.
        SolvedByMember "solvedmember" (ask: AskId, member: MemberId);
    }
}
