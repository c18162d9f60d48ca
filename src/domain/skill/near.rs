//! How far two spellings are apart, and when that is near enough to ask "Did you mean …?".

/// How many single-letter slips (one missing, one too many, one wrong, two swapped) two keys may be apart to be asked about.
///
/// Names of up to three characters are whole different skills a letter apart (C and R, SQL and SAL, k8s and k9s), so they
/// are never near anything; long names are allowed more slips than short ones.
pub(super) const fn allowed_slips(characters: usize) -> usize {
    match characters {
        0..=3 => 0,
        4..=7 => 1,
        8..=14 => 2,
        _ => 3,
    }
}

/// A key prepared for many comparisons.
#[derive(Clone, Copy, Debug)]
pub(super) struct Spelling {
    /// The key's characters.
    pub(super) characters: usize,
    /// Which letters occur, as one bit each modulo 64: a slip changes at most two bits, so most keys that are too far apart
    /// are told by counting bits.
    letters: u64,
}

impl Spelling {
    /// Prepares a folded key.
    pub(super) fn of(key: &str) -> Self {
        let mut letters = 0;
        let mut characters = 0;
        for c in key.chars() {
            letters |= 1 << (u32::from(c) % 64);
            characters += 1;
        }
        Self {
            characters,
            letters,
        }
    }

    /// Whether this key may be near the other one, or near a beginning of it: a slip brings in at most one letter that the
    /// other does not have at all.
    pub(super) const fn may_begin(self, other: Self) -> bool {
        (self.letters & !other.letters).count_ones() as usize <= allowed_slips(self.characters)
    }

    /// The slips between two keys if they are few enough to ask about and not none.
    pub(super) fn slips(self, key: &str, other: Self, other_key: &str) -> Option<usize> {
        let allowed = allowed_slips(self.characters.min(other.characters));
        if allowed == 0
            || self.characters.abs_diff(other.characters) > allowed
            || (self.letters ^ other.letters).count_ones() as usize > 2 * allowed
            || !signs(key).eq(signs(other_key))
        {
            return None;
        }
        Some(strsim::damerau_levenshtein(key, other_key))
            .filter(|slips| (1..=allowed).contains(slips))
    }
}

/// Digits and signs in order: "Python 2" and "Python 3", "Visual C++" and "Visual C#" differ on purpose.
fn signs(key: &str) -> impl Iterator<Item = char> {
    key.chars()
        .enumerate()
        .filter(|(at, c)| is_sign(*at, *c))
        .map(|(_, c)| c)
}

/// Digits anywhere, and `+` and `#` after the first character; a leading `#` is a habit, not another skill.
fn is_sign(at: usize, c: char) -> bool {
    c.is_numeric() || (at > 0 && matches!(c, '+' | '#'))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::domain::skill::SkillKey;

    fn slips(one: &str, other: &str) -> Option<usize> {
        let (one, other) = (SkillKey::fold(one), SkillKey::fold(other));
        Spelling::of(one.as_str()).slips(one.as_str(), Spelling::of(other.as_str()), other.as_str())
    }

    #[track_caller]
    fn check(one: &str, other: &str, expected: Option<usize>) {
        assert_eq!(slips(one, other), expected, "{one} / {other}");
        assert_eq!(slips(other, one), expected, "{other} / {one}");
    }

    #[test]
    fn slips_are_near() {
        check("Kuberntes", "Kubernetes", Some(1));
        check("Kubrenetes", "Kubernetes", Some(1));
        check("Kubernites", "Kubernetes", Some(1));
        check("postgers", "postgres", Some(1));
        check("Rusty", "Rust", Some(1));
        check("presentatoin skils", "presentation skills", Some(2));
        check("#python", "Python", Some(1));
        check("databases", "database", Some(1));
    }

    #[test]
    fn short_names_versions_and_signs_are_not() {
        check("C", "R", None);
        check("C", "C#", None);
        check("SQL", "SAL", None);
        check("k8s", "k9s", None);
        check("Python 2", "Python 3", None);
        check("ISO 9001", "ISO 27001", None);
        check("Visual C++", "Visual C#", None);
        check("Java", "JavaScript", None);
        check("Rust", "Rust", None);
        check("Spanish", "Finnish", None);
    }

    proptest! {
        #[test]
        fn the_quick_checks_lose_nothing(one in "[a-d]{4,12}", other in "[a-d]{4,12}") {
            let exact = strsim::damerau_levenshtein(&one, &other);
            let allowed = allowed_slips(one.len().min(other.len()));
            prop_assert_eq!(slips(&one, &other), (1..=allowed).contains(&exact).then_some(exact));
        }

        #[test]
        fn what_is_near_a_beginning_may_begin(one in "[a-e]{4,8}", other in "[a-e]{4,12}") {
            let (short, long) = (Spelling::of(&one), Spelling::of(&other));
            let near = (0..=other.len()).any(|end| {
                let allowed = allowed_slips(one.len());
                strsim::damerau_levenshtein(&one, &other[..end]) <= allowed
            });
            prop_assert!(!near || short.may_begin(long));
        }

        #[test]
        fn one_slip_in_a_long_name_is_near(name in "[a-z]{8,14}", at in 0_usize..8, letter in "[a-z]") {
            let mut slipped = name.clone();
            slipped.insert_str(at, &letter);
            prop_assert_eq!(slips(&name, &slipped), Some(1));
        }
    }
}
