//! Thanks for help that happened elsewhere.

mod for_a_message;
mod refused;
mod told;
