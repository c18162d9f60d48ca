//! A bound on how many members disjoint cycles can hold: as if cycles could be of any length.
//!
//! That is an assignment problem: everybody is assigned a taker, or themselves at a cost of one, so that nobody is
//! assigned twice; the least cost is how many at least stay unserved. Only arcs of short cycles take part, which makes the
//! bound much better than that.

use super::graph::{Graph, Set};

/// The most of these members who can be in disjoint cycles made of the arcs of their short cycles. The Hungarian method,
/// with the cube of their number for its time.
pub(super) fn most_in_cycles(graph: &Graph, members: &[usize]) -> usize {
    let size = members.len();
    let costs = costs(graph, members);
    // Potentials of givers and takers, whom each taker is assigned to, all counted from 1; 0 stands for nobody.
    let (mut of_giver, mut of_taker) = (vec![0_i32; size + 1], vec![0_i32; size + 1]);
    let mut giver_of = vec![0_usize; size + 1];
    for giver in 1..=size {
        giver_of[0] = giver;
        let mut taker = 0;
        let mut least = vec![i32::MAX; size + 1];
        let mut came_from = vec![0_usize; size + 1];
        let mut done = vec![false; size + 1];
        while giver_of[taker] != 0 {
            done[taker] = true;
            let from = giver_of[taker];
            let (mut step, mut next) = (i32::MAX, 0);
            for to in (1..=size).filter(|to| !done[*to]) {
                let slack = costs[(from - 1) * size + to - 1] - of_giver[from] - of_taker[to];
                if slack < least[to] {
                    least[to] = slack;
                    came_from[to] = taker;
                }
                if least[to] < step {
                    step = least[to];
                    next = to;
                }
            }
            for to in 0..=size {
                if done[to] {
                    of_giver[giver_of[to]] += step;
                    of_taker[to] -= step;
                } else if least[to] < i32::MAX {
                    least[to] -= step;
                }
            }
            taker = next;
        }
        while taker != 0 {
            giver_of[taker] = giver_of[came_from[taker]];
            taker = came_from[taker];
        }
    }
    (1..=size)
        .filter(|taker| giver_of[*taker] != *taker)
        .count()
}

/// What it costs to assign each to each, row by row: nothing along an arc of a short cycle, 1 to oneself, and else more
/// than any assignment costs that exists.
fn costs(graph: &Graph, members: &[usize]) -> Vec<i32> {
    let size = members.len();
    let never = i32::try_from(size).unwrap_or(i32::MAX / 4) + 1;
    let among = Set::of(graph.takers.len(), members);
    let mut costs = vec![never; size * size];
    for (row, giver) in members.iter().enumerate() {
        for (column, taker) in members.iter().enumerate() {
            if row == column {
                costs[row * size + column] = 1;
            } else if graph.takers[*giver].has(*taker) && graph.closes(*giver, *taker, &among) {
                costs[row * size + column] = 0;
            }
        }
    }
    costs
}
