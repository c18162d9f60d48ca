//! What is drawn where: measured boxes, before anything is painted.

use super::font::{BELOW, Fonts, Line, Weight};
use super::name::{Spelled, drawable};
use super::palette::{CARD, Colour, INK, LINE, QUIET};
use super::{PictureError, raster};

/// The canvas's width in pixels: a phone shows it at about a third of that.
pub(super) const WIDTH: f32 = 1080.0;
/// What is kept free at each side.
pub(super) const MARGIN: f32 = 44.0;
/// What is left between the margins.
pub(super) const INNER: f32 = WIDTH - 2.0 * MARGIN;
/// The title's size.
const TITLE: f32 = 42.0;
/// The size of each part's heading.
const HEADING: f32 = 36.0;
/// The size of what is read first.
pub(super) const BODY: f32 = 30.0;
/// The size of what explains, and of numbers at marks.
pub(super) const SMALL: f32 = 28.0;
/// The least size: for numbers that have no more room.
pub(super) const LEAST: f32 = 24.0;
/// From one baseline to the next, in parts of the size.
pub(super) const LEADING: f32 = 1.24;

/// A box on the canvas in pixels, from its top left corner.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Area {
    /// From the canvas's left edge.
    pub x: f32,
    /// From the canvas's top edge.
    pub y: f32,
    /// Rightwards.
    pub width: f32,
    /// Downwards.
    pub height: f32,
}

/// How a block is filled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fill {
    /// In one colour.
    Flat(Colour),
    /// In one colour, with an edge of another.
    Framed {
        /// Inside.
        ground: Colour,
        /// Around it.
        edge: Colour,
    },
    /// Diagonal lines and an edge on the card.
    Hatched(Colour),
    /// Diagonal lines alone: something that is not there.
    Faint(Colour),
}

/// A bar, a cell or a line.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Block {
    pub(super) area: Area,
    pub(super) fill: Fill,
}

/// A line of text where it belongs.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Text {
    pub(super) line: Line,
    pub(super) area: Area,
    pub(super) baseline: f32,
    pub(super) colour: Colour,
    /// What it is written on.
    pub(super) ground: Colour,
}

/// A picture laid out, to be looked at box by box or painted.
#[derive(Debug, Clone)]
pub struct Scene {
    pub(super) width: f32,
    pub(super) height: f32,
    pub(super) blocks: Vec<Block>,
    pub(super) texts: Vec<Text>,
    names: Vec<Spelled>,
    alt: String,
    fonts: Fonts,
}

impl Scene {
    /// Paints it: an opaque PNG, the same bytes for the same values.
    pub fn png(&self) -> Result<Vec<u8>, PictureError> {
        raster::png(self, &self.fonts)
    }

    /// What the picture shows, for who cannot see it: at most [`super::ALT_LIMIT`] characters as Discord counts them.
    pub fn alt(&self) -> &str {
        &self.alt
    }

    /// The names that the picture shows otherwise than they are written, for the message's text.
    pub fn names(&self) -> &[Spelled] {
        &self.names
    }

    /// All that is written in it, and where.
    pub fn texts(&self) -> impl Iterator<Item = (&str, Area)> {
        self.texts
            .iter()
            .map(|text| (text.line.words.as_str(), text.area))
    }

    /// Width and height in pixels.
    pub fn size(&self) -> (f32, f32) {
        (self.width, self.height)
    }
}

/// Which part of a line stands at the place given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Align {
    Left,
    Centre,
}

/// A canvas that grows downwards while it is laid out.
pub(super) struct Sheet<'f> {
    fonts: &'f Fonts,
    /// How far down it is filled.
    pub(super) y: f32,
    blocks: Vec<Block>,
    texts: Vec<Text>,
    names: Vec<Spelled>,
}

impl<'f> Sheet<'f> {
    pub(super) fn new(fonts: &'f Fonts) -> Self {
        Self {
            fonts,
            y: MARGIN,
            blocks: Vec::new(),
            texts: Vec::new(),
            names: Vec::new(),
        }
    }

    pub(super) fn title(&mut self, words: &str) {
        let words = drawable(self.fonts, words, "Digest");
        self.sentence(&words, TITLE, Weight::Bold, INK);
        self.y += 22.0;
    }

    /// A part's heading and what it comes to.
    pub(super) fn heading(&mut self, words: &str, finding: &str) {
        self.sentence(words, HEADING, Weight::Bold, INK);
        self.sentence(finding, SMALL, Weight::Regular, QUIET);
        self.y += 14.0;
    }

    /// A sentence over the whole width, in two lines if need be.
    pub(super) fn sentence(&mut self, words: &str, size: f32, weight: Weight, colour: Colour) {
        for line in self.fonts.wrap(words, size, weight, INNER) {
            let baseline = self.y + size;
            self.put(line, MARGIN, baseline, Align::Left, colour, CARD);
            self.y += (size * LEADING).ceil();
        }
    }

    /// Parts one from the next.
    pub(super) fn between(&mut self) {
        self.y += 26.0;
        let area = Area {
            x: MARGIN,
            y: self.y,
            width: INNER,
            height: 2.0,
        };
        self.block(area, Fill::Flat(LINE));
        self.y += 26.0;
    }

    pub(super) fn block(&mut self, area: Area, fill: Fill) {
        self.blocks.push(Block { area, fill });
    }

    pub(super) fn line(&self, words: &str, size: f32, weight: Weight) -> Line {
        self.fonts.line(words, size, weight)
    }

    /// What can be drawn of a name.
    pub(super) fn drawable(&self, name: &str, instead: &str) -> String {
        drawable(self.fonts, name, instead)
    }

    /// A name in one or two lines of at most this width. Where that is not how it is written, it is noted.
    pub(super) fn name(
        &mut self,
        name: &str,
        instead: &str,
        weight: Weight,
        width: f32,
    ) -> Vec<Line> {
        let plain = drawable(self.fonts, name, instead);
        let lines = self.fonts.wrap(&plain, SMALL, weight, width);
        let cut = lines.last().is_some_and(|line| line.words.ends_with('…'));
        if cut && !plain.ends_with('…') || plain != name.trim() {
            let shown: Vec<&str> = lines.iter().map(|line| line.words.as_str()).collect();
            // Two lines are one word where they were broken within it.
            let [glued, spaced] = ["", " "].map(|between| shown.join(between));
            let in_a_word = plain.starts_with(glued.trim_end_matches('…'));
            let spelled = Spelled {
                shown: if in_a_word { glued } else { spaced },
                name: name.to_owned(),
            };
            if !self.names.contains(&spelled) {
                self.names.push(spelled);
            }
        }
        lines
    }

    /// A number that fits a width: smaller, lighter or rounder where it must be, smaller still where that is not enough.
    pub(super) fn number(&self, value: f64, weight: Weight, width: f32) -> Line {
        let shown = compact(value);
        let tries = [
            self.line(&shown, SMALL, weight),
            self.line(&shown, LEAST, weight),
            self.line(&shown, LEAST, Weight::Regular),
            self.line(&shortened(value, 1.0), LEAST, Weight::Regular),
        ];
        let widest = self.line(&shown, LEAST, Weight::Regular).width;
        let fitting = tries.into_iter().find(|line| line.width <= width);
        fitting.unwrap_or_else(|| {
            let size = LEAST * width / widest.max(width);
            self.line(&shown, size.floor(), Weight::Regular)
        })
    }

    /// Writes one or two lines about the middle of a row.
    pub(super) fn stack(&mut self, lines: Vec<Line>, x: f32, middle: f32) {
        let pitch = (SMALL * LEADING).ceil();
        let above = (units(lines.len()) - 1.0) * pitch / 2.0;
        for (nth, line) in lines.into_iter().enumerate() {
            let baseline = middle - above + units(nth) * pitch + SMALL * 0.35;
            self.put(line, x, baseline.round(), Align::Left, INK, CARD);
        }
    }

    pub(super) fn put(
        &mut self,
        line: Line,
        x: f32,
        baseline: f32,
        align: Align,
        colour: Colour,
        ground: Colour,
    ) {
        let x = match align {
            Align::Left => x,
            Align::Centre => x - line.width / 2.0,
        };
        let above = line.above();
        let area = Area {
            x,
            y: baseline - above,
            width: line.width,
            height: above + line.size * BELOW,
        };
        self.texts.push(Text {
            line,
            area,
            baseline,
            colour,
            ground,
        });
    }

    pub(super) fn finish(self, alt: String) -> Scene {
        Scene {
            width: WIDTH,
            height: (self.y + MARGIN - 8.0).ceil(),
            blocks: self.blocks,
            texts: self.texts,
            names: self.names,
            alt,
            fonts: self.fonts.clone(),
        }
    }
}

/// How many, as a length.
#[allow(
    clippy::cast_precision_loss,
    reason = "counts of weeks, teams and lines are far below what a float tells apart"
)]
pub(super) fn units(many: usize) -> f32 {
    many as f32
}

/// A part of a whole, from 0 to 1; nothing of nothing is nothing.
#[allow(
    clippy::cast_possible_truncation,
    reason = "it becomes a length in pixels"
)]
pub(super) fn part(value: f64, whole: f64) -> f32 {
    if whole > 0.0 {
        (value / whole).clamp(0.0, 1.0) as f32
    } else {
        0.0
    }
}

/// A number in at most five characters: "7", "2.5", "812", "1.2k", "36k", "4.1M".
pub(super) fn compact(value: f64) -> String {
    // Tenths are told below ten.
    shortened(value, 10.0)
}

fn shortened(value: f64, tenths_below: f64) -> String {
    let short = |value: f64| {
        let tenths = (value * 10.0).round() / 10.0;
        if tenths >= tenths_below || (tenths - tenths.round()).abs() < 0.05 {
            format!("{:.0}", value.round())
        } else {
            format!("{tenths:.1}")
        }
    };
    if value.round() < 1_000.0 {
        short(value)
    } else if value < 999_500.0 {
        format!("{}k", short(value / 1e3))
    } else if value < 999.5e6 {
        format!("{}M", short(value / 1e6))
    } else {
        format!("{}G", short(value / 1e9))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_short_and_right() {
        for (value, shown) in [
            (0.0, "0"),
            (0.04, "0"),
            (2.5, "2.5"),
            (9.96, "10"),
            (12.4, "12"),
            (812.0, "812"),
            (999.4, "999"),
            (999.6, "1k"),
            (1_240.0, "1.2k"),
            (36_400.0, "36k"),
            (999_499.0, "999k"),
            (4_060_000.0, "4.1M"),
            (4_294_967_295.0, "4.3G"),
        ] {
            assert_eq!(compact(value), shown, "{value}");
        }
        assert_eq!(shortened(1_940.0, 1.0), "2k");
    }
}
