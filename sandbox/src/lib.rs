//! A strict local Discord: REST v10, gateway v10, a clock and people, on loopback.
//!
//! It knows nothing of any bot. A bot talks to it over HTTP and WebSocket only; a test or a person acts through
//! [`control`].
//!
//! | module | what it holds |
//! |---|---|
//! | [`world`] | the state, and every rule by which it changes; each change says what the gateway announces |
//! | `permissions` | what a member may do, computed as Discord computes it |
//! | `validate` | requests and answers against Discord's OpenAPI file, and what that file is too lax in |
//! | `rest` | the routes, as functions of the world and a call |
//! | `gateway` | sessions, sequences, replay, intents |
//! | `clock` | the sandbox's time and the protocol by which a bot follows it |
//! | `control` | acting as a person, reading what a person sees, moving the clock, switching faults on |
//! | `faults` | what can be made to go wrong |
//! | `cast` | the people, channels and roles that exist at the start |
//! | `sandbox` | the handle: start, stop, options |

pub mod cast;
pub mod clock;
pub mod control;
pub mod error;
pub mod faults;
pub mod gateway;
pub mod permissions;
pub mod rest;
pub mod sandbox;
pub mod validate;
pub mod world;

pub use cast::Cast;
pub use clock::ClockMode;
pub use control::{
    Answer, MessageView, ModalView, OptionInput, Outcome, Person, Refusal, Rule, View,
};
pub use faults::Fault;
pub use sandbox::{Options, Sandbox};

/// The id of a message.
pub type MessageId = twilight_model::id::Id<twilight_model::id::marker::MessageMarker>;

/// The id of a channel or a thread.
pub type ChannelId = twilight_model::id::Id<twilight_model::id::marker::ChannelMarker>;
