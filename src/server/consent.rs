//! The authorization text for one assister: filled in, with its version, language and hash.

use crate::domain::identity::AssisterKind;
use crate::domain::manage_assister::fill;
use crate::messages::Language;
use crate::store::{AgreedText, AssisterCard};
use sha2::{Digest, Sha256};

/// The text in force, with this assister in it. What is shown, hashed and kept is this very text.
#[must_use]
pub fn text_for(language: Language, card: &AssisterCard) -> AgreedText {
    let consent = language.consent();
    let t = language.messages();
    let agent_of_record = match card.kind {
        AssisterKind::Broker => t.consent_agent_of_record_broker(),
        AssisterKind::Navigator | AssisterKind::Cac => t.consent_agent_of_record_other(),
    };
    let agent_of_record = fill(agent_of_record, &[("assister", &card.name)]);
    let values = [
        ("assister", card.name.as_str()),
        ("kind", t.kind_in_sentence(card.kind)),
        ("organization", &card.organization),
        ("number", &card.number.to_string()),
        ("agent_of_record", &agent_of_record),
    ];
    let text = fill(consent.template, &values);
    let sha256 = Sha256::digest(text.as_bytes()).into();
    AgreedText { version: consent.version.to_owned(), language: consent.language.to_owned(), text, sha256 }
}
