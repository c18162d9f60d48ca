//! Who is noted as active: whoever does something, but never an asker without a name, whatever they do about their ask.

use super::*;
use crate::custom_id::{CustomId, LessonClick};
use crate::features::family;

const NOTED: &str = "SELECT count(*) FROM active_weeks WHERE member_id = 11";
const RAVI_NOTED: &str = "SELECT count(*) FROM active_weeks WHERE member_id = 12";

impl World {
    /// Presses anything, with every field filled in that some form has.
    async fn does(&self, member: MemberId, id: CustomId) -> Result<Reply> {
        let press = Press {
            id: id.clone(),
            by: actor(member),
            guild: Some(GUILD),
            channel: HELP_CHANNEL,
            message: Some(MessageId(1)),
            values: vec!["12".to_owned()],
            fields: [
                "reply", "thanks", "lesson", "text", "details", "skill", "name",
            ]
            .into_iter()
            .map(|name| (name.to_owned(), "Ravi".to_owned()))
            .collect(),
        };
        (family(&id).run)(&self.ctx, &press).await
    }
}

/// Everything that can be pressed about an ask, with this ask in it, somebody who helps and a happy face.
fn clicks_about(ask: AskId) -> Vec<CustomId> {
    CustomId::samples()
        .into_iter()
        .filter(|id| {
            matches!(
                id,
                CustomId::Ask(_)
                    | CustomId::Lesson(LessonClick::Write { .. } | LessonClick::Written { .. })
            )
        })
        .map(|id| {
            let text = id.to_string();
            let mut numbers = 0;
            let parts = text.split(':').enumerate().map(|(at, part)| {
                if at < 3 {
                    return part.to_owned();
                }
                numbers += 1;
                match (numbers, part) {
                    (1, _) => ask.to_string(),
                    (_, "255") => "3".to_owned(),
                    _ => RAVI.to_string(),
                }
            });
            let parts: Vec<String> = parts.collect();
            parts.join(":").parse().unwrap()
        })
        .collect()
}

#[tokio::test]
async fn an_asker_without_a_name_is_never_noted_from_the_question_to_the_end() {
    let mut world = World::new().await;
    let ask = world.taken_anonymously().await;
    assert_eq!(world.count(NOTED).await, 0, "asking");
    assert_eq!(world.count(RAVI_NOTED).await, 1, "helping");
    let mut done = 0;
    for click in [
        CustomId::from(AskClick::AnonymousReply { ask }),
        AskClick::StillNeeded { ask }.into(),
        AskClick::Solved { ask }.into(),
        AskClick::SolvedByMember { ask, member: RAVI }.into(),
        AskClick::Face { ask, face: 3 }.into(),
        AskClick::Thanks { ask }.into(),
        AskClick::Lesson { ask }.into(),
        AskClick::SolvedDone { ask }.into(),
        LessonClick::Written { ask }.into(),
    ] {
        let reply = world.does(MIA, click.clone()).await;
        done += usize::from(reply.is_ok());
        world.deliver().await;
        assert_eq!(world.count(NOTED).await, 0, "{click} {reply:?}");
    }
    assert!(done >= 6, "{done} of these can be done");
    world.pass(TimeDelta::days(4)).await;
    assert_eq!(world.asker_of(ask).await, None);
    assert_eq!(world.count(NOTED).await, 0);
}

#[tokio::test]
async fn nothing_that_can_be_pressed_notes_an_asker_without_a_name_but_their_name() {
    let some = AskId(1);
    let mut noted = Vec::new();
    for number in 0..clicks_about(some).len() {
        let mut world = World::new().await;
        let ask = world.taken_anonymously().await;
        let click = clicks_about(ask).swap_remove(number);
        let _ = world.does(MIA, click.clone()).await;
        if world.count(NOTED).await > 0 {
            noted.push(click);
        }
    }
    assert_eq!(noted, [CustomId::from(AskClick::RevealSure { ask: some })]);
}

#[tokio::test]
async fn an_asker_with_a_name_is_noted() {
    let mut world = World::new().await;
    world.teach(&[RAVI]).await;
    world.ask().await;
    assert_eq!(world.count(NOTED).await, 1);
    assert_eq!(
        world.count("SELECT count(*) FROM active_weeks").await,
        1,
        "who is asked has done nothing yet"
    );
}

#[tokio::test]
async fn the_first_who_takes_an_ask_decides_when_it_was_answered() {
    let mut world = World::new().await;
    world.teach(&[RAVI, SAM]).await;
    let ask = world.ask().await;
    let answered = "SELECT coalesce(answered_at, 0) FROM asks";
    assert_eq!(world.count(answered).await, 0);
    world.pass(TimeDelta::minutes(7)).await;
    world.press(RAVI, AskClick::Help { ask }).await.unwrap();
    let first = world.count(answered).await;
    assert_eq!(first, world.now().timestamp_millis());
    world.press(RAVI, AskClick::GiveBack { ask }).await.unwrap();
    world.pass(TimeDelta::hours(1)).await;
    world.press(SAM, AskClick::Help { ask }).await.unwrap();
    assert_eq!(world.count(answered).await, first);
}

#[tokio::test]
async fn who_is_named_on_the_solved_page_answered_what_nobody_had_taken() {
    let mut world = World::new().await;
    world.teach(&[RAVI, SAM]).await;
    let ask = world.ask().await;
    let answered = "SELECT coalesce(answered_at, 0) FROM asks";
    world.pass(TimeDelta::minutes(7)).await;
    let named = AskClick::SolvedBy { ask };
    world
        .press_with(MIA, named, Some(GUILD), None, &[SAM], &[])
        .await
        .unwrap();
    assert_eq!(world.count(answered).await, 0);
    world
        .press(MIA, AskClick::SolvedDone { ask })
        .await
        .unwrap();
    assert_eq!(world.count(answered).await, world.now().timestamp_millis());
}
