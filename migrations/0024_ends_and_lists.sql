-- A private message about a round is of use until that round ends, which may be sooner or later than was planned when it was owed.
ALTER TABLE outbox ADD COLUMN round_id INTEGER; -- the round with which it ends; NULL: with none
CREATE INDEX outbox_round ON outbox (round_id) WHERE round_id IS NOT NULL AND state = 'owed';

UPDATE outbox
SET round_id = (SELECT p.round_id FROM pairings p WHERE p.pairing_id = json_extract(outbox.receipt, '$.pairing_told[0]'))
WHERE state = 'owed' AND json_extract(receipt, '$.pairing_told[0]') IS NOT NULL;

-- Who is in a server is known once its complete list was read. Nobody is put together before that, or before an hour has passed in vain:
-- who left meanwhile is not there any more.
ALTER TABLE guilds ADD COLUMN list_awaited_at INTEGER; -- since when the list is awaited, by a bot that was not listening before; NULL: it is known

CREATE VIEW seats_from AS -- from when on people of a server are put together
SELECT guild_id, coalesce(list_awaited_at + 60 * 60 * 1000, 0) AS seats_from FROM guilds;
