//! The client list: which lists there are, how they are sorted, and what a search means.

use super::instant::Date;
use super::text;
use super::typed::{self, DateOf, line};
use serde::{Deserialize, Serialize};

/// Clients on one page.
pub const PAGE_SIZE: usize = 50;
/// The most characters of a search that are looked at.
pub const SEARCH_MAX_CHARS: usize = 100;

/// The three lists (rule 18). All = New + In Progress, always.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum List {
    /// Authorized, not yet opened.
    New,
    /// Opened.
    InProgress,
    /// Both.
    #[default]
    All,
}

impl List {
    /// The lists in the order of their tabs.
    pub const ALL: [Self; 3] = [Self::New, Self::InProgress, Self::All];

    /// The value of `list` in the address.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::InProgress => "in-progress",
            Self::All => "all",
        }
    }

    /// Reads the address; anything else is the default.
    #[must_use]
    pub fn from_code(code: Option<&str>) -> Option<Self> {
        Self::ALL.into_iter().find(|list| Some(list.code()) == code)
    }

    /// The tab's name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::New => "New",
            Self::InProgress => "In Progress",
            Self::All => "All",
        }
    }
}

/// By what a list is sorted, and which way.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Sort {
    /// Last name first, A to Z.
    #[default]
    Name,
    /// Z to A.
    NameDescending,
    /// Longest authorized first.
    Authorized,
    /// Newest first.
    AuthorizedDescending,
}

impl Sort {
    /// Every order.
    pub const ALL: [Self; 4] = [Self::Name, Self::NameDescending, Self::Authorized, Self::AuthorizedDescending];

    /// The value of `sort` in the address.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::NameDescending => "-name",
            Self::Authorized => "authorized",
            Self::AuthorizedDescending => "-authorized",
        }
    }

    /// Reads the address; anything else is the default.
    #[must_use]
    pub fn from_code(code: Option<&str>) -> Self {
        Self::ALL.into_iter().find(|sort| Some(sort.code()) == code).unwrap_or_default()
    }
}

/// How many clients each list holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    /// Authorized, not yet opened.
    pub new: u32,
    /// Opened.
    pub in_progress: u32,
}

impl Counts {
    /// How many one list holds. All is the sum and is stored nowhere.
    #[must_use]
    pub const fn of(self, list: List) -> u32 {
        match list {
            List::New => self.new,
            List::InProgress => self.in_progress,
            List::All => self.new + self.in_progress,
        }
    }
}

/// What a search asks for: every term must match.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Search {
    /// The terms, most selective (longest) first, without repeats or terms that another one implies.
    pub terms: Vec<Term>,
}

/// One word of a search.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Term {
    /// Some part of the name starts with this (folded, see [`text::fold`]).
    NameStart(String),
    /// Born on this day.
    Born(Date),
}

impl Search {
    /// Reads what was typed, on this day. `None` when there is nothing to look for.
    #[must_use]
    pub fn parse(typed: &str, today: Date) -> Option<Self> {
        let typed: String = line(typed).chars().take(SEARCH_MAX_CHARS).collect();
        let mut terms = Vec::new();
        let mut names = String::new();
        let mut parts = &typed.split(' ').collect::<Vec<_>>()[..];
        while let Some((first, rest)) = parts.split_first() {
            // A date may be three words: March 14, 1980.
            let born = |many: usize| {
                let date = parts.get(..many)?.join(" ");
                Some((typed::date(date.trim_matches(','), DateOf::Birth, today).ok()?, &parts[many..]))
            };
            if let Some((date, rest)) = born(3).or_else(|| born(1)) {
                terms.push(Term::Born(date));
                parts = rest;
            } else {
                names.push_str(first);
                names.push(' ');
                parts = rest;
            }
        }
        let words = text::words(&names);
        let mut starts: Vec<String> =
            words.iter().filter(|w| !words.iter().any(|o| o != *w && o.starts_with(w.as_str()))).cloned().collect();
        starts.sort_by_key(|word| std::cmp::Reverse(word.len()));
        terms.dedup();
        terms.extend(starts.into_iter().map(Term::NameStart));
        (!terms.is_empty()).then_some(Self { terms })
    }
}

/// The words under which a client is found: the folded parts of the name, and the date of birth.
#[must_use]
pub fn index_words(name: &str, born: Date) -> Vec<String> {
    let mut words = text::words(name);
    words.push(born_word(born));
    words
}

/// The word for a date of birth. It begins with a sign that no part of a name has: nobody is found by the year they were born in.
#[must_use]
pub fn born_word(born: Date) -> String {
    format!("{BORN}{}", born.iso())
}

/// What words for dates of birth begin with.
pub const BORN: char = '=';

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_is_new_and_in_progress() {
        let counts = Counts { new: 23, in_progress: 41 };
        assert_eq!(counts.of(List::All), counts.of(List::New) + counts.of(List::InProgress));
    }

    #[test]
    fn searches_are_read_as_typed() {
        let born = Term::Born(Date::new(1984, 3, 7).unwrap());
        let name = |text: &str| Term::NameStart(text.into());
        let parse = |typed| Search::parse(typed, Date::new(2026, 11, 20).unwrap());
        assert_eq!(parse("  Zo NGUYỄN 3/7/1984 ").unwrap().terms, [born.clone(), name("nguyen"), name("zo")]);
        for typed in ["1984-03-07", "3/7/84", "March 7, 1984", "7 Mar 1984"] {
            assert_eq!(parse(typed).unwrap().terms, std::slice::from_ref(&born), "{typed}");
        }
        assert_eq!(parse("Zo, March 7, 84,").unwrap().terms, [born, name("zo")]);
        assert_eq!(parse("anna ann").unwrap().terms, [name("anna")]);
        assert_eq!(parse("O'Bri").unwrap().terms, [name("obri")]);
        assert_eq!(parse(" ,. "), None);
    }

    #[test]
    fn addresses_are_read_back() {
        for list in List::ALL {
            assert_eq!(List::from_code(Some(list.code())), Some(list));
        }
        for sort in Sort::ALL {
            assert_eq!(Sort::from_code(Some(sort.code())), sort);
        }
        assert_eq!(List::from_code(Some("completed")), None);
        assert_eq!(Sort::from_code(None), Sort::Name);
    }
}
