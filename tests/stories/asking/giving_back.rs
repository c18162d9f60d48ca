//! Going back on it: **I can't after all**, **Still need help**, **Never mind**.

use insta::assert_snapshot;

use super::{Asked, THREAD, Taken, in_thread, mia_asks, ravi_helps};
use crate::harness::{redacted, tell};

#[test]
fn i_cant_after_all_opens_it_again_and_the_next_one_joins_the_same_thread() {
    tell(async |story| {
        let Taken {
            mia,
            ravi,
            noor,
            post,
            opening,
            ..
        } = ravi_helps(story).await;
        noor.teaches("postgres").await;
        assert_snapshot!(redacted(ravi.clicks(&opening, "I can't after all").await), @"
        #PostgreSQL: Mia and Ravi · Potluck (only you can see this)
        ↪ Potluck: 👋 @Mia, @Ravi can help you with **PostgreSQL**. A …
        That's fine. **PostgreSQL** is off your list, and I'll see to it that somebody else is asked.
        ");
        assert_snapshot!(redacted(mia.reads_in(THREAD).await), @"
        #PostgreSQL: Mia and Ravi · Potluck (pings Mia)
        @Mia, @Ravi can't go on with this after all, which is fine. I've just asked one more person who could help. And the post above takes **I can help** again.
        [ Solved ] [ Still need help ] [ Never mind ]
        ");
        assert_snapshot!(redacted(noor.looks_again_at(&post).await.unwrap()), @"
        #help · Potluck (edited)
        @Mia would like a hand with **PostgreSQL**.
        > My report is slow.
        Know a bit about it? Ten minutes and a pointer in the right direction are plenty.
        [ I can help ]
        🧵 PostgreSQL: Mia and Ravi
        ");

        let invitation = noor.reads_dm().await;
        noor.clicks(&invitation, "I can help").await;
        let joined = mia.reads_in(THREAD).await;
        assert_snapshot!(redacted(&joined), @"
        #PostgreSQL: Mia and Ravi · Potluck (pings Mia, Noor)
        👋 @Mia, @Noor can help you with **PostgreSQL**. What was said so far is above.
        [ Solved ] [ I can't after all ] [ Never mind ]
        ");
        assert_eq!(joined.mentions_pinged, ["Mia", "Noor"]);
        noor.catches_up().await;
        assert!(in_thread(story, THREAD).contains(&"Noor".to_owned()));
        assert_eq!(
            story
                .rows("SELECT count(*) FROM outbox WHERE delivery LIKE '%open_thread%'")
                .await,
            ["1"]
        );
    });
}

#[test]
fn with_nobody_left_to_ask_the_thread_says_so() {
    tell(async |story| {
        let Taken {
            mia, ravi, opening, ..
        } = ravi_helps(story).await;
        ravi.clicks(&opening, "I can't after all").await;
        assert_snapshot!(redacted(mia.reads_in(THREAD).await.text), @"@Mia, @Ravi can't go on with this after all, which is fine. Nobody else who could help is free right now; I'll look again every few working hours. And the post above takes **I can help** again.");
    });
}

#[test]
fn only_who_has_it_can_give_it_back() {
    tell(async |story| {
        let Taken {
            mia,
            ravi,
            noor,
            opening,
            ..
        } = ravi_helps(story).await;
        noor.catches_up().await;
        for player in [&mia, &noor] {
            let answer = player.clicks(&opening, "I can't after all").await;
            assert_eq!(
                answer.text,
                "That button is for whoever is helping here, so there is nothing for you to do. Thank you for looking in!"
            );
        }
        ravi.clicks(&opening, "I can't after all").await;
        let twice = ravi.clicks(&opening, "I can't after all").await;
        assert_snapshot!(redacted(&twice), @"
        #PostgreSQL: Mia and Ravi · Potluck (only you can see this)
        ↪ Potluck: 👋 @Mia, @Ravi can help you with **PostgreSQL**. A …
        **PostgreSQL** is off your list already, and that's fine. If you find the time after all, the button takes you back.
        [ I can help ]
        ");
        mia.reads_in(THREAD).await;
        // It is no dead end: the button takes it on again.
        ravi.clicks(&twice, "I can help").await;
        mia.reads_in(THREAD).await;
        ravi.catches_up().await;
    });
}

#[test]
fn who_gave_it_back_can_take_it_again() {
    tell(async |story| {
        let Taken {
            mia,
            ravi,
            opening,
            post,
            ..
        } = ravi_helps(story).await;
        ravi.clicks(&opening, "I can't after all").await;
        mia.reads_in(THREAD).await;
        let answer = ravi.clicks(&post, "I can help").await;
        assert!(answer.text.contains("**Thank you!**"), "{answer}");
        mia.reads_in(THREAD).await;
        ravi.catches_up().await;
    });
}

#[test]
fn still_need_help_asks_the_next_into_the_same_thread() {
    tell(async |story| {
        let Taken {
            mia,
            ravi,
            noor,
            post,
            ..
        } = ravi_helps(story).await;
        noor.teaches("postgres").await;
        let page = mia.uses("me", &[]).await;
        let page = mia.clicks(&page, "Asks and invitations").await;
        let page = mia.clicks(&page, "Open").await;
        assert_snapshot!(redacted(&page), @"
        #general · Potluck (only you can see this; edited)
        ↪ Mia used /me
        **PostgreSQL**
        @Ravi is helping. It goes on in #PostgreSQL: Mia and Ravi.
        > My report is slow.
        [ Solved ] [ Still need help ] [ Never mind ]
        [ Back ]
        ");
        assert_snapshot!(redacted(mia.clicks(&page, "Still need help").await), @"
        #general · Potluck (only you can see this)
        ↪ Potluck: **PostgreSQL** @Ravi is helping. It goes on in #Po…
        I've asked one more person who could help. Whoever says yes joins you in #PostgreSQL: Mia and Ravi.
        [ Never mind ]
        ");
        assert_snapshot!(redacted(noor.looks_again_at(&post).await.unwrap().text), @"
        @Mia would like a hand with **PostgreSQL**.
        > My report is slow.
        @Ravi is on it, and one more pair of eyes would be welcome.
        ");
        ravi.reads_in(THREAD).await;
        assert_snapshot!(redacted(ravi.reads_in(THREAD).await), @"
        #PostgreSQL: Mia and Ravi · Potluck
        @Mia could still use a hand with **PostgreSQL**. I've just asked one more person who could help. And the post above takes **I can help** again.
        [ Solved ] [ Never mind ]
        ");
        assert_snapshot!(redacted(mia.clicks(&page, "Still need help").await.text), @"Your question about **PostgreSQL** is open. One person is being asked right now, and I'll ask the next ones after them.");

        let invitation = noor.reads_dm().await;
        noor.clicks(&invitation, "I can help").await;
        mia.catches_up().await;
        noor.catches_up().await;
        assert_eq!(in_thread(story, THREAD), ["Potluck", "Mia", "Ravi", "Noor"]);
        assert!(
            noor.looks_again_at(&post)
                .await
                .unwrap()
                .text
                .contains("@Ravi and @Noor are helping")
        );
    });
}

#[test]
fn never_mind_at_once_takes_it_all_back() {
    tell(async |story| {
        let Asked {
            mia,
            ravi,
            noor,
            reply,
            post,
            invitation,
        } = mia_asks(story).await;
        assert_snapshot!(redacted(mia.clicks(&reply, "Never mind").await), @"
        #general · Potluck (only you can see this)
        ↪ Potluck: Your question about **PostgreSQL** goes up in #hel…
        All right: your question about **PostgreSQL** is closed, and I've told those I had asked.
        ");
        assert_snapshot!(redacted(noor.looks_again_at(&post).await.unwrap()), @"
        #help · Potluck (edited)
        @Mia would like a hand with **PostgreSQL**.
        > My report is slow.
        **Closed:** no longer needed. Thanks to everybody who had a look.
        ");
        assert_snapshot!(redacted(ravi.looks_again_at(&invitation).await.unwrap()), @"
        DM · Potluck (edited)
        **Mia** in **Hearth & Co** would like a hand with **PostgreSQL**.
        > My report is slow.
        This is no longer needed. Thank you for being there!
        -# Fewer of these? **Private messages** in `/me` of **Hearth & Co**, or a pause there.
        ");
        let twice = mia.clicks(&reply, "Never mind").await;
        assert_snapshot!(redacted(twice.text), @"The question about **PostgreSQL** was taken back: it's no longer needed. Thank you for looking in!");
    });
}

#[test]
fn never_mind_in_the_thread_thanks_the_helper_and_closes_it() {
    tell(async |story| {
        let Taken {
            mia,
            ravi,
            noor,
            post,
            opening,
            ..
        } = ravi_helps(story).await;
        mia.clicks(&opening, "Never mind").await;
        ravi.reads_in(THREAD).await;
        assert_snapshot!(redacted(ravi.reads_in(THREAD).await), @"
        #PostgreSQL: Mia and Ravi · Potluck
        @Mia doesn't need this any more. Thanks for having been there!
        ");
        assert!(
            noor.looks_again_at(&post)
                .await
                .unwrap()
                .text
                .contains("**Closed:** no longer needed.")
        );
        assert!(noor.person.sees().place(THREAD).unwrap().archived);
        assert_eq!(story.rows("SELECT count(*) FROM helps").await, ["0"]);
    });
}

#[test]
fn only_the_asker_can_say_that_it_is_over() {
    tell(async |story| {
        let Taken {
            ravi,
            noor,
            opening,
            ..
        } = ravi_helps(story).await;
        noor.catches_up().await;
        assert_snapshot!(redacted(ravi.clicks(&opening, "Never mind").await.text), @"Only @Mia can say that, because it's their question. Thank you for helping it along!");
        let answer = noor.clicks(&opening, "Solved").await;
        assert!(
            answer.text.starts_with("Only @Mia can say that"),
            "{answer}"
        );
        assert_eq!(story.rows("SELECT state FROM asks").await, ["taken"]);
    });
}
