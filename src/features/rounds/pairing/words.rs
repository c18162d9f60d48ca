//! Every sentence about pairings: in their threads, in private messages, and as answers.

mod lesson;
mod page;
mod people;
mod private;
mod regroup;
mod replies;
pub(super) mod samples;
mod thread;

pub(super) use lesson::{
    LESSON_FIELD_SKILL, MEANT_IS_OVER, lesson_form, lesson_form_with_skill, lesson_meant,
    lesson_select, lesson_written,
};
pub(super) use page::{Page, page};
pub(super) use people::{Changed, Introduction, hour};
pub(super) use private::{
    asked_again_privately, asked_privately, goes_on_privately, rests, told, two_go_on_privately,
};
pub(super) use regroup::{
    asked_for_a_place, asked_for_a_place_privately, found_in_thread, freed, freed_privately,
    freed_too_late, freed_too_late_privately, nobody, nobody_privately, place_answered,
    place_is_over, place_is_over_as_asked, sat_out, searching, searching_later, three_now,
    three_now_privately, together,
};
pub(super) use replies::{
    CALENDAR_TOO_LATE, GONE, MET_ALREADY, NO_HOUR, NO_SUCH_FACE, NOT_A_MEMBER, NOT_FREED,
    NOT_YOURS, calendar, calendar_note, cannot, cannot_again, met, met_by_another, not_looking,
    not_yet, over, planned, planned_but_met, round_over, you_left,
};
pub(super) use thread::{
    asked, asked_again, intro, nudge, thread_name, thread_name_without, two_go_on,
};

use crate::custom_id::RoundClick;
use crate::domain::ids::{MemberId, PairingId};
use crate::domain::round::ProgrammeKind;
use crate::markdown::escape_line;
use crate::post::Button;
use crate::store::pairings::{Pairing, Seat};

/// Who leaves a pairing, as those who stay hear of it.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Leaver<'a> {
    /// They cannot this time.
    Cannot(&'a Seat),
    /// They are not in the server any more.
    Gone(&'a Seat),
    /// Nobody's business.
    Nobody,
}

impl Leaver<'_> {
    /// What became of them, as the beginning of a sentence; `name` is how somebody who is there is called where it is read, and `nobody`
    /// is said where it is not said who.
    fn clause(self, name: impl Fn(&Seat) -> String, nobody: &str) -> String {
        match self {
            Self::Cannot(seat) => format!("{} can't this time", name(seat)),
            // A mention of somebody who is not there is a number to whoever reads it.
            Self::Gone(seat) => format!("{} is not in the team any more", bold(seat)),
            Self::Nobody => nobody.to_owned(),
        }
    }
}

/// A name, bold and safe to show.
fn bold(seat: &Seat) -> String {
    format!("**{}**", escape_line(&seat.name))
}

/// Somebody as a mention.
fn mentioned(seat: &Seat) -> String {
    seat.member.mention()
}

/// "a", "a and b", "a, b and c".
pub(super) fn and(items: &[String]) -> String {
    match items {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

/// Several members as mentions.
pub(super) fn mentions(members: &[MemberId]) -> String {
    and(&members
        .iter()
        .map(|member| member.mention())
        .collect::<Vec<_>>())
}

/// The names of several, bold and safe to show, as private messages need them: a mention there may be a number to who reads it.
pub(super) fn names(seats: &[&Seat]) -> String {
    and(&seats.iter().map(|seat| bold(seat)).collect::<Vec<_>>())
}

/// What they were brought together for.
pub(super) fn occasion(pairing: &Pairing) -> String {
    format!("**{}**", escape_line(&pairing.programme_name))
}

/// What they are to each other's time: a chat or a swap.
pub(super) const fn meeting(kind: ProgrammeKind) -> &'static str {
    match kind {
        ProgrammeKind::Coffee => "chat",
        ProgrammeKind::Swap => "swap",
    }
}

/// **We met**.
pub(super) fn met_button(pairing: PairingId) -> Button {
    Button::success("We met", RoundClick::Met { pairing })
}

/// **It's planned**.
pub(super) fn planned_button(pairing: PairingId) -> Button {
    Button::plain("It's planned", RoundClick::Planned { pairing })
}

/// **Can't this time**.
pub(super) fn cant_button(pairing: PairingId) -> Button {
    Button::plain("Can't this time", RoundClick::Cant { pairing })
}

/// **Not yet**.
pub(super) fn not_yet_button(pairing: PairingId) -> Button {
    Button::plain("Not yet", RoundClick::NotYet { pairing })
}

/// **Add to calendar**.
pub(super) fn calendar_button(pairing: PairingId) -> Button {
    Button::plain("Add to calendar", RoundClick::Calendar { pairing })
}

/// The buttons under an introduction.
pub(super) fn buttons(pairing: &Pairing) -> Vec<Button> {
    let mut buttons = vec![
        met_button(pairing.id),
        planned_button(pairing.id),
        cant_button(pairing.id),
    ];
    if pairing.common_at.is_some() {
        buttons.push(calendar_button(pairing.id));
    }
    buttons
}
