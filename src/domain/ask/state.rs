//! How far asks and invitations have come, and how the asker felt in the end.

use crate::domain::stored::stored_words;

stored_words! {
    /// How far an ask has come.
    AskState {
        /// Somebody is looked for.
        Open = "open",
        /// Somebody has it.
        Taken = "taken",
        /// The asker said that it is solved, and who helped.
        Solved = "solved",
        /// The asker said never mind.
        Withdrawn = "withdrawn",
        /// Nobody answered within fourteen days; it became a wish.
        Unanswered = "unanswered",
        /// Nothing happened for fourteen days.
        Quiet = "quiet",
        /// The asker left.
        Left = "left",
        /// A moderator closed it.
        Closed = "closed",
    }
}

impl AskState {
    /// Whether nothing more comes of it by itself.
    pub const fn is_over(self) -> bool {
        !matches!(self, Self::Open | Self::Taken)
    }
}

stored_words! {
    /// How far an invitation has come.
    InvitationState {
        /// Unanswered; it may not be delivered yet.
        Open = "open",
        /// The invited member took the ask.
        Accepted = "accepted",
        /// The invited member said not now.
        Declined = "declined",
        /// The invited member named somebody better placed.
        Referred = "referred",
        /// It was not answered in time.
        Lapsed = "lapsed",
        /// Somebody else took the ask, or it ended.
        Closed = "closed",
    }
}

stored_words! {
    /// How the asker felt about it in the end. Shown only as sums of five or more.
    Face {
        /// It did not help.
        Sad = "sad",
        /// It helped somewhat.
        Neutral = "neutral",
        /// It helped.
        Happy = "happy",
    }
}

impl Face {
    /// 1 is sad, 2 is neutral, 3 is happy.
    pub const fn number(self) -> u8 {
        match self {
            Self::Sad => 1,
            Self::Neutral => 2,
            Self::Happy => 3,
        }
    }

    /// The face of a number from 1 to 3.
    pub const fn from_number(number: u8) -> Option<Self> {
        match number {
            1 => Some(Self::Sad),
            2 => Some(Self::Neutral),
            3 => Some(Self::Happy),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn faces_have_numbers() {
        for face in Face::ALL {
            assert_eq!(Face::from_number(face.number()), Some(*face));
        }
        assert_eq!((Face::from_number(0), Face::from_number(4)), (None, None));
    }
}
