//! What is laid out is looked at box by box, and a few pictures are painted.

use proptest::prelude::*;

use super::palette::contrast;
use super::*;

pub(super) mod examples;

use examples::{
    NAMES, first_week, long_names, monday, patchy, quarter, the_teams_help, the_teams_skills,
};

fn overlap(one: Area, other: Area) -> bool {
    // What only touches does not overlap; a twentieth of a pixel is nobody's.
    let apart = |start: f32, long: f32, other: f32, other_long: f32| {
        start + long <= other + 0.05 || other + other_long <= start + 0.05
    };
    !(apart(one.x, one.width, other.x, other.width)
        || apart(one.y, one.height, other.y, other.height))
}

/// No text overlaps another nor a mark it does not stand on, nothing leaves the canvas, and all can be read.
fn check(scene: &Scene) {
    let (width, height) = scene.size();
    let inside = |area: Area| {
        area.x >= 0.0
            && area.y >= 0.0
            && area.x + area.width <= width
            && area.y + area.height <= height
    };
    for block in &scene.blocks {
        assert!(inside(block.area), "{block:?}");
    }
    let ink = |text: &scene::Text| {
        // Where letters are, without the room above capitals and below what hangs down.
        let size = text.line.size;
        Area {
            y: text.baseline - size * 0.74,
            height: size * 0.74,
            ..text.area
        }
    };
    for (nth, text) in scene.texts.iter().enumerate() {
        let words = &text.line.words;
        assert!(inside(text.area), "{words} leaves the canvas");
        // Only numbers beyond a thousand may get smaller.
        let large =
            words.ends_with(['k', 'M', 'G']) && words.starts_with(|c: char| c.is_ascii_digit());
        let least = if large { 16.0 } else { 24.0 };
        assert!(text.line.size >= least, "{words} is too small");
        assert!(contrast(text.colour, text.ground) >= 4.5, "{words} is pale");
        for other in &scene.texts[nth + 1..] {
            let there = &other.line.words;
            assert!(!overlap(text.area, other.area), "{words} on {there}");
        }
        for block in &scene.blocks {
            let around = block.area.x <= text.area.x
                && block.area.x + block.area.width >= text.area.x + text.area.width
                && block.area.y <= ink(text).y
                && block.area.y + block.area.height >= text.baseline;
            assert!(
                around || !overlap(ink(text), block.area),
                "{words} on {block:?}"
            );
        }
    }
    assert!(scene.alt().encode_utf16().count() <= ALT_LIMIT);
}

fn all(title: &str, of: &Weeks, helps: &Map, known: &Coverage) -> Vec<Scene> {
    vec![
        composed(title, of, helps, known).unwrap(),
        weeks(title, of).unwrap(),
        map(title, helps).unwrap(),
        coverage(title, known).unwrap(),
    ]
}

#[test]
fn nothing_overlaps_or_leaves_the_canvas_whatever_the_number_of_teams() {
    let weeks = [quarter(), patchy(), first_week().0];
    for (nth, count) in [0, 1, 2, 5, 8, 9, 12, 13, 25].into_iter().enumerate() {
        let (map, coverage) = long_names(count);
        let title = ["Potluck", NAMES[0], NAMES[2], ""][nth % 4];
        for scene in all(title, &weeks[nth % 3], &map, &coverage) {
            check(&scene);
        }
    }
}

#[test]
fn the_picture_shows_the_numbers_it_was_given() {
    let scene = composed(
        "Potluck",
        &quarter(),
        &the_teams_help(),
        &the_teams_skills(),
    )
    .unwrap();
    let said: Vec<&str> = scene.texts().map(|(words, _)| words).collect();
    for words in [
        "A week: 11 asks, 8.8 answered, 7.9 meetings.",
        "9.5",
        "nobody teaches it yet",
    ] {
        assert!(said.contains(&words), "{words}: {said:?}");
    }
    // Engineering has the most help, so it is the first row and column; Design teaches it most: three squares.
    let place = |words: &str| scene.texts().find(|(said, _)| *said == words).unwrap().1;
    let (row, column) = (place("Design"), place("A"));
    let middle = (column.x + column.width / 2.0, row.y + row.height / 2.0);
    let squares = scene
        .blocks
        .iter()
        .filter(|block| {
            let Area { x, y, width, .. } = block.area;
            width < 20.0 && (x - middle.0).abs() < 40.0 && (y - middle.1).abs() < 20.0
        })
        .count();
    assert_eq!(squares, 3);
}

#[test]
fn weeks_without_a_value_are_no_zeros() {
    let scene = weeks("Potluck", &patchy()).unwrap();
    let said: Vec<&str> = scene.texts().map(|(words, _)| words).collect();
    assert!(said.contains(&"too few people yet to show"), "{said:?}");
    // One nought is shown: the four weeks without an ask.
    assert_eq!(said.iter().filter(|words| **words == "0").count(), 1);
    assert!(said.contains(&"2.3"), "seven in three weeks: {said:?}");
}

#[test]
fn the_rest_of_many_teams_is_folded_and_said() {
    let (helps, _) = long_names(25);
    let scene = map("Potluck", &helps).unwrap();
    let said: Vec<&str> = scene.texts().map(|(words, _)| words).collect();
    assert!(said.contains(&"14 other teams"), "{said:?}");
    assert!(
        said.contains(&"Of the other teams the strongest way is shown."),
        "{said:?}"
    );
    let long = scene.names();
    assert!(
        long.iter()
            .any(|spelled| spelled.name == NAMES[0] && spelled.shown.ends_with('…')),
        "{long:?}"
    );
}

#[test]
fn a_name_nothing_can_be_drawn_of_is_numbered_and_told() {
    let mut helps = the_teams_help();
    helps.teams[2] = "\u{12000}\u{12001}".to_owned();
    let scene = map("Potluck", &helps).unwrap();
    assert!(scene.texts().any(|(words, _)| words == "Team 3"));
    assert_eq!(
        scene.names(),
        [Spelled {
            shown: "Team 3".to_owned(),
            name: "\u{12000}\u{12001}".to_owned()
        }]
    );
}

#[test]
fn the_same_values_give_the_same_bytes_of_an_opaque_picture() {
    let paint = || {
        let scene = composed("Potluck", &patchy(), &the_teams_help(), &the_teams_skills());
        let scene = scene.unwrap();
        (scene.png().unwrap(), scene.size())
    };
    let (bytes, (width, height)) = paint();
    assert_eq!(paint().0, bytes);
    assert!(bytes.len() < 300_000, "{}", bytes.len());
    let reader = png::Decoder::new(std::io::Cursor::new(&bytes));
    let mut reader = reader.read_info().unwrap();
    let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
    let frame = reader.next_frame(&mut pixels).unwrap();
    assert_eq!(frame.color_type, png::ColorType::Rgba);
    assert!(pixels.chunks_exact(4).all(|pixel| pixel[3] == u8::MAX));
    let size = |length: u32| f32::from(u16::try_from(length).unwrap());
    assert_eq!((size(frame.width), size(frame.height)), (width, height));
}

fn any_name() -> impl Strategy<Value = String> {
    prop_oneof![
        proptest::collection::vec(any::<char>(), 0..33).prop_map(String::from_iter),
        proptest::sample::select(&NAMES[..]).prop_map(str::to_owned),
    ]
}

fn any_weight() -> impl Strategy<Value = Weight> {
    proptest::sample::select(&[Weight::Some, Weight::More, Weight::Most][..])
}

fn any_bars() -> impl Strategy<Value = Vec<Bar>> {
    proptest::collection::vec((0_usize..3, 1_usize..5, any::<u32>()), 0..12).prop_map(|runs| {
        let mut bars = Vec::new();
        let mut next = 0;
        for (gap, long, total) in runs {
            let (first, last) = (next + gap, next + gap + long - 1);
            if last >= WEEKS {
                break;
            }
            let over = u32::try_from(long).unwrap();
            bars.push(Bar {
                first,
                last,
                total,
                over,
            });
            next = last + 1;
        }
        bars
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]
    #[test]
    fn whatever_the_names_and_numbers_it_can_be_read(
        teams in proptest::collection::vec(any_name(), 0..15),
        cells in proptest::collection::vec((0_usize..15, 0_usize..15, any_weight()), 0..60),
        known in proptest::collection::vec((any_name(), any::<u32>(), any::<u32>()), 0..15),
        bars in (any_bars(), any_bars(), any_bars()),
        title in any_name(),
    ) {
        let helps = Map {
            teams,
            cells: cells.into_iter().map(|(from, to, much)| Cell { from, to, much }).collect(),
        };
        let known = Coverage {
            skills: known
                .into_iter()
                .map(|(name, teachers, wishes)| Skill { name, teachers, wishes })
                .collect(),
        };
        let (asks, answers, meetings) = bars;
        let of = Weeks { first_monday: monday(), asks, answers, meetings, away: Vec::new() };
        for scene in all(&title, &of, &helps, &known) {
            check(&scene);
        }
    }
}
