//! Every sentence of a member's own page.

use chrono::{DateTime, Utc};

use super::page::{Going, Helps, Lines, Overview, Own, SkillLine};
use crate::custom_id::{CustomId, MeClick};
use crate::domain::ids::MemberId;
use crate::domain::load::LoadLimit;
use crate::domain::schedule::zones::Place;
use crate::error::Error;
use crate::features::asks::{AskLine, HelpLine};
use crate::features::times;
use crate::markdown::{escape_line, truncate};
use crate::post::{Block, Button, MAX_COMPONENTS, MAX_TEXT, Modal, Post, Select, SelectKind, SelectOption};
use crate::store::outbox::Waiting;

/// Characters of a note that the page shows.
const NOTE: usize = 100;
/// Characters of a line of thanks that the page shows.
const THANKS: usize = 80;
/// Characters of a typed text that is repeated.
const TYPED: usize = 100;
/// Characters and components that the frame around a waiting message takes at most.
const FRAME_TEXT: usize = 300;
const FRAME_COMPONENTS: usize = 6;

/// Everything at a glance.
pub(super) fn overview(view: &Overview) -> Post {
    let own = Own { guild: view.guild.clone(), choices: view.choices, now: view.now };
    let calendar = own.calendar();
    let pause = match own.paused_until() {
        Some(until) => format!("out until {}", day(until)),
        None => "none".to_owned(),
    };
    let first_step = if view.offers == 0 && view.wishes == 0 {
        "\n\nA good first step: `/teach` what you could start somebody off with, or `/learn` what you would like to know."
    } else {
        ""
    };
    let text = format!(
        "### Your page in {}\nOnly you see this.\n\n**Skills** · you teach {} and wish to learn {}\n\
         **Asks** · {} of your own open, {} taken on, {}\n**Helps** · {} given, {} received\n\
         **Your hours** · {}, {}, {}\n**Pause** · {pause}\n**Limit** · up to {} in two weeks\n**Blocked** · {}{first_step}",
        escape_line(&truncate(&view.guild.name, TYPED)),
        view.offers,
        view.wishes,
        view.asks,
        view.taken,
        counted(view.invitations, "invitation waits for an answer", "invitations wait for an answer"),
        view.given,
        view.received,
        times::zone_name(calendar.zone),
        calendar.days,
        calendar.hours,
        counted_asks(view.choices.limit),
        view.blocks,
    );
    let mut post = Post::text(text);
    if view.waiting > 0 {
        post = post
            .and_text(format!(
                "{} could not be delivered to you, because private messages from this server are closed for me.",
                counted(view.waiting, "message", "messages")
            ))
            .and_buttons([Button::primary("Read what waits here", MeClick::Waiting { page: 0 })]);
    }
    post.and_buttons([
        Button::plain("Skills", MeClick::Skills { page: 0 }),
        Button::plain("Asks and invitations", MeClick::Asks { page: 0 }),
        Button::plain("Helps", MeClick::Helps { page: 0 }),
        Button::plain("Zone and hours", MeClick::Hours {}),
        Button::plain("Pause", MeClick::Pause {}),
        Button::plain("Limit", MeClick::Load {}),
        Button::plain("Blocks", MeClick::Blocks { page: 0 }),
        Button::plain("Refresh", MeClick::Home {}),
    ])
}

fn counted(count: usize, one: &str, many: &str) -> String {
    if count == 1 { format!("1 {one}") } else { format!("{count} {many}") }
}

fn counted_asks(limit: LoadLimit) -> String {
    if limit.get() == 1 { "1 ask".to_owned() } else { format!("{} asks", limit.get()) }
}

/// A day as Discord shows it to each reader.
fn day(at: DateTime<Utc>) -> String {
    format!("<t:{}:D>", at.timestamp())
}

/// What the member teaches and wishes to learn, each with a button that removes it.
pub(super) fn skills(list: &Lines<SkillLine>) -> Post {
    if list.lines.is_empty() {
        return Post::text(
            "### Skills\nNothing here yet. `/teach` what you could start somebody off with, or `/learn` what you would like to know.",
        )
        .and_buttons([back()]);
    }
    let mut post = Post::text(list.page.under("### Skills\n`/teach` and `/learn` add to these, and naming one again updates it.".to_owned()));
    for line in &list.lines {
        let (text, button) = match line {
            SkillLine::Offer(offer) => {
                let level = offer.level.map(|level| format!(" · “{}”", level.label())).unwrap_or_default();
                let text = format!("You teach **{}**{level}{}", escape_line(&offer.name), note(offer.note.as_deref()));
                (text, Button::plain("Remove", MeClick::RemoveOffer { skill: offer.skill }))
            }
            SkillLine::Wish(wish) => {
                let text = format!("You wish to learn **{}**{}", escape_line(&wish.name), note(wish.note.as_deref()));
                (text, Button::plain("Remove", MeClick::RemoveWish { skill: wish.skill }))
            }
        };
        post.blocks.push(Block::Section { text, button });
    }
    post.and_buttons(list.page.buttons(|page| MeClick::Skills { page }).into_iter().chain([back()]))
}

fn note(note: Option<&str>) -> String {
    note.map(|note| format!("\n-# {}", escape_line(&truncate(note, NOTE)))).unwrap_or_default()
}

/// What is open: invitations, asks of one's own, asks taken on.
pub(super) fn going(list: &Lines<Going>) -> Post {
    if list.lines.is_empty() {
        return Post::text("### Asks and invitations\nNothing is open right now. When you are stuck on something, `/askfor` finds somebody who knows.")
            .and_buttons([back()]);
    }
    let mut post = Post::text(list.page.under("### Asks and invitations".to_owned()));
    for line in &list.lines {
        let (text, id): (String, CustomId) = match line {
            Going::Invited(invitation) => {
                let until = invitation.lapses_at.map(|at| format!(", open until <t:{}:f>", at.timestamp())).unwrap_or_default();
                (
                    format!("**{}** · {} asks whether you can help{until}", escape_line(&invitation.skill), invitation.asker.mention()),
                    MeClick::Invitation { invitation: invitation.invitation }.into(),
                )
            }
            Going::Asked(ask) => (
                format!("**{}** · you asked <t:{}:R>{}", escape_line(&ask.skill), ask.created_at.timestamp(), whereabouts(ask)),
                MeClick::Ask { ask: ask.ask }.into(),
            ),
            Going::Taken(ask) => (
                format!("**{}** · you are helping{}", escape_line(&ask.skill), ask.thread.map(|thread| format!(" in {}", thread.mention())).unwrap_or_default()),
                MeClick::Ask { ask: ask.ask }.into(),
            ),
        };
        post.blocks.push(Block::Section { text, button: Button::plain("Open", id) });
    }
    post.and_buttons(list.page.buttons(|page| MeClick::Asks { page }).into_iter().chain([back()]))
}

fn whereabouts(ask: &AskLine) -> String {
    const SHOWN: usize = 3;
    if ask.helpers.is_empty() {
        return ", I am looking for somebody".to_owned();
    }
    let names: Vec<String> = ask.helpers.iter().take(SHOWN).map(|helper| helper.mention()).collect();
    let more = ask.helpers.len().checked_sub(SHOWN).filter(|more| *more > 0).map(|more| format!(" and {more} more")).unwrap_or_default();
    let thread = ask.thread.map(|thread| format!(" in {}", thread.mention())).unwrap_or_default();
    format!(", {}{more} {} helping{thread}", names.join(", "), if ask.helpers.len() == 1 { "is" } else { "are" })
}

/// A page of the asks feature, with the way back.
pub(super) fn back_to_asks(post: Post) -> Post {
    post.and_buttons([Button::plain("Back", MeClick::Asks { page: 0 })])
}

/// Who helped whom.
pub(super) fn helps(list: &Helps) -> Post {
    let (given, received) = list.counts;
    if given == 0 && received == 0 {
        return Post::text("### Helps\nNone on record yet. They are written down when an ask is marked **Solved**, so that they can be thanked.")
            .and_buttons([back()]);
    }
    let text = format!(
        "### Helps\n**You helped** · {given} in all{}\n**Others helped you** · {received} in all{}",
        help_lines(&list.given),
        help_lines(&list.received)
    );
    Post::text(list.page.under(text)).and_buttons(list.page.buttons(|page| MeClick::Helps { page }).into_iter().chain([back()]))
}

fn help_lines(helps: &[HelpLine]) -> String {
    let line = |help: &HelpLine| {
        let thanks = help.thanks.as_deref().map(|thanks| format!(": “{}”", escape_line(&truncate(thanks, THANKS)))).unwrap_or_default();
        format!("\n- {} · **{}**, <t:{}:d>{thanks}", help.other.mention(), escape_line(&help.skill), help.happened_at.timestamp())
    };
    helps.iter().map(line).collect()
}

/// When this member works.
pub(super) fn hours(own: &Own) -> Post {
    let calendar = own.calendar();
    let whose = |is_own: bool| if is_own { "your own choice" } else { "as everybody here" };
    let mine = own.choices.own;
    let text = format!(
        "### Zone and hours\nI write to you privately within your working hours only.\n**Time zone** · {}, where it is {} now ({})\n\
         **Days** · {} ({})\n**Hours** · {} ({})",
        times::zone_name(calendar.zone),
        times::clock(calendar.zone, own.now),
        whose(mine.zone.is_some()),
        calendar.days,
        whose(mine.days.is_some()),
        calendar.hours,
        whose(mine.hours.is_some()),
    );
    let mut buttons =
        vec![Button::plain("Change my city", MeClick::EditZone {}), Button::plain("Change my hours", MeClick::EditHours {})];
    if mine.zone.is_some() || mine.days.is_some() || mine.hours.is_some() {
        buttons.push(Button::plain("Use the server's", MeClick::GuildHours {}));
    }
    buttons.push(back());
    Post::text(text).and_select(times::days_select(MeClick::Days {}, calendar.days)).and_buttons(buttons)
}

/// The form for the city.
pub(super) fn city_form() -> Modal {
    times::form(MeClick::Zone {}, "Your time zone", "Which city's time is yours?", "Lisbon", None)
}

/// The form for the hours.
pub(super) fn hours_form(own: &Own) -> Modal {
    let value = own.calendar().hours.to_string();
    times::form(MeClick::HoursTyped {}, "Your working hours", "From when to when?", "9:00-17:30", Some(value))
}

/// Several places may be meant.
pub(super) fn which_place(typed: &str, places: &[Place], now: DateTime<Utc>) -> Post {
    Post::text(format!("Which place did you mean by “{}”?", escape_line(&truncate(typed, TYPED))))
        .and_select(times::place_select(MeClick::ZoneChosen {}, places, now))
        .and_buttons([Button::plain("Another city", MeClick::EditZone {}), Button::plain("Back", MeClick::Hours {})])
}

/// Out for now, or not.
pub(super) fn pause(own: &Own) -> Post {
    let state = match own.paused_until() {
        Some(until) => format!("You are out until {}. It ends by itself; nobody needs to be told why.", day(until)),
        None => "You are not paused. During a pause I invite you to nothing; it ends by itself.".to_owned(),
    };
    let mut buttons = vec![
        Button::plain("1 week", MeClick::PauseFor { days: 7 }),
        Button::plain("2 weeks", MeClick::PauseFor { days: 14 }),
        Button::plain("A month", MeClick::PauseFor { days: 30 }),
        Button::plain("Until a date…", MeClick::EditPause {}),
    ];
    if own.paused_until().is_some() {
        buttons.push(Button::success("I'm back", MeClick::Resume {}));
    }
    buttons.push(back());
    Post::text(format!("### Pause\n{state}")).and_buttons(buttons)
}

/// The form for the day on which a pause ends.
pub(super) fn pause_form() -> Modal {
    times::form(MeClick::PauseUntil {}, "Pause", "On which day will you be back?", "2026-12-24 or in 3 weeks", None)
}

/// How much the member is ready to carry.
pub(super) fn load(own: &Own) -> Post {
    let limit = own.choices.limit;
    let options = (LoadLimit::MIN.get()..=LoadLimit::MAX.get()).map(|number| SelectOption {
        label: if number == 1 { "1 ask".to_owned() } else { format!("{number} asks") },
        value: number.to_string(),
        description: None,
        chosen: number == limit.get(),
    });
    Post::text(format!(
        "### Limit\nOnce you have taken on {} within two weeks, I pass you over until there is room again. What you take on by \
         your own click is always yours to decide.",
        counted_asks(limit)
    ))
    .and_select(Select {
        id: MeClick::LoadChosen {}.into(),
        placeholder: "How many asks in two weeks?".to_owned(),
        kind: SelectKind::Options(options.collect()),
        min: 1,
        max: 1,
    })
    .and_buttons([back()])
}

/// Whom the member is never put together with. `with_picker`: not in a private conversation, where the picker knows only the two.
pub(super) fn blocks(list: &Lines<MemberId>, with_picker: bool) -> Post {
    let nobody = if list.lines.is_empty() { " There is nobody on this list." } else { "" };
    let text = format!("### Blocks\nI never put you together with the people you choose here. Nobody is told, they least of all.{nobody}");
    let mut post = Post::text(list.page.under(text));
    for member in &list.lines {
        post.blocks.push(Block::Section {
            text: member.mention(),
            button: Button::plain("Unblock", MeClick::Unblock { member: *member }),
        });
    }
    if with_picker {
        post = post.and_select(Select {
            id: MeClick::Block {}.into(),
            placeholder: "Choose whom to block".to_owned(),
            kind: SelectKind::Members(Vec::new()),
            min: 1,
            max: 25,
        });
    } else {
        post = post.and_text("To add somebody, use `/me` in your server: here I can only show you the two of us.");
    }
    post.and_buttons(list.page.buttons(|page| MeClick::Blocks { page }).into_iter().chain([back()]))
}

/// A message that could not be delivered, as it would have been.
pub(super) fn waiting(list: &Lines<Waiting>) -> Post {
    let Some(message) = list.lines.first() else {
        return Post::text("### Messages\nNothing waits for you here.").and_buttons([back()]);
    };
    let title = format!("### Messages\nWaiting since <t:{}:f>.", message.since.timestamp());
    let mut post = Post::text(list.page.under(title)).and_divider();
    let (mut text, mut components) = (0, 0);
    for block in &message.post.blocks {
        text += text_of(block);
        components += components_of(block);
        // Whatever is sent fits a message by itself; with the frame around it, the end of a very long one may not.
        if text + FRAME_TEXT > MAX_TEXT || components + FRAME_COMPONENTS > MAX_COMPONENTS {
            break;
        }
        post.blocks.push(block.clone());
    }
    let pages = list.page.buttons(|page| MeClick::Waiting { page });
    post.and_divider()
        .and_buttons([Button::plain("Done with this one", MeClick::WaitingRead { message: message.id })].into_iter().chain(pages).chain([back()]))
}

fn text_of(block: &Block) -> usize {
    match block {
        Block::Text(text) | Block::Section { text, .. } => text.chars().count(),
        Block::Buttons(_) | Block::Select(_) | Block::Divider => 0,
    }
}

fn components_of(block: &Block) -> usize {
    match block {
        Block::Text(_) | Block::Divider => 1,
        Block::Section { .. } => 3,
        Block::Buttons(buttons) => 1 + buttons.len(),
        Block::Select(_) => 2,
    }
}

fn back() -> Button {
    Button::plain("Back", MeClick::Home {})
}

/// Somebody who is not, or no longer, in the server.
pub(super) fn not_a_member() -> Error {
    Error::user("I don't see you in that server (yet). If you have just joined, please try again in a minute.")
}

/// A click in a private conversation by somebody with several servers.
pub(super) fn which_server() -> Error {
    Error::user("We share several servers, and I can't tell which one this is about. Please use `/me` in the one you mean.")
}

/// An offer or wish that is gone already.
pub(super) fn already_removed() -> Error {
    Error::user("That was removed already. `/me` shows what is there now.")
}

/// A block that is gone already.
pub(super) fn not_blocked() -> Error {
    Error::user("That person is not on your list any more, so there is nothing to take back.")
}

/// Blocking oneself.
pub(super) fn block_of_oneself() -> Error {
    Error::user("You can't block yourself, and I would miss you. Nobody was blocked; please choose again without you. To be left alone for a while, use **Pause**.")
}

/// Blocking a bot.
pub(super) fn block_of_a_bot(bot: MemberId) -> Error {
    Error::user(format!("{} is a bot, and I never put you together with bots. Nobody was blocked; please choose again without it.", bot.mention()))
}

/// No place of that name is known.
pub(super) fn unknown_city(typed: &str) -> Error {
    Error::user(format!(
        "I don't know a place called “{}”. Please try the nearest big city, or a name like `Europe/Lisbon`.",
        escape_line(&truncate(typed, TYPED))
    ))
}

/// Nothing usable came with a choice.
pub(super) fn nothing_chosen() -> Error {
    Error::user("Nothing was chosen there. Please choose again.")
}

/// What was typed could not be read.
pub(super) fn unreadable(why: &str) -> Error {
    Error::user(format!("{why} Nothing was changed."))
}
