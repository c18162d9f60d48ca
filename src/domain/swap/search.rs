//! The most members in disjoint short cycles of one piece.

use rand::RngExt as _;
use rand_chacha::ChaCha8Rng;

use super::assignment;
use super::graph::{Cycle, Graph, Set};

/// Local search ends after so many steps for each member of a piece, and at least [`FEWEST_STEPS`], without an improvement.
const STEPS_EACH: usize = 20;
const FEWEST_STEPS: usize = 2_000;
/// Up to so many members, a bound better than counting heads is worked out, in time that grows with their cube.
const BOUNDED: usize = 250;
/// Up to so many members, branch and bound is tried.
const SEARCHED: usize = 120;
/// The most nodes it looks at before it gives up.
const NODES: usize = 20_000;

/// Disjoint cycles, and how many members no set of disjoint cycles can exceed.
pub(super) struct Found {
    pub(super) cycles: Vec<Cycle>,
    pub(super) bound: usize,
}

/// Solves one piece: exactly where the bound is met or branch and bound comes to its end.
pub(super) fn most(graph: &Graph, piece: &[usize], rng: &mut ChaCha8Rng) -> Found {
    let mut bound = if piece.len() <= BOUNDED {
        assignment::most_in_cycles(graph, piece)
    } else {
        piece.len()
    };
    let mut seats = Seats::new(graph, piece);
    seats.fill(piece, rng);
    seats.improve(piece, bound, rng);
    let mut cycles: Vec<Cycle> = seats.cycles();
    if seats.served < bound && piece.len() <= SEARCHED {
        let mut branching = Branching {
            graph,
            free: Set::of(graph.takers.len(), piece),
            chosen: Vec::new(),
            served: 0,
            best: cycles,
            most: seats.served,
            bound,
            nodes: NODES,
        };
        if branching.go() {
            bound = branching.most;
        }
        cycles = branching.best;
    }
    Found { cycles, bound }
}

/// Who is in which cycle, and who is free.
struct Seats<'a> {
    graph: &'a Graph,
    free: Set,
    of: Vec<Option<Cycle>>,
    served: usize,
}

impl<'a> Seats<'a> {
    fn new(graph: &'a Graph, piece: &[usize]) -> Self {
        let size = graph.takers.len();
        Self {
            graph,
            free: Set::of(size, piece),
            of: vec![None; size],
            served: 0,
        }
    }

    fn seat(&mut self, cycle: Cycle) {
        for member in cycle.members() {
            self.free.take(*member);
            self.of[*member] = Some(cycle);
        }
        self.served += cycle.members().len();
    }

    fn clear(&mut self, cycle: Cycle) {
        for member in cycle.members() {
            self.free.put(*member);
            self.of[*member] = None;
        }
        self.served -= cycle.members().len();
    }

    /// Adds cycles of the free around each of these members, as long as there are any.
    fn fill(&mut self, members: &[usize], rng: &mut ChaCha8Rng) -> Vec<Cycle> {
        let mut added = Vec::new();
        for member in members {
            if !self.free.has(*member) {
                continue;
            }
            if let Some(cycle) = self.one_of(*member, rng) {
                self.seat(cycle);
                added.push(cycle);
            }
        }
        added
    }

    /// A cycle of free members, one of the first few drawn by lot. Twos come first, which are easier to arrange.
    fn one_of(&self, member: usize, rng: &mut ChaCha8Rng) -> Option<Cycle> {
        const LOOKED_AT: usize = 8;
        let few: Vec<Cycle> = self
            .graph
            .cycles_of(member, &self.free)
            .take(LOOKED_AT)
            .collect();
        if few.is_empty() {
            return None;
        }
        Some(few[rng.random_range(0..few.len())])
    }

    /// Local search: somebody unserved pushes into a cycle, those who are pushed out are seated again if they can be,
    /// and it stays so unless fewer are served than before.
    fn improve(&mut self, piece: &[usize], bound: usize, rng: &mut ChaCha8Rng) {
        let everybody = Set::of(self.graph.takers.len(), piece);
        let patience = (STEPS_EACH * piece.len()).max(FEWEST_STEPS);
        let mut steps_left = patience;
        while self.served < bound && steps_left > 0 {
            steps_left -= 1;
            let unserved: Vec<usize> = Set::common([&self.free, &everybody]).collect();
            if unserved.is_empty() {
                return;
            }
            let member = unserved[rng.random_range(0..unserved.len())];
            let before = self.served;
            if let Some(cycle) = self.any_cycle(member, &everybody, rng) {
                self.push_in(cycle, rng);
            }
            if self.served > before {
                steps_left = patience;
            }
        }
    }

    /// A cycle with the member, whoever else is in it: a taker drawn by lot, and whoever closes it drawn by lot.
    fn any_cycle(&self, member: usize, among: &Set, rng: &mut ChaCha8Rng) -> Option<Cycle> {
        const TRIES: usize = 8;
        let takers: Vec<usize> = Set::common([&self.graph.takers[member], among]).collect();
        if takers.is_empty() {
            return None;
        }
        let second = (0..TRIES)
            .map(|_| takers[rng.random_range(0..takers.len())])
            .find(|taker| self.graph.closes(member, *taker, among))?;
        let mut ways: Vec<Cycle> = Set::common([
            &self.graph.takers[second],
            &self.graph.givers[member],
            among,
        ])
        .map(|third| Cycle::three(member, second, third))
        .collect();
        if self.graph.takers[second].has(member) {
            ways.push(Cycle::two(member, second));
        }
        Some(ways[rng.random_range(0..ways.len())])
    }

    /// Seats the cycle in place of those in its way, and takes it all back if that serves fewer.
    fn push_in(&mut self, cycle: Cycle, rng: &mut ChaCha8Rng) {
        let before = self.served;
        let mut pushed_out: Vec<Cycle> = Vec::new();
        for member in cycle.members() {
            if let Some(old) = self.of[*member] {
                self.clear(old);
                pushed_out.push(old);
            }
        }
        self.seat(cycle);
        let freed: Vec<usize> = pushed_out
            .iter()
            .flat_map(|old| old.members().iter().copied())
            .collect();
        let added = self.fill(&freed, rng);
        if self.served < before {
            for new in added {
                self.clear(new);
            }
            self.clear(cycle);
            for old in pushed_out {
                self.seat(old);
            }
        }
    }

    /// The cycles, each once.
    fn cycles(&self) -> Vec<Cycle> {
        self.of
            .iter()
            .enumerate()
            .filter_map(|(member, cycle)| cycle.filter(|cycle| cycle.members()[0] == member))
            .collect()
    }
}

/// Branch and bound: the member with the fewest cycles left is in one of them, or in none.
struct Branching<'a> {
    graph: &'a Graph,
    free: Set,
    chosen: Vec<Cycle>,
    served: usize,
    best: Vec<Cycle>,
    most: usize,
    bound: usize,
    nodes: usize,
}

impl Branching<'_> {
    /// Whether everything was looked at that could be better.
    fn go(&mut self) -> bool {
        if self.served > self.most {
            self.most = self.served;
            self.best.clone_from(&self.chosen);
        }
        if self.most >= self.bound {
            return true;
        }
        if self.nodes == 0 {
            return false;
        }
        self.nodes -= 1;
        let open: Vec<(usize, usize)> = Set::common([&self.free])
            .map(|member| {
                (
                    self.graph.cycles_of(member, &self.free).take(64).count(),
                    member,
                )
            })
            .filter(|(cycles, _)| *cycles > 0)
            .collect();
        let Some((_, member)) = open.iter().min().copied() else {
            return true;
        };
        if self.served + open.len() <= self.most {
            return true;
        }
        let members: Vec<usize> = open.iter().map(|(_, member)| *member).collect();
        if self.served + assignment::most_in_cycles(self.graph, &members) <= self.most {
            return true;
        }
        let cycles: Vec<Cycle> = self.graph.cycles_of(member, &self.free).collect();
        let mut whole = true;
        // Threes first: what serves more is found sooner.
        for cycle in cycles.into_iter().rev() {
            for member in cycle.members() {
                self.free.take(*member);
            }
            self.chosen.push(cycle);
            self.served += cycle.members().len();
            whole &= self.go();
            self.served -= cycle.members().len();
            self.chosen.pop();
            for member in cycle.members() {
                self.free.put(*member);
            }
            if !whole {
                return false;
            }
        }
        self.free.take(member);
        whole &= self.go();
        self.free.put(member);
        whole
    }
}
