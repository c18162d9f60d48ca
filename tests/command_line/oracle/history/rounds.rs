//! Programmes, rounds and who sat with whom.

use super::{DAY, Team, WEEKS, Writer};

impl Writer {
    pub(super) fn rounds(&mut self, team: &Team, start: i64) {
        for kind in ["coffee", "swap"] {
            let programme = self.id();
            self.row(
                "programmes",
                "programme_id, guild_id, kind, name, weekday, minute, anchor, created_at",
                &[
                    &programme,
                    &team.guild,
                    &format!("'{kind}'"),
                    &format!("'{kind}'"),
                    &1,
                    &600,
                    &"'2026-01-05'",
                    &start,
                ],
            );
            for member in &team.members {
                let state = ["in", "in", "out", "resting"][usize::try_from(self.below(4)).unwrap()];
                if self.percent(50) {
                    self.row(
                        "programme_members",
                        "programme_id, guild_id, member_id, state, since",
                        &[
                            &programme,
                            &team.guild,
                            member,
                            &format!("'{state}'"),
                            &start,
                        ],
                    );
                }
            }
            for number in 1..=WEEKS {
                if kind == "swap" && self.percent(50) {
                    continue;
                }
                let (round, begins) = (self.id(), team.midnight(7 * number) + DAY);
                self.row(
                    "rounds",
                    "round_id, programme_id, guild_id, number, state, period, starts_at, next_at",
                    &[
                        &round,
                        &programme,
                        &team.guild,
                        &number,
                        &"'closed'",
                        &format!("'round {number}'"),
                        &begins,
                        &(begins + 7 * DAY),
                    ],
                );
                let pairings = self
                    .below(i64::try_from(team.members.len()).unwrap() * team.liveliness / 300 + 2);
                for _ in 0..pairings {
                    self.pairing(team, round, begins);
                }
            }
        }
    }

    fn pairing(&mut self, team: &Team, round: i64, begins: i64) {
        let pairing = self.id();
        let ended = if self.percent(90) {
            Some(begins + self.below(9 * DAY))
        } else {
            None
        };
        let met = self.percent(55).then(|| begins + self.below(5 * DAY));
        let answered = met.is_some() || self.percent(50);
        let text = |value: Option<i64>| value.map_or("NULL".to_owned(), |value| value.to_string());
        let state = if met.is_some() { "met" } else { "over" };
        self.row(
            "pairings",
            "pairing_id, round_id, guild_id, state, created_at, met_at, answered, ended_at",
            &[
                &pairing,
                &round,
                &team.guild,
                &format!("'{state}'"),
                &begins,
                &text(met),
                &i64::from(answered),
                &text(ended),
            ],
        );
        let seats = if self.percent(15) { 3 } else { 2 };
        for (place, member) in self.some(team, seats).into_iter().enumerate() {
            let left = self.or_null(92, begins + DAY);
            let face = if left == "NULL" {
                self.face()
            } else {
                "NULL".to_owned()
            };
            self.row(
                "seats",
                "pairing_id, guild_id, member_id, place, left_at, face",
                &[&pairing, &team.guild, &member, &place, &left, &face],
            );
        }
    }
}
