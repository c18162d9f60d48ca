//! Every sentence of `/help`.

use crate::features::samples::{Reader, Said, Sample, Shown};
use crate::features::{COMMANDS, Command, CommandKind, Who, usage};
use crate::post::Post;

/// What Potluck does, the commands given, how to get fewer messages, privacy. `off` is whom to ask where it is not turned on.
pub(super) fn help<'a>(commands: impl Iterator<Item = &'a Command>, off: Option<String>) -> Post {
    let commands: Vec<&Command> = commands.collect();
    let mut post = Post::text(
        "### Everybody brings something\nLike a dinner to which everyone brings a dish: say what you could teach, say what you \
         would like to learn, and ask when you are stuck. I find a colleague who knows and has room, open a thread for the two of \
         you, and keep a note of who helped whom, so that it can be thanked. 🥘",
    );
    if let Some(off) = off {
        post = post.and_text(off);
    }
    let groups: Vec<String> = GROUPS
        .iter()
        .filter_map(|(title, belongs)| group(title, *belongs, &commands))
        .collect();
    post.and_text(groups.join("\n")).and_text(
        "### Fewer messages\nI start at most four private messages a week with you, and only within your working hours. `/me` is \
         where you pause, lower your limit, change your hours, or choose whom I never put you together with.\n\
         ### Privacy\nI keep what you add here and who helped whom, for this server only. I never read what people write: I see \
         that somebody wrote in the thread of an ask or a pairing, not what. Whoever asks without a name stays unknown, to admins, too. `/privacy` shows or erases what is yours.",
    )
}

/// Whether a command stands in a group.
type Belongs = fn(&Command) -> bool;

/// The commands by where they are found and for whom they are, so that a new one is in its place without being named here.
const GROUPS: &[(&str, Belongs)] = &[
    ("### To type", |command| {
        command.who == Who::Everyone && !in_a_menu(command)
    }),
    (
        "### On a message or a person\nRight-click it, or hold it on a phone, then **Apps**.",
        |command| command.who == Who::Everyone && in_a_menu(command),
    ),
    ("### For those who moderate", |command| {
        command.who == Who::Moderators
    }),
    ("### For those who manage this server", |command| {
        command.who == Who::Admins
    }),
];

fn in_a_menu(command: &Command) -> bool {
    matches!(command.kind, CommandKind::Message | CommandKind::Member)
}

/// A group with its commands; `None` where none of them is for this person.
fn group(title: &str, belongs: fn(&Command) -> bool, commands: &[&Command]) -> Option<String> {
    let lines: Vec<String> = commands
        .iter()
        .filter(|command| belongs(command))
        .map(|command| format!("`{}`: {}", usage(command), command.description))
        .collect();
    (!lines.is_empty()).then(|| format!("{title}\n{}", lines.join("\n")))
}

/// Every sentence, with when and to whom it is said.
pub fn samples() -> Vec<Sample> {
    let answer = |reader, when, post| Sample {
        reader,
        place: Shown::Answer,
        when,
        said: Said::Post(post),
    };
    let everyones = COMMANDS
        .iter()
        .copied()
        .filter(|command| command.who == Who::Everyone);
    let off = "Potluck is not turned on here yet; the people who manage this server can do that with `/setup`.";
    vec![
        answer(
            Reader::NewHire,
            "on `/help`, before Potluck is turned on",
            help(everyones, Some(off.to_owned())),
        ),
        answer(
            Reader::Admin,
            "on `/help`, by somebody who may use everything",
            help(COMMANDS.iter().copied(), None),
        ),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
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
    fn every_command_is_in_one_group() {
        for command in COMMANDS {
            let groups = GROUPS
                .iter()
                .filter(|(_, belongs)| belongs(command))
                .count();
            assert_eq!(groups, 1, "{}", command.name);
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
        assert!(!help.contains("/setup") && !help.contains("For those who"));
        assert!(help.contains("/askfor"));
    }
}
