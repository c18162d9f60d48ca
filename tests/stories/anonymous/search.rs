//! Looking for somebody everywhere: in the database file and its log, in what the bot logs, in what everybody else sees, and in every request.

use chrono::TimeDelta;
use discord_sandbox::control::MessageView;
use sqlx::Row;

use super::{Asked, DETAILS, in_me, mia_asks};
use crate::harness::{Story, tell};

/// What is left of these in the database may name a member: none of it says anything about an ask.
const ABOUT_MEMBERS: &[&str] = &[
    "blocks",
    "forgotten",
    "former_names",
    "member_roles",
    "members",
];

/// While the ask is open there are these, too: they say no more than what is owed to its asker does, and go with it.
const BESIDE_THE_LINK: &[&str] = &["anonymous_askers", "discreet_messages", "dm_channels"];

/// Any of it says which ask is meant: its skill, its words, its buttons.
const OF_THE_ASK: &[&str] = &["PostgreSQL", "Marigold", ":ask:"];

/// A search for somebody.
pub(super) struct Search {
    name: String,
    shown: String,
    id: u64,
    /// Lines of the log and requests from before are not looked at.
    lines: usize,
    requests: usize,
}

/// Where an id stands in the database.
#[derive(Debug)]
struct Found {
    table: String,
    row: String,
}

impl Search {
    /// A search in whatever happens from now on.
    pub(super) fn begin(story: &Story, name: &str) -> Self {
        let player = story.player(name);
        let id = player.person.id().get();
        let shown = story.sandbox.look(|world| {
            let user = world
                .users
                .values()
                .find(|user| user.id.get() == id)
                .unwrap();
            user.global_name.clone().unwrap()
        });
        Self {
            name: name.to_owned(),
            shown,
            id,
            lines: story.logged_lines().len(),
            requests: story.sandbox.requests().len(),
        }
    }

    /// While the ask is open, one row joins the two, beside what is owed to the asker; nothing else does.
    pub(super) async fn finds_only_the_link(&self, story: &Story) {
        story.settle().await;
        let found = self.rows(story).await;
        let links = found
            .iter()
            .filter(|found| found.table == "anonymous_askers")
            .count();
        assert_eq!(links, 1, "{found:#?}");
        let others = found.iter().filter(|found| {
            !ABOUT_MEMBERS.contains(&found.table.as_str())
                && !BESIDE_THE_LINK.contains(&found.table.as_str())
        });
        for other in others {
            assert_eq!(other.table, "outbox", "{other:?}");
            assert!(
                other.row.contains("\"discreet\""),
                "only what is owed to them: {other:?}"
            );
        }
        self.is_nowhere_else(story);
    }

    /// After it was closed nothing does: no row, no free page, no gap and no frame of the log.
    pub(super) async fn finds_nothing(&self, story: &Story) {
        story.settle().await;
        let found = self.rows(story).await;
        for found in &found {
            assert!(ABOUT_MEMBERS.contains(&found.table.as_str()), "{found:?}");
        }
        assert_eq!(
            story
                .rows("SELECT value FROM facts WHERE name = 'erasure_owed'")
                .await,
            Vec::<String>::new()
        );
        let (in_files, in_copy) = self.bytes(story).await;
        assert_eq!(
            in_files, in_copy,
            "the id is as often in the files as in a fresh copy of what the rows say"
        );
        self.is_nowhere_else(story);
    }

    /// Whether the files hold more of them than the rows do.
    pub(super) async fn finds_traces(&self, story: &Story) -> bool {
        let (in_files, in_copy) = self.bytes(story).await;
        in_files > in_copy
    }

    /// What the bot logged, what everybody else sees, and what it sent, but for the asker's own conversation with it.
    pub(super) fn is_nowhere_else(&self, story: &Story) {
        let id = self.id.to_string();
        for line in &story.logged_lines()[self.lines..] {
            assert!(!line.contains(&id), "logged: {line}");
        }
        for name in story.sandbox.people() {
            if name != self.name {
                let view = story.sandbox.person(&name).unwrap().sees();
                for message in view.messages() {
                    assert!(!self.is_named_in(message), "{name} reads {message}");
                }
            }
        }
        let conversation = story
            .player(&self.name)
            .person
            .sees()
            .dm()
            .map(|dm| dm.id.get());
        for request in &story.sandbox.requests()[self.requests..] {
            let sent = request.sent();
            let to_them = conversation
                .is_some_and(|channel| request.path.contains(&format!("/channels/{channel}/")));
            // The name of their conversation would do as well as their own.
            let tells_who = self.is_named_by(&sent)
                || conversation.is_some_and(|channel| sent.contains(&channel.to_string()));
            let tells_what = OF_THE_ASK.iter().any(|part| sent.contains(part));
            assert!(
                to_them || !(tells_who && tells_what),
                "{} {}: {sent}",
                request.method,
                request.path
            );
        }
    }

    /// A text names nobody.
    pub(super) fn is_not_in(&self, text: &str) {
        assert!(!self.is_named_by(text), "{text}");
    }

    fn is_named_in(&self, message: &MessageView) -> bool {
        self.is_named_by(&serde_json::to_string(message).unwrap())
    }

    fn is_named_by(&self, text: &str) -> bool {
        let mut words = text.split(|c: char| !c.is_alphanumeric());
        text.contains(&self.id.to_string()) || words.any(|word| word == self.shown)
    }

    /// Every row of every table that holds the id, as a number or in a text.
    async fn rows(&self, story: &Story) -> Vec<Found> {
        let pool = story.pool().await;
        let tables: Vec<String> = sqlx::query_scalar(
            "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND sql NOT LIKE 'CREATE VIRTUAL%'",
        )
        .fetch_all(&pool)
        .await
        .unwrap();
        let mut found = Vec::new();
        for table in tables {
            let columns: Vec<String> = sqlx::query_scalar("SELECT name FROM pragma_table_info(?)")
                .bind(&table)
                .fetch_all(&pool)
                .await
                .unwrap();
            let row = columns
                .iter()
                .map(|column| format!("coalesce(iif(typeof(\"{column}\") = 'blob', hex(\"{column}\"), CAST(\"{column}\" AS TEXT)), '')"))
                .collect::<Vec<_>>()
                .join(" || ' | ' || ");
            let rows = sqlx::query(sqlx::AssertSqlSafe(format!(
                "SELECT {row} AS row FROM \"{table}\""
            )))
            .fetch_all(&pool)
            .await
            .unwrap();
            for row in rows {
                let row: String = row.get("row");
                if row.contains(&self.id.to_string()) {
                    found.push(Found {
                        table: table.clone(),
                        row,
                    });
                }
            }
        }
        pool.close().await;
        found
    }

    /// How often the id is in the file and its log, and in a copy that holds the rows and nothing else.
    async fn bytes(&self, story: &Story) -> (usize, usize) {
        let path = story.database_path();
        let copy = path.with_file_name("copy.db");
        let in_files = self.count(&path) + self.count(&path.with_file_name("potluck.db-wal"));
        let pool = story.pool().await;
        sqlx::query("VACUUM INTO ?")
            .bind(copy.to_str().unwrap())
            .execute(&pool)
            .await
            .unwrap();
        pool.close().await;
        let in_copy = self.count(&copy);
        std::fs::remove_file(copy).unwrap();
        assert!(in_copy > 0, "a member is somewhere");
        (in_files, in_copy)
    }

    fn count(&self, path: &std::path::Path) -> usize {
        let bytes = std::fs::read(path).unwrap_or_default();
        let number = i64::try_from(self.id).unwrap().to_be_bytes().to_vec();
        [number, self.id.to_string().into_bytes()]
            .iter()
            .map(|needle| {
                bytes
                    .windows(needle.len())
                    .filter(|part| part == needle)
                    .count()
            })
            .sum()
    }
}

#[test]
#[should_panic(expected = "as often in the files")]
fn what_lies_in_free_space_is_found() {
    tell(async |story| {
        let search = Search::begin(story, "mia");
        let pool = story.pool().await;
        let mut db = pool.acquire().await.unwrap();
        for statement in [
            "PRAGMA secure_delete = OFF",
            "CREATE TABLE planted (who INTEGER)",
            "INSERT INTO planted SELECT member_id FROM members WHERE user_name = 'mia'",
            "DROP TABLE planted",
        ] {
            sqlx::query(statement).execute(&mut *db).await.unwrap();
        }
        drop(db);
        pool.close().await;
        search.finds_nothing(story).await;
    });
}

#[test]
#[should_panic(expected = "planted")]
fn what_stands_in_a_row_is_found() {
    tell(async |story| {
        let search = Search::begin(story, "mia");
        story
            .execute("INSERT INTO facts SELECT 'planted', 'by ' || member_id FROM members WHERE user_name = 'mia'")
            .await;
        search.finds_nothing(story).await;
    });
}

#[test]
#[should_panic(expected = "logged")]
fn what_is_logged_is_found() {
    tell(async |story| {
        let search = Search::begin(story, "mia");
        let id = story.player("mia").person.id();
        story.logs(tracing::Level::INFO, &format!("asked by {id}"));
        search.is_nowhere_else(story);
    });
}

#[test]
#[should_panic(expected = " reads ")]
fn what_others_read_is_found() {
    tell(async |story| {
        let search = Search::begin(story, "mia");
        story
            .player("ravi")
            .person
            .write("general", "It was Mia!")
            .unwrap();
        search.is_nowhere_else(story);
    });
}

#[test]
fn the_same_question_sent_twice_is_kept_nowhere_beside_the_first() {
    tell(async |story| {
        let Asked { mia, search, .. } = mia_asks(story).await;
        for skill in ["postgres", "postgress"] {
            let refused = mia
                .uses(
                    "askfor",
                    &[
                        ("skill", skill),
                        ("details", DETAILS),
                        ("anonymous", "true"),
                    ],
                )
                .await;
            assert!(
                refused.text.contains("One question without a name"),
                "{refused}"
            );
            assert!(refused.text.contains("Marigold"), "given back: {refused}");
            search.finds_only_the_link(story).await;
        }
        let page = in_me(&mia).await;
        mia.clicks(&page, "Never mind").await;
        story.pass(TimeDelta::days(3)).await;
        search.finds_nothing(story).await;
        for player in [&mia, &story.player("ravi"), &story.player("noor")] {
            player.catches_up().await;
        }
    });
}
