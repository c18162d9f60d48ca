//! `/help`: what Potluck does, in one message. It changes nothing, so there are no transitions.

pub mod command;

mod words;

pub use words::samples;
