-- Where the thread of a newcomer and their buddy hangs: with that channel it is gone.
ALTER TABLE newcomers ADD COLUMN under_id INTEGER;    -- the channel under which it was opened, or is to be; NULL: there is no thread
CREATE INDEX newcomers_under ON newcomers (under_id) WHERE under_id IS NOT NULL;

-- Of those that are open it is not known any more: the help channel as it is now is the likeliest.
UPDATE newcomers SET under_id = (SELECT help_channel_id FROM guilds WHERE guilds.guild_id = newcomers.guild_id)
WHERE thread_id IS NOT NULL AND state IN ('looking', 'paired');
