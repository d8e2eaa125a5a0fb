//! The resource center: queues, an assister's account in staff's hands, staff accounts, consumers who ask for help. For staff only, and
//! for the kinds of assister that their role looks after.

mod account_access;
mod account_change;
mod add_broker;
mod add_organization;
mod add_staff;
mod answer_email;
mod assister;
mod assisters;
mod certification;
mod confirm_account;
mod consumer;
mod end_association;
mod end_contact;
mod enroll;
mod find_consumer;
mod organization;
mod organizations;
mod queue;
mod record_status;
mod send_activation;
mod staff_account;
mod staff_accounts;
mod suspend_consumer;
mod types;

pub use account_access::{AccountAccessPage, ChangeAccountAccess, account_access, change_account_access};
pub use account_change::{AccountChangePage, ChangeAccount, account_change_page, change_account};
pub use add_broker::{AddBroker, BrokerFields, add_broker, add_broker_page};
pub use add_organization::{AddOrganization, add_organization, add_organization_page};
pub use add_staff::{AddStaff, add_staff, add_staff_page};
pub use answer_email::{ConfirmEmail, KeepEmail, confirm_email, keep_email};
pub use assister::{AssisterPage, EmailWaits, assister};
pub use assisters::{AssistersAddress, AssistersPage, FoundAssisterView, SearchAssisters, assisters, search_assisters};
pub use certification::{SaveCertification, save_certification};
pub use confirm_account::{ConfirmAccount, confirm_account};
pub use consumer::{ConsumerPage, FoundView, HelpedByView, consumer};
pub use end_association::{EndAssociation, end_association};
pub use end_contact::{EndContact, end_contact, end_contact_page};
pub use enroll::{Enroll, enroll};
pub use find_consumer::{FindConsumer, find_consumer};
pub use organization::{EndedContactView, OrganizationView, organization};
pub use organizations::{
    OrganizationRowView, OrganizationsAddress, OrganizationsPage, SearchOrganizations, organization_address, organizations,
    search_organizations,
};
pub use queue::{LoadQueue, QueueAddress, QueuePage, WaitingView, queue};
pub use record_status::{RecordStatus, StatusView, record_status};
pub use send_activation::{SendActivation, send_activation};
pub use staff_account::{InviteStaff, RemoveStaff, StaffAccountPage, invite_staff, remove_staff, staff_account};
pub use staff_accounts::{ContactAccountView, StaffAccountView, StaffAccountsPage, staff_accounts};
pub use suspend_consumer::{SuspendConsumer, suspend_consumer};
pub use types::assister_page_address;
