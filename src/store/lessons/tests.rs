//! Lessons in a real database.

use super::*;
use crate::domain::skill::SkillName;
use crate::store::asks::{self, NewAsk};
use crate::store::tests::{start, store, with_guild};
use crate::store::{Store, Write, skills};

const GUILD: GuildId = GuildId(1);
const MIA: MemberId = MemberId(2);

async fn write(write: &mut Write, skill: &str, text: &str) -> LessonId {
    let name = SkillName::parse(skill).unwrap();
    let skill = skills::ensure(write, GUILD, &name, start()).await.unwrap();
    let ask = NewAsk {
        guild: GUILD,
        asker: Some(MIA),
        skill,
        details: "?",
        about: None,
        post_channel: None,
        at: start(),
    };
    let ask = asks::insert(write, ask).await.unwrap();
    let new = NewLesson {
        guild: GUILD,
        author: Some(MIA),
        skill,
        ask,
        text,
        at: start(),
    };
    insert(write, new).await.unwrap()
}

async fn lessons(of: &[(&str, &str)]) -> (tempfile::TempDir, Store, Vec<LessonId>) {
    let (folder, store) = store().await;
    with_guild(&store, GUILD).await;
    let mut db = store.write().await.unwrap();
    let mut ids = Vec::new();
    for (skill, text) in of {
        ids.push(write(&mut db, skill, text).await);
    }
    db.commit().await.unwrap();
    (folder, store, ids)
}

const TEXTS: &[(&str, &str)] = &[
    (
        "PostgreSQL",
        "EXPLAIN ANALYZE shows which index a slow query misses.",
    ),
    ("C++", "A café of pointers: move, don't copy."),
    ("C#", "Await every task."),
    (".NET", "Trim before you publish."),
    ("C", "Free what you malloc."),
    ("数据库", "慢查询通常缺少索引。"),
    ("Cooking", "Straße und Crème brûlée; see #kitchen."),
    ("हिन्दी", "देवनागरी में लिखो"),
];

#[tokio::test]
async fn lessons_are_found_by_their_words() {
    let (_folder, store, ids) = lessons(TEXTS).await;
    let mut db = store.read().await.unwrap();
    for (typed, expected) in [
        ("slow", &[0][..]),
        ("SLOW Query", &[0]),
        ("postgr", &[0]),
        ("explain ana", &[0]),
        ("slow café", &[]),
        ("cafe", &[1]),
        ("CAFÉ", &[1]),
        ("creme brulee", &[6]),
        ("kitchen", &[6]),
        ("c++", &[1]),
        ("C#", &[2]),
        (".NET", &[3]),
        (".net publish", &[3]),
        ("c", &[4]),
        ("数据库", &[5]),
        ("查询", &[5]),
        ("索引", &[5]),
        ("देवनागरी", &[7]),
        // In the middle of a word only where nothing begins with it.
        ("ointer", &[1]),
        ("nobody wrote this", &[]),
        ("", &[]),
        ("%", &[]),
    ] {
        let expected: Vec<LessonId> = expected.iter().map(|at| ids[*at]).collect();
        assert_eq!(
            found(&mut db, GUILD, typed, None).await.unwrap(),
            expected,
            "{typed}"
        );
    }
    assert_eq!(found(&mut db, GuildId(2), "slow", None).await.unwrap(), []);
}

#[tokio::test]
async fn what_looks_like_syntax_is_harmless() {
    let (_folder, store, _) = lessons(TEXTS).await;
    let mut db = store.read().await.unwrap();
    for typed in [
        "\"",
        "\"\"\"",
        "'",
        "slow\"",
        "a AND",
        "AND",
        "OR",
        "NOT",
        "NOT slow",
        "NEAR(slow query, 2)",
        "slow*",
        "*",
        "^slow",
        "text:slow",
        "{text skill}: slow",
        "skill : x",
        "(",
        ")",
        "((slow)",
        "- + ++ # .",
        "slow -query",
        "\u{0}",
        "slow\u{0}query",
        "';DROP TABLE lessons;--",
        "+",
        "++",
        "#",
        "....net",
        "\u{1}",
        "\\",
        "%_",
        "🥘",
        "a\u{0301}\u{0301}\u{0301}",
    ] {
        found(&mut db, GUILD, typed, Some(typed)).await.unwrap();
        about(&mut db, GUILD, None, typed).await.unwrap();
    }
    found(&mut db, GUILD, &"\"(a* ".repeat(2_000), None)
        .await
        .unwrap();
    about(&mut db, GUILD, None, &"word\" OR ".repeat(2_000))
        .await
        .unwrap();
    assert_eq!(count(&mut db, GUILD).await.unwrap(), 8);
}

#[tokio::test]
async fn a_skill_is_found_by_its_other_names_and_counts_more_than_the_text() {
    let (_folder, store, ids) = lessons(&[
        (
            "Cooking",
            "Nothing to do with Kubernetes, and a kubernetes joke.",
        ),
        ("Kubernetes", "Read the events first."),
    ])
    .await;
    let mut db = store.read().await.unwrap();
    assert_eq!(
        found(&mut db, GUILD, "k8s", Some("Kubernetes"))
            .await
            .unwrap(),
        [ids[1]]
    );
    assert_eq!(
        found(&mut db, GUILD, "kubernetes", None).await.unwrap(),
        [ids[1], ids[0]]
    );
}

#[tokio::test]
async fn the_index_is_never_stale() {
    let (_folder, store, ids) = lessons(&TEXTS[..2]).await;
    let mut db = store.write().await.unwrap();
    edit(&mut db, ids[0], "Vacuum now and then.", start())
        .await
        .unwrap();
    assert_eq!(found(&mut db, GUILD, "slow", None).await.unwrap(), []);
    assert_eq!(
        found(&mut db, GUILD, "vacuum", None).await.unwrap(),
        [ids[0]]
    );
    sqlx::query("UPDATE skills SET name = 'Elephants' WHERE name = 'PostgreSQL'")
        .execute(&mut *db)
        .await
        .unwrap();
    assert_eq!(found(&mut db, GUILD, "postgresql", None).await.unwrap(), []);
    assert_eq!(
        found(&mut db, GUILD, "elephants", None).await.unwrap(),
        [ids[0]]
    );
    assert!(remove(&mut db, ids[0]).await.unwrap());
    assert!(!remove(&mut db, ids[0]).await.unwrap());
    assert_eq!(found(&mut db, GUILD, "vacuum", None).await.unwrap(), []);
    sqlx::query("INSERT INTO lessons_fts (lessons_fts) VALUES ('integrity-check')")
        .execute(&mut *db)
        .await
        .unwrap();
    sqlx::query("DELETE FROM lessons")
        .execute(&mut *db)
        .await
        .unwrap();
    let left: i64 = sqlx::query_scalar("SELECT count(*) FROM lessons_fts_content")
        .fetch_one(&mut *db)
        .await
        .unwrap();
    assert_eq!(left, 0);
}

#[tokio::test]
async fn before_an_ask_come_those_about_its_skill_and_those_that_say_much_the_same() {
    let (_folder, store, ids) = lessons(&[
        ("PostgreSQL", "Vacuum now and then."),
        ("PostgreSQL", "A slow report wants an index."),
        ("PostgreSQL", "Backups are worth trying out."),
        ("PostgreSQL", "Never on a Friday."),
        (
            "Dashboards",
            "A slow report waits for its dashboard, mostly.",
        ),
        ("Cooking", "Salt the water."),
    ])
    .await;
    let mut db = store.write().await.unwrap();
    answered(&mut db, ids[3]).await.unwrap();
    let skill = find(&mut db, ids[0]).await.unwrap().unwrap().skill;
    let mut shown = async |skill, details: &str| -> Vec<LessonId> {
        let lessons = about(&mut db, GUILD, skill, details).await.unwrap();
        lessons.into_iter().map(|lesson| lesson.id).collect()
    };
    // By words first, then by what answered before, then the newest.
    assert_eq!(
        shown(Some(skill), "My report is slow.").await,
        [ids[1], ids[3], ids[2]]
    );
    assert_eq!(shown(Some(skill), "???").await, [ids[3], ids[2], ids[1]]);
    // A skill nobody wrote about: what shares several words is found all the same.
    assert_eq!(shown(None, "My report is slow.").await, [ids[1], ids[4]],);
    assert_eq!(shown(None, "My bicycle is slow.").await, []);
    assert_eq!(shown(None, "").await, []);
}

#[tokio::test]
async fn an_author_is_filled_in_and_forgotten() {
    let (_folder, store, ids) = lessons(&TEXTS[..2]).await;
    let mut db = store.write().await.unwrap();
    assert_eq!(count_of(&mut db, GUILD, MIA).await.unwrap(), 2);
    assert_eq!(
        of_author(&mut db, GUILD, MIA, 10, 0).await.unwrap(),
        [ids[1], ids[0]]
    );
    forget_author(&mut db, GUILD, MIA).await.unwrap();
    assert_eq!(count_of(&mut db, GUILD, MIA).await.unwrap(), 0);
    let ask: i64 = sqlx::query_scalar("SELECT min(ask_id) FROM asks")
        .fetch_one(&mut *db)
        .await
        .unwrap();
    set_author_of_ask(&mut db, AskId(ask), Some(MIA))
        .await
        .unwrap();
    assert_eq!(
        find(&mut db, ids[0]).await.unwrap().unwrap().author,
        Some(MIA)
    );
    assert_eq!(of_ask(&mut db, AskId(ask)).await.unwrap(), Some(ids[0]));
}
