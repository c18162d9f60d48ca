-- What goes on in the pairings of a round: who lost their partner, and the places they are offered.

-- Who lost their partner and may have another.
CREATE TABLE freed (
    round_id   INTEGER NOT NULL REFERENCES rounds ON DELETE CASCADE,
    guild_id   INTEGER NOT NULL REFERENCES guilds ON DELETE CASCADE,
    member_id  INTEGER NOT NULL,
    pairing_id INTEGER NOT NULL REFERENCES pairings ON DELETE CASCADE, -- the one that fell apart: they are told there what comes of it
    state      TEXT    NOT NULL CHECK (state IN ('asked', 'looking', 'placed', 'nobody', 'out')), -- asked: whether to look; out: they rather sit it out
    since      INTEGER NOT NULL,                      -- milliseconds; since when they are without
    due_at     INTEGER,                               -- when the pairs asked for them have had their time; NULL: none is asked
    PRIMARY KEY (round_id, member_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX freed_due ON freed (due_at) WHERE due_at IS NOT NULL;
CREATE INDEX freed_member ON freed (guild_id, member_id);

-- A pair asked to be three with somebody who lost their partner.
CREATE TABLE places (
    pairing_id INTEGER NOT NULL REFERENCES pairings ON DELETE CASCADE,
    guild_id   INTEGER NOT NULL REFERENCES guilds ON DELETE CASCADE,
    member_id  INTEGER NOT NULL,                      -- for whom
    state      TEXT    NOT NULL CHECK (state IN ('open', 'taken', 'declined', 'over')), -- over: they found another, or the time for an answer is
    asked_at   INTEGER NOT NULL,
    PRIMARY KEY (pairing_id, member_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX places_member ON places (guild_id, member_id);

-- Which of the pair said yes. A no ends it.
CREATE TABLE places_agreed (
    pairing_id INTEGER NOT NULL,
    member_id  INTEGER NOT NULL,                      -- for whom
    by_member  INTEGER NOT NULL,
    PRIMARY KEY (pairing_id, member_id, by_member),
    FOREIGN KEY (pairing_id, member_id) REFERENCES places ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

-- Somebody writes down one lesson of a pairing, and may change it.
CREATE UNIQUE INDEX lessons_pairing ON lessons (pairing_id, author_id) WHERE pairing_id IS NOT NULL;
