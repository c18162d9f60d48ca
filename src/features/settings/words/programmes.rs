//! The section about programmes.

use chrono::{Timelike as _, Weekday};

use super::{GONE, back, still_needed};
use crate::custom_id::{CustomId, SetupClick};
use crate::domain::ids::ChannelId;
use crate::domain::round::ProgrammeKind;
use crate::features::rounds::programmes::{MOST, MOST_WEEKS, NAME_LENGTH, day_name, rhythm};
use crate::features::settings::audit::ChannelState;
use crate::features::settings::page::{Shown, View};
use crate::features::times;
use crate::markdown::{escape_line, label};
use crate::post::{Block, Button, MAX_MODAL_TEXT, Modal, Post, Select, SelectKind, SelectOption};
use crate::store::programmes::Programme;

const DAYS: [Weekday; 7] = [
    Weekday::Mon,
    Weekday::Tue,
    Weekday::Wed,
    Weekday::Thu,
    Weekday::Fri,
    Weekday::Sat,
    Weekday::Sun,
];

/// The programmes there are, and how another begins.
pub(in crate::features::settings) fn programmes(view: &View) -> Post {
    let intro = "### Programmes\n**Coffee chats** bring two or three people together who might not meet otherwise. **Skill swaps** \
                 bring those together who can teach each other something. Each begins in a channel of your choice; everything \
                 else has a sensible start and can be changed.";
    let mut post = Post::text(if view.programmes.is_empty() {
        format!("{intro}\nThere are none yet: choose a channel below to begin one.")
    } else {
        format!("{intro}{}", missed(view))
    });
    for shown in &view.programmes {
        let programme = &shown.programme;
        post.blocks.push(Block::Section {
            text: format!(
                "**{}** · {}\n{}",
                escape_line(&programme.name),
                standing(view, shown),
                rhythm(programme)
            ),
            button: Button::plain(
                "Change",
                SetupClick::Programme {
                    programme: programme.id,
                },
            ),
        });
    }
    if view.programmes.len() < MOST {
        post = post
            .and_select(channel_select(
                SetupClick::BeginCoffee {},
                "Begin coffee chats in a channel",
                None,
            ))
            .and_select(channel_select(
                SetupClick::BeginSwaps {},
                "Begin skill swaps in a channel",
                None,
            ));
    }
    post.and_buttons([back()])
}

/// Rounds that came to nothing because the bot was away.
pub(super) fn missed(view: &View) -> String {
    match view.missed {
        0 => String::new(),
        1 => "\nOne round of the last two weeks was missed: `/round status` says why.".to_owned(),
        many => {
            format!("\n{many} rounds of the last two weeks were missed: `/round status` says why.")
        }
    }
}

/// The programmes in one line, for the overview.
pub(super) fn line(view: &View) -> String {
    if view.programmes.is_empty() {
        return "none yet. Coffee chats and skill swaps begin under **Programmes**.".to_owned();
    }
    let each: Vec<String> = view
        .programmes
        .iter()
        .map(|shown| {
            format!(
                "{} ({})",
                escape_line(&shown.programme.name),
                standing(view, shown)
            )
        })
        .collect();
    format!("{}{}", each.join(", "), missed(view))
}

/// Where a programme is held, or what it wants.
fn standing(view: &View, shown: &Shown) -> String {
    let programme = &shown.programme;
    let Some(channel) = programme.channel else {
        return "without a channel".to_owned();
    };
    let wants = match view.audit.programmes.get(&programme.id) {
        Some(ChannelState::There { missing, .. }) if missing.is_empty() => "",
        Some(ChannelState::There { .. }) => ", where I miss permissions",
        _ => ", which was deleted",
    };
    let role = if shown.role_gone {
        ", its role was deleted"
    } else {
        ""
    };
    let stopped = if programme.running { "" } else { ", stopped" };
    format!("{}{wants}{role}{stopped}", channel.mention())
}

/// One programme, with everything about it.
pub(in crate::features::settings) fn programme(view: &View, shown: &Shown) -> Post {
    let programme = &shown.programme;
    let id = programme.id;
    let mut lines = vec![format!("### {}", escape_line(&programme.name))];
    if !programme.running {
        lines.push("**Stopped** · No round begins until you press **Start**.".to_owned());
    }
    lines.extend([
        format!("**Rhythm** · {}{}", rhythm(programme), next(view, shown)),
        format!("**Channel** · {}", channel(view, programme)),
        format!("**Who** · {}", who(shown)),
        format!("**Together** · {}", together(programme)),
        format!("**The channel's post** · {}", names(programme)),
    ]);
    lines.extend(remarks(view, programme));
    let mut post = Post::text(lines.join("\n"))
        .and_select(channel_select(
            SetupClick::ProgrammeChannel { programme: id },
            "Choose the channel",
            programme.channel,
        ))
        .and_select(select(
            SetupClick::ProgrammeDay { programme: id },
            "Choose the day",
            DAYS.map(|day| option(day_name(day), day, day == programme.weekday)),
        ))
        .and_select(select(
            SetupClick::ProgrammeWeeks { programme: id },
            "Choose how often",
            (1..=MOST_WEEKS)
                .map(|weeks| option(often(weeks), weeks, weeks == programme.every_weeks)),
        ));
    if programme.kind == ProgrammeKind::Coffee {
        post = post.and_select(select(
            SetupClick::ProgrammeSize { programme: id },
            "Choose how many sit together",
            [2, 3].map(|size| option(size_name(size), size, size == programme.group_size)),
        ));
    }
    post.and_select(Select {
        id: SetupClick::ProgrammeRole { programme: id }.into(),
        placeholder: "Choose a role, or none: who likes to".to_owned(),
        kind: SelectKind::Roles(programme.role.into_iter().collect()),
        min: 0,
        max: 1,
    })
    .and_buttons(buttons(programme))
}

fn buttons(programme: &Programme) -> Vec<Button> {
    let id = programme.id;
    let names = if programme.names_shown {
        Button::plain(
            "Don't name pairs",
            SetupClick::ProgrammeNamesShown {
                programme: id,
                shown: 0,
            },
        )
    } else {
        Button::plain(
            "Name pairs in the channel",
            SetupClick::ProgrammeNamesShown {
                programme: id,
                shown: 1,
            },
        )
    };
    let mut buttons = vec![
        Button::plain(
            "Change the time",
            SetupClick::EditProgrammeTime { programme: id },
        ),
        Button::plain("Rename", SetupClick::EditProgrammeName { programme: id }),
        names,
    ];
    if programme.kind == ProgrammeKind::Coffee {
        buttons.push(Button::plain(
            "What counts",
            SetupClick::ProgrammeWeights { programme: id },
        ));
    }
    buttons.push(if programme.running {
        Button::plain(
            "Stop",
            SetupClick::RunProgramme {
                programme: id,
                running: 0,
            },
        )
    } else {
        Button::primary(
            "Start",
            SetupClick::RunProgramme {
                programme: id,
                running: 1,
            },
        )
    });
    buttons.extend([
        Button::danger("Remove", SetupClick::RemoveProgramme { programme: id }),
        Button::plain("Back", SetupClick::Programmes {}),
    ]);
    buttons
}

/// When the next round starts, where rounds are held.
fn next(view: &View, shown: &Shown) -> String {
    match shown.next {
        Some(at) if shown.programme.running && view.guild.turned_on_at.is_some() => {
            format!("; the next round starts <t:{}:f>", at.timestamp())
        }
        _ => String::new(),
    }
}

fn channel(view: &View, programme: &Programme) -> String {
    let Some(channel) = programme.channel else {
        return "none. Nothing happens until you choose one.".to_owned();
    };
    let Some(ChannelState::There {
        missing, unseen_by, ..
    }) = view.audit.programmes.get(&programme.id)
    else {
        return GONE.replace("**Channels**", "**Choose the channel**");
    };
    let unseen = (*unseen_by > 0).then(|| {
        format!(
            "{unseen_by} of {} people cannot see it. Those of them who take part get a private message in place of a thread.",
            view.audit.people
        )
    });
    super::with_remarks(channel, [still_needed(*missing), unseen])
}

fn who(shown: &Shown) -> String {
    let now = match shown.people {
        0 => "nobody yet".to_owned(),
        1 => "one person now".to_owned(),
        many => format!("{many} people now"),
    };
    match shown.programme.role {
        None => format!("whoever presses **Count me in**, there or in `/me`: {now}"),
        Some(_) if shown.role_gone => {
            "its role was deleted, so nobody. Please choose another, or none.".to_owned()
        }
        Some(role) => format!(
            "everybody with {} who did not leave it: {now}",
            role.mention()
        ),
    }
}

fn together(programme: &Programme) -> String {
    match programme.kind {
        ProgrammeKind::Swap => {
            "two who teach each other, or three in a ring, where wishes and offers allow".to_owned()
        }
        ProgrammeKind::Coffee if programme.group_size == 3 => {
            "three each, and two where that does not come out even".to_owned()
        }
        ProgrammeKind::Coffee => "two each, and three where one would be left".to_owned(),
    }
}

const fn names(programme: &Programme) -> &'static str {
    if programme.names_shown {
        "says who is with whom"
    } else {
        "says how many, and names nobody"
    }
}

/// What an admin may not have meant.
fn remarks(view: &View, programme: &Programme) -> Vec<String> {
    let calendar = &view.guild.calendar;
    let mut remarks = Vec::new();
    if !calendar.days.contains(programme.weekday) {
        remarks.push(format!(
            "-# {} is no working day here, so each round starts on the next day that is.",
            day_name(programme.weekday)
        ));
    }
    let minute = u16::try_from(programme.time.num_seconds_from_midnight() / 60).unwrap_or_default();
    if !(calendar.hours.from_minutes()..calendar.hours.to_minutes()).contains(&minute) {
        remarks.push(
            "-# That is outside the working hours here: private messages wait until people are at work."
                .to_owned(),
        );
    }
    remarks
}

/// Whether a programme is really to go.
pub(in crate::features::settings) fn remove_programme(shown: &Shown) -> Post {
    let programme = &shown.programme;
    Post::text(format!(
        "### Remove {}?\nNo round of it begins any more, and it cannot be brought back; what is under way goes on, and who has met \
         stays known. To have a break only, **Stop** it instead.",
        escape_line(&programme.name)
    ))
    .and_buttons([
        Button::danger(
            "Remove it for good",
            SetupClick::ProgrammeRemoved {
                programme: programme.id,
            },
        ),
        Button::plain(
            "Keep it",
            SetupClick::Programme {
                programme: programme.id,
            },
        ),
    ])
}

/// The form for the time of day.
pub(in crate::features::settings) fn time_form(shown: &Shown) -> Modal {
    let programme = &shown.programme;
    times::form(
        SetupClick::ProgrammeTime {
            programme: programme.id,
        },
        &label(&programme.name, MAX_MODAL_TEXT),
        "At which time do rounds start?",
        "10:00",
        Some(programme.time.format("%H:%M").to_string()),
    )
}

/// The form for the name.
pub(in crate::features::settings) fn name_form(shown: &Shown) -> Modal {
    let programme = &shown.programme;
    let mut form = times::form(
        SetupClick::ProgrammeName {
            programme: programme.id,
        },
        &label(&programme.name, MAX_MODAL_TEXT),
        "What is it called?",
        "Coffee chats",
        Some(programme.name.clone()),
    );
    for field in &mut form.fields {
        field.max_length = u16::try_from(NAME_LENGTH).unwrap_or(field.max_length);
    }
    form
}

fn channel_select(id: SetupClick, placeholder: &str, chosen: Option<ChannelId>) -> Select {
    Select {
        id: id.into(),
        placeholder: placeholder.to_owned(),
        kind: SelectKind::TextChannels(chosen.into_iter().collect()),
        min: 1,
        max: 1,
    }
}

/// A select of one of these.
pub(super) fn select(
    id: impl Into<CustomId>,
    placeholder: &str,
    options: impl IntoIterator<Item = SelectOption>,
) -> Select {
    Select {
        id: id.into(),
        placeholder: placeholder.to_owned(),
        kind: SelectKind::Options(options.into_iter().collect()),
        min: 1,
        max: 1,
    }
}

#[allow(
    clippy::needless_pass_by_value,
    reason = "a number is as good as a text"
)]
fn option(label: &str, value: impl ToString, chosen: bool) -> SelectOption {
    SelectOption {
        label: label.to_owned(),
        value: value.to_string(),
        description: None,
        chosen,
    }
}

const fn often(weeks: u8) -> &'static str {
    match weeks {
        0 | 1 => "Every week",
        2 => "Every two weeks",
        3 => "Every three weeks",
        _ => "Every four weeks",
    }
}

const fn size_name(size: u8) -> &'static str {
    if size == 3 { "Three" } else { "Two" }
}
