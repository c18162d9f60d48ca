//! Teams are roles, added and removed in batches, and put in order: somebody's team is the first of them that they have.

use discord_sandbox::control::MessageView;
use insta::assert_snapshot;

use super::section;
use crate::harness::{Player, tell, tell_before_setup};

/// What stands on the button that belongs to the team in this place, from 1 on.
async fn moves_up(admin: &Player, on: &MessageView, place: usize) -> MessageView {
    let button = on
        .buttons
        .iter()
        .filter(|button| button.label == "Move up")
        .nth(place - 1)
        .unwrap();
    admin.clicks(on, button.custom_id.as_deref().unwrap()).await
}

/// The numbered lines of the page.
fn order(page: &MessageView) -> Vec<&str> {
    page.text
        .lines()
        .filter(|line| line.starts_with(|first: char| first.is_ascii_digit()))
        .collect()
}

#[test]
fn teams_are_added_ordered_and_removed_in_batches() {
    tell_before_setup(async |story| {
        let ada = story.player("ada");
        let page = section(&ada, "Teams").await;
        assert_snapshot!(page, @"
        #general · Potluck (only you can see this; edited)
        ↪ Ada used /setup
        ### Teams
        Somebody's team is the first of these roles that they have, so the order counts. There are none yet: add up to 25 at once below.
        ( Add team roles ▾ )
        [ Back ]
        ");
        let page = ada
            .chooses(&page, "Add team roles", &["Platform", "Product", "Data"])
            .await;
        let page = ada
            .chooses(&page, "Add team roles", &["Design", "Support", "Data"])
            .await;
        assert_snapshot!(page, @"
        #general · Potluck (only you can see this; edited)
        ↪ Ada used /setup
        ### Teams
        Somebody's team is the first of these roles that they have, so the order counts.
        1. @Platform
        [ Move up (off) ]
        2. @Product
        [ Move up ]
        3. @Data
        [ Move up ]
        4. @Design
        [ Move up ]
        5. @Support
        [ Move up ]
        ( Add team roles ▾ )
        ( Remove team roles ▾ )
        [ Back ]
        ");

        let page = moves_up(&ada, &page, 3).await;
        let page = moves_up(&ada, &page, 2).await;
        assert_eq!(
            order(&page),
            [
                "1. @Data",
                "2. @Platform",
                "3. @Product",
                "4. @Design",
                "5. @Support"
            ]
        );
        let page = ada
            .chooses(&page, "Remove team roles", &["Platform", "Design"])
            .await;
        assert_eq!(order(&page), ["1. @Data", "2. @Product", "3. @Support"]);
        let page = ada.clicks(&page, "Back").await;
        assert!(
            page.text.contains("**Teams** · @Data, @Product, @Support"),
            "{page}"
        );
    });
}

#[test]
fn the_first_cannot_go_higher() {
    tell(async |story| {
        let ada = story.player("ada");
        let page = section(&ada, "Teams").await;
        let first = page
            .buttons
            .iter()
            .find(|button| button.label == "Move up")
            .unwrap();
        assert!(first.disabled);
    });
}

#[test]
fn the_role_of_an_app_is_nobodys_team_and_then_none_is_added() {
    tell_before_setup(async |story| {
        let ada = story.player("ada");
        let page = section(&ada, "Teams").await;
        let refused = ada
            .chooses(&page, "Add team roles", &["Platform", "Potluck"])
            .await;
        assert_snapshot!(refused, @"
        #general · Potluck (only you can see this)
        ↪ Potluck: ### Teams Somebody's team is the first of these ro…
        **Potluck** belongs to an app, so it is nobody's team. I left the teams as they were; please choose without it.
        ");
        assert_eq!(story.rows("SELECT count(*) FROM team_roles").await, ["0"]);
    });
}

#[test]
fn a_team_whose_role_was_deleted_leaves_the_list() {
    tell(async |story| {
        let ada = story.player("ada");
        story.sandbox.with(|world| {
            let guild = *world.guilds.keys().next().unwrap();
            let product = *world.guilds[&guild]
                .roles
                .iter()
                .find(|(_, role)| role.name == "Product")
                .unwrap()
                .0;
            world.remove_role(guild, product);
        });
        story.settle().await;
        let page = section(&ada, "Teams").await;
        assert_eq!(order(&page), ["1. @Platform", "2. @Data"]);
    });
}

#[test]
fn a_move_on_a_page_from_before_a_change_finds_its_team_or_changes_nothing() {
    tell(async |story| {
        let ada = story.player("ada");
        let old = section(&ada, "Teams").await;
        let page = section(&ada, "Teams").await;
        let page = ada.chooses(&page, "Remove team roles", &["Data"]).await;
        assert_eq!(order(&page), ["1. @Platform", "2. @Product"]);
        // The third of the old page is no team any more; the second still is one.
        let old = moves_up(&ada, &old, 3).await;
        assert_eq!(order(&old), ["1. @Platform", "2. @Product"]);
        let old = moves_up(&ada, &old, 2).await;
        assert_eq!(order(&old), ["1. @Product", "2. @Platform"]);
    });
}
