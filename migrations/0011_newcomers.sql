-- Somebody's first thirty days in a server, and who is their buddy.

CREATE TABLE newcomers (
    newcomer_id  INTEGER PRIMARY KEY AUTOINCREMENT,     -- never used again: old buttons name it
    guild_id     INTEGER NOT NULL REFERENCES guilds ON DELETE CASCADE,
    member_id    INTEGER NOT NULL,
    joined_at    INTEGER NOT NULL,                    -- when they joined, or got the newcomer role: one row for each time
    state        TEXT    NOT NULL CHECK (state IN ('looking', 'paired', 'done', 'left')), -- looking: no buddy was suitable yet
    came_back    INTEGER NOT NULL DEFAULT 0 CHECK (came_back IN (0, 1)), -- they had been here before
    buddy_id     INTEGER,
    buddy_since  INTEGER,
    thread_id    INTEGER,                             -- NULL until it is open
    privately    INTEGER NOT NULL DEFAULT 0 CHECK (privately IN (0, 1)), -- by private messages, because there can be no thread
    checks       INTEGER NOT NULL DEFAULT 0 CHECK (checks BETWEEN 0 AND 3), -- how many check-ins are behind them
    answered_for INTEGER NOT NULL DEFAULT 0,          -- the check-in before which they last said that they had not talked, from 1
    seek_at      INTEGER,                             -- while looking: when it is tried again
    tell_at      INTEGER,                             -- while looking: when the managers are told; NULL: they have been
    created_at   INTEGER NOT NULL,
    due_at       INTEGER,                             -- when time next brings something; NULL: nothing
    due          TEXT,                                -- what it brings
    ended_at     INTEGER,
    UNIQUE (guild_id, member_id, joined_at)
) STRICT;
CREATE INDEX newcomers_due ON newcomers (due_at) WHERE due_at IS NOT NULL;
CREATE INDEX newcomers_buddy ON newcomers (guild_id, buddy_id) WHERE buddy_id IS NOT NULL;
CREATE INDEX newcomers_thread ON newcomers (thread_id) WHERE thread_id IS NOT NULL;

-- Everybody who was a newcomer's buddy: nobody is asked again who handed over, and those are spared who had somebody lately.
CREATE TABLE newcomer_buddies (
    newcomer_id INTEGER NOT NULL REFERENCES newcomers ON DELETE CASCADE,
    guild_id    INTEGER NOT NULL,
    member_id   INTEGER NOT NULL,
    since       INTEGER NOT NULL,
    until       INTEGER,                              -- NULL: they are
    PRIMARY KEY (newcomer_id, member_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX newcomer_buddies_member ON newcomer_buddies (guild_id, member_id, since);
