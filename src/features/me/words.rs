//! Every sentence of a member's own page.

mod own;
mod refusals;

use super::page::{Going, Helps, Lines, Overview, Own, SkillLine};
use crate::custom_id::{CustomId, MeClick};
use crate::domain::ids::MemberId;
use crate::features::asks::{AskLine, HelpLine};
use crate::features::times;
use crate::markdown::{escape_line, truncate};
use crate::post::{Block, Button, MAX_COMPONENTS, MAX_TEXT, Post, Select, SelectKind};
use crate::store::outbox::Waiting;

pub(super) use own::{city_form, hours, hours_form, load, pause, pause_form, which_place};
use own::{counted_asks, day};
pub(super) use refusals::{
    already_removed, block_of_a_bot, block_of_oneself, not_a_member, not_blocked, nothing_chosen,
    unknown_city, unreadable, which_server,
};

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
        counted(
            view.invitations,
            "invitation waits for an answer",
            "invitations wait for an answer"
        ),
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
    if count == 1 {
        format!("1 {one}")
    } else {
        format!("{count} {many}")
    }
}

/// What the member teaches and wishes to learn, each with a button that removes it.
pub(super) fn skills(list: &Lines<SkillLine>) -> Post {
    if list.lines.is_empty() {
        return Post::text(
            "### Skills\nNothing here yet. `/teach` what you could start somebody off with, or `/learn` what you would like to know.",
        )
        .and_buttons([back()]);
    }
    let mut post = Post::text(
        list.page.under(
            "### Skills\n`/teach` and `/learn` add to these, and naming one again updates it."
                .to_owned(),
        ),
    );
    for line in &list.lines {
        let (text, button) = match line {
            SkillLine::Offer(offer) => {
                let level = offer
                    .level
                    .map(|level| format!(" · “{}”", level.label()))
                    .unwrap_or_default();
                let text = format!(
                    "You teach **{}**{level}{}",
                    escape_line(&offer.name),
                    note(offer.note.as_deref())
                );
                (
                    text,
                    Button::plain("Remove", MeClick::RemoveOffer { skill: offer.skill }),
                )
            }
            SkillLine::Wish(wish) => {
                let text = format!(
                    "You wish to learn **{}**{}",
                    escape_line(&wish.name),
                    note(wish.note.as_deref())
                );
                (
                    text,
                    Button::plain("Remove", MeClick::RemoveWish { skill: wish.skill }),
                )
            }
        };
        post.blocks.push(Block::Section { text, button });
    }
    post.and_buttons(
        list.page
            .buttons(|page| MeClick::Skills { page })
            .into_iter()
            .chain([back()]),
    )
}

fn note(note: Option<&str>) -> String {
    note.map(|note| format!("\n-# {}", escape_line(&truncate(note, NOTE))))
        .unwrap_or_default()
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
                let until = invitation
                    .lapses_at
                    .map(|at| format!(", open until <t:{}:f>", at.timestamp()))
                    .unwrap_or_default();
                (
                    format!(
                        "**{}** · {} asks whether you can help{until}",
                        escape_line(&invitation.skill),
                        someone(invitation.asker)
                    ),
                    MeClick::Invitation {
                        invitation: invitation.invitation,
                    }
                    .into(),
                )
            }
            Going::Asked(ask) => (
                format!(
                    "**{}** · you asked <t:{}:R>{}",
                    escape_line(&ask.skill),
                    ask.created_at.timestamp(),
                    whereabouts(ask)
                ),
                MeClick::Ask { ask: ask.ask }.into(),
            ),
            Going::Taken(ask) => (
                format!(
                    "**{}** · you are helping{}",
                    escape_line(&ask.skill),
                    ask.thread
                        .map(|thread| format!(" in {}", thread.mention()))
                        .unwrap_or_default()
                ),
                MeClick::Ask { ask: ask.ask }.into(),
            ),
        };
        post.blocks.push(Block::Section {
            text,
            button: Button::plain("Open", id),
        });
    }
    post.and_buttons(
        list.page
            .buttons(|page| MeClick::Asks { page })
            .into_iter()
            .chain([back()]),
    )
}

fn whereabouts(ask: &AskLine) -> String {
    const SHOWN: usize = 3;
    if ask.helpers.is_empty() {
        return ", I am looking for somebody".to_owned();
    }
    let names: Vec<String> = ask
        .helpers
        .iter()
        .take(SHOWN)
        .map(|helper| helper.mention())
        .collect();
    let more = ask
        .helpers
        .len()
        .checked_sub(SHOWN)
        .filter(|more| *more > 0)
        .map(|more| format!(" and {more} more"))
        .unwrap_or_default();
    let thread = ask
        .thread
        .map(|thread| format!(" in {}", thread.mention()))
        .unwrap_or_default();
    format!(
        ", {}{more} {} helping{thread}",
        names.join(", "),
        if ask.helpers.len() == 1 { "is" } else { "are" }
    )
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
    Post::text(list.page.under(text)).and_buttons(
        list.page
            .buttons(|page| MeClick::Helps { page })
            .into_iter()
            .chain([back()]),
    )
}

fn help_lines(helps: &[HelpLine]) -> String {
    let line = |help: &HelpLine| {
        let thanks = help
            .thanks
            .as_deref()
            .map(|thanks| format!(": “{}”", escape_line(&truncate(thanks, THANKS))))
            .unwrap_or_default();
        let skill = help
            .skill
            .as_deref()
            .map(|skill| format!(" · **{}**", escape_line(skill)))
            .unwrap_or_default();
        format!(
            "\n- {}{skill}, <t:{}:d>{thanks}",
            someone(help.other),
            help.happened_at.timestamp()
        )
    };
    helps.iter().map(line).collect()
}

/// Whom the member is never put together with. `with_picker`: not in a private conversation, where the picker knows only the two.
pub(super) fn blocks(list: &Lines<MemberId>, with_picker: bool) -> Post {
    let nobody = if list.lines.is_empty() {
        " There is nobody on this list."
    } else {
        ""
    };
    let text = format!(
        "### Blocks\nI never put you together with the people you choose here. Nobody is told, they least of all.{nobody}"
    );
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
        post = post.and_text(
            "To add somebody, use `/me` in your server: here I can only show you the two of us.",
        );
    }
    post.and_buttons(
        list.page
            .buttons(|page| MeClick::Blocks { page })
            .into_iter()
            .chain([back()]),
    )
}

/// A message that could not be delivered, as it would have been.
pub(super) fn waiting(list: &Lines<Waiting>) -> Post {
    let Some(message) = list.lines.first() else {
        return Post::text("### Messages\nNothing waits for you here.").and_buttons([back()]);
    };
    let title = format!(
        "### Messages\nWaiting since <t:{}:f>.",
        message.since.timestamp()
    );
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
    post.and_divider().and_buttons(
        [Button::plain(
            "Done with this one",
            MeClick::WaitingRead {
                message: message.id,
            },
        )]
        .into_iter()
        .chain(pages)
        .chain([back()]),
    )
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
/// A member as everybody may see them, or a word in the place of who is not told.
fn someone(member: Option<MemberId>) -> String {
    member.map_or_else(|| "somebody".to_owned(), MemberId::mention)
}
