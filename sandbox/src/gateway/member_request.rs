//! `REQUEST_GUILD_MEMBERS`, and the chunks that answer it.

use chrono::{DateTime, TimeDelta, Utc};
use serde::Deserialize;
use serde_json::{Value, json};
use twilight_model::{
    gateway::Intents,
    id::{
        Id,
        marker::{GuildMarker, UserMarker},
    },
};

use super::{Gateway, State};
use crate::world::{World, guild::Guild};

/// Members in one chunk.
const CHUNK: usize = 1000;
/// Members that a search by name answers at most.
const MOST_BY_NAME: usize = 100;
/// Members that can be asked for by id at once.
const MOST_BY_ID: usize = 100;
/// Bytes of a nonce; a longer one is left out of the answer.
const LONGEST_NONCE: usize = 32;
/// How often one server's whole list can be asked for.
const WHOLE_LIST_EVERY: TimeDelta = TimeDelta::seconds(30);

/// What the client asks for.
#[derive(Debug, Deserialize)]
pub(crate) struct MemberRequest {
    guild_id: Id<GuildMarker>,
    query: Option<String>,
    limit: Option<usize>,
    presences: Option<bool>,
    user_ids: Option<OneOrMany>,
    nonce: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum OneOrMany {
    One(Id<UserMarker>),
    Many(Vec<Id<UserMarker>>),
}

/// The request breaks its own form: close code 4002.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct BadRequest;

/// Who was found, and which ids were not.
struct Found {
    members: Vec<Value>,
    missing: Vec<Id<UserMarker>>,
}

impl Gateway {
    /// Answers a request of the session, with chunks or with `RATE_LIMITED`. Called while the world is locked.
    pub(crate) fn answer_member_request(
        &self,
        world: &mut World,
        session: &str,
        request: &MemberRequest,
    ) -> Result<(), BadRequest> {
        let nonce = request
            .nonce
            .as_deref()
            .filter(|nonce| nonce.len() <= LONGEST_NONCE);
        let ids = match &request.user_ids {
            None => None,
            Some(OneOrMany::One(id)) => Some(vec![*id]),
            Some(OneOrMany::Many(ids)) => Some(ids.clone()),
        };
        let by_name = match (&request.query, &ids) {
            (Some(query), None) => Some((query.as_str(), request.limit.ok_or(BadRequest)?)),
            (_, Some(ids)) if ids.len() > MOST_BY_ID => return Err(BadRequest),
            (None, None) => return Err(BadRequest),
            (_, Some(_)) => None,
        };
        let now = world.now();
        let bot = world.application.bot;
        let Some(guild) = world
            .guilds
            .get(&request.guild_id)
            .filter(|guild| guild.members.contains_key(&bot))
        else {
            world.defect(format!(
                "members were requested of guild {}, which the bot is not in",
                request.guild_id
            ));
            return Ok(());
        };
        if !guild.available {
            // Nobody is there to answer.
            return Ok(());
        }
        let whole = by_name == Some(("", 0));
        let intents = self.lock().sessions.intents(session);
        let has = |intent| intents.is_some_and(|intents: Intents| intents.contains(intent));
        if whole && !has(Intents::GUILD_MEMBERS) {
            world.defect("the whole member list was requested without the GUILD_MEMBERS intent");
            return Ok(());
        }
        let limited = whole
            .then(|| self.wait_for_whole_list(request.guild_id, now))
            .flatten();
        if let Some(wait) = limited {
            let data = rate_limited(request.guild_id, nonce, wait);
            self.change(|state| state.sessions.send_to(session, "RATE_LIMITED", &data));
            return Ok(());
        }
        let found = find(world, guild, by_name, ids.unwrap_or_default());
        let presences = request.presences == Some(true) && has(Intents::GUILD_PRESENCES);
        let chunks = chunks(request.guild_id, &found, nonce, presences);
        let mut breaches = Vec::new();
        self.change(|state: &mut State| {
            for chunk in &chunks {
                let event = "GUILD_MEMBERS_CHUNK";
                let payload = super::check::payload(event, 1, chunk);
                breaches.extend(super::check::breaches(event, &payload));
                state.sessions.send_to(session, event, chunk);
            }
        });
        for breach in breaches {
            world.defect(breach);
        }
        Ok(())
    }

    /// How long the whole list of a guild cannot be had yet; `None` when it can, and then it is counted as had.
    fn wait_for_whole_list(&self, guild: Id<GuildMarker>, now: DateTime<Utc>) -> Option<TimeDelta> {
        let mut state = self.lock();
        let again = state
            .full_lists
            .get(&guild)
            .map(|last| *last + WHOLE_LIST_EVERY)
            .filter(|again| *again > now);
        if again.is_none() {
            state.full_lists.insert(guild, now);
        }
        again.map(|again| again - now)
    }
}

fn find(
    world: &World,
    guild: &Guild,
    by_name: Option<(&str, usize)>,
    ids: Vec<Id<UserMarker>>,
) -> Found {
    let Some((query, limit)) = by_name else {
        let (present, missing): (Vec<_>, Vec<_>) = ids
            .into_iter()
            .partition(|id| guild.members.contains_key(id));
        let members = present
            .into_iter()
            .filter_map(|id| world.member(guild.id, id))
            .map(|(member, user)| member.render(user))
            .collect();
        return Found { members, missing };
    };
    let whole = query.is_empty() && limit == 0;
    let most = match limit {
        _ if whole => usize::MAX,
        0 => MOST_BY_NAME,
        limit => limit.min(MOST_BY_NAME),
    };
    let query = query.to_lowercase();
    let begins =
        |name: Option<&str>| name.is_some_and(|name| name.to_lowercase().starts_with(&query));
    let members = guild
        .members
        .keys()
        .filter_map(|id| world.member(guild.id, *id))
        .filter(|(member, user)| {
            begins(Some(&user.username))
                || begins(user.global_name.as_deref())
                || begins(member.nick.as_deref())
        })
        .take(most)
        .map(|(member, user)| member.render(user))
        .collect();
    Found {
        members,
        missing: Vec::new(),
    }
}

fn chunks(
    guild: Id<GuildMarker>,
    found: &Found,
    nonce: Option<&str>,
    presences: bool,
) -> Vec<Value> {
    // An answer without members is one empty chunk, so that the client learns that it is complete.
    let count = found.members.len().div_ceil(CHUNK).max(1);
    (0..count)
        .map(|index| {
            let members: Vec<&Value> = found
                .members
                .iter()
                .skip(index * CHUNK)
                .take(CHUNK)
                .collect();
            let mut chunk = json!({
                "guild_id": guild,
                "members": members,
                "chunk_index": index,
                "chunk_count": count,
                "not_found": found.missing,
            });
            if let Some(nonce) = nonce {
                chunk["nonce"] = json!(nonce);
            }
            if presences {
                chunk["presences"] = json!([]);
            }
            chunk
        })
        .collect()
}

fn rate_limited(guild: Id<GuildMarker>, nonce: Option<&str>, wait: TimeDelta) -> Value {
    let mut meta = json!({ "guild_id": guild });
    if let Some(nonce) = nonce {
        meta["nonce"] = json!(nonce);
    }
    json!({ "opcode": 8, "retry_after": wait.as_seconds_f64(), "meta": meta })
}
