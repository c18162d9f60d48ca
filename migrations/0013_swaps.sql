-- Helps that came of a skill swap, or of being somebody's buddy.
--
-- SQLite cannot change a CHECK, so the table is made anew. No other table refers to it.

CREATE TABLE helps_new (
    help_id     INTEGER PRIMARY KEY,
    guild_id    INTEGER NOT NULL REFERENCES guilds ON DELETE CASCADE,
    helper_id   INTEGER,                              -- NULL: forgotten
    learner_id  INTEGER,                              -- NULL: asked anonymously, or forgotten
    skill_id    INTEGER REFERENCES skills,            -- NULL: thanked for something without a name
    through     TEXT    NOT NULL CHECK (through IN ('ask', 'thanks', 'swap', 'buddy')),
    ask_id      INTEGER REFERENCES asks,
    pairing_id  INTEGER REFERENCES pairings,          -- of a swap: the pairing in which it was taught
    newcomer_id INTEGER UNIQUE REFERENCES newcomers,  -- of a buddy: whose first thirty days they were
    thanks      TEXT,
    counts      INTEGER NOT NULL DEFAULT 1 CHECK (counts IN (0, 1)), -- 0: kept, but in no figure, because these two had one already
    happened_at INTEGER NOT NULL,
    UNIQUE (ask_id, helper_id),
    UNIQUE (pairing_id, helper_id, learner_id),
    CHECK (helper_id <> learner_id),
    CHECK (through NOT IN ('ask', 'swap') OR skill_id IS NOT NULL)
) STRICT;
INSERT INTO helps_new (help_id, guild_id, helper_id, learner_id, skill_id, through, ask_id, thanks, counts, happened_at)
SELECT help_id, guild_id, helper_id, learner_id, skill_id, through, ask_id, thanks, counts, happened_at FROM helps;
DROP TABLE helps;
ALTER TABLE helps_new RENAME TO helps;
CREATE INDEX helps_helper ON helps (guild_id, helper_id, happened_at);
CREATE INDEX helps_learner ON helps (guild_id, learner_id, happened_at);
CREATE INDEX helps_skill ON helps (skill_id) WHERE skill_id IS NOT NULL;
