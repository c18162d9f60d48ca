//! What digests are made of: weeks that are over, what was counted in them when they were closed, and what may be told of it.
//!
//! When a week is over it is closed, once: who was eligible at its end, how many facts of each kind it had, and which weeks may be
//! told from now on are decided and kept, and so is what is told of the last twelve weeks. A digest reads what was kept, so that it says
//! the same whenever it is asked for, and beside that only what is so now: skills, and thanks that may be quoted.

mod closing;
mod counts;
mod flows;
mod people;
mod told;
mod weeks;

#[cfg(test)]
#[allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test fails by panicking"
)]
mod tests;

pub use closing::{Closed, close_weeks};
pub use told::facts;
pub use weeks::{due_closings, first_since, first_week, is_closed, last_week, set_next_closing};
