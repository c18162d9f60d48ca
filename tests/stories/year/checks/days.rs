//! What Potluck begins of itself it begins on working days.

use super::Evidence;
use super::pairings::{AGAIN, CHECK_IN, NUDGE};
use super::rounds::{COFFEE, SWAPS};
use crate::year::calendar::{ZONE, day_of};
use crate::year::ledger::Hours;

impl Evidence<'_> {
    /// No round is announced or begun and nobody is nudged or asked on a weekend, on a day off or at night. (What is private keeps to
    /// everybody's own hours, and is counted there.)
    pub(super) fn days_off_are_days_off(&mut self) {
        let begun = [NUDGE, CHECK_IN, AGAIN, COFFEE.title, SWAPS.title];
        let mut broken = Vec::new();
        let (mut begins, mut on_days_off) = (0, 0);
        for said in &self.world.said {
            let is_day_off = self.year.calendar.holidays.contains(&day_of(said.at));
            on_days_off += usize::from(is_day_off);
            if said.to.is_some() || !begun.iter().any(|words| said.words.contains(words)) {
                continue;
            }
            begins += 1;
            if !self.year.calendar.is_at_work(Hours::SERVER, said.at) {
                let local = said.at.with_timezone(&ZONE);
                broken.push(format!("at {local}, in {}: {}", said.channel, said.words));
            }
        }
        self.says(&format!(
            "{begins} posts and questions of rounds, all on working days; {on_days_off} messages of any kind on {} days off",
            self.year.calendar.holidays.len()
        ));
        self.broken.extend(broken);
    }
}
