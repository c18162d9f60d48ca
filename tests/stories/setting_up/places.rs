//! Where things are posted: the two channels and the two roles, and what stands in the way there.

use discord_sandbox::faults::Fault;
use insta::assert_snapshot;

use super::{makes_ready, section};
use crate::harness::{tell, tell_before_setup, tell_in_a_team_of};

#[test]
fn the_page_starts_with_sensible_defaults() {
    tell_before_setup(async |story| {
        let page = story.player("ada").uses("setup", &[]).await;
        assert!(page.ephemeral);
        assert_snapshot!(page, @"
        #general · Potluck (only you can see this)
        ↪ Ada used /setup
        ### Potluck in Hearth & Co
        Turned off: I send nothing until you press **Turn on**.

        **Help channel** · not chosen yet. Asks will be posted there; choose it under **Channels**.
        **Managers' channel** · none
        **Managers' role** · none
        **Leaders' role** · none
        **Newcomers' role** · none: whoever joins is new
        **Teams** · none yet. With them, of two who fit equally well, I ask the one from another team.
        **Programmes** · none yet. Coffee chats and skill swaps begin under **Programmes**.
        **Time zone** · not chosen yet. Type your city under **Zone and hours**.
        **Working time** · Mon-Fri, 9:00-17:00
        **Holidays** · none
        **Anonymous asks** · allowed
        **Digest** · weekly, once a managers' channel is chosen under **Channels**
        **Recognition** · off
        [ Channels ] [ Roles ] [ Teams ] [ Programmes ] [ Zone and hours ]
        [ Anonymous asks ] [ Digest ] [ Recognition ] [ Turn on ]
        ");
    });
}

#[test]
fn channels_are_chosen_one_by_one() {
    tell_before_setup(async |story| {
        let ada = story.player("ada");
        let page = section(&ada, "Channels").await;
        assert_snapshot!(page, @"
        #general · Potluck (only you can see this; edited)
        ↪ Ada used /setup
        ### Channels
        **Help channel** · not chosen yet. Asks will be posted there; choose it under **Channels**.
        Asks are posted here, with **I can help** for anyone, and a thread opens under each once somebody does.
        ( Choose the help channel ▾ )
        **Managers' channel** · none
        For what managers should know. Choose nothing to have none.
        ( Choose the managers' channel ▾ )
        [ Back ]
        ");
        let page = ada
            .chooses(&page, "Choose the help channel", &["help"])
            .await;
        let page = ada
            .chooses(&page, "Choose the managers' channel", &["managers"])
            .await;
        assert_snapshot!(page, @"
        #general · Potluck (only you can see this; edited)
        ↪ Ada used /setup
        ### Channels
        **Help channel** · #help
        Asks are posted here, with **I can help** for anyone, and a thread opens under each once somebody does.
        ( #help ▾ )
        **Managers' channel** · #managers
        - 2 of 4 people cannot see it.
        For what managers should know. Choose nothing to have none.
        ( #managers ▾ )
        [ Back ]
        ");
    });
}

#[test]
fn a_managers_channel_can_be_given_up_again() {
    tell(async |story| {
        let ada = story.player("ada");
        let page = section(&ada, "Channels").await;
        let page = ada
            .chooses(&page, "Choose the managers' channel", &[])
            .await;
        assert!(page.text.contains("**Managers' channel** · none"), "{page}");
        assert_eq!(
            story
                .rows("SELECT managers_channel_id IS NULL FROM guilds")
                .await,
            ["1"]
        );
    });
}

#[test]
fn managers_and_leaders_are_chosen_by_their_roles() {
    tell_before_setup(async |story| {
        let ada = story.player("ada");
        let page = section(&ada, "Roles").await;
        assert_snapshot!(page, @"
        #general · Potluck (only you can see this; edited)
        ↪ Ada used /setup
        ### Roles
        **Managers' role** · none
        Who may see what is for managers.
        ( Choose the managers' role ▾ )
        **Leaders' role** · none
        Who leads by example: they may sign the opening post with what they learn themselves.
        ( Choose the leaders' role ▾ )
        **Newcomers' role** · none: whoever joins is new
        Who is welcomed, and gets a buddy, once they have it. Choose nothing, and everybody is who joins.
        ( Choose the newcomers' role ▾ )
        [ Back ]
        ");
        let page = ada
            .chooses(&page, "Choose the managers' role", &["Managers"])
            .await;
        let page = ada
            .chooses(&page, "Choose the leaders' role", &["Managers"])
            .await;
        assert_snapshot!(page, @"
        #general · Potluck (only you can see this; edited)
        ↪ Ada used /setup
        ### Roles
        **Managers' role** · @Managers
        Who may see what is for managers.
        ( @Managers ▾ )
        **Leaders' role** · @Managers
        Who leads by example: they may sign the opening post with what they learn themselves.
        ( @Managers ▾ )
        **Newcomers' role** · none: whoever joins is new
        Who is welcomed, and gets a buddy, once they have it. Choose nothing, and everybody is who joins.
        ( Choose the newcomers' role ▾ )
        [ Back ]
        ");
        let page = ada.chooses(&page, "Choose the leaders' role", &[]).await;
        assert!(page.text.contains("**Leaders' role** · none"), "{page}");
    });
}

#[test]
fn a_missing_permission_is_named_with_its_channel_until_it_is_given() {
    tell_before_setup(async |story| {
        let ada = story.player("ada");
        let missing = |permission: &str| Fault::MissingPermission {
            channel: "help".into(),
            permission: permission.into(),
        };
        story.suffer(missing("SEND_MESSAGES"));
        story.suffer(missing("CREATE_PUBLIC_THREADS"));
        story.settle().await;
        let page = makes_ready(&ada).await;
        assert_snapshot!(page, @"
        #general · Potluck (only you can see this; edited)
        ↪ Ada used /setup
        ### Potluck in Hearth & Co
        Turned off: I send nothing until you press **Turn on**.

        **Help channel** · #help
        - I still need these permissions there: Send Messages, Create Public Threads.
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
        [ Channels ] [ Roles ] [ Teams ] [ Programmes ] [ Zone and hours ]
        [ Anonymous asks ] [ Digest ] [ Recognition ] [ Turn on ]
        ");
        let refused = ada.clicks(&page, "Turn on").await;
        assert_snapshot!(refused, @"
        #general · Potluck (only you can see this)
        ↪ Potluck: ### Potluck in Hearth & Co Turned off: I send noth…
        Almost there. Before I can be turned on, this is still missing:
        - My permissions in #help: Send Messages, Create Public Threads. Give them to me in the channel's settings.
        ");

        story.sandbox.clear_faults().unwrap();
        story.settle().await;
        let page = ada.turns_on(&page).await;
        assert!(page.text.contains("Turned on since"), "{page}");
    });
}

#[test]
fn it_says_how_many_cannot_see_the_help_channel() {
    tell_in_a_team_of(24, async |story| {
        let ada = story.player("ada");
        let page = section(&ada, "Channels").await;
        let page = ada
            .chooses(&page, "Choose the help channel", &["members"])
            .await;
        assert_snapshot!(page, @"
        #general · Potluck (only you can see this; edited)
        ↪ Ada used /setup
        ### Channels
        **Help channel** · #members
        - I still need these permissions there: View Channel, Send Messages, Send Messages in Threads, Create Public Threads, Create Private Threads, Read Message History, Manage Threads.
        - 2 of 24 people cannot see it, and so cannot see who asks.
        Asks are posted here, with **I can help** for anyone, and a thread opens under each once somebody does.
        ( #members ▾ )
        **Managers' channel** · #managers
        - 22 of 24 people cannot see it.
        For what managers should know. Choose nothing to have none.
        ( #managers ▾ )
        [ Back ]
        ");
    });
}

#[test]
fn it_warns_when_everyone_can_read_the_managers_channel() {
    tell(async |story| {
        let ada = story.player("ada");
        let page = section(&ada, "Channels").await;
        let page = ada
            .chooses(&page, "Choose the managers' channel", &["general"])
            .await;
        assert_snapshot!(page, @"
        #general · Potluck (only you can see this; edited)
        ↪ Ada used /setup
        ### Channels
        **Help channel** · #help
        Asks are posted here, with **I can help** for anyone, and a thread opens under each once somebody does.
        ( #help ▾ )
        **Managers' channel** · #general
        - Everyone can read it. What I write there is meant for managers: better choose one that only they see.
        For what managers should know. Choose nothing to have none.
        ( #general ▾ )
        [ Back ]
        ");
    });
}

#[test]
fn a_channel_that_was_deleted_is_said_and_another_can_be_chosen() {
    tell(async |story| {
        let ada = story.player("ada");
        for channel in ["help", "managers"] {
            story.suffer(Fault::DeleteChannel {
                channel: channel.into(),
            });
        }
        story.settle().await;
        let page = ada.uses("setup", &[]).await;
        assert_snapshot!(page, @"
        #general · Potluck (only you can see this)
        ↪ Ada used /setup
        ### Potluck in Hearth & Co
        Turned on since 4 March 2026. Everything here can be changed at any time; `/settings` brings you back.

        **Help channel** · was deleted. Please choose another under **Channels**.
        **Managers' channel** · was deleted. Please choose another under **Channels**.
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
        **Opening post** · not up
        [ Channels ] [ Roles ] [ Teams ] [ Programmes ] [ Zone and hours ]
        [ Anonymous asks ] [ Digest ] [ Recognition ] [ Opening post ] [ Turn off ]
        ");
        let page = ada.clicks(&page, "Channels").await;
        let page = ada
            .chooses(&page, "Choose the help channel", &["coffee"])
            .await;
        let page = ada
            .chooses(&page, "Choose the managers' channel", &[])
            .await;
        assert!(page.text.contains("**Help channel** · #coffee"), "{page}");
        assert!(page.text.contains("**Managers' channel** · none"), "{page}");
    });
}

#[test]
fn without_its_channels_it_is_not_turned_on() {
    tell_before_setup(async |story| {
        let ada = story.player("ada");
        let page = makes_ready(&ada).await;
        let channels = ada.clicks(&page, "Channels").await;
        ada.chooses(&channels, "Choose the managers' channel", &["managers"])
            .await;
        for channel in ["help", "managers"] {
            story.suffer(Fault::DeleteChannel {
                channel: channel.into(),
            });
        }
        story.settle().await;
        let page = ada.uses("setup", &[]).await;
        let refused = ada.clicks(&page, "Turn on").await;
        assert_snapshot!(refused, @"
        #general · Potluck (only you can see this)
        ↪ Potluck: ### Potluck in Hearth & Co Turned off: I send noth…
        Almost there. Before I can be turned on, this is still missing:
        - The help channel was deleted. Choose another under **Channels**.
        - The managers' channel was deleted. Choose another under **Channels**, or none.
        ");
    });
}

#[test]
fn another_help_channel_counts_from_the_next_ask_on() {
    tell(async |story| {
        let (ada, mia) = (story.player("ada"), story.player("mia"));
        let page = section(&ada, "Channels").await;
        ada.chooses(&page, "Choose the help channel", &["coffee"])
            .await;
        mia.asks_for("postgres").await;
        let post = story.player("noor").reads_in("coffee").await;
        assert!(post.text.contains("PostgreSQL"), "{post}");
        assert!(
            story
                .player("noor")
                .person
                .sees()
                .place("help")
                .unwrap()
                .messages
                .is_empty()
        );
    });
}

#[test]
fn what_could_not_be_sent_is_told_to_admins() {
    tell(async |story| {
        let (ada, mia) = (story.player("ada"), story.player("mia"));
        story.suffer(Fault::MissingPermission {
            channel: "help".into(),
            permission: "SEND_MESSAGES".into(),
        });
        mia.asks_for("postgres").await;
        story.settle().await;
        let page = ada.uses("setup", &[]).await;
        assert!(page.text.contains("**Not sent** · "), "{page}");
        let page = story.ada_reads_what_went_wrong().await;
        assert_snapshot!(page, @"
        #general · Potluck (only you can see this; edited)
        ↪ Ada used /setup
        ### Not sent
        In the last thirty days these were not sent, or nobody can tell whether they were. They are not sent again. What is missing is mended in the channel's settings, or by choosing another channel.
        - 1 not sent, last in 0 seconds: the bot may not do that in the channel (a permission is missing there; /setup says which)
        [ Back ]
        ");
        story.sandbox.clear_faults().unwrap();
        mia.catches_up().await;
    });
}
