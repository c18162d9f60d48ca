//! An admin's page, tried against a real database.

mod opening;

use super::command::SETUP;
use super::turned_on;
use crate::custom_id::SetupClick;
use crate::delivery::{Delivery, Place, Purpose, Receipt};
use crate::domain::ids::{AskId, ChannelId, RoleId};
use crate::domain::permissions::{Overwrite, Permissions};
use crate::features::Reply;
use crate::features::trial::{
    DATA, GUILD, HELP, MANAGER, MANAGERS, MIA, NOOR, OF_THE_BOT, Trial, VOICE, assert_fits, button,
    refused, shown,
};
use crate::post::Post;
use crate::store::channels::{self, ChannelRow, RoleRow};
use crate::store::outbox::{self, End, Lane, Owed};

fn values<T: ToString>(ids: &[T]) -> Vec<String> {
    ids.iter().map(ToString::to_string).collect()
}

async fn chooses<T: ToString>(
    trial: &Trial,
    click: SetupClick,
    ids: &[T],
) -> crate::error::Result<Reply> {
    let values = values(ids);
    trial
        .chooses(
            NOOR,
            click,
            &values.iter().map(String::as_str).collect::<Vec<_>>(),
        )
        .await
}

#[tokio::test]
async fn the_page_starts_with_sensible_defaults() {
    let trial = Trial::new().await;
    let page = trial.uses(NOOR, &SETUP, &[]).await;
    assert!(matches!(page, Ok(Reply::Private(_))));
    insta::assert_snapshot!(shown(page), @"
    ### Potluck in Quay
    Turned off: I send nothing until you press **Turn on**.

    **Help channel** · not chosen yet. Asks will be posted there; choose it under **Channels**.
    **Managers' channel** · none
    **Managers' role** · none
    **Leaders' role** · none
    **Newcomers' role** · none: whoever joins is new
    **Teams** · none yet. With them, of two who fit equally well, I ask the one from another team.
    **Programmes** · none yet. Coffee chats and skill swaps begin under **Programmes**.
    **Time zone** · not chosen yet. Type your city under **Zone and hours**.
    **Working time** · Mon-Fri, 9:00-17:00
    **Holidays** · none
    **Anonymous asks** · allowed
    **Digest** · weekly, once a managers' channel is chosen under **Channels**
    **Recognition** · off
    [Channels] [Roles] [Teams] [Programmes] [Zone and hours]
    [Anonymous asks] [Digest] [Recognition] [Turn on]
    ");
}

#[tokio::test]
async fn turning_on_is_refused_with_what_is_missing_and_then_works() {
    let trial = Trial::new().await;
    assert_eq!(
        refused(trial.presses(NOOR, SetupClick::TurnOn {}).await),
        "Almost there. Before I can be turned on, this is still missing:\n\
         - A help channel. Choose one under **Channels**.\n\
         - Your time zone. Type your city under **Zone and hours**."
    );
    shown(chooses(&trial, SetupClick::HelpChannel {}, &[HELP]).await);
    let hours = shown(trial.submits(NOOR, SetupClick::Zone {}, "lisbon").await);
    assert!(
        hours.contains("**Time zone** · Europe/Lisbon, where it is 09:00 now"),
        "{hours}"
    );
    assert!(turned_on(&trial.ctx, GUILD).await.is_err());
    let page = shown(trial.presses(NOOR, SetupClick::TurnOnOnly {}).await);
    assert!(
        page.contains("Turned on since <t:1772442000:D>") && page.contains("[Turn off]"),
        "{page}"
    );
    let guild = turned_on(&trial.ctx, GUILD).await.unwrap();
    assert_eq!(
        (guild.help_channel, guild.calendar.zone),
        (Some(HELP), chrono_tz::Europe::Lisbon)
    );
    // Pressed twice, it stays on since when it was.
    trial
        .clock
        .move_to(trial.clock.now() + chrono::TimeDelta::hours(1));
    assert!(
        shown(trial.presses(NOOR, SetupClick::TurnOn {}).await)
            .contains("Turned on since <t:1772442000:D>")
    );
    assert!(shown(trial.presses(NOOR, SetupClick::TurnOff {}).await).contains("Turned off"));
    assert!(
        refused(
            turned_on(&trial.ctx, GUILD)
                .await
                .map(|_| Reply::Private(crate::post::Post::default()))
        )
        .contains("`/setup`")
    );
}

#[tokio::test]
async fn a_missing_permission_is_named_with_its_place() {
    let trial = Trial::new().await;
    let mut write = trial.ctx.store.write().await.unwrap();
    let locked = ChannelRow {
        id: HELP,
        name: "help".to_owned(),
        kind: 0,
        overwrites: vec![Overwrite {
            id: OF_THE_BOT.0,
            member: false,
            allow: Permissions::NONE,
            deny: Permissions::CREATE_PUBLIC_THREADS | Permissions::MANAGE_THREADS,
        }],
    };
    channels::put_channel(&mut write, GUILD, &locked)
        .await
        .unwrap();
    write.commit().await.unwrap();
    let page = shown(chooses(&trial, SetupClick::HelpChannel {}, &[HELP]).await);
    assert!(
        page.contains(
            "<#101>\n- I still need these permissions there: Create Public Threads, Manage Threads."
        ),
        "{page}"
    );
    trial
        .submits(NOOR, SetupClick::Zone {}, "Lisbon")
        .await
        .unwrap();
    assert_eq!(
        refused(trial.presses(NOOR, SetupClick::TurnOn {}).await),
        "Almost there. Before I can be turned on, this is still missing:\n\
         - My permissions in <#101>: Create Public Threads, Manage Threads. Give them to me in the channel's settings."
    );
}

#[tokio::test]
async fn who_sees_a_channel_is_said() {
    let trial = Trial::new().await;
    let hidden = shown(chooses(&trial, SetupClick::HelpChannel {}, &[MANAGERS]).await);
    assert!(
        hidden.contains("3 of 4 people cannot see it, and so cannot see who asks."),
        "{hidden}"
    );
    let open = shown(chooses(&trial, SetupClick::ManagersChannel {}, &[HELP]).await);
    assert!(
        open.contains("Everyone can read it. What I write there is meant for managers"),
        "{open}"
    );
    let closed = shown(chooses(&trial, SetupClick::ManagersChannel {}, &[MANAGERS]).await);
    assert!(!closed.contains("Everyone can read it"), "{closed}");
    let none = shown(chooses::<ChannelId>(&trial, SetupClick::ManagersChannel {}, &[]).await);
    assert!(none.contains("**Managers' channel** · none"), "{none}");
}

#[tokio::test]
async fn a_channel_that_went_away_is_said() {
    let trial = Trial::turned_on().await;
    let mut write = trial.ctx.store.write().await.unwrap();
    channels::remove_channel(&mut write, GUILD, HELP)
        .await
        .unwrap();
    write.commit().await.unwrap();
    let page = shown(trial.uses(NOOR, &SETUP, &[]).await);
    assert!(
        page.contains("**Help channel** · was deleted. Please choose another under **Channels**."),
        "{page}"
    );
    trial.presses(NOOR, SetupClick::TurnOff {}).await.unwrap();
    let missing = refused(trial.presses(NOOR, SetupClick::TurnOn {}).await);
    assert!(
        missing.contains("The help channel was deleted."),
        "{missing}"
    );
}

#[tokio::test]
async fn channels_and_roles_that_cannot_be_are_refused() {
    let trial = Trial::new().await;
    let voice = refused(chooses(&trial, SetupClick::HelpChannel {}, &[VOICE]).await);
    assert!(
        voice.starts_with("<#103> is not a plain text channel"),
        "{voice}"
    );
    assert!(
        refused(chooses(&trial, SetupClick::HelpChannel {}, &[ChannelId(5)]).await)
            .starts_with("I don't know that channel")
    );
    assert!(
        refused(chooses::<ChannelId>(&trial, SetupClick::HelpChannel {}, &[]).await)
            .starts_with("Nothing was chosen")
    );
    assert!(
        refused(chooses(&trial, SetupClick::HelpChannel {}, &["x"]).await)
            .starts_with("Nothing was chosen")
    );
    let everyone = RoleId(GUILD.0);
    for click in [
        SetupClick::ManagersRole {},
        SetupClick::LeadersRole {},
        SetupClick::AddTeams {},
    ] {
        assert!(
            refused(chooses(&trial, click, &[everyone]).await)
                .starts_with("Everyone has that role")
        );
    }
    assert!(
        refused(chooses(&trial, SetupClick::AddTeams {}, &[DATA, OF_THE_BOT]).await)
            .starts_with("**Potluck** belongs to an app")
    );
    let roles = shown(chooses(&trial, SetupClick::ManagersRole {}, &[MANAGER]).await);
    assert!(roles.contains("**Managers' role** · <@&201>"), "{roles}");
}

#[tokio::test]
async fn teams_are_added_ordered_and_removed_in_batches() {
    let trial = Trial::new().await;
    let teams: Vec<RoleId> = (300..360).map(RoleId).collect();
    let mut write = trial.ctx.store.write().await.unwrap();
    for team in &teams {
        let role = RoleRow {
            id: *team,
            name: "Team".to_owned(),
            permissions: Permissions::NONE,
            position: 1,
            managed: false,
        };
        channels::put_role(&mut write, GUILD, &role).await.unwrap();
    }
    write.commit().await.unwrap();
    for batch in teams.chunks(25) {
        shown(chooses(&trial, SetupClick::AddTeams {}, batch).await);
    }
    // Adding what is there changes nothing.
    let last = shown(chooses(&trial, SetupClick::AddTeams {}, &teams[..3]).await);
    assert!(
        last.contains("Page 8 of 8") && last.contains("60. <@&359>"),
        "{last}"
    );
    for page in 0..9 {
        let Ok(Reply::Update(post)) = trial.presses(NOOR, SetupClick::Teams { page }).await else {
            panic!("no page")
        };
        assert_fits(&post);
    }
    // From the top of the second page to the end of the first.
    let moved = shown(
        trial
            .presses(NOOR, SetupClick::TeamUp { role: RoleId(308) })
            .await,
    );
    assert!(
        moved.contains("8. <@&308>") && moved.contains("Page 1 of 8"),
        "{moved}"
    );
    let first = shown(
        trial
            .presses(NOOR, SetupClick::TeamUp { role: RoleId(300) })
            .await,
    );
    assert!(first.contains("1. <@&300>"), "{first}");
    for batch in teams[2..].chunks(25) {
        shown(chooses(&trial, SetupClick::RemoveTeams {}, batch).await);
    }
    let left = shown(trial.presses(NOOR, SetupClick::Teams { page: 0 }).await);
    assert!(
        left.contains("2. <@&301>") && !left.contains("3. "),
        "{left}"
    );
}

#[tokio::test]
async fn a_city_is_asked_about_where_it_is_not_clear() {
    let trial = Trial::new().await;
    let which = shown(trial.submits(NOOR, SetupClick::Zone {}, "portland").await);
    assert!(
        which.starts_with("Which place did you mean by “portland”?"),
        "{which}"
    );
    let chosen = shown(
        trial
            .chooses(NOOR, SetupClick::ZoneChosen {}, &["1:America/New_York"])
            .await,
    );
    assert!(
        chosen.contains("**Time zone** · America/New York"),
        "{chosen}"
    );
    assert!(
        refused(
            trial
                .chooses(NOOR, SetupClick::ZoneChosen {}, &["Mordor"])
                .await
        )
        .starts_with("Nothing was chosen")
    );
    let nowhere = refused(
        trial
            .submits(NOOR, SetupClick::Zone {}, "*Xyzzyville* @everyone")
            .await,
    );
    assert!(
        nowhere.starts_with(r"I don't know a place called “\*Xyzzyville\* \@everyone”."),
        "{nowhere}"
    );
}

#[tokio::test]
async fn hours_days_and_holidays_are_typed_listed_and_removed() {
    let trial = Trial::new().await;
    let hours = shown(
        trial
            .submits(NOOR, SetupClick::HoursTyped {}, "8:30-16:30")
            .await,
    );
    assert!(hours.contains("Mon-Fri, 8:30-16:30"), "{hours}");
    let wrong = refused(
        trial
            .submits(NOOR, SetupClick::HoursTyped {}, "nine to *five*")
            .await,
    );
    assert_eq!(
        wrong,
        "`nine to *five*` is not a span of hours. Write it like `9:00-17:30` or `9am-5pm`.\nNothing was changed. You typed:\n> nine to \\*five\\*"
    );
    let days = shown(
        trial
            .chooses(NOOR, SetupClick::Days {}, &["Sun", "Mon", "Tue"])
            .await,
    );
    assert!(days.contains("Mon, Tue, Sun, 8:30-16:30"), "{days}");
    let holidays = shown(
        trial
            .submits(
                NOOR,
                SetupClick::Holidays {},
                "2026-12-24 to 2026-12-26\n1 May",
            )
            .await,
    );
    assert!(
        holidays.contains(
            "**Holidays ahead** · Fri 1 May 2026, Thu 24 Dec 2026, Fri 25 Dec 2026, Sat 26 Dec 2026"
        ),
        "{holidays}"
    );
    let Ok(Reply::Modal(form)) = trial.presses(NOOR, SetupClick::EditHolidays {}).await else {
        panic!("no form")
    };
    assert_eq!(
        form.fields[0].value.as_deref(),
        Some("2026-05-01\n2026-12-24\n2026-12-25\n2026-12-26")
    );
    let wrong = refused(
        trial
            .submits(NOOR, SetupClick::Holidays {}, "2026-12-24\nsomeday")
            .await,
    );
    assert!(
        wrong.starts_with("`someday` is not a date") && wrong.ends_with("> 2026-12-24\n> someday"),
        "{wrong}"
    );
    let overview = shown(trial.uses(NOOR, &SETUP, &[]).await);
    assert!(
        overview.contains("**Holidays** · 4, the next one Fri 1 May 2026"),
        "{overview}"
    );
    assert!(
        shown(trial.submits(NOOR, SetupClick::Holidays {}, "").await)
            .contains("**Holidays ahead** · none")
    );
    shown(
        trial
            .submits(NOOR, SetupClick::Holidays {}, "2026-06-01 to 2026-10-01")
            .await,
    );
    assert!(shown(trial.presses(NOOR, SetupClick::Hours {}).await).contains("and 103 more"));
}

#[tokio::test]
async fn what_could_not_be_sent_is_said_for_a_month() {
    let trial = Trial::turned_on().await;
    let nothing = shown(trial.presses(NOOR, SetupClick::Problems {}).await);
    assert!(
        nothing.contains("Nothing went wrong in the last thirty days."),
        "{nothing}"
    );
    let now = trial.clock.now();
    let mut write = trial.ctx.store.write().await.unwrap();
    for (ask, end) in [
        (1, End::Failed("no permission *here*".to_owned())),
        (2, End::Failed("no permission *here*".to_owned())),
        (3, End::Undecided("a restart in between".to_owned())),
        (4, End::Done(None)),
    ] {
        let owed = Owed {
            guild: GUILD,
            lane: Lane::Ask(AskId(ask)),
            delivery: Delivery::Send {
                to: Place::Channel(HELP),
                post: Post::text("Hello"),
            },
            receipt: Receipt::Nothing,
            purpose: Purpose::Answer,
            about: None,
            not_before: now,
        };
        let id = outbox::owe(&mut write, owed, now).await.unwrap();
        outbox::conclude(&mut write, id, &end, now).await.unwrap();
    }
    write.commit().await.unwrap();
    let page = trial.uses(NOOR, &SETUP, &[]).await;
    assert!(
        shown(Ok(page.as_ref().unwrap().clone()))
            .contains("**Not sent** · 3 in the last thirty days")
    );
    let problems = shown(trial.presses(NOOR, button(&page, "What went wrong")).await);
    assert!(
        problems
            .contains("- 1 perhaps sent, perhaps not, last <t:1772442000:R>: a restart in between"),
        "{problems}"
    );
    assert!(
        problems.contains("- 2 not sent, last <t:1772442000:R>: no permission \\*here\\*"),
        "{problems}"
    );
    trial.clock.move_to(now + chrono::TimeDelta::days(30));
    assert!(!shown(trial.uses(NOOR, &SETUP, &[]).await).contains("Not sent"));
}

#[tokio::test]
async fn only_admins_change_settings() {
    let trial = Trial::new().await;
    let page = trial.uses(NOOR, &SETUP, &[]).await;
    let sentence =
        "These settings are for people who may manage this server. Your own are in `/me`.";
    assert_eq!(refused(trial.uses(MIA, &SETUP, &[]).await), sentence);
    for label in ["Channels", "Roles", "Teams", "Zone and hours", "Turn on"] {
        assert_eq!(
            refused(trial.presses(MIA, button(&page, label)).await),
            sentence
        );
    }
}
