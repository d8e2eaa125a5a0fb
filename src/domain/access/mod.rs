//! Who may do what: one table for every server function, and one rule for every role, action and state.
//!
//! To add a server function: add its row to [`FUNCTIONS`] (a test fails on one without), and where it does something new, an
//! [`Action`] with its rule in [`decide`]. The whole table is printed to `tests/golden/access.txt`, which reviewers read.

mod rows;

pub use rows::{
    AGENT_OF_RECORD_ROUTE, ERRORS_ROUTE, FUNCTIONS, LOGIN_MN_ROUTES, PAYMENTS_ROUTE, PLANS_REFUSED_ROUTE, PLANS_ROUTE,
    PLANS_TEMPLATE_ROUTE, ROUTES, TEMPLATE_ROUTE, TRAININGS_REFUSED_ROUTE, TRAININGS_ROUTE, TRAININGS_TEMPLATE_ROUTE, UPLOAD_ROUTE,
};

use super::identity::{AssisterKind, Role};

/// Something that a person may try to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Action {
    /// Pages and functions for everybody: the sign-in page, signing in and out, creating an account.
    Visit,
    /// What every signed-in person has: their home, staying signed in, where they are signed in.
    UseOwnSession,
    /// What everybody with an account has: password and second factor.
    UseOwnAccount,
    /// The consumer's own account and who helps them.
    SeeOwnAccount,
    /// Change the consumer's own name, email and phone, and confirm the email.
    ChangeOwnDetails,
    /// Close the consumer's own account.
    CloseOwnAccount,
    /// Authorize, change: the wizard.
    AuthorizeAssister,
    /// End the consumer's own association.
    RemoveAssister,
    /// A receipt of one's own.
    SeeReceipt,
    /// The assister's own list of clients.
    SeeClientList,
    /// The assister's own card.
    SeeOwnCard,
    /// Open a client's record.
    OpenClient,
    /// The worksheet of Agent of Record: a broker's own, all of them for who looks after brokers. The other kinds' is nobody's.
    SeeAgentOfRecord,
    /// The consumer's own application: start, save, submit, see what came of it.
    KeepApplication,
    /// A client's application on their behalf (rule 23).
    ActOnApplication,
    /// An organization's own roster: see it, add to it.
    KeepRoster,
    /// Change or look at somebody on an organization's own roster.
    ChangeRosterEntry,
    /// See and end another agency contact of one's own organization.
    EndColleague,
    /// The worksheet of payments: for an organization's own navigators, for all of them for who looks after navigators.
    SeePayments,
    /// Take the training and begin the assessment.
    Learn,
    /// Hand in an assessment that was begun, see how it went.
    UseAttempt,
    /// The resource center's own pages: queues, search, mail.
    UseResourceCenter,
    /// See the organizations whose rosters staff look after.
    SeeOrganizations,
    /// Look at one of these organizations, and end an agency contact of it.
    HandleOrganization,
    /// Look at and act on an assister's account: enroll, confirm, suspend and so on. Theirs are the kinds they look after.
    HandleAssister,
    /// Look at how an account is signed in to, end its sessions, remove its second step. Theirs are the assisters they look after, the
    /// consumers they found by three identifiers and, for the resource manager, staff and agency contacts.
    HandleAccess,
    /// Write a broker down.
    AddBroker,
    /// Tell of trainings from another learning system's file, of the kinds of assister they look after.
    ImportTrainings,
    /// The lines of a file of trainings that one brought oneself.
    SeeTrainingImport,
    /// See and import the catalogs of plans.
    ManagePlans,
    /// The lines of a file of plans that one brought oneself.
    SeePlanImport,
    /// Create staff accounts.
    ManageStaff,
    /// Look at one staff account, invite again, remove. Theirs is every account that is there.
    ManageStaffAccount,
    /// Find a consumer by three identifiers.
    LookUpConsumer,
    /// End an association on request (rule 30), of a consumer whom the caller found by three identifiers.
    EndAssociationForStaff,
    /// Suspend the account of a consumer whom the caller found by three identifiers, or end its suspension.
    SuspendConsumer,
    /// Record a later status on the application of a consumer whom the caller found by three identifiers.
    RecordStatus,
    /// End an association as its assister. Nobody ever may: it has no function, and stands here so that the golden file says so.
    ResignFromClient,
}

/// How the thing acted on stands to who acts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Relation {
    /// Theirs: the consumer's own, or the assister's under an active association not yet opened.
    OwnNew,
    /// Theirs, opened before.
    OwnInProgress,
    /// Was theirs; the association ended.
    OwnEnded,
    /// Somebody else's, or nothing at all: the two must look the same.
    NotTheirs,
}

/// What the server answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Decision {
    /// Go on.
    Allow,
    /// Sign in first (401, and pages lead to the sign-in page).
    SignIn,
    /// There is no such thing (404), the same whether it exists or not.
    NotFound,
}

impl Action {
    /// Every action.
    pub const ALL: &[Self] = &[
        Self::Visit,
        Self::UseOwnSession,
        Self::UseOwnAccount,
        Self::SeeOwnAccount,
        Self::ChangeOwnDetails,
        Self::CloseOwnAccount,
        Self::AuthorizeAssister,
        Self::RemoveAssister,
        Self::SeeReceipt,
        Self::SeeClientList,
        Self::SeeOwnCard,
        Self::OpenClient,
        Self::SeeAgentOfRecord,
        Self::KeepApplication,
        Self::ActOnApplication,
        Self::KeepRoster,
        Self::ChangeRosterEntry,
        Self::EndColleague,
        Self::SeePayments,
        Self::Learn,
        Self::UseAttempt,
        Self::UseResourceCenter,
        Self::SeeOrganizations,
        Self::HandleOrganization,
        Self::HandleAssister,
        Self::HandleAccess,
        Self::AddBroker,
        Self::ImportTrainings,
        Self::SeeTrainingImport,
        Self::ManagePlans,
        Self::SeePlanImport,
        Self::ManageStaff,
        Self::ManageStaffAccount,
        Self::LookUpConsumer,
        Self::EndAssociationForStaff,
        Self::SuspendConsumer,
        Self::RecordStatus,
        Self::ResignFromClient,
    ];
}

impl Relation {
    /// Every relation.
    pub const ALL: [Self; 4] = [Self::OwnNew, Self::OwnInProgress, Self::OwnEnded, Self::NotTheirs];
}

/// Whether `role` (`None`: not signed in) may do `action` to something that stands to them as `relation`.
#[must_use]
pub const fn decide(role: Option<Role>, action: Action, relation: Relation) -> Decision {
    let Some(role) = role else {
        return match action {
            Action::Visit => Decision::Allow,
            _ => Decision::SignIn,
        };
    };
    let allowed = match action {
        Action::Visit | Action::UseOwnSession => true,
        Action::UseOwnAccount => !matches!(role, Role::Learner),
        Action::SeeOwnAccount
        | Action::ChangeOwnDetails
        | Action::CloseOwnAccount
        | Action::AuthorizeAssister
        | Action::KeepApplication => matches!(role, Role::Consumer),
        // A receipt outlives its association, and removing twice is harmless.
        Action::SeeReceipt | Action::RemoveAssister => matches!(role, Role::Consumer) && !matches!(relation, Relation::NotTheirs),
        Action::SeeClientList | Action::SeeOwnCard => matches!(role, Role::Assister),
        Action::OpenClient | Action::ActOnApplication => {
            matches!(role, Role::Assister) && matches!(relation, Relation::OwnNew | Relation::OwnInProgress)
        }
        Action::SeeAgentOfRecord => match role {
            Role::Assister => !matches!(relation, Relation::NotTheirs),
            _ => matches!(role, Role::Bsl | Role::ResourceManager),
        },
        Action::SeePayments => matches!(role, Role::AgencyContact | Role::Arc | Role::ResourceManager),
        Action::KeepRoster => matches!(role, Role::AgencyContact),
        Action::ChangeRosterEntry | Action::EndColleague => matches!(role, Role::AgencyContact) && !matches!(relation, Relation::NotTheirs),
        Action::Learn => matches!(role, Role::Learner | Role::Assister),
        Action::UseAttempt => matches!(role, Role::Learner | Role::Assister) && !matches!(relation, Relation::NotTheirs),
        Action::UseResourceCenter | Action::LookUpConsumer | Action::ImportTrainings => {
            matches!(role, Role::Arc | Role::Bsl | Role::ResourceManager)
        }
        Action::HandleAssister | Action::HandleAccess | Action::SeeTrainingImport | Action::RecordStatus | Action::SuspendConsumer => {
            matches!(role, Role::Arc | Role::Bsl | Role::ResourceManager) && !matches!(relation, Relation::NotTheirs)
        }
        // Brokers have no rosters, and so nobody who keeps them.
        Action::SeeOrganizations => matches!(role, Role::Arc | Role::ResourceManager),
        Action::HandleOrganization => matches!(role, Role::Arc | Role::ResourceManager) && !matches!(relation, Relation::NotTheirs),
        Action::AddBroker => matches!(role, Role::Bsl | Role::ResourceManager),
        Action::ManageStaffAccount | Action::EndAssociationForStaff | Action::SeePlanImport => {
            matches!(role, Role::ResourceManager) && !matches!(relation, Relation::NotTheirs)
        }
        Action::ManageStaff | Action::ManagePlans => matches!(role, Role::ResourceManager),
        Action::ResignFromClient => false,
    };
    if allowed { Decision::Allow } else { Decision::NotFound }
}

/// The kinds of assister that a role of the resource center looks after.
#[must_use]
pub const fn staff_kinds(role: Role) -> &'static [AssisterKind] {
    match role {
        Role::Arc => &[AssisterKind::Navigator, AssisterKind::Cac],
        Role::Bsl => &[AssisterKind::Broker],
        Role::ResourceManager => &AssisterKind::ALL,
        _ => &[],
    }
}

#[cfg(test)]
mod tests;
