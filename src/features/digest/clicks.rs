//! The buttons of a digest.

use futures_util::FutureExt as _;

use super::words;
use crate::custom_id::{CustomId, DigestClick};
use crate::error::{Error, Result};
use crate::features::{ClickFamily, Ctx, Press, Reply, me};
use crate::store::choices::Consent;

/// Everything of [`DigestClick`].
pub static CLICKS: ClickFamily = ClickFamily {
    name: "digest",
    run: |ctx, press| pressed(ctx, press).boxed(),
};

async fn pressed(ctx: &Ctx, press: &Press) -> Result<Reply> {
    let CustomId::Digest(click) = &press.id else {
        return Err(Error::fault("a click of another family came to the digest"));
    };
    let member = press.by.member;
    match *click {
        // What the figures mean is no secret. The digest stays as it is; pages of the answer follow each other in place.
        DigestClick::Help {} => Ok(Reply::Private(words::help(0))),
        DigestClick::HelpPage { page } => Ok(Reply::Update(words::help(page))),
        // They know their server: in private messages a manager of several could not say which one is meant.
        DigestClick::NotToMe { guild } => {
            me::agree(ctx, guild, member, Consent::Digests, false).await?;
            Ok(Reply::Private(words::not_to_you(guild)))
        }
        DigestClick::ToMe { guild } => {
            me::agree(ctx, guild, member, Consent::Digests, true).await?;
            Ok(Reply::Update(words::to_you_again(guild)))
        }
    }
}
