//! A database in which every column that can hold something of a member does.

use sqlx::sqlite::SqliteRow;
use sqlx::{Column as _, Row as _};

use crate::domain::ids::MemberId;
use crate::features::trial::Trial;

/// Nobody else's id, and no part of any other number.
pub(super) const ME: MemberId = MemberId(987_654_321_098_765_432);

/// What stands for each column in an export.
pub(super) const WITNESSES: &[(&str, &str, &str)] = &[
    ("guilds", "owner_id", "\"owns_the_server\": true"),
    ("guilds", "opening_signer_id", "zqsignature"),
    ("guilds", "opening_signature", "zqsignature"),
    ("channels", "overwrites", "\"managers\""),
    ("members", "member_id", "\"987654321098765432\""),
    ("members", "display_name", "Zqdisplay"),
    ("members", "user_name", "zquser"),
    ("former_names", "member_id", "Zqformer"),
    ("former_names", "name", "Zqformer"),
    ("member_roles", "member_id", "\"Data\""),
    (
        "blocks",
        "by_member",
        "\"you_are_not_put_together_with\": [\n    {\n      \"member\": \"<@11>\"",
    ),
    ("skills", "name", "skill offered"),
    ("offers", "member_id", "skill offered"),
    ("offers", "note", "zqnoteoffer"),
    ("wishes", "member_id", "skill wished"),
    ("wishes", "note", "zqnotewish"),
    ("drafts", "member_id", "zqdraft"),
    ("drafts", "content", "zqdraft"),
    ("asks", "asker_id", "skill asked"),
    ("asks", "details", "zqdetails"),
    ("asks", "about", "https://discord.com/channels/1/101/77"),
    ("asks", "thanks", "zqthanksask"),
    ("asks", "lesson", "zqlessonbegun"),
    (
        "anonymous_askers",
        "member_id",
        "\"your_anonymous_questions\": \"1:",
    ),
    ("ask_helpers", "member_id", "skill taken on"),
    ("solved_choices", "member_id", "skill chosen"),
    ("invitations", "member_id", "skill invited"),
    ("invitations", "reason", "\"named_by\": \"<@11>\""),
    ("referrals", "referrer_id", "skill referred"),
    ("referrals", "named_id", "skill named"),
    ("helps", "helper_id", "skill helped"),
    ("helps", "learner_id", "skill received"),
    ("helps", "thanks", "zqthankshelp"),
    ("lessons", "author_id", "skill written"),
    ("lessons", "text", "zqlessontext"),
    ("teach_questions", "member_id", "skill questioned"),
    ("programme_members", "member_id", "chats joined"),
    ("skips", "member_id", "chats skipped"),
    ("left_out", "member_id", "chats without"),
    ("pairings", "first_writer", "\"asked_to_write_first\": true"),
    ("seats", "member_id", "chats held"),
    ("seats", "face", "\"face\": 2"),
    ("seats", "teaches_to", "\"taught_by\": [\n"),
    ("freed", "member_id", "chats alone"),
    ("places", "member_id", "chats as a third"),
    ("places_agreed", "member_id", "\"said_yes\": [\n"),
    ("places_agreed", "by_member", "chats as three"),
    ("newcomers", "member_id", "\"began_at\": \"2026-03-02T09"),
    ("newcomers", "buddy_id", "\"now\": true"),
    (
        "newcomer_buddies",
        "member_id",
        "\"until\": \"2026-03-02T09:00:00Z\"",
    ),
    (
        "leader_answers",
        "member_id",
        "\"asked_at\": \"2026-03-02T09",
    ),
    ("leader_answers", "learning", "zqlearning"),
    (
        "active_weeks",
        "member_id",
        "\"weeks_you_were_active\": [\n    \"2026-02-23\"",
    ),
    (
        "eligible_spans",
        "member_id",
        "\"from_week\": \"2026-02-16\"",
    ),
    ("outbox", "addressee", "zqmessage"),
    ("outbox", "delivery", "zqmessage"),
    ("outbox", "lane", "zqchanged"),
    ("discreet_messages", "member_id", "\"messages\": 3"),
    ("dm_channels", "member_id", "555666777888"),
    ("dm_channels", "channel_id", "555666777888"),
    ("private_threads", "member_id", "555666777999"),
    ("private_threads", "thread_id", "555666777999"),
    (
        "forgotten",
        "member_id",
        "\"you_asked_to_be_forgotten\": \"2026-03-02T09:00:00Z\"",
    ),
    ("asks", "face", "\"face\": 3"),
    ("invitations", "channel_id", "555666777001"),
    ("invitations", "message_id", "555666777002"),
    ("outbox", "channel_id", "555666777888"),
    ("outbox", "message_id", "555666777003"),
];

/// Whether a cell holds an id or words of the member. Of skills, whose names are everybody's, only the id counts.
pub(super) fn contains(value: &str, table: &str) -> bool {
    let places = [
        "555666777888",
        "555666777999",
        "555666777001",
        "555666777002",
        "555666777003",
        "https://discord.com/channels/1/101/77",
    ];
    value.contains(&ME.to_string())
        || places.iter().any(|place| value.contains(place))
        || (table != "skills" && value.to_lowercase().contains("zq"))
}

/// Runs statements as they are.
pub(super) async fn run(trial: &Trial, statements: &str) {
    let mut write = trial.ctx.store.write().await.unwrap();
    sqlx::raw_sql(sqlx::AssertSqlSafe(statements.to_owned()))
        .execute(&mut *write)
        .await
        .unwrap();
    write.commit().await.unwrap();
}

/// Fills every column. Ravi is 13, Mia 12, Noor 11.
pub(super) async fn everything_about_me(trial: &Trial) {
    let skills = [
        "offered",
        "wished",
        "asked",
        "anonymous",
        "taken on",
        "chosen",
        "invited",
        "referred",
        "named",
        "helped",
        "received",
        "written",
        "questioned",
    ];
    let mut statements = String::new();
    for (number, skill) in (901..).zip(skills) {
        let row = format!("({number}, 1, 'skill {skill}', 'skill {skill}', T);\n");
        statements += "INSERT INTO skills (skill_id, guild_id, key, name, created_at) VALUES ";
        statements += &row;
    }
    statements.push_str(FILLED);
    let statements = statements
        .replace("ME", &ME.to_string())
        .replace("T)", "1772442000000)")
        .replace("T,", "1772442000000,");
    run(trial, &statements).await;
}

const FILLED: &str = r#"
INSERT INTO members (guild_id, member_id, display_name, user_name, bot, joined_at, zone)
    VALUES (1, ME, 'Zqdisplay', 'zquser', 0, T, 'Europe/Lisbon');
INSERT INTO former_names (guild_id, member_id, name) VALUES (1, ME, 'Zqformer');
INSERT INTO member_roles (guild_id, member_id, role_id) VALUES (1, ME, 202);
UPDATE guilds SET owner_id = ME, opening_signer_id = ME, opening_signature = 'zqsignature' WHERE guild_id = 1;
UPDATE channels SET overwrites = '[{"id":ME,"member":true,"allow":0,"deny":0}]' WHERE channel_id = 102;
INSERT INTO blocks (guild_id, by_member, other, created_at) VALUES (1, ME, 11, T), (1, 13, ME, T);
INSERT INTO offers (guild_id, member_id, skill_id, note, created_at, updated_at) VALUES (1, ME, 901, 'zqnoteoffer', T, T);
INSERT INTO wishes (guild_id, member_id, skill_id, note, created_at, updated_at) VALUES (1, ME, 902, 'zqnotewish', T, T);
INSERT INTO drafts (guild_id, member_id, content, created_at) VALUES (1, ME, '{"typed":"zqdraft"}', T), (1, 13, '{"thanks":ME}', T);

INSERT INTO asks (ask_id, guild_id, asker_id, skill_id, details, about, state, created_at, last_sign_at, face, thanks, lesson)
    VALUES (1, 1, ME, 903, 'zqdetails', 'https://discord.com/channels/1/101/77', 'open', T, T, 3, 'zqthanksask', 'zqlessonbegun');
INSERT INTO asks (ask_id, guild_id, anonymous, skill_id, details, state, created_at, last_sign_at)
    VALUES (2, 1, 1, 904, 'anonymously', 'open', T, T);
INSERT INTO anonymous_askers (ask_id, guild_id, member_id) VALUES (2, 1, ME);
INSERT INTO asks (ask_id, guild_id, asker_id, skill_id, details, state, created_at, last_sign_at, face)
    VALUES (3, 1, 13, 905, 'How? <@ME> may know', 'taken', T, T, 1),
           (4, 1, 13, 906, 'How?', 'solved', T, T, 1),
           (5, 1, 13, 907, 'How?', 'open', T, T, 1),
           (6, 1, 13, 908, 'How?', 'open', T, T, 1),
           (7, 1, 13, 909, 'How?', 'open', T, T, 1),
           (8, 1, 13, 910, 'How?', 'solved', T, T, 1);
UPDATE asks SET thanks = 'zqforyou alone' WHERE ask_id = 8;
INSERT INTO ask_helpers (ask_id, member_id, accepted_at) VALUES (3, ME, T);
INSERT INTO solved_choices (ask_id, member_id) VALUES (4, ME);
INSERT INTO invitations (ask_id, member_id, wave, reason, state, created_at, channel_id, message_id) VALUES
    (5, ME, 1, '{"why":"referred","by":11}', 'open', T, 555666777001, 555666777002),
    (6, 14, 1, '{"why":"referred","by":ME}', 'closed', T, NULL, NULL);
INSERT INTO referrals (ask_id, referrer_id, named_id, created_at) VALUES (6, ME, 14, T), (7, 11, ME, T);
INSERT INTO helps (guild_id, helper_id, learner_id, skill_id, through, ask_id, thanks, happened_at) VALUES
    (1, ME, 13, 910, 'ask', 8, 'zqforyou', T),
    (1, 13, ME, 911, 'thanks', NULL, 'zqthankshelp', T);
INSERT INTO lessons (guild_id, author_id, skill_id, text, created_at) VALUES (1, ME, 912, 'zqlessontext', T);
INSERT INTO teach_questions (guild_id, member_id, skill_id, due_at) VALUES (1, ME, 913, 1772442000001);

INSERT INTO programmes (programme_id, guild_id, kind, name, weekday, minute, anchor, created_at) VALUES
    (1, 1, 'swap', 'chats held', 1, 600, '2026-03-03', T), (2, 1, 'coffee', 'chats joined', 1, 600, '2026-03-03', T),
    (3, 1, 'coffee', 'chats skipped', 1, 600, '2026-03-03', T), (4, 1, 'coffee', 'chats without', 1, 600, '2026-03-03', T),
    (5, 1, 'coffee', 'chats alone', 1, 600, '2026-03-03', T), (6, 1, 'coffee', 'chats as a third', 1, 600, '2026-03-03', T),
    (7, 1, 'coffee', 'chats as three', 1, 600, '2026-03-03', T);
INSERT INTO rounds (round_id, programme_id, guild_id, number, state, period, starts_at, next_at, ended_at)
    SELECT programme_id, programme_id, 1, 1, 'closed', '2026-03-03', 1772442000000, 1772442000000, 1772442000000 FROM programmes;
INSERT INTO programme_members (programme_id, guild_id, member_id, state, since) VALUES (2, 1, ME, 'in', T);
INSERT INTO skips (round_id, member_id) VALUES (3, ME);
INSERT INTO left_out (round_id, member_id) VALUES (4, ME);
INSERT INTO pairings (pairing_id, round_id, guild_id, state, first_writer, created_at, ended_at) VALUES
    (1, 1, 1, 'over', ME, T, T), (5, 5, 1, 'off', NULL, T, T), (6, 6, 1, 'over', NULL, T, T), (7, 7, 1, 'over', NULL, T, T);
INSERT INTO seats (pairing_id, guild_id, member_id, place, face, teaches_to) VALUES
    (1, 1, ME, 0, 2, 13), (1, 1, 13, 1, 1, ME), (6, 1, 13, 0, NULL, NULL), (6, 1, 11, 1, NULL, NULL);
INSERT INTO freed (round_id, guild_id, member_id, pairing_id, state, since) VALUES (5, 1, ME, 5, 'nobody', T);
INSERT INTO places (pairing_id, guild_id, member_id, state, asked_at) VALUES (6, 1, ME, 'over', T), (7, 1, 13, 'over', T);
INSERT INTO places_agreed (pairing_id, member_id, by_member) VALUES (6, ME, 11), (7, 13, ME);
INSERT INTO newcomers (newcomer_id, guild_id, member_id, joined_at, state, buddy_id, created_at, ended_at) VALUES
    (1, 1, ME, T, 'done', 11, T, T), (2, 1, 14, T, 'done', ME, T, T);
INSERT INTO newcomer_buddies (newcomer_id, guild_id, member_id, since, until) VALUES (1, 1, 11, T, T), (2, 1, ME, T, T);
INSERT INTO helps (guild_id, helper_id, learner_id, through, newcomer_id, happened_at) VALUES (1, 11, ME, 'buddy', 1, T);

INSERT INTO leader_answers (guild_id, month, member_id, asked_at, learning) VALUES (1, '2026-02-01', ME, T, 'zqlearning');
INSERT INTO active_weeks (guild_id, week, member_id) VALUES (1, '2026-02-23', ME), (1, '2026-02-23', 13);
INSERT INTO eligible_spans (guild_id, member_id, first_week) VALUES (1, ME, '2026-02-16'), (1, 13, '2026-02-16');
INSERT INTO digest_weeks (guild_id, week, starts_at, ends_at) VALUES (1, '2026-02-23', 1, 2);
INSERT INTO digest_blocks (guild_id, family, first_week, last_week) VALUES (1, 'active', '2026-02-23', '2026-02-23');
INSERT INTO digest_tallies (guild_id, week, leaf, number) VALUES (1, '2026-02-23', 'active', 7);
INSERT INTO digest_teams (guild_id, week, place, role_id, name) VALUES (1, '2026-02-23', 0, 70, 'Data');
INSERT INTO digest_ways (guild_id, week, from_place, to_place, weight) VALUES (1, '2026-02-23', 0, 0, 'most');

INSERT INTO outbox (guild_id, lane, delivery, receipt, purpose, addressee, state, not_before, due_at, nonce, created_at, done_at, channel_id, message_id) VALUES
    (1, 'dm:ME', '{"send":{"to":{"direct":ME},"post":{"blocks":[{"text":"zqmessage"}]}}}', '"nothing"', '"answer"', ME, 'done', T, T, 'a', T, T, 555666777888, 555666777003),
    (1, 'dm:ME', '{"edit":{"message":{"at":[555666777888,555666777003]},"post":{"blocks":[{"text":"zqchanged"}]}}}', '"nothing"', '"answer"', NULL, 'done', T, T, 'b', T, T, 555666777888, 555666777003),
    (1, 'dm:13', '{"send":{"to":{"direct":13},"post":{"blocks":[{"text":"**Zqdisplay** from **Quay** says thank you for your help."},{"text":"> zqthankshelp"}]}}}', '"nothing"', '"thanks"', 13, 'waiting', T, T, 'c', T, NULL, NULL, NULL),
    (1, 'ask:3', '{"send":{"to":{"channel":101},"post":{"blocks":[{"text":"<@ME> can help"},{"text":"**Zqformer** can help you with **Go**"}]}}}', '"nothing"', '"answer"', NULL, 'owed', 9772442000000, T, 'd', T, NULL, NULL, NULL),
    (1, 'dm:ME', '{"send":{"to":{"discreet":ME},"post":{"blocks":[{"text":"zqdiscreet"}]}}}', '"nothing"', '"answer"', ME, 'owed', 9772442000000, T, 'f', T, NULL, NULL, NULL),
    (1, 'pairing:1', '{"open_private_thread":{"under":101,"name":"Ravi and Zqdisplay · chats held 1","members":[13,ME]}}', '{"pairing_thread_opened":1}', '"answer"', NULL, 'done', T, T, 'g', T, T, 106, NULL),
    (1, 'newcomer:1', '{"open_private_thread":{"under":101,"name":"Welcome, Zqdisplay","members":[11,ME]}}', '{"buddy_thread_opened":1}', '"answer"', NULL, 'done', T, T, 'h', T, T, 107, NULL),
    (1, 'dm:13', '{"send":{"to":{"direct":13},"post":{"blocks":[{"text":"You and **Zqdisplay** meet.\nZqformer teaches **Go**.\n10:00 in Lisbon (Zqdisplay)"}]}}}', '{"pairing_told":[1,13]}', '"pairing"', 13, 'waiting', T, T, 'i', T, NULL, NULL, NULL),
    (1, 'guild:1', '{"send":{"to":{"channel":102},"post":{"blocks":[{"text":"The week"},{"quotes":{"heading":"**Thank you**","quotes":['
        || (SELECT group_concat('{"of":{"thanks":' || help_id || '},"text":"> “' || thanks || '” <@' || learner_id || '> to <@' || helper_id || '>"}') FROM helps WHERE thanks LIKE 'zq%')
        || ',{"of":{"answer":{"member":ME,"month":"2026-02-01"}},"text":"zqlearning"}]}}],"kept":[{"name":"digest.png"}]}}}', '"nothing"', '"answer"', NULL, 'done', T, T, 'j', T, T, 102, 555666777004),
    (1, 'ask:3', '{"add_to_thread":{"thread":{"ask_thread":3},"member":ME}}', '"nothing"', '"answer"', NULL, 'done', T, T, 'e', T, T, 105, NULL);
INSERT INTO discreet_messages (guild_id, member_id, day, messages) VALUES (1, ME, 1772409600000, 3);
INSERT INTO dm_channels (member_id, channel_id) VALUES (ME, 555666777888);
INSERT INTO private_threads (guild_id, member_id, thread_id) VALUES (1, ME, 555666777999);
UPDATE asks SET details = 'zqanonymous' WHERE ask_id = 2;
"#;

/// Every cell of every table: the table, the column, and what it holds as text.
pub(super) async fn rows(trial: &Trial) -> Vec<(String, String, String)> {
    let mut read = trial.ctx.store.read().await.unwrap();
    let tables: Vec<String> =
        sqlx::query_scalar("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")
            .fetch_all(&mut *read)
            .await
            .unwrap();
    let mut cells = Vec::new();
    for table in tables {
        let found = sqlx::query(sqlx::AssertSqlSafe(format!("SELECT * FROM \"{table}\"")))
            .fetch_all(&mut *read)
            .await
            .unwrap();
        for row in found {
            for (number, column) in row.columns().iter().enumerate() {
                cells.push((table.clone(), column.name().to_owned(), cell(&row, number)));
            }
        }
    }
    cells
}

fn cell(row: &SqliteRow, number: usize) -> String {
    // Whatever SQLite keeps there is read as bytes; a number is written out.
    match row.try_get_unchecked::<Option<i64>, _>(number) {
        Ok(Some(value)) if value != 0 => value.to_string(),
        _ => row
            .try_get_unchecked::<Option<Vec<u8>>, _>(number)
            .ok()
            .flatten()
            .map(|bytes| String::from_utf8_lossy(&bytes).into_owned())
            .unwrap_or_default(),
    }
}

/// The database's file and what lies beside it.
pub(super) async fn bytes(trial: &Trial) -> Vec<u8> {
    let path: String =
        sqlx::query_scalar("SELECT file FROM pragma_database_list WHERE name = 'main'")
            .fetch_one(&mut *trial.ctx.store.read().await.unwrap())
            .await
            .unwrap();
    let mut bytes = std::fs::read(&path).unwrap();
    bytes.extend(std::fs::read(format!("{path}-wal")).unwrap());
    bytes
}

/// How often it stands there.
pub(super) fn count(bytes: &[u8], what: &[u8]) -> usize {
    bytes
        .windows(what.len())
        .filter(|window| *window == what)
        .count()
}
