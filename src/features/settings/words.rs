//! Every sentence of an admin's page.

mod digest;
mod hours;
mod opening;
mod places;
mod problems;
mod programmes;
mod recognition;
mod refusals;
mod samples;
mod teams;
mod weights;

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::audit::ChannelState;
use super::page::View;
use crate::custom_id::SetupClick;
use crate::domain::ids::{ChannelId, RoleId};
use crate::domain::permissions::Permissions;
use crate::domain::schedule::local_date;
use crate::features::times;
use crate::markdown::{escape_line, truncate};
use crate::post::{Button, Post};

pub(super) use digest::digest;
pub(super) use hours::{city_form, holidays_form, hours, hours_form, which_place};
pub(super) use opening::{before_turning_on, opening, post as opening_post, sign_form};
pub use opening::{is_learning, learning_form};
pub(super) use places::{channels, roles};
pub(super) use problems::problems;
pub(super) use programmes::{name_form, programme, programmes, remove_programme, time_form};
pub(super) use recognition::recognition;
pub(super) use refusals::{
    everyones_role, managed_role, no_help_channel, not_a_leader, not_a_text_channel, not_an_admin,
    not_ready, not_turned_on, nothing_chosen, only_in_a_server, signed_already, still_missing,
    too_many_teams, unknown_channel, unknown_city, unreadable,
};
pub use samples::samples;
pub(super) use teams::{page_of_team, teams};
pub(super) use weights::weights;

/// In place of a channel that is not there any more.
const GONE: &str = "was deleted. Please choose another under **Channels**.";
/// Characters of the names that are repeated to people.
const NAME: usize = 100;

/// The first page: everything at a glance. The same for both commands, as long as it is turned off and afterwards.
pub(super) fn overview(view: &View) -> Post {
    let guild = &view.guild;
    let state = match guild.turned_on_at {
        Some(since) => format!(
            "Turned on since <t:{}:D>. Everything here can be changed at any time; `/settings` brings you back.",
            since.timestamp()
        ),
        None => "Turned off: I send nothing until you press **Turn on**.".to_owned(),
    };
    let opening = match guild.turned_on_at {
        Some(_) => format!("\n**Opening post** · {}", opening::line(view)),
        None => String::new(),
    };
    let text = format!(
        "### Potluck in {}\n{state}\n\n**Help channel** · {}\n**Managers' channel** · {}\n**Managers' role** · {}\n\
         **Leaders' role** · {}\n**Newcomers' role** · {}\n**Teams** · {}\n**Programmes** · {}\n**Time zone** · {}\n**Working time** · {}, {}\n**Holidays** · {}\n\
         **Anonymous asks** · {}\n**Digest** · {}\n**Recognition** · {}{opening}",
        escape_line(&truncate(&guild.name, NAME)),
        help_channel(view),
        managers_channel(view),
        role(guild.managers_role),
        role(guild.leaders_role),
        newcomers_role(guild.newcomer_role),
        teams_line(&view.teams),
        programmes::line(view),
        zone_line(view),
        guild.calendar.days,
        guild.calendar.hours,
        holidays_line(
            &guild.calendar.holidays,
            local_date(guild.calendar.zone, view.now)
        ),
        if guild.anonymity {
            "allowed"
        } else {
            "not allowed"
        },
        digest::line(guild),
        recognition::line(view),
    );
    let sections = [
        Button::plain("Channels", SetupClick::Channels {}),
        Button::plain("Roles", SetupClick::Roles {}),
        Button::plain("Teams", SetupClick::Teams { page: 0 }),
        Button::plain("Programmes", SetupClick::Programmes {}),
        Button::plain("Zone and hours", SetupClick::Hours {}),
        Button::plain("Anonymous asks", SetupClick::Asks {}),
        Button::plain("Digest", SetupClick::Digest {}),
        Button::plain("Recognition", SetupClick::Recognition {}),
    ];
    let switches = match guild.turned_on_at {
        Some(_) => vec![
            Button::plain("Opening post", SetupClick::Opening {}),
            Button::danger("Turn off", SetupClick::TurnOff {}),
        ],
        None => vec![Button::primary("Turn on", SetupClick::TurnOn {})],
    };
    let post = Post::text(text).and_buttons(sections.into_iter().chain(switches));
    match view.problems.len() {
        0 => post,
        count => post
            .and_text(format!("**Not sent** · {count} in the last thirty days"))
            .and_buttons([Button::plain("What went wrong", SetupClick::Problems {})]),
    }
}

/// `/settings` where there is nothing to change yet.
pub(super) fn set_up_first(view: &View) -> Post {
    Post::text(format!(
        "Potluck is turned off in {}. `/setup` is one page with sensible defaults: choose what suits you, and turn it on at the \
         end. Nothing is sent before that.",
        escape_line(&truncate(&view.guild.name, NAME))
    ))
    .and_buttons([Button::primary("Set it up", SetupClick::Open {})])
}

/// Whether asks may be anonymous.
pub(super) fn asks(view: &View) -> Post {
    let (state, button) = if view.guild.anonymity {
        (
            "**Allowed** · Whoever would rather not be seen asking can leave their name out. Nobody is told who it was: not the \
             helper, not you.",
            Button::plain("Don't allow them", SetupClick::Anonymity { allowed: 0 }),
        )
    } else {
        (
            "**Not allowed** · New asks show who asks. Those that were open without a name go on without it.",
            Button::plain("Allow them", SetupClick::Anonymity { allowed: 1 }),
        )
    };
    Post::text(format!("### Anonymous asks\n{state}")).and_buttons([button, back()])
}

fn help_channel(view: &View) -> String {
    let Some(channel) = view.guild.help_channel else {
        return "not chosen yet. Asks will be posted there; choose it under **Channels**."
            .to_owned();
    };
    match view.audit.help {
        Some(ChannelState::There {
            missing, unseen_by, ..
        }) => {
            let unseen = (unseen_by > 0).then(|| {
                format!(
                    "{unseen_by} of {} people cannot see it, and so cannot see who asks.",
                    view.audit.people
                )
            });
            with_remarks(channel, [still_needed(missing), unseen])
        }
        _ => GONE.to_owned(),
    }
}

fn managers_channel(view: &View) -> String {
    let Some(channel) = view.guild.managers_channel else {
        return "none".to_owned();
    };
    match view.audit.managers {
        Some(ChannelState::There {
            missing,
            unseen_by,
            everyone_sees,
        }) => {
            let who = if everyone_sees {
                Some("Everyone can read it. What I write there is meant for managers: better choose one that only they see.".to_owned())
            } else {
                Some(format!(
                    "{unseen_by} of {} people cannot see it.",
                    view.audit.people
                ))
            };
            with_remarks(channel, [still_needed(missing), who])
        }
        _ => GONE.to_owned(),
    }
}

fn still_needed(missing: Permissions) -> Option<String> {
    (!missing.is_empty()).then(|| format!("I still need these permissions there: {missing}."))
}

fn with_remarks(channel: ChannelId, remarks: [Option<String>; 2]) -> String {
    let remarks = remarks
        .into_iter()
        .flatten()
        .map(|remark| format!("\n- {remark}"));
    std::iter::once(channel.mention()).chain(remarks).collect()
}

fn role(role: Option<RoleId>) -> String {
    role.map_or_else(|| "none".to_owned(), RoleId::mention)
}

fn newcomers_role(role: Option<RoleId>) -> String {
    role.map_or_else(|| "none: whoever joins is new".to_owned(), RoleId::mention)
}

fn teams_line(teams: &[RoleId]) -> String {
    const SHOWN: usize = 10;
    if teams.is_empty() {
        return "none yet. With them, of two who fit equally well, I ask the one from another team.".to_owned();
    }
    let shown: Vec<String> = teams
        .iter()
        .take(SHOWN)
        .map(|team| team.mention())
        .collect();
    match teams.len().checked_sub(SHOWN) {
        Some(more @ 1..) => format!("{} and {more} more", shown.join(", ")),
        _ => shown.join(", "),
    }
}

fn zone_line(view: &View) -> String {
    let zone = view.guild.calendar.zone;
    if view.guild.zone_chosen {
        format!(
            "{}, where it is {} now",
            times::zone_name(zone),
            times::clock(zone, view.now)
        )
    } else {
        "not chosen yet. Type your city under **Zone and hours**.".to_owned()
    }
}

fn holidays_line(holidays: &BTreeSet<NaiveDate>, today: NaiveDate) -> String {
    match (holidays.len(), holidays.range(today..).next()) {
        (0, _) => "none".to_owned(),
        (count, Some(next)) => format!("{count}, the next one {}", date(*next)),
        (count, None) => format!("{count}, all of them past"),
    }
}

fn date(date: NaiveDate) -> String {
    date.format("%a %-d %b %Y").to_string()
}

fn back() -> Button {
    Button::plain("Back", SetupClick::Open {})
}
