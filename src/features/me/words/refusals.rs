//! What is wrong, and what to do.

use super::TYPED;
use crate::domain::ids::MemberId;
use crate::error::Error;
use crate::markdown::{escape_line, truncate};

/// Somebody who is not, or no longer, in the server.
pub(in crate::features::me) fn not_a_member() -> Error {
    Error::user(
        "I don't see you in that server (yet). If you have just joined, please try again in a minute.",
    )
}

/// A click in a private conversation by somebody with several servers.
pub(in crate::features::me) fn which_server() -> Error {
    Error::user("I can't tell which server this is about. Please use `/me` in the one you mean.")
}

/// An offer or wish that is gone already.
pub(in crate::features::me) fn already_removed() -> Error {
    Error::user("That was removed already. `/me` shows what is there now.")
}

/// A block that is gone already.
pub(in crate::features::me) fn not_blocked() -> Error {
    Error::user("That person is not on your list any more, so there is nothing to take back.")
}

/// Blocking oneself.
pub(in crate::features::me) fn block_of_oneself() -> Error {
    Error::user(
        "You can't block yourself, and I would miss you. Nobody was blocked; please choose again without you. To be left alone for a while, use **Pause**.",
    )
}

/// Blocking a bot.
pub(in crate::features::me) fn block_of_a_bot(bot: MemberId) -> Error {
    Error::user(format!(
        "{} is a bot, and I never put you together with bots. Nobody was blocked; please choose again without it.",
        bot.mention()
    ))
}

/// Nobody goes by the name.
pub(in crate::features::me) fn nobody_of_that_name(typed: &str) -> Error {
    Error::user(format!(
        "I find nobody here by the name of “{}”. Nobody was blocked; please try the name as Discord shows it.",
        escape_line(&truncate(typed, TYPED))
    ))
}

/// No place of that name is known.
pub(in crate::features::me) fn unknown_city(typed: &str) -> Error {
    Error::user(format!(
        "I don't know a place called “{}”. Please try the nearest big city, or a name like `Europe/Lisbon`.",
        escape_line(&truncate(typed, TYPED))
    ))
}

/// Nothing usable came with a choice.
pub(in crate::features::me) fn nothing_chosen() -> Error {
    Error::user("Nothing was chosen there. Please choose again.")
}

/// What was typed could not be read; it is given back.
pub(in crate::features::me) fn unreadable(why: &str, typed: &str) -> Error {
    Error::user(format!(
        "{why} Nothing was changed. You typed “{}”.",
        escape_line(&truncate(typed, TYPED))
    ))
}
