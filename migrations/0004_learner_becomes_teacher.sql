-- Two weeks after a help, the one who learned is asked, once for a skill, whether they could start somebody off with it.
CREATE TABLE teach_questions (
    guild_id  INTEGER NOT NULL REFERENCES guilds ON DELETE CASCADE,
    member_id INTEGER NOT NULL,
    skill_id  INTEGER NOT NULL REFERENCES skills,
    due_at    INTEGER,                                -- NULL: asked, or no longer of use
    asked_at  INTEGER,
    PRIMARY KEY (guild_id, member_id, skill_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX teach_questions_due ON teach_questions (due_at) WHERE due_at IS NOT NULL;
