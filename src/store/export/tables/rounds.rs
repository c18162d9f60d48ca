//! Programmes, their rounds, and who was seated with whom.

use super::{Column, GUILD, Kind, MEMBER, Table, flag, guild_from, id, number, text, time, word};

const ROUND: Column = id("round_id", "the round, in `rounds`");

pub(super) const TABLES: &[Table] = &[
    Table {
        name: "programmes",
        about: "A recurring pairing.",
        columns: &[
            id("programme_id", "the id of the programme"),
            GUILD,
            word("kind", "`coffee` or `swap`"),
            text("name", "its name"),
            id("role_id", "the role whose members take part, in `roles`")
                .or("those who opted in do"),
            number("weekday", "the day of its rounds, 0 is Monday"),
            number("minute", "when they start, in minutes since local midnight"),
            number("every_weeks", "how many weeks apart its rounds are"),
            word("anchor", "a date in the first week counted"),
            number("group_size", "how many are put together"),
            flag("names_shown", "whether the channel reads who is with whom"),
            flag(
                "running",
                "whether it goes on; an admin may have stopped it",
            ),
            time("created_at", "when it was set up"),
            time("removed_at", "when it was removed").or("it was not"),
        ],
        from: "programmes t",
        guild: Some("t.guild_id"),
        order: "t.programme_id",
    },
    Table {
        name: "programme_members",
        about: "What a member said of a programme. Of those with its role there need not be a row.",
        columns: &[
            id("programme_id", "the programme, in `programmes`"),
            GUILD,
            MEMBER,
            word(
                "state",
                "`in`, `out`, or `resting` (paused after three rounds without a sign)",
            ),
            number("every_weeks", "how many weeks apart they like to take part")
                .or("in every round"),
            time("since", "since when the state is this one"),
        ],
        from: "programme_members t",
        guild: Some("t.guild_id"),
        order: "t.programme_id, t.member_id",
    },
    Table {
        name: "rounds",
        about: "A numbered cycle of a programme.",
        columns: &[
            id("round_id", "the id of the round"),
            id("programme_id", "the programme, in `programmes`"),
            GUILD,
            number(
                "number",
                "its number within the programme, from 1; missed and cancelled ones have one, too",
            ),
            word(
                "state",
                "`announced`, `paired`, `closed`, `cancelled` or `missed`",
            ),
            word(
                "period",
                "the local date it was planned for, or `extra:…` where an admin started it",
            ),
            time("starts_at", "when it is or was to be paired"),
            time("next_at", "when the next one is to start, which closes it"),
            time("announced_at", "when the channel read of it").or("it did not"),
            time("paired_at", "when it was paired").or("it was not"),
            time("ended_at", "when it was over").or("it is not"),
            number(
                "repeats",
                "how many of its pairs had met within the programme's memory",
            ),
            Column::new(
                "value",
                Kind::Amount,
                "what its pairing is worth, as docs/pairing.md counts",
            ),
            Column::new(
                "bound",
                Kind::Amount,
                "what no pairing of these people can exceed, as docs/pairing.md counts",
            ),
            word(
                "why",
                "why it was cancelled or missed: `admin`, `stopped`, `unannounced` or `away`",
            )
            .or("it was not"),
        ],
        from: "rounds t",
        guild: Some("t.guild_id"),
        order: "t.round_id",
    },
    Table {
        name: "skips",
        about: "A member who sat a round out because they said so.",
        columns: &[ROUND, guild_from("r.guild_id"), MEMBER],
        from: "skips t JOIN rounds r ON r.round_id = t.round_id",
        guild: Some("r.guild_id"),
        order: "t.round_id, t.member_id",
    },
    Table {
        name: "left_out",
        about: "A member whom a round could not seat, or who lost their partner and found no other.",
        columns: &[ROUND, guild_from("r.guild_id"), MEMBER],
        from: "left_out t JOIN rounds r ON r.round_id = t.round_id",
        guild: Some("r.guild_id"),
        order: "t.round_id, t.member_id",
    },
    Table {
        name: "pairings",
        about: "Members whom a round put together; who they are is in `seats`.",
        columns: &[
            id("pairing_id", "the id of the pairing"),
            ROUND,
            GUILD,
            word(
                "state",
                "`open`, `met`, `off` (too few were left) or `over` (the round ended and nobody said that they met)",
            ),
            flag(
                "privately",
                "whether they were introduced by private messages instead of a thread",
            ),
            id("first_writer", "who was asked to write first, in `members`")
                .or("nobody, or they were forgotten"),
            word("starter", "the key of the conversation starter").or("there was none"),
            time("common_at", "the hour that was proposed").or("they have none in common"),
            time("created_at", "when they were put together"),
            time("nudged_at", "when they were nudged").or("they were not"),
            time("asked_at", "when they were asked whether they met").or("they were not"),
            time("asked_again_at", "when they were asked again").or("they were not"),
            flag(
                "answered",
                "whether one of them ever said that they met, or that they had not yet",
            ),
            time("met_at", "when the first of them said that they met").or("nobody has"),
            time("ended_at", "when it was over").or("it is not"),
        ],
        from: "pairings t",
        guild: Some("t.guild_id"),
        order: "t.pairing_id",
    },
    Table {
        name: "seats",
        about: "A member's place in a pairing. The seat of somebody who was forgotten is not here.",
        columns: &[
            id("pairing_id", "the pairing, in `pairings`"),
            GUILD,
            MEMBER,
            number("place", "the order in which they are named, from 0"),
            word(
                "answer",
                "what they last clicked: `met`, `planned`, `not_yet` or `cant`",
            )
            .or("nothing"),
            time("answered_at", "when they did").or("they did not"),
            time(
                "left_at",
                "when they said that they cannot, or left the server",
            )
            .or("they stayed"),
            flag(
                "gave",
                "whether they teach what another of the pairing wishes for, when they were seated",
            ),
            flag(
                "got",
                "whether they wish for what another of the pairing teaches, when they were seated",
            ),
            flag(
                "wished",
                "whether they had wishes at all, when they were seated",
            ),
            flag(
                "hosted",
                "whether they were seated as a host, with a newcomer",
            ),
            flag(
                "of_three",
                "whether they were seated in a trio of a programme of pairs",
            ),
            id(
                "teaches_skill",
                "of a swap: the skill they teach, in `skills`",
            )
            .or("it is no swap"),
            id("teaches_to", "of a swap: whom they teach, in `members`")
                .or("it is no swap, or they were forgotten"),
            flag("served", "of a swap: whether their wish was served")
                .or("they have not said, or it is no swap"),
        ],
        from: "seats t",
        guild: Some("t.guild_id"),
        order: "t.pairing_id, t.place, t.member_id",
    },
    Table {
        name: "open_calls",
        about: "When a swap programme's channel was last asked for somebody who could teach a skill.",
        columns: &[
            GUILD,
            id("skill_id", "the skill, in `skills`"),
            time("called_at", "when it was asked"),
        ],
        from: "open_calls t",
        guild: Some("t.guild_id"),
        order: "t.guild_id, t.skill_id",
    },
];
