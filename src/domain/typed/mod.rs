//! What people type into a field of one line, read as it looks on the screen. Every field of every form, and every cell of a file,
//! goes through [`line`] or [`plain`] before anything else is made of it.
//!
//! Pasted text brings along what nobody sees: marks that turn the direction of writing, spaces of no width, soft hyphens; and what
//! looks the same and is not: accents apart from their letters, digits and signs of East Asian width. A new kind of field reads its text
//! by one of the two and gets its row in the tests.

mod date;
mod email;
mod phone;

#[cfg(test)]
mod tests;

pub use date::{DateOf, DateProblem, date};
pub use email::{compared_email, mailable, mailable_host, unmailable_letter};
pub use phone::phone;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::canonical_combining_class;

/// Words: a name, a street, a reason. In Unicode's form C, on one line, with one space between words, without what can't be seen. The
/// joiners that some scripts are written with stay where they are written.
#[must_use]
pub fn line(typed: &str) -> String {
    let mut seen = String::with_capacity(typed.len());
    let mut before = None;
    let mut rest = typed.chars().peekable();
    while let Some(c) = rest.next() {
        if is_joiner(c) {
            // A row of them counts as one.
            while rest.next_if(|next| is_invisible(*next)).is_some() {}
            if joins(before, rest.peek().copied()) {
                seen.push(c);
            }
        } else if !is_invisible(c) {
            seen.push(c);
            before = Some(c);
        }
    }
    on_one_line(&composed(seen))
}

/// Signs: a number, a date, a phone, a ZIP code, an email, a code. As [`line`], without any joiner, and with the letters, digits and
/// signs of ASCII in the place of those that only have another width.
#[must_use]
pub fn plain(typed: &str) -> String {
    on_one_line(&composed(typed.chars().filter(|c| !is_invisible(*c) && !is_variation(*c)).map(narrow).collect()))
}

/// In Unicode's form C.
fn composed(text: String) -> String {
    if text.is_ascii() { text } else { text.nfc().collect() }
}

fn on_one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Has no shape of its own and takes no room: what only tells a program how to set the text around it.
#[must_use]
pub const fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{ad}'
            | '\u{34f}'
            | '\u{61c}'
            | '\u{115f}'
            | '\u{1160}'
            | '\u{17b4}'
            | '\u{17b5}'
            | '\u{180b}'..='\u{180f}'
            | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{3164}'
            | '\u{feff}'
            | '\u{ffa0}'
            | '\u{fff9}'..='\u{fffb}'
            | '\u{e0000}'..='\u{e007f}'
    )
}

/// Chooses among the shapes of the sign before it, which in a name may be the right one.
const fn is_variation(c: char) -> bool {
    matches!(c, '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}')
}

const fn is_joiner(c: char) -> bool {
    matches!(c, '\u{200c}' | '\u{200d}')
}

/// Whether a joiner between these two is written by people: between letters of a script that connects them, as Persian and Hindi do, or
/// behind the sign that takes a vowel away, also at the end of a word.
fn joins(before: Option<char>, after: Option<char>) -> bool {
    let letter = |c: char| {
        let connects = c >= '\u{590}' && !('\u{1e00}'..='\u{20cf}').contains(&c);
        connects && (c.is_alphabetic() || canonical_combining_class(c) != 0)
    };
    match (before, after) {
        (Some(before), _) if canonical_combining_class(before) == 9 => true,
        (Some(before), Some(after)) => letter(before) && letter(after),
        _ => false,
    }
}

/// The same sign in the width of ASCII.
fn narrow(c: char) -> char {
    match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        '\u{ffe0}' => '\u{a2}',
        '\u{2212}' => '-',
        other => other,
    }
}
