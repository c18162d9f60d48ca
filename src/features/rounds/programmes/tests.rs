use chrono::TimeZone as _;

use super::members::{CountedIn, standing};
use super::*;
use crate::domain::ids::MemberId;
use crate::domain::round::Membership;
use crate::error::Error;
use crate::features::trial::{DATA, GUILD, HELP, MANAGER, MIA, RAVI, Trial, VOICE};
use crate::store::programmes as rows;

async fn only(trial: &Trial) -> Programme {
    let mut read = trial.ctx.store.read().await.unwrap();
    rows::of(&mut read, GUILD).await.unwrap().pop().unwrap()
}

async fn coffee(trial: &Trial) -> ProgrammeId {
    begin(&trial.ctx, GUILD, ProgrammeKind::Coffee, HELP)
        .await
        .unwrap()
}

async fn says(trial: &Trial, member: MemberId, programme: ProgrammeId) -> Result<CountedIn> {
    let mut write = trial.ctx.store.write().await.unwrap();
    let counted = count_in(&mut write, GUILD, programme, member, trial.clock.now()).await;
    write.commit().await.unwrap();
    counted
}

#[track_caller]
fn refusal<T: std::fmt::Debug>(result: Result<T>) -> String {
    match result {
        Err(Error::User(refusal)) => refusal.text,
        other => panic!("not refused: {other:?}"),
    }
}

#[tokio::test]
async fn a_programme_begins_with_sensible_defaults() {
    let trial = Trial::turned_on().await;
    coffee(&trial).await;
    let begun = only(&trial).await;
    assert_eq!(
        (
            begun.name.as_str(),
            begun.weekday,
            begun.time.to_string().as_str(),
            begun.every_weeks,
            begun.group_size,
            begun.names_shown,
            begun.running,
            begun.role,
            begun.channel,
        ),
        (
            "Coffee chats",
            Weekday::Tue,
            "10:00:00",
            1,
            2,
            false,
            true,
            None,
            Some(HELP)
        )
    );
    assert_eq!(begun.anchor.weekday(), Weekday::Tue);
    begin(&trial.ctx, GUILD, ProgrammeKind::Swap, HELP)
        .await
        .unwrap();
    let swaps = only(&trial).await;
    assert_eq!(
        (swaps.name.as_str(), swaps.weekday),
        ("Skill swaps", Weekday::Thu)
    );
}

#[tokio::test]
async fn there_are_ten_at_most_each_with_a_name_of_its_own() {
    let trial = Trial::turned_on().await;
    for _ in 0..MOST {
        coffee(&trial).await;
    }
    let mut names: Vec<String> = {
        let mut read = trial.ctx.store.read().await.unwrap();
        let all = of(&mut read, GUILD).await.unwrap();
        all.into_iter().map(|one| one.name).collect()
    };
    assert_eq!(
        names[..3],
        ["Coffee chats", "Coffee chats 2", "Coffee chats 3"]
    );
    names.dedup();
    assert_eq!(names.len(), MOST);
    let eleventh = begin(&trial.ctx, GUILD, ProgrammeKind::Coffee, HELP).await;
    assert!(refusal(eleventh).contains("that is the most"));
    let last = only(&trial).await;
    remove(&trial.ctx, GUILD, last.id).await.unwrap();
    coffee(&trial).await;
}

#[tokio::test]
async fn only_a_text_channel_will_do() {
    let trial = Trial::turned_on().await;
    let refused = refusal(begin(&trial.ctx, GUILD, ProgrammeKind::Coffee, VOICE).await);
    assert!(refused.contains("not a plain text channel"), "{refused}");
}

#[tokio::test]
async fn everything_about_it_can_be_changed() {
    let trial = Trial::turned_on().await;
    let id = coffee(&trial).await;
    for decision in [
        Change::Name("  Tea\ntime ".to_owned()),
        Change::Role(Some(DATA)),
        Change::Weekday(Weekday::Mon),
        Change::Time("2:30 pm".to_owned()),
        Change::EveryWeeks(3),
        Change::GroupSize(3),
        Change::NamesShown(true),
        Change::Weigh(Aspect::Teams, Weight::Off),
        Change::Running(false),
    ] {
        change(&trial.ctx, GUILD, id, decision).await.unwrap();
    }
    let now = only(&trial).await;
    assert_eq!(
        (
            now.name.as_str(),
            now.role,
            now.weekday,
            now.time.to_string().as_str(),
            now.every_weeks,
            now.group_size,
            now.names_shown,
            now.running
        ),
        (
            "Tea time",
            Some(DATA),
            Weekday::Mon,
            "14:30:00",
            3,
            3,
            true,
            false
        )
    );
    assert_eq!(
        now.emphasis,
        Emphasis {
            teams: Weight::Off,
            ..Emphasis::default()
        }
    );
}

#[tokio::test]
async fn what_makes_no_sense_is_refused() {
    let trial = Trial::turned_on().await;
    let id = coffee(&trial).await;
    coffee(&trial).await;
    for (decision, said) in [
        (Change::Time("noonish".to_owned()), "time of day"),
        (Change::Time("24:00".to_owned()), "time of day"),
        (Change::Name(" ".to_owned()), "needs a name"),
        (Change::Name("x".repeat(NAME_LENGTH + 1)), "too long"),
        (
            Change::Name("COFFEE CHATS 2".to_owned()),
            "another programme",
        ),
        (Change::EveryWeeks(0), "Nothing was chosen"),
        (Change::EveryWeeks(5), "Nothing was chosen"),
        (Change::GroupSize(4), "Nothing was chosen"),
        (
            Change::Role(Some(RoleId(GUILD.0))),
            "Everyone has that role",
        ),
        (Change::Channel(VOICE), "not a plain text channel"),
    ] {
        let refused = refusal(change(&trial.ctx, GUILD, id, decision.clone()).await);
        assert!(refused.contains(said), "{decision:?}: {refused}");
    }
    let other = GuildId(2);
    let mut read = trial.ctx.store.read().await.unwrap();
    assert!(refusal(one(&mut read, other, id).await).contains("isn't there any more"));
}

#[test]
fn a_member_stands_to_a_programme_by_role_and_word() {
    use Membership::{In, Out, Resting};
    let check = |role: Option<RoleId>, has_role, said, expected| {
        let programme = Programme {
            id: ProgrammeId(1),
            guild: GUILD,
            kind: ProgrammeKind::Coffee,
            name: "Coffee".to_owned(),
            channel: None,
            role,
            weekday: Weekday::Tue,
            time: NaiveTime::MIN,
            every_weeks: 1,
            anchor: NaiveDate::default(),
            group_size: 2,
            names_shown: false,
            emphasis: Emphasis::default(),
            running: true,
        };
        assert_eq!(standing(&programme, has_role, said), expected);
    };
    // Coffee is opt-in: who said nothing is out.
    check(None, false, None, Standing::Out);
    check(None, false, Some(In), Standing::In);
    check(None, false, Some(Out), Standing::Out);
    check(None, false, Some(Resting), Standing::Resting);
    // With a role, its people are in until they say otherwise, and nobody else is.
    check(Some(DATA), true, None, Standing::In);
    check(Some(DATA), true, Some(In), Standing::In);
    check(Some(DATA), true, Some(Out), Standing::Out);
    check(Some(DATA), true, Some(Resting), Standing::Resting);
    check(Some(DATA), false, None, Standing::NotForThem);
    check(Some(DATA), false, Some(In), Standing::NotForThem);
}

#[tokio::test]
async fn members_come_in_leave_and_come_back() {
    let trial = Trial::turned_on().await;
    let id = coffee(&trial).await;
    let now = trial.clock.now();
    assert_eq!(says(&trial, MIA, id).await.unwrap().before, Standing::Out);
    assert_eq!(says(&trial, MIA, id).await.unwrap().before, Standing::In);
    let mut write = trial.ctx.store.write().await.unwrap();
    set_cadence(&mut write, GUILD, id, MIA, 2, now)
        .await
        .unwrap();
    let programme = one(&mut write, GUILD, id).await.unwrap();
    assert!(rest(&mut write, &programme, MIA, now).await.unwrap());
    assert!(
        !rest(&mut write, &programme, MIA, now).await.unwrap(),
        "once is enough"
    );
    assert!(
        !rest(&mut write, &programme, RAVI, now).await.unwrap(),
        "who is not in it cannot rest"
    );
    write.commit().await.unwrap();
    assert_eq!(
        says(&trial, MIA, id).await.unwrap().before,
        Standing::Resting
    );
    let mut write = trial.ctx.store.write().await.unwrap();
    let said = rows::said(&mut write, id, MIA).await.unwrap().unwrap();
    assert_eq!((said.state, said.every_weeks), (Membership::In, Some(2)));
    count_out(&mut write, GUILD, id, MIA, now).await.unwrap();
    assert_eq!(
        standing_of(&mut write, &programme, MIA).await.unwrap(),
        Standing::Out
    );
    set_cadence(&mut write, GUILD, id, MIA, 1, now)
        .await
        .unwrap();
    let said = rows::said(&mut write, id, MIA).await.unwrap().unwrap();
    assert_eq!(
        (said.state, said.every_weeks),
        (Membership::In, None),
        "choosing a rhythm is coming in"
    );
    assert!(refusal(set_cadence(&mut write, GUILD, id, MIA, 3, now).await).contains("Nothing"));
    write.commit().await.unwrap();
}

#[tokio::test]
async fn a_programme_with_a_role_is_for_those_who_have_it() {
    let trial = Trial::turned_on().await;
    let id = coffee(&trial).await;
    change(&trial.ctx, GUILD, id, Change::Role(Some(DATA)))
        .await
        .unwrap();
    assert_eq!(says(&trial, MIA, id).await.unwrap().before, Standing::In);
    let refused = refusal(says(&trial, RAVI, id).await);
    assert!(refused.contains("is for people with"), "{refused}");
    change(&trial.ctx, GUILD, id, Change::Role(Some(MANAGER)))
        .await
        .unwrap();
    let programme = only(&trial).await;
    let mut read = trial.ctx.store.read().await.unwrap();
    let stands = standing_of(&mut read, &programme, MIA).await.unwrap();
    assert_eq!(stands, Standing::NotForThem);
}

#[tokio::test]
async fn a_removed_programme_is_there_for_nobody() {
    let trial = Trial::turned_on().await;
    let id = coffee(&trial).await;
    remove(&trial.ctx, GUILD, id).await.unwrap();
    assert!(refusal(says(&trial, MIA, id).await).contains("isn't there any more"));
    assert!(refusal(remove(&trial.ctx, GUILD, id).await).contains("isn't there any more"));
}

#[tokio::test]
async fn a_deleted_channel_leaves_the_programme_without_one() {
    let trial = Trial::turned_on().await;
    coffee(&trial).await;
    let mut write = trial.ctx.store.write().await.unwrap();
    crate::store::channels::remove_channel(&mut write, GUILD, HELP)
        .await
        .unwrap();
    write.commit().await.unwrap();
    assert_eq!(only(&trial).await.channel, None);
}

/// 2026-03-02 is a Monday, in UTC, with working days from Monday to Friday.
#[track_caller]
fn check_first(now: (u32, u32), weekday: Weekday, expected: &str) {
    let calendar = Calendar::standard(chrono_tz::UTC);
    let now = Utc.with_ymd_and_hms(2026, 3, now.0, now.1, 0, 0).unwrap();
    let time = NaiveTime::from_hms_opt(10, 0, 0).unwrap();
    let first = first_date(&calendar, weekday, time, now);
    assert_eq!(first.to_string(), expected, "{now} {weekday}");
}

#[test]
fn the_first_round_is_one_that_can_still_be_announced() {
    check_first((2, 9), Weekday::Tue, "2026-03-03");
    check_first((2, 10), Weekday::Tue, "2026-03-03");
    // An hour too late for tomorrow.
    check_first((2, 11), Weekday::Tue, "2026-03-10");
    check_first((2, 11), Weekday::Wed, "2026-03-04");
    // From Friday noon to Monday at ten there is no whole working day.
    check_first((6, 12), Weekday::Mon, "2026-03-16");
    check_first((6, 9), Weekday::Mon, "2026-03-09");
    // On a Saturday.
    check_first((7, 12), Weekday::Mon, "2026-03-16");
    check_first((7, 12), Weekday::Tue, "2026-03-10");
}
