//! What the sections of an admin's page show.

use chrono::{DateTime, TimeDelta, Utc};

use super::audit::{self, Audit};
use super::{Guild, known};
use crate::domain::ids::{GuildId, ProgrammeId, RoleId};
use crate::domain::recognition::Leader;
use crate::error::Result;
use crate::features::Ctx;
use crate::features::rounds::{self, programmes};
use crate::store::outbox::{self, Problem};
use crate::store::programmes::Programme;
use crate::store::recognition::{self, Wanted};
use crate::store::rounds as round_rows;
use crate::store::settings::{self as rows, Opening, Signature};

/// For how long a problem is shown: by then it is mended, or has come again.
const PROBLEMS_FOR: TimeDelta = TimeDelta::days(30);
/// For how long a missed round is told of.
const MISSED_FOR: TimeDelta = TimeDelta::days(14);
/// The most problems looked at.
const MAX_PROBLEMS: u32 = 500;

/// Everything there is to show.
#[derive(Clone, Debug)]
pub(super) struct View {
    /// What was chosen.
    pub(super) guild: Guild,
    /// How it stands.
    pub(super) audit: Audit,
    /// The programmes, the oldest first.
    pub(super) programmes: Vec<Shown>,
    /// How many rounds were missed lately because the bot was away.
    pub(super) missed: i64,
    /// The roles that are teams, the one that counts first in front.
    pub(super) teams: Vec<RoleId>,
    /// What could not be sent lately, the latest first.
    pub(super) problems: Vec<Problem>,
    /// How the opening post stands.
    pub(super) opening: Opening,
    /// Who signed it.
    pub(super) signature: Option<Signature>,
    /// What was asked for of recognition.
    pub(super) recognition: Wanted,
    /// The leaders who may be asked for the monthly table; none where it is off.
    pub(super) leaders: Vec<Leader>,
    /// When this was looked at.
    pub(super) now: DateTime<Utc>,
}

/// A programme, as far as it is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Shown {
    /// What was chosen of it.
    pub(super) programme: Programme,
    /// How many people are in it.
    pub(super) people: u32,
    /// When its next round starts.
    pub(super) next: Option<DateTime<Utc>>,
    /// Whether the role that was chosen is there no more.
    pub(super) role_gone: bool,
}

impl View {
    /// One programme; a sentence where it is there no more.
    pub(super) fn programme(&self, id: ProgrammeId) -> Result<&Shown> {
        self.programmes
            .iter()
            .find(|shown| shown.programme.id == id)
            .ok_or_else(programmes::gone)
    }
}

/// Reads everything there is to show.
pub(super) async fn view(ctx: &Ctx, guild: GuildId) -> Result<View> {
    let mut db = ctx.store.read().await?;
    let guild = known(&mut db, guild).await?;
    let known = programmes::of(&mut db, guild.id).await?;
    let audit = audit::of(&mut db, &guild, &known, ctx.bot).await?;
    let mut teams = rows::team_roles(&mut db, guild.id).await?;
    let roles = rows::roles(&mut db, guild.id).await?;
    let now = ctx.clock.now();
    let mut programmes = Vec::new();
    for programme in known {
        let upcoming = rounds::upcoming(&mut db, &guild, &programme, now).await?;
        let announced = upcoming.announced.map(|round| round.starts_at);
        programmes.push(Shown {
            people: programmes::people_in(&mut db, &programme).await?,
            next: Some(announced.unwrap_or(upcoming.start.at)),
            role_gone: programme
                .role
                .is_some_and(|role| !roles.contains_key(&role)),
            programme,
        });
    }
    // A role that was deleted is nobody's team; it leaves the list with the next change.
    teams.retain(|role| roles.contains_key(role));
    let missed = round_rows::missed_since(&mut db, guild.id, now - MISSED_FOR).await?;
    let mut problems = outbox::problems(&mut db, guild.id, MAX_PROBLEMS).await?;
    problems.retain(|problem| problem.at > now - PROBLEMS_FOR);
    let opening = rows::opening_state(&mut db, guild.id).await?;
    let signature = rows::signature(&mut db, guild.id).await?;
    let recognition = recognition::wanted(&mut db, guild.id).await?;
    let leaders = match guild.leaders_role {
        Some(role) if recognition.table.is_some() => {
            recognition::leaders(&mut db, guild.id, role, now).await?
        }
        _ => Vec::new(),
    };
    Ok(View {
        guild,
        audit,
        programmes,
        missed,
        teams,
        problems,
        opening,
        signature,
        recognition,
        leaders,
        now,
    })
}
