//! Who teaches whom: a row for each team that teaches, a column for each that learns.

use super::Map;
use super::alt;
use super::font::{Line, Weight};
use super::palette::{ANSWERED, CARD, Colour, EMPTY, INK, QUIET, SHADES, on};
use super::scene::{Align, Area, Fill, INNER, LEADING, MARGIN, SMALL, Sheet, part, units};

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

pub(super) fn draw(sheet: &mut Sheet<'_>, map: &Map, most: usize) {
    let table = Table::new(map, most.min(KEYS.len()));
    sheet.heading("Who teaches whom", &finding(sheet, map));
    if table.rows.is_empty() {
        let words = if map.within == 0 && map.across == 0 {
            "No help between teams to show yet."
        } else {
            "No team's help can be shown by itself yet."
        };
        sheet.sentence(words, SMALL, Weight::Regular, INK);
    } else {
        cells(sheet, &table);
    }
    for words in notes(map, &table) {
        sheet.sentence(&words, SMALL, Weight::Regular, QUIET);
    }
}

/// "The last four weeks: Design teaches Engineering most (14)."
fn finding(sheet: &Sheet<'_>, map: &Map) -> String {
    let name = |team: usize| {
        let instead = format!("Team {}", team + 1);
        let name = map.teams.get(team).map_or("", String::as_str);
        alt::brief(&sheet.drawable(name, &instead), 24)
    };
    alt::most_taught(map).map_or_else(
        || alt::capital(&map.period),
        |cell| {
            let from = name(cell.from);
            let to = if cell.from == cell.to {
                "itself".to_owned()
            } else {
                name(cell.to)
            };
            format!(
                "{}: {from} teaches {to} most ({}).",
                alt::capital(&map.period),
                cell.helps
            )
        },
    )
}

/// The rows as they are shown: the strongest teams by themselves, the rest as one.
struct Table {
    rows: Vec<Row>,
    /// By row and column.
    helps: Vec<Vec<u32>>,
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
            of.map(|cell| u64::from(cell.helps)).sum::<u64>()
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
        let mut helps = vec![vec![0_u32; rows.len()]; rows.len()];
        for cell in &map.cells {
            let (Some(from), Some(to)) = (place.get(cell.from), place.get(cell.to)) else {
                continue;
            };
            if let Some(sum) = helps.get_mut(*from).and_then(|row| row.get_mut(*to)) {
                *sum = sum.saturating_add(cell.helps);
            }
        }
        Self {
            rows,
            helps,
            folded,
        }
    }

    /// Whether a row or column is of several teams.
    fn is_folded(&self, nth: usize) -> bool {
        self.folded > 0 && nth + 1 == self.rows.len()
    }

    /// The most in any cell of single teams, by which cells are shaded.
    fn highest(&self) -> u32 {
        let single = self.rows.len() - usize::from(self.folded > 0);
        let rows = self.helps.iter().take(single);
        let cells = rows.flat_map(|row| row.iter().take(single));
        cells.copied().max().unwrap_or(0)
    }

    fn has_empty(&self) -> bool {
        self.helps.iter().flatten().any(|helps| *helps == 0)
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
    let highest = f64::from(table.highest());
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
    let rows = labels.into_iter().zip(&table.helps).zip(KEYS.chars());
    for (row, ((lines, helps), key)) in rows.enumerate() {
        let middle = sheet.y + pitch / 2.0;
        let baseline = (middle + SMALL * 0.35).round();
        let line = sheet.line(&key.to_string(), SMALL, Weight::Bold);
        sheet.put(line, MARGIN, baseline, Align::Left, INK, CARD);
        sheet.stack(lines, MARGIN + KEY, middle);
        for (nth, value) in helps.iter().enumerate() {
            let area = Area {
                x: left + units(nth) * column + GAP,
                y: sheet.y + GAP,
                width: column - 2.0 * GAP,
                height: pitch - 2.0 * GAP,
            };
            // What is of several teams is more than any of them: it is shown without a shade.
            let ground = if table.is_folded(row) || table.is_folded(nth) {
                CARD
            } else {
                shade(*value, highest)
            };
            cell(sheet, area, *value, ground, baseline);
        }
        sheet.y += pitch;
    }
    sheet.y += 10.0;
}

/// The more of the highest, the darker.
fn shade(helps: u32, highest: f64) -> Colour {
    let weight = part(f64::from(helps), highest) * units(SHADES.len());
    let darkest = SHADES.len() - 1;
    let step = (0..darkest).find(|step| weight <= units(step + 1));
    SHADES[step.unwrap_or(darkest)]
}

fn cell(sheet: &mut Sheet<'_>, area: Area, helps: u32, ground: Colour, baseline: f32) {
    if helps == 0 {
        sheet.block(area, Fill::Flat(EMPTY));
        return;
    }
    let edge = ANSWERED;
    sheet.block(area, Fill::Framed { ground, edge });
    let line = sheet.number(f64::from(helps), Weight::Bold, area.width - 4.0);
    let middle = area.x + area.width / 2.0;
    sheet.put(line, middle, baseline, Align::Centre, on(ground), ground);
}

/// What the table does not show by itself.
fn notes(map: &Map, table: &Table) -> Vec<String> {
    let mut notes = Vec::new();
    let elsewhere: Vec<String> = [
        (map.within, "within a team"),
        (map.across, "between teams or unknown"),
    ]
    .into_iter()
    .filter(|(helps, _)| *helps > 0)
    .map(|(helps, what)| format!("{helps} {what}"))
    .collect();
    if !elsewhere.is_empty() {
        notes.push(format!("Elsewhere: {}.", elsewhere.join(", ")));
    }
    if !table.rows.is_empty() && table.has_empty() {
        notes.push("Empty: no help, or too few people to show.".to_owned());
    }
    notes
}
