-- Somebody's first thirty days in a server, and who is their buddy.

CREATE TABLE newcomers (
    newcomer_id  INTEGER PRIMARY KEY AUTOINCREMENT,     -- never used again: old buttons name it
    guild_id     INTEGER NOT NULL REFERENCES guilds ON DELETE CASCADE,
    member_id    INTEGER NOT NULL,
    joined_at    INTEGER NOT NULL,                    -- which joining this is about: one row for each
    state        TEXT    NOT NULL CHECK (state IN ('looking', 'paired', 'done', 'left')), -- looking: no buddy was suitable yet
    buddy_id     INTEGER,
    buddy_since  INTEGER,
    thread_id    INTEGER,                             -- NULL until it is open
    created_at   INTEGER NOT NULL,
    due_at       INTEGER,                             -- when time next brings something; NULL: nothing
    due          TEXT,                                -- what it brings
    ended_at     INTEGER,
    UNIQUE (guild_id, member_id, joined_at)
) STRICT;
CREATE INDEX newcomers_due ON newcomers (due_at) WHERE due_at IS NOT NULL;
CREATE INDEX newcomers_buddy ON newcomers (guild_id, buddy_id) WHERE buddy_id IS NOT NULL;
CREATE INDEX newcomers_thread ON newcomers (thread_id) WHERE thread_id IS NOT NULL;
