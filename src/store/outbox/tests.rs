//! The outbox from both sides: what is owed, in which order it comes, and what became of it.

use chrono::{DateTime, TimeDelta, Utc};
use tempfile::TempDir;

use super::*;
use crate::domain::ids::{ChannelId, InvitationId, MessageId};
use crate::post::Post;
use crate::store::tests::{start, store, with_guild};
use crate::store::{Store, Write, guilds, settings};

const GUILD: GuildId = GuildId(1);
const MIA: MemberId = MemberId(10);
const RAVI: MemberId = MemberId(11);

async fn outbox() -> (TempDir, Store) {
    let (folder, store) = store().await;
    with_guild(&store, GUILD).await;
    let mut write = store.write().await.unwrap();
    settings::set_turned_on(&mut write, GUILD, Some(start()))
        .await
        .unwrap();
    write.commit().await.unwrap();
    (folder, store)
}

fn after(seconds: i64) -> DateTime<Utc> {
    start() + TimeDelta::seconds(seconds)
}

fn post(ask: i64, text: &str) -> Owed {
    Owed {
        guild: GUILD,
        lane: Lane::Ask(AskId(ask)),
        delivery: Delivery::Send {
            to: Place::Channel(ChannelId(5)),
            post: Post::text(text),
        },
        receipt: Receipt::AskPosted(AskId(ask)),
        purpose: Purpose::Answer,
        about: None,
        not_before: start(),
    }
}

fn private(member: MemberId, purpose: Purpose, not_before: DateTime<Utc>, text: &str) -> Owed {
    Owed {
        guild: GUILD,
        lane: Lane::Direct(member),
        delivery: Delivery::Send {
            to: Place::Direct(member),
            post: Post::text(text),
        },
        receipt: Receipt::Nothing,
        purpose,
        about: None,
        not_before,
    }
}

async fn owed(write: &mut Write, row: Owed) -> OutboxId {
    owe(write, row, start()).await.unwrap()
}

/// What is ready of both kinds, in the order in which it was owed.
async fn ready_ids(write: &mut Write, now: DateTime<Utc>) -> Vec<OutboxId> {
    let mut ids = Vec::new();
    for kind in [Kind::Private, Kind::Other] {
        let ready = ready(write, kind, now, 100).await.unwrap();
        ids.extend(ready.iter().map(|row| row.id));
    }
    ids.sort();
    ids
}

fn done() -> End {
    End::Done(Some((ChannelId(5), Some(MessageId(6)))))
}

#[tokio::test]
async fn a_row_reads_back_as_it_was_owed() {
    let (_folder, store) = outbox().await;
    let mut write = store.write().await.unwrap();
    let id = owed(
        &mut write,
        private(MIA, Purpose::Reminder, start(), "Hello"),
    )
    .await;
    let rows = ready(&mut write, Kind::Private, start(), 10).await.unwrap();
    assert_eq!(
        rows,
        [Row {
            id,
            guild: GUILD,
            delivery: Delivery::Send {
                to: Place::Direct(MIA),
                post: Post::text("Hello")
            },
            receipt: Receipt::Nothing,
            purpose: Purpose::Reminder,
            addressee: Some(MIA),
            nonce: format!("{:x}.{:x}", id.0, ms(start())),
            attempts: 0,
            sending_at: None,
            not_before: start(),
            held_at: None,
        }]
    );
    assert!(rows[0].nonce.len() <= 25);
}

#[tokio::test]
async fn rows_of_one_lane_come_one_at_a_time_and_lanes_do_not_wait_for_each_other() {
    let (_folder, store) = outbox().await;
    let mut write = store.write().await.unwrap();
    let one = owed(&mut write, post(1, "one")).await;
    let two = owed(&mut write, post(1, "two")).await;
    let other = owed(&mut write, post(2, "other")).await;
    assert_eq!(ready_ids(&mut write, start()).await, [one, other]);

    assert!(begin(&mut write, one, start()).await.unwrap().is_some());
    assert!(
        begin(&mut write, one, start()).await.unwrap().is_none(),
        "it is begun already"
    );
    assert_eq!(ready_ids(&mut write, start()).await, [other]);
    assert_eq!(in_work(&mut write).await.unwrap()[0].id, one);

    conclude(&mut write, one, &done(), start()).await.unwrap();
    assert_eq!(ready_ids(&mut write, start()).await, [two, other]);
    assert_eq!(in_work(&mut write).await.unwrap(), []);
}

#[tokio::test]
async fn a_row_that_is_tried_again_keeps_its_place_and_holds_up_its_lane_until_it_is_concluded() {
    let (_folder, store) = outbox().await;
    let mut write = store.write().await.unwrap();
    let one = owed(&mut write, post(1, "one")).await;
    let two = owed(&mut write, post(1, "two")).await;
    for attempts in 1..=3 {
        let now = next_due(&mut write).await.unwrap().of(Kind::Other).unwrap();
        assert_eq!(ready_ids(&mut write, now).await, [one]);
        assert!(begin(&mut write, one, now).await.unwrap().is_some());
        let row = in_work(&mut write).await.unwrap().remove(0);
        assert_eq!((row.attempts, row.sending_at), (attempts, Some(now)));
        let again = try_again_at(now, attempts, None);
        retry(&mut write, one, again, "429", None).await.unwrap();
        assert_eq!(
            ready_ids(&mut write, again - TimeDelta::milliseconds(1)).await,
            []
        );
        assert_eq!(
            next_due(&mut write).await.unwrap().of(Kind::Other),
            Some(again)
        );
    }
    conclude(&mut write, one, &End::Failed("50013".to_owned()), after(60))
        .await
        .unwrap();
    assert_eq!(ready_ids(&mut write, after(60)).await, [two]);
}

#[tokio::test]
async fn the_first_try_that_may_have_gone_through_is_remembered() {
    let (_folder, store) = outbox().await;
    let mut write = store.write().await.unwrap();
    let id = owed(&mut write, post(1, "one")).await;
    begin(&mut write, id, start()).await.unwrap();
    retry(&mut write, id, after(1), "503", Some(start()))
        .await
        .unwrap();
    begin(&mut write, id, after(1)).await.unwrap();
    let row = in_work(&mut write).await.unwrap().remove(0);
    assert_eq!(row.sending_at, Some(start()));
    retry(&mut write, id, after(2), "429", None).await.unwrap();
    begin(&mut write, id, after(2)).await.unwrap();
    let row = in_work(&mut write).await.unwrap().remove(0);
    assert_eq!(row.sending_at, Some(after(2)));
}

#[tokio::test]
async fn an_answer_does_not_wait_behind_tomorrows_message() {
    let (_folder, store) = outbox().await;
    let mut write = store.write().await.unwrap();
    let tomorrow = owed(
        &mut write,
        private(MIA, Purpose::Invitation, after(86_400), "Later"),
    )
    .await;
    let now = owed(&mut write, private(MIA, Purpose::Answer, start(), "Now")).await;
    assert_eq!(ready_ids(&mut write, start()).await, [now]);
    assert_eq!(
        ready_ids(&mut write, after(86_400)).await,
        [now],
        "but it comes first then, too"
    );
    conclude(&mut write, now, &done(), start()).await.unwrap();
    assert_eq!(
        next_due(&mut write).await.unwrap().of(Kind::Private),
        Some(after(86_400))
    );
    assert_eq!(next_due(&mut write).await.unwrap().of(Kind::Other), None);
    assert_eq!(ready_ids(&mut write, after(86_400)).await, [tomorrow]);
}

#[tokio::test]
async fn what_is_put_off_lets_answers_pass_and_keeps_its_order_with_others() {
    let (_folder, store) = outbox().await;
    let mut write = store.write().await.unwrap();
    let mut rows = Vec::new();
    for (seconds, text) in [(0, "one"), (1, "two")] {
        rows.push(
            owed(
                &mut write,
                private(MIA, Purpose::Reminder, after(seconds), text),
            )
            .await,
        );
    }
    let answer = owed(&mut write, private(MIA, Purpose::Answer, after(2), "Now")).await;
    assert!(
        begin(&mut write, rows[0], after(9))
            .await
            .unwrap()
            .is_some()
    );
    for id in &rows {
        put_off(&mut write, *id, after(86_400)).await.unwrap();
    }
    assert_eq!(ready_ids(&mut write, after(9)).await, [answer]);
    conclude(&mut write, answer, &done(), after(9))
        .await
        .unwrap();
    assert_eq!(ready_ids(&mut write, after(86_399)).await, []);
    assert_eq!(ready_ids(&mut write, after(86_400)).await, [rows[0]]);
    let row = ready(&mut write, Kind::Private, after(86_400), 1)
        .await
        .unwrap()
        .remove(0);
    assert_eq!((row.sending_at, row.not_before), (None, after(86_400)));
    conclude(&mut write, rows[0], &done(), after(86_400))
        .await
        .unwrap();
    put_off(&mut write, rows[0], after(90_000)).await.unwrap();
    assert_eq!(
        ready_ids(&mut write, after(90_000)).await,
        [rows[1]],
        "what is done stays done"
    );
}

#[tokio::test]
async fn an_asks_rows_keep_their_order_when_the_machines_clock_is_set_back() {
    let (_folder, store) = outbox().await;
    let mut write = store.write().await.unwrap();
    let one = owed(&mut write, post(1, "one")).await;
    let earlier = Owed {
        about: None,
        not_before: after(-3600),
        ..post(1, "two")
    };
    owed(&mut write, earlier).await;
    assert_eq!(ready_ids(&mut write, start()).await, [one]);
}

#[tokio::test]
async fn a_guild_that_potluck_does_not_work_for_has_nothing_ready() {
    for away in ["gone_at = 1", "turned_on_at = NULL"] {
        let (_folder, store) = outbox().await;
        let mut write = store.write().await.unwrap();
        owed(&mut write, post(1, "one")).await;
        assert_eq!(ready_ids(&mut write, start()).await.len(), 1);
        sqlx::query(sqlx::AssertSqlSafe(format!("UPDATE guilds SET {away}")))
            .execute(&mut *write)
            .await
            .unwrap();
        assert_eq!(ready_ids(&mut write, start()).await, [], "{away}");
        assert_eq!(next_due(&mut write).await.unwrap().of(Kind::Other), None);
    }
}

#[tokio::test]
async fn a_server_that_is_away_holds_up_nothing_that_another_owes_the_same_member() {
    const OTHER: GuildId = GuildId(2);
    for away in ["gone_at = 1", "turned_on_at = NULL", "unavailable_at = 1"] {
        let (_folder, store) = outbox().await;
        with_guild(&store, OTHER).await;
        let mut write = store.write().await.unwrap();
        settings::set_turned_on(&mut write, OTHER, Some(start()))
            .await
            .unwrap();
        let first = owed(&mut write, private(MIA, Purpose::Answer, start(), "first")).await;
        let mut second = private(MIA, Purpose::Answer, after(1), "second");
        second.guild = OTHER;
        let second = owed(&mut write, second).await;
        assert_eq!(ready_ids(&mut write, after(1)).await, [first]);
        sqlx::query(sqlx::AssertSqlSafe(format!(
            "UPDATE guilds SET {away} WHERE guild_id = 1"
        )))
        .execute(&mut *write)
        .await
        .unwrap();
        assert_eq!(ready_ids(&mut write, after(1)).await, [second], "{away}");
        let due = next_due(&mut write).await.unwrap().of(Kind::Private);
        assert_eq!(due, Some(after(1)), "{away}");
        // What is on its way still comes first, wherever from.
        sqlx::query("UPDATE outbox SET state = 'sending' WHERE guild_id = 1")
            .execute(&mut *write)
            .await
            .unwrap();
        assert_eq!(ready_ids(&mut write, after(1)).await, [], "{away}");
    }
}

#[tokio::test]
async fn a_discreet_message_that_is_taken_back_leaves_no_row() {
    let (_folder, store) = outbox().await;
    let mut write = store.write().await.unwrap();
    let mut secret = private(MIA, Purpose::Reminder, start(), "yours");
    secret.delivery = Delivery::Send {
        to: Place::Discreet(MIA),
        post: Post::text("yours"),
    };
    secret.receipt = Receipt::StuckTold(AskId(1));
    secret.about = Some(AskId(1));
    let mut open = private(RAVI, Purpose::Reminder, start(), "known");
    open.receipt = Receipt::StuckTold(AskId(1));
    owed(&mut write, secret).await;
    let open = owed(&mut write, open).await;
    let dropped = drop_owed(&mut write, Receipt::StuckTold(AskId(1)), start()).await;
    assert_eq!(dropped.unwrap(), 2);
    let left: Vec<(OutboxId, String)> = sqlx::query_as("SELECT outbox_id, state FROM outbox")
        .fetch_all(&mut *write)
        .await
        .unwrap();
    assert_eq!(left, [(open, "dropped".to_owned())]);
}

#[tokio::test]
async fn what_is_not_begun_can_be_taken_back() {
    let (_folder, store) = outbox().await;
    let mut write = store.write().await.unwrap();
    let receipt = Receipt::InvitationDelivered(InvitationId(3));
    let invitation = |member| Owed {
        receipt,
        ..private(member, Purpose::Invitation, start(), "Can you?")
    };
    let begun = owed(&mut write, invitation(MIA)).await;
    owed(&mut write, invitation(RAVI)).await;
    begin(&mut write, begun, start()).await.unwrap();
    assert_eq!(drop_owed(&mut write, receipt, start()).await.unwrap(), 1);
    assert_eq!(ready_ids(&mut write, start()).await, []);
    assert_eq!(in_work(&mut write).await.unwrap().len(), 1);

    owed(&mut write, post(1, "one")).await;
    owed(&mut write, post(1, "two")).await;
    let kept = owed(&mut write, post(2, "three")).await;
    assert_eq!(
        drop_lane(&mut write, Lane::Ask(AskId(1)), start())
            .await
            .unwrap(),
        2
    );
    assert_eq!(ready_ids(&mut write, start()).await, [kept]);
}

#[tokio::test]
async fn what_may_have_been_sent_cannot_be_taken_back() {
    let (_folder, store) = outbox().await;
    let mut write = store.write().await.unwrap();
    let row = post(1, "one");
    let receipt = row.receipt;
    let id = owed(&mut write, row).await;
    let lane = Lane::Ask(AskId(1));
    begin(&mut write, id, start()).await.unwrap();
    retry(&mut write, id, after(1), "503", Some(start()))
        .await
        .unwrap();
    assert_eq!(drop_owed(&mut write, receipt, after(1)).await.unwrap(), 0);
    assert_eq!(drop_lane(&mut write, lane, after(1)).await.unwrap(), 0);
    assert_eq!(ready_ids(&mut write, after(1)).await, [id]);

    begin(&mut write, id, after(1)).await.unwrap();
    retry(&mut write, id, after(2), "429", None).await.unwrap();
    assert_eq!(drop_owed(&mut write, receipt, after(2)).await.unwrap(), 1);
}

#[tokio::test]
async fn what_is_concluded_stays_as_it_is() {
    let (_folder, store) = outbox().await;
    let mut write = store.write().await.unwrap();
    let id = owed(&mut write, post(1, "one")).await;
    conclude(&mut write, id, &done(), start()).await.unwrap();
    conclude(&mut write, id, &End::Failed("late".to_owned()), start())
        .await
        .unwrap();
    retry(&mut write, id, start(), "late", None).await.unwrap();
    assert_eq!(ready_ids(&mut write, start()).await, []);
    assert_eq!(depth(&mut write, start()).await.unwrap(), Depth::default());
}

#[tokio::test]
async fn a_message_that_reached_nobody_waits_for_its_member_until_it_is_seen() {
    let (_folder, store) = outbox().await;
    let mut write = store.write().await.unwrap();
    let id = owed(
        &mut write,
        private(MIA, Purpose::Reminder, start(), "Hello"),
    )
    .await;
    owed(
        &mut write,
        private(RAVI, Purpose::Reminder, start(), "Not hers"),
    )
    .await;
    begin(&mut write, id, start()).await.unwrap();
    conclude(&mut write, id, &End::Waiting("50007".to_owned()), start())
        .await
        .unwrap();
    let waiting = waiting_for(&mut write, GUILD, MIA).await.unwrap();
    assert_eq!(
        waiting,
        [Waiting {
            id,
            post: Post::text("Hello"),
            since: start()
        }]
    );
    assert_eq!(waiting_for(&mut write, GuildId(2), MIA).await.unwrap(), []);
    conclude(&mut write, id, &End::Done(None), after(5))
        .await
        .unwrap();
    assert_eq!(waiting_for(&mut write, GUILD, MIA).await.unwrap(), []);
}

#[tokio::test]
async fn the_budget_counts_what_was_started_and_is_about_to_be_and_nothing_else() {
    let (_folder, store) = outbox().await;
    let mut write = store.write().await.unwrap();
    let week_ago = after(-7 * 86_400);
    let old = owed(
        &mut write,
        private(MIA, Purpose::Invitation, week_ago, "old"),
    )
    .await;
    conclude(&mut write, old, &done(), week_ago).await.unwrap();
    let late = owed(
        &mut write,
        private(MIA, Purpose::Invitation, week_ago, "delivered late"),
    )
    .await;
    conclude(&mut write, late, &done(), start()).await.unwrap();
    let tomorrow = owed(
        &mut write,
        private(MIA, Purpose::Courtesy, after(86_400), "tomorrow"),
    )
    .await;
    owed(
        &mut write,
        private(MIA, Purpose::Answer, start(), "an answer"),
    )
    .await;
    owed(
        &mut write,
        private(RAVI, Purpose::Reminder, start(), "another's"),
    )
    .await;
    for end in [End::Dropped, End::Failed("50013".to_owned())] {
        let id = owed(
            &mut write,
            private(MIA, Purpose::Reminder, start(), "in vain"),
        )
        .await;
        conclude(&mut write, id, &end, start()).await.unwrap();
    }
    let started_with = async |write: &mut SqliteConnection, guild, but| {
        started(write, guild, MIA, but, start()).await.unwrap()
    };
    assert_eq!(started_with(&mut write, GUILD, None).await, [start()]);
    assert!(started_with(&mut write, GuildId(2), None).await.is_empty());
    let unsent_ids = async |write: &mut SqliteConnection, and| -> Vec<OutboxId> {
        let rows = unsent(write, GUILD, MIA, and).await.unwrap();
        rows.into_iter().map(|row| row.id).collect()
    };
    assert_eq!(unsent_ids(&mut write, None).await, [tomorrow]);
    // What is going out this moment counts already, unless it is known not to have gone.
    begin(&mut write, tomorrow, start()).await.unwrap();
    assert_eq!(unsent_ids(&mut write, None).await, []);
    let both = started_with(&mut write, GUILD, None).await;
    assert_eq!(both, [start(), start()]);
    assert_eq!(unsent_ids(&mut write, Some(tomorrow)).await, [tomorrow]);
    let one = started_with(&mut write, GUILD, Some(tomorrow)).await;
    assert_eq!(one, [start()]);
}

#[tokio::test]
async fn admins_see_what_failed_and_what_nobody_can_tell_latest_first() {
    let (_folder, store) = outbox().await;
    let mut write = store.write().await.unwrap();
    let failed = owed(&mut write, post(1, "one")).await;
    let undecided = owed(&mut write, post(1, "two")).await;
    owed(&mut write, post(1, "three")).await;
    conclude(
        &mut write,
        failed,
        &End::Failed("50013".to_owned()),
        after(1),
    )
    .await
    .unwrap();
    conclude(
        &mut write,
        undecided,
        &End::Undecided("restarted".to_owned()),
        after(2),
    )
    .await
    .unwrap();
    assert_eq!(
        problems(&mut write, GUILD, 10).await.unwrap(),
        [
            Problem {
                id: undecided,
                standing: Standing::Undecided,
                why: "restarted".to_owned(),
                at: after(2)
            },
            Problem {
                id: failed,
                standing: Standing::Failed,
                why: "50013".to_owned(),
                at: after(1)
            },
        ]
    );
    assert_eq!(problems(&mut write, GUILD, 1).await.unwrap().len(), 1);
    let depth = depth(&mut write, after(9)).await.unwrap();
    assert_eq!(Stage::ALL.map(|stage| depth.at(stage)), [1, 0, 0, 0, 1, 1]);
    assert_eq!(depth.oldest_due("ask"), Some(start()));
}

#[tokio::test]
async fn a_row_for_which_there_is_no_room_holds_up_its_lane_and_admins_see_it() {
    let (_folder, store) = outbox().await;
    let mut write = store.write().await.unwrap();
    let held = owed(&mut write, post(1, "one")).await;
    let behind = owed(&mut write, post(1, "two")).await;
    for (begun, due) in [(0, 600), (600, 1200)] {
        assert!(
            begin(&mut write, held, after(begun))
                .await
                .unwrap()
                .is_some()
        );
        hold(&mut write, held, after(due), "no room", after(begun))
            .await
            .unwrap();
        assert_eq!(ready_ids(&mut write, after(due - 1)).await, []);
        assert_eq!(ready_ids(&mut write, after(due)).await, [held]);
    }
    let row = ready(&mut write, Kind::Other, after(1200), 10)
        .await
        .unwrap();
    assert_eq!(row[0].held_at, Some(start()), "since the first time");
    assert_eq!(row[0].sending_at, None, "it certainly was not done");
    let problem = Problem {
        id: held,
        standing: Standing::HeldUp,
        why: "no room".to_owned(),
        at: start(),
    };
    assert_eq!(problems(&mut write, GUILD, 10).await.unwrap(), [problem]);
    conclude(&mut write, held, &done(), after(1200))
        .await
        .unwrap();
    assert_eq!(problems(&mut write, GUILD, 10).await.unwrap(), []);
    assert_eq!(ready_ids(&mut write, after(1200)).await, [behind]);
}

#[tokio::test]
async fn nothing_is_ready_in_a_server_that_is_out() {
    let (_folder, store) = outbox().await;
    let mut write = store.write().await.unwrap();
    let id = owed(&mut write, post(1, "one")).await;
    guilds::set_unavailable(&mut write, GUILD, start())
        .await
        .unwrap();
    assert_eq!(ready_ids(&mut write, after(1)).await, []);
    assert_eq!(next_due(&mut write).await.unwrap().of(Kind::Other), None);
    let anew = guilds::arrive(&mut write, GUILD, "Hearth", MIA, after(2))
        .await
        .unwrap();
    assert!(!anew, "an outage is no leave");
    assert_eq!(ready_ids(&mut write, after(3)).await, [id]);
}

#[test]
fn a_row_is_given_up_after_a_day_of_tries() {
    let mut now = start();
    let mut attempts = 1;
    while !tried_enough(attempts) {
        now = try_again_at(now, attempts, None);
        attempts += 1;
    }
    let spent = now - start();
    assert!(spent >= TimeDelta::days(1), "{spent}");
    assert!(spent < TimeDelta::hours(25), "{spent}");
    assert!(tried_enough(u32::MAX));
}

#[test]
fn the_pause_between_tries_doubles_up_to_a_quarter_of_an_hour() {
    let pauses: Vec<i64> = (0..13)
        .map(|attempts| retry_delay(attempts).num_seconds())
        .collect();
    assert_eq!(pauses, [1, 1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900]);
    assert_eq!(retry_delay(u32::MAX).num_seconds(), 900);
    assert_eq!(try_again_at(start(), 3, None), after(4));
    assert_eq!(
        try_again_at(start(), 3, Some(TimeDelta::seconds(9))),
        after(9)
    );
    assert_eq!(
        try_again_at(start(), 3, Some(TimeDelta::seconds(1))),
        after(4)
    );
}

#[tokio::test]
async fn what_may_have_just_been_sent_is_what_was_just_concluded_and_what_is_in_work() {
    let (_folder, store) = outbox().await;
    let mut write = store.write().await.unwrap();
    let mut rows = Vec::new();
    for text in ["long done", "just done", "in work", "dropped", "owed"] {
        let post = post(1, text);
        rows.push((
            owe(&mut write, post.clone(), start()).await.unwrap(),
            post.delivery,
        ));
    }
    for (place, seconds, end) in [
        (0, 0, End::Done(None)),
        (1, 2, End::Failed("it was refused".to_owned())),
        (3, 2, End::Dropped),
    ] {
        conclude(&mut write, rows[place].0, &end, after(seconds))
            .await
            .unwrap();
    }
    assert!(
        begin(&mut write, rows[2].0, start())
            .await
            .unwrap()
            .is_some()
    );
    let found = carried_out_since(&mut write, after(1), 9).await.unwrap();
    assert_eq!(found, [rows[1].1.clone(), rows[2].1.clone()]);
    assert_eq!(
        carried_out_since(&mut write, after(1), 1)
            .await
            .unwrap()
            .len(),
        1
    );
}

#[tokio::test]
async fn a_row_that_waits_for_its_server_is_not_given_up_at_the_first_mishap_afterwards() {
    let (_folder, store) = outbox().await;
    let mut write = store.write().await.unwrap();
    let id = owed(
        &mut write,
        private(MIA, Purpose::Reminder, start(), "Hello"),
    )
    .await;
    let mut now = start();
    let mut pause = TimeDelta::zero();
    for _ in 0..200 {
        assert!(begin(&mut write, id, now).await.unwrap().is_some());
        let tries = tries_of(&mut write, id).await;
        assert!(!tried_enough(tries), "{tries} tries");
        let due = try_again_at(now, tries, None);
        pause = due - now;
        await_server(&mut write, id, due, "the server is out of reach", None)
            .await
            .unwrap();
        now = due;
    }
    assert_eq!(
        pause,
        retry_delay(u32::MAX),
        "the pause is the longest by then"
    );
}

/// How often a row was tried.
async fn tries_of(write: &mut Write, id: OutboxId) -> u32 {
    sqlx::query_scalar("SELECT attempts FROM outbox WHERE outbox_id = ?")
        .bind(id)
        .fetch_one(&mut **write)
        .await
        .unwrap()
}
