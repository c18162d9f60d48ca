-- Asks without a name, referrals, stuck asks; helps that happened elsewhere; what a member lets be done; who is forgotten.
--
-- SQLite cannot take NOT NULL or a CHECK off a column, so the tables around asks are made anew. Rows are copied before
-- anything is dropped, and children go before their parents, so that no foreign key cascades.

CREATE TABLE asks_new (
    ask_id          INTEGER PRIMARY KEY AUTOINCREMENT, -- never used again: old buttons name it
    guild_id        INTEGER NOT NULL REFERENCES guilds ON DELETE CASCADE,
    asker_id        INTEGER,                          -- NULL: asked anonymously, or the asker is forgotten
    anonymous       INTEGER NOT NULL DEFAULT 0 CHECK (anonymous IN (0, 1)), -- who asks is in anonymous_askers, while there is a row
    skill_id        INTEGER NOT NULL REFERENCES skills,
    details         TEXT    NOT NULL,
    about           TEXT,                             -- the message it is about, as a link, where it was asked from one
    state           TEXT    NOT NULL CHECK (state IN ('open', 'taken', 'solved', 'withdrawn', 'unanswered', 'quiet', 'left', 'closed')),
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
    managers_at     INTEGER,                          -- when the managers' channel hears that it is stuck; NULL: not planned, or the asker said no
    managers_told_at INTEGER,                         -- when it did
    managers_refused INTEGER NOT NULL DEFAULT 0 CHECK (managers_refused IN (0, 1)), -- the asker would rather they did not
    managers_channel_id INTEGER,                      -- the message there, once delivered
    managers_message_id INTEGER,
    quiet_asked_at  INTEGER,                          -- when "solved, or still need help?" was asked about this silence
    due_at          INTEGER,                          -- when time next brings something; NULL: nothing more comes
    due             TEXT,                             -- what it brings
    ended_at        INTEGER,
    face            INTEGER CHECK (face BETWEEN 1 AND 3),   -- 1 sad, 2 neutral, 3 happy
    thanks          TEXT,                             -- the asker's line, while Solved is being filled in and afterwards
    lesson          TEXT,                             -- the lesson, while Solved is being filled in; NULL once it is one
    CHECK (anonymous = 0 OR asker_id IS NULL)
) STRICT;
INSERT INTO asks_new (ask_id, guild_id, asker_id, skill_id, details, state, created_at, post_channel_id, post_message_id, thread_id,
                      thread_owed, reopened_at, wave, last_wave_at, last_wave_found, last_sign_at, nobody_told_at, quiet_asked_at,
                      due_at, due, ended_at, face, thanks)
SELECT ask_id, guild_id, asker_id, skill_id, details, state, created_at, post_channel_id, post_message_id, thread_id,
       thread_owed, reopened_at, wave, last_wave_at, last_wave_found, last_sign_at, nobody_told_at, quiet_asked_at,
       due_at, due, ended_at, face, thanks
FROM asks;

CREATE TABLE ask_helpers_new (
    ask_id      INTEGER NOT NULL REFERENCES asks_new ON DELETE CASCADE,
    member_id   INTEGER NOT NULL,
    accepted_at INTEGER NOT NULL,
    released_at INTEGER,
    PRIMARY KEY (ask_id, member_id)
) STRICT, WITHOUT ROWID;
INSERT INTO ask_helpers_new SELECT ask_id, member_id, accepted_at, released_at FROM ask_helpers;

CREATE TABLE solved_choices_new (
    ask_id    INTEGER NOT NULL REFERENCES asks_new ON DELETE CASCADE,
    member_id INTEGER NOT NULL,
    PRIMARY KEY (ask_id, member_id)
) STRICT, WITHOUT ROWID;
INSERT INTO solved_choices_new SELECT ask_id, member_id FROM solved_choices;

CREATE TABLE invitations_new (
    invitation_id INTEGER PRIMARY KEY AUTOINCREMENT,  -- never used again: old buttons name it
    ask_id        INTEGER NOT NULL REFERENCES asks_new ON DELETE CASCADE,
    member_id     INTEGER NOT NULL,
    wave          INTEGER NOT NULL,
    reason        TEXT    NOT NULL CHECK (json_valid(reason)), -- domain::helper_choice::Reason
    state         TEXT    NOT NULL CHECK (state IN ('open', 'accepted', 'declined', 'referred', 'lapsed', 'closed')),
    created_at    INTEGER NOT NULL,
    delivered_at  INTEGER,
    lapses_at     INTEGER,                            -- two working days after it was delivered
    answered_at   INTEGER,
    channel_id    INTEGER,                            -- where it was delivered
    message_id    INTEGER,
    UNIQUE (ask_id, member_id)
) STRICT;
INSERT INTO invitations_new
SELECT invitation_id, ask_id, member_id, wave, reason, state, created_at, delivered_at, lapses_at, answered_at, channel_id, message_id
FROM invitations;

CREATE TABLE wishes_new (
    guild_id   INTEGER NOT NULL,
    member_id  INTEGER NOT NULL,
    skill_id   INTEGER NOT NULL REFERENCES skills,
    note       TEXT,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    from_ask   INTEGER REFERENCES asks_new,           -- the unanswered ask that became this wish
    PRIMARY KEY (guild_id, member_id, skill_id)
) STRICT, WITHOUT ROWID;
INSERT INTO wishes_new SELECT guild_id, member_id, skill_id, note, created_at, updated_at, from_ask FROM wishes;

-- Who helped whom, with which skill, when, through what.
CREATE TABLE helps_new (
    help_id     INTEGER PRIMARY KEY,
    guild_id    INTEGER NOT NULL REFERENCES guilds ON DELETE CASCADE,
    helper_id   INTEGER,                              -- NULL: forgotten
    learner_id  INTEGER,                              -- NULL: asked anonymously, or forgotten
    skill_id    INTEGER REFERENCES skills,            -- NULL: thanked for something without a name
    through     TEXT    NOT NULL CHECK (through IN ('ask', 'thanks')),
    ask_id      INTEGER REFERENCES asks_new,
    thanks      TEXT,
    counts      INTEGER NOT NULL DEFAULT 1 CHECK (counts IN (0, 1)), -- 0: kept, but in no figure, because these two had one already
    happened_at INTEGER NOT NULL,
    UNIQUE (ask_id, helper_id),
    CHECK (helper_id <> learner_id),
    CHECK (through <> 'ask' OR skill_id IS NOT NULL)
) STRICT;
INSERT INTO helps_new (help_id, guild_id, helper_id, learner_id, skill_id, through, ask_id, thanks, happened_at)
SELECT help_id, guild_id, helper_id, learner_id, skill_id, through, ask_id, thanks, happened_at FROM helps;

DROP TABLE helps;
DROP TABLE wishes;
DROP TABLE invitations;
DROP TABLE solved_choices;
DROP TABLE ask_helpers;
DROP TABLE asks;
ALTER TABLE asks_new RENAME TO asks;
ALTER TABLE ask_helpers_new RENAME TO ask_helpers;
ALTER TABLE solved_choices_new RENAME TO solved_choices;
ALTER TABLE invitations_new RENAME TO invitations;
ALTER TABLE wishes_new RENAME TO wishes;
ALTER TABLE helps_new RENAME TO helps;

CREATE INDEX asks_due ON asks (due_at) WHERE due_at IS NOT NULL;
CREATE INDEX asks_asker ON asks (guild_id, asker_id);
CREATE INDEX asks_thread ON asks (thread_id) WHERE thread_id IS NOT NULL;
CREATE INDEX asks_post ON asks (post_channel_id, post_message_id) WHERE post_channel_id IS NOT NULL;
CREATE INDEX ask_helpers_member ON ask_helpers (member_id, accepted_at);
CREATE INDEX invitations_member ON invitations (member_id) WHERE state = 'open';
CREATE INDEX invitations_lapse ON invitations (lapses_at) WHERE state = 'open';
CREATE INDEX wishes_skill ON wishes (skill_id);
CREATE INDEX helps_helper ON helps (guild_id, helper_id, happened_at);
CREATE INDEX helps_learner ON helps (guild_id, learner_id, happened_at);

-- Who asked anonymously: the only row that joins the two. It is erased three days after the ask has ended, when the asker leaves
-- or is forgotten, and when they reveal themselves.
CREATE TABLE anonymous_askers (
    ask_id    INTEGER PRIMARY KEY REFERENCES asks ON DELETE CASCADE,
    guild_id  INTEGER NOT NULL,
    member_id INTEGER NOT NULL,
    over      INTEGER NOT NULL DEFAULT 0 CHECK (over IN (0, 1)), -- the ask has ended, so that they may ask anew
    told_at   INTEGER                                 -- when they were last told of answers, at most hourly
) STRICT;
CREATE UNIQUE INDEX anonymous_askers_one ON anonymous_askers (guild_id, member_id) WHERE over = 0;

-- Who named somebody better placed, whatever came of it.
CREATE TABLE referrals (
    ask_id      INTEGER NOT NULL REFERENCES asks ON DELETE CASCADE,
    referrer_id INTEGER NOT NULL,
    named_id    INTEGER NOT NULL,
    created_at  INTEGER NOT NULL,
    PRIMARY KEY (ask_id, referrer_id, named_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX referrals_named ON referrals (named_id);

-- What a member agrees to.
ALTER TABLE members ADD COLUMN quotable INTEGER NOT NULL DEFAULT 0 CHECK (quotable IN (0, 1)); -- their thanks, and those they get, may be quoted
ALTER TABLE members ADD COLUMN hosting INTEGER NOT NULL DEFAULT 1 CHECK (hosting IN (0, 1)); -- may be asked to welcome a new colleague
ALTER TABLE members ADD COLUMN wants_questions INTEGER NOT NULL DEFAULT 1 CHECK (wants_questions IN (0, 1)); -- may be asked whether they could teach what they learned
ALTER TABLE members ADD COLUMN wants_thanks INTEGER NOT NULL DEFAULT 1 CHECK (wants_thanks IN (0, 1)); -- hears of thanks by private message

ALTER TABLE guilds ADD COLUMN anonymity INTEGER NOT NULL DEFAULT 1 CHECK (anonymity IN (0, 1)); -- asks may be anonymous

-- The opening post: "What could you bring?"
ALTER TABLE guilds ADD COLUMN opening_channel_id INTEGER;
ALTER TABLE guilds ADD COLUMN opening_message_id INTEGER;
ALTER TABLE guilds ADD COLUMN opening_signer_id INTEGER;  -- the leader who signed it
ALTER TABLE guilds ADD COLUMN opening_signature TEXT;     -- with what they are learning themselves

-- The ask that a message is about: what it says of somebody who is forgotten is taken back by it, and what is owed to an anonymous
-- asker is erased with it.
ALTER TABLE outbox ADD COLUMN ask_id INTEGER;
CREATE INDEX outbox_ask ON outbox (ask_id) WHERE ask_id IS NOT NULL;

-- People who asked to be forgotten. Nothing is written of them until they use a command again.
CREATE TABLE forgotten (
    guild_id     INTEGER NOT NULL REFERENCES guilds ON DELETE CASCADE,
    member_id    INTEGER NOT NULL,
    forgotten_at INTEGER NOT NULL,
    PRIMARY KEY (guild_id, member_id)
) STRICT, WITHOUT ROWID;
