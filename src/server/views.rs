//! From what the store returns to what crosses the wire.

use super::RequestInfo;
use crate::api::identity::{Me, Person};
use crate::api::manage_assister::AssisterView;
use crate::domain::identity::Scope;
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

/// Who is signed in, to themselves.
#[must_use]
pub fn me(info: &RequestInfo, demo: bool) -> Me {
    let person = info.principal().map(|principal| Person {
        name: principal.name.clone(),
        role: principal.role(),
        assister: match &principal.scope {
            Scope::Assister { kind, number, .. } => Some((*kind, number.to_string())),
            _ => None,
        },
    });
    Me { person, demo }
}
