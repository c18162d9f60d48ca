//! Turning on with the opening post, signing it, and `/settings`.

use crate::custom_id::{MeClick, SetupClick};
use crate::domain::ids::{ChannelId, MessageId};
use crate::error::Result;
use crate::features::settings::command::SETTINGS;
use crate::features::settings::{guild, message_gone, opening_posted, place_gone, unsign};
use crate::features::trial::{
    GUILD, HELP, MANAGER, MIA, NOOR, RAVI, Trial, button, refused, shown,
};
use crate::features::{Reply, settings};
use crate::store::outbox;
use crate::store::settings as rows;

/// How many rows are owed.
async fn owed(trial: &Trial) -> u64 {
    let mut read = trial.ctx.store.read().await.unwrap();
    let depth = outbox::depth(&mut read, trial.clock.now()).await.unwrap();
    depth.at(outbox::Stage::Due) + depth.at(outbox::Stage::Later)
}

/// A server in which everything is chosen and Potluck is turned off.
async fn ready() -> Trial {
    let trial = Trial::turned_on().await;
    trial.presses(NOOR, SetupClick::TurnOff {}).await.unwrap();
    trial
}

/// Nothing carries the outbox here: what was owed is taken back, and the post is where it would have been delivered.
async fn delivered(trial: &Trial, message: i64) {
    let mut write = trial.ctx.store.write().await.unwrap();
    outbox::drop_lane(&mut write, outbox::Lane::Guild(GUILD), trial.clock.now())
        .await
        .unwrap();
    opening_posted(&mut write, GUILD, HELP, MessageId(message))
        .await
        .unwrap();
    write.commit().await.unwrap();
}

async fn presses(trial: &Trial, click: SetupClick) -> String {
    shown(trial.presses(NOOR, click).await)
}

#[tokio::test]
async fn turning_on_shows_the_post_first_and_sends_nothing() {
    let trial = ready().await;
    let page = trial.presses(NOOR, SetupClick::TurnOn {}).await;
    insta::assert_snapshot!(shown(page), @"
    ### Turn on
    Once I am on, everybody can use the commands, and I write to people when somebody needs them. To start, I would put up this one post in <#101>. It pings nobody.
    Where a leader learns, others dare to: sign it with what you are learning yourself, if you like.
    ---
    ### What could you bring? What would you like to learn?
    Everybody here knows something that somebody else would like to know. Say what yours is, and what you are curious about: it takes a minute, and a beginner's start is plenty. When somebody asks, I bring the two of you together. 🥘
    [I could teach…] [I'd like to learn…]
    -# `/teach` and `/learn` do the same at any time. `/askfor` finds help, and `/help` says the rest.
    ---
    [Turn on and post it] [Turn on without] [Sign it] [Back]
    ");
    assert_eq!(owed(&trial).await, 0);
    assert!(
        guild(&trial.ctx, GUILD)
            .await
            .unwrap()
            .turned_on_at
            .is_none()
    );
}

#[tokio::test]
async fn it_is_posted_once_however_often_it_is_pressed() {
    let trial = ready().await;
    let page = presses(&trial, SetupClick::TurnOnAndPost {}).await;
    assert!(page.contains("**Opening post** · on its way"), "{page}");
    for click in [
        SetupClick::TurnOnAndPost {},
        SetupClick::PutUp {},
        SetupClick::PutUpAgain {
            instead_of: MessageId(7),
        },
    ] {
        presses(&trial, click).await;
    }
    assert_eq!(owed(&trial).await, 1);
    delivered(&trial, 7).await;
    let page = presses(&trial, SetupClick::PutUp {}).await;
    assert!(
        page.contains("It is up in <#101>.") && page.contains("[Put it up again]"),
        "{page}"
    );
    assert_eq!(owed(&trial).await, 0);
}

#[tokio::test]
async fn without_the_post_nothing_is_sent_and_it_can_be_put_up_later() {
    let trial = ready().await;
    let page = presses(&trial, SetupClick::TurnOnOnly {}).await;
    assert!(page.contains("**Opening post** · not up"), "{page}");
    assert_eq!(owed(&trial).await, 0);
    presses(&trial, SetupClick::PutUp {}).await;
    assert_eq!(owed(&trial).await, 1);
}

#[tokio::test]
async fn turned_off_and_on_again_it_is_not_posted_twice_unless_somebody_wants_that() {
    let trial = ready().await;
    presses(&trial, SetupClick::TurnOnAndPost {}).await;
    // What was not sent yet is not sent after turning off.
    presses(&trial, SetupClick::TurnOff {}).await;
    assert_eq!(owed(&trial).await, 0);
    let preview = presses(&trial, SetupClick::TurnOn {}).await;
    assert!(preview.contains("[Turn on and post it]"), "{preview}");
    presses(&trial, SetupClick::TurnOnAndPost {}).await;
    delivered(&trial, 7).await;
    presses(&trial, SetupClick::TurnOff {}).await;
    let page = presses(&trial, SetupClick::TurnOn {}).await;
    assert!(
        page.contains("Turned on since") && page.contains("**Opening post** · up in <#101>"),
        "{page}"
    );
    assert_eq!(owed(&trial).await, 0);
    // Wanted, it is posted once for each press on a page that showed the one before.
    let page = trial.presses(NOOR, SetupClick::Opening {}).await;
    let again = button(&page, "Put it up again");
    trial.presses(NOOR, again.clone()).await.unwrap();
    assert_eq!(owed(&trial).await, 1);
    delivered(&trial, 8).await;
    trial.presses(NOOR, again).await.unwrap();
    assert_eq!(owed(&trial).await, 0);
}

#[tokio::test]
async fn a_deleted_post_is_noticed() {
    let trial = ready().await;
    presses(&trial, SetupClick::TurnOnOnly {}).await;
    let is_up = async || {
        presses(&trial, SetupClick::Opening {})
            .await
            .contains("It is up in <#101>.")
    };
    delivered(&trial, 7).await;
    message_gone(&trial.ctx, HELP, MessageId(8)).await.unwrap();
    place_gone(&trial.ctx, ChannelId(5)).await.unwrap();
    assert!(is_up().await);
    message_gone(&trial.ctx, HELP, MessageId(7)).await.unwrap();
    assert!(!is_up().await);
    delivered(&trial, 9).await;
    place_gone(&trial.ctx, HELP).await.unwrap();
    assert!(!is_up().await);
}

async fn signs(trial: &Trial, who: crate::domain::ids::MemberId) -> Result<Reply> {
    trial
        .submits(who, MeClick::Signed {}, "  Kubernetes.\n")
        .await
}

#[tokio::test]
async fn nobody_signs_with_dots_alone() {
    let trial = Trial::turned_on().await;
    for typed in ["...", " . ! ", "!"] {
        let refusal = refused(trial.submits(NOOR, MeClick::Signed {}, typed).await);
        assert!(refusal.contains(typed.trim()), "{refusal}");
    }
    let mut read = trial.ctx.store.read().await.unwrap();
    assert_eq!(rows::signature(&mut read, GUILD).await.unwrap(), None);
}

#[tokio::test]
async fn a_leader_signs_it_before_or_after_it_is_up() {
    let trial = ready().await;
    // Without a leaders' role an admin may, and nobody else.
    assert!(refused(signs(&trial, MIA).await).contains("no leaders' role is chosen here"));
    let preview = shown(
        trial
            .submits(NOOR, SetupClick::Signed {}, "Kubernetes")
            .await,
    );
    assert!(
        preview.contains("<@11> is learning Kubernetes.")
            && preview.contains("[Take the signature off]"),
        "{preview}"
    );
    assert_eq!(owed(&trial).await, 0, "there is nothing to edit yet");
    presses(&trial, SetupClick::Unsign {}).await;

    let leaders = MANAGER.to_string();
    trial
        .chooses(NOOR, SetupClick::LeadersRole {}, &[&leaders])
        .await
        .unwrap();
    assert!(refused(signs(&trial, RAVI).await).contains("is signed by somebody with <@&201>"));
    presses(&trial, SetupClick::TurnOnOnly {}).await;
    delivered(&trial, 7).await;
    let page = shown(signs(&trial, NOOR).await);
    assert!(
        page.contains("You signed it: <@11> is learning Kubernetes"),
        "{page}"
    );
    assert_eq!(owed(&trial).await, 1, "the post is edited");
    let mut read = trial.ctx.store.read().await.unwrap();
    let signature = rows::signature(&mut read, GUILD).await.unwrap().unwrap();
    drop(read);
    assert_eq!(
        (signature.signer, signature.learning.as_str()),
        (NOOR, "Kubernetes")
    );
}

#[tokio::test]
async fn a_second_leader_waits_for_room_and_a_name_comes_off_again() {
    let trial = ready().await;
    let everybody_leads = [crate::features::trial::DATA.to_string()];
    let roles: Vec<&str> = everybody_leads.iter().map(String::as_str).collect();
    trial
        .submits(NOOR, SetupClick::Signed {}, "Kubernetes")
        .await
        .unwrap();
    trial
        .chooses(NOOR, SetupClick::LeadersRole {}, &roles)
        .await
        .unwrap();
    assert!(refused(signs(&trial, MIA).await).starts_with("<@11> has signed it already."));
    // Somebody else's name stays.
    let mut write = trial.ctx.store.write().await.unwrap();
    unsign(&mut write, GUILD, MIA, trial.clock.now())
        .await
        .unwrap();
    unsign(&mut write, GUILD, RAVI, trial.clock.now())
        .await
        .unwrap();
    write.commit().await.unwrap();
    assert!(refused(signs(&trial, MIA).await).starts_with("<@11> has signed it already."));
    trial.presses(NOOR, MeClick::Unsign {}).await.unwrap();
    assert!(shown(signs(&trial, MIA).await).contains("You signed it"));
    let long = "x".repeat(81);
    let refusal = refused(trial.submits(MIA, MeClick::Signed {}, &long).await);
    assert!(refusal.contains("80 is the most"), "{refusal}");
}

#[tokio::test]
async fn settings_lead_to_setup_first_and_are_the_same_page_later() {
    let trial = Trial::new().await;
    let page = shown(trial.uses(NOOR, &SETTINGS, &[]).await);
    assert!(
        page.contains("`/setup` is one page") && page.contains("[Set it up]"),
        "{page}"
    );
    assert!(
        refused(trial.uses(MIA, &SETTINGS, &[]).await)
            .starts_with("These settings are for people who may manage this server.")
    );
    let trial = Trial::turned_on().await;
    assert_eq!(
        shown(trial.uses(NOOR, &SETTINGS, &[]).await),
        shown(trial.uses(NOOR, &settings::command::SETUP, &[]).await)
    );
}

#[tokio::test]
async fn anonymous_asks_are_switched_off_and_on() {
    let trial = Trial::turned_on().await;
    let allowed = async || guild(&trial.ctx, GUILD).await.unwrap().anonymity;
    assert!(allowed().await);
    let page = trial.presses(NOOR, SetupClick::Asks {}).await;
    let off = button(&page, "Don't allow them");
    let page = shown(trial.presses(NOOR, off).await);
    assert!(page.contains("**Not allowed**"), "{page}");
    assert!(!allowed().await);
    presses(&trial, SetupClick::Anonymity { allowed: 1 }).await;
    assert!(allowed().await);
}
