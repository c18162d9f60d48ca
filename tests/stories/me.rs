//! `/me`: everything that is one's own, and changing it.

use chrono::TimeDelta;
use discord_sandbox::control::MessageView;
use discord_sandbox::faults::Fault;
use insta::assert_snapshot;

use crate::harness::{Player, Story, redacted, tell};

/// Opens `/me` and one of its sections.
async fn section(who: &Player, name: &str) -> MessageView {
    let page = who.uses("me", &[]).await;
    who.clicks(&page, name).await
}

/// Fills in the one field of the form behind a button.
async fn fills_in(who: &Player, on: &MessageView, button: &str, text: &str) -> MessageView {
    let form = who.clicks_for_form(on, button).await;
    let field = form.fields[0].label.clone();
    who.submits(&form, &[(&field, text)]).await
}

/// Everybody reads what is another story's.
async fn all_catch_up(story: &Story) {
    for name in ["ada", "mia", "noor", "ravi"] {
        story.player(name).catches_up().await;
    }
}

/// Mia asks about Rust, which Ravi teaches.
async fn mia_asks_ravi(story: &Story) -> (Player, Player) {
    let (mia, ravi) = (story.player("mia"), story.player("ravi"));
    ravi.teaches("Rust").await;
    mia.asks_for("Rust").await;
    all_catch_up(story).await;
    (mia, ravi)
}

#[test]
fn one_private_page_says_everything_at_a_glance() {
    tell(async |story| {
        let mia = story.player("mia");
        mia.uses(
            "teach",
            &[("skill", "Rust"), ("level", "can start you off")],
        )
        .await;
        mia.uses("learn", &[("skill", "Spanish")]).await;
        let page = mia.uses("me", &[]).await;
        assert!(page.ephemeral);
        assert_snapshot!(redacted(&page), @"
        #general · Potluck (only you can see this)
        ↪ Mia used /me
        ### Your page in Hearth & Co
        Only you see this.

        **Skills** · you teach 1 and wish to learn 1
        **Asks** · 0 of your own open, 0 taken on, 0 invitations wait for an answer
        **Helps** · 0 given, 0 received
        **Your hours** · Europe/Lisbon, Mon-Fri, 9:00-17:00
        **Pause** · none
        **Limit** · up to 4 asks in two weeks
        **Blocked** · 0
        [ Skills ] [ Asks and invitations ] [ Helps ] [ Zone and hours ] [ Pause ]
        [ Limit ] [ Blocks ] [ Refresh ]
        ");
        let skills = mia.clicks(&page, "Skills").await;
        assert_snapshot!(redacted(&skills), @"
        #general · Potluck (only you can see this; edited)
        ↪ Mia used /me
        ### Skills
        `/teach` and `/learn` add to these, and naming one again updates it.
        You teach **Rust** · “can start you off”
        [ Remove ]
        You wish to learn **Spanish**
        [ Remove ]
        [ Back ]
        ");
        let remove = skills
            .button("Remove")
            .and_then(|button| button.custom_id.clone())
            .unwrap();
        let left = mia.clicks(&skills, &remove).await;
        assert!(
            !left.text.contains("Rust") && left.text.contains("Spanish"),
            "{left}"
        );
        assert!(story.rows("SELECT skill_id FROM offers").await.is_empty());
    });
}

#[test]
fn empty_sections_say_the_next_step() {
    tell(async |story| {
        let mia = story.player("mia");
        let page = mia.uses("me", &[]).await;
        for (section, step) in [
            ("Skills", "/teach"),
            ("Asks and invitations", "/askfor"),
            ("Helps", "Solved"),
            ("Blocks", "There is nobody on this list."),
        ] {
            let shown = mia.clicks(&page, section).await;
            assert!(shown.text.contains(step), "{shown}");
            assert!(
                mia.clicks(&shown, "Back")
                    .await
                    .text
                    .contains("Only you see this.")
            );
        }
    });
}

#[test]
fn offers_and_wishes_are_removed_once() {
    tell(async |story| {
        let mia = story.player("mia");
        mia.uses("teach", &[("skill", "Rust")]).await;
        mia.uses("learn", &[("skill", "Spanish")]).await;
        let (here, there) = (section(&mia, "Skills").await, section(&mia, "Skills").await);
        for button in here
            .buttons
            .iter()
            .filter(|button| button.label == "Remove")
        {
            mia.clicks(&here, button.custom_id.as_deref().unwrap())
                .await;
        }
        assert!(
            mia.looks_again_at(&here)
                .await
                .unwrap()
                .text
                .contains("Nothing here yet.")
        );
        // On a page that was opened before, both buttons still stand.
        for button in there
            .buttons
            .iter()
            .filter(|button| button.label == "Remove")
        {
            let told = mia
                .clicks(&there, button.custom_id.as_deref().unwrap())
                .await;
            assert_eq!(
                told.text,
                "That was removed already. `/me` shows what is there now."
            );
        }
        assert!(
            story
                .rows("SELECT skill_id FROM offers UNION SELECT skill_id FROM wishes")
                .await
                .is_empty()
        );
    });
}

#[test]
fn an_open_invitation_can_be_accepted_from_the_page() {
    tell(async |story| {
        let (mia, ravi) = mia_asks_ravi(story).await;
        let list = section(&ravi, "Asks and invitations").await;
        assert_snapshot!(redacted(&list), @"
        #general · Potluck (only you can see this; edited)
        ↪ Ravi used /me
        ### Asks and invitations
        **Rust** · @Mia asks whether you can help, open until 6 March 2026 10:00 UTC
        [ Open ]
        [ Back ]
        ");
        let invitation = ravi.clicks(&list, "Open").await;
        assert_snapshot!(redacted(&invitation), @"
        #general · Potluck (only you can see this; edited)
        ↪ Ravi used /me
        **Mia** in **Hearth & Co** would like a hand with **Rust**.
        > My report is slow.
        I thought of you because you said that you teach **Rust**.
        If now isn't a good time, that's fine: no reason needed, and after two working days I'll ask somebody else.
        [ I can help ] [ Not now ]
        -# Fewer of these? `/me` in **Hearth & Co** lets you pause or change your limit, any time.
        [ Back ]
        ");
        ravi.clicks(&invitation, "I can help").await;
        all_catch_up(story).await;
        let taken = section(&ravi, "Asks and invitations").await;
        assert!(
            taken
                .text
                .contains("you are helping in #Rust: Mia and Ravi"),
            "{taken}"
        );
        let taken = ravi.clicks(&taken, "Open").await;
        assert!(taken.button("I can't after all").is_some(), "{taken}");
        let asked = section(&mia, "Asks and invitations").await;
        assert!(
            asked
                .text
                .contains("@Ravi is helping in #Rust: Mia and Ravi"),
            "{asked}"
        );
    });
}

#[test]
fn an_open_invitation_can_be_declined_from_the_page() {
    tell(async |story| {
        let (_, ravi) = mia_asks_ravi(story).await;
        let list = section(&ravi, "Asks and invitations").await;
        let invitation = ravi.clicks(&list, "Open").await;
        ravi.clicks(&invitation, "Not now").await;
        all_catch_up(story).await;
        assert!(
            section(&ravi, "Asks and invitations")
                .await
                .text
                .contains("Nothing is open right now.")
        );
        assert_eq!(
            story.rows("SELECT member_id, state FROM invitations").await,
            ["ravi | declined"]
        );
    });
}

#[test]
fn an_open_ask_can_be_withdrawn_from_the_page() {
    tell(async |story| {
        let (mia, _) = mia_asks_ravi(story).await;
        let list = section(&mia, "Asks and invitations").await;
        assert!(list.text.contains("I am looking for somebody"), "{list}");
        let ask = mia.clicks(&list, "Open").await;
        assert_snapshot!(redacted(&ask), @"
        #general · Potluck (only you can see this; edited)
        ↪ Mia used /me
        **Rust**
        Nobody has it yet; one person is being asked.
        > My report is slow.
        [ Solved ] [ Still need help ] [ Never mind ]
        [ Back ]
        ");
        let list = mia.clicks(&ask, "Back").await;
        let ask = mia.clicks(&list, "Open").await;
        mia.clicks(&ask, "Never mind").await;
        all_catch_up(story).await;
        assert!(
            section(&mia, "Asks and invitations")
                .await
                .text
                .contains("Nothing is open right now.")
        );
    });
}

#[test]
fn helps_stand_on_both_pages() {
    tell(async |story| {
        let (mia, ravi) = mia_asks_ravi(story).await;
        let list = section(&ravi, "Asks and invitations").await;
        let invitation = ravi.clicks(&list, "Open").await;
        ravi.clicks(&invitation, "I can help").await;
        all_catch_up(story).await;
        let list = section(&mia, "Asks and invitations").await;
        let ask = mia.clicks(&list, "Open").await;
        let page = mia.clicks(&ask, "Solved").await;
        let form = mia.clicks_for_form(&page, "Write a thank-you").await;
        let page = mia
            .submits(&form, &[("thanks", "You *saved* my afternoon!")])
            .await;
        mia.clicks(&page, "Done").await;
        all_catch_up(story).await;
        assert_snapshot!(redacted(section(&ravi, "Helps").await), @r"
        #general · Potluck (only you can see this; edited)
        ↪ Ravi used /me
        ### Helps
        **You helped** · 1 in all
        - @Mia · **Rust**, 04/03/2026: “You \*saved\* my afternoon!”
        **Others helped you** · 0 in all
        [ Back ]
        ");
        assert_snapshot!(redacted(section(&mia, "Helps").await), @r"
        #general · Potluck (only you can see this; edited)
        ↪ Mia used /me
        ### Helps
        **You helped** · 0 in all
        **Others helped you** · 1 in all
        - @Ravi · **Rust**, 04/03/2026: “You \*saved\* my afternoon!”
        [ Back ]
        ");
        assert!(
            ravi.uses("me", &[])
                .await
                .text
                .contains("**Helps** · 1 given, 0 received")
        );
    });
}

#[test]
fn a_pause_ends_by_itself() {
    tell(async |story| {
        let mia = story.player("mia");
        mia.pauses().await;
        assert!(
            mia.uses("me", &[])
                .await
                .text
                .contains("**Pause** · out until Wed 11 March 2026")
        );
        story.pass(TimeDelta::days(7)).await;
        assert!(mia.uses("me", &[]).await.text.contains("**Pause** · none"));
    });
}

#[test]
fn a_pause_is_for_a_time_or_until_a_date_and_ended_by_a_button() {
    tell(async |story| {
        let mia = story.player("mia");
        let page = section(&mia, "Pause").await;
        assert_snapshot!(redacted(&page), @"
        #general · Potluck (only you can see this; edited)
        ↪ Mia used /me
        ### Pause
        You are not paused. During a pause I invite you to nothing; it ends by itself.
        [ 1 week ] [ 2 weeks ] [ A month ] [ Until a date… ] [ Back ]
        ");
        assert!(
            mia.clicks(&page, "2 weeks")
                .await
                .text
                .contains("You are out until Wed 18 March 2026.")
        );
        assert!(
            mia.clicks(&page, "A month")
                .await
                .text
                .contains("You are out until Fri 3 April 2026.")
        );
        let dated = fills_in(&mia, &page, "Until a date…", "24 Dec").await;
        assert!(
            dated
                .text
                .contains("You are out until Thu 24 December 2026."),
            "{dated}"
        );
        for (typed, why) in [
            ("yesterday", "is not a date I can read."),
            ("2026-03-04", "That day is not in the future."),
            ("2030-01-01", "That is more than a year away."),
        ] {
            let refused = fills_in(&mia, &page, "Until a date…", typed).await;
            assert!(
                refused.text.contains(why) && refused.text.ends_with("Nothing was changed."),
                "{refused}"
            );
        }
        let back = mia.clicks(&page, "I'm back").await;
        assert!(
            back.text.contains("You are not paused.") && back.button("I'm back").is_none(),
            "{back}"
        );
        assert_eq!(
            story
                .rows(
                    "SELECT COALESCE(paused_until, 'not') FROM members WHERE display_name = 'Mia'"
                )
                .await,
            ["not"]
        );
    });
}

#[test]
fn hours_are_ones_own_until_the_servers_are_taken_back() {
    tell(async |story| {
        let mia = story.player("mia");
        mia.works("14:00-18:00").await;
        let page = section(&mia, "Zone and hours").await;
        let page = fills_in(&mia, &page, "Change my city", "Tokyo").await;
        let page = mia
            .chooses(&page, "Choose the working days", &["Monday", "Thursday"])
            .await;
        assert!(
            page.text
                .contains("Asia/Tokyo, where it is 19:00 now (your own choice)"),
            "{page}"
        );
        assert!(
            page.text.contains("Mon, Thu (your own choice)")
                && page.text.contains("14:00-18:00 (your own choice)"),
            "{page}"
        );
        let refused = fills_in(&mia, &page, "Change my hours", "22-6").await;
        assert!(
            refused
                .text
                .contains("A working day ends on the day it begins.")
                && refused.text.ends_with("Nothing was changed."),
            "{refused}"
        );
        let page = mia.clicks(&page, "Use the server's").await;
        assert!(
            page.text.contains("Europe/Lisbon") && !page.text.contains("your own choice"),
            "{page}"
        );
    });
}

#[test]
fn a_city_that_is_not_clear_is_asked_about() {
    tell(async |story| {
        let mia = story.player("mia");
        let page = section(&mia, "Zone and hours").await;
        let question = fills_in(&mia, &page, "Change my city", "Portland").await;
        assert!(
            question
                .text
                .contains("Which place did you mean by “Portland”?"),
            "{question}"
        );
        let page = mia
            .chooses(&question, "Choose a place", &["Portland, Oregon"])
            .await;
        assert!(
            page.text
                .contains("America/Los Angeles, where it is 02:00 now (your own choice)"),
            "{page}"
        );
        let refused = fills_in(&mia, &page, "Change my city", "Xyzzyville").await;
        assert!(
            refused
                .text
                .starts_with("I don't know a place called “Xyzzyville”."),
            "{refused}"
        );
    });
}

#[test]
fn the_limit_is_chosen() {
    tell(async |story| {
        let mia = story.player("mia");
        let page = mia.uses("me", &[]).await;
        let page = mia.clicks(&page, "Limit").await;
        let page = mia
            .chooses(&page, "How many asks in two weeks?", &["1 ask"])
            .await;
        assert!(
            page.text
                .contains("Once you have taken on 1 ask within two weeks"),
            "{page}"
        );
        assert_eq!(story.rows("SELECT load_limit FROM members JOIN guilds USING (guild_id) WHERE display_name = 'Mia'").await, ["1"]);
    });
}

#[test]
fn a_block_is_shown_to_nobody_but_who_set_it() {
    tell(async |story| {
        let (mia, ravi) = (story.player("mia"), story.player("ravi"));
        mia.blocks("ravi").await;
        let page = ravi.uses("me", &[]).await;
        assert!(page.text.contains("**Blocked** · 0"), "{page}");
        let page = ravi.clicks(&page, "Blocks").await;
        assert!(!page.text.contains("Mia"), "{page}");
        let page = mia.uses("me", &[]).await;
        let page = mia.clicks(&page, "Blocks").await;
        let refused = mia.chooses(&page, "Choose whom to block", &["mia"]).await;
        assert!(
            refused.text.starts_with("You can't block yourself"),
            "{refused}"
        );
        let refused = mia
            .chooses(&page, "Choose whom to block", &["Potluck"])
            .await;
        assert!(refused.text.contains("is a bot"), "{refused}");
        let unblocked = mia.clicks(&page, "Unblock").await;
        assert!(
            unblocked.text.contains("There is nobody on this list."),
            "{unblocked}"
        );
        assert!(story.rows("SELECT other FROM blocks").await.is_empty());
    });
}

#[test]
fn what_could_be_delivered_nowhere_waits_here() {
    tell(async |story| {
        let (mia, ravi) = (story.player("mia"), story.player("ravi"));
        ravi.person.close_dms();
        story.suffer(Fault::MissingPermission {
            channel: "help".to_owned(),
            permission: "CREATE_PRIVATE_THREADS".to_owned(),
        });
        ravi.uses("teach", &[("skill", "Rust")]).await;
        mia.uses(
            "askfor",
            &[("skill", "Rust"), ("details", "Lifetimes puzzle me.")],
        )
        .await;
        all_catch_up(story).await;
        let page = ravi.uses("me", &[]).await;
        assert!(
            page.text
                .contains("1 message could not be delivered to you"),
            "{page}"
        );
        let waiting = ravi.clicks(&page, "Read what waits here").await;
        assert!(
            waiting.text.contains("Rust") && waiting.button("Not now").is_some(),
            "{waiting}"
        );
        // It can be answered right there.
        ravi.clicks(&waiting, "Not now").await;
        assert_eq!(
            story.rows("SELECT member_id, state FROM invitations").await,
            ["ravi | declined"]
        );
        let waiting = section(&ravi, "Read what waits here").await;
        let done = ravi.clicks(&waiting, "Done with this one").await;
        assert!(done.text.contains("Nothing waits for you here."), "{done}");
        assert!(
            ravi.uses("me", &[])
                .await
                .button("Read what waits here")
                .is_none()
        );
        all_catch_up(story).await;
    });
}

#[test]
fn the_page_works_a_month_later_and_after_a_restart() {
    tell(async |story| {
        let mia = story.player("mia");
        let page = section(&mia, "Limit").await;
        story.pass(TimeDelta::days(31)).await;
        story.stop_bot().await;
        story.start_bot().await;
        let page = mia
            .chooses(&page, "How many asks in two weeks?", &["2 asks"])
            .await;
        assert!(
            page.text
                .contains("Once you have taken on 2 asks within two weeks"),
            "{page}"
        );
        assert!(
            mia.clicks(&page, "Back")
                .await
                .text
                .contains("**Limit** · up to 2 asks in two weeks")
        );
    });
}
