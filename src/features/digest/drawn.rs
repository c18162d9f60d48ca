//! A digest as its picture sees it.

use super::{file_name, words};
use crate::domain::digest::Digest;
use crate::error::{Error, Result};
use crate::picture::{self, Coverage, Map, PictureError, Scene, Spelled, Weeks};
use crate::post::File;

/// How many weeks of the picture come before the last one.
const BEFORE_THE_LAST: u32 = 11;

/// The picture of a digest as a file, described for those who cannot see it, and the names that it shows otherwise than they are
/// written.
pub(super) fn picture(digest: &Digest) -> Result<(File, Vec<Spelled>)> {
    let scene = composed(digest).map_err(undrawn)?;
    let file = File {
        name: format!("{}.png", file_name("digest", digest)),
        bytes: scene.png().map_err(undrawn)?,
        description: Some(scene.alt().to_owned()),
    };
    Ok((file, scene.names().to_vec()))
}

/// All pictures of a digest, laid out: the composed one first, then each alone. (Name without its ending, picture.)
///
/// # Errors
///
/// When one cannot be laid out, which would be a fault of ours.
pub(super) fn scenes(digest: &Digest) -> Result<Vec<(&'static str, Scene)>, PictureError> {
    let title = words::heading(digest.range.span());
    Ok(vec![
        ("digest", composed(digest)?),
        ("weeks", picture::weeks(&title, &weeks(digest))?),
        ("map", picture::map(&title, &Map::from(&digest.map))?),
        ("coverage", picture::coverage(&title, &coverage(digest))?),
    ])
}

fn composed(digest: &Digest) -> Result<Scene, PictureError> {
    let title = words::heading(digest.range.span());
    picture::composed(
        &title,
        &weeks(digest),
        &Map::from(&digest.map),
        &coverage(digest),
    )
}

#[allow(clippy::needless_pass_by_value, reason = "what map_err gives")]
fn undrawn(error: PictureError) -> Error {
    Error::fault(format!("a digest could not be drawn: {error}"))
}

fn weeks(digest: &Digest) -> Weeks {
    let first = digest.range.span().last.earlier(BEFORE_THE_LAST);
    Weeks::of(&digest.chart, &digest.away).unwrap_or_else(|| Weeks {
        first_monday: first.monday(),
        asks: Vec::new(),
        answers: Vec::new(),
        meetings: Vec::new(),
        away: Vec::new(),
    })
}

fn coverage(digest: &Digest) -> Coverage {
    Coverage::from(digest.coverage.as_slice())
}
