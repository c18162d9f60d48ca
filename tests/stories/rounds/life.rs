//! A round as it should go.

use discord_sandbox::control::MessageView;

use super::{CHANNEL, announced, come_in, everybody_reads, march, new_in_channel};
use crate::harness::{Player, tell, tell_in_a_team_of};

#[test]
fn a_round_is_announced_paired_told_and_followed_by_the_next() {
    tell(async |story| {
        let [ada, mia, ravi] = ["ada", "mia", "ravi"].map(|name| story.player(name));
        let heads_up = announced(story, &["mia", "ravi"]).await;
        assert!(
            heads_up.text.contains("Coffee chats · round 1"),
            "{heads_up}"
        );
        story.pass_until(march(10, 10)).await;
        let result = ada.reads_in(CHANNEL).await;
        assert!(result.text.contains("1 pair"), "{result}");
        assert!(!result.text.contains("Mia"), "{result}");
        // Both find each other in a thread, and nobody else is in it.
        for player in [&mia, &ravi] {
            let place =
                player.person.unread().into_iter().find(|message| {
                    !message.direct && message.channel_name.contains("Coffee chats")
                });
            assert!(place.is_some(), "{} finds no thread", player.person.name());
        }
        let seats = "SELECT s.member_id FROM seats s ORDER BY s.member_id";
        let mut seated = story.rows(seats).await;
        seated.sort();
        assert_eq!(seated, ["mia", "ravi"]);
        // The heads-up has nothing to skip any more.
        let heads_up = ada.looks_again_at(&heads_up).await.unwrap();
        assert!(heads_up.button("Skip this one").is_none(), "{heads_up}");
        everybody_reads(story).await;
        story.pass_until(march(16, 10)).await;
        let next = new_in_channel(&ada);
        assert_eq!(next.len(), 1, "{next:#?}");
        assert!(next[0].text.contains("round 2"), "{}", next[0]);
        everybody_reads(story).await;
    });
}

#[test]
fn who_skips_this_one_is_in_the_next_and_the_button_answers_ever_after() {
    tell(async |story| {
        let heads_up = announced(story, &["mia", "ravi", "noor"]).await;
        let noor = story.player("noor");
        let answer = noor.clicks(&heads_up, "Skip this one").await;
        assert!(answer.text.starts_with("You sit out round 1"), "{answer}");
        let again = noor.clicks(&heads_up, "Skip this one").await;
        assert!(again.text.contains("already"), "{again}");
        story.pass_until(march(10, 11)).await;
        let seats = "SELECT count(*), sum(member_id IN (SELECT member_id FROM members WHERE display_name = 'Noor')) FROM seats";
        assert_eq!(story.rows(seats).await, ["2 | 0"]);
        story.pass_until(march(17, 11)).await;
        let seats = "SELECT count(*) FROM seats JOIN members USING (guild_id, member_id) WHERE display_name = 'Noor'";
        assert_eq!(story.rows(seats).await, ["1"]);
        everybody_reads(story).await;
    });
}

#[test]
fn twenty_four_people_meet_somebody_new_each_week() {
    tell_in_a_team_of(24, async |story| {
        let ada = story.player("ada");
        ada.sets_up_coffee().await;
        story.pass_until(march(9, 10)).await;
        let heads_up = ada.reads_in(CHANNEL).await;
        let people = story.sandbox.people();
        let members: Vec<&str> = people
            .iter()
            .map(String::as_str)
            .filter(|name| story.player(name).person.is_member())
            .collect();
        come_in(story, &heads_up, &members).await;
        for day in [10, 17, 24] {
            story.pass_until(march(day, 11)).await;
            everybody_reads(story).await;
        }
        let rounds =
            "SELECT number, state, repeats FROM rounds WHERE paired_at IS NOT NULL ORDER BY number";
        assert_eq!(
            story.rows(rounds).await,
            ["1 | closed | 0", "2 | closed | 0", "3 | paired | 0"]
        );
        let seats = "SELECT round_id, count(DISTINCT member_id), count(*) FROM seats JOIN pairings USING (pairing_id)
                     GROUP BY round_id ORDER BY round_id";
        assert_eq!(
            story.rows(seats).await,
            ["1 | 24 | 24", "2 | 24 | 24", "3 | 24 | 24"]
        );
    });
}

#[test]
fn whoever_is_left_over_hears_it_kindly_and_without_a_reason() {
    tell(async |story| {
        let [mia, ravi] = ["mia", "ravi"].map(|name| story.player(name));
        mia.blocks("ravi").await;
        announced(story, &["mia", "ravi"]).await;
        story.pass_until(march(10, 11)).await;
        for player in [&mia, &ravi] {
            let told = player.reads_dm().await;
            assert!(
                told.text
                    .contains("nobody new for you this time; you are first next time"),
                "{told}"
            );
        }
        let ada = story.player("ada");
        assert!(new_in_channel(&ada).is_empty());
        let page = ada.uses("round preview", &[]).await;
        assert!(!page.text.to_lowercase().contains("block"), "{page}");
        // It stands in `/me` as well, as long as that round is the latest.
        let line = "Nobody new for you in round 1; you are first next time.";
        let mine = programmes(&mia).await;
        assert!(mine.text.contains(line), "{mine}");
        let one = mia.clicks(&mine, "Open").await;
        assert!(one.text.contains(line), "{one}");
        let of_noor = programmes(&story.player("noor")).await;
        assert!(!of_noor.text.contains("Nobody new"), "{of_noor}");
        for name in ["noor", "ada"] {
            let page = programmes(&story.player(name)).await;
            let page = story.player(name).clicks(&page, "Open").await;
            story.player(name).clicks(&page, "Count me in").await;
        }
        story.pass_until(march(17, 11)).await;
        let mine = programmes(&mia).await;
        assert!(!mine.text.contains("Nobody new"), "{mine}");
        everybody_reads(story).await;
    });
}

/// Their programmes, in `/me`.
async fn programmes(player: &Player) -> MessageView {
    let page = player.uses("me", &[]).await;
    player.clicks(&page, "Programmes").await
}
