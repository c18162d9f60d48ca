-- A skill is new on the table once: who takes it away and teaches it again, or follows somebody who left, brings nothing new.
ALTER TABLE skills ADD COLUMN first_taught_at INTEGER; -- when somebody first offered to teach it; NULL: nobody did yet
UPDATE skills SET first_taught_at = (SELECT min(o.created_at) FROM offers o WHERE o.skill_id = skills.skill_id);

CREATE TRIGGER skills_first_taught AFTER INSERT ON offers
BEGIN
    UPDATE skills SET first_taught_at = new.created_at WHERE skill_id = new.skill_id AND first_taught_at IS NULL;
END;
CREATE INDEX skills_first_taught_at ON skills (guild_id, first_taught_at) WHERE first_taught_at IS NOT NULL;

-- Whether something was begun or is there is asked of every pairing that a round ends.
CREATE INDEX outbox_receipt ON outbox (receipt) WHERE receipt <> '"nothing"';
