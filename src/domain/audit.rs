//! What the audit log records. A row is written in the transaction of the change itself, and never changed or deleted.

use super::identity::Role;
use super::ids::{AssisterId, AssociationId, ConsumerId, OrganizationId, UserId};

/// What was done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum AuditAction {
    /// A consumer made an account.
    AccountCreated,
    /// Somebody signed in.
    SignedIn,
    /// Somebody signed out.
    SignedOut,
    /// A consumer authorized an assister.
    AssociationStarted,
    /// An association ended (with the association's own row saying by whom).
    AssociationEnded,
    /// An assister opened a client's record for the first time.
    RecordFirstOpened,
    /// An assister opened a client's record again.
    RecordOpened,
    /// Somebody was added to a roster, or a broker to BSL's list.
    AssisterAdded,
    /// What is written down about an assister changed (with the change's own rows saying what).
    AssisterChanged,
    /// An agency contact or staff looked up a reference number.
    NumberLookedUp,
    /// Somebody came to the Learning Center by a link.
    LearningOpened,
    /// The training course was completed.
    TrainingCompleted,
    /// An assessment was handed in (with the attempt's own row saying how it went).
    AssessmentTaken,
    /// ARC or BSL enrolled an assister.
    AssisterEnrolled,
    /// The activation email was sent again.
    ActivationSentAgain,
    /// An account was set up by its owner.
    AccountActivated,
    /// ARC or BSL confirmed an account.
    AccountConfirmed,
    /// Staff suspended an account.
    AccountSuspended,
    /// Staff reinstated an account.
    AccountReinstated,
    /// An account was closed: an assister's by staff, a consumer's by themselves.
    AccountClosed,
    /// A staff account or an agency contact was created.
    StaffCreated,
    /// A staff account or an agency contact was removed.
    StaffRemoved,
    /// Staff looked for a consumer by three identifiers.
    ConsumerLookedUp,
    /// A password was changed by its owner.
    PasswordChanged,
    /// A password was reset by a link.
    PasswordReset,
    /// A second factor was set up, replaced or removed by its owner.
    SecondFactorChanged,
    /// Staff removed the second step of an account, so that its owner sets up another one (with the reason).
    SecondFactorRemoved,
    /// Staff proofed the owner of an account without a second step, who may set one up from now on (with the reason).
    OwnerProofed,
    /// All sessions of an account were ended: by its owner, or by staff (with the reason).
    SessionsEnded,
    /// A LoginMN identity was linked to an account.
    IdentityLinked,
    /// A consumer showed that they read the mail of their address.
    EmailConfirmed,
    /// A consumer changed their name, email or phone.
    DetailsChanged,
    /// LoginMN was unlinked from an account: by its owner, or by staff (with the reason).
    IdentityUnlinked,
    /// A file was imported.
    FileImported,
    /// Staff brought in a training, an assessment or both from another learning system's file.
    TrainingImported,
    /// An application was started.
    ApplicationStarted,
    /// Answers of an application were saved.
    ApplicationSaved,
    /// An application was submitted.
    ApplicationSubmitted,
    /// The initial determination on an application was recorded.
    ApplicationDetermined,
    /// A consumer was told that their tax credit was figured with an earlier year's table.
    OlderFiguresTold,
    /// A later status on an application was recorded.
    StatusRecorded,
    /// A catalog of plans was imported.
    CatalogImported,
    /// People were enrolled in a health plan, or in another one than before.
    Enrolled,
    /// A worksheet was taken along as a file.
    WorksheetExported,
    /// A user name and password were refused.
    SignInRefused,
    /// A code or passkey at the second step was refused.
    SecondStepRefused,
    /// The present password of somebody who is signed in was refused.
    PresentPasswordRefused,
    /// A link to choose a new password was asked for.
    PasswordResetAsked,
    /// A link into the Learning Center was asked for.
    LearningLinkAsked,
    /// A code by email, or a link to confirm one, was asked for, too often.
    CodeRefused,
    /// A registration number was refused.
    RegistrationNumberRefused,
    /// A reference number led to nobody.
    ReferenceNumberRefused,
    /// A new account was refused.
    AccountRefused,
    /// Visitors posted too much from one address.
    PostsRefused,
    /// A sign-on with LoginMN was refused.
    SignOnRefused,
}

impl AuditAction {
    /// Every action.
    pub const ALL: &[Self] = &[
        Self::AccountCreated,
        Self::SignedIn,
        Self::SignedOut,
        Self::AssociationStarted,
        Self::AssociationEnded,
        Self::RecordFirstOpened,
        Self::RecordOpened,
        Self::AssisterAdded,
        Self::AssisterChanged,
        Self::NumberLookedUp,
        Self::LearningOpened,
        Self::TrainingCompleted,
        Self::AssessmentTaken,
        Self::AssisterEnrolled,
        Self::ActivationSentAgain,
        Self::AccountActivated,
        Self::AccountConfirmed,
        Self::AccountSuspended,
        Self::AccountReinstated,
        Self::AccountClosed,
        Self::StaffCreated,
        Self::StaffRemoved,
        Self::ConsumerLookedUp,
        Self::PasswordChanged,
        Self::PasswordReset,
        Self::SecondFactorChanged,
        Self::SecondFactorRemoved,
        Self::OwnerProofed,
        Self::SessionsEnded,
        Self::IdentityLinked,
        Self::IdentityUnlinked,
        Self::EmailConfirmed,
        Self::DetailsChanged,
        Self::FileImported,
        Self::TrainingImported,
        Self::ApplicationStarted,
        Self::ApplicationSaved,
        Self::ApplicationSubmitted,
        Self::ApplicationDetermined,
        Self::OlderFiguresTold,
        Self::StatusRecorded,
        Self::CatalogImported,
        Self::Enrolled,
        Self::WorksheetExported,
        Self::SignInRefused,
        Self::SecondStepRefused,
        Self::PresentPasswordRefused,
        Self::PasswordResetAsked,
        Self::LearningLinkAsked,
        Self::CodeRefused,
        Self::RegistrationNumberRefused,
        Self::ReferenceNumberRefused,
        Self::AccountRefused,
        Self::PostsRefused,
        Self::SignOnRefused,
    ];

    /// The stored form.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::AccountCreated => "account_created",
            Self::SignedIn => "signed_in",
            Self::SignedOut => "signed_out",
            Self::AssociationStarted => "association_started",
            Self::AssociationEnded => "association_ended",
            Self::RecordFirstOpened => "record_first_opened",
            Self::RecordOpened => "record_opened",
            Self::AssisterAdded => "assister_added",
            Self::AssisterChanged => "assister_changed",
            Self::NumberLookedUp => "number_looked_up",
            Self::LearningOpened => "learning_opened",
            Self::TrainingCompleted => "training_completed",
            Self::AssessmentTaken => "assessment_taken",
            Self::AssisterEnrolled => "assister_enrolled",
            Self::ActivationSentAgain => "activation_sent_again",
            Self::AccountActivated => "account_activated",
            Self::AccountConfirmed => "account_confirmed",
            Self::AccountSuspended => "account_suspended",
            Self::AccountReinstated => "account_reinstated",
            Self::AccountClosed => "account_closed",
            Self::StaffCreated => "staff_created",
            Self::StaffRemoved => "staff_removed",
            Self::ConsumerLookedUp => "consumer_looked_up",
            Self::PasswordChanged => "password_changed",
            Self::PasswordReset => "password_reset",
            Self::SecondFactorChanged => "second_factor_changed",
            Self::SecondFactorRemoved => "second_factor_removed",
            Self::OwnerProofed => "owner_proofed",
            Self::SessionsEnded => "sessions_ended",
            Self::IdentityLinked => "identity_linked",
            Self::IdentityUnlinked => "identity_unlinked",
            Self::EmailConfirmed => "email_confirmed",
            Self::DetailsChanged => "details_changed",
            Self::FileImported => "file_imported",
            Self::TrainingImported => "training_imported",
            Self::ApplicationStarted => "application_started",
            Self::ApplicationSaved => "application_saved",
            Self::ApplicationSubmitted => "application_submitted",
            Self::ApplicationDetermined => "application_determined",
            Self::OlderFiguresTold => "older_figures_told",
            Self::StatusRecorded => "status_recorded",
            Self::CatalogImported => "catalog_imported",
            Self::Enrolled => "enrolled",
            Self::WorksheetExported => "worksheet_exported",
            Self::SignInRefused => "sign_in_refused",
            Self::SecondStepRefused => "second_step_refused",
            Self::PresentPasswordRefused => "present_password_refused",
            Self::PasswordResetAsked => "password_reset_asked",
            Self::LearningLinkAsked => "learning_link_asked",
            Self::CodeRefused => "code_refused",
            Self::RegistrationNumberRefused => "registration_number_refused",
            Self::ReferenceNumberRefused => "reference_number_refused",
            Self::AccountRefused => "account_refused",
            Self::PostsRefused => "posts_refused",
            Self::SignOnRefused => "sign_on_refused",
        }
    }
}

/// Who did it, for the audit row of a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Actor {
    /// The account.
    pub user: UserId,
    /// In which role.
    pub role: Role,
}

/// Whom and what it concerned.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Subject {
    /// The consumer.
    pub consumer: Option<ConsumerId>,
    /// The assister.
    pub assister: Option<AssisterId>,
    /// The association.
    pub association: Option<AssociationId>,
    /// The organization.
    pub organization: Option<OrganizationId>,
    /// The account, where it is nobody's of the above.
    pub user: Option<UserId>,
}
