//! Asks, who was invited to them, what came of them, and what was learned.

use super::{Column, GUILD, Table, flag, guild_from, id, number, text, time, word};

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
            time("answered_at", "when somebody took it for the first time, or was named as a helper though nobody had").or("nobody has"),
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
            time("shown_at", "when it was among the lessons of a week that everybody was shown").or("not yet"),
        ],
        from: "lessons t",
        guild: Some("t.guild_id"),
        order: "t.lesson_id",
    },
    Table {
        name: "faces",
        about: "The faces that were given for solved asks and for pairings in the weeks that the digest tells together: at least five people gave them, or nobody did. Newer ones wait. How many were happy stands nowhere, because it could be one of those who solved an ask or met somebody in these weeks.",
        columns: &[
            GUILD,
            word("first_week", "the Monday of the first of the weeks, in one of which the ask or the pairing ended"),
            word("last_week", "the Monday of the last of the weeks, which may be the first"),
            number("rated", "how many faces were given, as counted when the weeks were closed"),
            word("satisfaction", "how they felt: `happy`, `mixed` or `unhappy`, as docs/digest.md defines it").or("nobody rated, or there are exactly five faces"),
        ],
        // The words are the digest's (`Band::of`); a test compares them.
        from: "(SELECT f.guild_id, f.first_week, f.last_week, f.rated,
                    CASE WHEN f.rated IN (0, 5) THEN NULL WHEN f.happy * 5 >= f.rated * 4 THEN 'happy' WHEN f.happy * 2 >= f.rated THEN 'mixed'
                        ELSE 'unhappy' END AS satisfaction
                FROM (SELECT b.guild_id, b.first_week, b.last_week,
                        coalesce(sum(n.number) FILTER (WHERE n.leaf IN ('rated_sad', 'rated_neutral', 'rated_happy')), 0) AS rated,
                        coalesce(sum(n.number) FILTER (WHERE n.leaf = 'rated_happy'), 0) AS happy
                    FROM digest_blocks b
                        LEFT JOIN digest_tallies n ON n.guild_id = b.guild_id AND n.week BETWEEN b.first_week AND b.last_week
                    WHERE b.family = 'rated' GROUP BY b.guild_id, b.first_week, b.last_week) f) t",
        guild: Some("t.guild_id"),
        order: "t.guild_id, t.last_week",
    },
];
