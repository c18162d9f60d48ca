//! The sentences about thanks, one by one.

use super::{
    DRAFT_IS_GONE, DRAFT_IS_USED, NOT_YOUR_DRAFT, ONE_AT_A_TIME, ONLY_IN_A_SERVER,
    WITHOUT_YOUR_NAME, did_you_mean, form, recorded, refused, told, unreadable,
};
use crate::domain::ids::{DraftId, GuildId, HelpId, MemberId, MessageId, SkillId};
use crate::domain::skill::SkillName;
use crate::domain::thanks::ThanksRefusal;
use crate::features::learning::add_after_thanks;
use crate::features::samples::{Reader, Said, Sample, Shown};
use crate::post::Post;
use crate::store::helps::Help;

const MIA: MemberId = MemberId(12);
const RAVI: MemberId = MemberId(13);
const GUILD: &str = "Hearth & Co";

/// Every sentence, with when and to whom it is said.
pub fn samples() -> Vec<Sample> {
    let help = |skill: Option<&str>, thanks: Option<&str>| Help {
        id: HelpId(1),
        guild: GuildId(1),
        helper: Some(RAVI),
        learner: Some(MIA),
        skill: skill.map(|name| (SkillId(1), name.to_owned())),
        thanks: thanks.map(str::to_owned),
    };
    let answer = |when, post: Post| Sample {
        reader: Reader::Teammate,
        place: Shown::Answer,
        when,
        said: Said::Post(post),
    };
    let private = |when, post: Post| Sample {
        reader: Reader::Helper,
        place: Shown::PrivateMessage,
        when,
        said: Said::Post(post),
    };
    let named = help(Some("PostgreSQL"), Some("You saved my afternoon!"));
    let mut samples = vec![
        answer("after `/thanks` with a skill", recorded(&named, RAVI)),
        answer(
            "after `/thanks` with nothing else",
            recorded(&help(None, None), RAVI),
        ),
        private(
            "when they are thanked for a skill that they do not teach yet",
            told(
                &named,
                Some("Mia"),
                None,
                Some(add_after_thanks(HelpId(1), "PostgreSQL")),
                GUILD,
            ),
        ),
        private(
            "when they are thanked for a message",
            told(
                &help(None, Some("Exactly what I needed.")),
                Some("Mia"),
                Some("https://discord.com/channels/1/2/3"),
                None,
                GUILD,
            ),
        ),
        Sample {
            reader: Reader::Teammate,
            place: Shown::Form,
            when: "on **Thanks for this** in the menu of a message",
            said: Said::Form(form(RAVI, MessageId(3))),
        },
    ];
    if let (Ok(typed), Ok(meant)) = (SkillName::parse("postgers"), SkillName::parse("PostgreSQL")) {
        samples.push(answer(
            "when the skill is spelled nearly like a known one",
            did_you_mean(RAVI, &typed, &[meant], DraftId(1)),
        ));
    }
    samples.extend(refusals());
    samples
}

fn refusals() -> Vec<Sample> {
    let words = Some("You saved my afternoon!");
    let sentences = [
        (
            "when somebody thanks themselves",
            refused(ThanksRefusal::Yourself, MIA, None, None).to_string(),
        ),
        (
            "when somebody thanks a bot",
            refused(ThanksRefusal::Bot, RAVI, None, None).to_string(),
        ),
        (
            "when the one who is thanked has left",
            refused(ThanksRefusal::Left, RAVI, Some("PostgreSQL"), words).to_string(),
        ),
        (
            "when the one who is thanked is not known here",
            refused(ThanksRefusal::Unknown, RAVI, None, words).to_string(),
        ),
        (
            "when several skills are named at once",
            unreadable(ONE_AT_A_TIME, Some("Postgres, Rust"), words).to_string(),
        ),
        ("when the question is too old", DRAFT_IS_GONE.to_owned()),
        (
            "on **Thanks for this** in the thread of their own question without a name",
            WITHOUT_YOUR_NAME.to_owned(),
        ),
        ("when somebody else presses", NOT_YOUR_DRAFT.to_owned()),
        ("when it is answered twice", DRAFT_IS_USED.to_owned()),
        (
            "when the form comes from nowhere",
            ONLY_IN_A_SERVER.to_owned(),
        ),
    ];
    sentences
        .into_iter()
        .map(|(when, sentence)| Sample {
            reader: Reader::Teammate,
            place: Shown::Answer,
            when,
            said: Said::Sentence(sentence),
        })
        .collect()
}
