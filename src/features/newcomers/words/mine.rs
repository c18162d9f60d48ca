//! What `/me` shows of newcomers and buddies.

use super::Named;
use super::introductions::hand_over;
use crate::custom_id::NewcomerClick;
use crate::domain::ids::GuildId;
use crate::post::{Button, Post};
use crate::store::newcomers::Newcomer;

/// Somebody's own buddy, and whose buddy they are.
pub(in crate::features::newcomers) struct Mine {
    pub(in crate::features::newcomers) guild: GuildId,
    /// Their own first days, with their buddy if they have one.
    pub(in crate::features::newcomers) own: Option<(Newcomer, Option<Named>)>,
    /// Those whose buddy they are.
    pub(in crate::features::newcomers) others: Vec<(Newcomer, Named)>,
}

/// Nothing there yet.
pub(in crate::features::newcomers) fn nothing_going_on() -> Post {
    Post::text(
        "Nobody is new here just now whose buddy you are. When somebody joins, I may ask you, if you have been here for 90 days; **New \
         colleagues** in `/me` has the say.",
    )
}

/// All of it, with the buttons of the threads.
pub(in crate::features::newcomers) fn mine(mine: &Mine) -> Post {
    let mut post = Post::default();
    if let Some((newcomer, buddy)) = &mine.own {
        post = own(post, mine.guild, newcomer, buddy.as_ref());
    }
    for (newcomer, name) in &mine.others {
        let line = format!(
            "You are the buddy of {}, new since <t:{}:D>.{}",
            name.in_full(),
            newcomer.since.timestamp(),
            thread(mine.guild, newcomer)
        );
        post = post.and_text(line).and_buttons([hand_over(newcomer.id)]);
    }
    if post.blocks.is_empty() {
        nothing_going_on()
    } else {
        post
    }
}

fn own(post: Post, guild: GuildId, newcomer: &Newcomer, buddy: Option<&Named>) -> Post {
    let Some(buddy) = buddy else {
        return post.and_text(
            "A buddy for your first weeks is being looked for, every day. Until then `/askfor` finds somebody for any question.",
        );
    };
    let newcomer_id = newcomer.id;
    post.and_text(format!(
        "Your buddy for the first weeks is {}.{}",
        buddy.in_full(),
        thread(guild, newcomer)
    ))
    .and_buttons([
        Button::success(
            "All is well",
            NewcomerClick::Well {
                newcomer: newcomer_id,
            },
        ),
        Button::plain(
            "We have not talked yet",
            NewcomerClick::NotYet {
                newcomer: newcomer_id,
            },
        ),
    ])
}

fn thread(guild: GuildId, newcomer: &Newcomer) -> String {
    newcomer.thread.map_or_else(String::new, |thread| {
        format!(" [Your thread](https://discord.com/channels/{guild}/{thread})")
    })
}
