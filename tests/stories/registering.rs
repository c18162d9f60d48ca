//! Commands are registered when they changed, and only then; and a bot that is told twice that it is ready changes nothing.

use chrono::TimeDelta;
use discord_sandbox::faults::Fault;

use crate::harness::{Story, tell, tell_before_setup};

/// How often the bot told Discord about its commands.
fn registered(story: &Story) -> usize {
    story
        .sandbox
        .requests()
        .iter()
        .filter(|request| request.method == "PUT" && request.path.ends_with("/commands"))
        .count()
}

#[test]
fn commands_are_registered_at_the_first_start_and_not_at_the_second() {
    tell_before_setup(async |story| {
        assert_eq!(registered(story), 1);
        story.stop_bot().await;
        story.start_bot().await;
        story.player("mia").uses("help", &[]).await;
        story.kill_bot().await;
        story.start_bot().await;
        story.player("mia").uses("help", &[]).await;
        assert_eq!(registered(story), 1);
    });
}

#[test]
fn commands_that_changed_are_registered_again() {
    tell_before_setup(async |story| {
        story.stop_bot().await;
        // As an older version of the program left it.
        story
            .execute("UPDATE facts SET value = 'older' WHERE name = 'registered_commands'")
            .await;
        story.start_bot().await;
        story.player("mia").uses("help", &[]).await;
        assert_eq!(registered(story), 2);
    });
}

#[test]
fn commands_that_could_not_be_registered_are_at_the_next_start() {
    tell_before_setup(async |story| {
        story.stop_bot().await;
        story.execute("DELETE FROM facts").await;
        story.start_bot().await;
        assert_eq!(registered(story), 2);
        story.player("mia").uses("help", &[]).await;
    });
}

/// Everything that the bot knows of a guild, and everything that it has ever owed.
async fn everything(story: &Story) -> Vec<Vec<String>> {
    // When the member list was complete is another matter: it is asked for again.
    let columns = story
        .rows("SELECT group_concat(name) FROM pragma_table_info('guilds') WHERE name NOT IN ('roster_at', 'list_awaited_at')")
        .await;
    let guilds: &str = format!("SELECT {} FROM guilds", columns.join(",")).leak();
    let mut all = Vec::new();
    for table in [
        guilds,
        "SELECT * FROM members ORDER BY member_id",
        "SELECT * FROM channels ORDER BY channel_id",
        "SELECT * FROM roles ORDER BY role_id",
        "SELECT * FROM team_roles ORDER BY role_id",
        "SELECT * FROM offers",
        "SELECT * FROM asks",
        "SELECT * FROM invitations",
        "SELECT * FROM outbox",
    ] {
        all.push(story.rows(table).await);
    }
    all
}

#[test]
fn ready_twice_changes_nothing() {
    tell(async |story| {
        story.player("ravi").teaches("postgres").await;
        story.player("mia").asks_for("postgres").await;
        for name in ["mia", "ravi", "noor"] {
            story.player(name).catches_up().await;
        }
        let before = everything(story).await;
        story.suffer(Fault::InvalidateSession { resumable: false });
        story.settle().await;
        assert_eq!(story.sandbox.gateway().sessions().len(), 1);
        assert_eq!(everything(story).await, before);
        assert_eq!(registered(story), 1);
        // Discord takes one request for a list in thirty seconds.
        story.pass(TimeDelta::seconds(30)).await;
        let awaited = "SELECT guild_id FROM guilds WHERE list_awaited_at IS NOT NULL";
        assert_eq!(story.rows(awaited).await, Vec::<String>::new());
        assert_eq!(everything(story).await, before);
    });
}
