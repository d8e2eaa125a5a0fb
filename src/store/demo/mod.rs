//! Demo data: believable Minnesotans from a fixed seed, and plans that nobody sells. Loaded into an empty database, or one that holds demo
//! data.

mod applications;
mod cases;
mod cast;
mod enrolled;
mod generate;
mod papers;
mod people;
mod plans;
mod roster;
mod rows;

use super::db::{Write, execute, fetch_one, fetch_optional};
use super::{AgreedText, AssisterCard, Store, StoreError};
use crate::domain::identity::Role;
use crate::domain::ids::{AssisterId, UserId};
use crate::domain::instant::{Date, Instant};
use crate::domain::manage_assister::ReferenceNumber;
use people::Chance;
use rows::{Account, Client};

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

impl DemoAccount {
    /// An assister's reference number.
    #[must_use]
    pub fn number(&self) -> Option<ReferenceNumber> {
        let assister = cast::ASSISTERS.iter().find(|assister| assister.email == self.email)?;
        Some(ReferenceNumber::from_six(assister.six))
    }
}

/// The demo accounts in the order in which they are listed. [`BUSY`] is not among them.
pub const ACCOUNTS: &[DemoAccount] = &[
    DemoAccount { email: "consumer@demo.test", about: "Consumer without an assister" },
    DemoAccount { email: "consumer2@demo.test", about: "Consumer who authorized the navigator, not yet opened" },
    DemoAccount { email: "consumer3@demo.test", about: "Consumer who authorized the navigator, opened, with an application begun" },
    DemoAccount { email: "navigator@demo.test", about: "Navigator with 64 clients, Northern Lights Health Navigators" },
    DemoAccount { email: "navigator2@demo.test", about: "Navigator without clients, of another organization" },
    DemoAccount { email: "cac@demo.test", about: "Certified application counselor" },
    DemoAccount { email: "broker@demo.test", about: "Broker" },
    DemoAccount { email: "suspended@demo.test", about: "Suspended navigator, whose number finds nobody" },
    DemoAccount { email: "contact@demo.test", about: "Agency contact, Northern Lights Health Navigators" },
    DemoAccount { email: "arc@demo.test", about: "Assister Resource Center" },
    DemoAccount { email: "bsl@demo.test", about: "Broker Service Line" },
    DemoAccount { email: "manager@demo.test", about: "Resource manager" },
];

/// Clients written in one transaction: others get their turn in between, and an interrupted load goes on where it stopped.
const CLIENTS_PER_TRANSACTION: u32 = 5_000;

/// The navigator that `demo --clients N` makes.
pub const BUSY: DemoAccount = DemoAccount { email: "busy@demo.test", about: "Navigator with many clients" };

/// What the generator can't make up itself.
#[derive(Clone, Copy)]
pub struct DemoInput<'a> {
    /// When it is now: all dates but the end of certifications lie before.
    pub now: Instant,
    /// On which day in Minnesota a moment lies.
    pub day: fn(Instant) -> Date,
    /// The last day of certifications, and the moment at which it is over.
    pub certified: (Date, Instant),
    /// The hash of [`PASSWORD`], in PHC form.
    pub password_hash: &'a str,
    /// The authorization text, filled with an assister's particulars.
    pub agreed: &'a (dyn Fn(&AssisterCard) -> AgreedText + Sync),
}

impl DemoInput<'_> {
    fn today(&self) -> Date {
        (self.day)(self.now)
    }
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
        Ok(fetch_optional!(self.read(), (String,), "SELECT value FROM installation WHERE key = 'demo'")?.is_some())
    }

    /// Whether nobody has an account.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn is_empty(&self) -> Result<bool, StoreError> {
        Ok(fetch_optional!(self.read(), (UserId,), "SELECT id FROM users LIMIT 1")?.is_none())
    }

    /// Loads the demo accounts, unless they are there, in one transaction.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn load_demo(&self, input: DemoInput<'_>) -> Result<DemoLoad, StoreError> {
        let mut tx = self.write().await?;
        if !may_hold_demo(&mut tx).await? {
            return Ok(DemoLoad::NotEmpty);
        }
        let [navigator, others @ ..] = &cast::ASSISTERS;
        if assister(&mut tx, navigator).await?.is_some() {
            return Ok(DemoLoad::AlreadyThere);
        }
        rows::insert_organizations(&mut tx, input.now).await?;
        let mut chance = Chance::new(cast::SEED);
        let (card, user) = rows::insert_assister(&mut tx, navigator, &mut chance, input).await?;
        for other in others {
            rows::insert_assister(&mut tx, other, &mut chance, input).await?;
        }
        let staff: Vec<Account<'_>> = cast::STAFF.iter().map(|staff| generate::staff(staff, &mut chance, input)).collect();
        rows::insert_accounts(&mut tx, &staff.iter().collect::<Vec<_>>()).await?;
        roster::insert_rosters(&mut tx, input).await?;
        if let Some(manager) = staff.iter().find(|account| account.role == Role::ResourceManager) {
            plans::insert_plans(&mut tx, manager, input).await?;
        }
        let mut clients: Vec<Client<'_>> =
            cast::CONSUMERS.iter().map(|consumer| generate::consumer(consumer, &mut chance, input)).collect();
        let named = |opened| cast::CONSUMERS.iter().filter(|consumer| consumer.authorized == Some(opened)).count();
        let generated = |all: u32, named: usize| all.saturating_sub(u32::try_from(named).unwrap_or(0));
        let (new, opened) = (generated(cast::NEW_CLIENTS, named(false)), generated(cast::OPENED_CLIENTS, named(true)));
        clients.extend((0..new + opened).map(|index| generate::person(cast::SEED, index, index >= new, input)));
        rows::insert_clients(&mut tx, &card, user, &(input.agreed)(&card), &clients).await?;
        applications::insert_applications(&mut tx, (&card, user), &clients, input).await?;
        tx.commit().await?;
        Ok(DemoLoad::Loaded)
    }

    /// Gives the navigator [`BUSY`] this many clients (makes them when missing, never takes any away).
    ///
    /// # Errors
    /// When the database fails; then those written before stay, and another call goes on from there.
    pub async fn load_busy(&self, input: DemoInput<'_>, clients: u32) -> Result<BusyLoad, StoreError> {
        let mut tx = self.write().await?;
        if !may_hold_demo(&mut tx).await? {
            return Ok(BusyLoad::NotEmpty);
        }
        rows::insert_organizations(&mut tx, input.now).await?;
        let (card, user) = match assister(&mut tx, &cast::BUSY_ASSISTER).await? {
            Some(found) => found,
            None => rows::insert_assister(&mut tx, &cast::BUSY_ASSISTER, &mut Chance::new(cast::BUSY_SEED), input).await?,
        };
        let (made,) = fetch_one!(tx.on(), (i64,), "SELECT CAST(COUNT(*) AS BIGINT) FROM associations WHERE assister_id = $1", card.id)?;
        tx.commit().await?;
        let present = self.client_counts(card.id).await?;
        let present = present.new + present.in_progress;
        let (text, first) = ((input.agreed)(&card), u32::try_from(made).unwrap_or(u32::MAX));
        let added = clients.saturating_sub(present);
        let mut done = 0;
        while done < added {
            let many = CLIENTS_PER_TRANSACTION.min(added - done);
            let batch: Vec<Client<'_>> = (first + done..first + done + many).map(|index| generate::busy(index, input)).collect();
            let mut tx = self.write().await?;
            rows::insert_clients(&mut tx, &card, user, &text, &batch).await?;
            applications::insert_busy_applications(&mut tx, (&card, user), (first + done, &batch), input).await?;
            tx.commit().await?;
            done += many;
        }
        self.settle().await?;
        Ok(BusyLoad::Loaded { clients: present + added, added, number: card.number })
    }
}

/// Marks the database as one with demo data, if it is one or may become one.
async fn may_hold_demo(tx: &mut Write) -> Result<bool, StoreError> {
    let marked = fetch_optional!(tx.on(), (String,), "SELECT value FROM installation WHERE key = 'demo'")?.is_some();
    if !marked {
        if fetch_optional!(tx.on(), (UserId,), "SELECT id FROM users LIMIT 1")?.is_some() {
            return Ok(false);
        }
        // On Postgres another server that does the same is waited for here; then its accounts are there.
        execute!(tx.on(), "INSERT INTO installation (key, value) VALUES ('demo', 'yes') ON CONFLICT (key) DO NOTHING")?;
    }
    Ok(true)
}

/// The assister as written before.
async fn assister(tx: &mut Write, assister: &cast::Assister) -> Result<Option<(AssisterCard, UserId)>, StoreError> {
    let row = fetch_optional!(
        tx.on(),
        (AssisterId, UserId),
        "SELECT a.id, u.id FROM assisters a JOIN users u ON u.id = a.user_id WHERE u.email = $1",
        assister.email,
    )?;
    Ok(row.map(|(id, user)| (assister.card(id), user)))
}
