//! Finding people of a guild: by what is typed of their names, and as a short list of the likeliest. In private messages Discord's
//! own member picker knows only the two who talk there.

use crate::domain::ids::MemberId;
use crate::post::MAX_OPTIONS;
use crate::store::helper_facts::Named;

/// Those whose shown name or user name is, begins with, or holds what was typed; the best first, at most `most`. Case does not
/// matter. `people` come in the order of their names, which decides among equals.
pub(crate) fn matching(people: &[Named], typed: &str, most: usize) -> Vec<(MemberId, String)> {
    let typed = typed.trim().trim_start_matches('@').to_lowercase();
    if typed.is_empty() {
        return Vec::new();
    }
    let fit = |name: &str| {
        let name = name.to_lowercase();
        if name == typed {
            Some(0)
        } else if name.starts_with(&typed) {
            Some(1)
        } else if name.split_whitespace().any(|word| word.starts_with(&typed)) {
            Some(2)
        } else if name.contains(&typed) {
            Some(3)
        } else {
            None
        }
    };
    let mut found: Vec<(u8, &Named)> = people
        .iter()
        .filter_map(|person| {
            fit(&person.name)
                .into_iter()
                .chain(fit(&person.user_name))
                .min()
                .map(|fit| (fit, person))
        })
        .collect();
    // The people come by name, and a stable sort keeps that among equals.
    found.sort_by_key(|(fit, _)| *fit);
    // A name typed in full means that person, even where it is part of other names.
    if found.iter().filter(|(fit, _)| *fit == 0).count() == 1 {
        found.truncate(1);
    }
    found
        .into_iter()
        .take(most)
        .map(|(_, person)| (person.member, person.name.clone()))
        .collect()
}

/// Up to 25 people to choose from, with their names as written: the likely ones first, in their order, then the others by name; each
/// once, and none of `except`. Likely ones who are not among the people are left out.
pub(crate) fn suggestions(
    people: &[Named],
    likely: &[MemberId],
    except: &[MemberId],
) -> Vec<(MemberId, String)> {
    let likely_people = likely
        .iter()
        .filter_map(|member| people.iter().find(|person| person.member == *member));
    let mut suggested: Vec<(MemberId, String)> = Vec::new();
    for person in likely_people.chain(people) {
        let seen = suggested.iter().any(|(member, _)| *member == person.member);
        if !seen && !except.contains(&person.member) {
            suggested.push((person.member, person.name.clone()));
        }
        if suggested.len() == MAX_OPTIONS {
            break;
        }
    }
    suggested
}

#[cfg(test)]
mod tests {
    use super::*;

    fn people() -> Vec<Named> {
        [
            (1, "Mia Berg", "mia"),
            (2, "Ravi", "ravi_k"),
            (3, "Noor", "noor"),
            (4, "Ravindra", "rr"),
            (5, "Émile", "emile"),
        ]
        .map(|(id, name, user_name)| Named {
            member: MemberId(id),
            name: name.to_owned(),
            user_name: user_name.to_owned(),
        })
        .into()
    }

    fn ids(found: &[(MemberId, String)]) -> Vec<i64> {
        found.iter().map(|(member, _)| member.0).collect()
    }

    #[track_caller]
    fn check(typed: &str, expected: &[i64]) {
        assert_eq!(ids(&matching(&people(), typed, 20)), expected, "{typed}");
    }

    #[test]
    fn people_are_found_by_what_is_typed_of_their_names() {
        check("ravi", &[2]);
        check("@RAV", &[2, 4]);
        check("berg", &[1]);
        check("ÉMI", &[5]);
        check("emile", &[5]);
        check("oo", &[3]);
        check("olu", &[]);
        check("  ", &[]);
        check("@", &[]);
    }

    #[test]
    fn no_more_are_found_than_can_be_shown() {
        assert_eq!(ids(&matching(&people(), "r", 1)), [2]);
    }

    #[test]
    fn the_likely_ones_come_first_and_nobody_comes_twice() {
        let suggested = |likely: &[i64], except: &[i64]| {
            let of = |ids: &[i64]| ids.iter().copied().map(MemberId).collect::<Vec<_>>();
            ids(&suggestions(&people(), &of(likely), &of(except)))
        };
        assert_eq!(suggested(&[], &[]), [1, 2, 3, 4, 5]);
        assert_eq!(suggested(&[4, 2, 4], &[1]), [4, 2, 3, 5]);
        assert_eq!(suggested(&[9, 3], &[3]), [1, 2, 4, 5]);
    }

    #[test]
    fn a_select_holds_no_more_than_twenty_five() {
        let many: Vec<Named> = (0..40)
            .map(|id| Named {
                member: MemberId(id),
                name: format!("Person {id}"),
                user_name: format!("person{id}"),
            })
            .collect();
        let suggested = suggestions(&many, &[MemberId(39)], &[]);
        assert_eq!(suggested.len(), MAX_OPTIONS);
        assert_eq!(suggested[0].0, MemberId(39));
    }
}
