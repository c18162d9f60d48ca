//! A digest as its picture sees it.

use super::words;
use crate::domain::digest::Digest;
use crate::error::{Error, Result};
use crate::picture::{self, Coverage, Map, PictureError, Scene, Weeks};
use crate::post::File;

/// How many weeks of the picture come before the last one.
const BEFORE_THE_LAST: u32 = 11;
/// What each picture alone is called.
const ALONE: [&str; 3] = ["weeks", "map", "coverage"];

/// The picture of a digest as a file, described for those who cannot see it.
pub(super) fn picture(digest: &Digest) -> Result<File> {
    let scene = composed(digest).map_err(undrawn)?;
    Ok(File {
        name: format!("digest-{}.png", digest.range.span().last),
        bytes: scene.png().map_err(undrawn)?,
        description: Some(scene.alt().to_owned()),
    })
}

/// All pictures of a digest: the composed one first, then each alone. (Name without its ending, PNG.)
///
/// # Errors
///
/// When one cannot be drawn, which would be a fault of ours.
pub(super) fn pictures(digest: &Digest) -> Result<Vec<(String, Vec<u8>)>> {
    let title = words::heading(digest.range.span());
    let alone = [
        picture::weeks(&title, &weeks(digest)),
        picture::map(&title, &Map::from(&digest.map)),
        picture::coverage(&title, &coverage(digest)),
    ];
    let mut drawn = vec![("digest".to_owned(), composed(digest))];
    drawn.extend(ALONE.map(str::to_owned).into_iter().zip(alone));
    drawn
        .into_iter()
        .map(|(name, scene)| Ok((name, scene.and_then(|scene| scene.png()).map_err(undrawn)?)))
        .collect()
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
    Weeks::of(&digest.chart).unwrap_or_else(|| Weeks {
        first_monday: first.monday(),
        asks: Vec::new(),
        answers: Vec::new(),
        meetings: Vec::new(),
    })
}

fn coverage(digest: &Digest) -> Coverage {
    Coverage::from(digest.coverage.as_slice())
}
