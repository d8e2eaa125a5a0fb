//! Demo data: believable Minnesotans from a fixed seed. Loaded into an empty database, or one that holds demo data.

use super::{AgreedText, AssisterCard, Store, StoreError};
use crate::domain::instant::Instant;
use crate::domain::manage_assister::ReferenceNumber;

/// The password of every demo account.
pub const PASSWORD: &str = "Lakes-and-loons-10000";

/// A demo account, for the sign-in page and the console.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DemoAccount {
    /// The user name.
    pub email: &'static str,
    /// Who it is, in a few words.
    pub about: &'static str,
}

/// The demo accounts in the order in which they are listed. [`BUSY`] is not among them.
pub const ACCOUNTS: &[DemoAccount] = &[];

/// The navigator that `demo --clients N` makes.
pub const BUSY: DemoAccount = DemoAccount { email: "busy@demo.test", about: "Navigator with many clients" };

/// What the generator can't make up itself.
#[derive(Clone, Copy)]
pub struct DemoInput<'a> {
    /// When it is now: all dates lie before.
    pub now: Instant,
    /// The hash of [`PASSWORD`], in PHC form.
    pub password_hash: &'a str,
    /// The authorization text, filled with an assister's particulars.
    pub agreed: &'a (dyn Fn(&AssisterCard) -> AgreedText + Sync),
}

/// What loading did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DemoLoad {
    /// Loaded now.
    Loaded,
    /// Was loaded before: nothing changed.
    AlreadyThere,
    /// The database holds data that is not demo data: nothing changed.
    NotEmpty,
}

/// What `demo --clients N` did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BusyLoad {
    /// The navigator has `clients` clients now, `added` of them new.
    Loaded {
        /// Clients now.
        clients: u32,
        /// Added by this call.
        added: u32,
        /// The navigator's reference number.
        number: ReferenceNumber,
    },
    /// The database holds data that is not demo data: nothing changed.
    NotEmpty,
}

impl Store {
    /// Whether demo data is present. Such a database must be served on loopback only.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn has_demo(&self) -> Result<bool, StoreError> {
        todo!()
    }

    /// Whether nobody has an account.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn is_empty(&self) -> Result<bool, StoreError> {
        todo!()
    }

    /// Loads the demo accounts, unless they are there, in one transaction.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn load_demo(&self, _input: DemoInput<'_>) -> Result<DemoLoad, StoreError> {
        todo!()
    }

    /// Gives the navigator [`BUSY`] this many clients (makes them when missing, never takes any away).
    ///
    /// # Errors
    /// When the database fails.
    pub async fn load_busy(&self, _input: DemoInput<'_>, _clients: u32) -> Result<BusyLoad, StoreError> {
        todo!()
    }
}
