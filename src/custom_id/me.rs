//! Clicks on a member's own page.

use super::clicks;
use crate::domain::ids::{AskId, GuildId, InvitationId, MemberId, OutboxId, SkillId};

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
    }
}
