//! The way to an ask: what stands in it, and what is kept of what was typed.

use std::collections::BTreeMap;

use super::super::words;
use super::*;
use crate::custom_id::CustomId;
use crate::domain::ids::{DraftId, LessonId};
use crate::post::{Action, Button};
use crate::store::anonymity;

/// Runs `/askfor`, without a name.
pub(super) async fn asks_anonymously(
    world: &World,
    member: MemberId,
    details: Option<&str>,
) -> Result<Reply> {
    let mut values = BTreeMap::from([
        ("skill".to_owned(), OptionValue::Text("postgres".to_owned())),
        ("anonymous".to_owned(), OptionValue::YesNo(true)),
    ]);
    if let Some(details) = details {
        values.insert("details".to_owned(), OptionValue::Text(details.to_owned()));
    }
    uses(world, &command::ASKFOR, member, values).await
}

/// Uses "Ask the team about this" on a message of this author.
async fn asks_about(world: &World, member: MemberId, author: MemberId) -> Result<Reply> {
    let message = OptionValue::Message {
        message: MessageId(77),
        author,
        bot: author == BOT,
    };
    let values = BTreeMap::from([("message".to_owned(), message)]);
    uses(world, &command::ASK_ABOUT, member, values).await
}

async fn uses(
    world: &World,
    command: &crate::features::Command,
    member: MemberId,
    values: BTreeMap<String, OptionValue>,
) -> Result<Reply> {
    let used = Invocation {
        by: actor(member),
        guild: GUILD,
        channel: ChannelId(555),
        subcommand: None,
        options: Options { values },
    };
    (command.run)(&world.ctx, &used).await
}

/// Submits the form that was opened.
async fn submits(
    world: &World,
    member: MemberId,
    form: &Reply,
    fields: &[(&str, &str)],
) -> Result<Reply> {
    let Reply::Modal(form) = form else {
        panic!("no form: {form:?}")
    };
    let CustomId::Ask(click) = form.id.clone() else {
        panic!("not a form of asks: {form:?}")
    };
    world
        .press_with(member, click, Some(GUILD), None, &[], fields)
        .await
}

/// Presses the button of this label on an answer; the first of several.
pub(super) async fn presses(
    world: &World,
    member: MemberId,
    on: &Reply,
    label: &str,
) -> Result<Reply> {
    let (Reply::Private(post) | Reply::Update(post)) = on else {
        panic!("no message: {on:?}")
    };
    let mut buttons: Vec<&Button> = Vec::new();
    for block in &post.blocks {
        match block {
            Block::Section { button, .. } => buttons.push(button),
            Block::Buttons(row) => buttons.extend(row),
            _ => {}
        }
    }
    let found = buttons.iter().find(|button| button.label == label);
    match found.map(|button| &button.action) {
        Some(Action::Click(CustomId::Ask(click))) => world.press(member, click.clone()).await,
        other => panic!("[{label}] is {other:?} on {}", text(post)),
    }
}

pub(super) async fn open_asks(world: &World, member: MemberId) -> Vec<AskId> {
    let mut read = world.ctx.store.read().await.unwrap();
    asks::unfinished_of(&mut read, GUILD, member).await.unwrap()
}

#[tokio::test]
async fn three_questions_are_open_at_most_and_the_fourth_is_kept() {
    let world = World::new().await;
    for skill in ["Rust", "Beekeeping"] {
        world.try_ask(MIA, skill, Some("How?")).await.unwrap();
    }
    asks_anonymously(&world, MIA, Some("How?")).await.unwrap();
    let sentence = refusal(world.try_ask(MIA, "Go", None).await);
    assert!(
        sentence.starts_with("Three of your questions are open"),
        "{sentence}"
    );

    let refused = world
        .try_ask(MIA, "Go", Some("What is a channel?"))
        .await
        .unwrap();
    let page = answer(Ok(refused.clone()));
    assert!(page.contains("> What is a channel?"), "{page}");
    assert!(
        page.contains("**PostgreSQL**, asked without your name"),
        "{page}"
    );
    let again = answer(presses(&world, MIA, &refused, "Try again").await);
    assert!(again.starts_with("Three"), "{again}");

    let first = open_asks(&world, MIA).await[0];
    world
        .press(MIA, AskClick::NeverMind { ask: first })
        .await
        .unwrap();
    let up = answer(presses(&world, MIA, &refused, "Try again").await);
    assert!(up.contains("**Go** goes up"), "{up}");
    assert_eq!(
        refusal(presses(&world, MIA, &refused, "Try again").await),
        words::DRAFT_IS_USED
    );
}

#[tokio::test]
async fn without_a_name_one_is_open_at_most_and_the_admins_may_want_names() {
    let world = World::new().await;
    asks_anonymously(&world, MIA, Some("How?")).await.unwrap();
    let sentence = refusal(asks_anonymously(&world, MIA, None).await);
    assert!(
        sentence.starts_with("One question without a name"),
        "{sentence}"
    );
    let sentence = refusal(asks_anonymously(&world, MIA, Some("And why?")).await);
    assert!(sentence.contains("> And why?"), "given back: {sentence}");
    world
        .try_ask(MIA, "postgres", Some("And why?"))
        .await
        .unwrap();
    let asked = world.find(open_asks(&world, MIA).await[0]).await;
    assert_eq!(asked.details, "And why?");

    let mut write = world.ctx.store.write().await.unwrap();
    settings::set_anonymity(&mut write, GUILD, false)
        .await
        .unwrap();
    write.commit().await.unwrap();
    let sentence = refusal(asks_anonymously(&world, RAVI, None).await);
    assert!(sentence.contains("switched off"), "{sentence}");
    let kept = asks_anonymously(&world, RAVI, Some("Anybody?"))
        .await
        .unwrap();
    assert!(answer(Ok(kept.clone())).contains("> Anybody?"));
    assert!(open_asks(&world, RAVI).await.is_empty());
    presses(&world, RAVI, &kept, "Ask with my name")
        .await
        .unwrap();
    assert_eq!(open_asks(&world, RAVI).await.len(), 1);
}

#[tokio::test]
async fn without_a_help_channel_nobody_asks_without_a_name() {
    let world = World::new().await;
    let mut write = world.ctx.store.write().await.unwrap();
    channels::remove_channel(&mut write, GUILD, HELP_CHANNEL)
        .await
        .unwrap();
    write.commit().await.unwrap();
    let kept = asks_anonymously(&world, MIA, Some("How?")).await.unwrap();
    assert!(answer(Ok(kept)).starts_with("Without a help channel"));
    let mut read = world.ctx.store.read().await.unwrap();
    assert_eq!(
        anonymity::open_of(&mut read, GUILD, MIA).await.unwrap(),
        None
    );
}

#[tokio::test]
async fn once_it_is_asked_without_a_name_nothing_typed_on_the_way_is_left() {
    let world = World::new().await;
    world.teach(&[RAVI]).await;
    let of_others = world
        .try_ask(NOOR, "postgrse", Some("Mine."))
        .await
        .unwrap();
    world
        .try_ask(MIA, "postgrse", Some("Left over."))
        .await
        .unwrap();
    let form = asks_anonymously(&world, MIA, None).await.unwrap();
    let up = answer(submits(&world, MIA, &form, &[("details", "How?")]).await);
    assert!(up.contains("without your name"), "{up}");
    let mut read = world.ctx.store.read().await.unwrap();
    let ask = anonymity::open_of(&mut read, GUILD, MIA)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(
        world.find(ask).await.asker,
        crate::store::asks::Asker::Anonymous
    );
    drop(read);
    assert_eq!(
        refusal(submits(&world, MIA, &form, &[("details", "Again?")]).await),
        words::DRAFT_IS_GONE
    );
    // Noor's is nobody else's business, and stays.
    presses(&world, NOOR, &of_others, "PostgreSQL")
        .await
        .unwrap();
    assert_eq!(open_asks(&world, NOOR).await.len(), 1);
}

#[tokio::test]
async fn a_question_about_a_message_carries_a_link_to_it() {
    let mut world = World::new().await;
    world.teach(&[RAVI]).await;
    let form = asks_about(&world, MIA, SAM).await.unwrap();
    let fields = [
        ("skill", "postgres"),
        ("details", "What does that error mean?"),
    ];
    let up = answer(submits(&world, MIA, &form, &fields).await);
    assert!(up.contains("It links to the message."), "{up}");
    world.deliver().await;
    let ask = open_asks(&world, MIA).await[0];
    let link = "[this message](https://discord.com/channels/1/555/77)";
    assert!(world.said_in(&Place::Channel(HELP_CHANNEL))[0].contains(link));
    assert!(world.said_in(&Place::Direct(RAVI))[0].contains(link));
    world.press(RAVI, AskClick::Help { ask }).await.unwrap();
    world.deliver().await;
    assert!(world.said_in(&Place::AskThread(ask))[0].contains(link));
    assert_eq!(
        refusal(asks_about(&world, MIA, BOT).await),
        words::MY_OWN_MESSAGE
    );
}

#[tokio::test]
async fn a_form_that_could_not_be_taken_opens_again_with_what_was_written() {
    let world = World::new().await;
    world.teach(&[RAVI]).await;
    let form = asks_about(&world, MIA, SAM).await.unwrap();
    let fields = [("skill", "postgres, rust"), ("details", "A long story.")];
    let not_taken = submits(&world, MIA, &form, &fields).await.unwrap();
    assert!(answer(Ok(not_taken.clone())).starts_with(words::ONE_AT_A_TIME));
    let again = presses(&world, MIA, &not_taken, "Change it").await.unwrap();
    let Reply::Modal(modal) = &again else {
        panic!("no form: {again:?}")
    };
    let values: Vec<_> = modal
        .fields
        .iter()
        .map(|field| field.value.as_deref())
        .collect();
    assert_eq!(values, [Some("postgres, rust"), Some("A long story.")]);
    // A near miss is asked about, and the story is still there afterwards.
    let fields = [("skill", "postgrse"), ("details", "A long story.")];
    let question = submits(&world, MIA, &again, &fields).await.unwrap();
    presses(&world, MIA, &question, "PostgreSQL").await.unwrap();
    let ask = world.find(open_asks(&world, MIA).await[0]).await;
    assert_eq!(ask.details, "A long story.");
    assert!(ask.about.is_some());
    assert_eq!(
        refusal(presses(&world, MIA, &question, "PostgreSQL").await),
        words::DRAFT_IS_USED
    );
}

#[tokio::test]
async fn a_draft_that_never_was_gets_a_sentence() {
    let world = World::new().await;
    let draft = DraftId(404);
    let lesson = LessonId(1);
    for click in [
        AskClick::Again { draft },
        AskClick::AskTheTeam { draft },
        AskClick::AskByName { draft },
        AskClick::Answered { draft, lesson },
    ] {
        assert_eq!(refusal(world.press(MIA, click).await), words::DRAFT_IS_GONE);
    }
}
