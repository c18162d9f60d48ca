//! `/settings`: everything that was chosen in `/setup`, changed later.

use discord_sandbox::control::Rule;
use insta::assert_snapshot;

use crate::harness::{redacted, tell, tell_before_setup};

#[test]
fn before_turning_on_it_leads_to_setup() {
    tell_before_setup(async |story| {
        let ada = story.player("ada");
        let page = ada.uses("settings", &[]).await;
        assert_snapshot!(redacted(&page), @"
        #general · Potluck (only you can see this)
        ↪ Ada used /settings
        Potluck is turned off in Hearth & Co. `/setup` is one page with sensible defaults: choose what suits you, and turn it on at the end. Nothing is sent before that.
        [ Set it up ]
        ");
        let setup = ada.clicks(&page, "Set it up").await;
        assert!(setup.text.contains("Turned off: I send nothing"), "{setup}");
    });
}

#[test]
fn afterwards_it_is_the_page_of_everything_and_so_is_setup() {
    tell(async |story| {
        let ada = story.player("ada");
        let page = ada.uses("settings", &[]).await;
        assert!(page.ephemeral);
        assert_snapshot!(redacted(&page), @"
        #general · Potluck (only you can see this)
        ↪ Ada used /settings
        ### Potluck in Hearth & Co
        Turned on since 4 March 2026. Everything here can be changed at any time; `/settings` brings you back.

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
        **Opening post** · not up
        [ Channels ] [ Roles ] [ Teams ] [ Programmes ] [ Zone and hours ]
        [ Anonymous asks ] [ Digest ] [ Recognition ] [ Opening post ] [ Turn off ]
        ");
        assert_eq!(ada.uses("setup", &[]).await.text, page.text);
        for section in [
            "Channels",
            "Roles",
            "Teams",
            "Zone and hours",
            "Anonymous asks",
            "Opening post",
        ] {
            let shown = ada.clicks(&page, section).await;
            assert_ne!(shown.text, page.text, "{section}");
            assert_eq!(ada.clicks(&shown, "Back").await.text, page.text);
        }
    });
}

#[test]
fn anonymous_asks_are_allowed_until_an_admin_says_otherwise() {
    tell(async |story| {
        let ada = story.player("ada");
        let page = ada.uses("settings", &[]).await;
        let page = ada.clicks(&page, "Anonymous asks").await;
        assert_snapshot!(redacted(&page), @"
        #general · Potluck (only you can see this; edited)
        ↪ Ada used /settings
        ### Anonymous asks
        **Allowed** · Whoever would rather not be seen asking can leave their name out. Nobody is told who it was: not the helper, not you.
        [ Don't allow them ] [ Back ]
        ");
        let page = ada.clicks(&page, "Don't allow them").await;
        assert_snapshot!(redacted(&page), @"
        #general · Potluck (only you can see this; edited)
        ↪ Ada used /settings
        ### Anonymous asks
        **Not allowed** · New asks show who asks. Those that were open without a name go on without it.
        [ Allow them ] [ Back ]
        ");
        assert_eq!(story.rows("SELECT anonymity FROM guilds").await, ["0"]);
        let overview = ada.clicks(&page, "Back").await;
        assert!(
            overview.text.contains("**Anonymous asks** · not allowed"),
            "{overview}"
        );
        let page = ada.clicks(&overview, "Anonymous asks").await;
        ada.clicks(&page, "Allow them").await;
        assert_eq!(story.rows("SELECT anonymity FROM guilds").await, ["1"]);
    });
}

#[test]
fn it_is_for_those_who_may_manage_the_server() {
    tell(async |story| {
        for name in ["mia", "noor"] {
            let refusal = story.player(name).tries("settings", &[]).await.unwrap_err();
            assert_eq!(refusal.rule, Rule::CommandNotAllowed, "{refusal}");
        }
    });
}
