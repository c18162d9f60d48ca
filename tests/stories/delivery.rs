//! What the bot owes and how it gets there, whatever goes wrong on the way: once, and in order.

use chrono::TimeDelta;
use discord_sandbox::control::MessageView;
use discord_sandbox::faults::Fault;

use crate::harness::{Player, Story, tell};

/// Ravi teaches Postgres, and Mia asks for it.
async fn asks(story: &Story) -> (Player, Player) {
    let (mia, ravi) = (story.player("mia"), story.player("ravi"));
    ravi.uses("teach", &[("skill", "postgres")]).await;
    mia.uses(
        "askfor",
        &[("skill", "postgres"), ("details", "My report is slow.")],
    )
    .await;
    (mia, ravi)
}

/// Everything that Noor sees in the help channel with a button of this name.
fn help_posts(story: &Story) -> Vec<MessageView> {
    let view = story.player("noor").person.sees();
    view.messages()
        .filter(|message| message.channel_name == "help" && message.button("I can help").is_some())
        .cloned()
        .collect()
}

/// What Ravi has been invited by, in his conversation with the bot.
fn invitations(ravi: &Player) -> Vec<MessageView> {
    ravi.person
        .sees()
        .messages()
        .filter(|message| message.direct && message.button("Not now").is_some())
        .cloned()
        .collect()
}

async fn everybody_reads(story: &Story) {
    story.settle().await;
    for name in story.sandbox.people() {
        story.player(&name).person.mark_read();
    }
}

fn posts_fail(times: u32, after_effect: bool) -> Fault {
    Fault::ServerError {
        method: Some("POST".into()),
        route: Some("/channels/{channel_id}/messages".into()),
        times,
        status: Some(503),
        after_effect,
    }
}

#[test]
fn with_closed_dms_an_invitation_comes_in_a_private_thread_which_is_reused() {
    tell(async |story| {
        story.player("ravi").person.close_dms();
        let (mia, ravi) = asks(story).await;
        let invitation = ravi.reads_in("Potluck and Ravi").await;
        assert!(invitation.button("I can help").is_some());
        assert_eq!(invitation.mentions_pinged.len(), 1, "{invitation}");
        assert!(
            mia.person.sees().place("Potluck and Ravi").is_none(),
            "it is private"
        );
        ravi.clicks(&invitation, "I can help").await;
        mia.uses(
            "askfor",
            &[("skill", "postgres"), ("details", "Another one.")],
        )
        .await;
        let threads = ravi
            .person
            .sees()
            .messages()
            .filter(|message| message.channel_name == "Potluck and Ravi")
            .map(|message| message.channel)
            .collect::<std::collections::BTreeSet<_>>();
        assert_eq!(threads.len(), 1, "one thread, reused");
        everybody_reads(story).await;
    });
}

#[test]
fn a_private_thread_under_a_former_help_channel_that_the_bot_is_kept_out_of_is_followed_by_another()
{
    tell(async |story| {
        story.player("ravi").person.close_dms();
        let (mia, ravi) = asks(story).await;
        let before = ravi.reads_in("Potluck and Ravi").await;
        everybody_reads(story).await;
        let ada = story.player("ada");
        let page = ada.uses("setup", &[]).await;
        let channels = ada.clicks(&page, "Channels").await;
        ada.chooses(&channels, "Choose the help channel", &["coffee"])
            .await;
        story.suffer(Fault::MissingPermission {
            channel: "help".into(),
            permission: "VIEW_CHANNEL".into(),
        });
        story.settle().await;
        let noor = story.player("noor");
        noor.uses(
            "askfor",
            &[("skill", "postgres"), ("details", "Another one.")],
        )
        .await;
        story.settle().await;
        let unread = ravi.person.unread();
        let invitation = unread
            .iter()
            .find(|message| message.channel_name == "Potluck and Ravi")
            .unwrap();
        assert!(invitation.text.contains("Noor"), "{invitation}");
        assert_ne!(invitation.channel, before.channel);
        assert_eq!(
            story
                .rows("SELECT count(*) FROM outbox WHERE state = 'waiting'")
                .await,
            ["0"]
        );
        drop(mia);
        everybody_reads(story).await;
    });
}

#[test]
fn where_nothing_can_be_delivered_it_waits_in_me() {
    tell(async |story| {
        story.player("ravi").person.close_dms();
        story.suffer(Fault::MissingPermission {
            channel: "help".into(),
            permission: "CREATE_PRIVATE_THREADS".into(),
        });
        let (_, _) = asks(story).await;
        assert_eq!(
            story
                .rows("SELECT state FROM outbox WHERE addressee IS NOT NULL")
                .await,
            ["waiting"]
        );
        everybody_reads(story).await;
    });
}

#[test]
fn a_server_error_is_tried_again_later() {
    tell(async |story| {
        story.suffer(posts_fail(3, false));
        let (_, ravi) = asks(story).await;
        assert!(
            help_posts(story).len() + invitations(&ravi).len() < 2,
            "something is still owed"
        );
        story.pass(TimeDelta::minutes(1)).await;
        assert_eq!((help_posts(story).len(), invitations(&ravi).len()), (1, 1));
        everybody_reads(story).await;
    });
}

#[test]
fn what_does_not_go_through_for_a_day_is_given_up_and_told_to_admins() {
    tell(async |story| {
        story.suffer(posts_fail(1000, false));
        let (mia, _) = asks(story).await;
        story.pass(TimeDelta::hours(23)).await;
        let ends = "SELECT state, problem LIKE 'it was tried for a day%' FROM outbox WHERE receipt LIKE '%ask_posted%'";
        assert_eq!(story.rows(ends).await, ["owed | 0"]);
        story.pass(TimeDelta::hours(3)).await;
        assert_eq!(story.rows(ends).await, ["undecided | 1"]);
        story.sandbox.clear_faults().unwrap();
        story.pass(TimeDelta::days(2)).await;
        let told = mia.person.sees();
        assert!(
            told.messages().any(|message| message.direct),
            "Mia hears of it"
        );
        story.ada_reads_what_went_wrong().await;
        everybody_reads(story).await;
    });
}

#[test]
fn a_rate_limit_is_waited_for() {
    tell(async |story| {
        story.suffer(Fault::RateLimited {
            method: Some("POST".into()),
            route: Some("/channels/{channel_id}/messages".into()),
            times: 2,
            retry_after_ms: 20_000,
        });
        let (_, ravi) = asks(story).await;
        story.pass(TimeDelta::seconds(15)).await;
        assert_eq!(
            (help_posts(story).len(), invitations(&ravi).len()),
            (0, 0),
            "not before Discord said"
        );
        story.pass(TimeDelta::seconds(15)).await;
        assert_eq!((help_posts(story).len(), invitations(&ravi).len()), (1, 1));
        everybody_reads(story).await;
    });
}

#[test]
fn an_answer_that_is_lost_does_not_send_twice() {
    tell(async |story| {
        story.suffer(posts_fail(2, true));
        let (_, ravi) = asks(story).await;
        story.pass(TimeDelta::minutes(1)).await;
        assert_eq!((help_posts(story).len(), invitations(&ravi).len()), (1, 1));
        assert_eq!(
            story
                .rows("SELECT count(*) FROM outbox WHERE state = 'done' AND message_id IS NOT NULL")
                .await,
            ["2"]
        );
        everybody_reads(story).await;
    });
}

/// Ends the bot with the help post and the invitation sent, and neither noted.
async fn dies_before_noting(story: &mut Story) {
    story.kill_bot().await;
    story.execute("UPDATE outbox SET state = 'sending', done_at = NULL, channel_id = NULL, message_id = NULL WHERE delivery LIKE '%send%'").await;
    story
        .execute("UPDATE asks SET post_channel_id = NULL, post_message_id = NULL")
        .await;
    story.execute("UPDATE invitations SET channel_id = NULL, message_id = NULL, delivered_at = NULL, lapses_at = NULL").await;
}

async fn is_there_once_and_noted(story: &Story, ravi: &Player) {
    assert_eq!((help_posts(story).len(), invitations(ravi).len()), (1, 1));
    assert_eq!(
        story
            .rows("SELECT count(*) FROM outbox WHERE state = 'done' AND message_id IS NOT NULL")
            .await,
        ["2"]
    );
    assert_eq!(
        story
            .rows("SELECT post_message_id IS NOT NULL FROM asks")
            .await,
        ["1"]
    );
    assert_eq!(
        story
            .rows("SELECT message_id IS NOT NULL FROM invitations")
            .await,
        ["1"]
    );
    everybody_reads(story).await;
}

#[test]
fn killed_while_sending_it_goes_on_within_the_life_of_the_nonce() {
    tell(async |story| {
        let (_, ravi) = asks(story).await;
        dies_before_noting(story).await;
        story.start_bot().await;
        is_there_once_and_noted(story, &ravi).await;
    });
}

#[test]
fn killed_while_sending_it_looks_first_when_the_nonce_is_forgotten() {
    tell(async |story| {
        let (_, ravi) = asks(story).await;
        dies_before_noting(story).await;
        story.pass(TimeDelta::minutes(10)).await;
        story.start_bot().await;
        is_there_once_and_noted(story, &ravi).await;
    });
}

#[test]
fn what_was_never_sent_is_sent_after_a_look() {
    tell(async |story| {
        story.suffer(posts_fail(2, false));
        let (_, ravi) = asks(story).await;
        dies_before_noting(story).await;
        story.pass(TimeDelta::minutes(10)).await;
        story.start_bot().await;
        is_there_once_and_noted(story, &ravi).await;
    });
}

#[test]
fn who_writes_to_the_bot_is_told_once_a_day_to_use_the_buttons() {
    tell(async |story| {
        let (_, ravi) = asks(story).await;
        ravi.reads_dm().await;
        story.player("noor").reads_in("help").await;
        ravi.person
            .in_dm()
            .write(ravi.person.sees().dm().unwrap().id, "hello?")
            .unwrap();
        let told = ravi.reads_dm().await;
        assert!(told.text.contains("buttons"), "{told}");
        ravi.person
            .in_dm()
            .write(ravi.person.sees().dm().unwrap().id, "hello??")
            .unwrap();
        ravi.has_no_news().await;
    });
}

#[test]
fn killed_while_opening_a_thread_it_finds_the_thread() {
    tell(async |story| {
        let (mia, ravi) = asks(story).await;
        let invitation = ravi.reads_dm().await;
        ravi.clicks(&invitation, "I can help").await;
        story.kill_bot().await;
        story.execute("UPDATE outbox SET state = 'sending', done_at = NULL, channel_id = NULL WHERE delivery LIKE '%open_thread%'").await;
        story.execute("UPDATE asks SET thread_id = NULL").await;
        story.start_bot().await;
        assert_eq!(story.rows("SELECT count(*) FROM outbox WHERE state = 'done' AND delivery LIKE '%open_thread%'").await, ["1"]);
        assert_eq!(
            story.rows("SELECT thread_id IS NOT NULL FROM asks").await,
            ["1"]
        );
        assert!(
            mia.person
                .sees()
                .place("PostgreSQL: Mia and Ravi")
                .is_some()
        );
        everybody_reads(story).await;
    });
}

#[test]
fn what_nobody_can_decide_is_not_sent_again() {
    tell(async |story| {
        let (_, ravi) = asks(story).await;
        let conversation = ravi.person.sees().dm().unwrap().id;
        ravi.person.in_dm().write(conversation, "hello?").unwrap();
        everybody_reads(story).await;
        story.kill_bot().await;
        // What was sent says something else than what was to be sent, and no row is known to have sent it.
        let texts_only = "UPDATE outbox SET state = 'sending', channel_id = NULL, message_id = NULL, delivery = replace(delivery, 'Thanks', 'THANKS') WHERE delivery LIKE '%the buttons%'";
        story.execute(texts_only).await;
        story.pass(TimeDelta::minutes(10)).await;
        story.start_bot().await;
        let undecided = "SELECT state, problem FROM outbox WHERE delivery LIKE '%THANKS%'";
        assert_eq!(
            story.rows(undecided).await,
            ["undecided | it may have been sent; the channel's messages do not tell"]
        );
        ravi.has_no_news().await;
        story.ada_reads_what_went_wrong().await;
    });
}

#[test]
fn a_text_that_was_sent_is_found_and_one_that_was_not_is_sent() {
    tell(async |story| {
        let (_, ravi) = asks(story).await;
        let conversation = ravi.person.sees().dm().unwrap().id;
        ravi.person.in_dm().write(conversation, "hello?").unwrap();
        everybody_reads(story).await;
        let replies = || {
            ravi.person
                .sees()
                .messages()
                .filter(|message| message.direct && message.text.contains("the buttons"))
                .count()
        };
        assert_eq!(replies(), 1);
        for _ in 0..2 {
            story.kill_bot().await;
            story.execute("UPDATE outbox SET state = 'sending', channel_id = NULL, message_id = NULL WHERE delivery LIKE '%the buttons%'").await;
            story.pass(TimeDelta::minutes(10)).await;
            story.start_bot().await;
            assert_eq!(replies(), 1, "once, however often it dies");
        }
        everybody_reads(story).await;
    });
}

#[test]
fn a_message_in_an_archived_thread_is_edited_all_the_same() {
    tell(async |story| {
        let (mia, ravi) = asks(story).await;
        let invitation = ravi.reads_dm().await;
        ravi.clicks(&invitation, "I can help").await;
        let opening = mia.reads_in("PostgreSQL: Mia and Ravi").await;
        // A week of silence, of which Discord archives the thread.
        archive(story, &opening).await;
        let edit = format!(
            "INSERT INTO outbox (guild_id, lane, delivery, receipt, purpose, state, not_before, due_at, nonce, created_at)
             SELECT guild_id, 'guild:1', '{{\"edit\":{{\"message\":{{\"at\":[{},{}]}},\"post\":{{\"blocks\":[{{\"text\":\"Changed\"}}]}}}}}}', '\"nothing\"', '\"answer\"', 'owed', 0, 0, 'x', 0 FROM guilds",
            opening.channel, opening.id
        );
        story.execute(edit.leak()).await;
        // Any change makes the courier look.
        ravi.uses("learn", &[("skill", "rust")]).await;
        assert_eq!(
            mia.looks_again_at(&opening).await.unwrap().text.trim(),
            "Changed"
        );
        let archived = story.sandbox.look(|world| {
            world.channels.values().any(|channel| {
                channel.name == "PostgreSQL: Mia and Ravi"
                    && channel
                        .thread
                        .as_ref()
                        .is_some_and(|thread| thread.archived)
            })
        });
        assert!(archived, "it is in the archive again");
        everybody_reads(story).await;
    });
}

async fn archive(story: &Story, inside: &MessageView) {
    let answer = reqwest::Client::new()
        .patch(format!(
            "{}/api/v10/channels/{}",
            story.sandbox.base_url(),
            inside.channel
        ))
        .header("Authorization", format!("Bot {}", story.sandbox.token()))
        .json(&serde_json::json!({ "archived": true }))
        .send()
        .await
        .unwrap();
    assert!(answer.status().is_success());
}

#[test]
fn a_hundred_messages_leave_at_most_forty_five_a_second() {
    tell(async |story| {
        let noor = story.player("noor");
        let help = noor.person.sees().place("help").unwrap().id;
        let rows = format!(
            "WITH RECURSIVE n (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < 100)
             INSERT INTO outbox (guild_id, lane, delivery, receipt, purpose, state, not_before, due_at, nonce, created_at)
             SELECT guild_id, 'guild:' || n, '{{\"send\":{{\"to\":{{\"channel\":{help}}},\"post\":{{\"blocks\":[{{\"text\":\"Number ' || n || '\"}}]}}}}}}', '\"nothing\"', '\"answer\"', 'owed', 0, 0, 'n' || n, 0 FROM guilds, n",
        );
        story.execute(rows.leak()).await;
        // Any change makes the courier look.
        noor.uses("learn", &[("skill", "rust")]).await;
        let sent = || -> Vec<_> {
            story
                .sandbox
                .requests()
                .into_iter()
                .filter(|request| {
                    request.method == "POST" && request.path.ends_with(&format!("{help}/messages"))
                })
                .map(|request| request.at)
                .collect()
        };
        assert_eq!(sent().len(), 45, "the rest waits for the next second");
        story.pass(TimeDelta::seconds(5)).await;
        let sent = sent();
        assert_eq!(sent.len(), 100);
        assert!(
            sent.windows(46)
                .all(|some| some[45] - some[0] >= TimeDelta::seconds(1))
        );
        everybody_reads(story).await;
    });
}

#[test]
fn what_hangs_on_something_never_delivered_fails_without_a_question_to_discord() {
    tell(async |story| {
        let noor = story.player("noor");
        // The introductions of pairings whose threads were never opened: what is to be said in them, and nowhere to say it.
        story
            .execute(
                r#"WITH n (n) AS (VALUES (9001), (9002), (9003))
                   INSERT INTO outbox (guild_id, lane, delivery, receipt, purpose, state, not_before, due_at, nonce, created_at)
                   SELECT guild_id, 'pairing:' || n,
                          '{"send":{"to":{"pairing_thread":' || n || '},"post":{"blocks":[{"text":"Hello"}]}}}',
                          '{"pairing_introduced":' || n || '}', '"answer"', 'owed', 0, 0, 'n' || n, 0
                   FROM guilds, n"#,
            )
            .await;
        // Any change makes the courier look.
        noor.uses("learn", &[("skill", "rust")]).await;
        story.settle().await;
        let failed = "SELECT problem FROM outbox WHERE lane > 'pairing:9000' AND state = 'failed'";
        let why = "what it belongs to was never delivered";
        assert_eq!(story.rows(failed).await, [why, why, why]);
        let requests = story.sandbox.requests();
        let of_the_server: Vec<&str> = requests
            .iter()
            .filter(|request| request.method == "GET")
            .map(|request| request.path.as_str())
            .filter(|path| path.rsplit('/').nth(1) == Some("guilds"))
            .collect();
        assert_eq!(of_the_server, Vec::<&str>::new());
        story.ada_reads_what_went_wrong().await;
        everybody_reads(story).await;
    });
}
