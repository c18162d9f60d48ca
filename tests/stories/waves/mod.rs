//! Threads of pairings on their way: opened once whatever happens, in waves where a server has many, and as fast as Discord allows.

mod once;
mod paced;
mod room;

use chrono::{DateTime, Utc};
use discord_sandbox::world::channel::Channel;
use potluck::delivery::{Delivery, Place, Purpose, Receipt};
use potluck::domain::ids::{ChannelId, GuildId, MemberId, PairingId};
use potluck::post::Post;
use potluck::store::outbox::{self, Lane, Owed};
use sqlx::SqliteConnection;

use crate::harness::Story;

/// Owes the threads of these pairings, and what introduces the members in them, as a round of coffee chats in this channel does.
/// For a bot that is not running: it hears of nothing that is written behind its back. Pairings count from 1.
async fn owe_pairings(story: &Story, channel: &str, pairs: &[(&str, &str)]) {
    let pool = story.pool().await;
    let mut db = pool.begin().await.unwrap();
    let guild = GuildId(story.sandbox.guild_id().get().cast_signed());
    let under = id_of_channel(story, channel);
    let now = story.now();
    begin_round(&mut db, guild, under, now).await;
    for ((one, other), number) in pairs.iter().zip(1..) {
        let pairing = PairingId(number);
        let members = [member(story, one), member(story, other)];
        seat(&mut db, guild, pairing, members, now).await;
        let thread = Delivery::OpenPrivateThread {
            under,
            name: name_of(one, other),
            members: members.to_vec(),
        };
        let opened = Receipt::PairingThreadOpened(pairing);
        owe(&mut db, guild, pairing, thread, opened, now).await;
        let said = format!("Meet each other, {one} and {other}.");
        let introduced = Receipt::PairingIntroduced(pairing);
        say(&mut db, guild, pairing, &said, introduced, now).await;
    }
    db.commit().await.unwrap();
    pool.close().await;
}

/// Owes a message in the thread of a pairing.
async fn say(
    db: &mut SqliteConnection,
    guild: GuildId,
    pairing: PairingId,
    text: &str,
    receipt: Receipt,
    now: DateTime<Utc>,
) {
    let message = Delivery::Send {
        to: Place::PairingThread(pairing),
        post: Post::text(text),
    };
    owe(db, guild, pairing, message, receipt, now).await;
}

async fn owe(
    db: &mut SqliteConnection,
    guild: GuildId,
    pairing: PairingId,
    delivery: Delivery,
    receipt: Receipt,
    now: DateTime<Utc>,
) {
    let owed = Owed {
        guild,
        lane: Lane::Pairing(pairing),
        delivery,
        receipt,
        purpose: Purpose::Answer,
        about: None,
        not_before: now,
    };
    outbox::owe(db, owed, now).await.unwrap();
}

/// A programme that holds no further rounds by itself, and its first round, paired.
async fn begin_round(
    db: &mut SqliteConnection,
    guild: GuildId,
    channel: ChannelId,
    now: DateTime<Utc>,
) {
    sqlx::query(
        "INSERT INTO programmes (programme_id, guild_id, kind, name, channel_id, weekday, minute, anchor, running, created_at)
         VALUES (1, ?1, 'coffee', 'Coffee chats', ?2, 1, 600, '2026-03-02', 0, ?3)",
    )
    .bind(guild.0)
    .bind(channel.0)
    .bind(now.timestamp_millis())
    .execute(&mut *db)
    .await
    .unwrap();
    sqlx::query(
        "INSERT INTO rounds (round_id, programme_id, guild_id, number, state, period, starts_at, next_at, paired_at)
         VALUES (1, 1, ?1, 1, 'paired', '2026-03-03', ?2, ?3, ?2)",
    )
    .bind(guild.0)
    .bind(now.timestamp_millis())
    .bind((now + chrono::TimeDelta::days(28)).timestamp_millis())
    .execute(db)
    .await
    .unwrap();
}

async fn seat(
    db: &mut SqliteConnection,
    guild: GuildId,
    pairing: PairingId,
    members: [MemberId; 2],
    now: DateTime<Utc>,
) {
    sqlx::query(
        "INSERT INTO pairings (pairing_id, round_id, guild_id, state, first_writer, created_at) VALUES (?1, 1, ?2, 'open', ?3, ?4)",
    )
    .bind(pairing.0)
    .bind(guild.0)
    .bind(members[0].0)
    .bind(now.timestamp_millis())
    .execute(&mut *db)
    .await
    .unwrap();
    for (member, place) in members.iter().zip(0..) {
        sqlx::query(
            "INSERT INTO seats (pairing_id, guild_id, member_id, place) VALUES (?1, ?2, ?3, ?4)",
        )
        .bind(pairing.0)
        .bind(guild.0)
        .bind(member.0)
        .bind(place)
        .execute(&mut *db)
        .await
        .unwrap();
    }
}

/// So many different pairs of members.
fn pairs_of<'a>(story: &Story, people: &'a [String], count: usize) -> Vec<(&'a str, &'a str)> {
    let members: Vec<&str> = people
        .iter()
        .map(|name| &**name)
        .filter(|name| story.player(name).person.is_member())
        .collect();
    let pairs: Vec<_> = members
        .iter()
        .enumerate()
        .flat_map(|(place, one)| members[place + 1..].iter().map(move |other| (*one, *other)))
        .take(count)
        .collect();
    assert_eq!(pairs.len(), count);
    pairs
}

fn name_of(one: &str, other: &str) -> String {
    format!("{one} and {other} · Coffee chats 1")
}

fn member(story: &Story, name: &str) -> MemberId {
    let id = story.sandbox.look(|world| {
        let mut users = world.users.values();
        users.find(|user| user.username == name).unwrap().id.get()
    });
    MemberId(id.cast_signed())
}

fn id_of_channel(story: &Story, name: &str) -> ChannelId {
    let id = story.sandbox.look(|world| {
        let mut channels = world.channels.values();
        channels
            .find(|channel| channel.name == name)
            .unwrap()
            .id
            .get()
    });
    ChannelId(id.cast_signed())
}

/// What every thread of a pairing shows, in the order in which they were opened.
fn threads<T>(story: &Story, show: impl Fn(&Channel) -> T) -> Vec<T> {
    story.sandbox.look(|world| {
        let all = world.channels.values();
        all.filter(|channel| channel.is_thread() && channel.name.ends_with("Coffee chats 1"))
            .map(show)
            .collect()
    })
}

/// How many people are in a thread beside the bot, and how many messages beside Discord's own ("added Mia to the thread").
fn inside(channel: &Channel) -> (usize, usize) {
    let members = channel.thread.as_ref().unwrap().members.len();
    let messages = channel.messages.values();
    let said = messages.filter(|message| u8::from(message.kind) == 0);
    (members - 1, said.count())
}

async fn everybody_reads(story: &Story) {
    story.settle().await;
    for name in story.sandbox.people() {
        story.player(&name).person.mark_read();
    }
}
