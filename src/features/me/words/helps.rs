//! The section about helps.

use super::{THANKS, back, someone};
use crate::custom_id::MeClick;
use crate::features::asks::HelpLine;
use crate::features::me::page::Helps;
use crate::markdown::{escape_line, truncate};
use crate::post::Post;

/// Who helped whom.
pub(in crate::features::me) fn helps(list: &Helps) -> Post {
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
