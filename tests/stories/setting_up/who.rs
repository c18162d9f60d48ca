//! Who may change the settings: those who may manage the server, at the moment of each click.

use discord_sandbox::control::Rule;
use insta::assert_snapshot;
use serde_json::json;

use crate::harness::{Story, tell, tell_before_setup};

/// Gives the managers' role "Manage Server", or takes it back.
async fn managers_may_manage(story: &Story, they_may: bool) {
    let permissions = if they_may { "32" } else { "0" };
    story.sandbox.with(|world| {
        let guild = *world.guilds.keys().next().unwrap();
        let role = world.guilds[&guild]
            .roles
            .values()
            .find(|role| role.name == "Managers");
        let role = role.unwrap().id;
        world.change_role(guild, role, |role| {
            role.permissions = serde_json::from_value(json!(permissions)).unwrap();
        });
    });
    story.settle().await;
}

#[test]
fn discord_hides_it_from_everybody_else_managers_by_role_included() {
    tell_before_setup(async |story| {
        for name in ["mia", "noor"] {
            let refusal = story.player(name).tries("setup", &[]).await.unwrap_err();
            assert_eq!(refusal.rule, Rule::CommandNotAllowed, "{refusal}");
        }
    });
}

#[test]
fn whoever_may_manage_the_server_sets_it_up() {
    tell_before_setup(async |story| {
        managers_may_manage(story, true).await;
        let noor = story.player("noor");
        noor.sets_up().await;
        let page = noor.uses("setup", &[]).await;
        assert!(page.text.contains("Turned on since"), "{page}");
    });
}

#[test]
fn a_page_of_somebody_who_may_no_longer_changes_nothing() {
    tell(async |story| {
        managers_may_manage(story, true).await;
        let noor = story.player("noor");
        let overview = noor.uses("setup", &[]).await;
        let page = noor.uses("setup", &[]).await;
        let page = noor.clicks(&page, "Channels").await;
        managers_may_manage(story, false).await;
        let refused = noor.clicks(&overview, "Turn off").await;
        assert_snapshot!(refused, @"
        #general · Potluck (only you can see this)
        ↪ Potluck: ### Potluck in Hearth & Co Turned on since 4 March…
        These settings are for people who may manage this server. Your own are in `/me`.
        ");
        let refused = noor
            .chooses(&page, "Choose the help channel", &["coffee"])
            .await;
        assert!(
            refused
                .text
                .starts_with("These settings are for people who may manage this server."),
            "{refused}"
        );
        assert_eq!(
            story
                .rows("SELECT help_channel_id, turned_on_at IS NULL FROM guilds")
                .await,
            ["help | 0"]
        );
    });
}

#[test]
fn two_admins_at_once_lose_nothing_of_each_other() {
    tell_before_setup(async |story| {
        managers_may_manage(story, true).await;
        let (ada, noor) = (story.player("ada"), story.player("noor"));
        let (of_ada, of_noor) = (
            super::section(&ada, "Channels").await,
            super::section(&noor, "Roles").await,
        );
        ada.chooses(&of_ada, "Choose the help channel", &["help"])
            .await;
        let page = noor
            .chooses(&of_noor, "Choose the managers' role", &["Managers"])
            .await;
        let page = noor.clicks(&page, "Back").await;
        assert!(page.text.contains("**Help channel** · #help"), "{page}");
        assert!(
            page.text.contains("**Managers' role** · @Managers"),
            "{page}"
        );
    });
}
