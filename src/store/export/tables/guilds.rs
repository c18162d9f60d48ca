//! Servers, their weeks, teams and skills.

use super::{Column, GUILD, Kind, MEMBER, Table, flag, id, number, text, time, word};

pub(super) const TABLES: &[Table] = &[
    Table {
        name: "export",
        about: "The export itself: one row.",
        columns: &[
            time(
                "exported_at",
                "when the export began; everything is as it was then",
            )
            .made_of(":now"),
            word("version", "the version of Potluck that wrote it").made_of(concat!(
                "'",
                env!("CARGO_PKG_VERSION"),
                "'"
            )),
            number("migration", "the version of the database's tables")
                .made_of("(SELECT max(version) FROM _sqlx_migrations)"),
        ],
        from: "(SELECT 1) t",
        guild: None,
        order: "1",
    },
    Table {
        name: "guilds",
        about: "A Discord server, with what its admins chose and figures depend on.",
        columns: &[
            id("guild_id", "Discord's id of the server"),
            text("name", "its name"),
            time("arrived_at", "when the bot was added, or added again"),
            time("gone_at", "when the bot was removed").or("it was not"),
            time("turned_on_at", "when Potluck was turned on").or("not yet"),
            word("zone", "its time zone, an IANA name"),
            flag("zone_chosen", "whether an admin chose the zone"),
            Column::new("working_days", Kind::Days, "its working days"),
            number(
                "work_start",
                "when work begins, in minutes since local midnight",
            ),
            number(
                "work_end",
                "when work ends, in minutes since local midnight",
            ),
            flag("anonymity", "whether asks may be anonymous"),
            word(
                "digest",
                "where the weekly digest goes: `channel`, `direct` (private messages) or `off`",
            ),
            time(
                "lessons_since",
                "since when three lessons a week are posted",
            )
            .or("they are not"),
            time("table_since", "since when the monthly table is posted").or("it is not"),
        ],
        from: "guilds t",
        guild: Some("t.guild_id"),
        order: "t.guild_id",
    },
    Table {
        name: "holidays",
        about: "A day on which nobody in a server works.",
        columns: &[GUILD, word("day", "the local date")],
        from: "holidays t",
        guild: Some("t.guild_id"),
        order: "t.guild_id, t.day",
    },
    Table {
        name: "digest_weeks",
        about: "A week that the digest has closed. What happened at or after `starts_at` and before `ends_at` was in it, whatever became of the zone since.",
        columns: &[
            GUILD,
            word("week", "the date of its Monday"),
            time("starts_at", "its first instant"),
            time("ends_at", "its end, which is the first instant of the next"),
            flag("away", "whether Potluck was turned off, removed or down for all of it, or the whole team on holiday, so that nothing of it is counted"),
            number(
                "unmet",
                "how many members nobody had met for eight weeks at its end",
            )
            .or("that was not to be told: too few people"),
            number(
                "few",
                "what share of the help of the twelve weeks up to it came from the busiest twentieth, in tenths",
            )
            .or("that was not to be told: too few people"),
        ],
        from: "digest_weeks t",
        guild: Some("t.guild_id"),
        order: "t.guild_id, t.week",
    },
    Table {
        name: "digest_blocks",
        about: "Weeks of a family of figures that the digest only ever tells together.",
        columns: &[
            GUILD,
            word(
                "family",
                "the family of figures, as docs/digest.md calls it",
            ),
            word("first_week", "the Monday of the first of the weeks"),
            word(
                "last_week",
                "the Monday of the last of the weeks, which may be the first",
            ),
        ],
        from: "digest_blocks t",
        guild: Some("t.guild_id"),
        order: "t.guild_id, t.family, t.last_week",
    },
    Table {
        name: "digest_tallies",
        about: "How many facts of a kind a closed week had when it was closed. It stays so when people are forgotten and lessons are removed afterwards. Where there is no row there was none. Faces are in `faces`.",
        columns: &[
            GUILD,
            word("week", "the Monday of the week, in `digest_weeks`"),
            word("leaf", "the kind of facts, as docs/digest.md calls it"),
            number("number", "how many"),
        ],
        from: "(SELECT * FROM digest_tallies WHERE leaf NOT IN ('rated_sad', 'rated_neutral', 'rated_happy')) t",
        guild: Some("t.guild_id"),
        order: "t.guild_id, t.week, t.leaf",
    },
    Table {
        name: "digest_teams",
        about: "A team that was large enough for the map of help between teams when a week was closed.",
        columns: &[
            GUILD,
            word("week", "the Monday of the week, in `digest_weeks`"),
            number("place", "its place in the settings among these, from 0"),
            id("role_id", "the team's role, which may be gone since"),
            text("name", "what the role was called then"),
        ],
        from: "digest_teams t",
        guild: Some("t.guild_id"),
        order: "t.guild_id, t.week, t.place",
    },
    Table {
        name: "digest_ways",
        about: "A way of help from one team to another that was to be drawn when a week was closed, of the twelve weeks up to it.",
        columns: &[
            GUILD,
            word("week", "the Monday of the week, in `digest_weeks`"),
            number(
                "from_place",
                "the place of the team that taught, in `digest_teams`; of others the place after all teams",
            ),
            number("to_place", "the place of the team that learned, in the same way"),
            word("weight", "`some`, `more` or `most`, next to the strongest way"),
        ],
        from: "digest_ways t",
        guild: Some("t.guild_id"),
        order: "t.guild_id, t.week, t.from_place, t.to_place",
    },
    Table {
        name: "active_weeks",
        about: "A member who did something through Potluck in a week, other than about an anonymous ask.",
        columns: &[
            GUILD,
            word(
                "week",
                "the Monday of the week, by the server's zone at the time",
            ),
            MEMBER,
        ],
        from: "active_weeks t",
        guild: Some("t.guild_id"),
        order: "t.guild_id, t.week, t.member_id",
    },
    Table {
        name: "eligible_spans",
        about: "Weeks at whose ends a member was eligible: had joined a programme, or had an offer, wish or ask under their name.",
        columns: &[
            GUILD,
            MEMBER,
            word("first_week", "the Monday of the first of these weeks"),
            word("last_week", "the Monday of the last of these weeks")
                .or("they still were when the last week was closed"),
        ],
        from: "eligible_spans t",
        guild: Some("t.guild_id"),
        order: "t.guild_id, t.member_id, t.first_week",
    },
    Table {
        name: "team_roles",
        about: "A role that is a team. A member's team is the first of these, by position, that they have.",
        columns: &[
            GUILD,
            id("role_id", "the role, in `roles`"),
            number("position", "its place among the teams, from the first"),
        ],
        from: "team_roles t",
        guild: Some("t.guild_id"),
        order: "t.guild_id, t.position, t.role_id",
    },
    Table {
        name: "roles",
        about: "A role of a server.",
        columns: &[
            GUILD,
            id(
                "role_id",
                "Discord's id of the role; the server's own is @everyone",
            ),
            text("name", "its name"),
            number("position", "Discord's order of roles, from the lowest"),
            flag(
                "managed",
                "whether it belongs to an integration, so that it is nobody's team",
            ),
        ],
        from: "roles t",
        guild: Some("t.guild_id"),
        order: "t.guild_id, t.role_id",
    },
    Table {
        name: "skills",
        about: "A skill of a server.",
        columns: &[
            id("skill_id", "the id of the skill"),
            GUILD,
            text(
                "key",
                "its name without case, spaces and punctuation, and with aliases resolved: what has the same key is one skill",
            ),
            text("name", "its name"),
            time("created_at", "when it was first named"),
            time("first_taught_at", "when somebody first offered to teach it").or("nobody did yet"),
        ],
        from: "skills t",
        guild: Some("t.guild_id"),
        order: "t.skill_id",
    },
    Table {
        name: "occurrences",
        about: "A scheduled job that was done, or left because it was too late for it.",
        columns: &[
            GUILD,
            word("job", "what was to be done"),
            word("period", "for which day, week or round"),
            word("state", "`done` or `missed`"),
            time("due_at", "when it was due"),
            time("claimed_at", "when it was done or left"),
        ],
        from: "occurrences t",
        guild: Some("t.guild_id"),
        order: "t.guild_id, t.job, t.period",
    },
];
