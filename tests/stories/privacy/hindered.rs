//! Forgetting where Potluck is turned off, or where Discord refuses it for a while.

use chrono::TimeDelta;
use discord_sandbox::faults::Fault;

use super::{is_forgotten, traces};
use crate::harness::tell;

const OF_HERS: &[&str] = &["Mia", "My report is slow"];

#[test]
fn it_is_carried_out_where_potluck_is_turned_off() {
    tell(async |story| {
        let [mia, ravi, noor, ada] = ["mia", "ravi", "noor", "ada"].map(|name| story.player(name));
        ravi.teaches("postgres").await;
        mia.asks_for("postgres").await;
        for player in [&ravi, &noor] {
            player.catches_up().await;
        }
        let page = ada.uses("setup", &[]).await;
        ada.clicks(&page, "Turn off").await;
        assert!(!traces(story, OF_HERS).is_empty());
        is_forgotten(&mia).await;
        story.settle().await;
        assert_eq!(traces(story, OF_HERS), Vec::<String>::new());
        let erased = "SELECT count(*) FROM outbox WHERE receipt = '\"erased\"'";
        assert_eq!(story.rows(erased).await, ["0"]);
        for player in [&mia, &ravi, &noor, &ada] {
            player.catches_up().await;
        }
    });
}

#[test]
fn what_discord_refuses_is_tried_until_it_works() {
    tell(async |story| {
        let [mia, ravi, noor] = ["mia", "ravi", "noor"].map(|name| story.player(name));
        mia.asks_for("postgres").await;
        for player in [&ravi, &noor, &story.player("ada")] {
            player.catches_up().await;
        }
        story.suffer(Fault::MissingPermission {
            channel: "help".to_owned(),
            permission: "VIEW_CHANNEL".to_owned(),
        });
        is_forgotten(&mia).await;
        story.pass(TimeDelta::days(3)).await;
        let erased = "SELECT DISTINCT state FROM outbox WHERE receipt = '\"erased\"'";
        assert_eq!(story.rows(erased).await, ["owed"]);
        assert!(
            !traces(story, OF_HERS).is_empty(),
            "it could not be changed"
        );
        story.sandbox.clear_faults().unwrap();
        story.pass(TimeDelta::days(1)).await;
        assert_eq!(traces(story, OF_HERS), Vec::<String>::new());
        assert_eq!(story.rows(erased).await, Vec::<String>::new());
        for player in [&mia, &ravi, &noor, &story.player("ada")] {
            player.catches_up().await;
        }
    });
}
