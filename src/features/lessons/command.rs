//! `/lessons`

use futures_util::FutureExt as _;

use super::{list, words};
use crate::domain::text::clean_line;
use crate::error::Result;
use crate::features::settings;
use crate::features::{Command, CommandKind, Ctx, Invocation, OptionDef, OptionKind, Reply, Who};

/// `/lessons`
pub static LESSONS: Command = Command {
    name: "lessons",
    description: "What colleagues have written down after they were helped",
    kind: CommandKind::Slash(&[OptionDef {
        name: "search",
        description: "Words to look for, also the beginnings of words; leave it out for the newest",
        kind: OptionKind::Text {
            max: 200,
            complete: false,
        },
        required: false,
    }]),
    who: Who::Everyone,
    run: |ctx, used| lessons(ctx, used).boxed(),
    complete: None,
};

async fn lessons(ctx: &Ctx, used: &Invocation) -> Result<Reply> {
    let guild = settings::turned_on(ctx, used.guild).await?.id;
    let member = used.by.member;
    let typed = clean_line(used.options.text("search").unwrap_or_default());
    let post = if typed.is_empty() {
        let (page, own) = list::newest(ctx, guild, member, 0).await?;
        words::newest(&page, own)
    } else {
        words::found(&list::search(ctx, guild, member, &typed).await?)
    };
    Ok(Reply::Private(post))
}
