//! The section about recognition.

use super::back;
use super::places::channel_select;
use super::{GONE, still_needed};
use crate::custom_id::SetupClick;
use crate::domain::recognition::{Leader, told_at};
use crate::features::settings::audit::ChannelState;
use crate::features::settings::page::View;
use crate::post::{Button, Post};

/// What is on, for the overview.
pub(super) fn line(view: &View) -> String {
    let on: Vec<&str> = [
        view.recognition.lessons.map(|_| "three lessons a week"),
        view.recognition.table.map(|_| "the monthly table"),
    ]
    .into_iter()
    .flatten()
    .collect();
    if on.is_empty() {
        "off".to_owned()
    } else {
        on.join(" and ")
    }
}

/// What of the team's learning everybody is told, and where.
pub(in crate::features::settings) fn recognition(view: &View) -> Post {
    let wanted = &view.recognition;
    let leader = match view.guild.leaders_role {
        Some(role) => format!(
            "A few days before, I ask one of {} by private message, in turn.",
            role.mention()
        ),
        None => "Once a leaders' role is chosen under **Roles**, one of them is asked by private message a few days before.".to_owned(),
    };
    Post::text(format!(
        "### Recognition\nWhat the team learns from each other, told to everybody. Nobody is ranked, and no number is told of anybody.\n\n\
         **Three lessons a week** · {}\nWhen the week begins, up to three lessons that were not shown before. No new ones: no post.\n\n\
         **The monthly table** · {}\nOn the first working day: what was taught, new skills, thanks where both agreed to be quoted, and what a \
         leader is learning themselves. {leader}{}",
        on_or_off(wanted.lessons.is_some()),
        on_or_off(wanted.table.is_some()),
        unreached(view),
    ))
    .and_buttons([
        switch(
            wanted.lessons.is_some(),
            ["Post three lessons a week", "No lessons"],
            |on| SetupClick::WeeklyLessons { on },
        ),
        switch(
            wanted.table.is_some(),
            ["Lay the monthly table", "No table"],
            |on| SetupClick::MonthlyTable { on },
        ),
    ])
    .and_text(format!("**Channel** · {}", channel(view)))
    .and_select(channel_select(
        SetupClick::RecognitionChannel {},
        "Choose a channel, or none: the help channel",
        wanted.channel,
        0,
    ))
    .and_text("-# Each member may have their own month by private message, too: they turn that on under **Private messages** in `/me`.")
    .and_buttons([back()])
}

/// How many leaders the question does not reach, and what can be done about it. Who they are is nobody's business.
fn unreached(view: &View) -> String {
    let unreached: Vec<&Leader> = view
        .leaders
        .iter()
        .filter(|leader| leader.is_unreached())
        .collect();
    let (many, all) = (unreached.len(), view.leaders.len());
    if many == 0 {
        return String::new();
    }
    let thread = view.guild.help_channel.map_or_else(String::new, |help| {
        format!(", nor in a private thread under {}", help.mention())
    });
    // Once the table is laid there is nothing to answer.
    let waiting = unreached
        .iter()
        .filter_map(|leader| leader.asked)
        .filter(|asked| told_at(&view.guild.calendar, asked.month) > view.now)
        .count();
    let waits = match waiting {
        0 => String::new(),
        _ if waiting == many => " The question waits in their `/me`".to_owned(),
        _ => format!(" For {waiting} of them the question waits in `/me`"),
    };
    let then = match (waiting, many < all) {
        (0, false) => "",
        (0, true) => " I ask the others first, until something reaches them.",
        (_, false) => ".",
        (_, true) => ", and I ask the others first.",
    };
    format!(
        "\n\nI could not reach {many} of {all} leaders by private message{thread}; **Channels** says what I need there.{waits}{then}"
    )
}

fn on_or_off(on: bool) -> &'static str {
    if on { "on" } else { "off" }
}

fn switch(is_on: bool, labels: [&str; 2], click: impl Fn(u8) -> SetupClick) -> Button {
    let [on, off] = labels;
    if is_on {
        Button::plain(off, click(0))
    } else {
        Button::plain(on, click(1))
    }
}

/// Where it is posted, and what is wanting there.
fn channel(view: &View) -> String {
    let Some(channel) = view.recognition.channel else {
        return match view.guild.help_channel {
            Some(help) => format!("{}, the help channel", help.mention()),
            None => "the help channel, once it is chosen".to_owned(),
        };
    };
    match view.audit.recognition {
        Some(ChannelState::There {
            missing, unseen_by, ..
        }) => {
            let unseen = (unseen_by > 0)
                .then(|| format!("{unseen_by} of {} people cannot see it.", view.audit.people));
            super::with_remarks(channel, [still_needed(missing), unseen])
        }
        _ => GONE.replace("under **Channels**", "below"),
    }
}
