//! How people are put together, as an admin chose it: in threes, and named in the channel or not.

use super::{CHANNEL, come_in, everybody_reads, march, new_in_channel};
use crate::harness::{Story, tell, tell_in_a_team_of};

/// How many sit together in each group of a round, the smallest first.
async fn sizes(story: &Story) -> Vec<String> {
    story
        .rows(
            "SELECT number || ': ' || group_concat(size, ' ') FROM (
                 SELECT r.number, count(*) AS size FROM rounds r JOIN pairings p USING (round_id) JOIN seats USING (pairing_id)
                 GROUP BY p.pairing_id ORDER BY r.number, size)
             GROUP BY number ORDER BY number",
        )
        .await
}

#[test]
fn in_threes_everybody_sits_and_what_does_not_come_out_even_is_two() {
    tell_in_a_team_of(24, async |story| {
        let ada = story.player("ada");
        let page = ada.sets_up_coffee().await;
        ada.chooses(&page, "Choose how many sit together", &["Three"])
            .await;
        story.pass_until(march(9, 10)).await;
        let heads_up = ada.reads_in(CHANNEL).await;
        assert!(
            heads_up.text.contains("Groups of three are put together"),
            "{heads_up}"
        );
        come_in(
            story,
            &heads_up,
            &["mia", "ravi", "noor", "ines", "tomas", "yuki"],
        )
        .await;
        everybody_reads(story).await;
        story.pass_until(march(10, 10)).await;
        let result = new_in_channel(&ada);
        assert!(
            result[0]
                .text
                .contains("**2 groups of three** are on their way"),
            "{}",
            result[0]
        );
        let mia = story.player("mia");
        let unread = mia.person.unread();
        let intro = unread
            .iter()
            .find(|message| message.text.contains("brings you together"))
            .unwrap();
        for part in [
            "An hour in which all of you are at work",
            " and @",
            "would you write first?",
        ] {
            assert!(intro.text.contains(part), "{part:?} in {intro}");
        }
        everybody_reads(story).await;
        // With a seventh there is one group of three, and two pairs.
        story.player("oscar").clicks(&heads_up, "Count me in").await;
        story.pass_until(march(17, 10)).await;
        let result = new_in_channel(&ada);
        let result = result.last().unwrap();
        assert!(
            result
                .text
                .contains("**2 pairs and 1 group of three** are on their way"),
            "{result}"
        );
        assert_eq!(sizes(story).await, ["1: 3 3", "2: 2 2 3"]);
        assert_eq!(story.rows("SELECT count(*) FROM left_out").await, ["0"]);
        everybody_reads(story).await;
    });
}

#[test]
fn names_stand_in_the_channel_where_an_admin_wants_them_to() {
    tell(async |story| {
        let ada = story.player("ada");
        let page = ada.sets_up_coffee().await;
        ada.clicks(&page, "Name pairs in the channel").await;
        story.pass_until(march(9, 10)).await;
        let heads_up = ada.reads_in(CHANNEL).await;
        come_in(story, &heads_up, &["mia", "ravi"]).await;
        everybody_reads(story).await;
        story.pass_until(march(10, 10)).await;
        let result = ada.reads_in(CHANNEL).await;
        assert!(
            ["- @Mia · @Ravi", "- @Ravi · @Mia"]
                .iter()
                .any(|pair| result.text.contains(pair)),
            "{result}"
        );
        // Nobody is pinged by it: they hear of it in their thread.
        assert!(result.mentions_pinged.is_empty(), "{result}");
        everybody_reads(story).await;
    });
}
