-- Two weeks after a help, the one who learned is asked, once for a skill, whether they could start somebody off with it.
CREATE TABLE teach_questions (
    guild_id  INTEGER NOT NULL REFERENCES guilds ON DELETE CASCADE,
    member_id INTEGER NOT NULL,
    skill_id  INTEGER NOT NULL REFERENCES skills,
    due_at    INTEGER,                                -- NULL: asked
    asked_at  INTEGER,
    PRIMARY KEY (guild_id, member_id, skill_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX teach_questions_due ON teach_questions (due_at) WHERE due_at IS NOT NULL;

-- A skill that only thanks have named is known to the guild as well.
CREATE INDEX helps_skill ON helps (skill_id) WHERE skill_id IS NOT NULL;
