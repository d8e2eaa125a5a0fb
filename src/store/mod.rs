//! SQL and nothing else: one [`Store`] over SQLite and Postgres, every query written once for both.
//!
//! Times, ids and random values come from the caller; a change and its audit row are one transaction; rows never leave this layer.
//! A new feature gets a file (or a folder) with the feature's name, an `impl Store` block with its methods, a migration for each
//! database in `migrations/`, and its tests in `tests/store/`, where every method runs on both databases.

pub mod demo;

mod among;
mod applications;
mod audit;
mod backup;
mod clients;
mod codec;
mod connections;
mod db;
mod email_hosts;
mod enrollments;
mod error;
mod files;
mod forms;
mod identity;
mod keyset;
mod learning;
mod leases;
mod links;
mod mail;
mod manage_assister;
mod migrate;
mod plans;
mod postgres;
mod ready;
mod reason;
mod resource_center;
mod roster;
mod row;
mod sealing;
mod statement;
mod traces;
mod wire;
mod worksheets;

pub use applications::{
    ApplicationFile, ClaimedCase, Edited, NewDetermination, NewStatus, Notice, Recorded, Saver, Side, Started, StatusBy, StatusCase,
    StatusRecorded, StoredApplication, StoredDetermination, StoredStatus, Submitted,
};
pub use audit::Audit;
pub use backup::{Examined, TableSum};
pub use clients::{Applied, ClientPage, ClientRecord, ClientRow, ListQuery};
pub use db::{DbKind, Store};
pub use enrollments::{Confirm, ConfirmedPlan, Enrolled as EnrolledInPlan, StoredEnrollment};
pub use error::{Constraint, StoreError};
pub use files::is_open_to_others;
pub use identity::{
    AccessAccount, Activate, Arrival, Closing, Confirmation, ConfirmedAddress, Credentials, Details, EmailProof, Flow, FlowPurpose,
    KeptWays, Linked, NewConfirmation, NewConsumer, NewDetails, NewFactor, NewPasskey, NewPassword, NewSession, OtherWays, OwnPasskey,
    OwnSession, Passkey, Proof, RecoverySheet, Session, SetUpAccount, SignInStep, SignInWays, SignedInArrival, StepArrival, Unlinked,
};
pub use keyset::Cursor;
pub use learning::{Asked, Attempt, HandIn, ImportedTraining, Milestone, ModuleRead, NewAttempt, TrainingState};
pub use leases::{LEASE, Lease, Taker, Work};
pub use links::{Link, LinkFor, LinkPurpose, LinkState, NewLink};
pub use mail::{ClaimedMail, FailedMail, Mail, MailFigures, MailOutcome, SentMail};
pub use manage_assister::{AgreedText, AssisterCard, Authorize, Authorized, Consent, Current, Earlier, Removed};
pub use plans::{Catalog, CatalogPlan, NewCatalog};
pub use ready::NotReady;
pub use resource_center::{
    AccountOf, AccountWays, Acting, Addressee, AssisterPage, AssisterRecord, AssisterRow, Bootstrapped, COUNTED, ChangeAccess,
    ContactAccount, EndedOnRequest, Enrolled, Enrollment, Handled, NewStaff, OrganizationPage, OrganizationQuery, OrganizationRow, Rosters,
    SIGN_IN_EMAIL, StaffAccount, StaffQuery, StaffRemoved, Writes,
};
pub use roster::{
    ADDED, Added, AgencyContact, By, Change, Changed, ContactEnded, EMPLOYMENT, EndedContact, EntryChange, EntryScope, HistoryRow, Invite,
    Invited, Kept, LICENSE, NPN, NewEntry, Organization, PORTAL_ACCESS, ROSTER_PAGE, RosterPage, RosterQuery, RosterRow, Taken,
};
pub use roster::{Confirmed, Import, ImportBatch, ImportRow, NewImport, RowsFrom, StagedRow};
pub use sealing::{KEY_BYTES, Keys, NONCE_BYTES, Resealed, SealedValues, Unreadable, key_id};
pub use statement::Explained;
pub use traces::Trace;
pub use wire::Wire;
pub use worksheets::{AgentOfRecord, AgentPage, AgentScope, Payment};
