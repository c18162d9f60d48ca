//! Asks without a name, beyond what they have in common with the others.
//!
//! Whose such an ask is stands in one row, which only the store's `anonymity` reads and erases. The asker hears of everything
//! privately, writes by way of a form, and may put their name to it until that row is erased. What is public about it goes out by
//! the outbox; every answer to a click of theirs is private.

pub(super) mod due;
mod gone;
mod place;
mod reply;
mod reveal;
mod told;

pub use gone::anonymous_asker_gone;
pub(super) use gone::ended;
pub(super) use place::{has_place, lost_its_post, thread_failed};
pub(super) use reply::{form, say};
pub(super) use reveal::{page as reveal_page, reveal};
pub(super) use told::{accepted, answered, as_well};
