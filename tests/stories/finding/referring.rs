//! **Someone better**: an invited helper names a colleague.

use chrono::TimeDelta;
use discord_sandbox::control::MessageView;
use insta::assert_snapshot;

use crate::harness::{Player, Story, redacted, tell, tell_in_a_team_of};

/// Mia asks about Postgres, which Ravi teaches; Ravi has read the invitation.
async fn ravi_is_invited(story: &Story) -> (Player, Player, MessageView) {
    let [mia, ravi, noor] = ["mia", "ravi", "noor"].map(|name| story.player(name));
    ravi.teaches("postgres").await;
    mia.asks_for("postgres").await;
    noor.reads_in("help").await;
    let invitation = ravi.reads_dm().await;
    (mia, ravi, invitation)
}

/// Names somebody from the suggestions, and reads what comes.
async fn names(player: &Player, invitation: &MessageView, colleague: &str) -> MessageView {
    let page = player.clicks(invitation, "Someone better").await;
    player
        .chooses(&page, "Choose a colleague", &[colleague])
        .await
}

#[test]
fn the_colleague_named_is_asked_and_whoever_named_them_is_thanked() {
    tell(async |story| {
        let (mia, ravi, invitation) = ravi_is_invited(story).await;
        let noor = story.player("noor");
        let page = ravi.clicks(&invitation, "Someone better").await;
        assert_snapshot!(redacted(&page), @"
        DM · Potluck (only you can see this)
        ↪ Potluck: **Mia** in **Hearth & Co** would like a hand with …
        Who would be better placed for **PostgreSQL**? If it suits them just now, I ask them. They read that you thought of them.
        ( Choose a colleague ▾ )
        [ Somebody else ]
        ");
        let thanks = ravi.chooses(&page, "Choose a colleague", &["Noor"]).await;
        assert_snapshot!(redacted(&thanks), @"
        DM · Potluck (only you can see this; edited)
        ↪ Potluck: **Mia** in **Hearth & Co** would like a hand with …
        **Thank you!** Knowing whom to ask is a help in itself. I take **PostgreSQL** from here, and there is nothing left for you to do.
        ");
        assert_snapshot!(redacted(ravi.looks_again_at(&invitation).await.unwrap()), @"
        DM · Potluck (edited)
        **Mia** in **Hearth & Co** would like a hand with **PostgreSQL**.
        > My report is slow.
        **You named somebody better placed: thank you!** If you find the time yourself after all, the button still works.
        [ I can help ]
        -# Fewer of these? **Private messages** in `/me` of **Hearth & Co**, or a pause there.
        ");
        let noors = noor.reads_dm().await;
        assert_snapshot!(redacted(&noors), @"
        DM · Potluck
        **Mia** in **Hearth & Co** would like a hand with **PostgreSQL**.
        > My report is slow.
        **Ravi** thought of you for this.
        If now isn't a good time, that's fine: no reason needed, and after a few working hours I ask others as well.
        [ I can help ] [ Someone better ] [ Not now ]
        -# Fewer of these? **Private messages** in `/me` of **Hearth & Co**, or a pause there.
        ");

        noor.clicks(&noors, "I can help").await;
        let thread = "PostgreSQL: Mia and Noor";
        let page = mia.clicks(&mia.reads_in(thread).await, "Solved").await;
        mia.clicks(&page, "Done").await;
        noor.reads_in(thread).await;
        let thanks = noor.reads_in(thread).await;
        assert!(
            thanks
                .text
                .contains("thank you, @Ravi, for knowing whom to ask"),
            "{thanks}"
        );
        noor.catches_up().await;
        mia.catches_up().await;
        assert_eq!(
            story
                .rows("SELECT referrer_id, named_id FROM referrals")
                .await,
            ["ravi | noor"]
        );
    });
}

#[test]
fn somebody_else_is_found_by_name() {
    tell_in_a_team_of(40, async |story| {
        let (mia, ravi, invitation) = ravi_is_invited(story).await;
        let page = ravi.clicks(&invitation, "Someone better").await;
        assert_eq!(page.selects[0].options.len(), 25, "{page}");
        let form = ravi.clicks_for_form(&page, "Somebody else").await;
        let field = form.fields[0].label.clone();
        let nobody = ravi.submits(&form, &[(&field, "Zebedee")]).await;
        assert_snapshot!(redacted(&nobody.text), @"I found nobody of that name in the server. Try another spelling, or only the beginning.");
        let form = ravi.clicks_for_form(&nobody, "Somebody else").await;
        let found = ravi.submits(&form, &[(&field, "@kenj")]).await;
        assert_snapshot!(redacted(&found), @"
        DM · Potluck (only you can see this; edited)
        ↪ Potluck: **Mia** in **Hearth & Co** would like a hand with …
        Is it this colleague?
        [ Kenji ]
        [ Somebody else ]
        ");
        let thanks = ravi.clicks(&found, "Kenji").await;
        assert!(thanks.text.starts_with("**Thank you!**"), "{thanks}");
        let kenji = story.player("kenji");
        let told = kenji.reads_dm().await;
        assert!(told.text.contains("**Ravi** thought of you"), "{told}");
        kenji.clicks(&told, "Not now").await;
        mia.catches_up().await;
    });
}

#[test]
fn on_ones_own_page_everybody_in_the_server_can_be_chosen() {
    tell(async |story| {
        let (mia, ravi, invitation) = ravi_is_invited(story).await;
        let page = ravi.uses("me", &[]).await;
        let page = ravi.clicks(&page, "Asks and invitations").await;
        let page = ravi.clicks(&page, "Open").await;
        let better = ravi.clicks(&page, "Someone better").await;
        let thanks = ravi.chooses(&better, "Choose a colleague", &["Noor"]).await;
        assert!(thanks.text.starts_with("**Thank you!**"), "{thanks}");
        let dm = ravi.looks_again_at(&invitation).await.unwrap();
        assert!(dm.text.contains("You named somebody better placed"), "{dm}");
        story.player("noor").catches_up().await;
        mia.catches_up().await;
    });
}

#[test]
fn nobody_can_tell_from_what_they_read_whether_the_colleague_could_be_asked() {
    let mut read = Vec::new();
    for case in ["free", "paused", "blocked", "blocking", "the asker"] {
        tell(async |story| {
            let (mia, ravi, invitation) = ravi_is_invited(story).await;
            let noor = story.player("noor");
            match case {
                "paused" => noor.pauses().await,
                "blocked" => mia.blocks("Noor").await,
                "blocking" => noor.blocks("Mia").await,
                _ => {}
            }
            let thanks = if case == "the asker" {
                // Who asks is not among the suggestions, but in the server's member picker.
                let page = ravi.uses("me", &[]).await;
                let page = ravi.clicks(&page, "Asks and invitations").await;
                let page = ravi.clicks(&page, "Open").await;
                names(&ravi, &page, "Mia").await
            } else {
                names(&ravi, &invitation, "Noor").await
            };
            let message = ravi.looks_again_at(&invitation).await.unwrap();
            let again = ravi.clicks(&message, "I can help").await;
            assert!(again.text.contains("Thank you"), "{again}");
            story.pass(TimeDelta::days(2)).await;
            let later: Vec<String> = ravi.new_dms().await.iter().map(redacted).collect();
            read.push((thanks.text.clone(), message.text.clone(), later));
            for player in [&mia, &noor, &ravi] {
                player.catches_up().await;
            }
        });
    }
    assert!(read.iter().all(|each| each == &read[0]), "{read:#?}");
}

#[test]
fn the_buttons_answer_whoever_presses_them_however_late() {
    tell(async |story| {
        let (mia, ravi, invitation) = ravi_is_invited(story).await;
        let noor = story.player("noor");
        let page = ravi.clicks(&invitation, "Someone better").await;
        let second = ravi.clicks(&invitation, "Someone better").await;
        let first = ravi.chooses(&page, "Choose a colleague", &["Noor"]).await;
        assert!(first.text.starts_with("**Thank you!**"), "{first}");
        let twice = ravi.chooses(&second, "Choose a colleague", &["Ada"]).await;
        assert!(
            twice.text.contains("named somebody for this one already"),
            "{twice}"
        );
        let noors = noor.reads_dm().await;
        let page = noor.clicks(&noors, "Someone better").await;

        ravi.clicks(&invitation, "I can help").await;
        let opening = mia.reads_in("PostgreSQL: Mia and Ravi").await;
        let taken = noor.chooses(&page, "Choose a colleague", &["Ada"]).await;
        assert!(
            taken
                .text
                .contains("Somebody is helping with this one already"),
            "{taken}"
        );
        let own = ravi.chooses(&second, "Choose a colleague", &["Ada"]).await;
        assert!(own.text.contains("taken this one on already"), "{own}");
        mia.clicks(&opening, "Never mind").await;
        story.stop_bot().await;
        story.start_bot().await;
        story.pass(TimeDelta::days(30)).await;
        let over = noor.chooses(&page, "Choose a colleague", &["Ada"]).await;
        assert!(over.text.contains("no longer needed"), "{over}");
        for player in [&mia, &noor, &ravi] {
            player.catches_up().await;
        }
    });
}

#[test]
fn of_an_anonymous_ask_nobody_learns_who_named_them_nor_is_the_asker_told_apart() {
    tell(async |story| {
        let [mia, ravi, noor, ada] = ["mia", "ravi", "noor", "ada"].map(|name| story.player(name));
        ravi.teaches("postgres").await;
        mia.uses(
            "askfor",
            &[
                ("skill", "postgres"),
                ("details", "My report is slow."),
                ("anonymous", "true"),
            ],
        )
        .await;
        noor.reads_in("help").await;
        let invitation = ravi.reads_dm().await;
        let page = ravi.clicks(&invitation, "Someone better").await;
        let mut suggested: Vec<String> = page.selects[0]
            .options
            .iter()
            .map(|option| option.name.clone())
            .collect();
        suggested.sort();
        assert_eq!(suggested, ["Ada", "Mia", "Noor"], "the asker, too");
        let thanks = ravi.chooses(&page, "Choose a colleague", &["Mia"]).await;
        assert!(thanks.text.starts_with("**Thank you!**"), "{thanks}");
        assert_eq!(
            story.rows("SELECT count(*) FROM referrals").await,
            ["0"],
            "no row joins the asker and the ask"
        );
        mia.catches_up().await;

        ada.teaches("postgres").await;
        story.pass(TimeDelta::hours(4)).await;
        let adas = ada.reads_dm().await;
        names(&ada, &adas, "Noor").await;
        let noors = noor.reads_dm().await;
        assert!(
            noors.text.contains("A colleague thought of you for this."),
            "{noors}"
        );
        for player in [&mia, &ravi, &noor, &ada] {
            player.catches_up().await;
        }
    });
}
