//! Searching the organizations whose agency contacts keep rosters.

use super::text::fold;

/// What an organization's name, or a contact's name or email, must contain: every one of these, each in one of its spellings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OrganizationSearch {
    /// What was typed word by word: in lower case, and without accents and punctuation.
    pub terms: Vec<Vec<String>>,
}

impl OrganizationSearch {
    /// Reads what was typed; `None` when nothing can be found by it. `%` and `\` have a meaning of their own where patterns are compared.
    #[must_use]
    pub fn parse(typed: &str) -> Option<Self> {
        let spellings = |word: &str| {
            let plain = word.to_lowercase().replace(['%', '\\'], "");
            let folded = fold(&plain);
            // Nothing but signs is in no name.
            if folded.is_empty() {
                return None;
            }
            let mut spellings = vec![plain, folded];
            spellings.dedup();
            Some(spellings)
        };
        let terms: Vec<_> = typed.split_whitespace().filter_map(spellings).collect();
        (!terms.is_empty()).then_some(Self { terms })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_search_is_read_word_by_word_with_and_without_accents() {
        let terms = |typed: &str| OrganizationSearch::parse(typed).map(|search| search.terms);
        assert_eq!(terms(" Prairie  ROSE "), Some(vec![vec!["prairie".to_owned()], vec!["rose".to_owned()]]));
        assert_eq!(terms("Guzmán"), Some(vec![vec!["guzmán".to_owned(), "guzman".to_owned()]]));
        assert_eq!(terms("karin@x.org"), Some(vec![vec!["karin@x.org".to_owned(), "karin x org".to_owned()]]));
        for nothing in ["", " ", "%", "... %%", "\\"] {
            assert_eq!(terms(nothing), None, "{nothing}");
        }
    }
}
