//! Whatever comes with a click, no handler panics or has a fault, and what it says keeps Discord's limits and shows nothing that
//! the text wanted. The stories do the same through Discord; here every id of [`CLICKS`] is tried, in the state that a hostile
//! client would choose: any.

#[path = "../../tests/texts/hostile.rs"]
mod hostile_texts;

use std::collections::BTreeSet;

use hostile_texts::{Hostile, UNSEEN, in_effect, texts};

use super::samples::{SAMPLES, Said};
use super::trial::{self, MIA, NOOR, RAVI, Trial, actor};
use super::{CLICKS, COMMANDS, Command, Press, Reply, family};
use crate::custom_id::{CustomId, RoundClick};
use crate::domain::ids::{ChannelId, MemberId, MessageId, PairingId, ProgrammeId, SkillId};
use crate::domain::pairing::Emphasis;
use crate::domain::round::{ProgrammeKind, RoundState};
use crate::error::{Error, Result};
use crate::store::lessons;
use crate::store::pairings::{self, NewPairing, NewSeat};
use crate::store::programmes::{self, Programme};
use crate::store::rounds::{self, NewRound};

/// The names of every field of every form.
fn fields() -> BTreeSet<String> {
    let samples = SAMPLES.iter().flat_map(|samples| samples());
    samples
        .filter_map(|sample| match sample.said {
            Said::Form(form) => Some(form.fields),
            Said::Post(_) | Said::Sentence(_) => None,
        })
        .flatten()
        .map(|field| field.name)
        .collect()
}

/// Every id, once of something that is not there and once of the first of its kind.
fn ids() -> Vec<CustomId> {
    let far = CustomId::samples();
    let near = far.iter().filter_map(|id| {
        let parts: Vec<String> = id
            .to_string()
            .split(':')
            .map(|part| {
                let number = part.len() > 2 && part.chars().all(|c| c.is_ascii_digit());
                if number {
                    "1".to_owned()
                } else {
                    part.to_owned()
                }
            })
            .collect();
        parts.join(":").parse().ok()
    });
    near.chain(far.iter().cloned()).collect()
}

/// A server in which there is one of most things.
async fn with_something_of_everything() -> Trial {
    let trial = Trial::turned_on().await;
    let command = |name: &str| -> &'static Command {
        COMMANDS
            .iter()
            .find(|command| command.name == name)
            .unwrap()
    };
    let ask = [("skill", "Postgres"), ("details", "It is slow.")];
    for (by, name, options) in [
        (RAVI, "teach", &[("skill", "Postgres")][..]),
        (MIA, "learn", &[("skill", "Rust")]),
        (MIA, "askfor", &ask),
        (MIA, "teach", &[("skill", "Postgrse")]),
    ] {
        trial::shown(trial.uses(by, command(name), options).await);
    }
    sits_with_ravi(&trial).await;
    trial
}

/// Mia and Ravi are together in the first round of a programme, and have met: what they learned can be written down.
async fn sits_with_ravi(trial: &Trial) {
    let now = trial.clock.now();
    let programme = Programme {
        id: ProgrammeId(0),
        guild: trial::GUILD,
        kind: ProgrammeKind::Coffee,
        name: "Coffee chats".to_owned(),
        channel: Some(trial::HELP),
        role: None,
        weekday: chrono::Weekday::Tue,
        time: chrono::NaiveTime::MIN,
        every_weeks: 1,
        anchor: now.date_naive(),
        group_size: 2,
        names_shown: false,
        emphasis: Emphasis::default(),
        running: true,
    };
    let mut write = trial.ctx.store.write().await.unwrap();
    let programme = programmes::add(&mut write, &programme, now).await.unwrap();
    let round = NewRound {
        programme,
        guild: trial::GUILD,
        state: RoundState::Paired,
        period: "2026-03-02",
        starts_at: now,
        next_at: now + chrono::TimeDelta::days(7),
        why: None,
    };
    let round = rounds::insert(&mut write, &round, 1, now).await.unwrap();
    let seat = |member| NewSeat {
        member,
        gave: false,
        got: false,
        wished: false,
        hosted: false,
        of_three: false,
        teaches: None,
    };
    let pairing = NewPairing {
        round,
        guild: trial::GUILD,
        seats: vec![seat(MIA), seat(RAVI)],
    };
    let pairing = pairings::insert(&mut write, &pairing, now).await.unwrap();
    assert_eq!(
        pairing,
        PairingId(1),
        "the ids that are tried are of the first of each"
    );
    pairings::set_met(&mut write, pairing, now).await.unwrap();
    write.commit().await.unwrap();
}

#[track_caller]
fn check(what: &str, hostile: &Hostile, reply: Result<Reply>) {
    let seen = match reply {
        Ok(Reply::Private(post) | Reply::Public(post) | Reply::Update(post)) => trial::text(&post),
        Ok(Reply::Modal(form)) => form.title,
        Err(Error::User(refusal)) => refusal.text,
        Err(Error::Fault(fault)) => panic!("{what}, {}: {fault}", hostile.tries),
    };
    let text = in_effect(&seen);
    assert!(
        !seen.contains(UNSEEN) && !hostile.never.iter().any(|never| text.contains(never)),
        "{what}, {}: {seen:?}",
        hostile.tries
    );
}

async fn press(
    trial: &Trial,
    fields: &BTreeSet<String>,
    by: MemberId,
    id: &CustomId,
    text: &str,
    private: bool,
) -> Result<Reply> {
    let press = Press {
        id: id.clone(),
        by: actor(by),
        guild: (!private).then_some(trial::GUILD),
        channel: if private { ChannelId(1) } else { trial::HELP },
        message: Some(MessageId(1)),
        values: vec![text.to_owned()],
        fields: fields
            .iter()
            .map(|field| (field.clone(), text.to_owned()))
            .collect(),
    };
    (family(id).run)(&trial.ctx, &press).await
}

/// Every click of a family, by an admin and by a teammate, in the server and privately.
async fn bears(family: &str, fields: &BTreeSet<String>) {
    let ids: Vec<CustomId> = ids()
        .into_iter()
        .filter(|id| super::family(id).name == family)
        .collect();
    assert!(!ids.is_empty(), "{family} has no clicks");
    let trial = with_something_of_everything().await;
    for hostile in texts(&RAVI.to_string()) {
        for id in &ids {
            for (by, private) in [(MIA, false), (NOOR, false), (MIA, true)] {
                let reply = press(&trial, fields, by, id, &hostile.text, private).await;
                check(&format!("{id} by {by}"), &hostile, reply);
            }
        }
    }
}

#[tokio::test]
async fn what_was_learned_in_a_pairing_is_kept_as_it_was_typed_however_hostile() {
    let trial = with_something_of_everything().await;
    let fields = fields();
    let pairing = PairingId(1);
    let skill = SkillId(1);
    for hostile in texts(&RAVI.to_string()) {
        for id in [
            RoundClick::LessonOn { pairing, skill },
            RoundClick::LessonWritten { pairing },
        ] {
            let id = CustomId::from(id);
            let reply = press(&trial, &fields, MIA, &id, &hostile.text, false).await;
            check(&id.to_string(), &hostile, reply);
        }
        // What is there by now is shown again, in the form and on the page.
        for id in [RoundClick::Lesson { pairing }, RoundClick::Met { pairing }] {
            let id = CustomId::from(id);
            let reply = press(&trial, &fields, MIA, &id, "", false).await;
            check(&id.to_string(), &hostile, reply);
        }
    }
    let mut read = trial.ctx.store.read().await.unwrap();
    let kept = lessons::of_pairing(&mut read, pairing, MIA).await.unwrap();
    assert!(kept.is_some(), "none of the texts was taken");
}

#[tokio::test]
async fn every_click_bears_every_text() {
    let fields = fields();
    for family in CLICKS {
        bears(family.name, &fields).await;
    }
}
