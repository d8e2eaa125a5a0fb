//! Who may do what: one table for every server function, and one rule for every role, action and state.
//!
//! To add a server function: add its row to [`FUNCTIONS`] (a test fails on one without), and where it does something new, an
//! [`Action`] with its rule in [`decide`]. The whole table is printed to `tests/golden/access.txt`, which reviewers read.

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
    /// Authorize, change: the wizard.
    AuthorizeAssister,
    /// End the consumer's own association.
    RemoveAssister,
    /// A receipt of one's own.
    SeeReceipt,
    /// The assister's own list of clients.
    SeeClientList,
    /// Open a client's record.
    OpenClient,
    /// An organization's own roster: see it, add to it.
    KeepRoster,
    /// Change or look at somebody on an organization's own roster.
    ChangeRosterEntry,
    /// Take the training and begin the assessment.
    Learn,
    /// Hand in an assessment that was begun, see how it went.
    UseAttempt,
    /// The resource center's own pages: queues, search, mail.
    UseResourceCenter,
    /// Look at and act on an assister's account: enroll, confirm, suspend and so on. Theirs are the kinds they look after.
    HandleAssister,
    /// Write a broker down.
    AddBroker,
    /// Tell of trainings from another learning system's file, of the kinds of assister they look after.
    ImportTrainings,
    /// The lines of a file of trainings that one brought oneself.
    SeeTrainingImport,
    /// Create staff accounts.
    ManageStaff,
    /// Look at one staff account, invite again, remove. Theirs is every account that is there.
    ManageStaffAccount,
    /// Find a consumer by three identifiers.
    LookUpConsumer,
    /// End an association on request (rule 30), of a consumer whom the caller found by three identifiers.
    EndAssociationForStaff,
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
        Self::AuthorizeAssister,
        Self::RemoveAssister,
        Self::SeeReceipt,
        Self::SeeClientList,
        Self::OpenClient,
        Self::KeepRoster,
        Self::ChangeRosterEntry,
        Self::Learn,
        Self::UseAttempt,
        Self::UseResourceCenter,
        Self::HandleAssister,
        Self::AddBroker,
        Self::ImportTrainings,
        Self::SeeTrainingImport,
        Self::ManageStaff,
        Self::ManageStaffAccount,
        Self::LookUpConsumer,
        Self::EndAssociationForStaff,
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
        Action::SeeOwnAccount | Action::AuthorizeAssister => matches!(role, Role::Consumer),
        // A receipt outlives its association, and removing twice is harmless.
        Action::SeeReceipt | Action::RemoveAssister => matches!(role, Role::Consumer) && !matches!(relation, Relation::NotTheirs),
        Action::SeeClientList => matches!(role, Role::Assister),
        Action::OpenClient => matches!(role, Role::Assister) && matches!(relation, Relation::OwnNew | Relation::OwnInProgress),
        Action::KeepRoster => matches!(role, Role::AgencyContact),
        Action::ChangeRosterEntry => matches!(role, Role::AgencyContact) && !matches!(relation, Relation::NotTheirs),
        Action::Learn => matches!(role, Role::Learner | Role::Assister),
        Action::UseAttempt => matches!(role, Role::Learner | Role::Assister) && !matches!(relation, Relation::NotTheirs),
        Action::UseResourceCenter | Action::LookUpConsumer | Action::ImportTrainings => {
            matches!(role, Role::Arc | Role::Bsl | Role::ResourceManager)
        }
        Action::HandleAssister | Action::SeeTrainingImport => {
            matches!(role, Role::Arc | Role::Bsl | Role::ResourceManager) && !matches!(relation, Relation::NotTheirs)
        }
        Action::AddBroker => matches!(role, Role::Bsl | Role::ResourceManager),
        Action::ManageStaffAccount | Action::EndAssociationForStaff => {
            matches!(role, Role::ResourceManager) && !matches!(relation, Relation::NotTheirs)
        }
        Action::ManageStaff => matches!(role, Role::ResourceManager),
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

/// Every server function and the action it performs.
pub const FUNCTIONS: &[(&str, Action)] = &[
    ("/api/sign-in-page", Action::Visit),
    ("/api/sign-in", Action::Visit),
    ("/api/create-account-page", Action::Visit),
    ("/api/create-account", Action::Visit),
    ("/api/sign-out", Action::Visit),
    ("/api/parts-page", Action::Visit),
    ("/api/stay-signed-in", Action::UseOwnSession),
    ("/api/sessions-page", Action::UseOwnSession),
    ("/api/end-session", Action::UseOwnSession),
    ("/api/account", Action::SeeOwnAccount),
    ("/api/assister-details", Action::SeeOwnAccount),
    ("/api/add-assister-page", Action::AuthorizeAssister),
    ("/api/find-assister", Action::AuthorizeAssister),
    ("/api/continue-with-assister", Action::AuthorizeAssister),
    ("/api/confirm-assister", Action::AuthorizeAssister),
    ("/api/assister-added", Action::AuthorizeAssister),
    ("/api/remove-assister-page", Action::SeeOwnAccount),
    ("/api/remove-assister", Action::RemoveAssister),
    ("/api/receipt", Action::SeeReceipt),
    ("/api/client-list", Action::SeeClientList),
    ("/api/search-clients", Action::SeeClientList),
    ("/api/client", Action::OpenClient),
    // Setting up an account, passwords, second factors.
    ("/api/set-up-page", Action::Visit),
    ("/api/set-up-account", Action::Visit),
    ("/api/second-factor-page", Action::Visit),
    ("/api/check-second-factor", Action::Visit),
    ("/api/email-sign-in-code", Action::Visit),
    ("/api/ask-passkey", Action::Visit),
    ("/api/use-passkey", Action::Visit),
    ("/api/choose-factor-page", Action::Visit),
    ("/api/begin-authenticator", Action::Visit),
    ("/api/authenticator-page", Action::Visit),
    ("/api/confirm-authenticator", Action::Visit),
    ("/api/use-emailed-codes", Action::Visit),
    ("/api/forgot-password-page", Action::Visit),
    ("/api/forgot-password", Action::Visit),
    ("/api/reset-password-page", Action::Visit),
    ("/api/reset-password", Action::Visit),
    ("/api/security-page", Action::UseOwnAccount),
    ("/api/new-recovery-codes", Action::UseOwnAccount),
    ("/api/recovery-codes-page", Action::UseOwnAccount),
    ("/api/recovery-codes-kept", Action::UseOwnAccount),
    ("/api/ask-new-passkey", Action::UseOwnAccount),
    ("/api/add-passkey", Action::UseOwnAccount),
    ("/api/remove-passkey", Action::UseOwnAccount),
    ("/api/proof-page", Action::UseOwnAccount),
    ("/api/prove", Action::UseOwnAccount),
    ("/api/change-password-page", Action::UseOwnAccount),
    ("/api/change-password", Action::UseOwnAccount),
    // Mail.
    ("/api/demo-mail", Action::Visit),
    ("/api/mail-queue", Action::UseResourceCenter),
    // The Agency Management Program.
    ("/api/roster", Action::KeepRoster),
    ("/api/search-roster", Action::KeepRoster),
    ("/api/add-entry-page", Action::KeepRoster),
    ("/api/add-entry", Action::KeepRoster),
    ("/api/roster-entry", Action::ChangeRosterEntry),
    ("/api/edit-entry-page", Action::ChangeRosterEntry),
    ("/api/edit-entry", Action::ChangeRosterEntry),
    ("/api/look-up-number", Action::ChangeRosterEntry),
    ("/api/agency-contacts", Action::KeepRoster),
    ("/api/invite-contact", Action::KeepRoster),
    // The import of rosters.
    ("/api/import-page", Action::KeepRoster),
    ("/api/import-preview", Action::ChangeRosterEntry),
    ("/api/import-progress", Action::ChangeRosterEntry),
    ("/api/confirm-import", Action::ChangeRosterEntry),
    ("/api/cancel-import", Action::ChangeRosterEntry),
    // The Learning Center.
    ("/api/learning-page", Action::Visit),
    ("/api/request-learning-link", Action::Visit),
    ("/api/learning-link-page", Action::Visit),
    ("/api/enter-learning", Action::Visit),
    ("/api/course-page", Action::Learn),
    ("/api/finish-module", Action::Learn),
    ("/api/assessment-page", Action::Learn),
    ("/api/start-assessment", Action::Learn),
    ("/api/hand-in-assessment", Action::UseAttempt),
    ("/api/assessment-result", Action::UseAttempt),
    ("/api/training-import-page", Action::ImportTrainings),
    ("/api/import-trainings", Action::ImportTrainings),
    // The resource center.
    ("/api/queue", Action::UseResourceCenter),
    ("/api/assisters", Action::UseResourceCenter),
    ("/api/search-assisters", Action::UseResourceCenter),
    ("/api/assister", Action::HandleAssister),
    ("/api/enroll", Action::HandleAssister),
    ("/api/send-activation", Action::HandleAssister),
    ("/api/confirm-account", Action::HandleAssister),
    ("/api/confirm-email", Action::HandleAssister),
    ("/api/keep-email", Action::HandleAssister),
    ("/api/save-certification", Action::HandleAssister),
    ("/api/account-change-page", Action::HandleAssister),
    ("/api/change-account", Action::HandleAssister),
    ("/api/add-broker-page", Action::AddBroker),
    ("/api/add-broker", Action::AddBroker),
    ("/api/consumer", Action::LookUpConsumer),
    ("/api/find-consumer", Action::LookUpConsumer),
    ("/api/end-association", Action::EndAssociationForStaff),
    ("/api/staff-accounts", Action::ManageStaff),
    ("/api/add-organization-page", Action::ManageStaff),
    ("/api/add-organization", Action::ManageStaff),
    ("/api/add-staff-page", Action::ManageStaff),
    ("/api/add-staff", Action::ManageStaff),
    ("/api/staff-account", Action::ManageStaffAccount),
    ("/api/invite-staff", Action::ManageStaffAccount),
    ("/api/remove-staff", Action::ManageStaffAccount),
];

/// Where a roster's file is posted.
pub const UPLOAD_ROUTE: &str = "/agency/import/upload";
/// The template of a roster's file.
pub const TEMPLATE_ROUTE: &str = "/agency/import/template.csv";
/// The rows of an import that were refused, as a file.
pub const ERRORS_ROUTE: &str = "/agency/imports/{id}/errors.csv";
/// Where a file of trainings is posted.
pub const TRAININGS_ROUTE: &str = "/resource-center/training-import/upload";
/// The template of a file of trainings.
pub const TRAININGS_TEMPLATE_ROUTE: &str = "/resource-center/training-import/template.csv";
/// The lines of a file of trainings that are refused, as a file.
pub const TRAININGS_REFUSED_ROUTE: &str = "/resource-center/training-imports/{id}/refused.csv";

/// LoginMN: where the way there begins, where it comes back to, and where the provider says that somebody signed out. Beginning in order
/// to link one's own account is [`Action::UseOwnAccount`] besides.
pub const LOGIN_MN_ROUTES: [&str; 3] = ["/login-mn/start", "/login-mn/callback", "/login-mn/signed-out"];

/// Every address that is neither a page nor a server function, by method, and the action it performs: what takes and gives files, and
/// LoginMN.
pub const ROUTES: &[(&str, &str, Action)] = &[
    ("POST", UPLOAD_ROUTE, Action::KeepRoster),
    ("GET", TEMPLATE_ROUTE, Action::KeepRoster),
    ("GET", ERRORS_ROUTE, Action::ChangeRosterEntry),
    ("POST", TRAININGS_ROUTE, Action::ImportTrainings),
    ("GET", TRAININGS_TEMPLATE_ROUTE, Action::ImportTrainings),
    ("GET", TRAININGS_REFUSED_ROUTE, Action::SeeTrainingImport),
    ("POST", LOGIN_MN_ROUTES[0], Action::Visit),
    ("GET", LOGIN_MN_ROUTES[1], Action::Visit),
    ("POST", LOGIN_MN_ROUTES[2], Action::Visit),
];

#[cfg(test)]
mod tests {
    use super::*;
    use std::fmt::Write as _;

    fn printed() -> String {
        let mut text = String::from(
            "# role × action × relation → decision. Printed by domain/access.rs; a change here is a change of who may do what.\n",
        );
        for action in Action::ALL.iter().copied() {
            let _ = writeln!(text, "\n{action:?}");
            for role in std::iter::once(None).chain(Role::ALL.into_iter().map(Some)) {
                let name = role.map_or("not signed in".to_owned(), |role| format!("{role:?}"));
                let _ = write!(text, "  {name:<16}");
                for relation in Relation::ALL {
                    let _ = write!(text, " {relation:?}={:?}", decide(role, action, relation));
                }
                text.push('\n');
            }
        }
        text.push_str("\n# server function → action\n");
        for (path, action) in FUNCTIONS {
            let _ = writeln!(text, "{path} {action:?}");
        }
        text.push_str("\n# other address → action\n");
        for (method, path, action) in ROUTES {
            let _ = writeln!(text, "{method} {path} {action:?}");
        }
        text
    }

    #[test]
    fn the_reviewed_table_is_the_one_in_force() {
        let file = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/golden/access.txt");
        let printed = printed();
        if std::env::var_os("UPDATE_GOLDEN").is_some() {
            std::fs::write(file, &printed).unwrap();
        }
        assert_eq!(std::fs::read_to_string(file).unwrap_or_default(), printed, "run with UPDATE_GOLDEN=1 and review the difference");
    }

    #[test]
    fn the_laws_of_the_consumers_side_hold() {
        for role in std::iter::once(None).chain(Role::ALL.into_iter().map(Some)) {
            for relation in Relation::ALL {
                assert_ne!(decide(role, Action::ResignFromClient, relation), Decision::Allow);
                if role != Some(Role::Consumer) {
                    assert_ne!(decide(role, Action::AuthorizeAssister, relation), Decision::Allow);
                    assert_ne!(decide(role, Action::RemoveAssister, relation), Decision::Allow);
                }
                if role.is_none() {
                    let all: Vec<_> = Relation::ALL.iter().map(|r| decide(None, Action::OpenClient, *r)).collect();
                    assert!(all.iter().all(|d| *d == Decision::SignIn));
                }
            }
            assert_ne!(decide(role, Action::OpenClient, Relation::OwnEnded), Decision::Allow);
            assert_ne!(decide(role, Action::OpenClient, Relation::NotTheirs), Decision::Allow);
        }
    }
}
