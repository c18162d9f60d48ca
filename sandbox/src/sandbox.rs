//! The handle on a running sandbox.

use std::sync::{Arc, Mutex, PoisonError};

use crate::{gateway::Gateway, validate::Validator, world::World};

/// A running sandbox. Cheap to clone; all clones are the same sandbox.
#[derive(Clone, Debug)]
pub struct Sandbox {
    shared: Arc<Shared>,
}

/// What all clones of a [`Sandbox`] share.
#[derive(Debug)]
struct Shared {
    world: Mutex<World>,
    gateway: Gateway,
    validator: Validator,
}

impl Sandbox {
    /// A sandbox around a world, not yet listening.
    pub fn around(world: World, validator: Validator) -> Self {
        Self {
            shared: Arc::new(Shared {
                world: Mutex::new(world),
                gateway: Gateway::default(),
                validator,
            }),
        }
    }

    /// Looks at or changes the world. What the change announces has reached every gateway session when this returns.
    ///
    /// Never call it from within `change`: the world is locked.
    pub fn with<T>(&self, change: impl FnOnce(&mut World) -> T) -> T {
        let mut world = self
            .shared
            .world
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        world.pass_time();
        let result = change(&mut world);
        let dispatches = world.take_dispatches();
        if !dispatches.is_empty() {
            self.shared.gateway.deliver(&mut world, dispatches);
        }
        result
    }

    /// The sessions of the gateway.
    pub fn gateway(&self) -> &Gateway {
        &self.shared.gateway
    }

    /// What checks requests and answers against Discord's own description.
    pub fn validator(&self) -> &Validator {
        &self.shared.validator
    }
}
