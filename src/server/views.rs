//! From what the store returns to what crosses the wire.

use crate::api::manage_assister::AssisterView;
use crate::store::AssisterCard;

/// An assister as consumers see them.
#[must_use]
pub fn assister(card: AssisterCard) -> AssisterView {
    AssisterView {
        name: card.name,
        kind: card.kind,
        organization: card.organization,
        number: card.number.to_string(),
        phone: card.phone,
        email: card.email,
    }
}
