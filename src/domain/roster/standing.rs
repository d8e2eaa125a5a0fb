//! The four gates (rule 1), whose turn it is, and whether an account may act (rule 7).

use crate::domain::identity::{AssisterKind, AssisterState};
use crate::domain::instant::{Date, Instant};
use serde::{Deserialize, Serialize};

/// Where an assister's certification stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Certification {
    /// Just added, nothing decided.
    New,
    /// Decided: not, or not any more.
    NotCertified,
    /// Through this day, in Minnesota.
    Certified(Date),
}

impl Certification {
    /// The stored form, without the day.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::NotCertified => "not_certified",
            Self::Certified(_) => "certified",
        }
    }

    /// Reads the stored form.
    #[must_use]
    pub fn from_code(code: &str, until: Option<Date>) -> Option<Self> {
        match (code, until) {
            ("new", None) => Some(Self::New),
            ("not_certified", None) => Some(Self::NotCertified),
            ("certified", Some(until)) => Some(Self::Certified(until)),
            _ => None,
        }
    }

    /// The last day.
    #[must_use]
    pub const fn until(self) -> Option<Date> {
        match self {
            Self::Certified(until) => Some(until),
            _ => None,
        }
    }
}

/// What is known about an assister's way to an account, and what keeps it open.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Standing {
    /// Navigator, CAC or broker.
    pub kind: AssisterKind,
    /// The account's state as staff and the assister left it.
    pub state: AssisterState,
    /// "Assister Portal Access" is Yes. Always so for brokers, who have no roster (rule 6).
    pub portal_access: bool,
    /// Works for the organization.
    pub employed: bool,
    /// Certification.
    pub certification: Certification,
    /// When the training course was completed.
    pub trained_at: Option<Instant>,
    /// When the assessment was first passed.
    pub mastered_at: Option<Instant>,
    /// When ARC confirmed the account.
    pub confirmed_at: Option<Instant>,
}

/// One of the four gates, all of which must hold before an assister is enrolled.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Gate {
    /// The organization approved access.
    Approved,
    /// Certification is up to date.
    Certified,
    /// The training course is completed.
    Trained,
    /// The assessment is passed.
    Mastered,
}

impl Gate {
    /// The gates, in the order in which they are shown.
    pub const ALL: [Self; 4] = [Self::Approved, Self::Certified, Self::Trained, Self::Mastered];
}

/// Which gates hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Gates {
    /// The organization approved access, and the assister works there.
    pub approved: bool,
    /// Certification is up to date.
    pub certified: bool,
    /// The training course is completed.
    pub trained: bool,
    /// The assessment is passed.
    pub mastered: bool,
}

impl Gates {
    /// Whether one holds.
    #[must_use]
    pub const fn hold(self, gate: Gate) -> bool {
        match gate {
            Gate::Approved => self.approved,
            Gate::Certified => self.certified,
            Gate::Trained => self.trained,
            Gate::Mastered => self.mastered,
        }
    }

    /// How many hold, of four.
    #[must_use]
    pub fn met(self) -> u8 {
        Gate::ALL.into_iter().map(|gate| u8::from(self.hold(gate))).sum()
    }

    /// Whether all hold.
    #[must_use]
    pub const fn all(self) -> bool {
        self.approved && self.certified && self.trained && self.mastered
    }
}

/// Whose turn it is on the way to a confirmed account.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Turn {
    /// The organization's agency contact, to approve access.
    Agency,
    /// MNsure's certification staff.
    Certification,
    /// The assister, to take the course or the assessment.
    Learner,
    /// ARC or BSL, to enroll.
    Enrollment,
    /// The assister, to set up the account.
    SetUp,
    /// ARC or BSL, to confirm the account.
    Confirmation,
    /// Nobody: the account is open, or closed.
    Nobody,
}

/// Why an account that was set up does not act (rule 7). Several may hold at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Hold {
    /// Suspended by staff.
    Staff,
    /// The roster says "No" to portal access.
    Access,
    /// Not employed any more.
    Employment,
    /// Certification ended.
    Certification,
}

/// The account's state as people are told it: what staff decided, and what follows from roster and certification.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum AccountState {
    /// No account yet.
    NotEnrolled,
    /// The activation email is out.
    Enrolled,
    /// May act; consumers find the number.
    Active,
    /// May not act, for one reason or several.
    Suspended,
    /// Closed for good.
    Closed,
}

impl AccountState {
    /// Every state, in the order of a filter.
    pub const ALL: [Self; 5] = [Self::NotEnrolled, Self::Enrolled, Self::Active, Self::Suspended, Self::Closed];

    /// The value in an address.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::NotEnrolled => "not-enrolled",
            Self::Enrolled => "enrolled",
            Self::Active => "active",
            Self::Suspended => "suspended",
            Self::Closed => "closed",
        }
    }

    /// Reads the value of an address.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }
}

impl Standing {
    /// The gates on this day (in Minnesota).
    #[must_use]
    pub fn gates(&self, today: Date) -> Gates {
        Gates {
            approved: self.portal_access && self.employed,
            certified: self.certification.until().is_some_and(|until| today <= until),
            trained: self.trained_at.is_some(),
            mastered: self.mastered_at.is_some(),
        }
    }

    /// What keeps an account that was set up from acting on this day.
    #[must_use]
    pub fn holds(&self, today: Date) -> Vec<Hold> {
        let certified = self.gates(today).certified;
        let all = [
            (Hold::Staff, self.state == AssisterState::Suspended),
            (Hold::Access, !self.portal_access),
            (Hold::Employment, !self.employed),
            (Hold::Certification, !certified),
        ];
        all.into_iter().filter_map(|(hold, holds)| holds.then_some(hold)).collect()
    }

    /// The account's state as people are told it.
    #[must_use]
    pub fn account(&self, today: Date) -> AccountState {
        match self.state {
            AssisterState::NotEnrolled => AccountState::NotEnrolled,
            AssisterState::Enrolled => AccountState::Enrolled,
            AssisterState::Closed => AccountState::Closed,
            AssisterState::Active | AssisterState::Suspended if self.holds(today).is_empty() => AccountState::Active,
            AssisterState::Active | AssisterState::Suspended => AccountState::Suspended,
        }
    }

    /// Whether consumers find the number and the assister can sign in.
    #[must_use]
    pub fn may_act(&self, today: Date) -> bool {
        self.account(today) == AccountState::Active
    }

    /// Whether ARC or BSL may enroll: all four gates, and no account yet.
    #[must_use]
    pub fn may_be_enrolled(&self, today: Date) -> bool {
        self.state == AssisterState::NotEnrolled && self.gates(today).all()
    }

    /// Whose turn it is.
    #[must_use]
    pub fn turn(&self, today: Date) -> Turn {
        let gates = self.gates(today);
        match self.state {
            AssisterState::Suspended | AssisterState::Closed => Turn::Nobody,
            // What stops somebody is in the hands of who answers for it, before and after they have an account.
            _ if !gates.approved => Turn::Agency,
            _ if !gates.certified => Turn::Certification,
            AssisterState::NotEnrolled if !gates.all() => Turn::Learner,
            AssisterState::NotEnrolled => Turn::Enrollment,
            AssisterState::Enrolled => Turn::SetUp,
            AssisterState::Active if self.confirmed_at.is_none() => Turn::Confirmation,
            AssisterState::Active => Turn::Nobody,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Date {
        Date::parse(text).unwrap()
    }

    fn ready() -> Standing {
        Standing {
            kind: AssisterKind::Navigator,
            state: AssisterState::NotEnrolled,
            portal_access: true,
            employed: true,
            certification: Certification::Certified(day("2026-12-31")),
            trained_at: Some(Instant::from_micros(1)),
            mastered_at: Some(Instant::from_micros(2)),
            confirmed_at: None,
        }
    }

    #[test]
    fn enrolling_needs_every_gate() {
        let today = day("2026-11-25");
        assert!(ready().may_be_enrolled(today));
        for (missing, turn) in [
            (Standing { portal_access: false, ..ready() }, Turn::Agency),
            (Standing { employed: false, ..ready() }, Turn::Agency),
            (Standing { certification: Certification::New, ..ready() }, Turn::Certification),
            (Standing { certification: Certification::NotCertified, ..ready() }, Turn::Certification),
            (Standing { certification: Certification::Certified(day("2026-11-24")), ..ready() }, Turn::Certification),
            (Standing { trained_at: None, ..ready() }, Turn::Learner),
            (Standing { mastered_at: None, ..ready() }, Turn::Learner),
        ] {
            assert!(!missing.may_be_enrolled(today), "{missing:?}");
            assert_eq!((missing.gates(today).met(), missing.turn(today)), (3, turn));
        }
        let enrolled = Standing { state: AssisterState::Enrolled, ..ready() };
        assert!(!enrolled.may_be_enrolled(today), "twice");
    }

    #[test]
    fn an_account_stops_acting_the_day_after_its_certification_and_when_the_roster_says_so() {
        let active = Standing { state: AssisterState::Active, ..ready() };
        assert!(active.may_act(day("2026-12-31")) && !active.may_act(day("2027-01-01")));
        assert_eq!(active.holds(day("2027-01-01")), [Hold::Certification]);
        let today = day("2026-11-25");
        for (held, hold) in [
            (Standing { portal_access: false, ..active }, Hold::Access),
            (Standing { employed: false, ..active }, Hold::Employment),
            (Standing { state: AssisterState::Suspended, ..active }, Hold::Staff),
        ] {
            assert_eq!((held.account(today), held.holds(today)), (AccountState::Suspended, vec![hold]));
        }
        assert_eq!(Standing { state: AssisterState::Closed, ..active }.account(today), AccountState::Closed);
    }

    #[test]
    fn after_the_gates_the_turn_goes_on() {
        let today = day("2026-11-25");
        let turns = [
            (AssisterState::NotEnrolled, Turn::Enrollment),
            (AssisterState::Enrolled, Turn::SetUp),
            (AssisterState::Active, Turn::Confirmation),
            (AssisterState::Closed, Turn::Nobody),
        ];
        for (state, turn) in turns {
            assert_eq!(Standing { state, ..ready() }.turn(today), turn);
        }
        let confirmed = Standing { state: AssisterState::Active, confirmed_at: Some(Instant::from_micros(3)), ..ready() };
        assert_eq!(confirmed.turn(today), Turn::Nobody);
        assert_eq!(confirmed.turn(day("2027-01-01")), Turn::Certification);
        assert_eq!(Standing { portal_access: false, ..confirmed }.turn(today), Turn::Agency);
    }

    #[test]
    fn stored_codes_are_read_back() {
        for certification in [Certification::New, Certification::NotCertified, Certification::Certified(day("2026-12-31"))] {
            assert_eq!(Certification::from_code(certification.code(), certification.until()), Some(certification));
        }
        assert_eq!(Certification::from_code("certified", None), None);
        for state in AccountState::ALL {
            assert_eq!(AccountState::from_code(state.code()), Some(state));
        }
    }
}
