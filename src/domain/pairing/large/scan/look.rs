//! Which of 64 people at a time somebody could exchange much with.

use super::super::super::worth::is_rested_host;
use super::{BLOCK, KINDS, OWN_ROWS, Scan};

/// The rows that matter for somebody.
pub(super) struct Look<'a> {
    gives: Vec<(&'a [u64], bool)>,
    takes: Vec<(&'a [u64], bool)>,
    /// Those who are the other of a newcomer and a host.
    welcome: &'a [u64],
    /// What being welcome adds at most.
    pub(super) host: i64,
}

impl<'a> Look<'a> {
    pub(super) fn of(scan: &'a Scan<'_>, one: u32) -> Self {
        let person = scan.field.round.person(one);
        let (welcome, host) = if person.newcomer {
            (&scan.hosts, scan.plan.host)
        } else if is_rested_host(person) {
            (&scan.newcomers, scan.plan.host)
        } else {
            (&scan.nobody, 0)
        };
        let rows = |numbers: &[u16], rows: &'a [u64]| {
            numbers
                .iter()
                .map(|row| {
                    let row = usize::from(*row);
                    (
                        &rows[row * scan.words..(row + 1) * scan.words],
                        row >= OWN_ROWS,
                    )
                })
                .collect()
        };
        let own = &scan.plan.rows[one as usize];
        Self {
            gives: rows(&own.teaches, &scan.wish),
            takes: rows(&own.wishes, &scan.teach),
            welcome,
            host,
        }
    }

    /// Of a block those of whom it is not certain that no pair with them is worth what is asked.
    pub(super) fn worth_weighing(&self, scan: &Scan<'_>, begin: usize, asked: i64) -> [u64; BLOCK] {
        let given = shared(&self.gives, begin);
        let taken = shared(&self.takes, begin);
        let ask = |more: i64| {
            scan.plan
                .kinds
                .map(|most| if asked < most + more { u64::MAX } else { 0 })
        };
        let (plain, hosted) = (ask(0), ask(self.host));
        std::array::from_fn(|word| {
            let (one, two, three) = (given[0][word], given[1][word], given[2][word]);
            let (other, others, more) = (taken[0][word], taken[1][word], taken[2][word]);
            let both = one & other;
            let kinds = [
                u64::MAX,
                one | other,
                two | others,
                both,
                both & (two | others),
                both & two & others,
                both & (three | more),
            ];
            let some = |masks: &[u64; KINDS]| {
                kinds
                    .iter()
                    .zip(masks)
                    .fold(0, |some, (kind, mask)| some | kind & mask)
            };
            some(&plain) | some(&hosted) & self.welcome[begin + word]
        })
    }
}

/// Who is in one of these rows, in two, and in three; whoever is in a row that skills share may be there for as many.
fn shared(rows: &[(&[u64], bool)], begin: usize) -> [[u64; BLOCK]; 3] {
    let mut sets = [[0; BLOCK]; 3];
    for (row, shared) in rows {
        let mask = if *shared { u64::MAX } else { 0 };
        for (word, bits) in row[begin..begin + BLOCK].iter().enumerate() {
            sets[2][word] |= bits & (sets[1][word] | mask);
            sets[1][word] |= bits & (sets[0][word] | mask);
            sets[0][word] |= bits;
        }
    }
    sets
}
