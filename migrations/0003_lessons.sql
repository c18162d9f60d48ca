-- Lessons: something learned, written down after a help, findable later.

CREATE TABLE lessons (
    lesson_id  INTEGER PRIMARY KEY AUTOINCREMENT,     -- never used again: old buttons name it
    guild_id   INTEGER NOT NULL REFERENCES guilds ON DELETE CASCADE,
    author_id  INTEGER,                               -- NULL: written anonymously, or the author is forgotten
    skill_id   INTEGER NOT NULL REFERENCES skills,
    ask_id     INTEGER REFERENCES asks,               -- the ask it came from
    text       TEXT    NOT NULL,
    answered   INTEGER NOT NULL DEFAULT 0,            -- how many asks it made unnecessary
    created_at INTEGER NOT NULL,
    edited_at  INTEGER
) STRICT;
CREATE INDEX lessons_guild ON lessons (guild_id, created_at);
CREATE INDEX lessons_skill ON lessons (skill_id);
CREATE INDEX lessons_author ON lessons (guild_id, author_id);
CREATE UNIQUE INDEX lessons_ask ON lessons (ask_id) WHERE ask_id IS NOT NULL;

-- What the words of a lesson are searched in. Written as people type it, `C++`, `C#` and `.NET` would fall apart into a letter or
-- a common word, so this view says how they read: a `+` alone and a `#` in front of a word are left out, `.net` becomes a word.
-- What is searched for goes through the same steps in store::lessons.
CREATE VIEW lesson_words (lesson_id, text, skill) AS
SELECT l.lesson_id,
       replace(replace(replace(replace(replace(replace(replace(lower(' ' || l.text), char(10), ' '), '.net', ' dotnet'), ' #', ' '), '(#', ' '), '++', char(1)), '+', ' '), char(1), '++'),
       replace(replace(replace(replace(replace(replace(replace(lower(' ' || s.name), char(10), ' '), '.net', ' dotnet'), ' #', ' '), '(#', ' '), '++', char(1)), '+', ' '), char(1), '++')
FROM lessons l JOIN skills s USING (skill_id);

-- Kept by the triggers below alone, so that it cannot be stale. It keeps what it indexed: a lesson can then be taken out of it
-- whatever else is gone already. With secure-delete nothing of a lesson stays behind in it.
CREATE VIRTUAL TABLE lessons_fts USING fts5(text, skill, tokenize = "unicode61 remove_diacritics 2 categories 'L* N* Co M*' tokenchars '+#'");
INSERT INTO lessons_fts (lessons_fts, rank) VALUES ('secure-delete', 1);

CREATE TRIGGER lessons_written AFTER INSERT ON lessons BEGIN
    INSERT INTO lessons_fts (rowid, text, skill) SELECT lesson_id, text, skill FROM lesson_words WHERE lesson_id = new.lesson_id;
END;
CREATE TRIGGER lessons_changed AFTER UPDATE OF text, skill_id ON lessons BEGIN
    DELETE FROM lessons_fts WHERE rowid = new.lesson_id;
    INSERT INTO lessons_fts (rowid, text, skill) SELECT lesson_id, text, skill FROM lesson_words WHERE lesson_id = new.lesson_id;
END;
CREATE TRIGGER lessons_removed AFTER DELETE ON lessons BEGIN
    DELETE FROM lessons_fts WHERE rowid = old.lesson_id;
END;
CREATE TRIGGER lessons_of_skill_renamed AFTER UPDATE OF name ON skills BEGIN
    DELETE FROM lessons_fts WHERE rowid IN (SELECT lesson_id FROM lessons WHERE skill_id = new.skill_id);
    INSERT INTO lessons_fts (rowid, text, skill) SELECT lesson_id, text, skill FROM lesson_words
        WHERE lesson_id IN (SELECT lesson_id FROM lessons WHERE skill_id = new.skill_id);
END;
