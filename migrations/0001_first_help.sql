-- Everything from a guild's settings to the first help on record.
--
-- Conventions: every table is STRICT. Times are whole milliseconds since 1970-01-01T00:00:00Z, in columns that end in _at.
-- Discord's ids are INTEGER. A member is (guild_id, member_id). Local times of day are minutes since midnight.

-- Servers that the bot is or was in, with what their admins chose.
CREATE TABLE guilds (
    guild_id            INTEGER PRIMARY KEY,
    name                TEXT    NOT NULL,
    owner_id            INTEGER NOT NULL DEFAULT 0, -- 0 until Discord has told
    arrived_at          INTEGER NOT NULL,          -- when the bot was added, or added again
    gone_at             INTEGER,                   -- when the bot was removed; data is kept thirty days from here
    turned_on_at        INTEGER,                   -- NULL: set up or not, nothing is sent yet
    help_channel_id     INTEGER,
    managers_channel_id INTEGER,
    managers_role_id    INTEGER,
    leaders_role_id     INTEGER,
    zone                TEXT    NOT NULL DEFAULT 'Etc/UTC',  -- IANA name
    zone_chosen         INTEGER NOT NULL DEFAULT 0 CHECK (zone_chosen IN (0, 1)),
    working_days        INTEGER NOT NULL DEFAULT 31 CHECK (working_days BETWEEN 1 AND 127), -- bit 0 is Monday
    work_start          INTEGER NOT NULL DEFAULT 540  CHECK (work_start BETWEEN 0 AND 1439),
    work_end            INTEGER NOT NULL DEFAULT 1020 CHECK (work_end BETWEEN 1 AND 1440),
    roster_at           INTEGER,                   -- when the member list was last known to be complete
    CHECK (work_start < work_end)
) STRICT;

-- Days on which nobody works, guild-wide.
CREATE TABLE holidays (
    guild_id INTEGER NOT NULL REFERENCES guilds ON DELETE CASCADE,
    day      TEXT    NOT NULL CHECK (day GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    PRIMARY KEY (guild_id, day)
) STRICT, WITHOUT ROWID;

-- Which roles are teams. A member's team is the first of these, by position, that they have.
CREATE TABLE team_roles (
    guild_id INTEGER NOT NULL REFERENCES guilds ON DELETE CASCADE,
    role_id  INTEGER NOT NULL,
    position INTEGER NOT NULL,
    PRIMARY KEY (guild_id, role_id)
) STRICT, WITHOUT ROWID;

-- Roles with what /setup needs to say who can see a channel.
CREATE TABLE roles (
    guild_id    INTEGER NOT NULL REFERENCES guilds ON DELETE CASCADE,
    role_id     INTEGER NOT NULL,
    name        TEXT    NOT NULL,
    permissions INTEGER NOT NULL,                  -- Discord's bits; the role whose id is the guild's is @everyone
    position    INTEGER NOT NULL,
    managed     INTEGER NOT NULL CHECK (managed IN (0, 1)), -- belongs to an integration, so it is nobody's team
    PRIMARY KEY (guild_id, role_id)
) STRICT, WITHOUT ROWID;

-- Channels (not threads) with what /setup needs to say who can see them.
CREATE TABLE channels (
    guild_id   INTEGER NOT NULL REFERENCES guilds ON DELETE CASCADE,
    channel_id INTEGER NOT NULL,
    name       TEXT    NOT NULL,
    kind       INTEGER NOT NULL,                   -- Discord's channel type; 0 is a text channel
    overwrites TEXT    NOT NULL CHECK (json_valid(overwrites)), -- [{"id": …, "member": bool, "allow": bits, "deny": bits}]
    PRIMARY KEY (guild_id, channel_id)
) STRICT, WITHOUT ROWID;

-- People, once for each guild, with what they chose in /me.
CREATE TABLE members (
    guild_id     INTEGER NOT NULL REFERENCES guilds ON DELETE CASCADE,
    member_id    INTEGER NOT NULL,
    display_name TEXT    NOT NULL,                 -- as Discord shows it: nickname, else global name, else user name
    user_name    TEXT    NOT NULL,
    bot          INTEGER NOT NULL CHECK (bot IN (0, 1)),
    pending      INTEGER NOT NULL DEFAULT 0 CHECK (pending IN (0, 1)), -- has not passed membership screening
    joined_at    INTEGER NOT NULL,
    left_at      INTEGER,                          -- only ever set on Discord's word
    zone         TEXT,                             -- NULL: the guild's
    working_days INTEGER CHECK (working_days BETWEEN 1 AND 127), -- NULL: the guild's
    work_start   INTEGER CHECK (work_start BETWEEN 0 AND 1439),
    work_end     INTEGER CHECK (work_end BETWEEN 1 AND 1440),
    paused_until INTEGER,                          -- milliseconds; in the past means not paused
    load_limit   INTEGER NOT NULL DEFAULT 4 CHECK (load_limit BETWEEN 1 AND 20),
    PRIMARY KEY (guild_id, member_id),
    CHECK ((work_start IS NULL) = (work_end IS NULL) AND (work_start IS NULL OR work_start < work_end))
) STRICT, WITHOUT ROWID;

CREATE TABLE member_roles (
    guild_id  INTEGER NOT NULL,
    member_id INTEGER NOT NULL,
    role_id   INTEGER NOT NULL,
    PRIMARY KEY (guild_id, member_id, role_id),
    FOREIGN KEY (guild_id, member_id) REFERENCES members ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

-- These two are never put together by Potluck. One row is enough for both directions.
CREATE TABLE blocks (
    guild_id   INTEGER NOT NULL,
    by_member  INTEGER NOT NULL,
    other      INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    PRIMARY KEY (guild_id, by_member, other),
    CHECK (by_member <> other)
) STRICT, WITHOUT ROWID;
CREATE INDEX blocks_other ON blocks (guild_id, other);

-- A guild's skills. `key` is the folded name: what is equal under folding and aliases is one skill.
CREATE TABLE skills (
    skill_id   INTEGER PRIMARY KEY,
    guild_id   INTEGER NOT NULL REFERENCES guilds ON DELETE CASCADE,
    key        TEXT    NOT NULL,
    name       TEXT    NOT NULL,
    created_at INTEGER NOT NULL,
    UNIQUE (guild_id, key)
) STRICT;

CREATE TABLE offers (
    guild_id   INTEGER NOT NULL,
    member_id  INTEGER NOT NULL,
    skill_id   INTEGER NOT NULL REFERENCES skills,
    level      TEXT CHECK (level IN ('starter', 'daily', 'talk')), -- NULL: not said
    note       TEXT,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    PRIMARY KEY (guild_id, member_id, skill_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX offers_skill ON offers (skill_id);

CREATE TABLE wishes (
    guild_id   INTEGER NOT NULL,
    member_id  INTEGER NOT NULL,
    skill_id   INTEGER NOT NULL REFERENCES skills,
    note       TEXT,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    from_ask   INTEGER REFERENCES asks,               -- the unanswered ask that became this wish
    PRIMARY KEY (guild_id, member_id, skill_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX wishes_skill ON wishes (skill_id);

-- What somebody typed and still has to confirm or complete (a near miss, the details of an ask). Kept a day.
CREATE TABLE drafts (
    draft_id   INTEGER PRIMARY KEY AUTOINCREMENT,       -- never used again: old buttons name it
    guild_id   INTEGER NOT NULL REFERENCES guilds ON DELETE CASCADE,
    member_id  INTEGER NOT NULL,
    content    TEXT    NOT NULL CHECK (json_valid(content)), -- a tagged enum of the feature that wrote it
    created_at INTEGER NOT NULL,
    used_at    INTEGER                                -- answered already: a second press is told so
) STRICT;

CREATE TABLE asks (
    ask_id          INTEGER PRIMARY KEY,
    guild_id        INTEGER NOT NULL REFERENCES guilds ON DELETE CASCADE,
    asker_id        INTEGER NOT NULL,
    skill_id        INTEGER NOT NULL REFERENCES skills,
    details         TEXT    NOT NULL,
    state           TEXT    NOT NULL CHECK (state IN ('open', 'taken', 'solved', 'withdrawn', 'unanswered', 'quiet', 'left')),
    created_at      INTEGER NOT NULL,
    post_channel_id INTEGER,                          -- the help channel at the time
    post_message_id INTEGER,                          -- NULL until delivered
    thread_id       INTEGER,                          -- NULL until somebody accepted and it is open
    thread_owed     INTEGER NOT NULL DEFAULT 0 CHECK (thread_owed IN (0, 1)), -- its opening is in the outbox
    reopened_at     INTEGER,                          -- when it was last open again after somebody had it
    wave            INTEGER NOT NULL DEFAULT 0,       -- how many times the next three were looked for
    last_wave_at    INTEGER,                          -- the last of these times
    last_wave_found INTEGER NOT NULL DEFAULT 0 CHECK (last_wave_found IN (0, 1)), -- whether anybody was invited then
    last_sign_at    INTEGER NOT NULL,                 -- last message in the thread, click or change
    nobody_told_at  INTEGER,                          -- when the asker heard that nobody is left to be invited; NULL again after the next invitation
    quiet_asked_at  INTEGER,                          -- when "solved, or still need help?" was asked about this silence
    due_at          INTEGER,                          -- when time next brings something; NULL: ended
    due             TEXT,                             -- what it brings
    ended_at        INTEGER,
    face            INTEGER CHECK (face BETWEEN 1 AND 3),   -- 1 sad, 2 neutral, 3 happy
    thanks          TEXT                              -- the asker's line, while Solved is being filled in and afterwards
) STRICT;
CREATE INDEX asks_due ON asks (due_at) WHERE due_at IS NOT NULL;
CREATE INDEX asks_asker ON asks (guild_id, asker_id);
CREATE INDEX asks_thread ON asks (thread_id) WHERE thread_id IS NOT NULL;
CREATE INDEX asks_post ON asks (post_channel_id, post_message_id) WHERE post_channel_id IS NOT NULL;

-- Who took an ask on. Somebody who gave it back has released_at.
CREATE TABLE ask_helpers (
    ask_id      INTEGER NOT NULL REFERENCES asks ON DELETE CASCADE,
    member_id   INTEGER NOT NULL,
    accepted_at INTEGER NOT NULL,
    released_at INTEGER,
    PRIMARY KEY (ask_id, member_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX ask_helpers_member ON ask_helpers (member_id, accepted_at);

-- The helpers chosen on the Solved page before Done is pressed.
CREATE TABLE solved_choices (
    ask_id    INTEGER NOT NULL REFERENCES asks ON DELETE CASCADE,
    member_id INTEGER NOT NULL,
    PRIMARY KEY (ask_id, member_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE invitations (
    invitation_id INTEGER PRIMARY KEY,
    ask_id        INTEGER NOT NULL REFERENCES asks ON DELETE CASCADE,
    member_id     INTEGER NOT NULL,
    wave          INTEGER NOT NULL,
    reason        TEXT    NOT NULL CHECK (json_valid(reason)), -- domain::helper_choice::Reason
    state         TEXT    NOT NULL CHECK (state IN ('open', 'accepted', 'declined', 'lapsed', 'closed')),
    created_at    INTEGER NOT NULL,
    delivered_at  INTEGER,
    lapses_at     INTEGER,                            -- two working days after it was delivered
    answered_at   INTEGER,
    channel_id    INTEGER,                            -- where it was delivered
    message_id    INTEGER,
    UNIQUE (ask_id, member_id)
) STRICT;
CREATE INDEX invitations_member ON invitations (member_id) WHERE state = 'open';
CREATE INDEX invitations_lapse ON invitations (lapses_at) WHERE state = 'open';

-- Who helped whom, with which skill, when, through what.
CREATE TABLE helps (
    help_id     INTEGER PRIMARY KEY,
    guild_id    INTEGER NOT NULL REFERENCES guilds ON DELETE CASCADE,
    helper_id   INTEGER NOT NULL,
    learner_id  INTEGER NOT NULL,
    skill_id    INTEGER NOT NULL REFERENCES skills,
    through     TEXT    NOT NULL CHECK (through IN ('ask')),
    ask_id      INTEGER REFERENCES asks,
    thanks      TEXT,
    happened_at INTEGER NOT NULL,
    UNIQUE (ask_id, helper_id),
    CHECK (helper_id <> learner_id)
) STRICT;
CREATE INDEX helps_helper ON helps (guild_id, helper_id, happened_at);
CREATE INDEX helps_learner ON helps (guild_id, learner_id, happened_at);

-- Messages and channel changes owed and not yet done.
CREATE TABLE outbox (
    outbox_id    INTEGER PRIMARY KEY,
    guild_id     INTEGER NOT NULL REFERENCES guilds ON DELETE CASCADE,
    lane         TEXT    NOT NULL,                    -- rows of one lane are carried out one at a time, in order
    delivery     TEXT    NOT NULL CHECK (json_valid(delivery)),
    receipt      TEXT    NOT NULL CHECK (json_valid(receipt)),
    purpose      TEXT    NOT NULL CHECK (json_valid(purpose)),
    addressee    INTEGER,                             -- the member, for a private message
    state        TEXT    NOT NULL CHECK (state IN ('owed', 'sending', 'done', 'waiting', 'failed', 'undecided', 'dropped')),
    not_before   INTEGER NOT NULL,                    -- milliseconds; the row's place in its lane, then by outbox_id
    due_at       INTEGER NOT NULL,                    -- not_before, or when it is tried again
    attempts     INTEGER NOT NULL DEFAULT 0,
    nonce        TEXT    NOT NULL,
    created_at   INTEGER NOT NULL,
    sending_at   INTEGER,                             -- when the first try was begun that may have gone through
    done_at      INTEGER,
    channel_id   INTEGER,                             -- where it ended up
    message_id   INTEGER,
    problem      TEXT                                 -- why it failed, waits or is undecided, for admins; no names, no texts
) STRICT;
CREATE INDEX outbox_owed ON outbox (due_at) WHERE state = 'owed';
CREATE INDEX outbox_lane ON outbox (lane, not_before, outbox_id) WHERE state IN ('owed', 'sending');
CREATE INDEX outbox_addressee ON outbox (addressee, state) WHERE addressee IS NOT NULL;
CREATE INDEX outbox_problems ON outbox (guild_id, outbox_id) WHERE state IN ('failed', 'undecided');
CREATE INDEX outbox_message ON outbox (message_id) WHERE message_id IS NOT NULL;

-- Private conversations, and the private thread that stands in for one where DMs are closed.
CREATE TABLE dm_channels (
    member_id  INTEGER PRIMARY KEY,
    channel_id INTEGER NOT NULL
) STRICT;
CREATE TABLE private_threads (
    guild_id  INTEGER NOT NULL,
    member_id INTEGER NOT NULL,
    thread_id INTEGER NOT NULL,
    PRIMARY KEY (guild_id, member_id)
) STRICT, WITHOUT ROWID;

-- One scheduled job, for one guild and one period; claimed in the transaction that writes its effects.
CREATE TABLE occurrences (
    guild_id   INTEGER NOT NULL,
    job        TEXT    NOT NULL,
    period     TEXT    NOT NULL,
    state      TEXT    NOT NULL CHECK (state IN ('done', 'missed')),
    due_at     INTEGER NOT NULL,
    claimed_at INTEGER NOT NULL,
    PRIMARY KEY (guild_id, job, period)
) STRICT, WITHOUT ROWID;

-- The process that works on this database. Times here are real time, not bot time.
CREATE TABLE lease (
    one        INTEGER PRIMARY KEY CHECK (one = 1),
    holder     TEXT    NOT NULL,
    renewed_at INTEGER NOT NULL
) STRICT;

-- Small facts of the process: the hash of the commands last registered.
CREATE TABLE facts (
    name  TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;
