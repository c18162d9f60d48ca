//! Pure rules and types: what Potluck decides, without knowing how it is asked, stored or sent.
//!
//! Nothing here reads a clock, a database or a random number; all three come in as arguments.

mod stored;

pub mod ask;
pub mod buddy;
pub mod budget;
pub mod common_hour;
pub mod digest;
pub mod helper_choice;
pub mod ids;
pub mod instance;
pub mod learning;
pub mod load;
pub mod meeting;
pub mod mentions;
pub mod neighbours;
pub mod pairing;
pub mod permissions;
pub mod recognition;
pub mod regroup;
pub mod round;
pub mod schedule;
pub mod skill;
pub mod spreadsheet;
pub mod starters;
pub mod swap;
pub mod team;
pub mod tenure;
pub mod text;
pub mod thanks;

pub use stored::UnknownWord;
