//! Letters made of dots, for what no outline is at hand.

use harfrust::font::glyph::outline::PathSink;
use unicode_normalization::char::is_combining_mark;
use unicode_segmentation::UnicodeSegmentation;

use super::{Face, Glyph, Line, joins};

/// The side of the bitmap font's square, and how many of its rows are above the baseline.
const SIDE: u8 = 16;
const ABOVE: u8 = 14;

/// Bitmaps are not shaped; marks stand over the letter before them.
pub(super) fn add(line: &mut Line, piece: &str, backwards: bool) {
    let dot = scale(line.size);
    let mut clusters: Vec<&str> = piece.graphemes(true).collect();
    if backwards {
        clusters.reverse();
    }
    for cluster in clusters {
        let mut widest = 0.0_f32;
        for (nth, letter) in cluster.chars().filter(|c| !joins(*c)).enumerate() {
            let Some(glyph) = unifont::get_glyph(letter) else {
                continue;
            };
            let over = nth > 0 && is_combining_mark(letter);
            let x = line.width + if over { 0.0 } else { widest };
            line.glyphs.push(Glyph {
                face: Face::Bitmap,
                id: u32::from(letter),
                x,
                y: 0.0,
            });
            let width = if glyph.is_fullwidth() { 16.0 } else { 8.0 } * dot;
            widest = widest.max(x - line.width + width);
        }
        line.width += widest;
    }
}

/// How far letters reach above the baseline, in pixels.
pub(super) fn above(size: f32) -> f32 {
    f32::from(ABOVE) * scale(size)
}

/// How many pixels a dot of the bitmap font is wide: a whole number, or its letters would blur.
pub(super) fn scale(size: f32) -> f32 {
    (size * 1.1 / f32::from(SIDE)).round().max(1.0)
}

/// Gives a letter's dots as rectangles, row by row.
pub(super) fn outline(letter: u32, x: f32, baseline: f32, scale: f32, sink: &mut dyn PathSink) {
    let Some(glyph) = char::from_u32(letter).and_then(unifont::get_glyph) else {
        return;
    };
    let (x, baseline) = (x.round(), baseline.round());
    for row in 0..SIDE {
        let top = baseline + (f32::from(row) - f32::from(ABOVE)) * scale;
        let dark = |column: u8| glyph.get_pixel(usize::from(column), usize::from(row));
        let mut column = 0;
        while column < SIDE {
            let first = column;
            while column < SIDE && dark(column) {
                column += 1;
            }
            if column > first {
                let (left, right) = (x + f32::from(first) * scale, x + f32::from(column) * scale);
                sink.move_to(left, top);
                sink.line_to(right, top);
                sink.line_to(right, top + scale);
                sink.line_to(left, top + scale);
                sink.close();
            }
            column += 1;
        }
    }
}
