//! What is said to a leader who is asked what they are learning.

use chrono::{DateTime, Utc};

use super::NAME;
use crate::custom_id::RecognitionClick;
use crate::domain::ids::{ChannelId, GuildId, MemberId};
use crate::domain::recognition::Month;
use crate::error::Error;
use crate::features::messages::with_fewer;
use crate::features::settings::{Guild, is_learning, learning_form};
use crate::markdown::{escape_line, truncate};
use crate::post::{Button, Modal, Post};
use crate::store::recognition::Asked;

/// The question to a leader, for the table of a month that is laid at this instant.
pub(in crate::features::recognition) fn question(
    guild: &Guild,
    month: Month,
    channel: Option<ChannelId>,
    laid: DateTime<Utc>,
) -> Post {
    let channel = channel.map_or_else(String::new, |channel| format!(" in {}", channel.mention()));
    let post = Post::text(format!(
        "### What are you learning yourself?\nOn <t:{}:D> the table of {} is laid{channel}, for everybody in **{}**: what the team taught \
         itself. Where a leader learns, others dare to. May it say what you are learning? A few words are plenty, and nobody else is \
         told that I asked.",
        laid.timestamp(),
        month.name(),
        escape_line(&truncate(&guild.name, NAME)),
    ))
    .and_buttons(asking(guild.id, month));
    with_fewer(post, &guild.name)
}

fn asking(guild: GuildId, month: Month) -> [Button; 3] {
    let number = month.number();
    [
        Button::primary(
            "Say it",
            RecognitionClick::Say {
                guild,
                month: number,
            },
        ),
        Button::plain(
            "Not this time",
            RecognitionClick::NotThisTime {
                guild,
                month: number,
            },
        ),
        Button::plain("Don't ask me", RecognitionClick::DontAsk { guild }),
    ]
}

/// The form in which a leader says it, with what they said before.
pub(in crate::features::recognition) fn form(
    guild: GuildId,
    month: Month,
    before: Option<String>,
) -> Modal {
    learning_form(
        RecognitionClick::Said {
            guild,
            month: month.number(),
        },
        "What are you learning?",
        before,
    )
}

fn take_it_back(guild: GuildId, month: Month) -> Button {
    Button::plain(
        "Take it back",
        RecognitionClick::TakeBack {
            guild,
            month: month.number(),
        },
    )
}

/// What will be said, once a leader said it.
pub(in crate::features::recognition) fn will_say(
    guild: GuildId,
    month: Month,
    member: MemberId,
    learning: &str,
    laid: DateTime<Utc>,
) -> Post {
    Post::text(format!(
        "Thank you. On <t:{}:D> the table of {} says:\n> {}\nUntil then you can change it; you can take it back at any time, also afterwards.",
        laid.timestamp(),
        month.name(),
        is_learning(member, learning)
    ))
    .and_buttons([
        Button::plain(
            "Change it",
            RecognitionClick::Say {
                guild,
                month: month.number(),
            },
        ),
        take_it_back(guild, month),
    ])
}

/// What everybody reads of a leader.
pub(in crate::features::recognition) fn says(
    guild: GuildId,
    month: Month,
    member: MemberId,
    learning: &str,
) -> Post {
    Post::text(format!(
        "The table of {} says:\n> {}",
        month.name(),
        is_learning(member, learning)
    ))
    .and_buttons([take_it_back(guild, month)])
}

/// What a leader said for a table that is not laid.
pub(in crate::features::recognition) fn unsaid(
    guild: GuildId,
    month: Month,
    member: MemberId,
    learning: &str,
) -> Post {
    nobody_reads(
        format!("No table is laid for {}", month.name()),
        guild,
        month,
        &is_learning(member, learning),
    )
}

/// What somebody said as a leader, for a table that is to be laid, and who does not lead any more.
pub(in crate::features::recognition) fn unsaid_by_role(
    guild: GuildId,
    month: Month,
    member: MemberId,
    learning: &str,
) -> Post {
    nobody_reads(
        format!(
            "The table of {} says what leaders are learning, and you don't have their role any more",
            month.name()
        ),
        guild,
        month,
        &is_learning(member, learning),
    )
}

fn nobody_reads(mut why: String, guild: GuildId, month: Month, said: &str) -> Post {
    why.extend([", so nobody reads what you said:\n> ", said]);
    Post::text(why).and_buttons([take_it_back(guild, month)])
}

/// A page of what a leader was asked last, with what they said for other months, and the button that takes each back.
pub(in crate::features::recognition) fn and_before(
    page: Post,
    guild: GuildId,
    member: MemberId,
    said: &[(Month, &str)],
) -> Post {
    if said.is_empty() {
        return page;
    }
    let mut text = "For other months you said:".to_owned();
    for (month, learning) in said {
        let line = is_learning(member, learning);
        text.extend(["\n- ", &month.name(), ": ", &line]);
    }
    let buttons = said.iter().map(|(month, _)| {
        Button::plain(
            format!("Take back {}", month.name()),
            RecognitionClick::TakeBack {
                guild,
                month: month.number(),
            },
        )
    });
    page.and_text(text).and_buttons(buttons)
}

/// **Take it back**, where nothing more is put on that table.
pub(in crate::features::recognition) fn taken_back(month: Month) -> Post {
    Post::text(format!(
        "Taken back. Nobody reads any more what you said for the table of {}.",
        month.name()
    ))
}

/// A leader was asked, and the table says nothing of them as it stands.
pub(in crate::features::recognition) fn may_say(
    guild: GuildId,
    month: Month,
    laid: DateTime<Utc>,
    asked: &Asked,
) -> Post {
    let so_far = if asked.declined {
        "You said: not this time. If you think again, there is room until then."
    } else if asked.unreached {
        "It was your turn to be asked, and I could not reach you by private message, so I ask somebody else as well. There is room for what \
         you are learning all the same."
    } else {
        "It may say what you are learning yourself; so far it says nothing of you."
    };
    Post::text(format!(
        "The table of {} is laid on <t:{}:D>. {so_far}",
        month.name(),
        laid.timestamp()
    ))
    .and_buttons(asking(guild, month))
}

/// The table is laid, and says nothing of a leader who was asked.
pub(in crate::features::recognition) fn without_you(month: Month) -> Post {
    Post::text(format!(
        "The table of {} says nothing of what you are learning. When it is your turn again, I ask you a few days before.",
        month.name()
    ))
}

/// No table is laid for the month for which a leader was asked last.
pub(in crate::features::recognition) fn no_table(month: Month) -> Post {
    Post::text(no_table_of(month))
}

fn no_table_of(month: Month) -> String {
    format!(
        "No table is laid for {}. When it is your turn again, I ask you a few days before one is.",
        month.name()
    )
}

/// A leader was never asked.
pub(in crate::features::recognition) fn not_asked_yet() -> Post {
    Post::text(
        "Once a month the table says what the team taught itself, and what a leader is learning. When it is your turn, I ask you a few days before.",
    )
}

/// **Not this time**.
pub(in crate::features::recognition) fn declined(guild: GuildId, month: Month) -> Post {
    Post::text("That's fine; I'll ask somebody else, and you another time. If you think again before the table is laid, there is room.")
        .and_buttons([Button::plain(
            "Say it after all",
            RecognitionClick::Say {
                guild,
                month: month.number(),
            },
        )])
}

/// **Don't ask me**.
pub(in crate::features::recognition) fn will_not_be_asked(guild: GuildId) -> Post {
    Post::text("I won't ask you again what you are learning. Nobody is told.").and_buttons([
        Button::plain("You may ask me", RecognitionClick::DoAsk { guild }),
    ])
}

/// **You may ask me**.
pub(in crate::features::recognition) fn will_be_asked(guild: GuildId) -> Post {
    Post::text("Thank you. When it is your turn, I ask you a few days before the table is laid.")
        .and_buttons([Button::plain(
            "Don't ask me",
            RecognitionClick::DontAsk { guild },
        )])
}

/// Somebody else pressed, or it is not kept any more.
pub(in crate::features::recognition) fn not_yours() -> Error {
    Error::user(
        "That question was for somebody else, or I no longer have it. What is about you is in `/me`.",
    )
}

/// The table of that month is laid.
pub(in crate::features::recognition) fn laid_already(month: Month) -> Error {
    Error::user(format!(
        "The table of {} is laid already, and I put nothing more on it. When it is your turn again, I ask you a few days before.",
        month.name()
    ))
}

/// No table is laid for that month.
pub(in crate::features::recognition) fn not_laid(month: Month) -> Error {
    Error::user(no_table_of(month))
}

/// They have lost the leaders' role since they were asked.
pub(in crate::features::recognition) fn not_a_leader(month: Month) -> Error {
    Error::user(format!(
        "The table of {} says what leaders are learning, and you don't have their role any more.",
        month.name()
    ))
}
