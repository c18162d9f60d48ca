-- Where the thread of a pairing hangs: with that channel it is gone, whatever channel its programme has by then.
ALTER TABLE pairings ADD COLUMN under_id INTEGER;    -- the channel under which it was opened, or is to be; NULL: there is no thread
CREATE INDEX pairings_under ON pairings (under_id) WHERE under_id IS NOT NULL;

-- Of those that go on it is not known any more: the programme's channel as it is now is the likeliest.
UPDATE pairings SET under_id = (SELECT g.channel_id FROM rounds r JOIN programmes g USING (programme_id) WHERE r.round_id = pairings.round_id)
WHERE privately = 0 AND ended_at IS NULL AND state IN ('open', 'met');
