//! Every sentence of an admin's page.

mod problems;
mod refusals;

use std::collections::BTreeSet;

use chrono::{DateTime, NaiveDate, Utc};

use super::audit::ChannelState;
use super::page::View;
use crate::custom_id::SetupClick;
use crate::domain::ids::{ChannelId, RoleId};
use crate::domain::permissions::Permissions;
use crate::domain::schedule::local_date;
use crate::domain::schedule::zones::Place;
use crate::features::paging::Page;
use crate::features::times;
use crate::markdown::{escape_line, truncate};
use crate::post::{Block, Button, Modal, Post, Select, SelectKind};

pub(super) use problems::problems;
pub(super) use refusals::{
    everyones_role, managed_role, not_a_text_channel, not_an_admin, not_ready, not_turned_on,
    nothing_chosen, only_in_a_server, still_missing, too_many_teams, unknown_channel, unknown_city,
    unreadable,
};

/// Teams on one page: each takes three of the forty components.
const TEAMS_A_PAGE: u16 = 8;
/// Holidays listed in the text; the form has them all.
const HOLIDAYS_SHOWN: usize = 20;
/// In place of a channel that is not there any more.
const GONE: &str = "was deleted. Please choose another under **Channels**.";
/// Characters of the names that are repeated to people.
const NAME: usize = 100;

/// The first page: everything at a glance.
pub(super) fn overview(view: &View) -> Post {
    let guild = &view.guild;
    let state = match guild.turned_on_at {
        Some(since) => format!(
            "Turned on since <t:{}:D>. Everything here can be changed at any time.",
            since.timestamp()
        ),
        None => "Turned off: I send nothing until you press **Turn on**.".to_owned(),
    };
    let text = format!(
        "### Potluck in {}\n{state}\n\n**Help channel** · {}\n**Managers' channel** · {}\n**Managers' role** · {}\n\
         **Leaders' role** · {}\n**Teams** · {}\n**Time zone** · {}\n**Working time** · {}, {}\n**Holidays** · {}",
        escape_line(&truncate(&guild.name, NAME)),
        help_channel(view),
        managers_channel(view),
        role(guild.managers_role),
        role(guild.leaders_role),
        teams_line(&view.teams),
        zone_line(view),
        guild.calendar.days,
        guild.calendar.hours,
        holidays_line(
            &guild.calendar.holidays,
            local_date(guild.calendar.zone, view.now)
        ),
    );
    let switch = match guild.turned_on_at {
        Some(_) => Button::danger("Turn off", SetupClick::TurnOff {}),
        None => Button::primary("Turn on", SetupClick::TurnOn {}),
    };
    let post = Post::text(text).and_buttons([
        Button::plain("Channels", SetupClick::Channels {}),
        Button::plain("Roles", SetupClick::Roles {}),
        Button::plain("Teams", SetupClick::Teams { page: 0 }),
        Button::plain("Zone and hours", SetupClick::Hours {}),
        switch,
    ]);
    match view.problems.len() {
        0 => post,
        count => post
            .and_text(format!("**Not sent** · {count} in the last thirty days"))
            .and_buttons([Button::plain("What went wrong", SetupClick::Problems {})]),
    }
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

fn teams_line(teams: &[RoleId]) -> String {
    const SHOWN: usize = 10;
    if teams.is_empty() {
        return "none yet. With them, people hear first of helpers from other teams.".to_owned();
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

/// Where things are posted.
pub(super) fn channels(view: &View) -> Post {
    Post::text(format!(
        "### Channels\n**Help channel** · {}\nAsks are posted here, with **I can help** for anyone, and a thread opens under each \
         once somebody does.",
        help_channel(view)
    ))
    .and_select(channel_select(SetupClick::HelpChannel {}, "Choose the help channel", view.guild.help_channel, 1))
    .and_text(format!(
        "**Managers' channel** · {}\nFor what managers should know. Choose nothing to have none.",
        managers_channel(view)
    ))
    .and_select(channel_select(SetupClick::ManagersChannel {}, "Choose the managers' channel", view.guild.managers_channel, 0))
    .and_buttons([back()])
}

fn channel_select(id: SetupClick, placeholder: &str, chosen: Option<ChannelId>, min: u8) -> Select {
    let chosen = chosen.into_iter().collect();
    Select {
        id: id.into(),
        placeholder: placeholder.to_owned(),
        kind: SelectKind::TextChannels(chosen),
        min,
        max: 1,
    }
}

/// Who is a manager and who is a leader.
pub(super) fn roles(view: &View) -> Post {
    let guild = &view.guild;
    Post::text(format!(
        "### Roles\n**Managers' role** · {}\nWho may see what is for managers.",
        role(guild.managers_role)
    ))
    .and_select(role_select(
        SetupClick::ManagersRole {},
        "Choose the managers' role",
        guild.managers_role,
    ))
    .and_text(format!(
        "**Leaders' role** · {}\nWho leads by example: they are asked what they learn themselves.",
        role(guild.leaders_role)
    ))
    .and_select(role_select(
        SetupClick::LeadersRole {},
        "Choose the leaders' role",
        guild.leaders_role,
    ))
    .and_buttons([back()])
}

fn role_select(id: SetupClick, placeholder: &str, chosen: Option<RoleId>) -> Select {
    let chosen = chosen.into_iter().collect();
    Select {
        id: id.into(),
        placeholder: placeholder.to_owned(),
        kind: SelectKind::Roles(chosen),
        min: 0,
        max: 1,
    }
}

/// Which roles are teams, and in which order they count.
pub(super) fn teams(view: &View, wanted: u16) -> Post {
    let page = Page::new(view.teams.len(), TEAMS_A_PAGE, wanted);
    let first_step = if view.teams.is_empty() {
        " There are none yet: add up to 25 at once below."
    } else {
        ""
    };
    let text = format!(
        "### Teams\nSomebody's team is the first of these roles that they have, so the order counts.{first_step}"
    );
    let mut post = Post::text(page.under(text));
    for (place, team) in (page.offset() + 1..).zip(page.of(&view.teams)) {
        post.blocks.push(Block::Section {
            text: format!("{place}. {}", team.mention()),
            button: Button {
                disabled: place == 1,
                ..Button::plain("Move up", SetupClick::TeamUp { role: *team })
            },
        });
    }
    let picker = |id: SetupClick, placeholder: &str| Select {
        id: id.into(),
        placeholder: placeholder.to_owned(),
        kind: SelectKind::Roles(Vec::new()),
        min: 1,
        max: 25,
    };
    post = post.and_select(picker(SetupClick::AddTeams {}, "Add team roles"));
    if !view.teams.is_empty() {
        post = post.and_select(picker(SetupClick::RemoveTeams {}, "Remove team roles"));
    }
    post.and_buttons(
        page.buttons(|page| SetupClick::Teams { page })
            .into_iter()
            .chain([back()]),
    )
}

/// The page of the teams on which a team stands.
pub(super) fn page_of_team(teams: &[RoleId], team: RoleId) -> u16 {
    let place = teams
        .iter()
        .position(|other| *other == team)
        .unwrap_or_default();
    u16::try_from(place / usize::from(TEAMS_A_PAGE)).unwrap_or_default()
}

/// When people work.
pub(super) fn hours(view: &View) -> Post {
    let calendar = &view.guild.calendar;
    let today = local_date(calendar.zone, view.now);
    let upcoming: Vec<String> = calendar
        .holidays
        .range(today..)
        .map(|day| date(*day))
        .collect();
    let holidays = match upcoming.len().checked_sub(HOLIDAYS_SHOWN) {
        Some(more @ 1..) => format!("{} and {more} more", upcoming[..HOLIDAYS_SHOWN].join(", ")),
        _ if upcoming.is_empty() => "none".to_owned(),
        _ => upcoming.join(", "),
    };
    Post::text(format!(
        "### Zone and hours\nI write to people privately within their hours only. These count for everybody who chose none of their \
         own in `/me`.\n**Time zone** · {}\n**Working time** · {}, {}\n**Holidays ahead** · {holidays}",
        zone_line(view),
        calendar.days,
        calendar.hours,
    ))
    .and_select(times::days_select(SetupClick::Days {}, calendar.days))
    .and_buttons([
        Button::plain("Change the city", SetupClick::EditZone {}),
        Button::plain("Change the hours", SetupClick::EditHours {}),
        Button::plain("Holidays", SetupClick::EditHolidays {}),
        back(),
    ])
}

/// The form for the city.
pub(super) fn city_form() -> Modal {
    times::form(
        SetupClick::Zone {},
        "Time zone",
        "Which city's time counts?",
        "Lisbon",
        None,
    )
}

/// Several places may be meant.
pub(super) fn which_place(typed: &str, places: &[Place], now: DateTime<Utc>) -> Post {
    Post::text(format!(
        "Which place did you mean by “{}”?",
        escape_line(&truncate(typed, NAME))
    ))
    .and_select(times::place_select(SetupClick::ZoneChosen {}, places, now))
    .and_buttons([
        Button::plain("Another city", SetupClick::EditZone {}),
        back(),
    ])
}

/// The form for the hours.
pub(super) fn hours_form(view: &View) -> Modal {
    let value = view.guild.calendar.hours.to_string();
    times::form(
        SetupClick::HoursTyped {},
        "Working hours",
        "From when to when?",
        "9:00-17:30",
        Some(value),
    )
}

/// The form for the holidays: all of them, to be changed like a list.
pub(super) fn holidays_form(view: &View) -> Modal {
    let days: Vec<String> = view
        .guild
        .calendar
        .holidays
        .iter()
        .map(ToString::to_string)
        .collect();
    let value = (!days.is_empty()).then(|| days.join("\n"));
    let mut form = times::form(
        SetupClick::Holidays {},
        "Holidays",
        "Days off, one a line; leave out to remove",
        "2026-12-24 to 2026-12-26",
        value,
    );
    for field in &mut form.fields {
        field.long = true;
        field.required = false;
        field.max_length = 4000;
    }
    form
}

fn back() -> Button {
    Button::plain("Back", SetupClick::Open {})
}
