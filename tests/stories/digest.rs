//! The digest: Monday at nine Noor reads what the team taught itself, and what needs her.

mod quoted;

use chrono::{DateTime, TimeDelta, Utc};
use discord_sandbox::control::MessageView;
use insta::assert_snapshot;

use crate::harness::{Player, Story, tell};

/// The Monday after Potluck was turned on, at nine in Lisbon.
fn monday() -> DateTime<Utc> {
    "2026-03-09T09:00:00Z".parse().unwrap()
}

/// Ada says who the managers are.
async fn ada_names_the_managers(story: &Story) {
    let ada = story.player("ada");
    let page = ada.uses("settings", &[]).await;
    let page = ada.clicks(&page, "Roles").await;
    ada.chooses(&page, "Choose the managers' role", &["Managers"])
        .await;
}

/// Ada wants the digest sent: to the managers' channel, or to each manager.
async fn ada_wants_it(story: &Story, button: &str) {
    let ada = story.player("ada");
    ada_names_the_managers(story).await;
    let page = ada.uses("settings", &[]).await;
    let page = ada.clicks(&page, "Digest").await;
    ada.clicks(&page, button).await;
}

/// Mia asks, Ravi helps, and it is solved.
async fn ravi_helps_mia(story: &Story) {
    let (mia, ravi) = (story.player("mia"), story.player("ravi"));
    ravi.teaches("postgres").await;
    mia.asks_for("postgres").await;
    let invitation = ravi.reads_dm().await;
    ravi.clicks(&invitation, "I can help").await;
    story.settle().await;
    for name in story.sandbox.people() {
        story.player(&name).person.mark_read();
    }
}

fn attached(message: &MessageView) -> Vec<String> {
    message.files.iter().map(|file| file.name.clone()).collect()
}

/// Moderators read in her private thread, and may be no managers.
#[test]
fn with_closed_dms_a_manager_reads_where_to_see_the_digest() {
    tell(async |story| {
        ada_wants_it(story, "To each manager").await;
        ravi_helps_mia(story).await;
        let noor = story.player("noor");
        noor.person.close_dms();
        story.pass_until(monday() + TimeDelta::minutes(1)).await;
        let told = noor.reads_in("Potluck and Noor").await;
        assert_eq!(attached(&told), Vec::<String>::new());
        assert!(told.text.contains("`/digest` shows it"), "{told}");
        for name in story.sandbox.people() {
            story.player(&name).catches_up().await;
        }
    });
}

/// Nobody knows any more whether it was sent there: the bot died while it was.
#[test]
fn with_closed_dms_a_manager_reads_it_once() {
    tell(async |story| {
        ada_wants_it(story, "To each manager").await;
        let noor = story.player("noor");
        noor.person.close_dms();
        story.pass_until(monday() + TimeDelta::minutes(1)).await;
        let told = noor.reads_in("Potluck and Noor").await;
        story.kill_bot().await;
        story
            .execute(
                "UPDATE outbox SET state = 'sending', done_at = NULL, channel_id = NULL, message_id = NULL
                 WHERE purpose = '\"digest\"'",
            )
            .await;
        story.pass(TimeDelta::minutes(10)).await;
        story.start_bot().await;
        story.settle().await;
        let seen = noor.person.sees();
        let there = seen
            .messages()
            .filter(|message| message.channel == told.channel)
            .filter(|message| message.text.contains("`/digest` shows it"))
            .count();
        assert_eq!(there, 1);
        let kept = "SELECT state || ' ' || (delivery LIKE '%`/digest` shows it%') || ' ' || (message_id IS NOT NULL)
                    FROM outbox WHERE purpose = '\"digest\"'";
        assert_eq!(story.rows(kept).await, ["done 1 1"]);
    });
}

#[test]
fn on_monday_at_nine_noor_reads_the_digest() {
    tell(async |story| {
        ada_wants_it(story, "To the managers' channel").await;
        ravi_helps_mia(story).await;
        story.pass_until(monday() - TimeDelta::minutes(1)).await;
        let noor: Player = story.player("noor");
        noor.has_no_news().await;
        story.pass_until(monday()).await;
        let digest = noor.reads_in("managers").await;
        assert_snapshot!(digest.text);
        assert_eq!(
            attached(&digest),
            ["digest-2026-W10.png", "digest-2026-W10.csv"]
        );
        // Five people have not done anything yet, so no number is told; what `/skills` shows anybody is.
        let help = noor.clicks(&digest, "What do these mean?").await;
        assert!(help.text.contains("**Asks made**"), "{help}");
        let more = noor.clicks(&help, "More ›").await;
        assert!(more.text.contains("**Lessons**"), "{more}");
        let again = noor.uses("digest", &[]).await;
        assert_eq!(again.text, digest.text, "the same at any time");
        // A question that waits since Monday is another story's.
        let mia = story.player("mia");
        mia.reads_in("PostgreSQL: Mia and Ravi").await;
    });
}

#[test]
fn each_manager_gets_it_privately_where_an_admin_chose_so_and_may_say_no() {
    tell(async |story| {
        ada_wants_it(story, "To each manager").await;
        story.pass_until(monday() + TimeDelta::minutes(1)).await;
        let noor = story.player("noor");
        let digest = noor.reads_dm().await;
        assert!(
            digest.text.contains("The week of 2–8 March 2026"),
            "{digest}"
        );
        let answer = noor.clicks(&digest, "Not to me, please").await;
        assert!(answer.text.contains("no more digests"), "{answer}");
        story.pass(TimeDelta::weeks(1)).await;
        noor.has_no_news().await;
    });
}

#[test]
fn nobody_else_reads_it_and_before_the_first_week_is_over_there_is_none() {
    tell(async |story| {
        let answer = story.player("noor").uses("digest", &[]).await;
        assert!(
            answer.text.contains("no managers' role is chosen"),
            "{answer}"
        );
        ada_names_the_managers(story).await;
        let answer = story.player("mia").uses("digest", &[]).await;
        assert!(
            answer.text.contains("for those with the managers' role"),
            "{answer}"
        );
        let answer = story.player("noor").uses("digest", &[]).await;
        assert!(answer.text.contains("not over yet"), "{answer}");
        story.pass(TimeDelta::weeks(2)).await;
        let noor = story.player("noor").person;
        let outcome = noor
            .command("digest", &[("weeks", 2.into())])
            .await
            .unwrap();
        let answer = outcome.message().unwrap().clone();
        noor.read(&answer);
        assert!(answer.text.contains("2 weeks, 2–15 March 2026"), "{answer}");
    });
}
