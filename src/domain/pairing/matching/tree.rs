//! The tree that looks for a partner.
//!
//! Time is what even vertices have gone down in price, and odd ones up, since the tree began. Each thing that will happen is put down
//! with its time: an edge to a vertex outside loses its slack one by one, an edge between two even vertices two by two, and
//! an odd blossom its rent two by two. All even vertices of a tree have prices of the same parity, since edges without slack join them; so the
//! slack between two of them is even, and every time an integer.
//!
//! What was put down may no longer hold when its time comes, and is then dropped. Nothing is missed: who becomes even looks at all their
//! edges, and who is set free again looks for the tree.

use std::cmp::Reverse;

use super::{Label, Matching, NONE, Search};

/// In place of an edge: a blossom that has no rent left.
const EXPAND: u32 = NONE;

impl Matching {
    /// Looks for a partner for an unmatched vertex, changing the matches of others as need be. `work` is how many edges may be looked at.
    pub(in super::super) fn search(&mut self, root: u32, work: u64) -> Search {
        debug_assert_eq!(self.mate[root as usize], NONE);
        self.now = 0;
        self.limit = i64::MAX;
        self.events.clear();
        self.fresh.clear();
        self.work = work;
        self.make_even(self.top[root as usize], NONE);
        let result = loop {
            while let Some(vertex) = self.fresh.pop() {
                self.look_around(vertex);
            }
            if self.work == 0 {
                break Search::GaveUp;
            }
            let Some(Reverse((time, edge, blossom))) = self.events.pop() else {
                break self.stuck();
            };
            self.now = time;
            if edge == EXPAND {
                self.expand_if_worthless(blossom);
            } else if self.follow(edge) {
                break Search::Matched;
            }
        };
        self.end_tree();
        result
    }

    /// Lowers the price of the only unmatched vertex, and with it all others, as far as that goes without a blossom.
    pub(in super::super) fn search_until_cycle(&mut self, root: u32) {
        self.until_cycle = true;
        let found = self.search(root, u64::MAX);
        self.until_cycle = false;
        debug_assert_ne!(found, Search::Matched);
    }

    /// The price now.
    fn price_now(&self, vertex: u32) -> i64 {
        let top = self.top[vertex as usize] as usize;
        let passed = self.now - self.since[top];
        self.price[vertex as usize]
            + match self.label[top] {
                Label::Free => 0,
                Label::Even => -passed,
                Label::Odd => passed,
            }
    }

    fn slack_now(&self, edge: u32) -> i64 {
        let [one, other] = self.edges[edge as usize];
        self.price_now(one) + self.price_now(other) - self.gains[edge as usize]
    }

    /// Puts down when the edges of a vertex that has become even will have no slack.
    fn look_around(&mut self, vertex: u32) {
        let own = self.top[vertex as usize];
        let around = std::mem::take(&mut self.around[vertex as usize]);
        self.work = self.work.saturating_sub(around.len() as u64);
        for end in &around {
            let other = self.at(*end);
            let top = self.top[other as usize];
            match self.label[top as usize] {
                Label::Free => self.will_reach(other, *end / 2),
                Label::Even if top != own => {
                    let slack = self.slack_now(*end / 2);
                    debug_assert!(slack >= 0 && slack % 2 == 0);
                    self.put_down(self.now + slack / 2, *end / 2, 0);
                }
                Label::Even | Label::Odd => {}
            }
        }
        self.around[vertex as usize] = around;
    }

    /// Looks for the tree, from a vertex that has been set free.
    pub(super) fn look_back(&mut self, vertex: u32) {
        self.reached[vertex as usize] = i64::MAX;
        let around = std::mem::take(&mut self.around[vertex as usize]);
        self.work = self.work.saturating_sub(around.len() as u64);
        for end in &around {
            let top = self.top[self.at(*end) as usize];
            if self.label[top as usize] == Label::Even {
                self.will_reach(vertex, *end / 2);
            }
        }
        self.around[vertex as usize] = around;
    }

    fn will_reach(&mut self, vertex: u32, edge: u32) {
        let time = self.now + self.slack_now(edge);
        if time >= self.reached[vertex as usize] || time >= self.limit {
            return;
        }
        self.reached[vertex as usize] = time;
        self.touched.push(vertex);
        self.put_down(time, edge, 0);
        let base = self.base[self.top[vertex as usize] as usize];
        if self.mate[base as usize] == NONE {
            self.limit = time;
        }
    }

    fn put_down(&mut self, time: i64, edge: u32, blossom: u32) {
        if time < self.limit {
            self.events.push(Reverse((time, edge, blossom)));
        }
    }

    /// Follows an edge that should have no slack now. Whether the root has found a partner.
    fn follow(&mut self, edge: u32) -> bool {
        let [one, other] = self.edges[edge as usize];
        let (mut far, mut near) = (2 * edge + 1, 2 * edge);
        let (mut from, mut to) = (self.top[one as usize], self.top[other as usize]);
        if self.label[from as usize] != Label::Even {
            (from, to, far, near) = (to, from, near, far);
        }
        if from == to
            || self.label[from as usize] != Label::Even
            || self.label[to as usize] == Label::Odd
            || self.slack_now(edge) != 0
        {
            return false;
        }
        if self.label[to as usize] == Label::Even {
            if self.until_cycle {
                self.work = 0;
                return false;
            }
            let meeting = self.meeting(self.at(near), self.at(far));
            self.shrink(meeting, edge);
            return false;
        }
        if self.mate[self.base[to as usize] as usize] == NONE {
            self.augment(near, far);
            return true;
        }
        self.make_odd(to, near);
        self.make_even_mate(to);
        false
    }

    /// Where the ways from two even vertices to the root meet.
    fn meeting(&mut self, one: u32, other: u32) -> u32 {
        self.marks += 1;
        let mut open = [one, other];
        loop {
            for turn in &mut open {
                if *turn == NONE {
                    continue;
                }
                let top = self.top[*turn as usize] as usize;
                if self.seen[top] == self.marks {
                    return self.base[top];
                }
                self.seen[top] = self.marks;
                *turn = match self.via[top] {
                    NONE => NONE,
                    odd => {
                        let odd = self.top[self.at(odd) as usize] as usize;
                        self.at(self.via[odd])
                    }
                };
            }
        }
    }

    pub(super) fn make_even(&mut self, top: u32, via: u32) {
        self.give_label(top, Label::Even, via);
        let leaves = self.leaves(top);
        self.fresh.extend(leaves);
    }

    /// Makes even whoever the base of an odd blossom is matched with.
    pub(super) fn make_even_mate(&mut self, odd: u32) {
        let end = self.mate[self.base[odd as usize] as usize];
        self.make_even(self.top[self.at(end) as usize], end ^ 1);
    }

    pub(super) fn make_odd(&mut self, top: u32, via: u32) {
        self.give_label(top, Label::Odd, via);
        if top >= self.vertices {
            self.put_down(self.now + self.rent[top as usize] / 2, EXPAND, top);
        }
    }

    pub(super) fn give_label(&mut self, top: u32, label: Label, via: u32) {
        self.label[top as usize] = label;
        self.via[top as usize] = via;
        self.since[top as usize] = self.now;
        self.labelled.push(top);
    }

    /// Brings the prices in a part of the tree, and its rent, up to date.
    pub(super) fn settle(&mut self, top: u32) {
        let passed = self.now - self.since[top as usize];
        self.since[top as usize] = self.now;
        let change = match self.label[top as usize] {
            Label::Free => return,
            Label::Even => -passed,
            Label::Odd => passed,
        };
        if change != 0 {
            for vertex in self.leaves(top) {
                self.price[vertex as usize] += change;
            }
            if top >= self.vertices {
                self.rent[top as usize] -= 2 * change;
            }
        }
    }

    fn expand_if_worthless(&mut self, blossom: u32) {
        let at = blossom as usize;
        if self.parent[at] == NONE && self.label[at] == Label::Odd && !self.parts[at].is_empty() {
            self.settle(blossom);
            if self.rent[at] == 0 {
                self.expand(blossom);
            }
        }
    }

    fn stuck(&self) -> Search {
        let of = |label| {
            (0..self.vertices)
                .filter(|vertex| self.label[self.top[*vertex as usize] as usize] == label)
                .collect()
        };
        Search::Stuck(of(Label::Even), of(Label::Odd))
    }

    /// Settles all prices, and takes the tree away. Blossoms that cost nothing go with it.
    fn end_tree(&mut self) {
        for vertex in self.touched.drain(..) {
            self.reached[vertex as usize] = i64::MAX;
        }
        for top in std::mem::take(&mut self.labelled) {
            if self.label[top as usize] != Label::Free {
                self.settle(top);
                self.label[top as usize] = Label::Free;
                self.via[top as usize] = NONE;
                self.dissolve_if_worthless(top);
            }
        }
    }
}
