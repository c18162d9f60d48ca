//! Who teaches something close is asked when nobody is left who teaches the skill itself.

use chrono::TimeDelta;
use insta::assert_snapshot;
use serde_json::json;

use crate::harness::{redacted, tell, tell_in_a_team_of};

#[test]
fn neighbours_are_asked_once_no_teacher_is_left() {
    tell(async |story| {
        let [mia, ravi, noor, ada] = ["mia", "ravi", "noor", "ada"].map(|name| story.player(name));
        ravi.teaches("postgres").await;
        // The alias file puts both under databases.
        noor.teaches("mysql").await;
        ada.teaches("knitting").await;
        mia.asks_for("postgres").await;
        ada.reads_in("help").await;
        let invitation = ravi.reads_dm().await;
        noor.has_no_news().await;
        ravi.clicks(&invitation, "Not now").await;
        assert_snapshot!(redacted(noor.reads_dm().await), @"
        DM · Potluck
        **Mia** in **Hearth & Co** would like a hand with **PostgreSQL**.
        > My report is slow.
        I thought of you because you teach **MySQL**, which is close.
        If now isn't a good time, that's fine: no reason needed, and after a few working hours I ask others as well.
        [ I can help ] [ Someone better ] [ Not now ]
        -# Fewer of these? **Private messages** in `/me` of **Hearth & Co**, or a pause there.
        ");
        ada.has_no_news().await;
    });
}

#[test]
fn they_are_asked_after_four_working_hours_though_the_teacher_may_still_answer() {
    tell(async |story| {
        let [mia, ravi, noor] = ["mia", "ravi", "noor"].map(|name| story.player(name));
        ravi.teaches("postgres").await;
        noor.teaches("mysql").await;
        mia.asks_for("postgres").await;
        story.player("ada").reads_in("help").await;
        let invitation = ravi.reads_dm().await;
        story.pass(TimeDelta::hours(4)).await;
        let close = noor.reads_dm().await;
        assert!(close.text.contains("which is close"), "{close}");
        let answer = ravi.clicks(&invitation, "I can help").await;
        assert!(answer.text.contains("You're helping"), "{answer}");
        mia.catches_up().await;
    });
}

#[test]
fn what_the_same_people_teach_is_close_and_the_same_rules_hold() {
    tell_in_a_team_of(24, async |story| {
        let names = ["mia", "ines", "tomas", "lena", "amara", "kenji", "nadia"];
        let [mia, ines, tomas, lena, amara, kenji, nadia] = names.map(|name| story.player(name));
        for player in [&ines, &tomas, &lena, &amara] {
            player.teaches("beekeeping, candle making").await;
        }
        kenji.teaches("candle making").await;
        nadia.teaches("candle making").await;
        nadia.pauses().await;
        // Twelve teach something. Four teach both, where chance gives two: 4 times 6 of 12.
        for name in ["greta", "noor", "ravi", "ada", "hana", "sofia"] {
            story.player(name).teaches("tax law").await;
        }
        lena.pauses().await;
        tomas.blocks("Mia").await;
        mia.asks_for("beekeeping").await;
        story.player("noor").reads_in("help").await;
        for player in [&ines, &amara] {
            let invitation = player.reads_dm().await;
            assert!(
                invitation.text.contains("you teach **beekeeping**"),
                "{invitation}"
            );
            kenji.has_no_news().await;
            player.clicks(&invitation, "Not now").await;
        }
        let close = kenji.reads_dm().await;
        assert!(
            close
                .text
                .contains("you teach **candle making**, which is close"),
            "{close}"
        );
        for player in [&lena, &tomas, &nadia] {
            player.has_no_news().await;
        }
    });
}

#[test]
fn who_cannot_see_the_help_channel_is_not_invited() {
    tell(async |story| {
        let [mia, ravi, noor] = ["mia", "ravi", "noor"].map(|name| story.player(name));
        ravi.teaches("postgres").await;
        let hidden = json!({"id": ravi.person.id(), "type": 1, "allow": "0", "deny": "1024"});
        story.sandbox.with(|world| {
            let help = world
                .channels
                .values()
                .find(|channel| channel.name == "help")
                .map(|channel| channel.id)
                .unwrap();
            world.change_channel(help, |channel| {
                channel
                    .overwrites
                    .push(serde_json::from_value(hidden).unwrap());
            });
        });
        story.settle().await;
        let reply = mia.asks_for("postgres").await;
        assert!(!reply.text.contains("privately"), "{reply}");
        noor.reads_in("help").await;
        ravi.has_no_news().await;
    });
}
