//! Who teaches and who wishes: two bars for each of the skills most in need.

use super::font::Weight;
use super::palette::{ANSWERED, ASKED, CARD, INK, QUIET};
use super::scene::{Align, Area, Fill, MARGIN, SMALL, Sheet, WIDTH, compact, part};
use super::{Coverage, Skill, alt};

/// How many skills are shown in the composed picture.
pub(super) const IN_COMPANY: usize = 5;
/// Likewise in a picture of its own.
pub(super) const ALONE: usize = 12;
/// Where the bars begin; a skill's name stands before them.
const LEFT: f32 = MARGIN + 350.0;
/// The longest bar; its words stand behind it.
const LONGEST: f32 = WIDTH - MARGIN - LEFT - 220.0;
/// From one of the two bars to the other.
const PITCH: f32 = 35.0;
const THICK: f32 = 26.0;
/// What parts skills from one another.
const GAP: f32 = 14.0;

pub(super) fn draw(sheet: &mut Sheet<'_>, coverage: &Coverage, most: usize) {
    let skills = by_need(coverage);
    let shown = &skills[..skills.len().min(most)];
    sheet.heading("Skills most in need", &alt::capital(&alt::gaps(shown)));
    if skills.is_empty() {
        sheet.sentence(
            "Nobody teaches or wishes for a skill yet.",
            SMALL,
            Weight::Regular,
            INK,
        );
        return;
    }
    let highest = shown
        .iter()
        .map(|skill| skill.teachers.max(skill.wishes))
        .max()
        .map_or(0.0, f64::from);
    for (nth, skill) in shown.iter().enumerate() {
        let instead = format!("Skill {}", nth + 1);
        let lines = sheet.name(&skill.name, &instead, Weight::Regular, LEFT - MARGIN - 20.0);
        sheet.stack(lines, MARGIN, sheet.y + PITCH);
        let teach = taught(skill.teachers);
        let colour = Fill::Flat(ANSWERED);
        bar(
            sheet,
            part(f64::from(skill.teachers), highest),
            colour,
            &teach,
        );
        let want = wished(skill.wishes);
        let colour = Fill::Hatched(ASKED);
        bar(sheet, part(f64::from(skill.wishes), highest), colour, &want);
        sheet.y += GAP;
    }
    if shown.len() < skills.len() {
        let words = format!("Of the {} most wished for.", skills.len());
        sheet.sentence(&words, SMALL, Weight::Regular, QUIET);
    }
}

/// The skills somebody teaches or wishes for: first those most wished for in proportion to who teaches them (one without a
/// teacher before all others), then the more wished for, then by name.
pub(super) fn by_need(coverage: &Coverage) -> Vec<&Skill> {
    let mut skills: Vec<&Skill> = coverage
        .skills
        .iter()
        .filter(|skill| skill.teachers > 0 || skill.wishes > 0)
        .collect();
    skills.sort_by(|one, other| {
        // One's wishes for each teacher against the other's, multiplied out: exact, and right without a teacher.
        let need = |a: &Skill, b: &Skill| u64::from(a.wishes) * u64::from(b.teachers);
        need(other, one)
            .cmp(&need(one, other))
            .then(other.wishes.cmp(&one.wishes))
            .then_with(|| one.name.cmp(&other.name))
    });
    skills
}

fn taught(teachers: u32) -> String {
    match teachers {
        0 => "nobody teaches it yet".to_owned(),
        1 => "1 teaches it".to_owned(),
        _ => format!("{} teach it", compact(f64::from(teachers))),
    }
}

fn wished(wishes: u32) -> String {
    match wishes {
        0 => "nobody wishes for it".to_owned(),
        1 => "1 wishes for it".to_owned(),
        _ => format!("{} wish for it", compact(f64::from(wishes))),
    }
}

fn bar(sheet: &mut Sheet<'_>, share: f32, fill: Fill, words: &str) {
    let width = if share > 0.0 {
        (share * LONGEST).max(10.0).round()
    } else {
        0.0
    };
    let area = Area {
        x: LEFT,
        y: sheet.y + (PITCH - THICK) / 2.0,
        width,
        height: THICK,
    };
    if width > 0.0 {
        sheet.block(area, fill);
    }
    let line = sheet.line(words, SMALL, Weight::Regular);
    let baseline = (sheet.y + PITCH / 2.0 + SMALL * 0.35).round();
    let x = LEFT + if width > 0.0 { width + 14.0 } else { 0.0 };
    sheet.put(line, x, baseline, Align::Left, INK, CARD);
    sheet.y += PITCH;
}
