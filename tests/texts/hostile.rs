//! Texts that want to be more than text. They go through every option and every field; see `features::hostile` and the stories of
//! the same name.

/// One text, and what it was meant to do.
pub(crate) struct Hostile {
    /// What it tries.
    pub(crate) tries: &'static str,
    /// The text; shortened to what a field takes.
    pub(crate) text: String,
    /// What nobody may ever read, letter for letter, once the bot has shown it.
    pub(crate) never: &'static [&'static str],
}

/// What cannot be seen, or turns the reading direction. None of it is ever shown.
pub(crate) const UNSEEN: [char; 12] = [
    '\0',
    '\u{7}',
    '\u{8}',
    '\u{1b}',
    '\u{7f}',
    '\u{85}',
    '\u{200b}',
    '\u{200e}',
    '\u{202e}',
    '\u{2066}',
    '\u{e0041}',
    '\u{feff}',
];

fn hostile(
    tries: &'static str,
    text: impl Into<String>,
    never: &'static [&'static str],
) -> Hostile {
    Hostile {
        tries,
        text: text.into(),
        never,
    }
}

/// Every one of them. `member` is the id of somebody who is not to be called.
pub(crate) fn texts(member: &str) -> Vec<Hostile> {
    let unseen: String = UNSEEN.iter().collect();
    vec![
        hostile(
            "to ping everybody",
            format!("@everyone @here <@{member}> <@!{member}> <@&{member}> <#{member}> <id:guide>"),
            &["@everyone", "@here"],
        ),
        hostile(
            "to format",
            "**bold** __under__ ~~gone~~ ||spoiler|| `code` *it* _it_ > no quote",
            &["**bold**", "__under__", "~~gone~~", "||spoiler||"],
        ),
        hostile(
            "to begin blocks",
            "# big\n-# small\n> quoted\n>>> all of it\n- item\n1. one\n```\ncode\n```",
            &["\n# big", "\n-# small", "\n>>> all", "```"],
        ),
        hostile(
            "to link elsewhere",
            "[free](https://example.com) <https://example.com> [a](<https://example.com>) <t:0:R> </askfor:1> <a:x:1>",
            &["[free](https", "<t:0:R>", "</askfor:1>"],
        ),
        hostile("to hide", format!("k{unseen}8{unseen}s"), &[]),
        hostile(
            "to turn the line round",
            "\u{202e}sdrawkcab\u{202c} \u{2066}inside\u{2069}",
            &[],
        ),
        hostile("to fill the screen", "\n".repeat(4_000), &[]),
        hostile("to be long", "a".repeat(4_000), &[]),
        hostile("to be long and protected", "*".repeat(4_000), &[]),
        hostile("to be long in many lines", "> x\n".repeat(1_000), &[]),
        hostile("to be many words", "word ".repeat(800), &[]),
        hostile(
            "to be many skills",
            "a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p",
            &[],
        ),
        hostile("to be pictures", "👩‍👧🏳️‍🌈😀🇵🇹👍🏽".repeat(30), &[]),
        hostile(
            "to tower",
            format!("Z{}", "\u{301}\u{334}\u{489}".repeat(200)),
            &[],
        ),
        hostile("to end a text early", "before\0after", &[]),
        hostile(
            "to be a statement",
            "'; DROP TABLE helps; -- \" OR 1=1 /*",
            &[],
        ),
        hostile(
            "to be a search",
            "\"NEAR( AND * OR NOT ^col: {a b} -x +y",
            &[],
        ),
        hostile("to look like a skill", "Роstgrеs", &[]),
        hostile("to look like another", "ＰｏｓｔｇｒｅＳＱＬ", &[]),
        hostile("to be nothing", " \u{a0}\u{2003}\u{3000} ", &[]),
        hostile("to be a button", "1:ask:help:1", &[]),
        hostile("to be a template", "{} {0} %s %n ${PATH} {{x}} \\", &[]),
        hostile(
            "to be markup",
            "<script>alert(1)</script>&amp;&#64;everyone",
            &["@everyone"],
        ),
        hostile("to be a number", "99999999999999999999999999999999", &[]),
        hostile("to be a date", "-0001-13-45 25:61-00:00", &[]),
        hostile(
            "to be two lines of one",
            "one\r\ntwo\u{2028}three\u{2029}four\u{b}five",
            &["\u{2028}", "\u{b}"],
        ),
        hostile("to be half a letter", "\u{fffd}\u{fffe}\u{10ffff}", &[]),
    ]
}

/// A text as far as it does anything: without what stands between backquotes, which Discord shows letter for letter, and without
/// letters that are protected.
pub(crate) fn in_effect(text: &str) -> String {
    let mut letters = text.chars();
    let mut bare = String::new();
    while let Some(letter) = letters.next() {
        if letter == '\\' {
            letters.next();
        } else {
            bare.push(letter);
        }
    }
    bare.split('`').step_by(2).collect::<Vec<_>>().join("`")
}
