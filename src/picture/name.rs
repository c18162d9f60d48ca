//! Names that people typed, made fit to be drawn.

use unicode_normalization::UnicodeNormalization;
use unicode_segmentation::UnicodeSegmentation;

use super::font::Fonts;

/// A name that the picture shows otherwise than it is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spelled {
    /// What the picture shows: "Platform Infrastru…", "Team 3".
    pub shown: String,
    /// The whole name.
    pub name: String,
}

/// A name without what cannot be drawn: control and direction marks, skin tones, characters no font here has. `instead` is the
/// name where nothing is left.
pub(super) fn drawable(fonts: &Fonts, name: &str, instead: &str) -> String {
    let plain: String = name
        .nfc()
        .map(|letter| if letter.is_whitespace() { ' ' } else { letter })
        .filter(|letter| !is_unseen(*letter))
        .collect();
    let had: String = plain
        .graphemes(true)
        .filter(|cluster| fonts.has(cluster))
        .collect();
    let words: Vec<&str> = had.split_whitespace().collect();
    let drawn = words.join(" ");
    // Of a name of which only a bracket or a joiner is left nobody knows whose it is.
    let told = drawn
        .chars()
        .any(|letter| letter.is_alphanumeric() || letter > '\u{2000}' && letter != '\u{200D}');
    let whole = drawn == plain.split_whitespace().collect::<Vec<_>>().join(" ");
    if told || whole && !drawn.is_empty() {
        drawn
    } else {
        instead.to_owned()
    }
}

/// Control and direction marks, and what only tints the emoji before it.
fn is_unseen(letter: char) -> bool {
    letter.is_control()
        || matches!(letter,
            '\u{061C}' | '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{2028}'..='\u{202E}'
            | '\u{2060}'..='\u{206F}' | '\u{FEFF}' | '\u{1F3FB}'..='\u{1F3FF}')
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used)]
mod tests {
    use super::*;

    #[test]
    fn names_of_any_script_stay_as_they_are() {
        let fonts = Fonts::new().unwrap();
        for name in [
            "Engineering",
            "Übersetzung & Ärger",
            "Разработка",
            "Σχεδίαση",
            "הנדסה",
            "هندسة",
            "デザイン",
            "数据科学",
            "데이터",
            "डिज़ाइन",
            "ออกแบบ",
            "🚀 Launch",
            "👩‍💻 Dev",
            "C++ / C#",
            "???",
        ] {
            assert_eq!(drawable(&fonts, name, "Team 1"), name);
        }
    }

    #[test]
    fn what_cannot_be_drawn_is_left_out_and_numbered_where_nothing_is_left() {
        let fonts = Fonts::new().unwrap();
        let drawn = |name| drawable(&fonts, name, "Team 3");
        assert_eq!(drawn("Data\u{202E} Team\n\u{7}"), "Data Team");
        assert_eq!(drawn("  a \t b  "), "a b");
        // Cuneiform and a private character: no font here has them.
        assert_eq!(drawn("Ops \u{12000}\u{12001}"), "Ops");
        assert_eq!(drawn("\u{12000}\u{12001}"), "Team 3");
        assert_eq!(drawn("(\u{F8FE0})"), "Team 3");
        assert_eq!(drawn(""), "Team 3");
        assert_eq!(drawn("👍🏽"), "👍");
    }
}
