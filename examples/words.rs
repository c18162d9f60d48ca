//! Prints every sentence that the bot says, with when and to whom it says it, so that the words can be read aloud.
//!
//! ```text
//! cargo run --example words              # everything, in the order of the features
//! cargo run --example words -- manager   # what one of the six people reads
//! ```

use std::io::{self, Write};
use std::process::ExitCode;

use potluck::features::samples::{Reader, SAMPLES, Said, Sample, Shown};
use potluck::post::{Action, Block, Button, Modal, Post, SelectKind};

/// Columns of a page.
const WIDTH: usize = 100;

/// The people of the product, as they are written on the command line and in headings.
const READERS: [(&str, Reader); 6] = [
    ("teammate", Reader::Teammate),
    ("helper", Reader::Helper),
    ("new-hire", Reader::NewHire),
    ("manager", Reader::Manager),
    ("admin", Reader::Admin),
    ("operator", Reader::Operator),
];

fn main() -> ExitCode {
    let mut wanted = None;
    if let Some(word) = std::env::args().nth(1) {
        wanted = READERS
            .iter()
            .find(|(name, _)| *name == word)
            .map(|(_, reader)| *reader);
        if wanted.is_none() {
            let names = READERS.map(|(name, _)| name).join(", ");
            eprintln!(
                "Nobody is called `{word}`: choose one of {names}, or nobody for everything."
            );
            return ExitCode::from(2);
        }
    }
    let samples: Vec<Sample> = SAMPLES
        .iter()
        .flat_map(|samples| samples())
        .filter(|sample| wanted.is_none_or(|reader| sample.reader == reader))
        .collect();
    match print(&samples) {
        Ok(()) => ExitCode::SUCCESS,
        // Whoever reads with `head` has read enough.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("The words cannot be printed: {error}");
            ExitCode::FAILURE
        }
    }
}

fn print(samples: &[Sample]) -> io::Result<()> {
    let mut out = io::stdout().lock();
    for sample in samples {
        let who = READERS
            .iter()
            .find(|(_, reader)| *reader == sample.reader)
            .map_or("", |(name, _)| name);
        writeln!(out, "── {who}, {}, {}", shown(sample.place), sample.when)?;
        for line in said(&sample.said).lines() {
            for line in wrapped(line) {
                writeln!(out, "   {line}")?;
            }
        }
        writeln!(out)?;
    }
    writeln!(out, "{} in all.", samples.len())
}

const fn shown(place: Shown) -> &'static str {
    match place {
        Shown::HelpChannel => "in the help channel",
        Shown::Thread => "in the thread of an ask",
        Shown::PairingThread => "in the private thread of a pairing",
        Shown::BuddyThread => "in the private thread of a newcomer and their buddy",
        Shown::ProgrammeChannel => "in the channel of a programme",
        Shown::ManagersChannel => "in the managers' channel",
        Shown::PrivateMessage => "in a private message",
        Shown::Answer => "as an answer",
        Shown::Form => "in a form",
    }
}

fn said(said: &Said) -> String {
    match said {
        Said::Post(said) => post(said),
        Said::Form(form) => modal(form),
        Said::Sentence(sentence) => sentence.clone(),
    }
}

fn post(post: &Post) -> String {
    let mut lines: Vec<String> = post.blocks.iter().map(block).collect();
    lines.extend(
        post.files
            .iter()
            .map(|file| format!("<file {}>", file.name)),
    );
    lines.join("\n")
}

fn block(block: &Block) -> String {
    match block {
        Block::Text(text) => text.clone(),
        Block::Section { text, button } => format!("{text}   {}", label(button)),
        Block::Buttons(buttons) => buttons.iter().map(label).collect::<Vec<_>>().join(" "),
        Block::Select(select) => match &select.kind {
            SelectKind::Options(options) => {
                let options: Vec<String> = options
                    .iter()
                    .map(|option| match &option.description {
                        Some(description) => format!("\n     · {} ({description})", option.label),
                        None => format!("\n     · {}", option.label),
                    })
                    .collect();
                format!("[{} ▾]{}", select.placeholder, options.concat())
            }
            SelectKind::Members(_) | SelectKind::Roles(_) | SelectKind::TextChannels(_) => {
                format!("[{} ▾]", select.placeholder)
            }
        },
        Block::Quotes(quotes) => {
            let shown: Vec<String> = quotes.shown().iter().map(self::block).collect();
            shown.join("\n")
        }
        Block::Divider => "———".to_owned(),
    }
}

fn label(button: &Button) -> String {
    match &button.action {
        Action::Click(_) => format!("[{}]", button.label),
        Action::Link(_) => format!("[{} ↗]", button.label),
    }
}

fn modal(form: &Modal) -> String {
    let fields: Vec<String> = form
        .fields
        .iter()
        .map(|field| {
            let example = field.placeholder.as_deref().unwrap_or_default();
            let needed = if field.required {
                ""
            } else {
                " (may stay empty)"
            };
            format!("{}{needed}: ____ {example}", field.label)
        })
        .collect();
    format!("{}\n{}", form.title, fields.join("\n"))
}

/// A line broken between words, so that none is longer than a page is wide unless one word is.
fn wrapped(line: &str) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in line.split(' ') {
        let last = lines.last().map_or(0, |line| line.chars().count());
        if last > 0 && last + 1 + word.chars().count() > WIDTH {
            lines.push(String::new());
        }
        if let Some(last) = lines.last_mut() {
            if !last.is_empty() {
                last.push(' ');
            }
            last.push_str(word);
        }
    }
    lines
}
