//! Clicks on the posts of rounds and in the threads of pairings.

use super::clicks;
use crate::domain::ids::{PairingId, ProgrammeId, RoundId};

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
        /// **Write down what you learned**: opens the form.
        Lesson "lesson" (pairing: PairingId);
        /// What they learned, submitted.
        LessonWritten "lessonwritten" (pairing: PairingId);
        /// **I'm back**: after three rounds without a sign.
        Back "back" (programme: ProgrammeId);
    }
}
