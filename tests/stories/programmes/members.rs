//! What a member decides about taking part, in `/me`.

use discord_sandbox::control::MessageView;
use insta::assert_snapshot;

use crate::harness::{Player, tell};

/// Opens the page of the only programme.
async fn opens(member: &Player) -> MessageView {
    let page = member.uses("me", &[]).await;
    let page = member.clicks(&page, "Programmes").await;
    member.clicks(&page, "Open").await
}

#[test]
fn with_nothing_there_yet_it_says_the_next_step() {
    tell(async |story| {
        let mia = story.player("mia");
        let me = mia.uses("me", &[]).await;
        assert_snapshot!(mia.clicks(&me, "Programmes").await, @"
        #general · Potluck (only you can see this; edited)
        ↪ Mia used /me
        ### Programmes
        There are no coffee chats or skill swaps here yet. Whoever manages this server can begin some in `/settings`.
        [ Back ]
        ");
        let me = mia.uses("me", &[]).await;
        assert_snapshot!(mia.clicks(&me, "Pairings").await, @"
        #general · Potluck (only you can see this; edited)
        ↪ Mia used /me
        ### Pairings
        None yet. **Programmes** shows what there is to join; once a round has paired you, it stands here.
        [ Programmes ] [ Back ]
        ");
    });
}

#[test]
fn coffee_is_opt_in_and_can_be_left() {
    tell(async |story| {
        story.player("ada").sets_up_coffee().await;
        let mia = story.player("mia");
        let page = opens(&mia).await;
        assert_snapshot!(page, @"
        #general · Potluck (only you can see this; edited)
        ↪ Mia used /me
        ### Coffee chats
        **When** · every Tuesday at 10:00, in #coffee
        **You** · you are not in it. **Count me in** changes that with one click.
        [ Count me in ] [ Back ]
        ");
        let page = mia.clicks(&page, "Count me in").await;
        assert_snapshot!(page, @"
        #general · Potluck (only you can see this; edited)
        ↪ Mia used /me
        You are in **Coffee chats**! The next round is Tuesday, 10 March 2026 10:00 UTC.
        -# Out again, or less often: `/me`.
        ───
        ### Coffee chats
        **When** · every Tuesday at 10:00, in #coffee
        **You** · you are in it
        ( Every round ▾ )
        [ Leave it ] [ Back ]
        ");
        assert_eq!(
            story
                .rows("SELECT member_id, state, every_weeks FROM programme_members")
                .await,
            ["mia | in | -"]
        );
        let page = mia
            .chooses(&page, "Choose how often", &["Every two weeks"])
            .await;
        let page = mia.clicks(&page, "Leave it").await;
        assert!(page.text.contains("you are not in it"), "{page}");
        assert_eq!(
            story
                .rows("SELECT member_id, state, every_weeks FROM programme_members")
                .await,
            ["mia | out | 2"]
        );
    });
}

#[test]
fn a_programme_with_a_role_is_for_those_who_have_it() {
    tell(async |story| {
        let ada = story.player("ada");
        let page = ada.sets_up_coffee().await;
        ada.chooses(&page, "Choose a role, or none: who likes to", &["Managers"])
            .await;
        let noor = opens(&story.player("noor")).await;
        assert!(noor.text.contains("you are in it"), "{noor}");
        let mia = opens(&story.player("mia")).await;
        assert!(mia.text.contains("it is for people with"), "{mia}");
        assert!(
            !mia.buttons
                .iter()
                .any(|button| button.label.contains("Count me in")),
            "{mia}"
        );
    });
}

#[test]
fn who_rests_comes_back_with_one_click() {
    tell(async |story| {
        story.player("ada").sets_up_coffee().await;
        let mia = story.player("mia");
        let page = opens(&mia).await;
        mia.clicks(&page, "Count me in").await;
        story
            .execute("UPDATE programme_members SET state = 'resting'")
            .await;
        let page = opens(&mia).await;
        assert!(page.text.contains("I let you rest"), "{page}");
        let page = mia.clicks(&page, "I'm back").await;
        assert!(page.text.contains("**You** · you are in it"), "{page}");
    });
}

#[test]
fn a_pause_is_said_where_it_holds_them_back() {
    tell(async |story| {
        story.player("ada").sets_up_coffee().await;
        let mia = story.player("mia");
        let page = opens(&mia).await;
        mia.clicks(&page, "Count me in").await;
        let me = mia.uses("me", &[]).await;
        let pause = mia.clicks(&me, "Pause").await;
        mia.clicks(&pause, "2 weeks").await;
        let page = opens(&mia).await;
        assert!(
            page.text.contains("you are in it, and paused until"),
            "{page}"
        );
    });
}
