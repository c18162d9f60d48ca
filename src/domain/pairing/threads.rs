//! Work spread over threads, with one result however many there are.

use std::sync::atomic::{AtomicUsize, Ordering};

/// So many numbers are looked at in one go.
const STRIDE: usize = 64;

/// What is found for each number below `count`, in the order of the numbers.
pub(super) fn in_order<T: Send>(
    count: usize,
    threads: usize,
    find: &(impl Fn(u32) -> Vec<T> + Sync),
) -> Vec<T> {
    let strides = count.div_ceil(STRIDE);
    let look = |stride: usize| -> Vec<T> {
        (stride * STRIDE..count.min((stride + 1) * STRIDE))
            .flat_map(|number| find(u32::try_from(number).unwrap_or(u32::MAX)))
            .collect()
    };
    if threads <= 1 || strides <= 1 {
        return (0..strides).flat_map(look).collect();
    }
    let next = AtomicUsize::new(0);
    let work = || {
        let mut found = Vec::new();
        loop {
            let stride = next.fetch_add(1, Ordering::Relaxed);
            if stride >= strides {
                return found;
            }
            found.push((stride, look(stride)));
        }
    };
    let mut found = std::thread::scope(|scope| {
        let others: Vec<_> = (1..threads.min(strides))
            .map(|_| scope.spawn(work))
            .collect();
        let mut found = work();
        for other in others {
            match other.join() {
                Ok(more) => found.extend(more),
                Err(panic) => std::panic::resume_unwind(panic),
            }
        }
        found
    });
    found.sort_unstable_by_key(|(stride, _)| *stride);
    found.into_iter().flat_map(|(_, found)| found).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_number_of_threads_finds_the_same_in_the_same_order() {
        let find = |number: u32| vec![number; number as usize % 3];
        let one = in_order(1_000, 1, &find);
        assert_eq!(one.len(), 999);
        assert!(one.is_sorted());
        for threads in [2, 3, 8, 100] {
            assert_eq!(in_order(1_000, threads, &find), one);
        }
        assert_eq!(in_order(0, 2, &find), Vec::<u32>::new());
    }
}
