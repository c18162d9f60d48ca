//! Every sentence of `/help`.

use crate::features::{Command, usage};
use crate::post::Post;

/// What Potluck does, the commands given, how to get fewer messages, privacy. `off` is whom to ask where it is not turned on.
pub(super) fn help<'a>(commands: impl Iterator<Item = &'a Command>, off: Option<String>) -> Post {
    let lines: Vec<String> = commands
        .map(|command| format!("`{}`: {}", usage(command), command.description))
        .collect();
    let mut post = Post::text(
        "### Everybody brings something\nLike a dinner to which everyone brings a dish: say what you could teach, say what you \
         would like to learn, and ask when you are stuck. I find a colleague who knows and has room, open a thread for the two of \
         you, and keep a note of who helped whom, so that it can be thanked. 🥘",
    );
    if let Some(off) = off {
        post = post.and_text(off);
    }
    post.and_text(format!("### Commands\n{}", lines.join("\n"))).and_text(
        "### Fewer messages\nI start at most four private messages a week with you, and only within your working hours. `/me` is \
         where you pause, lower your limit, change your hours, or choose whom I never put you together with.\n\
         ### Privacy\nI keep what you add here and who helped whom, for this server only. I never read what people write: I see \
         that somebody wrote in the thread of an ask, not what.",
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::features::{COMMANDS, Who};
    use crate::post::{Block, MAX_TEXT};

    fn text(post: &Post) -> String {
        let texts = post.blocks.iter().filter_map(|block| match block {
            Block::Text(text) => Some(text.as_str()),
            _ => None,
        });
        texts.collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn every_command_is_in_it_and_it_fits() {
        let help = text(&help(COMMANDS.iter().copied(), Some("x".repeat(300))));
        for command in COMMANDS {
            assert!(
                help.contains(&format!("`{}`: {}", usage(command), command.description)),
                "{}",
                command.name
            );
        }
        assert!(help.chars().count() <= MAX_TEXT, "{}", help.chars().count());
        for promise in [
            "at most four private messages a week",
            "`/me` is where you pause",
            "I never read what people write",
        ] {
            assert!(help.contains(promise), "{promise}");
        }
    }

    #[test]
    fn what_is_not_yours_to_use_is_left_out() {
        let help = text(&help(
            COMMANDS
                .iter()
                .copied()
                .filter(|command| command.who == Who::Everyone),
            None,
        ));
        assert!(!help.contains("/setup"));
        assert!(help.contains("/askfor"));
    }
}
