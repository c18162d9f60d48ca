//! Texts that want to be more than text: whatever somebody writes pings nobody, formats nothing and breaks nothing.

use super::THREAD;
use crate::harness::{Story, tell};

/// What cannot be seen, or turns the reading direction.
const UNSEEN: [char; 7] = [
    '\0', '\u{7}', '\u{1b}', '\u{200b}', '\u{202e}', '\u{2066}', '\u{feff}',
];

/// The longest that Discord lets somebody write as details, and as a line of thanks.
const DETAILS: usize = 1_500;
const THANKS: usize = 500;

/// Mia asks with this, Ravi helps, and she thanks him with it. Every message shows `seen`.
async fn from_ask_to_thanks(story: &Story, text: &str, seen: &str) {
    let [mia, ravi, noor] = ["mia", "ravi", "noor"].map(|name| story.player(name));
    ravi.teaches("postgres").await;
    let details: String = text.chars().take(DETAILS).collect();
    mia.uses("askfor", &[("skill", "postgres"), ("details", &details)])
        .await;
    let post = noor.reads_in("help").await;
    let invitation = ravi.reads_dm().await;
    assert!(
        post.mentions_pinged.is_empty() && invitation.mentions_pinged.is_empty(),
        "{post}\n{invitation}"
    );
    ravi.clicks(&invitation, "I can help").await;
    let opening = mia.reads_in(THREAD).await;
    let page = mia.clicks(&opening, "Solved").await;
    let form = mia.clicks_for_form(&page, "Write a thank-you").await;
    let line: String = text.chars().take(THANKS).collect();
    let page = mia
        .submits(&form, &[("What did it change for you?", &line)])
        .await;
    mia.clicks(&page, "Done").await;
    ravi.reads_in(THREAD).await;
    let thanks = ravi.reads_in(THREAD).await;
    assert_eq!(thanks.mentions_pinged, ["Ravi"], "{thanks}");
    for message in [&post, &invitation, &page, &thanks] {
        assert!(message.text.contains(seen), "{message}");
        assert!(!message.text.contains(UNSEEN), "{message:?}");
    }
    // Mia's name and Ravi's are there by right; nobody else was called.
    noor.has_no_news().await;
    story.player("ada").has_no_news().await;
    assert_eq!(story.rows("SELECT count(*) FROM helps").await, ["1"]);
}

#[test]
fn mentions_and_links_are_text() {
    tell(async |story| {
        let noor = story
            .sandbox
            .look(|world| world.user_named("noor").unwrap());
        let text = format!(
            "@everyone @here <@{noor}> <@!{noor}> <@&{noor}> <#{noor}> [free](https://example.com) <t:0:R>"
        );
        from_ask_to_thanks(
            story,
            &text,
            r"\@everyone \@here \@Noor \@Noor \@unknown-role",
        )
        .await;
    });
}

#[test]
fn markdown_is_text() {
    tell(async |story| {
        let text = "# big\n> quoted\n- listed\n```\nfenced\n``` ||hidden|| **bold** __under__ ~~gone~~ `code";
        let seen = "> \\# big\n> \\> quoted\n> \\- listed\n> \\`\\`\\`";
        from_ask_to_thanks(story, text, seen).await;
    });
}

#[test]
fn what_cannot_be_seen_is_left_out() {
    tell(async |story| {
        let text = "no\u{200b}thing \u{202e}turned\u{2066} \u{feff}around\u{1b}[31m\0\u{7}";
        from_ask_to_thanks(story, text, "nothing turned around").await;
    });
}

#[test]
fn emoji_stay_emoji() {
    tell(async |story| {
        // What joins emoji into one is unseen and left out like the rest of its kind; each of them stays.
        let text = "👩\u{200d}👧 👍🏽 <:custom:1>";
        from_ask_to_thanks(story, text, "👩👧 👍🏽 \\").await;
    });
}

#[test]
fn the_longest_there_can_be_of_what_needs_protecting_fits() {
    tell(async |story| {
        from_ask_to_thanks(story, &"*".repeat(DETAILS), &r"\*".repeat(400)).await;
    });
}

#[test]
fn four_thousand_characters_are_refused_and_nothing_is_posted() {
    tell(async |story| {
        let mia = story.player("mia");
        let details = "a".repeat(4_000);
        let refused = mia
            .tries("askfor", &[("skill", "postgres"), ("details", &details)])
            .await;
        assert!(refused.is_err(), "{refused:?}");
        let form = mia.opens("askfor", &[("skill", "postgres")]).await;
        let label = form.fields[0].label.clone();
        let refused = mia.person.submit(&form, &[(&label, &details)]).await;
        assert!(refused.is_err(), "{refused:?}");
        assert_eq!(story.rows("SELECT count(*) FROM asks").await, ["0"]);
    });
}
