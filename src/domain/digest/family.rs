//! What is counted, and which of it is told together.

use crate::domain::stored::stored_words;

stored_words! {
    /// A kind of fact. A week in which Potluck was away has none. Each fact is of exactly one leaf, belongs to exactly one week, and neither ever changes afterwards.
    Leaf {
        /// A member who was eligible at the end of the week and active in it.
        Active = "active",
        /// A member who was eligible at the end of the week and not active in it.
        Inactive = "inactive",
        /// An ask that became two days old in the week, and that somebody took before it did, or was named as a helper.
        Answered = "answered",
        /// An ask that became two days old in the week, that nobody had taken by then, and that had not ended. What ends before without
        /// anybody having taken it is no fact: nobody waits for it.
        Unanswered = "unanswered",
        /// A help in the week across teams, upwards.
        AcrossUpwards = "across_upwards",
        /// A help in the week across teams, not upwards (or not known to be).
        AcrossLevel = "across_level",
        /// A help in the week within a team (or not known to be across), upwards.
        WithinUpwards = "within_upwards",
        /// A help in the week within a team (or not known to be across), not upwards (or not known to be).
        WithinLevel = "within_level",
        /// A coffee pairing that ended in the week, and somebody in it said that they met.
        Met = "met",
        /// A coffee pairing that ended in the week, somebody in it answered the check-in, and nobody said that they met.
        NotMet = "not_met",
        /// As `met`, of a skill swap.
        SwapMet = "swap_met",
        /// As `not_met`, of a skill swap.
        SwapNotMet = "swap_not_met",
        /// A newcomer whose first day ended in the week, and who had a buddy by then.
        Buddied = "buddied",
        /// A newcomer whose first day ended in the week, and who had no buddy by then.
        Unbuddied = "unbuddied",
        /// A sad face given in the week.
        RatedSad = "rated_sad",
        /// A neutral face given in the week.
        RatedNeutral = "rated_neutral",
        /// A happy face given in the week.
        RatedHappy = "rated_happy",
        /// A lesson written in the week.
        Lesson = "lesson",
    }
}

stored_words! {
    /// Facts that are told together, week by week or in blocks of weeks. Each leaf is in one family, except those of helps, which
    /// [`Family::HelpsUpwards`] tells once more, in longer blocks and finer parts.
    Family {
        /// Who was active.
        Active = "active",
        /// Who was eligible and not active. With [`Family::Active`]: participation.
        Inactive = "inactive",
        /// Asks that somebody took within two days.
        AsksAnswered = "asks_answered",
        /// Asks that wait after two days, and nobody took. With [`Family::AsksAnswered`]: asks made.
        AsksUnanswered = "asks_unanswered",
        /// Helps, across teams and others.
        Helps = "helps",
        /// Helps, each part of [`Family::Helps`] in those upwards and others.
        HelpsUpwards = "helps_upwards",
        /// Coffee pairings that met.
        Met = "met",
        /// Coffee pairings that answered and did not meet. With [`Family::Met`]: pairings that answered.
        NotMet = "not_met",
        /// Skill swaps that met.
        SwapsMet = "swaps_met",
        /// Skill swaps that answered and did not meet. With [`Family::SwapsMet`]: swaps that answered.
        SwapsNotMet = "swaps_not_met",
        /// Newcomers who had a buddy within a day.
        Buddied = "buddied",
        /// Newcomers who had none within a day. With [`Family::Buddied`]: newcomers.
        Unbuddied = "unbuddied",
        /// Faces given.
        Rated = "rated",
        /// Lessons written.
        Lessons = "lessons",
    }
}

impl Family {
    /// The family that must end a block wherever this one does. It stands before this one in [`Family::ALL`].
    pub const fn parent(self) -> Option<Self> {
        match self {
            Self::Inactive => Some(Self::Active),
            Self::AsksUnanswered => Some(Self::AsksAnswered),
            Self::HelpsUpwards => Some(Self::Helps),
            Self::NotMet => Some(Self::Met),
            Self::SwapsNotMet => Some(Self::SwapsMet),
            Self::Unbuddied => Some(Self::Buddied),
            Self::Active
            | Self::AsksAnswered
            | Self::Helps
            | Self::Met
            | Self::SwapsMet
            | Self::Buddied
            | Self::Rated
            | Self::Lessons => None,
        }
    }

    /// Its parts: what of it is told apart, each as the leaves it is made of.
    pub const fn parts(self) -> &'static [&'static [Leaf]] {
        match self {
            Self::Active => &[&[Leaf::Active]],
            Self::Inactive => &[&[Leaf::Inactive]],
            Self::AsksAnswered => &[&[Leaf::Answered]],
            Self::AsksUnanswered => &[&[Leaf::Unanswered]],
            Self::Helps => &[
                &[Leaf::AcrossUpwards, Leaf::AcrossLevel],
                &[Leaf::WithinUpwards, Leaf::WithinLevel],
            ],
            Self::HelpsUpwards => &[
                &[Leaf::AcrossUpwards],
                &[Leaf::AcrossLevel],
                &[Leaf::WithinUpwards],
                &[Leaf::WithinLevel],
            ],
            Self::Met => &[&[Leaf::Met]],
            Self::NotMet => &[&[Leaf::NotMet]],
            Self::SwapsMet => &[&[Leaf::SwapMet]],
            Self::SwapsNotMet => &[&[Leaf::SwapNotMet]],
            Self::Buddied => &[&[Leaf::Buddied]],
            Self::Unbuddied => &[&[Leaf::Unbuddied]],
            Self::Rated => &[&[Leaf::RatedSad, Leaf::RatedNeutral, Leaf::RatedHappy]],
            Self::Lessons => &[&[Leaf::Lesson]],
        }
    }
}

stored_words! {
    /// How those who rated felt, in words, because counts of faces could be subtracted from each other.
    Band {
        /// At least four of five faces are happy.
        Happy = "happy",
        /// At least half of the faces are happy, and fewer than four of five.
        Mixed = "mixed",
        /// Fewer than half of the faces are happy.
        Unhappy = "unhappy",
    }
}

impl Band {
    /// The word for faces that are told together, so many of which are happy. None: there is none, or exactly five, of which "mixed" would
    /// say that three are happy. Of any other number from five on each word leaves at least two possibilities.
    pub fn of(rated: u64, happy: u64) -> Option<Self> {
        let (rated, happy) = (u128::from(rated), u128::from(happy));
        match rated {
            0 | 5 => None,
            _ if happy * 5 >= rated * 4 => Some(Self::Happy),
            _ if happy * 2 >= rated => Some(Self::Mixed),
            _ => Some(Self::Unhappy),
        }
    }
}
