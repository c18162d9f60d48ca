-- What was told of the last twelve weeks, and in which weeks Potluck was not there: kept when a week is closed, like all that is told of it.

ALTER TABLE digest_weeks ADD COLUMN away INTEGER NOT NULL DEFAULT 0 CHECK (away IN (0, 1)); -- Potluck was turned off, removed or down: nothing of it is counted, and nothing compared with it
ALTER TABLE digest_weeks ADD COLUMN few INTEGER CHECK (few BETWEEN 0 AND 10); -- what share of the help of twelve weeks came from the busiest twentieth, in tenths; NULL: that was not to be told

-- The teams that were large enough for the map of help between teams when the week was closed.
CREATE TABLE digest_teams (
    guild_id INTEGER NOT NULL REFERENCES guilds ON DELETE CASCADE,
    week     TEXT    NOT NULL,
    place    INTEGER NOT NULL,                      -- in the settings, from 0
    role_id  INTEGER NOT NULL,
    name     TEXT    NOT NULL,                      -- of the role then
    PRIMARY KEY (guild_id, week, place)
) STRICT, WITHOUT ROWID;

-- The ways of the map that were to be drawn when the week was closed. None is drawn without a row.
CREATE TABLE digest_ways (
    guild_id   INTEGER NOT NULL REFERENCES guilds ON DELETE CASCADE,
    week       TEXT    NOT NULL,
    from_place INTEGER NOT NULL,                    -- in digest_teams; the number of teams there: others
    to_place   INTEGER NOT NULL,
    weight     TEXT    NOT NULL,                    -- domain::digest::Weight
    PRIMARY KEY (guild_id, week, from_place, to_place)
) STRICT, WITHOUT ROWID;
