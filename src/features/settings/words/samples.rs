//! The sentences of an admin's pages, one by one.

mod programmes;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};

use super::{
    asks, before_turning_on, channels, city_form, everyones_role, holidays_form, hours, hours_form,
    learning_form, managed_role, no_help_channel, not_a_leader, not_a_text_channel, not_an_admin,
    not_ready, not_turned_on, nothing_chosen, only_in_a_server, opening, opening_post, overview,
    problems, recognition, roles, set_up_first, sign_form, signed_already, still_missing, teams,
    too_many_teams, unknown_channel, unknown_city, unreadable, which_place,
};
use crate::custom_id::{MeClick, SetupClick};
use crate::domain::digest::DigestTo;
use crate::domain::ids::{ChannelId, GuildId, MemberId, MessageId, OutboxId, RoleId};
use crate::domain::permissions::Permissions;
use crate::domain::recognition::{LastAsked, Leader, Month};
use crate::domain::schedule::zones::{self, Found};
use crate::domain::schedule::{Calendar, WorkingDays, WorkingHours};
use crate::error::Error;
use crate::features::samples::{Reader, Said, Sample, Shown};
use crate::features::settings::Guild;
use crate::features::settings::audit::{Audit, ChannelState, Missing};
use crate::features::settings::page::View;
use crate::post::{Modal, Post};
use crate::store::outbox::{Problem, Standing};
use crate::store::recognition::Wanted;
use crate::store::settings::{Opening, Signature};

const ADA: MemberId = MemberId(11);
const NOOR: MemberId = MemberId(14);
const HELP: ChannelId = ChannelId(101);
const MANAGERS: ChannelId = ChannelId(102);
const LEADERS: RoleId = RoleId(201);
const PLATFORM: RoleId = RoleId(202);

/// Every sentence, with when and to whom it is said.
pub fn samples() -> Vec<Sample> {
    let mut samples = pages();
    samples.extend(programmes::samples());
    samples.extend(opening_posts());
    samples.extend(forms());
    samples.extend(refusals());
    samples
}

/// The page before anything was chosen.
fn fresh() -> View {
    View {
        guild: Guild {
            id: GuildId(1),
            name: "Hearth & Co".to_owned(),
            owner: ADA,
            turned_on_at: None,
            help_channel: None,
            managers_channel: None,
            managers_role: None,
            leaders_role: None,
            newcomer_role: None,
            calendar: Calendar {
                zone: chrono_tz::UTC,
                days: WorkingDays::MONDAY_TO_FRIDAY,
                hours: WorkingHours::NINE_TO_FIVE,
                holidays: Arc::default(),
            },
            zone_chosen: false,
            anonymity: true,
            digest: DigestTo::Channel,
        },
        audit: Audit {
            help: None,
            managers: None,
            recognition: None,
            programmes: BTreeMap::new(),
            people: 24,
        },
        programmes: Vec::new(),
        missed: 0,
        teams: Vec::new(),
        problems: Vec::new(),
        opening: Opening::NotUp { failed: false },
        signature: None,
        recognition: Wanted::default(),
        leaders: Vec::new(),
        now: DateTime::UNIX_EPOCH,
    }
}

/// The page once everything was chosen and Potluck is turned on.
fn settled() -> View {
    let mut view = fresh();
    let there = |unseen_by, everyone_sees| ChannelState::There {
        missing: Permissions::NONE,
        unseen_by,
        everyone_sees,
    };
    view.audit.help = Some(there(0, true));
    view.audit.managers = Some(there(20, false));
    view.guild = Guild {
        turned_on_at: Some(view.now),
        help_channel: Some(HELP),
        managers_channel: Some(MANAGERS),
        leaders_role: Some(LEADERS),
        newcomer_role: None,
        zone_chosen: true,
        ..view.guild
    };
    view.teams = vec![PLATFORM, RoleId(203)];
    view.opening = Opening::Up(HELP, MessageId(1));
    view
}

/// As [`settled`], with lessons and the table on, in a channel of its own.
fn recognising() -> View {
    let mut view = settled();
    view.recognition = Wanted {
        channel: Some(MANAGERS),
        lessons: Some(view.now),
        table: Some(view.now),
    };
    view.audit.recognition = view.audit.managers;
    let reached = Leader {
        member: MemberId(14),
        asked: None,
    };
    let unreached = LastAsked {
        month: Month::of(view.now.date_naive()),
        asked_at: view.now,
        unreached: true,
    };
    view.leaders = vec![
        reached,
        Leader {
            asked: Some(unreached),
            ..reached
        },
    ];
    view
}

fn answer(when: &'static str, post: Post) -> Sample {
    Sample {
        reader: Reader::Admin,
        place: Shown::Answer,
        when,
        said: Said::Post(post),
    }
}

fn pages() -> Vec<Sample> {
    let mut wanting = settled();
    wanting.guild.turned_on_at = None;
    wanting.audit.help = Some(ChannelState::There {
        missing: Permissions::CREATE_PUBLIC_THREADS,
        unseen_by: 3,
        everyone_sees: false,
    });
    wanting.audit.managers = Some(ChannelState::There {
        missing: Permissions::NONE,
        unseen_by: 0,
        everyone_sees: true,
    });
    let mut troubled = settled();
    troubled.audit.help = Some(ChannelState::Gone);
    troubled.problems = vec![Problem {
        id: OutboxId(1),
        standing: Standing::Failed,
        why: "the channel is gone".to_owned(),
        at: troubled.now,
    }];
    let mut named = settled();
    named.guild.anonymity = false;
    let mut holidays = settled();
    holidays.guild.calendar.holidays = Arc::new(BTreeSet::from([(holidays.now
        + TimeDelta::days(30))
    .date_naive()]));
    let mut samples = vec![
        answer("on `/setup`, the first time", overview(&fresh())),
        answer(
            "on `/setup`, where a permission is missing and everybody reads the managers' channel",
            overview(&wanting),
        ),
        answer(
            "on `/settings`, before Potluck is turned on",
            set_up_first(&fresh()),
        ),
        answer("on `/settings`", overview(&settled())),
        answer(
            "on `/settings`, after the help channel was deleted",
            overview(&troubled),
        ),
        answer("on **What went wrong**", problems(&troubled)),
        answer(
            "on **What went wrong**, where nothing did",
            problems(&settled()),
        ),
        answer("on **Channels**", channels(&settled())),
        answer("on **Roles**", roles(&settled())),
        answer("on **Teams**, the first time", teams(&fresh(), 0)),
        answer("on **Teams**", teams(&settled(), 0)),
        answer("on **Zone and hours**", hours(&holidays)),
        answer("on **Recognition**", recognition(&settled())),
        answer(
            "on **Recognition**, with all of it on, in a channel that some cannot see, and a leader who cannot be reached",
            recognition(&recognising()),
        ),
        answer("on **Anonymous asks**", asks(&settled())),
        answer(
            "on **Anonymous asks**, where they are not allowed",
            asks(&named),
        ),
    ];
    if let Found::Several(places) = zones::find("Portland") {
        samples.push(answer(
            "when several places have the name that was typed",
            which_place("Portland", &places, DateTime::<Utc>::UNIX_EPOCH),
        ));
    }
    samples
}

fn opening_posts() -> Vec<Sample> {
    let signature = Signature {
        signer: NOOR,
        learning: "Kubernetes".to_owned(),
    };
    let mut ready = settled();
    ready.guild.turned_on_at = None;
    ready.opening = Opening::NotUp { failed: false };
    let mut signed = settled();
    signed.signature = Some(signature.clone());
    let with = |opening| View {
        opening,
        ..settled()
    };
    vec![
        answer("on **Turn on**", before_turning_on(&ready, false)),
        answer(
            "on **Turn on**, by a leader",
            before_turning_on(&ready, true),
        ),
        Sample {
            reader: Reader::NewHire,
            place: Shown::HelpChannel,
            when: "when Potluck is turned on",
            said: Said::Post(opening_post(None)),
        },
        Sample {
            reader: Reader::Teammate,
            place: Shown::HelpChannel,
            when: "when a leader has signed the opening post",
            said: Said::Post(opening_post(Some(&signature))),
        },
        answer("on **Opening post**", opening(&signed, false)),
        answer(
            "on **Opening post**, just after it was asked for",
            opening(&with(Opening::OnItsWay), false),
        ),
        answer(
            "on **Opening post**, where it is not up",
            opening(&with(Opening::NotUp { failed: false }), true),
        ),
        answer(
            "on **Opening post**, where it could not be put up",
            opening(&with(Opening::NotUp { failed: true }), false),
        ),
    ]
}

fn forms() -> Vec<Sample> {
    let form = |reader, when, modal: Modal| Sample {
        reader,
        place: Shown::Form,
        when,
        said: Said::Form(modal),
    };
    vec![
        form(Reader::Admin, "on **Change the city**", city_form()),
        form(
            Reader::Admin,
            "on **Change the hours**",
            hours_form(&settled()),
        ),
        form(Reader::Admin, "on **Holidays**", holidays_form(&settled())),
        form(
            Reader::Admin,
            "on **Sign it**",
            sign_form(SetupClick::Signed {}),
        ),
        form(
            Reader::Manager,
            "on **Sign it**, in `/me`",
            sign_form(MeClick::Signed {}),
        ),
        form(
            Reader::Manager,
            "when they change what they are learning",
            learning_form(
                MeClick::Signed {},
                "What are you learning?",
                Some("Kubernetes".to_owned()),
            ),
        ),
    ]
}

fn refusals() -> Vec<Sample> {
    let refusal = |reader, when, error: Error| Sample {
        reader,
        place: Shown::Answer,
        when,
        said: Said::Sentence(error.to_string()),
    };
    let admin = |when, error: Error| refusal(Reader::Admin, when, error);
    let everything = [
        Missing::HelpChannel,
        Missing::HelpChannelGone,
        Missing::HelpPermissions(HELP, Permissions::SEND_MESSAGES),
        Missing::ManagersChannelGone,
        Missing::ManagersPermissions(MANAGERS, Permissions::VIEW_CHANNEL),
        Missing::Zone,
    ];
    vec![
        Sample {
            reader: Reader::Teammate,
            place: Shown::Answer,
            when: "on any command, before Potluck is turned on",
            said: Said::Sentence(not_turned_on(ADA)),
        },
        admin(
            "on **Turn on**, where everything is missing",
            still_missing(&everything),
        ),
        admin("when Potluck was added a moment ago", not_ready()),
        refusal(
            Reader::Teammate,
            "on a page of somebody who may manage the server",
            not_an_admin(),
        ),
        admin(
            "when a page is used outside of a server",
            only_in_a_server(),
        ),
        admin("when a channel is brand-new", unknown_channel()),
        admin("when a voice channel is chosen", not_a_text_channel(HELP)),
        admin("when the role of everyone is chosen", everyones_role()),
        admin(
            "when a bot's role is chosen as a team",
            managed_role("Coffee Bot"),
        ),
        admin("when there are too many teams", too_many_teams(100)),
        admin("when nothing usable was chosen", nothing_chosen()),
        admin("when a city is not known", unknown_city("Lisbonne-sur-Mer")),
        admin(
            "when hours cannot be read",
            unreadable("Please write it like 9:00-17:30.", "nine to five"),
        ),
        admin(
            "on **Put it up**, without a help channel",
            no_help_channel(),
        ),
        refusal(
            Reader::Teammate,
            "when somebody signs who does not have the leaders' role any more",
            not_a_leader(Some(LEADERS)),
        ),
        refusal(
            Reader::Teammate,
            "when somebody signs and there is no leaders' role",
            not_a_leader(None),
        ),
        refusal(
            Reader::Manager,
            "when a second leader signs",
            signed_already(NOOR),
        ),
    ]
}
