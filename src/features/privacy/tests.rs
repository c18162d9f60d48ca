//! Every column that holds something of a member is in their export, and gone once they are forgotten.

mod filled;
mod forgetting;
pub(crate) mod late;
mod returning;
mod server;

use std::collections::BTreeSet;

use filled::{ME, WITNESSES, contains, everything_about_me, rows};

use super::*;
use crate::domain::ids::OutboxId;
use crate::features::trial::{GUILD, RAVI, Trial};
use crate::store::outbox;
use crate::store::privacy::columns::{Export, Forget, Holds, OTHERS, PERSONAL};

/// Every column there is, as `table.column`.
async fn schema(trial: &Trial) -> BTreeSet<String> {
    let mut read = trial.ctx.store.read().await.unwrap();
    let columns: Vec<String> = sqlx::query_scalar(
        "SELECT s.name || '.' || c.name FROM sqlite_schema s, pragma_table_info(s.name) c
         WHERE s.type = 'table' AND s.name NOT LIKE 'sqlite%' AND s.name <> '_sqlx_migrations'",
    )
    .fetch_all(&mut *read)
    .await
    .unwrap();
    columns.into_iter().collect()
}

fn listed() -> Vec<String> {
    let personal = PERSONAL
        .iter()
        .map(|column| format!("{}.{}", column.table, column.column));
    let others = OTHERS.iter().flat_map(|(table, columns)| {
        columns
            .iter()
            .map(move |column| format!("{table}.{column}"))
    });
    personal.chain(others).collect()
}

/// What the list and the schema do not agree about.
async fn disagreements(trial: &Trial) -> Vec<String> {
    let (schema, listed) = (schema(trial).await, listed());
    let known: BTreeSet<String> = listed.iter().cloned().collect();
    let mut wrong: Vec<String> = schema.difference(&known).cloned().collect();
    wrong.extend(
        known
            .difference(&schema)
            .map(|gone| format!("{gone} is not there")),
    );
    if known.len() != listed.len() {
        wrong.push("a column is listed twice".to_owned());
    }
    wrong
}

#[tokio::test]
async fn every_column_is_listed_once_and_a_new_one_is_missed() {
    let trial = Trial::new().await;
    assert_eq!(disagreements(&trial).await, Vec::<String>::new());
    let mut write = trial.ctx.store.write().await.unwrap();
    sqlx::query("ALTER TABLE helps ADD COLUMN said_by INTEGER")
        .execute(&mut *write)
        .await
        .unwrap();
    write.commit().await.unwrap();
    assert_eq!(disagreements(&trial).await, ["helps.said_by"]);
}

/// What is missing in an export: the columns that are shown, without what stands for them.
fn missing(exported: &str) -> Vec<String> {
    let shown = PERSONAL
        .iter()
        .filter(|column| column.export == Export::Shown);
    shown
        .flat_map(|column| {
            let mut witnesses = WITNESSES
                .iter()
                .filter(|(table, name, _)| (*table, *name) == (column.table, column.column))
                .peekable();
            let unwitnessed = witnesses
                .peek()
                .is_none()
                .then(|| format!("{}.{}: nothing stands for it", column.table, column.column));
            let absent = witnesses
                .filter(|(_, _, witness)| !exported.contains(witness))
                .map(|(table, name, witness)| format!("{table}.{name}: no {witness}"));
            unwitnessed.into_iter().chain(absent).collect::<Vec<_>>()
        })
        .collect()
}

async fn exported(trial: &Trial, member: MemberId) -> String {
    let post = file::export(&trial.ctx, GUILD, member).await.unwrap();
    assert_eq!(post.files.len(), 1);
    String::from_utf8(post.files[0].bytes.clone()).unwrap()
}

#[tokio::test]
async fn an_export_has_every_column_that_holds_something_of_a_member() {
    let trial = Trial::turned_on().await;
    everything_about_me(&trial).await;
    let known = exported(&trial, ME).await;
    forget(&trial.ctx, GUILD, ME, Erased::LessonsToo)
        .await
        .unwrap();
    let both = format!("{known}{}", exported(&trial, ME).await);
    assert_eq!(missing(&both), Vec::<String>::new());
    assert!(serde_json::from_str::<serde_json::Value>(&known).is_ok());

    let planted = both.replace("zqnotewish", "");
    assert_eq!(missing(&planted), ["wishes.note: no zqnotewish"]);
}

#[tokio::test]
async fn an_export_does_not_put_a_name_beside_what_was_asked_anonymously() {
    let trial = Trial::turned_on().await;
    everything_about_me(&trial).await;
    let exported = exported(&trial, ME).await;
    assert!(exported.contains("Zqdisplay") && exported.contains("your_anonymous_questions"));
    for told in ["zqanonymous", "skill anonymous", "zqdiscreet"] {
        assert!(!exported.contains(told), "{told}");
    }
}

#[tokio::test]
async fn an_export_has_neither_blocks_nor_faces_of_others() {
    let trial = Trial::turned_on().await;
    everything_about_me(&trial).await;
    let mine: serde_json::Value = serde_json::from_str(&exported(&trial, ME).await).unwrap();
    assert_eq!(
        mine["you_are_not_put_together_with"],
        serde_json::json!([{ "member": "<@11>", "since": "2026-03-02T09:00:00Z" }]),
        "the block that Ravi set is not in it"
    );
    let face = |asked: &serde_json::Value| asked["face"].clone();
    let faces: Vec<_> = mine["your_questions"]
        .as_array()
        .unwrap()
        .iter()
        .map(face)
        .collect();
    assert_eq!(faces, [serde_json::json!(3)]);
    assert!(mine["questions_you_took_on"][0].get("face").is_none());

    let ravis = exported(&trial, RAVI).await;
    assert!(
        !ravis.contains("zqdetails") && !ravis.contains("zqanonymous"),
        "{ravis}"
    );
}

/// Carries out what is owed with the rows that go once they are done.
async fn carried_out(trial: &Trial) {
    let mut write = trial.ctx.store.write().await.unwrap();
    let owed: Vec<i64> =
        sqlx::query_scalar("SELECT outbox_id FROM outbox WHERE receipt = '\"erased\"'")
            .fetch_all(&mut *write)
            .await
            .unwrap();
    assert!(!owed.is_empty(), "the private thread was to be deleted");
    for row in owed {
        let end = outbox::End::Done(None);
        outbox::conclude(&mut write, OutboxId(row), &end, trial.clock.now())
            .await
            .unwrap();
    }
    write.commit().await.unwrap();
}

/// What cannot be told from what is everybody's: names of skills, and a figure.
const NOT_TOLD: &[(&str, &str)] = &[
    ("skills", "key"),
    ("skills", "name"),
    ("asks", "face"),
    ("seats", "face"),
];

/// What was asked anonymously is nobody's from now on, and keeps its words.
const NOBODYS: &str = "asks.details: zqanonymous";

/// Where the database still has an id or words of the member, and where it should have but has not: the exceptions.
async fn left_behind(trial: &Trial) -> Vec<String> {
    let mut wrong = Vec::new();
    let mut seen = BTreeSet::new();
    for (table, column, value) in rows(trial).await {
        if !contains(&value, &table) {
            continue;
        }
        let listed = PERSONAL
            .iter()
            .find(|listed| (listed.table, listed.column) == (table.as_str(), column.as_str()));
        match listed.map(|listed| listed.forget) {
            Some(Forget::Stays(_)) => {
                seen.insert((table, column));
            }
            Some(Forget::Gone) | None => wrong.push(format!("{table}.{column}: {value}")),
        }
    }
    for column in PERSONAL {
        let stays = matches!(column.forget, Forget::Stays(_))
            && !NOT_TOLD.contains(&(column.table, column.column));
        if stays && !seen.contains(&(column.table.to_owned(), column.column.to_owned())) {
            wrong.push(format!("{}.{} was to stay", column.table, column.column));
        }
    }
    wrong
}

#[tokio::test]
async fn a_lesson_that_stays_is_all_that_is_left_beside_the_exceptions() {
    let trial = Trial::turned_on().await;
    everything_about_me(&trial).await;
    forget(&trial.ctx, GUILD, ME, Erased::LessonsLoseTheirAuthor)
        .await
        .unwrap();
    carried_out(&trial).await;
    let mut left = left_behind(&trial).await;
    left.retain(|left| left != NOBODYS);
    assert!(!left.is_empty(), "the lesson was to stay");
    for left in left {
        assert!(
            left.starts_with("lessons") && left.contains("zqlessontext"),
            "{left}"
        );
    }
}

#[tokio::test]
async fn nothing_is_left_of_who_is_forgotten_but_the_exceptions() {
    let trial = Trial::turned_on().await;
    everything_about_me(&trial).await;
    // What is to be found is found: every column that holds something is filled.
    let before = rows(&trial).await;
    // Nobody is forgotten yet, and an index of one lesson needs no directory.
    let empty = ["forgotten", "lessons_fts_idx"];
    for column in PERSONAL
        .iter()
        .filter(|column| !empty.contains(&column.table))
    {
        let filled = before.iter().any(|(table, name, value)| {
            (table.as_str(), name.as_str()) == (column.table, column.column)
                && (contains(value, table) || NOT_TOLD.contains(&(column.table, column.column)))
        });
        assert!(filled, "{}.{} is not filled", column.table, column.column);
    }
    forget(&trial.ctx, GUILD, ME, Erased::LessonsToo)
        .await
        .unwrap();
    carried_out(&trial).await;
    assert_eq!(left_behind(&trial).await, [NOBODYS]);

    filled::run(
        &trial,
        &format!("INSERT INTO facts (name, value) VALUES ('planted', 'seen {ME}')"),
    )
    .await;
    assert_eq!(
        left_behind(&trial).await,
        [NOBODYS.to_owned(), format!("facts.value: seen {ME}")]
    );
}

#[tokio::test]
async fn nothing_is_left_in_the_file_either() {
    let trial = Trial::turned_on().await;
    everything_about_me(&trial).await;
    let before = filled::bytes(&trial).await;
    forget(&trial.ctx, GUILD, ME, Erased::LessonsToo)
        .await
        .unwrap();
    carried_out(&trial).await;
    assert!(trial.ctx.store.erase().await.unwrap());
    let after = filled::bytes(&trial).await;
    for (table, column, witness) in WITNESSES {
        let words = PERSONAL.iter().any(|listed| {
            (listed.table, listed.column) == (*table, *column)
                && listed.holds == Holds::Words
                && listed.forget == Forget::Gone
        });
        if words {
            assert!(filled::count(&before, witness.as_bytes()) > 0, "{witness}");
            assert_eq!(filled::count(&after, witness.as_bytes()), 0, "{witness}");
        }
    }
    // The tombstone, the block that Ravi set with its index, and the owner; and as text in the rule of a channel.
    assert_eq!(filled::count(&after, &ME.0.to_be_bytes()), 4);
    assert_eq!(filled::count(&after, ME.to_string().as_bytes()), 1);
}
