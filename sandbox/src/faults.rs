//! What can be made to go wrong.
//!
//! A fault is either a blow, which happens once when it is switched on, or a state that lasts until it is switched
//! off or used up. All of them are one enum, so that adding another is one variant here and one line where it bites.

use axum::http::{Method, StatusCode};
use serde::{Deserialize, Serialize};
use twilight_model::{
    channel::permission_overwrite::{PermissionOverwrite, PermissionOverwriteType},
    guild::Permissions,
    id::{Id, marker::ChannelMarker},
};

use crate::{error::ApiError, sandbox::Sandbox, world::World};

/// Something that goes wrong.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "fault", rename_all = "snake_case", deny_unknown_fields)]
pub enum Fault {
    /// A blow: every gateway connection is cut without a close frame, as a lost network does.
    DropGateway,
    /// A blow: every client is asked to reconnect and resume.
    RequestReconnect,
    /// A blow: every client is asked for a heartbeat at once.
    RequestHeartbeat,
    /// A blow: every session is invalidated.
    InvalidateSession {
        /// Whether clients are told that they may resume.
        #[serde(default)]
        resumable: bool,
    },
    /// A blow: every gateway connection is closed with this code.
    CloseGateway {
        /// The close code, such as 4000, or 4014 to see a bot give up.
        code: u16,
    },
    /// A blow: the day's session starts are used up, so that the next IDENTIFY is refused.
    UseUpSessionStarts,
    /// Lasts: the gateway takes no connections; those that exist are cut.
    GatewayUnreachable,
    /// Lasts: the bot is denied a permission in a channel by an overwrite of its own, as an admin would set it.
    MissingPermission {
        /// The channel's name.
        channel: String,
        /// The permission, as Discord's documents name it, such as `SEND_MESSAGES`.
        permission: String,
    },
    /// A blow: the channel is deleted, with everything in it.
    DeleteChannel {
        /// The channel's or thread's name.
        channel: String,
    },
    /// Lasts: a person takes no direct messages.
    ClosedDms {
        /// The person's user name.
        person: String,
    },
    /// Lasts until used up: the next requests of a route are answered with a server error.
    ServerError {
        /// The HTTP method; any when left out.
        method: Option<String>,
        /// The route's template, such as `/channels/{channel_id}/messages`, or the beginning of one; any when left
        /// out.
        route: Option<String>,
        /// How many requests.
        times: u32,
        /// The status, 500 to 599; 500 when left out.
        status: Option<u16>,
        /// Whether the request takes effect all the same and only its answer is lost.
        #[serde(default)]
        after_effect: bool,
    },
    /// Lasts until used up: the next requests of a route are refused with 429.
    RateLimited {
        /// The HTTP method; any when left out.
        method: Option<String>,
        /// As in [`Fault::ServerError`].
        route: Option<String>,
        /// How many requests.
        times: u32,
        /// Milliseconds that the answer says to wait.
        retry_after_ms: u32,
    },
}

/// Why a fault could not be switched on or off.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FaultError {
    /// No channel of this name.
    #[error("there is no channel {0}")]
    UnknownChannel(String),
    /// Nobody of this name.
    #[error("there is nobody called {0}")]
    UnknownPerson(String),
    /// No permission of this name.
    #[error("there is no permission {0}")]
    UnknownPermission(String),
    /// A status that is no server error.
    #[error("{0} is not between 500 and 599")]
    NotAServerError(u16),
    /// The fault is not on.
    #[error("this fault is not on")]
    NotOn,
}

/// The faults that last and are on.
#[derive(Debug, Default)]
pub struct Faults {
    lasting: Vec<Fault>,
}

impl Faults {
    /// The failure that a REST request meets before Discord looks at it, if one is switched on for its route.
    ///
    /// `route` is the path's template, such as `/channels/{channel_id}/messages`.
    pub fn before_request(&mut self, method: &Method, route: &str) -> Option<ApiError> {
        self.limit(method, route)
            .or_else(|| self.server_error(method, route, false))
    }

    /// The failure that takes the place of a REST request's answer although the request took effect.
    pub fn after_request(&mut self, method: &Method, route: &str) -> Option<ApiError> {
        self.server_error(method, route, true)
    }

    /// The faults that are on, oldest first.
    pub fn on(&self) -> &[Fault] {
        &self.lasting
    }

    /// Whether the gateway takes no connections.
    pub(crate) fn gateway_unreachable(&self) -> bool {
        self.lasting.contains(&Fault::GatewayUnreachable)
    }

    fn limit(&mut self, method: &Method, route: &str) -> Option<ApiError> {
        self.use_up(|fault| match fault {
            Fault::RateLimited {
                method: only,
                route: beginning,
                times,
                retry_after_ms,
            } if fits(only.as_deref(), beginning.as_deref(), method, route) => Some((
                times,
                ApiError::rate_limited(f64::from(*retry_after_ms) / 1000.0),
            )),
            _ => None,
        })
    }

    fn server_error(&mut self, method: &Method, route: &str, after: bool) -> Option<ApiError> {
        self.use_up(|fault| match fault {
            Fault::ServerError {
                method: only,
                route: beginning,
                times,
                status,
                after_effect,
            } if *after_effect == after
                && fits(only.as_deref(), beginning.as_deref(), method, route) =>
            {
                let status = status
                    .and_then(|status| StatusCode::from_u16(status).ok())
                    .unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
                Some((times, ApiError::new(status, 0, status.to_string())))
            }
            _ => None,
        })
    }

    /// Finds the first fault that bites, and takes one from the number of times that it does.
    fn use_up<T>(
        &mut self,
        mut bites: impl FnMut(&mut Fault) -> Option<(&mut u32, T)>,
    ) -> Option<T> {
        let (index, bite) = self
            .lasting
            .iter_mut()
            .enumerate()
            .find_map(|(index, fault)| {
                let (times, bite) = bites(fault)?;
                *times = times.saturating_sub(1);
                Some((index, (*times == 0, bite)))
            })?;
        let (used_up, bite) = bite;
        if used_up {
            self.lasting.remove(index);
        }
        Some(bite)
    }
}

fn fits(only: Option<&str>, beginning: Option<&str>, method: &Method, route: &str) -> bool {
    only.is_none_or(|only| only.eq_ignore_ascii_case(method.as_str()))
        && beginning.is_none_or(|beginning| route.starts_with(beginning))
}

impl Sandbox {
    /// Makes something go wrong.
    pub fn fault(&self, fault: Fault) -> Result<(), FaultError> {
        let now = self.clock().now();
        let gateway = self.gateway();
        match &fault {
            Fault::DropGateway => {
                gateway.cut_all(now);
            }
            Fault::RequestReconnect => {
                gateway.request_reconnect(now);
            }
            Fault::RequestHeartbeat => {
                gateway.request_heartbeat(now);
            }
            Fault::InvalidateSession { resumable } => {
                gateway.invalidate_all(*resumable, now);
            }
            Fault::CloseGateway { code } => {
                gateway.close_all(*code, now);
            }
            Fault::UseUpSessionStarts => {
                self.with(|world| world.session_starts.use_up(now));
            }
            Fault::DeleteChannel { channel } => {
                return self.with(|world| world.lose_channel(channel));
            }
            Fault::GatewayUnreachable => {
                self.with(|world| world.faults.lasting.push(fault));
                gateway.cut_all(now);
            }
            Fault::MissingPermission { .. }
            | Fault::ClosedDms { .. }
            | Fault::ServerError { .. }
            | Fault::RateLimited { .. } => {
                return self.with(|world| {
                    world.set_fault(&fault, true)?;
                    world.faults.lasting.push(fault);
                    Ok(())
                });
            }
        }
        Ok(())
    }

    /// Switches a lasting fault off.
    pub fn clear_fault(&self, fault: &Fault) -> Result<(), FaultError> {
        self.with(|world| {
            let index = world
                .faults
                .lasting
                .iter()
                .position(|on| on == fault)
                .ok_or(FaultError::NotOn)?;
            world.faults.lasting.remove(index);
            world.set_fault(fault, false)
        })
    }

    /// Switches every lasting fault off.
    pub fn clear_faults(&self) -> Result<(), FaultError> {
        self.with(|world| {
            for fault in std::mem::take(&mut world.faults.lasting) {
                world.set_fault(&fault, false)?;
            }
            Ok(())
        })
    }

    /// The lasting faults that are on.
    pub fn faults(&self) -> Vec<Fault> {
        self.look(|world| world.faults.on().to_vec())
    }
}

impl World {
    /// Puts a lasting fault's effect on the world, or takes it away.
    fn set_fault(&mut self, fault: &Fault, on: bool) -> Result<(), FaultError> {
        match fault {
            Fault::MissingPermission {
                channel,
                permission,
            } => self.deny_bot(channel, permission, on),
            Fault::ClosedDms { person } => {
                let user = self
                    .user_named(person)
                    .and_then(|user| self.users.get_mut(&user))
                    .ok_or_else(|| FaultError::UnknownPerson(person.clone()))?;
                user.dms_open = !on;
                Ok(())
            }
            Fault::ServerError {
                status: Some(status),
                ..
            } if !(500..=599).contains(status) => Err(FaultError::NotAServerError(*status)),
            _ => Ok(()),
        }
    }

    fn deny_bot(&mut self, channel: &str, permission: &str, on: bool) -> Result<(), FaultError> {
        // Discord renamed this one; twilight has the older name.
        let known = match permission {
            "USE_APPLICATION_COMMANDS" => "USE_SLASH_COMMANDS",
            other => other,
        };
        let denied = Permissions::from_name(known)
            .ok_or_else(|| FaultError::UnknownPermission(permission.to_owned()))?;
        let bot = self.application.bot;
        let id = self.channel_called(channel)?;
        self.change_channel(id, |channel| {
            let own = channel
                .overwrites
                .iter_mut()
                .find(|overwrite| overwrite.id.get() == bot.get());
            match own {
                Some(own) if on => {
                    own.deny |= denied;
                    own.allow -= denied;
                }
                Some(own) => own.deny -= denied,
                None if on => channel.overwrites.push(PermissionOverwrite {
                    id: bot.cast(),
                    kind: PermissionOverwriteType::Member,
                    allow: Permissions::empty(),
                    deny: denied,
                }),
                None => {}
            }
            channel.overwrites.retain(|overwrite| {
                overwrite.id.get() != bot.get() || !(overwrite.allow | overwrite.deny).is_empty()
            });
        });
        Ok(())
    }

    fn lose_channel(&mut self, channel: &str) -> Result<(), FaultError> {
        let id = self.channel_called(channel)?;
        self.remove_channel(id);
        Ok(())
    }

    /// A channel or thread of the guild by name or id, whoever sees it; of several, the newest.
    fn channel_called(&self, name: &str) -> Result<Id<ChannelMarker>, FaultError> {
        let bare = name.strip_prefix('#').unwrap_or(name);
        self.channels
            .values()
            .rev()
            .filter(|channel| !channel.is_dm())
            .find(|channel| channel.name == bare || channel.id.to_string() == bare)
            .map(|channel| channel.id)
            .ok_or_else(|| FaultError::UnknownChannel(name.to_owned()))
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used)]
mod tests {
    use super::*;

    const MESSAGES: &str = "/channels/{channel_id}/messages";

    fn error(times: u32, after_effect: bool) -> Fault {
        Fault::ServerError {
            method: Some("POST".to_owned()),
            route: Some("/channels".to_owned()),
            times,
            status: Some(503),
            after_effect,
        }
    }

    #[test]
    fn a_server_error_bites_as_often_as_it_says() {
        let mut faults = Faults {
            lasting: vec![error(2, false)],
        };
        assert_eq!(faults.before_request(&Method::GET, MESSAGES), None);
        assert_eq!(faults.before_request(&Method::POST, "/users/@me"), None);
        assert_eq!(faults.after_request(&Method::POST, MESSAGES), None);
        for _ in 0..2 {
            let met = faults.before_request(&Method::POST, MESSAGES).unwrap();
            assert_eq!(met.status, StatusCode::SERVICE_UNAVAILABLE);
        }
        assert_eq!(faults.before_request(&Method::POST, MESSAGES), None);
        assert_eq!(faults.on(), []);
    }

    #[test]
    fn an_answer_can_be_lost_after_the_effect() {
        let mut faults = Faults {
            lasting: vec![error(1, true)],
        };
        assert_eq!(faults.before_request(&Method::POST, MESSAGES), None);
        assert!(faults.after_request(&Method::POST, MESSAGES).is_some());
    }

    #[test]
    fn a_fault_reads_as_it_is_written() {
        let text =
            r#"{"fault":"missing_permission","channel":"help","permission":"SEND_MESSAGES"}"#;
        let fault: Fault = serde_json::from_str(text).unwrap();
        assert_eq!(serde_json::to_string(&fault).unwrap(), text);
    }
}
