//! What is kept of rounds and first days, as it stands in the file.

use serde::Serialize;

/// A programme of which they said something.
#[derive(Clone, Debug, Serialize)]
pub struct Programme {
    /// Its name.
    pub programme: String,
    /// Whether they are in it.
    pub state: String,
    /// How often they like to take part, in weeks; `None`: in every round.
    pub every_weeks: Option<i64>,
    /// Since when.
    pub since: String,
}

/// A round of a programme.
#[derive(Clone, Debug, Serialize)]
pub struct RoundSaid {
    /// Of which programme.
    pub programme: String,
    /// Its number.
    pub round: i64,
}

/// A place that they had in a pairing.
#[derive(Clone, Debug, Serialize)]
pub struct Paired {
    /// In which programme.
    pub programme: String,
    /// In which of its rounds.
    pub round: i64,
    /// With whom.
    pub with: Vec<String>,
    /// How it stands.
    pub state: String,
    /// When they were put together.
    pub since: String,
    /// Whether they were asked to write first.
    pub asked_to_write_first: bool,
    /// What they clicked last.
    pub your_answer: Option<String>,
    /// When.
    pub answered_at: Option<String>,
    /// The face they gave, from 1 (sad) to 3 (happy).
    pub face: Option<i64>,
    /// Since when they are no longer in it.
    pub you_left_at: Option<String>,
    /// Of a skill swap: what they teach.
    pub you_teach: Option<String>,
    /// Of a skill swap: whom.
    pub to: Option<String>,
    /// Of a skill swap: who teaches them.
    pub taught_by: Vec<String>,
    /// Of a skill swap: whether their wish was served, once they said so.
    pub your_wish_was_served: Option<bool>,
}

/// A round in which they lost their partner.
#[derive(Clone, Debug, Serialize)]
pub struct OutsidePairings {
    /// Of which programme.
    pub programme: String,
    /// Its number.
    pub round: i64,
    /// What came of it.
    pub state: String,
    /// Since when.
    pub since: String,
}

/// A pair that was asked to have them as a third.
#[derive(Clone, Debug, Serialize)]
pub struct PlaceForYou {
    /// In which programme.
    pub programme: String,
    /// In which of its rounds.
    pub round: i64,
    /// What came of it.
    pub state: String,
    /// When it was asked.
    pub asked_at: String,
    /// Who of the two said yes.
    pub said_yes: Vec<String>,
}

/// Their yes to a third.
#[derive(Clone, Debug, Serialize)]
pub struct YesToAThird {
    /// In which programme.
    pub programme: String,
    /// In which of its rounds.
    pub round: i64,
    /// To whom.
    pub member: String,
}

/// Their first days.
#[derive(Clone, Debug, Serialize)]
pub struct FirstDays {
    /// When they began.
    pub began_at: String,
    /// How they stand.
    pub state: String,
    /// Their buddy.
    pub buddy: Option<String>,
    /// When they ended.
    pub ended_at: Option<String>,
}

/// Somebody whose buddy they are or were.
#[derive(Clone, Debug, Serialize)]
pub struct Buddied {
    /// Whose.
    pub member: String,
    /// Whether they are now.
    pub now: bool,
    /// Since when.
    pub since: String,
    /// Until when.
    pub until: Option<String>,
}
