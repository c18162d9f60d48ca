//! Clicks on an admin's page, by `/setup` and `/settings`.

use super::clicks;
use crate::domain::ids::{MessageId, ProgrammeId, RoleId};

clicks! {
    /// What can be pressed, chosen or submitted on `/setup` and `/settings`.
    SetupClick {
        /// Opens or refreshes the page.
        Open "open" ();
        /// The help channel, chosen.
        HelpChannel "help" ();
        /// The managers' channel, chosen.
        ManagersChannel "managers" ();
        /// The managers' role, chosen.
        ManagersRole "managersrole" ();
        /// The leaders' role, chosen.
        LeadersRole "leadersrole" ();
        /// The channels section.
        Channels "channels" ();
        /// The roles section.
        Roles "roles" ();
        /// The teams section.
        Teams "teams" (page: u16);
        /// Team roles to add, chosen.
        AddTeams "addteams" ();
        /// Team roles to remove, chosen.
        RemoveTeams "rmteams" ();
        /// A team role moved up by one, because the first one that a member has counts.
        TeamUp "teamup" (role: RoleId);
        /// The zone and hours section.
        Hours "hours" ();
        /// **Change the city**: opens the form.
        EditZone "editzone" ();
        /// The city, submitted.
        Zone "zone" ();
        /// One of several places of the typed name, chosen; the value is the zone's name.
        ZoneChosen "zonechosen" ();
        /// The working days chosen.
        Days "days" ();
        /// **Change the hours**: opens the form.
        EditHours "edithours" ();
        /// The hours, submitted.
        HoursTyped "hourstyped" ();
        /// **Holidays**: opens the form.
        EditHolidays "editholidays" ();
        /// The holidays, submitted.
        Holidays "holidays" ();
        /// What could not be sent lately, and why.
        Problems "problems" ();
        /// **Turn on**: shows the opening post first, unless it is up already.
        TurnOn "turnon" ();
        /// **Turn on and post it**.
        TurnOnAndPost "turnonpost" ();
        /// **Turn on without** the opening post.
        TurnOnOnly "turnononly" ();
        /// The section about asks.
        Asks "asks" ();
        /// Asks may be anonymous: 1, or may not: 0.
        Anonymity "anonymity" (allowed: u8);
        /// The digest section.
        Digest "digest" ();
        /// The digest goes nowhere: 0, to the managers' channel: 1, to each manager: 2.
        DigestTo "digestto" (to: u8);
        /// The recognition section.
        Recognition "recognition" ();
        /// Where lessons and the table are posted, chosen.
        RecognitionChannel "recogchannel" ();
        /// Three lessons a week: 1, or none: 0.
        WeeklyLessons "weeklylessons" (on: u8);
        /// The monthly table: 1, or none: 0.
        MonthlyTable "monthlytable" (on: u8);
        /// The opening post section.
        Opening "opening" ();
        /// **Put it up**, where it is not up.
        PutUp "putup" ();
        /// **Put it up again**, in place of this one.
        PutUpAgain "putupagain" (instead_of: MessageId);
        /// **Sign it**: opens the form.
        Sign "sign" ();
        /// What the leader is learning, submitted.
        Signed "signed" ();
        /// **Take the signature off**.
        Unsign "unsign" ();
        /// The role that makes somebody a newcomer, chosen.
        NewcomerRole "newcomerrole" ();
        /// The programmes section.
        Programmes "programmes" ();
        /// Where new coffee chats begin, chosen.
        BeginCoffee "begincoffee" ();
        /// Where new skill swaps begin, chosen.
        BeginSwaps "beginswaps" ();
        /// One programme, with everything about it.
        Programme "programme" (programme: ProgrammeId);
        /// Its channel, chosen.
        ProgrammeChannel "progchannel" (programme: ProgrammeId);
        /// Its day of the week, chosen.
        ProgrammeDay "progday" (programme: ProgrammeId);
        /// Every how many weeks, chosen.
        ProgrammeWeeks "progweeks" (programme: ProgrammeId);
        /// How many sit together, chosen.
        ProgrammeSize "progsize" (programme: ProgrammeId);
        /// The role of its members, chosen.
        ProgrammeRole "progrole" (programme: ProgrammeId);
        /// **Change the time**: opens the form.
        EditProgrammeTime "editprogtime" (programme: ProgrammeId);
        /// The time, submitted.
        ProgrammeTime "progtime" (programme: ProgrammeId);
        /// **Rename**: opens the form.
        EditProgrammeName "editprogname" (programme: ProgrammeId);
        /// The name, submitted.
        ProgrammeName "progname" (programme: ProgrammeId);
        /// The channel's post says who is with whom: 1, or not: 0.
        ProgrammeNamesShown "prognames" (programme: ProgrammeId, shown: u8);
        /// **What counts**: the section about weights.
        ProgrammeWeights "progweights" (programme: ProgrammeId);
        /// How much one thing counts, chosen.
        Weigh "weigh" (programme: ProgrammeId, aspect: u8);
        /// **Start** it: 1, or **Stop** it: 0.
        RunProgramme "progrun" (programme: ProgrammeId, running: u8);
        /// **Remove**: asks once more.
        RemoveProgramme "progremove" (programme: ProgrammeId);
        /// **Remove it for good**.
        ProgrammeRemoved "progremoved" (programme: ProgrammeId);
        /// **Turn off**.
        TurnOff "turnoff" ();
    }
}
