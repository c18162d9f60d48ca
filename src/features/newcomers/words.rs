//! Every sentence about newcomers and their buddies.

mod answers;
mod checks;
mod ends;
mod gone;
mod introductions;
mod mine;
mod samples;
mod welcome;

pub(super) use answers::{
    city_form, glad, handed_over, handed_over_already, is_gone, newcomer_is_gone, not_a_member,
    not_asked, not_yet, not_yet_at_the_end, not_yet_from_buddy, not_yet_twice, not_yet_without,
    nothing_chosen, only_the_buddy, thirty_days_are_over, unknown_city, which_place, zone_is,
};
pub(super) use checks::{
    check_in, check_in_alone, check_in_privately, last_day, last_day_alone, last_day_privately,
    last_day_without, nudge, nudge_privately, thanks_privately,
};
pub(super) use ends::{
    it_is_over, it_is_over_privately, looking_in_thread, looking_privately, newcomer_left,
    newcomer_left_privately, nobody_suitable, nobody_suitable_privately, thread_of_nobody,
};
pub(super) use gone::{thread_is_gone, thread_is_gone_to_buddy};
pub(super) use introductions::{
    TheTwo, another_is_coming, introduction, thread_name, you_are_the_buddy, your_buddy,
};
pub(super) use mine::{Mine, mine, nothing_going_on};
pub use samples::samples;
pub(super) use welcome::{InChannel, Welcome, welcome, welcome_in_channel};

use crate::domain::ids::MemberId;
use crate::markdown::escape_line;
use crate::store::helper_facts::Person;

/// The most skills that one line names.
const NAMED: usize = 5;

/// Somebody, with their name as written (not escaped).
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Named {
    pub(super) id: MemberId,
    pub(super) name: String,
}

impl Named {
    /// By the name Discord shows; of whom nothing is known any more, there is none.
    pub(super) fn of(id: MemberId, person: Option<&Person>) -> Self {
        Self {
            id,
            name: person.map_or_else(|| "somebody".to_owned(), |person| person.name.clone()),
        }
    }

    /// Where mentions may not be shown by name, such as in a private conversation: both.
    fn in_full(&self) -> String {
        format!("**{}** (<@{}>)", escape_line(&self.name), self.id)
    }
}

/// The first few of some names of skills, in bold, with how many more there are.
fn some_of(skills: &[String]) -> String {
    let names: Vec<String> = skills
        .iter()
        .take(NAMED)
        .map(|name| format!("**{}**", escape_line(name)))
        .collect();
    let names = names.join(", ");
    match skills.len().saturating_sub(NAMED) {
        0 => names,
        more => format!("{names} and {more} more"),
    }
}
