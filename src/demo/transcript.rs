//! The story as a chat transcript: who did what, where, and what they saw.

use std::io::{self, IsTerminal, Write};

use chrono::{DateTime, Utc};
use discord_sandbox::{MessageView, ModalView};

/// Columns of a line.
const WIDTH: usize = 100;

/// Writes to standard output, with colours on a terminal.
pub(super) struct Transcript {
    out: io::Stdout,
    colours: bool,
}

impl Transcript {
    pub(super) fn new() -> Self {
        let out = io::stdout();
        let colours = out.is_terminal() && std::env::var_os("NO_COLOR").is_none();
        Self { out, colours }
    }

    /// The story's title.
    pub(super) fn title(&mut self, text: &str) -> io::Result<()> {
        let line = "═".repeat(text.chars().count());
        let (title, line) = (self.paint("1", text), self.paint("2", &line));
        writeln!(self.out, "{title}\n{line}")
    }

    /// What a narrator says between two scenes, with the time.
    pub(super) fn scene(&mut self, now: DateTime<Utc>, text: &str) -> io::Result<()> {
        let when = now.format("%A %H:%M").to_string();
        let (when, text) = (self.paint("2", &when), self.paint("3", text));
        writeln!(self.out, "\n{when} · {text}")
    }

    /// Somebody does something.
    pub(super) fn does(&mut self, who: &str, what: &str) -> io::Result<()> {
        let who = self.paint("1;36", who);
        writeln!(self.out, "\n  {who} {what}")
    }

    /// Somebody reads something.
    pub(super) fn reads(&mut self, heading: &str, message: &MessageView) -> io::Result<()> {
        let text = message.to_string();
        let (_, body) = text.split_once('\n').unwrap_or(("", &text));
        self.boxed(heading, body)
    }

    /// A form opens.
    pub(super) fn form(&mut self, form: &ModalView) -> io::Result<()> {
        let text = form.to_string();
        let body: Vec<&str> = text
            .lines()
            .map(|line| line.trim_start_matches(['╔', '║', '╚']).trim_start())
            .collect();
        self.boxed("a form", &body.join("\n"))
    }

    /// A table, as it is.
    pub(super) fn table(&mut self, text: &str) -> io::Result<()> {
        writeln!(self.out, "\n{}", text.trim_end())
    }

    fn boxed(&mut self, heading: &str, body: &str) -> io::Result<()> {
        let bar = self.paint("2", "│");
        let corner = self.paint("2", "┌");
        let heading = self.paint("2", heading);
        writeln!(self.out, "    {corner} {heading}")?;
        for line in body.lines() {
            let (code, line) = style(line);
            let quote = if line.starts_with("> ") { "> " } else { "" };
            for (number, part) in wrapped(&line, WIDTH).into_iter().enumerate() {
                let part = if number > 0 {
                    format!("{quote}{part}")
                } else {
                    part
                };
                let part = code.map_or_else(|| part.clone(), |code| self.paint(code, &part));
                writeln!(self.out, "    {bar} {part}")?;
            }
        }
        Ok(())
    }

    fn paint(&self, code: &str, text: &str) -> String {
        if self.colours {
            format!("\u{1b}[{code}m{text}\u{1b}[0m")
        } else {
            text.to_owned()
        }
    }
}

/// A line of Discord's Markdown as a terminal shows it: what it is painted with, and the text without its marks.
fn style(line: &str) -> (Option<&'static str>, String) {
    let unmarked = line.replace("**", "");
    if let Some(heading) = unmarked.strip_prefix("### ") {
        return (Some("1"), heading.to_owned());
    }
    if let Some(small) = unmarked.strip_prefix("-# ") {
        return (Some("2"), small.to_owned());
    }
    (None, unmarked)
}

/// A line in lines of at most so many characters, broken between words.
fn wrapped(line: &str, width: usize) -> Vec<String> {
    let mut lines = Vec::new();
    let mut current = String::new();
    for word in line.split(' ') {
        if !current.is_empty() && current.chars().count() + 1 + word.chars().count() > width {
            lines.push(std::mem::take(&mut current));
        }
        if !current.is_empty() {
            current.push(' ');
        }
        current.push_str(word);
    }
    lines.push(current);
    lines
}

#[cfg(test)]
mod tests {
    use super::{style, wrapped};

    #[test]
    fn marks_are_not_shown() {
        assert_eq!(style("### **Skills**"), (Some("1"), "Skills".to_owned()));
        assert_eq!(
            style("-# Fewer of these? `/me`"),
            (Some("2"), "Fewer of these? `/me`".to_owned())
        );
        assert_eq!(style("> a **b** c"), (None, "> a b c".to_owned()));
    }

    #[test]
    fn lines_break_between_words_and_lose_none() {
        assert_eq!(wrapped("one two three", 7), ["one two", "three"]);
        assert_eq!(wrapped("", 7), [""]);
        assert_eq!(
            wrapped("a-word-longer-than-that and more", 7),
            ["a-word-longer-than-that", "and", "more"]
        );
    }
}
