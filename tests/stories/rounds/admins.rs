//! `/round` preview, start, cancel and status.

use discord_sandbox::control::Rule;

use super::{CHANNEL, announced, come_in, everybody_reads, march};
use crate::harness::tell;

#[test]
fn discord_shows_it_to_those_who_may_manage_the_server_alone() {
    tell(async |story| {
        let refusal = story
            .player("mia")
            .tries("round status", &[])
            .await
            .unwrap_err();
        assert_eq!(refusal.rule, Rule::CommandNotAllowed, "{refusal}");
        let none = story.player("ada").uses("round status", &[]).await;
        assert!(none.text.contains("There are no rounds yet"), "{none}");
    });
}

#[test]
fn a_preview_shows_who_will_be_with_whom_and_sends_nothing() {
    tell(async |story| {
        announced(story, &["ada", "mia", "ravi", "noor"]).await;
        let ada = story.player("ada");
        let before = story.rows("SELECT count(*) FROM outbox").await;
        let preview = ada.uses("round preview", &[]).await;
        assert!(preview.text.contains("4 people are in"), "{preview}");
        assert_eq!(story.rows("SELECT count(*) FROM outbox").await, before);
        story.pass_until(march(10, 10)).await;
        let names = "SELECT group_concat(display_name, ' · ') FROM (SELECT pairing_id, display_name FROM seats
                     JOIN members USING (guild_id, member_id) ORDER BY pairing_id, place) GROUP BY pairing_id";
        for pair in story.rows(names).await {
            assert!(preview.text.contains(&pair), "{pair} is not in {preview}");
        }
        everybody_reads(story).await;
    });
}

#[test]
fn an_admin_starts_a_round_without_waiting_for_the_day() {
    tell(async |story| {
        let ada = story.player("ada");
        ada.sets_up_coffee().await;
        let page = ada.uses("round start", &[]).await;
        let done = ada.clicks(&page, "Announce it now").await;
        assert!(done.text.contains("Round 1"), "{done}");
        let heads_up = ada.reads_in(CHANNEL).await;
        come_in(story, &heads_up, &["mia", "ravi"]).await;
        let page = ada.uses("round start", &[]).await;
        let done = ada.clicks(&page, "Pair now").await;
        assert!(done.text.contains("is paired: 1 group"), "{done}");
        let status = ada.uses("round status", &[]).await;
        assert!(status.text.contains("**Round 1**, paired"), "{status}");
        everybody_reads(story).await;
    });
}

#[test]
fn an_admin_cancels_a_round_and_the_heads_up_says_so() {
    tell(async |story| {
        let heads_up = announced(story, &["mia", "ravi"]).await;
        let ada = story.player("ada");
        let page = ada.uses("round cancel", &[]).await;
        let done = ada.clicks(&page, "Cancel it").await;
        assert!(done.text.contains("isn't held"), "{done}");
        let heads_up = ada.looks_again_at(&heads_up).await.unwrap();
        assert!(
            heads_up.text.contains("This round isn't held"),
            "{heads_up}"
        );
        story.pass_until(march(10, 12)).await;
        for name in ["mia", "ravi"] {
            story.player(name).has_no_news().await;
        }
        // Pressed a month later, the old button still has an answer.
        let late = story
            .player("mia")
            .tries_to_click(&heads_up, "Count me in")
            .await
            .unwrap();
        assert!(
            late.message().unwrap().text.contains("already"),
            "{late:#?}"
        );
    });
}
