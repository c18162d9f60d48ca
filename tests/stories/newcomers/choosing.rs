//! Who is welcomed, who becomes a buddy, and what a buddy does in `/me`.

use chrono::TimeDelta;

use super::{Joined, THREAD, everybody_reads, hosts, only_mia_hosts, sam_joins};
use crate::harness::{Player, Story, tell};

/// Sam, whose buddy is Mia, would like to learn Rust, which `teacher` teaches; `other` teaches something else. Mia hands over, and
/// either could take over.
async fn mia_hands_over(story: &Story, teacher: &Player, other: &Player) {
    teacher.teaches("rust").await;
    other.teaches("go").await;
    let Joined {
        sam,
        mia,
        introduction,
    } = sam_joins(story).await;
    sam.uses("learn", &[("skill", "rust")]).await;
    for player in [teacher, other] {
        hosts(player, "I'd like to").await;
    }
    mia.clicks(&introduction, "Hand over").await;
}

#[test]
fn who_teaches_what_a_newcomer_wishes_for_is_their_buddy() {
    // Whichever of the two it is: nothing else decides between them.
    for [teacher, other] in [["ravi", "noor"], ["noor", "ravi"]] {
        tell(async |story| {
            mia_hands_over(story, &story.player(teacher), &story.player(other)).await;
            assert_eq!(
                story.rows("SELECT buddy_id FROM newcomers").await,
                [teacher]
            );
            everybody_reads(story).await;
        });
    }
}

#[test]
fn a_buddy_and_a_newcomer_find_each_other_in_me_and_hand_over_there() {
    tell(async |story| {
        let Joined { sam, mia, .. } = sam_joins(story).await;
        let ravi = story.player("ravi");
        // Whoever has nobody to meet has no such section.
        let page = ravi.uses("me", &[]).await;
        assert!(page.button("Buddies").is_none(), "{page}");
        hosts(&ravi, "I'd like to").await;
        let page = sam.uses("me", &[]).await;
        let page = sam.clicks(&page, "Buddies").await;
        assert!(
            page.text
                .contains("Your buddy for the first weeks is **Mia** (@Mia)."),
            "{page}"
        );
        let well = sam.clicks(&page, "All is well").await;
        assert!(well.text.starts_with("Good to hear!"), "{well}");
        let page = mia.uses("me", &[]).await;
        let page = mia.clicks(&page, "Buddies").await;
        assert!(
            page.text.contains("You are the buddy of **Sam** (@Sam)"),
            "{page}"
        );
        let said = mia.clicks(&page, "Hand over").await;
        assert!(
            said.text.contains("Done: **Ravi** takes over from here."),
            "{said}"
        );
        assert_eq!(story.rows("SELECT buddy_id FROM newcomers").await, ["ravi"]);
        let page = ravi.uses("me", &[]).await;
        let page = ravi.clicks(&page, "Buddies").await;
        assert!(page.button("Hand over").is_some(), "{page}");
        let page = mia.uses("me", &[]).await;
        assert!(page.button("Buddies").is_none(), "{page}");
        everybody_reads(story).await;
    });
}

#[test]
fn bots_are_not_welcomed() {
    tell(async |story| {
        only_mia_hosts(story).await;
        let robot = story.sandbox.new_person("Robot").unwrap();
        let id = robot.id();
        story.sandbox.with(|world| {
            world.users.get_mut(&id).unwrap().bot = true;
        });
        robot.join().unwrap();
        story.pass(TimeDelta::days(2)).await;
        let known = "SELECT user_name, bot FROM members WHERE user_name = 'robot'";
        assert_eq!(story.rows(known).await, ["robot | 1"]);
        assert_eq!(story.rows("SELECT count(*) FROM newcomers").await, ["0"]);
        let told = "SELECT count(*) FROM outbox WHERE purpose = '\"welcome\"'";
        assert_eq!(story.rows(told).await, ["0"]);
        story.player("mia").has_no_news().await;
    });
}

#[test]
fn with_nobody_suitable_until_the_thirtieth_day_it_ends_kindly() {
    tell(async |story| {
        only_mia_hosts(story).await;
        let [sam, mia] = ["sam", "mia"].map(|name| story.player(name));
        hosts(&mia, "Rather not").await;
        sam.person.join().unwrap();
        everybody_reads(story).await;
        story.pass(TimeDelta::days(40)).await;
        everybody_reads(story).await;
        assert_eq!(
            story.rows("SELECT state, buddy_id FROM newcomers").await,
            ["looking | -"]
        );
        // Thirty working days after a Wednesday is a Wednesday six weeks later.
        story.pass(TimeDelta::days(3)).await;
        let end = sam.reads_dm().await;
        assert!(end.text.contains("no buddy could be found"), "{end}");
        assert_eq!(
            story.rows("SELECT state, buddy_id FROM newcomers").await,
            ["done | -"]
        );
        // Who would be one from now on is not asked any more.
        hosts(&mia, "I'd like to").await;
        story.pass(TimeDelta::days(7)).await;
        mia.has_no_news().await;
        let threads = "SELECT count(thread_id) FROM newcomers";
        assert_eq!(story.rows(threads).await, ["0"]);
        assert!(mia.person.sees().place(THREAD).is_none());
        everybody_reads(story).await;
    });
}
