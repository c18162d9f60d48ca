//! Two people who were put together.

use super::{everybody_reads, introduction, march, new_in_threads, paired};
use crate::harness::tell;

#[test]
fn two_read_who_they_are_in_a_thread_of_their_own_plan_and_meet() {
    tell(async |story| {
        let [mia, ravi, noor] = ["mia", "ravi", "noor"].map(|name| story.player(name));
        mia.teaches("sql").await;
        ravi.uses("learn", &[("skill", "sql")]).await;
        paired(story, &["mia", "ravi"]).await;
        let intro = introduction(story, &mia).await;
        assert!(
            [
                "Mia and Ravi · Coffee chats 1",
                "Ravi and Mia · Coffee chats 1"
            ]
            .contains(&intro.channel_name.as_str())
        );
        for part in [
            "this round of **Coffee chats** brings you together.",
            "@Mia: Platform · teaches **SQL**",
            "@Ravi: Data · would like to learn **SQL**",
            "An hour in which both of you are at work: **Wed 11 Mar, ",
            "To begin with: ",
            "would you write first?",
            "Moderators of this server can read this thread.",
        ] {
            assert!(intro.text.contains(part), "{part:?} in {intro}");
        }
        assert!(
            noor.person.sees().place(&intro.channel_name).is_none(),
            "nobody else reads it"
        );
        let wrong = noor.person.sees();
        assert!(wrong.place("coffee").is_some());
        // It is planned, so nobody is nudged.
        let planned = ravi.clicks(&intro, "It's planned").await;
        assert!(planned.text.contains("enjoy it!"), "{planned}");
        let calendar = ravi.clicks(&planned, "Add to calendar").await;
        assert!(calendar.text.contains("for your calendar"), "{calendar}");
        everybody_reads(story).await;
        story.pass_until(march(12, 9)).await;
        assert!(new_in_threads(story, &mia).await.is_empty());
        // Three working days before the next round they are asked.
        story.pass_until(march(12, 10)).await;
        let asked = new_in_threads(story, &mia).await;
        assert_eq!(asked.len(), 1);
        assert!(
            asked[0].text.contains("did you get to your chat?"),
            "{}",
            asked[0]
        );
        let page = mia.clicks(&asked[0], "We met").await;
        assert!(
            page.text
                .contains("How was it? Only sums over many are ever shown."),
            "{page}"
        );
        mia.clicks(&page, "🙂").await;
        everybody_reads(story).await;
        assert_eq!(story.rows("SELECT state FROM pairings").await, ["met"]);
        assert_eq!(
            story
                .rows("SELECT count(*), sum(face) FROM seats WHERE face IS NOT NULL")
                .await,
            ["1 | 3"]
        );
        let intro = mia.looks_again_at(&intro).await.unwrap();
        assert!(intro.text.contains("**You met**"), "{intro}");
        // A month later, each button has its sentence.
        story.pass_until(march(31, 12)).await;
        everybody_reads(story).await;
        for button in [
            "We met",
            "It's planned",
            "Can't this time",
            "Add to calendar",
        ] {
            let said = ravi.clicks(&intro, button).await;
            assert!(
                said.text
                    .contains("This round of **Coffee chats** has ended"),
                "{button}: {said}"
            );
        }
    });
}

#[test]
fn silence_brings_a_nudge_and_writing_is_a_sign_whatever_is_written() {
    tell(async |story| {
        let [mia, ravi] = ["mia", "ravi"].map(|name| story.player(name));
        paired(story, &["mia", "ravi"]).await;
        everybody_reads(story).await;
        story.pass_until(march(12, 9)).await;
        let nudge = new_in_threads(story, &mia).await;
        assert_eq!(nudge.len(), 1, "{nudge:#?}");
        assert!(
            nudge[0]
                .text
                .contains("There is still time to meet before the next round."),
            "{}",
            nudge[0]
        );
        let thread = nudge[0].channel_name.as_str();
        ravi.person.write(thread, "Tea at four?").unwrap();
        story.settle().await;
        let signs = "SELECT display_name FROM seats JOIN members USING (guild_id, member_id) WHERE sign_at IS NOT NULL";
        assert_eq!(story.rows(signs).await, ["Ravi"]);
        let words = story
            .logged_lines()
            .into_iter()
            .filter(|line| line.contains("Tea"))
            .count();
        assert_eq!(words, 0, "what people write is never read");
        everybody_reads(story).await;
    });
}

#[test]
fn killed_while_the_threads_go_out_each_is_opened_once_and_says_it_once() {
    tell(async |story| {
        let mia = story.player("mia");
        let ada = story.player("ada");
        ada.sets_up_coffee().await;
        story.pass_until(march(9, 10)).await;
        let heads_up = ada.reads_in("coffee").await;
        for name in ["mia", "ravi", "noor", "ada"] {
            story.player(name).clicks(&heads_up, "Count me in").await;
        }
        story.kill_bot().await;
        story.pass_until(march(10, 10)).await;
        story.start_bot().await;
        story.kill_bot().await;
        story.start_bot().await;
        let intro = introduction(story, &mia).await;
        assert!(intro.text.contains("brings you together"), "{intro}");
        assert_eq!(
            story
                .rows("SELECT count(*), count(DISTINCT thread_id), count(intro_id) FROM pairings")
                .await,
            ["2 | 2 | 2"]
        );
        everybody_reads(story).await;
    });
}
