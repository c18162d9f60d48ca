-- Programmes, their rounds, and who was seated with whom.

-- A recurring pairing with its own channel, schedule and members.
CREATE TABLE programmes (
    programme_id INTEGER PRIMARY KEY AUTOINCREMENT,     -- never used again: old buttons name it
    guild_id     INTEGER NOT NULL REFERENCES guilds ON DELETE CASCADE,
    kind         TEXT    NOT NULL CHECK (kind IN ('coffee', 'swap')),
    name         TEXT    NOT NULL,                    -- as people read it: "Coffee chats"
    channel_id   INTEGER,                             -- NULL: not chosen, or deleted; nothing happens then
    role_id      INTEGER,                             -- its members are those with this role; NULL: those who opted in
    weekday      INTEGER NOT NULL CHECK (weekday BETWEEN 0 AND 6), -- 0 is Monday
    minute       INTEGER NOT NULL CHECK (minute BETWEEN 0 AND 1439), -- of the local day, by the guild's zone
    every_weeks  INTEGER NOT NULL DEFAULT 1 CHECK (every_weeks BETWEEN 1 AND 4),
    anchor       TEXT    NOT NULL CHECK (anchor GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'), -- a date in the first week counted
    group_size   INTEGER NOT NULL DEFAULT 2 CHECK (group_size BETWEEN 2 AND 3),
    names_shown  INTEGER NOT NULL DEFAULT 0 CHECK (names_shown IN (0, 1)), -- the channel's post says who is with whom
    weights      TEXT    NOT NULL DEFAULT '{}' CHECK (json_valid(weights)), -- how much each kind of worth counts, where not as usual
    running      INTEGER NOT NULL DEFAULT 1 CHECK (running IN (0, 1)), -- 0: stopped by an admin, to be started again
    created_at   INTEGER NOT NULL,
    removed_at   INTEGER                              -- no longer there for anybody; its history counts still
) STRICT;
CREATE INDEX programmes_guild ON programmes (guild_id) WHERE removed_at IS NULL;

-- What members said of a programme. Of those with its role, and of those who never said anything, there may be no row.
CREATE TABLE programme_members (
    programme_id INTEGER NOT NULL REFERENCES programmes ON DELETE CASCADE,
    guild_id     INTEGER NOT NULL,
    member_id    INTEGER NOT NULL,
    state        TEXT    NOT NULL CHECK (state IN ('in', 'out', 'resting')), -- resting: three rounds without a sign
    every_weeks  INTEGER CHECK (every_weeks IN (1, 2, 4)), -- how often they like to take part; NULL: every round
    since        INTEGER NOT NULL,                    -- milliseconds; since when the state is this one
    PRIMARY KEY (programme_id, member_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX programme_members_member ON programme_members (guild_id, member_id);

-- One numbered cycle of a programme: announced, paired, closed.
CREATE TABLE rounds (
    round_id       INTEGER PRIMARY KEY AUTOINCREMENT,   -- never used again: old buttons name it
    programme_id   INTEGER NOT NULL REFERENCES programmes ON DELETE CASCADE,
    guild_id       INTEGER NOT NULL REFERENCES guilds ON DELETE CASCADE,
    number         INTEGER NOT NULL,                  -- 1, 2, … within the programme; missed and cancelled ones have one, too
    state          TEXT    NOT NULL CHECK (state IN ('announced', 'paired', 'closed', 'cancelled', 'missed')),
    period         TEXT    NOT NULL,                  -- the local date it was planned for, or `extra:…` for one an admin started
    starts_at      INTEGER NOT NULL,                  -- when it is paired
    next_at        INTEGER NOT NULL,                  -- when the next one is to start: this one is closed then
    seed           INTEGER NOT NULL DEFAULT 0,        -- what its pairing is drawn with
    paired_at      INTEGER,
    ended_at       INTEGER,
    due_at         INTEGER,                           -- when time next brings something; NULL: nothing
    due            TEXT,                              -- what it brings
    announced_channel_id INTEGER,
    announced_message_id INTEGER,                     -- NULL until delivered
    result_channel_id    INTEGER,
    result_message_id    INTEGER,
    repeats        INTEGER NOT NULL DEFAULT 0,
    value          REAL    NOT NULL DEFAULT 0,
    bound          REAL    NOT NULL DEFAULT 0,
    UNIQUE (programme_id, number),
    UNIQUE (programme_id, period)
) STRICT;
CREATE INDEX rounds_due ON rounds (due_at) WHERE due_at IS NOT NULL;
CREATE INDEX rounds_guild ON rounds (guild_id, starts_at);

-- Who sits this round out because they said so.
CREATE TABLE skips (
    round_id  INTEGER NOT NULL REFERENCES rounds ON DELETE CASCADE,
    member_id INTEGER NOT NULL,
    PRIMARY KEY (round_id, member_id)
) STRICT, WITHOUT ROWID;

-- Whom a round could not seat, or who lost their partner and found no other: first next time.
CREATE TABLE left_out (
    round_id  INTEGER NOT NULL REFERENCES rounds ON DELETE CASCADE,
    member_id INTEGER NOT NULL,
    PRIMARY KEY (round_id, member_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX left_out_member ON left_out (member_id);

-- The members a round put together.
CREATE TABLE pairings (
    pairing_id   INTEGER PRIMARY KEY AUTOINCREMENT,     -- never used again: old buttons name it
    round_id     INTEGER NOT NULL REFERENCES rounds ON DELETE CASCADE,
    guild_id     INTEGER NOT NULL,
    state        TEXT    NOT NULL CHECK (state IN ('open', 'met', 'off', 'over')), -- off: too few are left; over: the round ended and nobody said they met
    privately    INTEGER NOT NULL DEFAULT 0 CHECK (privately IN (0, 1)), -- by private messages, because somebody cannot see the channel
    thread_id    INTEGER,                             -- NULL until it is open
    intro_id     INTEGER,                             -- the message in it with the buttons
    first_writer INTEGER,                             -- who is asked to write first
    starter      TEXT,                                -- the key of the conversation starter; NULL: none
    common_at    INTEGER,                             -- the hour proposed, if they have one in common
    created_at   INTEGER NOT NULL,
    last_sign_at INTEGER,                             -- the last message in the thread, or click
    due_at       INTEGER,                             -- when time next brings something; NULL: nothing
    due          TEXT,                                -- what it brings
    nudged_at    INTEGER,
    asked_at     INTEGER,                             -- when the check-in was asked
    asked_again_at INTEGER,
    met_at       INTEGER,                             -- when the first of them said so
    ended_at     INTEGER
) STRICT;
CREATE INDEX pairings_round ON pairings (round_id);
CREATE INDEX pairings_due ON pairings (due_at) WHERE due_at IS NOT NULL;
CREATE INDEX pairings_thread ON pairings (thread_id) WHERE thread_id IS NOT NULL;

-- One member's place in a pairing.
CREATE TABLE seats (
    pairing_id INTEGER NOT NULL REFERENCES pairings ON DELETE CASCADE,
    guild_id   INTEGER NOT NULL,
    member_id  INTEGER NOT NULL,
    place      INTEGER NOT NULL,                      -- 0, 1, 2: the order in which they are named
    answer     TEXT CHECK (answer IN ('met', 'planned', 'not_yet', 'cant')), -- the last thing they clicked
    answered_at INTEGER,
    sign_at    INTEGER,                               -- their own last sign: a message in the thread, or a click
    face       INTEGER CHECK (face BETWEEN 1 AND 3),  -- 1 sad, 2 neutral, 3 happy
    left_at    INTEGER,                               -- they cannot this time, or left the server; NULL: still in it
    -- What the engine counts by, as it was when they were seated.
    gave       INTEGER NOT NULL DEFAULT 0 CHECK (gave IN (0, 1)),     -- teaches something another of the pairing wishes for
    got        INTEGER NOT NULL DEFAULT 0 CHECK (got IN (0, 1)),      -- wishes for something another teaches
    wished     INTEGER NOT NULL DEFAULT 0 CHECK (wished IN (0, 1)),   -- had wishes at all
    hosted     INTEGER NOT NULL DEFAULT 0 CHECK (hosted IN (0, 1)),   -- as a host, with a newcomer
    of_three   INTEGER NOT NULL DEFAULT 0 CHECK (of_three IN (0, 1)), -- in a trio of a programme of pairs
    -- Of a skill swap: what they teach, and whom. The one before them teaches them.
    teaches_skill INTEGER REFERENCES skills,
    teaches_to    INTEGER,
    served        INTEGER CHECK (served IN (0, 1)),   -- of a swap: whether their wish was served, once they said so
    PRIMARY KEY (pairing_id, member_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX seats_member ON seats (guild_id, member_id);
CREATE INDEX seats_skill ON seats (teaches_skill) WHERE teaches_skill IS NOT NULL;

-- A lesson may come from a pairing, too.
ALTER TABLE lessons ADD COLUMN pairing_id INTEGER REFERENCES pairings;

-- When the channel of a swap programme was last asked for somebody who could teach a skill.
CREATE TABLE open_calls (
    guild_id   INTEGER NOT NULL REFERENCES guilds ON DELETE CASCADE,
    skill_id   INTEGER NOT NULL REFERENCES skills,
    called_at  INTEGER NOT NULL,
    PRIMARY KEY (guild_id, skill_id)
) STRICT, WITHOUT ROWID;

-- Who counts as new from when they got this role, where one is set; otherwise from when they joined.
ALTER TABLE guilds ADD COLUMN newcomer_role_id INTEGER;
ALTER TABLE members ADD COLUMN newcomer_since INTEGER; -- when they were first seen with the newcomer role; NULL: never
