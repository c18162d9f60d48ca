//! The file of `/privacy export`.

use chrono::{DateTime, SecondsFormat, Utc};
use serde::Serialize;

use super::words;
use crate::domain::ids::{GuildId, MemberId};
use crate::error::Result;
use crate::features::Ctx;
use crate::post::{File, Post};
use crate::store::privacy::{self as rows, Held};
use crate::store::settings;

/// Its name.
const NAME: &str = "potluck-privacy-export.json";
/// Bytes that the file may have. Discord takes ten million in a server without boosts; this leaves room for what is around it.
const MOST_BYTES: usize = 8_000_000;
/// How much of each list is tried first.
const MOST_OF_EACH: u32 = 50_000;

/// What stands in the file.
#[derive(Debug, Serialize)]
struct Contents<'a> {
    about_this_file: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    not_everything: Option<String>,
    server: &'a str,
    server_id: String,
    made_at: String,
    #[serde(flatten)]
    held: &'a Held,
}

/// The answer to `/privacy export`: one file. Where everything does not fit into what Discord takes, the newest of each list does,
/// and the file says so.
pub(super) async fn export(ctx: &Ctx, guild: GuildId, member: MemberId) -> Result<Post> {
    let now = ctx.clock.now();
    let mut read = ctx.store.read().await?;
    let name = settings::guild(&mut read, guild)
        .await?
        .map_or_else(String::new, |guild| guild.name);
    let mut most = MOST_OF_EACH;
    loop {
        let held = rows::held(&mut read, guild, member, most).await?;
        let short = (most < MOST_OF_EACH).then_some(most);
        let bytes = contents(&held, guild, &name, now, short)?;
        if bytes.len() <= MOST_BYTES || most <= 1 {
            return Ok(post(&held, &name, bytes, short));
        }
        most /= 2;
    }
}

fn post(held: &Held, name: &str, bytes: Vec<u8>, short: Option<u32>) -> Post {
    let mut post = words::export(name, held, short);
    post.files.push(File {
        name: NAME.to_owned(),
        bytes,
        description: Some(words::DESCRIPTION.to_owned()),
    });
    post
}

fn contents(
    held: &Held,
    guild: GuildId,
    name: &str,
    now: DateTime<Utc>,
    short: Option<u32>,
) -> Result<Vec<u8>> {
    let contents = Contents {
        about_this_file: words::ABOUT,
        not_everything: short.map(words::not_everything),
        server: name,
        server_id: guild.to_string(),
        made_at: now.to_rfc3339_opts(SecondsFormat::Secs, true),
        held,
    };
    Ok(serde_json::to_vec_pretty(&contents)?)
}
