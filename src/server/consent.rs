//! The authorization text for one assister: filled in, with its version, language and hash.

use crate::domain::manage_assister::fill;
use crate::messages::Language;
use crate::store::{AgreedText, AssisterCard};
use sha2::{Digest, Sha256};

/// The text in force, with this assister in it. What is shown, hashed and kept is this very text.
#[must_use]
pub fn text_for(language: Language, card: &AssisterCard) -> AgreedText {
    let consent = language.consent();
    let number = card.number.to_string();
    let values = [("assister", card.name.as_str()), ("organization", &card.organization), ("number", &number)];
    let text = fill(&consent.for_kind(card.kind), &values);
    let sha256 = Sha256::digest(text.as_bytes()).into();
    AgreedText { version: consent.version.to_owned(), language: consent.language.to_owned(), text, sha256 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::identity::AssisterKind;
    use crate::domain::ids::AssisterId;
    use crate::domain::manage_assister::ReferenceNumber;
    use crate::server::hex;
    use std::path::Path;

    /// Whoever agreed to a version agreed to this text. A new version is a new line here; a line is never changed.
    const IN_FORCE_ONCE: [(&str, &str); 2] = [
        ("2026-11/en.md", "89ee202abf8e26e35ab72982e27c8a17650cb56ea6cf63f4ebfc534193ea1bd8"),
        ("2026-12/en.md", "0ef07794f930b7c758ca042b2499073949ed53e4c17f757106f91f5e1745743f"),
    ];

    #[test]
    fn a_text_that_people_agreed_to_is_never_edited() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("locales/consent");
        let mut found = Vec::new();
        for version in std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()) {
            for file in std::fs::read_dir(version).unwrap().map(|entry| entry.unwrap().path()) {
                let name = file.strip_prefix(&folder).unwrap().display().to_string();
                found.push((name, hex(&Sha256::digest(std::fs::read(&file).unwrap()))));
            }
        }
        found.sort();
        let pinned = IN_FORCE_ONCE.map(|(name, hash)| (name.to_owned(), hash.to_owned()));
        assert_eq!(found, pinned, "a changed text is a new version in a new folder");
    }

    #[test]
    fn each_kind_of_assister_has_its_own_text_with_nothing_left_open() {
        let text = |kind| {
            let card = AssisterCard {
                id: AssisterId(uuid::Uuid::nil()),
                name: "Ann Berg".to_owned(),
                kind,
                organization: "Lakes Health".to_owned(),
                number: ReferenceNumber::from_six(123_456),
                phone: String::new(),
                email: String::new(),
            };
            text_for(Language::default(), &card).text
        };
        for kind in AssisterKind::ALL {
            let text = text(kind);
            assert!(!text.contains(['{', '[']), "{text}");
            assert_eq!(text.contains("Agent of Record"), kind == AssisterKind::Broker, "{text}");
            assert!(text.contains("Ann Berg") && text.contains("Lakes Health"), "{text}");
        }
        assert!(text(AssisterKind::Cac).contains("Ann Berg is a certified application counselor (CAC) with Lakes Health."));
    }
}
