//! On the way to an ask, and what the one who asks and those who help read as answers to what they do.

use super::super::{
    ASK_IS_GONE, DECLINED_AFTER_ACCEPTING, DRAFT_IS_ANSWERED, DRAFT_IS_GONE, DRAFT_IS_USED,
    INVITATION_IS_GONE, MY_OWN_MESSAGE, NOT_A_MEMBER, NOT_YET_A_MEMBER, NOT_YOUR_DRAFT,
    NOT_YOUR_INVITATION, ONE_AT_A_TIME, TURNED_OFF, answered_by_lesson, ask_form, asked,
    asker_page, before_the_ask, being_asked, change_it, did_you_mean, given_back_before,
    helper_page, more_are_asked, never_minded, not_now, not_now_and_not_kept, not_now_but_kept,
    not_your_ask, over, over_but_for_thanks, refusal, taking, you_gave_it_back,
};
use super::{MIA, RAVI, answer, ask, said, sentence};
use crate::domain::ask::{AskRefusal, AskState};
use crate::domain::ids::{AskId, DraftId, GuildId, LessonId, SkillId};
use crate::domain::skill::SkillName;
use crate::domain::text::Details;
use crate::features::asks::command::{Manner, Question, Typed};
use crate::features::asks::open::{NotNow, OpenAsk};
use crate::features::asks::take::Taking;
use crate::features::samples::{Reader, Said, Sample, Shown};
use crate::store::asks::Ask;
use crate::store::lessons::Lesson;
use crate::store::types::at;

const DRAFT: DraftId = DraftId(1);

pub(super) fn samples() -> Vec<Sample> {
    // The cast's words are no names that could be refused, and nothing is shown where they were.
    let name = |name: &str| SkillName::parse(name).ok();
    let (Some(postgres), Some(typo)) = (name("PostgreSQL"), name("postgrse")) else {
        return Vec::new();
    };
    let mut samples = before(&postgres, &typo);
    samples.extend(refused(&postgres));
    samples.extend(asking());
    samples.extend(helping());
    samples
}

fn before(postgres: &SkillName, typo: &SkillName) -> Vec<Sample> {
    let form = |when, form| Sample {
        reader: Reader::Teammate,
        place: Shown::Form,
        when,
        said: Said::Form(form),
    };
    let typed = Typed {
        skill: "postgres, rust".to_owned(),
        details: "What does that error mean?".to_owned(),
    };
    let lesson = |id, text: &str, author| Lesson {
        id: LessonId(id),
        guild: GuildId(1),
        author,
        skill: SkillId(1),
        skill_name: "PostgreSQL".to_owned(),
        text: text.to_owned(),
        answered: 0,
        created_at: at(1_772_442_000_000),
    };
    let lessons = [
        lesson(
            1,
            "A slow report mostly wants an index: EXPLAIN ANALYZE shows which.",
            Some(RAVI),
        ),
        lesson(2, "Vacuum now and then.", None),
    ];
    vec![
        answer(
            "on `/askfor` with a word that is nearly a known skill",
            did_you_mean(typo, std::slice::from_ref(postgres), DRAFT),
        ),
        form(
            "on `/askfor` without details",
            ask_form(Some(postgres), &Typed::default(), DRAFT),
        ),
        form(
            "on “Ask the team about this”",
            ask_form(None, &Typed::default(), DRAFT),
        ),
        form("on **Change it**", ask_form(None, &typed, DRAFT)),
        answer(
            "when what was written cannot be taken",
            change_it(ONE_AT_A_TIME, DRAFT),
        ),
        answer(
            "on `/askfor` when a lesson may answer it",
            before_the_ask(postgres, lessons.get(..1).unwrap_or_default(), DRAFT),
        ),
        answer(
            "on `/askfor` when several lessons may answer it",
            before_the_ask(postgres, &lessons, DRAFT),
        ),
        answer("on **This answers it**", answered_by_lesson(postgres)),
        sentence("on a button of a question of yesterday", DRAFT_IS_GONE),
        sentence("on a button of a question that was asked", DRAFT_IS_USED),
        sentence(
            "on a button of a question that a lesson answered",
            DRAFT_IS_ANSWERED,
        ),
        sentence("on the form of somebody else", NOT_YOUR_DRAFT),
        sentence(
            "on “Ask the team about this”, on a message of the bot",
            MY_OWN_MESSAGE,
        ),
    ]
}

fn refused(postgres: &SkillName) -> Vec<Sample> {
    let open = |skill: &str, anonymous, link: Option<&str>| OpenAsk {
        skill: skill.to_owned(),
        anonymous,
        link: link.map(str::to_owned),
    };
    let too_many = NotNow::TooMany(vec![
        open("Rust", false, Some("<#1001>")),
        open("Go", false, Some("https://discord.com/channels/1/2/3")),
        open("Git", true, None),
    ]);
    let mut samples = vec![sentence(
        "on `/askfor` without details when three are open",
        &not_now(&too_many),
    )];
    let Ok(details) = Details::parse("My report takes a minute since Friday.") else {
        return samples;
    };
    let question = Question {
        skill: postgres.clone(),
        details,
        manner: Manner::default(),
        drafts: Vec::new(),
    };
    let kept = |when, reason| answer(when, not_now_but_kept(&reason, &question, DRAFT));
    samples.extend([
        kept("on `/askfor` when three are open", too_many),
        kept(
            "on an anonymous `/askfor` when one was opened that very moment",
            NotNow::OneAnonymous(open("Git", true, Some("<#1001>"))),
        ),
        kept(
            "on an anonymous `/askfor` when one was closed by a moderator that very moment",
            NotNow::ClosedLately(open("Git", true, Some("<#1001>"))),
        ),
        sentence(
            "on an anonymous `/askfor` when one is open",
            &not_now_and_not_kept(
                &NotNow::OneAnonymous(open("Git", true, Some("<#1001>"))),
                question.details.as_str(),
            ),
        ),
        sentence(
            "on an anonymous `/askfor` after a moderator closed one",
            &not_now_and_not_kept(
                &NotNow::ClosedLately(open("Git", true, Some("<#1001>"))),
                question.details.as_str(),
            ),
        ),
        kept(
            "on an anonymous `/askfor` where the admins want names",
            NotNow::NamesOnly,
        ),
        kept(
            "on an anonymous `/askfor` without a help channel",
            NotNow::NoHelpChannel,
        ),
    ]);
    samples
}

fn asking() -> Vec<Sample> {
    let open = ask(AskState::Open);
    let taken = ask(AskState::Taken);
    let about = Ask {
        about: Some("https://discord.com/channels/1/2/3".to_owned()),
        ..ask(AskState::Open)
    };
    let nowhere = Ask {
        post_channel: None,
        ..ask(AskState::Open)
    };
    vec![
        answer("once it is asked", asked(&open, 3, false)),
        answer("once it is asked, about a message", asked(&about, 1, false)),
        answer(
            "once it is asked where there is no help channel",
            asked(&nowhere, 1, false),
        ),
        answer("on **Still need help**", more_are_asked(&taken, 2, false)),
        answer(
            "on **Still need help** while people are being asked",
            being_asked(&open, 2),
        ),
        answer(
            "on **Still need help** while nobody is being asked",
            being_asked(&open, 0),
        ),
        answer("on **Never mind**", never_minded(&open)),
        answer(
            "on their open question in `/me`",
            asker_page(&open, &[], 2, None),
        ),
        answer(
            "on their open question in `/me` when the managers are going to hear of it",
            asker_page(&open, &[], 0, Some(open.created_at)),
        ),
        answer(
            "on their question in `/me` that somebody has",
            asker_page(&taken, &[RAVI], 0, None),
        ),
        sentence("on a button of a question that is gone", ASK_IS_GONE),
        sentence(
            "on a button in a server where Potluck is turned off",
            TURNED_OFF,
        ),
    ]
}

fn helping() -> Vec<Sample> {
    let taken = ask(AskState::Taken);
    let helper = |when, post| said(Reader::Helper, Shown::Answer, when, post);
    let told = |when, text: &str| Sample {
        reader: Reader::Helper,
        ..sentence(when, text)
    };
    let mut samples = vec![
        helper("on **I can help**", taking(&Taking::Taken(taken.clone()))),
        helper(
            "on **I can help** a second time",
            taking(&Taking::YoursAlready(taken.clone())),
        ),
        helper(
            "on **I can help** when somebody was quicker",
            taking(&Taking::TooLate(taken.clone(), vec![RAVI])),
        ),
        helper("on **I can't after all**", you_gave_it_back(&taken)),
        helper(
            "on **I can't after all** a second time",
            given_back_before(&taken),
        ),
        helper(
            "on a question in `/me` that they help with",
            helper_page(&taken),
        ),
        helper("on a question of somebody else", not_your_ask(AskId(1))),
        told("on an invitation that is gone", INVITATION_IS_GONE),
        told("on somebody else's invitation", NOT_YOUR_INVITATION),
        told(
            "on a button in a private message, having left the server",
            NOT_A_MEMBER,
        ),
        told(
            "on a button before the server's welcome questions are answered",
            NOT_YET_A_MEMBER,
        ),
        told(
            "on **Not now** after **I can help**",
            DECLINED_AFTER_ACCEPTING,
        ),
    ];
    samples.extend(
        [
            AskRefusal::OwnAsk,
            AskRefusal::OnlyAsker,
            AskRefusal::NotYours,
            AskRefusal::YoursAlready,
            AskRefusal::TakenBy(MIA),
            AskRefusal::StillOpen,
        ]
        .map(|why| {
            told(
                "on a button that is not for them, or not now",
                &refusal(&taken, why),
            )
        }),
    );
    samples.push(said(
        Reader::Teammate,
        Shown::Answer,
        "on a question in `/me` that closed quietly",
        over_but_for_thanks(&ask(AskState::Quiet)),
    ));
    samples.extend(AskState::ALL.iter().map(|state| {
        told(
            "on a button of a question that is over",
            &over(&ask(*state)),
        )
    }));
    samples
}
