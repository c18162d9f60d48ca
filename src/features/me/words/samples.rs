//! The sentences of a member's own page, one by one.

mod programmes;

use std::sync::Arc;

use chrono::{DateTime, TimeDelta};

use super::{
    already_removed, back_to_asks, block_form, block_of_a_bot, block_of_oneself, blocks, city_form,
    going, helps, hosting, hours, hours_form, lessons, load, messages, nobody_of_that_name,
    not_a_member, not_blocked, nothing_chosen, opening, overview, pause, pause_form, quoting,
    skills, unknown_city, unreadable, waiting, which_place, which_server, whom_to_block,
};
use crate::domain::ask::AskState;
use crate::domain::digest::DigestTo;
use crate::domain::ids::{
    AskId, ChannelId, DraftId, GuildId, InvitationId, MemberId, OutboxId, SkillId,
};
use crate::domain::load::LoadLimit;
use crate::domain::schedule::zones::{self, Found};
use crate::domain::schedule::{Calendar, MemberHours, WorkingDays, WorkingHours};
use crate::domain::skill::Level;
use crate::error::Error;
use crate::features::asks::{AskLine, HelpLine, InvitationLine, KeptLine};
use crate::features::lessons::ToWrite;
use crate::features::me::page::{Going, Helps, Lines, Messages, Overview, Own, SkillLine};
use crate::features::paging::Page;
use crate::features::samples::{Reader, Said, Sample, Shown};
use crate::features::settings::{Guild, Signature};
use crate::post::{Modal, Post};
use crate::store::choices::Choices;
use crate::store::outbox::Waiting;
use crate::store::referrals::Credit;
use crate::store::skills::{Offer, Wish};

const MIA: MemberId = MemberId(12);
const RAVI: MemberId = MemberId(13);
const NOOR: MemberId = MemberId(14);
const SAM: MemberId = MemberId(15);

/// Every sentence, with when and to whom it is said.
pub fn samples() -> Vec<Sample> {
    let mut samples = at_a_glance();
    samples.extend(lists());
    samples.extend(programmes::samples());
    samples.extend(choices());
    samples.extend(forms());
    samples.extend(refusals());
    samples
}

fn own() -> Own {
    Own {
        guild: Guild {
            id: GuildId(1),
            name: "Hearth & Co".to_owned(),
            owner: MemberId(11),
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
            digest: DigestTo::Channel,
        },
        choices: Choices {
            own: MemberHours::default(),
            paused_until: None,
            limit: LoadLimit::default(),
            quotable: false,
            hosting: true,
            wants_questions: true,
            wants_thanks: true,
            wants_digest: true,
            wants_month: false,
            wants_leading: true,
        },
        now: DateTime::UNIX_EPOCH,
    }
}

/// The choices of somebody who said no wherever yes is usual, and the other way round, and is away.
fn otherwise() -> Own {
    let own = own();
    Own {
        choices: Choices {
            own: MemberHours {
                zone: Some(chrono_tz::Europe::Berlin),
                ..MemberHours::default()
            },
            paused_until: Some(own.now + TimeDelta::days(7)),
            limit: LoadLimit::MIN,
            quotable: true,
            hosting: false,
            wants_questions: false,
            wants_thanks: false,
            wants_digest: false,
            wants_month: true,
            wants_leading: false,
        },
        ..own
    }
}

fn answer(reader: Reader, when: &'static str, post: Post) -> Sample {
    Sample {
        reader,
        place: Shown::Answer,
        when,
        said: Said::Post(post),
    }
}

fn at_a_glance() -> Vec<Sample> {
    let glance = |own: Own, much: bool| {
        let count = usize::from(much);
        overview(&Overview {
            offers: count,
            wishes: count,
            asks: count,
            taken: count,
            invitations: count,
            given: u32::from(much),
            received: u32::from(much),
            referred: u32::from(much),
            programmes: if much {
                vec!["Coffee chats".to_owned(), "Skill swaps".to_owned()]
            } else {
                Vec::new()
            },
            pairings: count,
            buddies: much,
            lessons: i64::from(much),
            blocks: count,
            waiting: count,
            started: u32::from(much),
            leads: much,
            table: much,
            now: own.now,
            guild: own.guild,
            choices: own.choices,
        })
    };
    vec![
        answer(
            Reader::NewHire,
            "on `/me`, the first day",
            glance(own(), false),
        ),
        answer(
            Reader::Manager,
            "on `/me`, by a leader for whom something waits",
            glance(otherwise(), true),
        ),
    ]
}

fn page<T: Clone>(lines: &[T]) -> Lines<T> {
    Lines {
        page: Page::new(lines.len(), 8, 0),
        lines: lines.to_vec(),
    }
}

fn lists() -> Vec<Sample> {
    let offer = SkillLine::Offer(Offer {
        skill: SkillId(1),
        name: "PostgreSQL".to_owned(),
        level: Some(Level::Daily),
        note: Some("query plans are my hobby".to_owned()),
    });
    let wish = SkillLine::Wish(Wish {
        skill: SkillId(2),
        name: "Spanish".to_owned(),
        note: None,
    });
    let waits = Waiting {
        id: OutboxId(1),
        post: Post::text("Mia says thanks."),
        since: DateTime::UNIX_EPOCH,
    };
    let suggested = [(RAVI, "Ravi".to_owned()), (SAM, "Sam".to_owned())];
    vec![
        answer(
            Reader::NewHire,
            "on **Skills**, with nothing there yet",
            skills(&page(&[])),
        ),
        answer(
            Reader::Helper,
            "on **Skills**",
            skills(&page(&[offer, wish])),
        ),
        answer(
            Reader::NewHire,
            "on **Asks and invitations**, with nothing open",
            going(&page(&[])),
        ),
        answer(
            Reader::Teammate,
            "on **Asks and invitations**",
            going(&page(&open())),
        ),
        answer(
            Reader::Teammate,
            "on **Open** beside one of them",
            back_to_asks(Post::text("…what can be done about it…")),
        ),
        answer(
            Reader::NewHire,
            "on **Helps**, with none on record",
            helps(&no_helps()),
        ),
        answer(Reader::Helper, "on **Helps**", helps(&some_helps())),
        answer(
            Reader::Teammate,
            "on **Lessons**, in place of a page of them",
            lessons(
                Post::text("…the lessons they wrote…"),
                &[ToWrite {
                    ask: AskId(1),
                    skill: "PostgreSQL".to_owned(),
                }],
            ),
        ),
        answer(
            Reader::Teammate,
            "on **Blocks**, with nobody on the list",
            blocks(&page(&[]), None),
        ),
        answer(
            Reader::Teammate,
            "on **Blocks**, in a private conversation",
            blocks(&page(&[SAM]), Some(&suggested)),
        ),
        answer(
            Reader::Teammate,
            "when several people have the name of whom to block",
            whom_to_block("a", &suggested),
        ),
        answer(
            Reader::Teammate,
            "on **Read what waits here**",
            waiting(&page(&[waits])),
        ),
        answer(
            Reader::Teammate,
            "on **Done with this one**, with nothing left",
            waiting(&page(&[])),
        ),
    ]
}

fn open() -> [Going; 5] {
    let ask = |helpers: Vec<MemberId>, thread| AskLine {
        ask: AskId(1),
        asker: Some(MIA),
        anonymous: false,
        skill: "PostgreSQL".to_owned(),
        state: AskState::Open,
        created_at: DateTime::UNIX_EPOCH,
        helpers,
        thread,
    };
    [
        Going::Invited(InvitationLine {
            invitation: InvitationId(1),
            asker: Some(SAM),
            skill: "Rust".to_owned(),
            lapses_at: Some(DateTime::UNIX_EPOCH),
        }),
        Going::Asked(ask(Vec::new(), None)),
        Going::Asked(AskLine {
            asker: None,
            anonymous: true,
            ..ask(vec![RAVI], Some(ChannelId(104)))
        }),
        Going::Taken(ask(vec![RAVI], Some(ChannelId(104)))),
        Going::Kept(KeptLine {
            draft: DraftId(1),
            skill: "Git".to_owned(),
            details: "How do I take a commit back?".to_owned(),
            complete: true,
        }),
    ]
}

fn no_helps() -> Helps {
    Helps {
        page: Page::new(0, 5, 0),
        counts: (0, 0),
        referred: Credit {
            named: 0,
            helped: 0,
        },
        given: Vec::new(),
        received: Vec::new(),
    }
}

fn some_helps() -> Helps {
    let help = |other, skill: Option<&str>, thanks: Option<&str>| HelpLine {
        other,
        skill: skill.map(str::to_owned),
        thanks: thanks.map(str::to_owned),
        happened_at: DateTime::UNIX_EPOCH,
    };
    Helps {
        page: Page::new(2, 5, 0),
        counts: (2, 1),
        referred: Credit {
            named: 3,
            helped: 1,
        },
        given: vec![
            help(
                Some(MIA),
                Some("PostgreSQL"),
                Some("You saved my afternoon!"),
            ),
            help(None, Some("Rust"), None),
        ],
        received: vec![help(Some(SAM), None, Some("Exactly what I needed."))],
    }
}

fn choices() -> Vec<Sample> {
    let writes = |own, many: u8| Messages {
        own,
        started: u32::from(many),
        waiting: usize::from(many),
        leads: many > 0,
    };
    let signature = Signature {
        signer: NOOR,
        learning: "Kubernetes".to_owned(),
    };
    let mut samples = vec![
        answer(Reader::Helper, "on **Zone and hours**", hours(&own())),
        answer(
            Reader::Helper,
            "on **Zone and hours**, with a zone of their own",
            hours(&otherwise()),
        ),
        answer(Reader::Helper, "on **Pause**", pause(&own())),
        answer(
            Reader::Helper,
            "on **Pause**, during one",
            pause(&otherwise()),
        ),
        answer(Reader::Helper, "on **Limit**", load(&own())),
        answer(Reader::Helper, "on **New colleagues**", hosting(&own())),
        answer(
            Reader::Helper,
            "on **New colleagues**, after saying no",
            hosting(&otherwise()),
        ),
        answer(Reader::Helper, "on **Quoting**", quoting(&own())),
        answer(
            Reader::Helper,
            "on **Quoting**, after agreeing",
            quoting(&otherwise()),
        ),
        answer(
            Reader::Helper,
            "on **Private messages**",
            messages(&writes(own(), 0)),
        ),
        answer(
            Reader::Helper,
            "on **Private messages**, with fewer of them and closed for me",
            messages(&writes(otherwise(), 2)),
        ),
        answer(
            Reader::Manager,
            "on **Sign the opening post**, by a leader",
            opening(NOOR, None),
        ),
        answer(
            Reader::Manager,
            "on **Sign the opening post**, after doing so",
            opening(NOOR, Some(&signature)),
        ),
        answer(
            Reader::Manager,
            "on **Sign the opening post**, where somebody else did",
            opening(RAVI, Some(&signature)),
        ),
    ];
    if let Found::Several(places) = zones::find("Portland") {
        samples.push(answer(
            Reader::Teammate,
            "when several places have the name that was typed",
            which_place("Portland", &places, DateTime::UNIX_EPOCH),
        ));
    }
    samples
}

fn forms() -> Vec<Sample> {
    let form = |when, modal: Modal| Sample {
        reader: Reader::Teammate,
        place: Shown::Form,
        when,
        said: Said::Form(modal),
    };
    vec![
        form("on **Change my city**", city_form()),
        form("on **Change my hours**", hours_form(&own())),
        form("on **Until a date…**", pause_form()),
        form("on **Somebody else…** under Blocks", block_form()),
    ]
}

fn refusals() -> Vec<Sample> {
    let sentence = |when, error: Error| Sample {
        reader: Reader::Teammate,
        place: Shown::Answer,
        when,
        said: Said::Sentence(error.to_string()),
    };
    vec![
        sentence("when Discord has not told of them yet", not_a_member()),
        sentence(
            "in a private conversation, by somebody with several servers",
            which_server(),
        ),
        sentence("when something is removed twice", already_removed()),
        sentence("when somebody is unblocked twice", not_blocked()),
        sentence("when they block themselves", block_of_oneself()),
        sentence("when they block a bot", block_of_a_bot(MemberId(99))),
        sentence(
            "when nobody has the name of whom to block",
            nobody_of_that_name("Rvai"),
        ),
        sentence("when a city is not known", unknown_city("Lisbonne-sur-Mer")),
        sentence("when nothing usable was chosen", nothing_chosen()),
        sentence(
            "when a date cannot be read",
            unreadable(
                "Please write it like 2026-12-24, or “in 3 weeks”.",
                "whenever",
            ),
        ),
    ]
}
