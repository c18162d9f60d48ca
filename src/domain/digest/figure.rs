//! Every figure, once, with the one definition it has.

use crate::domain::stored::stored_words;

use super::family::{Family, Leaf};

/// Declares [`Figure`]: its word is how it is called in CSV and JSON, its doc comment is what [`Figure::definition`] gives back.
macro_rules! figures {
    ($(#[$meta:meta])* $name:ident { $($(#[doc = $line:literal])+ $figure:ident = $word:literal,)+ }) => {
        stored_words! {
            $(#[$meta])*
            $name {
                $($(#[doc = $line])+ $figure = $word,)+
            }
        }

        impl $name {
            /// What it counts, in words: its own doc comment, as one line of plain text.
            pub const fn definition(self) -> &'static str {
                match self {
                    $(Self::$figure => concat!($($line),+).trim_ascii(),)+
                }
            }
        }
    };
}

figures! {
    /// Everything a digest says of some weeks in a number or a word.
    ///
    /// The doc comment of each is its definition, for `/digest help` and docs/digest.md.
    Figure {
        /// Active: members who did something through Potluck in the week (typed a command, pressed a button or filled in a form that changed something; neither what sets Potluck up nor what concerns an anonymous ask) and who were eligible at its end. Over several weeks each counts once a week.
        Active = "active",
        /// Eligible: members who had come by the end of the week and, when it was closed, had joined a programme or had an offer, a wish or an ask under their name. Over several weeks each counts once a week. A week is closed when the team first works after it, or, if Potluck is away then, when it is back.
        Eligible = "eligible",
        /// Asks made: asks that became two days old in the week, but for those that had ended by then without anybody having taken them.
        AsksMade = "asks_made",
        /// Asks answered: asks that became two days old in the week, and that somebody took before they did, or was named as a helper though nobody had taken them.
        AsksAnswered = "asks_answered",
        /// Asks stuck: asks that became two days old in the week, that nobody had taken by then, and that had not ended.
        AsksStuck = "asks_stuck",
        /// Time to the first helper: the median, over the asks answered, of the time from the ask to the first who took it or was named. Of an even number of asks it is the lower of the two in the middle; in whole minutes, rounded down.
        FirstHelper = "first_helper",
        /// Helps: helps recorded in the week, through asks, thanks, swaps and buddies. Of thanks, one in each direction between the same two in seven days counts.
        Helps = "helps",
        /// Helps across teams: helps where both sides are known and were of different teams then. Those without a team are one team here.
        HelpsAcross = "helps_across",
        /// Helps upwards: helps to somebody at least three tenure bands above the helper then.
        HelpsUpwards = "helps_upwards",
        /// Coffee chats that met: pairings of coffee programmes that ended in the week, where somebody said that they met.
        Met = "met",
        /// Coffee chats that answered: pairings of coffee programmes that ended in the week, where somebody answered the check-in, with "We met" or with "Not yet".
        Checked = "checked",
        /// Skill swaps that met: pairings of swap programmes that ended in the week, where somebody said that they met.
        SwapsMet = "swaps_met",
        /// Skill swaps that answered: pairings of swap programmes that ended in the week, where somebody answered the check-in, with "We met" or with "Not yet".
        SwapsChecked = "swaps_checked",
        /// Newcomers with a buddy within a day: newcomers whose first day ended in the week, and who had a buddy by then.
        Buddied = "buddied",
        /// Newcomers: those whose first day ended in the week.
        Newcomers = "newcomers",
        /// Rated: faces given, by askers for asks solved in the week and by those in pairings that ended in it.
        Rated = "rated",
        /// Satisfaction: how those who rated felt. Happy: at least four of five faces are happy; mixed: at least half are; unhappy: fewer than half are. Weeks that are told together have one word, and none if there are exactly five faces; over several such it is the word in the middle, each counted as often as it has faces.
        Satisfaction = "satisfaction",
        /// Lessons: lessons written in the week.
        Lessons = "lessons",
        /// Nobody met: members who were eligible at the end of the last week and for the eight weeks before, and who in those eight weeks neither met anybody in a pairing nor gave or got help. Weeks in which Potluck or the whole team was away are none of the eight.
        Unmet = "unmet",
        /// Resting on few: what share of the help given in the last twelve weeks came from the busiest twentieth of the members eligible, to the nearest tenth, as it was when the last of these weeks was closed. Told where that twentieth is at least five people, at least five others helped too, and at least a hundred helps were given.
        Few = "few",
        /// Skills resting on one: skills that somebody wishes for and exactly one member teaches, as `/skills` shows them now.
        RestingOnOne = "resting_on_one",
        /// Wishes unmet: skills that somebody wishes for and nobody teaches, as `/skills` shows them now.
        WishesUnmet = "wishes_unmet",
    }
}

impl Figure {
    /// What it is called: the words before the colon of its definition.
    pub fn title(self) -> &'static str {
        let definition = self.definition();
        definition
            .split_once(':')
            .map_or(definition, |(title, _)| title)
    }

    /// The figure this one is a part of. It is told beside it where both are known over the same weeks: "21 of 24".
    pub const fn whole(self) -> Option<Self> {
        match self {
            Self::Active => Some(Self::Eligible),
            Self::AsksAnswered | Self::AsksStuck => Some(Self::AsksMade),
            Self::HelpsAcross | Self::HelpsUpwards => Some(Self::Helps),
            Self::Met => Some(Self::Checked),
            Self::SwapsMet => Some(Self::SwapsChecked),
            Self::Buddied => Some(Self::Newcomers),
            _ => None,
        }
    }

    /// The part of it that matters, where it is a whole that may cover other weeks than its part: "42 of 47 in two weeks".
    pub const fn part(self) -> Option<Self> {
        match self {
            Self::Eligible => Some(Self::Active),
            Self::AsksMade => Some(Self::AsksAnswered),
            Self::Checked => Some(Self::Met),
            Self::SwapsChecked => Some(Self::SwapsMet),
            Self::Newcomers => Some(Self::Buddied),
            _ => None,
        }
    }

    /// Whether it is of pairings. Rounds may come every two or four weeks, so that there is nothing to count in most of them.
    pub(super) const fn comes_in_rounds(self) -> bool {
        matches!(
            self,
            Self::Met | Self::Checked | Self::SwapsMet | Self::SwapsChecked
        )
    }

    /// What it sums, if it is a sum: over the blocks of a family the facts of some leaves.
    pub const fn sum(self) -> Option<(Family, &'static [Leaf])> {
        match self {
            Self::Active => Some((Family::Active, &[Leaf::Active])),
            Self::Eligible => Some((Family::Inactive, &[Leaf::Active, Leaf::Inactive])),
            Self::AsksMade => Some((Family::AsksUnanswered, &[Leaf::Answered, Leaf::Unanswered])),
            Self::AsksAnswered => Some((Family::AsksAnswered, &[Leaf::Answered])),
            Self::AsksStuck => Some((Family::AsksUnanswered, &[Leaf::Unanswered])),
            Self::Helps => Some((
                Family::Helps,
                &[
                    Leaf::AcrossUpwards,
                    Leaf::AcrossLevel,
                    Leaf::WithinUpwards,
                    Leaf::WithinLevel,
                ],
            )),
            Self::HelpsAcross => Some((Family::Helps, &[Leaf::AcrossUpwards, Leaf::AcrossLevel])),
            Self::HelpsUpwards => Some((
                Family::HelpsUpwards,
                &[Leaf::AcrossUpwards, Leaf::WithinUpwards],
            )),
            Self::Met => Some((Family::Met, &[Leaf::Met])),
            Self::Checked => Some((Family::NotMet, &[Leaf::Met, Leaf::NotMet])),
            Self::SwapsMet => Some((Family::SwapsMet, &[Leaf::SwapMet])),
            Self::SwapsChecked => Some((Family::SwapsNotMet, &[Leaf::SwapMet, Leaf::SwapNotMet])),
            Self::Buddied => Some((Family::Buddied, &[Leaf::Buddied])),
            Self::Newcomers => Some((Family::Unbuddied, &[Leaf::Buddied, Leaf::Unbuddied])),
            Self::Rated => Some((
                Family::Rated,
                &[Leaf::RatedSad, Leaf::RatedNeutral, Leaf::RatedHappy],
            )),
            Self::Lessons => Some((Family::Lessons, &[Leaf::Lesson])),
            Self::FirstHelper
            | Self::Satisfaction
            | Self::Unmet
            | Self::Few
            | Self::RestingOnOne
            | Self::WishesUnmet => None,
        }
    }
}
