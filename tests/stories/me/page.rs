//! The page as a whole: what it says at a glance, empty, later, and what waits there.

use chrono::TimeDelta;
use discord_sandbox::faults::Fault;
use insta::assert_snapshot;

use super::{all_catch_up, section};
use crate::harness::{redacted, tell};

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
        **Programmes** · none yet
        **Lessons** · you wrote 0
        **Your hours** · Europe/Lisbon, Mon-Fri, 9:00-17:00
        **Pause** · none
        **Limit** · up to 4 asks in two weeks
        **New colleagues** · you may be asked to welcome them
        **Blocked** · 0
        **Private messages** · I started 0 of 4 this week
        **Quoting** · your thanks are not quoted
        [ Skills ] [ Asks and invitations ] [ Helps ] [ Programmes ] [ Pairings ]
        [ Lessons ] [ Zone and hours ] [ Pause ] [ Limit ] [ New colleagues ]
        [ Blocks ] [ Private messages ] [ Quoting ] [ Refresh ]
        -# `/privacy export` gives you everything I hold about you, and `/privacy forget` erases it.
        ");
        let skills = mia.clicks(&page, "Skills").await;
        assert_snapshot!(redacted(&skills), @"
        #general · Potluck (only you can see this; edited)
        ↪ Mia used /me
        ### Skills
        Add to these here, or with `/teach` and `/learn`; naming one again updates it.
        You teach **Rust** · “can start you off”
        [ Remove ]
        You wish to learn **Spanish**
        [ Remove ]
        [ I could teach… ] [ I'd like to learn… ] [ Back ]
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
            ("Skills", "What could you start somebody off with?"),
            ("Asks and invitations", "/askfor"),
            ("Helps", "Solved"),
            ("Lessons", "Write down a lesson"),
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
