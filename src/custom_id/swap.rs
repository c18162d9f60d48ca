//! Clicks about skill swaps.

use super::clicks;
use crate::domain::ids::{PairingId, SkillId};

clicks! {
    /// What can be pressed about a skill swap.
    SwapClick {
        /// **Yes, I learned it**: the wish is served.
        Served "served" (pairing: PairingId);
        /// **Keep it on my list**: the wish is not served yet.
        NotServed "notserved" (pairing: PairingId);
        /// **I could teach it**, under an open call.
        CouldTeach "couldteach" (skill: SkillId);
    }
}
