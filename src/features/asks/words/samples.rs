//! The sentences about asks, one by one: Mia asks, Ravi helps, Noor manages.

mod anonymous;
mod asking;
mod finding;
mod private;
mod solving;
mod thread;

use chrono::{DateTime, Utc};

use crate::domain::ask::AskState;
use crate::domain::ids::{AskId, ChannelId, GuildId, MemberId, MessageId, SkillId};
use crate::features::samples::{Reader, Said, Sample, Shown};
use crate::post::Post;
use crate::store::asks::{Ask, Asker};

const MIA: MemberId = MemberId(12);
const RAVI: MemberId = MemberId(13);
const NOOR: MemberId = MemberId(14);
const GUILD: &str = "Hearth & Co";

/// Every sentence, with when and to whom it is said.
pub fn samples() -> Vec<Sample> {
    let mut samples = asking::samples();
    samples.extend(anonymous::samples());
    samples.extend(finding::samples());
    samples.extend(thread::samples());
    samples.extend(private::samples());
    samples.extend(solving::samples());
    samples
}

/// Mia's ask about Postgres, on a Monday morning.
fn ask(state: AskState) -> Ask {
    let at = DateTime::<Utc>::from_timestamp_nanos(1_772_442_000_000_000_000);
    let taken = matches!(state, AskState::Taken | AskState::Solved);
    Ask {
        id: AskId(1),
        guild: GuildId(1),
        asker: Asker::Named(MIA),
        skill: SkillId(1),
        skill_name: "PostgreSQL".to_owned(),
        details: "My report takes a minute since Friday.".to_owned(),
        about: None,
        state,
        created_at: at,
        post_channel: Some(ChannelId(101)),
        post_message: Some(MessageId(1001)),
        thread: taken.then_some(ChannelId(1001)),
        thread_owed: false,
        reopened_at: None,
        wave: 1,
        last_wave_at: Some(at),
        last_wave_found: true,
        nobody_told: false,
        last_sign_at: at,
        quiet_asked_at: None,
        face: None,
        thanks: None,
        lesson: None,
    }
}

/// The same, asked without a name.
fn anonymous(state: AskState) -> Ask {
    Ask {
        asker: Asker::Anonymous,
        ..ask(state)
    }
}

fn answer(when: &'static str, post: Post) -> Sample {
    said(Reader::Teammate, Shown::Answer, when, post)
}

fn sentence(when: &'static str, sentence: &str) -> Sample {
    Sample {
        reader: Reader::Teammate,
        place: Shown::Answer,
        when,
        said: Said::Sentence(sentence.to_owned()),
    }
}

fn said(reader: Reader, place: Shown, when: &'static str, post: Post) -> Sample {
    Sample {
        reader,
        place,
        when,
        said: Said::Post(post),
    }
}
