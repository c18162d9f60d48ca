//! Who is forgotten stays so until they use a command.

use std::collections::BTreeMap;

use super::*;
use crate::features::members::{self, Person};
use crate::features::trial::MIA;
use crate::store::members::{one, present};

async fn forgotten_mia() -> (Trial, Person) {
    let trial = Trial::turned_on().await;
    let mia = known(&trial).await.unwrap();
    forget(&trial.ctx, GUILD, MIA, Erased::LessonsLoseTheirAuthor)
        .await
        .unwrap();
    assert_eq!(known(&trial).await, None);
    (trial, mia)
}

async fn known(trial: &Trial) -> Option<Person> {
    one(&mut trial.ctx.store.read().await.unwrap(), GUILD, MIA)
        .await
        .unwrap()
}

async fn sentence(trial: &Trial, guild: Option<GuildId>) -> Option<String> {
    match must_be_known(&trial.ctx, guild, MIA).await {
        Ok(()) => None,
        Err(Error::User(error)) => Some(error.text),
        Err(Error::Fault(fault)) => panic!("{fault}"),
    }
}

#[tokio::test]
async fn nothing_that_discord_tells_brings_them_back() {
    let (trial, mia) = forgotten_mia().await;
    members::seen(&trial.ctx, GUILD, &mia).await.unwrap();
    members::acted(&trial.ctx, GUILD, &mia).await.unwrap();
    let mut list: BTreeMap<_, _> = present(&mut trial.ctx.store.read().await.unwrap(), GUILD)
        .await
        .unwrap();
    list.insert(MIA, mia.clone());
    members::complete(&trial.ctx, GUILD, &list).await.unwrap();
    members::left(&trial.ctx, GUILD, MIA).await.unwrap();
    members::seen(&trial.ctx, GUILD, &mia).await.unwrap();
    assert_eq!(known(&trial).await, None);
}

#[tokio::test]
async fn a_command_does_and_they_begin_with_nothing() {
    let (trial, mia) = forgotten_mia().await;
    assert_eq!(
        sentence(&trial, Some(GUILD)).await.as_deref(),
        Some(words::FORGOTTEN)
    );
    assert_eq!(
        sentence(&trial, None).await.as_deref(),
        Some(words::FORGOTTEN)
    );
    assert_eq!(sentence(&trial, Some(GuildId(77))).await, None);
    let exported_before = exported(&trial, MIA).await;
    assert!(
        exported_before.contains("\"you_asked_to_be_forgotten\": \"2026-03-02T09:00:00Z\""),
        "{exported_before}"
    );
    members::used_a_command(&trial.ctx, GUILD, &mia)
        .await
        .unwrap();
    assert_eq!(known(&trial).await, Some(mia));
    assert_eq!(sentence(&trial, Some(GUILD)).await, None);
    assert_eq!(sentence(&trial, None).await, None);
    assert!(
        exported(&trial, MIA)
            .await
            .contains("\"you_asked_to_be_forgotten\": null")
    );
}

#[tokio::test]
async fn what_was_said_under_an_earlier_name_is_found() {
    let trial = Trial::turned_on().await;
    let mut mia = known(&trial).await.unwrap();
    mia.display_name = "Mia the second".to_owned();
    members::seen(&trial.ctx, GUILD, &mia).await.unwrap();
    let mut read = trial.ctx.store.read().await.unwrap();
    let said = rows::said_by(&mut read, GUILD, MIA, false).await.unwrap();
    assert_eq!(said.names, ["Mia", "Mia the second"]);
}
