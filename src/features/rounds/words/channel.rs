//! What a programme's channel reads of its rounds, and whoever could not be seated.

use chrono::{DateTime, Utc};

use super::{so_many, when};
use crate::custom_id::RoundClick;
use crate::domain::ids::{MemberId, RoundId};
use crate::domain::round::ProgrammeKind;
use crate::features::messages::with_fewer;
use crate::features::swaps;
use crate::markdown::escape_line;
use crate::post::{Button, Post};
use crate::store::programmes::Programme;

/// Characters that a list of who is with whom may take, so that the post stays within Discord's limit.
const LIST_ROOM: usize = 3_000;

/// What the heads-up of a round speaks of.
#[derive(Clone, Debug)]
pub(in crate::features::rounds) struct HeadsUp<'a> {
    /// Which round.
    pub(in crate::features::rounds) round: RoundId,
    /// Its number.
    pub(in crate::features::rounds) number: i64,
    /// Of which programme.
    pub(in crate::features::rounds) programme: &'a Programme,
    /// How it stands.
    pub(in crate::features::rounds) standing: Standing,
}

/// How a round stands, as its heads-up tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::features::rounds) enum Standing {
    /// It starts at this instant.
    Coming {
        /// When.
        starts_at: DateTime<Utc>,
    },
    /// It has begun.
    Begun {
        /// How many pairs, trios or swaps there are.
        groups: usize,
        /// How many people were in.
        taking_part: usize,
    },
    /// It is not held.
    Cancelled {
        /// Whether there is a next one: not where the programme was stopped, or Potluck turned off.
        another: bool,
    },
}

/// The heads-up of a round.
pub(in crate::features::rounds) fn heads_up(heads_up: &HeadsUp<'_>) -> Post {
    let programme = heads_up.programme;
    let title = format!(
        "### {} {} · round {}",
        emoji(programme.kind),
        escape_line(&programme.name),
        heads_up.number
    );
    let count_me_in = RoundClick::CountMeIn {
        programme: programme.id,
    };
    match heads_up.standing {
        Standing::Coming { starts_at } => {
            let skip = RoundClick::Skip {
                round: heads_up.round,
            };
            Post::text(format!("{title}\n{}", coming(programme, starts_at))).and_buttons([
                Button::plain("Skip this one", skip),
                Button::primary("Count me in", count_me_in),
            ])
        }
        Standing::Begun {
            groups,
            taking_part,
        } => Post::text(format!(
            "{title}\n{}",
            begun(programme, groups, taking_part)
        ))
        .and_buttons([Button::plain("Count me in", count_me_in)]),
        Standing::Cancelled { another: false } => Post::text(format!(
            "{title}\nThis round isn't held, and no other is planned at the moment."
        )),
        Standing::Cancelled { another: true } => Post::text(format!(
            "{title}\nThis round isn't held. The next one is announced here, as usual."
        ))
        .and_buttons([Button::plain("Count me in", count_me_in)]),
    }
}

const fn emoji(kind: ProgrammeKind) -> &'static str {
    match kind {
        ProgrammeKind::Coffee => "☕",
        ProgrammeKind::Swap => "🔁",
    }
}

fn coming(programme: &Programme, starts_at: DateTime<Utc>) -> String {
    let when = when(starts_at);
    let what = match programme.kind {
        ProgrammeKind::Coffee if programme.group_size > 2 => format!(
            "Groups of three are put together **{when}**: each gets a thread of its own, and until the next round to find half an hour."
        ),
        ProgrammeKind::Coffee => format!(
            "Pairs are put together **{when}**: each gets a thread of its own, and until the next round to find half an hour."
        ),
        ProgrammeKind::Swap => format!(
            "Swaps are put together **{when}**: in twos and threes, each teaching another something they wish for. `/teach` and `/learn` \
             say what you could bring and would like."
        ),
    };
    let who = match programme.role {
        Some(role) => format!(
            "Everybody with {} is in. No time this once? **Skip this one**; `/me` has pauses and how often you like to take part.",
            role.mention()
        ),
        None => "Everybody who said **Count me in** is in, this time and from then on. No time this once? **Skip this one**; `/me` has \
                 pauses and how often you like to take part."
            .to_owned(),
    };
    format!("{what}\n\n{who}")
}

fn begun(programme: &Programme, groups: usize, taking_part: usize) -> String {
    let and_next = "**Count me in** is for the next one.";
    match (programme.kind, groups) {
        (ProgrammeKind::Swap, 0) => swaps::result_words(0, 0),
        (ProgrammeKind::Coffee, 0) if taking_part < 2 => {
            format!("Too few were in to put anybody together this time. {and_next}")
        }
        (ProgrammeKind::Coffee, 0) => format!("Nobody new for anyone this time. {and_next}"),
        _ => format!("This round is on its way. {and_next}"),
    }
}

/// How a round of coffee chats came out: how many pairs, how many groups of three.
pub(in crate::features::rounds) fn on_their_way(groups: &[Vec<MemberId>]) -> String {
    let trios = groups.iter().filter(|group| group.len() > 2).count();
    let pairs = groups.len() - trios;
    let (pairs_are, trios_are) = (
        so_many(pairs, "pair", "pairs"),
        so_many(trios, "group of three", "groups of three"),
    );
    let (who, many) = match (pairs, trios) {
        (_, 0) => (pairs_are, pairs > 1),
        (0, _) => (trios_are, trios > 1),
        _ => (format!("{pairs_are} and {trios_are}"), true),
    };
    let (are, their) = if many {
        ("are", "their")
    } else {
        ("is", "its")
    };
    format!(
        "**{who}** {are} on {their} way to a good conversation. Whoever is in hears from me: in a thread of this channel with their \
         name, which may take a while to open, or in a private message."
    )
}

/// What the channel reads of how a round came out; `groups` are named only where the admin wants that.
pub(in crate::features::rounds) fn result(
    programme: &Programme,
    number: i64,
    told: &str,
    groups: &[Vec<MemberId>],
) -> Post {
    let title = format!(
        "### {} {} · round {number}",
        emoji(programme.kind),
        escape_line(&programme.name)
    );
    let post = Post::text(format!("{title}\n{told}"));
    if programme.names_shown {
        post.and_text(who_with_whom(groups))
    } else {
        post
    }
}

fn who_with_whom(groups: &[Vec<MemberId>]) -> String {
    let mut list = String::new();
    for (at, group) in groups.iter().enumerate() {
        let names: Vec<String> = group.iter().map(|member| member.mention()).collect();
        let line = format!("- {}\n", names.join(" · "));
        if list.len() + line.len() > LIST_ROOM {
            let rest = so_many(groups.len() - at, "other", "others");
            return format!(
                "{list}… and {rest}. Whom you are with is in `/me`; as long as the round goes on, `/round status` of this programme lists them all for whoever manages the server."
            );
        }
        list.push_str(&line);
    }
    list.trim_end().to_owned()
}

/// Whoever could not be seated reads this, whatever the reason.
pub(in crate::features::rounds) fn left_out(programme: &Programme, guild: &str) -> Post {
    let name = escape_line(&programme.name);
    with_fewer(
        Post::text(format!(
            "**{name}**: nobody new for you this time; you are first next time."
        )),
        guild,
    )
}

/// Whose thread could not be opened for as long as their round went on, whatever the reason, reads this: they were with somebody and
/// never heard of it.
pub(in crate::features::rounds) fn never_opened(programme: &str, number: i64, guild: &str) -> Post {
    let name = escape_line(programme);
    with_fewer(
        Post::text(format!(
            "**{name}**, round {number}: your thread could not be opened in time, so nobody new for you this time; you are first next time."
        )),
        guild,
    )
}
