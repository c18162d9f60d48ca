//! `/privacy export` and `/privacy forget`.

use futures_util::FutureExt as _;

use super::{file, words};
use crate::error::{Error, Result};
use crate::features::{Command, CommandKind, Ctx, Invocation, Reply, Subcommand, Who};
use crate::store::privacy as rows;
use crate::store::settings;

/// `/privacy`
pub static PRIVACY: Command = Command {
    name: "privacy",
    description: "Everything I hold about you, as a file; or have me forget you",
    kind: CommandKind::Group(&[
        Subcommand {
            name: "export",
            description: "Everything I hold about you in this server, as a file that only you see",
            options: &[],
        },
        Subcommand {
            name: "forget",
            description: "Have me forget you in this server, for good; I ask once more first",
            options: &[],
        },
    ]),
    who: Who::Everyone,
    run: |ctx, used| privacy(ctx, used).boxed(),
    complete: None,
};

async fn privacy(ctx: &Ctx, used: &Invocation) -> Result<Reply> {
    match used.subcommand.as_deref() {
        Some("export") => export(ctx, used).await,
        Some("forget") => ask_first(ctx, used).await,
        // Discord offers no other.
        _ => Err(Error::user(words::UNKNOWN)),
    }
}

async fn export(ctx: &Ctx, used: &Invocation) -> Result<Reply> {
    let post = file::export(ctx, used.guild, used.by.member).await?;
    Ok(Reply::Private(post))
}

async fn ask_first(ctx: &Ctx, used: &Invocation) -> Result<Reply> {
    page(ctx, used.guild, used.by.member)
        .await
        .map(Reply::Private)
}

/// The page that says what being forgotten means, for this member.
pub(super) async fn page(
    ctx: &Ctx,
    guild: crate::domain::ids::GuildId,
    member: crate::domain::ids::MemberId,
) -> Result<crate::post::Post> {
    let mut read = ctx.store.read().await?;
    if rows::is_forgotten(&mut read, guild, member).await? {
        return Err(Error::user(words::FORGOTTEN));
    }
    let name = settings::guild(&mut read, guild)
        .await?
        .map_or_else(|| "this server".to_owned(), |guild| guild.name);
    let lessons = !rows::held(&mut read, guild, member, 1)
        .await?
        .lessons
        .is_empty();
    Ok(words::forget(member, &name, lessons, ctx.clock.now()))
}
