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
