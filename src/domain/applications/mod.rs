//! An application for coverage with financial assistance: its answers, its pages in their order, and what is missing before it can be
//! submitted (rules 22 to 27).
//!
//! To add a question: its place in [`Application`], its page in [`page`], how it is read and shown in [`answers`].

mod address;
mod answers;
mod case;
mod journal;
mod page;
mod record;
mod sign;

pub use address::zip_asked;
pub use answers::{Change, FILINGS, Fields, Problem, STATUSES, Wrong, fields, read, version};
pub use case::yearly;
pub use journal::{Changed, Saved};
pub use page::{Page, Stop, missing};
pub use record::{DeterminedBy, Doer, Kind, LaterStatus, NoticeKind, Outcomes, kinds, summary};
pub use sign::{Agreed, Signature, SignatureProblem};

use super::county::County;
use super::eligibility::{Filing, Offer, Status};
use super::instant::Date;
use super::money::Cents;
use serde::{Deserialize, Serialize};

/// The most people of a household, and the most incomes: more is a slip, or an attack.
pub const MOST_MEMBERS: usize = 20;
/// The most incomes of a household.
pub const MOST_INCOMES: usize = 60;

/// An income above so much a year is asked about, never refused: perhaps a year's amount was typed as a month's. With more than 400
/// percent of the guideline there is no help with paying, and for a household of six that is less than this (2026: $177,440).
pub const HIGH_INCOME: Cents = Cents::dollars(200_000);

/// An enum whose variants are stored and sent as words.
macro_rules! coded {
    ($(#[$doc:meta])* $name:ident { $($(#[$about:meta])* $variant:ident = $code:literal,)+ }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
        pub enum $name {
            $($(#[$about])* #[serde(rename = $code)] $variant,)+
        }

        impl $name {
            /// Every one, in the order of the form.
            pub const ALL: &[Self] = &[$(Self::$variant),+];

            /// The word.
            #[must_use]
            pub const fn code(self) -> &'static str {
                match self {
                    $(Self::$variant => $code,)+
                }
            }

            /// Reads the word.
            #[must_use]
            pub fn from_code(code: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|one| one.code() == code)
            }
        }
    };
}
use coded;

coded! {
    /// How somebody is related to the person whose application it is.
    Relation {
        /// The person themselves.
        Myself = "self",
        /// Husband or wife.
        Spouse = "spouse",
        /// Son or daughter, stepchildren and adopted children among them.
        Child = "child",
        /// Father or mother.
        Parent = "parent",
        /// Brother or sister.
        Sibling = "sibling",
        /// Another relative.
        Relative = "relative",
        /// Not a relative; on the tax return nevertheless.
        Unrelated = "unrelated",
    }
}

coded! {
    /// Where an income comes from.
    Source {
        /// Pay from a job, before taxes.
        Job = "job",
        /// What is left of self-employment after its costs.
        SelfEmployment = "self_employment",
        /// Unemployment benefits.
        Unemployment = "unemployment",
        /// Social Security.
        SocialSecurity = "social_security",
        /// Anything else that is taxed.
        Other = "other",
    }
}

coded! {
    /// How often an income comes.
    Frequency {
        /// Every week.
        Weekly = "weekly",
        /// Every two weeks.
        TwoWeeks = "two_weeks",
        /// Twice a month.
        TwiceMonth = "twice_month",
        /// Once a month.
        Monthly = "monthly",
        /// Once a year, or all of the year together.
        Yearly = "yearly",
    }
}

impl Frequency {
    /// How often in a year.
    #[must_use]
    pub const fn times(self) -> i64 {
        match self {
            Self::Weekly => 52,
            Self::TwoWeeks => 26,
            Self::TwiceMonth => 24,
            Self::Monthly => 12,
            Self::Yearly => 1,
        }
    }
}

/// Somebody of the household.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Member {
    /// Names the person within the application; never given again.
    pub id: u16,
    /// Their name.
    pub name: String,
    /// How they are related to the person whose application it is.
    pub relation: Relation,
    /// Date of birth.
    pub born: Date,
    /// Pregnant.
    pub pregnant: bool,
    /// How many children a pregnant person expects, where it was answered.
    #[serde(default)]
    pub expecting: Option<u16>,
    /// Whether they apply; not answered yet for the person themselves when the application is started.
    pub applies: Option<bool>,
    /// Medicare, and what an employer offers.
    pub coverage: Option<(bool, Offer)>,
    /// Citizenship or immigration status.
    pub status: Option<Status>,
}

/// Where the household lives. The state is Minnesota.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Address {
    /// Street and number, apartment.
    pub street: String,
    /// City.
    pub city: String,
    /// Five digits.
    pub zip: String,
    /// The county, by which plans are priced.
    pub county: County,
}

/// An income of one person from one source.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Income {
    /// Names the income within the application; never given again.
    pub id: u16,
    /// Whose.
    pub member: u16,
    /// From where.
    pub source: Source,
    /// How much each time.
    pub amount: Cents,
    /// How often.
    pub frequency: Frequency,
}

impl Income {
    /// What it comes to in a year.
    #[must_use]
    pub const fn yearly(&self) -> Cents {
        Cents(self.amount.0.saturating_mul(self.frequency.times()))
    }

    /// Whether it is so high that it may be a slip: see [`HIGH_INCOME`].
    #[must_use]
    pub const fn is_high(&self) -> bool {
        self.yearly().0 > HIGH_INCOME.0
    }
}

/// The answers so far. A draft belongs to the consumer, whoever writes into it (rule 24).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Application {
    /// "Do you want help paying for coverage?"
    pub help: Option<bool>,
    /// The household; the person themselves is the first.
    pub members: Vec<Member>,
    /// Everybody of the household is there.
    pub household_done: bool,
    /// Where the household lives.
    pub address: Option<Address>,
    /// Incomes.
    pub incomes: Vec<Income>,
    /// All incomes are there, or there is none.
    pub income_done: bool,
    /// How the household files taxes.
    pub filing: Option<Filing>,
    /// The last id that was given to a member or an income.
    pub last_id: u16,
    /// The latest changes, while it is a draft.
    pub journal: Vec<Saved>,
}

impl Application {
    /// The first answers: whose application it is.
    #[must_use]
    pub fn of(name: &str, born: Date) -> Self {
        let myself = Member {
            id: 1,
            name: name.to_owned(),
            relation: Relation::Myself,
            born,
            pregnant: false,
            expecting: None,
            applies: None,
            coverage: None,
            status: None,
        };
        Self { members: vec![myself], last_id: 1, ..Self::default() }
    }

    /// What the next member or income is named by. A form that adds one shows it, so that sent twice it adds once.
    #[must_use]
    pub const fn next_id(&self) -> u16 {
        self.last_id + 1
    }

    /// Somebody of the household.
    #[must_use]
    pub fn member(&self, id: u16) -> Option<&Member> {
        self.members.iter().find(|member| member.id == id)
    }

    /// An income.
    #[must_use]
    pub fn income(&self, id: u16) -> Option<&Income> {
        self.incomes.iter().find(|income| income.id == id)
    }

    /// Who applies, in the order of the household.
    pub fn applicants(&self) -> impl Iterator<Item = &Member> {
        self.members.iter().filter(|member| member.applies == Some(true))
    }

    /// Children who are older than the account holder, and parents who are younger: a slip, or a stepchild. Nothing is refused for it.
    pub fn odd_births(&self) -> impl Iterator<Item = &Member> {
        let myself = self.members.iter().find(|member| member.relation == Relation::Myself).map(|myself| myself.born);
        self.members.iter().filter(move |member| match member.relation {
            Relation::Child => myself.is_some_and(|myself| member.born < myself),
            Relation::Parent => myself.is_some_and(|myself| member.born > myself),
            _ => false,
        })
    }

    /// The income of the household in a year.
    #[must_use]
    pub fn yearly_income(&self) -> Cents {
        self.incomes.iter().map(Income::yearly).sum()
    }
}

/// For which year somebody applies on this day: from November 1 on for the next one, when open enrollment for it begins
/// (45 CFR 155.410).
#[must_use]
pub fn coverage_year(today: Date) -> u16 {
    let year = u16::try_from(today.year).unwrap_or_default();
    if today.month >= 11 { year + 1 } else { year }
}

#[cfg(test)]
mod tests;
