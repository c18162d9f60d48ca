//! Options of commands.

use chrono::TimeDelta;
use discord_sandbox::control::{Answer, OptionInput, Outcome};
use potluck::features::{COMMANDS, CommandKind, OptionDef, OptionKind, Who};

use super::{Hostile, all, nothing_happened, typed};
use crate::harness::{Player, Story, tell};

/// Every slash command with its options: as it is typed, by whom, and what it takes.
fn slashes() -> Vec<(String, &'static str, &'static [OptionDef])> {
    let mut slashes = Vec::new();
    for command in COMMANDS {
        let by = match command.who {
            Who::Everyone => "mia",
            Who::Admins | Who::Moderators => "ada",
        };
        match command.kind {
            CommandKind::Slash(options) => slashes.push((command.name.to_owned(), by, options)),
            CommandKind::Group(subcommands) => {
                for sub in subcommands {
                    slashes.push((format!("{} {}", command.name, sub.name), by, sub.options));
                }
            }
            CommandKind::Message | CommandKind::Member => {}
        }
    }
    slashes
}

/// What is given for an option that the text is not for.
fn plain(option: &OptionDef) -> OptionInput {
    match option.kind {
        OptionKind::Text { .. } => OptionInput::from("Postgres"),
        OptionKind::OneOf(choices) => OptionInput::from(choices[0].0),
        OptionKind::Integer { min, .. } => OptionInput::from(min),
        OptionKind::YesNo => OptionInput::Bool(false),
        OptionKind::Member => OptionInput::from("ravi"),
    }
}

/// The text for one option, what is needed for the others.
async fn uses(
    player: &Player,
    command: &str,
    options: &[OptionDef],
    hostile: (&str, &str),
) -> Option<Outcome> {
    let given: Vec<(&str, OptionInput)> = options
        .iter()
        .filter(|option| option.required || option.name == hostile.0 || option.name == "details")
        .map(|option| {
            let value = if option.name == hostile.0 {
                OptionInput::from(hostile.1)
            } else {
                plain(option)
            };
            (option.name, value)
        })
        .collect();
    // What Discord itself refuses does not reach the bot.
    player.person.command(command, &given).await.ok()
}

async fn tries(
    story: &Story,
    option: (&str, &'static str, &[OptionDef], &OptionDef),
    hostile: &Hostile,
) {
    let (command, by, options, target) = option;
    let OptionKind::Text { max, complete } = target.kind else {
        return;
    };
    let player = story.player(by);
    let text = typed(&hostile.text, usize::from(max));
    if complete {
        // A list of suggestions, possibly empty, is an answer; silence or an error is none.
        player
            .person
            .autocomplete(command, target.name, &text, &[])
            .await
            .unwrap_or_else(|refusal| {
                panic!("/{command} {}, {}: {refusal}", target.name, hostile.tries)
            });
    }
    let Some(outcome) = uses(&player, command, options, (target.name, &text)).await else {
        return;
    };
    let what = format!("/{command} {}", target.name);
    let answer = match &outcome.answer {
        Answer::Message(message) => Some((**message).clone()),
        _ => None,
    };
    nothing_happened(story, &what, hostile, answer.as_ref()).await;
    // An ask that was made is taken back: only three may be open.
    if let Some(answer) = answer
        && answer.button("Never mind").is_some()
    {
        player.clicks(&answer, "Never mind").await;
    }
}

#[test]
fn every_option_of_every_command_bears_every_text() {
    tell(async |story| {
        story.player("ravi").teaches("Postgres").await;
        let slashes = slashes();
        let mut tried = 0;
        for hostile in all(story) {
            // Thanks go out at most four a week, and only so many posts a second.
            story.pass(TimeDelta::days(2)).await;
            for (command, by, options) in &slashes {
                for target in *options {
                    tries(story, (command, by, options, target), &hostile).await;
                    tried += 1;
                }
            }
        }
        story.pass(TimeDelta::days(60)).await;
        assert!(tried > 200, "only {tried} were tried");
        for name in super::READERS {
            story.player(name).catches_up().await;
        }
        assert_eq!(story.rows("SELECT count(*) FROM guilds").await, ["1"]);
    });
}
