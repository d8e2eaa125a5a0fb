//! Comparing names as people do: case, accents, spacing and punctuation do not count. And telling a formula from a name.

use super::typed::is_invisible;
use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// The comparable form of a name: lower case, no accents, words separated by one space.
///
/// Letters that carry a stroke instead of an accent (ø, ł, đ) and ligatures (æ, ß) are written out, as people type them.
/// An apostrophe joins (`O'Brien` is `obrien`), any other punctuation separates (`Anne-Marie` is `anne marie`). What can't be seen is not
/// there.
#[must_use]
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for c in text.nfkd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase) {
        match c {
            'ø' => folded.push('o'),
            'ł' => folded.push('l'),
            'đ' | 'ð' => folded.push('d'),
            'ħ' => folded.push('h'),
            'ı' => folded.push('i'),
            'æ' => folded.push_str("ae"),
            'œ' => folded.push_str("oe"),
            'ß' => folded.push_str("ss"),
            'þ' => folded.push_str("th"),
            '\'' | '’' | '‘' | 'ʼ' | 'ʻ' | '`' | '´' => {}
            // Lower-casing can produce a new combining mark (İ → i̇).
            c if is_combining_mark(c) || is_invisible(c) => {}
            c if c.is_alphanumeric() => folded.push(c),
            _ if !folded.ends_with(' ') => folded.push(' '),
            _ => {}
        }
    }
    folded.trim().to_owned()
}

/// The parts of a name, folded, for matching the start of any part.
#[must_use]
pub fn words(text: &str) -> Vec<String> {
    let mut words: Vec<String> = fold(text).split(' ').filter(|w| !w.is_empty()).map(str::to_owned).collect();
    words.sort();
    words.dedup();
    words
}

/// The form by which a list of people is sorted: the last part of the name first, then the rest.
#[must_use]
pub fn sort_key(name: &str) -> String {
    let folded = fold(name);
    match folded.rsplit_once(' ') {
        Some((first, last)) => format!("{last} {first}"),
        None => folded,
    }
}

/// Whether two names are the same to a person who forgives case, accents, spacing and punctuation.
#[must_use]
pub fn same_name(typed: &str, name: &str) -> bool {
    let squeeze = |text: &str| fold(text).replace(' ', "");
    let typed = squeeze(typed);
    !typed.is_empty() && typed == squeeze(name)
}

/// The first letters of the first and of the last part of a name: what tells a person which tab is whose, and nobody else.
#[must_use]
pub fn initials(name: &str) -> String {
    let mut parts = name.split_whitespace().filter_map(|part| part.chars().find(|c| c.is_alphanumeric()));
    let first = parts.next();
    first.into_iter().chain(parts.next_back()).flat_map(char::to_uppercase).collect()
}

/// Begins as a formula does, in a spreadsheet of any language; also behind the apostrophe that we put in front of one.
#[must_use]
pub fn begins_as_formula(cell: &str) -> bool {
    let cell = cell.strip_prefix('\'').unwrap_or(cell);
    let seen = cell.trim_start_matches(|c: char| c.is_whitespace() || is_invisible(c));
    cell.starts_with('\t') || seen.starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠'])
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn names_match_as_people_read_them() {
        for (typed, name) in [
            ("zoe nguyen", "Zoë Nguyễn"),
            ("  ZOË  NGUYỄN ", "Zoë Nguyễn"),
            ("Anne Marie OBrien", "Anne-Marie O’Brien"),
            ("Soren Ostergaard", "Søren Østergaard"),
            ("José", "Jose\u{301}"),
            ("weiß", "WEISS"),
            ("istanbul", "İstanbul"),
        ] {
            assert!(same_name(typed, name), "{typed} / {name}");
        }
        assert!(!same_name("Ann", "Anna"));
        assert!(!same_name("", ""));
    }

    #[test]
    fn initials_are_of_the_first_and_the_last_name() {
        for (name, expected) in [
            ("Zoë Nguyễn", "ZN"),
            ("  ana maría de la Cruz ", "AC"),
            ("Cher", "C"),
            ("(Bo) \"x\" O'Neil", "BO"),
            ("...", ""),
            ("ßa b", "SSB"),
        ] {
            assert_eq!(initials(name), expected, "{name}");
        }
    }

    #[test]
    fn the_last_name_leads_the_order() {
        assert_eq!(sort_key("Ann Marie Øberg"), "oberg ann marie");
        assert_eq!(sort_key("Cher"), "cher");
    }

    proptest! {
        #[test]
        fn folding_twice_changes_nothing(text in "\\PC{0,40}") {
            prop_assert_eq!(fold(&fold(&text)), fold(&text));
        }

        #[test]
        fn every_word_of_a_name_is_found_by_its_start(text in "\\PC{0,40}") {
            for word in words(&text) {
                prop_assert!(fold(&text).split(' ').any(|part| part.starts_with(&word)));
            }
        }
    }
}
