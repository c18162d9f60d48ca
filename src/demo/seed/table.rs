//! What the demo's team brings to the table, and what they have asked each other over a quarter.

/// A skill, who teaches it, who would like to learn it, and what was asked about it.
pub(super) struct Dish {
    /// As people type it.
    pub(super) skill: &'static str,
    /// User names.
    pub(super) teachers: &'static [&'static str],
    /// User names.
    pub(super) wishers: &'static [&'static str],
    /// Who asked what.
    pub(super) questions: &'static [(&'static str, &'static str)],
}

macro_rules! dishes {
    ($($skill:literal by [$($teacher:literal),*] for [$($wisher:literal),*] { $($asker:literal: $question:literal,)* })*) => {
        &[$(Dish {
            skill: $skill,
            teachers: &[$($teacher),*],
            wishers: &[$($wisher),*],
            questions: &[$(($asker, $question)),*],
        }),*]
    };
}

impl Dish {
    /// Whom somebody who is invited to help an asker would name in their place: another who teaches it, or else somebody of whom one
    /// would never have thought.
    pub(super) fn better(&self, than: &str, asker: &str) -> &'static str {
        let others = self
            .teachers
            .iter()
            .chain(self.wishers)
            .chain(&["tomas", "greta", "lena"]);
        others
            .copied()
            .find(|who| *who != than && *who != asker && !LATE.contains(who))
            .unwrap_or("ada")
    }
}

/// Who is not there from the first days on.
pub(super) const LATE: [&str; 2] = ["dario", "chloe"];

/// How many questions there are.
pub(super) const QUESTIONS: usize = TABLE.len() * 4;

/// Everything on the table.
pub(super) const TABLE: &[Dish] = dishes! {
    "PostgreSQL" by ["ravi", "amara"] for ["tomas", "femi"] {
        "mia": "Two of my updates wait for each other every night. How do I see which ones?",
        "femi": "What do I gain from a partial index over a full one?",
        "yuki": "My migration locks the orders table for a minute. Can that be shorter?",
        "oscar": "How do I read a dump without restoring all of it?",
    }
    "SQL" by ["amara", "kenji", "ravi"] for ["oscar", "bram", "chloe"] {
        "oscar": "I'd like the first order of each customer. GROUP BY gives me a wrong date.",
        "jonas": "My join returns every row twice. Where do I look?",
        "lena": "How do I count weeks in which nothing happened?",
        "bram": "When is a window function better than a subquery?",
    }
    "Python" by ["kenji", "sofia"] for ["chloe", "dario"] {
        "hana": "Which way of reading a CSV file survives quotation marks?",
        "samir": "My script eats all memory at the third file. What holds on to it?",
        "yuki": "Is there a tidy way to retry something three times?",
        "elio": "How do I run one file's tests only?",
    }
    "Rust" by ["tomas", "ines"] for ["mia", "bram", "femi"] {
        "mia": "The borrow checker refuses my cache. Is a clone cheating?",
        "bram": "When do I want Arc, and when Rc?",
        "femi": "How do you read an error of five screens?",
        "kenji": "What makes a future not Send, and how do I find it?",
    }
    "Kubernetes" by ["ines"] for ["yuki", "femi", "sofia", "dario"] {
        "yuki": "My pod restarts every ten minutes, and the log ends in mid-sentence.",
        "sofia": "What is the difference between a job and a cron job here?",
        "mia": "Requests and limits: which one do I set first?",
        "ravi": "How do I look into a volume without the pod?",
    }
    "Terraform" by ["ines", "yuki"] for ["tomas"] {
        "tomas": "Somebody changed a bucket by hand. How do I take that over?",
        "femi": "Where does our state live, and who may touch it?",
        "ines": "Has anybody split a state in two without downtime?",
        "amara": "Can I see what a change costs before it is applied?",
    }
    "Linux" by ["tomas", "yuki"] for ["dario"] {
        "amara": "The disk is full and du finds nothing. What holds the files?",
        "sofia": "How do I see which process listens on a port?",
        "oscar": "What does load average 12 tell me on four cores?",
        "greta": "Is there a way to find a file by the words in it?",
    }
    "Git" by ["yuki", "mia"] for ["hana", "milo"] {
        "hana": "I committed to the wrong branch. How do I move it?",
        "milo": "What is a rebase for, in plain words?",
        "jonas": "My branch says 240 changes and I made two. What happened?",
        "lena": "How do I find the change that broke something in March?",
    }
    "Code review" by ["mia", "ines", "tomas"] for ["femi"] {
        "femi": "How much do you say in a first review of somebody new?",
        "sofia": "What do you look at first in a large change?",
        "yuki": "How do I ask for smaller changes without sounding strict?",
        "kenji": "Do you run what you review?",
    }
    "Statistics" by ["kenji", "sofia"] for ["lena", "priya"] {
        "lena": "Is 53 against 47 per cent of 400 people something or nothing?",
        "priya": "Which average do I show when three customers are huge?",
        "jonas": "How long must an experiment run?",
        "ravi": "What is a fair way to compare two months of different length?",
    }
    "Data modelling" by ["amara", "ravi"] for ["bram"] {
        "bram": "An address changes. New row, or update?",
        "lena": "What is a fact table, and do we have one?",
        "mia": "Where do I put something that is true for one day?",
        "sofia": "Is a column of JSON ever a good idea?",
    }
    "Dashboards" by ["sofia", "bram"] for ["noor", "chloe"] {
        "noor": "Which three numbers would you put on one page for my team?",
        "greta": "My chart starts at 90. Is that lying?",
        "samir": "How do I show a week against the same week last year?",
        "priya": "What is a good way to show something that is rare?",
    }
    "Roadmapping" by ["lena", "noor"] for ["priya", "jonas"] {
        "priya": "How do you say no to a good idea in a roadmap?",
        "jonas": "How far ahead is honest?",
        "elio": "Where do design explorations go, before they are features?",
        "greta": "How do I get what customers ask for into the roadmap?",
    }
    "User interviews" by ["lena", "hana"] for ["oscar", "dario"] {
        "oscar": "How do I ask about money without leading people?",
        "jonas": "Five people said five things. What now?",
        "milo": "How do I end an interview that drifts?",
        "nadia": "Do you record, or write?",
    }
    "Writing specs" by ["oscar", "lena"] for ["jonas"] {
        "jonas": "How much detail before anybody has built anything?",
        "femi": "Where do I write down what we decided not to do?",
        "milo": "What do you want from a designer in a spec?",
        "tomas": "Who is the reader of a spec, really?",
    }
    "Prioritising" by ["noor", "oscar"] for ["greta"] {
        "greta": "Thirty wishes and room for three. Where do I begin?",
        "priya": "How do you compare a bug with a feature?",
        "samir": "What do you do with what is urgent every week?",
        "hana": "How do I show the worth of something that prevents trouble?",
    }
    "Figma" by ["nadia", "elio"] for ["jonas", "priya"] {
        "jonas": "How do I get the spacing out of a design?",
        "priya": "Can I try a text in a design without breaking it?",
        "milo": "When do I make a component of something?",
        "oscar": "How do I comment so that somebody finds it?",
    }
    "Typography" by ["nadia"] for ["milo", "elio"] {
        "milo": "Why does this table look restless?",
        "elio": "Which of our two fonts is for numbers?",
        "sofia": "How small may a label in a chart be?",
        "greta": "What makes an email easy to read on a phone?",
    }
    "Accessibility" by ["hana"] for ["elio", "mia", "samir"] {
        "elio": "Is grey on cream readable for everybody?",
        "mia": "What does a screen reader say to my button?",
        "samir": "A customer cannot use a mouse. What should work?",
        "nadia": "How do I test a form with the keyboard alone?",
    }
    "Prototyping" by ["elio", "milo"] for ["lena"] {
        "lena": "What is the quickest thing I can show on Thursday?",
        "oscar": "Paper or screen, for a first idea?",
        "noor": "How rough may it be for a customer?",
        "ravi": "Can a prototype have real data in it?",
    }
    "Illustration" by ["milo"] for ["greta", "chloe"] {
        "greta": "Could our help pages have drawings that are not clip art?",
        "samir": "How do you draw the same person twice?",
        "nadia": "Which brush did you use for the welcome page?",
        "amara": "How would you draw a pipeline for people who have never seen one?",
    }
    "Technical writing" by ["greta", "mia"] for ["yuki", "ravi"] {
        "yuki": "How do I write a runbook that works at three in the morning?",
        "ravi": "Where do I begin when everything depends on everything?",
        "tomas": "How long may a release note be?",
        "bram": "Do you write in the order in which people read?",
    }
    "Public speaking" by ["greta", "noor"] for ["milo", "sofia"] {
        "milo": "My voice shakes for the first minute. What helps?",
        "sofia": "How many slides are too many for ten minutes?",
        "elio": "How do I answer what I do not know?",
        "femi": "How do you begin?",
    }
    "Support tooling" by ["samir", "chloe"] for ["dario", "jonas"] {
        "greta": "How do I merge two tickets without losing one of them?",
        "jonas": "Where do I see what was asked most last week?",
        "lena": "Can I read along without showing up in the queue?",
        "hana": "How do you mark what touches accessibility?",
    }
    "Spanish" by ["samir", "elio"] for ["mia", "oscar"] {
        "mia": "How do I say “we are on it” without promising anything?",
        "oscar": "Two customers write in Spanish. May I send you my answer to read?",
        "greta": "Is this apology too formal?",
        "nadia": "How would you greet somebody you do not know?",
    }
    "Difficult conversations" by ["noor", "greta"] for ["ines", "chloe"] {
        "ines": "How do I tell somebody that their idea is not going to be built?",
        "samir": "A customer shouts. What do you do first?",
        "kenji": "I think our plan is wrong, and everybody is happy with it.",
        "lena": "How do you follow up after it got loud?",
    }
    "Giving feedback" by ["noor", "nadia"] for ["tomas", "hana"] {
        "tomas": "How do I say that a design confuses me without sounding rude?",
        "hana": "How long do you wait with feedback?",
        "femi": "What do you do when feedback is not heard?",
        "amara": "In writing, or in person?",
    }
    "Spreadsheets" by ["priya", "samir"] for ["greta"] {
        "greta": "My sum is off by one cent. Why?",
        "noor": "How do I look something up to the left?",
        "nadia": "Can a sheet tell me what changed since yesterday?",
        "milo": "How do I plan my hours without a plugin?",
    }
    "Incident response" by ["ines", "ravi"] for ["mia", "samir"] {
        "samir": "What do I tell customers in the first ten minutes?",
        "mia": "Who decides that it is over?",
        "yuki": "How do you keep a log and mend something at the same time?",
        "lena": "What should I not ask during an incident?",
    }
    "Estimating" by ["tomas", "oscar"] for ["bram", "elio"] {
        "bram": "How do I estimate something nobody here has done?",
        "elio": "Do you count the reviews?",
        "priya": "What do I do with “it depends”?",
        "jonas": "How do you say that an estimate was wrong?",
    }
};

/// What somebody would like to learn and nobody teaches.
pub(super) const UNSERVED: &[(&str, &[&str])] = &[
    ("Negotiation", &["lena", "samir"]),
    ("Japanese", &["kenji", "priya"]),
];

/// How well some of the people know what they teach; the others do not say.
pub(super) const LEVELS: &[(&[&str], &str)] = &[
    (&["mia", "yuki", "milo", "bram", "priya"], "starter"),
    (
        &["ravi", "tomas", "kenji", "sofia", "oscar", "samir", "elio"],
        "daily",
    ),
    (&["ines", "amara", "nadia", "noor", "greta"], "talk"),
];

/// What people write to whoever helped them.
pub(super) const THANKS: &[&str] = &[
    "You saved my afternoon.",
    "I would never have looked there.",
    "Clear, patient, and funny. Thank you!",
    "Now I can explain it to the next one.",
    "That was the best half hour of my week.",
    "You made it look easy, and now it is.",
    "I learned three things, and asked one.",
    "The drawing on the napkin is on my wall.",
    "It works, and I know why.",
    "Thank you for taking the time today.",
    "I'll pass it on.",
    "You asked the question I should have asked.",
];

/// What was written down for whoever asks next.
pub(super) const LESSONS: &[(&str, usize, &str)] = &[
    (
        "PostgreSQL",
        1,
        "A partial index is worth it when the queries repeat its condition to the letter. Ours was on open orders: a tenth of the size, and used at once.",
    ),
    (
        "SQL",
        2,
        "Generate the weeks first and join the facts to them. A week in which nothing happened is then a row with a zero.",
    ),
    (
        "Python",
        1,
        "A list that outlives the loop holds on to everything in it. Read with a generator, and the third file is as light as the first.",
    ),
    (
        "Rust",
        2,
        "Read the error from its end: the last note names the line that holds the borrow. The first four screens are its consequences.",
    ),
    (
        "Kubernetes",
        1,
        "A job runs to its end once, a cron job makes jobs by the clock. Ours piled up because concurrencyPolicy allows it unless one says otherwise.",
    ),
    (
        "Linux",
        0,
        "A deleted file takes room until the last process that has it open ends. lsof +L1 lists them.",
    ),
    (
        "Git",
        0,
        "git reset --soft main@{1} takes the commit off the branch and keeps the changes; then switch, and commit where it belongs.",
    ),
    (
        "Statistics",
        0,
        "With 400 people, 53 against 47 per cent comes by chance about once in four times. Ask what difference would change your decision first.",
    ),
    (
        "Dashboards",
        3,
        "For something rare, show the days since the last time. A chart of zeros tells nobody anything.",
    ),
    (
        "User interviews",
        0,
        "Do not ask what they would pay. Ask what they paid last time, and what it replaced.",
    ),
    (
        "Accessibility",
        0,
        "Grey on cream was 3.1 to 1. It wants 4.5 to 1 for small text: two steps darker, and nobody noticed but those who could not read it.",
    ),
    (
        "Technical writing",
        0,
        "A runbook for three in the morning begins with what can be seen, then what to type, then why. In this order.",
    ),
    (
        "Public speaking",
        0,
        "Learn the first sentence by heart and stand still for it. After that the voice finds itself.",
    ),
    (
        "Spreadsheets",
        0,
        "A sum that is off by a cent adds what is shown rounded. Round in the cell, not in the format.",
    ),
];
