//! The opening post that cannot be put up, is deleted, or stands where the help channel was.

use discord_sandbox::faults::Fault;

use super::{opening_page, put_up};
use crate::harness::tell;

#[test]
fn where_it_cannot_be_put_up_settings_say_so_and_offer_it_again() {
    tell(async |story| {
        let (ada, mia) = (story.player("ada"), story.player("mia"));
        let page = opening_page(&ada).await;
        story.suffer(Fault::MissingPermission {
            channel: "help".to_owned(),
            permission: "SEND_MESSAGES".to_owned(),
        });
        ada.clicks(&page, "Put it up").await;
        let page = ada.uses("settings", &[]).await;
        assert!(
            page.text.contains("**Opening post** · could not be put up"),
            "{page}"
        );
        let problems = story.ada_reads_what_went_wrong().await;
        assert!(problems.text.contains("- 1 not sent"), "{problems}");
        story.sandbox.clear_faults().unwrap();
        let page = opening_page(&ada).await;
        assert!(
            page.text.contains("It could not be put up the last time"),
            "{page}"
        );
        ada.clicks(&page, "Put it up").await;
        mia.reads_in("help").await;
        for name in ["ravi", "noor"] {
            story.player(name).catches_up().await;
        }
        let page = opening_page(&ada).await;
        assert!(page.text.contains("It is up in #help."), "{page}");
    });
}

#[test]
fn deleted_by_somebody_it_is_offered_again() {
    tell(async |story| {
        let (ada, mia) = (story.player("ada"), story.player("mia"));
        let post = put_up(story).await;
        story
            .sandbox
            .with(|world| world.remove_message(post.channel, post.id));
        story.settle().await;
        let page = opening_page(&ada).await;
        assert!(page.text.contains("It is not up."), "{page}");
        ada.clicks(&page, "Put it up").await;
        let again = mia.reads_in("help").await;
        assert_ne!(again.id, post.id);
        for name in ["ravi", "noor"] {
            story.player(name).catches_up().await;
        }
    });
}

#[test]
fn where_the_help_channel_is_another_one_it_can_be_put_up_there_too() {
    tell(async |story| {
        let (ada, mia) = (story.player("ada"), story.player("mia"));
        let post = put_up(story).await;
        let page = ada.uses("settings", &[]).await;
        let page = ada.clicks(&page, "Channels").await;
        ada.chooses(&page, "Choose the help channel", &["coffee"])
            .await;
        let page = opening_page(&ada).await;
        assert!(
            page.text
                .contains("It is up in #help. The help channel is #coffee now."),
            "{page}"
        );
        let other = opening_page(&ada).await;
        ada.clicks(&page, "Put it up again").await;
        // Pressed on another page that showed the first one, it does nothing.
        ada.clicks(&other, "Put it up again").await;
        mia.reads_in("coffee").await;
        assert!(mia.person.unread().is_empty());
        // The buttons of the old one work as before.
        let form = mia.clicks_for_form(&post, "I'd like to learn…").await;
        let answer = mia
            .submits(&form, &[("What? Several go with commas", "Spanish")])
            .await;
        assert!(
            answer
                .text
                .contains("**Spanish** is on your list of wishes."),
            "{answer}"
        );
        for name in ["ravi", "noor"] {
            story.player(name).catches_up().await;
        }
    });
}

#[test]
fn it_goes_with_its_channel() {
    tell(async |story| {
        let ada = story.player("ada");
        put_up(story).await;
        story.suffer(Fault::DeleteChannel {
            channel: "help".to_owned(),
        });
        story.settle().await;
        let page = ada.uses("settings", &[]).await;
        assert!(page.text.contains("**Opening post** · not up"), "{page}");
    });
}
