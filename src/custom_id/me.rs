//! Clicks on a member's own page.

use super::clicks;
use crate::domain::ids::{
    AskId, GuildId, InvitationId, MemberId, OutboxId, PairingId, ProgrammeId, RoundId, SkillId,
};

clicks! {
    /// What can be pressed, chosen or submitted on `/me`.
    MeClick {
        /// Opens or refreshes the page, in the guild it is about.
        Open "open" (guild: GuildId);
        /// **Back** to the page, from one of its sections.
        Home "home" ();
        /// The offers and wishes section.
        Skills "skills" (page: u16);
        /// Removes an offer from the page.
        RemoveOffer "rmoffer" (skill: SkillId);
        /// Removes a wish from the page.
        RemoveWish "rmwish" (skill: SkillId);
        /// The open asks and invitations section.
        Asks "asks" (page: u16);
        /// One open ask, with everything that can be done to it.
        Ask "ask" (ask: AskId);
        /// One open invitation, with everything that can be done to it.
        Invitation "invitation" (invitation: InvitationId);
        /// The helps given and received section.
        Helps "helps" (page: u16);
        /// The zone and hours section.
        Hours "hours" ();
        /// **Change my city**: opens the form.
        EditZone "editzone" ();
        /// The city, submitted.
        Zone "zone" ();
        /// One of several places of the typed name, chosen; the value is the zone's name.
        ZoneChosen "zonechosen" ();
        /// The days chosen.
        Days "days" ();
        /// **Change my hours**: opens the form.
        EditHours "edithours" ();
        /// The hours, submitted.
        HoursTyped "hourstyped" ();
        /// **Use the guild's** zone and hours.
        GuildHours "guildhours" ();
        /// The pause section.
        Pause "pause" ();
        /// **Pause for…** this many days.
        PauseFor "pausefor" (days: u16);
        /// **Until a date**: opens the form.
        EditPause "editpause" ();
        /// The date, submitted.
        PauseUntil "pauseuntil" ();
        /// **I'm back**.
        Resume "resume" ();
        /// The load limit section.
        Load "load" ();
        /// The limit chosen.
        LoadChosen "loadset" ();
        /// The blocks section.
        Blocks "blocks" (page: u16);
        /// The members to block, chosen.
        Block "block" ();
        /// **Unblock**.
        Unblock "unblock" (member: MemberId);
        /// The messages that could not be delivered and wait here, one a page.
        Waiting "waiting" (page: u16);
        /// **Done with this one**: it waits no longer.
        WaitingRead "waitingread" (message: OutboxId);
        /// **Add what you teach**: opens the form.
        Teach "teach" ();
        /// What they teach, submitted.
        TeachTyped "teachtyped" ();
        /// **Add a wish**: opens the form.
        Learn "learn" ();
        /// What they would like to learn, submitted.
        LearnTyped "learntyped" ();
        /// **Somebody else** to block, where there is no picker: opens the form.
        BlockByName "blockname" ();
        /// The name of whom to block, submitted.
        BlockNamed "blocknamed" ();
        /// The section about new colleagues.
        Hosting "hosting" ();
        /// They may be asked to welcome somebody new: 1, or not: 0.
        Host "host" (yes: u8);
        /// The section about being quoted.
        Quoting "quoting" ();
        /// Their thanks may be quoted: 1, or not: 0.
        Quote "quote" (yes: u8);
        /// The section about private messages.
        Messages "messages" ();
        /// They hear of thanks by private message: 1, or not: 0.
        Thanks "thanks" (yes: u8);
        /// They may be asked whether they could teach what they learned: 1, or not: 0.
        Questions "questions" (yes: u8);
        /// Gets the digest by private message, where they are a manager: 1, or not: 0.
        Digests "digests" (yes: u8);
        /// Gets their own month by private message: 1, or not: 0.
        Months "months" (yes: u8);
        /// May be asked what they are learning, as a leader: 1, or not: 0.
        Leading "leading" (yes: u8);
        /// What they said they are learning for the monthly table, for a leader.
        Table "table" ();
        /// The lessons they wrote, and what they could still write down.
        Lessons "lessons" ();
        /// The programmes section.
        Programmes "programmes" ();
        /// One programme, with everything a member can decide about it.
        Programme "programme" (programme: ProgrammeId);
        /// **Count me in**, and **I'm back**.
        JoinProgramme "progin" (programme: ProgrammeId);
        /// **Leave it**.
        LeaveProgramme "progout" (programme: ProgrammeId);
        /// How often they like to take part, chosen.
        Cadence "progoften" (programme: ProgrammeId);
        /// **Skip the next one**.
        SkipRound "skip" (programme: ProgrammeId, round: RoundId);
        /// The pairings section.
        Pairings "pairings" (page: u16);
        /// One pairing, with everything that can be done about it.
        Pairing "pairing" (pairing: PairingId);
        /// Their buddy, and whose buddy they are.
        Buddies "buddies" ();
        /// The opening post, for a leader.
        Opening "opening" ();
        /// **Sign it**: opens the form.
        Sign "sign" ();
        /// What the leader is learning, submitted.
        Signed "signed" ();
        /// **Take my name off** the opening post.
        Unsign "unsign" ();
    }
}
