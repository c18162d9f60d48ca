//! Long lists, cut into pages.

use std::ops::Range;

use crate::custom_id::CustomId;
use crate::post::Button;

/// One page of a list. The list may have changed since its buttons were sent, so the page wanted is only a wish.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Page {
    at: u16,
    last: u16,
    size: u16,
}

impl Page {
    /// The page wanted, or the last one there is. Pages count from 0 and hold `size` lines each; an empty list has one page.
    pub(crate) fn new(lines: usize, size: u16, wanted: u16) -> Self {
        let size = size.max(1);
        let last = u16::try_from(lines.saturating_sub(1) / usize::from(size)).unwrap_or(u16::MAX);
        Self {
            at: wanted.min(last),
            last,
            size,
        }
    }

    /// Which of the list's lines are on it, for a list of as many lines as [`Page::new`] was told.
    pub(crate) fn of<T>(self, list: &[T]) -> &[T] {
        let Range { start, end } = self.range();
        list.get(start..end.min(list.len())).unwrap_or_default()
    }

    /// Where the page begins in the list.
    pub(crate) fn offset(self) -> u32 {
        u32::from(self.at) * u32::from(self.size)
    }

    fn range(self) -> Range<usize> {
        let start = usize::from(self.at) * usize::from(self.size);
        start..start + usize::from(self.size)
    }

    /// A text with "Page 2 of 5" in small print under it, where there are several.
    pub(crate) fn under(self, text: String) -> String {
        if self.last == 0 {
            return text;
        }
        format!(
            "{text}\n-# Page {} of {}",
            u32::from(self.at) + 1,
            u32::from(self.last) + 1
        )
    }

    /// The buttons to the pages beside it, none where there is only this one.
    pub(crate) fn buttons<T: Into<CustomId>>(self, to: impl Fn(u16) -> T) -> Vec<Button> {
        let earlier = self
            .at
            .checked_sub(1)
            .map(|page| Button::plain("‹ Earlier", to(page)));
        let later = (self.at < self.last).then(|| Button::plain("More ›", to(self.at + 1)));
        earlier.into_iter().chain(later).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::custom_id::SkillClick;

    #[track_caller]
    fn check(lines: usize, wanted: u16, shown: &[usize], label: &str, buttons: usize) {
        let page = Page::new(lines, 10, wanted);
        let list: Vec<usize> = (0..lines).collect();
        let on_it = page.of(&list);
        assert_eq!(
            (on_it.first(), on_it.last()),
            (shown.first(), shown.last()),
            "{lines} lines, page {wanted}"
        );
        assert_eq!(page.under("List".to_owned()), format!("List{label}"));
        assert_eq!(
            page.buttons(|page| SkillClick::Page { page }).len(),
            buttons
        );
    }

    #[test]
    fn a_list_is_cut_without_losing_a_line() {
        check(0, 0, &[], "", 0);
        check(0, 7, &[], "", 0);
        check(10, 0, &[0, 9], "", 0);
        check(11, 0, &[0, 9], "\n-# Page 1 of 2", 1);
        check(11, 1, &[10], "\n-# Page 2 of 2", 1);
        check(11, 9, &[10], "\n-# Page 2 of 2", 1);
        check(35, 1, &[10, 19], "\n-# Page 2 of 4", 2);
        check(
            1_000_000,
            u16::MAX,
            &[655_350, 655_359],
            "\n-# Page 65536 of 65536",
            1,
        );
    }
}
