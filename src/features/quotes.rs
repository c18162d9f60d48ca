//! Quotes of what members said, in what was sent and what is to be: withdrawn where who said it, or who it is about, no longer wants it
//! quoted, and said anew where it was changed.
//!
//! Who agrees again later is quoted again from then on; what was taken out does not come back.

#[cfg(test)]
#[allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test fails by panicking"
)]
mod tests;

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};

use super::unsaid;
use crate::delivery::Delivery;
use crate::domain::ids::{GuildId, MemberId};
use crate::error::Result;
use crate::post::{Block, Post, Quote, QuoteOf};
use crate::store::{Write, privacy as rows};

/// Takes one thing back wherever it is quoted in a guild. What waits to be sent is sent without it; what was sent is changed, and its
/// heading goes with the last quote under it. A message or channel that is gone is no error, nor is what is quoted nowhere.
///
/// # Errors
///
/// When the database does not answer.
pub(crate) async fn withdraw(
    write: &mut Write,
    guild: GuildId,
    of: QuoteOf,
    now: DateTime<Utc>,
) -> Result<()> {
    requote(write, guild, now, |quote| {
        (quote.of != of).then(|| quote.clone())
    })
    .await
}

/// As [`withdraw`], for all the thanks that a member wrote or got: they no longer agree that those are quoted.
///
/// # Errors
///
/// When the database does not answer.
pub(crate) async fn withdraw_thanks_of(
    write: &mut Write,
    guild: GuildId,
    member: MemberId,
    now: DateTime<Utc>,
) -> Result<()> {
    let thanks: BTreeSet<QuoteOf> = rows::thanks_of(write, guild, member)
        .await?
        .into_iter()
        .map(QuoteOf::Thanks)
        .collect();
    requote(write, guild, now, |quote| {
        (!thanks.contains(&quote.of)).then(|| quote.clone())
    })
    .await
}

/// Has one thing read otherwise wherever it is quoted in a guild: its words were changed by who said them. `text` is the whole quote,
/// Markdown, with whom it names.
///
/// # Errors
///
/// When the database does not answer.
pub(crate) async fn say_anew(
    write: &mut Write,
    guild: GuildId,
    of: QuoteOf,
    text: &str,
    now: DateTime<Utc>,
) -> Result<()> {
    requote(write, guild, now, |quote| {
        let mut quote = quote.clone();
        if quote.of == of {
            text.clone_into(&mut quote.text);
        }
        Some(quote)
    })
    .await
}

/// A post that was made a moment ago and is in no row yet, with those of its thanks that may be quoted still: to be asked in the
/// transaction that writes it down.
///
/// # Errors
///
/// When the database does not answer.
pub(crate) async fn still_quoting(write: &mut Write, post: Post) -> Result<Post> {
    let mut withdrawn = BTreeSet::new();
    for block in &post.blocks {
        let Block::Quotes(quotes) = block else {
            continue;
        };
        for quote in &quotes.quotes {
            if let QuoteOf::Thanks(help) = quote.of
                && !rows::may_be_quoted(write, help).await?
            {
                withdrawn.insert(quote.of);
            }
        }
    }
    let without = post.requoted(|quote| (!withdrawn.contains(&quote.of)).then(|| quote.clone()));
    Ok(without.unwrap_or(post))
}

/// Has every quote of a guild be as this makes it.
async fn requote(
    write: &mut Write,
    guild: GuildId,
    now: DateTime<Utc>,
    anew: impl Fn(&Quote) -> Option<Quote>,
) -> Result<()> {
    let quoting = rows::quoting(write, guild).await?;
    let changes = unsaid::rewrite(write, guild, quoting, None, now, |row| {
        requoted(&row.delivery, &anew)
    })
    .await?;
    unsaid::change(write, guild, changes, now).await
}

/// What is delivered with its quotes changed; `None`: nothing in it is.
fn requoted(delivery: &Delivery, anew: impl Fn(&Quote) -> Option<Quote>) -> Option<Delivery> {
    let changed = |post: &Post| post.requoted(anew);
    match delivery {
        Delivery::Send { to, post } => changed(post).map(|post| Delivery::Send {
            to: to.clone(),
            post,
        }),
        Delivery::Edit { message, post } => changed(post).map(|post| Delivery::Edit {
            message: message.clone(),
            post,
        }),
        _ => None,
    }
}
