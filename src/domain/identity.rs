//! Who is who: roles, the kinds of assister, and what a principal (the signed-in person a request acts for) is.

use super::ids::{AssisterId, ConsumerId, OrganizationId, UserId};
use super::manage_assister::ReferenceNumber;
use super::{text, typed};
use serde::{Deserialize, Serialize};
use std::time::Duration;

/// A session that nobody used for this long is over.
pub const SESSION_IDLE: Duration = Duration::from_secs(15 * 60);
/// A session is over this long after sign-in, used or not.
pub const SESSION_ABSOLUTE: Duration = Duration::from_secs(12 * 60 * 60);
/// How exactly the last use of a session is known: writing it at every request would make every page a write.
pub const SESSION_GRAIN: Duration = Duration::from_secs(10);
/// How long before the end of a session the person is told, and asked whether to stay.
pub const SESSION_WARNING: Duration = Duration::from_secs(150);
/// The header in the answer to a HEAD that says how many seconds are left of the session. None is there where none is.
pub const SESSION_LEFT: &str = "session-left";
/// The fewest characters of a password. Any characters are allowed.
pub const PASSWORD_MIN_CHARS: usize = 15;
/// The most bytes of a password, so that hashing stays bounded.
pub const PASSWORD_MAX_BYTES: usize = 1024;

/// What somebody may be in the portal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// A person with their own account who may authorize an assister.
    Consumer,
    /// A certified helper with a portal account.
    Assister,
    /// Somebody on a roster who takes the training, before or without a portal account: came by a link to their certification email.
    Learner,
    /// An organization's authorized agency contact.
    AgencyContact,
    /// Assister Resource Center staff.
    Arc,
    /// Broker Service Line staff.
    Bsl,
    /// The internal role with authority over assister accounts.
    ResourceManager,
}

impl Role {
    /// Every role.
    pub const ALL: [Self; 7] =
        [Self::Consumer, Self::Assister, Self::Learner, Self::AgencyContact, Self::Arc, Self::Bsl, Self::ResourceManager];

    /// The stored form.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Consumer => "consumer",
            Self::Assister => "assister",
            Self::Learner => "learner",
            Self::AgencyContact => "agency_contact",
            Self::Arc => "arc",
            Self::Bsl => "bsl",
            Self::ResourceManager => "resource_manager",
        }
    }

    /// Reads the stored form.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.code() == code)
    }

    /// Where a person of this role goes after sign-in when they wanted to go nowhere else.
    #[must_use]
    pub const fn home(self) -> &'static str {
        match self {
            Self::Consumer => "/account",
            Self::Assister => "/clients",
            Self::Learner => "/learning",
            Self::AgencyContact => "/agency",
            Self::Arc | Self::Bsl | Self::ResourceManager => "/resource-center",
        }
    }
}

/// The three kinds of assister.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AssisterKind {
    /// Works for a navigator organization.
    Navigator,
    /// Certified application counselor.
    Cac,
    /// Licensed insurance broker.
    Broker,
}

impl AssisterKind {
    /// Every kind.
    pub const ALL: [Self; 3] = [Self::Navigator, Self::Cac, Self::Broker];

    /// The stored form.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Navigator => "navigator",
            Self::Cac => "cac",
            Self::Broker => "broker",
        }
    }

    /// Reads the stored form.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

/// The state of an assister's account, as staff and the assister left it. Whether it may act depends on the roster and the
/// certification besides: see [`Standing`](super::roster::Standing).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AssisterState {
    /// On a roster or BSL's list, without an account and without a number.
    NotEnrolled,
    /// Enrolled by ARC or BSL, account not set up yet: the number does not resolve.
    Enrolled,
    /// Set up by the assister.
    Active,
    /// By staff: no sign-in, the number does not resolve, associations are kept (rule 7).
    Suspended,
    /// By staff, for good.
    Closed,
}

impl AssisterState {
    /// Every state.
    pub const ALL: [Self; 5] = [Self::NotEnrolled, Self::Enrolled, Self::Active, Self::Suspended, Self::Closed];

    /// The stored form.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::NotEnrolled => "not_enrolled",
            Self::Enrolled => "enrolled",
            Self::Active => "active",
            Self::Suspended => "suspended",
            Self::Closed => "closed",
        }
    }

    /// Reads the stored form.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }
}

/// Who acts, as the session says. Scope (which consumer, which assister, which organization) comes from here and never from an argument.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Principal {
    /// The account. A learner has none: the log knows them by their id as an assister, which stands here.
    pub user: UserId,
    /// The person's own name.
    pub name: String,
    /// Role and scope.
    pub scope: Scope,
}

/// What a role acts on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Scope {
    /// Their own account.
    Consumer(ConsumerId),
    /// Their own clients.
    Assister {
        /// The assister.
        id: AssisterId,
        /// Navigator, CAC or broker.
        kind: AssisterKind,
        /// The number to give to consumers.
        number: ReferenceNumber,
    },
    /// Their own training.
    Learner(AssisterId),
    /// Their own organization.
    AgencyContact(OrganizationId),
    /// ARC, BSL or the resource manager.
    Staff(Role),
}

impl Principal {
    /// The role.
    #[must_use]
    pub const fn role(&self) -> Role {
        match self.scope {
            Scope::Consumer(_) => Role::Consumer,
            Scope::Assister { .. } => Role::Assister,
            Scope::Learner(_) => Role::Learner,
            Scope::AgencyContact(_) => Role::AgencyContact,
            Scope::Staff(role) => role,
        }
    }
}

/// A new email address in the form in which it is stored and compared, see [`typed::compared_email`]. `None` when it is no address, or
/// none that mail can be sent to.
#[must_use]
pub fn normal_email(typed: &str) -> Option<String> {
    typed::compared_email(typed).filter(|email| typed::mailable(email))
}

/// A person's name as they wrote it, on one [line](typed::line). `None` when nothing readable is left or it is longer than 200 characters.
#[must_use]
pub fn clean_name(typed: &str) -> Option<String> {
    let name = typed::line(typed);
    let readable = !text::fold(&name).is_empty() && !name.chars().any(char::is_control);
    (readable && name.chars().count() <= 200).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn emails_are_compared_in_one_form() {
        assert_eq!(normal_email("  Ann.Lee@Example.ORG "), Some("ann.lee@example.org".into()));
        for bad in [
            "",
            "ann",
            "ann@",
            "@example.org",
            "ann@example",
            "a b@example.org",
            "a@b@c.org",
            "a@.org",
            "a@x..org",
            "a@x.org\r\nBcc: b@x.org",
        ] {
            assert_eq!(normal_email(bad), None, "{bad:?}");
        }
    }

    #[test]
    fn names_keep_their_letters_and_lose_their_spare_spaces() {
        assert_eq!(clean_name("  Zoë   Nguyễn "), Some("Zoë Nguyễn".into()));
        assert_eq!(clean_name(" \u{0} "), None);
        assert_eq!(clean_name("..."), None);
        assert_eq!(clean_name(&"a".repeat(201)), None);
    }

    #[test]
    fn stored_codes_are_read_back() {
        for role in Role::ALL {
            assert_eq!(Role::from_code(role.code()), Some(role));
        }
        for kind in AssisterKind::ALL {
            assert_eq!(AssisterKind::from_code(kind.code()), Some(kind));
        }
        for state in AssisterState::ALL {
            assert_eq!(AssisterState::from_code(state.code()), Some(state));
        }
    }
}
