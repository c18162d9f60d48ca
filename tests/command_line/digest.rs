//! `potluck digest`: what it prints and writes, and what it refuses.

use std::path::Path;

use insta::assert_snapshot;
use potluck::activity::Activity;
use potluck::domain::ids::GuildId;
use potluck::store::{Store, digest, settings};
use sqlx::AssertSqlSafe;

use super::databases::of_any_version;
use super::{End, Place};

/// A server of six who were all active in the second week of March 2026, and another where nothing was closed yet.
fn rows() -> String {
    let guilds = "
        INSERT INTO guilds (guild_id, name, arrived_at, turned_on_at, zone, zone_chosen) VALUES
            (7, 'Hearth', 0, 1772442000000, 'UTC', 1), (8, 'Other', 0, 1772442000000, 'UTC', 1);
        INSERT INTO skills (skill_id, guild_id, key, name, created_at) VALUES
            (1, 7, 'figma', 'Figma', 0), (2, 7, 'long', 'How to hold a retrospective that nobody dreads', 0);
        INSERT INTO offers (guild_id, member_id, skill_id, created_at, updated_at) VALUES (7, 1, 1, 0, 0), (7, 2, 2, 0, 0), (7, 3, 2, 0, 0);
        INSERT INTO wishes (guild_id, member_id, skill_id, created_at, updated_at) VALUES (7, 2, 1, 0, 0), (7, 4, 1, 0, 0), (7, 5, 2, 0, 0), (7, 6, 2, 0, 0);
    ";
    let member = |member: i64| {
        format!(
            "INSERT INTO members (guild_id, member_id, display_name, user_name, bot, joined_at) VALUES (7, {member}, 'M', 'm', 0, 0);
             INSERT INTO active_weeks (guild_id, week, member_id) VALUES (7, '2026-03-09', {member});"
        )
    };
    let members: Vec<String> = (1..=6).map(member).collect();
    format!("{guilds}{}", members.concat())
}

/// Weeks 10 to 12 of 2026 are closed on the Monday after each.
async fn filled(path: &Path) {
    let store = Store::open(path, &Activity::default()).await.unwrap();
    let mut write = store.write().await.unwrap();
    sqlx::raw_sql(AssertSqlSafe(rows()))
        .execute(&mut *write)
        .await
        .unwrap();
    let guild = settings::guild(&mut write, GuildId(7))
        .await
        .unwrap()
        .unwrap();
    for monday in ["2026-03-09", "2026-03-16", "2026-03-23"] {
        let at = format!("{monday}T09:00:00Z").parse().unwrap();
        digest::close_weeks(&mut write, &guild, at).await.unwrap();
    }
    write.commit().await.unwrap();
    store.close().await;
}

async fn place() -> Place {
    let place = Place::new();
    filled(&place.path("potluck.db")).await;
    place
}

/// How it ends with these words, which are parted by spaces.
fn typed(place: &Place, words: &str) -> End {
    let words: Vec<&str> = words.split_whitespace().collect();
    place.ends(&words, &[])
}

#[tokio::test]
async fn it_prints_the_week_that_was_asked_for_as_managers_read_it() {
    let place = place().await;
    let end = typed(&place, "digest --guild 7 --week 2026-W11");
    assert!(end.is_well(), "{end}");
    assert_snapshot!(end.said);
    let end = typed(&place, "digest --guild 7");
    assert!(end.is_well(), "{end}");
    assert!(
        end.said.contains("The week of 16–22 March 2026"),
        "{}",
        end.said
    );
    let end = typed(&place, "digest --guild 7 --week 2026-W11 --weeks 2");
    assert!(end.is_well(), "{end}");
    assert!(
        end.said.contains("2 weeks, 2–15 March 2026"),
        "{}",
        end.said
    );
}

/// The width and height that a PNG says it has.
fn size(png: &[u8]) -> (u32, u32) {
    assert_eq!(png[..8], *b"\x89PNG\r\n\x1a\n");
    let number = |at: usize| u32::from_be_bytes(png[at..at + 4].try_into().unwrap());
    (number(16), number(20))
}

#[tokio::test]
async fn its_pictures_and_its_table_are_written_and_never_over_others() {
    let place = place().await;
    let wanted = "digest --guild 7 --week 2026-W11 --png new/pictures --csv new";
    let end = typed(&place, wanted);
    assert!(end.is_well(), "{end}");
    for name in ["digest", "weeks", "map", "coverage"] {
        let file = place.path(&format!("new/pictures/{name}-2026-W11.png"));
        let png = std::fs::read(file).unwrap();
        let (width, height) = size(&png);
        assert_eq!(width, 1080, "{name}");
        assert!((200..3_000).contains(&height), "{name}: {height}");
        assert!(
            (4_000..1_000_000).contains(&png.len()),
            "{name}: {}",
            png.len()
        );
    }
    // What has no room in the picture is said in full, and once, though two pictures show it so.
    let named = "is How to hold a retrospective that nobody dreads";
    assert_eq!(end.said.matches(named).count(), 1, "{}", end.said);
    let table = std::fs::read_to_string(place.path("new/digest-2026-W11.csv")).unwrap();
    let active = "\r\nfigure,active,,6,count,6,,2026-W11,2026-W11,new\r\n";
    assert!(table.contains(active), "{table}");
    assert_snapshot!(typed(&place, wanted), @"
    potluck: new/pictures/digest-2026-W11.png is there already: name another folder, since nothing is overwritten
    exit 2
    ");
    let again = std::fs::read_to_string(place.path("new/digest-2026-W11.csv")).unwrap();
    assert_eq!(again, table);
}

#[tokio::test]
async fn weeks_and_servers_that_cannot_be_are_said_in_a_sentence() {
    let place = place().await;
    let ends = |words: &str| typed(&place, words).to_string();
    assert_snapshot!(ends("digest"), @"
    potluck: name the server with --guild: it has 7, 8
    exit 2
    ");
    assert_snapshot!(ends("digest --guild 9"), @"
    potluck: the database knows no server 9: it has 7, 8
    exit 2
    ");
    assert_snapshot!(ends("digest --guild 8"), @"
    potluck: no week of this server is over yet: a week is closed when the bot is there at the beginning of the next one's first working day
    exit 1
    ");
    assert_snapshot!(ends("digest --guild 7 --week 2026-W13"), @"
    potluck: 2026-W13 is not among the weeks that are closed, or nothing is counted of it: name another one, of those from 2026-W10 to 2026-W12
    exit 2
    ");
    assert_snapshot!(ends("digest --guild 7 --week 2026-W09"), @"
    potluck: 2026-W09 is not among the weeks that are closed, or nothing is counted of it: name another one, of those from 2026-W10 to 2026-W12
    exit 2
    ");
    assert_snapshot!(ends("digest --guild 7 --week 2026-11"), @"
    error: invalid value '2026-11' for '--week <WEEK>': `2026-11` is no week. Write one like `2026-W47`: the year and the number of the week in it, as in ISO 8601.

    For more information, try '--help'.
    exit 2
    ");
    assert_snapshot!(ends("digest --guild 7 --weeks 53"), @"
    error: invalid value '53' for '--weeks <N>': 53 is not in 1..=52

    For more information, try '--help'.
    exit 2
    ");
}

#[tokio::test]
async fn databases_and_folders_that_cannot_be_used_are_said_in_a_sentence() {
    let place = place().await;
    let ends = |words: &str| typed(&place, words).to_string();
    assert_snapshot!(ends("digest --database nowhere.db"), @"
    potluck: the database nowhere.db cannot be opened (unable to open database file): check that its folder exists and may be written, or set database.path
    exit 1
    ");
    assert!(!place.path("nowhere.db").exists());
    place.write("diary.txt", "Dear diary");
    assert_snapshot!(ends("digest --database diary.txt"), @"
    potluck: diary.txt is not a database of Potluck: set database.path to another file
    exit 2
    ");
    assert_snapshot!(ends("digest --guild 7 --png diary.txt"), @"
    potluck: diary.txt is there already and is no folder: name another one
    exit 2
    ");
    assert_snapshot!(ends("digest --guild 7 --csv diary.txt/here"), @"
    potluck: the folder diary.txt/here cannot be made (Not a directory (os error 20)): check that the one it is to be in exists and may be written
    exit 1
    ");

    let path = place.path("potluck.db");
    let pool = sqlx::SqlitePool::connect(&format!("sqlite://{}", path.display()))
        .await
        .unwrap();
    sqlx::query("INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time) VALUES (9000, 'later', 1, x'00', 0)")
        .execute(&pool)
        .await
        .unwrap();
    pool.close().await;
    assert_snapshot!(of_any_version(&ends("digest --guild 7")), @"
    potluck: the database potluck.db was made by a newer version of Potluck (it has migration 9000, this version knows up to all of its own): run that version, or restore a backup made before it
    exit 2
    ");
    assert_eq!(
        std::fs::read_dir(place.path(".")).unwrap().count(),
        2,
        "nothing was made"
    );
}

#[tokio::test]
async fn the_only_server_there_is_need_not_be_named() {
    let place = place().await;
    let store = Store::open(&place.path("potluck.db"), &Activity::default())
        .await
        .unwrap();
    let mut write = store.write().await.unwrap();
    sqlx::raw_sql("DELETE FROM guilds WHERE guild_id = 8")
        .execute(&mut *write)
        .await
        .unwrap();
    write.commit().await.unwrap();
    store.close().await;
    let end = typed(&place, "digest --json");
    assert!(end.is_well(), "{end}");
    let digest: serde_json::Value = serde_json::from_str(&end.said).unwrap();
    assert_eq!(digest["guild"], "7");
    assert_eq!(digest["range"]["last"], "2026-W12");
    assert_eq!(digest["figures"][0]["figure"], "active");
}
