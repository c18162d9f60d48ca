//! **Turn on** and **Turn off**: nothing is sent before the one, and nothing new is started after the other.

use chrono::TimeDelta;
use insta::assert_snapshot;

use super::{makes_ready, section};
use crate::harness::{Player, Story, tell, tell_before_setup};

/// What somebody hears from every command that needs Potluck to be turned on.
async fn hears_from_commands(person: &Player) -> Vec<String> {
    let mut heard = Vec::new();
    for (command, options) in [
        ("teach", &[("skill", "postgres")][..]),
        ("learn", &[("skill", "postgres")]),
        ("skills", &[]),
        ("skills", &[("skill", "postgres")]),
        ("skills", &[("member", "ravi")]),
        (
            "askfor",
            &[("skill", "postgres"), ("details", "It is slow.")],
        ),
        ("askfor", &[("skill", "postgres")]),
    ] {
        heard.push(person.uses(command, options).await.text);
    }
    heard.dedup();
    heard
}

async fn nothing_was_sent(story: &Story) {
    assert_eq!(story.rows("SELECT count(*) FROM outbox").await, ["0"]);
    for name in story.sandbox.people() {
        story.player(&name).has_no_news().await;
        assert!(story.player(&name).person.unread().is_empty());
    }
}

#[test]
fn before_it_commands_say_whom_to_ask_and_nothing_is_sent() {
    tell_before_setup(async |story| {
        let heard = hears_from_commands(&story.player("mia")).await;
        assert_eq!(
            heard,
            [
                "Potluck is not turned on here yet. @Ada, or anybody else who manages this server, can do that with `/setup`; it takes about five minutes."
            ]
        );
        story.pass(TimeDelta::days(8)).await;
        nothing_was_sent(story).await;
    });
}

#[test]
fn choosing_everything_sends_nothing_either() {
    tell_before_setup(async |story| {
        makes_ready(&story.player("ada")).await;
        story.pass(TimeDelta::days(8)).await;
        nothing_was_sent(story).await;
    });
}

#[test]
fn turning_on_is_refused_with_what_is_missing() {
    tell_before_setup(async |story| {
        let ada = story.player("ada");
        let page = ada.uses("setup", &[]).await;
        let refused = ada.clicks(&page, "Turn on").await;
        assert_snapshot!(refused, @"
        #general · Potluck (only you can see this)
        ↪ Potluck: ### Potluck in Hearth & Co Turned off: I send noth…
        Almost there. Before I can be turned on, this is still missing:
        - A help channel. Choose one under **Channels**.
        - Your time zone. Type your city under **Zone and hours**.
        ");
        assert_eq!(
            story.rows("SELECT turned_on_at IS NULL FROM guilds").await,
            ["1"]
        );
    });
}

#[test]
fn turned_on_the_page_says_since_when_and_what_was_chosen() {
    tell_before_setup(async |story| {
        let ada = story.player("ada");
        let page = makes_ready(&ada).await;
        let page = ada.turns_on(&page).await;
        assert_snapshot!(page, @"
        #general · Potluck (only you can see this; edited)
        ↪ Ada used /setup
        ### Potluck in Hearth & Co
        Turned on since 4 March 2026. Everything here can be changed at any time; `/settings` brings you back.

        **Help channel** · #help
        **Managers' channel** · none
        **Managers' role** · none
        **Leaders' role** · none
        **Newcomers' role** · none: whoever joins is new
        **Teams** · none yet. With them, of two who fit equally well, I ask the one from another team.
        **Programmes** · none yet. Coffee chats and skill swaps begin under **Programmes**.
        **Time zone** · Europe/Lisbon, where it is 10:00 now
        **Working time** · Mon-Fri, 9:00-17:00
        **Holidays** · none
        **Anonymous asks** · allowed
        **Digest** · weekly, once a managers' channel is chosen under **Channels**
        **Recognition** · off
        **Opening post** · not up
        [ Channels ] [ Roles ] [ Teams ] [ Programmes ] [ Zone and hours ]
        [ Anonymous asks ] [ Digest ] [ Recognition ] [ Opening post ] [ Turn off ]
        ");
        let taught = story
            .player("mia")
            .uses("teach", &[("skill", "postgres")])
            .await;
        assert!(taught.text.contains("You teach **PostgreSQL** now"));
    });
}

#[test]
fn turning_on_twice_changes_nothing() {
    tell_before_setup(async |story| {
        let ada = story.player("ada");
        let other = ada.uses("setup", &[]).await;
        let page = makes_ready(&ada).await;
        ada.turns_on(&page).await;
        let since = story.rows("SELECT turned_on_at FROM guilds").await;
        story.pass(TimeDelta::minutes(5)).await;
        let page = ada.clicks(&other, "Turn on").await;
        assert!(page.text.contains("Turned on since"), "{page}");
        assert_eq!(story.rows("SELECT turned_on_at FROM guilds").await, since);
    });
}

#[test]
fn turned_off_commands_say_whom_to_ask_and_everything_is_kept() {
    tell(async |story| {
        let (ada, mia) = (story.player("ada"), story.player("mia"));
        mia.teaches("postgres").await;
        let page = ada.uses("setup", &[]).await;
        let other = ada.uses("setup", &[]).await;
        let page = ada.clicks(&page, "Turn off").await;
        assert_snapshot!(page, @"
        #general · Potluck (only you can see this; edited)
        ↪ Ada used /setup
        ### Potluck in Hearth & Co
        Turned off: I send nothing until you press **Turn on**.

        **Help channel** · #help
        **Managers' channel** · #managers
        - 2 of 4 people cannot see it.
        **Managers' role** · none
        **Leaders' role** · none
        **Newcomers' role** · none: whoever joins is new
        **Teams** · @Platform, @Product, @Data
        **Programmes** · none yet. Coffee chats and skill swaps begin under **Programmes**.
        **Time zone** · Europe/Lisbon, where it is 10:00 now
        **Working time** · Mon-Fri, 9:00-17:00
        **Holidays** · none
        **Anonymous asks** · allowed
        **Digest** · not sent; managers see it with `/digest`
        **Recognition** · off
        [ Channels ] [ Roles ] [ Teams ] [ Programmes ] [ Zone and hours ]
        [ Anonymous asks ] [ Digest ] [ Recognition ] [ Turn on ]
        ");
        let heard = hears_from_commands(&mia).await;
        assert_eq!(heard.len(), 1, "{heard:?}");
        // A second page on which it was still on.
        let other = ada.clicks(&other, "Turn off").await;
        assert!(other.text.contains("Turned off"), "{other}");
        // One's own page works all the same.
        let own = mia.uses("me", &[]).await;
        assert!(own.text.contains("you teach 1"), "{own}");
        ada.turns_on(&page).await;
        let skills = mia.uses("skills", &[]).await;
        assert!(skills.text.contains("**PostgreSQL** · 1 teaches it"));
    });
}

#[test]
fn a_page_works_a_month_later_and_after_a_restart() {
    tell(async |story| {
        let ada = story.player("ada");
        let page = section(&ada, "Channels").await;
        story.pass(TimeDelta::days(31)).await;
        story.stop_bot().await;
        story.start_bot().await;
        let page = ada
            .chooses(&page, "Choose the help channel", &["coffee"])
            .await;
        assert!(page.text.contains("**Help channel** · #coffee"), "{page}");
        let page = ada.clicks(&page, "Back").await;
        assert!(page.text.contains("**Help channel** · #coffee"), "{page}");
    });
}

#[test]
fn what_is_open_rests_while_it_is_off_and_goes_on_when_it_is_on_again() {
    tell(async |story| {
        let (ada, mia, ravi) = (
            story.player("ada"),
            story.player("mia"),
            story.player("ravi"),
        );
        ravi.teaches("postgres").await;
        mia.asks_for("postgres").await;
        for person in [&ada, &mia, &ravi] {
            person.catches_up().await;
        }
        let page = ada.uses("setup", &[]).await;
        let page = ada.clicks(&page, "Turn off").await;
        story.pass(TimeDelta::days(3)).await;
        for person in [&ada, &mia, &ravi] {
            assert!(person.person.unread().is_empty());
        }
        ada.turns_on(&page).await;
        // It is Saturday. The invitation has lapsed in the meantime, and on Monday Mia hears that nobody is left to ask.
        story.pass(TimeDelta::days(2)).await;
        assert!(!mia.new_dms().await.is_empty());
        for person in [&ada, &mia, &ravi] {
            person.catches_up().await;
        }
    });
}
