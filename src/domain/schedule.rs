//! When people work, and what a local time is in UTC.
//!
//! Times are kept in UTC; schedules are local wall-clock times with an IANA zone. Across a change of the clocks nine o'clock
//! stays nine o'clock, and comes once.

mod calendar;
mod dates;
mod hours;
mod local;
pub mod rhythm;
mod week;
pub mod zones;

pub use calendar::{Calendar, MemberHours};
pub use dates::{DateError, HolidaysError, MAX_HOLIDAYS, parse_date, parse_holidays, pause_ends};
pub use hours::{HoursError, WorkingHours, parse_time};
pub use local::{local_date, local_instant};
pub use rhythm::{
    Rhythm, Start, announce_at, check_again_at, check_in_at, half_way, working_days_before,
};
pub use week::{DaysError, WorkingDays};
