//! The pages about programmes.

use std::collections::BTreeMap;

use chrono::{NaiveDate, NaiveTime, TimeDelta, Weekday};

use super::{PLATFORM, answer, settled};
use crate::domain::ids::{ChannelId, GuildId, ProgrammeId};
use crate::domain::pairing::Emphasis;
use crate::domain::permissions::Permissions;
use crate::domain::round::ProgrammeKind;
use crate::features::samples::{Reader, Said, Sample, Shown as Place};
use crate::features::settings::audit::ChannelState;
use crate::features::settings::page::Shown;
use crate::features::settings::words::{
    name_form, overview, programme, programmes, remove_programme, time_form, weights,
};
use crate::store::programmes::Programme;

const COFFEE: ChannelId = ChannelId(103);

/// Coffee that is held, swaps that are stopped, and chats whose channel and role are gone.
pub(super) fn samples() -> Vec<Sample> {
    let mut view = settled();
    let coffee = Programme {
        id: ProgrammeId(1),
        guild: GuildId(1),
        kind: ProgrammeKind::Coffee,
        name: "Coffee chats".to_owned(),
        channel: Some(COFFEE),
        role: None,
        weekday: Weekday::Tue,
        time: NaiveTime::MIN + TimeDelta::hours(10),
        every_weeks: 1,
        anchor: NaiveDate::default(),
        group_size: 2,
        names_shown: false,
        emphasis: Emphasis::default(),
        running: true,
    };
    let swaps = Programme {
        id: ProgrammeId(2),
        kind: ProgrammeKind::Swap,
        name: "Skill swaps".to_owned(),
        role: Some(PLATFORM),
        weekday: Weekday::Sat,
        time: NaiveTime::MIN + TimeDelta::hours(20),
        every_weeks: 2,
        names_shown: true,
        running: false,
        ..coffee.clone()
    };
    let lost = Programme {
        id: ProgrammeId(3),
        name: "Breakfast chats".to_owned(),
        channel: None,
        role: Some(PLATFORM),
        group_size: 3,
        ..coffee.clone()
    };
    let there = |missing, unseen_by| ChannelState::There {
        missing,
        unseen_by,
        everyone_sees: true,
    };
    view.audit.programmes = BTreeMap::from([
        (coffee.id, there(Permissions::NONE, 3)),
        (swaps.id, there(Permissions::CREATE_PRIVATE_THREADS, 0)),
    ]);
    let next = Some(view.now + TimeDelta::days(5));
    let shown = |programme, people, role_gone| Shown {
        programme,
        people,
        next,
        role_gone,
    };
    view.programmes = vec![
        shown(coffee, 14, false),
        shown(swaps, 1, false),
        shown(lost, 0, true),
    ];
    view.missed = 1;
    let [coffee, swaps, lost] = [0, 1, 2].map(|at| &view.programmes[at]);
    let form = |when, form| Sample {
        reader: Reader::Admin,
        place: Place::Form,
        when,
        said: Said::Form(form),
    };
    vec![
        answer("on **Programmes**, the first time", programmes(&settled())),
        answer("on **Programmes**", programmes(&view)),
        answer("on `/settings`, with programmes", overview(&view)),
        answer("on a programme", programme(&view, coffee)),
        answer(
            "on a programme that is stopped, and may not open threads",
            programme(&view, swaps),
        ),
        answer(
            "on a programme whose channel and role were deleted",
            programme(&view, lost),
        ),
        answer("on **What counts**", weights(coffee)),
        answer("on **Remove**, of a programme", remove_programme(coffee)),
        form("on **Change the time**, of a programme", time_form(coffee)),
        form("on **Rename**, of a programme", name_form(coffee)),
    ]
}
