//! Views as text, close to how they look on a screen, and the same for the same story: no ids, no colours.
//!
//! ```text
//! #help · Potluck
//! ↪ Mia used /askfor
//! **Mia** asks about Postgres
//! [ I can help ] [ Not now ]
//! ( Who helped? ▾ )
//! ```

use std::fmt::{Display, Formatter, Result};

use super::view::{
    Answer, ButtonView, FieldView, MessageView, ModalView, Node, Outcome, PlaceKind, PlaceView,
    SelectView, View,
};

impl Display for ButtonView {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        let caption = self.caption();
        match (&self.url, self.disabled) {
            (Some(_), _) => write!(f, "[ {caption} ↗ ]"),
            (None, true) => write!(f, "[ {caption} (off) ]"),
            (None, false) => write!(f, "[ {caption} ]"),
        }
    }
}

impl Display for SelectView {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        let shown = if self.chosen.is_empty() {
            self.placeholder
                .clone()
                .unwrap_or_else(|| "Make a selection".to_owned())
        } else {
            self.chosen.join(", ")
        };
        let off = if self.disabled { " (off)" } else { "" };
        write!(f, "( {shown} ▾{off} )")
    }
}

impl Display for MessageView {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        writeln!(f, "{}", self.heading())?;
        let mut lines = Vec::new();
        if let Some(used) = &self.used_command {
            lines.push(format!("↪ {} used {}", used.user, used.command));
        }
        if let Some(replied) = &self.reply_to {
            lines.push(format!("↪ {}", replied.line));
        }
        if self.loading {
            lines.push(format!("{} is thinking…", self.author));
        }
        for part in &self.body {
            draw(part, "", &mut lines);
        }
        for file in &self.files {
            let line = format!("📎 {}", file.name);
            // What stands in the message is not listed once more.
            if !lines.iter().any(|said| said.ends_with(&line)) {
                lines.push(line);
            }
        }
        if !self.reactions.is_empty() {
            let shown: Vec<String> = self
                .reactions
                .iter()
                .map(|(emoji, count)| format!("{emoji} {count}"))
                .collect();
            lines.push(shown.join("  "));
        }
        if let Some(thread) = &self.thread {
            lines.push(format!("🧵 {}", thread.name));
        }
        write!(f, "{}", lines.join("\n"))
    }
}

impl MessageView {
    /// Where it is and who wrote it, with what else stands in a message's first line.
    fn heading(&self) -> String {
        let place = if self.direct {
            "DM".to_owned()
        } else {
            format!("#{}", self.channel_name)
        };
        let mut notes = Vec::new();
        if self.ephemeral {
            notes.push("only you can see this".to_owned());
        }
        if self.edited {
            notes.push("edited".to_owned());
        }
        if !self.mentions_pinged.is_empty() {
            notes.push(format!("pings {}", self.mentions_pinged.join(", ")));
        }
        let notes = if notes.is_empty() {
            String::new()
        } else {
            format!(" ({})", notes.join("; "))
        };
        format!("{place} · {}{notes}", self.author)
    }
}

/// Draws a part, line by line, behind a margin.
fn draw(part: &Node, margin: &str, lines: &mut Vec<String>) {
    let mut say = |text: &str| {
        lines.extend(
            text.lines()
                .map(|line| format!("{margin}{line}").trim_end().to_owned()),
        );
    };
    match part {
        Node::Text { text } => say(text),
        Node::Embed { text } => draw_all(
            &[Node::Text { text: text.clone() }],
            &format!("{margin}│ "),
            lines,
        ),
        Node::Section { texts, accessory } => {
            draw_all(texts, margin, lines);
            draw(accessory, margin, lines);
        }
        Node::Container { parts, spoiler } => {
            if *spoiler {
                say("┃ (hidden until clicked)");
            }
            draw_all(parts, &format!("{margin}┃ "), lines);
        }
        Node::Buttons { buttons } => {
            let row: Vec<String> = buttons.iter().map(ToString::to_string).collect();
            say(&row.join(" "));
        }
        Node::Select { select } => say(&select.to_string()),
        Node::Separator { line } => say(if *line { "───" } else { " " }),
        Node::Pictures { pictures } => {
            for picture in pictures {
                say(&format!("🖼 {picture}"));
            }
        }
        Node::File { name } => say(&format!("📎 {name}")),
    }
}

fn draw_all(parts: &[Node], margin: &str, lines: &mut Vec<String>) {
    for part in parts {
        draw(part, margin, lines);
    }
}

impl Display for ModalView {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        write!(f, "╔ {}", self.title)?;
        for field in &self.fields {
            write!(f, "\n{field}")?;
        }
        write!(f, "\n╚ [ Cancel ] [ Submit ]")
    }
}

impl Display for FieldView {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        let star = if self.required { " *" } else { "" };
        write!(f, "║ {}{star}", self.label)?;
        if let Some(description) = &self.description {
            write!(f, "\n║   {description}")?;
        }
        if self.kind == "text" {
            return Ok(());
        }
        let shown = self
            .value
            .as_deref()
            .or(self.placeholder.as_deref())
            .unwrap_or_default();
        match self.kind.as_str() {
            "short" => write!(f, "\n║   [{shown}]"),
            "paragraph" => write!(f, "\n║   [{shown}…]"),
            _ => write!(f, "\n║   ( {shown} ▾ )"),
        }
    }
}

impl Display for Answer {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        match self {
            Self::Message(message) | Self::Updated(message) => message.fmt(f),
            Self::Modal(modal) => modal.fmt(f),
            Self::Nothing => write!(f, "(nothing changes)"),
        }
    }
}

impl Display for Outcome {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        self.answer.fmt(f)
    }
}

impl Display for PlaceView {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        let mark = match self.kind {
            PlaceKind::Channel => "#",
            PlaceKind::PublicThread => "🧵 ",
            PlaceKind::PrivateThread => "🔒 ",
            PlaceKind::DirectMessages => "✉ ",
        };
        write!(f, "═ {mark}{}", self.name)?;
        if let Some(under) = &self.under {
            write!(f, ", under #{under}")?;
        }
        if !self.members.is_empty() {
            write!(f, ", with {}", self.members.join(", "))?;
        }
        if self.archived {
            write!(f, ", archived")?;
        }
        if self.locked {
            write!(f, ", locked")?;
        }
        for message in &self.messages {
            write!(f, "\n\n{message}")?;
        }
        Ok(())
    }
}

impl Display for View {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        let places: Vec<String> = self
            .places
            .iter()
            .filter(|place| !place.messages.is_empty())
            .map(ToString::to_string)
            .collect();
        if places.is_empty() {
            return write!(f, "{} sees no messages.", self.person);
        }
        write!(f, "{}", places.join("\n\n"))
    }
}
