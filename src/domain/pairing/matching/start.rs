//! Prices to begin from, and the matches that they allow.

use super::{Label, Matching, NONE};

impl Matching {
    /// Makes the prices fit all edges, those added since the last time too, and matches whom they let match without looking further.
    ///
    /// Blossoms are given up: half of each rent goes to the prices of whoever it held, so that nearly all of their edges stay
    /// without slack, and nearly all matches are kept.
    pub(in super::super) fn warm_up(&mut self) {
        self.give_up_blossoms();
        for vertex in 0..self.vertices {
            let asked = self.asked_of(vertex);
            let price = &mut self.price[vertex as usize];
            *price = asked.unwrap_or(*price).max(*price);
        }
        self.unmatch_slack();
        for vertex in 0..self.vertices {
            if self.mate[vertex as usize] == NONE {
                self.settle_cheaply(vertex);
            }
        }
    }

    /// Unmatches somebody, and whoever they are matched with.
    pub(in super::super) fn unmatch(&mut self, vertex: u32) {
        if let Some(partner) = self.partner(vertex) {
            self.mate[vertex as usize] = NONE;
            self.mate[partner as usize] = NONE;
        }
    }

    fn give_up_blossoms(&mut self) {
        self.price = self.plain_prices();
        let n = self.vertices as usize;
        self.label.truncate(n);
        self.label.fill(Label::Free);
        self.via.truncate(n);
        self.since.truncate(n);
        self.parent.truncate(n);
        self.parent.fill(NONE);
        self.base.truncate(n);
        self.seen.truncate(n);
        self.parts.truncate(n);
        self.links.truncate(n);
        self.rent.truncate(n);
        self.unused.clear();
        self.top = (0..self.vertices).collect();
    }

    /// The least price of a vertex at which none of its edges has a slack below zero.
    fn asked_of(&self, vertex: u32) -> Option<i64> {
        self.around[vertex as usize]
            .iter()
            .map(|end| self.gains[*end as usize / 2] - self.price[self.at(*end) as usize])
            .max()
    }

    fn unmatch_slack(&mut self) {
        for vertex in 0..self.vertices {
            if let Some(partner) = self.partner(vertex) {
                let edge = self.mate[vertex as usize] as usize / 2;
                let prices = self.price[vertex as usize] + self.price[partner as usize];
                if prices != self.gains[edge] {
                    self.unmatch(vertex);
                }
            }
        }
    }

    /// Lowers an unmatched vertex's price as far as its edges allow, and matches it over one that has no slack then.
    fn settle_cheaply(&mut self, vertex: u32) {
        let Some(price) = self.asked_of(vertex) else {
            return;
        };
        self.price[vertex as usize] = price;
        let free = self.around[vertex as usize].iter().copied().find(|end| {
            let other = self.at(*end) as usize;
            self.mate[other] == NONE && self.price[other] + price == self.gains[*end as usize / 2]
        });
        if let Some(end) = free {
            self.mate[vertex as usize] = end;
            let other = self.at(end);
            self.mate[other as usize] = end ^ 1;
        }
    }
}
