//! Digests: made when they are sent, and kept as they were said, so that whoever is quoted in one can be taken out of it.
//!
//! What a digest says is noted in its row before it is sent. So a later try, of which Discord may know already, says the same; what is
//! withdrawn meanwhile is withdrawn from the row, and a change of the message follows it. Files are made anew for every try, and no row
//! holds them.

use super::{Errand, Outcome};
use crate::delivery::{Delivery, Place};
use crate::domain::ids::ChannelId;
use crate::error::Result;
use crate::features::{digest, quotes};
use crate::post::{DigestOf, Post};
use crate::store::outbox::{self, End};
use crate::store::{Write, channels, privacy};

/// What is to be sent of a row.
pub(super) enum Made {
    /// What it says.
    AsItIs,
    /// This in its place.
    Anew(Box<Delivery>),
    /// Nothing any more.
    ToNobody,
    /// Nothing any more, but an earlier try may have sent this.
    PerhapsSent(Place, Post),
}

impl Errand<'_> {
    /// A digest is made when it is sent, of what may be said then, and only for whoever is to get it then.
    pub(super) async fn made(&self) -> Result<Made> {
        let Delivery::Send { to, post: kept } = &self.row.delivery else {
            return Ok(Made::AsItIs);
        };
        let Some(of) = kept.digest else {
            return Ok(Made::AsItIs);
        };
        let ctx = &self.carrier.ctx;
        let perhaps_said = of.said && self.maybe_sent.is_some();
        let Some(mut post) = digest::made_for(ctx, self.row.guild, of.week, to).await? else {
            return Ok(if perhaps_said {
                Made::PerhapsSent(to.clone(), kept.clone())
            } else {
                Made::ToNobody
            });
        };
        if perhaps_said {
            post.blocks.clone_from(&kept.blocks);
        } else {
            let mut write = ctx.store.write().await?;
            post = quotes::still_quoting(&mut write, post).await?;
            let said = Post {
                digest: Some(DigestOf { said: true, ..of }),
                ..post.as_sent()
            };
            let said = Delivery::Send {
                to: to.clone(),
                post: said,
            };
            privacy::overwrite(&mut write, self.row.id, &said).await?;
            write.commit().await?;
        }
        Ok(Made::Anew(Box::new(Delivery::Send {
            to: to.clone(),
            post,
        })))
    }

    /// What goes into a private thread in place of a digest. `None`: the row is no digest.
    pub(super) async fn in_place_of_digest(&self) -> Result<Option<Post>> {
        let Some((_, of)) = self.digest_of() else {
            return Ok(None);
        };
        let mut read = self.carrier.ctx.store.read().await?;
        let post = digest::for_private_thread(&mut read, self.row.guild, of.week).await?;
        Ok(Some(post))
    }

    /// The row keeps nothing of a digest from now on, as something else goes in its place. Nothing where it is none.
    pub(super) async fn keep_no_digest(&self) -> Result<()> {
        let Some((to, of)) = self.digest_of() else {
            return Ok(());
        };
        let delivery = Delivery::Send {
            to: to.clone(),
            post: digest::in_its_place(of.week),
        };
        let mut write = self.carrier.ctx.store.write().await?;
        privacy::overwrite(&mut write, self.row.id, &delivery).await?;
        write.commit().await?;
        Ok(())
    }

    fn digest_of(&self) -> Option<(&Place, DigestOf)> {
        match &self.row.delivery {
            Delivery::Send { to, post } => post.digest.map(|of| (to, of)),
            _ => None,
        }
    }

    /// Finds out whether a digest was sent that nobody is to get any more: it would have to be changed if who is quoted wants that.
    pub(super) async fn looked_for(&mut self, to: &Place, post: &Post) -> Result<Outcome> {
        if self.nonce_counts().is_ok() {
            // Nothing tells of it before its nonce is forgotten.
            return Ok(Outcome::Again {
                why: "a digest that nobody is to get any more may have been sent".to_owned(),
                after: Some(super::reconcile::NONCE_LIFE),
                maybe_sent: false,
            });
        }
        let channels = self.where_digests_go(to).await?;
        let known: Vec<_> = channels
            .into_iter()
            .map(|channel| (channel, post))
            .collect();
        let found = self.sent_before(&known).await?;
        Ok(found.unwrap_or(Outcome::Dropped))
    }

    async fn where_digests_go(&self, to: &Place) -> Result<Vec<ChannelId>> {
        let member = match to {
            Place::Channel(channel) => return Ok(vec![*channel]),
            Place::Direct(member) => *member,
            _ => return Ok(Vec::new()),
        };
        let mut read = self.carrier.ctx.store.read().await?;
        let direct = channels::direct(&mut read, member).await?;
        let thread = channels::private_thread(&mut read, self.row.guild, member).await?;
        Ok(direct.into_iter().chain(thread).collect())
    }

    /// Notes what became of a digest's row. What was sent, or may have been, stays as it was said, less what was withdrawn meanwhile; in
    /// place of one that was not stands where to see it. To be called before the row is concluded.
    pub(super) async fn digest_concluded(&self, write: &mut Write, end: &End) -> Result<()> {
        let Delivery::Send { post, .. } = &self.row.delivery else {
            return Ok(());
        };
        let Some(of) = post.digest else {
            return Ok(());
        };
        // Not as it was when this was begun.
        let Some(Delivery::Send { to, post }) = outbox::delivery_of(write, self.row.id).await?
        else {
            return Ok(());
        };
        let was_said = matches!(end, End::Done(_) | End::Undecided(_))
            && post.digest.is_some_and(|digest| digest.said);
        let post = if was_said {
            post.as_sent()
        } else {
            digest::in_its_place(of.week)
        };
        privacy::overwrite(write, self.row.id, &Delivery::Send { to, post }).await?;
        Ok(())
    }
}
