//! The gateway: sessions, sequence numbers, replay, intents.

use crate::world::{World, dispatch::Dispatch};

/// The sessions of the bots that are connected, or were and may resume.
#[derive(Debug, Default)]
pub struct Gateway {}

impl Gateway {
    /// Gives each session what it is to hear. Called while the world is locked, so that a session's sequence number
    /// can never lag behind the world.
    pub fn deliver(&self, _world: &mut World, _dispatches: Vec<Dispatch>) {}
}
