//! What a form gets back: done (with where to go), or refused with what was typed and what is wrong.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What is wrong with one field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldError {
    /// The field's name, which is also the id of its input; or the address of the page where the answer is given.
    pub field: String,
    /// A plain sentence that says what to do.
    pub message: String,
}

/// A refused form: what was typed (never passwords) and what is wrong, in the order of the fields.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FormState {
    /// What was typed, by field.
    pub values: BTreeMap<String, String>,
    /// What is wrong.
    pub errors: Vec<FieldError>,
}

impl FormState {
    /// Keeps what was typed into a field.
    #[must_use]
    pub fn keep(mut self, field: &str, value: &str) -> Self {
        self.values.insert(field.to_owned(), value.chars().take(1000).collect());
        self
    }

    /// Keeps what the form says when it comes back, in full.
    #[must_use]
    pub fn tell(mut self, what: &str, text: String) -> Self {
        self.values.insert(what.to_owned(), text);
        self
    }

    /// Notes what is wrong with a field.
    pub fn wrong(&mut self, field: &str, message: impl Into<String>) {
        self.errors.push(FieldError { field: field.to_owned(), message: message.into() });
    }

    /// What was typed into a field, empty when nothing.
    #[must_use]
    pub fn value(&self, field: &str) -> String {
        self.values.get(field).cloned().unwrap_or_default()
    }

    /// What is wrong with a field.
    #[must_use]
    pub fn error(&self, field: &str) -> Option<String> {
        self.errors.iter().find(|error| error.field == field).map(|error| error.message.clone())
    }
}

/// The answer to a form. Where a browser without JavaScript is redirected, the hydrated page gets this value.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Posted {
    /// It took effect; a redirect goes with it.
    Done,
    /// It did not.
    Refused(FormState),
}

/// The forms whose refusals are kept: name and page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// `/sign-in`
    SignIn,
    /// `/create-account`
    CreateAccount,
    /// The wizard's first step.
    Number,
    /// The wizard's third step.
    Agree,
    /// `/agency/add`
    AddEntry,
    /// `/agency/assisters/ID/edit`
    EditEntry,
    /// `/agency/assisters/ID`: what looking up a reference number gave.
    NumberAnswer,
    /// `/agency/contacts`
    InviteContact,
    /// Ending a colleague's access as an agency contact.
    EndColleague,
    /// Asking for a link into the Learning Center.
    LearningLink,
    /// `/learning/assessment`
    Assessment,
    /// What staff do to an assister's account, on the assister's page.
    Enrollment,
    /// The certification, on the assister's page.
    Certification,
    /// Suspending, reinstating, closing.
    AccountChange,
    /// `/resource-center/access/WHOSE/ID`. Its address is given with the refusal.
    AccountAccess,
    /// `/resource-center/brokers/add`
    AddBroker,
    /// `/resource-center/consumers`
    FindConsumer,
    /// Ending an association on request.
    EndAssociation,
    /// Suspending a consumer's account, on the page of the consumer who was found.
    SuspendConsumer,
    /// A later status, on the page of the consumer who was found.
    RecordStatus,
    /// `/resource-center/organizations/add`
    AddOrganization,
    /// Ending an agency contact's access, as staff. Its address is given with the refusal.
    EndContact,
    /// `/resource-center/staff/add`
    AddStaff,
    /// What the resource manager does to a staff account.
    StaffAccount,
    /// `/agency/import`
    Import,
    /// `/set-up/TOKEN`
    SetUp,
    /// `/sign-in/second-factor`
    SecondFactor,
    /// `/sign-in/authenticator` and `/security/authenticator`
    Authenticator,
    /// A passkey to add, on `/security`.
    Passkey,
    /// `/security/confirm`
    Proof,
    /// `/security/close`
    CloseAccount,
    /// `/security/details`
    Details,
    /// `/security/email`
    EmailLink,
    /// `/set-up/email/TOKEN`
    ConfirmAddress,
    /// `/password/forgot`
    ForgotPassword,
    /// `/password/reset/TOKEN`
    ResetPassword,
    /// `/password/change`
    ChangePassword,
    /// `/resource-center/training-import`
    TrainingImport,
    /// A page of an application, the consumer's or a client's. Its address is given with the refusal.
    Application,
    /// `/resource-center/plans`
    PlanImport,
}

impl Form {
    /// The name under which it is kept.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::SignIn => "sign-in",
            Self::CreateAccount => "create-account",
            Self::Number => "number",
            Self::Agree => "agree",
            Self::AddEntry => "add-entry",
            Self::EditEntry => "edit-entry",
            Self::NumberAnswer => "number-answer",
            Self::InviteContact => "invite-contact",
            Self::EndColleague => "end-colleague",
            Self::LearningLink => "learning-link",
            Self::Assessment => "assessment",
            Self::Enrollment => "enrollment",
            Self::Certification => "certification",
            Self::AccountChange => "account-change",
            Self::AccountAccess => "account-access",
            Self::AddBroker => "add-broker",
            Self::FindConsumer => "find-consumer",
            Self::EndAssociation => "end-association",
            Self::SuspendConsumer => "suspend-consumer",
            Self::RecordStatus => "record-status",
            Self::AddOrganization => "add-organization",
            Self::EndContact => "end-contact",
            Self::AddStaff => "add-staff",
            Self::StaffAccount => "staff-account",
            Self::Import => "import",
            Self::SetUp => "set-up",
            Self::SecondFactor => "second-factor",
            Self::Authenticator => "authenticator",
            Self::Passkey => "passkey",
            Self::Proof => "proof",
            Self::CloseAccount => "close-account",
            Self::Details => "details",
            Self::EmailLink => "email-link",
            Self::ConfirmAddress => "confirm-address",
            Self::ForgotPassword => "forgot-password",
            Self::ResetPassword => "reset-password",
            Self::ChangePassword => "change-password",
            Self::TrainingImport => "training-import",
            Self::Application => "application",
            Self::PlanImport => "plan-import",
        }
    }

    /// The page that shows it. `ID` stands for whom it is about, see [`page_of`](Self::page_of).
    #[must_use]
    pub const fn page(self) -> &'static str {
        match self {
            Self::SignIn => "/sign-in",
            Self::CreateAccount => "/create-account",
            Self::Number => "/account/assister/add",
            Self::Agree => "/account/assister/add/agree",
            Self::AddEntry => "/agency/add",
            Self::EditEntry => "/agency/assisters/ID/edit",
            Self::NumberAnswer => "/agency/assisters/ID",
            Self::InviteContact => "/agency/contacts",
            Self::EndColleague => "/agency/contacts/ID/end",
            Self::LearningLink => "/learning",
            Self::Assessment => "/learning/assessment",
            Self::Enrollment | Self::Certification | Self::AccountChange => "/resource-center/assisters/ID",
            Self::AccountAccess => "/resource-center",
            Self::AddBroker => "/resource-center/brokers/add",
            Self::FindConsumer => "/resource-center/consumers",
            Self::EndAssociation | Self::SuspendConsumer | Self::RecordStatus => "/resource-center/consumers?found=ID",
            Self::AddOrganization => "/resource-center/organizations/add",
            Self::EndContact => "/resource-center/organizations",
            Self::AddStaff => "/resource-center/staff/add",
            Self::StaffAccount => "/resource-center/staff/ID",
            Self::Import => "/agency/import",
            Self::SetUp => "/set-up/ID",
            Self::SecondFactor => "/sign-in/second-factor",
            Self::Authenticator => "/security/authenticator",
            Self::Passkey => "/security",
            Self::Proof => "/security/confirm",
            Self::CloseAccount => "/security/close",
            Self::Details => "/security/details",
            Self::EmailLink => "/security/email",
            Self::ConfirmAddress => "/set-up/email/ID",
            Self::ForgotPassword => "/password/forgot",
            Self::ResetPassword => "/password/reset/ID",
            Self::ChangePassword => "/password/change",
            Self::TrainingImport => "/resource-center/training-import",
            Self::Application => "/account/application",
            Self::PlanImport => "/resource-center/plans",
        }
    }

    /// The page that shows it for this id. What can't be an id of ours is left out, so that the address stays within the page's.
    #[must_use]
    pub fn page_of(self, id: &str) -> String {
        let id: String = id.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '-').take(64).collect();
        self.page().replace("ID", &id)
    }
}
