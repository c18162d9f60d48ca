//! Every sentence that asks say, by where it is read: in the help channel and threads, in private messages, in answers to
//! what somebody did, and on the Solved page.

pub(super) mod anonymous;
mod before;
mod channel;
mod finding;
mod private;
mod replies;
mod samples;
mod solved;
mod waiting;

pub(super) use before::*;
pub(super) use channel::*;
pub(super) use finding::*;
pub(super) use private::*;
pub(super) use replies::*;
pub use samples::samples;
pub(super) use solved::*;
pub(super) use waiting::*;

use crate::custom_id::AskClick;
use crate::domain::ids::{AskId, MemberId};
use crate::features::messages::with_fewer;
use crate::markdown::{escape_line, quote};
use crate::post::Button;
use crate::store::asks::{Ask, Asker};

/// Characters that the asker's details may take in a post: all of 1,500, unless nearly every one needs protecting.
const DETAILS_ROOM: usize = 2_650;

/// "a", "a and b", "a, b and c".
fn and(parts: &[String]) -> String {
    match parts {
        [] => String::new(),
        [one] => one.clone(),
        [rest @ .., last] => format!("{} and {last}", rest.join(", ")),
    }
}

/// Mentions, joined. Whether they ping is the post's matter.
fn mentions(members: &[MemberId]) -> String {
    and(&members
        .iter()
        .map(|member| member.mention())
        .collect::<Vec<_>>())
}

/// The verb that goes with them.
const fn are(members: &[MemberId]) -> &'static str {
    if members.len() > 1 { "are" } else { "is" }
}

/// The skill of an ask, ready to be shown.
fn skill(ask: &Ask) -> String {
    escape_line(&ask.skill_name)
}

/// A sentence or clause that ends with where the ask's thread is; nothing where it has none.
fn where_it_is(ask: &Ask, before: &str) -> String {
    match ask.thread {
        Some(thread) => format!("{before} {}.", thread.mention()),
        None if ask.has_thread() => format!("{before} the thread under the post, in a moment."),
        None => String::new(),
    }
}

/// The asker as everybody may see them.
fn who(ask: &Ask) -> String {
    match ask.asker {
        Asker::Named(member) => member.mention(),
        Asker::Anonymous | Asker::Forgotten => "somebody".to_owned(),
    }
}

/// The same at the beginning of a sentence.
fn who_first(ask: &Ask) -> String {
    match ask.asker {
        Asker::Named(member) => member.mention(),
        Asker::Anonymous | Asker::Forgotten => "Somebody".to_owned(),
    }
}

/// What the asker wrote, as a quotation, and the message it is about.
fn details(ask: &Ask) -> String {
    let quoted = if ask.details.is_empty() {
        "-# What stood here was taken back.".to_owned()
    } else {
        quote(&ask.details, DETAILS_ROOM)
    };
    match about(ask) {
        Some(about) => format!("{quoted}\n{about}"),
        None => quoted,
    }
}

/// A link to the message that an ask is about. It is the bot's own: what people write themselves makes no links.
fn about(ask: &Ask) -> Option<String> {
    ask.about
        .as_deref()
        .map(|link| format!("It is about [this message]({link})."))
}

fn solved_button(ask: AskId) -> Button {
    Button::success("Solved", AskClick::Solved { ask })
}

fn still_needed_button(ask: AskId) -> Button {
    Button::plain("Still need help", AskClick::StillNeeded { ask })
}

fn never_mind_button(ask: AskId) -> Button {
    Button::plain("Never mind", AskClick::NeverMind { ask })
}

fn give_back_button(ask: AskId) -> Button {
    Button::plain("I can't after all", AskClick::GiveBack { ask })
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::domain::ask::AskState;
    use crate::domain::helper_choice::Reason;
    use crate::domain::ids::{ChannelId, GuildId, InvitationId, MessageId, SkillId};
    use crate::post::{Block, MAX_TEXT, Post};
    use crate::store::types::at;

    const MIA: MemberId = MemberId(1);
    const RAVI: MemberId = MemberId(2);

    /// The longest there can be, of characters that need protecting.
    fn ask(state: AskState) -> Ask {
        Ask {
            id: AskId(1),
            guild: GuildId(1),
            asker: Asker::Named(MIA),
            skill: SkillId(1),
            skill_name: "*".repeat(100),
            details: "*".repeat(1_500),
            about: Some(format!(
                "https://discord.com/channels/{0}/{0}/{0}",
                i64::MAX
            )),
            state,
            created_at: at(0),
            post_channel: Some(ChannelId(1)),
            post_message: Some(MessageId(1)),
            thread: Some(ChannelId(2)),
            thread_owed: false,
            reopened_at: None,
            wave: 1,
            last_wave_at: None,
            last_wave_found: true,
            nobody_told: false,
            last_sign_at: at(0),
            quiet_asked_at: None,
            face: None,
            thanks: Some("*".repeat(500)),
            lesson: Some("*".repeat(1_000)),
        }
    }

    fn texts(post: &Post) -> Vec<&str> {
        let text = |block| match block {
            &Block::Text(ref text) | &Block::Section { ref text, .. } => Some(text.as_str()),
            _ => None,
        };
        post.blocks.iter().filter_map(text).collect()
    }

    #[track_caller]
    fn check_fits(post: &Post) {
        let length: usize = texts(post).iter().map(|text| text.chars().count()).sum();
        assert!(length <= MAX_TEXT, "{length} characters");
    }

    #[test]
    fn lists_read_as_people_write_them() {
        let names: Vec<String> = ["Mia", "Ravi", "Noor"].map(str::to_owned).into();
        assert_eq!(and(&[]), "");
        assert_eq!(and(&names[..1]), "Mia");
        assert_eq!(and(&names[..2]), "Mia and Ravi");
        assert_eq!(and(&names), "Mia, Ravi and Noor");
    }

    #[test]
    fn the_post_can_be_pressed_until_it_is_over_and_pings_nobody() {
        for state in AskState::ALL {
            for helpers in [&[][..], &[RAVI], &[RAVI, MemberId(3)]] {
                let post = help_post(&ask(*state), helpers);
                let buttons = post
                    .blocks
                    .iter()
                    .filter(|block| matches!(block, Block::Buttons(_)))
                    .count();
                assert_eq!(buttons == 0, state.is_over(), "{state:?}");
                assert!(post.pings.is_empty(), "{state:?}");
                check_fits(&post);
            }
        }
    }

    #[test]
    fn every_private_message_fits_and_says_how_to_get_fewer() {
        let guild = "*".repeat(100);
        let name = "*".repeat(32);
        let because = why(&ask(AskState::Open), &Reason::Teaches { level: None }, None);
        for state in AskState::ALL {
            let ask = ask(*state);
            for post in [
                invitation(&ask, InvitationId(1), &name, &guild, &because),
                invitation_accepted(&ask, &name, &guild),
                invitation_given_back(&ask, &name, &guild),
                invitation_declined(&ask, &name, &guild),
                invitation_lapsed(&ask, &name, &guild),
                invitation_closed(&ask, &name, &guild),
                invitation_referred(&ask, &name, &guild),
                nobody_to_ask(&ask, &guild, false),
                nobody_to_ask(&ask, &guild, true),
                became_a_wish(&ask, &guild),
                post_gone(&ask, &guild),
                post_failed(&ask, &guild),
                thread_gone(&ask, &guild, &[name.clone(), name.clone()]),
                meet_your_helper(&ask, &guild, &name),
                meet_your_asker(&ask, &guild, &name),
                quiet_question_privately(&ask, &guild),
                closed_quiet_privately(&ask, &guild),
                thanks_privately(&ask, &guild, &name, true),
                over_privately(&ask, &guild),
                given_back_privately(&ask, &guild, None),
            ] {
                check_fits(&post);
                assert!(
                    texts(&post).last().unwrap().contains("`/me`"),
                    "{:?}",
                    texts(&post)
                );
            }
        }
    }
}
