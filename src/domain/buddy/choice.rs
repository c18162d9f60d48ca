//! Who is chosen as a newcomer's buddy.

use std::cmp::Reverse;
use std::collections::BTreeSet;
use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};

use crate::domain::ids::MemberId;
use crate::domain::schedule::Calendar;
use crate::domain::tenure::is_host;

/// The most newcomers whose buddy somebody is at a time.
pub const MAX_NEWCOMERS: u32 = 2;
/// The least working time that a newcomer and their buddy share, in minutes a week.
const LEAST_SHARED: u32 = 60;
/// So many minutes a week more or less of shared working time make no difference.
const SHARED_BAND: u32 = 10 * 60;
/// How finely a week is looked at.
const STEP: TimeDelta = TimeDelta::minutes(30);

/// Somebody who may be chosen: a member who is there, no bot, and through the membership screening.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(
    clippy::struct_excessive_bools,
    reason = "each is a fact of its own, and any of them may go with any other"
)]
pub struct Host {
    /// Who.
    pub member: MemberId,
    /// When they joined.
    pub joined_at: DateTime<Utc>,
    /// Whether they declined hosting.
    pub declined: bool,
    /// Whether they are out for now.
    pub paused: bool,
    /// Whether they are in their own first thirty days.
    pub new: bool,
    /// Whether they are asked for help as much as they can carry.
    pub full: bool,
    /// Whether they take part in anything: teach, wish for something, are in a programme.
    pub takes_part: bool,
    /// Whose buddy they are at present: how many.
    pub newcomers: u32,
    /// How often they were chosen within the last year.
    pub lately: u32,
    /// When they work.
    pub calendar: Calendar,
}

/// A newcomer for whom a buddy is looked for.
#[derive(Clone, Debug)]
pub struct Seeking<'a> {
    /// Who.
    pub member: MemberId,
    /// When they work: the guild's time, until theirs is known.
    pub calendar: &'a Calendar,
    /// With whom they are never put together, and who handed over already.
    pub apart: &'a BTreeSet<MemberId>,
    /// Who teaches something that they wish for.
    pub teachers: &'a BTreeSet<MemberId>,
    /// Their buddy the last time, if they came back.
    pub former: Option<MemberId>,
}

/// Those who are suitable, the best first.
///
/// Hosts with room who share working hours come in the order of how many newcomers they have; among equals, those who teach what the
/// newcomer wishes for, those who take part in anything, those who were asked less often lately, and those who share more of the day.
/// Where there is no host, as nobody has been there long enough who would be one, the longest-serving are. A host who is away or has no
/// room just now is one all the same.
pub fn ranked(hosts: &[Host], seeking: &Seeking<'_>, now: DateTime<Utc>) -> Vec<MemberId> {
    let others = || hosts.iter().filter(|host| host.member != seeking.member);
    // A role may make somebody new who has been there for long.
    let is_host = |host: &Host| is_host(host.joined_at, host.declined, now) && !host.new;
    let any_host = others().any(is_host);
    let mut shared = Shared::with(seeking.calendar, now);
    let mut suitable: Vec<_> = others()
        .filter(|host| has_room(host) && !seeking.apart.contains(&host.member))
        .filter(|host| {
            if any_host {
                is_host(host)
            } else {
                !host.declined && !host.new
            }
        })
        .map(|host| (host, shared.minutes(&host.calendar)))
        .filter(|(_, shared)| *shared >= LEAST_SHARED)
        .map(|(host, shared)| {
            let serving = (!any_host).then_some(host.joined_at);
            let key = (
                Reverse(seeking.former == Some(host.member)),
                host.newcomers,
                serving,
                !seeking.teachers.contains(&host.member),
                !host.takes_part,
                host.lately,
                Reverse(shared / SHARED_BAND),
                lot(host.member, seeking.member),
            );
            (key, host.member)
        })
        .collect();
    suitable.sort_unstable();
    suitable.into_iter().map(|(_, member)| member).collect()
}

fn has_room(host: &Host) -> bool {
    host.newcomers < MAX_NEWCOMERS && !host.full && !host.paused
}

/// Decides among equals, differently for each newcomer, so that it is not always those with the lowest numbers.
fn lot(host: MemberId, newcomer: MemberId) -> (u64, MemberId) {
    let mixed = (host.0 ^ newcomer.0.rotate_left(32)).cast_unsigned();
    let mixed = (mixed ^ (mixed >> 31)).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    (mixed ^ (mixed >> 29), host)
}

/// How much working time people share with somebody. Most have the guild's hours, so what was found for a calendar is kept.
struct Shared<'a> {
    with: &'a Calendar,
    from: DateTime<Utc>,
    found: Vec<(Calendar, u32)>,
}

impl<'a> Shared<'a> {
    fn with(with: &'a Calendar, now: DateTime<Utc>) -> Self {
        Self {
            with,
            from: now,
            found: Vec::new(),
        }
    }

    /// In minutes a week, holidays aside: a week off at New Year says nothing about the weeks after it.
    fn minutes(&mut self, calendar: &Calendar) -> u32 {
        let same = |other: &Calendar| {
            other.zone == calendar.zone
                && other.days == calendar.days
                && other.hours == calendar.hours
        };
        if let Some((_, minutes)) = self.found.iter().find(|(other, _)| same(other)) {
            return *minutes;
        }
        let [one, other] = [self.with, calendar].map(|calendar| Calendar {
            holidays: Arc::default(),
            ..calendar.clone()
        });
        let mut minutes = 0;
        let mut at = self.from;
        while at < self.from + TimeDelta::weeks(1) {
            if one.is_working(at) && other.is_working(at) {
                minutes += 30;
            }
            at += STEP;
        }
        self.found.push((calendar.clone(), minutes));
        minutes
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used)]
mod tests {
    use chrono::TimeZone as _;
    use chrono_tz::Tz;

    use super::*;
    use crate::domain::schedule::MemberHours;

    fn now() -> DateTime<Utc> {
        Utc.with_ymd_and_hms(2026, 3, 4, 10, 0, 0).unwrap()
    }

    fn host(member: i64, days: i64) -> Host {
        Host {
            member: MemberId(member),
            joined_at: now() - TimeDelta::days(days),
            declined: false,
            paused: false,
            new: false,
            full: false,
            takes_part: false,
            newcomers: 0,
            lately: 0,
            calendar: Calendar::standard(Tz::UTC),
        }
    }

    fn chosen(hosts: &[Host]) -> Vec<i64> {
        chosen_for(hosts, &[], &[], None)
    }

    fn chosen_for(
        hosts: &[Host],
        apart: &[i64],
        teachers: &[i64],
        former: Option<i64>,
    ) -> Vec<i64> {
        let set = |ids: &[i64]| ids.iter().copied().map(MemberId).collect();
        let calendar = Calendar::standard(Tz::UTC);
        let seeking = Seeking {
            member: MemberId(99),
            calendar: &calendar,
            apart: &set(apart),
            teachers: &set(teachers),
            former: former.map(MemberId),
        };
        let ranked = ranked(hosts, &seeking, now());
        ranked.into_iter().map(|member| member.0).collect()
    }

    #[test]
    fn only_hosts_with_room_are_chosen() {
        let hosts = [
            host(1, 90),
            host(2, 89),
            Host {
                declined: true,
                ..host(3, 400)
            },
            Host {
                paused: true,
                ..host(4, 400)
            },
            Host {
                full: true,
                ..host(5, 400)
            },
            Host {
                newcomers: MAX_NEWCOMERS,
                ..host(6, 400)
            },
            Host {
                new: true,
                ..host(7, 400)
            },
            host(99, 400),
        ];
        assert_eq!(chosen(&hosts), [1]);
    }

    #[test]
    fn nobody_is_chosen_who_is_kept_apart() {
        assert_eq!(
            chosen_for(&[host(1, 90), host(2, 90)], &[1], &[], None),
            [2]
        );
    }

    #[test]
    fn who_has_fewer_newcomers_comes_first_and_then_who_teaches_what_is_wished_for() {
        let busy = Host {
            newcomers: 1,
            ..host(1, 400)
        };
        let part = Host {
            takes_part: true,
            ..host(4, 400)
        };
        let lately = Host {
            lately: 2,
            ..host(3, 400)
        };
        let hosts = [busy, host(2, 400), lately, part];
        assert_eq!(chosen(&hosts), [4, 2, 3, 1]);
        assert_eq!(chosen_for(&hosts, &[], &[3, 1], None), [3, 4, 2, 1]);
        assert_eq!(chosen_for(&hosts, &[], &[3], Some(1)), [1, 3, 4, 2]);
    }

    #[test]
    fn they_share_working_hours() {
        let far = |zone| Host {
            calendar: Calendar::standard(zone),
            ..host(1, 400)
        };
        assert_eq!(chosen(&[far(Tz::Pacific__Auckland)]), [0_i64; 0]);
        assert_eq!(chosen(&[far(Tz::Europe__Lisbon)]), [1]);
        let weekends = Host {
            calendar: Calendar::standard(Tz::UTC).for_member(MemberHours {
                days: "Sat,Sun".parse().ok(),
                ..MemberHours::default()
            }),
            ..host(1, 400)
        };
        assert_eq!(chosen(&[weekends]), [0_i64; 0]);
        let near = Host {
            calendar: Calendar::standard(Tz::Europe__Berlin),
            ..host(2, 400)
        };
        assert_eq!(chosen(&[far(Tz::America__New_York), near]), [2, 1]);
    }

    #[test]
    fn a_week_of_holidays_keeps_nobody_apart() {
        let mut off = Calendar::standard(Tz::UTC);
        off.holidays = Arc::new(
            (1..=20)
                .filter_map(|day| chrono::NaiveDate::from_ymd_opt(2026, 3, day))
                .collect(),
        );
        let hosts = [Host {
            calendar: off,
            ..host(1, 400)
        }];
        assert_eq!(chosen(&hosts), [1]);
    }

    #[test]
    fn where_nobody_has_ninety_days_the_longest_serving_are_hosts() {
        let hosts = [
            host(1, 10),
            host(2, 60),
            Host {
                newcomers: 1,
                ..host(3, 80)
            },
            Host {
                declined: true,
                ..host(4, 85)
            },
            Host {
                new: true,
                ..host(5, 5)
            },
        ];
        assert_eq!(chosen(&hosts), [2, 1, 3]);
        let veteran = |veteran| chosen(&[host(1, 10), veteran]);
        // Who would rather not is none.
        let declined = Host {
            declined: true,
            ..host(2, 400)
        };
        assert_eq!(veteran(declined), [1]);
        // Who cannot just now is.
        let paused = Host {
            paused: true,
            ..host(2, 90)
        };
        assert_eq!(veteran(paused), [0_i64; 0]);
    }

    #[test]
    fn among_equals_it_is_not_always_the_same_one() {
        let hosts: Vec<Host> = (1..=20).map(|member| host(member, 400)).collect();
        let calendar = Calendar::standard(Tz::UTC);
        let nobody = BTreeSet::new();
        let firsts: BTreeSet<MemberId> = (100..140)
            .filter_map(|newcomer| {
                let seeking = Seeking {
                    member: MemberId(newcomer),
                    calendar: &calendar,
                    apart: &nobody,
                    teachers: &nobody,
                    former: None,
                };
                ranked(&hosts, &seeking, now()).first().copied()
            })
            .collect();
        assert!(firsts.len() > 5, "{firsts:?}");
    }
}
