-- What the digest counts, as it was when it happened: teams, working weeks and membership change afterwards, figures of past weeks must not.

-- A week that is over, from its local Monday on. A zone that is changed later moves no boundary that is here.
CREATE TABLE digest_weeks (
    guild_id  INTEGER NOT NULL REFERENCES guilds ON DELETE CASCADE,
    week      TEXT    NOT NULL CHECK (week GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'), -- its Monday
    starts_at INTEGER NOT NULL,
    ends_at   INTEGER NOT NULL,                     -- the next one starts here
    unmet     INTEGER,                              -- how many members nobody had met for eight weeks at its end; NULL: that was not to be told
    PRIMARY KEY (guild_id, week),
    CHECK (starts_at < ends_at)
) STRICT, WITHOUT ROWID;

-- Which weeks of a kind of figures are only ever told together, because each alone would count too few people. Once told, it stays.
CREATE TABLE digest_blocks (
    guild_id   INTEGER NOT NULL REFERENCES guilds ON DELETE CASCADE,
    family     TEXT    NOT NULL,                    -- domain::digest::Family
    first_week TEXT    NOT NULL,
    last_week  TEXT    NOT NULL,
    PRIMARY KEY (guild_id, family, last_week),
    CHECK (first_week <= last_week)
) STRICT, WITHOUT ROWID;

-- Who did something through Potluck in a week, other than about an anonymous ask.
CREATE TABLE active_weeks (
    guild_id  INTEGER NOT NULL REFERENCES guilds ON DELETE CASCADE,
    week      TEXT    NOT NULL,                     -- its Monday, by the guild's zone at the time
    member_id INTEGER NOT NULL,
    PRIMARY KEY (guild_id, week, member_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX active_weeks_member ON active_weeks (guild_id, member_id);

-- Who was eligible at the ends of which weeks.
CREATE TABLE eligible_spans (
    guild_id   INTEGER NOT NULL REFERENCES guilds ON DELETE CASCADE,
    member_id  INTEGER NOT NULL,
    first_week TEXT    NOT NULL,
    last_week  TEXT,                                -- NULL: they still were when the last week was closed
    PRIMARY KEY (guild_id, member_id, first_week)
) STRICT, WITHOUT ROWID;
CREATE INDEX eligible_spans_last ON eligible_spans (guild_id, last_week);

-- How many facts of a kind a week had when it was closed. They are kept, because people are forgotten and lessons removed afterwards:
-- told figures stay as they are, so that nobody can tell by a difference who that was. None is 0.
CREATE TABLE digest_tallies (
    guild_id INTEGER NOT NULL REFERENCES guilds ON DELETE CASCADE,
    week     TEXT    NOT NULL,
    leaf     TEXT    NOT NULL,                      -- domain::digest::Leaf
    number   INTEGER NOT NULL CHECK (number > 0),
    PRIMARY KEY (guild_id, week, leaf)
) STRICT, WITHOUT ROWID;

-- Who could take part now: who has joined a programme, or has an offer, a wish or an ask under their name, and is a member.
CREATE VIEW eligible_now (guild_id, member_id) AS
SELECT m.guild_id, m.member_id FROM members m
WHERE m.left_at IS NULL AND m.bot = 0 AND m.pending = 0 AND (
    EXISTS (SELECT 1 FROM offers o WHERE o.guild_id = m.guild_id AND o.member_id = m.member_id)
    OR EXISTS (SELECT 1 FROM wishes w WHERE w.guild_id = m.guild_id AND w.member_id = m.member_id)
    OR EXISTS (SELECT 1 FROM asks a WHERE a.guild_id = m.guild_id AND a.asker_id = m.member_id)
    OR EXISTS (SELECT 1 FROM programme_members s JOIN programmes p USING (programme_id)
               WHERE s.guild_id = m.guild_id AND s.member_id = m.member_id AND s.state IN ('in', 'resting')
                   AND p.role_id IS NULL AND p.removed_at IS NULL)
    OR EXISTS (SELECT 1 FROM member_roles r JOIN programmes p ON p.guild_id = r.guild_id AND p.role_id = r.role_id AND p.removed_at IS NULL
               WHERE r.guild_id = m.guild_id AND r.member_id = m.member_id
                   AND NOT EXISTS (SELECT 1 FROM programme_members s
                                   WHERE s.programme_id = p.programme_id AND s.member_id = m.member_id AND s.state = 'out')));

ALTER TABLE guilds ADD COLUMN digest TEXT NOT NULL DEFAULT 'channel' CHECK (digest IN ('channel', 'direct', 'off')); -- where the weekly digest goes: the managers' channel, or those with the managers' role

ALTER TABLE asks ADD COLUMN answered_at INTEGER;    -- when somebody took it for the first time; NULL: nobody has
UPDATE asks SET answered_at = (SELECT min(accepted_at) FROM ask_helpers h WHERE h.ask_id = asks.ask_id);

-- The sides of a help when it happened: the role of each one's team, 0 without one, NULL where it is not known whose it was.
ALTER TABLE helps ADD COLUMN helper_team INTEGER;
ALTER TABLE helps ADD COLUMN learner_team INTEGER;
ALTER TABLE helps ADD COLUMN upwards INTEGER CHECK (upwards IN (0, 1)); -- whether the learner was three tenure bands above; NULL: not known
UPDATE helps SET helper_team = coalesce((
        SELECT t.role_id FROM team_roles t JOIN member_roles m USING (guild_id, role_id)
        WHERE t.guild_id = helps.guild_id AND m.member_id = helps.helper_id ORDER BY t.position LIMIT 1), 0)
    WHERE helper_id IS NOT NULL;
UPDATE helps SET learner_team = coalesce((
        SELECT t.role_id FROM team_roles t JOIN member_roles m USING (guild_id, role_id)
        WHERE t.guild_id = helps.guild_id AND m.member_id = helps.learner_id ORDER BY t.position LIMIT 1), 0)
    WHERE learner_id IS NOT NULL;

ALTER TABLE newcomers ADD COLUMN first_buddy_at INTEGER; -- when they had a buddy for the first time; NULL: never
UPDATE newcomers SET first_buddy_at = coalesce((SELECT min(since) FROM newcomer_buddies b WHERE b.newcomer_id = newcomers.newcomer_id), buddy_since);

ALTER TABLE pairings ADD COLUMN answered INTEGER NOT NULL DEFAULT 0 CHECK (answered IN (0, 1)); -- whether one of them ever said that they met, or had not yet
UPDATE pairings SET answered = state = 'met'
    OR EXISTS (SELECT 1 FROM seats s WHERE s.pairing_id = pairings.pairing_id AND s.answer IN ('met', 'not_yet'));

CREATE INDEX helps_guild ON helps (guild_id, happened_at);
CREATE INDEX asks_made ON asks (guild_id, created_at);
CREATE INDEX asks_ended ON asks (guild_id, ended_at);
CREATE INDEX pairings_ended ON pairings (guild_id, ended_at) WHERE ended_at IS NOT NULL;
CREATE INDEX pairings_met ON pairings (guild_id, met_at) WHERE met_at IS NOT NULL;
CREATE INDEX members_left ON members (guild_id, member_id) WHERE left_at IS NOT NULL;
CREATE INDEX newcomers_welcomed ON newcomers (guild_id, created_at);

-- When the week that is going on is to be closed, and the digest of it goes out.
ALTER TABLE guilds ADD COLUMN digest_at INTEGER NOT NULL DEFAULT 0; -- 0: that is to be found out anew
CREATE INDEX guilds_digest ON guilds (digest_at) WHERE turned_on_at IS NOT NULL AND gone_at IS NULL;

-- Whatever moves the first working instant of a week has it found out anew.
CREATE TRIGGER digest_replanned AFTER UPDATE OF zone, working_days, work_start, turned_on_at, gone_at ON guilds
WHEN (old.zone, old.working_days, old.work_start, old.turned_on_at, old.gone_at)
    IS NOT (new.zone, new.working_days, new.work_start, new.turned_on_at, new.gone_at)
BEGIN
    UPDATE guilds SET digest_at = 0 WHERE guild_id = new.guild_id;
END;

CREATE TRIGGER digest_replanned_with_a_holiday AFTER INSERT ON holidays
BEGIN
    UPDATE guilds SET digest_at = 0 WHERE guild_id = new.guild_id;
END;

CREATE TRIGGER digest_replanned_without_a_holiday AFTER DELETE ON holidays
BEGIN
    UPDATE guilds SET digest_at = 0 WHERE guild_id = old.guild_id;
END;

ALTER TABLE members ADD COLUMN wants_digest INTEGER NOT NULL DEFAULT 1 CHECK (wants_digest IN (0, 1)); -- of those with the managers' role: gets it by private message, where it goes that way
