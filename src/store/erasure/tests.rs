//! What is left of somebody in the bytes of the file and its log.

use crate::store::agenda::agenda;
use std::fs;
use std::path::Path;

use super::*;
use crate::activity::Activity;
use crate::delivery::{Delivery, Place, Purpose, Receipt};
use crate::domain::ids::{AskId, GuildId, MemberId};
use crate::post::Post;
use crate::store::asks::{self, NewAsk};
use crate::store::outbox::{self, End, Lane, Owed};
use crate::store::tests::{start, store, with_guild};
use crate::store::{anonymity, channels, skills};

const GUILD: GuildId = GuildId(1);
/// An id of which every byte is its own, so that it is found by nothing else.
const MIA: MemberId = MemberId(0x0123_4567_89ab_cdef);

/// How often somebody's id is in the files of a database, as numbers are kept there and as text.
fn traces(folder: &Path) -> usize {
    let mut found = 0;
    for name in ["potluck.db", "potluck.db-wal"] {
        let bytes = fs::read(folder.join(name)).unwrap_or_default();
        for needle in [MIA.0.to_be_bytes().to_vec(), MIA.0.to_string().into_bytes()] {
            found += bytes
                .windows(needle.len())
                .filter(|part| *part == needle)
                .count();
        }
    }
    found
}

fn private(ask: AskId, to: MemberId, length: usize) -> Owed {
    Owed {
        guild: GUILD,
        lane: Lane::Direct(to),
        delivery: Delivery::Send {
            to: Place::Discreet(to),
            post: Post::text("x".repeat(length)),
        },
        receipt: Receipt::Nothing,
        purpose: Purpose::Answer,
        about: Some(ask),
        not_before: start(),
    }
}

/// An anonymous ask of Mia's among the many messages of a busy week, so that rows move from page to page.
async fn busy_week(store: &Store) -> AskId {
    with_guild(store, GUILD).await;
    let mut write = store.write().await.unwrap();
    let name = crate::domain::skill::SkillName::parse("Postgres").unwrap();
    let skill = skills::ensure(&mut write, GUILD, &name, start())
        .await
        .unwrap();
    let new = NewAsk {
        guild: GUILD,
        asker: None,
        skill,
        details: "My query is slow.",
        about: None,
        post_channel: None,
        at: start(),
    };
    let ask = asks::insert(&mut write, new).await.unwrap();
    anonymity::link(&mut write, ask, GUILD, MIA).await.unwrap();
    write.commit().await.unwrap();
    let mut open = Vec::new();
    for number in 0..240_usize {
        let mut write = store.write().await.unwrap();
        let to = if number % 7 == 0 {
            MIA
        } else {
            MemberId(1_000 + i64::try_from(number).unwrap())
        };
        // Sizes all over, so that pages fill up at different times.
        let row = private(ask, to, 40 + number * 37 % 900);
        open.push(outbox::owe(&mut write, row, start()).await.unwrap());
        if number % 3 == 0 {
            let one = open.swap_remove(number * 31 % open.len());
            outbox::conclude(&mut write, one, &End::Dropped, start())
                .await
                .unwrap();
        }
        write.commit().await.unwrap();
    }
    ask
}

async fn erased(store: &Store, ask: AskId) {
    let mut write = store.write().await.unwrap();
    assert!(anonymity::erase(&mut write, ask).await.unwrap());
    assert_eq!(
        owed(&mut write).await.unwrap(),
        Some(Erasure::Everywhere),
        "what has to be done is noted with what makes it necessary"
    );
    write.commit().await.unwrap();
}

#[tokio::test]
async fn nothing_is_left_of_an_asker_in_the_file_or_its_log() {
    let (folder, store) = store().await;
    let ask = busy_week(&store).await;
    erased(&store, ask).await;
    assert!(
        traces(folder.path()) > 0,
        "the log still has the pages of before, so this would notice"
    );
    assert!(store.erase().await.unwrap());
    assert_eq!(traces(folder.path()), 0);
    let mut read = store.read().await.unwrap();
    assert_eq!(owed(&mut read).await.unwrap(), None);
    assert!(
        store.erase().await.unwrap(),
        "with nothing owed, all is well"
    );
}

#[tokio::test]
async fn without_overwriting_the_traces_would_be_found() {
    let (folder, store) = store().await;
    let ask = busy_week(&store).await;
    let mut writer = store.writer.acquire().await.unwrap();
    sqlx::query("PRAGMA secure_delete = OFF")
        .execute(&mut *writer)
        .await
        .unwrap();
    drop(writer);
    let mut write = store.write().await.unwrap();
    anonymity::erase(&mut write, ask).await.unwrap();
    write.commit().await.unwrap();
    let mut writer = store.writer.acquire().await.unwrap();
    assert!(empty_log(&mut writer).await.unwrap());
    drop(writer);
    assert!(traces(folder.path()) > 0);
}

#[tokio::test]
async fn who_still_reads_what_was_there_puts_it_off_and_it_stays_owed() {
    let (folder, store) = store().await;
    let ask = busy_week(&store).await;
    let mut writer = store.writer.acquire().await.unwrap();
    sqlx::query("PRAGMA busy_timeout = 10")
        .execute(&mut *writer)
        .await
        .unwrap();
    drop(writer);
    let mut reader = store.read().await.unwrap();
    sqlx::query("BEGIN").execute(&mut *reader).await.unwrap();
    assert!(owed(&mut reader).await.unwrap().is_some());
    erased(&store, ask).await;
    assert!(!store.erase().await.unwrap());
    sqlx::query("COMMIT").execute(&mut *reader).await.unwrap();
    assert_eq!(
        owed(&mut reader).await.unwrap(),
        Some(Erasure::Everywhere),
        "it is still owed"
    );
    assert!(store.erase().await.unwrap());
    assert_eq!(traces(folder.path()), 0);
}

#[tokio::test]
async fn after_a_crash_in_between_it_is_still_owed_and_then_done() {
    let (folder, store) = store().await;
    let ask = busy_week(&store).await;
    erased(&store, ask).await;
    // What a crash leaves: the files as they are now.
    let left = tempfile::tempdir().unwrap();
    for name in ["potluck.db", "potluck.db-wal"] {
        fs::copy(folder.path().join(name), left.path().join(name)).unwrap();
    }
    assert!(traces(left.path()) > 0);
    let again = Store::open(&left.path().join("potluck.db"), &Activity::default())
        .await
        .unwrap();
    assert_eq!(
        owed(&mut again.read().await.unwrap()).await.unwrap(),
        Some(Erasure::Everywhere)
    );
    assert!(again.erase().await.unwrap());
    assert_eq!(traces(left.path()), 0);
}

#[tokio::test]
async fn more_is_never_replaced_by_less() {
    let (_folder, store) = store().await;
    let mut write = store.write().await.unwrap();
    for (what, expected) in [
        (Erasure::Log, Erasure::Log),
        (Erasure::Everywhere, Erasure::Everywhere),
        (Erasure::Log, Erasure::Everywhere),
    ] {
        owe(&mut write, what).await.unwrap();
        assert_eq!(owed(&mut write).await.unwrap(), Some(expected));
    }
}

#[tokio::test]
async fn a_discreet_message_leaves_no_row_and_counts_for_its_day() {
    let (_folder, store) = store().await;
    with_guild(&store, GUILD).await;
    let mut write = store.write().await.unwrap();
    let ends = [
        (Purpose::Answer, End::Done(None), false, 0),
        (Purpose::Reminder, End::Done(None), false, 1),
        (Purpose::Reminder, End::Dropped, false, 1),
        (Purpose::Reminder, End::Undecided("?".to_owned()), false, 2),
        (Purpose::Reminder, End::Failed("no".to_owned()), true, 2),
    ];
    for (purpose, end, stays, count) in ends {
        let row = Owed {
            purpose,
            ..private(AskId(1), MIA, 1)
        };
        let id = outbox::owe(&mut write, row, start()).await.unwrap();
        outbox::begin(&mut write, id, start()).await.unwrap();
        outbox::conclude(&mut write, id, &end, start())
            .await
            .unwrap();
        let waits = outbox::waiting_for(&mut write, GUILD, MIA)
            .await
            .unwrap()
            .iter()
            .any(|waiting| waiting.id == id);
        assert_eq!(waits, stays, "{end:?}");
        let rows: i64 = sqlx::query_scalar("SELECT count(*) FROM outbox")
            .fetch_one(&mut *write)
            .await
            .unwrap();
        assert_eq!(rows, i64::from(stays), "{end:?}");
        let counted: i64 =
            sqlx::query_scalar("SELECT coalesce(sum(messages), 0) FROM discreet_messages")
                .fetch_one(&mut *write)
                .await
                .unwrap();
        assert_eq!(counted, count, "{end:?}");
    }
    assert_eq!(owed(&mut write).await.unwrap(), Some(Erasure::Log));
    let row = private(AskId(1), MIA, 1);
    let next = outbox::owe(&mut write, row, start()).await.unwrap();
    assert_eq!(next.0, 6, "no id is used twice");
    let day: i64 = sqlx::query_scalar("SELECT day FROM discreet_messages")
        .fetch_one(&mut *write)
        .await
        .unwrap();
    assert_eq!(
        crate::store::types::at(day).to_rfc3339(),
        "2026-03-02T00:00:00+00:00",
        "the day, and nothing nearer"
    );
}

#[tokio::test]
async fn what_is_on_its_way_is_erased_too_and_its_end_changes_nothing() {
    let (_folder, store) = store().await;
    with_guild(&store, GUILD).await;
    let mut write = store.write().await.unwrap();
    let id = outbox::owe(&mut write, private(AskId(1), MIA, 1), start())
        .await
        .unwrap();
    assert!(
        outbox::begin(&mut write, id, start())
            .await
            .unwrap()
            .is_some()
    );
    outbox::erase_discreet(&mut write, AskId(1)).await.unwrap();
    let other = outbox::owe(&mut write, private(AskId(2), MIA, 1), start())
        .await
        .unwrap();
    outbox::conclude(&mut write, id, &End::Done(None), start())
        .await
        .unwrap();
    let rows: Vec<i64> = sqlx::query_scalar("SELECT outbox_id FROM outbox WHERE state = 'owed'")
        .fetch_all(&mut *write)
        .await
        .unwrap();
    assert_eq!(rows, [other.0], "the next one has an id of its own");
}

/// What is counted for Mia's week, and her conversation.
async fn days_and_conversation(db: &mut sqlx::SqliteConnection) -> (i64, i64) {
    let days = sqlx::query_scalar("SELECT count(*) FROM discreet_messages")
        .fetch_one(&mut *db)
        .await
        .unwrap();
    let conversations = sqlx::query_scalar("SELECT count(*) FROM dm_channels")
        .fetch_one(&mut *db)
        .await
        .unwrap();
    (days, conversations)
}

#[tokio::test]
async fn with_the_link_go_the_days_that_were_counted_and_the_conversation_nobody_else_used() {
    for used_otherwise in [false, true] {
        let (_folder, store) = store().await;
        let ask = busy_week(&store).await;
        let mut write = store.write().await.unwrap();
        let reminder = Owed {
            purpose: Purpose::Reminder,
            ..private(ask, MIA, 1)
        };
        let id = outbox::owe(&mut write, reminder, start()).await.unwrap();
        let channel = crate::domain::ids::ChannelId(77);
        channels::set_direct(&mut write, MIA, channel, id)
            .await
            .unwrap();
        outbox::begin(&mut write, id, start()).await.unwrap();
        outbox::conclude(&mut write, id, &End::Done(Some((channel, None))), start())
            .await
            .unwrap();
        if used_otherwise {
            let other = Owed {
                delivery: Delivery::Send {
                    to: Place::Direct(MIA),
                    post: Post::text("Hello"),
                },
                about: None,
                ..private(ask, MIA, 1)
            };
            let id = outbox::owe(&mut write, other, start()).await.unwrap();
            outbox::begin(&mut write, id, start()).await.unwrap();
            outbox::conclude(&mut write, id, &End::Done(Some((channel, None))), start())
                .await
                .unwrap();
        }
        assert_eq!(days_and_conversation(&mut write).await, (1, 1));
        assert!(anonymity::erase(&mut write, ask).await.unwrap());
        let left = (0, i64::from(used_otherwise));
        assert_eq!(days_and_conversation(&mut write).await, left);
        // What was under way when it was erased brings nothing back.
        channels::set_direct(&mut write, MemberId(5), channel, id)
            .await
            .unwrap();
        assert_eq!(days_and_conversation(&mut write).await, left);
    }
}

#[tokio::test]
async fn a_day_that_counts_no_more_is_erased_when_it_is_due() {
    let (_folder, store) = store().await;
    with_guild(&store, GUILD).await;
    let mut write = store.write().await.unwrap();
    assert_eq!(agenda(&mut write).await.unwrap().discreet_days, None);
    let reminder = Owed {
        purpose: Purpose::Reminder,
        ..private(AskId(1), MIA, 1)
    };
    let id = outbox::owe(&mut write, reminder, start()).await.unwrap();
    outbox::begin(&mut write, id, start()).await.unwrap();
    outbox::conclude(&mut write, id, &End::Done(None), start())
        .await
        .unwrap();
    let due = agenda(&mut write).await.unwrap().discreet_days.unwrap();
    outbox::erase_old_days(&mut write, due - chrono::TimeDelta::milliseconds(1))
        .await
        .unwrap();
    assert_eq!(days_and_conversation(&mut write).await.0, 1);
    outbox::erase_old_days(&mut write, due).await.unwrap();
    assert_eq!(days_and_conversation(&mut write).await.0, 0);
    assert_eq!(agenda(&mut write).await.unwrap().discreet_days, None);
}
