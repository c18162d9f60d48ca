-- When a programme is looked at next, and what became of rounds that were not held.

ALTER TABLE programmes ADD COLUMN look_at INTEGER NOT NULL DEFAULT 0; -- when its next round is to be announced; 0: that is to be found out anew
ALTER TABLE programmes ADD COLUMN next_period TEXT; -- the local date of the round that is announced then; NULL: to be found out
ALTER TABLE rounds ADD COLUMN announced_at INTEGER; -- when the heads-up was delivered; NULL: not yet
ALTER TABLE rounds ADD COLUMN why TEXT CHECK (why IN ('admin', 'stopped', 'unannounced', 'away')); -- why it was cancelled or missed

CREATE INDEX programmes_look ON programmes (look_at) WHERE removed_at IS NULL AND running = 1 AND channel_id IS NOT NULL;

-- Whatever moves the starts of rounds has the next one found out anew, so that no feature can forget to say so.
CREATE TRIGGER programme_replanned AFTER UPDATE OF weekday, minute, every_weeks, anchor, channel_id, running ON programmes
WHEN (old.weekday, old.minute, old.every_weeks, old.anchor, old.channel_id, old.running)
    IS NOT (new.weekday, new.minute, new.every_weeks, new.anchor, new.channel_id, new.running)
BEGIN
    UPDATE programmes SET look_at = 0, next_period = NULL WHERE programme_id = new.programme_id;
END;

CREATE TRIGGER programmes_replanned_with_their_guild AFTER UPDATE OF zone, working_days, turned_on_at, gone_at ON guilds
WHEN (old.zone, old.working_days, old.turned_on_at, old.gone_at)
    IS NOT (new.zone, new.working_days, new.turned_on_at, new.gone_at)
BEGIN
    UPDATE programmes SET look_at = 0, next_period = NULL WHERE guild_id = new.guild_id;
END;

CREATE TRIGGER programmes_replanned_with_a_holiday AFTER INSERT ON holidays
BEGIN
    UPDATE programmes SET look_at = 0, next_period = NULL WHERE guild_id = new.guild_id;
END;

CREATE TRIGGER programmes_replanned_without_a_holiday AFTER DELETE ON holidays
BEGIN
    UPDATE programmes SET look_at = 0, next_period = NULL WHERE guild_id = old.guild_id;
END;
