-- What Discord holds up for a while: a server that is out, and what it has no room for.

ALTER TABLE guilds ADD COLUMN unavailable_at INTEGER; -- since when Discord's outage has kept the server from the bot; NULL: it is there
ALTER TABLE outbox ADD COLUMN held_at INTEGER;        -- since when Discord has had no room for it: too many active threads

-- The servers in which time brings something, and into which messages go.
CREATE VIEW working_guilds AS
SELECT guild_id FROM guilds WHERE gone_at IS NULL AND turned_on_at IS NOT NULL AND unavailable_at IS NULL;
