//! Random histories of teams: what would be in the database after half a year, written straight into its tables.

mod asking;
mod rounds;

use std::fmt::Write as _;

use chrono::{DateTime, Days, NaiveDate, NaiveTime, TimeDelta, TimeZone as _, Utc};
use chrono_tz::Tz;
use potluck::domain::ids::{GuildId, MemberId};
use potluck::store::{Store, privacy};
use rand::{RngExt as _, SeedableRng as _};
use rand_chacha::ChaCha8Rng;

/// How long a history is.
const WEEKS: i64 = 26;
/// Zones with daylight saving by an hour and by half of one, and with hours that are not whole; and how many people there are.
const GUILDS: [(&str, i64); 5] = [
    ("Europe/Berlin", 7),
    ("Asia/Tokyo", 16),
    ("Australia/Lord_Howe", 34),
    ("America/St_Johns", 130),
    ("Pacific/Chatham", 24),
];
/// Which of them moves half way, and to which zone: its Mondays begin eight or nine hours later from then on.
const MOVES: (usize, &str) = (1, "Europe/Lisbon");
const DAY: i64 = 86_400_000;

/// What happens, and when weeks are closed.
pub(super) struct History {
    pub(super) guilds: Vec<GuildId>,
    /// Those in which people are forgotten and lessons removed.
    pub(super) forgetful: Vec<GuildId>,
    /// The one that moves to another time zone.
    pub(super) moved: GuildId,
    /// What is recorded in all these weeks.
    pub(super) facts: String,
    pub(super) steps: Vec<Step>,
}

/// Up to where weeks are closed, and what changes before.
pub(super) struct Step {
    pub(super) at: DateTime<Utc>,
    pub(super) before: String,
    pub(super) forgotten: Vec<(GuildId, MemberId)>,
}

/// Has somebody be forgotten, as `/privacy forget` has.
pub(super) async fn forget(store: &Store, guild: GuildId, member: MemberId) {
    let mut write = store.write().await.unwrap();
    privacy::disown_asks(&mut write, guild, member)
        .await
        .unwrap();
    privacy::everything(&mut write, guild, member, privacy::Erased::LessonsToo)
        .await
        .unwrap();
    write.commit().await.unwrap();
}

struct Team {
    guild: i64,
    zone: Tz,
    first_monday: NaiveDate,
    members: Vec<i64>,
    teams: i64,
    skills: i64,
    /// How much goes on, in percent of what is usual.
    liveliness: i64,
}

/// Writes rows, each with the next id.
struct Writer {
    dice: ChaCha8Rng,
    sql: String,
    id: i64,
}

impl History {
    pub(super) fn new(seed: u64) -> Self {
        let mut writer = Writer {
            dice: ChaCha8Rng::seed_from_u64(seed),
            sql: String::new(),
            id: 0,
        };
        // Half a year that has a change of the clocks in it, wherever it begins.
        let first_monday = NaiveDate::from_isoywd_opt(2026, 1, chrono::Weekday::Mon)
            .unwrap()
            .checked_add_days(Days::new(7 * writer.dice.random_range(0..26)))
            .unwrap();
        let mut teams = Vec::new();
        for (place, (zone, size)) in GUILDS.into_iter().enumerate() {
            let guild = 1_000 + i64::try_from(place).unwrap();
            let team = Team {
                guild,
                zone: zone.parse().unwrap(),
                first_monday,
                members: (1..=size).map(|member| guild * 1_000 + member).collect(),
                teams: writer.below(5),
                skills: 4 + writer.below(16),
                liveliness: 20 + writer.below(130),
            };
            writer.team(&team, zone);
            teams.push(team);
        }
        let facts = std::mem::take(&mut writer.sql);
        let steps = writer.steps(&teams);
        Self {
            guilds: teams.iter().map(|team| GuildId(team.guild)).collect(),
            forgetful: teams
                .iter()
                .step_by(2)
                .map(|team| GuildId(team.guild))
                .collect(),
            moved: GuildId(teams[MOVES.0].guild),
            facts,
            steps,
        }
    }
}

impl Team {
    /// A local midnight, so many days after the first Monday.
    fn midnight(&self, days: i64) -> i64 {
        let date = self.first_monday + TimeDelta::days(days);
        let local = date.and_time(NaiveTime::MIN);
        let instant = self.zone.from_local_datetime(&local).earliest().unwrap();
        instant.timestamp_millis()
    }
}

impl Writer {
    fn below(&mut self, most: i64) -> i64 {
        self.dice.random_range(0..most.max(1))
    }

    /// Yes, so many times in a hundred.
    fn percent(&mut self, chance: i64) -> bool {
        self.below(100) < chance
    }

    fn id(&mut self) -> i64 {
        self.id += 1;
        self.id
    }

    fn one_of(&mut self, several: &[i64]) -> i64 {
        several[usize::try_from(self.below(i64::try_from(several.len()).unwrap())).unwrap()]
    }

    /// Some people, each once. The first ones are the busier.
    fn some(&mut self, team: &Team, number: usize) -> Vec<i64> {
        let mut some = Vec::new();
        while some.len() < number {
            let among = if self.percent(40) {
                team.members.len().div_ceil(5)
            } else {
                team.members.len()
            };
            let one = self.one_of(&team.members[..among]);
            if !some.contains(&one) {
                some.push(one);
            } else if among < team.members.len() {
                let one = self.one_of(&team.members);
                if !some.contains(&one) {
                    some.push(one);
                }
            }
        }
        some
    }

    /// An instant of the history; now and then the very first or last of a week.
    fn instant(&mut self, team: &Team) -> i64 {
        let week = self.below(WEEKS + 1);
        match self.below(12) {
            0 => team.midnight(7 * week),
            1 => team.midnight(7 * week) - 1,
            _ => team.midnight(7 * week) + self.below(7 * DAY),
        }
    }

    /// A value, or nothing in so many of a hundred cases.
    fn or_null(&mut self, chance: i64, value: i64) -> String {
        if self.percent(chance) {
            "NULL".to_owned()
        } else {
            value.to_string()
        }
    }

    fn row(&mut self, table: &str, columns: &str, values: &[&dyn std::fmt::Display]) {
        let values: Vec<String> = values.iter().map(ToString::to_string).collect();
        writeln!(
            self.sql,
            "INSERT OR IGNORE INTO {table} ({columns}) VALUES ({});",
            values.join(", ")
        )
        .unwrap();
    }

    fn team(&mut self, team: &Team, zone: &str) {
        let start = team.midnight(0) - 7 * DAY;
        self.row(
            "guilds",
            "guild_id, name, arrived_at, turned_on_at, zone, zone_chosen",
            &[
                &team.guild,
                &format!("'Guild {}'", team.guild),
                &(start - DAY),
                &start,
                &format!("'{zone}'"),
                &1,
            ],
        );
        for role in 1..=team.teams {
            let role = team.guild * 10 + role;
            self.row(
                "roles",
                "guild_id, role_id, name, permissions, position, managed",
                &[
                    &team.guild,
                    &role,
                    &format!("'-Team {role}'"),
                    &0,
                    &role,
                    &0,
                ],
            );
            self.row(
                "team_roles",
                "guild_id, role_id, position",
                &[&team.guild, &role, &(50 - role % 10)],
            );
        }
        for skill in 0..team.skills {
            let name = ["C++", "=Sum", "Zürich", "k8s", "@ome", "'quoted'"]
                [usize::try_from(skill % 6).unwrap()]
            .replace('\'', "''");
            let key = team.guild * 100 + skill;
            self.row(
                "skills",
                "skill_id, guild_id, key, name, created_at",
                &[
                    &key,
                    &team.guild,
                    &format!("'{key}'"),
                    &format!("'{name} {}'", 99 - skill),
                    &start,
                ],
            );
        }
        self.people(team, start);
        self.bots(team, start);
        self.asks(team);
        self.helps(team);
        self.rounds(team, start);
        self.lessons_and_newcomers(team);
        for week in 0..=WEEKS {
            for member in &team.members {
                if self.percent(team.liveliness / 4) {
                    let monday = team.first_monday + TimeDelta::days(7 * week);
                    self.row(
                        "active_weeks",
                        "guild_id, week, member_id",
                        &[&team.guild, &format!("'{monday}'"), member],
                    );
                }
            }
        }
    }

    fn people(&mut self, team: &Team, start: i64) {
        for member in &team.members {
            let name = ["=Mia", "Ravi, \"R\"", "Noor\nN", "Sam", "+Olu"]
                [usize::try_from(member % 5).unwrap()];
            let left = if self.percent(8) {
                self.instant(team).to_string()
            } else {
                "NULL".to_owned()
            };
            let quotable = i64::from(self.percent(60));
            self.row(
                "members",
                "guild_id, member_id, display_name, user_name, bot, joined_at, left_at, quotable",
                &[
                    &team.guild,
                    member,
                    &format!("'{name}'"),
                    &format!("'user {member}'"),
                    &0,
                    &(start - joined_before(*member)),
                    &left,
                    &quotable,
                ],
            );
            if left == "NULL" && team.teams > 0 && self.percent(80) {
                for _ in 0..2 {
                    let role = team.guild * 10 + 1 + self.below(team.teams);
                    self.row(
                        "member_roles",
                        "guild_id, member_id, role_id",
                        &[&team.guild, member, &role],
                    );
                }
            }
            for table in ["offers", "wishes"] {
                for _ in 0..self.below(3) {
                    let skill = team.guild * 100 + self.below(team.skills);
                    self.row(
                        table,
                        "guild_id, member_id, skill_id, created_at, updated_at",
                        &[&team.guild, member, &skill, &start, &start],
                    );
                }
            }
        }
    }

    /// Bots in a team: they are nobody there.
    fn bots(&mut self, team: &Team, start: i64) {
        for nth in 0..self.below(5) * team.teams.min(1) {
            let bot = team.guild * 1_000 + 900 + nth;
            self.row(
                "members",
                "guild_id, member_id, display_name, user_name, bot, joined_at",
                &[&team.guild, &bot, &"'Bot'", &"'bot'", &1, &start],
            );
            let role = team.guild * 10 + 1 + self.below(team.teams);
            self.row(
                "member_roles",
                "guild_id, member_id, role_id",
                &[&team.guild, &bot, &role],
            );
        }
    }

    /// How many facts of a kind a history has: so many a week for ten people, more or less.
    fn number(&mut self, team: &Team, weekly: i64) -> i64 {
        let people = i64::try_from(team.members.len()).unwrap();
        let usual = WEEKS * weekly * people * team.liveliness / 1_000;
        usual / 2 + self.below(usual + 2)
    }

    /// Weeks are closed one by one, or several at once when the bot was away; before, some join in, some leave, some are forgotten.
    fn steps(&mut self, teams: &[Team]) -> Vec<Step> {
        let mut steps = Vec::new();
        let (mut week, mut moved) = (1, false);
        while week <= WEEKS {
            self.sql.clear();
            if week > WEEKS / 2 && !moved {
                moved = true;
                let (place, zone) = MOVES;
                let guild = teams[place].guild;
                writeln!(
                    self.sql,
                    "UPDATE guilds SET zone = '{zone}' WHERE guild_id = {guild};"
                )
                .unwrap();
            }
            let mut forgotten = Vec::new();
            for (place, team) in teams.iter().enumerate() {
                self.changes(team);
                if place % 2 == 0 && self.percent(15) {
                    forgotten.push((GuildId(team.guild), MemberId(self.one_of(&team.members))));
                    writeln!(
                        self.sql,
                        "DELETE FROM lessons WHERE guild_id = {} AND lesson_id % 5 = 0;",
                        team.guild
                    )
                    .unwrap();
                }
            }
            let monday = teams[0].first_monday + TimeDelta::days(7 * week);
            steps.push(Step {
                at: monday.and_hms_opt(15, 0, 0).unwrap().and_utc()
                    + TimeDelta::hours(self.below(90)),
                before: std::mem::take(&mut self.sql),
                forgotten,
            });
            week += if self.percent(80) { 1 } else { 3 };
        }
        steps
    }

    fn changes(&mut self, team: &Team) {
        for _ in 0..team.members.len().div_ceil(10) {
            let member = self.one_of(&team.members);
            let of = format!("WHERE guild_id = {} AND member_id = {member}", team.guild);
            match self.below(4) {
                0 => {
                    writeln!(self.sql, "UPDATE programme_members SET state = 'out' {of};").unwrap();
                }
                1 => writeln!(
                    self.sql,
                    "DELETE FROM offers {of}; DELETE FROM wishes {of};"
                )
                .unwrap(),
                2 => writeln!(self.sql, "UPDATE programme_members SET state = 'in' {of};").unwrap(),
                _ => writeln!(self.sql, "UPDATE members SET left_at = NULL {of};").unwrap(),
            }
        }
    }
}

/// How long before the history somebody joined.
fn joined_before(member: i64) -> i64 {
    member % 1_000 * 20 * DAY
}
