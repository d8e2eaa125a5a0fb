//! One newtype per kind of identifier, so that the compiler refuses a consumer's id where an association's is meant.
//!
//! All are UUIDs of version 7 (made on the server, in order of time) and are safe in addresses: they say nothing about a person.

use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};
use uuid::Uuid;

macro_rules! id {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl FromStr for $name {
            type Err = uuid::Error;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                text.parse().map(Self)
            }
        }
    )+};
}

id! {
    /// Somebody who can sign in, whatever their role.
    UserId,
    /// A consumer.
    ConsumerId,
    /// An assister (not the Assister ID of nine characters that AMP gives).
    AssisterId,
    /// The agency an assister works for.
    OrganizationId,
    /// One standing authorization of one assister by one consumer. It is the ID in `/clients/ID`: a consumer who comes back
    /// after ending gets a new one, so an old address never opens a new authorization.
    AssociationId,
    /// What a consumer agreed to. It is the ID in `/account/assister/receipts/ID`.
    ConsentId,
    /// One run through the wizard. Another reference number begins another draft.
    DraftId,
    /// A message in the outbox.
    MailId,
    /// A row of an assister's history.
    ChangeId,
    /// An assessment that was begun. It is the ID in `/learning/assessment/result/ID`.
    AttemptId,
    /// A row of the audit log.
    AuditId,
    /// An uploaded roster. It is the ID in `/agency/imports/ID`.
    ImportId,
    /// Somebody's passkey. It stands in the form that removes it.
    PasskeyId,
    /// A consumer's application for a coverage year.
    ApplicationId,
    /// A determination on an application.
    DeterminationId,
    /// A catalog of plans.
    CatalogId,
    /// A plan of a catalog, as it is sold in one area.
    PlanId,
    /// An enrollment in a plan.
    EnrollmentId,
    /// What was typed into a form that was refused, kept for its next showing.
    FormKey,
    /// What was searched for, kept out of the address.
    SearchKey,
}
