//! What is wrong, and what to do.

use super::NAME;
use crate::domain::ids::{ChannelId, MemberId, RoleId};
use crate::error::Error;
use crate::features::settings::audit::Missing;
use crate::markdown::{escape_line, quote, truncate};

/// No place of that name is known.
pub(in crate::features::settings) fn unknown_city(typed: &str) -> Error {
    Error::user(format!(
        "I don't know a place called “{}”. Please try the nearest big city, or a name like `Europe/Lisbon`.",
        escape_line(&truncate(typed, NAME))
    ))
}

/// Commands before Potluck is turned on. `owner` is 0 where nobody knows who that is.
pub(in crate::features::settings) fn not_turned_on(owner: MemberId) -> String {
    let whom = if owner == MemberId(0) {
        "Somebody who manages this server".to_owned()
    } else {
        format!(
            "{}, or anybody else who manages this server,",
            owner.mention()
        )
    };
    format!(
        "Potluck is not turned on here yet. {whom} can do that with `/setup`; it takes about five minutes."
    )
}

/// What stands in the way of turning on.
pub(in crate::features::settings) fn still_missing(missing: &[Missing]) -> Error {
    let lines: Vec<String> = missing
        .iter()
        .map(|one| match one {
            Missing::HelpChannel => "- A help channel. Choose one under **Channels**.".to_owned(),
            Missing::HelpChannelGone => {
                "- The help channel was deleted. Choose another under **Channels**.".to_owned()
            }
            Missing::HelpPermissions(channel, needed)
            | Missing::ManagersPermissions(channel, needed)
            | Missing::ProgrammePermissions(channel, needed) => {
                format!(
                    "- My permissions in {}: {needed}. Give them to me in the channel's settings.",
                    channel.mention()
                )
            }
            Missing::ManagersChannelGone => {
                "- The managers' channel was deleted. Choose another under **Channels**, or none."
                    .to_owned()
            }
            Missing::Zone => {
                "- Your time zone. Type your city under **Zone and hours**.".to_owned()
            }
        })
        .collect();
    Error::user(format!(
        "Almost there. Before I can be turned on, this is still missing:\n{}",
        lines.join("\n")
    ))
}

/// The bot has only just come, and Discord has not told it about the server yet.
pub(in crate::features::settings) fn not_ready() -> Error {
    Error::user(
        "I have only just arrived and don't know this server yet. Please try again in a minute.",
    )
}

/// A click by somebody who may not change settings.
pub(in crate::features::settings) fn not_an_admin() -> Error {
    Error::user("These settings are for people who may manage this server. Your own are in `/me`.")
}

/// The page's buttons were pressed where no server is known.
pub(in crate::features::settings) fn only_in_a_server() -> Error {
    Error::user("I can't tell which server this is about. Please use `/setup` there.")
}

/// The opening post has no channel to go to.
pub(in crate::features::settings) fn no_help_channel() -> Error {
    Error::user("There is no help channel to put it up in. Choose one under **Channels** first.")
}

/// Somebody who is no leader wants to sign the opening post.
pub(in crate::features::settings) fn not_a_leader(role: Option<RoleId>) -> Error {
    Error::user(match role {
        Some(role) => format!(
            "The opening post is signed by somebody with {}, and I don't see that role with you.",
            role.mention()
        ),
        None => "The opening post is signed by a leader, and no leaders' role is chosen here yet. An admin can choose one in \
                 `/settings`, or sign it there."
            .to_owned(),
    })
}

/// Somebody else's signature is on the opening post.
pub(in crate::features::settings) fn signed_already(signer: MemberId) -> Error {
    Error::user(format!(
        "{} has signed it already. They can take their name off in `/me`, an admin in `/settings`; then there is room for yours.",
        signer.mention()
    ))
}

/// A channel that Discord has not told of.
pub(in crate::features::settings) fn unknown_channel() -> Error {
    Error::user(
        "I don't know that channel. It may be brand-new or just deleted: please wait a minute and choose again.",
    )
}

/// A channel of another kind.
pub(in crate::features::settings) fn not_a_text_channel(channel: ChannelId) -> Error {
    Error::user(format!(
        "{} is not a plain text channel, and I need one so that I can open threads. Please choose another.",
        channel.mention()
    ))
}

/// The role that everyone has.
pub(in crate::features::settings) fn everyones_role() -> Error {
    Error::user(
        "Everyone has that role, so it would say nothing about anybody. Please choose another.",
    )
}

/// A role that belongs to an app.
pub(in crate::features::settings) fn managed_role(name: &str) -> Error {
    Error::user(format!(
        "**{}** belongs to an app, so it is nobody's team. I left the teams as they were; please choose without it.",
        escape_line(name)
    ))
}

/// More teams than can be kept.
pub(in crate::features::settings) fn too_many_teams(most: usize) -> Error {
    Error::user(format!(
        "That would be more than {most} teams. I left them as they were; please remove some first."
    ))
}

/// Nothing usable came with a choice.
pub(in crate::features::settings) fn nothing_chosen() -> Error {
    Error::user("Nothing was chosen there. Please choose again.")
}

/// What was typed in a form could not be read. It is given back, so that it need not be typed again.
pub(in crate::features::settings) fn unreadable(why: &str, typed: &str) -> Error {
    Error::user(format!(
        "{why}\nNothing was changed. You typed:\n{}",
        quote(typed, 1500)
    ))
}
