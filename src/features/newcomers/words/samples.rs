//! Every sentence about newcomers, with when and to whom it is said.

use chrono::{DateTime, TimeDelta, Utc};

#[allow(clippy::wildcard_imports, reason = "a sample of every one of them")]
use super::*;
use crate::domain::buddy::NewcomerState;
use crate::domain::ids::{ChannelId, GuildId, NewcomerId};
use crate::domain::schedule::zones::{self, Found};
use crate::error::Error;
use crate::features::newcomers::buddies::{Met, Why};
use crate::features::samples::{Reader, Said, Sample, Shown};
use crate::post::Post;
use crate::store::newcomers::Newcomer;

const GUILD: GuildId = GuildId(1);
const SERVER: &str = "Hearth & Co";
const ID: NewcomerId = NewcomerId(1);
const SAM: MemberId = MemberId(14);
const MIA: MemberId = MemberId(12);
const RAVI: MemberId = MemberId(13);

fn named(id: MemberId, name: &str) -> Named {
    Named {
        id,
        name: name.to_owned(),
    }
}

fn then() -> DateTime<Utc> {
    DateTime::UNIX_EPOCH + TimeDelta::days(20_000)
}

fn met(in_thread: bool) -> Met {
    Met {
        buddy: named(MIA, "Mia"),
        at: then(),
        in_thread,
    }
}

fn the_two() -> TheTwo {
    TheTwo {
        id: ID,
        newcomer: named(SAM, "Sam"),
        buddy: named(MIA, "Mia"),
        teaches: vec!["PostgreSQL".to_owned(), "Rust".to_owned()],
        wishes: vec!["Kubernetes".to_owned()],
    }
}

fn newcomer(buddy: Option<MemberId>) -> Newcomer {
    Newcomer {
        id: ID,
        guild: GUILD,
        member: SAM,
        since: then(),
        state: if buddy.is_some() {
            NewcomerState::Paired
        } else {
            NewcomerState::Looking
        },
        came_back: false,
        buddy,
        buddy_since: buddy.map(|_| then()),
        thread: Some(ChannelId(3)),
        under: Some(ChannelId(2)),
        privately: false,
        checks: 0,
        answered_for: 0,
        seek_at: None,
        tell_at: None,
        welcomed_at: then(),
    }
}

fn sample(reader: Reader, place: Shown, when: &'static str, post: Post) -> Sample {
    Sample {
        reader,
        place,
        when,
        said: Said::Post(post),
    }
}

/// Everything that is said about newcomers.
pub fn samples() -> Vec<Sample> {
    let mut samples = welcomes();
    samples.extend(introductions());
    samples.extend(checks());
    samples.extend(ends());
    samples.extend(answers());
    samples.extend(refusals());
    samples
}

fn welcomes() -> Vec<Sample> {
    let as_they_join = |came_back, buddy: Option<&Met>| {
        welcome(&Welcome {
            guild: GUILD,
            server: SERVER,
            name: "Sam",
            came_back,
            buddy,
        })
    };
    let to = |when, post| sample(Reader::NewHire, Shown::PrivateMessage, when, post);
    let in_channel = InChannel {
        newcomer: SAM,
        came_back: false,
    };
    vec![
        to("as they join", as_they_join(false, Some(&met(true)))),
        to(
            "as they join, where they and their buddy see no channel together",
            as_they_join(false, Some(&met(false))),
        ),
        to(
            "as they join and nobody can be their buddy",
            as_they_join(false, None),
        ),
        to("as they come back", as_they_join(true, Some(&met(true)))),
        sample(
            Reader::NewHire,
            Shown::HelpChannel,
            "as they join and cannot be written to",
            welcome_in_channel(GUILD, &in_channel),
        ),
    ]
}

fn introductions() -> Vec<Sample> {
    let two = the_two();
    let there = |when, post| sample(Reader::NewHire, Shown::BuddyThread, when, post);
    vec![
        there("when both are introduced", introduction(&two, Why::New)),
        there(
            "when another buddy comes",
            introduction(&two, Why::HandedOver("Ravi")),
        ),
        there(
            "when a buddy handed over and the next is not at work yet",
            another_is_coming(&two, Why::HandedOver("Ravi"), then()),
        ),
        there(
            "when a buddy left and the next is not at work yet",
            another_is_coming(&two, Why::Gone(Some("Ravi")), then()),
        ),
        sample(
            Reader::NewHire,
            Shown::PrivateMessage,
            "when a buddy is found later and there can be no thread",
            your_buddy(&two, Why::Found, SERVER),
        ),
        sample(
            Reader::Helper,
            Shown::PrivateMessage,
            "when they are a buddy and there can be no thread",
            you_are_the_buddy(&two, SERVER),
        ),
    ]
}

fn checks() -> Vec<Sample> {
    let there = |when, post| sample(Reader::NewHire, Shown::BuddyThread, when, post);
    let to = |when, post| sample(Reader::NewHire, Shown::PrivateMessage, when, post);
    let mia = named(MIA, "Mia");
    vec![
        there("after one working day", check_in(ID, SAM, MIA, 1)),
        there("after seven working days", check_in(ID, SAM, MIA, 2)),
        there("after thirty working days", last_day(ID, SAM, MIA)),
        there(
            "when the newcomer said that they had not talked",
            nudge(SAM, MIA),
        ),
        to(
            "after seven working days, without a thread",
            check_in_privately(ID, &mia, 2, SERVER),
        ),
        to(
            "after one working day, without a buddy",
            check_in_alone(1, SERVER),
        ),
        to(
            "after thirty working days, without a thread",
            last_day_privately(ID, &mia, true, SERVER),
        ),
        to(
            "after thirty working days, without a thread, where the buddy does not hear of thanks",
            last_day_privately(ID, &mia, false, SERVER),
        ),
        to(
            "after thirty working days, without a buddy",
            last_day_alone(SERVER),
        ),
        to(
            "after thirty working days, without a buddy any more",
            last_day_without(Some((&mia, true)), SERVER),
        ),
        to(
            "after thirty working days, when their buddy left the server and no other was found",
            last_day_without(None, SERVER),
        ),
        to(
            "when their thread is deleted, or locked by a moderator",
            thread_is_gone(&the_two(), None, SERVER),
        ),
        to(
            "when their thread is gone as they are to be asked how it goes",
            thread_is_gone(&the_two(), Some(2), SERVER),
        ),
        sample(
            Reader::Helper,
            Shown::PrivateMessage,
            "when the thread with their newcomer is gone",
            thread_is_gone_to_buddy(&the_two(), false, SERVER),
        ),
        sample(
            Reader::Helper,
            Shown::PrivateMessage,
            "when the thread with their newcomer is gone, who said that they had not talked",
            thread_is_gone_to_buddy(&the_two(), true, SERVER),
        ),
        sample(
            Reader::Helper,
            Shown::PrivateMessage,
            "when their newcomer said that they had not talked, without a thread",
            nudge_privately(ID, "Sam", SAM, SERVER),
        ),
        sample(
            Reader::Helper,
            Shown::PrivateMessage,
            "after thirty working days as a buddy, without a thread",
            thanks_privately("Sam", SAM, SERVER),
        ),
    ]
}

fn ends() -> Vec<Sample> {
    let helper = |place, when, post| sample(Reader::Helper, place, when, post);
    let several = [named(SAM, "Sam"), named(RAVI, "Ravi"), named(MIA, "Mia")];
    vec![
        helper(
            Shown::BuddyThread,
            "when their newcomer left",
            newcomer_left("Sam"),
        ),
        helper(
            Shown::PrivateMessage,
            "when their newcomer left, without a thread",
            newcomer_left_privately("Sam", SERVER),
        ),
        helper(
            Shown::BuddyThread,
            "when their newcomer asked to be forgotten",
            it_is_over(),
        ),
        helper(
            Shown::PrivateMessage,
            "when their newcomer asked to be forgotten, without a thread",
            it_is_over_privately(SERVER),
        ),
        sample(
            Reader::NewHire,
            Shown::BuddyThread,
            "when their buddy left and nobody is suitable",
            looking_in_thread(SAM, Why::Gone(Some("Mia"))),
        ),
        sample(
            Reader::NewHire,
            Shown::PrivateMessage,
            "when their buddy handed over and nobody is suitable, without a thread",
            looking_privately(Why::HandedOver("Mia"), SERVER),
        ),
        sample(
            Reader::Manager,
            Shown::ManagersChannel,
            "when nobody is suitable as a buddy",
            nobody_suitable(&several[..1]),
        ),
        sample(
            Reader::Manager,
            Shown::PrivateMessage,
            "when nobody is suitable as a buddy, and there is no channel for managers",
            nobody_suitable_privately(&several, SERVER),
        ),
    ]
}

fn answers() -> Vec<Sample> {
    let newcomer_reads = |when, post| sample(Reader::NewHire, Shown::Answer, when, post);
    let buddy_reads = |when, post| sample(Reader::Helper, Shown::Answer, when, post);
    let shown = Mine {
        guild: GUILD,
        own: Some((newcomer(Some(MIA)), Some(named(MIA, "Mia")))),
        others: Vec::new(),
    };
    let looking = Mine {
        own: Some((newcomer(None), None)),
        others: vec![(newcomer(Some(MIA)), named(SAM, "Sam"))],
        guild: GUILD,
    };
    let mut samples = vec![
        newcomer_reads("on **All is well**", glad(true)),
        buddy_reads("on **All is well**", glad(false)),
        newcomer_reads("on **We have not talked yet**", not_yet(&named(MIA, "Mia"))),
        newcomer_reads(
            "on **We have not talked yet**, once more",
            not_yet_twice(&named(MIA, "Mia")),
        ),
        buddy_reads(
            "on **We have not talked yet**",
            not_yet_from_buddy(&named(SAM, "Sam")),
        ),
        newcomer_reads(
            "on **We have not talked yet**, without a buddy",
            not_yet_without(),
        ),
        newcomer_reads(
            "on **We have not talked yet**, at the end",
            not_yet_at_the_end(),
        ),
        buddy_reads("on **Hand over**", handed_over(Some(&met(true)))),
        buddy_reads(
            "on **Hand over**, when nobody is suitable",
            handed_over(None),
        ),
        newcomer_reads("in `/me`, about their buddy", mine(&shown)),
        buddy_reads("in `/me`, about those whose buddy they are", mine(&looking)),
        sample(
            Reader::Teammate,
            Shown::Answer,
            "in `/me`, with no newcomer at all",
            nothing_going_on(),
        ),
        newcomer_reads(
            "when their city is known",
            zone_is(chrono_tz::Europe::Lisbon, then()),
        ),
        Sample {
            reader: Reader::NewHire,
            place: Shown::Form,
            when: "on **My city**",
            said: Said::Form(city_form(GUILD)),
        },
    ];
    if let Found::Several(places) = zones::find("portland") {
        let post = which_place(GUILD, "portland", &places, then());
        samples.push(newcomer_reads("when several cities may be meant", post));
    }
    samples
}

fn refusals() -> Vec<Sample> {
    let sentence = |reader, when, error: Error| Sample {
        reader,
        place: Shown::Answer,
        when,
        said: Said::Sentence(match error {
            Error::User(refusal) => refusal.text,
            Error::Fault(fault) => fault.to_string(),
        }),
    };
    let buddy = |when, error| sentence(Reader::Helper, when, error);
    let anybody = |when, error| sentence(Reader::Teammate, when, error);
    vec![
        buddy("on **Hand over**, once more", handed_over_already()),
        buddy("on **Hand over**, too late", thirty_days_are_over()),
        buddy("on a button, when the newcomer left", newcomer_is_gone()),
        anybody(
            "on somebody else's **Hand over**",
            only_the_buddy(Some("Mia")),
        ),
        anybody(
            "on somebody else's **Hand over**, when there is no buddy",
            only_the_buddy(None),
        ),
        anybody("on somebody else's question", not_asked()),
        anybody("on a button that stands for nothing any more", is_gone()),
        sentence(
            Reader::NewHire,
            "when their city is not known",
            unknown_city("Quixville"),
        ),
        sentence(Reader::NewHire, "when nothing was chosen", nothing_chosen()),
        anybody("on a welcome, in a server they left", not_a_member()),
    ]
}
