//! What is there and can be ended or answered: skills, invitations, asks, helps.

use insta::assert_snapshot;

use super::{all_catch_up, mia_asks_ravi, section};
use crate::harness::{redacted, tell};

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
        If now isn't a good time, that's fine: no reason needed, and after a few working hours I ask others as well.
        [ I can help ] [ Someone better ] [ Not now ]
        -# Fewer of these? **Private messages** in `/me` of **Hearth & Co**, or a pause there.
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
