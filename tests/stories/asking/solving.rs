//! **Solved**: who helped, a face, a line of thanks.

use insta::assert_snapshot;

use super::{Asked, THREAD, Taken, mia_asks, ravi_helps};
use crate::harness::{redacted, tell};

#[test]
fn several_may_have_helped() {
    tell(async |story| {
        let Taken {
            mia,
            ravi,
            noor,
            post,
            opening,
            ..
        } = ravi_helps(story).await;
        let page = mia.clicks(&opening, "Solved").await;
        let page = mia
            .chooses(&page, "Who helped?", &["Ravi", "Noor", "Ada"])
            .await;
        let page = mia.clicks(&page, "😐").await;
        let page = mia.clicks(&page, "🙂").await;
        let form = mia.clicks_for_form(&page, "Write a thank-you").await;
        let page = mia.submits(&form, &[("thanks", "*Great* team!")]).await;
        let form = mia.clicks_for_form(&page, "Change the thank-you").await;
        assert_eq!(form.fields[0].value.as_deref(), Some("*Great* team!"));
        let page = mia
            .submits(&form, &[("thanks", "You are a *great* team!")])
            .await;
        assert_snapshot!(redacted(&page), @r"
        #PostgreSQL: Mia and Ravi · Potluck (only you can see this; edited)
        ↪ Potluck: 👋 @Mia, @Ravi can help you with **PostgreSQL**. A …
        Great that **PostgreSQL** is solved! Who helped you? Several are fine.
        ( @Ada, @Ravi, @Noor ▾ )
        Chosen: @Ada, @Ravi and @Noor
        How was it? Only sums over many are ever shown.
        [ 🙁 ] [ 😐 ] [ 🙂 ]
        Your thank-you:
        > You are a \*great\* team!
        [ Change the thank-you ] [ Write down a lesson ] [ Done ]
        ");
        assert_snapshot!(redacted(mia.clicks(&page, "Done").await.text), @"**PostgreSQL** is solved, and your thanks to @Ada, @Ravi and @Noor are on record.");

        ravi.reads_in(THREAD).await;
        let thanks = ravi.reads_in(THREAD).await;
        assert_snapshot!(redacted(&thanks), @r"
        #PostgreSQL: Mia and Ravi · Potluck (pings Ada, Ravi, Noor)
        ✅ Solved! Thank you, @Ada, @Ravi and @Noor: @Mia got a hand with **PostgreSQL** from you.
        > You are a \*great\* team!
        -# @Ada and @Noor, would you show it to others, too? One click puts it on your list.
        [ Add PostgreSQL to what I teach ]
        ");
        assert_eq!(thanks.mentions_pinged, ["Ada", "Ravi", "Noor"]);
        noor.catches_up().await;
        story.player("ada").catches_up().await;
        assert!(
            noor.looks_again_at(&post)
                .await
                .unwrap()
                .text
                .contains("✅ **Solved**, with the help of")
        );
        assert_eq!(
            story
                .rows("SELECT helper_id FROM helps ORDER BY helper_id")
                .await,
            ["ada", "ravi", "noor"]
        );
    });
}

#[test]
fn who_found_it_alone_has_solved_it_too() {
    tell(async |story| {
        let Asked {
            mia,
            ravi,
            noor,
            post,
            invitation,
            ..
        } = mia_asks(story).await;
        let page = mia.uses("me", &[]).await;
        let page = mia.clicks(&page, "Asks and invitations").await;
        let page = mia.clicks(&page, "Open").await;
        let page = mia.clicks(&page, "Solved").await;
        assert_snapshot!(redacted(&page), @"
        #general · Potluck (only you can see this)
        ↪ Potluck: **PostgreSQL** Nobody has it yet; one person is be…
        Great that **PostgreSQL** is solved! Who helped you? Several are fine.
        ( Who helped? ▾ )
        Nobody is chosen: that's right if you found it yourself.
        How was it? Only sums over many are ever shown.
        [ 🙁 ] [ 😐 ] [ 🙂 ]
        [ Write a thank-you ] [ Write down a lesson ] [ Done ]
        ");
        assert_snapshot!(redacted(mia.clicks(&page, "Done").await.text), @"**PostgreSQL** is solved. Well done!");
        assert!(
            noor.looks_again_at(&post)
                .await
                .unwrap()
                .text
                .ends_with("✅ **Solved.**")
        );
        assert!(
            ravi.looks_again_at(&invitation)
                .await
                .unwrap()
                .text
                .contains("This is solved. Thank you for being there!")
        );
        assert_eq!(story.rows("SELECT count(*) FROM helps").await, ["0"]);
    });
}

#[test]
fn some_cannot_be_chosen_and_the_page_says_why() {
    tell(async |story| {
        let Taken { mia, opening, .. } = ravi_helps(story).await;
        let page = mia.clicks(&opening, "Solved").await;
        let page = mia.chooses(&page, "Who helped?", &["Mia"]).await;
        assert!(
            page.text.starts_with("Well done for finding it yourself!"),
            "{page}"
        );
        let page = mia.chooses(&page, "Who helped?", &["Potluck"]).await;
        assert!(
            page.text
                .starts_with("Bots don't need thanks, not even me."),
            "{page}"
        );
        let page = mia.chooses(&page, "Who helped?", &["Ravi"]).await;
        assert!(page.text.contains("Chosen: @Ravi"), "{page}");
        let reopened = mia.clicks(&opening, "Solved").await;
        assert!(
            reopened.text.contains("Chosen: @Ravi"),
            "what was chosen is kept: {reopened}"
        );
    });
}

#[test]
fn solved_by_the_wrong_person_and_solved_twice() {
    tell(async |story| {
        let Taken {
            mia, ravi, opening, ..
        } = ravi_helps(story).await;
        let answer = ravi.clicks(&opening, "Solved").await;
        assert!(
            answer.text.starts_with("Only @Mia can say that"),
            "{answer}"
        );
        let (page, other) = (
            mia.clicks(&opening, "Solved").await,
            mia.clicks(&opening, "Solved").await,
        );
        mia.clicks(&page, "Done").await;
        let twice = mia.clicks(&other, "Done").await;
        assert_snapshot!(redacted(&twice), @"
        #PostgreSQL: Mia and Ravi · Potluck (only you can see this)
        ↪ Potluck: Great that **PostgreSQL** is solved! Who helped yo…
        **PostgreSQL** is solved already. Thank you for looking in!
        ");
        for button in ["Solved", "Never mind", "I can't after all"] {
            let answer = mia.clicks(&opening, button).await;
            assert!(
                answer.text.contains("is solved already"),
                "[{button}]: {answer}"
            );
        }
        assert_eq!(story.rows("SELECT count(*) FROM helps").await, ["1"]);
        ravi.catches_up().await;
    });
}

#[test]
fn done_twice_at_the_same_moment_writes_one_help() {
    tell(async |story| {
        let Taken {
            mia, ravi, opening, ..
        } = ravi_helps(story).await;
        let page = mia.clicks(&opening, "Solved").await;
        tokio::join!(mia.clicks(&page, "Done"), mia.clicks(&page, "Done"));
        assert_eq!(
            story.rows("SELECT helper_id, learner_id FROM helps").await,
            ["ravi | mia"]
        );
        mia.catches_up().await;
        ravi.reads_in(THREAD).await;
        ravi.reads_in(THREAD).await;
        ravi.has_no_news().await;
    });
}

#[test]
fn in_private_people_are_suggested_or_found_by_name() {
    tell(async |story| {
        let Taken {
            mia, ravi, noor, ..
        } = ravi_helps(story).await;
        story.suffer(discord_sandbox::Fault::DeleteChannel {
            channel: THREAD.into(),
        });
        let told = mia.reads_dm().await;
        let page = mia.clicks(&told, "Solved").await;
        assert_snapshot!(redacted(&page), @"
        DM · Potluck (only you can see this)
        ↪ Potluck: The thread about **PostgreSQL** in **Hearth & Co**…
        Great that **PostgreSQL** is solved! Who helped you? Several are fine.
        ( Ravi ▾ )
        Chosen: @Ravi
        [ Somebody else ]
        How was it? Only sums over many are ever shown.
        [ 🙁 ] [ 😐 ] [ 🙂 ]
        [ Write a thank-you ] [ Write down a lesson ] [ Done ]
        ");
        let form = mia.clicks_for_form(&page, "Somebody else").await;
        assert_snapshot!(redacted(&form), @"
        ╔ Who helped?
        ║ Their name, or the beginning of it *
        ║   []
        ╚ [ Cancel ] [ Submit ]
        ");
        let page = mia.submits(&form, &[("name", "noo")]).await;
        assert!(page.text.contains("Chosen: @Ravi and @Noor"), "{page}");
        let form = mia.clicks_for_form(&page, "Somebody else").await;
        let nobody = mia.submits(&form, &[("name", "Olu")]).await;
        assert_snapshot!(redacted(&nobody), @"
        DM · Potluck (only you can see this; edited)
        ↪ Potluck: The thread about **PostgreSQL** in **Hearth & Co**…
        I found nobody of that name in the server. Try another spelling, or only the beginning.
        [ Somebody else ] [ Back ]
        ");
        let page = mia.clicks(&nobody, "Back").await;
        mia.clicks(&page, "Done").await;
        assert_snapshot!(redacted(ravi.reads_dm().await), @"
        DM · Potluck
        ✅ **Mia** from **Hearth & Co** says thank you: you helped with **PostgreSQL**.
        -# Fewer of these? **Private messages** in `/me` of **Hearth & Co**, or a pause there.
        ");
        noor.reads_dm().await;
        assert_eq!(story.rows("SELECT count(*) FROM helps").await, ["2"]);
    });
}
