//! Who teaches whom: a row for each team that teaches, a column for each that learns.

use crate::domain::digest::Weight as Much;

use super::font::{Line, Weight};
use super::palette::{ANSWERED, CARD, EMPTY, INK, QUIET, SHADES, on};
use super::scene::{Align, Area, Fill, INNER, LEADING, MARGIN, SMALL, Sheet, units};
use super::{Map, alt};

/// How many teams are shown in the composed picture, those folded together counted as one.
pub(super) const IN_COMPANY: usize = 8;
/// Likewise in a picture of its own.
pub(super) const ALONE: usize = 12;
/// The letters by which columns are known.
const KEYS: &str = "ABCDEFGHIJKL";
/// A row's height with its gap, where all names are in one line, and where one is in two.
const PITCH: (f32, f32) = (60.0, 78.0);
/// The width of a row's letter.
const KEY: f32 = 44.0;
/// The least and the most width for names.
const NAMES: (f32, f32) = (290.0, 500.0);
/// The most width of a column.
const WIDEST: f32 = 112.0;
const GAP: f32 = 3.0;
/// A square that says how much, and what parts it from the next.
const SQUARE: f32 = 12.0;
const BETWEEN: f32 = 4.0;

pub(super) fn draw(sheet: &mut Sheet<'_>, map: &Map, most: usize) {
    let table = Table::new(map, most.min(KEYS.len()));
    sheet.heading("Who teaches whom", &finding(sheet, map));
    if table.rows.is_empty() {
        let words = "No team's help can be shown by itself yet.";
        sheet.sentence(words, SMALL, Weight::Regular, INK);
        return;
    }
    cells(sheet, &table);
    legend(sheet);
    if table.folded > 0 {
        let words = "Of the other teams the strongest way is shown.";
        sheet.sentence(words, SMALL, Weight::Regular, QUIET);
    }
    let words = "Empty: no help, or too few people to show.";
    sheet.sentence(words, SMALL, Weight::Regular, QUIET);
}

/// "Most from Design to Engineering."
fn finding(sheet: &Sheet<'_>, map: &Map) -> String {
    let name = |team: usize| {
        let instead = format!("Team {}", team + 1);
        let name = map.teams.get(team).map_or("", String::as_str);
        alt::brief(&sheet.drawable(name, &instead), 24)
    };
    alt::strongest(map, 1, name).map_or_else(
        || "Twelve weeks.".to_owned(),
        |said| format!("Most {said}."),
    )
}

/// The rows as they are shown: the strongest teams by themselves, the rest as one.
struct Table {
    rows: Vec<Row>,
    /// By row and column.
    ways: Vec<Vec<Option<Much>>>,
    /// How many teams are in the last row, where that is of several.
    folded: usize,
}

struct Row {
    name: String,
    instead: String,
}

impl Table {
    fn new(map: &Map, most: usize) -> Self {
        let count = map.teams.len();
        let strength = |team: usize| {
            let of = map
                .cells
                .iter()
                .filter(|cell| cell.from == team || cell.to == team);
            of.map(|cell| level(cell.much)).sum::<usize>()
        };
        let mut teams: Vec<usize> = (0..count).collect();
        teams.sort_by_key(|team| std::cmp::Reverse(strength(*team)));
        let shown = if count > most { most - 1 } else { count };
        let mut rows: Vec<Row> = teams
            .iter()
            .take(shown)
            .filter_map(|team| {
                Some(Row {
                    name: map.teams.get(*team)?.clone(),
                    instead: format!("Team {}", team + 1),
                })
            })
            .collect();
        let folded = count - shown;
        if folded > 0 {
            let name = format!("{folded} other teams");
            rows.push(Row {
                instead: name.clone(),
                name,
            });
        }
        // Where each team's row is.
        let mut place = vec![shown; count];
        for (row, team) in teams.iter().take(shown).enumerate() {
            if let Some(place) = place.get_mut(*team) {
                *place = row;
            }
        }
        let mut ways = vec![vec![None; rows.len()]; rows.len()];
        for cell in &map.cells {
            let (Some(from), Some(to)) = (place.get(cell.from), place.get(cell.to)) else {
                continue;
            };
            if let Some(way) = ways.get_mut(*from).and_then(|row| row.get_mut(*to)) {
                *way = (*way).max(Some(cell.much));
            }
        }
        Self { rows, ways, folded }
    }
}

/// How many squares stand for it, from 1 to 3.
fn level(much: Much) -> usize {
    match much {
        Much::Some => 1,
        Much::More => 2,
        Much::Most => 3,
    }
}

fn cells(sheet: &mut Sheet<'_>, table: &Table) {
    let count = units(table.rows.len());
    let column = ((INNER - KEY - NAMES.0) / count).min(WIDEST).floor();
    let names = (INNER - KEY - column * count).min(NAMES.1);
    let left = MARGIN + KEY + names;
    let header = sheet.y + SMALL;
    let sides = sheet.line("teaches ↓   learns →", SMALL, Weight::Regular);
    sheet.put(sides, MARGIN + KEY, header, Align::Left, QUIET, CARD);
    for (nth, key) in KEYS.chars().take(table.rows.len()).enumerate() {
        let middle = left + (units(nth) + 0.5) * column;
        let line = sheet.line(&key.to_string(), SMALL, Weight::Bold);
        sheet.put(line, middle, header, Align::Centre, INK, CARD);
    }
    sheet.y += (SMALL * LEADING).ceil() + 4.0;
    let labels: Vec<Vec<Line>> = table
        .rows
        .iter()
        .map(|row| sheet.name(&row.name, &row.instead, Weight::Regular, names - 16.0))
        .collect();
    let pitch = if labels.iter().all(|lines| lines.len() < 2) {
        PITCH.0
    } else {
        PITCH.1
    };
    let rows = labels.into_iter().zip(&table.ways).zip(KEYS.chars());
    for ((lines, ways), key) in rows {
        let middle = sheet.y + pitch / 2.0;
        let baseline = (middle + SMALL * 0.35).round();
        let line = sheet.line(&key.to_string(), SMALL, Weight::Bold);
        sheet.put(line, MARGIN, baseline, Align::Left, INK, CARD);
        sheet.stack(lines, MARGIN + KEY, middle);
        for (nth, way) in ways.iter().enumerate() {
            let area = Area {
                x: left + units(nth) * column + GAP,
                y: sheet.y + GAP,
                width: column - 2.0 * GAP,
                height: pitch - 2.0 * GAP,
            };
            cell(sheet, area, *way);
        }
        sheet.y += pitch;
    }
    sheet.y += 10.0;
}

/// The more, the darker and the more squares.
fn cell(sheet: &mut Sheet<'_>, area: Area, way: Option<Much>) {
    let Some(much) = way else {
        sheet.block(area, Fill::Flat(EMPTY));
        return;
    };
    let ground = SHADES[level(much) - 1];
    let edge = ANSWERED;
    sheet.block(area, Fill::Framed { ground, edge });
    let count = level(much);
    let wide = units(count) * SQUARE + units(count - 1) * BETWEEN;
    for nth in 0..count {
        let square = Area {
            x: area.x + (area.width - wide) / 2.0 + units(nth) * (SQUARE + BETWEEN),
            y: area.y + (area.height - SQUARE) / 2.0,
            width: SQUARE,
            height: SQUARE,
        };
        sheet.block(square, Fill::Flat(on(ground)));
    }
}

/// What the squares say.
fn legend(sheet: &mut Sheet<'_>) {
    let mut x = MARGIN;
    let said = [
        (Much::Some, "some"),
        (Much::More, "more"),
        (Much::Most, "most of all"),
    ];
    for (much, words) in said {
        let area = Area {
            x,
            y: sheet.y + 2.0,
            width: 54.0,
            height: 34.0,
        };
        cell(sheet, area, Some(much));
        let line = sheet.line(words, SMALL, Weight::Regular);
        let wide = line.width;
        let baseline = sheet.y + SMALL + 1.0;
        sheet.put(line, x + 66.0, baseline, Align::Left, QUIET, CARD);
        x += 66.0 + wide + 36.0;
    }
    sheet.y += 44.0;
}
