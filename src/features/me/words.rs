//! Every sentence of a member's own page.

mod blocks;
mod going;
mod helps;
mod own;
mod refusals;
mod rounds;
mod samples;
mod skills;
mod waiting;
mod wants;

use super::page::{Overview, Own};
use crate::custom_id::MeClick;
use crate::domain::budget;
use crate::domain::ids::MemberId;
use crate::features::times;
use crate::markdown::{escape_line, truncate};
use crate::post::{Button, Post};

pub(super) use blocks::{block_form, blocks, whom_to_block};
pub(super) use going::{back_to_asks, going};
pub(super) use helps::{helps, lessons};
pub(super) use own::{city_form, hours, hours_form, load, pause, pause_form, which_place};
use own::{counted_asks, day};
pub(super) use refusals::{
    already_removed, block_of_a_bot, block_of_oneself, nobody_of_that_name, not_a_member,
    not_blocked, nothing_chosen, unknown_city, unreadable, which_server,
};
pub(super) use rounds::{back_to_pairings, buddies, pairings, programme, programmes};
pub use samples::samples;
pub(super) use skills::skills;
pub(super) use waiting::waiting;
pub(super) use wants::{hosting, messages, opening, quoting, table};

/// Characters of a note that the page shows.
const NOTE: usize = 100;
/// Characters of a line of thanks that the page shows.
const THANKS: usize = 80;
/// Characters of a typed text that is repeated.
const TYPED: usize = 100;

/// Everything at a glance.
pub(super) fn overview(view: &Overview) -> Post {
    let own = Own {
        guild: view.guild.clone(),
        choices: view.choices,
        now: view.now,
    };
    let calendar = own.calendar();
    let pause = match own.paused_until() {
        Some(until) => format!("out until {}", day(until, calendar.zone)),
        None => "none".to_owned(),
    };
    let first_step = if view.offers == 0 && view.wishes == 0 {
        "\n\nA good first step: say under **Skills** what you could start somebody off with, or what you would like to know."
    } else {
        ""
    };
    let hosting = if view.choices.hosting {
        "you may be asked to welcome them"
    } else {
        "you are not asked to welcome them"
    };
    let quoting = if view.choices.quotable {
        "your thanks may be quoted"
    } else {
        "your thanks are not quoted"
    };
    let referred = match view.referred {
        0 => String::new(),
        1 => ", 1 more by whom you named".to_owned(),
        many => format!(", {many} more by whom you named"),
    };
    let text = format!(
        "### Your page in {}\nOnly you see this.\n\n**Skills** · you teach {} and wish to learn {}\n\
         **Asks** · {} of your own open, {} taken on, {}\n**Helps** · {} given, {} received{referred}\n\
         **Programmes** · {}\n**Lessons** · you wrote {}\n**Your hours** · {}, {}, {}\n**Pause** · {pause}\n**Limit** · up to {} in two weeks\n\
         **New colleagues** · {hosting}\n**Blocked** · {}\n**Private messages** · I started {} of {} this week\n\
         **Quoting** · {quoting}{first_step}",
        escape_line(&truncate(&view.guild.name, TYPED)),
        view.offers,
        view.wishes,
        view.asks,
        view.taken,
        counted(
            view.invitations,
            "invitation waits for an answer",
            "invitations wait for an answer"
        ),
        view.given,
        view.received,
        rounds::line(view),
        view.lessons,
        times::zone_name(calendar.zone),
        calendar.days,
        calendar.hours,
        counted_asks(view.choices.limit),
        view.blocks,
        view.started,
        budget::MESSAGES_A_WEEK,
    );
    let mut post = Post::text(text);
    if view.waiting > 0 {
        post = post
            .and_text(format!(
                "{} could not be delivered to you, because private messages from this server are closed for me.",
                counted(view.waiting, "message", "messages")
            ))
            .and_buttons([read_what_waits()]);
    }
    let mut buttons = vec![
        Button::plain("Skills", MeClick::Skills { page: 0 }),
        Button::plain("Asks and invitations", MeClick::Asks { page: 0 }),
        Button::plain("Helps", MeClick::Helps { page: 0 }),
        Button::plain("Programmes", MeClick::Programmes {}),
        Button::plain("Pairings", MeClick::Pairings { page: 0 }),
        Button::plain("Lessons", MeClick::Lessons {}),
        Button::plain("Zone and hours", MeClick::Hours {}),
        Button::plain("Pause", MeClick::Pause {}),
        Button::plain("Limit", MeClick::Load {}),
        Button::plain("New colleagues", MeClick::Hosting {}),
        Button::plain("Blocks", MeClick::Blocks { page: 0 }),
        Button::plain("Private messages", MeClick::Messages {}),
        Button::plain("Quoting", MeClick::Quoting {}),
    ];
    if view.buddies {
        buttons.push(Button::plain("Buddies", MeClick::Buddies {}));
    }
    if view.leads {
        buttons.push(Button::plain("Sign the opening post", MeClick::Opening {}));
    }
    if view.table {
        buttons.push(Button::plain("The monthly table", MeClick::Table {}));
    }
    buttons.push(Button::plain("Refresh", MeClick::Home {}));
    post.and_buttons(buttons).and_text(
        "-# `/privacy export` gives you everything I hold about you, and `/privacy forget` erases it.",
    )
}

fn read_what_waits() -> Button {
    Button::primary("Read what waits here", MeClick::Waiting { page: 0 })
}

fn counted(count: usize, one: &str, many: &str) -> String {
    if count == 1 {
        format!("1 {one}")
    } else {
        format!("{count} {many}")
    }
}

fn back() -> Button {
    Button::plain("Back", MeClick::Home {})
}
/// A member as everybody may see them, or a word in the place of who is not told.
fn someone(member: Option<MemberId>) -> String {
    member.map_or_else(|| "somebody".to_owned(), MemberId::mention)
}
