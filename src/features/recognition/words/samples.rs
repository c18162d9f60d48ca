//! Every sentence of recognition, for reading through.

use std::sync::Arc;

use chrono::{DateTime, Utc};

use super::{
    and_before, declined, form, laid_already, lessons, may_say, month, months_again, no_months,
    no_table, not_a_leader, not_asked_yet, not_laid, not_yours, question, says, table, taken_back,
    unsaid, unsaid_by_role, will_be_asked, will_not_be_asked, will_say, without_you,
};
use crate::domain::digest::DigestTo;
use crate::domain::ids::{ChannelId, GuildId, HelpId, LessonId, MemberId, SkillId};
use crate::domain::recognition::{Answer, Month, NewSkill, OwnMonth, Table, Thanks};
use crate::domain::schedule::{Calendar, WorkingDays, WorkingHours};
use crate::error::Error;
use crate::features::samples::{Reader, Said, Sample, Shown};
use crate::features::settings::Guild;
use crate::post::Post;
use crate::store::lessons::Lesson;
use crate::store::recognition::Asked;
use crate::store::types::at;

const GUILD: GuildId = GuildId(1);
const MIA: MemberId = MemberId(12);
const RAVI: MemberId = MemberId(13);
const NOOR: MemberId = MemberId(14);

/// Every sentence, with when and to whom it is said.
pub fn samples() -> Vec<Sample> {
    let mut samples = for_everybody();
    samples.extend(for_leaders());
    samples.extend(for_oneself());
    samples
}

fn sample(reader: Reader, place: Shown, when: &'static str, post: Post) -> Sample {
    Sample {
        reader,
        place,
        when,
        said: Said::Post(post),
    }
}

fn march() -> Month {
    Month::of(laid().date_naive()).previous()
}

fn laid() -> DateTime<Utc> {
    at(1_775_030_400_000)
}

fn guild() -> Guild {
    Guild {
        id: GUILD,
        name: "Hearth & Co".to_owned(),
        owner: NOOR,
        turned_on_at: Some(DateTime::UNIX_EPOCH),
        help_channel: Some(ChannelId(101)),
        managers_channel: None,
        managers_role: None,
        leaders_role: None,
        newcomer_role: None,
        calendar: Calendar {
            zone: chrono_tz::Europe::Lisbon,
            days: WorkingDays::MONDAY_TO_FRIDAY,
            hours: WorkingHours::NINE_TO_FIVE,
            holidays: Arc::default(),
        },
        zone_chosen: true,
        anonymity: true,
        digest: DigestTo::Off,
    }
}

fn lesson(id: i64, author: Option<MemberId>, skill: &str, text: &str) -> Lesson {
    Lesson {
        id: LessonId(id),
        guild: GUILD,
        author,
        skill: SkillId(id),
        skill_name: skill.to_owned(),
        text: text.to_owned(),
        answered: 0,
        created_at: at(1_772_618_400_000),
    }
}

fn full() -> Table {
    Table {
        new: vec![
            NewSkill {
                name: "Kubernetes".to_owned(),
                teachers: vec![RAVI],
            },
            NewSkill {
                name: "Spanish".to_owned(),
                teachers: vec![MIA, RAVI, NOOR, MemberId(15)],
            },
        ],
        thanks: vec![Thanks {
            help: HelpId(1),
            by: MIA,
            to: RAVI,
            words: "You saved my afternoon.".to_owned(),
            skill: Some("PostgreSQL".to_owned()),
        }],
        answers: [(RAVI, "Welsh"), (NOOR, "Portuguese")]
            .map(|(member, learning)| Answer {
                member,
                learning: learning.to_owned(),
            })
            .into(),
        ..Table::default()
    }
    .with_taught(["PostgreSQL", "Figma", "Rust"].map(str::to_owned).into())
}

fn for_everybody() -> Vec<Sample> {
    let here = |when, post| sample(Reader::Teammate, Shown::HelpChannel, when, post);
    let several = [
        lesson(
            1,
            Some(RAVI),
            "PostgreSQL",
            "A slow report mostly wants an index: EXPLAIN ANALYZE shows which.",
        ),
        lesson(2, None, "Figma", "Auto layout first, then everything else."),
    ];
    let many =
        Table::default().with_taught((1..=20).map(|number| format!("Skill {number}")).collect());
    vec![
        here("when the week begins", lessons(&several)),
        here(
            "when the week begins, with one lesson",
            lessons(&several[..1]),
        ),
        here("when the month begins", table(march(), &full())),
        here(
            "when the month begins, after one of many skills and nothing else",
            table(march(), &many),
        ),
    ]
}

/// A leader who has said nothing, or that it does not suit.
const fn silent(declined: bool) -> Asked {
    Asked {
        declined,
        learning: None,
        unreached: false,
    }
}

fn for_leaders() -> Vec<Sample> {
    let answer = |when, post| sample(Reader::Manager, Shown::Answer, when, post);
    let sentence = |when, error: Error| Sample {
        reader: Reader::Manager,
        place: Shown::Answer,
        when,
        said: Said::Sentence(error.to_string()),
    };
    vec![
        sample(
            Reader::Manager,
            Shown::PrivateMessage,
            "a few days before the table, when it is their turn as a leader",
            question(&guild(), march(), Some(ChannelId(101)), laid()),
        ),
        Sample {
            reader: Reader::Manager,
            place: Shown::Form,
            when: "on **Say it**",
            said: Said::Form(form(GUILD, march(), None)),
        },
        answer(
            "once they said what they are learning",
            will_say(GUILD, march(), NOOR, "Portuguese", laid()),
        ),
        answer(
            "in `/me`, once the table says what they are learning",
            says(GUILD, march(), NOOR, "Portuguese"),
        ),
        answer(
            "in `/me`, when no table is laid for what they said",
            unsaid(GUILD, march(), NOOR, "Portuguese"),
        ),
        answer(
            "in `/me`, when they said it and have lost the leaders' role before the table",
            unsaid_by_role(GUILD, march(), NOOR, "Portuguese"),
        ),
        answer(
            "in `/me`, when they said something for other months as well",
            and_before(
                may_say(GUILD, march(), laid(), &silent(false)),
                GUILD,
                NOOR,
                &[
                    (march().previous(), "Welsh"),
                    (march().previous().previous(), "Go"),
                ],
            ),
        ),
        answer(
            "on **Take it back**, once the table is laid",
            taken_back(march()),
        ),
        answer(
            "in `/me`, when no table is laid for the month they were asked for",
            no_table(march()),
        ),
        answer(
            "in `/me`, when they were asked and have not answered",
            may_say(GUILD, march(), laid(), &silent(false)),
        ),
        answer(
            "in `/me`, when the question could not reach them",
            may_say(
                GUILD,
                march(),
                laid(),
                &Asked {
                    unreached: true,
                    ..silent(false)
                },
            ),
        ),
        answer(
            "in `/me`, when they said: not this time",
            may_say(GUILD, march(), laid(), &silent(true)),
        ),
        answer(
            "in `/me`, when the table says nothing of them",
            without_you(march()),
        ),
        answer("in `/me`, when they were never asked", not_asked_yet()),
        answer("on **Not this time**", declined(GUILD, march())),
        answer("on **Don't ask me**", will_not_be_asked(GUILD)),
        answer("on **You may ask me**", will_be_asked(GUILD)),
        sentence("when the question was for another", not_yours()),
        sentence("when they answer too late", laid_already(march())),
        sentence("when they answer and no table is laid", not_laid(march())),
        sentence(
            "when they answer and have lost the leaders' role",
            not_a_leader(march()),
        ),
    ]
}

fn for_oneself() -> Vec<Sample> {
    let private = |when, own: &OwnMonth| {
        sample(
            Reader::Teammate,
            Shown::PrivateMessage,
            when,
            month(&guild(), march(), own),
        )
    };
    let names = |names: &[&str]| names.iter().map(ToString::to_string).collect();
    let busy = OwnMonth {
        taught: names(&["Figma"]),
        learned: names(&["PostgreSQL", "Rust"]),
        met: names(&["Mia", "Ravi", "Sam"]),
        lessons: 2,
        wishes: names(&["Spanish"]),
    };
    let one = OwnMonth {
        lessons: 1,
        ..OwnMonth::default()
    };
    let wishing = OwnMonth {
        wishes: names(&["Spanish"]),
        ..OwnMonth::default()
    };
    vec![
        private("when the month begins, if they asked for it", &busy),
        private(
            "when the month begins, after one in which they wrote a lesson",
            &one,
        ),
        private(
            "when the month begins, after a quiet one",
            &OwnMonth::default(),
        ),
        private(
            "when the month begins, after a quiet one, with a wish",
            &wishing,
        ),
        sample(
            Reader::Teammate,
            Shown::Answer,
            "on **No more of these**",
            no_months(GUILD),
        ),
        sample(
            Reader::Teammate,
            Shown::Answer,
            "on **Send it to me again**",
            months_again(GUILD),
        ),
    ]
}
