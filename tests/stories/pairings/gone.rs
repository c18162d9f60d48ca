//! Somebody leaves the server while they are in a pairing.

use discord_sandbox::control::MessageView;

use super::{everybody_reads, new_in_threads, paired};
use crate::harness::{Player, Story, tell};

/// What is new in threads and speaks to somebody, with this button. Ada owns the server, so she sees the threads of all.
async fn asked(story: &Story, player: &Player, button: &str) -> MessageView {
    let to_them = format!("@{}", player.person.name());
    let new = new_in_threads(story, player).await;
    new.iter()
        .find(|message| message.text.contains(&to_them) && message.button(button).is_some())
        .unwrap_or_else(|| panic!("nothing with [{button}] in {new:#?}"))
        .clone()
}

/// Of four who are paired, Ada and whom she is with, and the two others; each with the introduction in their thread.
struct Four {
    ada: Player,
    with_ada: Player,
    /// Where Ada is.
    theirs: MessageView,
    others: [Player; 2],
    /// Where the others are.
    of_others: MessageView,
}

async fn four_are_paired(story: &Story) -> Four {
    paired(story, &["mia", "ravi", "noor", "ada"]).await;
    let ada = story.player("ada");
    let theirs = asked(story, &ada, "Can't this time").await;
    let (with, others): (Vec<&str>, Vec<&str>) = ["mia", "ravi", "noor"]
        .into_iter()
        .partition(|name| theirs.channel_name.to_lowercase().contains(name));
    let with_ada = story.player(with[0]);
    let others = [others[0], others[1]].map(|name| story.player(name));
    let of_others = asked(story, &others[0], "Can't this time").await;
    everybody_reads(story).await;
    Four {
        ada,
        with_ada,
        theirs,
        others,
        of_others,
    }
}

#[test]
fn whose_partner_leaves_the_server_hears_it_and_finds_somebody_else() {
    tell(async |story| {
        let Four {
            ada,
            with_ada,
            others: [left, leaver],
            ..
        } = four_are_paired(story).await;
        leaver.person.leave().unwrap();
        let told = asked(story, &left, "Find me somebody else").await;
        let expected = format!(
            "**{}** is not in the team any more. @{}, shall I look for somebody else for you?",
            leaver.person.name(),
            left.person.name()
        );
        assert_eq!(told.text.lines().next(), Some(expected.as_str()));
        everybody_reads(story).await;
        let answer = left.clicks(&told, "Find me somebody else").await;
        assert!(answer.text.starts_with("I've asked a pair"), "{answer}");
        for one in [&ada, &with_ada] {
            let question = asked(story, one, "Happy to be three").await;
            one.clicks(&question, "Happy to be three").await;
        }
        let welcome = format!("Welcome, @{}! You're three now", left.person.name());
        let new = new_in_threads(story, &left).await;
        assert!(
            new.iter().any(|message| message.text.contains(&welcome)),
            "{new:#?}"
        );
        let here = "SELECT member_id FROM seats JOIN pairings USING (pairing_id) WHERE state = 'open' AND left_at IS NULL";
        let mut here = story.rows(here).await;
        here.sort();
        let mut expected = [&ada, &with_ada, &left].map(|one| one.person.name().to_lowercase());
        expected.sort();
        assert_eq!(here, expected);
        assert_eq!(story.rows("SELECT count(*) FROM left_out").await, ["0"]);
        everybody_reads(story).await;
    });
}

#[test]
fn two_who_are_left_alone_are_put_together() {
    tell(async |story| {
        let Four {
            ada,
            with_ada,
            theirs,
            others: [one, other],
            of_others,
        } = four_are_paired(story).await;
        ada.clicks(&theirs, "Can't this time").await;
        one.clicks(&of_others, "Can't this time").await;
        let question = asked(story, &with_ada, "Find me somebody else").await;
        let nobody_yet = with_ada.clicks(&question, "Find me somebody else").await;
        assert!(
            nobody_yet.text.starts_with("Nobody new for you"),
            "{nobody_yet}"
        );
        // The other one agrees, too: that is somebody.
        let question = asked(story, &other, "Find me somebody else").await;
        let found = other.clicks(&question, "Find me somebody else").await;
        let expected = format!("Found: you're with **{}** now.", with_ada.person.name());
        assert!(found.text.starts_with(&expected), "{found}");
        let new = new_in_threads(story, &with_ada).await;
        for part in ["I've found somebody for you", "brings you together"] {
            assert!(
                new.iter().any(|message| message.text.contains(part)),
                "{part:?} in {new:#?}"
            );
        }
        assert_eq!(story.rows("SELECT count(*) FROM left_out").await, ["0"]);
        everybody_reads(story).await;
    });
}
