//! **Turn on**: the post is shown to the admin first, and goes up only if they want it.

use insta::assert_snapshot;

use super::opening_page;
use crate::harness::{redacted, tell_before_setup};

#[test]
fn the_post_is_shown_first_and_then_it_is_exactly_that() {
    tell_before_setup(async |story| {
        let (ada, mia) = (story.player("ada"), story.player("mia"));
        let page = ada.prepares().await;
        let preview = ada.clicks(&page, "Turn on").await;
        assert_snapshot!(redacted(&preview), @"
        #general · Potluck (only you can see this; edited)
        ↪ Ada used /setup
        ### Turn on
        Once I am on, everybody can use the commands, and I write to people when somebody needs them. To start, I would put up this one post in #help. It pings nobody.
        Where a leader learns, others dare to: sign it with what you are learning yourself, if you like.
        ───
        ### What could you bring? What would you like to learn?
        Everybody here knows something that somebody else would like to know. Say what yours is, and what you are curious about: it takes a minute, and a beginner's start is plenty. When somebody asks, I bring the two of you together. 🥘
        [ I could teach… (off) ] [ I'd like to learn… (off) ]
        -# `/teach` and `/learn` do the same at any time. `/askfor` finds help, and `/help` says the rest.
        ───
        [ Turn on and post it ] [ Turn on without ] [ Sign it ] [ Back ]
        ");
        assert_eq!(story.rows("SELECT count(*) FROM outbox").await, ["0"]);
        assert!(mia.person.unread().is_empty());

        let page = ada.clicks(&preview, "Turn on and post it").await;
        assert!(page.text.contains("Turned on since"), "{page}");
        let post = mia.reads_in("help").await;
        assert_snapshot!(redacted(&post), @"
        #help · Potluck
        ### What could you bring? What would you like to learn?
        Everybody here knows something that somebody else would like to know. Say what yours is, and what you are curious about: it takes a minute, and a beginner's start is plenty. When somebody asks, I bring the two of you together. 🥘
        [ I could teach… ] [ I'd like to learn… ]
        -# `/teach` and `/learn` do the same at any time. `/askfor` finds help, and `/help` says the rest.
        ");
        assert!(preview.text.contains(post.text.lines().next().unwrap()));
        for name in story.sandbox.people() {
            let person = story.player(&name);
            // It pings nobody, and whoever looks into the channel finds it.
            person.has_no_news().await;
            person.catches_up().await;
        }
        let page = ada.uses("settings", &[]).await;
        assert!(
            page.text.contains("**Opening post** · up in #help"),
            "{page}"
        );
    });
}

#[test]
fn back_leaves_everything_as_it_was() {
    tell_before_setup(async |story| {
        let ada = story.player("ada");
        let page = ada.prepares().await;
        let preview = ada.clicks(&page, "Turn on").await;
        let page = ada.clicks(&preview, "Back").await;
        assert!(page.text.contains("Turned off: I send nothing"), "{page}");
        assert_eq!(story.rows("SELECT count(*) FROM outbox").await, ["0"]);
    });
}

#[test]
fn without_it_nothing_is_posted_and_settings_offer_it_later() {
    tell_before_setup(async |story| {
        let (ada, mia) = (story.player("ada"), story.player("mia"));
        let page = ada.prepares().await;
        let preview = ada.clicks(&page, "Turn on").await;
        let page = ada.clicks(&preview, "Turn on without").await;
        assert!(page.text.contains("**Opening post** · not up"), "{page}");
        assert!(mia.person.unread().is_empty());
        let page = opening_page(&ada).await;
        assert!(page.text.contains("It is not up."), "{page}");
        ada.clicks(&page, "Put it up").await;
        mia.reads_in("help").await;
        story.player("ravi").catches_up().await;
        story.player("noor").catches_up().await;
    });
}

#[test]
fn turned_off_and_on_again_it_is_not_posted_twice() {
    tell_before_setup(async |story| {
        let (ada, mia) = (story.player("ada"), story.player("mia"));
        let page = ada.prepares().await;
        let other = ada.uses("setup", &[]).await;
        let other = ada.clicks(&other, "Turn on").await;
        let preview = ada.clicks(&page, "Turn on").await;
        let page = ada.clicks(&preview, "Turn on and post it").await;
        mia.reads_in("help").await;
        let page = ada.clicks(&page, "Turn off").await;
        let page = ada.clicks(&page, "Turn on").await;
        assert!(page.text.contains("Turned on since"), "{page}");
        // A second page on which it was still to be decided.
        ada.clicks(&other, "Turn on and post it").await;
        assert!(mia.person.unread().is_empty());
        for name in ["ravi", "noor"] {
            let person = story.player(name);
            person.reads_in("help").await;
            assert!(person.person.unread().is_empty());
        }
    });
}
