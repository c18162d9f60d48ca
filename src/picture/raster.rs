//! Paints a laid out picture.

use harfrust::font::glyph::outline::PathSink;
use tiny_skia::{FillRule, Paint, Path, PathBuilder, Pixmap, Rect, Transform};

use super::PictureError;
use super::font::Fonts;
use super::palette::{CARD, Colour, EDGE};
use super::scene::{Area, Fill, Scene};

/// How wide the card's own edge is, in pixels.
const BORDER: f32 = 3.0;
/// How wide a hatching's lines are, and how far from one to the next.
const STROKE: f32 = 5.0;
const PITCH: f32 = 14.0;

pub(super) fn png(scene: &Scene, fonts: &Fonts) -> Result<Vec<u8>, PictureError> {
    let (width, height) = (pixels(scene.width), pixels(scene.height));
    let mut canvas = Pixmap::new(width, height).ok_or(PictureError::Canvas { width, height })?;
    canvas.fill(skia(CARD));
    frame(
        &mut canvas,
        Area {
            x: 0.0,
            y: 0.0,
            width: scene.width,
            height: scene.height,
        },
        BORDER,
        EDGE,
    );
    for block in &scene.blocks {
        match block.fill {
            Fill::Flat(colour) => rectangle(&mut canvas, block.area, colour),
            Fill::Framed { ground, edge } => {
                rectangle(&mut canvas, block.area, ground);
                frame(&mut canvas, block.area, 2.0, edge);
            }
            Fill::Hatched(ink) => {
                hatch(&mut canvas, block.area, ink, STROKE);
                frame(&mut canvas, block.area, 3.0, ink);
            }
            Fill::Faint(ink) => hatch(&mut canvas, block.area, ink, 2.0),
        }
    }
    for text in &scene.texts {
        let mut outline = Outline(PathBuilder::new());
        fonts.outline(&text.line, text.area.x, text.baseline, &mut outline);
        if let Some(path) = outline.0.finish() {
            fill(&mut canvas, &path, text.colour);
        }
    }
    encode(&canvas)
}

fn encode(canvas: &Pixmap) -> Result<Vec<u8>, PictureError> {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, canvas.width(), canvas.height());
    encoder.set_color(png::ColorType::Rgba);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.set_compression(png::Compression::Balanced);
    let mut writer = encoder.write_header()?;
    // Everything stands on the card, so that nothing is translucent: what is premultiplied is as it was.
    writer.write_image_data(canvas.data())?;
    writer.finish()?;
    Ok(bytes)
}

fn rectangle(canvas: &mut Pixmap, area: Area, colour: Colour) {
    // Edges on whole pixels: no blur, and a smaller file.
    let (left, top) = (area.x.round(), area.y.round());
    let (right, bottom) = (
        (area.x + area.width).round(),
        (area.y + area.height).round(),
    );
    if let Some(area) = Rect::from_ltrb(left, top, right, bottom) {
        canvas.fill_rect(area, &paint(colour), Transform::identity(), None);
    }
}

fn frame(canvas: &mut Pixmap, area: Area, thick: f32, colour: Colour) {
    let Area {
        x,
        y,
        width,
        height,
    } = area;
    let sides = [
        (x, y, width, thick),
        (x, y + height - thick, width, thick),
        (x, y, thick, height),
        (x + width - thick, y, thick, height),
    ];
    for (x, y, width, height) in sides {
        let side = Area {
            x,
            y,
            width,
            height,
        };
        rectangle(canvas, side, colour);
    }
}

/// Diagonal lines, cut off at the edges.
fn hatch(canvas: &mut Pixmap, area: Area, ink: Colour, stroke: f32) {
    let (left, top) = (area.x.round(), area.y.round());
    let (right, bottom) = (
        (area.x + area.width).round(),
        (area.y + area.height).round(),
    );
    let mut path = PathBuilder::new();
    // Each line runs along x + y = sum; it is wider across than along.
    let across = stroke * std::f32::consts::SQRT_2;
    let mut sum = left + top;
    while sum < right + bottom {
        stripe(&mut path, (left, top, right, bottom), sum, sum + across);
        sum += PITCH;
    }
    if let Some(path) = path.finish() {
        fill(canvas, &path, ink);
    }
}

/// The part of a rectangle where x + y lies between two sums.
fn stripe(
    path: &mut PathBuilder,
    (left, top, right, bottom): (f32, f32, f32, f32),
    from: f32,
    to: f32,
) {
    let to = to.min(right + bottom);
    // Where a diagonal enters at the left or the bottom edge, and where it leaves at the top or the right one.
    let entry = |sum: f32| {
        let y = (sum - left).min(bottom);
        (sum - y, y)
    };
    let exit = |sum: f32| {
        let x = (sum - top).min(right);
        (x, sum - x)
    };
    let mut corners = vec![entry(from)];
    if from < left + bottom && to > left + bottom {
        corners.push((left, bottom));
    }
    corners.push(entry(to));
    corners.push(exit(to));
    if from < right + top && to > right + top {
        corners.push((right, top));
    }
    corners.push(exit(from));
    for (nth, (x, y)) in corners.into_iter().enumerate() {
        if nth == 0 {
            path.move_to(x, y);
        } else {
            path.line_to(x, y);
        }
    }
    path.close();
}

fn fill(canvas: &mut Pixmap, path: &Path, colour: Colour) {
    canvas.fill_path(
        path,
        &paint(colour),
        FillRule::Winding,
        Transform::identity(),
        None,
    );
}

fn paint(colour: Colour) -> Paint<'static> {
    let mut paint = Paint::default();
    paint.set_color(skia(colour));
    paint.anti_alias = true;
    paint
}

fn skia(Colour(red, green, blue): Colour) -> tiny_skia::Color {
    tiny_skia::Color::from_rgba8(red, green, blue, u8::MAX)
}

#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a canvas's side is a few thousand pixels; a float turns into the nearest whole number that there is"
)]
fn pixels(length: f32) -> u32 {
    length.round() as u32
}

/// Glyphs' outlines as one path.
struct Outline(PathBuilder);

impl PathSink for Outline {
    fn move_to(&mut self, x: f32, y: f32) {
        self.0.move_to(x, y);
    }

    fn line_to(&mut self, x: f32, y: f32) {
        self.0.line_to(x, y);
    }

    fn quad_to(&mut self, cx0: f32, cy0: f32, x: f32, y: f32) {
        self.0.quad_to(cx0, cy0, x, y);
    }

    fn curve_to(&mut self, cx0: f32, cy0: f32, cx1: f32, cy1: f32, x: f32, y: f32) {
        self.0.cubic_to(cx0, cy0, cx1, cy1, x, y);
    }

    fn close(&mut self) {
        self.0.close();
    }
}
