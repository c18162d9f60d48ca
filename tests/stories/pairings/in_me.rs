//! A pairing on a member's own page: everything that can be clicked in its thread can be clicked there.

use discord_sandbox::control::MessageView;

use super::{everybody_reads, march, new_in_threads, paired};
use crate::harness::{Player, tell};

/// Their pairings, in `/me`.
async fn pairings(player: &Player) -> MessageView {
    let page = player.uses("me", &[]).await;
    player.clicks(&page, "Pairings").await
}

/// The page of the only pairing they have had.
async fn the_pairing(player: &Player) -> MessageView {
    let list = pairings(player).await;
    player.clicks(&list, "Open").await
}

#[test]
fn a_pairing_is_read_planned_and_answered_in_me() {
    tell(async |story| {
        let [mia, ravi] = ["mia", "ravi"].map(|name| story.player(name));
        ravi.teaches("sql").await;
        mia.uses("learn", &[("skill", "sql")]).await;
        paired(story, &["mia", "ravi"]).await;
        everybody_reads(story).await;
        let me = mia.uses("me", &[]).await;
        assert!(me.text.contains("Coffee chats; 1 pairing goes on"), "{me}");
        let list = pairings(&mia).await;
        assert!(
            list.text
                .contains("**Coffee chats 1** · with Ravi, goes on in #"),
            "{list}"
        );
        let page = mia.clicks(&list, "Open").await;
        for part in [
            "round 1 with **Ravi**.",
            "Your thread: #",
            "- **Ravi**: Data · teaches **SQL**",
            "**Wed 11 Mar, ",
        ] {
            assert!(page.text.contains(part), "{part:?} in {page}");
        }
        let planned = mia.clicks(&page, "It's planned").await;
        assert!(planned.text.contains("enjoy it!"), "{planned}");
        let calendar = mia.clicks(&page, "Add to calendar").await;
        assert_eq!(calendar.files.len(), 1, "{calendar}");
        let page = the_pairing(&mia).await;
        assert!(page.text.contains("It's planned. An hour"), "{page}");
        // Nobody else's page has it.
        let others = pairings(&story.player("noor")).await;
        assert!(others.text.contains("None yet."), "{others}");
        let how = mia.clicks(&page, "We met").await;
        assert!(how.text.contains("How was it?"), "{how}");
        mia.clicks(&how, "🙂").await;
        let list = pairings(&ravi).await;
        assert!(list.text.contains("with Mia, you met"), "{list}");
        let page = ravi.clicks(&list, "Open").await;
        assert!(page.text.contains("You met."), "{page}");
        assert!(page.button("Can't this time").is_none(), "{page}");
        let back = ravi.clicks(&page, "Back").await;
        assert!(back.text.starts_with("### Pairings"), "{back}");
        // Weeks after the round it stands there still, with what is left to do.
        story.pass_until(march(31, 12)).await;
        everybody_reads(story).await;
        let list = pairings(&ravi).await;
        assert!(list.text.contains("**Coffee chats 1** · with Mia, you met"));
        let oldest = list
            .buttons
            .iter()
            .rfind(|button| button.label == "Open")
            .and_then(|button| button.custom_id.clone())
            .unwrap();
        let page = ravi.clicks(&list, &oldest).await;
        assert!(page.text.contains("round 1 with **Mia**."), "{page}");
        assert!(page.button("We met").is_none(), "{page}");
        assert!(page.button("Write down what I learned").is_some(), "{page}");
    });
}

#[test]
fn who_cannot_says_so_in_me_and_who_is_left_alone_looks_for_another_there() {
    tell(async |story| {
        paired(story, &["mia", "ravi"]).await;
        everybody_reads(story).await;
        let [mia, ravi] = ["mia", "ravi"].map(|name| story.player(name));
        let page = the_pairing(&ravi).await;
        let said = ravi.clicks(&page, "Can't this time").await;
        assert!(said.text.starts_with("That's fine."), "{said}");
        let page = the_pairing(&ravi).await;
        assert!(page.text.contains("You couldn't this time."), "{page}");
        assert_eq!(new_in_threads(story, &mia).await.len(), 1);
        let page = the_pairing(&mia).await;
        assert!(
            page.text
                .contains("Shall I look for somebody else for you?"),
            "{page}"
        );
        let nobody = mia.clicks(&page, "Find me somebody else").await;
        assert!(nobody.text.starts_with("Nobody new for you"), "{nobody}");
        let page = the_pairing(&mia).await;
        assert!(page.text.contains("Nobody new for you this time"), "{page}");
        everybody_reads(story).await;
    });
}
