//! "Thanks for this", in the menu of a message.

use insta::assert_snapshot;

use crate::harness::{redacted, tell};

#[test]
fn the_author_hears_of_it_with_a_link() {
    tell(async |story| {
        let [mia, ravi] = ["mia", "ravi"].map(|name| story.player(name));
        ravi.person
            .write("general", "Try EXPLAIN ANALYZE, that shows it.")
            .unwrap();
        let hint = mia.reads_in("general").await;
        let used = mia
            .person
            .use_on_message("Thanks for this", &hint)
            .await
            .unwrap();
        let form = used.modal().unwrap().clone();
        assert_snapshot!(redacted(&form), @"
        ╔ Thanks for this
        ║ A skill it was about (may stay empty)
        ║   [Postgres]
        ║ A line of thanks (may stay empty)
        ║   [That saved my afternoon!…]
        ╚ [ Cancel ] [ Submit ]
        ");
        let reply = mia
            .submits(&form, &[("skill", "Postgres"), ("for", "That was it!")])
            .await;
        assert_snapshot!(redacted(&reply.text), @"💛 Your thanks to @Ravi for help with **PostgreSQL** are on record. You both find them in `/me`, under **Helps**.");
        let heard = ravi.reads_dm().await;
        assert_snapshot!(redacted(&heard), @"
        DM · Potluck
        💛 **Mia** from **Hearth & Co** says thank you: you helped with **PostgreSQL**.
        > That was it!
        [ Add PostgreSQL to what I teach ] [ What it was for ↗ ]
        -# Fewer of these? **Private messages** in `/me` of **Hearth & Co**, or a pause there.
        ");
        assert!(
            !heard.text.contains("EXPLAIN"),
            "what people write is never read: {heard}"
        );
        story.player("ada").catches_up().await;
        story.player("noor").catches_up().await;
    });
}

#[test]
fn nobody_fills_in_a_form_for_nothing() {
    tell(async |story| {
        let mia = story.player("mia");
        mia.person.write("general", "Good morning!").unwrap();
        story.settle().await;
        let own = mia
            .person
            .sees()
            .messages()
            .find(|message| message.text == "Good morning!")
            .unwrap()
            .clone();
        let used = mia
            .person
            .use_on_message("Thanks for this", &own)
            .await
            .unwrap();
        story.settle().await;
        assert_snapshot!(redacted(&used.message().unwrap().text), @"Well done for helping yourself! Thanks are for somebody else, so nothing was recorded.");
        for name in ["ravi", "ada", "noor"] {
            story.player(name).catches_up().await;
        }
    });
}

#[test]
fn thanks_from_ones_own_question_without_a_name_would_give_it_away() {
    tell(async |story| {
        let [mia, ravi, noor] = ["mia", "ravi", "noor"].map(|name| story.player(name));
        ravi.teaches("postgres").await;
        let options = [
            ("skill", "postgres"),
            ("details", "My report is slow."),
            ("anonymous", "true"),
        ];
        mia.uses("askfor", &options).await;
        let invitation = ravi.reads_dm().await;
        ravi.clicks(&invitation, "I can help").await;
        let thread = story.rows("SELECT thread_id FROM asks").await.remove(0);
        let thread = thread.as_str();
        ravi.person.write(thread, "Try EXPLAIN first.").unwrap();
        story.settle().await;
        for (player, opens) in [(&noor, true), (&mia, false)] {
            let hint = player
                .person
                .sees()
                .messages()
                .find(|message| message.text == "Try EXPLAIN first.")
                .unwrap()
                .clone();
            let used = player
                .person
                .use_on_message("Thanks for this", &hint)
                .await
                .unwrap();
            story.settle().await;
            assert_eq!(used.modal().is_ok(), opens);
            if !opens {
                assert_snapshot!(redacted(&used.message().unwrap().text), @"Thanks from here would carry your name, and this question has none. **Solved** says thank you without it; if you'd rather say it in your name, that's `/thanks`.");
            }
        }
        for player in [&mia, &ravi, &noor, &story.player("ada")] {
            player.catches_up().await;
        }
    });
}

#[test]
fn an_empty_form_is_a_thank_you_and_a_misspelt_skill_is_asked_about() {
    tell(async |story| {
        let [mia, ravi] = ["mia", "ravi"].map(|name| story.player(name));
        ravi.person.write("general", "Here you go.").unwrap();
        let hint = mia.reads_in("general").await;
        let menu = "Thanks for this";
        let used = mia.person.use_on_message(menu, &hint).await.unwrap();
        mia.submits(used.modal().unwrap(), &[]).await;
        let heard = ravi.reads_dm().await;
        assert!(
            heard.text.contains("says thank you for your help."),
            "{heard}"
        );
        let used = mia.person.use_on_message(menu, &hint).await.unwrap();
        let question = mia
            .submits(
                used.modal().unwrap(),
                &[("skill", "postgers"), ("for", "Yes!")],
            )
            .await;
        mia.clicks(&question, "PostgreSQL").await;
        let heard = ravi.reads_dm().await;
        assert!(heard.text.contains("> Yes!"), "{heard}");
        assert!(heard.button("What it was for").is_some(), "{heard}");
        story.player("ada").catches_up().await;
        story.player("noor").catches_up().await;
    });
}
