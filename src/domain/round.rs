//! Programmes, their rounds and the pairings of a round: how far each has come, and what time brings to it.

mod history;
mod lateness;
mod participation;
mod slots;

use crate::domain::stored::stored_words;

pub use history::{Past, PastSeat, meetings, pasts};
pub use lateness::{ON_TIME, Step, announced_at, announcing, pairing};
pub use participation::{Participation, Standing, participation, sits_out_for};
pub use slots::slots;

stored_words! {
    /// What a programme puts together.
    ProgrammeKind {
        /// Two or three people who get to know each other.
        Coffee = "coffee",
        /// Cycles of two or three, each teaching the next a skill they wish for.
        Swap = "swap",
    }
}

stored_words! {
    /// What a member said of taking part in a programme.
    Membership {
        /// They take part.
        In = "in",
        /// They do not, also where they have the programme's role.
        Out = "out",
        /// Three rounds went by without any sign of them; one button brings them back.
        Resting = "resting",
    }
}

stored_words! {
    /// How far a round has come.
    RoundState {
        /// The heads-up is owed or there; people may skip it.
        Announced = "announced",
        /// Everybody is seated.
        Paired = "paired",
        /// The next one has begun, or would have.
        Closed = "closed",
        /// An admin cancelled it.
        Cancelled = "cancelled",
        /// The bot was away for so long that it made no sense any more.
        Missed = "missed",
    }
}

stored_words! {
    /// What time brings to a round.
    RoundDue {
        /// It is paired.
        Pair = "pair",
        /// It is closed.
        Close = "close",
    }
}

stored_words! {
    /// Why a round was cancelled or missed.
    WhyNot {
        /// An admin cancelled it.
        Admin = "admin",
        /// Its programme was stopped or removed, or has no channel any more, or an admin turned Potluck off.
        Stopped = "stopped",
        /// The heads-up could not be posted, or not in time.
        Unannounced = "unannounced",
        /// The bot was away.
        Away = "away",
    }
}

stored_words! {
    /// How far a pairing has come.
    PairingState {
        /// They have until the next round.
        Open = "open",
        /// Somebody of them said that they met.
        Met = "met",
        /// Fewer than two are left.
        Off = "off",
        /// The round ended and nobody said that they met.
        Over = "over",
    }
}

stored_words! {
    /// What time brings to a pairing.
    PairingDue {
        /// Half-way: a nudge, if nobody has written or clicked.
        Nudge = "nudge",
        /// "Did you meet?"
        CheckIn = "check_in",
        /// The same once more.
        CheckAgain = "check_again",
    }
}

stored_words! {
    /// What a member last clicked of their pairing.
    SeatAnswer {
        /// **We met**.
        Met = "met",
        /// **It's planned**.
        Planned = "planned",
        /// **Not yet**.
        NotYet = "not_yet",
        /// **Can't this time**.
        Cant = "cant",
    }
}

impl RoundState {
    /// Whether nothing more comes of it.
    pub const fn is_over(self) -> bool {
        matches!(self, Self::Closed | Self::Cancelled | Self::Missed)
    }
}

impl PairingState {
    /// Whether its buttons still mean something: until the next round.
    pub const fn is_going_on(self) -> bool {
        matches!(self, Self::Open | Self::Met)
    }
}
