//! Fonts that come with the binary, and lines of text shaped and measured with them.

mod bitmap;

use std::ops::Range;
use std::sync::Arc;

use harfrust::font::glyph::outline::{DrawMemory, DrawOptions, PathSink};
use harfrust::{
    Buffer, Direction, Font, GlyphId, Language, Script, ShapeOptions, ShapePlan, ShaperFont, shape,
};
use unicode_bidi::BidiInfo;
use unicode_segmentation::UnicodeSegmentation;

use super::PictureError;

/// How far a line reaches above its baseline, in parts of its size, where it has no bitmaps.
const ABOVE: f32 = 0.94;
/// How far it reaches below, which is further than bitmaps do.
pub(super) const BELOW: f32 = 0.25;
/// What stands for what was cut off.
const CUT: char = '…';
/// How heavy letters are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Weight {
    Regular,
    Bold,
}

/// Which font a glyph is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Face {
    Words(Weight),
    Emoji,
    /// Whatever the others lack of the Basic Multilingual Plane.
    Bitmap,
}

/// A glyph's place in its line.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Glyph {
    face: Face,
    /// The font's number for it; of the bitmap font the character.
    id: u32,
    /// From the line's left end, in pixels.
    x: f32,
    /// Above the baseline, in pixels.
    y: f32,
}

/// A line of text as it will be drawn.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Line {
    /// What it says.
    pub(super) words: String,
    glyphs: Vec<Glyph>,
    /// In pixels.
    pub(super) width: f32,
    /// In pixels, as the letters' em.
    pub(super) size: f32,
}

impl Line {
    /// How far it reaches above its baseline, in pixels.
    pub(super) fn above(&self) -> f32 {
        let outlined = self.size * ABOVE;
        if self.glyphs.iter().any(|glyph| glyph.face == Face::Bitmap) {
            outlined.max(bitmap::above(self.size))
        } else {
            outlined
        }
    }
}

/// The fonts.
#[derive(Clone)]
pub(super) struct Fonts {
    regular: Font,
    bold: Font,
    emoji: Font,
    /// How Latin words are shaped, regular and bold: worked out once, for most of what is written is.
    latin: Arc<[ShapePlan; 2]>,
}

impl std::fmt::Debug for Fonts {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("the built-in fonts")
    }
}

impl Fonts {
    pub(super) fn new() -> Result<Self, PictureError> {
        let read = |bytes: &'static [u8]| Font::new(bytes, 0).ok_or(PictureError::Font);
        let regular = read(dejavu::sans_condensed::regular())?;
        let bold = read(dejavu::sans_condensed::bold())?;
        let emoji = read(epaint_default_fonts::NOTO_EMOJI_REGULAR)?;
        let latin = [&regular, &bold].map(|font| {
            let direction = Direction::LeftToRight;
            ShapePlan::new(
                font,
                direction,
                Some(Script::LATIN),
                language().as_ref(),
                &[],
            )
        });
        Ok(Self {
            regular,
            bold,
            emoji,
            latin: Arc::new(latin),
        })
    }

    /// Whether something can be drawn for what readers take for one character.
    pub(super) fn has(&self, cluster: &str) -> bool {
        self.face(cluster, Weight::Regular).is_some()
    }

    /// A line in one piece, however long it gets.
    pub(super) fn line(&self, words: &str, size: f32, weight: Weight) -> Line {
        let mut line = Line {
            words: words.to_owned(),
            glyphs: Vec::new(),
            width: 0.0,
            size,
        };
        let bidi = BidiInfo::new(words, None);
        let Some(paragraph) = bidi.paragraphs.first() else {
            return line;
        };
        let (levels, runs) = bidi.visual_runs(paragraph, paragraph.range.clone());
        for run in runs {
            let backwards = levels
                .get(run.start)
                .is_some_and(unicode_bidi::Level::is_rtl);
            let mut pieces = self.pieces(words, run, weight);
            if backwards {
                pieces.reverse();
            }
            for (face, piece) in pieces {
                self.add(&mut line, face, &words[piece], backwards);
            }
        }
        line
    }

    /// A line of at most this width: what does not fit is cut off after a whole character, and an ellipsis says so.
    pub(super) fn fit(&self, words: &str, size: f32, weight: Weight, width: f32) -> Line {
        let whole = self.line(words, size, weight);
        if whole.width <= width {
            return whole;
        }
        let ends: Vec<usize> = words.grapheme_indices(true).map(|(at, _)| at).collect();
        let cut = |end: usize| {
            let kept = words[..end].trim_end();
            self.line(&format!("{kept}{CUT}"), size, weight)
        };
        // The longest beginning that fits lies before the first that does not.
        let fitting = ends.partition_point(|end| cut(*end).width <= width);
        cut(fitting
            .checked_sub(1)
            .and_then(|last| ends.get(last).copied())
            .unwrap_or(0))
    }

    /// One or two lines of at most this width, broken between words where that can be.
    pub(super) fn wrap(&self, words: &str, size: f32, weight: Weight, width: f32) -> Vec<Line> {
        let fits = |end: usize| self.line(words[..end].trim_end(), size, weight).width <= width;
        if fits(words.len()) {
            return vec![self.line(words, size, weight)];
        }
        let between: Vec<usize> = words.split_word_bound_indices().map(|(at, _)| at).collect();
        let inside: Vec<usize> = words.grapheme_indices(true).map(|(at, _)| at).collect();
        // A line that would be mostly empty is filled up with a part of the long word instead.
        let last = |ends: &[usize]| {
            let fitting = ends.partition_point(|end| fits(*end));
            fitting
                .checked_sub(1)
                .and_then(|last| ends.get(last).copied())
        };
        let filled = last(&inside).unwrap_or(0);
        let end = last(&between)
            .filter(|end| *end * 5 >= filled * 2 && *end > 0)
            .unwrap_or(filled);
        if end == 0 {
            return vec![self.fit(words, size, weight, width)];
        }
        vec![
            self.line(words[..end].trim_end(), size, weight),
            self.fit(words[end..].trim_start(), size, weight, width),
        ]
    }

    /// Gives each glyph's outline in pixels, `x` and `baseline` being where the line begins.
    pub(super) fn outline(&self, line: &Line, x: f32, baseline: f32, sink: &mut dyn PathSink) {
        for glyph in &line.glyphs {
            let (left, base) = (x + glyph.x, baseline - glyph.y);
            let Some(font) = self.font(glyph.face) else {
                bitmap::outline(glyph.id, left, base, bitmap::scale(line.size), sink);
                continue;
            };
            let scale = line.size / f32::from(font.units_per_em());
            let mut placed = Placed {
                sink,
                left,
                base,
                scale,
            };
            if let Some(outline) = font.outline_glyphs().get(GlyphId::new(glyph.id)) {
                // A glyph without a readable outline is left blank: its advance keeps the rest in place.
                let _ = outline.draw(&DrawOptions::new(), DrawMemory::Scratch, &mut placed);
            }
        }
    }

    fn font(&self, face: Face) -> Option<&Font> {
        match face {
            Face::Words(Weight::Regular) => Some(&self.regular),
            Face::Words(Weight::Bold) => Some(&self.bold),
            Face::Emoji => Some(&self.emoji),
            Face::Bitmap => None,
        }
    }

    /// The first of the fonts that has all of a cluster.
    fn face(&self, cluster: &str, weight: Weight) -> Option<Face> {
        if cluster.chars().all(|letter| matches!(letter, ' '..='~')) {
            return Some(Face::Words(weight));
        }
        let as_emoji = cluster.contains('\u{FE0F}') || cluster.chars().any(|c| c >= '\u{1F000}');
        let words = Face::Words(weight);
        let order = if as_emoji {
            [Face::Emoji, words, Face::Bitmap]
        } else {
            [words, Face::Emoji, Face::Bitmap]
        };
        order.into_iter().find(|face| {
            cluster
                .chars()
                .filter(|c| !joins(*c))
                .all(|c| match self.font(*face) {
                    Some(font) => font.charmap().map_unicode(c).is_some(),
                    None => unifont::get_glyph(c).is_some(),
                })
        })
    }

    /// A run's pieces of one font each, in the order they are written.
    fn pieces(&self, words: &str, run: Range<usize>, weight: Weight) -> Vec<(Face, Range<usize>)> {
        let mut pieces: Vec<(Face, Range<usize>)> = Vec::new();
        for (at, cluster) in words[run.clone()].grapheme_indices(true) {
            let Some(face) = self.face(cluster, weight) else {
                continue;
            };
            let range = run.start + at..run.start + at + cluster.len();
            match pieces.last_mut() {
                Some((last, piece)) if *last == face && piece.end == range.start => {
                    piece.end = range.end;
                }
                _ => pieces.push((face, range)),
            }
        }
        pieces
    }

    fn add(&self, line: &mut Line, face: Face, piece: &str, backwards: bool) {
        let Some(font) = self.font(face) else {
            bitmap::add(line, piece, backwards);
            return;
        };
        let mut buffer = Buffer::new();
        buffer.push_str(piece);
        buffer.set_direction(if backwards {
            Direction::RightToLeft
        } else {
            Direction::LeftToRight
        });
        buffer.set_language(language());
        let plan = match face {
            Face::Words(weight) if !backwards && piece.chars().all(is_latin) => {
                buffer.set_script(Some(Script::LATIN));
                let [regular, bold] = self.latin.as_ref();
                Some(if weight == Weight::Bold {
                    bold
                } else {
                    regular
                })
            }
            _ => None,
        };
        buffer.guess_segment_properties();
        let options = ShapeOptions::new().plan(plan);
        if shape(&ShaperFont::new(font), &mut buffer, options).is_err() {
            return;
        }
        let scale = line.size / f32::from(font.units_per_em());
        for (info, place) in buffer.glyph_infos().iter().zip(buffer.glyph_positions()) {
            line.glyphs.push(Glyph {
                face,
                id: info.glyph_id,
                x: line.width + units(place.x_offset) * scale,
                y: units(place.y_offset) * scale,
            });
            line.width += units(place.x_advance) * scale;
        }
    }
}

/// The language words are shaped as: the machine's own must not change what is drawn.
fn language() -> Option<Language> {
    Language::new("en")
}

/// Whether a character is of the Latin script, or of what is written in any.
fn is_latin(letter: char) -> bool {
    matches!(letter, ' '..='~' | '\u{A0}'..='\u{24F}' | '–' | '…' | '→' | '↓')
}

/// Whether a character only tells how its neighbours are joined or drawn, and has no picture of its own.
fn joins(letter: char) -> bool {
    matches!(letter, '\u{200C}' | '\u{200D}' | '\u{FE00}'..='\u{FE0F}' | '\u{E0020}'..='\u{E007F}')
}

#[allow(
    clippy::cast_precision_loss,
    reason = "a font's units are far below what a float tells apart"
)]
fn units(value: i32) -> f32 {
    value as f32
}

/// Puts an outline in font units, whose y grows upwards, where it belongs on the canvas.
struct Placed<'s> {
    sink: &'s mut dyn PathSink,
    left: f32,
    base: f32,
    scale: f32,
}

impl Placed<'_> {
    fn at(&self, x: f32, y: f32) -> (f32, f32) {
        (self.left + x * self.scale, self.base - y * self.scale)
    }
}

impl PathSink for Placed<'_> {
    fn move_to(&mut self, x: f32, y: f32) {
        let (x, y) = self.at(x, y);
        self.sink.move_to(x, y);
    }

    fn line_to(&mut self, x: f32, y: f32) {
        let (x, y) = self.at(x, y);
        self.sink.line_to(x, y);
    }

    fn quad_to(&mut self, cx0: f32, cy0: f32, x: f32, y: f32) {
        let ((cx0, cy0), (x, y)) = (self.at(cx0, cy0), self.at(x, y));
        self.sink.quad_to(cx0, cy0, x, y);
    }

    fn curve_to(&mut self, cx0: f32, cy0: f32, cx1: f32, cy1: f32, x: f32, y: f32) {
        let ((cx0, cy0), (cx1, cy1)) = (self.at(cx0, cy0), self.at(cx1, cy1));
        let (x, y) = self.at(x, y);
        self.sink.curve_to(cx0, cy0, cx1, cy1, x, y);
    }

    fn close(&mut self) {
        self.sink.close();
    }
}
