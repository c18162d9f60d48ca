//! Asks, helps, lessons and newcomers.

use super::{DAY, Team, Writer};

impl Writer {
    pub(super) fn asks(&mut self, team: &Team) {
        for _ in 0..self.number(team, 6) {
            let (ask, made, asker) = (self.id(), self.instant(team), self.some(team, 1)[0]);
            let anonymous = self.percent(25);
            let answered = match self.below(6) {
                0 => None,
                1 => Some(made + 2 * DAY),
                2 => Some(made + 2 * DAY - 1),
                3 => Some(made + self.below(10 * DAY)),
                _ => Some(made + self.below(DAY)),
            };
            let ended = answered
                .filter(|_| self.percent(80))
                .map(|answered| answered + self.below(9 * DAY));
            let face = if ended.is_some() {
                self.face()
            } else {
                "NULL".to_owned()
            };
            let state = match (ended, self.percent(85)) {
                (Some(_), true) => "solved",
                (Some(_), false) => "quiet",
                (None, _) => "open",
            };
            let skill = team.guild * 100 + self.below(team.skills);
            let text =
                |value: Option<i64>| value.map_or("NULL".to_owned(), |value| value.to_string());
            self.row(
                "asks",
                "ask_id, guild_id, asker_id, anonymous, skill_id, details, state, created_at, last_sign_at, answered_at, ended_at, face",
                &[&ask, &team.guild, &text((!anonymous).then_some(asker)), &i64::from(anonymous), &skill, &"'@here?'", &format!("'{state}'"), &made, &made, &text(answered), &text(ended), &face],
            );
        }
    }

    pub(super) fn face(&mut self) -> String {
        let face = [1, 2, 3, 3, 3, 3][usize::try_from(self.below(6)).unwrap()];
        self.or_null(30, face)
    }

    pub(super) fn helps(&mut self, team: &Team) {
        for _ in 0..self.number(team, 10) {
            let (help, at) = (self.id(), self.instant(team));
            let two = self.some(team, 2);
            let learner = self.or_null(15, two[1]);
            let sides = [0, 1]
                .map(|_| {
                    if team.teams == 0 {
                        0
                    } else {
                        self.below(team.teams + 1)
                    }
                })
                .map(|side| if side == 0 { 0 } else { team.guild * 10 + side });
            let learner_side = if learner == "NULL" {
                "NULL".to_owned()
            } else {
                self.or_null(5, sides[1])
            };
            let upwards = i64::from(self.percent(30));
            let upwards = if learner == "NULL" {
                "NULL".to_owned()
            } else {
                upwards.to_string()
            };
            let counts = i64::from(self.percent(92));
            let thanks = if self.percent(40) {
                format!("'-thank you, \"{help}\"'")
            } else {
                "NULL".to_owned()
            };
            let skill = team.guild * 100 + self.below(team.skills);
            let skill = self.or_null(40, skill);
            self.row(
                "helps",
                "help_id, guild_id, helper_id, learner_id, skill_id, through, thanks, counts, happened_at, helper_team, learner_team, upwards",
                &[&help, &team.guild, &two[0], &learner, &skill, &"'thanks'", &thanks, &counts, &at, &sides[0], &learner_side, &upwards],
            );
        }
    }

    pub(super) fn lessons_and_newcomers(&mut self, team: &Team) {
        for _ in 0..self.number(team, 2) {
            let (lesson, at, author) = (self.id(), self.instant(team), self.some(team, 1)[0]);
            let (author, skill) = (
                self.or_null(20, author),
                team.guild * 100 + self.below(team.skills),
            );
            self.row(
                "lessons",
                "lesson_id, guild_id, author_id, skill_id, text, created_at",
                &[&lesson, &team.guild, &author, &skill, &"'= a lesson'", &at],
            );
        }
        for _ in 0..self.number(team, 1) {
            let (newcomer, at, member) = (self.id(), self.instant(team), self.some(team, 1)[0]);
            let first = match self.below(5) {
                0 => "NULL".to_owned(),
                1 => (at + DAY).to_string(),
                2 => (at + DAY - 1).to_string(),
                _ => (at + self.below(2 * DAY)).to_string(),
            };
            self.row(
                "newcomers",
                "newcomer_id, guild_id, member_id, joined_at, state, created_at, first_buddy_at",
                &[
                    &newcomer,
                    &team.guild,
                    &member,
                    &(at - newcomer),
                    &"'done'",
                    &at,
                    &first,
                ],
            );
        }
    }
}
