//! What one agrees to: welcoming, being quoted, private messages; and skills added from the page.

use chrono::TimeDelta;
use insta::assert_snapshot;

use super::section;
use crate::harness::{redacted, tell};

#[test]
fn quoting_is_off_until_one_says_so() {
    tell(async |story| {
        let mia = story.player("mia");
        let page = section(&mia, "Quoting").await;
        assert_snapshot!(redacted(&page), @"
        #general · Potluck (only you can see this; edited)
        ↪ Mia used /me
        ### Quoting
        The managers' digest may quote a line of thanks with the names of both, where both agreed; so may the monthly table, which everybody reads where admins have turned it on.
        **No** · Thanks that you wrote or got are not among them.
        [ My thanks may be quoted ] [ Back ]
        ");
        let page = mia.clicks(&page, "My thanks may be quoted").await;
        assert_snapshot!(redacted(&page), @"
        #general · Potluck (only you can see this; edited)
        ↪ Mia used /me
        ### Quoting
        The managers' digest may quote a line of thanks with the names of both, where both agreed; so may the monthly table, which everybody reads where admins have turned it on.
        **Yes** · Thanks that you wrote or got may be among them, if the other agreed, too. Change your mind, and they are taken out of what was posted.
        [ Don't quote my thanks ] [ Back ]
        ");
        let quotable = "SELECT display_name FROM members WHERE quotable = 1";
        assert_eq!(story.rows(quotable).await, ["Mia"]);
        // A page that was opened earlier works a month later, after a restart.
        story.pass(TimeDelta::days(31)).await;
        story.stop_bot().await;
        story.start_bot().await;
        mia.clicks(&page, "Don't quote my thanks").await;
        assert!(story.rows(quotable).await.is_empty());
    });
}

#[test]
fn who_would_rather_not_welcome_new_colleagues_says_so() {
    tell(async |story| {
        let mia = story.player("mia");
        let page = section(&mia, "New colleagues").await;
        assert_snapshot!(redacted(&page), @"
        #general · Potluck (only you can see this; edited)
        ↪ Mia used /me
        ### New colleagues
        The first weeks are easier if there is one person to go to.
        **Yes** · Once you have been here for three months, you may be that one person for somebody. If it doesn't suit, one button hands over.
        [ Rather not ] [ Back ]
        ");
        let page = mia.clicks(&page, "Rather not").await;
        assert_snapshot!(redacted(&page), @"
        #general · Potluck (only you can see this; edited)
        ↪ Mia used /me
        ### New colleagues
        The first weeks are easier if there is one person to go to.
        **No** · You are not asked. Nobody is told that you said so.
        [ I'd like to ] [ Back ]
        ");
        assert_eq!(
            story
                .rows("SELECT display_name FROM members WHERE hosting = 0")
                .await,
            ["Mia"]
        );
        let overview = mia.clicks(&page, "Back").await;
        assert!(
            overview
                .text
                .contains("**New colleagues** · you are not asked to welcome them"),
            "{overview}"
        );
    });
}

#[test]
fn private_messages_are_counted_and_chosen() {
    tell(async |story| {
        let (mia, ravi) = (story.player("mia"), story.player("ravi"));
        let page = section(&ravi, "Private messages").await;
        assert_snapshot!(redacted(&page), @"
        #general · Potluck (only you can see this; edited)
        ↪ Ravi used /me
        ### Private messages
        I start at most 4 with you in a week, within your working hours; in the last seven days it was 0. What answers something you did is not counted.
        **Thanks** · a message when somebody thanks you
        **Questions** · two weeks after somebody helped you I may ask, once, whether you could start others off with it
        **My month** · off; it would tell you once a month what you taught and learned, and whom you met
        Fewer still: a lower **Limit**, or a **Pause**.
        [ No messages of thanks ] [ Don't ask me ] [ Send me my month ] [ Back ]
        ");
        ravi.teaches("Rust").await;
        mia.asks_for("Rust").await;
        ravi.reads_dm().await;
        let page = section(&ravi, "Private messages").await;
        assert!(
            page.text.contains("in the last seven days it was 1."),
            "{page}"
        );
        let page = ravi.clicks(&page, "No messages of thanks").await;
        let page = ravi.clicks(&page, "Don't ask me").await;
        assert_snapshot!(redacted(&page), @"
        #general · Potluck (only you can see this; edited)
        ↪ Ravi used /me
        ### Private messages
        I start at most 4 with you in a week, within your working hours; in the last seven days it was 1. What answers something you did is not counted.
        **Thanks** · no message; they are under **Helps**
        **Questions** · I don't ask whether you could teach what you learned
        **My month** · off; it would tell you once a month what you taught and learned, and whom you met
        Fewer still: a lower **Limit**, or a **Pause**.
        [ Tell me of thanks ] [ You may ask me ] [ Send me my month ] [ Back ]
        ");
        assert_eq!(
            story
                .rows("SELECT display_name FROM members WHERE wants_thanks = 0 AND wants_questions = 0")
                .await,
            ["Ravi"]
        );
        for name in ["ravi", "noor"] {
            story.player(name).catches_up().await;
        }
    });
}

#[test]
fn skills_are_added_from_the_page() {
    tell(async |story| {
        let mia = story.player("mia");
        let page = section(&mia, "Skills").await;
        let form = mia.clicks_for_form(&page, "I could teach…").await;
        let answer = mia
            .submits(&form, &[("What? Several go with commas", "Rust, Go")])
            .await;
        assert!(answer.text.contains("You teach **Rust** now"), "{answer}");
        let form = mia.clicks_for_form(&page, "I'd like to learn…").await;
        mia.submits(&form, &[("What? Several go with commas", "Spanish")])
            .await;
        let page = section(&mia, "Skills").await;
        for skill in [
            "You teach **Go**",
            "You teach **Rust**",
            "You wish to learn **Spanish**",
        ] {
            assert!(page.text.contains(skill), "{page}");
        }
    });
}
