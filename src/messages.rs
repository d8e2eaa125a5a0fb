//! The message catalog: what is said to people, per language, checked when the program is built.
//!
//! Texts live in `locales/LANGUAGE.toml`. To add one, add it there (in every language) and use it as `section_key`.

use crate::domain::identity::{AssisterKind, Role};
use crate::domain::mail::{MailFailure, MailKind};
use crate::domain::manage_assister::ConsentText;
use crate::domain::roster::{AccountState, Gate, Hold, Turn};
use serde::{Deserialize, Serialize};

include!(concat!(env!("OUT_DIR"), "/messages.rs"));

/// The catalog of a language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Messages(Language);

/// A page that is a text alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PageText {
    /// Whom to call.
    Help,
    /// What becomes of what one enters.
    Privacy,
    /// How the portal can be used by everyone, and where it can't.
    Accessibility,
    /// What can't be done here.
    Limits,
}

/// A language that the product speaks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Language {
    /// The reference.
    #[default]
    English,
}

impl Language {
    /// BCP 47, for `lang` and for stored consents.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::English => "en",
        }
    }

    /// The catalog.
    #[must_use]
    pub const fn messages(self) -> Messages {
        Messages(self)
    }

    /// A page's text, with what is to be filled in.
    #[must_use]
    pub const fn page(self, page: PageText) -> &'static str {
        match (self, page) {
            (Self::English, PageText::Help) => include_str!("../locales/pages/en/help.md"),
            (Self::English, PageText::Privacy) => include_str!("../locales/pages/en/privacy.md"),
            (Self::English, PageText::Accessibility) => include_str!("../locales/pages/en/accessibility.md"),
            (Self::English, PageText::Limits) => include_str!("../locales/pages/en/limits.md"),
        }
    }

    /// The authorization text in force. A changed text is a new version in a new folder; the old ones stay.
    #[must_use]
    pub const fn consent(self) -> ConsentText {
        match self {
            Self::English => ConsentText { version: "2026-12", language: "en", template: include_str!("../locales/consent/2026-12/en.md") },
        }
    }
}

impl Messages {
    /// What kind of assister, for a person to read.
    #[must_use]
    pub const fn kind(self, kind: AssisterKind) -> &'static str {
        match kind {
            AssisterKind::Navigator => self.kind_navigator(),
            AssisterKind::Cac => self.kind_cac(),
            AssisterKind::Broker => self.kind_broker(),
        }
    }

    /// An account's state.
    #[must_use]
    pub const fn account_state(self, state: AccountState) -> &'static str {
        match state {
            AccountState::NotEnrolled => self.standing_state_not_enrolled(),
            AccountState::Enrolled => self.standing_state_enrolled(),
            AccountState::Active => self.standing_state_active(),
            AccountState::Suspended => self.standing_state_suspended(),
            AccountState::Closed => self.standing_state_closed(),
        }
    }

    /// One of the four gates.
    #[must_use]
    pub const fn gate(self, gate: Gate) -> &'static str {
        match gate {
            Gate::Approved => self.standing_gate_approved(),
            Gate::Certified => self.standing_gate_certified(),
            Gate::Trained => self.standing_gate_trained(),
            Gate::Mastered => self.standing_gate_mastered(),
        }
    }

    /// Whose turn it is, and to do what.
    #[must_use]
    pub const fn turn(self, turn: Turn, kind: AssisterKind) -> &'static str {
        let broker = matches!(kind, AssisterKind::Broker);
        match turn {
            Turn::Agency => self.standing_turn_agency(),
            Turn::Certification => self.standing_turn_certification(),
            Turn::Learner => self.standing_turn_learner(),
            Turn::Enrollment if broker => self.standing_turn_enrollment_bsl(),
            Turn::Enrollment => self.standing_turn_enrollment_arc(),
            Turn::SetUp => self.standing_turn_set_up(),
            Turn::Confirmation if broker => self.standing_turn_confirmation_bsl(),
            Turn::Confirmation => self.standing_turn_confirmation_arc(),
            Turn::Nobody => self.standing_turn_nobody(),
        }
    }

    /// Why an account does not act.
    #[must_use]
    pub const fn hold(self, hold: Hold) -> &'static str {
        match hold {
            Hold::Staff => self.standing_hold_staff(),
            Hold::Access => self.standing_hold_access(),
            Hold::Employment => self.standing_hold_employment(),
            Hold::Certification => self.standing_hold_certification(),
        }
    }

    /// What a message is.
    #[must_use]
    pub const fn mail_kind(self, kind: MailKind) -> &'static str {
        match kind {
            MailKind::Activation => self.outbox_kind_activation(),
            MailKind::Confirmation => self.outbox_kind_confirmation(),
            MailKind::Learning => self.outbox_kind_learning(),
            MailKind::Invitation => self.outbox_kind_invitation(),
            MailKind::PasswordReset => self.outbox_kind_password_reset(),
            MailKind::SignInLink => self.outbox_kind_sign_in_link(),
            MailKind::SignInCode => self.outbox_kind_sign_in_code(),
            MailKind::PasswordChanged => self.outbox_kind_password_changed(),
            MailKind::NewSignIn => self.outbox_kind_new_sign_in(),
            MailKind::EmailAsked => self.outbox_kind_email_asked(),
            MailKind::EmailChanged => self.outbox_kind_email_changed(),
            MailKind::SignInChanged => self.outbox_kind_sign_in_changed(),
            MailKind::ConfirmEmail => self.outbox_kind_confirm_email(),
            MailKind::DetailsChanged => self.outbox_kind_details_changed(),
            MailKind::LoginMnUnlinked => self.outbox_kind_login_mn_unlinked(),
            MailKind::SecondStepRemoved => self.outbox_kind_second_step_removed(),
            MailKind::AccountSuspended => self.outbox_kind_account_suspended(),
            MailKind::EmailInUse => self.outbox_kind_email_in_use(),
            MailKind::AccountReinstated => self.outbox_kind_account_reinstated(),
            MailKind::AccountClosed => self.outbox_kind_account_closed(),
        }
    }

    /// Why a message did not go out.
    #[must_use]
    pub const fn mail_failure(self, failure: MailFailure) -> &'static str {
        match failure {
            MailFailure::Unreachable => self.outbox_failure_unreachable(),
            MailFailure::Slow => self.outbox_failure_slow(),
            MailFailure::Deferred => self.outbox_failure_deferred(),
            MailFailure::Refused => self.outbox_failure_refused(),
            MailFailure::Unusable => self.outbox_failure_unusable(),
            MailFailure::NotWritten => self.outbox_failure_not_written(),
            MailFailure::CutOff => self.outbox_failure_cut_off(),
        }
    }

    /// The role of a signed-in person; an assister's role is their kind.
    #[must_use]
    pub const fn role(self, role: Role, kind: Option<AssisterKind>) -> &'static str {
        match (role, kind) {
            (Role::Consumer, _) => self.role_consumer(),
            (Role::Assister, Some(AssisterKind::Broker)) => self.role_broker(),
            (Role::Assister, Some(AssisterKind::Cac)) => self.role_cac(),
            (Role::Assister, _) => self.role_navigator(),
            (Role::Learner, _) => self.role_learner(),
            (Role::AgencyContact, _) => self.role_agency_contact(),
            (Role::Arc, _) => self.role_arc(),
            (Role::Bsl, _) => self.role_bsl(),
            (Role::ResourceManager, _) => self.role_resource_manager(),
        }
    }
}
