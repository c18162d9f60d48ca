//! What members wrote is quoted in the digest as long as they want it there, also in one that was sent long ago.

use discord_sandbox::control::{FileView, MessageView};
use discord_sandbox::faults::Fault;
use insta::assert_snapshot;

use super::{ada_wants_it, monday};
use crate::harness::{Player, Story, redacted, tell};
use chrono::TimeDelta;

const TO_RAVI: &str = "“You saved my afternoon!”";
const TO_NOOR: &str = "“Two hours well spent.”";

async fn quoting(who: &Player, button: &str) {
    let page = who.uses("me", &[]).await;
    let page = who.clicks(&page, "Quoting").await;
    who.clicks(&page, button).await;
}

async fn agrees(who: &Player) {
    quoting(who, "My thanks may be quoted").await;
}

/// They no longer agree, in which nothing fails.
async fn takes_it_back(who: &Player) {
    quoting(who, "Don't quote my thanks").await;
}

/// Mia thanks Ravi and Ada thanks Noor, and all of them agreed to be quoted.
async fn two_thank_yous(story: &Story) -> [Player; 4] {
    let [mia, ravi, ada, noor] = ["mia", "ravi", "ada", "noor"].map(|name| story.player(name));
    for who in [&mia, &ravi, &ada, &noor] {
        agrees(who).await;
    }
    mia.uses(
        "thanks",
        &[("member", "ravi"), ("for", "You saved my afternoon!")],
    )
    .await;
    ada.uses(
        "thanks",
        &[("member", "noor"), ("for", "Two hours well spent.")],
    )
    .await;
    story.settle().await;
    everybody_catches_up(story).await;
    [mia, ravi, ada, noor]
}

async fn everybody_catches_up(story: &Story) {
    for name in story.sandbox.people() {
        story.player(&name).catches_up().await;
    }
}

fn files(message: &MessageView) -> Vec<(String, Option<String>, Vec<u8>)> {
    let file = |file: &FileView| {
        (
            file.name.clone(),
            file.description.clone(),
            file.bytes.clone(),
        )
    };
    message.files.iter().map(file).collect()
}

/// The message as it was, but for these lines.
#[track_caller]
fn check_is_as_it_was(after: &MessageView, before: &MessageView, but_for: &[&str]) {
    let lines: Vec<&str> = before
        .text
        .lines()
        .filter(|line| !but_for.iter().any(|gone| line.contains(gone)))
        .collect();
    assert_eq!(after.text.lines().collect::<Vec<_>>(), lines);
    assert_eq!(files(after), files(before));
    assert_eq!(files(after).len(), 2, "the picture and the table");
    let buttons = |message: &MessageView| -> Vec<String> {
        let labels = message.buttons.iter().map(|button| button.label.clone());
        labels.collect()
    };
    assert_eq!(buttons(after), buttons(before));
    assert_eq!(
        after.body.len(),
        before.body.len() - usize::from(but_for.contains(&"Thank you")),
        "nothing else is gone: {after}"
    );
}

/// What is not done, and what failed.
async fn left_to_do(story: &Story) -> Vec<String> {
    story
        .rows("SELECT state, delivery FROM outbox WHERE state NOT IN ('done', 'dropped')")
        .await
}

async fn rows_that_quote(story: &Story) -> Vec<String> {
    story
        .rows("SELECT state, delivery FROM outbox WHERE delivery LIKE '%saved my afternoon%' AND delivery LIKE '%quotes%'")
        .await
}

#[test]
fn who_is_thanked_takes_the_consent_back_and_the_digest_says_the_rest() {
    tell(async |story| {
        ada_wants_it(story, "To the managers' channel").await;
        let [_mia, ravi, ada, noor] = two_thank_yous(story).await;
        story.pass_until(monday()).await;
        let digest = noor.reads_in("managers").await;
        let thanks: Vec<&str> = digest
            .text
            .lines()
            .skip_while(|line| !line.contains("Thank you"))
            .take(3)
            .collect();
        assert_snapshot!(redacted(thanks.join("\n")), @"
        **Thank you**
        > “Two hours well spent.” @Ada to @Noor
        > “You saved my afternoon!” @Mia to @Ravi
        ");

        takes_it_back(&ravi).await;
        let after = noor.looks_again_at(&digest).await.unwrap();
        check_is_as_it_was(&after, &digest, &[TO_RAVI]);
        assert_eq!(rows_that_quote(story).await, Vec::<String>::new());

        // Agreeing again brings nothing back, and taking it back twice is as good as once.
        agrees(&ravi).await;
        takes_it_back(&ravi).await;
        let again = noor.looks_again_at(&digest).await.unwrap();
        assert_eq!(again.text, after.text);

        // Who wrote it may, too; and the heading goes with the last of them.
        takes_it_back(&ada).await;
        let after = noor.looks_again_at(&digest).await.unwrap();
        check_is_as_it_was(&after, &digest, &["Thank you", TO_RAVI, TO_NOOR]);
        let help = noor.clicks(&after, "What do these mean?").await;
        assert!(help.text.contains("**Asks made**"), "{help}");
        assert_eq!(left_to_do(story).await, Vec::<String>::new());
        everybody_catches_up(story).await;
    });
}

#[test]
fn who_is_forgotten_is_in_no_digest_that_was_sent_before_a_restart() {
    tell(async |story| {
        ada_wants_it(story, "To the managers' channel").await;
        let [mia, _ravi, _ada, noor] = two_thank_yous(story).await;
        story.pass_until(monday()).await;
        let digest = noor.reads_in("managers").await;
        assert!(digest.text.contains(TO_RAVI), "{digest}");
        story.stop_bot().await;
        story.start_bot().await;
        let page = mia.uses("privacy forget", &[]).await;
        mia.clicks(&page, "Forget me").await;
        let after = noor.looks_again_at(&digest).await.unwrap();
        check_is_as_it_was(&after, &digest, &[TO_RAVI]);
        assert_eq!(rows_that_quote(story).await, Vec::<String>::new());
        everybody_catches_up(story).await;
    });
}

#[test]
fn each_managers_own_digest_loses_the_quote_too() {
    tell(async |story| {
        ada_wants_it(story, "To each manager").await;
        let [_mia, ravi, _ada, noor] = two_thank_yous(story).await;
        story.pass_until(monday() + TimeDelta::minutes(1)).await;
        let digest = noor.reads_dm().await;
        assert!(digest.text.contains(TO_RAVI), "{digest}");
        takes_it_back(&ravi).await;
        let after = noor.looks_again_at(&digest).await.unwrap();
        check_is_as_it_was(&after, &digest, &[TO_RAVI]);
        everybody_catches_up(story).await;
    });
}

#[test]
fn where_the_message_or_the_channel_is_gone_nothing_is_left_to_do() {
    tell(async |story| {
        ada_wants_it(story, "To the managers' channel").await;
        let [mia, ravi, ada, noor] = two_thank_yous(story).await;
        story.pass_until(monday()).await;
        let digest = noor.reads_in("managers").await;
        story
            .sandbox
            .with(|world| world.remove_message(digest.channel, digest.id));
        takes_it_back(&ravi).await;
        assert_eq!(left_to_do(story).await, Vec::<String>::new());
        story.suffer(Fault::DeleteChannel {
            channel: "managers".into(),
        });
        takes_it_back(&ada).await;
        let page = mia.uses("privacy forget", &[]).await;
        mia.clicks(&page, "Forget me").await;
        story.settle().await;
        assert_eq!(left_to_do(story).await, Vec::<String>::new());
        assert_eq!(rows_that_quote(story).await, Vec::<String>::new());
        everybody_catches_up(story).await;
    });
}

/// The next message is refused, or sent and its answer lost.
fn a_message_fails(after_effect: bool) -> Fault {
    Fault::ServerError {
        method: Some("POST".into()),
        route: Some("/channels/{channel_id}/messages".into()),
        times: 1,
        status: Some(503),
        after_effect,
    }
}

#[test]
fn a_digest_that_has_not_gone_out_yet_goes_out_without_it() {
    tell(async |story| {
        ada_wants_it(story, "To the managers' channel").await;
        let [_mia, ravi, _ada, noor] = two_thank_yous(story).await;
        story.suffer(a_message_fails(false));
        story.pass_until(monday()).await;
        takes_it_back(&ravi).await;
        story.pass(TimeDelta::minutes(1)).await;
        let digest = noor.reads_in("managers").await;
        assert!(digest.text.contains(TO_NOOR), "{digest}");
        assert!(!digest.text.contains(TO_RAVI), "{digest}");
        assert_eq!(rows_that_quote(story).await, Vec::<String>::new());
        assert_eq!(left_to_do(story).await, Vec::<String>::new());
        everybody_catches_up(story).await;
    });
}

/// Nobody knows whether the digest was sent when Ravi takes his consent back, and then the bot dies.
async fn check_lost_answer(story: &mut Story, dies: bool) {
    ada_wants_it(story, "To the managers' channel").await;
    let [_mia, ravi, _ada, noor] = two_thank_yous(story).await;
    story.suffer(a_message_fails(true));
    story.pass_until(monday()).await;
    let digest = noor.reads_in("managers").await;
    assert!(digest.text.contains(TO_RAVI), "{digest}");
    if dies {
        story.kill_bot().await;
        story.start_bot().await;
    }
    takes_it_back(&ravi).await;
    if dies {
        // Its nonce is forgotten by then.
        story.stop_bot().await;
        story.pass(TimeDelta::minutes(10)).await;
        story.start_bot().await;
    }
    story.pass(TimeDelta::minutes(5)).await;
    let after = noor.looks_again_at(&digest).await.unwrap();
    check_is_as_it_was(&after, &digest, &[TO_RAVI]);
    let sent = noor.person.sees();
    let digests = sent
        .messages()
        .filter(|message| message.channel == digest.channel)
        .count();
    assert_eq!(digests, 1, "and there is only one");
    assert_eq!(left_to_do(story).await, Vec::<String>::new());
    everybody_catches_up(story).await;
}

#[test]
fn a_digest_whose_answer_was_lost_is_changed_once_it_is_known_where_it_is() {
    tell(async |story| check_lost_answer(story, false).await);
}

#[test]
fn nor_does_it_matter_that_the_bot_died_meanwhile() {
    tell(async |story| check_lost_answer(story, true).await);
}
