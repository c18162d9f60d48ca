//! Every sentence of a digest.

mod figures;
mod needs;
mod samples;

use chrono::{DateTime, Datelike as _, Days, NaiveDate, Utc};

use crate::custom_id::DigestClick;
use crate::domain::digest::{Digest, Figure, Span, ThankYou, Week};
use crate::domain::ids::{GuildId, MemberId};
use crate::error::Error;
use crate::features::paging::Page;
use crate::markdown::{escape_line, truncate};
use crate::picture::Spelled;
use crate::post::{Button, MAX_TEXT, Post, Quote, QuoteOf};

pub use samples::samples;

/// Characters of somebody's line of thanks that are quoted.
const THANKS: usize = 200;
/// The heading of the thanks.
const THANK_YOU: &str = "**Thank you**";
/// Characters of a guild's or a skill's name.
const NAME: usize = 100;
/// Characters of everything up to the names that the picture shows otherwise: what stands after them still has room in a message.
const ROOM: usize = MAX_TEXT - 600;
/// Definitions on one page, so that it stays within what a message may hold.
const ON_A_PAGE: u16 = 11;

/// How a member is called: a mention in Discord, a name elsewhere.
pub(super) type Called<'a> = &'a dyn Fn(MemberId) -> String;

/// The digest as a message, without its picture, which shows these names otherwise than they are written. Each thank-you is a quote
/// of its own, which can be taken out.
pub(super) fn message(digest: &Digest, guild: &str, names: &[Spelled]) -> Post {
    let (above, compares) = above(digest, guild);
    let called: Called<'_> = &MemberId::mention;
    let quote = |thanks: &ThankYou| Quote {
        of: QuoteOf::Thanks(thanks.help),
        text: thank_you(thanks, called),
        button: None,
    };
    let quotes: Vec<Quote> = digest.thanks.iter().map(quote).collect();
    let thanked: usize = quotes
        .iter()
        .map(|quote| quote.text.encode_utf16().count() + 1)
        .sum();
    let below = below(names, above.encode_utf16().count() + thanked, compares);
    let post = if quotes.is_empty() {
        Post::text(format!("{above}\n{below}"))
    } else {
        Post::text(above.trim_end())
            .and_quotes(THANK_YOU, quotes)
            .and_text(below)
    };
    post.and_buttons([Button::plain("What do these mean?", DigestClick::Help {})])
}

/// The digest in words, as a manager reads it.
pub(super) fn text(digest: &Digest, guild: &str, called: Called<'_>, names: &[Spelled]) -> String {
    let (mut text, compares) = above(digest, guild);
    if !digest.thanks.is_empty() {
        text.extend(["\n", THANK_YOU, "\n"]);
        for thanks in &digest.thanks {
            text.push_str(&thank_you(thanks, called));
            text.push('\n');
        }
    }
    text.push('\n');
    text.push_str(&below(names, text.encode_utf16().count(), compares));
    text
}

/// What stands above the thanks: what needs a manager, and the figures; and whether these are compared with earlier ones.
fn above(digest: &Digest, guild: &str) -> (String, bool) {
    let span = digest.range.span();
    let mut text = format!(
        "### {} in {}\n",
        heading(span),
        escape_line(&truncate(guild, NAME))
    );
    let needs = needs::list(&digest.needs);
    if !needs.is_empty() {
        text.push_str("**What needs you**\n");
        text.push_str(&needs);
        text.push('\n');
    }
    let figures = figures::lines(digest);
    text.push_str(&figures.text);
    (text, figures.compare)
}

/// What stands below the thanks, where so many characters stand above it.
fn below(names: &[Spelled], above: usize, compares: bool) -> String {
    let mut text = in_the_picture(names, ROOM.saturating_sub(above));
    text.push_str(
        "-# Nothing here counts one to four people, except what `/skills` shows anybody.",
    );
    if compares {
        text.push_str(" Changes are against the four weeks before.");
    }
    text
}

/// What the picture has no room or no letters for, in full: as many names as there is room for.
fn in_the_picture(names: &[Spelled], room: usize) -> String {
    let mut line = String::new();
    for spelled in names {
        let before = if line.is_empty() {
            "-# In the picture "
        } else {
            "; "
        };
        let words = format!(
            "{before}“{}” is {}",
            escape_line(&truncate(&spelled.shown, NAME)),
            escape_line(&truncate(&spelled.name, NAME))
        );
        if line.encode_utf16().count() + words.encode_utf16().count() > room {
            break;
        }
        line.push_str(&words);
    }
    if !line.is_empty() {
        line.push_str(".\n");
    }
    line
}

/// "The week of 16–22 November 2026", or "4 weeks, 26 October – 22 November 2026".
pub(super) fn heading(span: Span) -> String {
    let days = days(span, None);
    match span.weeks() {
        1 => format!("The week of {days}"),
        weeks => format!("{weeks} weeks, {days}"),
    }
}

/// "16–22 November 2026", or "26 October – 22 November 2026"; without the year where it is clear.
fn days(span: Span, clear: Option<i32>) -> String {
    let first = span.first.monday();
    let last = sunday(span.last.monday());
    let end = if clear == Some(first.year()) && first.year() == last.year() {
        last.format("%-d %B")
    } else {
        last.format("%-d %B %Y")
    };
    if (first.year(), first.month()) == (last.year(), last.month()) {
        format!("{}–{end}", first.day())
    } else if first.year() == last.year() {
        format!("{} – {end}", first.format("%-d %B"))
    } else {
        format!("{} – {end}", first.format("%-d %B %Y"))
    }
}

fn sunday(monday: NaiveDate) -> NaiveDate {
    monday.checked_add_days(Days::new(6)).unwrap_or(monday)
}

fn thank_you(thanks: &ThankYou, called: Called<'_>) -> String {
    let skill = thanks
        .skill
        .as_ref()
        .map(|skill| format!(", for {}", escape_line(&truncate(skill, NAME))))
        .unwrap_or_default();
    format!(
        "> “{}” {} to {}{skill}",
        escape_line(&truncate(&thanks.words, THANKS)),
        called(thanks.by),
        called(thanks.to),
    )
}

/// What each figure means: its one definition. There are more than one message may hold, so they come in pages.
pub(super) fn help(wanted: u16) -> Post {
    let page = Page::new(Figure::ALL.len(), ON_A_PAGE, wanted);
    let mut text = String::from(
        "### What the digest counts\nIt counts what happened, never who did how much: no ranking, no score.\n",
    );
    for figure in page.of(Figure::ALL) {
        text.extend(["- ", &bold_name(figure.definition()), "\n"]);
    }
    text.push_str(
        "\nA number is shown when nobody or at least five people are behind it, and behind whatever could be told by subtracting. \
         Until then weeks wait, and are told together with the next ones. What `/skills` shows anybody is said as it is.",
    );
    Post::text(page.under(text)).and_buttons(page.buttons(|page| DigestClick::HelpPage { page }))
}

/// A definition begins with what it defines, and a colon.
fn bold_name(definition: &str) -> String {
    match definition.split_once(": ") {
        Some((name, words)) => format!("**{name}**: {words}"),
        None => definition.to_owned(),
    }
}

/// In place of a digest that could not be delivered.
pub(super) fn is_there(week: Week) -> Post {
    let span = Span {
        first: week,
        last: week,
    };
    Post::text(format!(
        "The digest of the week of {} is ready: `/digest` shows it.",
        days(span, None)
    ))
}

/// No week is closed yet: the first one is going on, or it is over and nobody has worked since.
pub(super) fn nothing_yet(is_over: bool, first_at: DateTime<Utc>) -> Post {
    let week = if is_over {
        "The first week is over, and its digest is"
    } else {
        "The first week is not over yet. The first digest is"
    };
    Post::text(format!(
        "{week} there on <t:{}:F>; until then `/skills` shows what people bring.",
        first_at.timestamp()
    ))
}

/// Whoever asks is neither a manager nor an admin, or nobody knows who the managers are.
pub(super) fn not_a_manager(is_there_a_role: bool) -> Error {
    Error::user(if is_there_a_role {
        "The digest is for those with the managers' role, and those who may manage the server. What is about you is in `/me`."
    } else {
        "The digest is for managers, and no managers' role is chosen yet. Whoever may manage the server can choose it in `/settings`, \
         under **Roles**, and sees the digest meanwhile."
    })
}

/// Under a digest that is sent privately.
pub(super) fn privately(post: Post, guild: GuildId, name: &str) -> Post {
    post.and_buttons([Button::plain("Not to me, please", DigestClick::NotToMe { guild })])
        .and_text(format!(
            "-# It comes weekly to those with the managers' role of **{}**. Fewer of these? Press the button above, or use **Private messages** in `/me`.",
            escape_line(&truncate(name, NAME))
        ))
}

/// No more digests by private message.
pub(super) fn not_to_you(guild: GuildId) -> Post {
    Post::text(
        "You get no more digests by private message. `/digest` shows them whenever you like.",
    )
    .and_buttons([Button::plain(
        "Send it to me again",
        DigestClick::ToMe { guild },
    )])
}

/// Digests by private message again.
pub(super) fn to_you_again(guild: GuildId) -> Post {
    Post::text("You get the digest by private message again, as long as you have the managers' role and the server sends it so.")
        .and_buttons([Button::plain("Not to me, please", DigestClick::NotToMe { guild })])
}
