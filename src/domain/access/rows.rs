//! The rows of the table: every server function and every other address, with the action it performs.

use super::Action;

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
    ("/api/sign-out-everywhere", Action::UseOwnSession),
    ("/api/account", Action::SeeOwnAccount),
    ("/api/confirm-address-page", Action::Visit),
    ("/api/confirm-address", Action::Visit),
    ("/api/email-page", Action::SeeOwnAccount),
    ("/api/send-email-link", Action::ChangeOwnDetails),
    ("/api/details-page", Action::SeeOwnAccount),
    ("/api/kept-details", Action::UseOwnAccount),
    ("/api/change-details", Action::ChangeOwnDetails),
    ("/api/close-account-page", Action::CloseOwnAccount),
    ("/api/close-account", Action::CloseOwnAccount),
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
    ("/api/own-card", Action::SeeOwnCard),
    // Applications.
    ("/api/application-page", Action::KeepApplication),
    ("/api/start-application", Action::KeepApplication),
    ("/api/save-application", Action::KeepApplication),
    ("/api/submit-application", Action::KeepApplication),
    ("/api/enroll-in-plan", Action::KeepApplication),
    ("/api/client-application-page", Action::ActOnApplication),
    ("/api/start-client-application", Action::ActOnApplication),
    ("/api/save-client-application", Action::ActOnApplication),
    ("/api/submit-client-application", Action::ActOnApplication),
    ("/api/enroll-client-in-plan", Action::ActOnApplication),
    ("/api/notices", Action::SeeOwnAccount),
    ("/api/mark-notices-read", Action::SeeOwnAccount),
    // What follows from associations.
    ("/api/agent-of-record", Action::SeeAgentOfRecord),
    ("/api/payments", Action::SeePayments),
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
    ("/api/finish-sign-in-page", Action::Visit),
    ("/api/finish-sign-in", Action::Visit),
    ("/api/forgot-password-page", Action::Visit),
    ("/api/forgot-password", Action::Visit),
    ("/api/reset-password-page", Action::Visit),
    ("/api/reset-password", Action::Visit),
    ("/api/security-page", Action::UseOwnAccount),
    ("/api/unlink-login-mn", Action::UseOwnAccount),
    ("/api/new-recovery-codes", Action::UseOwnAccount),
    ("/api/turn-off-second-step", Action::UseOwnAccount),
    ("/api/recovery-codes-page", Action::UseOwnAccount),
    ("/api/recovery-codes-kept", Action::UseOwnAccount),
    ("/api/ask-new-passkey", Action::UseOwnAccount),
    ("/api/add-passkey", Action::UseOwnAccount),
    ("/api/remove-passkey", Action::UseOwnAccount),
    ("/api/ways-page", Action::UseOwnAccount),
    ("/api/keep-ways", Action::UseOwnAccount),
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
    ("/api/end-colleague-page", Action::EndColleague),
    ("/api/end-colleague", Action::EndColleague),
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
    ("/api/organizations", Action::SeeOrganizations),
    ("/api/search-organizations", Action::SeeOrganizations),
    ("/api/organization", Action::HandleOrganization),
    ("/api/end-contact-page", Action::HandleOrganization),
    ("/api/end-contact", Action::HandleOrganization),
    ("/api/assister", Action::HandleAssister),
    ("/api/enroll", Action::HandleAssister),
    ("/api/send-activation", Action::HandleAssister),
    ("/api/confirm-account", Action::HandleAssister),
    ("/api/confirm-email", Action::HandleAssister),
    ("/api/keep-email", Action::HandleAssister),
    ("/api/save-certification", Action::HandleAssister),
    ("/api/account-change-page", Action::HandleAssister),
    ("/api/change-account", Action::HandleAssister),
    ("/api/account-access", Action::HandleAccess),
    ("/api/change-account-access", Action::HandleAccess),
    ("/api/add-broker-page", Action::AddBroker),
    ("/api/add-broker", Action::AddBroker),
    ("/api/consumer", Action::LookUpConsumer),
    ("/api/find-consumer", Action::LookUpConsumer),
    ("/api/end-association", Action::EndAssociationForStaff),
    ("/api/suspend-consumer", Action::SuspendConsumer),
    ("/api/record-status", Action::RecordStatus),
    ("/api/plans-page", Action::ManagePlans),
    ("/api/import-plans", Action::ManagePlans),
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

/// Where a file of plans is posted.
pub const PLANS_ROUTE: &str = "/resource-center/plans/upload";
/// The template of a file of plans.
pub const PLANS_TEMPLATE_ROUTE: &str = "/resource-center/plans/template.csv";
/// The lines of a file of plans that are refused, as a file.
pub const PLANS_REFUSED_ROUTE: &str = "/resource-center/plan-imports/{id}/refused.csv";

/// The worksheet of Agent of Record, as a file.
pub const AGENT_OF_RECORD_ROUTE: &str = "/clients/agent-of-record.csv";
/// The worksheet of payments, as a file.
pub const PAYMENTS_ROUTE: &str = "/agency/payments.csv";

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
    ("POST", PLANS_ROUTE, Action::ManagePlans),
    ("GET", PLANS_TEMPLATE_ROUTE, Action::ManagePlans),
    ("GET", PLANS_REFUSED_ROUTE, Action::SeePlanImport),
    ("GET", AGENT_OF_RECORD_ROUTE, Action::SeeAgentOfRecord),
    ("GET", PAYMENTS_ROUTE, Action::SeePayments),
    ("POST", LOGIN_MN_ROUTES[0], Action::Visit),
    ("GET", LOGIN_MN_ROUTES[1], Action::Visit),
    ("POST", LOGIN_MN_ROUTES[2], Action::Visit),
];
