//! Every column of every table: whether it holds the id of a member or words of a person, and what export and forget do about it.
//!
//! A column that is missing here fails a test, and so does one of [`PERSONAL`] that an export leaves out or a forgetting leaves behind,
//! unless that is said here with the reason.

/// What a column holds of a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Holds {
    /// The Discord id of a member, alone or within something else, or a place that is theirs alone.
    Id,
    /// What a person wrote or is called.
    Words,
}

/// What `/privacy export` does about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Export {
    /// It is in the file.
    Shown,
    /// It is not, for this reason.
    Hidden(&'static str),
}

/// What `/privacy forget` does about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Forget {
    /// It is erased, or no longer says who.
    Gone,
    /// It stays, for this reason.
    Stays(&'static str),
}

/// A column that holds something of a person.
#[allow(
    clippy::struct_field_names,
    reason = "the column of a table is what it is called"
)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Column {
    pub(crate) table: &'static str,
    pub(crate) column: &'static str,
    pub(crate) holds: Holds,
    pub(crate) export: Export,
    pub(crate) forget: Forget,
}

const fn column(table: &'static str, column: &'static str, holds: Holds) -> Column {
    Column {
        table,
        column,
        holds,
        export: Export::Shown,
        forget: Forget::Gone,
    }
}

const fn id(table: &'static str, name: &'static str) -> Column {
    column(table, name, Holds::Id)
}

const fn words(table: &'static str, name: &'static str) -> Column {
    column(table, name, Holds::Words)
}

impl Column {
    const fn hidden(mut self, why: &'static str) -> Self {
        self.export = Export::Hidden(why);
        self
    }

    const fn stays(mut self, why: &'static str) -> Self {
        self.forget = Forget::Stays(why);
        self
    }
}

const EVERYBODYS: &str = "a skill's name belongs to everybody as soon as it is said";
const AN_INDEX: &str = "an index of lessons.text, which is shown";

/// The columns that hold something of a person.
pub(crate) const PERSONAL: &[Column] = &[
    id("guilds", "owner_id").stays("Discord says who owns a server, and says it anew whenever the bot connects"),
    id("guilds", "opening_signer_id"),
    words("guilds", "opening_signature"),
    id("channels", "overwrites").stays("who may see a channel is the server's to say, and Discord says it anew"),
    id("members", "member_id"),
    words("members", "display_name"),
    words("members", "user_name"),
    id("former_names", "member_id"),
    words("former_names", "name"),
    id("member_roles", "member_id"),
    id("blocks", "by_member"),
    id("blocks", "other")
        .hidden("a block that somebody else set is theirs, and nobody else's business; those a member set are shown")
        .stays("a block that somebody else set holds, also when the member is back; those a member set go"),
    words("skills", "key").hidden(EVERYBODYS).stays(EVERYBODYS),
    words("skills", "name").stays(EVERYBODYS),
    id("offers", "member_id"),
    words("offers", "note"),
    id("wishes", "member_id"),
    words("wishes", "note"),
    id("drafts", "member_id"),
    words("drafts", "content"),
    id("asks", "asker_id"),
    words("asks", "details"),
    words("asks", "about"),
    words("asks", "thanks"),
    words("asks", "lesson"),
    id("asks", "face").stays("it is a figure of the team, and without its asker it is nobody's"),
    id("anonymous_askers", "member_id"),
    id("ask_helpers", "member_id"),
    id("solved_choices", "member_id"),
    id("invitations", "member_id"),
    id("invitations", "reason"),
    id("invitations", "channel_id"),
    id("invitations", "message_id"),
    id("referrals", "referrer_id"),
    id("referrals", "named_id"),
    id("helps", "helper_id"),
    id("helps", "learner_id"),
    words("helps", "thanks"),
    id("lessons", "author_id"),
    words("lessons", "text"),
    words("lessons_fts", "text").hidden(AN_INDEX),
    words("lessons_fts_content", "c0").hidden(AN_INDEX),
    words("lessons_fts_data", "block").hidden(AN_INDEX),
    words("lessons_fts_idx", "term").hidden(AN_INDEX),
    id("teach_questions", "member_id"),
    id("programme_members", "member_id"),
    id("skips", "member_id"),
    id("left_out", "member_id"),
    id("pairings", "first_writer"),
    id("seats", "member_id"),
    id("seats", "face"),
    id("seats", "teaches_to"),
    id("freed", "member_id"),
    id("places", "member_id"),
    id("places_agreed", "member_id"),
    id("places_agreed", "by_member"),
    id("newcomers", "member_id"),
    id("newcomers", "buddy_id"),
    id("newcomer_buddies", "member_id"),
    id("leader_answers", "member_id"),
    words("leader_answers", "learning"),
    id("active_weeks", "member_id"),
    id("eligible_spans", "member_id"),
    id("outbox", "lane"),
    id("outbox", "addressee"),
    words("outbox", "delivery"),
    id("outbox", "channel_id"),
    id("outbox", "message_id"),
    id("discreet_messages", "member_id"),
    id("dm_channels", "member_id"),
    id("dm_channels", "channel_id"),
    id("private_threads", "member_id"),
    id("private_threads", "thread_id"),
    id("forgotten", "member_id").stays("so that nothing else is kept of them"),
];

/// The columns that hold nothing of a person: numbers, times, states, choices without words, and the server's own names.
pub(crate) const OTHERS: &[(&str, &[&str])] = &[
    (
        "guilds",
        &[
            "guild_id",
            "name",
            "arrived_at",
            "gone_at",
            "turned_on_at",
            "help_channel_id",
            "managers_channel_id",
            "managers_role_id",
            "leaders_role_id",
            "zone",
            "zone_chosen",
            "working_days",
            "work_start",
            "work_end",
            "roster_at",
            "list_awaited_at",
            "anonymity",
            "opening_channel_id",
            "opening_message_id",
            "unavailable_at",
            "newcomer_role_id",
            "digest",
            "digest_at",
            "recognition_channel_id",
            "lessons_since",
            "table_since",
            "recognition_at",
        ],
    ),
    ("holidays", &["guild_id", "day"]),
    ("team_roles", &["guild_id", "role_id", "position"]),
    (
        "roles",
        &[
            "guild_id",
            "role_id",
            "name",
            "permissions",
            "position",
            "managed",
        ],
    ),
    ("channels", &["guild_id", "channel_id", "name", "kind"]),
    (
        "members",
        &[
            "guild_id",
            "bot",
            "pending",
            "joined_at",
            "left_at",
            "came_back",
            "zone",
            "working_days",
            "work_start",
            "work_end",
            "paused_until",
            "load_limit",
            "quotable",
            "hosting",
            "wants_questions",
            "wants_thanks",
            "newcomer_since",
            "wants_digest",
            "wants_month",
            "wants_leading",
            "month_owed",
        ],
    ),
    ("former_names", &["guild_id"]),
    ("member_roles", &["guild_id", "role_id"]),
    ("blocks", &["guild_id", "created_at"]),
    (
        "skills",
        &["skill_id", "guild_id", "created_at", "first_taught_at"],
    ),
    ("skill_parents", &["key", "skill", "parent"]),
    (
        "offers",
        &["guild_id", "skill_id", "level", "created_at", "updated_at"],
    ),
    (
        "wishes",
        &[
            "guild_id",
            "skill_id",
            "created_at",
            "updated_at",
            "from_ask",
        ],
    ),
    ("drafts", &["draft_id", "guild_id", "created_at", "used_at"]),
    (
        "asks",
        &[
            "ask_id",
            "guild_id",
            "anonymous",
            "skill_id",
            "state",
            "created_at",
            "post_channel_id",
            "post_message_id",
            "thread_id",
            "thread_owed",
            "reopened_at",
            "wave",
            "last_wave_at",
            "last_wave_found",
            "last_sign_at",
            "nobody_told_at",
            "managers_at",
            "managers_told_at",
            "managers_refused",
            "managers_channel_id",
            "managers_message_id",
            "quiet_asked_at",
            "due_at",
            "due",
            "ended_at",
            "vanishes_at",
            "kept_until",
            "repost_at",
            "answered_at",
        ],
    ),
    (
        "anonymous_askers",
        &[
            "ask_id",
            "guild_id",
            "over",
            "told_at",
            "replies_since",
            "replies",
        ],
    ),
    ("ask_helpers", &["ask_id", "accepted_at", "released_at"]),
    ("solved_choices", &["ask_id"]),
    (
        "invitations",
        &[
            "invitation_id",
            "ask_id",
            "wave",
            "state",
            "created_at",
            "delivered_at",
            "lapses_at",
            "answered_at",
        ],
    ),
    ("referrals", &["ask_id", "created_at"]),
    (
        "helps",
        &[
            "help_id",
            "guild_id",
            "skill_id",
            "through",
            "ask_id",
            "pairing_id",
            "newcomer_id",
            "counts",
            "happened_at",
            "helper_team",
            "learner_team",
            "upwards",
        ],
    ),
    (
        "lessons",
        &[
            "lesson_id",
            "guild_id",
            "skill_id",
            "ask_id",
            "pairing_id",
            "answered",
            "created_at",
            "edited_at",
            "shown_at",
        ],
    ),
    ("lessons_fts", &["skill"]),
    ("lessons_fts_config", &["k", "v"]),
    ("lessons_fts_content", &["id", "c1"]),
    ("lessons_fts_data", &["id"]),
    ("lessons_fts_docsize", &["id", "sz"]),
    ("lessons_fts_idx", &["segid", "pgno"]),
    (
        "teach_questions",
        &["guild_id", "skill_id", "due_at", "asked_at"],
    ),
    (
        "programmes",
        &[
            "programme_id",
            "guild_id",
            "kind",
            "name",
            "channel_id",
            "role_id",
            "weekday",
            "minute",
            "every_weeks",
            "anchor",
            "group_size",
            "names_shown",
            "weights",
            "running",
            "created_at",
            "removed_at",
            "look_at",
            "next_period",
        ],
    ),
    (
        "programme_members",
        &["programme_id", "guild_id", "state", "every_weeks", "since"],
    ),
    (
        "rounds",
        &[
            "round_id",
            "programme_id",
            "guild_id",
            "number",
            "state",
            "period",
            "starts_at",
            "next_at",
            "seed",
            "paired_at",
            "ended_at",
            "due_at",
            "due",
            "announced_channel_id",
            "announced_message_id",
            "result_channel_id",
            "result_message_id",
            "repeats",
            "value",
            "bound",
            "announced_at",
            "why",
        ],
    ),
    ("skips", &["round_id"]),
    ("left_out", &["round_id"]),
    (
        "pairings",
        &[
            "pairing_id",
            "round_id",
            "guild_id",
            "state",
            "privately",
            "thread_id",
            "under_id",
            "intro_id",
            "starter",
            "common_at",
            "created_at",
            "last_sign_at",
            "due_at",
            "due",
            "nudged_at",
            "asked_at",
            "asked_again_at",
            "met_at",
            "ended_at",
            "answered",
        ],
    ),
    (
        "seats",
        &[
            "pairing_id",
            "guild_id",
            "place",
            "answer",
            "answered_at",
            "sign_at",
            "left_at",
            "gave",
            "got",
            "wished",
            "hosted",
            "of_three",
            "teaches_skill",
            "served",
        ],
    ),
    (
        "freed",
        &[
            "round_id",
            "guild_id",
            "pairing_id",
            "state",
            "since",
            "due_at",
        ],
    ),
    ("places", &["pairing_id", "guild_id", "state", "asked_at"]),
    ("places_agreed", &["pairing_id"]),
    ("open_calls", &["guild_id", "skill_id", "called_at"]),
    (
        "newcomers",
        &[
            "newcomer_id",
            "guild_id",
            "joined_at",
            "state",
            "came_back",
            "buddy_since",
            "thread_id",
            "under_id",
            "privately",
            "checks",
            "answered_for",
            "seek_at",
            "tell_at",
            "created_at",
            "due_at",
            "due",
            "ended_at",
            "first_buddy_at",
        ],
    ),
    (
        "newcomer_buddies",
        &["newcomer_id", "guild_id", "since", "until"],
    ),
    (
        "digest_weeks",
        &[
            "guild_id",
            "week",
            "starts_at",
            "ends_at",
            "away",
            "unmet",
            "few",
        ],
    ),
    (
        "digest_blocks",
        &["guild_id", "family", "first_week", "last_week"],
    ),
    ("digest_tallies", &["guild_id", "week", "leaf", "number"]),
    (
        "digest_teams",
        &["guild_id", "week", "place", "role_id", "name"],
    ),
    (
        "digest_ways",
        &["guild_id", "week", "from_place", "to_place", "weight"],
    ),
    (
        "leader_answers",
        &["guild_id", "month", "asked_at", "declined", "unreached"],
    ),
    ("active_weeks", &["guild_id", "week"]),
    ("eligible_spans", &["guild_id", "first_week", "last_week"]),
    (
        "outbox",
        &[
            "outbox_id",
            "guild_id",
            "receipt",
            "purpose",
            "state",
            "not_before",
            "due_at",
            "attempts",
            "nonce",
            "created_at",
            "sending_at",
            "done_at",
            "problem",
            "ask_id",
            "until",
            "round_id",
            "merged_into",
            "held_at",
        ],
    ),
    ("discreet_messages", &["guild_id", "day", "messages"]),
    ("private_threads", &["guild_id"]),
    ("forgotten", &["guild_id", "forgotten_at"]),
    (
        "occurrences",
        &["guild_id", "job", "period", "state", "due_at", "claimed_at"],
    ),
    ("occurrence_totals", &["job", "outcome", "total"]),
    ("lease", &["one", "holder", "renewed_at"]),
    ("facts", &["name", "value"]),
];
