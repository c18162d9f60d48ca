//! What somebody learned in a pairing.

use super::super::words::LESSON_FIELD_SKILL;
use super::*;
use crate::custom_id::CustomId;
use crate::domain::skill::SkillName;
use crate::features::lessons::FIELD;
use crate::features::skills::command::TEACH;
use crate::features::trial::{MIA, NOOR, RAVI, button, refused, shown};
use crate::store::{lessons, skills};

async fn lesson_of(table: &Table, pairing: PairingId, by: MemberId) -> Option<(String, String)> {
    let mut read = table.trial.ctx.store.read().await.unwrap();
    let lesson = lessons::of_pairing(&mut read, pairing, by).await.unwrap();
    lesson.map(|lesson| (lesson.skill_name, lesson.text))
}

#[allow(
    clippy::unnecessary_wraps,
    reason = "it is compared with what may not be there"
)]
fn written(skill: &str, text: &str) -> Option<(String, String)> {
    Some((skill.to_owned(), text.to_owned()))
}

#[tokio::test]
async fn a_lesson_is_about_a_skill_of_theirs_and_can_be_changed() {
    let mut table = Table::new().await;
    table
        .trial
        .uses(RAVI, &TEACH, &[("skill", "Rust")])
        .await
        .unwrap();
    let pairing = table.seats(&[MIA, RAVI]).await;
    table
        .presses(MIA, RoundClick::Met { pairing })
        .await
        .unwrap();
    let begin = shown(table.presses(MIA, RoundClick::Lesson { pairing }).await);
    assert!(begin.contains("<Choose a skill>"), "{begin}");
    let skill = {
        let mut read = table.trial.ctx.store.read().await.unwrap();
        let key = SkillName::parse("Rust").unwrap().key();
        let found = skills::find(&mut read, GUILD, &key).await.unwrap();
        found.unwrap().0
    };
    let about = RoundClick::LessonAbout { pairing };
    let form = table.trial.chooses(MIA, about, &[&skill.to_string()]).await;
    assert_eq!(shown(form), "form: A lesson about Rust");
    let on = RoundClick::LessonOn { pairing, skill };
    for text in ["Vacuum is not optional.", "Vacuum every night."] {
        let said = table
            .trial
            .fills_in(MIA, on.clone(), &[(FIELD, text)])
            .await;
        assert!(shown(said).contains("Written down under **Rust**"));
        assert_eq!(lesson_of(&table, pairing, MIA).await, written("Rust", text));
    }
    // What is there is opened at once, and the page shows it.
    let again = table.presses(MIA, RoundClick::Lesson { pairing }).await;
    assert!(matches!(again, Ok(Reply::Modal(_))));
    let page = shown(table.presses(MIA, RoundClick::Met { pairing }).await);
    assert!(page.contains("Vacuum every night."), "{page}");
    assert_eq!(lesson_of(&table, pairing, RAVI).await, None);
    // Nobody else writes one here, nor an empty one.
    refused(
        table
            .trial
            .fills_in(NOOR, on.clone(), &[(FIELD, "Mine")])
            .await,
    );
    refused(table.trial.fills_in(RAVI, on, &[(FIELD, "  ")]).await);
}

#[tokio::test]
async fn a_skill_that_is_only_nearly_one_is_asked_about_and_the_text_is_not_lost() {
    let mut table = Table::new().await;
    let pairing = table.seats(&[MIA, RAVI]).await;
    // Nobody has said anything of skills, so there are none to choose from.
    let begin = table.presses(MIA, RoundClick::Lesson { pairing }).await;
    assert!(matches!(begin, Ok(Reply::Modal(_))));
    table
        .trial
        .uses(NOOR, &TEACH, &[("skill", "Kubernetes")])
        .await
        .unwrap();
    let form = RoundClick::LessonWritten { pairing };
    let fields = [
        (LESSON_FIELD_SKILL, "Kubernets"),
        (FIELD, "Pods come and go."),
    ];
    let asked = table.trial.fills_in(MIA, form.clone(), &fields).await;
    let CustomId::Round(click) = button(&asked, "Kubernetes") else {
        panic!("{asked:?}")
    };
    assert!(shown(asked).contains("Did you mean one of these?"));
    assert_eq!(lesson_of(&table, pairing, MIA).await, None);
    refused(table.presses(RAVI, click.clone()).await);
    for _ in 0..2 {
        let said = shown(table.presses(MIA, click.clone()).await);
        assert!(said.contains("under **Kubernetes**"), "{said}");
    }
    assert_eq!(
        lesson_of(&table, pairing, MIA).await,
        written("Kubernetes", "Pods come and go.")
    );
    // Once it has ended and they met, a lesson can be written still.
    table
        .presses(MIA, RoundClick::Met { pairing })
        .await
        .unwrap();
    table.trial.clock.move_to(march(10, 10));
    table.close(pairing).await;
    let fields = [
        (LESSON_FIELD_SKILL, "Gardening"),
        (FIELD, "Water in the morning."),
    ];
    let said = table.trial.fills_in(RAVI, form, &fields).await;
    assert!(shown(said).contains("under **Gardening**"));
}
