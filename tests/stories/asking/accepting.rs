//! **I can help**: who gets it, and what the others hear.

use insta::assert_snapshot;

use super::{Asked, THREAD, Taken, in_thread, mia_asks, ravi_helps};
use crate::harness::{redacted, tell};

#[test]
fn of_two_who_accept_at_the_same_moment_exactly_one_gets_it() {
    tell(async |story| {
        let Asked {
            mia,
            ravi,
            noor,
            post,
            invitation,
            ..
        } = mia_asks(story).await;
        let (ravis, noors) = tokio::join!(
            ravi.clicks(&invitation, "I can help"),
            noor.clicks(&post, "I can help")
        );
        let got_it = [&ravis, &noors].map(|answer| !answer.text.starts_with("That's kind of you!"));
        assert_eq!(
            got_it.iter().filter(|got| **got).count(),
            1,
            "{ravis}\n{noors}"
        );
        assert_eq!(story.rows("SELECT count(*) FROM ask_helpers").await, ["1"]);
        let thread = if got_it[0] {
            THREAD
        } else {
            "PostgreSQL: Mia and Noor"
        };
        mia.reads_in(thread).await;
        assert_eq!(in_thread(story, thread).len(), 3);
    });
}

#[test]
fn two_who_were_both_invited_accept_at_the_same_moment() {
    tell(async |story| {
        let (mia, ravi, noor) = (
            story.player("mia"),
            story.player("ravi"),
            story.player("noor"),
        );
        ravi.teaches("postgres").await;
        noor.teaches("postgres").await;
        mia.asks_for("postgres").await;
        let (ravis, noors) = (ravi.reads_dm().await, noor.reads_dm().await);
        noor.reads_in("help").await;
        tokio::join!(
            ravi.clicks(&ravis, "I can help"),
            noor.clicks(&noors, "I can help")
        );
        let texts = [
            ravi.looks_again_at(&ravis).await.unwrap().text,
            noor.looks_again_at(&noors).await.unwrap().text,
        ];
        assert_eq!(
            texts
                .iter()
                .filter(|text| text.contains("**You're helping. Thank you!**"))
                .count(),
            1,
            "{texts:#?}"
        );
        assert_eq!(
            texts
                .iter()
                .filter(|text| text.contains("Somebody else is helping already."))
                .count(),
            1,
            "{texts:#?}"
        );
        mia.catches_up().await;
    });
}

#[test]
fn anybody_may_click_on_the_post() {
    tell(async |story| {
        let Asked {
            mia,
            ravi,
            noor,
            post,
            invitation,
            ..
        } = mia_asks(story).await;
        let answer = noor.clicks(&post, "I can help").await;
        assert_snapshot!(redacted(&answer), @"
        #help · Potluck (only you can see this)
        ↪ Potluck: @Mia would like a hand with **PostgreSQL**. > My r…
        **Thank you!** You're helping @Mia with **PostgreSQL**. You two meet in the thread under the post, in a moment.
        [ I can't after all ]
        ");
        assert_eq!(
            in_thread(story, "PostgreSQL: Mia and Noor"),
            ["Potluck", "Mia", "Noor"]
        );
        mia.reads_in("PostgreSQL: Mia and Noor").await;
        let invitation = ravi.looks_again_at(&invitation).await.unwrap();
        assert!(
            invitation
                .text
                .contains("Somebody else is helping already. Thank you for being there!")
                && invitation.buttons.is_empty(),
            "{invitation}"
        );
        ravi.has_no_news().await;
    });
}

#[test]
fn a_later_click_gets_a_kind_answer() {
    tell(async |story| {
        let Taken { noor, post, .. } = ravi_helps(story).await;
        assert_snapshot!(redacted(noor.clicks(&post, "I can help").await), @"
        #help · Potluck (only you can see this)
        ↪ Potluck: @Mia would like a hand with **PostgreSQL**. > My r…
        That's kind of you! @Ravi was a moment quicker and is helping with **PostgreSQL** already. You're welcome to read along and add to it in #PostgreSQL: Mia and Ravi.
        ");
    });
}

#[test]
fn the_helper_clicks_again() {
    tell(async |story| {
        let Taken { ravi, post, .. } = ravi_helps(story).await;
        assert_snapshot!(redacted(ravi.clicks(&post, "I can help").await), @"
        #help · Potluck (only you can see this)
        ↪ Potluck: @Mia would like a hand with **PostgreSQL**. > My r…
        You're on it already, thank you! It goes on in #PostgreSQL: Mia and Ravi.
        [ I can't after all ]
        ");
    });
}

#[test]
fn the_helper_clicks_twice_at_the_same_moment() {
    tell(async |story| {
        let Asked {
            mia, noor, post, ..
        } = mia_asks(story).await;
        let (one, other) = tokio::join!(
            noor.clicks(&post, "I can help"),
            noor.clicks(&post, "I can help")
        );
        assert_eq!(
            [&one, &other]
                .iter()
                .filter(|answer| answer.text.starts_with("You're on it already"))
                .count(),
            1,
            "{one}\n{other}"
        );
        mia.reads_in("PostgreSQL: Mia and Noor").await;
        mia.has_no_news().await;
    });
}

#[test]
fn the_asker_clicks_on_their_own_post() {
    tell(async |story| {
        let Asked { mia, post, .. } = mia_asks(story).await;
        assert_snapshot!(redacted(mia.clicks(&post, "I can help").await), @"
        #help · Potluck (only you can see this)
        ↪ Potluck: @Mia would like a hand with **PostgreSQL**. > My r…
        That's your own question. If you've found the answer yourself, press **Never mind** or **Solved**; `/me` has both.
        ");
        assert_eq!(story.rows("SELECT count(*) FROM ask_helpers").await, ["0"]);
    });
}

#[test]
fn an_invitation_can_be_accepted_in_me_as_well() {
    tell(async |story| {
        let Asked {
            mia,
            ravi,
            invitation,
            ..
        } = mia_asks(story).await;
        let page = ravi.uses("me", &[]).await;
        let page = ravi.clicks(&page, "Asks and invitations").await;
        let page = ravi.clicks(&page, "Open").await;
        assert!(page.text.contains("I thought of you because"), "{page}");
        let answer = ravi.clicks(&page, "I can help").await;
        assert!(answer.text.contains("**Thank you!**"), "{answer}");
        assert!(
            ravi.looks_again_at(&invitation)
                .await
                .unwrap()
                .text
                .contains("**You're helping. Thank you!**")
        );
        let late = ravi.clicks(&page, "Not now").await;
        assert_snapshot!(redacted(late.text), @"You've taken this one on already. If you can't go on, **I can't after all** in the thread or in `/me` lets go of it.");
        mia.reads_in(THREAD).await;
    });
}

#[test]
fn while_it_is_turned_off_a_click_gets_a_sentence_and_nothing_is_lost() {
    tell(async |story| {
        let Asked {
            mia,
            ravi,
            post,
            invitation,
            ..
        } = mia_asks(story).await;
        let ada = story.player("ada");
        let page = ada.uses("setup", &[]).await;
        let page = ada.clicks(&page, "Turn off").await;
        for (player, message) in [(&ravi, &invitation), (&mia, &post)] {
            let answer = player.clicks(message, "I can help").await;
            assert_eq!(
                answer.text,
                "Potluck is resting in that server just now; an admin can turn it on again with `/setup`."
            );
        }
        story.pass(chrono::TimeDelta::days(1)).await;
        ada.turns_on(&page).await;
        ravi.clicks(&invitation, "I can help").await;
        mia.reads_in(THREAD).await;
    });
}
