//! **Add … to what I teach**, under thanks.

use chrono::TimeDelta;
use discord_sandbox::control::MessageView;
use insta::assert_snapshot;

use crate::harness::{Player, Story, redacted, tell};

const ADD: &str = "Add PostgreSQL to what I teach";
const THREAD: &str = "PostgreSQL: Mia and Noor";

/// Noor, who does not teach it, helped Mia with Postgres by a click of her own, and Ravi as well, who does.
async fn noor_and_ravi_helped(story: &Story) -> (Player, Player, Player, MessageView) {
    let [mia, ravi, noor] = ["mia", "ravi", "noor"].map(|name| story.player(name));
    ravi.teaches("postgres").await;
    mia.asks_for("postgres").await;
    let post = noor.reads_in("help").await;
    noor.clicks(&post, "I can help").await;
    let opening = mia.reads_in(THREAD).await;
    let page = mia.clicks(&opening, "Solved").await;
    let page = mia.chooses(&page, "Who helped?", &["Noor", "Ravi"]).await;
    mia.clicks(&page, "Done").await;
    noor.reads_in(THREAD).await;
    let thanks = noor.reads_in(THREAD).await;
    for name in ["mia", "ravi", "noor", "ada"] {
        story.player(name).catches_up().await;
    }
    (mia, ravi, noor, thanks)
}

#[test]
fn who_helped_adds_it_with_one_click() {
    tell(async |story| {
        let (mia, ravi, noor, thanks) = noor_and_ravi_helped(story).await;
        assert_snapshot!(redacted(&thanks), @"
        #PostgreSQL: Mia and Noor · Potluck (pings Ravi, Noor)
        ✅ Solved! Thank you, @Ravi and @Noor: @Mia got a hand with **PostgreSQL** from you.
        -# @Noor, would you show it to others, too? One click puts it on your list.
        [ Add PostgreSQL to what I teach ]
        ");
        assert_snapshot!(redacted(noor.clicks(&thanks, ADD).await), @"
        #PostgreSQL: Mia and Noor · Potluck (only you can see this)
        ↪ Potluck: ✅ Solved! Thank you, @Ravi and @Noor: @Mia got a h…
        You teach **PostgreSQL** now. Nobody else wishes to learn it yet.
        What happens next: when somebody asks about it, I may invite you to help and say why. **Not now** is always a fine answer, and `/me` is the place for a pause or a limit.
        [ Remove PostgreSQL ]
        ");
        assert_snapshot!(redacted(noor.clicks(&thanks, ADD).await.text), @"You teach **PostgreSQL** already, so there is nothing to add. `/me` shows everything you teach, and changes it.");
        let answer = ravi.clicks(&thanks, ADD).await;
        assert!(
            answer.text.starts_with("You teach **PostgreSQL** already"),
            "{answer}"
        );
        assert_snapshot!(redacted(mia.clicks(&thanks, ADD).await.text), @"That button is for those who helped there. If you could start somebody off with **PostgreSQL**, too, `/teach` adds it.");
        assert_eq!(
            story
                .rows("SELECT member_id, level FROM offers ORDER BY member_id")
                .await,
            ["ravi | -", "noor | -"]
        );
    });
}

#[test]
fn the_button_works_a_month_later_and_after_a_restart() {
    tell(async |story| {
        let (mia, _, noor, thanks) = noor_and_ravi_helped(story).await;
        story.pass(TimeDelta::days(30)).await;
        story.stop_bot().await;
        story.start_bot().await;
        let answer = noor.clicks(&thanks, ADD).await;
        assert!(
            answer.text.starts_with("You teach **PostgreSQL** now"),
            "{answer}"
        );
        mia.catches_up().await;
    });
}

#[test]
fn who_teaches_it_already_is_not_offered_it() {
    tell(async |story| {
        let [mia, ravi] = ["mia", "ravi"].map(|name| story.player(name));
        ravi.teaches("postgres").await;
        mia.uses("thanks", &[("member", "ravi"), ("skill", "postgres")])
            .await;
        let heard = ravi.reads_dm().await;
        assert!(heard.buttons.is_empty(), "{heard}");
    });
}

#[test]
fn private_thanks_offer_it_as_well_and_what_was_added_can_be_removed_there() {
    tell(async |story| {
        let [mia, ravi] = ["mia", "ravi"].map(|name| story.player(name));
        mia.uses("thanks", &[("member", "ravi"), ("skill", "postgres")])
            .await;
        let heard = ravi.reads_dm().await;
        assert_snapshot!(redacted(&heard), @"
        DM · Potluck
        💛 **Mia** from **Hearth & Co** says thank you: you helped with **PostgreSQL**.
        [ Add PostgreSQL to what I teach ]
        -# Fewer of these? **Private messages** in `/me` of **Hearth & Co**, or a pause there.
        ");
        let added = ravi.clicks(&heard, ADD).await;
        assert!(
            added.text.starts_with("You teach **PostgreSQL** now"),
            "{added}"
        );
        let removed = ravi.clicks(&added, "Remove PostgreSQL").await;
        assert!(
            removed.text.starts_with("Done: you no longer teach"),
            "{removed}"
        );
        ravi.person.leave().unwrap();
        story.settle().await;
        assert_snapshot!(redacted(ravi.clicks(&heard, ADD).await.text), @"I don't see you in that server (yet). If you have just joined, please try again in a minute.");
    });
}
