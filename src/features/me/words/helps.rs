//! The sections about helps and lessons.

use super::{THANKS, back, counted, someone};
use crate::custom_id::{LessonClick, MeClick};
use crate::features::asks::HelpLine;
use crate::features::lessons::ToWrite;
use crate::features::me::page::Helps;
use crate::markdown::{escape_line, label, truncate};
use crate::post::{Button, MAX_LABEL, MAX_ROW, Post};
use crate::store::referrals::Credit;

/// Who helped whom.
pub(in crate::features::me) fn helps(list: &Helps) -> Post {
    let (given, received) = list.counts;
    let referred = referred(list.referred);
    if given == 0 && received == 0 {
        return Post::text(format!(
            "### Helps\nNone on record yet. They are written down when an ask is marked **Solved**, or by `/thanks` for help that \
             happened elsewhere.{referred}"
        ))
        .and_buttons([back()]);
    }
    let text = format!(
        "### Helps\n**You helped** · {given} in all{}\n**Others helped you** · {received} in all{}{referred}",
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

/// Naming somebody better placed helps, too.
fn referred(credit: Credit) -> String {
    match credit.named {
        0 => String::new(),
        named => format!(
            "\n**You named somebody better placed** · {}, and {} of them helped",
            counted(named as usize, "time", "times"),
            credit.helped
        ),
    }
}

/// A page of the lessons feature, with what can still be written down, and the way back.
pub(in crate::features::me) fn lessons(post: Post, to_write: &[ToWrite]) -> Post {
    let write = to_write.iter().take(MAX_ROW).map(|ask| {
        Button::plain(
            label(&format!("Write one about {}", ask.skill), MAX_LABEL),
            LessonClick::Write { ask: ask.ask },
        )
    });
    post.and_buttons(write.chain([back()]))
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
