//! Somebody leaves the server while they are in a swap.

use super::everybody_reads;
use super::swapping::three_in_a_ring;
use crate::harness::tell;

#[test]
fn one_of_three_leaves_the_server_and_the_others_swap_what_they_can() {
    tell(async |story| {
        let intro = three_in_a_ring(story).await;
        let [mia, ravi, noor] = ["mia", "ravi", "noor"].map(|name| story.player(name));
        noor.person.leave().unwrap();
        story.settle().await;
        for player in [&mia, &ravi] {
            let told = player.reads_in(&intro.channel_name).await;
            assert!(
                told.text
                    .starts_with("**Noor** is not in the team any more, so it's the two of you: "),
                "{told}"
            );
        }
        let mut legs = story
            .rows("SELECT member_id, teaches_to, (SELECT name FROM skills WHERE skill_id = teaches_skill) FROM seats WHERE left_at IS NULL")
            .await;
        legs.sort();
        assert_eq!(legs, ["mia | ravi | Python", "ravi | mia | Rust"]);
        let now = mia.looks_again_at(&intro).await.unwrap();
        assert!(now.text.contains("- @Ravi teaches @Mia **Rust**"), "{now}");
        assert!(!now.text.contains("Noor"), "{now}");
        // It is a swap as good as any.
        ravi.clicks(&intro, "We met").await;
        let question = ravi.reads_in(&intro.channel_name).await;
        let answer = ravi.clicks(&question, "Yes, I learned it").await;
        assert!(answer.text.starts_with("Wonderful! **Python**"), "{answer}");
        assert_eq!(
            story.rows("SELECT helper_id, learner_id FROM helps").await,
            ["mia | ravi"]
        );
        everybody_reads(story).await;
    });
}
