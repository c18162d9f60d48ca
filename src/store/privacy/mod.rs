//! What a member may ask for about themselves: everything that is held, and that it is gone.
//!
//! Which column of which table holds what, and how both treat it, is listed in `columns`; a test there reads the schema, and
//! another fills every column, so that a new one cannot be forgotten.

#[cfg(test)]
pub(crate) mod columns;
mod erase;
mod held;
mod messages;
mod said;
mod tombstone;

pub use erase::{Erased, disown_asks, everything, forget_direct_channel};
pub use held::{Held, held};
pub use messages::{
    Message, carries_out_forgetting, lane_of, last_said, may_be_quoted, newest, overwrite, quoting,
    renamings_carry_out_forgetting, suspects, thanks_of, to_be_changed,
};
pub use said::{Said, said_by};
pub use tombstone::{forgotten_in, is_forgotten, lift, set};
