//! The colours, chosen so that they can be told apart by readers who see fewer of them. The tests below hold them to it.

/// A colour in sRGB.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Colour(pub(super) u8, pub(super) u8, pub(super) u8);

/// What everything stands on.
pub(super) const CARD: Colour = Colour(0xFC, 0xFA, 0xF6);
/// The card's edge, seen on white and on Discord's dark grey.
pub(super) const EDGE: Colour = Colour(0x8A, 0x86, 0x80);
/// Words and numbers.
pub(super) const INK: Colour = Colour(0x17, 0x1B, 0x22);
/// Words that explain.
pub(super) const QUIET: Colour = Colour(0x50, 0x56, 0x61);
/// Baselines and the hatching of what cannot be shown yet.
pub(super) const LINE: Colour = Colour(0x87, 0x84, 0x7E);
/// A cell of the map that shows nothing. Decoration: it need not be seen.
pub(super) const EMPTY: Colour = Colour(0xF1, 0xED, 0xE4);
/// What is asked or wished for.
pub(super) const ASKED: Colour = Colour(0x1B, 0x2A, 0x4E);
/// What is answered or taught.
pub(super) const ANSWERED: Colour = Colour(0x2A, 0x7F, 0xC1);
/// Who met.
pub(super) const MET: Colour = Colour(0xD1, 0x57, 0x0B);
/// The map's cells from the least to the most.
pub(super) const SHADES: [Colour; 3] = [
    Colour(0xD3, 0xE5, 0xF5),
    Colour(0x72, 0xAD, 0xDD),
    Colour(0x17, 0x4A, 0x85),
];
const WHITE: Colour = Colour(0xFF, 0xFF, 0xFF);

/// What can be read on a ground: ink, or white where that is clearer.
pub(super) fn on(ground: Colour) -> Colour {
    if contrast(INK, ground) >= contrast(WHITE, ground) {
        INK
    } else {
        WHITE
    }
}

/// The contrast of two colours by WCAG 2, from 1 to 21.
pub(super) fn contrast(one: Colour, other: Colour) -> f64 {
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

fn luminance(colour: Colour) -> f64 {
    let [red, green, blue] = linear(colour);
    0.2126 * red + 0.7152 * green + 0.0722 * blue
}

/// The three lights a screen mixes it from, each from 0 to 1.
fn linear(Colour(red, green, blue): Colour) -> [f64; 3] {
    [red, green, blue].map(|light| {
        let light = f64::from(light) / 255.0;
        if light <= 0.040_45 {
            light / 12.92
        } else {
            ((light + 0.055) / 1.055).powf(2.4)
        }
    })
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used)]
mod tests {
    use super::*;

    const DISCORD_DARK: Colour = Colour(0x31, 0x33, 0x38);
    const DISCORD_DARKEST: Colour = Colour(0x1A, 0x1A, 0x1E);

    /// Full dichromacy by Viénot, Brettel and Mollon (1999) for the first two and by Machado, Oliveira and Fernandes (2009) for
    /// the third, on linear light.
    const SEEN_BY: [(&str, [[f64; 3]; 3]); 4] = [
        (
            "everybody",
            [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]],
        ),
        (
            "protanopia",
            [
                [0.112_38, 0.887_62, 0.0],
                [0.112_38, 0.887_62, 0.0],
                [0.004_01, -0.004_01, 1.0],
            ],
        ),
        (
            "deuteranopia",
            [
                [0.292_75, 0.707_25, 0.0],
                [0.292_75, 0.707_25, 0.0],
                [-0.022_34, 0.022_34, 1.0],
            ],
        ),
        (
            "tritanopia",
            [
                [1.255_528, -0.076_749, -0.178_779],
                [-0.078_411, 0.930_809, 0.147_602],
                [0.004_733, 0.691_367, 0.303_900],
            ],
        ),
    ];

    /// CIE L*a*b* under D65.
    fn lab(light: [f64; 3]) -> [f64; 3] {
        let [red, green, blue] = light.map(|part| part.clamp(0.0, 1.0));
        let part = |value: f64| {
            if value > 0.008_856 {
                value.cbrt()
            } else {
                7.787 * value + 16.0 / 116.0
            }
        };
        let x = part((0.412_4 * red + 0.357_6 * green + 0.180_5 * blue) / 0.950_47);
        let y = part(0.212_6 * red + 0.715_2 * green + 0.072_2 * blue);
        let z = part((0.019_3 * red + 0.119_2 * green + 0.950_5 * blue) / 1.088_83);
        [116.0 * y - 16.0, 500.0 * (x - y), 200.0 * (y - z)]
    }

    fn seen(colour: Colour, by: &[[f64; 3]; 3]) -> [f64; 3] {
        let light = linear(colour);
        lab(by.map(|row| {
            row.iter()
                .zip(light)
                .map(|(part, light)| part * light)
                .sum()
        }))
    }

    fn distance(one: Colour, other: Colour, by: &[[f64; 3]; 3]) -> f64 {
        let (one, other) = (seen(one, by), seen(other, by));
        one.iter()
            .zip(other)
            .map(|(one, other)| (one - other).powi(2))
            .sum::<f64>()
            .sqrt()
    }

    #[test]
    fn contrast_is_as_the_standard_has_it() {
        let black = Colour(0, 0, 0);
        assert!((contrast(black, WHITE) - 21.0).abs() < 1e-9);
        assert!((contrast(WHITE, WHITE) - 1.0).abs() < 1e-9);
        // A pair often given as the lightest grey that may carry text on white.
        assert!((contrast(Colour(0x76, 0x76, 0x76), WHITE) - 4.54).abs() < 0.01);
    }

    #[test]
    fn marks_are_seen_on_the_card_and_the_card_on_both_themes() {
        for mark in [ASKED, ANSWERED, MET, LINE, EDGE] {
            assert!(contrast(mark, CARD) >= 3.0, "{mark:?}");
        }
        for theme in [WHITE, DISCORD_DARK, DISCORD_DARKEST] {
            assert!(contrast(EDGE, theme) >= 3.0, "{theme:?}");
        }
    }

    #[test]
    fn words_are_read_on_every_ground() {
        for words in [INK, QUIET] {
            assert!(contrast(words, CARD) >= 4.5, "{words:?}");
        }
        for ground in SHADES.into_iter().chain([EMPTY, CARD]) {
            assert!(contrast(on(ground), ground) >= 4.5, "{ground:?}");
        }
    }

    #[test]
    fn series_are_told_apart_by_whoever_sees_fewer_colours() {
        for (who, by) in &SEEN_BY {
            for (one, other) in [(ASKED, ANSWERED), (ASKED, MET), (ANSWERED, MET)] {
                let distance = distance(one, other, by);
                assert!(distance >= 25.0, "{one:?} {other:?} {who}: {distance}");
            }
        }
    }

    #[test]
    fn shades_darken_step_by_step_for_everybody() {
        for (who, by) in &SEEN_BY {
            for (lighter, darker) in SHADES.iter().zip(&SHADES[1..]) {
                let step = seen(*lighter, by)[0] - seen(*darker, by)[0];
                assert!(step >= 8.0, "{darker:?} {who}: {step}");
            }
        }
    }
}
