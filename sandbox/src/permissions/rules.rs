//! The rules of permissions, as pure functions of plain values, so that they can be read and tested as a table:
//! the owner, administrators, the union of roles, the overwrites of a channel in Discord's
//! order, what one missing permission takes away with it, threads and timeouts.

use twilight_model::{
    channel::permission_overwrite::{PermissionOverwrite, PermissionOverwriteType},
    guild::Permissions,
    id::{
        Id,
        marker::{RoleMarker, UserMarker},
    },
};

/// All that is left to a member during a timeout.
pub const LEFT_IN_TIMEOUT: Permissions =
    Permissions::VIEW_CHANNEL.union(Permissions::READ_MESSAGE_HISTORY);

/// What nobody can do who cannot send messages in the first place.
pub const NEEDS_SENDING: Permissions = Permissions::MENTION_EVERYONE
    .union(Permissions::SEND_TTS_MESSAGES)
    .union(Permissions::ATTACH_FILES)
    .union(Permissions::EMBED_LINKS);

/// What Discord grants the two people in a direct message, as it appears in `app_permissions`.
pub const IN_DIRECT_MESSAGE: Permissions = Permissions::VIEW_CHANNEL
    .union(Permissions::SEND_MESSAGES)
    .union(Permissions::EMBED_LINKS)
    .union(Permissions::ATTACH_FILES)
    .union(Permissions::READ_MESSAGE_HISTORY)
    .union(Permissions::MENTION_EVERYONE)
    .union(Permissions::ADD_REACTIONS)
    .union(Permissions::USE_EXTERNAL_EMOJIS);

/// A member as far as permissions go.
#[derive(Clone, Copy, Debug)]
pub struct Holder<'a> {
    /// The person.
    pub user: Id<UserMarker>,
    /// Whether the guild is theirs: owners are never limited.
    pub is_owner: bool,
    /// The guild's `@everyone` role and what it grants.
    pub everyone: (Id<RoleMarker>, Permissions),
    /// The member's other roles and what each grants, in any order.
    pub roles: &'a [(Id<RoleMarker>, Permissions)],
    /// Whether a timeout is running now.
    pub timed_out: bool,
}

/// Where in a guild something happens.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Place {
    /// A channel of the guild itself.
    Channel,
    /// A thread; its parent's overwrites count, and sending has a permission of its own.
    Thread,
}

impl Place {
    /// The permission without which nobody writes here.
    pub const fn send(self) -> Permissions {
        match self {
            Self::Channel => Permissions::SEND_MESSAGES,
            Self::Thread => Permissions::SEND_MESSAGES_IN_THREADS,
        }
    }
}

/// What the member may do in the guild as a whole, before any channel has a say.
pub fn in_guild(holder: &Holder<'_>) -> Permissions {
    let granted = granted_by_roles(holder);
    if granted == Permissions::all() {
        granted
    } else {
        after_timeout(holder, granted)
    }
}

/// What the member may do in one channel, or in a thread under it.
///
/// `overwrites` are the channel's own; for a thread, those of its parent.
pub fn in_channel(
    holder: &Holder<'_>,
    overwrites: &[PermissionOverwrite],
    place: Place,
) -> Permissions {
    let granted = granted_by_roles(holder);
    if granted == Permissions::all() {
        return granted;
    }
    let overwritten = after_overwrites(holder, granted, overwrites);
    after_implicit_denials(after_timeout(holder, overwritten), place)
}

/// Whether a role or member at `actor` may act on one at `target`: strictly higher, where the lower id
/// of two roles at the same position counts as the higher role.
pub fn outranks(actor: (i64, Id<RoleMarker>), target: (i64, Id<RoleMarker>)) -> bool {
    actor.0 > target.0 || (actor.0 == target.0 && actor.1 < target.1)
}

fn granted_by_roles(holder: &Holder<'_>) -> Permissions {
    if holder.is_owner {
        return Permissions::all();
    }
    let granted = holder
        .roles
        .iter()
        .fold(holder.everyone.1, |sum, (_, role)| sum | *role);
    if granted.contains(Permissions::ADMINISTRATOR) {
        Permissions::all()
    } else {
        granted
    }
}

/// Overwrites apply in three steps: `@everyone`, then all the member's roles together (where an allow
/// beats a deny), then the member.
fn after_overwrites(
    holder: &Holder<'_>,
    base: Permissions,
    overwrites: &[PermissionOverwrite],
) -> Permissions {
    let mut everyone = (Permissions::empty(), Permissions::empty());
    let mut roles = (Permissions::empty(), Permissions::empty());
    let mut member = (Permissions::empty(), Permissions::empty());
    for overwrite in overwrites {
        let step = match overwrite.kind {
            PermissionOverwriteType::Role if overwrite.id == holder.everyone.0.cast() => {
                &mut everyone
            }
            PermissionOverwriteType::Role
                if holder
                    .roles
                    .iter()
                    .any(|(role, _)| overwrite.id == role.cast()) =>
            {
                &mut roles
            }
            PermissionOverwriteType::Member if overwrite.id == holder.user.cast() => &mut member,
            _ => continue,
        };
        step.0 |= overwrite.deny;
        step.1 |= overwrite.allow;
    }
    [everyone, roles, member]
        .into_iter()
        .fold(base, |sum, (deny, allow)| (sum - deny) | allow)
}

fn after_timeout(holder: &Holder<'_>, granted: Permissions) -> Permissions {
    if holder.timed_out {
        granted & LEFT_IN_TIMEOUT
    } else {
        granted
    }
}

fn after_implicit_denials(granted: Permissions, place: Place) -> Permissions {
    if !granted.contains(Permissions::VIEW_CHANNEL) {
        return Permissions::empty();
    }
    if granted.contains(place.send()) {
        granted
    } else {
        granted - NEEDS_SENDING
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used)]
mod tests {
    use super::*;

    const GUILD: u64 = 1;
    const HELPERS: u64 = 2;
    const QUIET: u64 = 3;
    const OTHERS: u64 = 4;
    const MIA: u64 = 10;

    const VIEW: Permissions = Permissions::VIEW_CHANNEL;
    const SEND: Permissions = Permissions::SEND_MESSAGES;
    const EMBED: Permissions = Permissions::EMBED_LINKS;
    const NONE: Permissions = Permissions::empty();

    fn role(id: u64, deny: Permissions, allow: Permissions) -> PermissionOverwrite {
        PermissionOverwrite {
            allow,
            deny,
            id: Id::new(id),
            kind: PermissionOverwriteType::Role,
        }
    }

    fn member(id: u64, deny: Permissions, allow: Permissions) -> PermissionOverwrite {
        PermissionOverwrite {
            kind: PermissionOverwriteType::Member,
            ..role(id, deny, allow)
        }
    }

    fn holder(everyone: Permissions, roles: &[(Id<RoleMarker>, Permissions)]) -> Holder<'_> {
        Holder {
            user: Id::new(MIA),
            is_owner: false,
            everyone: (Id::new(GUILD), everyone),
            roles,
            timed_out: false,
        }
    }

    #[test]
    fn a_guild_grants_the_union_of_roles() {
        let roles = [(Id::new(HELPERS), SEND), (Id::new(QUIET), EMBED)];
        assert_eq!(in_guild(&holder(VIEW, &roles)), VIEW | SEND | EMBED);
    }

    #[test]
    fn owners_and_administrators_are_never_limited() {
        let wall = [
            role(GUILD, Permissions::all(), NONE),
            member(MIA, Permissions::all(), NONE),
        ];
        let administrator = [(Id::new(HELPERS), Permissions::ADMINISTRATOR)];
        for limited in [
            Holder {
                is_owner: true,
                timed_out: true,
                ..holder(NONE, &[])
            },
            Holder {
                timed_out: true,
                ..holder(NONE, &administrator)
            },
        ] {
            assert_eq!(in_guild(&limited), Permissions::all());
            assert_eq!(
                in_channel(&limited, &wall, Place::Channel),
                Permissions::all()
            );
        }
    }

    #[test]
    fn administrator_cannot_be_granted_by_an_overwrite() {
        let everyone = holder(VIEW, &[]);
        let grant = [member(MIA, NONE, Permissions::ADMINISTRATOR)];
        assert!(!in_channel(&everyone, &grant, Place::Channel).contains(Permissions::BAN_MEMBERS));
    }

    #[test]
    fn overwrites_apply_in_discords_order() {
        let roles = [(Id::new(HELPERS), NONE), (Id::new(QUIET), NONE)];
        let mia = holder(VIEW | SEND, &roles);
        let check = |overwrites: &[PermissionOverwrite], expected: Permissions, why: &str| {
            assert_eq!(
                in_channel(&mia, overwrites, Place::Channel),
                expected,
                "{why}"
            );
        };
        check(&[], VIEW | SEND, "nothing overwritten");
        check(&[role(GUILD, SEND, NONE)], VIEW, "everyone denied");
        check(
            &[role(GUILD, SEND, NONE), role(HELPERS, NONE, SEND)],
            VIEW | SEND,
            "a role's allow beats everyone's deny",
        );
        check(
            &[role(HELPERS, SEND, NONE), role(QUIET, NONE, SEND)],
            VIEW | SEND,
            "one role's allow beats another role's deny",
        );
        check(
            &[role(QUIET, NONE, SEND), role(HELPERS, SEND, NONE)],
            VIEW | SEND,
            "in whichever order they are listed",
        );
        check(
            &[role(HELPERS, NONE, SEND), member(MIA, SEND, NONE)],
            VIEW,
            "the member's deny beats a role's allow",
        );
        check(
            &[role(HELPERS, SEND, NONE), member(MIA, NONE, SEND)],
            VIEW | SEND,
            "the member's allow beats a role's deny",
        );
        check(
            &[role(OTHERS, SEND, NONE), member(HELPERS, SEND, NONE)],
            VIEW | SEND,
            "others' overwrites, and a role's id used as a member's, mean nothing",
        );
    }

    #[test]
    fn without_sight_nothing_is_left() {
        let mia = holder(VIEW | SEND | Permissions::MANAGE_THREADS, &[]);
        assert_eq!(
            in_channel(&mia, &[role(GUILD, VIEW, NONE)], Place::Channel),
            NONE
        );
    }

    #[test]
    fn without_sending_what_goes_with_it_is_lost() {
        let mia = holder(
            VIEW | SEND | EMBED | Permissions::ATTACH_FILES | Permissions::ADD_REACTIONS,
            &[],
        );
        assert_eq!(
            in_channel(&mia, &[role(GUILD, SEND, NONE)], Place::Channel),
            VIEW | Permissions::ADD_REACTIONS
        );
    }

    #[test]
    fn threads_ask_for_their_own_permission_to_send() {
        let in_threads = Permissions::SEND_MESSAGES_IN_THREADS;
        let mia = holder(VIEW | SEND | EMBED | in_threads, &[]);
        let only_threads = [role(GUILD, SEND, NONE)];
        let only_channel = [role(GUILD, in_threads, NONE)];
        assert!(in_channel(&mia, &only_threads, Place::Thread).contains(EMBED | in_threads));
        assert!(!in_channel(&mia, &only_threads, Place::Channel).contains(EMBED));
        assert!(!in_channel(&mia, &only_channel, Place::Thread).contains(EMBED));
        assert!(in_channel(&mia, &only_channel, Place::Channel).contains(EMBED));
    }

    #[test]
    fn a_timeout_leaves_only_reading() {
        let mia = Holder {
            timed_out: true,
            ..holder(
                VIEW | SEND | Permissions::READ_MESSAGE_HISTORY | Permissions::MANAGE_GUILD,
                &[],
            )
        };
        assert_eq!(in_guild(&mia), LEFT_IN_TIMEOUT);
        assert_eq!(in_channel(&mia, &[], Place::Channel), LEFT_IN_TIMEOUT);
        assert_eq!(
            in_channel(&mia, &[member(MIA, NONE, SEND)], Place::Channel),
            LEFT_IN_TIMEOUT,
            "an overwrite does not lift a timeout"
        );
    }

    #[test]
    fn rank_is_position_then_age() {
        assert!(outranks((2, Id::new(9)), (1, Id::new(1))));
        assert!(!outranks((1, Id::new(1)), (2, Id::new(9))));
        assert!(outranks((1, Id::new(1)), (1, Id::new(2))));
        assert!(!outranks((1, Id::new(1)), (1, Id::new(1))));
    }
}
