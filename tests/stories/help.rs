//! `/help`: what Potluck does, its commands, and how to get fewer messages.

use insta::assert_snapshot;
use potluck::features::{COMMANDS, Who, usage};

use crate::harness::{tell, tell_before_setup};

#[test]
fn it_says_what_there_is_for_everybody() {
    tell(async |story| {
        let help = story.player("mia").uses("help", &[]).await;
        assert!(help.ephemeral);
        assert_snapshot!(help, @"
        #general · Potluck (only you can see this)
        ↪ Mia used /help
        ### Everybody brings something
        Like a dinner to which everyone brings a dish: say what you could teach, say what you would like to learn, and ask when you are stuck. I find a colleague who knows and has room, open a thread for the two of you, and keep a note of who helped whom, so that it can be thanked. 🥘
        ### To type
        `/teach skill [level] [note]`: Say what you could teach: a skill, or several separated by commas
        `/learn skill [note]`: Say what you would like to learn: a skill, or several separated by commas
        `/askfor skill [details] [anonymous]`: Ask the team for help: I find somebody who knows
        `/lessons [search]`: What colleagues have written down after they were helped
        `/skills [skill] [member]`: See what this team teaches and wishes to learn, who teaches a skill, or one person's skills
        `/thanks member [skill] [for]`: Thank somebody for help that happened anywhere: they hear of it, and it is on record
        `/me`: Your own page: your skills, asks, hours, pause, limit and more
        `/digest [weeks] [help]`: For managers: whether knowledge flows, and what needs you
        `/privacy export|forget`: Everything I hold about you, as a file; or have me forget you
        `/help`: What Potluck does, its commands, and how to get fewer messages
        ### On a message or a person
        Right-click it, or hold it on a phone, then **Apps**.
        `Ask the team about this`: On a message: ask for help with what it says; your question links to it
        `What can they teach?`: On a member: see what they teach and wish to learn
        `Thanks for this`: On a message: thank whoever wrote it, for help that happened there
        ### Fewer messages
        I start at most four private messages a week with you, and only within your working hours. `/me` is where you pause, lower your limit, change your hours, or choose whom I never put you together with.
        ### Privacy
        I keep what you add here and who helped whom, for this server only. I never read what people write: I see that somebody wrote in the thread of an ask or a pairing, not what. Whoever asks without a name stays unknown, to admins, too. `/privacy` shows or erases what is yours.
        ");
        for command in COMMANDS {
            let line = format!("`{}`: {}", usage(command), command.description);
            assert_eq!(
                help.text.contains(&line),
                command.who == Who::Everyone,
                "{line}"
            );
        }
    });
}

#[test]
fn an_admin_reads_of_every_command() {
    tell(async |story| {
        let help = story.player("ada").uses("help", &[]).await;
        for command in COMMANDS {
            let line = format!("`{}`: {}", usage(command), command.description);
            assert!(help.text.contains(&line), "{line}");
        }
    });
}

#[test]
fn before_potluck_is_turned_on_it_says_whom_to_ask() {
    tell_before_setup(async |story| {
        let help = story.player("mia").uses("help", &[]).await;
        assert!(
            help.text
                .contains("Potluck is not turned on here yet. @Ada, or anybody else who manages this server, can do that with `/setup`"),
            "{help}"
        );
    });
}
