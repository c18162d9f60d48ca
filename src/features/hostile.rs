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
use crate::custom_id::CustomId;
use crate::domain::ids::{ChannelId, MemberId, MessageId};
use crate::error::{Error, Result};

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
    trial
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
async fn every_click_bears_every_text() {
    let fields = fields();
    for family in CLICKS {
        bears(family.name, &fields).await;
    }
}
