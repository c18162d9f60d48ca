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
        assert_snapshot!(redacted(&page), @"");
        let thanks = ravi.chooses(&page, "Choose a colleague", &["Noor"]).await;
        assert_snapshot!(redacted(&thanks), @"");
        assert_snapshot!(redacted(ravi.looks_again_at(&invitation).await.unwrap()), @"");
        let noors = noor.reads_dm().await;
        assert_snapshot!(redacted(&noors), @"");

        noor.clicks(&noors, "I can help").await;
        let thread = "PostgreSQL: Mia and Noor";
        let page = mia.clicks(&mia.reads_in(thread).await, "Solved").await;
        mia.clicks(&page, "Done").await;
        assert_snapshot!(redacted(noor.reads_in(thread).await.text), @"");
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
        assert_snapshot!(redacted(&nobody.text), @"");
        let form = ravi.clicks_for_form(&nobody, "Somebody else").await;
        let found = ravi.submits(&form, &[(&field, "@kenj")]).await;
        assert_snapshot!(redacted(&found), @"");
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
        let page = ravi.clicks(&page, "Asks").await;
        let invited = page
            .selects
            .iter()
            .find(|select| {
                select
                    .options
                    .iter()
                    .any(|option| option.label.contains("PostgreSQL"))
            })
            .unwrap_or_else(|| panic!("no select with the invitation on {page}"));
        let option = invited.options[0].label.clone();
        let select = invited.custom_id.clone();
        let page = ravi.chooses(&page, &select, &[&option]).await;
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
                let page = ravi.clicks(&page, "Asks").await;
                let select = page.selects[0].custom_id.clone();
                let option = page.selects[0].options[0].label.clone();
                let page = ravi.chooses(&page, &select, &[&option]).await;
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
        let first = ravi.chooses(&page, "Choose a colleague", &["Noor"]).await;
        assert!(first.text.starts_with("**Thank you!**"), "{first}");
        let twice = ravi.clicks(&invitation, "Someone better").await;
        assert_snapshot!(redacted(&twice.text), @"");
        let noors = noor.reads_dm().await;

        let changed = ravi
            .clicks(&ravi.looks_again_at(&invitation).await.unwrap(), "I can help")
            .await;
        assert!(changed.text.contains("**Thank you!**"), "{changed}");
        let opening = mia.reads_in("PostgreSQL: Mia and Ravi").await;
        let taken = noor.clicks(&noors, "Someone better").await;
        assert_snapshot!(redacted(&taken.text), @"");
        let own = ravi.clicks(&invitation, "Someone better").await;
        assert_snapshot!(redacted(&own.text), @"");
        mia.clicks(&opening, "Never mind").await;
        story.pass(TimeDelta::days(30)).await;
        let over = noor.clicks(&noors, "Someone better").await;
        assert_snapshot!(redacted(&over.text), @"");
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
            .map(|option| option.label.clone())
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
