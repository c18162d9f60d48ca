//! What an admin decides of a programme.

use insta::assert_snapshot;

use crate::harness::{tell, tell_before_setup};

#[test]
fn a_programme_begins_with_a_channel_and_sensible_defaults() {
    tell(async |story| {
        let ada = story.player("ada");
        let page = ada.uses("settings", &[]).await;
        let page = ada.clicks(&page, "Programmes").await;
        assert_snapshot!(page, @"
        #general · Potluck (only you can see this; edited)
        ↪ Ada used /settings
        ### Programmes
        **Coffee chats** bring two or three people together who might not meet otherwise. **Skill swaps** bring those together who can teach each other something. Each begins in a channel of your choice; everything else has a sensible start and can be changed.
        There are none yet: choose a channel below to begin one.
        ( Begin coffee chats in a channel ▾ )
        ( Begin skill swaps in a channel ▾ )
        [ Back ]
        ");
        let page = ada
            .chooses(&page, "Begin coffee chats in a channel", &["coffee"])
            .await;
        assert_snapshot!(page, @"
        #general · Potluck (only you can see this; edited)
        ↪ Ada used /settings
        ### Coffee chats
        **Rhythm** · every Tuesday at 10:00; the next round starts 10 March 2026 10:00 UTC
        **Channel** · #coffee
        **Who** · whoever presses **Count me in**, there or in `/me`: nobody yet
        **Together** · two each, and three where one would be left
        **The channel's post** · says how many, and names nobody
        ( #coffee ▾ )
        ( Tuesday ▾ )
        ( Every week ▾ )
        ( Two ▾ )
        ( Choose a role, or none: who likes to ▾ )
        [ Change the time ] [ Rename ] [ Name pairs in the channel ] [ What counts ] [ Stop ]
        [ Remove ] [ Back ]
        ");
        let page = ada.clicks(&page, "Back").await;
        assert_snapshot!(page, @"
        #general · Potluck (only you can see this; edited)
        ↪ Ada used /settings
        ### Programmes
        **Coffee chats** bring two or three people together who might not meet otherwise. **Skill swaps** bring those together who can teach each other something. Each begins in a channel of your choice; everything else has a sensible start and can be changed.
        **Coffee chats** · #coffee
        every Tuesday at 10:00
        [ Change ]
        ( Begin coffee chats in a channel ▾ )
        ( Begin skill swaps in a channel ▾ )
        [ Back ]
        ");
        assert_eq!(
            story
                .rows(
                    "SELECT name, channel_id, weekday, minute, every_weeks, running FROM programmes"
                )
                .await,
            ["Coffee chats | coffee | 1 | 600 | 1 | 1"]
        );
    });
}

#[test]
fn everything_about_a_programme_can_be_changed() {
    tell(async |story| {
        let ada = story.player("ada");
        let page = ada.sets_up_coffee().await;
        let page = ada.chooses(&page, "Choose the day", &["Saturday"]).await;
        let page = ada
            .chooses(&page, "Choose how often", &["Every two weeks"])
            .await;
        let page = ada
            .chooses(&page, "Choose how many sit together", &["Three"])
            .await;
        let page = ada
            .chooses(&page, "Choose a role, or none: who likes to", &["Platform"])
            .await;
        let page = ada.clicks(&page, "Name pairs in the channel").await;
        let form = ada.clicks_for_form(&page, "Change the time").await;
        let page = ada
            .submits(&form, &[("At which time do rounds start?", "8 pm")])
            .await;
        let form = ada.clicks_for_form(&page, "Rename").await;
        let page = ada
            .submits(&form, &[("What is it called?", "Breakfast")])
            .await;
        assert_snapshot!(page, @"
        #general · Potluck (only you can see this; edited)
        ↪ Ada used /settings
        ### Breakfast
        **Rhythm** · every second Saturday at 20:00; the next round starts 9 March 2026 20:00 UTC
        **Channel** · #coffee
        **Who** · everybody with @Platform who did not leave it: one person now
        **Together** · three each, and two where that does not come out even
        **The channel's post** · says who is with whom
        -# Saturday is no working day here, so each round starts on the next day that is.
        -# That is outside the working hours here: private messages wait until people are at work.
        ( #coffee ▾ )
        ( Saturday ▾ )
        ( Every two weeks ▾ )
        ( Three ▾ )
        ( @Platform ▾ )
        [ Change the time ] [ Rename ] [ Don't name pairs ] [ What counts ] [ Stop ]
        [ Remove ] [ Back ]
        ");
        let page = ada
            .chooses(&page, "Choose a role, or none: who likes to", &[])
            .await;
        assert!(
            page.text.contains("whoever presses **Count me in**"),
            "{page}"
        );
    });
}

#[test]
fn what_counts_can_be_turned_up_and_down() {
    tell(async |story| {
        let ada = story.player("ada");
        let page = ada.sets_up_coffee().await;
        let page = ada.clicks(&page, "What counts").await;
        assert_snapshot!(page, @"
        #general · Potluck (only you can see this; edited)
        ↪ Ada used /settings
        ### What counts in Coffee chats
        Nobody meets the same person again while there is somebody new: that always comes first. Among those, I put together whom these bring together. **Off** leaves one aside, **high** doubles it.
        ( One teaches what the other wishes for: normal ▾ )
        ( Both can teach the other something: normal ▾ )
        ( Different teams: normal ▾ )
        ( Long here and not so long: normal ▾ )
        ( Working hours in common: normal ▾ )
        ( New people with hosts: normal ▾ )
        [ Back ]
        ");
        let page = ada
            .chooses(&page, "Different teams", &["Different teams: high"])
            .await;
        ada.clicks(&page, "Back").await;
        assert_eq!(
            story
                .rows("SELECT json_extract(weights, '$.teams'), json_extract(weights, '$.hours') FROM programmes")
                .await,
            ["high | normal"]
        );
    });
}

#[test]
fn a_time_that_cannot_be_read_changes_nothing() {
    tell(async |story| {
        let ada = story.player("ada");
        let page = ada.sets_up_coffee().await;
        let form = ada.clicks_for_form(&page, "Change the time").await;
        let answer = ada
            .submits(&form, &[("At which time do rounds start?", "after lunch")])
            .await;
        assert_snapshot!(answer, @"
        #general · Potluck (only you can see this)
        ↪ Potluck: ### Coffee chats **Rhythm** · every Tuesday at 10:…
        I can't read that as a time of day. Something like `10:00` or `2 pm` works. Nothing was changed. You typed:
        > after lunch
        ");
        assert_eq!(story.rows("SELECT minute FROM programmes").await, ["600"]);
    });
}

#[test]
fn a_programme_is_stopped_started_and_removed() {
    tell(async |story| {
        let ada = story.player("ada");
        let page = ada.sets_up_coffee().await;
        let page = ada.clicks(&page, "Stop").await;
        assert!(page.text.contains("**Stopped**"), "{page}");
        let page = ada.clicks(&page, "Start").await;
        assert!(!page.text.contains("**Stopped**"), "{page}");
        let question = ada.clicks(&page, "Remove").await;
        assert_snapshot!(question, @"
        #general · Potluck (only you can see this; edited)
        ↪ Ada used /settings
        ### Remove Coffee chats?
        No round of it begins any more, and it cannot be brought back; what is under way goes on, and who has met stays known. To have a break only, **Stop** it instead.
        [ Remove it for good ] [ Keep it ]
        ");
        let page = ada.clicks(&question, "Keep it").await;
        let question = ada.clicks(&page, "Remove").await;
        let page = ada.clicks(&question, "Remove it for good").await;
        assert!(page.text.contains("There are none yet"), "{page}");
        let page = ada.uses("setup", &[]).await;
        assert!(page.text.contains("**Programmes** · none yet"), "{page}");
    });
}

#[test]
fn a_page_of_a_programme_that_was_removed_meanwhile_says_so() {
    tell(async |story| {
        let ada = story.player("ada");
        let old = ada.sets_up_coffee().await;
        let page = ada.uses("settings", &[]).await;
        let page = ada.clicks(&page, "Programmes").await;
        let page = ada.clicks(&page, "Change").await;
        let page = ada.clicks(&page, "Remove").await;
        ada.clicks(&page, "Remove it for good").await;
        let answer = ada.clicks(&old, "Stop").await;
        assert!(answer.text.contains("isn't there any more"), "{answer}");
    });
}

#[test]
fn it_says_who_cannot_see_the_channel() {
    tell(async |story| {
        let ada = story.player("ada");
        let page = ada.begins("skill swaps", "managers").await;
        assert_snapshot!(page, @"
        #general · Potluck (only you can see this; edited)
        ↪ Ada used /settings
        ### Skill swaps
        **Rhythm** · every Thursday at 10:00; the next round starts 5 March 2026 10:00 UTC
        **Channel** · #managers
        - 2 of 4 people cannot see it. Those of them who take part get a private message in place of a thread.
        **Who** · whoever presses **Count me in**, there or in `/me`: nobody yet
        **Together** · two who teach each other, or three in a ring, where wishes and offers allow
        **The channel's post** · says how many, and names nobody
        ( #managers ▾ )
        ( Thursday ▾ )
        ( Every week ▾ )
        ( Choose a role, or none: who likes to ▾ )
        [ Change the time ] [ Rename ] [ Name pairs in the channel ] [ Stop ] [ Remove ]
        [ Back ]
        ");
        story.player("noor").reads_in("managers").await;
    });
}

#[test]
fn a_programme_can_begin_before_turning_on() {
    tell_before_setup(async |story| {
        let ada = story.player("ada");
        let page = ada.prepares().await;
        let page = ada.clicks(&page, "Programmes").await;
        let page = ada
            .chooses(&page, "Begin skill swaps in a channel", &["coffee"])
            .await;
        let page = ada.clicks(&page, "Back").await;
        let page = ada.clicks(&page, "Back").await;
        assert!(
            page.text.contains("**Programmes** · Skill swaps ("),
            "{page}"
        );
        ada.turns_on(&page).await;
        let heads_up = ada.reads_in("coffee").await;
        assert!(heads_up.button("Count me in").is_some(), "{heads_up}");
    });
}

#[test]
fn newcomers_may_be_those_with_a_role() {
    tell(async |story| {
        let ada = story.player("ada");
        let page = ada.uses("settings", &[]).await;
        let page = ada.clicks(&page, "Roles").await;
        let page = ada
            .chooses(&page, "Choose the newcomers' role", &["Members"])
            .await;
        assert!(
            page.text.contains("**Newcomers' role** · @Members"),
            "{page}"
        );
        let page = ada.chooses(&page, "Choose the newcomers' role", &[]).await;
        assert!(
            page.text
                .contains("**Newcomers' role** · none: whoever joins is new"),
            "{page}"
        );
    });
}
