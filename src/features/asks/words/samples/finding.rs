//! Finding somebody who can help.

use super::super::{
    Colleagues, NOBODY_CHOSEN, REFERRED_ALREADY, REFERRED_TO_YOURSELF, REFERRED_WHEN_TAKEN, asked,
    colleague_form, colleagues_found, invitation, invitation_referred, managers_have_heard,
    managers_will_not_hear, more_are_asked, no_colleague_found, nobody_to_ask,
    nothing_for_managers, referred, someone_better, stuck_post, thanks, why, with_managers,
};
use super::{GUILD, NOOR, RAVI, anonymous, answer, ask, said};
use crate::domain::ask::AskState;
use crate::domain::helper_choice::Reason;
use crate::domain::ids::{InvitationId, SkillId};
use crate::domain::skill::Level;
use crate::features::samples::{Reader, Said, Sample, Shown};
use crate::post::Post;

const INVITATION: InvitationId = InvitationId(1);

pub(super) fn samples() -> Vec<Sample> {
    let mut samples = invitations();
    samples.extend(referrals());
    samples.extend(nobody_left());
    samples
}

/// Every reason there is, each in an invitation.
fn invitations() -> Vec<Sample> {
    let open = ask(AskState::Open);
    let unnamed = anonymous(AskState::Open);
    let invited = |when, asker: &str, why: &str| {
        let post = invitation(&open, INVITATION, asker, GUILD, why);
        said(Reader::Helper, Shown::PrivateMessage, when, post)
    };
    let teaches = |level| Reason::Teaches { level };
    let helped = |times| Reason::HelpedBefore { times, level: None };
    let close = Reason::TeachesNeighbour {
        skill: SkillId(2),
        level: None,
    };
    let by_noor = Reason::Referred { by: NOOR };
    vec![
        invited(
            "when they are asked because they teach it",
            "Mia",
            &why(&open, &teaches(None), None),
        ),
        invited(
            "when they can start somebody off",
            "Mia",
            &why(&open, &teaches(Some(Level::Starter)), None),
        ),
        invited(
            "when they use it daily",
            "Mia",
            &why(&open, &teaches(Some(Level::Daily)), None),
        ),
        invited(
            "when they could give a talk",
            "Mia",
            &why(&open, &teaches(Some(Level::Talk)), None),
        ),
        invited(
            "when they have helped with it once",
            "Mia",
            &why(&open, &helped(1), None),
        ),
        invited(
            "when they have helped with it often",
            "Mia",
            &why(&open, &helped(3), None),
        ),
        invited(
            "when they teach something close",
            "Mia",
            &why(&open, &close, Some("MySQL")),
        ),
        invited(
            "when a colleague named them",
            "Mia",
            &why(&open, &by_noor, Some("Noor")),
        ),
        invited(
            "when a colleague named them for an anonymous ask",
            "Somebody",
            &why(&unnamed, &by_noor, None),
        ),
    ]
}

fn referrals() -> Vec<Sample> {
    let open = ask(AskState::Open);
    let people = [(NOOR, "Noor".to_owned()), (RAVI, "Ravi".to_owned())];
    let suggested = || Colleagues::Suggestions(people.to_vec());
    let helper = |when, post| said(Reader::Helper, Shown::Answer, when, post);
    let sentence = |when, text: &str| Sample {
        reader: Reader::Helper,
        place: Shown::Answer,
        when,
        said: Said::Sentence(text.to_owned()),
    };
    let mut solved = ask(AskState::Solved);
    solved.thanks = Some("You saved my afternoon!".to_owned());
    vec![
        helper(
            "when they press Someone better in a private message",
            someone_better(&open, INVITATION, &suggested()),
        ),
        helper(
            "when they press it for an anonymous ask",
            someone_better(&anonymous(AskState::Open), INVITATION, &suggested()),
        ),
        helper(
            "when they press it in the server",
            someone_better(&open, INVITATION, &Colleagues::Everybody),
        ),
        Sample {
            reader: Reader::Helper,
            place: Shown::Form,
            when: "when they press Somebody else there",
            said: Said::Form(colleague_form(&open, INVITATION)),
        },
        helper(
            "when one colleague has the name they typed",
            colleagues_found(INVITATION, &people[..1]),
        ),
        helper("when several have", colleagues_found(INVITATION, &people)),
        helper("when nobody has", no_colleague_found(INVITATION)),
        helper("when they have named somebody", referred(&open)),
        said(
            Reader::Helper,
            Shown::PrivateMessage,
            "in place of the invitation, from then on",
            invitation_referred(&open, "Mia", GUILD),
        ),
        sentence("when they press it again", REFERRED_ALREADY),
        sentence("when they name themselves", REFERRED_TO_YOURSELF),
        sentence("when somebody has the ask by then", REFERRED_WHEN_TAKEN),
        said(
            Reader::Teammate,
            Shown::Thread,
            "when it is solved by somebody whom a colleague had named",
            thanks(&solved, &[RAVI], &[NOOR], &[]),
        ),
        Sample {
            reader: Reader::Helper,
            place: Shown::Answer,
            when: "when the choice of a colleague names nobody",
            said: Said::Sentence(NOBODY_CHOSEN.to_owned()),
        },
    ]
}

fn nobody_left() -> Vec<Sample> {
    let open = ask(AskState::Open);
    let mut without_post = ask(AskState::Open);
    without_post.post_channel = None;
    without_post.post_message = None;
    let mut with_thread = without_post.clone();
    with_thread.thread = Some(crate::domain::ids::ChannelId(77));
    let manager = |when, post| said(Reader::Manager, Shown::ManagersChannel, when, post);
    let private = |when, post| said(Reader::Teammate, Shown::PrivateMessage, when, post);
    let mut samples = vec![
        answer(
            "after `/askfor` when nobody can be asked",
            asked(&open, 0, false),
        ),
        answer(
            "after `/askfor` when nobody can be asked and the managers can hear",
            asked(&open, 0, true),
        ),
        answer(
            "after Still need help when nobody can be asked and the managers can hear",
            more_are_asked(&ask(AskState::Open), 0, true),
        ),
        private(
            "when nobody is left to be asked",
            nobody_to_ask(&open, GUILD, false),
        ),
        private(
            "when nobody is left to be asked and the managers hear next",
            nobody_to_ask(&open, GUILD, true),
        ),
        private(
            "when nobody is left to be asked about an anonymous ask",
            nobody_to_ask(&anonymous(AskState::Open), GUILD, true),
        ),
        answer(
            "below any answer that says that nobody is left",
            with_managers(Post::default(), &open, true),
        ),
        answer("after I'd rather you didn't", managers_will_not_hear(&open)),
        answer("after it, too late", managers_have_heard(&open)),
        answer(
            "after it, once somebody helps",
            nothing_for_managers(&ask(AskState::Taken)),
        ),
        manager(
            "four working hours after the asker was told",
            stuck_post(&open),
        ),
        manager(
            "when the help post was deleted since, and it has a thread",
            stuck_post(&with_thread),
        ),
        manager("when there is no help post", stuck_post(&without_post)),
    ];
    samples.extend(
        [
            (AskState::Taken, "when somebody helps"),
            (AskState::Solved, "when it is solved"),
            (AskState::Withdrawn, "when it is no longer needed"),
            (AskState::Unanswered, "when it has ended"),
        ]
        .map(|(state, when)| manager(when, stuck_post(&ask(state)))),
    );
    samples
}
