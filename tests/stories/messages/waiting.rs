//! What has no room in a week waits until there is some, and goes out as one message with what waits, too.

use chrono::TimeDelta;
use insta::assert_snapshot;

use super::{check, march, news_of, thanked, thanks};
use crate::harness::{redacted, tell_in_a_team_of};

#[test]
fn the_fifth_message_of_a_week_waits_and_comes_when_there_is_room() {
    tell_in_a_team_of(24, async |story| {
        let (mia, ravi) = (story.player("mia"), story.player("ravi"));
        thanked(story, "ravi", 4).await;
        check(
            &news_of(&ravi).await,
            &["First", "Second", "Third", "Fourth"],
        );
        thanks(&mia, "ravi", "Fifth").await;
        story
            .pass_until(march(11, 10) - TimeDelta::seconds(1))
            .await;
        ravi.has_no_news().await;
        // The first was sent a moment after ten a week ago; a minute later there is room.
        story.pass(TimeDelta::minutes(1)).await;
        check(&news_of(&ravi).await, &["Fifth"]);
    });
}

#[test]
fn two_that_wait_come_as_one() {
    tell_in_a_team_of(24, async |story| {
        let (mia, noor) = (story.player("mia"), story.player("noor"));
        // Nobody teaches these, so after two weeks they are wishes, and Mia is told of each.
        for skill in ["beekeeping", "falconry"] {
            mia.asks_for(skill).await;
            noor.reads_in("help").await;
        }
        story.pass_until(march(17, 10)).await;
        mia.catches_up().await;
        thanked(story, "mia", 4).await;
        check(
            &news_of(&mia).await,
            &["First", "Second", "Third", "Fourth"],
        );
        story
            .pass_until(march(24, 10) - TimeDelta::seconds(1))
            .await;
        mia.has_no_news().await;
        story.pass(TimeDelta::minutes(1)).await;
        assert_snapshot!(redacted(mia.reads_dm().await), @"
        DM · Potluck
        Two weeks have gone by, and nobody was free to help you with **beekeeping** in **Hearth & Co**. I'm sorry.
        It's one of your wishes now: whoever starts to teach it sees that somebody is waiting. `/askfor` works again any time, too.
        ───
        Two weeks have gone by, and nobody was free to help you with **falconry** in **Hearth & Co**. I'm sorry.
        It's one of your wishes now: whoever starts to teach it sees that somebody is waiting. `/askfor` works again any time, too.
        -# Fewer of these? **Private messages** in `/me` of **Hearth & Co**, or a pause there.
        ");
        let merged =
            "SELECT count(*) FROM outbox WHERE merged_into IS NOT NULL AND message_id IS NOT NULL";
        assert_eq!(story.rows(merged).await, ["1"]);
        story.pass(TimeDelta::days(8)).await;
        mia.has_no_news().await;
        noor.catches_up().await;
    });
}

#[test]
fn a_click_on_one_of_two_in_one_leaves_the_other_as_it_was() {
    tell_in_a_team_of(24, async |story| {
        let (mia, ravi) = (story.player("mia"), story.player("ravi"));
        // In the evening, so that the questions of two weeks later wait for the morning, both.
        story.pass_until(march(4, 20)).await;
        for skill in ["postgres", "docker"] {
            mia.uses("thanks", &[("member", "ravi"), ("skill", skill)])
                .await;
        }
        story.pass_until(march(19, 9)).await;
        ravi.catches_up().await;
        let both = mia.reads_dm().await;
        assert_snapshot!(redacted(&both), @"
        DM · Potluck
        A while ago you got a hand with **PostgreSQL** in **Hearth & Co**. Could you start someone off with it now?
        The first steps are plenty: whoever has just learned something often explains it best. I ask this once for each skill.
        [ Yes, add it ] [ Not yet ]
        ───
        A while ago you got a hand with **Docker** in **Hearth & Co**. Could you start someone off with it now?
        The first steps are plenty: whoever has just learned something often explains it best. I ask this once for each skill.
        [ Yes, add it ] [ Not yet ]
        -# Fewer of these? **Private messages** in `/me` of **Hearth & Co**, or a pause there.
        ");
        let yes = both.buttons[0].custom_id.clone().unwrap();
        let answer = mia.clicks(&both, &yes).await;
        assert_ne!(answer.id, both.id);
        assert!(answer.text.contains("PostgreSQL"), "{answer}");
        assert_eq!(mia.looks_again_at(&both).await.unwrap().text, both.text);
        assert_eq!(story.rows("SELECT count(*) FROM offers").await, ["1"]);
    });
}
