//! The authorization text: filled with the assister's particulars, cut into blocks to show.
//!
//! Texts live in `locales/consent/VERSION/LANGUAGE.md`. A text that was in force is never edited: a change is a new version (a test keeps
//! the hash of each). A line for assisters of one kind begins with the kind's code in brackets.

use crate::domain::identity::AssisterKind;
use serde::{Deserialize, Serialize};

/// One version of the authorization text in one language, with `{placeholders}`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ConsentText {
    /// The version, for example `2026-11`.
    pub version: &'static str,
    /// BCP 47 language, for example `en`.
    pub language: &'static str,
    /// The text with placeholders, in the small form that [`blocks`] reads.
    pub template: &'static str,
}

impl ConsentText {
    /// The text for an assister of this kind, still with placeholders.
    #[must_use]
    pub fn for_kind(&self, kind: AssisterKind) -> String {
        let mut text = String::with_capacity(self.template.len());
        for line in self.template.lines() {
            let of_kind = AssisterKind::ALL.into_iter().find_map(|of| {
                let rest = line.strip_prefix('[')?.strip_prefix(of.code())?.strip_prefix("] ")?;
                Some((of, rest))
            });
            match of_kind {
                Some((of, _)) if of != kind => continue,
                Some((_, rest)) => text.push_str(rest),
                None => text.push_str(line),
            }
            text.push('\n');
        }
        text
    }
}

/// A piece of a text to show.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Block {
    /// A line that began with `## `.
    Heading(String),
    /// Lines up to an empty one.
    Paragraph(String),
    /// Neighboring lines that began with `- `.
    List(Vec<String>),
}

/// Puts values in the place of `{names}`. A name without a value stays as it is, so that a test can find it.
#[must_use]
pub fn fill(template: &str, values: &[(&str, &str)]) -> String {
    let mut filled = String::with_capacity(template.len() + 64);
    let mut rest = template;
    while let Some(open) = rest.find('{') {
        let (before, after) = rest.split_at(open);
        filled.push_str(before);
        let named = after[1..].find('}').and_then(|close| {
            let name = &after[1..=close];
            values.iter().find(|(n, _)| *n == name).map(|(_, value)| (*value, &after[close + 2..]))
        });
        if let Some((value, after)) = named {
            filled.push_str(value);
            rest = after;
        } else {
            filled.push('{');
            rest = &after[1..];
        }
    }
    filled.push_str(rest);
    filled
}

/// Cuts a text into headings, paragraphs and lists. Markup is by line, so a value that was filled in can't start one unless it
/// stood at the start of a line, which templates avoid.
#[must_use]
pub fn blocks(text: &str) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    let mut open = false;
    for line in text.lines().map(str::trim) {
        if line.is_empty() {
            open = false;
        } else if let Some(heading) = line.strip_prefix("## ") {
            blocks.push(Block::Heading(heading.to_owned()));
            open = false;
        } else if let Some(item) = line.strip_prefix("- ") {
            match blocks.last_mut() {
                Some(Block::List(items)) if open => items.push(item.to_owned()),
                _ => blocks.push(Block::List(vec![item.to_owned()])),
            }
            open = true;
        } else {
            match blocks.last_mut() {
                Some(Block::Paragraph(text)) if open => {
                    text.push(' ');
                    text.push_str(line);
                }
                Some(Block::List(items)) if open => {
                    if let Some(item) = items.last_mut() {
                        item.push(' ');
                        item.push_str(line);
                    }
                }
                _ => blocks.push(Block::Paragraph(line.to_owned())),
            }
            open = true;
        }
    }
    blocks
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_put_in_once_and_never_read_again() {
        assert_eq!(fill("{a} and {b}, {c}", &[("a", "{b}"), ("b", "B")]), "{b} and B, {c}");
        assert_eq!(fill("{a", &[("a", "x")]), "{a");
    }

    #[test]
    fn texts_are_cut_into_blocks() {
        let text = "## One\n\nTwo\nthree.\n\n- four\n  five\n- six\n\nSeven";
        assert_eq!(
            blocks(text),
            [
                Block::Heading("One".into()),
                Block::Paragraph("Two three.".into()),
                Block::List(vec!["four five".into(), "six".into()]),
                Block::Paragraph("Seven".into()),
            ]
        );
    }
}
