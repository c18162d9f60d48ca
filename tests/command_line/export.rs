//! `potluck export`: what it writes, and what it refuses.

use std::path::Path;

use insta::assert_snapshot;
use potluck::activity::Activity;
use potluck::store::Store;
use sqlx::AssertSqlSafe;

use super::Place;

/// Two servers, and somebody whose name is a formula.
const ROWS: &str = "
    INSERT INTO guilds (guild_id, name, arrived_at) VALUES (1, 'Hearth', 0), (2, 'Other', 0);
    INSERT INTO members (guild_id, member_id, display_name, user_name, bot, joined_at) VALUES
        (1, 1099511627776123456, '=Mia, \"M\"', 'mia', 0, 1772442000000), (2, 5, 'Sam', 'sam', 0, 0);
    INSERT INTO skills (skill_id, guild_id, key, name, created_at) VALUES (1, 1, 'postgres', 'Postgres', 0);
    INSERT INTO asks (ask_id, guild_id, anonymous, skill_id, details, state, created_at, last_sign_at, ended_at, face, vanishes_at) VALUES
        (1, 1, 1, 1, 'a\nquestion', 'solved', 0, 0, 1, 3, 77);
    INSERT INTO anonymous_askers (ask_id, guild_id, member_id) VALUES (1, 1, 1099511627776123456);
    INSERT INTO blocks (guild_id, by_member, other, created_at) VALUES (1, 1099511627776123456, 5, 0);
";

async fn filled(path: &Path) -> Store {
    let store = Store::open(path, &Activity::default()).await.unwrap();
    let mut write = store.write().await.unwrap();
    sqlx::raw_sql(AssertSqlSafe(ROWS.to_owned()))
        .execute(&mut *write)
        .await
        .unwrap();
    write.commit().await.unwrap();
    store
}

fn read(place: &Place, file: &str) -> String {
    std::fs::read_to_string(place.path(file)).unwrap()
}

#[tokio::test]
async fn it_writes_each_table_twice_while_the_database_is_open() {
    let place = Place::new();
    let store = filled(&place.path("potluck.db")).await;
    let end = place.ends(&["export", "out"], &[]);
    assert!(end.is_well(), "{end}");
    assert!(
        end.said
            .ends_with(" rows to out. columns.md in it says what they mean.\n"),
        "{}",
        end.said
    );
    store.close().await;
    let members = read(&place, "out/members.csv");
    let (head, rows) = members.split_once("\r\n").unwrap();
    assert!(
        head.starts_with("guild_id,member_id,display_name,user_name,"),
        "{head}"
    );
    assert!(
        rows.starts_with(
            "1,1099511627776123456,\"'=Mia, \"\"M\"\"\",mia,false,false,2026-03-02T09:00:00.000Z,,"
        ),
        "{rows}"
    );
    let members: serde_json::Value =
        serde_json::from_str(&read(&place, "out/members.json")).unwrap();
    assert_eq!(members[0]["member_id"], "1099511627776123456");
    assert_eq!(members[0]["display_name"], "=Mia, \"M\"");
    assert_eq!(members[0]["left_at"], serde_json::Value::Null);
    let faces: serde_json::Value = serde_json::from_str(&read(&place, "out/faces.json")).unwrap();
    assert_eq!(
        faces,
        serde_json::json!([]),
        "fewer than five people gave one"
    );
    let docs = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/export.md");
    assert_eq!(
        read(&place, "out/columns.md"),
        std::fs::read_to_string(docs).unwrap()
    );
}

#[tokio::test]
async fn who_asked_anonymously_and_who_is_blocked_is_in_no_file() {
    let place = Place::new();
    filled(&place.path("potluck.db")).await.close().await;
    let end = place.ends(&["export", "out"], &[]);
    assert!(end.is_well(), "{end}");
    for file in std::fs::read_dir(place.path("out")).unwrap() {
        let path = file.unwrap().path();
        let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
        assert!(!["anonymous_askers", "blocks", "forgotten", "outbox"].contains(&name.as_str()));
        let text = std::fs::read_to_string(&path).unwrap();
        let names_her = text.contains("1099511627776123456");
        assert_eq!(names_her, name == "members", "{name}");
        assert!(!text.contains("vanishes_at") || name == "columns", "{name}");
    }
}

#[tokio::test]
async fn one_guild_is_exported_alone() {
    let place = Place::new();
    filled(&place.path("elsewhere.db")).await.close().await;
    let end = place.ends(
        &[
            "export",
            "out",
            "--database",
            "elsewhere.db",
            "--guild",
            "2",
        ],
        &[],
    );
    assert!(end.is_well(), "{end}");
    let members = read(&place, "out/members.csv");
    assert_eq!(members.lines().count(), 2, "{members}");
    assert!(members.contains("Sam"));
    assert_eq!(read(&place, "out/asks.json"), "[\n]\n");
    let end = place.ends(
        &[
            "export",
            "more",
            "--database",
            "elsewhere.db",
            "--guild",
            "3",
        ],
        &[],
    );
    assert_snapshot!(end, @"
    potluck: the database knows no server 3: it has 1, 2
    exit 2
    ");
    assert!(!place.path("more").exists());
}

#[tokio::test]
async fn what_cannot_be_is_said_and_leaves_nothing() {
    let place = Place::new();
    assert_snapshot!(place.ends(&["export", "out"], &[]), @"
    potluck: the database potluck.db cannot be opened (unable to open database file): check that its folder exists and may be written, or set database.path
    exit 1
    ");
    place.write("diary.txt", "Dear diary");
    assert_snapshot!(place.ends(&["export", "out", "--database", "diary.txt"], &[]), @"
    potluck: diary.txt is not a database of Potluck: set database.path to another file
    exit 2
    ");
    filled(&place.path("potluck.db")).await.close().await;
    assert_snapshot!(place.ends(&["export", "diary.txt"], &[]), @"
    potluck: diary.txt is there already and is not an empty folder: name a new one, since an export overwrites nothing
    exit 2
    ");
    assert_snapshot!(place.ends(&["export", "no/where"], &[]), @"
    potluck: the folder no/where cannot be made (No such file or directory (os error 2)): check that the one it is to be in exists and may be written
    exit 2
    ");
    let mut names: Vec<String> = std::fs::read_dir(place.path("."))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    assert_eq!(names, ["diary.txt", "potluck.db"]);
}
