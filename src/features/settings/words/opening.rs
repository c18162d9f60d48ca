//! The opening post, and the pages around it.

use super::back;
use crate::custom_id::{CustomId, SetupClick, SkillClick};
use crate::domain::ids::MemberId;
use crate::features::settings::page::View;
use crate::features::times;
use crate::markdown::{escape_line, truncate};
use crate::post::{Block, Button, Modal, Post};
use crate::store::settings::{Opening, Signature};

/// Characters of what a leader is learning.
const LEARNING: usize = 100;

/// The post that starts it all, in the help channel.
pub(in crate::features::settings) fn post(signature: Option<&Signature>) -> Post {
    let signed = signature
        .map(|signature| format!("\n\n{}", is_learning(signature.signer, &signature.learning)))
        .unwrap_or_default();
    Post::text(format!(
        "### What could you bring? What would you like to learn?\nEverybody here knows something that somebody else would like to \
         know. Say what yours is, and what you are curious about: it takes a minute, and a beginner's start is plenty. When \
         somebody asks, I bring the two of you together. 🥘{signed}"
    ))
    .and_buttons([
        Button::primary("I could teach…", SkillClick::OpenTeach {}),
        Button::plain("I'd like to learn…", SkillClick::OpenLearn {}),
    ])
    .and_text("-# `/teach` and `/learn` do the same at any time. `/askfor` finds help, and `/help` says the rest.")
}

/// "@Noor is learning Portuguese." What they are learning is as written.
pub fn is_learning(leader: MemberId, learning: &str) -> String {
    format!(
        "{} is learning {}.",
        leader.mention(),
        escape_line(&truncate(learning, LEARNING))
    )
}

/// How it stands, for the overview.
pub(super) fn line(view: &View) -> String {
    let signed = view
        .signature
        .as_ref()
        .map(|signature| format!(", signed by {}", signature.signer.mention()))
        .unwrap_or_default();
    match view.opening {
        Opening::Up(channel, _) => format!("up in {}{signed}", channel.mention()),
        Opening::OnItsWay => format!("on its way{signed}"),
        Opening::NotUp { failed: true } => "could not be put up".to_owned(),
        Opening::NotUp { failed: false } => "not up".to_owned(),
    }
}

/// What is shown before anything is sent: exactly the post, and the choice.
pub(in crate::features::settings) fn before_turning_on(view: &View, may_sign: bool) -> Post {
    let channel = view
        .guild
        .help_channel
        .map_or_else(String::new, |channel| format!(" in {}", channel.mention()));
    let top = format!(
        "### Turn on\nOnce I am on, everybody can use the commands, and I write to people when somebody needs them. To \
         start, I would put up this one post{channel}. It pings nobody.{}",
        invitation_to_sign(view, may_sign)
    );
    let mut buttons = vec![
        Button::primary("Turn on and post it", SetupClick::TurnOnAndPost {}),
        Button::plain("Turn on without", SetupClick::TurnOnOnly {}),
    ];
    buttons.extend(signing(view, may_sign));
    buttons.push(back());
    around(top, view, buttons)
}

/// The opening post once Potluck is turned on: where it is, what it says, and what can be done about it.
pub(in crate::features::settings) fn opening(view: &View, may_sign: bool) -> Post {
    let again = |label: &str, message| {
        Button::plain(
            label,
            SetupClick::PutUpAgain {
                instead_of: message,
            },
        )
    };
    let (state, mut buttons) = match view.opening {
        Opening::Up(channel, message) => {
            let link = format!(
                "https://discord.com/channels/{}/{channel}/{message}",
                view.guild.id
            );
            let elsewhere = view
                .guild
                .help_channel
                .filter(|help| *help != channel)
                .map(|help| format!(" The help channel is {} now.", help.mention()))
                .unwrap_or_default();
            (
                format!("It is up in {}.{elsewhere}", channel.mention()),
                vec![
                    Button::link("Go to it", link),
                    again("Put it up again", message),
                ],
            )
        }
        Opening::OnItsWay => ("It is on its way.".to_owned(), Vec::new()),
        Opening::NotUp { failed } => {
            let why = if failed {
                "It could not be put up the last time; **What went wrong** on the first page says why."
            } else {
                "It is not up. It is how people find out what this is, and a good way to begin."
            };
            (
                why.to_owned(),
                vec![Button::primary("Put it up", SetupClick::PutUp {})],
            )
        }
    };
    let top = format!(
        "### Opening post\n{state}{}",
        invitation_to_sign(view, may_sign)
    );
    buttons.extend(signing(view, may_sign));
    buttons.push(back());
    around(top, view, buttons)
}

/// Why somebody should sign it, or who may.
fn invitation_to_sign(view: &View, may_sign: bool) -> String {
    match (&view.signature, view.guild.leaders_role) {
        (None, _) if may_sign => {
            "\nWhere a leader learns, others dare to: sign it with what you are learning yourself, if you like.".to_owned()
        }
        (None, Some(role)) => format!(
            "\nSomebody with {} may sign it with what they are learning themselves, in `/me`, also later.",
            role.mention()
        ),
        (Some(_), _) | (None, None) => String::new(),
    }
}

/// An admin may take any signature off, as it stands in their server's name.
fn signing(view: &View, may_sign: bool) -> Option<Button> {
    match view.signature {
        Some(_) => Some(Button::plain(
            "Take the signature off",
            SetupClick::Unsign {},
        )),
        None => may_sign.then(|| Button::plain("Sign it", SetupClick::Sign {})),
    }
}

/// The post as it is or would be, between lines. Its buttons are only shown: they work on the post itself.
fn around(top: String, view: &View, buttons: Vec<Button>) -> Post {
    let mut page = Post::text(top).and_divider();
    for block in post(view.signature.as_ref()).blocks {
        page.blocks.push(match block {
            Block::Buttons(row) => Block::Buttons(
                row.into_iter()
                    .map(|button| Button {
                        disabled: true,
                        ..button
                    })
                    .collect(),
            ),
            other => other,
        });
    }
    page.and_divider().and_buttons(buttons)
}

/// The form in which a leader says what they are learning.
pub(in crate::features::settings) fn sign_form(id: impl Into<CustomId>) -> Modal {
    learning_form(id, "Sign the opening post", None)
}

/// A form with this title in which a leader says what they are learning, with what they said before.
pub fn learning_form(id: impl Into<CustomId>, title: &str, value: Option<String>) -> Modal {
    times::form(
        id,
        title,
        "What are you learning yourself?",
        "Kubernetes",
        value,
    )
}
