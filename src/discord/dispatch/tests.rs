use serenity::model::id::{ApplicationId, InteractionId};

use super::*;
use crate::discord::rest::Desk;
use crate::features::trial::{GUILD, HELP, MIA, Trial};
use crate::features::{Actor, Command, CommandKind, Invocation, Options};

#[tokio::test]
async fn a_panic_becomes_a_fault() {
    let failed = caught::<()>(async { panic!("out of order") })
        .await
        .unwrap_err();
    assert_eq!(failed.to_string(), "a handler panicked: out of order");
    assert_eq!(caught(async { Ok(1) }).await.unwrap(), 1);
}

static BROKEN: Command = Command {
    name: "broken",
    description: "Breaks",
    kind: CommandKind::Slash(&[]),
    who: Who::Everyone,
    run: |_, _| Box::pin(async { panic!("out of order") }),
    complete: None,
};

#[tokio::test]
async fn who_used_what_panics_reads_an_apology_and_the_next_is_answered() {
    let trial = Trial::new().await;
    let (desk, rest) = Desk::open().await;
    let dispatch = Dispatch {
        ctx: trial.ctx.clone(),
        rest,
    };
    let received = |what| Received {
        what: What::Acted(what),
        to: Answerable {
            application: ApplicationId::new(77),
            interaction: InteractionId::new(0xabc),
            token: "t".to_owned(),
        },
        seen: None,
    };
    let invocation = Invocation {
        by: Actor {
            member: MIA,
            admin: false,
            moderator: false,
            name: "Mia".to_owned(),
            roles: Vec::new(),
        },
        guild: GUILD,
        channel: HELP,
        subcommand: None,
        options: Options::default(),
    };
    for (input, expected) in [
        (
            Input::Command(&BROKEN, invocation),
            "Something went wrong on my side, sorry.",
        ),
        (Input::UnknownCommand, UNKNOWN_COMMAND),
    ] {
        let ((), ()) = tokio::join!(dispatch.answer(received(input), Instant::now()), async {
            let asked = desk.asked().await;
            assert_eq!(asked.line, "POST /api/v10/interactions/2748/t/callback");
            let said = asked.body["data"].to_string();
            assert!(said.contains(expected), "{said}");
            assert_eq!(asked.body["type"], 4, "a message of its own");
            asked.answer(204, "").await;
        });
    }
}

static FOR_MODERATORS: Command = Command {
    name: "tidy",
    description: "Tidies",
    kind: CommandKind::Message,
    who: Who::Moderators,
    run: |_, _| Box::pin(async { Ok(Reply::Private(Post::text("Tidied."))) }),
    complete: None,
};

#[tokio::test]
async fn what_is_for_moderators_is_done_for_nobody_else() {
    let trial = Trial::new().await;
    let (_desk, rest) = Desk::open().await;
    let dispatch = Dispatch {
        ctx: trial.ctx.clone(),
        rest,
    };
    let by = |moderator, admin| {
        Input::Command(
            &FOR_MODERATORS,
            Invocation {
                by: Actor {
                    member: MIA,
                    admin,
                    moderator,
                    name: "Mia".to_owned(),
                    roles: Vec::new(),
                },
                guild: GUILD,
                channel: HELP,
                subcommand: None,
                options: Options::default(),
            },
        )
    };
    let done = Reply::Private(Post::text("Tidied."));
    assert_eq!(dispatch.run(&by(true, false)).await.unwrap(), done);
    // To manage the server is another permission than to moderate it.
    for admin in [false, true] {
        let refused = dispatch.run(&by(false, admin)).await.unwrap_err();
        assert_eq!(refused.to_string(), ONLY_MODERATORS);
    }
}

#[test]
fn a_form_that_comes_too_late_is_a_sentence() {
    let form = crate::post::Modal {
        id: crate::custom_id::MeClick::Zone {}.into(),
        title: String::new(),
        fields: vec![],
    };
    assert_eq!(
        later(Reply::Modal(form)),
        Reply::Private(Post::text(TOO_SLOW_FOR_FORM))
    );
    assert_eq!(
        later(Reply::Update(Post::text("x"))),
        Reply::Update(Post::text("x"))
    );
}
