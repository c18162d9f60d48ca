//! Tests of digests.

pub(crate) mod late;
mod said;

use chrono::{DateTime, TimeDelta, Utc};

use super::command::DIGEST;
use super::words;
use crate::custom_id::DigestClick;
use crate::domain::digest::Figure;
use crate::domain::ids::GuildId;
use crate::features::trial::{GUILD, NOOR, Trial, shown};
use crate::store::{choices, guilds, members, settings};

#[test]
fn every_figure_is_explained_on_one_of_the_pages() {
    let pages: Vec<String> = (0..3)
        .map(|page| format!("{:?}", words::help(page)))
        .collect();
    for figure in Figure::ALL {
        let (title, words) = figure.definition().split_once(": ").unwrap();
        let found = pages
            .iter()
            .any(|page| page.contains(&format!("**{title}**: ")) && page.contains(&words[..20]));
        assert!(found, "{figure:?}");
    }
}

/// A second server, in which Noor is a member as well.
const OTHER: GuildId = GuildId(2);

async fn another_server(trial: &Trial) {
    let now = trial.clock.now();
    let mut write = trial.ctx.store.write().await.unwrap();
    guilds::arrive(&mut write, OTHER, "Harbour", NOOR, now)
        .await
        .unwrap();
    let noor = members::Person {
        member: NOOR,
        display_name: "Noor".to_owned(),
        user_name: "noor".to_owned(),
        bot: false,
        pending: false,
        joined_at: now,
        roles: vec![],
    };
    members::put(&mut write, OTHER, &noor).await.unwrap();
    settings::set_turned_on(&mut write, OTHER, Some(now))
        .await
        .unwrap();
    write.commit().await.unwrap();
}

#[tokio::test]
async fn a_manager_of_two_servers_is_understood_in_private() {
    let trial = Trial::turned_on().await;
    another_server(&trial).await;
    let wants = async |guild| {
        let mut read = trial.ctx.store.read().await.unwrap();
        let own = choices::of(&mut read, guild, NOOR).await.unwrap();
        own.unwrap().wants_digest
    };
    let help = trial.presses_in_private(NOOR, DigestClick::Help {}).await;
    assert!(shown(help).contains("What the digest counts"));
    let no = trial
        .presses_in_private(NOOR, DigestClick::NotToMe { guild: OTHER })
        .await;
    assert!(shown(no).contains("no more digests"));
    assert!(!wants(OTHER).await);
    assert!(wants(GUILD).await);
    let yes = trial
        .presses_in_private(NOOR, DigestClick::ToMe { guild: OTHER })
        .await;
    assert!(shown(yes).contains("again"));
    assert!(wants(OTHER).await);
}

#[tokio::test]
async fn before_the_first_digest_it_says_when_that_is_there() {
    let trial = Trial::turned_on().await;
    let first: DateTime<Utc> = "2026-03-09T09:00:00Z".parse().unwrap();
    let there = format!("<t:{}:F>", first.timestamp());
    let early = shown(trial.uses(NOOR, &DIGEST, &[]).await);
    assert!(
        early.contains("not over yet") && early.contains(&there),
        "{early}"
    );
    // On Monday before anybody works the week is over, and its digest an hour away.
    trial.clock.move_to(first - TimeDelta::hours(1));
    let over = shown(trial.uses(NOOR, &DIGEST, &[]).await);
    assert!(
        over.contains("week is over") && over.contains(&there),
        "{over}"
    );
}
