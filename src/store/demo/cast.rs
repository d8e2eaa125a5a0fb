//! Who is in the demo: the accounts by name, and their organizations.
//!
//! To add an account: a row in [`STAFF`], [`ASSISTERS`] or [`CONSUMERS`], and its line in [`super::ACCOUNTS`].

use crate::domain::identity::{AssisterKind, AssisterState, Role};
use crate::domain::ids::AssisterId;
use crate::domain::manage_assister::ReferenceNumber;
use crate::store::AssisterCard;

/// Seeds of their own keep the demo's ids and dates apart from those of the busy navigator.
pub(super) const SEED: u64 = 10_000;
pub(super) const BUSY_SEED: u64 = 20_000;
pub(super) const PLANS_SEED: u64 = 30_000;
pub(super) const APPLICATIONS_SEED: u64 = 40_000;

/// How many clients `navigator@demo.test` has, counting the two consumers with accounts.
pub(super) const NEW_CLIENTS: u32 = 23;
pub(super) const OPENED_CLIENTS: u32 = 41;

pub(super) const ORGANIZATIONS: [&str; 4] =
    ["Northern Lights Health Navigators", "Prairie Rose Community Action", "Riverbend Community Clinic", "Loon Lake Benefits Agency"];

/// Whether each keeps a roster of navigators, and one of CACs. Brokers are on none.
pub(super) const ROSTERS: [(bool, bool); 4] = [(true, true), (true, false), (false, true), (false, false)];

pub(super) struct Assister {
    pub(super) email: &'static str,
    pub(super) name: &'static str,
    pub(super) kind: AssisterKind,
    pub(super) state: AssisterState,
    /// Which of [`ORGANIZATIONS`].
    pub(super) organization: u8,
    /// The first six digits of the reference number.
    pub(super) six: u32,
    pub(super) phone: &'static str,
    pub(super) public_email: &'static str,
}

impl Assister {
    pub(super) fn card(&self, id: AssisterId) -> AssisterCard {
        AssisterCard {
            id,
            name: self.name.to_owned(),
            kind: self.kind,
            organization: ORGANIZATIONS.get(usize::from(self.organization)).copied().unwrap_or_default().to_owned(),
            number: ReferenceNumber::from_six(self.six),
            phone: self.phone.to_owned(),
            email: self.public_email.to_owned(),
        }
    }
}

pub(super) const ASSISTERS: [Assister; 5] = [
    Assister {
        email: "navigator@demo.test",
        name: "Ingrid Halvorson",
        kind: AssisterKind::Navigator,
        state: AssisterState::Active,
        organization: 0,
        six: 204_816,
        phone: "218-555-0142",
        public_email: "help@northernlights.demo.test",
    },
    Assister {
        email: "navigator2@demo.test",
        name: "Abdi Warsame",
        kind: AssisterKind::Navigator,
        state: AssisterState::Active,
        organization: 1,
        six: 317_402,
        phone: "507-555-0119",
        public_email: "enroll@prairierose.demo.test",
    },
    Assister {
        email: "cac@demo.test",
        name: "Mai Yang",
        kind: AssisterKind::Cac,
        state: AssisterState::Active,
        organization: 2,
        six: 450_127,
        phone: "651-555-0176",
        public_email: "coverage@riverbend.demo.test",
    },
    Assister {
        email: "broker@demo.test",
        name: "Tom Lindqvist",
        kind: AssisterKind::Broker,
        state: AssisterState::Active,
        organization: 3,
        six: 568_913,
        phone: "320-555-0108",
        public_email: "tom@loonlake.demo.test",
    },
    Assister {
        email: "suspended@demo.test",
        name: "Gunnar Foss",
        kind: AssisterKind::Navigator,
        state: AssisterState::Suspended,
        organization: 0,
        six: 672_045,
        phone: "218-555-0142",
        public_email: "help@northernlights.demo.test",
    },
];

/// The navigator of `demo --clients N`.
pub(super) const BUSY_ASSISTER: Assister = Assister {
    email: super::BUSY.email,
    name: "Solveig Bergström",
    kind: AssisterKind::Navigator,
    state: AssisterState::Active,
    organization: 0,
    six: 781_230,
    phone: "218-555-0142",
    public_email: "help@northernlights.demo.test",
};

pub(super) struct Consumer {
    pub(super) email: &'static str,
    pub(super) name: &'static str,
    pub(super) born: (i16, u8, u8),
    /// `Some` when they authorized the first of [`ASSISTERS`]: whether it opened the record.
    pub(super) authorized: Option<bool>,
}

pub(super) const CONSUMERS: [Consumer; 3] = [
    Consumer { email: "consumer@demo.test", name: "Rosa Martínez", born: (1984, 3, 7), authorized: None },
    Consumer { email: "consumer2@demo.test", name: "Daniel Thao", born: (1991, 11, 23), authorized: Some(false) },
    Consumer { email: "consumer3@demo.test", name: "Zoë Nguyễn", born: (1976, 6, 2), authorized: Some(true) },
];

pub(super) struct Staff {
    pub(super) email: &'static str,
    pub(super) name: &'static str,
    pub(super) role: Role,
    /// Which of [`ORGANIZATIONS`], for agency contacts.
    pub(super) organization: Option<u8>,
}

pub(super) const STAFF: [Staff; 4] = [
    Staff { email: "contact@demo.test", name: "Karin Solberg", role: Role::AgencyContact, organization: Some(0) },
    Staff { email: "arc@demo.test", name: "Walter Pearson", role: Role::Arc, organization: None },
    Staff { email: "bsl@demo.test", name: "Denise Carter", role: Role::Bsl, organization: None },
    Staff { email: "manager@demo.test", name: "Hodan Ali", role: Role::ResourceManager, organization: None },
];
