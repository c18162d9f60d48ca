//! The digest's picture: twelve weeks, help between teams and coverage of skills, drawn as a PNG.
//!
//! Everything here is a function of plain values: the same values give the same bytes on any machine, for fonts come with the
//! binary and none of the system's is looked at. A picture is first laid out as a [`Scene`] of measured boxes, which the tests
//! look at, and only then painted.
//!
//! # What the reader may rely on
//!
//! - Nothing is said by colour alone: every bar, cell and row carries its number or word, and wishes are hatched.
//! - The card is opaque and has an edge of its own, so that it reads the same in light and dark themes.
//! - What has no value because too few people are behind it is never drawn as nought.
//! - A name in any script is drawn: outlines for Latin, Greek, Cyrillic, Arabic, Hebrew and their neighbours, a bitmap font for
//!   the rest of the Basic Multilingual Plane, line drawings for emoji. What none of these has is left out; where nothing is
//!   left of a name it is numbered ("Team 3"). Whatever is shown otherwise than it is written is in [`Scene::names`], for the
//!   message's text.

mod alt;
mod coverage;
mod font;
mod map;
mod name;
mod palette;
mod raster;
mod scene;
#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used)]
mod tests;
mod told;
mod weeks;

use chrono::NaiveDate;

pub use name::Spelled;
pub use scene::{Area, Scene};

use crate::domain::digest::Weight;
use font::Fonts;
use scene::Sheet;

/// How many weeks the first part shows.
pub const WEEKS: usize = 12;

/// How long Discord lets a description of an attachment be, in characters.
pub const ALT_LIMIT: usize = 1024;

/// Why there is no picture. None of it can come from what was drawn; it would be a fault of ours or of a library.
#[derive(Debug, thiserror::Error)]
pub enum PictureError {
    /// A font that comes with the binary could not be read.
    #[error("a built-in font cannot be read")]
    Font,
    /// The canvas could not be made: its size is 0 or far too large.
    #[error("a canvas of {width} × {height} pixels cannot be made")]
    Canvas {
        /// In pixels.
        width: u32,
        /// In pixels.
        height: u32,
    },
    /// The PNG could not be written.
    #[error("the picture cannot be written as PNG")]
    Png(#[from] png::EncodingError),
}

/// Twelve weeks of asks, answers and meetings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Weeks {
    /// The Monday of the first of the twelve weeks.
    pub first_monday: NaiveDate,
    /// Asks made.
    pub asks: Vec<Bar>,
    /// Asks somebody took.
    pub answers: Vec<Bar>,
    /// Pairings that met.
    pub meetings: Vec<Bar>,
    /// The weeks in which nobody was there to count, from 0.
    pub away: Vec<usize>,
}

/// One or several weeks of a series that are shown as one. Weeks that no bar covers have too few people behind them to be
/// shown yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bar {
    /// The first week it covers in the picture, from 0.
    pub first: usize,
    /// The last week it covers, below [`WEEKS`].
    pub last: usize,
    /// How many over all its weeks.
    pub total: u32,
    /// How many weeks the total is of: more than are covered in the picture where it began before them, and fewer where nobody was there
    /// to count in some of them.
    pub over: u32,
}

/// Help between teams, in the same twelve weeks.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Map {
    /// The teams, "others" among them.
    pub teams: Vec<String>,
    /// Who taught whom. Ways that are not listed had no help, or too few people to be shown.
    pub cells: Vec<Cell>,
}

/// Help from one team to another, or within one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cell {
    /// Whose member taught: an index into [`Map::teams`].
    pub from: usize,
    /// Whose member learned: an index into [`Map::teams`].
    pub to: usize,
    /// How much, next to the way most help went.
    pub much: Weight,
}

/// Who teaches and who wishes to learn.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Coverage {
    /// The most wished for; the picture shows those most in need of them.
    pub skills: Vec<Skill>,
}

/// One skill's teachers and wishes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Skill {
    /// Its name, as members know it.
    pub name: String,
    /// How many teach it.
    pub teachers: u32,
    /// How many wish to learn it.
    pub wishes: u32,
}

/// All three in one picture, for the message. `title` says whose digest it is and of when: "Potluck · 16–22 November".
pub fn composed(
    title: &str,
    weeks: &Weeks,
    map: &Map,
    coverage: &Coverage,
) -> Result<Scene, PictureError> {
    let fonts = Fonts::new()?;
    let mut sheet = Sheet::new(&fonts);
    sheet.title(title);
    weeks::draw(&mut sheet, weeks);
    sheet.between();
    map::draw(&mut sheet, map, map::IN_COMPANY);
    sheet.between();
    coverage::draw(&mut sheet, coverage, coverage::IN_COMPANY);
    let alt = alt::together(&[alt::weeks(weeks), alt::map(map), alt::coverage(coverage)]);
    Ok(sheet.finish(alt))
}

/// The twelve weeks alone.
pub fn weeks(title: &str, weeks: &Weeks) -> Result<Scene, PictureError> {
    alone(title, alt::weeks(weeks), |sheet| weeks::draw(sheet, weeks))
}

/// The map of help between teams alone; with room for more teams than in company.
pub fn map(title: &str, map: &Map) -> Result<Scene, PictureError> {
    alone(title, alt::map(map), |sheet| {
        map::draw(sheet, map, map::ALONE);
    })
}

/// The coverage of skills alone; with room for more skills than in company.
pub fn coverage(title: &str, coverage: &Coverage) -> Result<Scene, PictureError> {
    alone(title, alt::coverage(coverage), |sheet| {
        coverage::draw(sheet, coverage, coverage::ALONE);
    })
}

fn alone(
    title: &str,
    alt: String,
    draw: impl FnOnce(&mut Sheet<'_>),
) -> Result<Scene, PictureError> {
    let fonts = Fonts::new()?;
    let mut sheet = Sheet::new(&fonts);
    sheet.title(title);
    draw(&mut sheet);
    Ok(sheet.finish(alt::together(&[alt])))
}
