//! Finding somebody: why they are asked, who would be better placed, and what happens when nobody is left.

use chrono::{DateTime, Utc};

use super::{never_mind_button, skill, with_fewer};
use crate::custom_id::AskClick;
use crate::domain::ask::AskState;
use crate::domain::helper_choice::Reason;
use crate::domain::ids::{AskId, InvitationId, MemberId};
use crate::domain::skill::Level;
use crate::markdown::{escape_line, label};
use crate::post::{
    Action, Button, Field, MAX_LABEL, MAX_MODAL_TEXT, MAX_OPTION_TEXT, MAX_OPTIONS, Modal, Post,
    Select, SelectKind, SelectOption, Style,
};
use crate::store::asks::{Ask, Asker};

/// Why somebody is invited, in their own terms. `name` is as written: that of the skill they teach, where it is a neighbouring one, or
/// of who named them, where they may read it.
pub(crate) fn why(ask: &Ask, reason: &Reason, name: Option<&str>) -> String {
    match (reason, name) {
        (Reason::Referred { .. }, Some(referrer)) => {
            format!("**{}** thought of you for this.", escape_line(referrer))
        }
        (Reason::Referred { .. }, None) => "A colleague thought of you for this.".to_owned(),
        (reason, name) => format!("I thought of you because {}.", because(ask, reason, name)),
    }
}

/// Goes on from "because".
fn because(ask: &Ask, reason: &Reason, neighbour: Option<&str>) -> String {
    let name = skill(ask);
    match *reason {
        Reason::HelpedBefore { times: 1, .. } => format!("you've helped with **{name}** before"),
        Reason::HelpedBefore { times, .. } => {
            format!("you've helped with **{name}** {times} times before")
        }
        Reason::Teaches {
            level: Some(Level::Starter),
        } => format!("you said that you can start somebody off with **{name}**"),
        Reason::Teaches {
            level: Some(Level::Daily),
        } => format!("you said that you use **{name}** daily"),
        Reason::Teaches {
            level: Some(Level::Talk),
        } => format!("you said that you could give a talk on **{name}**"),
        Reason::Teaches { level: None } | Reason::Referred { .. } => {
            format!("you said that you teach **{name}**")
        }
        Reason::TeachesNeighbour { .. } => match neighbour {
            Some(neighbour) => format!("you teach **{}**, which is close", escape_line(neighbour)),
            None => format!("you teach something close to **{name}**"),
        },
    }
}

/// How somebody better placed can be named.
pub(crate) enum Colleagues {
    /// With Discord's member picker, which knows everybody in a guild's channels.
    Everybody,
    /// One of these, each with their name as written, or somebody else.
    Suggestions(Vec<(MemberId, String)>),
}

/// The answer to a choice that names nobody.
pub(crate) const NOBODY_CHOSEN: &str =
    "Nobody was chosen there. Please choose a colleague, or **Somebody else** to type a name.";

/// **Someone better**: the page on which a colleague is named.
pub(crate) fn someone_better(ask: &Ask, invitation: InvitationId, among: &Colleagues) -> Post {
    let told = if ask.asker.named().is_some() {
        "They read that you thought of them."
    } else {
        "They read that a colleague thought of them, not who."
    };
    let mut post = Post::text(format!(
        "Who would be better placed for **{}**? If it suits them just now, I ask them. {told}",
        skill(ask)
    ));
    let kind = match among {
        Colleagues::Everybody => Some(SelectKind::Members(Vec::new())),
        // A select needs something to select.
        Colleagues::Suggestions(people) if people.is_empty() => None,
        Colleagues::Suggestions(people) => Some(SelectKind::Options(
            people.iter().take(MAX_OPTIONS).map(option).collect(),
        )),
    };
    if let Some(kind) = kind {
        post = post.and_select(Select {
            id: AskClick::Refer { invitation }.into(),
            placeholder: "Choose a colleague".to_owned(),
            kind,
            min: 1,
            max: 1,
        });
    }
    match among {
        Colleagues::Everybody => post,
        Colleagues::Suggestions(_) => post.and_buttons([somebody_else_button(invitation)]),
    }
}

fn option((member, name): &(MemberId, String)) -> SelectOption {
    SelectOption {
        label: label(name, MAX_OPTION_TEXT),
        value: member.to_string(),
        description: None,
        chosen: false,
    }
}

fn somebody_else_button(invitation: InvitationId) -> Button {
    Button::plain("Somebody else", AskClick::ReferElse { invitation })
}

/// The field in which a colleague is searched for.
pub(crate) const COLLEAGUE_FIELD: &str = "colleague";

/// The form in which a colleague is searched for.
pub(crate) fn colleague_form(ask: &Ask, invitation: InvitationId) -> Modal {
    Modal {
        id: AskClick::ReferName { invitation }.into(),
        title: label(
            &format!("Better placed for {}", ask.skill_name),
            MAX_MODAL_TEXT,
        ),
        fields: vec![Field {
            name: COLLEAGUE_FIELD.to_owned(),
            label: "Their name, or the beginning of it".to_owned(),
            long: false,
            required: true,
            max_length: 100,
            placeholder: None,
            value: None,
        }],
    }
}

/// Those found for a name. Also one alone is asked about: who is named cannot be taken back.
pub(crate) fn colleagues_found(invitation: InvitationId, people: &[(MemberId, String)]) -> Post {
    let question = match people {
        [_] => "Is it this colleague?",
        _ => "Which of them?",
    };
    let buttons = people.iter().map(|(member, name)| {
        Button::plain(
            label(name, MAX_LABEL),
            AskClick::ReferMember {
                invitation,
                member: *member,
            },
        )
    });
    Post::text(question)
        .and_buttons(buttons)
        .and_buttons([somebody_else_button(invitation)])
}

/// Nobody found for a name.
pub(crate) fn no_colleague_found(invitation: InvitationId) -> Post {
    Post::text(
        "I found nobody of that name in the server. Try another spelling, or only the beginning.",
    )
    .and_buttons([somebody_else_button(invitation)])
}

/// Somebody was named. These are always the same words, so that they say nothing about whoever it was.
pub(crate) fn referred(ask: &Ask) -> Post {
    Post::text(format!(
        "**Thank you!** Knowing whom to ask is a help in itself. I take **{}** from here, and there is nothing left for you to do.",
        skill(ask)
    ))
}

/// What an invitation says once its member named somebody.
pub(crate) fn invitation_referred(ask: &Ask, asker: &str, guild: &str) -> Post {
    if ask.state.is_over() {
        return super::invitation_closed(ask, asker, guild);
    }
    with_fewer(
        super::invitation_head(ask, asker, guild)
            .and_text("**You named somebody better placed: thank you!** If you find the time yourself after all, the button still works.")
            .and_buttons([Button::plain("I can help", AskClick::Help { ask: ask.id })]),
        guild,
    )
}

/// Why nobody can be named.
pub(crate) const REFERRED_ALREADY: &str = "You've named somebody for this one already, thank you! If you find the time yourself after all, **I can help** still works.";
pub(crate) const REFERRED_TO_YOURSELF: &str =
    "That's you, and you'd be welcome: press **I can help** on the invitation.";
pub(crate) const REFERRED_WHEN_TAKEN: &str = "Somebody is helping with this one already, so nobody else needs to be asked. Thank you for thinking along!";

/// Tells the asker that nobody is left to be invited just now. `managers` says that the managers' channel hears of it next.
pub(crate) fn nobody_to_ask(ask: &Ask, guild: &str, managers: bool) -> Post {
    let place = match ask.post_channel {
        Some(channel) => format!(
            " Your post stays up in {}, where anybody can say **I can help**.",
            channel.mention()
        ),
        None => String::new(),
    };
    let post = Post::text(format!(
        "About **{}** in **{}**: everybody I know of who could help is busy or has been asked.{place}",
        skill(ask),
        escape_line(guild)
    ))
    .and_text(match ask.asker {
        // It becomes nobody's wish: a wish has a name.
        Asker::Anonymous => super::anonymous::NEXT_STEPS,
        Asker::Named(_) | Asker::Forgotten => NEXT_STEPS,
    });
    with_fewer(with_managers(post, ask, managers), guild)
}

/// What happens to an ask for which nobody can be invited.
const NEXT_STEPS: &str = "I look again every few working hours, as people become free or offer to teach it. If two weeks go by \
    and nobody takes it, I'll keep it as a wish of yours, so that the next person who teaches it knows.";

/// That the managers' channel hears of it, where it does, and the buttons that go with it.
pub(crate) fn with_managers(post: Post, ask: &Ask, managers: bool) -> Post {
    if !managers {
        return post.and_buttons([never_mind_button(ask.id)]);
    }
    let they_read = if ask.post_channel.is_some() || ask.thread.is_some() {
        "They read the skill, how long ago it was asked and a link, and nothing else from me."
    } else {
        "They read the skill and how long ago it was asked, and nothing else from me."
    };
    post.and_text(format!("{MANAGERS_HEAR} {they_read}"))
        .and_buttons([rather_not_button(ask.id), never_mind_button(ask.id)])
}

const MANAGERS_HEAR: &str = "If nobody has taken it four working hours from now, I'll ask in the managers' channel whether they know \
    somebody.";

/// When the managers' channel hears of it, where that is planned, with the button against it.
pub(super) fn with_plan(post: Post, ask: &Ask, managers_at: Option<DateTime<Utc>>) -> Post {
    let Some(at) = managers_at else {
        return post;
    };
    post.and_text(format!(
        "If nobody has taken it by then, I'll ask in the managers' channel <t:{}:R> whether they know somebody.",
        at.timestamp()
    ))
    .and_buttons([rather_not_button(ask.id)])
}

fn rather_not_button(ask: AskId) -> Button {
    Button::plain("I'd rather you didn't", AskClick::RatherNot { ask })
}

/// The asker would rather that the managers did not hear of it.
pub(crate) fn managers_will_not_hear(ask: &Ask) -> Post {
    Post::text(format!(
        "All right, I won't ask the managers about **{}**. I keep looking, and anybody can still take it.",
        skill(ask)
    ))
    .and_buttons([never_mind_button(ask.id)])
}

/// They have heard of it already.
pub(crate) fn managers_have_heard(ask: &Ask) -> Post {
    Post::text(format!(
        "The managers' channel has read by now that somebody is stuck with **{}**; it won't hear of it again. **Never mind** takes the \
         question back, and I tell them that it is no longer needed.",
        skill(ask)
    ))
    .and_buttons([never_mind_button(ask.id)])
}

/// Somebody is on it, so that there is nothing for the managers to hear.
pub(crate) fn nothing_for_managers(ask: &Ask) -> Post {
    Post::text(format!(
        "Somebody is helping with **{}** already, so the managers don't hear of it.",
        skill(ask)
    ))
}

/// A button that opens a place in Discord.
fn link(label: &str, place: &str) -> Button {
    Button {
        label: label.to_owned(),
        style: Style::Plain,
        action: Action::Link(format!("https://discord.com/channels/{place}")),
        disabled: false,
    }
}

/// What the managers' channel reads of an ask for which nobody is left: the skill, how long ago it was asked and where it stands,
/// whoever asks.
pub(crate) fn stuck_post(ask: &Ask) -> Post {
    let name = skill(ask);
    match ask.state {
        AskState::Open => {
            let asked = ask.created_at.timestamp();
            let post = Post::text(format!(
                "Somebody would like a hand with **{name}**. It was asked <t:{asked}:R>, and nobody I know of is free for it."
            ));
            match (ask.post_channel.zip(ask.post_message), ask.thread) {
                (Some((channel, message)), _) => post.and_text(
                    "Do you know somebody who could, or can you make room for it? **I can help** under the question is all it takes.",
                ).and_buttons([link("Open the question", &format!("{}/{channel}/{message}", ask.guild))]),
                (None, Some(thread)) => post.and_text(
                    "Its post is not in the help channel any more, but its thread is there. I go on looking: whoever offers to teach it \
                     with `/teach` is asked.",
                ).and_buttons([link("Open its thread", &format!("{}/{thread}", ask.guild))]),
                (None, None) => post.and_text(
                    "It has no post in a help channel, but I go on looking: whoever offers to teach it with `/teach` is asked.",
                ),
            }
        }
        AskState::Taken => Post::text(format!(
            "**{name}**: somebody is helping now. Thank you for having an eye on it!"
        )),
        AskState::Solved => Post::text(format!(
            "**{name}**: this is solved. Thank you for having an eye on it!"
        )),
        AskState::Withdrawn => Post::text(format!(
            "**{name}**: this is no longer needed. Thank you for having an eye on it!"
        )),
        AskState::Unanswered | AskState::Quiet | AskState::Left | AskState::Closed => {
            Post::text(format!(
                "**{name}**: this is closed now, and there is nothing left to do. Thank you for having an eye on it!"
            ))
        }
    }
}
