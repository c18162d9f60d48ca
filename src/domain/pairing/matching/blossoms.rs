//! Blossoms: how they are made of a cycle, taken apart, and matched anew along their cycle.

use super::{Label, Matching, NONE};

impl Matching {
    /// Makes a blossom of the cycle that an edge between two even vertices closes. `meeting` is the base of where their ways to the
    /// root meet.
    pub(super) fn shrink(&mut self, meeting: u32, edge: u32) {
        let [one, other] = self.edges[edge as usize];
        let bottom = self.top[meeting as usize];
        let (mut parts, mut links) = (Vec::new(), Vec::new());
        let mut at = self.top[one as usize];
        while at != bottom {
            parts.push(at);
            links.push(self.via[at as usize]);
            at = self.top[self.at(self.via[at as usize]) as usize];
        }
        parts.push(bottom);
        parts.reverse();
        links.reverse();
        links.push(2 * edge);
        let mut at = self.top[other as usize];
        while at != bottom {
            parts.push(at);
            links.push(self.via[at as usize] ^ 1);
            at = self.top[self.at(self.via[at as usize]) as usize];
        }

        let blossom = self.unused.pop().unwrap_or_else(|| self.another());
        let via = self.via[bottom as usize];
        for part in &parts {
            self.settle(*part);
            let was_odd = self.label[*part as usize] == Label::Odd;
            self.label[*part as usize] = Label::Free;
            self.via[*part as usize] = NONE;
            self.parent[*part as usize] = blossom;
            for vertex in self.leaves(*part) {
                self.top[vertex as usize] = blossom;
                if was_odd {
                    self.fresh.push(vertex);
                }
            }
        }
        let new = blossom as usize;
        self.parts[new] = parts;
        self.links[new] = links;
        self.parent[new] = NONE;
        self.base[new] = meeting;
        self.rent[new] = 0;
        self.give_label(blossom, Label::Even, via);
    }

    /// Room for one more blossom.
    fn another(&mut self) -> u32 {
        let number = u32::try_from(self.parts.len()).unwrap_or(NONE - 1);
        self.label.push(Label::Free);
        self.via.push(NONE);
        self.since.push(0);
        self.parent.push(NONE);
        self.base.push(NONE);
        self.seen.push(0);
        self.parts.push(Vec::new());
        self.links.push(Vec::new());
        self.rent.push(0);
        number
    }

    /// Makes the parts of a blossom stand for themselves, and returns them with their links.
    fn take_apart(&mut self, blossom: u32) -> (Vec<u32>, Vec<u32>) {
        let parts = std::mem::take(&mut self.parts[blossom as usize]);
        let links = std::mem::take(&mut self.links[blossom as usize]);
        for part in &parts {
            self.parent[*part as usize] = NONE;
            self.label[*part as usize] = Label::Free;
            for vertex in self.leaves(*part) {
                self.top[vertex as usize] = *part;
            }
        }
        self.label[blossom as usize] = Label::Free;
        self.via[blossom as usize] = NONE;
        self.unused.push(blossom);
        (parts, links)
    }

    /// Takes apart an odd blossom in the tree, whose rent is zero. Of its parts, those on the even way from where the tree enters to
    /// the base join the tree in its place, and the others are set free.
    pub(super) fn expand(&mut self, blossom: u32) {
        let mut via = self.via[blossom as usize];
        let (parts, links) = self.take_apart(blossom);
        let entry = self.top[self.at(via ^ 1) as usize];
        let mut way = Way::from(&parts, &links, entry);
        while !way.at_base() {
            let odd = self.top[self.at(via ^ 1) as usize];
            self.make_odd(odd, via);
            self.make_even_mate(odd);
            way.step();
            via = way.step();
        }
        let last = parts[0];
        self.make_odd(last, via);
        for part in parts {
            if self.label[part as usize] == Label::Free {
                for vertex in self.leaves(part) {
                    self.look_back(vertex);
                }
            }
        }
    }

    /// Takes apart a blossom that costs nothing, and its parts likewise, once the tree is gone.
    pub(super) fn dissolve_if_worthless(&mut self, top: u32) {
        let mut open = vec![top];
        while let Some(next) = open.pop() {
            let worthless = next >= self.vertices
                && self.parent[next as usize] == NONE
                && self.rent[next as usize] == 0
                && !self.parts[next as usize].is_empty();
            if worthless {
                open.extend(self.take_apart(next).0);
            }
        }
    }

    /// Matches an even vertex of the tree with a free one, and changes matches along the way to the root. The ends are those of the
    /// edge between them, the even vertex's first.
    pub(super) fn augment(&mut self, near: u32, far: u32) {
        let free = self.at(far);
        self.open_at(free);
        self.mate[free as usize] = near;
        let (mut vertex, mut end) = (self.at(near), far);
        loop {
            let top = self.top[vertex as usize];
            self.open_at(vertex);
            self.mate[vertex as usize] = end;
            let via = self.via[top as usize];
            if via == NONE {
                return;
            }
            let odd = self.top[self.at(via) as usize];
            let up = self.via[odd as usize];
            let entered = self.at(up ^ 1);
            self.open_at(entered);
            self.mate[entered as usize] = up;
            vertex = self.at(up);
            end = up ^ 1;
        }
    }

    /// Makes a vertex the base of the outermost blossom that holds it.
    fn open_at(&mut self, vertex: u32) {
        let top = self.top[vertex as usize];
        if top != vertex {
            self.rebase(top, vertex);
        }
    }

    /// Changes the matches within a blossom so that the vertex is its base.
    fn rebase(&mut self, blossom: u32, vertex: u32) {
        let mut part = vertex;
        while self.parent[part as usize] != blossom {
            part = self.parent[part as usize];
        }
        if part >= self.vertices {
            self.rebase(part, vertex);
        }
        let parts = self.parts[blossom as usize].clone();
        let links = self.links[blossom as usize].clone();
        let mut way = Way::from(&parts, &links, part);
        let first = way.at;
        while !way.at_base() {
            // The second step's link is left unmatched, so the first's two parts are matched over the link between them.
            way.step();
            let one = way.part();
            let end = way.step();
            let other = way.part();
            for (part, end) in [(one, end), (other, end ^ 1)] {
                if part >= self.vertices {
                    self.rebase(part, self.at(end));
                }
                let vertex = self.at(end);
                self.mate[vertex as usize] = end ^ 1;
            }
        }
        self.parts[blossom as usize].rotate_left(first);
        self.links[blossom as usize].rotate_left(first);
        self.base[blossom as usize] = vertex;
    }
}

/// A walk along a blossom's cycle, from one of its parts to its first, in the direction that takes an even number of steps.
struct Way<'a> {
    parts: &'a [u32],
    links: &'a [u32],
    at: usize,
    onwards: bool,
}

impl<'a> Way<'a> {
    fn from(parts: &'a [u32], links: &'a [u32], part: u32) -> Self {
        let at = parts.iter().position(|other| *other == part).unwrap_or(0);
        Self {
            parts,
            links,
            at,
            onwards: at % 2 == 1,
        }
    }

    fn at_base(&self) -> bool {
        self.at == 0
    }

    fn part(&self) -> u32 {
        self.parts[self.at]
    }

    /// Goes one part further. Returns the end, in the part that is left, of the link that is crossed.
    fn step(&mut self) -> u32 {
        let count = self.parts.len();
        if self.onwards {
            let link = self.links[self.at];
            self.at = (self.at + 1) % count;
            link
        } else {
            self.at -= 1;
            self.links[self.at] ^ 1
        }
    }
}
