//! The sections about programmes, pairings and buddies.

use super::{back, counted};
use crate::custom_id::MeClick;
use crate::domain::round::Participation;
use crate::features::me::page::Overview;
use crate::features::me::rounds::{Pairings, Seen};
use crate::features::rounds::programmes::{CADENCES, Standing, rhythm};
use crate::features::rounds::{Coming, pairing};
use crate::markdown::escape_line;
use crate::post::{Block, Button, Post, Select, SelectKind, SelectOption};

/// Names of programmes, or of people, in one line.
const NAMES: usize = 3;

/// The programmes they are in, in one line, with what goes on.
pub(super) fn line(view: &Overview) -> String {
    let programmes = if view.programmes.is_empty() {
        "none yet".to_owned()
    } else {
        some_of(&view.programmes)
    };
    match view.pairings {
        0 => programmes,
        going_on => format!(
            "{programmes}; {}",
            counted(going_on, "pairing goes on", "pairings go on")
        ),
    }
}

fn some_of(names: &[String]) -> String {
    let shown: Vec<String> = names
        .iter()
        .take(NAMES)
        .map(|name| escape_line(name))
        .collect();
    match names.len().checked_sub(NAMES) {
        Some(more @ 1..) => format!("{} and {more} more", shown.join(", ")),
        _ => shown.join(", "),
    }
}

/// The programmes there are.
pub(in crate::features::me) fn programmes(all: &[Seen]) -> Post {
    if all.is_empty() {
        return Post::text(
            "### Programmes\nThere are no coffee chats or skill swaps here yet. Whoever manages this server can begin some in \
             `/settings`.",
        )
        .and_buttons([back()]);
    }
    let mut post = Post::text(
        "### Programmes\nIn each of them I bring people together, again and again, with somebody new. You are in the ones you \
         choose.",
    );
    for seen in all {
        let programme = &seen.programme;
        let mut lines = vec![
            format!("**{}** · {}", escape_line(&programme.name), stands(seen)),
            rhythm(programme),
        ];
        lines.extend(without_anybody(seen));
        post.blocks.push(Block::Section {
            text: lines.join("\n"),
            button: Button::plain(
                "Open",
                MeClick::Programme {
                    programme: programme.id,
                },
            ),
        });
    }
    post.and_buttons([back()])
}

/// What somebody reads who had nobody in the latest round, for as long as they are in the programme.
fn without_anybody(seen: &Seen) -> Option<String> {
    let round = seen.left_out.filter(|_| seen.standing == Standing::In)?;
    Some(format!(
        "Nobody new for you in round {round}; you are first next time."
    ))
}

const fn stands(seen: &Seen) -> &'static str {
    match seen.standing {
        Standing::In => "you are in it",
        Standing::Out => "you are not in it",
        Standing::Resting => "you have a rest from it",
        Standing::NotForThem => "for people with a role that you don't have",
    }
}

/// One programme, with everything they can decide about it.
pub(in crate::features::me) fn programme(seen: &Seen) -> Post {
    let programme = &seen.programme;
    let place = programme
        .channel
        .map(|channel| format!(", in {}", channel.mention()))
        .unwrap_or_default();
    let mut lines = vec![
        format!("### {}", escape_line(&programme.name)),
        format!("**When** · {}{place}", rhythm(programme)),
        format!("**You** · {}", about_you(seen)),
    ];
    if !programme.running || programme.channel.is_none() {
        lines.push("No rounds are held at the moment.".to_owned());
    }
    lines.extend(without_anybody(seen));
    if let Some(coming) = &seen.coming {
        lines.push(next(coming));
    }
    let post = Post::text(lines.join("\n"));
    let post = if seen.standing == Standing::In {
        with_cadence(post, seen)
    } else {
        post
    };
    post.and_buttons(buttons(seen))
}

/// The round that is announced, and whether it is theirs.
fn next(coming: &Coming) -> String {
    let at = coming.starts_at.timestamp();
    let theirs = match coming.participation {
        Participation::In => String::new(),
        Participation::Skips => ", and you skip it".to_owned(),
        Participation::NotYet(from) => format!(
            ", without you: you like to take part every few weeks, and yours is the first one after <t:{}:D>",
            from.timestamp()
        ),
        Participation::Paused(_) => ", without you, as your pause lasts longer".to_owned(),
        Participation::NotOfIt | Participation::Resting => ", without you".to_owned(),
    };
    format!("**Next** · <t:{at}:f>{theirs}")
}

fn about_you(seen: &Seen) -> String {
    match (seen.standing, seen.programme.role) {
        (Standing::In, _) => match seen.paused_until {
            Some(until) => format!(
                "you are in it, and paused until <t:{}:f>. **Pause** on your page ends that.",
                until.timestamp()
            ),
            None => "you are in it".to_owned(),
        },
        (Standing::Out, _) => {
            "you are not in it. **Count me in** changes that with one click.".to_owned()
        }
        (Standing::Resting, _) => {
            "it was quiet for three rounds, so I let you rest. One click, and you are in it again."
                .to_owned()
        }
        (Standing::NotForThem, Some(role)) => {
            format!("it is for people with {}", role.mention())
        }
        (Standing::NotForThem, None) => stands(seen).to_owned(),
    }
}

/// Only what is less often than the programme itself is a choice, and only every second or fourth of its rounds: "every four weeks" of
/// rounds that come every three would be every six.
fn with_cadence(post: Post, seen: &Seen) -> Post {
    let id = seen.programme.id;
    let rhythm = seen.programme.every_weeks;
    let offered =
        |weeks: &u8| *weeks == 1 || *weeks > rhythm && weeks.is_multiple_of(rhythm.max(1));
    let options: Vec<SelectOption> = CADENCES
        .into_iter()
        .filter(offered)
        .map(|weeks| SelectOption {
            label: match weeks {
                2 => "Every two weeks",
                4 => "Every four weeks",
                _ => "Every round",
            }
            .to_owned(),
            value: weeks.to_string(),
            description: None,
            chosen: weeks == seen.every_weeks || weeks == 1 && !offered(&seen.every_weeks),
        })
        .collect();
    if options.len() < 2 {
        return post;
    }
    post.and_select(Select {
        id: MeClick::Cadence { programme: id }.into(),
        placeholder: "Choose how often".to_owned(),
        kind: SelectKind::Options(options),
        min: 1,
        max: 1,
    })
}

fn buttons(seen: &Seen) -> Vec<Button> {
    let programme = seen.programme.id;
    let join = |label| Button::success(label, MeClick::JoinProgramme { programme });
    let mut buttons = Vec::new();
    match seen.standing {
        Standing::In => {
            let coming = seen.coming.as_ref();
            buttons.extend(coming.and_then(|coming| match coming.participation {
                Participation::Skips => Some(join("Count me in after all")),
                Participation::In => {
                    let round = coming.round;
                    let skip = MeClick::SkipRound { programme, round };
                    Some(Button::plain("Skip the next one", skip))
                }
                // There is nothing to skip.
                _ => None,
            }));
            buttons.push(Button::plain(
                "Leave it",
                MeClick::LeaveProgramme { programme },
            ));
        }
        Standing::Out => buttons.push(join("Count me in")),
        Standing::Resting => {
            buttons.push(join("I'm back"));
            buttons.push(Button::plain(
                "Leave it",
                MeClick::LeaveProgramme { programme },
            ));
        }
        Standing::NotForThem => {}
    }
    buttons.push(Button::plain("Back", MeClick::Programmes {}));
    buttons
}

/// Whom they were put together with, the newest first.
pub(in crate::features::me) fn pairings(list: &Pairings) -> Post {
    if list.lines.is_empty() && list.page == 0 {
        return Post::text(
            "### Pairings\nNone yet. **Programmes** shows what there is to join; once a round has paired you, it stands here.",
        )
        .and_buttons([
            Button::primary("Programmes", MeClick::Programmes {}),
            back(),
        ]);
    }
    let mut post = Post::text("### Pairings\nThe newest first.");
    for one in &list.lines {
        post.blocks.push(Block::Section {
            text: pairing_line(one),
            button: Button::plain(
                "Open",
                MeClick::Pairing {
                    pairing: one.pairing,
                },
            ),
        });
    }
    let earlier = list
        .page
        .checked_sub(1)
        .map(|page| Button::plain("‹ Newer", MeClick::Pairings { page }));
    let later = list.more.then(|| {
        Button::plain(
            "Older ›",
            MeClick::Pairings {
                page: list.page.saturating_add(1),
            },
        )
    });
    post.and_buttons(earlier.into_iter().chain(later).chain([back()]))
}

fn pairing_line(one: &pairing::Standing) -> String {
    let with = if one.with.is_empty() {
        "nobody else is in it any more".to_owned()
    } else {
        format!("with {}", some_of(&one.with))
    };
    let state = match (one.met, one.going_on) {
        (true, _) => ", you met",
        (false, true) => ", goes on",
        (false, false) => "",
    };
    let thread = one
        .thread
        .map(|thread| format!(" in {}", thread.mention()))
        .unwrap_or_default();
    format!(
        "**{} {}** · {with}{state}{thread}",
        escape_line(&one.programme),
        one.number
    )
}

/// A page of a pairing, with the way back.
pub(in crate::features::me) fn back_to_pairings(post: Post) -> Post {
    post.and_buttons([Button::plain("Back", MeClick::Pairings { page: 0 })])
}

/// What there is about buddies, with the way back.
pub(in crate::features::me) fn buddies(post: Post) -> Post {
    post.and_buttons([back()])
}
