//! Invented histories: what is counted when weeks are closed, and who is known to be in it, is what was invented.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use super::*;
use crate::domain::digest::{Crowd, Digest, Facts, Leaf, Range, Tally};
use crate::domain::ids::MemberId;
use crate::store::digest::{counts, people, weeks};

const WEEKS: u32 = 6;
const PEOPLE: i64 = 30;
const HOUR: i64 = 3_600_000;

/// Numbers that look as if they were random.
struct Dice(u64);

impl Dice {
    /// From 0 to below `sides`.
    fn roll(&mut self, sides: i64) -> i64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        i64::try_from(self.0 >> 33).unwrap() % sides
    }

    fn chance(&mut self, percent: i64) -> bool {
        self.roll(100) < percent
    }

    /// An instant in the weeks, or up to two days before or after.
    fn time(&mut self) -> i64 {
        monday(0).timestamp_millis() - 48 * HOUR
            + self.roll(i64::from(WEEKS) * 168 * HOUR + 96 * HOUR)
    }

    fn person(&mut self) -> Option<i64> {
        (!self.chance(15)).then(|| 1 + self.roll(PEOPLE))
    }
}

fn sql(value: Option<i64>) -> String {
    value.map_or_else(|| "NULL".to_owned(), |value| value.to_string())
}

/// What was invented: the rows, and what they come to.
#[derive(Default)]
struct History {
    rows: String,
    crowds: BTreeMap<(Week, Leaf), Crowd>,
}

impl History {
    /// A fact at an instant, with these people.
    fn fact(&mut self, at: i64, leaf: Leaf, people: &[Option<i64>]) {
        let since = at - monday(0).timestamp_millis();
        let number = since.div_euclid(168 * HOUR);
        if let Ok(number) = u32::try_from(number)
            && number < WEEKS
        {
            let crowd = self.crowds.entry((week(number), leaf)).or_default();
            crowd.facts += 1;
            crowd
                .people
                .extend(people.iter().flatten().map(|id| MemberId(*id)));
        }
    }

    fn invented(seed: u64) -> Self {
        let mut history = Self::default();
        let mut dice = Dice(seed);
        history.rows += &(1..=PEOPLE)
            .map(|id| member(id) + &wish(id))
            .collect::<String>();
        history.rows += "
            INSERT INTO programmes (programme_id, guild_id, kind, name, weekday, minute, anchor, created_at) VALUES
                (1, 1, 'coffee', 'Coffee', 0, 0, '2026-03-02', 0), (2, 1, 'swap', 'Swaps', 0, 0, '2026-03-02', 0);
            INSERT INTO team_roles (guild_id, role_id, position) VALUES (1, 70, 0), (1, 71, 1), (1, 72, 2);
            INSERT INTO roles (guild_id, role_id, name, permissions, position, managed) VALUES
                (1, 70, 'Data', 0, 1, 0), (1, 71, 'Web', 0, 2, 0), (1, 72, 'Ops', 0, 3, 0);
            INSERT INTO member_roles (guild_id, member_id, role_id) SELECT 1, member_id, 70 + member_id % 3 FROM members
                WHERE member_id % 3 < 2 OR member_id < 16;
            INSERT INTO rounds (round_id, programme_id, guild_id, number, state, period, starts_at, next_at) VALUES
                (1, 1, 1, 1, 'closed', 'a', 0, 0), (2, 2, 1, 1, 'closed', 'a', 0, 0);";
        for number in 0..WEEKS {
            history.participation(&mut dice, number);
        }
        for id in 1..=120 {
            history.ask(&mut dice, id);
            history.help(&mut dice);
            history.pairing(&mut dice, id);
            history.newcomer(&mut dice, id);
            history.lesson(&mut dice);
        }
        history
    }

    fn participation(&mut self, dice: &mut Dice, number: u32) {
        for id in 1..=PEOPLE {
            let leaf = if dice.chance(60) {
                let monday = week(number).monday();
                let _ = writeln!(
                    self.rows,
                    "INSERT INTO active_weeks (guild_id, week, member_id) VALUES (1, '{monday}', {id});"
                );
                Leaf::Active
            } else {
                Leaf::Inactive
            };
            self.fact(monday(number.into()).timestamp_millis(), leaf, &[Some(id)]);
        }
    }

    fn ask(&mut self, dice: &mut Dice, id: i64) {
        let (asker, created) = (dice.person(), dice.time());
        let answered = dice.chance(80).then(|| created + dice.roll(80) * HOUR);
        let ended = dice.chance(70).then(|| created + dice.roll(200) * HOUR);
        let solved = ended.is_some() && dice.chance(70);
        let face = dice.chance(60).then(|| 1 + dice.roll(3));
        let state = if solved { "solved" } else { "withdrawn" };
        let _ = writeln!(
            self.rows,
            "INSERT INTO asks (ask_id, guild_id, asker_id, anonymous, skill_id, details, state, created_at, last_sign_at, answered_at, ended_at, face)
             VALUES ({id}, 1, {}, {}, 1, '', '{state}', {created}, 0, {}, {}, {});",
            sql(asker),
            i64::from(asker.is_none()),
            sql(answered),
            sql(ended),
            sql(face)
        );
        let within = answered.is_some_and(|at| at < created + 48 * HOUR);
        let leaf = if within {
            Leaf::Answered
        } else {
            Leaf::Unanswered
        };
        // Nobody waited any more for what was over by then.
        if within || ended.is_none_or(|ended| ended >= created + 48 * HOUR) {
            self.fact(created + 48 * HOUR, leaf, &[asker]);
        }
        if let (true, Some(ended), Some(face)) = (solved, ended, face) {
            self.fact(ended, rated(face), &[asker]);
        }
    }

    fn help(&mut self, dice: &mut Dice) {
        let (helper, mut learner, at) = (dice.person(), dice.person(), dice.time());
        if helper == learner {
            learner = None;
        }
        let mut team = || dice.chance(85).then(|| 70 + dice.roll(3));
        let teams = [team(), team()];
        let upwards = dice.chance(80).then(|| dice.roll(2));
        let counts = i64::from(dice.chance(90));
        let _ = writeln!(
            self.rows,
            "INSERT INTO helps (guild_id, helper_id, learner_id, through, counts, happened_at, helper_team, learner_team, upwards)
             VALUES (1, {}, {}, 'thanks', {counts}, {at}, {}, {}, {});",
            sql(helper),
            sql(learner),
            sql(teams[0]),
            sql(teams[1]),
            sql(upwards)
        );
        let across = matches!(teams, [Some(one), Some(other)] if one != other);
        let leaf = match (across, upwards == Some(1)) {
            (true, true) => Leaf::AcrossUpwards,
            (true, false) => Leaf::AcrossLevel,
            (false, true) => Leaf::WithinUpwards,
            (false, false) => Leaf::WithinLevel,
        };
        if counts == 1 {
            self.fact(at, leaf, &[helper, learner]);
        }
    }

    fn pairing(&mut self, dice: &mut Dice, id: i64) {
        let (swap, created) = (dice.chance(40), dice.time());
        let ended = dice.chance(90).then(|| created + dice.roll(100) * HOUR);
        let met = ended.filter(|_| dice.chance(60)).map(|ended| ended - 1);
        let answered = met.is_some() || dice.chance(50);
        let state = if met.is_some() { "met" } else { "over" };
        let _ = writeln!(
            self.rows,
            "INSERT INTO pairings (pairing_id, round_id, guild_id, state, created_at, ended_at, met_at, answered)
             VALUES ({id}, {}, 1, '{state}', {created}, {}, {}, {});",
            1 + i64::from(swap),
            sql(ended),
            sql(met),
            i64::from(answered)
        );
        let first = dice.roll(PEOPLE);
        let mut people = Vec::new();
        for place in 0..2 + dice.roll(2) {
            let member = 1 + (first + place) % PEOPLE;
            let left = dice.chance(10);
            let face = dice.chance(50).then(|| 1 + dice.roll(3));
            let _ = writeln!(
                self.rows,
                "INSERT INTO seats (pairing_id, guild_id, member_id, place, left_at, face) VALUES ({id}, 1, {member}, {place}, {}, {});",
                sql(left.then_some(1)),
                sql(face)
            );
            if !left {
                people.push(Some(member));
            }
            if let (Some(ended), Some(face)) = (ended, face) {
                self.fact(ended, rated(face), &[Some(member)]);
            }
        }
        let leaf = match (swap, met.is_some()) {
            (false, true) => Leaf::Met,
            (false, false) => Leaf::NotMet,
            (true, true) => Leaf::SwapMet,
            (true, false) => Leaf::SwapNotMet,
        };
        if let (Some(ended), true) = (ended, answered) {
            self.fact(ended, leaf, &people);
        }
    }

    fn newcomer(&mut self, dice: &mut Dice, id: i64) {
        let (member, created) = (1 + dice.roll(PEOPLE), dice.time());
        let buddy = dice.chance(80).then(|| created + dice.roll(40) * HOUR);
        let _ = writeln!(
            self.rows,
            "INSERT INTO newcomers (guild_id, member_id, joined_at, state, created_at, first_buddy_at)
             VALUES (1, {member}, {id}, 'done', {created}, {});",
            sql(buddy)
        );
        let within = buddy.is_some_and(|at| at < created + 24 * HOUR);
        let leaf = if within {
            Leaf::Buddied
        } else {
            Leaf::Unbuddied
        };
        self.fact(created + 24 * HOUR, leaf, &[Some(member)]);
    }

    fn lesson(&mut self, dice: &mut Dice) {
        let (author, created) = (dice.person(), dice.time());
        let _ = writeln!(
            self.rows,
            "INSERT INTO lessons (guild_id, author_id, skill_id, text, created_at) VALUES (1, {}, 1, 'Look.', {created});",
            sql(author)
        );
        self.fact(created, Leaf::Lesson, &[author]);
    }
}

fn rated(face: i64) -> Leaf {
    [Leaf::RatedSad, Leaf::RatedNeutral, Leaf::RatedHappy][usize::try_from(face - 1).unwrap()]
}

/// Everything that was counted, by week and leaf.
fn numbers(tallies: Vec<Tally>) -> BTreeMap<(Week, Leaf), u64> {
    let by = |tally: Tally| ((tally.week, tally.leaf), tally.number);
    tallies.into_iter().map(by).collect()
}

async fn kept(store: &Store) -> BTreeMap<(Week, Leaf), u64> {
    let range = Range::new(week(WEEKS - 1), WEEKS).unwrap();
    let facts = facts(&mut *reading(store).await, GUILD, range)
        .await
        .unwrap();
    numbers(facts.tallies)
}

async fn counted(store: &Store) -> BTreeMap<(Week, Leaf), u64> {
    let mut read = reading(store).await;
    let mut all = Vec::new();
    for number in 0..WEEKS {
        all.extend(counts::of(&mut read, GUILD, week(number)).await.unwrap());
    }
    numbers(all)
}

#[tokio::test]
async fn what_is_counted_is_what_happened() {
    for seed in [1, 7, 52] {
        let (_folder, store) = guild().await;
        let history = History::invented(seed);
        run(&store, &history.rows).await;
        for number in 1..=WEEKS {
            assert_eq!(close(&store, monday(number.into())).await.len(), 1);
        }
        let expected: BTreeMap<(Week, Leaf), u64> = history
            .crowds
            .iter()
            .map(|(key, crowd)| (*key, crowd.facts))
            .collect();
        assert_eq!(kept(&store).await, expected, "seed {seed}");
        assert_eq!(counted(&store).await, expected, "seed {seed}: counted anew");
        let mut read = reading(&store).await;
        let last = week(WEEKS - 1);
        let people = people::of(&mut read, GUILD, last, week(0), &[])
            .await
            .unwrap();
        assert_eq!(people.crowds, history.crowds, "seed {seed}");
        let leaves: BTreeSet<Leaf> = expected.keys().map(|(_, leaf)| *leaf).collect();
        assert_eq!(
            leaves.len(),
            Leaf::ALL.len(),
            "seed {seed} has a fact of every kind"
        );
        // What is decided is decided by these, week by week.
        let blocks = weeks::blocks(&mut read, GUILD).await.unwrap();
        assert!(blocks.len() > 20, "seed {seed}: {} blocks", blocks.len());
        let waits = people::of(&mut read, GUILD, last, week(0), &blocks)
            .await
            .unwrap();
        assert!(waits.crowds.values().all(|crowd| crowd.people.len() < 100));
    }
}

/// What every digest says but of what is so now: skills, and thanks that may be quoted.
async fn all_told(store: &Store) -> Vec<String> {
    let mut read = reading(store).await;
    let mut told = Vec::new();
    for last in 0..WEEKS {
        for weeks in 1..=WEEKS {
            let range = Range::new(week(last), weeks).unwrap();
            let facts = Facts {
                skills: Vec::new(),
                thanks: Vec::new(),
                ..facts(&mut read, GUILD, range).await.unwrap()
            };
            let digest = Digest::of(facts, range);
            let figures = digest.figures.iter();
            told.extend(figures.map(|told| format!("{last} {weeks} {told:?}")));
            told.push(format!("{last} {weeks} {:?}", digest.chart));
            told.push(format!("{last} {weeks} {:?}", digest.map));
        }
    }
    told
}

/// A digest that was kept and the same one asked for later differ by nobody: neither by who is forgotten in between nor by what comes
/// to be told by weeks that are closed in between.
#[tokio::test]
async fn old_digests_say_the_same_for_good() {
    let (_folder, store) = guild().await;
    run(&store, &History::invented(11).rows).await;
    for number in 1..=WEEKS {
        close(&store, monday(number.into())).await;
    }
    let before = all_told(&store).await;
    let numbers = before.iter().filter(|told| told.contains("Some(Number("));
    assert!(numbers.count() > 300);
    let ways = before.iter().filter(|told| told.contains("Arrow"));
    assert!(ways.count() > 20);
    for (member, number) in (1..=6).zip(1..) {
        let mut write = store.write().await.unwrap();
        let lessons = crate::store::privacy::Erased::LessonsToo;
        crate::store::privacy::disown_asks(&mut write, GUILD, MemberId(member))
            .await
            .unwrap();
        crate::store::privacy::everything(&mut write, GUILD, MemberId(member), lessons)
            .await
            .unwrap();
        write.commit().await.unwrap();
        close(&store, monday(i64::from(WEEKS) + number)).await;
        assert_eq!(all_told(&store).await, before, "{member} is forgotten");
    }
}

#[tokio::test]
async fn figures_stay_whoever_is_forgotten_and_whatever_is_taken_back() {
    let (_folder, store) = guild().await;
    run(&store, &History::invented(3).rows).await;
    for number in 1..=WEEKS {
        close(&store, monday(number.into())).await;
    }
    let before = kept(&store).await;
    let mut write = store.write().await.unwrap();
    for member in 1..=4 {
        let lessons = crate::store::privacy::Erased::LessonsToo;
        crate::store::privacy::everything(&mut write, GUILD, MemberId(member), lessons)
            .await
            .unwrap();
    }
    write.commit().await.unwrap();
    run(&store, "DELETE FROM lessons").await;
    assert_ne!(counted(&store).await, before, "rows are gone");
    assert_eq!(kept(&store).await, before);
    let traces = "SELECT CAST(count(*) AS TEXT) FROM (
        SELECT member_id FROM active_weeks UNION ALL SELECT member_id FROM eligible_spans) WHERE member_id <= 4";
    assert_eq!(texts(&store, traces).await, ["0"]);
}
