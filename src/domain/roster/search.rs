//! Finding assisters: the words under which one is found, and what a search means. The same on a roster and for staff.

use crate::domain::manage_assister::ReferenceNumber;
use crate::domain::text;
use crate::domain::typed::{compared_email, line, plain};

/// The most characters of a search that are looked at.
const SEARCH_MAX_CHARS: usize = 100;

/// What words begin with that are only found whole. No part of a name does.
pub const WHOLE: char = '=';

/// What an assister is found by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Findable<'a> {
    /// The full name.
    pub name: &'a str,
    /// Certification email.
    pub certification_email: &'a str,
    /// The Assister ID.
    pub assister_code: &'a str,
    /// Training ID.
    pub training_id: Option<&'a str>,
    /// A broker's NPN.
    pub npn: Option<&'a str>,
    /// The reference number.
    pub number: Option<ReferenceNumber>,
}

impl Findable<'_> {
    /// The words, each once.
    #[must_use]
    pub fn words(&self) -> Vec<String> {
        let mut words = text::words(self.name);
        let number = self.number.map(|number| number.to_string());
        let whole = [Some(self.certification_email), Some(self.assister_code), self.training_id, self.npn, number.as_deref()];
        words.extend(whole.into_iter().flatten().map(whole_word));
        // An identifier without a digit is read as a name when somebody searches for it.
        words.extend(self.training_id.filter(|id| !is_identifier(id)).iter().flat_map(|id| text::words(id)));
        words.sort();
        words.dedup();
        words
    }
}

/// What a search asks for: every term must match.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AssisterSearch {
    /// The terms, without repeats or terms that another one implies.
    pub terms: Vec<AssisterTerm>,
}

/// One word of a search.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AssisterTerm {
    /// Some part of the name starts with this (folded).
    NameStart(String),
    /// An email address, Training ID, Assister ID, NPN or reference number, as a word of the index.
    Whole(String),
}

impl AssisterTerm {
    /// The words of the index that match lie from the first (with it) to the second (without it).
    #[must_use]
    pub fn range(&self) -> (String, String) {
        match self {
            // The greatest character there is ends the range of all that begins so.
            Self::NameStart(start) => (start.clone(), format!("{start}\u{10FFFF}")),
            // No identifier has a space.
            Self::Whole(word) => (word.clone(), format!("{word} ")),
        }
    }
}

impl AssisterSearch {
    /// Reads what was typed. `None` when there is nothing to look for.
    #[must_use]
    pub fn parse(typed: &str) -> Option<Self> {
        let typed: String = line(typed).chars().filter(|c| *c != '\0').take(SEARCH_MAX_CHARS).collect();
        let mut terms = Vec::new();
        let mut names = String::new();
        for part in typed.split(' ') {
            let signs = plain(part);
            let signs = signs.trim_matches([',', ';', '<', '>', '(', ')']);
            if is_identifier(signs) {
                // As it is kept, where it is an address.
                terms.push(AssisterTerm::Whole(whole_word(&compared_email(signs).unwrap_or_else(|| signs.to_owned()))));
            } else {
                names.push_str(part);
                names.push(' ');
            }
        }
        let words = text::words(&names);
        let mut starts: Vec<String> =
            words.iter().filter(|w| !words.iter().any(|o| o != *w && o.starts_with(w.as_str()))).cloned().collect();
        starts.sort_by_key(|word| std::cmp::Reverse(word.len()));
        terms.dedup();
        terms.extend(starts.into_iter().map(AssisterTerm::NameStart));
        (!terms.is_empty()).then_some(Self { terms })
    }
}

/// An email address, or anything with a digit.
fn is_identifier(part: &str) -> bool {
    part.contains('@') || part.chars().any(|c| c.is_ascii_digit())
}

fn whole_word(text: &str) -> String {
    format!("{WHOLE}{}", text.to_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_assister_is_found_by_parts_of_the_name_and_whole_identifiers() {
        let number = ReferenceNumber::from_six(204_816);
        let ann = Findable {
            name: "Ann-Marie Øberg",
            certification_email: "ann@example.org",
            assister_code: "7KQ2M9XDA",
            training_id: Some("MN-TRAIN-0042"),
            npn: None,
            number: Some(number),
        };
        let number = format!("={number}");
        let expected = [number.as_str(), "=7kq2m9xda", "=ann@example.org", "=mn-train-0042", "ann", "marie", "oberg"];
        assert_eq!(ann.words(), expected);
        let lettered = Findable { name: "Bo", training_id: Some("ABCD-EFG"), ..Findable::default() };
        assert!(lettered.words().contains(&"abcd".to_owned()));
    }

    #[test]
    fn searches_are_read_as_typed() {
        let name = |text: &str| AssisterTerm::NameStart(text.into());
        let whole = |text: &str| AssisterTerm::Whole(text.into());
        assert_eq!(AssisterSearch::parse(" ØBERG, ann ").unwrap().terms, [name("oberg"), name("ann")]);
        assert_eq!(AssisterSearch::parse("Ann@Example.org").unwrap().terms, [whole("=ann@example.org")]);
        assert_eq!(AssisterSearch::parse("mn-train-0042 ann").unwrap().terms, [whole("=mn-train-0042"), name("ann")]);
        assert_eq!(AssisterSearch::parse("<ann@example.org>;").unwrap().terms, [whole("=ann@example.org")]);
        assert_eq!(AssisterSearch::parse("ann@Müller.de").unwrap().terms, [whole("=ann@xn--mller-kva.de")]);
        assert_eq!(AssisterSearch::parse(" ,.%_' "), None);
        assert_eq!(whole("=1").range(), ("=1".to_owned(), "=1 ".to_owned()));
    }
}
