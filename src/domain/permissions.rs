//! Who may do what in a channel, computed as Discord computes it, from what the bot has stored of roles and overwrites.
//!
//! `/setup` goes by this to say which permission is missing where, and who cannot see a chosen channel, before anything is
//! sent there.

use std::collections::BTreeMap;
use std::fmt;
use std::ops::BitOr;

use serde::{Deserialize, Serialize};

use crate::domain::ids::{GuildId, MemberId, RoleId};

/// A set of permissions, as Discord's bits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Permissions(pub u64);

impl Permissions {
    /// None at all.
    pub const NONE: Self = Self(0);
    /// Every one, also those that are not named here.
    pub const ALL: Self = Self(u64::MAX);
    /// Everything everywhere, whatever a channel says.
    pub const ADMINISTRATOR: Self = Self(1 << 3);
    /// See the channel at all. Without it nothing else counts there.
    pub const VIEW_CHANNEL: Self = Self(1 << 10);
    /// Write in the channel itself.
    pub const SEND_MESSAGES: Self = Self(1 << 11);
    /// Read what was written before one came.
    pub const READ_MESSAGE_HISTORY: Self = Self(1 << 16);
    /// Remove others from threads, and open archived ones.
    pub const MANAGE_THREADS: Self = Self(1 << 34);
    /// Open threads that everybody in the channel can read.
    pub const CREATE_PUBLIC_THREADS: Self = Self(1 << 35);
    /// Open threads that only their members can read.
    pub const CREATE_PRIVATE_THREADS: Self = Self(1 << 36);
    /// Write in threads.
    pub const SEND_MESSAGES_IN_THREADS: Self = Self(1 << 38);

    /// Those with a name here, in the order of Discord's own settings page, with the words found there.
    const NAMED: [(Self, &'static str); 8] = [
        (Self::VIEW_CHANNEL, "View Channel"),
        (Self::SEND_MESSAGES, "Send Messages"),
        (Self::SEND_MESSAGES_IN_THREADS, "Send Messages in Threads"),
        (Self::CREATE_PUBLIC_THREADS, "Create Public Threads"),
        (Self::CREATE_PRIVATE_THREADS, "Create Private Threads"),
        (Self::READ_MESSAGE_HISTORY, "Read Message History"),
        (Self::MANAGE_THREADS, "Manage Threads"),
        (Self::ADMINISTRATOR, "Administrator"),
    ];

    /// What the bot needs in the help channel: the post of an ask, the public thread under it, archiving that thread in the end, and
    /// the private thread of somebody whose private messages are closed.
    pub const HELP_CHANNEL: Self = Self(
        Self::VIEW_CHANNEL.0
            | Self::SEND_MESSAGES.0
            | Self::SEND_MESSAGES_IN_THREADS.0
            | Self::CREATE_PUBLIC_THREADS.0
            | Self::CREATE_PRIVATE_THREADS.0
            | Self::READ_MESSAGE_HISTORY.0
            | Self::MANAGE_THREADS.0,
    );

    /// What the bot needs in the managers' channel.
    pub const MANAGERS_CHANNEL: Self =
        Self(Self::VIEW_CHANNEL.0 | Self::SEND_MESSAGES.0 | Self::READ_MESSAGE_HISTORY.0);

    /// What the bot needs in the channel of a programme: the posts about its rounds, and the private threads of its pairings, opened
    /// and archived.
    pub const PROGRAMME_CHANNEL: Self = Self(
        Self::VIEW_CHANNEL.0
            | Self::SEND_MESSAGES.0
            | Self::SEND_MESSAGES_IN_THREADS.0
            | Self::CREATE_PRIVATE_THREADS.0
            | Self::READ_MESSAGE_HISTORY.0
            | Self::MANAGE_THREADS.0,
    );

    /// Whether all of these are among them.
    pub const fn contains(self, these: Self) -> bool {
        self.0 & these.0 == these.0
    }

    /// Those among the first that are not among the second.
    #[must_use]
    pub const fn without(self, these: Self) -> Self {
        Self(self.0 & !these.0)
    }

    /// Whether there are none.
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The words for those that have a name here, as Discord's settings page calls them.
    pub fn names(self) -> Vec<&'static str> {
        Self::NAMED
            .iter()
            .filter(|(one, _)| self.contains(*one))
            .map(|(_, name)| *name)
            .collect()
    }
}

impl BitOr for Permissions {
    type Output = Self;

    fn bitor(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

impl fmt::Display for Permissions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.names().join(", "))
    }
}

/// An exception that a channel makes for a role or a member.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Overwrite {
    /// The role's or the member's.
    pub id: i64,
    /// Whether it is for a member.
    pub member: bool,
    /// Given here, whatever the roles say.
    pub allow: Permissions,
    /// Taken away here, whatever the roles say.
    pub deny: Permissions,
}

/// What a guild says about permissions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GuildRights {
    /// The guild; the role with the same number is everyone's.
    pub guild: GuildId,
    /// Who owns it and may do everything.
    pub owner: MemberId,
    /// What each role gives.
    pub roles: BTreeMap<RoleId, Permissions>,
}

impl GuildRights {
    /// What a member with these roles may do in a channel with these exceptions.
    pub fn in_channel(
        &self,
        overwrites: &[Overwrite],
        member: MemberId,
        roles: &[RoleId],
    ) -> Permissions {
        let everyone = RoleId(self.guild.0);
        let base = roles
            .iter()
            .chain([&everyone])
            .filter_map(|role| self.roles.get(role))
            .fold(Permissions::NONE, |sum, role| sum | *role);
        if member == self.owner || base.contains(Permissions::ADMINISTRATOR) {
            return Permissions::ALL;
        }
        let apply = |base: Permissions, applies: &dyn Fn(&Overwrite) -> bool| {
            let (allow, deny) = overwrites
                .iter()
                .filter(|overwrite| applies(overwrite))
                .fold(
                    (Permissions::NONE, Permissions::NONE),
                    |(allow, deny), one| (allow | one.allow, deny | one.deny),
                );
            base.without(deny) | allow
        };
        let allowed = apply(base, &|one| !one.member && one.id == everyone.0);
        let allowed = apply(allowed, &|one| {
            !one.member && one.id != everyone.0 && roles.contains(&RoleId(one.id))
        });
        let allowed = apply(allowed, &|one| one.member && one.id == member.0);
        if allowed.contains(Permissions::VIEW_CHANNEL) {
            allowed
        } else {
            Permissions::NONE
        }
    }

    /// Whether somebody without any role can see a channel, which is to say: everyone.
    pub fn everyone_sees(&self, overwrites: &[Overwrite]) -> bool {
        // Nobody has the number 0, so neither ownership nor an exception for one member comes in.
        self.in_channel(overwrites, MemberId(0), &[])
            .contains(Permissions::VIEW_CHANNEL)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const GUILD: GuildId = GuildId(1);
    const OWNER: MemberId = MemberId(100);
    const MIA: MemberId = MemberId(101);
    const DEV: RoleId = RoleId(10);
    const OPS: RoleId = RoleId(11);
    const BOSS: RoleId = RoleId(12);
    const SEE: Permissions = Permissions::VIEW_CHANNEL;
    const SEND: Permissions = Permissions::SEND_MESSAGES;

    fn guild(everyone: Permissions) -> GuildRights {
        GuildRights {
            guild: GUILD,
            owner: OWNER,
            roles: [
                (RoleId(1), everyone),
                (DEV, SEND),
                (OPS, Permissions::NONE),
                (BOSS, Permissions::ADMINISTRATOR),
            ]
            .into(),
        }
    }

    fn role(id: i64, allow: Permissions, deny: Permissions) -> Overwrite {
        Overwrite {
            id,
            member: false,
            allow,
            deny,
        }
    }

    fn member(id: MemberId, allow: Permissions, deny: Permissions) -> Overwrite {
        Overwrite {
            id: id.0,
            member: true,
            allow,
            deny,
        }
    }

    #[track_caller]
    fn check(
        everyone: Permissions,
        overwrites: &[Overwrite],
        who: MemberId,
        roles: &[RoleId],
        expected: Permissions,
    ) {
        assert_eq!(guild(everyone).in_channel(overwrites, who, roles), expected);
    }

    #[test]
    fn permissions_add_up_as_discord_says() {
        let none = Permissions::NONE;
        // Without exceptions, roles add up.
        check(SEE, &[], MIA, &[], SEE);
        check(SEE, &[], MIA, &[DEV, OPS], SEE | SEND);
        check(SEE, &[], MIA, &[RoleId(999)], SEE);
        // Who cannot see a channel can do nothing in it.
        check(none, &[], MIA, &[DEV], none);
        check(SEE | SEND, &[role(1, none, SEE)], MIA, &[DEV], none);
        // A role's exception goes before everyone's, and among roles giving goes before taking.
        check(
            SEE,
            &[role(1, none, SEE), role(10, SEE, none)],
            MIA,
            &[DEV],
            SEE | SEND,
        );
        check(
            SEE,
            &[role(10, none, SEND), role(11, SEND, none)],
            MIA,
            &[DEV, OPS],
            SEE | SEND,
        );
        check(SEE, &[role(10, none, SEND)], MIA, &[DEV], SEE);
        // A member's own exception goes before all.
        check(
            SEE,
            &[role(10, SEND, none), member(MIA, none, SEND)],
            MIA,
            &[DEV],
            SEE,
        );
        check(none, &[member(MIA, SEE, none)], MIA, &[], SEE);
        check(SEE, &[member(MemberId(5), none, SEE)], MIA, &[], SEE);
        // A number may belong to a role and a member alike; the kind decides.
        check(SEE, &[role(MIA.0, none, SEE)], MIA, &[], SEE);
        check(
            SEE,
            &[member(MemberId(10), none, SEE)],
            MIA,
            &[DEV],
            SEE | SEND,
        );
        // Owners and administrators are not stopped by anything.
        check(
            none,
            &[role(1, none, SEE), member(OWNER, none, SEE)],
            OWNER,
            &[],
            Permissions::ALL,
        );
        check(none, &[role(12, none, SEE)], MIA, &[BOSS], Permissions::ALL);
    }

    #[test]
    fn everyone_sees_what_no_role_is_needed_for() {
        assert!(guild(SEE).everyone_sees(&[]));
        assert!(!guild(SEE).everyone_sees(&[
            role(1, Permissions::NONE, SEE),
            role(10, SEE, Permissions::NONE)
        ]));
        assert!(guild(Permissions::NONE).everyone_sees(&[role(1, SEE, Permissions::NONE)]));
        assert!(!guild(Permissions::NONE).everyone_sees(&[]));
    }

    #[test]
    fn what_is_missing_is_named_as_in_discords_settings() {
        let missing =
            Permissions::HELP_CHANNEL.without(SEE | SEND | Permissions::READ_MESSAGE_HISTORY);
        assert_eq!(
            missing.to_string(),
            "Send Messages in Threads, Create Public Threads, Create Private Threads, Manage Threads"
        );
        assert!(
            Permissions::MANAGERS_CHANNEL
                .without(Permissions::ALL)
                .is_empty()
        );
        assert_eq!(Permissions::NONE.to_string(), "");
        assert_eq!(
            (Permissions::HELP_CHANNEL | Permissions::MANAGERS_CHANNEL)
                .names()
                .len(),
            Permissions::HELP_CHANNEL.0.count_ones() as usize,
            "each permission that is asked for has a name"
        );
    }
}
