-- Recognition and reflection: lessons of the week, the monthly table, one's own month. All of it is off until somebody asks for it.

ALTER TABLE guilds ADD COLUMN recognition_channel_id INTEGER; -- where lessons and the table are posted; NULL: the help channel
ALTER TABLE guilds ADD COLUMN lessons_since INTEGER; -- since when three lessons a week are posted; NULL: they are not
ALTER TABLE guilds ADD COLUMN table_since INTEGER;   -- since when the monthly table is; NULL: it is not

ALTER TABLE members ADD COLUMN wants_month INTEGER NOT NULL DEFAULT 0 CHECK (wants_month IN (0, 1)); -- gets their own month by private message
ALTER TABLE members ADD COLUMN wants_leading INTEGER NOT NULL DEFAULT 1 CHECK (wants_leading IN (0, 1)); -- of those with the leaders' role: may be asked what they are learning

ALTER TABLE lessons ADD COLUMN shown_at INTEGER;     -- when it was among the three of a week; NULL: not yet

-- A leader who was asked what they are learning, for the table of a month.
CREATE TABLE leader_answers (
    guild_id  INTEGER NOT NULL REFERENCES guilds ON DELETE CASCADE,
    month     TEXT    NOT NULL CHECK (month GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-01'), -- its first day
    member_id INTEGER NOT NULL,
    asked_at  INTEGER NOT NULL,
    declined  INTEGER NOT NULL DEFAULT 0 CHECK (declined IN (0, 1)), -- they said: not this time
    learning  TEXT,                                 -- what they are learning, in their words; NULL: they have not said it, or took it back
    PRIMARY KEY (guild_id, month, member_id)
) STRICT, WITHOUT ROWID;

-- When there is something to do next of all this.
ALTER TABLE guilds ADD COLUMN recognition_at INTEGER NOT NULL DEFAULT 0; -- 0: that is to be found out anew
CREATE INDEX guilds_recognition ON guilds (recognition_at) WHERE turned_on_at IS NOT NULL AND gone_at IS NULL;

-- Whatever moves one of these moments has them found out anew.
CREATE TRIGGER recognition_replanned
AFTER UPDATE OF zone, working_days, work_start, turned_on_at, gone_at, lessons_since, table_since, leaders_role_id ON guilds
WHEN (old.zone, old.working_days, old.work_start, old.turned_on_at, old.gone_at, old.lessons_since, old.table_since, old.leaders_role_id)
    IS NOT (new.zone, new.working_days, new.work_start, new.turned_on_at, new.gone_at, new.lessons_since, new.table_since, new.leaders_role_id)
BEGIN
    UPDATE guilds SET recognition_at = 0 WHERE guild_id = new.guild_id;
END;

CREATE TRIGGER recognition_replanned_with_a_holiday AFTER INSERT ON holidays
BEGIN
    UPDATE guilds SET recognition_at = 0 WHERE guild_id = new.guild_id;
END;

CREATE TRIGGER recognition_replanned_without_a_holiday AFTER DELETE ON holidays
BEGIN
    UPDATE guilds SET recognition_at = 0 WHERE guild_id = old.guild_id;
END;
