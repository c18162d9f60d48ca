//! The digest: what managers are told of some weeks, and what they are not.
//!
//! # The privacy rule
//!
//! No figure, and no sum or difference of figures across digests, ranges, pictures and CSV, counts one to four distinct people,
//! but for what `/skills` shows anybody.
//!
//! - A **fact** is of one [`Leaf`] and of one [`Week`] for good. Its people are those known to be in it; somebody who asked
//!   anonymously or is forgotten is not.
//! - Weeks of a [`Family`] wait until they may be told, and then become a [`Block`]: [`close`] decides, once, when a week is closed.
//!   Nothing else is ever told of facts but sums of whole blocks.
//! - What is no sum is told in so coarse a way that nothing can be subtracted from it: a [`Band`], a [`Weight`], a tenth.
//!
//! [`close`] says why this is enough. What is counted, and when it was, is in [`Figure`] and in docs/digest.md.

mod closing;
mod counting;
mod facts;
mod family;
mod few;
mod figure;
mod map;
mod needs;
mod range;
mod recipients;
mod sums;
#[cfg(test)]
#[allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test fails by panicking"
)]
mod tests;
mod told;
mod week;

pub use closing::{Closing, close, open_since};
pub use facts::{
    Block, ClosedWeek, Crowd, Facts, Flow, People, SkillNow, Tally, TeamNow, ThankYou, Waited,
};
pub use family::{Band, Family, Leaf};
pub use few::resting_on_few;
pub use figure::Figure;
pub use map::OTHERS;
pub use needs::{NEEDS, Need};
pub use range::{RANGE, Range, RangeError};
pub use recipients::DigestTo;
pub use told::{Arrow, Bar, Change, Chart, Covered, Digest, Map, MapTeam, Told, Value, Weight};
pub use week::{Span, Week, WeekError};

/// A number is told of nobody, or of at least so many people.
pub const FEWEST: usize = 5;

/// How many skills the picture of coverage has room for.
pub const COVERAGE: usize = 12;

/// How old an ask is when it is counted: by then it is known whether somebody took it within that time.
pub const ASK_COUNTS_AFTER: chrono::TimeDelta = chrono::TimeDelta::days(2);

/// How long after a newcomer was welcomed they are counted: by then it is known whether they had a buddy within that time.
pub const NEWCOMER_COUNTS_AFTER: chrono::TimeDelta = chrono::TimeDelta::days(1);

/// How many weeks members are without a meeting and without help when "nobody met" counts them.
pub const UNMET_AFTER_WEEKS: u32 = 8;
