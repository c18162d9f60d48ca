//! Somebody cannot this time.

use super::{everybody_reads, introduction, new_in_threads, paired};
use crate::harness::{Player, tell};

#[test]
fn whoever_is_left_alone_is_offered_a_place_in_a_pair_that_agrees() {
    tell(async |story| {
        paired(story, &["mia", "ravi", "noor", "ada"]).await;
        let mia = story.player("mia");
        let intro = introduction(story, &mia).await;
        let partner: &str = ["ravi", "noor", "ada"]
            .into_iter()
            .find(|name| intro.channel_name.to_lowercase().contains(name))
            .unwrap();
        let others: Vec<Player> = ["ravi", "noor", "ada"]
            .into_iter()
            .filter(|name| *name != partner)
            .map(|name| story.player(name))
            .collect();
        everybody_reads(story).await;
        let partner = story.player(partner);
        let said = partner.clicks(&intro, "Can't this time").await;
        assert!(
            said.text.starts_with("That's fine. I'm telling **Mia**"),
            "{said}"
        );
        let freed = new_in_threads(story, &mia).await;
        assert_eq!(freed.len(), 1, "{freed:#?}");
        let asked = mia.clicks(&freed[0], "Find me somebody else").await;
        assert!(asked.text.starts_with("I've asked a pair"), "{asked}");
        for other in &others {
            let question = new_in_threads(story, other).await;
            assert!(
                question[0]
                    .text
                    .contains("would you like to be three, with @Mia?"),
                "{}",
                question[0]
            );
            other.clicks(&question[0], "Happy to be three").await;
        }
        let welcome = new_in_threads(story, &mia).await;
        assert!(
            welcome
                .iter()
                .any(|message| message.text.contains("Welcome, @Mia! You're three now")),
            "{welcome:#?}"
        );
        assert_eq!(story.rows("SELECT count(*) FROM left_out").await, ["0"]);
        let three = "SELECT count(*) FROM seats JOIN pairings USING (pairing_id) WHERE state = 'open' AND left_at IS NULL";
        assert_eq!(story.rows(three).await, ["3"]);
        // The one who left the seat knows; pressed by somebody else, the button says whose it is.
        let again = partner.clicks(&freed[0], "Find me somebody else").await;
        assert!(again.text.starts_with("That has settled itself"), "{again}");
        everybody_reads(story).await;
    });
}

#[test]
fn with_nobody_else_there_they_are_told_and_are_first_next_time() {
    tell(async |story| {
        paired(story, &["mia", "ravi"]).await;
        let [mia, ravi] = ["mia", "ravi"].map(|name| story.player(name));
        let intro = introduction(story, &mia).await;
        everybody_reads(story).await;
        ravi.clicks(&intro, "Can't this time").await;
        let freed = new_in_threads(story, &mia).await;
        let nobody = mia.clicks(&freed[0], "Find me somebody else").await;
        assert_eq!(
            nobody.text.trim(),
            "Nobody new for you this time; you are first next time."
        );
        let first = "SELECT display_name FROM left_out JOIN members USING (member_id)";
        assert_eq!(story.rows(first).await, ["Mia"]);
        everybody_reads(story).await;
    });
}
