//! Clicks on the posts of rounds and in the threads of pairings.

use super::clicks;
use crate::domain::ids::{DraftId, MemberId, PairingId, ProgrammeId, RoundId, SkillId};

clicks! {
    /// What can be pressed, chosen or submitted about a round or a pairing.
    RoundClick {
        /// **Skip this one**.
        Skip "skip" (round: RoundId);
        /// **Count me in**: in the programme, and in this round if it was skipped.
        CountMeIn "in" (programme: ProgrammeId);
        /// **We met**.
        Met "met" (pairing: PairingId);
        /// **It's planned**.
        Planned "planned" (pairing: PairingId);
        /// **Not yet**.
        NotYet "notyet" (pairing: PairingId);
        /// **Can't this time**.
        Cant "cant" (pairing: PairingId);
        /// **Add to calendar**.
        Calendar "calendar" (pairing: PairingId);
        /// How it was: 1 sad, 2 neutral, 3 happy.
        Face "face" (pairing: PairingId, face: u8);
        /// **Write down what you learned**: asks about which skill.
        Lesson "lesson" (pairing: PairingId);
        /// A skill was chosen: opens the form.
        LessonAbout "lessonabout" (pairing: PairingId);
        /// What they learned about a skill, submitted.
        LessonOn "lessonon" (pairing: PairingId, skill: SkillId);
        /// What they learned about a skill that is named with it, submitted.
        LessonWritten "lessonwritten" (pairing: PairingId);
        /// Which skill was meant by the one named with a lesson.
        LessonMeant "lessonmeant" (draft: DraftId, choice: u8);
        /// **Find me somebody else**: after the partner cannot.
        FindMe "findme" (pairing: PairingId);
        /// **I'll sit this one out**: after the partner cannot.
        SitOut "sitout" (pairing: PairingId);
        /// **Happy to be three** with this member.
        BeThree "bethree" (pairing: PairingId, member: MemberId);
        /// **We'd rather stay two**, asked about this member.
        StayTwo "staytwo" (pairing: PairingId, member: MemberId);
        /// **Preview** of the next round, for admins.
        Preview "preview" (programme: ProgrammeId);
        /// **Announce it now**: the next round, which is to have this number.
        Announce "announce" (programme: ProgrammeId, number: i64);
        /// **Pair now** instead of at the start.
        StartNow "startnow" (round: RoundId);
        /// **Cancel it**: a round that is announced.
        CancelRound "cancelround" (round: RoundId);
        /// **Cancel it ahead**: the next round, which is to have this number.
        CancelNext "cancelnext" (programme: ProgrammeId, number: i64);
        /// **I'm back**: after three rounds without a sign.
        Back "back" (programme: ProgrammeId);
    }
}
