-- Private messages that wait for room in their member's week, and several that go out as one.

ALTER TABLE outbox ADD COLUMN until INTEGER;          -- from then on it is of no use and is not sent; NULL: it stays true
ALTER TABLE outbox ADD COLUMN merged_into INTEGER;    -- the row whose message says this, too; this one is dropped, and has that one's place
CREATE INDEX outbox_merged ON outbox (merged_into) WHERE merged_into IS NOT NULL;
