//! Whom a message pings.

use twilight_model::{
    guild::Permissions,
    id::{
        Id,
        marker::{RoleMarker, UserMarker},
    },
};

use super::{World, channel::Channel};
use crate::{permissions, validate::message::AllowedMentions};

/// Whom a message names and may ping.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub(super) struct Pings {
    /// People, in the order in which they are named.
    pub(super) users: Vec<Id<UserMarker>>,
    /// Roles, in the order in which they are named.
    pub(super) roles: Vec<Id<RoleMarker>>,
    /// Whether everyone is pinged.
    pub(super) everyone: bool,
}

impl Pings {
    /// Whom `text` by `author` pings. Without `allowed` it pings whom it names; `replied_to` is the author of the
    /// message that it replies to.
    pub(super) fn of(
        world: &World,
        place: &Channel,
        author: Id<UserMarker>,
        text: &str,
        allowed: Option<&AllowedMentions>,
        replied_to: Option<Id<UserMarker>>,
    ) -> Self {
        let parses = |kind: &str| {
            allowed.is_none_or(|allowed| allowed.parse.iter().any(|parsed| parsed == kind))
        };
        let may_ping_all = place.guild_id.is_some()
            && permissions::in_channel(world, place.id, author)
                .contains(Permissions::MENTION_EVERYONE);
        let mut pings = Self {
            everyone: parses("everyone")
                && may_ping_all
                && (text.contains("@everyone") || text.contains("@here")),
            ..Self::default()
        };
        for named in named(text) {
            match named {
                Named::User(id) => {
                    let listed = allowed.is_some_and(|allowed| allowed.users.contains(&id));
                    if (parses("users") || listed)
                        && world.users.contains_key(&id)
                        && !pings.users.contains(&id)
                    {
                        pings.users.push(id);
                    }
                }
                Named::Role(id) => {
                    let listed = allowed.is_some_and(|allowed| allowed.roles.contains(&id));
                    let role = place
                        .guild_id
                        .and_then(|guild| world.guilds.get(&guild)?.roles.get(&id));
                    if (parses("roles") || listed)
                        && role.is_some_and(|role| role.mentionable || may_ping_all)
                        && !pings.roles.contains(&id)
                    {
                        pings.roles.push(id);
                    }
                }
            }
        }
        if let Some(replied_to) = replied_to
            && allowed.is_none_or(|allowed| allowed.replied_user)
            && !pings.users.contains(&replied_to)
        {
            pings.users.push(replied_to);
        }
        pings
    }
}

/// Something named in a text.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Named {
    User(Id<UserMarker>),
    Role(Id<RoleMarker>),
}

/// Everybody and every role named as `<@id>`, `<@!id>` or `<@&id>`.
fn named(text: &str) -> Vec<Named> {
    let mut found = Vec::new();
    for part in text.split("<@").skip(1) {
        let Some((inside, _)) = part.split_once('>') else {
            continue;
        };
        let id = |digits: &str| digits.parse().ok().and_then(Id::<UserMarker>::new_checked);
        if let Some(role) = inside.strip_prefix('&') {
            found.extend(id(role).map(|id| Named::Role(id.cast())));
        } else {
            found.extend(id(inside.trim_start_matches('!')).map(Named::User));
        }
    }
    found
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used)]
mod tests {
    use super::*;

    #[test]
    fn names_are_found_in_their_order() {
        assert_eq!(
            named("hi <@5>, <@!6> and <@&7>; not <@x> nor <#8> nor <@9"),
            vec![
                Named::User(Id::new(5)),
                Named::User(Id::new(6)),
                Named::Role(Id::new(7)),
            ]
        );
    }
}
