-- Each member's own month is written by itself, and a leader whom the question could not reach makes room for another.

ALTER TABLE members ADD COLUMN month_owed TEXT CHECK (month_owed GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-01'); -- the month, by its first day, that is still to be written for them; NULL: none
CREATE INDEX members_month_owed ON members (guild_id, member_id) WHERE month_owed IS NOT NULL;

ALTER TABLE leader_answers ADD COLUMN unreached INTEGER NOT NULL DEFAULT 0 CHECK (unreached IN (0, 1)); -- the question could be delivered nowhere: it waits in /me
