-- What the digest counts, as it was when it happened: teams, working weeks and membership change afterwards, figures of past weeks must not.

-- A week that is over, from its local Monday on. A zone that is changed later moves no boundary that is here.
CREATE TABLE digest_weeks (
    guild_id  INTEGER NOT NULL REFERENCES guilds ON DELETE CASCADE,
    week      TEXT    NOT NULL CHECK (week GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'), -- its Monday
    starts_at INTEGER NOT NULL,
    ends_at   INTEGER NOT NULL,                     -- the next one starts here
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
CREATE INDEX eligible_spans_guild ON eligible_spans (guild_id, last_week);

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

CREATE INDEX helps_guild ON helps (guild_id, happened_at);
CREATE INDEX asks_made ON asks (guild_id, created_at);
CREATE INDEX asks_answered ON asks (guild_id, answered_at) WHERE answered_at IS NOT NULL;
CREATE INDEX pairings_ended ON pairings (guild_id, ended_at) WHERE ended_at IS NOT NULL;
CREATE INDEX newcomers_joined ON newcomers (guild_id, joined_at);
