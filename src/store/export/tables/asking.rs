//! Asks, who was invited to them, what came of them, and what was learned.

use super::{Column, GUILD, Kind, Table, flag, guild_from, id, number, text, time, word};

const ASK: Column = id("ask_id", "the ask, in `asks`");
const SKILL: Column = id("skill_id", "the skill, in `skills`");

pub(super) const TABLES: &[Table] = &[
    Table {
        name: "asks",
        about: "A request for help. Who asked anonymously is nowhere in the export.",
        columns: &[
            id("ask_id", "the id of the ask"),
            GUILD,
            id("asker_id", "who asks, in `members`").or("asked anonymously, or the asker was forgotten"),
            flag("anonymous", "whether it is anonymous, and still is"),
            SKILL,
            text("details", "what was asked, as posted; nothing where the asker was forgotten"),
            text("about", "a link to the message it is about").or("it is about none"),
            word("state", "`open`, `taken`, `solved`, `withdrawn`, `unanswered`, `quiet`, `left` (the asker did) or `closed` (by a moderator)"),
            time("created_at", "when it was made"),
            time("answered_at", "when somebody took it for the first time").or("nobody has"),
            time("reopened_at", "when it was last open again after somebody had it").or("never"),
            number("wave", "how many times the next helpers were looked for"),
            time("managers_told_at", "when the managers heard that it is stuck").or("they did not"),
            time("ended_at", "when it ended, solved or not").or("it has not"),
        ],
        from: "asks t",
        guild: Some("t.guild_id"),
        order: "t.ask_id",
    },
    Table {
        name: "ask_helpers",
        about: "A member who took an ask on.",
        columns: &[
            ASK,
            guild_from("a.guild_id"),
            id("member_id", "the helper, in `members`"),
            time("accepted_at", "when they took it"),
            time("released_at", "when they gave it back").or("they did not"),
        ],
        from: "ask_helpers t JOIN asks a ON a.ask_id = t.ask_id",
        guild: Some("a.guild_id"),
        order: "t.ask_id, t.member_id",
    },
    Table {
        name: "invitations",
        about: "An ask that was put to one possible helper.",
        columns: &[
            id("invitation_id", "the id of the invitation"),
            ASK,
            guild_from("a.guild_id"),
            id("member_id", "who was invited, in `members`"),
            number("wave", "with which of the ask's waves, from 0"),
            word("state", "`open`, `accepted`, `declined`, `referred` (named somebody better), `lapsed` or `closed` (somebody else has it, or the ask ended)"),
            time("created_at", "when they were chosen"),
            time("delivered_at", "when they could read it").or("not yet, or never"),
            time("lapses_at", "when it lapses or lapsed").or("it was not delivered"),
            time("answered_at", "when they answered").or("they have not"),
        ],
        from: "invitations t JOIN asks a ON a.ask_id = t.ask_id",
        guild: Some("a.guild_id"),
        order: "t.invitation_id",
    },
    Table {
        name: "referrals",
        about: "An invited helper who named somebody better placed, whatever came of it.",
        columns: &[
            ASK,
            guild_from("a.guild_id"),
            id("referrer_id", "who named somebody, in `members`"),
            id("named_id", "whom they named, in `members`"),
            time("created_at", "when they did"),
        ],
        from: "referrals t JOIN asks a ON a.ask_id = t.ask_id",
        guild: Some("a.guild_id"),
        order: "t.ask_id, t.referrer_id, t.named_id",
    },
    Table {
        name: "helps",
        about: "Who helped whom, with which skill, when, through what. The line of `thanks` is in the row as well.",
        columns: &[
            id("help_id", "the id of the help"),
            GUILD,
            id("helper_id", "who helped, in `members`").or("they were forgotten"),
            id("learner_id", "who was helped, in `members`").or("asked anonymously, or they were forgotten"),
            SKILL.or("thanked for something without a name, or somebody's buddy"),
            word("through", "`ask`, `thanks` (it happened elsewhere), `swap` or `buddy`"),
            id("ask_id", "the ask it came of, in `asks`").or("it came of none"),
            id("pairing_id", "the swap it came of, in `pairings`").or("it came of none"),
            id("newcomer_id", "whose first thirty days it was, in `newcomers`").or("it was nobody's, or they were forgotten"),
            text("thanks", "the line of thanks").or("none, or one of the two was forgotten"),
            flag("counts", "whether it is in figures: of `/thanks`, one in each direction per pair in seven days is"),
            time("happened_at", "when it was recorded"),
            id("helper_team", "the role of the helper's team when it happened, in `roles`; 0 without a team").or("it is not known whose it was"),
            id("learner_team", "the role of the learner's team when it happened, in `roles`; 0 without a team").or("it is not known whose it was, or the learner asked anonymously"),
            flag("upwards", "whether the learner was at least three tenure bands above the helper when it happened").or("not known"),
        ],
        from: "helps t",
        guild: Some("t.guild_id"),
        order: "t.help_id",
    },
    Table {
        name: "lessons",
        about: "Something learned, written down for others.",
        columns: &[
            id("lesson_id", "the id of the lesson"),
            GUILD,
            id("author_id", "who wrote it, in `members`").or("written anonymously, or the author was forgotten"),
            SKILL,
            id("ask_id", "the ask it came of, in `asks`").or("it came of none"),
            id("pairing_id", "the pairing it came of, in `pairings`").or("it came of none"),
            text("text", "what was learned"),
            number("answered", "how many asks it made unnecessary"),
            time("created_at", "when it was written"),
            time("edited_at", "when it was last changed").or("never"),
        ],
        from: "lessons t",
        guild: Some("t.guild_id"),
        order: "t.lesson_id",
    },
    Table {
        name: "faces",
        about: "A face that somebody gave for a solved ask or a pairing. Whose it is cannot be read off: rows of a server are in no order, and people have numbers instead of ids.",
        columns: &[
            GUILD,
            word("week", "the Monday of the week in which the ask or the pairing ended, in `digest_weeks`").or("that week is not closed yet")
                .made_of("w.week"),
            number("face", "1 sad, 2 neutral, 3 happy"),
            Column::new("rater", Kind::Alias, "a number that stands for one person, within the weeks that the digest tells together and within this file only: the same person has another number in other weeks, and in the next export")
                .or("whose it was is not known: asked anonymously, or forgotten")
                .made_of("coalesce(b.last_week, '') || ' ' || t.guild_id || ' ' || t.rater"),
        ],
        from: "(SELECT guild_id, ended_at, face, asker_id AS rater FROM asks
                WHERE state = 'solved' AND face IS NOT NULL AND ended_at IS NOT NULL
                UNION ALL
                SELECT p.guild_id, p.ended_at, s.face, s.member_id FROM seats s JOIN pairings p ON p.pairing_id = s.pairing_id
                WHERE s.face IS NOT NULL AND p.ended_at IS NOT NULL) t
               LEFT JOIN digest_weeks w ON w.guild_id = t.guild_id AND w.starts_at <= t.ended_at AND w.ends_at > t.ended_at
               LEFT JOIN digest_blocks b ON b.guild_id = t.guild_id AND b.family = 'rated' AND b.first_week <= w.week AND b.last_week >= w.week",
        guild: Some("t.guild_id"),
        order: "t.guild_id, random()",
    },
];
