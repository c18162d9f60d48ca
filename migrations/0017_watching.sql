-- What whoever watches the bot asks for every few seconds, kept so that asking is cheap.

-- How much is owed, by the kind of its lane: counted from this index alone, without a look at what is owed.
CREATE INDEX outbox_unfinished ON outbox (substr(lane, 1, instr(lane, ':') - 1), state, due_at, guild_id, lane)
    WHERE state NOT IN ('done', 'dropped');

-- How many occurrences of each job there were so far. Never less than before: a server's own rows go with the server, what they
-- counted stays, and says of nobody where it was.
CREATE TABLE occurrence_totals (
    job     TEXT    NOT NULL,
    outcome TEXT    NOT NULL CHECK (outcome IN ('done', 'late', 'missed')), -- late: done more than an hour after it was planned
    total   INTEGER NOT NULL CHECK (total > 0),
    PRIMARY KEY (job, outcome)
) STRICT, WITHOUT ROWID;

INSERT INTO occurrence_totals (job, outcome, total)
SELECT job,
       CASE WHEN state = 'missed' THEN 'missed' WHEN claimed_at - due_at > 3600000 THEN 'late' ELSE 'done' END AS outcome,
       count(*)
FROM occurrences
GROUP BY job, outcome;

-- Two statements in place of an upsert: how a conflict is handled inside a trigger is decided by the statement that set it off.
CREATE TRIGGER occurrences_are_counted AFTER INSERT ON occurrences
BEGIN
    UPDATE occurrence_totals SET total = total + 1
    WHERE job = NEW.job
      AND outcome = CASE WHEN NEW.state = 'missed' THEN 'missed' WHEN NEW.claimed_at - NEW.due_at > 3600000 THEN 'late' ELSE 'done' END;
    INSERT INTO occurrence_totals (job, outcome, total)
    SELECT NEW.job,
           CASE WHEN NEW.state = 'missed' THEN 'missed' WHEN NEW.claimed_at - NEW.due_at > 3600000 THEN 'late' ELSE 'done' END,
           1
    WHERE changes() = 0;
END;
