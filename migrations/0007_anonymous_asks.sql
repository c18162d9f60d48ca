-- When an anonymous ask ends by itself and lets go of its asker, and private messages that leave no trace.

ALTER TABLE asks ADD COLUMN vanishes_at INTEGER;  -- when an anonymous ask ends whose asker is gone; NULL: not planned
ALTER TABLE asks ADD COLUMN kept_until INTEGER;   -- when an anonymous ask that is over lets go of its asker and its thread; NULL: not over, or done
ALTER TABLE asks ADD COLUMN repost_at INTEGER;    -- not before this does an anonymous ask without a post get a new one
CREATE INDEX asks_vanishes ON asks (vanishes_at) WHERE vanishes_at IS NOT NULL;
CREATE INDEX asks_kept ON asks (kept_until) WHERE kept_until IS NOT NULL;
CREATE INDEX asks_without_post ON asks (repost_at) WHERE anonymous = 1 AND state = 'open' AND post_channel_id IS NULL;

-- How often the asker has replied lately: no more often than is of use.
ALTER TABLE anonymous_askers ADD COLUMN replies_since INTEGER;                -- when the hour began that is counted; NULL: no reply yet
ALTER TABLE anonymous_askers ADD COLUMN replies INTEGER NOT NULL DEFAULT 0;  -- so many since

-- How many messages a member got on a day that counted for their week and whose rows in the outbox are erased, since they were
-- about an ask that nobody may know to be theirs. Erased with the row that says whose the ask was, and once they count no more.
CREATE TABLE discreet_messages (
    guild_id  INTEGER NOT NULL REFERENCES guilds ON DELETE CASCADE,
    member_id INTEGER NOT NULL,
    day       INTEGER NOT NULL,                    -- its first instant in UTC, in milliseconds
    messages  INTEGER NOT NULL,
    PRIMARY KEY (guild_id, member_id, day)
) STRICT, WITHOUT ROWID;

-- Rows of the outbox are deleted, and their ids must not be used again: a message goes by its row's, and so does who is carrying it out.
CREATE TRIGGER outbox_ids_are_used_once AFTER DELETE ON outbox
BEGIN
    INSERT INTO facts (name, value) VALUES ('outbox_latest', CAST(old.outbox_id AS TEXT))
    ON CONFLICT (name) DO UPDATE SET value = excluded.value WHERE CAST(value AS INTEGER) < CAST(excluded.value AS INTEGER);
END;
