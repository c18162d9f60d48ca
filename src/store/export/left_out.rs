//! What the export leaves out, and why.

/// Columns, or a whole table, that the export leaves out.
#[derive(Debug)]
pub struct LeftOut {
    /// The table of the database.
    pub table: &'static str,
    /// Which of its columns; none named: all.
    pub columns: &'static [&'static str],
    /// Why.
    pub why: &'static str,
}

const fn table(table: &'static str, why: &'static str) -> LeftOut {
    LeftOut {
        table,
        columns: &[],
        why,
    }
}

const fn columns(
    table: &'static str,
    columns: &'static [&'static str],
    why: &'static str,
) -> LeftOut {
    LeftOut {
        table,
        columns,
        why,
    }
}

const ANONYMOUS: &str =
    "who asked anonymously is told to nobody, and so is whatever could give it away";
const PRIVATE: &str = "what a member keeps to themselves";
const UNFINISHED: &str =
    "not said yet: it is being filled in, and gone a day later or said elsewhere";
const DISCORDS: &str = "Discord's to say, and in no figure";
const PLACES: &str = "where in Discord it stands, which is in no figure";
const PLANS: &str = "what Potluck is about to do, which has not happened";
const INNER: &str = "how Potluck does its work";
const FACES: &str = "in `faces`, as one word for those of at least five people";
const WHEN: &str = "when people write to each other is theirs, and in no figure";

/// Everything that is left out.
pub const LEFT_OUT: &[LeftOut] = &[
    table("anonymous_askers", ANONYMOUS),
    table("discreet_messages", ANONYMOUS),
    columns(
        "asks",
        &["vanishes_at", "kept_until", "repost_at"],
        ANONYMOUS,
    ),
    columns("asks", &["face"], FACES),
    columns(
        "asks",
        &["thanks", "lesson"],
        "being filled in; when the ask is solved they are in `helps` and `lessons`",
    ),
    columns("asks", &["managers_at", "due_at", "due"], PLANS),
    columns("asks", &["managers_refused"], PRIVATE),
    columns("asks", &["last_sign_at", "quiet_asked_at"], WHEN),
    columns(
        "asks",
        &[
            "thread_owed",
            "last_wave_at",
            "last_wave_found",
            "nobody_told_at",
        ],
        INNER,
    ),
    columns(
        "asks",
        &[
            "post_channel_id",
            "post_message_id",
            "thread_id",
            "managers_channel_id",
            "managers_message_id",
        ],
        PLACES,
    ),
    columns("invitations", &["reason"], "the words of a private message"),
    columns("invitations", &["channel_id", "message_id"], PLACES),
    columns("seats", &["face"], FACES),
    columns("seats", &["sign_at"], WHEN),
    columns("pairings", &["last_sign_at"], WHEN),
    columns("pairings", &["thread_id", "intro_id", "under_id"], PLACES),
    columns("pairings", &["due_at", "due"], PLANS),
    columns("newcomers", &["thread_id", "under_id"], PLACES),
    columns("newcomers", &["seek_at", "tell_at", "due_at", "due"], PLANS),
    columns(
        "newcomers",
        &["answered_for"],
        "whether somebody has talked to their buddy is between the two",
    ),
    columns("programmes", &["channel_id"], PLACES),
    columns("programmes", &["weights"], INNER),
    columns("programmes", &["look_at", "next_period"], PLANS),
    columns("rounds", &["seed"], INNER),
    columns("rounds", &["due_at", "due"], PLANS),
    columns(
        "rounds",
        &[
            "announced_channel_id",
            "announced_message_id",
            "result_channel_id",
            "result_message_id",
        ],
        PLACES,
    ),
    columns("guilds", &["owner_id"], DISCORDS),
    columns(
        "guilds",
        &[
            "help_channel_id",
            "managers_channel_id",
            "opening_channel_id",
            "opening_message_id",
            "recognition_channel_id",
        ],
        PLACES,
    ),
    columns(
        "guilds",
        &["managers_role_id", "leaders_role_id", "newcomer_role_id"],
        "a setting, and in no figure",
    ),
    columns(
        "guilds",
        &["opening_signer_id", "opening_signature"],
        "a post that the server has read, and in no figure",
    ),
    columns(
        "guilds",
        &[
            "roster_at",
            "list_awaited_at",
            "unavailable_at",
            "digest_at",
            "recognition_at",
        ],
        INNER,
    ),
    table(
        "leader_answers",
        "what a leader says they are learning is theirs, and in no figure",
    ),
    columns("members", &["month_owed"], PLANS),
    columns("roles", &["permissions"], DISCORDS),
    table("channels", DISCORDS),
    table(
        "member_roles",
        "of a member's roles only the team counts, which is in `members`",
    ),
    table(
        "former_names",
        "kept only so that a forgotten member's names are found",
    ),
    table(
        "forgotten",
        "who asked to be forgotten is not to be read anywhere",
    ),
    table("blocks", PRIVATE),
    table("teach_questions", "a question to one member alone"),
    table("drafts", UNFINISHED),
    table("solved_choices", UNFINISHED),
    table(
        "freed",
        "how another partner is found; who sat with whom in the end is in `seats`",
    ),
    table(
        "places",
        "how another partner is found; who sat with whom in the end is in `seats`",
    ),
    table(
        "places_agreed",
        "how another partner is found; who sat with whom in the end is in `seats`",
    ),
    table("outbox", "messages to people, most of them private"),
    table("dm_channels", PLACES),
    table("private_threads", PLACES),
    table(
        "skill_parents",
        "what the alias file says, which the operator has",
    ),
    table("lessons_fts", "an index of `lessons`"),
    table("lessons_fts_config", "an index of `lessons`"),
    table("lessons_fts_content", "an index of `lessons`"),
    table("lessons_fts_data", "an index of `lessons`"),
    table("lessons_fts_docsize", "an index of `lessons`"),
    table("lessons_fts_idx", "an index of `lessons`"),
    table(
        "occurrence_totals",
        "`occurrences` counted, of every server together",
    ),
    table("lease", INNER),
    table("facts", INNER),
];
