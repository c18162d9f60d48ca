//! Tests of digests.

pub(crate) mod late;

use crate::domain::digest::Figure;

use super::words;

#[test]
fn every_figure_is_explained_on_one_of_the_pages() {
    let pages: Vec<String> = (0..3)
        .map(|page| format!("{:?}", words::help(page)))
        .collect();
    for figure in Figure::ALL {
        let (title, words) = figure.definition().split_once(": ").unwrap();
        let found = pages
            .iter()
            .any(|page| page.contains(&format!("**{title}**: ")) && page.contains(&words[..20]));
        assert!(found, "{figure:?}");
    }
}
