//! Finding lessons by words.
//!
//! Words are matched by the database's full-text index: whatever their case and accents, and from their beginning on. Scripts that put
//! no spaces between words are one long word to it, so for these the texts themselves are looked through.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use sqlx::SqliteConnection;

use super::{Lesson, find_all};
use crate::domain::ids::{GuildId, LessonId, SkillId};

/// The most words of a search that are looked at; what is pasted into it may be long.
const MAX_WORDS: usize = 20;
/// Fewer characters than this are in nearly every text somewhere, and are looked for at the beginnings of words only.
const INSIDE_WORDS: usize = 3;
/// The most lessons that a search finds.
const MAX_FOUND: i64 = 500;
/// The most words of an ask by which lessons on other skills are found.
const MAX_SUBJECTS: usize = 25;
/// How many lessons are shown before an ask.
const BEFORE_AN_ASK: usize = 3;
/// Words of four letters and more that say nothing of what an ask is about.
const EVERYDAY: &[&str] = &[
    "about",
    "after",
    "again",
    "already",
    "also",
    "always",
    "anybody",
    "anyone",
    "because",
    "been",
    "before",
    "being",
    "can't",
    "cannot",
    "could",
    "does",
    "doesn",
    "doesn't",
    "doing",
    "don't",
    "even",
    "every",
    "everything",
    "find",
    "from",
    "getting",
    "give",
    "goes",
    "going",
    "have",
    "having",
    "hello",
    "help",
    "here",
    "into",
    "it's",
    "just",
    "keeps",
    "know",
    "like",
    "look",
    "looking",
    "made",
    "make",
    "many",
    "maybe",
    "more",
    "much",
    "must",
    "need",
    "never",
    "nothing",
    "only",
    "other",
    "over",
    "please",
    "question",
    "really",
    "right",
    "same",
    "seem",
    "seems",
    "should",
    "since",
    "some",
    "somebody",
    "someone",
    "something",
    "still",
    "stuck",
    "such",
    "sure",
    "take",
    "thank",
    "thanks",
    "that",
    "their",
    "them",
    "then",
    "there",
    "they",
    "thing",
    "things",
    "this",
    "time",
    "today",
    "tried",
    "trying",
    "under",
    "until",
    "used",
    "using",
    "very",
    "want",
    "well",
    "were",
    "what",
    "when",
    "where",
    "which",
    "while",
    "will",
    "with",
    "without",
    "work",
    "working",
    "works",
    "would",
    "wrong",
    "yesterday",
    "your",
];

/// The lessons of a guild in which every word of a search is found or begins a word, best first. `skill` is the name of the skill that
/// the search is another name of, if it is one. Nothing that is typed has a meaning of its own: it is only ever words.
pub async fn found(
    db: &mut SqliteConnection,
    guild: GuildId,
    typed: &str,
    skill: Option<&str>,
) -> sqlx::Result<Vec<LessonId>> {
    let words: Vec<String> = words(typed).take(MAX_WORDS).collect();
    let mut expression = all_of(&words);
    let name: Vec<String> = skill.into_iter().flat_map(self::words).collect();
    if !name.is_empty() {
        expression = any_of([expression, format!("skill : ({})", all_of(&name))]);
    }
    let mut lessons = matching(db, guild, &expression, MAX_FOUND).await?;
    if words.iter().any(|word| has_no_spaces(word))
        || (lessons.is_empty()
            && words
                .iter()
                .all(|word| word.chars().count() >= INSIDE_WORDS))
    {
        let known: BTreeSet<LessonId> = lessons.iter().copied().collect();
        let containing = containing(db, guild, &words).await?;
        lessons.extend(containing.into_iter().filter(|id| !known.contains(id)));
    }
    Ok(lessons)
}

/// The up to three lessons that are most likely to answer an ask: those about its skill, the ones that share words with it first;
/// then those about other skills that share several.
pub async fn about(
    db: &mut SqliteConnection,
    guild: GuildId,
    skill: Option<SkillId>,
    details: &str,
) -> sqlx::Result<Vec<Lesson>> {
    let subjects = subjects(details);
    let expression = any_of(subjects.iter().map(|word| quoted(word)));
    let alike = matching(db, guild, &expression, MAX_FOUND).await?;
    let place = |id: LessonId| {
        alike
            .iter()
            .position(|other| *other == id)
            .unwrap_or(alike.len())
    };

    let mut of_skill = match skill {
        Some(skill) => of_skill(db, guild, skill).await?,
        None => Vec::new(),
    };
    // They come by how often they answered, and a stable sort keeps that among those that share no words.
    of_skill.sort_by_key(|id| place(*id));
    of_skill.truncate(BEFORE_AN_ASK);
    let mut lessons = find_all(db, &of_skill).await?;
    if lessons.len() < BEFORE_AN_ASK {
        // The best are at the beginning; far down the list there is nothing worth reading.
        let likeliest: Vec<LessonId> = alike.iter().copied().take(10).collect();
        let mut others = find_all(db, &likeliest).await?;
        others.retain(|lesson| Some(lesson.skill) != skill && shares_enough(lesson, &subjects));
        others.sort_by_key(|lesson| Reverse(shared(lesson, &subjects)));
        lessons.extend(others);
        lessons.truncate(BEFORE_AN_ASK);
    }
    Ok(lessons)
}

/// Best first; the skill's name counts four times as much as the text. An empty expression matches nothing.
async fn matching(
    db: &mut SqliteConnection,
    guild: GuildId,
    expression: &str,
    limit: i64,
) -> sqlx::Result<Vec<LessonId>> {
    if expression.is_empty() {
        return Ok(Vec::new());
    }
    sqlx::query_scalar!(
        r#"SELECT l.lesson_id AS "id!: LessonId" FROM lessons_fts JOIN lessons l ON l.lesson_id = lessons_fts.rowid
           WHERE lessons_fts MATCH ?1 AND l.guild_id = ?2
           ORDER BY bm25(lessons_fts, 1.0, 4.0), l.answered DESC, l.lesson_id DESC LIMIT ?3"#,
        expression,
        guild,
        limit,
    )
    .fetch_all(db)
    .await
}

/// Those in whose text or skill every word stands somewhere, newest first.
async fn containing(
    db: &mut SqliteConnection,
    guild: GuildId,
    words: &[String],
) -> sqlx::Result<Vec<LessonId>> {
    if words.is_empty() {
        return Ok(Vec::new());
    }
    let words =
        serde_json::to_string(words).map_err(|error| sqlx::Error::Encode(Box::new(error)))?;
    sqlx::query_scalar!(
        r#"SELECT l.lesson_id AS "id!: LessonId" FROM lessons l JOIN skills s USING (skill_id)
           WHERE l.guild_id = ?1
             AND NOT EXISTS (SELECT 1 FROM json_each(?2) word WHERE instr(lower(l.text || ' ' || s.name), word.value) = 0)
           ORDER BY l.lesson_id DESC LIMIT ?3"#,
        guild,
        words,
        MAX_FOUND,
    )
    .fetch_all(db)
    .await
}

/// The lessons about a skill: those that answered most first, then the newest.
async fn of_skill(
    db: &mut SqliteConnection,
    guild: GuildId,
    skill: SkillId,
) -> sqlx::Result<Vec<LessonId>> {
    sqlx::query_scalar!(
        r#"SELECT lesson_id AS "id!: LessonId" FROM lessons WHERE guild_id = ?1 AND skill_id = ?2
           ORDER BY answered DESC, lesson_id DESC LIMIT ?3"#,
        guild,
        skill,
        MAX_FOUND,
    )
    .fetch_all(db)
    .await
}

/// The words of a text, each once, as the index has them: what the view `lesson_words` does to lessons is done here to what is
/// searched for. What has neither letter nor digit is no word.
fn words(text: &str) -> impl Iterator<Item = String> {
    let text = format!(" {}", text.to_lowercase().replace('\n', " "))
        .replace(".net", " dotnet")
        .replace(" #", " ")
        .replace("(#", " ")
        .replace("++", "\u{1}")
        .replace('+', " ")
        .replace('\u{1}', "++");
    let mut seen = BTreeSet::new();
    let words: Vec<String> = text
        .split(|c: char| c.is_whitespace() || c.is_control() || c == '"')
        .map(|word| word.trim_matches(|c: char| !(c.is_alphanumeric() || matches!(c, '+' | '#'))))
        .filter(|word| word.chars().any(char::is_alphanumeric) && seen.insert((*word).to_owned()))
        .map(str::to_owned)
        .collect();
    words.into_iter()
}

/// The words of an ask that say what it is about.
fn subjects(details: &str) -> Vec<String> {
    words(details)
        .filter(|word| word.chars().count() >= 4 || !word.is_ascii())
        .filter(|word| !EVERYDAY.contains(&word.as_str()))
        .take(MAX_SUBJECTS)
        .collect()
}

/// How many of these words a lesson has.
fn shared(lesson: &Lesson, subjects: &[String]) -> usize {
    let has: BTreeSet<String> = words(&format!("{} {}", lesson.skill_name, lesson.text)).collect();
    subjects.iter().filter(|word| has.contains(*word)).count()
}

/// Whether a lesson about something else is still likely to be about the same: two words, and more of them the more is said.
fn shares_enough(lesson: &Lesson, subjects: &[String]) -> bool {
    shared(lesson, subjects) >= (subjects.len() / 4).max(2)
}

/// A word as an expression of the index: itself, or the beginning of a longer one. A single letter is itself, as in C or R.
fn quoted(word: &str) -> String {
    let whole = word.len() == 1;
    // A quotation mark cannot be in it, so it cannot end the string.
    format!("\"{word}\"{}", if whole { "" } else { "*" })
}

fn all_of(words: &[String]) -> String {
    words
        .iter()
        .map(|word| quoted(word))
        .collect::<Vec<_>>()
        .join(" AND ")
}

fn any_of(expressions: impl IntoIterator<Item = String>) -> String {
    expressions
        .into_iter()
        .filter(|expression| !expression.is_empty())
        .map(|expression| format!("({expression})"))
        .collect::<Vec<_>>()
        .join(" OR ")
}

/// Whether a word is of a script that writes words without spaces between them.
fn has_no_spaces(word: &str) -> bool {
    word.chars().any(|c| {
        matches!(c,
            '\u{0E00}'..='\u{0EFF}' // Thai and Lao
            | '\u{0F00}'..='\u{0FFF}' // Tibetan
            | '\u{1000}'..='\u{109F}' // Burmese
            | '\u{1780}'..='\u{17FF}' // Khmer
            | '\u{3005}'..='\u{30FF}' // Japanese
            | '\u{3400}'..='\u{9FFF}' // Chinese and Japanese
            | '\u{F900}'..='\u{FAFF}'
            | '\u{20000}'..='\u{3FFFF}')
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(typed: &str, expected: &[&str]) {
        assert_eq!(words(typed).collect::<Vec<_>>(), expected, "{typed:?}");
    }

    #[test]
    fn what_is_typed_is_only_words() {
        check("", &[]);
        check("Slow  query\nslow", &["slow", "query"]);
        check("C++ C# .NET C", &["c++", "c#", "dotnet", "c"]);
        check(
            "ASP.NET (#general) ctrl+c 1+1",
            &["asp", "dotnet", "general", "ctrl", "c", "1"],
        );
        check(
            "\"unbalanced (AND * NOT NEAR(a,2)",
            &["unbalanced", "and", "not", "near(a,2"],
        );
        check("*** -- ^ {}", &[]);
        check("node.js; don't!", &["node.js", "don't"]);
        check("数据库", &["数据库"]);
    }

    #[test]
    fn expressions_hold_quoted_words_alone() {
        let words: Vec<String> = words("C post\"gres OR").collect();
        assert_eq!(all_of(&words), r#""c" AND "post"* AND "gres"* AND "or"*"#);
        assert_eq!(any_of([String::new(), "\"a\"".to_owned()]), "(\"a\")");
        assert_eq!(any_of([String::new()]), "");
    }

    #[test]
    fn what_an_ask_is_about_leaves_out_what_any_ask_says() {
        assert_eq!(
            subjects("Could somebody please help? My query is slow since the upgrade"),
            ["query", "slow", "upgrade"]
        );
    }
}
