//! Replies as the requests that Discord wants for them.

use std::time::Duration;

use serde_json::{Value, json};

use crate::discord::render::{self, Audience};
use crate::discord::rest::{Answerable, Rest, Trouble};
use crate::features::{Choice, Reply};
use crate::post::Post;

/// Discord's numbers for the kinds of answers.
mod kind {
    pub(super) const MESSAGE: u8 = 4;
    pub(super) const MESSAGE_LATER: u8 = 5;
    pub(super) const UPDATE_LATER: u8 = 6;
    pub(super) const UPDATE: u8 = 7;
    pub(super) const CHOICES: u8 = 8;
    pub(super) const MODAL: u8 = 9;
}

/// The interaction was answered already.
const ALREADY_ANSWERED: i64 = 40060;
/// Tries of one answer; each further one after a pause.
const TRIES: u32 = 3;
const PAUSE: Duration = Duration::from_millis(150);

/// What an interaction is first answered with.
#[derive(Clone, Copy, Debug)]
pub(super) enum Answer<'a> {
    /// The reply itself.
    Reply(&'a Reply),
    /// Suggestions.
    Choices(&'a [Choice]),
    /// That a reply follows.
    Later,
}

/// Gives the first answer. `on_message` says whether there is a message that it can change.
///
/// It is tried again where the connection broke: a second answer is refused, so it cannot be given twice.
pub(super) async fn first(
    rest: &Rest,
    to: &Answerable,
    answer: Answer<'_>,
    on_message: bool,
) -> Result<(), Trouble> {
    let (body, post) = first_body(answer, on_message);
    let files = || post.map(render::files).unwrap_or_default();
    let mut tried = 1;
    loop {
        match rest.respond(to, body.clone(), files()).await {
            Err(trouble) if tried > 1 && trouble.code() == ALREADY_ANSWERED => return Ok(()),
            Err(trouble) if tried < TRIES && may_pass(&trouble) => {}
            done => return done,
        }
        tried += 1;
        tokio::time::sleep(PAUSE).await;
    }
}

/// Gives the answer that was put off.
pub(super) async fn later(
    rest: &Rest,
    to: &Answerable,
    reply: Reply,
    on_message: bool,
) -> Result<(), Trouble> {
    match (reply, on_message) {
        // What was put off is a private message of its own, or the message that was pressed on.
        (Reply::Private(post) | Reply::Update(post), false) | (Reply::Update(post), true) => {
            filled_in(rest, to, &post).await
        }
        (Reply::Private(post), true) => {
            rest.follow_up(
                to,
                render::message(&post, Audience::OnlyThem),
                render::files(&post),
            )
            .await
        }
        (Reply::Public(post), true) => {
            rest.follow_up(
                to,
                render::message(&post, Audience::Everyone),
                render::files(&post),
            )
            .await
        }
        (Reply::Public(post), false) => {
            // The first follow-up would fill in the private message that was put off, so that one goes first.
            filled_in(rest, to, &Post::text("Here it is:")).await?;
            rest.follow_up(
                to,
                render::message(&post, Audience::Everyone),
                render::files(&post),
            )
            .await?;
            rest.delete_response(to).await
        }
        (Reply::Modal(_), _) => Err(Trouble::Malformed),
    }
}

async fn filled_in(rest: &Rest, to: &Answerable, post: &Post) -> Result<(), Trouble> {
    let mut tried = 1;
    loop {
        match rest
            .edit_response(to, render::edit(post), render::files(post))
            .await
        {
            Err(trouble) if tried < TRIES && may_pass(&trouble) => {}
            done => return done,
        }
        tried += 1;
        tokio::time::sleep(PAUSE).await;
    }
}

/// Whether the same may go through a moment later.
fn may_pass(trouble: &Trouble) -> bool {
    match trouble {
        Trouble::Refused { status, .. } => *status >= 500,
        Trouble::Unreached | Trouble::Broken => true,
        Trouble::Withheld | Trouble::Malformed => false,
    }
}

fn first_body(answer: Answer<'_>, on_message: bool) -> (Value, Option<&Post>) {
    match answer {
        Answer::Choices(choices) => (
            json!({ "type": kind::CHOICES, "data": render::choices(choices) }),
            None,
        ),
        Answer::Later if on_message => (json!({ "type": kind::UPDATE_LATER }), None),
        // Of flags, only who sees it can be said this early.
        Answer::Later => (
            json!({ "type": kind::MESSAGE_LATER, "data": { "flags": render::EPHEMERAL } }),
            None,
        ),
        Answer::Reply(Reply::Modal(modal)) => (
            json!({ "type": kind::MODAL, "data": render::modal(modal) }),
            None,
        ),
        Answer::Reply(Reply::Update(post)) if on_message => (
            json!({ "type": kind::UPDATE, "data": render::edit(post) }),
            Some(post),
        ),
        Answer::Reply(Reply::Private(post) | Reply::Update(post)) => (
            json!({ "type": kind::MESSAGE, "data": render::message(post, Audience::OnlyThem) }),
            Some(post),
        ),
        Answer::Reply(Reply::Public(post)) => (
            json!({ "type": kind::MESSAGE, "data": render::message(post, Audience::Everyone) }),
            Some(post),
        ),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use serenity::model::id::{ApplicationId, InteractionId};

    use super::*;
    use crate::custom_id::MeClick;
    use crate::discord::rest::Desk;
    use crate::post::{File, Modal};

    fn check(answer: Answer<'_>, on_message: bool, expected_kind: u8, expected_flags: Option<u64>) {
        let (body, _) = first_body(answer, on_message);
        assert_eq!(body["type"], expected_kind, "{answer:?}");
        assert_eq!(body["data"]["flags"].as_u64(), expected_flags, "{answer:?}");
    }

    #[test]
    fn each_reply_has_its_kind_of_answer() {
        let post = Post::text("x");
        let private = Reply::Private(post.clone());
        let public = Reply::Public(post.clone());
        let update = Reply::Update(post);
        let modal = Reply::Modal(Modal {
            id: MeClick::Zone {}.into(),
            title: "t".into(),
            fields: vec![],
        });
        check(
            Answer::Reply(&private),
            true,
            kind::MESSAGE,
            Some(32768 + 64),
        );
        check(Answer::Reply(&public), true, kind::MESSAGE, Some(32768));
        check(Answer::Reply(&update), true, kind::UPDATE, Some(32768));
        // A form that a command opened stands on no message that could be changed.
        check(
            Answer::Reply(&update),
            false,
            kind::MESSAGE,
            Some(32768 + 64),
        );
        check(Answer::Reply(&modal), true, kind::MODAL, None);
        check(Answer::Later, true, kind::UPDATE_LATER, None);
        check(Answer::Later, false, kind::MESSAGE_LATER, Some(64));
        check(Answer::Choices(&[]), false, kind::CHOICES, None);
    }

    #[tokio::test]
    async fn a_private_file_goes_with_the_answer_at_once_or_later() {
        let (desk, rest) = Desk::open().await;
        let to = Answerable {
            application: ApplicationId::new(77),
            interaction: InteractionId::new(0xabc),
            token: "t".to_owned(),
        };
        let everything = format!("{{\"name\":\"{}\"}}", "x".repeat(300_000));
        let reply = Reply::Private(Post {
            files: vec![File {
                name: "everything.json".to_owned(),
                bytes: everything.clone().into_bytes(),
                description: None,
            }],
            ..Post::text("Here it is.")
        });
        let check = async |line: &str| {
            let asked = desk.asked().await;
            assert_eq!(asked.line, line);
            let raw = &asked.raw;
            assert!(raw.contains(r#"name="files[0]"; filename="everything.json""#));
            assert!(raw.contains(&everything));
            let payload = raw.split_once("payload_json").unwrap().1;
            let payload = payload.split("\r\n").nth(2).unwrap();
            let payload: Value = serde_json::from_str(payload).unwrap();
            let message = payload.get("data").unwrap_or(&payload).clone();
            asked.answer(200, "{}").await;
            message
        };
        let (done, message) = tokio::join!(
            first(&rest, &to, Answer::Reply(&reply), false),
            check("POST /api/v10/interactions/2748/t/callback")
        );
        done.unwrap();
        assert_eq!(message["flags"], 32768 + 64, "only they see it");
        let (done, message) = tokio::join!(
            later(&rest, &to, reply.clone(), false),
            check("PATCH /api/v10/webhooks/77/t/messages/@original")
        );
        done.unwrap();
        assert_eq!(
            message["components"][1]["file"]["url"],
            "attachment://everything.json"
        );
    }
}
